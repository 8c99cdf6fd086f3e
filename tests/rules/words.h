/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The words of a script line: split at blanks outside quotes, [] and <>. Each word is taken by the code
 * that understands it; a word that is left over is a mistake in the script and ends the program.
 */
#ifndef SIPREG_TESTS_RULES_WORDS_H
#define SIPREG_TESTS_RULES_WORDS_H

#include <stdbool.h>

#include <glib.h>

struct word {
    char *name;  /* "src" of src=10.0.0.2:5060, or the whole word if it has no value */
    char *value; /* without the single quotes around it; NULL: none */
    bool taken;
};

struct words {
    GPtrArray *list;  /* struct word */
    const char *text; /* the line, for error messages; borrowed */
};

struct words *words_read(const char *text);
void words_free(struct words *words);

/* The value of name=value, or NULL. */
const char *words_value(struct words *words, const char *name);

/* The same, or `otherwise` if there is none. */
const char *words_value_or(struct words *words, const char *name, const char *otherwise);

/* The value of the next name=value at or after *position (start with 0), or NULL. */
const char *words_next_value(struct words *words, const char *name, unsigned *position);

/* Whether the word is there, without a value. */
bool words_flag(struct words *words, const char *name);

/* The word that begins with `name` and "[", e.g. "A[n1,1]" for "A", or NULL. */
const char *words_bracketed(struct words *words, const char *name);

/* Takes the next word that is left, or returns NULL. */
const char *words_take(struct words *words);

/* Ends the program if a word is left. */
void words_end(const struct words *words);

/* "200[K1;60][K2]": the texts in the outer brackets, { "K1;60", "K2", NULL }. */
char **bracket_items(const char *word);

/* "K1;60;q=0.5": the parts separated by ';' outside quotes and <>. */
char **item_parts(const char *item);

/* Ends the program, naming the line. */
void script_error(const char *line, const char *format, ...) G_GNUC_PRINTF(2, 3) G_GNUC_NORETURN;

#endif
