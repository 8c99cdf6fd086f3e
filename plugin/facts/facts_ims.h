/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * IMS (TS 24.229) and the security agreement (RFC 3329) in one message. Part of struct facts.
 */
#ifndef SIPREG_FACTS_FACTS_IMS_H
#define SIPREG_FACTS_FACTS_IMS_H

#include <stdbool.h>
#include <stdint.h>

enum {
    /* Public identities of one subscription: two to ten. A longer list is cut, and no rule then
     * reports that one is missing. */
    FACTS_ASSOCIATED_MAX = 32
};

/* A Security-Client, -Server or -Verify. */
struct facts_security {
    uint64_t list;     /* fingerprint of the mechanisms, without white space; 0: no such header */
    bool has_ipsec;    /* ipsec-3gpp is among them */
    bool has_q;        /* one has a preference */
    uint16_t port;     /* port-s of the first ipsec-3gpp (TS 33.203 annex H); 0: none */
    bool is_agreement; /* one is not "mediasec" (TS 24.229 7.2A.7), which negotiates nothing */
};

/* Whether P-Associated-URI names the identity of the To. */
enum facts_identity {
    IDENTITY_UNKNOWN, /* no such header, or undecidable */
    IDENTITY_LISTED,
    IDENTITY_BY_NUMBER, /* only as a tel URI with the same number */
    IDENTITY_ABSENT
};

struct facts_ims {
    bool is_3gpp;            /* AKA, or ipsec-3gpp in a list: 3GPP procedures apply */
    bool from_core;          /* P-Visited-Network-ID, Path: the request has passed a P-CSCF */
    bool requires_agreement; /* sec-agree in Require */
    bool proxy_requires_agreement;
    struct facts_security client;
    struct facts_security server;
    struct facts_security verify;

    bool has_associated;          /* P-Associated-URI (RFC 7315 4.1) */
    uint8_t identity;             /* enum facts_identity */
    unsigned associated_count;    /* URIs in it */
    uint64_t associated;          /* fingerprint of the set, in any order; 0: none */
    const char *default_identity; /* the first of them; NULL: none */
};

#endif
