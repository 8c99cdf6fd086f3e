/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Texts as state keeps them: interned, in a pool that lives as long as the program.
 */
#ifndef SIPREG_TESTS_UNIT_INTERNED_H
#define SIPREG_TESTS_UNIT_INTERNED_H

#include "base/pool.h"

static inline const char *interned(const char *text)
{
    static struct pool *pool;

    if (!pool)
        pool = pool_new();
    return pool_intern(pool, span_of(text));
}

#endif
