/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is remembered of texts.
 */
#include "base/memo.h"

#include <glib.h>

static void kept(void)
{
    struct memo *memo = memo_new();
    const int *found;
    int data = 7;

    g_assert_null(memo_find(memo, 1, 5));
    memo_keep(memo, 1, 5, &data, sizeof(data));
    data = 8;
    g_assert_null(memo_find(memo, 2, 5));
    found = memo_find(memo, 1, 5);
    g_assert_true(found && *found == 7);
    memo_keep(memo, 1, 5 + MEMO_PLACES, &data, sizeof(data));
    g_assert_null(memo_find(memo, 1, 5));
    found = memo_find(memo, 1, 5 + MEMO_PLACES);
    g_assert_true(found && *found == 8);
    memo_free(memo);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/memo/of its kind, and the newer of two texts in one place", kept);
    return g_test_run();
}
