/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Causes that do not hold any more, although nothing refutes them: they are not said any more.
 */
#ifndef SIPREG_DIAGNOSIS_OVERCOME_H
#define SIPREG_DIAGNOSIS_OVERCOME_H

#include "diagnosis/suspicion.h"

/* What kept the client out, and made no outage, is over with the next 2xx, or with the next attempt after that. */
void overcome_by_success(struct verdict *standing, const struct event *event);

/* A REGISTER that was not delivered explains nothing any more when the server refuses the next one itself. */
void overcome_by_refusal(struct verdict *verdict, const struct event *event);

#endif
