/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/hash.h"
#include "unit/text.h"

static const struct text_row numbers[] = {
    {"one digit", "7", "7"},
    {"leading zeros", "0000000060", "60"},
    {"the largest CSeq", "2147483647", "2147483647"},
    {"the largest of 64 bits", "18446744073709551615", "18446744073709551615"},
    {"one more is clipped", "18446744073709551616", "18446744073709551615"},
    {"forty nines are clipped", "9999999999999999999999999999999999999999", "18446744073709551615"},
    {"empty", "", "nothing"},
    {"a sign", "+5", "nothing"},
    {"below zero", "-5", "nothing"},
    {"a fraction", "3600.5", "nothing"},
    {"blanks are not digits", " 5", "nothing"},
    {"a digit and a letter", "5s", "nothing"},
};

static void number(gconstpointer data)
{
    const struct text_row *row = data;
    struct span input = text_copy(row->input, strlen(row->input));
    GString *said = g_string_new(NULL);
    uint64_t value = 4711;

    if (span_to_number(input, &value)) {
        g_string_printf(said, "%" G_GUINT64_FORMAT, value);
    } else {
        g_assert_cmpuint(value, ==, 4711);
        g_string_append(said, "nothing");
    }
    text_free(input);
    text_expect(said, row->expected);
}

static const struct text_row quoted_strings[] = {
    {"quotes and no more", "\"bob\"", "5 closed"},
    {"empty", "\"\"", "2 closed"},
    {"goes on behind", "\"bob\", x", "5 closed"},
    {"an escaped quote", "\"a\\\"b\"c", "6 closed"},
    {"an escaped backslash at the end", "\"a\\\\\"b\"", "5 closed"},
    {"three backslashes and a quote", "\"a\\\\\\\"b\"", "8 closed"},
    {"two escaped quotes", "\"\\\"\\\"\"x", "6 closed"},
    {"never closed", "\"bob", "4 open"},
    {"one quote", "\"", "1 open"},
    {"only an escaped quote at the end", "\"bob\\\"", "6 open"},
    {"a backslash at the end", "\"bob\\", "5 open"},
};

static void quoted(gconstpointer data)
{
    const struct text_row *row = data;
    struct span input = text_copy(row->input, strlen(row->input));
    GString *said = g_string_new(NULL);
    bool closed;
    size_t n = span_quoted_length(input, &closed);

    g_string_printf(said, "%" G_GSIZE_FORMAT " %s", n, closed ? "closed" : "open");
    text_free(input);
    text_expect(said, row->expected);
}

/* Expected is the text before the first comma or semicolon that separates. */
static const struct text_row separated[] = {
    {"a comma", "a,b", "a"},
    {"a semicolon", "a;b,c", "a"},
    {"none", "abc", "abc"},
    {"in quotes", "\"a,b\",c", "\"a,b\""},
    {"in angle brackets", "<a,b>,c", "<a,b>"},
    {"a quote inside brackets is no quote", "<a\">,b", "<a\">"},
    {"a bracket inside quotes is no bracket", "\"a<\",b", "\"a<\""},
    {"an open quote hides the rest", "a\"b,c;d", "a\"b,c;d"},
    {"an open bracket hides the rest", "a<b,c;d", "a<b,c;d"},
};

static void separator(gconstpointer data)
{
    const struct text_row *row = data;
    struct span input = text_copy(row->input, strlen(row->input));
    struct span before = span_first(input, span_find_unquoted(input, ",;"));
    GString *said = g_string_new_len(before.p, (gssize)before.n);

    text_free(input);
    text_expect(said, row->expected);
}

static void equality(void)
{
    g_assert_true(span_equal_nocase(SPAN_LITERAL("Call-ID"), SPAN_LITERAL("cALL-id")));
    g_assert_false(span_equal_nocase(SPAN_LITERAL("Call-ID"), SPAN_LITERAL("Call-I")));
    /* '@' and '`', '[' and '{', CR and '-' differ by the case bit of letters. */
    g_assert_false(span_equal_nocase(SPAN_LITERAL("@["), SPAN_LITERAL("`{")));
    g_assert_false(span_equal_nocase(SPAN_LITERAL("-"), SPAN_LITERAL("\r")));
    g_assert_false(span_equal_nocase(SPAN_LITERAL("a\0b"), SPAN_LITERAL("a\0c")));
    g_assert_true(span_equal_nocase(SPAN_NONE, SPAN_LITERAL("")));
    g_assert_true(span_equal(SPAN_NONE, SPAN_NONE));
    g_assert_true(span_starts_with_nocase(SPAN_LITERAL("AKAv1-MD5"), "akav"));
    g_assert_false(span_starts_with_nocase(SPAN_LITERAL("AKA"), "akav"));
}

static void cutting(void)
{
    struct span s = SPAN_LITERAL("abc");

    g_assert_true(span_is(span_from(s, 1), "bc"));
    g_assert_cmpuint(span_from(s, 3).n, ==, 0);
    g_assert_true(span_from(s, 9).p == s.p + 3);
    g_assert_true(span_is(span_first(s, 2), "ab"));
    g_assert_true(span_is(span_first(s, 9), "abc"));
    g_assert_false(span_present(span_from(SPAN_NONE, 5)));
    g_assert_false(span_present(span_trim(SPAN_NONE)));
    g_assert_true(span_is(span_trim(SPAN_LITERAL(" \t\r\n a b\r\n ")), "a b"));
    g_assert_cmpuint(span_trim(SPAN_LITERAL(" \r\n")).n, ==, 0);
}

static void backslashes(void)
{
    struct span s = text_repeat("\"\\", 1 << 20);
    gint64 start = g_get_monotonic_time();
    bool closed;

    span_quoted_length(s, &closed);
    g_assert_cmpuint(span_find_unquoted(s, ","), ==, s.n);
    text_assert_quick(start);
    text_free(s);
}

/* Every byte counts, whatever the length. */
static void every_byte(void)
{
    char one[40], other[40];

    for (size_t n = 1; n < sizeof(one); n++) {
        memset(one, 'a', n);
        memcpy(other, one, n);
        g_assert_true(span_same_bytes(one, other, n));
        for (size_t i = 0; i < n; i++) {
            other[i] = 'b';
            g_assert_false(span_same_bytes(one, other, n));
            g_assert_cmpuint(hash_text(1, (struct span){one, n}, 77), !=,
                             hash_text(1, (struct span){other, n}, 77));
            other[i] = 'a';
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEXT_ADD("/span/number", numbers, number);
    TEXT_ADD("/span/quoted", quoted_strings, quoted);
    TEXT_ADD("/span/separator", separated, separator);
    g_test_add_func("/span/equality", equality);
    g_test_add_func("/span/cutting", cutting);
    g_test_add_func("/span/every byte", every_byte);
    g_test_add_func("/span/pathological/backslashes", backslashes);
    return g_test_run();
}
