/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A hash with a secret key: who does not know the key cannot prepare collisions. A word is multiplied in two halves
 * by the key, or two words, hidden by it, with each other, so that no difference passes through unchanged.
 */
#ifndef SIPREG_SIP_HASH_H
#define SIPREG_SIP_HASH_H

#include "sip/span.h"

/* A key of random bits; neither half of it may be 0. */
static inline uint64_t hash_key(uint32_t random, uint32_t other_random)
{
    return (uint64_t)(random | 1) << 32 | (other_random | 1);
}

static inline uint64_t hash_word(uint64_t hash, uint64_t word, uint64_t key)
{
    uint64_t x = hash ^ word;
    uint64_t high = (x >> 32) * (uint32_t)key;

    return (uint64_t)(uint32_t)x * (key >> 32) ^ (high >> 32 | high << 32);
}

/* Two words at once. Each is hidden in its own way, or they could change places; the constant, of the golden ratio, has
 * enough bits even where the key has few. */
static inline uint64_t hash_words(uint64_t hash, uint64_t word, uint64_t next, uint64_t key)
{
#ifdef __SIZEOF_INT128__
    uint64_t other_key = (key >> 32 | key << 32) ^ 0x9E3779B97F4A7C15;
    unsigned __int128 product = (unsigned __int128)(hash ^ word) * (next ^ other_key);

    return (uint64_t)product ^ (uint64_t)(product >> 64);
#else
    return hash_word(hash_word(hash, word, key), next, key);
#endif
}

/* The length goes in as a multiple of the key, so that no last word makes up for another one. */
static inline uint64_t hash_text(uint64_t hash, struct span s, uint64_t key)
{
    const char *p = s.p;
    size_t n = s.n;

    hash += n * key;
    for (; n > 16; p += 16, n -= 16)
        hash = hash_words(hash, span_word(p, 8), span_word(p + 8, 8), key);
    if (n > 8)
        return hash_words(hash, span_word(p, 8), span_word(p + n - 8, 8), key);
    return hash_words(hash, n > 0 ? span_last_word(p, n) : 0, 0, key);
}

/* The same in 32 bits, for a table. */
static inline uint32_t hash_fold(uint64_t hash)
{
    return (uint32_t)(hash ^ hash >> 32);
}

#endif
