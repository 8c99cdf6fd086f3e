/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Counting by the second: what is a rush, and what only is busy.
 */
#include "state/request_rate.h"

#include <glib.h>

static const int64_t second = 1000000000, start = 1000 * G_GINT64_CONSTANT(1000000000);

enum { LIMIT = 50 };

/* `count` requests within the second `at`, each with this answer (0: none came). */
static void send(struct rush *rush, int64_t at, unsigned count, unsigned status, bool credentials)
{
    for (unsigned i = 0; i < count; i++)
        rush_note_request(rush, start + at * second + i, i + 1, credentials);
    for (unsigned i = 0; i < count; i++)
        rush_note_answer(rush, start + at * second + i, status, credentials);
}

static bool is_rush(struct rush *rush, int64_t at, struct rush_found *found)
{
    return rush_find(rush, start + at * second, LIMIT, found);
}

static void in_vain(void)
{
    static const unsigned statuses[] = {0, 401, 403, 503};
    struct rush_found found;

    for (unsigned i = 0; i < G_N_ELEMENTS(statuses); i++) {
        struct rush rush = {0};

        send(&rush, 0, 100, statuses[i], false);
        g_assert_false(is_rush(&rush, 2, &found));
        g_assert_true(is_rush(&rush, 5, &found));
        g_assert_cmpuint(found.requests, >, LIMIT);
        g_assert_cmpuint(found.in_vain, ==, found.total);
        g_assert_false(is_rush(&rush, 6, &found));
        rush_clear(&rush);
    }
}

static void busy(void)
{
    struct rush_found found;
    struct rush rush = {0};

    send(&rush, 0, 100, 200, true);
    send(&rush, 1, 100, 401, false);
    send(&rush, 2, 100, 200, true);
    g_assert_false(is_rush(&rush, 10, &found));
    rush_clear(&rush);
}

static void slow(void)
{
    struct rush_found found;
    struct rush rush = {0};

    for (int64_t at = 0; at < 100; at++)
        send(&rush, at, RUSH_FROM - 1, 403, true);
    g_assert_null(rush.seconds);
    g_assert_false(is_rush(&rush, 200, &found));
}

static void waiting(void)
{
    struct rush_found found;
    struct rush rush = {0};

    for (unsigned i = 0; i <= RUSH_OPEN_MAX; i++)
        rush_note_request(&rush, start + i * second / 40, i, false);
    g_assert_true(is_rush(&rush, 26, &found));
    g_assert_cmpuint(found.first_in, ==, 0);
    g_assert_cmpuint(found.open, ==, RUSH_OPEN_MAX + 1);
    g_assert_false(is_rush(&rush, 27, &found));
    rush_note_answer(&rush, start, 0, false);
    g_assert_false(is_rush(&rush, 100, &found));
    rush_clear(&rush);
}

/* A capture may claim any time. */
static void hostile(void)
{
    struct rush_found found;
    struct rush rush = {0};

    rush_note_answer(&rush, 0, 200, false);
    for (unsigned i = 0; i < 100; i++)
        rush_note_request(&rush, 0, i, false);
    rush_note_request(&rush, G_GINT64_CONSTANT(4000000000000000000), 1, false);
    rush_note_answer(&rush, G_GINT64_CONSTANT(4000000000000000000), 999, false);
    rush_find(&rush, 0, LIMIT, &found);
    rush_find(&rush, G_GINT64_CONSTANT(4000000000000000000), LIMIT, &found);
    rush_clear(&rush);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rush/most of it in vain", in_vain);
    g_test_add_func("/rush/busy, and accepted", busy);
    g_test_add_func("/rush/too slow to be counted", slow);
    g_test_add_func("/rush/too many open", waiting);
    g_test_add_func("/rush/hostile times", hostile);
    return g_test_run();
}
