/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Sliding windows over the failures of one source.
 */
#include "state/source.h"

static const int64_t second = 1000000000;

static struct endpoint address(const char *text)
{
    struct endpoint endpoint = {0};

    g_assert_true(endpoint_read_ip(span_of(text), &endpoint));
    return endpoint;
}

static void sources(void)
{
    struct pool *pool = pool_new();
    struct sources *sources = sources_new(pool);
    struct endpoint a = address("192.0.2.1"), b = address("192.0.2.2"), c = a;

    c.port = 5062;
    g_assert_true(sources_get(sources, &a) == sources_get(sources, &c));
    g_assert_false(sources_get(sources, &a) == sources_get(sources, &b));
    sources_free(sources);
    pool_free(pool);
}

static void users(void)
{
    static const char *const names[] = {"a", "b", "c"};
    struct pool *pool = pool_new();
    struct sources *sources = sources_new(pool);
    struct endpoint at = address("192.0.2.1");
    struct source *source = sources_get(sources, &at);

    source_note_user(source, names[0], 0, SOURCE_FAILED, 0);
    source_note_user(source, names[1], 0, SOURCE_CHALLENGED, 0);
    source_note_user(source, names[2], 0, SOURCE_SUCCEEDED, 0);
    g_assert_cmpuint(source_count_users(source, 1 * second).tried, ==, 3);
    g_assert_cmpuint(source_count_users(source, 1 * second).failed, ==, 1);
    g_assert_cmpuint(source_count_users(source, 6 * second).failed, ==, 2);
    source_note_user(source, names[1], 0, SOURCE_PENDING, 2 * second);
    g_assert_cmpuint(source_count_users(source, 20 * second).failed, ==, 1);
    g_assert_cmpuint(source_count_users(source, 61 * second).tried, ==, 1);
    sources_free(sources);
    pool_free(pool);
}

/* The first user, which is stored apart, counts in the window too. */
static void full(void)
{
    static const char names[SOURCE_WINDOW_MAX + 8];
    struct pool *pool = pool_new();
    struct sources *sources = sources_new(pool);
    struct endpoint at = address("192.0.2.1");
    struct source *source = sources_get(sources, &at);

    for (int i = 0; i < SOURCE_WINDOW_MAX + 8; i++)
        source_note_user(source, names + i, 0, SOURCE_FAILED, second);
    g_assert_cmpuint(source_count_users(source, second).tried, ==, SOURCE_WINDOW_MAX);
    g_assert_cmpuint(source_count_users(source, second).failed, ==, SOURCE_WINDOW_MAX);
    sources_free(sources);
    pool_free(pool);
}

/* Each with other credentials, by one device. */
static void note_refusal(struct source *source, const char *username, const char *call_id,
                         int64_t time)
{
    static uint64_t credentials;
    struct source_refusal refusal = {.username = username,
                                     .aor = username,
                                     .call_id = call_id,
                                     .credentials = ++credentials,
                                     .frame = (uint32_t)credentials,
                                     .time = time};

    source_note_refusal(source, &refusal);
}

static void refusals(void)
{
    static const char *const users[] = {"bob", "eve"};
    static const char *const calls[] = {"c1", "c2", "c3"};
    struct pool *pool = pool_new();
    struct sources *sources = sources_new(pool);
    struct endpoint at = address("192.0.2.1");
    struct source *source = sources_get(sources, &at);
    struct source_refusals counted;

    for (int i = 0; i < 6; i++)
        note_refusal(source, users[i == 5], calls[i % 3], i * second);
    counted = source_count_refusals(source, 10 * second);
    g_assert_cmpuint(counted.count, ==, 6);
    g_assert_cmpuint(counted.call_ids, ==, 3);
    g_assert_cmpuint(counted.usernames, ==, 2);
    g_assert_cmpuint(counted.most_of_one_user, ==, 5);
    g_assert_true(source_was_refused(source, users[1], 60 * second));
    g_assert_false(source_was_refused(source, users[1], 66 * second));
    g_assert_cmpuint(source_count_refusals(source, 63 * second).count, ==, 3);
    for (int i = 0; i < 1000; i++)
        note_refusal(source, users[0], calls[0], 70 * second);
    g_assert_cmpuint(source_count_refusals(source, 70 * second).count, ==, SOURCE_WINDOW_MAX);
    sources_free(sources);
    pool_free(pool);
}

static void guesses(void)
{
    static const char *const users[] = {"bob", "eve"};
    static const char *const calls[] = {"c1", "c2", "c3", "c4"};
    struct pool *pool = pool_new();
    struct sources *sources = sources_new(pool);
    struct endpoint at = address("192.0.2.1");
    struct source *source = sources_get(sources, &at);
    struct source_refusal right = {
        .username = users[0], .aor = users[0], .call_id = calls[3], .time = 10 * second};

    for (int i = 0; i < 6; i++)
        note_refusal(source, users[i == 5], calls[i % 3], i * second);
    /* Their nonce, NULL, is that of the accepted ones. */
    g_assert_cmpuint(source_count_guesses(source, &right).count, ==, 5);
    right.nonce = (const struct nonce *)&right;
    g_assert_cmpuint(source_count_guesses(source, &right).count, ==, 3);
    right.call_id = calls[0];
    g_assert_cmpuint(source_count_guesses(source, &right).count, ==, 2);
    right.device = 1;
    g_assert_cmpuint(source_count_guesses(source, &right).count, ==, 0);
    right.device = 0;
    right.time = 100 * second;
    g_assert_cmpuint(source_count_guesses(source, &right).count, ==, 0);
    sources_free(sources);
    pool_free(pool);
}

/* Once, and again after a minute when there is ten times as much. */
static void reports(void)
{
    static const char names[500];
    struct pool *pool = pool_new();
    struct sources *sources = sources_new(pool);
    struct endpoint at = address("192.0.2.1"), nat = address("192.0.2.2");
    struct source *source = sources_get(sources, &at), *many = sources_get(sources, &nat);
    unsigned count = 0;

    for (int i = 0; i < 250; i++) {
        struct source_users users;

        source_note_user(source, names + i, 0, SOURCE_FAILED, (i + 1) * second);
        users = source_report_users(source, (i + 1) * second, 20, 80);
        if (users.tried)
            g_assert_cmpuint(users.tried, ==, count++ ? 200 : 20);
        g_assert_cmpuint(users.failed, ==, users.tried);
        source_note_user(many, names + i, (uint32_t)i, SOURCE_FAILED, (i + 1) * second);
        g_assert_cmpuint(source_report_users(many, (i + 1) * second, 20, 80).tried, ==, 0);
    }
    g_assert_cmpuint(count, ==, 2);
    g_assert_true(source_is(source, SOURCE_ENUMERATES));
    g_assert_false(source_is(source, SOURCE_IS_SCANNER));
    g_assert_cmpuint(source_note_scan(source, 300 * second), ==, 1);
    for (int i = 2; i < 100; i++)
        g_assert_cmpuint(source_note_scan(source, 301 * second), ==, 0);
    g_assert_cmpuint(source_note_scan(source, 400 * second), ==, 100);
    sources_free(sources);
    pool_free(pool);
}

static void failures(void)
{
    static const char *const aors[] = {"sip:a@h", "sip:b@h"};
    struct pool *pool = pool_new();
    struct sources *sources = sources_new(pool);
    struct endpoint at = address("192.0.2.1");
    struct source *source = sources_get(sources, &at);

    g_assert_cmpuint(source_note_failure(source, aors[0], 0), ==, 1);
    g_assert_cmpuint(source_note_failure(source, aors[1], second), ==, 1);
    g_assert_cmpuint(source_note_failure(source, aors[0], 60 * second), ==, 2);
    g_assert_cmpuint(source_note_failure(source, aors[0], 61 * second), ==, 2);
    sources_free(sources);
    pool_free(pool);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source/a source is an address, on any port", sources);
    g_test_add_func("/source/users of the last minute", users);
    g_test_add_func("/source/a full window of users", full);
    g_test_add_func("/source/refusals of the last minute", refusals);
    g_test_add_func("/source/guesses before a success", guesses);
    g_test_add_func("/source/what is reported again", reports);
    g_test_add_func("/source/failures of one AOR", failures);
    return g_test_run();
}
