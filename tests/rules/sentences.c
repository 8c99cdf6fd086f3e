/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sentences.h"

#include <stdlib.h>
#include <string.h>

#include "rules/catalogue.h"

static GPtrArray *by_form[FORM_COUNT]; /* sentences, owned */
static unsigned cases_added, cases_played;

static unsigned form_of(const struct finding *finding)
{
    unsigned form = 0;

    while (form < FORM_COUNT && form_templates[form] != finding->template)
        form++;
    return form;
}

void sentences_note(const struct report *report, GString *findings)
{
    for (const struct finding *each = report ? report->findings : NULL; each; each = each->next) {
        char text[SENTENCE_SIZE];

        g_string_append_printf(findings, "%u %s: %s\n", form_of(each), rule_table[each->rule].id,
                               finding_text(each, text));
    }
}

/* Whether they are the same but for digits. */
static bool are_alike(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (g_ascii_isdigit(*a))
            a++;
        while (g_ascii_isdigit(*b))
            b++;
        if (*a != *b)
            return false;
        if (*a == '\0')
            return true;
    }
}

static void take_one(const char *line)
{
    char *sentence;
    unsigned form = (unsigned)strtoul(line, &sentence, 10);

    g_assert_cmpuint(form, <, FORM_COUNT);
    if (!by_form[form])
        by_form[form] = g_ptr_array_new_with_free_func(g_free);
    for (unsigned i = 0; i < by_form[form]->len; i++) {
        if (are_alike(by_form[form]->pdata[i], sentence + 1))
            return;
    }
    if (by_form[form]->len < SENTENCES_OF_FORM)
        g_ptr_array_add(by_form[form], g_strdup(sentence + 1));
}

void sentences_take(const char *findings)
{
    char **lines = g_strsplit(findings, "\n", -1);

    for (unsigned i = 0; lines[i] && lines[i][0]; i++)
        take_one(lines[i]);
    g_strfreev(lines);
    cases_played++;
}

void sentences_expect_case(void)
{
    cases_added++;
}

static GString *all_sentences(void)
{
    GString *all = g_string_new(NULL);

    for (unsigned form = 0; form < FORM_COUNT; form++) {
        for (unsigned i = 0; by_form[form] && i < by_form[form]->len; i++)
            g_string_append_printf(all, "%s\n", (const char *)by_form[form]->pdata[i]);
        g_clear_pointer(&by_form[form], g_ptr_array_unref);
    }
    return all;
}

static void report_difference(const char *said, const char *expected)
{
    char **now = g_strsplit(said, "\n", -1), **then = g_strsplit(expected, "\n", -1);
    unsigned i = 0;

    while (now[i] && then[i] && strcmp(now[i], then[i]) == 0)
        i++;
    g_test_message("line %u of tests/rules/sentences.txt is\n  %s\nand now\n  %s\n"
                   "SIPREG_UPDATE=1 before the program writes the file",
                   i + 1, then[i] ? then[i] : "(the end)", now[i] ? now[i] : "(the end)");
    g_strfreev(now);
    g_strfreev(then);
}

static void compare(void)
{
    char *path = g_test_build_filename(G_TEST_DIST, "rules", "sentences.txt", NULL);
    GString *all = all_sentences();
    char *expected = NULL;

    if (cases_played < cases_added || !g_getenv("G_TEST_SRCDIR")) {
        g_test_skip("needs all cases, and G_TEST_SRCDIR: run tests/run");
    } else if (g_getenv("SIPREG_UPDATE")) {
        g_assert_true(g_file_set_contents(path, all->str, (gssize)all->len, NULL));
    } else if (!g_file_get_contents(path, &expected, NULL, NULL) ||
               strcmp(all->str, expected) != 0) {
        report_difference(all->str, expected ? expected : "");
        g_test_fail();
    }
    g_free(expected);
    g_free(path);
    g_string_free(all, TRUE);
}

void sentences_add(void)
{
    g_test_add_func("/sentences/they are as in sentences.txt", compare);
}
