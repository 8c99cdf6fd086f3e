/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The nonce ledger (RFC 7616 3.3, 3.4): which nonces were issued, to whom, and what each client did
 * with them. nc counts every request that a client sends with a nonce, whatever its method; where a
 * registrar hands one nonce to many clients, each of them counts its own.
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
    const struct registration *issued_to; /* the first to get it; NULL: not known */
    uint32_t issued_in;                   /* frame; 0: never */
    uint32_t user_count;                  /* transactions of the first user */
    uint16_t algorithms;                  /* bits by enum sip_algorithm: offered with it */
    bool offered_qop;
    bool by_nextnonce; /* a 2xx handed it out */
    bool by_challenge;
    bool by_register; /* issued or carried in a REGISTER exchange */
};

/* What one client (a user name, under one Call-ID or from one source) did with one nonce. */
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
    bool earned_success; /* a 2xx */
    bool refused;        /* the latest was refused */
};

/* One credential as it was first seen, to tell a replay. */
struct nonce_credential {
    uint64_t whole;
    const char *call_id;
    int64_t time;
    struct endpoint source;
    struct endpoint destination;
    uint32_t frame;
};

/* A cnonce, from its first use on. */
struct nonce_cnonce {
    uint64_t value; /* fingerprint */
    const struct nonce *nonce;
    uint32_t frame;
    uint16_t count;   /* requests */
    bool was_carried; /* over to another nonce */
};

struct nonces;

/* Everything in it comes from the pool and stays until that is freed. */
struct nonces *nonces_new(struct pool *pool);
void nonces_free(struct nonces *nonces);

/* The nonce, made where it is not known yet. Realm and value are interned; NULL counts as "". */
struct nonce *nonces_get(struct nonces *nonces, const char *realm, const char *value);

/* Records that a challenge or a 2xx handed it out, to this client; NULL: not known. */
void nonce_issue(struct nonce *nonce, uint32_t frame, int64_t time, const struct registration *to);

/* Records that the nonce was offered under this Call-ID, where no registration remembers it: a
 * client may count such a nonce from 1 again. */
void nonces_offer(struct nonces *nonces, const struct nonce *nonce, const char *call_id);

/* How one request stands to the ledger; everything is as it was before the request. */
struct nonce_check {
    const struct facts_credentials *credentials;
    struct nonce *nonce;
    struct nonce_use *use;   /* after the request, for its answer to mark */
    struct nonce_use before; /* count 0: this client never used it */
    uint32_t user_count;     /* transactions of this user that carried it, this one included */
    struct nonce_credential earlier;   /* the same credential before; frame 0: none */
    struct nonce_cnonce cnonce;        /* its cnonce before; frame 0: new, or out of memory */
    bool is_failover;                  /* the identical request, to another server (RFC 3263 4.3) */
    const struct registration *holder; /* another one, that the nonce was handed to, while this
                                          client was not; NULL: none */
    bool is_passed_on; /* by the one it was sent to: a B2BUA in front of the registrar */
    uint8_t verdict;   /* enum report_nonce_verdict */
};

/* Takes the credentials of a new request: judges them against the ledger, then enters them. Where
 * the nonce was `offered` under the Call-ID of the request itself the count is its own, otherwise
 * it goes on from what the same source sent under another Call-ID. */
void nonces_use(struct nonces *nonces, const struct facts *facts,
                const struct facts_credentials *credentials, struct nonce *nonce, bool offered,
                struct nonce_check *check);

#endif
