/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Authentication stronger than MD5 that an agent has used: it shows what the agent can do, and what
 * is a downgrade (RFC 8760 2.4, 3; RFC 8898). Created with the first such credentials.
 */
#ifndef SIPREG_STATE_STRENGTH_H
#define SIPREG_STATE_STRENGTH_H

#include "state/attempt.h"
#include "state/nonce.h"

struct registration;

struct strength {
    uint32_t
        used_in[SIP_ALGORITHM_AKA_V2 + 1]; /* frame of the latest use, of all but MD5; 0: never */
    const char *aka_realm;                 /* of the latest AKA credentials */
    struct endpoint aka_server;
    struct endpoint token_server;
    uint32_t token_in; /* the latest Bearer token; 0: none */
    bool token_proxy;  /* ... in Proxy-Authorization */
    bool is_weakened;  /* it has used something weaker since */
};

/* How the credentials of one REGISTER are a downgrade. Frames are those in which this agent did
 * better; 0: no downgrade. */
struct weakening {
    uint32_t passed_over_in; /* it used the algorithm of a challenge listed above this one */
    uint32_t exceeded_in;    /* it used AKA in this realm, or a token, at this server */
    bool is_first;           /* of this registration */
};

/* Takes the credentials of a REGISTER. `challenge` is the one they respond to; NULL: none. */
struct weakening strength_take(struct registration *registration, const struct challenge *challenge,
                               const struct facts *facts, const struct nonce_check *checks,
                               unsigned check_count);

#endif
