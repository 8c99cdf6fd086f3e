/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Challenges, credentials and Authentication-Info (RFC 3261 22, RFC 7616, RFC 8760): the
 * parameters, unquoted, not validated.
 */
#ifndef SIPREG_SIP_AUTH_H
#define SIPREG_SIP_AUTH_H

#include "sip/span.h"

enum sip_auth_scheme { SIP_AUTH_OTHER, SIP_AUTH_DIGEST, SIP_AUTH_BASIC, SIP_AUTH_BEARER };

/* One header line: a challenge (WWW-Authenticate, Proxy-Authenticate), credentials (Authorization,
 * Proxy-Authorization) or an Authentication-Info, which has no scheme. A missing parameter is
 * SPAN_NONE. Values come without quotes; a backslash inside a quoted value stays. */
struct sip_auth {
    struct span text;
    enum sip_auth_scheme scheme;
    struct span scheme_name;
    struct span realm;
    struct span nonce;
    struct span opaque;
    struct span algorithm; /* missing: MD5 (RFC 7616 3.3) */
    struct span qop;       /* challenge: a list; credentials: one value */
    struct span stale;
    struct span username;
    struct span username_extended; /* username*: RFC 7616 3.4 */
    struct span uri;
    struct span response;
    struct span cnonce;
    struct span nc;
    struct span auts; /* RFC 3310 3.4 */
    struct span ik;   /* this and the next two: TS 24.229 7.2A */
    struct span ck;
    struct span integrity_protected;
    struct span nextnonce; /* Authentication-Info */
    struct span rspauth;
    struct span userhash;     /* RFC 7616 3.4.4 */
    struct span authz_server; /* Bearer challenge: RFC 8898 4 */
    struct span token;        /* Bearer credentials: RFC 6750 2.1 */
    struct span misquoted; /* the first parameter, name and value, that is quoted where Digest wants
                              a token or the reverse (RFC 7616 3.3, 3.4); qop is not checked */
    struct span qop_text;  /* name and value */
    bool qop_is_quoted;
    bool truncated; /* the line ended inside a quoted value */
    bool combined;  /* a second scheme follows in the same line */
};

/* Reads a challenge or credentials. Returns false, and leaves *auth alone, where there is no
 * scheme. The first of two parameters with one name counts. Of several challenges in one line the
 * first is read. */
bool sip_auth_read(struct span value, struct sip_auth *auth);

/* Reads an Authentication-Info or Proxy-Authentication-Info, which begins with a parameter. */
void sip_auth_info_read(struct span value, struct sip_auth *info);

/* The values of a qop list, or of a single one, as bits; case does not matter. */
enum sip_qop { SIP_QOP_AUTH = 1 << 0, SIP_QOP_AUTH_INT = 1 << 1, SIP_QOP_OTHER = 1 << 2 };
unsigned sip_auth_qop(struct span qop);

/* True if a Bearer token is a JSON Web Token that is signed but not encrypted: three parts in
 * base64url, the first of them JSON (RFC 7515 3.1); an encrypted one has five (RFC 7516 3.1). */
bool sip_auth_is_signed_token(struct span token);

/* The nonce count: 1 to 8 hex digits. Returns false where it is missing or malformed (RFC 7616 3.4
 * has exactly eight digits; the caller checks that). */
bool sip_auth_nc(struct span nc, uint32_t *count);

/* Digest algorithms by what they mean for the response (RFC 8760 2, RFC 3310, RFC 4169). */
enum sip_algorithm {
    SIP_ALGORITHM_UNKNOWN,
    SIP_ALGORITHM_MD5,
    SIP_ALGORITHM_MD5_SESS,
    SIP_ALGORITHM_SHA_256,
    SIP_ALGORITHM_SHA_256_SESS,
    SIP_ALGORITHM_SHA_512_256,
    SIP_ALGORITHM_SHA_512_256_SESS,
    SIP_ALGORITHM_AKA_V1_MD5, /* any AKAv1-... */
    SIP_ALGORITHM_AKA_V2      /* AKAv2-... and above */
};

/* A missing algorithm is MD5. Case does not matter. */
enum sip_algorithm sip_algorithm_of(struct span algorithm);

/* The length in hex digits of a response under this algorithm: 32 or 64; 0 where it is unknown, as
 * for AKAv2, which has both (AKAv2-MD5, AKAv2-SHA-256). */
unsigned sip_algorithm_response_length(enum sip_algorithm algorithm);

/* Resistance of the algorithm to attacks, in coarse ranks from 1 (RFC 8760 3, RFC 4169 4.1). */
unsigned sip_algorithm_strength(enum sip_algorithm algorithm);

/* The best rank in a set of algorithms, bits by enum sip_algorithm; 0 for none. */
unsigned sip_algorithm_strongest(unsigned algorithms);

/* RFC 7616 3.4.2: the first nonce and cnonce go into the secret of the session. */
static inline bool sip_algorithm_is_session(enum sip_algorithm algorithm)
{
    return algorithm == SIP_ALGORITHM_MD5_SESS || algorithm == SIP_ALGORITHM_SHA_256_SESS ||
           algorithm == SIP_ALGORITHM_SHA_512_256_SESS;
}

static inline bool sip_algorithm_is_aka(enum sip_algorithm algorithm)
{
    return algorithm == SIP_ALGORITHM_AKA_V1_MD5 || algorithm == SIP_ALGORITHM_AKA_V2;
}

#endif
