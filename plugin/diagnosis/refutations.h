/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What an event has to do with a cause that was raised before; shared by what strengthens and refutes them.
 */
#ifndef SIPREG_DIAGNOSIS_REFUTATIONS_H
#define SIPREG_DIAGNOSIS_REFUTATIONS_H

#include "diagnosis/diagnosis.h"

static inline bool is_of_client(const struct event *event, const struct suspicion *suspicion)
{
    return event->registration == suspicion->registration;
}

static inline bool is_later(const struct event *event, const struct suspicion *suspicion)
{
    return event->report->frame > suspicion->frame;
}

/* Another message's 2xx to the same client, of whatever server. */
static inline bool is_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return is_of_client(event, suspicion) && event_is_accepted(event) &&
           event->report->frame != suspicion->frame;
}

static inline bool is_same_call(const struct event *event, const struct suspicion *suspicion)
{
    return suspicion->call_id && event->transaction->call_id == suspicion->call_id;
}

static inline bool is_same_server(const struct event *event, const struct suspicion *suspicion)
{
    return endpoint_same_ip(&event->transaction->server, &suspicion->server);
}

static inline bool has_flaw(const struct event *event, const struct suspicion *suspicion)
{
    return suspicion->proof &&
           finding_of(event->transaction->request, suspicion->proof->rule) != NULL;
}

#endif
