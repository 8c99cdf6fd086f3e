/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is due comes in the order of time, once.
 */
#include "registration/deadline.h"

static void in_order(void)
{
    struct deadlines *deadlines = deadlines_new();
    struct deadline each[5] = {0};
    static const int64_t times[] = {30, 10, 50, 20, 40};

    for (int i = 0; i < 5; i++)
        deadline_set(deadlines, &each[i], times[i]);
    g_assert_null(deadlines_next(deadlines, 9));
    g_assert_true(deadlines_next(deadlines, 10) == &each[1]);
    g_assert_null(deadlines_next(deadlines, 10));
    g_assert_true(deadlines_next(deadlines, 100) == &each[3]);
    g_assert_true(deadlines_next(deadlines, 100) == &each[0]);
    g_assert_true(deadlines_next(deadlines, 100) == &each[4]);
    g_assert_true(deadlines_next(deadlines, 100) == &each[2]);
    g_assert_null(deadlines_next(deadlines, INT64_MAX));
    deadlines_free(deadlines);
}

static void moved_and_cancelled(void)
{
    struct deadlines *deadlines = deadlines_new();
    struct deadline a = {0}, b = {0};

    deadline_set(deadlines, &a, 10);
    deadline_set(deadlines, &b, 20);
    deadline_set(deadlines, &a, 30);
    g_assert_true(deadlines_next(deadlines, 25) == &b);
    g_assert_null(deadlines_next(deadlines, 25));
    deadline_cancel(&a);
    deadline_cancel(&a);
    g_assert_null(deadlines_next(deadlines, 100));
    deadline_set(deadlines, &a, 5);
    g_assert_true(deadlines_next(deadlines, 100) == &a);
    deadlines_free(deadlines);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/deadline/the earliest comes first, and once", in_order);
    g_test_add_func("/deadline/moved and cancelled", moved_and_cancelled);
    return g_test_run();
}
