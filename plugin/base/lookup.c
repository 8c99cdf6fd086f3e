/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/lookup.h"

#include <glib.h>

enum {
    SLOTS_MIN = 16,
    /* Fuller than this, searches become long. */
    PERCENT_FULL = 80
};

static uint32_t room_of(size_t slots)
{
    return (uint32_t)((uint64_t)slots * PERCENT_FULL / 100);
}

void lookup_init(struct lookup *lookup)
{
    *lookup = (struct lookup){
        .slots = g_new0(struct lookup_slot, SLOTS_MIN),
        .mask = SLOTS_MIN - 1,
        .room = room_of(SLOTS_MIN),
        .key = hash_key(g_random_int(), g_random_int()),
    };
}

void lookup_clear(struct lookup *lookup)
{
    g_free(lookup->slots);
    *lookup = (struct lookup){0};
}

static void put(struct lookup *lookup, struct lookup_slot entry)
{
    uint32_t place = entry.hash & lookup->mask;

    while (lookup_object(&lookup->slots[place]))
        place = (place + 1) & lookup->mask;
    lookup->slots[place] = entry;
}

static void grow(struct lookup *lookup)
{
    struct lookup_slot *before = lookup->slots;
    size_t count = (size_t)lookup->mask + 1;

    lookup->slots = g_new0(struct lookup_slot, 2 * count);
    lookup->mask = (uint32_t)(2 * count - 1);
    lookup->room = room_of(2 * count) - room_of(count);
    for (size_t i = 0; i < count; i++) {
        if (lookup_object(&before[i]))
            put(lookup, before[i]);
    }
    g_free(before);
}

void lookup_add_growing(struct lookup *lookup, uint32_t hash, void *object)
{
    struct lookup_slot entry;

    grow(lookup);
    lookup->room--;
    entry.hash = hash;
    lookup_put(&entry, object);
    put(lookup, entry);
}

/* What follows without a gap moves up, unless it would come before the slot of its hash. */
void lookup_remove(struct lookup *lookup, struct lookup_slot *slot)
{
    uint32_t gap = (uint32_t)(slot - lookup->slots), place = gap;

    for (;;) {
        const struct lookup_slot *next;

        place = (place + 1) & lookup->mask;
        next = &lookup->slots[place];
        if (!lookup_object(next))
            break;
        if (((place - next->hash) & lookup->mask) >= ((place - gap) & lookup->mask)) {
            lookup->slots[gap] = *next;
            gap = place;
        }
    }
    lookup->slots[gap] = (struct lookup_slot){0};
    lookup->count--;
    lookup->room++;
}
