/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is known of a server: whether anything comes back from it, whether its lists of bindings are
 * complete, whether it hands one nonce to several clients; and whom it told to come back later.
 */
#ifndef SIPREG_STATE_SERVER_H
#define SIPREG_STATE_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/endpoint.h"

struct registration;

/* A capture of one direction only is no dead server; some registrars show each client its own bindings
 * alone. */
struct server_record {
    struct endpoint address; /* without port */
    bool has_responded;
    bool was_asked;      /* a REGISTER to it was captured */
    bool shows_others;   /* a list of it named bindings of others too */
    bool hides_others;   /* a list of it left out a binding that was there all along */
    bool left_out;       /* a list of it left out a binding that should have been alive */
    uint32_t unanswered; /* transactions, as long as it never responded */
    bool shares_nonces;  /* it issued a nonce again ... */
    bool keeps_nonces;   /* ... more than a second later */
};

/* How a server told a client that it is overloaded (RFC 3261 20.33). */
struct backoff {
    struct endpoint client; /* both without port */
    struct endpoint server;
    const struct registration *registration; /* that was told */
    int64_t until;
    uint32_t frame; /* 0: none */
    uint32_t seconds;
    uint16_t status;
};

struct servers;

struct servers *servers_new(void);
void servers_free(struct servers *servers); /* NULL is fine */

/* The record of the server at this address, whatever its port; made where there is none yet. */
struct server_record *servers_get(struct servers *servers, const struct endpoint *address);

/* What the server told this client; NULL: nothing, unless `make` says to make the record. */
struct backoff *servers_backoff(struct servers *servers, const struct endpoint *client,
                                const struct endpoint *server, bool make);

#endif
