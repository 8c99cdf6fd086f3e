/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What must not stay in memory longer than it is needed.
 */
#ifndef SIPREG_DIGEST_SECRET_H
#define SIPREG_DIGEST_SECRET_H

#include <stddef.h>

/* Overwrites it, also where a compiler would leave that out because nobody reads it again. */
static inline void secret_wipe(void *memory, size_t size)
{
    volatile unsigned char *bytes = memory;

    while (size-- > 0)
        *bytes++ = 0;
}

#endif
