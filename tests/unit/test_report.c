/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The names of a report's enumerators: fields show them, and display filters contain them; and what a message says of
 * the outage that it is about.
 */
#include "base/report.h"

#include <limits.h>

#include <glib.h>

struct words {
    const char *(*name)(unsigned);
    unsigned first; /* the enumerators before it have no name */
    const char *expected[16];
};

static const struct words steps = {
    report_step_name,
    STEP_REQUEST,
    {"request", "retry", "retransmission", "copy", "provisional", "challenge", "interval-too-brief",
     "redirect", "accepted", "rejected", "undeliverable"},
};

static const struct words intents = {
    report_intent_name,
    INTENT_REGISTER,
    {"register", "refresh", "add", "change", "remove", "remove-all", "fetch"},
};

static const struct words states = {
    report_state_name,
    STATE_UNKNOWN,
    {"unknown", "registering", "challenged", "registered", "removed", "expired", "rejected",
     "unanswered"},
};

static const struct words verdicts = {
    report_nonce_verdict_name,
    NONCE_FIRST_USE,
    {"first use", "from nextnonce", "reused with higher nc", "reused without nc", "nc repeated",
     "nc went back", "replayed", "not issued here"},
};

static const struct words sames = {
    report_same_name,
    SAME_CALL_ID,
    {"call_id", "from_tag", "from", "to", "contact", "request_uri", "source", "destination"},
};

/* The values are stored in users' filters and scripts: name by name, in the order of the enum. */
static void each_has_its_word(gconstpointer data)
{
    const struct words *words = data;
    unsigned value = words->first;

    for (unsigned i = 0; i < words->first; i++)
        g_assert_cmpstr(words->name(i), ==, "");
    for (unsigned i = 0; words->expected[i]; i++, value++)
        g_assert_cmpstr(words->name(value), ==, words->expected[i]);
    g_assert_cmpstr(words->name(value), ==, "");
    g_assert_cmpstr(words->name(255), ==, "");
    g_assert_cmpstr(words->name(UINT_MAX), ==, "");
}

static void no_word_twice(gconstpointer data)
{
    const struct words *words = data;

    for (unsigned i = 0; i < G_N_ELEMENTS(words->expected); i++) {
        for (unsigned j = 0; j < i; j++) {
            if (words->name(i)[0])
                g_assert_cmpstr(words->name(i), !=, words->name(j));
        }
    }
}

/* same and same_known have one bit per element. */
static void bits_fit(void)
{
    struct report report = {.same_known = (uint8_t)((1u << SAME_COUNT) - 1)};

    g_assert_cmpuint(report.same_known, ==, (1u << SAME_COUNT) - 1);
    g_assert_cmpstr(report_same_name(SAME_COUNT - 1), !=, "");
}

/* Of an outage that was shown by frame 6, and over in frame 30. */
static void cause_lasts_as_long_as_the_outage(void)
{
    static const struct cause_text text = {.cause = "client is late", .proof = "", .action = ""};
    static const struct cause cause = {.text = &text, .is_certain = true};
    static const struct {
        uint32_t frame;
        bool in_outage;
        const char *shown;
    } messages[] = {
        {5, false, "Client is late"}, /* led to it */
        {6, true, "Client is late"},  /* shows it */
        {7, false, "Client is late"}, /* still had a binding */
        {29, true, "Client is late"}, /* lies in it */
        {30, false, NULL},            /* ends it */
        {31, false, NULL},
    };
    struct outage outage = {
        .kind = OUTAGE_EXPIRED, .first_in = 6, .last_in = 30, .verdict.best = {&cause}};

    for (unsigned i = 0; i < G_N_ELEMENTS(messages); i++) {
        const struct report report = {
            .frame = messages[i].frame, .outage = &outage, .in_outage = messages[i].in_outage};
        char sentence[SENTENCE_SIZE];

        g_assert_cmpstr(report_cause(&report, sentence), ==, messages[i].shown);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/report/names/steps", &steps, each_has_its_word);
    g_test_add_data_func("/report/names/intents", &intents, each_has_its_word);
    g_test_add_data_func("/report/names/states", &states, each_has_its_word);
    g_test_add_data_func("/report/names/nonce verdicts", &verdicts, each_has_its_word);
    g_test_add_data_func("/report/names/elements compared", &sames, each_has_its_word);
    g_test_add_data_func("/report/no name twice/steps", &steps, no_word_twice);
    g_test_add_data_func("/report/no name twice/intents", &intents, no_word_twice);
    g_test_add_data_func("/report/no name twice/states", &states, no_word_twice);
    g_test_add_data_func("/report/no name twice/nonce verdicts", &verdicts, no_word_twice);
    g_test_add_data_func("/report/no name twice/elements compared", &sames, no_word_twice);
    g_test_add_func("/report/elements fit the bits", bits_fit);
    g_test_add_func("/report/a cause lasts as long as the outage",
                    cause_lasts_as_long_as_the_outage);
    return g_test_run();
}
