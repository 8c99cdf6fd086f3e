/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Adding findings, and the catalogue.
 */
#include "rules/engine.h"

#include "unit/text.h"

struct fixture {
    struct pool *pool;
    struct engine *engine;
    struct facts *facts;
    struct report report;
    struct event_before before;
    struct event_response response;
    struct event event;
    struct rule_context context;
};

static struct fixture *fixture_new(void)
{
    struct fixture *fixture = g_new0(struct fixture, 1);

    fixture->pool = pool_new();
    fixture->engine = engine_new(fixture->pool);
    fixture->facts = g_new0(struct facts, 1);
    fixture->event = (struct event){.facts = fixture->facts,
                                    .report = &fixture->report,
                                    .before = &fixture->before,
                                    .response = &fixture->response};
    fixture->context = engine_context(fixture->engine, &fixture->event, &fixture->report);
    return fixture;
}

static void fixture_free(struct fixture *fixture)
{
    engine_free(fixture->engine);
    pool_free(fixture->pool);
    g_free(fixture->facts);
    g_free(fixture);
}

static void added_in_order(void)
{
    struct fixture *fixture = fixture_new();
    struct endpoint server = {.family = ENDPOINT_IPV4, .ip = {192, 0, 2, 1}, .port = 5060};
    const struct finding *each;

    g_assert_null(finding_of(&fixture->report, RULE_reg_to_tag));
    finding_add(&fixture->context, FORM_reg_to_tag,
                VALUES(of_number(1), of_text("one"), of_endpoint(&server)));
    finding_add_as(&fixture->context, FORM_resp_failure, SEVERITY_ERROR, NO_VALUES);
    finding_add(&fixture->context, FORM_reg_to_tag, VALUES(of_number(3)));
    memset(&server, 0, sizeof(server)); /* it was copied */

    each = fixture->report.findings;
    g_assert_cmpuint(each->rule, ==, RULE_reg_to_tag);
    g_assert_cmpuint(each->severity, ==, SEVERITY_WARN);
    g_assert_cmpuint(each->value_count, ==, 3);
    g_assert_cmpint(each->values[0].number, ==, 1);
    g_assert_cmpstr(each->values[1].text, ==, "one");
    g_assert_cmpuint(each->values[2].endpoint->port, ==, 5060);
    g_assert_false(each->late);
    each = each->next;
    g_assert_cmpuint(each->rule, ==, RULE_resp_failure);
    g_assert_cmpuint(each->severity, ==, SEVERITY_ERROR);
    g_assert_cmpuint(each->value_count, ==, 0);
    each = each->next;
    g_assert_cmpint(each->values[0].number, ==, 3);
    g_assert_null(each->next);
    g_assert_true(finding_of(&fixture->report, RULE_reg_to_tag) == fixture->report.findings);
    g_assert_true(finding_of(&fixture->report, RULE_resp_failure) ==
                  fixture->report.findings->next);
    g_assert_null(finding_of(&fixture->report, RULE_metric_rrd));
    fixture_free(fixture);
}

/* An event without a message is a deadline that has passed: its report was shown before. */
static void late_ones(void)
{
    struct fixture *fixture = fixture_new();
    struct report earlier = {0};

    finding_add_late(&fixture->context, &earlier, FORM_reg_to_tag, SEVERITY_CHAT,
                     VALUES(of_number(1)));
    g_assert_null(fixture->report.findings);
    g_assert_true(earlier.findings->late);
    g_assert_cmpuint(earlier.findings->severity, ==, SEVERITY_CHAT);

    fixture->event.facts = NULL;
    finding_add(&fixture->context, FORM_binding_expired, VALUES(of_number(5)));
    finding_add_as(&fixture->context, FORM_binding_expired, SEVERITY_WARN, VALUES(of_number(6)));
    g_assert_true(fixture->report.findings->late);
    g_assert_true(fixture->report.findings->next->late);

    /* A finding shown at another message is not late there, and remains unchanged here. */
    struct report other = {0};
    const struct finding *again = finding_repeat(&other, fixture->report.findings, fixture->pool);
    g_assert_true(again == other.findings);
    g_assert_false(again->late);
    g_assert_true(again->is_repeat);
    g_assert_null(other.findings->next);
    g_assert_cmpint(other.findings->values[0].number, ==, 5);
    g_assert_true(fixture->report.findings->late);
    g_assert_nonnull(fixture->report.findings->next);

    /* Taken back, it leaves those before and behind it. */
    finding_repeat(&other, fixture->report.findings->next, fixture->pool);
    finding_withdraw(&other, again);
    g_assert_cmpint(other.findings->values[0].number, ==, 6);
    finding_withdraw(&other, other.findings);
    g_assert_null(other.findings);
    fixture_free(fixture);
}

/* Late findings may recur at one frame without end. */
static void not_too_many(void)
{
    struct fixture *fixture = fixture_new();
    unsigned count = 0;

    for (unsigned i = 0; i < 10 * REPORT_FINDINGS_MAX; i++)
        finding_add_late(&fixture->context, &fixture->report, FORM_reg_to_tag, SEVERITY_WARN,
                         VALUES(of_number(i)));
    for (const struct finding *each = fixture->report.findings; each; each = each->next)
        g_assert_cmpint(each->values[0].number, ==, count++);
    g_assert_cmpuint(count, ==, REPORT_FINDINGS_MAX);
    fixture_free(fixture);
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
        g_assert_cmpuint(row->triggers & ~(unsigned)(EVENT_KINDS_ALL | OF_PAST), ==, 0);
        g_assert_cmpuint(row->severity, <=, SEVERITY_ERROR);
        g_assert_cmpuint(row->group, <=, GROUP_DEPRECATED);
        g_assert_nonnull(strchr(row->id, '.'));
        g_assert_true(g_str_has_prefix(row->filter, "sipreg.") &&
                      g_str_has_suffix(row->filter, row->id));
        g_assert_false(g_str_has_suffix(rule_texts[i].summary, "."));
    }
    g_hash_table_destroy(ids);
}

static void no_rule_is_called(void)
{
    struct fixture *fixture = fixture_new();

    engine_ask(fixture->engine, &fixture->event, &fixture->report);
    g_assert_null(fixture->report.findings);
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
    struct last_request *previous = &fixture->before.last;

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
    previous->has_response = true;
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

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        fixture->facts->status = rows[i].status;
        fixture->event.triggers = ON_RESPONSE;
        g_assert_true(event_is_accepted(&fixture->event) == rows[i].accepted);
        g_assert_true(event_is_challenge(&fixture->event) == rows[i].challenge);
        fixture->event.triggers = ON_STRAY_RESPONSE;
        g_assert_false(event_is_accepted(&fixture->event));
    }
    fixture->facts->status = 200;
    fixture->event.triggers = ON_RESPONSE;
    fixture->response.is_second_final = true;
    g_assert_false(event_is_accepted(&fixture->event));
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
    g_test_add_func("/engine/findings/in order", added_in_order);
    g_test_add_func("/engine/findings/late ones", late_ones);
    g_test_add_func("/engine/findings/not too many", not_too_many);
    g_test_add_func("/engine/the catalogue is complete", catalogue);
    g_test_add_func("/engine/no rule is called without a trigger", no_rule_is_called);
    g_test_add_func("/engine/failover", failover);
    g_test_add_func("/engine/accepted and challenged", accepted);
    g_test_add_func("/engine/missing texts", or_nothing);
    return g_test_run();
}
