/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Numbers in network order, and pieces of a span that say their own length, as DNS, TLS and certificates have them.
 */
#ifndef SIPREG_FACTS_BYTES_H
#define SIPREG_FACTS_BYTES_H

#include "sip/span.h"

/* The number in `size` bytes at `at`, which must be in the span; `size` is at most 4. */
static inline uint32_t bytes_number(struct span bytes, size_t at, size_t size)
{
    uint32_t number = 0;

    for (size_t i = 0; i < size; i++)
        number = number << 8 | (uint8_t)bytes.p[at + i];
    return number;
}

/* Takes `n` bytes off the start; false, and nothing is taken, where there are fewer. */
static inline bool bytes_take(struct span *bytes, size_t n, struct span *taken)
{
    if (n > bytes->n)
        return false;
    *taken = span_first(*bytes, n);
    *bytes = (struct span){bytes->p + n, bytes->n - n};
    return true;
}

/* ... whose length is in the first `size` bytes. */
static inline bool bytes_take_counted(struct span *bytes, size_t size, struct span *taken)
{
    struct span rest = *bytes;
    struct span count;

    if (!bytes_take(&rest, size, &count) || !bytes_take(&rest, bytes_number(count, 0, size), taken))
        return false;
    *bytes = rest;
    return true;
}

#endif
