/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Sentences from templates, and durations in words.
 */
#include "base/template.h"

#include <string.h>

#include <glib.h>

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
    {119949 * MS, "119.9 s"},
    {119950 * MS, "2 min"},
    {120 * S, "2 min"},
    {125 * S, "2 min 5 s"},
    {3599 * S, "59 min 59 s"},
    {3600 * S, "1 h"},
    {3600 * S + 29 * S, "1 h"},
    {5400 * S, "1 h 30 min"},
    {5429600 * MS, "1 h 30 min"},
    {86399 * S, "24 h"},
    {4294967295 * S, "1193046 h 28 min"},
    {-32 * S, "-32 s"},
    {-1500 * MS, "-1.5 s"},
    {-20 * MS, "-20 ms"},
    {-1, "0 ms"},
    {-499999, "0 ms"},
    {-500000, "-1 ms"},
    {INT64_MAX, "2562047 h 47 min"},
    {INT64_MIN, "-2562047 h 47 min"},
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

static const struct endpoint server = {.family = ENDPOINT_IPV4, .ip = {192, 0, 2, 1}, .port = 5060};

static const struct sentence_row {
    const char *template;
    struct values values;
    const char *expected;
} sentences[] = {
    /* clang-format off */
    {"nothing to fill in", {0}, "nothing to fill in"},
    {"{1} s in {2}", {2, {{{20}, VALUE_NUMBER}, {{27}, VALUE_FRAME}}}, "20 s in frame 27"},
    {"{2} after {1}", {2, {{{0}, VALUE_FRAME}, {{11500 * MS}, VALUE_TIME}}}, "11.5 s after a frame that is not in the capture"},
    {"nc {1}", {1, {{{16}, VALUE_NC}}}, "nc 00000010"},
    {"{1} %", {1, {{{157}, VALUE_TENTHS}}}, "15.7 %"},
    {"{1}, {2}", {2, {{{.text = "bob"}, VALUE_TEXT}, {{.text = NULL}, VALUE_TEXT}}}, "bob, (none)"},
    {"{1}{2}.", {2, {{{.text = ""}, VALUE_TEXT}, {{.text = ""}, VALUE_PHRASE}}}, "(none)."},
    {"{1} {1}", {1, {{{.endpoint = &server}, VALUE_ADDRESS}}}, "192.0.2.1 192.0.2.1"},
    {"{1}", {1, {{{.endpoint = &server}, VALUE_ENDPOINT}}}, "192.0.2.1:5060"},
    /* one of several */
    {"{1|To|From}", {1, {{{0}, VALUE_NUMBER}}}, "To"},
    {"{1|To|From}", {1, {{{1}, VALUE_NUMBER}}}, "From"},
    {"{1|To|From}", {1, {{{9}, VALUE_NUMBER}}}, "From"},
    {"{1|To|From}", {1, {{{-9}, VALUE_NUMBER}}}, "To"},
    {"a{1||, see {2}}", {2, {{{0}, VALUE_NUMBER}, {{7}, VALUE_FRAME}}}, "a"},
    {"a{1||, see {2}}", {2, {{{1}, VALUE_NUMBER}, {{7}, VALUE_FRAME}}}, "a, see frame 7"},
    {"{1|{2|a|b}|{2|c|d}}", {2, {{{1}, VALUE_NUMBER}, {{0}, VALUE_NUMBER}}}, "c"},
    /* bits */
    {"no {1&To|From|CSeq}", {1, {{{5}, VALUE_NUMBER}}}, "no To, CSeq"},
    {"no {1&To|From|CSeq}", {1, {{{0}, VALUE_NUMBER}}}, "no "},
    {"no {1&To|From|CSeq}", {1, {{{-1}, VALUE_NUMBER}}}, "no To, From, CSeq"},
    /* words */
    {"{client} in {frame}, {frame}", {3, {{{.endpoint = &server}, VALUE_ENDPOINT}, {{3}, VALUE_FRAME}, {{4}, VALUE_FRAME}}}, "192.0.2.1:5060 in frame 3, frame 4"},
    /* a placeholder that cannot be expanded stays as it is */
    {"{fraem} of {1}", {1, {{{0}, VALUE_NONE}}}, "{fraem} of {1}"},
    {"{2} {0} {} {1x} {", {1, {{{1}, VALUE_NUMBER}}}, "{2} {0} {} {1x} {"},
    {"{1", {1, {{{1}, VALUE_NUMBER}}}, "{1"},
    {"{1||", {1, {{{1}, VALUE_NUMBER}}}, "{1||"},
    {"{1|a|b}", {1, {{{.text = "x"}, VALUE_TEXT}}}, "{1|a|b}"},
    {"1} {1|a}", {1, {{{5}, VALUE_NUMBER}}}, "1} a"},
    /* clang-format on */
};

static void put_together(void)
{
    char text[SENTENCE_SIZE];

    for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++) {
        const struct sentence_row *row = &sentences[i];
        size_t length = template_compose(row->template, row->values.each, row->values.count, text,
                                         sizeof(text));

        g_assert_cmpstr(text, ==, row->expected);
        g_assert_cmpuint(length, ==, strlen(text));
    }
}

/* Wherever the limit falls, a long sentence ends between characters. */
static void long_ones(void)
{
    for (unsigned shift = 0; shift < 4; shift++) {
        GString *name = g_string_new("abc");
        struct value value;
        char text[SENTENCE_SIZE];

        g_string_truncate(name, shift);
        while (name->len < 600)
            g_string_append(name, "\xe2\x82\xac");
        value = (struct value){.text = name->str, .type = VALUE_PHRASE};
        template_compose("{1}", &value, 1, text, sizeof(text));
        g_assert_true(g_utf8_validate(text, -1, NULL));
        g_assert_cmpuint(strlen(text), >=, SENTENCE_SIZE - 3);
        g_assert_cmpuint(strlen(text), <, SENTENCE_SIZE);
        g_assert_true(g_str_has_prefix(name->str, text));
        g_string_free(name, TRUE);
    }
}

static void words(void)
{
    const char *at = "{client} of {1} in {frame}{", *word;
    size_t length;

    g_assert_true(template_next_word(&at, &word, &length));
    g_assert_cmpmem(word, length, "client", 6);
    g_assert_true(template_next_word(&at, &word, &length));
    g_assert_cmpmem(word, length, "frame", 5);
    g_assert_false(template_next_word(&at, &word, &length));
}

/* The end of the sentence stays, and no character is split. */
static void texts_are_shortened(void)
{
    char text[SENTENCE_SIZE], *ascii = g_strnfill(120, 'a'), *longer = g_strnfill(121, 'a');
    GString *many = g_string_new("a");
    struct values values = VALUES(of_text(ascii));

    g_assert_cmpuint(template_compose("{1} end", values.each, 1, text, sizeof(text)), ==, 124);
    values = VALUES(of_text(longer));
    g_assert_cmpuint(template_compose("{1} end", values.each, 1, text, sizeof(text)), ==, 124);
    g_assert_true(g_str_has_suffix(text, "aaa... end"));
    for (unsigned i = 0; i < 100; i++)
        g_string_append(many, "\xc3\xa9");
    values = VALUES(of_text(many->str), of_text(many->str), of_text(many->str), of_text(many->str));
    template_compose("{1} {2} {3} {4} end", values.each, 4, text, sizeof(text));
    g_assert_true(g_str_has_suffix(text, "\xc3\xa9... end"));
    g_assert_true(g_utf8_validate(text, -1, NULL));
    values = VALUES(of_text(many->str));
    template_compose("{1} end", values.each, 1, text, sizeof(text));
    g_assert_true(g_str_has_suffix(text, "\xc3\xa9... end"));
    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_string_free(many, TRUE);
    g_free(longer);
    g_free(ascii);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/template/durations are rounded", durations_are_rounded);
    g_test_add_func("/template/composed", put_together);
    g_test_add_func("/template/long sentences", long_ones);
    g_test_add_func("/template/long texts", texts_are_shortened);
    g_test_add_func("/template/words", words);
    return g_test_run();
}
