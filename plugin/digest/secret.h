/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wiping secrets from memory.
 */
#ifndef SIPREG_DIGEST_SECRET_H
#define SIPREG_DIGEST_SECRET_H

#include <stddef.h>

/* Overwrites the memory in a way that compilers do not optimize away. */
static inline void secret_wipe(void *memory, size_t size)
{
    volatile unsigned char *bytes = memory;

    while (size-- > 0)
        *bytes++ = 0;
}

#endif
