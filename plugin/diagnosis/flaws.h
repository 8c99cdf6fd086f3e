/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The flaws of requests that a server accepts all the same.
 */
#ifndef SIPREG_DIAGNOSIS_FLAWS_H
#define SIPREG_DIAGNOSIS_FLAWS_H

#include "diagnosis/causes.h"

struct flaws;

struct flaws *flaws_new(void);
void flaws_free(struct flaws *flaws);

/* Those of the REGISTER that the event accepts. */
void flaws_note_accepted(struct flaws *flaws, const struct event *event);

/* The flaw is the evidence of the cause: one that the same server has accepted explains no refusal. */
bool flaws_is_accepted(const struct flaws *flaws, const struct cause_row *row,
                       const struct event *event, const struct finding *proof);

#endif
