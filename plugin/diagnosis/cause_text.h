/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The sentence of a diagnosis: that of its cause, with what the event says for the words in braces.
 */
#ifndef SIPREG_DIAGNOSIS_CAUSE_TEXT_H
#define SIPREG_DIAGNOSIS_CAUSE_TEXT_H

#include "rules/engine.h"

/* One line, kept in the pool. `proof` is what was found; NULL: nothing. A guess begins with
 * "probably". */
const char *sentence_compose(const char *template, bool is_guess, const struct event *event,
                             const struct finding *proof, struct pool *pool);

#endif
