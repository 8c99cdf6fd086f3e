/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * SIP messages for the tests, as bytes: built from the words of a script line (sequence.h lists
 * them). Independent of the core, so that a mistake in one is not hidden by the same mistake in the other.
 */
#ifndef SIPREG_TESTS_RULES_WIRE_H
#define SIPREG_TESTS_RULES_WIRE_H

#include "base/packet.h"
#include "words.h"

struct wire {
    struct packet packet; /* packet.text borrows from `text` */
    GString *text;
    char *start_line;
    GPtrArray *headers; /* "Name: value" */
    char *body;         /* NULL: none */
    char *method;       /* of the request, also in its responses */
    char *user;         /* who registers, also in the responses */
    bool is_request;
};

/* The last CSeq of each Call-ID and the number of branches used: all the state that a script needs. */
struct wire_memory {
    GHashTable *cseqs;
    unsigned branches;
};

void wire_memory_init(struct wire_memory *memory);
void wire_memory_clear(struct wire_memory *memory);

struct wire *wire_request(struct words *words, const char *method, struct wire_memory *memory);
struct wire *wire_response(struct words *words, const char *status, const struct wire *request);

/* The same bytes once more, perhaps between other addresses. */
struct wire *wire_again(struct words *words, const struct wire *wire);

/* The message as forwarded by the proxy 10.0.0.5: a request with one more Via, a response with one
 * less, sent to the source of `request`, which is the one on the client's side of the proxy. */
struct wire *wire_relay(struct words *words, const struct wire *wire, const struct wire *request,
                        struct wire_memory *memory);

/* An ICMP(v6) error that quotes the message: "ICMP[3/3]". */
struct wire *wire_icmp(struct words *words, const char *kind, const struct wire *quoted);

/* A packet without SIP: a keep-alive, a connection that closes. */
bool wire_is_evidence(const char *kind);
struct wire *wire_evidence(struct words *words, const char *kind);

/* What leads to SIP, or fails to: DNS, the beginning of a TCP connection, TLS. */
bool wire_is_connection(const char *kind);
struct wire *wire_connection(struct words *words, const char *kind, enum packet_content *content);

void wire_free(void *wire);

struct endpoint wire_endpoint(const char *text); /* "10.0.0.1:5060", "[2001:db8::1]:5060" */

#endif
