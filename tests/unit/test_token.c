/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bearer tokens and who used them first.
 */
#include "state/token.h"

#include <glib.h>

static void first_use(void)
{
    static const char *const bob = "sip:bob@h", *const eve = "sip:eve@h";
    struct tokens *all = tokens_new();
    const struct token_use *first;

    g_assert_null(tokens_use(all, 7, bob, 1));
    first = tokens_use(all, 7, eve, 2);
    g_assert_nonnull(first);
    g_assert_true(first->aor == bob);
    g_assert_cmpuint(first->frame, ==, 1);
    g_assert_null(tokens_use(all, 8, eve, 3));
    tokens_free(all);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/token/first use", first_use);
    return g_test_run();
}
