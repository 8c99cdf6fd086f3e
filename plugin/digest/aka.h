/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * AKA in Digest (RFC 3310, RFC 4169): the contents of a nonce, and the password that an account
 * with a key derives from it.
 */
#ifndef SIPREG_DIGEST_AKA_H
#define SIPREG_DIGEST_AKA_H

#include "digest/milenage.h"
#include "digest/response.h"

enum {
    /* AKAv1: RES. AKAv2: 32 bytes of SHA-256 in base64. */
    AKA_PASSWORD_SIZE = 44
};

/* One challenge, evaluated with the account's key. */
struct aka {
    uint64_t sqn;      /* of the AUTN; this and the next: displayed */
    bool mac_is_right; /* K and OPc of the account are those of the network */
    bool auts_is_read;
    uint64_t terminal_sqn; /* of the auts; this and the next */
    bool auts_is_right;
    size_t password_length;           /* 0: none could be computed */
    char password[AKA_PASSWORD_SIZE]; /* secret */
};

/* "AKAv1-MD5": the version, and the hash of Digest. False: not AKA. */
bool aka_algorithm(struct span name, unsigned *version, enum sip_algorithm *hash);

/* False: the nonce does not contain RAND and AUTN (RFC 3310 3.2), or libgcrypt fails. */
bool aka_compute(const struct account *account, struct span nonce, struct span algorithm,
                 struct aka *aka);

/* Reads the auts of a terminal that requests resynchronization (RFC 3310 3.4). */
bool aka_read_auts(const struct account *account, struct span nonce, struct span auts,
                   struct aka *aka);

#endif
