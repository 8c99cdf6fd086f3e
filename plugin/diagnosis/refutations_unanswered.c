/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What strengthens and what refutes the causes in which a client gets no response.
 */
#include "diagnosis/refutations.h"

/* The client goes to another server after all, or this one is alive. */
bool refutes_fails_over(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_answered_after_all(event, suspicion) ||
           (is_request_of_client(event, suspicion) && is_later(event, suspicion) &&
            !endpoint_same_ip(&event->facts->packet->destination, &suspicion->server));
}

/* The request gets a response after all, or another one with the same flaw does. */
bool refutes_such_answered(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) || refutes_flaw_answered(event, suspicion);
}
