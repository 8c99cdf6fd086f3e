/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/slab.h"

/* A returned object that is still used is an error that AddressSanitizer reports. */
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(memory, size)   ((void)(memory), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(memory, size) ((void)(memory), (void)(size))
#endif

struct slab slab_of(struct pool *pool, size_t size)
{
    return (struct slab){.pool = pool, .size = MAX(size, sizeof(void *))};
}

void *slab_take(struct slab *slab)
{
    void *object = slab->spare;

    if (!object)
        return pool_allocate(slab->pool, slab->size);
    ASAN_UNPOISON_MEMORY_REGION(object, slab->size);
    slab->spare = *(void **)object;
    return memset(object, 0, slab->size);
}

void slab_return(struct slab *slab, void *object)
{
    if (!object)
        return;
    *(void **)object = slab->spare;
    slab->spare = object;
    ASAN_POISON_MEMORY_REGION(object, slab->size);
}
