/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/nodes.h"

#include <glib.h>

static void take(struct nodes *nodes, uint64_t tag, uint64_t product)
{
    nodes_take(nodes, &(struct node_mark){{[NODE_TAG] = tag, [NODE_PRODUCT] = product}});
}

static void test_two_in_turn(void)
{
    struct nodes nodes = {0};

    g_assert_cmpint(nodes_differ(&nodes), ==, NODE_SIGNS);
    g_assert_false(nodes_agree(&nodes));
    take(&nodes, 1, 9);
    take(&nodes, 2, 9);
    g_assert_cmpint(nodes_differ(&nodes), ==, NODE_SIGNS);
    take(&nodes, 1, 9);
    take(&nodes, 2, 9);
    g_assert_cmpint(nodes_differ(&nodes), ==, NODE_TAG);
    for (unsigned i = 0; i < 3; i++) {
        take(&nodes, 1, 9);
        take(&nodes, 2, 9);
    }
    g_assert_cmpint(nodes_differ(&nodes), ==, NODE_TAG);
    take(&nodes, 2, 9);
    g_assert_cmpint(nodes_differ(&nodes), ==, NODE_SIGNS);
    g_assert_true(nodes_agree(&nodes));
}

static void test_new_each_time(void)
{
    struct nodes nodes = {0};

    for (uint64_t i = 1; i < 20; i++) {
        take(&nodes, i, 9);
        g_assert_cmpint(nodes_differ(&nodes), ==, NODE_SIGNS);
        g_assert_false(nodes_agree(&nodes));
    }
}

static void test_nothing_shown(void)
{
    struct nodes nodes = {0};

    for (unsigned i = 0; i < 8; i++)
        take(&nodes, 0, i % 2);
    g_assert_cmpint(nodes_differ(&nodes), ==, NODE_SIGNS);
    g_assert_false(nodes_agree(&nodes));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/nodes/two in turn", test_two_in_turn);
    g_test_add_func("/nodes/new each time", test_new_each_time);
    g_test_add_func("/nodes/nothing shown", test_nothing_shown);
    return g_test_run();
}
