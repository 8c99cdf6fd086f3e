/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/memo.h"

#include <glib.h>
#include <string.h>

struct place {
    uint64_t fingerprint; /* 0: free */
    uint64_t kind;
    uint64_t data[MEMO_SIZE / sizeof(uint64_t)];
};

struct memo {
    struct place places[MEMO_PLACES];
};

struct memo *memo_new(void)
{
    return g_new0(struct memo, 1);
}

void memo_free(struct memo *memo)
{
    g_free(memo);
}

const void *memo_find(const struct memo *memo, unsigned kind, uint64_t fingerprint)
{
    const struct place *place = &memo->places[fingerprint % MEMO_PLACES];

    return place->fingerprint == fingerprint && place->kind == kind ? place->data : NULL;
}

void memo_keep(struct memo *memo, unsigned kind, uint64_t fingerprint, const void *data,
               size_t size)
{
    struct place *place = &memo->places[fingerprint % MEMO_PLACES];

    g_assert(size <= MEMO_SIZE);
    place->fingerprint = fingerprint;
    place->kind = kind;
    memcpy(place->data, data, size);
}
