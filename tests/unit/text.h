/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Table-driven tests of text parsers. A row has a prose name, which becomes the end of the test's
 * path, the input, and the expected result in one line of words.
 */
#ifndef SIPREG_TESTS_UNIT_TEXT_H
#define SIPREG_TESTS_UNIT_TEXT_H

#include "sip/span.h"

struct text_row {
    const char *name;
    const char *input;
    const char *expected; /* "nothing": it is rejected */
};

/* A copy in an allocation of exactly its size, so that AddressSanitizer detects reading beyond
 * it. */
static inline struct span text_copy(const char *text, size_t n)
{
    char *copy = g_malloc(n > 0 ? n : 1);

    memcpy(copy, text, n);
    return (struct span){copy, n};
}

static inline void text_free(struct span copy)
{
    g_free((char *)copy.p);
}

/* `n` bytes of `pattern`, repeated. */
static inline struct span text_repeat(const char *pattern, size_t n)
{
    char *copy = g_malloc(n);

    for (size_t i = 0; i < n; i++)
        copy[i] = pattern[i % strlen(pattern)];
    return (struct span){copy, n};
}

/* Appends " label=[text]" if it is present. */
static inline void text_say(GString *out, const char *label, struct span s)
{
    if (span_present(s))
        g_string_append_printf(out, "%s%s=[%.*s]", out->len ? " " : "", label, (int)s.n, s.p);
}

/* Ends a row's test: compares the actual text with the expected one, and frees it. */
static inline void text_expect(GString *said, const char *expected)
{
    g_assert_cmpstr(said->str, ==, expected);
    g_string_free(said, TRUE);
}

/* One test per row, so that a failure names its row. */
static inline void text_add(const char *group, const struct text_row *rows, size_t count,
                            GTestDataFunc test)
{
    for (size_t i = 0; i < count; i++) {
        char *path = g_strconcat(group, "/", rows[i].name, NULL);

        g_test_add_data_func(path, &rows[i], test);
        g_free(path);
    }
}

#define TEXT_ADD(group, rows, test) text_add(group, rows, G_N_ELEMENTS(rows), test)

/* Input that must not be slow takes milliseconds; a second allows for sanitizers and a busy
 * machine, and is still a hundred times less than quadratic time takes on 64 KiB. */
static inline void text_assert_quick(gint64 start_us)
{
    g_assert_cmpint(g_get_monotonic_time() - start_us, <, G_USEC_PER_SEC);
}

#endif
