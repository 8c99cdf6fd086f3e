/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The values of the words in the sentence of a cause that was raised.
 */
#ifndef SIPREG_DIAGNOSIS_CAUSE_VALUES_H
#define SIPREG_DIAGNOSIS_CAUSE_VALUES_H

#include "diagnosis/suspicion.h"

void cause_values_fill(struct suspicion *suspicion, const struct event *event,
                       const struct finding *proof, struct pool *pool);

/* Those that the event has which strengthens it. */
void cause_values_note_change(struct suspicion *suspicion, const struct event *event,
                              struct pool *pool);

#endif
