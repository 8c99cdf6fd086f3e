/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Objects found by a key that they contain. The hash is kept beside the pointer, so that a search touches one place
 * of it and the object that it finds.
 */
#ifndef SIPREG_BASE_LOOKUP_H
#define SIPREG_BASE_LOOKUP_H

#include "sip/hash.h"

/* Three words, so that none is lost between slots. */
struct lookup_slot {
    uint32_t hash;
    uint32_t object[sizeof(void *) / sizeof(uint32_t)]; /* NULL: the slot is free */
};

static inline void *lookup_object(const struct lookup_slot *slot)
{
    void *object;

    memcpy(&object, slot->object, sizeof(object));
    return object;
}

/* Puts another one with the same key there. */
static inline void lookup_put(struct lookup_slot *slot, void *object)
{
    memcpy(slot->object, &object, sizeof(object));
}

struct lookup {
    struct lookup_slot
        *slots;    /* an object is in the slot of its hash, or behind it without a gap */
    uint32_t mask; /* number of slots less one, a power of two */
    uint32_t count;
    uint32_t room; /* for so many more before there are too few slots */
    uint64_t key;  /* of the hashes: no packet can choose who collides */
};

/* The objects are not owned. */
void lookup_init(struct lookup *lookup);
void lookup_clear(struct lookup *lookup);

typedef bool (*lookup_test)(const void *object, const void *key);

/* The hash of a key of one to three words, such as interned texts. */
static inline uint32_t lookup_hash_one(const struct lookup *lookup, uint64_t a)
{
    return hash_fold(hash_words(lookup->key, a, 0, lookup->key));
}

static inline uint32_t lookup_hash_two(const struct lookup *lookup, uint64_t a, uint64_t b)
{
    return hash_fold(hash_words(lookup->key, a, b, lookup->key));
}

static inline uint32_t lookup_hash_three(const struct lookup *lookup, uint64_t a, uint64_t b,
                                         uint64_t c)
{
    uint64_t key = lookup->key;

    return hash_fold(hash_word(hash_words(key, a, b, key), c, key));
}

/* The slot of the object with this key, or the free one for it. */
static inline struct lookup_slot *lookup_slot(const struct lookup *lookup, uint32_t hash,
                                              lookup_test is_equal, const void *key)
{
    struct lookup_slot *slots = lookup->slots;
    uint32_t place = hash & lookup->mask;
    void *object;

    while ((object = lookup_object(&slots[place])) &&
           !(slots[place].hash == hash && is_equal(object, key)))
        place = (place + 1) & lookup->mask;
    return &slots[place];
}

/* The object with this key, or NULL. */
static inline void *lookup_find(const struct lookup *lookup, uint32_t hash, lookup_test is_equal,
                                const void *key)
{
    return lookup_object(lookup_slot(lookup, hash, is_equal, key));
}

/* Puts it where there are too few slots. */
void lookup_add_growing(struct lookup *lookup, uint32_t hash, void *object);

/* Adds one whose key is not in it yet, to the free slot that lookup_slot has found for it since the latest change. */
static inline void lookup_add(struct lookup *lookup, struct lookup_slot *slot, uint32_t hash,
                              void *object)
{
    lookup->count++;
    if (lookup->room == 0) {
        lookup_add_growing(lookup, hash, object);
        return;
    }
    lookup->room--;
    slot->hash = hash;
    lookup_put(slot, object);
}

/* Frees one of its slots. */
void lookup_remove(struct lookup *lookup, struct lookup_slot *slot);

#endif
