/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Findings and how they are added, the catalogue, and durations in words.
 */
#include "rules/engine.h"

#include "unit/text.h"

#define MS G_GINT64_CONSTANT(1000000)
#define S  G_GINT64_CONSTANT(1000000000)

static const struct duration_row {
    int64_t duration;
    const char *expected;
} durations[] = {
    {0, "0 ms"},
    {499999, "0 ms"},
    {500000, "1 ms"},
    {55 * MS, "55 ms"},
    {999 * MS + 499999, "999 ms"},
    {999 * MS + 500000, "1 s"},
    {S, "1 s"},
    {1049 * MS, "1 s"},
    {1050 * MS, "1.1 s"},
    {1949 * MS, "1.9 s"},
    {1949 * MS + 500000, "1.9 s"},
    {1950 * MS, "2 s"},
    {9949 * MS + 999999, "9.9 s"},
    {15600 * MS, "15.6 s"},
    {32 * S, "32 s"},
    {999949 * MS, "999.9 s"},
    {999950 * MS, "1000 s"},
    {1000 * S, "1000 s"},
    {1000499 * MS, "1000 s"},
    {1000500 * MS, "1001 s"},
    {3600 * S, "3600 s"},
    {4294967295 * S, "4294967295 s"},
    {-32 * S, "-32 s"},
    {-1500 * MS, "-1.5 s"},
    {-20 * MS, "-20 ms"},
    {-1, "0 ms"},
    {-499999, "0 ms"},
    {-500000, "-1 ms"},
    {INT64_MAX, "9223372037 s"},
    {INT64_MIN, "-9223372037 s"},
};

static void durations_are_rounded(void)
{
    char text[DURATION_TEXT_SIZE];

    for (size_t i = 0; i < G_N_ELEMENTS(durations); i++) {
        memset(text, 'x', sizeof(text));
        g_assert_true(duration_text(durations[i].duration, text) == text);
        g_assert_cmpstr(text, ==, durations[i].expected);
    }
}

struct fixture {
    struct pool *pool;
    struct facts *facts;
    struct report report;
    struct event event;
    struct rule_context context;
};

static struct fixture *fixture_new(void)
{
    struct fixture *fixture = g_new0(struct fixture, 1);

    fixture->pool = pool_new();
    fixture->facts = g_new0(struct facts, 1);
    fixture->event = (struct event){.facts = fixture->facts, .report = &fixture->report};
    fixture->context = (struct rule_context){&fixture->event, fixture->pool};
    return fixture;
}

static void fixture_free(struct fixture *fixture)
{
    pool_free(fixture->pool);
    g_free(fixture->facts);
    g_free(fixture);
}

static void added_in_order(void)
{
    struct fixture *fixture = fixture_new();
    const struct finding *each;

    g_assert_null(finding_of(&fixture->report, RULE_reg_to_tag));
    finding_add(&fixture->context, RULE_reg_to_tag, "%s of %d", "one", 3);
    finding_add_as(&fixture->context, RULE_resp_failure, SEVERITY_ERROR, "two");
    finding_add(&fixture->context, RULE_reg_to_tag, "three");

    each = fixture->report.findings;
    g_assert_cmpstr(each->text, ==, "one of 3");
    g_assert_cmpuint(each->rule, ==, RULE_reg_to_tag);
    g_assert_cmpuint(each->severity, ==, SEVERITY_WARN);
    g_assert_false(each->late);
    each = each->next;
    g_assert_cmpstr(each->text, ==, "two");
    g_assert_cmpuint(each->severity, ==, SEVERITY_ERROR);
    each = each->next;
    g_assert_cmpstr(each->text, ==, "three");
    g_assert_null(each->next);
    g_assert_true(finding_of(&fixture->report, RULE_reg_to_tag) == fixture->report.findings);
    g_assert_cmpstr(finding_of(&fixture->report, RULE_resp_failure)->text, ==, "two");
    g_assert_null(finding_of(&fixture->report, RULE_metric_rrd));
    fixture_free(fixture);
}

/* Without a message a time is over: its report has been shown already. */
static void late_ones(void)
{
    struct fixture *fixture = fixture_new();
    struct report earlier = {0};

    finding_add_late(&fixture->context, &earlier, RULE_reg_to_tag, SEVERITY_CHAT, "%d", 1);
    g_assert_null(fixture->report.findings);
    g_assert_true(earlier.findings->late);
    g_assert_cmpuint(earlier.findings->severity, ==, SEVERITY_CHAT);

    fixture->event.facts = NULL;
    finding_add(&fixture->context, RULE_binding_expired, "over");
    finding_add_as(&fixture->context, RULE_binding_expired, SEVERITY_WARN, "over");
    g_assert_true(fixture->report.findings->late);
    g_assert_true(fixture->report.findings->next->late);

    /* What is shown elsewhere is not late there, and stays as it is here. */
    struct report other = {0};
    finding_append(&other, fixture->report.findings, fixture->pool);
    g_assert_false(other.findings->late);
    g_assert_null(other.findings->next);
    g_assert_cmpstr(other.findings->text, ==, "over");
    g_assert_true(fixture->report.findings->late);
    g_assert_nonnull(fixture->report.findings->next);
    fixture_free(fixture);
}

/* However the length falls, a long sentence ends between characters. */
/* Of a frame of which something is found late again and again. */
static void not_too_many(void)
{
    struct fixture *fixture = fixture_new();
    unsigned count = 0;

    for (unsigned i = 0; i < 10 * REPORT_FINDINGS_MAX; i++)
        finding_add_late(&fixture->context, &fixture->report, RULE_reg_to_tag, SEVERITY_WARN,
                         "%u", i);
    for (const struct finding *each = fixture->report.findings; each; each = each->next)
        g_assert_cmpint(atoi(each->text), ==, count++);
    g_assert_cmpuint(count, ==, REPORT_FINDINGS_MAX);
    fixture_free(fixture);
}

static void long_sentences(void)
{
    for (unsigned shift = 0; shift < 4; shift++) {
        struct fixture *fixture = fixture_new();
        GString *text = g_string_new("abc");

        g_string_truncate(text, shift);
        while (text->len < 600)
            g_string_append(text, "\xe2\x82\xac");
        finding_add(&fixture->context, RULE_reg_to_tag, "%s", text->str);

        const char *kept = fixture->report.findings->text;
        g_assert_true(g_utf8_validate(kept, -1, NULL));
        g_assert_cmpuint(strlen(kept), >=, 509);
        g_assert_cmpuint(strlen(kept), <, 512);
        g_assert_true(g_str_has_prefix(text->str, kept));
        g_string_free(text, TRUE);
        fixture_free(fixture);
    }
}

static void catalogue(void)
{
    GHashTable *ids = g_hash_table_new(g_str_hash, g_str_equal);

    for (unsigned i = 0; i < RULE_COUNT; i++) {
        const struct rule_row *row = &rule_table[i];

        g_test_message("%s", row->id);
        g_assert_true(g_hash_table_add(ids, (char *)row->id));
        g_assert_nonnull(row->check);
        g_assert_cmpuint(row->triggers, !=, 0);
        g_assert_cmpuint(row->triggers & ~(2u * ON_NO_REREGISTRATION - 1), ==, 0);
        g_assert_cmpuint(row->severity, <=, SEVERITY_ERROR);
        g_assert_cmpuint(row->group, <=, GROUP_DEPRECATED);
        g_assert_nonnull(strchr(row->id, '.'));
        g_assert_false(g_str_has_suffix(row->summary, "."));
    }
    g_hash_table_destroy(ids);
}

static void nobody_is_asked(void)
{
    struct fixture *fixture = fixture_new();
    struct engine *engine = engine_new(fixture->pool);

    engine_ask(engine, &fixture->event);
    g_assert_null(fixture->report.findings);
    engine_free(engine);
    fixture_free(fixture);
}

static struct endpoint at(unsigned last, unsigned port)
{
    return (struct endpoint){
        .family = ENDPOINT_IPV4, .ip = {10, 0, 0, (uint8_t)last}, .port = (uint16_t)port};
}

static void failover(void)
{
    struct fixture *fixture = fixture_new();
    struct packet packet = {.destination = at(1, 5060), .transport = TRANSPORT_UDP};
    struct last_request *previous = &fixture->event.previous;

    fixture->facts->packet = &packet;
    g_assert_false(event_is_failover(&fixture->event)); /* nothing before */
    *previous = (struct last_request){
        .report = &fixture->report, .destination = at(1, 5060), .transport = TRANSPORT_UDP};
    g_assert_false(event_is_failover(&fixture->event)); /* to the same one */
    previous->transport = TRANSPORT_TCP;
    g_assert_true(event_is_failover(&fixture->event));
    previous->transport = TRANSPORT_UDP;
    previous->destination = at(1, 5080);
    g_assert_true(event_is_failover(&fixture->event));
    previous->destination = at(2, 5060);
    g_assert_true(event_is_failover(&fixture->event));
    previous->answered = true;
    g_assert_false(event_is_failover(&fixture->event));
    fixture_free(fixture);
}

static void accepted(void)
{
    static const struct {
        unsigned status;
        bool accepted, challenge;
    } rows[] = {
        {199, false, false}, {200, true, false}, {299, true, false},  {300, false, false},
        {401, false, true},  {407, false, true}, {403, false, false},
    };
    struct fixture *fixture = fixture_new();
    struct transaction *transaction = g_new0(struct transaction, 1);
    struct registration *registration = g_new0(struct registration, 1);

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        fixture->facts->status = rows[i].status;
        fixture->event.transaction = transaction;
        fixture->event.registration = registration;
        g_assert_true(event_is_accepted(&fixture->event) == rows[i].accepted);
        g_assert_true(event_is_challenge(&fixture->event) == rows[i].challenge);
        fixture->event.transaction = NULL;
        g_assert_false(event_is_accepted(&fixture->event));
    }
    fixture->facts->status = 200;
    fixture->event.transaction = transaction;
    fixture->event.is_second_final = true;
    g_assert_false(event_is_accepted(&fixture->event));
    g_free(registration);
    g_free(transaction);
    fixture_free(fixture);
}

static void or_nothing(void)
{
    g_assert_cmpstr(or_none(NULL), ==, "(none)");
    g_assert_cmpstr(or_none(""), ==, "(none)");
    g_assert_cmpstr(or_none("x"), ==, "x");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/judgement/durations are rounded", durations_are_rounded);
    g_test_add_func("/judgement/findings/in order", added_in_order);
    g_test_add_func("/judgement/findings/late ones", late_ones);
    g_test_add_func("/judgement/findings/not too many", not_too_many);
    g_test_add_func("/judgement/findings/long sentences", long_sentences);
    g_test_add_func("/judgement/the catalogue is whole", catalogue);
    g_test_add_func("/judgement/nobody is asked of nothing", nobody_is_asked);
    g_test_add_func("/judgement/failover", failover);
    g_test_add_func("/judgement/accepted and challenged", accepted);
    g_test_add_func("/judgement/nothing in words", or_nothing);
    return g_test_run();
}
