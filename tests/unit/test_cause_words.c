/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The words in braces in the sentences of the causes.
 */
#include "diagnosis/cause_words.h"

#include <string.h>

#include <glib.h>

static const struct row {
    const char *name;
    const char *sentence;
} rows[] = {
#define CAUSE(name, weight, subject, triggers, evidence, condition, strengthened, refuted, cause,  \
              proof, action)                                                                       \
    {#name, cause ": " proof ". " action},
#include "diagnosis/causes.def"
#undef CAUSE
};

struct fixture {
    struct pool *pool;
    struct report report;
    struct transaction transaction;
    struct transaction_rare rare;
    struct facts facts;
    struct event event;
    char text[SENTENCE_SIZE];
};

static struct fixture *fixture_new(void)
{
    struct fixture *fixture = g_new0(struct fixture, 1);

    fixture->pool = pool_new();
    fixture->report.frame = 8;
    fixture->report.request_in = 7;
    fixture->report.status = 403;
    fixture->event.report = &fixture->report;
    fixture->facts.reason = "Too many: contacts";
    fixture->transaction.rare = &fixture->rare;
    fixture->transaction.cseq = 12;
    fixture->transaction.server =
        (struct endpoint){.family = ENDPOINT_IPV4, .ip = {192, 0, 2, 1}, .port = 5060};
    return fixture;
}

static void fixture_free(struct fixture *fixture)
{
    pool_free(fixture->pool);
    g_free(fixture);
}

static const char *fill(struct fixture *fixture, const char *sentence, const struct finding *proof)
{
    struct value values[CAUSE_WORDS_MAX] = {{.type = VALUE_NONE}};
    unsigned count = cause_words_fill(sentence, &fixture->event, proof, fixture->pool, values);

    template_compose(sentence, values, count, fixture->text, sizeof(fixture->text));
    return fixture->text;
}

/* Nothing is known of any other client, path or packet; then it is. */
static void network_words(struct fixture *fixture)
{
    struct server_record server = {
        .other = {.in = 3,
                  .from = {.family = ENDPOINT_IPV4, .ip = {192, 0, 2, 254}},
                  .kind = HEARD_EXPIRED}};
    struct flow flow = {.forgotten_too = 4};
    struct aor_rare rare = {
        .idle_losses = {.idle = G_GINT64_CONSTANT(60400000000), .frames = {1, 2, 5}},
        .idle_resets = {.idle = G_GINT64_CONSTANT(540000000000), .frames = {7, 8, 9}}};
    struct aor aor = {.rare = &rare, .auth = &aor_no_auth};

    g_assert_cmpstr(fill(fixture, "{path}, {other_path} in {other_path_in}", NULL), ==,
                    "? (), another path in a frame that is not in the capture");
    g_assert_cmpstr(fill(fixture, "{path_part}, {other_over}", NULL), ==, "path, (none)");
    g_assert_cmpstr(fill(fixture, "{served} at {source_address} ({other_silent}){burst}", NULL), ==,
                    "0 at ? (a frame that is not in the capture)");
    g_assert_cmpstr(fill(fixture, "{other_packet}, {other_packet_in}", NULL), ==,
                    "(none), a frame that is not in the capture");
    g_assert_cmpstr(fill(fixture, "{idle} s, {forgotten_too}", NULL), ==,
                    "0 s, a frame that is not in the capture");
    fixture->transaction.client =
        (struct endpoint){.family = ENDPOINT_IPV4, .ip = {192, 0, 2, 7}, .port = 5060};
    fixture->transaction.transport = TRANSPORT_TCP;
    fixture->event.server = &server;
    fixture->event.flow = &flow;
    fixture->event.aor = &aor;
    g_assert_cmpstr(fill(fixture, "{path} over {over}", NULL), ==, "192.0.2.7 (TCP) over TCP");
    g_assert_cmpstr(
        fill(fixture, "{other_packet} from {other_packet_from} in {other_packet_in}", NULL), ==,
        "ICMP time exceeded from 192.0.2.254 in frame 3");
    g_assert_cmpstr(fill(fixture, "{idle} s: {idle_before}, {idle_last}, {forgotten_too}", NULL),
                    ==, "60 s: frame 2, frame 5, frame 4");
    g_assert_cmpstr(fill(fixture, "{reset_before}, {reset_after}", NULL), ==, "frame 8, 9 min");
    fixture->event.server = NULL;
    fixture->event.flow = NULL;
    fixture->event.aor = NULL;
}

static void known_words(void)
{
    struct fixture *fixture = fixture_new();

    fixture->event.facts = &fixture->facts;
    fixture->event.transaction = &fixture->transaction;
    g_assert_cmpstr(fill(fixture, "{status} in {frame} from {server} to CSeq {cseq}", NULL), ==,
                    "403 Too many: contacts in frame 8 from 192.0.2.1:5060 to CSeq 12");
    g_assert_cmpstr(fill(fixture, "{code} in {frame} to {request}", NULL), ==,
                    "403 in frame 8 to frame 7");
    g_assert_cmpstr(fill(fixture, "{response}", NULL), ==, "frame 8");
    fixture->transaction.final = &(struct report){.frame = 6};
    g_assert_cmpstr(fill(fixture, "{response}", NULL), ==, "frame 6");
    g_assert_cmpstr(fill(fixture, "{resends}", NULL), ==, "not retransmitted");
    fixture->transaction.retransmissions = 1;
    g_assert_cmpstr(fill(fixture, "{resends}", NULL), ==, "1 retransmission");
    fixture->transaction.retransmissions = 2;
    g_assert_cmpstr(fill(fixture, "{resends}", NULL), ==, "2 retransmissions");
    g_assert_cmpstr(fill(fixture, "here{tcp_gap}", NULL), ==, "here");
    g_assert_cmpstr(fill(fixture, "{unused} challenges, {other_interval} s", NULL), ==,
                    "0 challenges, 0 s");
    g_assert_cmpstr(fill(fixture, "{repeated} from {asked}", NULL), ==,
                    "a frame that is not in the capture from the other side");
    g_assert_cmpstr(fill(fixture, "{product} in {acceptance}, {other_product}", NULL), ==,
                    "(none) in a frame that is not in the capture, (none)");
    g_assert_cmpstr(fill(fixture, "{late_after}, {neighbor}", NULL), ==, "(none), (none)");
    g_assert_cmpstr(fill(fixture, "{seen_now} in {seen_in}", NULL), ==,
                    "the other side in a frame that is not in the capture");
    g_assert_cmpstr(fill(fixture, "{responded}, {unanswered}", NULL), ==,
                    "a frame that is not in the capture, a frame that is not in the capture");
    g_assert_cmpstr(fill(fixture, "{called}", NULL), ==, "(none)");
    g_assert_cmpstr(fill(fixture, "{edge} in {edge_in}", NULL), ==,
                    "the other side in a frame that is not in the capture");
    g_assert_cmpstr(fill(fixture, "{up_code} in {up_in}", NULL), ==,
                    "0 in a frame that is not in the capture");
    g_assert_cmpstr(fill(fixture, "{rival}", NULL), ==, "the other side");
    g_assert_cmpstr(fill(fixture, "{left_in}", NULL), ==, "a frame that is not in the capture");
    fixture->event.facts = NULL;
    g_assert_cmpstr(fill(fixture, "{called} at {responder}", NULL), ==, "(none) at the other side");
    fixture->event.facts = &fixture->facts;
    g_assert_cmpstr(fill(fixture, "the list{list_fault}", NULL), ==, "the list");
    fixture->event.capture = &(struct event_capture){.hole_in = 5};
    g_assert_cmpstr(fill(fixture, "here{tcp_gap}", NULL), ==, "here (TCP gap in frame 5)");
    g_assert_cmpstr(fill(fixture, "client{qop_hint}", NULL), ==,
                    "client, or configure the registrar to offer only qop=\"auth\"");
    g_assert_cmpstr(fill(fixture, "{accepted}", NULL), ==, "a frame that is not in the capture");
    g_assert_cmpstr(fill(fixture, "every {keep_every} s", NULL), ==, "every 30 s");
    g_assert_cmpstr(fill(fixture, "load{backoff}, {unauthenticated}", NULL), ==,
                    "load, a frame that is not in the capture");
    g_assert_cmpstr(fill(fixture, "{told}, {redirection}", NULL), ==,
                    "(none), a frame that is not in the capture");
    g_assert_cmpstr(cause_quotable("a \"b\" c", fixture->pool), ==, "a 'b' c");
    g_assert_null(cause_quotable(NULL, fixture->pool));
    g_assert_cmpstr(
        fill(fixture, "{offer} offers only {schemes}, and {reaction}", NULL), ==,
        "a frame that is not in the capture offers only (none), and no credentials follow");
    g_assert_cmpstr(fill(fixture, "{rejections} up to {rejected}", NULL), ==,
                    "(none) up to a frame that is not in the capture");
    g_assert_cmpstr(fill(fixture, "{accepted_user}, {other_refused}", NULL), ==,
                    "(none), a frame that is not in the capture");
    g_assert_cmpstr(fill(fixture, "{failures} {1|times|time|times}", NULL), ==, "0 times");
    g_assert_cmpstr(fill(fixture, "{left_out}", NULL), ==, "a frame that is not in the capture");
    g_assert_cmpstr(fill(fixture, "{accepter} in {authenticated}", NULL), ==,
                    "the other side in a frame that is not in the capture");
    fixture->rare.rewritten = (struct hop_change){
        .frame = 9, .by = {.family = ENDPOINT_IPV4, .ip = {192, 0, 2, 5}, .port = 5060}};
    g_assert_cmpstr(fill(fixture, "{next_hop} from {changer}", NULL), ==, "frame 9 from 192.0.2.5");
    g_assert_cmpstr(fill(fixture, "{adder}, {origin}", NULL), ==, "?, 192.0.2.1:5060");
    fixture->rare.path_added = fixture->rare.rewritten;
    fixture->rare.relayed_from = fixture->rare.path_added.by;
    g_assert_cmpstr(fill(fixture, "{adder}, {origin}", NULL), ==, "192.0.2.5, 192.0.2.5:5060");
    network_words(fixture);
    g_assert_cmpstr(
        fill(fixture, "{other_method}, {other_status} in {other_in}, {withdrawal}", NULL), ==,
        "(none), 0 in a frame that is not in the capture, registers anew");
    g_assert_true(cause_word_is_known("frame", 5));
    g_assert_true(cause_word_is_known("frames", 5));
    fixture_free(fixture);
}

/* A mistake in a row must not end Wireshark: the lint of the causes finds it. */
static void unknown_word_is_printed_as_it_is(void)
{
    struct fixture *fixture = fixture_new();

    g_assert_cmpstr(fill(fixture, "{code} in {fraem} to {request}", NULL), ==,
                    "403 in {fraem} to frame 7");
    g_assert_cmpstr(fill(fixture, "{fraem}", NULL), ==, "{fraem}");
    g_assert_cmpstr(fill(fixture, "{}, {frame", NULL), ==, "{}, {frame");
    g_assert_false(cause_word_is_known("fraem", 5));
    g_assert_false(cause_word_is_known("frame", 4));
    g_assert_false(cause_word_is_known("", 0));
    fixture_free(fixture);
}

static void words_beyond_the_limit_are_printed_as_they_are(void)
{
    struct fixture *fixture = fixture_new();
    GString *sentence = g_string_new(NULL), *expected = g_string_new(NULL);

    for (unsigned i = 0; i < CAUSE_WORDS_MAX + 2; i++) {
        g_string_append(sentence, "{code} ");
        g_string_append(expected, i < CAUSE_WORDS_MAX ? "403 " : "{code} ");
    }
    g_assert_cmpstr(fill(fixture, sentence->str, NULL), ==, expected->str);
    g_string_free(sentence, TRUE);
    g_string_free(expected, TRUE);
    fixture_free(fixture);
}

/* Its article is not at the beginning of the sentence. */
static void fault_is_the_summary_of_the_finding(void)
{
    struct fixture *fixture = fixture_new();
    struct finding proof = {.rule = RULE_refresh_late};
    char *expected = g_strdup_printf("(%s)", rule_texts[RULE_refresh_late].summary);

    if (g_str_has_prefix(expected, "(The "))
        expected[1] = 't';
    g_assert_cmpstr(fill(fixture, "({fault})", &proof), ==, expected);
    g_assert_cmpstr(fill(fixture, "({fault})", NULL), ==, "(a finding)");
    g_free(expected);
    fixture_free(fixture);
}

/* Whatever parts an event lacks. */
static void each_sentence_can_be_filled(void)
{
    struct fixture *fixture = fixture_new();

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        fill(fixture, rows[i].sentence, NULL);
        if (strpbrk(fixture->text, "{}"))
            g_error("%s: %s", rows[i].name, fixture->text);
    }
    fixture_free(fixture);
}

static void what_is_equal_stays(void)
{
    struct fixture *fixture = fixture_new();
    const char *sentence = "{status} from {server}";
    struct value values[CAUSE_WORDS_MAX] = {{.type = VALUE_NONE}}, before[2];

    fixture->event.facts = &fixture->facts;
    fixture->event.transaction = &fixture->transaction;
    g_assert_cmpuint(cause_words_fill(sentence, &fixture->event, NULL, fixture->pool, values), ==,
                     2);
    memcpy(before, values, sizeof(before));
    cause_words_fill(sentence, &fixture->event, NULL, fixture->pool, values);
    g_assert_true(values[0].text == before[0].text);
    g_assert_true(values[1].endpoint == before[1].endpoint);

    fixture->report.status = 404;
    fixture->transaction.server.port = 5062;
    cause_words_fill(sentence, &fixture->event, NULL, fixture->pool, values);
    g_assert_cmpstr(values[0].text, ==, "404 Too many: contacts");
    g_assert_cmpuint(values[1].endpoint->port, ==, 5062);
    g_assert_cmpuint(before[1].endpoint->port, ==, 5060);
    fixture_free(fixture);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cause_words/known words", known_words);
    g_test_add_func("/cause_words/an unknown word is printed as it is",
                    unknown_word_is_printed_as_it_is);
    g_test_add_func("/cause_words/words beyond the limit are printed as they are",
                    words_beyond_the_limit_are_printed_as_they_are);
    g_test_add_func("/cause_words/the fault is the summary of the finding",
                    fault_is_the_summary_of_the_finding);
    g_test_add_func("/cause_words/what is equal stays where it is", what_is_equal_stays);
    g_test_add_func("/cause_words/each sentence can be filled", each_sentence_can_be_filled);
    return g_test_run();
}
