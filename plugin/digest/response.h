/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The response of Digest (RFC 7616 3.4.1 to 3.4.3), also as RFC 2617 and RFC 2069 have it, and the
 * rspauth of the server (RFC 7616 3.5). All hashes are libgcrypt's.
 */
#ifndef SIPREG_DIGEST_RESPONSE_H
#define SIPREG_DIGEST_RESPONSE_H

#include "digest/account.h"
#include "sip/auth.h"

enum {
    DIGEST_TEXT_SIZE = 64 + 1, /* hex digits of the longest hash */
    DIGEST_PARTS_MAX = 6       /* nonce, nc, cnonce, qop between two hashes */
};

/* The input of a response except the secret, as sent; borrowed. */
struct digest_input {
    enum sip_algorithm algorithm; /* not AKA */
    struct span user;
    struct span realm;
    struct span nonce;
    struct span nc;
    struct span cnonce;
    struct span qop;    /* empty: none (RFC 2069) */
    struct span method; /* empty: of a response, which makes the result the rspauth */
    struct span uri;
    struct span body; /* with qop=auth-int */
};

struct digest_secret {
    unsigned kind; /* enum account_kind */
    struct span text;
};

/* False: this secret does not allow it, or libgcrypt fails. */
bool digest_response(const struct digest_input *input, const struct digest_secret *secret,
                     char response[DIGEST_TEXT_SIZE]);

/* A password fits every algorithm, an HA1 those with its hash. */
bool digest_secret_fits(unsigned kind, enum sip_algorithm algorithm);

/* Hex of the hash over the parts joined by colons. False: not a hash of Digest, or libgcrypt
 * fails. */
bool digest_hash(enum sip_algorithm algorithm, const struct span *parts, unsigned count,
                 char text[DIGEST_TEXT_SIZE]);

/* The libgcrypt number of the algorithm's hash; 0: none. */
int digest_gcrypt_hash(enum sip_algorithm algorithm);

#endif
