/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What an event has to do with a cause that was raised before; shared by what strengthens and refutes them.
 */
#ifndef SIPREG_DIAGNOSIS_REFUTATIONS_H
#define SIPREG_DIAGNOSIS_REFUTATIONS_H

#include "diagnosis/diagnosis.h"

/* A 2xx of the same server to the same client. */
static inline bool is_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && event->registration == suspicion->registration &&
           event_is_accepted(event) && event->report->frame != suspicion->frame;
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
