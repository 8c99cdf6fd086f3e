/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Objects of one kind that come and go: memory of the pool, used again by the next object of the kind.
 */
#ifndef SIPREG_BASE_SLAB_H
#define SIPREG_BASE_SLAB_H

#include "base/pool.h"

struct slab {
    struct pool *pool;
    size_t size; /* of an object */
    void *
        spare; /* the object returned last, which begins with a pointer to the one before; NULL: none */
};

struct slab slab_of(struct pool *pool, size_t size);

/* A zeroed object, until it is returned, or the pool is freed. */
void *slab_take(struct slab *slab);

/* NULL is ignored. */
void slab_return(struct slab *slab, void *object);

#endif
