/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Objects that are used again.
 */
#include "base/slab.h"

struct object {
    uint64_t words[5];
};

static void used_again(void)
{
    struct pool *pool = pool_new();
    struct slab slab = slab_of(pool, sizeof(struct object));
    struct object *one = slab_take(&slab), *two = slab_take(&slab), *again;

    g_assert_true(one != two);
    memset(one, 0xff, sizeof(*one));
    memset(two, 0xff, sizeof(*two));
    slab_return(&slab, one);
    slab_return(&slab, two);

    /* The one returned last comes first, and is zeroed. */
    again = slab_take(&slab);
    g_assert_true(again == two);
    for (unsigned i = 0; i < G_N_ELEMENTS(again->words); i++)
        g_assert_cmpuint(again->words[i], ==, 0);
    g_assert_true(slab_take(&slab) == one);
    g_assert_true(slab_take(&slab) != one);
    slab_return(&slab, NULL);
    pool_free(pool);
}

static void tiny(void)
{
    struct pool *pool = pool_new();
    struct slab slab = slab_of(pool, 1);
    char *object = slab_take(&slab);

    slab_return(&slab, object);
    g_assert_true(slab_take(&slab) == object);
    g_assert_cmpint(*object, ==, 0);
    pool_free(pool);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/slab/used again", used_again);
    g_test_add_func("/slab/smaller than a pointer", tiny);
    return g_test_run();
}
