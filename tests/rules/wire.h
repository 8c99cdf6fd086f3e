/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * SIP messages for the tests, as bytes: built from the words of a script line (sequence.h lists
 * them). Written for the tests alone; nothing of the core is used, so both can be wrong only apart.
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
    char *method;       /* of the request, also in its answers */
    char *user;         /* who registers, also in the answers */
    bool is_request;
};

/* The last CSeq of each Call-ID and how many branches there were; all the memory a script needs. */
struct wire_memory {
    GHashTable *cseqs;
    unsigned branches;
};

void wire_memory_init(struct wire_memory *memory);
void wire_memory_clear(struct wire_memory *memory);

struct wire *wire_request(struct words *words, const char *method, struct wire_memory *memory);
struct wire *wire_answer(struct words *words, const char *status, const struct wire *request);

/* The same bytes again, perhaps between other addresses. */
struct wire *wire_again(struct words *words, const struct wire *wire);

/* The message as the proxy 10.0.0.5 sends it on: a request with one more Via, an answer (to whom
 * `request`, on the client's side of the proxy, came from) with one less. */
struct wire *wire_relay(struct words *words, const struct wire *wire, const struct wire *request,
                        struct wire_memory *memory);

/* An ICMP(v6) error with the message in it: "ICMP[3/3]". */
struct wire *wire_icmp(struct words *words, const char *kind, const struct wire *quoted);

/* A packet without SIP: a keep-alive, the end of a connection. */
bool wire_is_evidence(const char *kind);
struct wire *wire_evidence(struct words *words, const char *kind);

void wire_free(void *wire);

struct endpoint wire_endpoint(const char *text); /* "10.0.0.1:5060", "[2001:db8::1]:5060" */

#endif
