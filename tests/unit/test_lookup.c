/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A lookup against GLib's.
 */
#include "base/lookup.h"

#include <glib.h>

enum { KEYS = 500, STEPS = 20000 };

struct object {
    unsigned key;
};

static bool has_key(const void *object, const void *key)
{
    return ((const struct object *)object)->key == *(const unsigned *)key;
}

/* A poor hash makes long runs, and collisions. */
static uint32_t hash_of(const struct lookup *lookup, unsigned key, bool is_poor)
{
    return is_poor ? key / 8 * 8 : lookup_hash_one(lookup, key);
}

static void step(struct lookup *lookup, GHashTable *known, struct object *object, bool is_poor)
{
    uint32_t hash = hash_of(lookup, object->key, is_poor);
    struct lookup_slot *slot = lookup_slot(lookup, hash, has_key, &object->key);

    if (g_hash_table_contains(known, object)) {
        g_assert_true(lookup_object(slot) == object);
        lookup_remove(lookup, slot);
        g_hash_table_remove(known, object);
    } else {
        g_assert_null(lookup_object(slot));
        lookup_add(lookup, slot, hash, object);
        g_hash_table_add(known, object);
    }
}

static void as_glib(const void *data)
{
    bool is_poor = GPOINTER_TO_INT(data);
    struct object objects[KEYS];
    GHashTable *known = g_hash_table_new(g_direct_hash, g_direct_equal);
    struct lookup lookup;

    lookup_init(&lookup);
    for (unsigned i = 0; i < STEPS; i++) {
        unsigned key = (unsigned)g_test_rand_int_range(0, KEYS);

        objects[key].key = key;
        step(&lookup, known, &objects[key], is_poor);
        g_assert_cmpuint(lookup.count, ==, g_hash_table_size(known));
    }
    for (unsigned key = 0; key < KEYS; key++) {
        objects[key].key = key;
        g_assert_true(lookup_find(&lookup, hash_of(&lookup, key, is_poor), has_key, &key) ==
                      (g_hash_table_contains(known, &objects[key]) ? &objects[key] : NULL));
    }
    lookup_clear(&lookup);
    g_hash_table_destroy(known);
}

static void seeded(void)
{
    struct lookup one, other;

    lookup_init(&one);
    lookup_init(&other);
    g_assert_cmpuint(lookup_hash_three(&one, 1, 2, 3), ==, lookup_hash_three(&one, 1, 2, 3));
    g_assert_cmpuint(lookup_hash_three(&one, 1, 2, 3), !=, lookup_hash_three(&one, 3, 2, 1));
    g_assert_cmpuint(lookup_hash_two(&one, 1, 2), !=, lookup_hash_two(&one, 2, 1));
    g_assert_true(lookup_hash_three(&one, 1, 2, 3) != lookup_hash_three(&other, 1, 2, 3) ||
                  lookup_hash_three(&one, 2, 2, 3) != lookup_hash_three(&other, 2, 2, 3));
    lookup_clear(&one);
    lookup_clear(&other);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/lookup/added and removed", GINT_TO_POINTER(false), as_glib);
    g_test_add_data_func("/lookup/with long runs", GINT_TO_POINTER(true), as_glib);
    g_test_add_func("/lookup/seeded", seeded);
    return g_test_run();
}
