/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "digest/milenage.h"

#include <gcrypt.h>

#include "digest/secret.h"

enum { BLOCK = 16 };

/* Common to every output: AES under K, OPc, and TEMP of RAND (TS 35.206 4.1). */
struct machine {
    gcry_cipher_hd_t aes;
    const uint8_t *opc;
    uint8_t temp[BLOCK];
};

static bool aes_open(gcry_cipher_hd_t *aes, const uint8_t k[AKA_KEY_SIZE])
{
    if (gcry_cipher_open(aes, GCRY_CIPHER_AES128, GCRY_CIPHER_MODE_ECB, 0))
        return false;
    if (!gcry_cipher_setkey(*aes, k, AKA_KEY_SIZE))
        return true;
    gcry_cipher_close(*aes);
    return false;
}

static void add(uint8_t block[BLOCK], const uint8_t other[BLOCK])
{
    for (unsigned i = 0; i < BLOCK; i++)
        block[i] ^= other[i];
}

static bool machine_open(struct machine *machine, const struct account *account,
                         const uint8_t rand[AKA_RAND_SIZE])
{
    if (!aes_open(&machine->aes, account->k))
        return false;
    machine->opc = account->opc;
    memcpy(machine->temp, rand, BLOCK);
    add(machine->temp, account->opc);
    if (!gcry_cipher_encrypt(machine->aes, machine->temp, BLOCK, NULL, 0))
        return true;
    gcry_cipher_close(machine->aes);
    return false;
}

static void machine_close(struct machine *machine)
{
    gcry_cipher_close(machine->aes);
    secret_wipe(machine, sizeof(*machine));
}

/* OUT2 to OUT5: E(rot(TEMP xor OPc, r) xor c) xor OPc, r in bytes. */
static bool output(const struct machine *machine, unsigned r, uint8_t c, uint8_t out[BLOCK])
{
    for (unsigned i = 0; i < BLOCK; i++) {
        unsigned from = (i + r) % BLOCK;

        out[i] = machine->temp[from] ^ machine->opc[from];
    }
    out[BLOCK - 1] ^= c;
    if (gcry_cipher_encrypt(machine->aes, out, BLOCK, NULL, 0))
        return false;
    add(out, machine->opc);
    return true;
}

bool milenage_opc(const uint8_t k[AKA_KEY_SIZE], const uint8_t op[AKA_KEY_SIZE],
                  uint8_t opc[AKA_KEY_SIZE])
{
    gcry_cipher_hd_t aes;
    bool done;

    if (!aes_open(&aes, k))
        return false;
    done = !gcry_cipher_encrypt(aes, opc, BLOCK, op, BLOCK);
    gcry_cipher_close(aes);
    if (done)
        add(opc, op);
    return done;
}

bool milenage_run(const struct account *account, const uint8_t rand[AKA_RAND_SIZE],
                  struct milenage *milenage)
{
    struct machine machine;
    uint8_t out2[BLOCK], out5[BLOCK];
    bool done;

    if (!machine_open(&machine, account, rand))
        return false;
    done = output(&machine, 0, 1, out2) && output(&machine, 4, 2, milenage->ck) &&
           output(&machine, 8, 4, milenage->ik) && output(&machine, 12, 8, out5);
    if (done) {
        memcpy(milenage->res, out2 + 8, AKA_RES_SIZE);
        memcpy(milenage->ak, out2, AKA_SQN_SIZE);
        memcpy(milenage->ak_resync, out5, AKA_SQN_SIZE);
    }
    secret_wipe(out2, sizeof(out2));
    secret_wipe(out5, sizeof(out5));
    machine_close(&machine);
    return done;
}

/* OUT1: E(TEMP xor rot(IN1 xor OPc, r1) xor c1) xor OPc, where r1 is half a block and c1 is 0. */
bool milenage_macs(const struct account *account, const uint8_t rand[AKA_RAND_SIZE],
                   const uint8_t sqn[AKA_SQN_SIZE], const uint8_t amf[AKA_AMF_SIZE],
                   uint8_t mac[AKA_MAC_SIZE], uint8_t mac_resync[AKA_MAC_SIZE])
{
    struct machine machine;
    uint8_t in[BLOCK], out[BLOCK];
    bool done;

    if (!machine_open(&machine, account, rand))
        return false;
    for (unsigned half = 0; half < BLOCK; half += BLOCK / 2) {
        memcpy(in + half, sqn, AKA_SQN_SIZE);
        memcpy(in + half + AKA_SQN_SIZE, amf, AKA_AMF_SIZE);
    }
    add(in, machine.opc);
    for (unsigned i = 0; i < BLOCK; i++)
        out[i] = machine.temp[i] ^ in[(i + BLOCK / 2) % BLOCK];
    done = !gcry_cipher_encrypt(machine.aes, out, BLOCK, NULL, 0);
    add(out, machine.opc);
    memcpy(mac, out, AKA_MAC_SIZE);
    memcpy(mac_resync, out + AKA_MAC_SIZE, AKA_MAC_SIZE);
    secret_wipe(in, sizeof(in));
    secret_wipe(out, sizeof(out));
    machine_close(&machine);
    return done;
}
