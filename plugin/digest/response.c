/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "digest/response.h"

#include <gcrypt.h>

#include "digest/secret.h"

enum { HASH_SIZE_MAX = 32 };

int digest_gcrypt_hash(enum sip_algorithm algorithm)
{
    switch (algorithm) {
    case SIP_ALGORITHM_MD5:
    case SIP_ALGORITHM_MD5_SESS:
        return GCRY_MD_MD5;
    case SIP_ALGORITHM_SHA_256:
    case SIP_ALGORITHM_SHA_256_SESS:
        return GCRY_MD_SHA256;
    case SIP_ALGORITHM_SHA_512_256:
    case SIP_ALGORITHM_SHA_512_256_SESS:
        return GCRY_MD_SHA512_256;
    default:
        return GCRY_MD_NONE;
    }
}

bool digest_secret_fits(unsigned kind, enum sip_algorithm algorithm)
{
    static const int hashes[ACCOUNT_KIND_COUNT] = {
        [ACCOUNT_HA1_MD5] = GCRY_MD_MD5,
        [ACCOUNT_HA1_SHA_256] = GCRY_MD_SHA256,
        [ACCOUNT_HA1_SHA_512_256] = GCRY_MD_SHA512_256,
    };

    return kind == ACCOUNT_PASSWORD || hashes[kind] == digest_gcrypt_hash(algorithm);
}

bool digest_hash(enum sip_algorithm algorithm, const struct span *parts, unsigned count,
                 char text[DIGEST_TEXT_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    gcry_buffer_t buffers[2 * DIGEST_PARTS_MAX] = {{0}};
    unsigned char hash[HASH_SIZE_MAX];
    int number = digest_gcrypt_hash(algorithm);
    unsigned used = 0;
    size_t size;

    if (number == GCRY_MD_NONE || count > DIGEST_PARTS_MAX)
        return false;
    for (unsigned i = 0; i < count; i++) {
        if (i > 0)
            buffers[used++] = (gcry_buffer_t){.len = 1, .data = (char *)":"};
        buffers[used++] =
            (gcry_buffer_t){.len = parts[i].n, .data = (char *)(parts[i].p ? parts[i].p : "")};
    }
    if (gcry_md_hash_buffers(number, 0, hash, buffers, (int)used))
        return false;
    size = gcry_md_get_algo_dlen(number);
    for (size_t i = 0; i < size; i++) {
        text[2 * i] = digits[hash[i] >> 4];
        text[2 * i + 1] = digits[hash[i] & 15];
    }
    text[2 * size] = '\0';
    secret_wipe(hash, sizeof(hash));
    return true;
}

/* RFC 7616 3.4.2 */
static bool hash_a1(const struct digest_input *input, const struct digest_secret *secret,
                    char a1[DIGEST_TEXT_SIZE])
{
    if (secret->kind == ACCOUNT_PASSWORD) {
        const struct span parts[] = {input->user, input->realm, secret->text};

        if (!digest_hash(input->algorithm, parts, G_N_ELEMENTS(parts), a1))
            return false;
    } else {
        if (!digest_secret_fits(secret->kind, input->algorithm) ||
            secret->text.n >= DIGEST_TEXT_SIZE)
            return false;
        for (size_t i = 0; i < secret->text.n; i++)
            a1[i] = g_ascii_tolower(secret->text.p[i]);
        a1[secret->text.n] = '\0';
    }
    if (sip_algorithm_is_session(input->algorithm)) {
        const struct span parts[] = {span_of(a1), input->nonce, input->cnonce};

        return digest_hash(input->algorithm, parts, G_N_ELEMENTS(parts), a1);
    }
    return true;
}

/* RFC 7616 3.4.3 */
static bool hash_a2(const struct digest_input *input, char a2[DIGEST_TEXT_SIZE])
{
    char body[DIGEST_TEXT_SIZE] = "";
    bool with_body = span_is_nocase(input->qop, "auth-int");

    if (with_body && !digest_hash(input->algorithm, &input->body, 1, body))
        return false;

    const struct span parts[] = {input->method, input->uri, span_of(body)};

    return digest_hash(input->algorithm, parts, with_body ? 3 : 2, a2);
}

bool digest_response(const struct digest_input *input, const struct digest_secret *secret,
                     char response[DIGEST_TEXT_SIZE])
{
    char a1[DIGEST_TEXT_SIZE], a2[DIGEST_TEXT_SIZE];
    bool done = hash_a1(input, secret, a1) && hash_a2(input, a2);

    if (done && span_is_empty(input->qop)) {
        const struct span parts[] = {span_of(a1), input->nonce, span_of(a2)};

        done = digest_hash(input->algorithm, parts, G_N_ELEMENTS(parts), response);
    } else if (done) {
        const struct span parts[] = {span_of(a1),   input->nonce, input->nc,
                                     input->cnonce, input->qop,   span_of(a2)};

        done = digest_hash(input->algorithm, parts, G_N_ELEMENTS(parts), response);
    }
    secret_wipe(a1, sizeof(a1));
    return done;
}
