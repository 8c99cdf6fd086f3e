/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a message says of IMS (TS 24.229) and of the security agreement (RFC 3329). Part of struct
 * facts.
 */
#ifndef SIPREG_FACTS_FACTS_IMS_H
#define SIPREG_FACTS_FACTS_IMS_H

#include <stdbool.h>
#include <stdint.h>

enum {
    /* Public identities of one subscription: two to ten. Of a longer list nobody says that something
     * is missing in it. */
    FACTS_ASSOCIATED_MAX = 32
};

/* A Security-Client, -Server or -Verify. */
struct facts_security {
    uint64_t list;  /* fingerprint of the mechanisms, white space left out; 0: no such header */
    bool has_ipsec; /* ipsec-3gpp is among them */
    bool has_q;     /* one has a preference */
    bool
        is_agreement; /* one of them is no "mediasec" (TS 24.229 7.2A.7), which negotiates nothing */
};

/* Whether P-Associated-URI names the identity of the To. */
enum facts_identity {
    IDENTITY_UNKNOWN, /* no such header, or it cannot be told */
    IDENTITY_LISTED,
    IDENTITY_BY_NUMBER, /* only as a tel URI of the same number */
    IDENTITY_ABSENT
};

struct facts_ims {
    bool is_3gpp;   /* AKA, or ipsec-3gpp in a list: the procedures of a 3GPP terminal hold */
    bool from_core; /* P-Visited-Network-ID, Path: a P-CSCF has passed the request on */
    bool requires_agreement; /* sec-agree in Require */
    bool proxy_requires_agreement;
    struct facts_security client;
    struct facts_security server;
    struct facts_security verify;

    bool has_associated;          /* P-Associated-URI (RFC 7315 4.1) */
    uint8_t identity;             /* enum facts_identity */
    unsigned associated_count;    /* URIs in it */
    uint64_t associated;          /* fingerprint of the set, whatever its order; 0: none */
    const char *default_identity; /* the first of them; NULL: none */
};

#endif
