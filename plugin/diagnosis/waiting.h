/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The causes that wait for what a server makes of its other clients.
 */
#ifndef SIPREG_DIAGNOSIS_WAITING_H
#define SIPREG_DIAGNOSIS_WAITING_H

#include "diagnosis/suspicion.h"

struct waiting;

struct waiting *waiting_new(void);
void waiting_free(struct waiting *waiting);

/* It waits at the server of its last raising, if others have a say in it. */
void waiting_add(struct waiting *waiting, struct suspicion *suspicion);

/* What the response or the timeout of the event means for them. */
void waiting_reconsider(struct waiting *waiting, const struct event *event, struct pool *pool);

#endif
