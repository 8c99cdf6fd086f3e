/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Subscriptions to the reg event package (RFC 3680), and notices to devices.
 */
#include "state/regevent.h"

#include "state/binding.h"

static const char call_id[] = "s1";

/* A NOTIFY. */
static void set(struct facts *facts, const struct packet *packet, uint32_t cseq, uint64_t version,
                bool is_full)
{
    memset(facts, 0, offsetof(struct facts, arrays));
    facts->packet = packet;
    facts->call_id = call_id;
    facts->from_tag = 1;
    facts->has_cseq = true;
    facts->cseq = cseq;
    facts->reginfo = (struct facts_reginfo){
        .is_there = true, .is_full = is_full, .has_version = true, .version = version};
}

static const struct {
    const char *name;
    uint32_t cseq;
    uint64_t version;
    bool is_full;
    bool is_past;
} after_7_of_4[] = {
    {"the next one", 8, 5, false, false},
    {"a later one", 9, 9, false, false},
    {"the same version", 8, 4, false, false},
    {"an older version", 8, 3, false, true},
    {"an older version with the full state", 8, 3, true, true},
    {"the beginning with the full state", 8, 0, true, false},
    {"the beginning, but not all of it", 8, 0, false, true},
    {"out of order", 6, 5, false, true},
};

static void past(void)
{
    struct facts *facts = g_new0(struct facts, 1);
    struct subscriptions *subscriptions = subscriptions_new();
    struct packet packet = {.frame = 12};
    struct subscription *subscription;

    set(facts, &packet, 7, 4, false);
    subscription = subscriptions_get(subscriptions, facts);
    g_assert_cmpuint(subscription->frame, ==, 0);
    g_assert_false(subscription_is_past(subscription, facts));
    subscription_take(subscription, facts);
    g_assert_cmpuint(subscription->frame, ==, 12);
    for (size_t i = 0; i < G_N_ELEMENTS(after_7_of_4); i++) {
        g_test_message("%s", after_7_of_4[i].name);
        set(facts, &packet, after_7_of_4[i].cseq, after_7_of_4[i].version, after_7_of_4[i].is_full);
        g_assert_true(subscription_is_past(subscription, facts) == after_7_of_4[i].is_past);
    }
    facts->reginfo.has_version = false;
    facts->cseq = 8;
    g_assert_false(subscription_is_past(subscription, facts));
    subscriptions_free(subscriptions);
    g_free(facts);
}

static void apart(void)
{
    struct facts *facts = g_new0(struct facts, 1);
    struct subscriptions *subscriptions = subscriptions_new();
    struct packet packet = {.frame = 1};
    struct subscription *first;

    set(facts, &packet, 1, 0, true);
    first = subscriptions_get(subscriptions, facts);
    g_assert_true(subscriptions_get(subscriptions, facts) == first);
    facts->from_tag = 2;
    g_assert_true(subscriptions_get(subscriptions, facts) != first);
    facts->from_tag = 1;
    facts->call_id = "s2";
    g_assert_true(subscriptions_get(subscriptions, facts) != first);
    subscriptions_free(subscriptions);
    subscriptions_free(NULL);
    g_free(facts);
}

/* The AOR frees it, including its deadline. */
static void notices(void)
{
    struct deadlines *deadlines = deadlines_new();
    struct pool *pool = pool_new();
    struct aors *aors = aors_new(pool);
    struct aor *aor = aors_get(aors, "sip:bob@ex.com");
    struct reg_event_notice *first = reg_event_notice_get(aor);

    g_assert_true(reg_event_notice_get(aor) == first);
    g_assert_true(first->aor == aor);
    deadline_set(deadlines, &first->deadline, 5);
    aors_free(aors);
    g_assert_null(deadlines_next(deadlines, 10));
    deadlines_free(deadlines);
    reg_event_notice_free(NULL);
    pool_free(pool);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/regevent/outdated documents", past);
    g_test_add_func("/regevent/subscriptions are distinguished", apart);
    g_test_add_func("/regevent/notices to a device", notices);
    return g_test_run();
}
