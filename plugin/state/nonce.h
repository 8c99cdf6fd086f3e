/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The nonce ledger (RFC 7616 3.3, 3.4): which nonces were issued, to whom, and how each client used
 * them. nc counts every request that a client sends with a nonce, whatever its method; where a
 * registrar issues one nonce to many clients, each of them counts its own.
 */
#ifndef SIPREG_STATE_NONCE_H
#define SIPREG_STATE_NONCE_H

#include "facts/facts.h"

struct registration;

struct nonce {
    const char *realm;
    const char *value;
    int64_t issued_at;                    /* first seen in a challenge or 2xx; 0: never */
    const char *user;                     /* the first one to use it */
    const struct registration *issued_to; /* the first to get it; NULL: unknown */
    struct endpoint issuer; /* the source of the challenge on the hop farthest from the client;
                               family NONE: unknown */
    uint32_t issued_in;     /* frame; 0: never */
    uint32_t user_count;    /* transactions of the first user */
    uint16_t algorithms;    /* bits by enum sip_algorithm: offered with it */
    uint8_t issuer_vias;    /* Vias of the response there */
    bool offered_qop : 1;
    bool by_nextnonce : 1; /* issued by a 2xx */
    bool by_challenge : 1;
    bool by_register : 1; /* issued or carried in a REGISTER exchange */
};

/* The use of one nonce by one client (a user name, under one Call-ID or from one source). */
struct nonce_use {
    struct nonce *nonce;
    const char *username;
    const char *call_id;
    struct endpoint source;
    int64_t last_time;
    uint64_t last_response; /* fingerprint */
    uint32_t last_frame;
    uint32_t count;      /* transactions */
    uint32_t highest_nc; /* 0: none */
    bool earned_success; /* a 2xx accepted it */
    bool refused;        /* the latest use was refused */
};

/* A credential at its first use, to detect replays. */
struct nonce_credential {
    uint64_t whole;
    const char *call_id;
    int64_t time;
    struct endpoint source;
    struct endpoint destination;
    uint32_t frame;
};

/* A cnonce since its first use. */
struct nonce_cnonce {
    uint64_t value; /* fingerprint */
    const struct nonce *nonce;
    uint32_t frame;
    uint16_t count;   /* requests */
    bool was_carried; /* used with another nonce */
};

struct nonces;

/* All memory comes from the pool and lives as long as it. */
struct nonces *nonces_new(struct pool *pool);
void nonces_free(struct nonces *nonces);

/* The nonce, created if needed. Realm and value are interned; NULL counts as "". */
struct nonce *nonces_get(struct nonces *nonces, const char *realm, const char *value);

/* Records that a challenge or a 2xx issued it to this client; NULL: unknown. */
void nonce_issue(struct nonce *nonce, uint32_t frame, int64_t time, const struct registration *to);

/* Records that it came from this server, in a response with so many Vias. */
void nonce_note_issuer(struct nonce *nonce, const struct endpoint *server, unsigned via_count);

/* Records that the nonce was offered under this Call-ID, which no registration remembers: a client
 * may count such a nonce from 1 again. */
void nonces_offer(struct nonces *nonces, const struct nonce *nonce, const char *call_id);

/* How one request compares with the ledger; everything is as before the request. */
struct nonce_check {
    const struct facts_credentials *credentials;
    struct nonce *nonce;
    struct nonce_use *use;   /* after the request, to be marked by its response */
    struct nonce_use before; /* count 0: this client never used it */
    uint32_t user_count;     /* transactions of this user that carried it, this one included */
    struct nonce_credential earlier;   /* the same credential before; frame 0: none */
    struct nonce_cnonce cnonce;        /* its cnonce before; frame 0: new, or forgotten */
    bool is_failover;                  /* the identical request, to another server (RFC 3263 4.3) */
    const struct registration *holder; /* got the nonce, unlike this client; NULL: none */
    bool is_passed_on; /* relayed by its recipient: a B2BUA in front of the registrar */
    uint8_t verdict;   /* enum report_nonce_verdict */
};

/* Takes the credentials of a new request: compares them with the ledger, then records them. Where
 * the nonce was `offered` under the Call-ID of the request itself, its count starts there;
 * otherwise it continues that of the same source under another Call-ID. `replayed` is known where the
 * whole request is a replay. */
void nonces_use(struct nonces *nonces, const struct facts *facts,
                const struct facts_credentials *credentials, struct nonce *nonce, bool offered,
                bool replayed, struct nonce_check *check);

#endif
