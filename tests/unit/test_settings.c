/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The settings and their bounds.
 */
#include <limits.h>
#include <stddef.h>

#include "base/settings.h"
#include "rules/engine.h"

static void defaults_are_in_bounds(void)
{
    enum { NUMBERS_SIZE = offsetof(struct settings, pool_prefix) + sizeof(unsigned) };
    struct settings defaults = settings_default();
    struct settings bounded = settings_bounded(&defaults);

    /* The numbers come first and have one type, so that no padding is compared. */
    g_assert_cmpmem(&defaults, NUMBERS_SIZE, &bounded, NUMBERS_SIZE);
    g_assert_cmpstr(defaults.scanners, ==, bounded.scanners);
    g_assert_cmpstr(defaults.test_tools, ==, bounded.test_tools);
    g_assert_cmpstr(defaults.administrators, ==, bounded.administrators);
    g_assert_cmpint(settings_timer_f(&defaults), ==, 32000000000LL);
}

static void clamped(void)
{
    struct settings settings = settings_default();

    settings.t1_ms = 0;
    settings.storm_attempts = UINT_MAX;
    settings.guess_min = UINT_MAX;
    settings.enumeration_failed = 1000;
    settings.pool_prefix = 99;
    settings.keep_hours = UINT_MAX;
    settings.capture_side = CAPTURE_SIDE_SERVER + 1;
    settings.udp_size_max = 0;
    settings.bindings_many = 0;
    settings.short_expiry_s = UINT_MAX;
    settings = settings_bounded(&settings);
    g_assert_cmpuint(settings.t1_ms, ==, 1);
    g_assert_cmpuint(settings.storm_attempts, <, SOURCE_WINDOW_MAX);
    g_assert_cmpuint(settings.guess_min, <, SOURCE_WINDOW_MAX);
    g_assert_cmpuint(settings.enumeration_failed, ==, 100);
    g_assert_cmpuint(settings.pool_prefix, ==, 32);
    g_assert_cmpuint(settings.keep_hours, ==, 8760);
    g_assert_cmpuint(settings.capture_side, ==, CAPTURE_SIDE_AUTO);
    g_assert_cmpuint(settings.udp_size_max, >, 0);
    g_assert_cmpuint(settings.bindings_many, ==, 2);
    g_assert_cmpuint(settings.short_expiry_s, ==, 3600);
}

static void sizes(void)
{
    static const unsigned rows[][2] = {
        {0, 548}, {548, 548}, {1300, 1300}, {65535, 65535}, {UINT_MAX, 65535},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct settings settings = settings_default();

        settings.udp_size_max = rows[i][0];
        settings = settings_bounded(&settings);
        g_assert_cmpuint(settings.udp_size_max, ==, rows[i][1]);
    }
}

static void lists(void)
{
    const char *list = " alice,bob smith , ,SIPp";

    g_assert_true(settings_list_has(list, "alice"));
    g_assert_true(settings_list_has(list, "bob smith"));
    g_assert_false(settings_list_has(list, "bob"));
    g_assert_false(settings_list_has(list, "Alice"));
    g_assert_false(settings_list_has(list, ""));
    g_assert_false(settings_list_has(list, NULL));
    g_assert_false(settings_list_has("", "alice"));
    g_assert_false(settings_list_has(NULL, "alice"));

    g_assert_true(settings_list_names(list, "sipp"));
    g_assert_true(settings_list_names(list, "a SIPp/3.6"));
    g_assert_false(settings_list_names(list, "sippy"));
    g_assert_false(settings_list_names(list, "xsipp sip"));
    g_assert_false(settings_list_names(list, ""));
    g_assert_false(settings_list_names(" , ,", "sipp"));
    g_assert_false(settings_list_names(NULL, "sipp"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/settings/the defaults are in bounds", defaults_are_in_bounds);
    g_test_add_func("/settings/values out of range are clamped", clamped);
    g_test_add_func("/settings/sizes of requests are limited to those of UDP", sizes);
    g_test_add_func("/settings/lists of names", lists);
    return g_test_run();
}
