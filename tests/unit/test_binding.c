/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bindings of an AOR: which one a Contact refers to, and what happens when the table is full.
 */
#include "state/binding.h"

static const int64_t second = 1000000000;

struct table {
    struct pool *pool;
    struct deadlines *deadlines;
    struct aors *aors;
    struct aor *aor;
};

static struct table table_new(void)
{
    struct pool *pool = pool_new();
    struct table table = {pool, deadlines_new(), aors_new(pool), NULL};

    table.aor = aors_get(table.aors, pool_intern(table.pool, SPAN_LITERAL("sip:bob@ex.com")));
    return table;
}

static void table_free(struct table *table)
{
    aors_free(table->aors);
    deadlines_free(table->deadlines);
    pool_free(table->pool);
}

static const char *text(struct table *table, const char *text)
{
    return pool_intern(table->pool, span_of(text));
}

static void found(void)
{
    struct table table = table_new();
    const char *one = text(&table, "sip:bob@10.0.0.1:5060"),
               *two = text(&table, "sip:bob@10.0.0.2");
    const char *phone = text(&table, "urn:uuid:1");
    struct binding *plain = aor_add_binding(table.aor, one, NULL, 0);
    struct binding *flow = aor_add_binding(table.aor, two, phone, 2);

    g_assert_true(aor_find_binding(table.aor, NULL, one, NULL, 0) == plain);
    g_assert_true(aor_find_binding(table.aor, NULL, text(&table, "sip:bob@10.0.0.1:5060;x=1"), NULL,
                                   0) == plain);
    g_assert_null(aor_find_binding(table.aor, NULL, text(&table, "sip:bob@10.0.0.1"), NULL, 0));
    g_assert_true(aor_find_binding(table.aor, NULL, one, phone, 2) == flow);
    g_assert_null(aor_find_binding(table.aor, NULL, two, phone, 3));
    g_assert_true(aor_find_binding(table.aor, NULL, text(&table, "sip:bob@10.0.0.9"), phone, 0) ==
                  flow);
    table_free(&table);
}

static void contacts(void)
{
    struct table table = table_new();
    const char *old = text(&table, "sip:old@10.0.0.1"), *new = text(&table, "sip:new@10.0.0.1");
    struct binding *binding = aor_add_binding(table.aor, old, NULL, 0);
    struct report_bound *before = binding_bound(binding, table.pool, old);
    struct report_bound *expired = binding_bound(binding, table.pool, text(&table, "sip:a@h"));
    struct report_bound *after = binding_bound(binding, table.pool, new);

    g_assert_true(binding_bound(binding, table.pool, old) == before);
    g_assert_true(after != before && after->before == expired && expired->before == before);
    expired->expires_at = 75;
    binding_end(binding, BINDING_EXPIRED, 7, 70);
    g_assert_false(before->ended_in || after->ended_in);
    binding_end_bound(binding, after, 8, 80, false);
    binding_end(binding, BINDING_REMOVED, 9, 90);
    g_assert_true(before->ended_in == 8 && before->end == END_DROPPED);
    g_assert_true(after->ended_in == 9 && after->end == END_REMOVED);
    g_assert_false(expired->ended_in);
    table_free(&table);
}

static void full(void)
{
    struct table table = table_new();
    char uri[40];

    for (int i = 0; i < AOR_BINDINGS_MAX; i++) {
        g_snprintf(uri, sizeof(uri), "sip:bob@10.0.1.%d", i);
        binding_grant(aor_add_binding(table.aor, text(&table, uri), NULL, 0), table.deadlines, 0,
                      i == 7 ? 10 : 3600, 0);
    }
    aor_add_binding(table.aor, text(&table, "sip:bob@10.0.2.1"), NULL, 0)->expires_at =
        9999 * second;
    g_assert_cmpuint(table.aor->binding_count, ==, AOR_BINDINGS_MAX);
    g_assert_null(aor_find_binding(table.aor, NULL, text(&table, "sip:bob@10.0.1.7"), NULL, 0));

    binding_end(aor_find_binding(table.aor, NULL, text(&table, "sip:bob@10.0.1.30"), NULL, 0),
                BINDING_REMOVED, 0, 0);
    aor_add_binding(table.aor, text(&table, "sip:bob@10.0.2.2"), NULL, 0);
    g_assert_null(aor_find_binding(table.aor, NULL, text(&table, "sip:bob@10.0.1.30"), NULL, 0));
    g_assert_nonnull(aor_find_binding(table.aor, NULL, text(&table, "sip:bob@10.0.2.1"), NULL, 0));
    table_free(&table);
}

static void time_is_over(void)
{
    struct table table = table_new();
    struct binding *binding = aor_add_binding(table.aor, text(&table, "sip:bob@h"), NULL, 0);

    binding_grant(binding, table.deadlines, 100 * second, 60, second);
    g_assert_cmpint(binding->expires_at, ==, 160 * second);
    g_assert_null(deadlines_next(table.deadlines, 161 * second - 1));
    binding_grant(binding, table.deadlines, 150 * second, 60, second);
    g_assert_null(deadlines_next(table.deadlines, 161 * second));
    g_assert_true(deadlines_next(table.deadlines, 211 * second) == &binding->deadline);
    binding_grant(binding, table.deadlines, 300 * second, 60, second);
    binding_end(binding, BINDING_GONE, 0, 0);
    g_assert_null(deadlines_next(table.deadlines, INT64_MAX));
    g_assert_false(binding_is_alive(binding));
    table_free(&table);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/binding/which one a Contact refers to", found);
    g_test_add_func("/binding/its previous Contacts", contacts);
    g_test_add_func("/binding/a full table drops expired ones, then the first to expire", full);
    g_test_add_func("/binding/granted, extended, expired", time_is_over);
    return g_test_run();
}
