/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The words in braces that the sentences of causes are written with, and what the event says for each.
 */
#ifndef SIPREG_DIAGNOSIS_CAUSE_WORDS_H
#define SIPREG_DIAGNOSIS_CAUSE_WORDS_H

#include "base/template.h"
#include "rules/engine.h"

enum {
    /* Words of one sentence; what is beyond is printed as it stands. */
    CAUSE_WORDS_MAX = 10
};

/* The values of the words of a template, in their order. `proof` is what was found; NULL: nothing. What
 * is not known, and a word that is none of ours, has no value. Returns how many there are; texts and
 * endpoints are in the pool. */
unsigned cause_words_fill(const char *template, const struct event *event,
                          const struct finding *proof, struct pool *pool,
                          struct value values[CAUSE_WORDS_MAX]);

/* True for a word of ours. */
bool cause_word_is_known(const char *word, size_t length);

#endif
