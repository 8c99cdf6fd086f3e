/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The words in braces in the sentences of the causes, and what each stands for in an event.
 */
#ifndef SIPREG_DIAGNOSIS_CAUSE_WORDS_H
#define SIPREG_DIAGNOSIS_CAUSE_WORDS_H

#include "base/template.h"
#include "rules/engine.h"

struct suspicion;

enum {
    /* Words of one sentence; further ones are printed as they stand. */
    CAUSE_WORDS_MAX = 10
};

/* The values of the words of a template, in their order. `proof` is what was found; NULL: nothing. An
 * unknown word has no value. Returns how many there are, always the same for a template; texts and endpoints
 * are in the pool. Called with zeros, or with the values from the last time, of which those stay that are equal. */
unsigned cause_words_fill(const char *template, const struct event *event,
                          const struct finding *proof, struct pool *pool,
                          struct value values[CAUSE_WORDS_MAX]);

/* The same with the event that strengthens a suspicion: only of words that are about that event, too. */
void cause_words_note(const char *template, const struct event *event,
                      const struct suspicion *suspicion, struct pool *pool, struct value *values);

/* Whether there is such a word. */
bool cause_word_is_known(const char *word, size_t length);

/* The text with double quotes made single. */
const char *cause_quotable(const char *text, struct pool *pool);

#endif
