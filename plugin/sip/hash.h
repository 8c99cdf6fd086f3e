/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A hash with a secret key: who does not know the key cannot prepare collisions. Each word is multiplied in two
 * halves by the key, so that no difference passes through unchanged.
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

/* The length goes in as a multiple of the key, so that no last word makes up for another one. */
static inline uint64_t hash_text(uint64_t hash, struct span s, uint64_t key)
{
    const char *p = s.p;
    size_t n = s.n;

    for (; n > 8; p += 8, n -= 8)
        hash = hash_word(hash, span_word(p, 8), key);
    return hash_word(hash + s.n * key, n > 0 ? span_last_word(p, n) : 0, key);
}

/* The same in 32 bits, for a table. */
static inline uint32_t hash_fold(uint64_t hash)
{
    return (uint32_t)(hash ^ hash >> 32);
}

#endif
