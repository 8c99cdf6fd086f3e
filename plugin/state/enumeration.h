/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What only shows over many registrations: Bearer tokens that go round, and what a server tells of
 * its users to somebody who has no password.
 */
#ifndef SIPREG_STATE_ENUMERATION_H
#define SIPREG_STATE_ENUMERATION_H

#include "facts/facts.h"

/* A Bearer token, as it was first used. */
struct token_use {
    uint64_t token; /* fingerprint */
    const char *aor;
    uint32_t frame;
};

/* How one server answers REGISTERs without credentials: the latest of each kind. */
struct oracle {
    struct endpoint server;
    struct endpoint challenged_at; /* the client */
    const char *challenged;        /* AOR; NULL: none yet */
    const char *refused;
    uint32_t challenged_in; /* frame */
    uint32_t refused_in;
    uint16_t refused_with; /* 403 or 404 */
    bool told;
};

struct watch;

struct watch *watch_new(void);
void watch_free(struct watch *watch);

/* Records the use of a token. Returns its first use, NULL where this is it. */
const struct token_use *watch_token(struct watch *watch, uint64_t token, const char *aor,
                                    uint32_t frame);

/* Records how a server answers a REGISTER without credentials for this AOR. Returns what it told so
 * far where this is the first time that users of one domain can be told apart by it, else NULL. */
const struct oracle *watch_answer(struct watch *watch, const struct facts *facts);

#endif
