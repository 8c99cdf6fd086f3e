/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * MILENAGE (3GPP TS 35.206): the functions f1 to f5 of AKA from K, OPc and RAND, with libgcrypt's
 * AES.
 */
#ifndef SIPREG_DIGEST_MILENAGE_H
#define SIPREG_DIGEST_MILENAGE_H

#include "digest/account.h"

/* Bytes (TS 33.102 6.3.7). */
enum {
    AKA_RAND_SIZE = 16,
    AKA_SQN_SIZE = 6,
    AKA_AMF_SIZE = 2,
    AKA_MAC_SIZE = 8,
    AKA_RES_SIZE = 8,
    AKA_CK_SIZE = 16,
    AKA_IK_SIZE = 16
};

/* Output of f2 to f5 and f5* for a RAND. Secret. */
struct milenage {
    uint8_t res[AKA_RES_SIZE];
    uint8_t ck[AKA_CK_SIZE];
    uint8_t ik[AKA_IK_SIZE];
    uint8_t ak[AKA_SQN_SIZE];
    uint8_t ak_resync[AKA_SQN_SIZE]; /* f5* */
};

/* All return false where libgcrypt fails. */
bool milenage_opc(const uint8_t k[AKA_KEY_SIZE], const uint8_t op[AKA_KEY_SIZE],
                  uint8_t opc[AKA_KEY_SIZE]);
bool milenage_run(const struct account *account, const uint8_t rand[AKA_RAND_SIZE],
                  struct milenage *milenage);

/* f1 and f1*: the MACs of the network and of a terminal that requests resynchronization. */
bool milenage_macs(const struct account *account, const uint8_t rand[AKA_RAND_SIZE],
                   const uint8_t sqn[AKA_SQN_SIZE], const uint8_t amf[AKA_AMF_SIZE],
                   uint8_t mac[AKA_MAC_SIZE], uint8_t mac_resync[AKA_MAC_SIZE]);

#endif
