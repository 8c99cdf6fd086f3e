/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Counting by the second: what is a flood, and what is only busy.
 */
#include "state/request_rate.h"

#include <glib.h>

static const int64_t second = 1000000000, start = 1000 * G_GINT64_CONSTANT(1000000000);

enum { LIMIT = 50 };

/* `count` requests within the second `at`, each with this final status (0: none came). */
static void send(struct request_rate *request_rate, int64_t at, unsigned count, unsigned status,
                 bool credentials)
{
    for (unsigned i = 0; i < count; i++)
        request_rate_note_request(request_rate, start + at * second + i, i + 1, 0, credentials);
    for (unsigned i = 0; i < count; i++)
        request_rate_note_response(request_rate, start + at * second + i, status, credentials);
}

static bool is_request_rate(struct request_rate *request_rate, int64_t at,
                            struct request_rate_found *found)
{
    return request_rate_find(request_rate, start + at * second, LIMIT, found);
}

static void mostly_unsuccessful(void)
{
    static const unsigned statuses[] = {0, 401, 403, 503};
    struct request_rate_found found;

    for (unsigned i = 0; i < G_N_ELEMENTS(statuses); i++) {
        struct request_rate request_rate = {0};

        send(&request_rate, 0, 100, statuses[i], false);
        g_assert_false(is_request_rate(&request_rate, 2, &found));
        g_assert_true(is_request_rate(&request_rate, 5, &found));
        g_assert_cmpuint(found.requests, >, LIMIT);
        g_assert_cmpuint(found.unsuccessful, ==, found.total);
        g_assert_false(is_request_rate(&request_rate, 6, &found));
        request_rate_clear(&request_rate);
    }
}

static void busy(void)
{
    struct request_rate_found found;
    struct request_rate request_rate = {0};

    send(&request_rate, 0, 100, 200, true);
    send(&request_rate, 1, 100, 401, false);
    send(&request_rate, 2, 100, 200, true);
    g_assert_false(is_request_rate(&request_rate, 10, &found));
    request_rate_clear(&request_rate);
}

static void slow(void)
{
    struct request_rate_found found;
    struct request_rate request_rate = {0};

    for (int64_t at = 0; at < 100; at++)
        send(&request_rate, at, REQUEST_RATE_FROM - 1, 403, true);
    g_assert_null(request_rate.seconds);
    g_assert_false(is_request_rate(&request_rate, 200, &found));
}

static void waiting(void)
{
    struct request_rate_found found;
    struct request_rate request_rate = {0};

    for (unsigned i = 0; i <= REQUEST_RATE_OPEN_MAX; i++)
        request_rate_note_request(&request_rate, start + i * second / 40, i, 0, false);
    g_assert_true(is_request_rate(&request_rate, 26, &found));
    g_assert_cmpuint(found.first_in, ==, 0);
    g_assert_cmpuint(found.open, ==, REQUEST_RATE_OPEN_MAX + 1);
    g_assert_false(is_request_rate(&request_rate, 27, &found));
    request_rate_note_response(&request_rate, start, 0, false);
    g_assert_false(is_request_rate(&request_rate, 100, &found));
    request_rate_clear(&request_rate);
}

/* The clock of a capture can have any value. */
static void hostile(void)
{
    struct request_rate_found found;
    struct request_rate request_rate = {0};

    request_rate_note_response(&request_rate, 0, 200, false);
    for (unsigned i = 0; i < 100; i++)
        request_rate_note_request(&request_rate, 0, i, 0, false);
    request_rate_note_request(&request_rate, G_GINT64_CONSTANT(4000000000000000000), 1, 0, false);
    request_rate_note_response(&request_rate, G_GINT64_CONSTANT(4000000000000000000), 999, false);
    request_rate_find(&request_rate, 0, LIMIT, &found);
    request_rate_find(&request_rate, G_GINT64_CONSTANT(4000000000000000000), LIMIT, &found);
    request_rate_clear(&request_rate);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/request rate/most of them unsuccessful", mostly_unsuccessful);
    g_test_add_func("/request rate/busy, and accepted", busy);
    g_test_add_func("/request rate/too slow to be counted", slow);
    g_test_add_func("/request rate/too many open", waiting);
    g_test_add_func("/request rate/hostile times", hostile);
    return g_test_run();
}
