/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What an event means for the causes of other agents than the one that it is about.
 */
#ifndef SIPREG_DIAGNOSIS_AGENTS_H
#define SIPREG_DIAGNOSIS_AGENTS_H

#include "diagnosis/suspicion.h"

/* Other agents of the AOR: what the same account gets on another path. */
void agents_reconsider_fellows(const struct event *event, struct pool *pool);

/* Those that a request of another method comes from and is sent to. */
void agents_reconsider_ends(const struct event *event, struct pool *pool);

/* The agents of the AOR that a NOTIFY is about, whether the capture shows them to be bound or not. */
void agents_reconsider_notified(const struct event *event, struct pool *pool);

#endif
