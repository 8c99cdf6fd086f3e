/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Why a registration is not there. A row of causes.def is a hypothesis: what raises it, what strengthens it,
 * and what refutes it. Those of an outage stand beside each other, those of other trouble beside each other
 * in the history of the registration; the verdict is what explains most of what is left: the rows stand in that
 * order.
 */
#ifndef SIPREG_DIAGNOSIS_DIAGNOSIS_H
#define SIPREG_DIAGNOSIS_DIAGNOSIS_H

#include "rules/engine.h"

struct diagnoser;

struct diagnoser *diagnoser_new(struct pool *pool);
void diagnoser_free(struct diagnoser *diagnoser); /* accepts NULL */

/* Weighs the causes of the event's registrations, after the rules were checked. `news` is the first of the
 * findings that they added; NULL: none. */
void diagnose(struct diagnoser *diagnoser, const struct event *event, const struct finding *news);

#endif
