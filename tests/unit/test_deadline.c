/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Deadlines fire in the order of time, once.
 */
#include "base/deadline.h"

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

static void at_the_same_time(void)
{
    struct deadlines *deadlines = deadlines_new();
    struct deadline each[4] = {0};

    for (int i = 0; i < 4; i++)
        deadline_set(deadlines, &each[i], 10);
    deadline_set(deadlines, &each[1], 10);
    g_assert_true(deadlines_next(deadlines, 10) == &each[0]);
    g_assert_true(deadlines_next(deadlines, 10) == &each[2]);
    g_assert_true(deadlines_next(deadlines, 10) == &each[3]);
    g_assert_true(deadlines_next(deadlines, 10) == &each[1]);
    deadlines_free(deadlines);
}

static void many(void)
{
    enum { COUNT = 1000, TIMES = 300 };
    struct deadlines *deadlines = deadlines_new();
    struct deadline each[COUNT] = {0};
    const struct deadline *next;
    int left = COUNT;

    for (int i = 0; i < COUNT; i++)
        deadline_set(deadlines, &each[i], g_test_rand_int_range(0, TIMES));
    for (int i = 0; i < COUNT; i += 3)
        deadline_set(deadlines, &each[i], g_test_rand_int_range(0, TIMES));
    for (int i = 0; i < COUNT; i += 2, left--)
        deadline_cancel(&each[i]);
    for (int64_t time = 0; time < TIMES; time++) {
        while ((next = deadlines_next(deadlines, time))) {
            g_assert_cmpint(next->at, ==, time);
            g_assert_cmpint((next - each) % 2, ==, 1);
            left--;
        }
    }
    g_assert_cmpint(left, ==, 0);
    deadlines_free(deadlines);
}

/* Those that are cancelled leave nothing behind, however often. */
static void set_again_and_again(void)
{
    enum { OTHERS = 100, TIMES = 100000 };
    struct deadlines *deadlines = deadlines_new();
    struct deadline others[OTHERS] = {0}, moved = {0};

    for (int i = 0; i < OTHERS; i++)
        deadline_set(deadlines, &others[i], TIMES + i);
    for (int i = 0; i < TIMES; i++) {
        deadline_set(deadlines, &moved, 2 * TIMES - i);
        g_assert_cmpuint(moved.slot, <=, OTHERS);
        if (i % 3 == 0)
            deadline_cancel(&moved);
    }
    deadline_set(deadlines, &moved, TIMES + 10);
    for (int i = 0; i <= 10; i++)
        g_assert_true(deadlines_next(deadlines, 2 * TIMES) == &others[i]);
    g_assert_true(deadlines_next(deadlines, 2 * TIMES) == &moved);
    for (int i = 11; i < OTHERS; i++)
        g_assert_true(deadlines_next(deadlines, 2 * TIMES) == &others[i]);
    g_assert_null(deadlines_next(deadlines, INT64_MAX));
    deadlines_free(deadlines);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/deadline/the earliest comes first, and once", in_order);
    g_test_add_func("/deadline/moved and cancelled", moved_and_cancelled);
    g_test_add_func("/deadline/at the same time, in the order in which they were set",
                    at_the_same_time);
    g_test_add_func("/deadline/many, some moved, some cancelled", many);
    g_test_add_func("/deadline/set again and again", set_again_and_again);
    return g_test_run();
}
