/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "digest/aka.h"

#include <gcrypt.h>

#include "digest/secret.h"

enum {
    AUTN_SIZE = AKA_SQN_SIZE + AKA_AMF_SIZE + AKA_MAC_SIZE,
    CHALLENGE_SIZE = AKA_RAND_SIZE + AUTN_SIZE,
    AUTS_SIZE = AKA_SQN_SIZE + AKA_MAC_SIZE,
    HMAC_SIZE_MAX = 32
};

/* The first bytes of base64 text; the rest is server-specific data. The padding is not checked:
 * that of the RFC's own examples is wrong. */
static bool read_base64(struct span text, uint8_t *bytes, size_t size)
{
    enum { TEXT_MAX = (CHALLENGE_SIZE + 2) / 3 * 4 };
    struct span digits = span_first(span_trim(text), TEXT_MAX);
    char padded[TEXT_MAX + 4];
    uint8_t decoded[TEXT_MAX];
    int state = 0;
    unsigned save = 0;
    size_t n = span_find(digits, '=');

    if (n == 0)
        return false;
    memcpy(padded, digits.p, n);
    while (n % 4 != 0)
        padded[n++] = '=';
    if (g_base64_decode_step(padded, n, decoded, &state, &save) < size)
        return false;
    memcpy(bytes, decoded, size);
    return true;
}

static uint64_t number_of(const uint8_t sqn[AKA_SQN_SIZE])
{
    uint64_t number = 0;

    for (unsigned i = 0; i < AKA_SQN_SIZE; i++)
        number = number << 8 | sqn[i];
    return number;
}

static void unmask(uint8_t sqn[AKA_SQN_SIZE], const uint8_t *masked, const uint8_t *mask)
{
    for (unsigned i = 0; i < AKA_SQN_SIZE; i++)
        sqn[i] = masked[i] ^ mask[i];
}

bool aka_algorithm(struct span name, unsigned *version, enum sip_algorithm *hash)
{
    size_t dash = span_find(name, '-');
    enum sip_algorithm algorithm = sip_algorithm_of(name);

    if (!sip_algorithm_is_aka(algorithm) || dash == name.n)
        return false;
    *version = algorithm == SIP_ALGORITHM_AKA_V1_MD5 ? 1 : 2;
    *hash = sip_algorithm_of(span_from(name, dash + 1));
    return *hash != SIP_ALGORITHM_UNKNOWN && !sip_algorithm_is_aka(*hash);
}

/* RFC 4169 3.2: base64 of PRF(RES || IK || CK, text), where the PRF is the HMAC of the hash. */
static bool make_v2(const struct milenage *keys, enum sip_algorithm hash, struct aka *aka)
{
    static const char purpose[] = "http-digest-akav2-password";
    uint8_t key[AKA_RES_SIZE + AKA_IK_SIZE + AKA_CK_SIZE];
    uint8_t hmac[HMAC_SIZE_MAX];
    int number = digest_gcrypt_hash(hash);
    const gcry_buffer_t parts[] = {
        {.len = sizeof(key), .data = key},
        {.len = sizeof(purpose) - 1, .data = (char *)purpose},
    };
    char text[AKA_PASSWORD_SIZE + 4];
    int state = 0, save = 0;
    bool done;

    memcpy(key, keys->res, AKA_RES_SIZE);
    memcpy(key + AKA_RES_SIZE, keys->ik, AKA_IK_SIZE);
    memcpy(key + AKA_RES_SIZE + AKA_IK_SIZE, keys->ck, AKA_CK_SIZE);
    done = !gcry_md_hash_buffers(number, GCRY_MD_FLAG_HMAC, hmac, parts, G_N_ELEMENTS(parts));
    if (done) {
        size_t n =
            g_base64_encode_step(hmac, gcry_md_get_algo_dlen(number), FALSE, text, &state, &save);

        n += g_base64_encode_close(FALSE, text + n, &state, &save);
        memcpy(aka->password, text, n);
        aka->password_length = n;
    }
    secret_wipe(key, sizeof(key));
    secret_wipe(hmac, sizeof(hmac));
    secret_wipe(text, sizeof(text));
    return done;
}

bool aka_compute(const struct account *account, struct span nonce, struct span algorithm,
                 struct aka *aka)
{
    uint8_t challenge[CHALLENGE_SIZE], sqn[AKA_SQN_SIZE];
    uint8_t mac[AKA_MAC_SIZE], mac_resync[AKA_MAC_SIZE];
    const uint8_t *autn = challenge + AKA_RAND_SIZE;
    const uint8_t *amf = autn + AKA_SQN_SIZE;
    struct milenage keys;
    enum sip_algorithm hash;
    unsigned version;
    bool done;

    *aka = (struct aka){0};
    if (!aka_algorithm(algorithm, &version, &hash) ||
        !read_base64(nonce, challenge, sizeof(challenge)) ||
        !milenage_run(account, challenge, &keys))
        return false;
    unmask(sqn, autn, keys.ak);
    done = milenage_macs(account, challenge, sqn, amf, mac, mac_resync);
    aka->sqn = number_of(sqn);
    aka->mac_is_right = done && memcmp(mac, amf + AKA_AMF_SIZE, AKA_MAC_SIZE) == 0;
    if (done && version == 1) {
        memcpy(aka->password, keys.res, AKA_RES_SIZE);
        aka->password_length = AKA_RES_SIZE;
    } else if (done) {
        done = make_v2(&keys, hash, aka);
    }
    secret_wipe(&keys, sizeof(keys));
    return done;
}

/* TS 33.102 6.3.3: the terminal's SQN, XORed with AK of f5*, and a MAC of f1* with an AMF of
 * zeros. */
bool aka_read_auts(const struct account *account, struct span nonce, struct span auts,
                   struct aka *aka)
{
    static const uint8_t no_amf[AKA_AMF_SIZE];
    uint8_t challenge[CHALLENGE_SIZE], said[AUTS_SIZE], sqn[AKA_SQN_SIZE];
    uint8_t mac[AKA_MAC_SIZE], mac_resync[AKA_MAC_SIZE];
    struct milenage keys;
    bool done;

    if (!read_base64(nonce, challenge, sizeof(challenge)) ||
        !read_base64(auts, said, sizeof(said)) || !milenage_run(account, challenge, &keys))
        return false;
    unmask(sqn, said, keys.ak_resync);
    done = milenage_macs(account, challenge, sqn, no_amf, mac, mac_resync);
    aka->auts_is_read = done;
    aka->terminal_sqn = number_of(sqn);
    aka->auts_is_right = done && memcmp(mac_resync, said + AKA_SQN_SIZE, AKA_MAC_SIZE) == 0;
    secret_wipe(&keys, sizeof(keys));
    return done;
}
