/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whole numbers as text, compared with printf.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "base/figure.h"

static void check_whole(uint64_t number)
{
    char text[FIGURE_SIZE], expected[FIGURE_SIZE];

    (void)snprintf(expected, sizeof(expected), "%" PRIu64, number);
    g_assert_true(figure_write(text, number) == text + strlen(expected));
    g_assert_cmpstr(text, ==, expected);
}

static void whole(void)
{
    const uint64_t numbers[] = {0, 1, 9, 10, 11, 99, 100, UINT32_MAX, UINT64_MAX - 1, UINT64_MAX};

    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        check_whole(numbers[i]);
    for (unsigned bits = 0; bits < 64; bits++)
        check_whole(UINT64_C(0x9e3779b97f4a7c15) >> bits);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/figure/whole", whole);
    return g_test_run();
}
