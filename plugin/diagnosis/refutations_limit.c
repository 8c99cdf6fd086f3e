/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What proves or refutes that a limit of Contacts keeps a client out.
 */
#include "diagnosis/refutations.h"

#include "base/elapsed.h"

/* Clocks of packets and registrar. */
#define SLACK (2 * SECOND)

/* Nothing but the end of the old binding lies between the last refusal and the success. Registrars look for expired
 * bindings from time to time, and clients try again from time to time. */
bool strengthens_accepted_after_old(const struct event *event, const struct suspicion *suspicion)
{
    const int64_t soon = 150 * SECOND;
    const struct binding *old;

    if (!is_accepted(event, suspicion) || !is_same_server(event, suspicion) ||
        !registration_is_bound(event->registration))
        return false;
    old = cause_left_behind(event);
    return old && old->granted_in < suspicion->frame && old->expires_at > suspicion->raised_at &&
           event->time + SLACK >= old->expires_at && event->time - old->expires_at < soon;
}

/* ... the old one is still there. */
bool refutes_accepted_beside_old(const struct event *event, const struct suspicion *suspicion)
{
    const struct binding *old = is_accepted(event, suspicion) ? cause_left_behind(event) : NULL;

    return old && is_same_server(event, suspicion) && event->time + SLACK < old->expires_at;
}

/* ... or refuses the same when it has expired. */
bool refutes_refused_without_old(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_accepted_beside_old(event, suspicion) ||
           (event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
            is_later(event, suspicion) && cause_status(event) == 403 &&
            !cause_is_refused_only_beside_old(event));
}

/* What was thought to be an earlier start of the client goes on: it is a client of its own. */
bool refutes_former_start_runs(const struct event *event, const struct suspicion *suspicion)
{
    if (is_of_client(event, suspicion))
        return refutes_overruled(event, suspicion);
    return event->triggers & ON_RESPONSE && event->aor == suspicion->registration->aor &&
           event->registration &&
           event->registration->first_in < suspicion->registration->first_in &&
           event->report->request_in > suspicion->frame &&
           endpoint_same_ip(&event->transaction->client, &suspicion->client);
}

/* The server that had bound the client behind its proxy refuses a call to it as if it were not bound. */
bool strengthens_unfound_upstream(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_REACH && event->reach->fate == REACH_UNFOUND &&
           event->registration == suspicion->registration && event->facts &&
           endpoint_same_ip(&event->facts->packet->source,
                            &event->registration->past->rare->upstream.server);
}

/* A REGISTER for the client is accepted behind the proxy. */
bool refutes_accepted_upstream(const struct event *event, const struct suspicion *suspicion)
{
    if (!is_later(event, suspicion) || event->aor != suspicion->registration->aor)
        return false;
    if (event->triggers & ON_RELAYED_RESPONSE)
        return is_of_client(event, suspicion) && event->facts->status / 100 == 2;
    return event->triggers & ON_RESPONSE && event_is_accepted(event) &&
           cause_is_bound_behind(suspicion->registration, event->time);
}

/* The removal is forwarded, only later than it is confirmed; or the client registers again. */
bool refutes_forwarded_after_all(const struct event *event, const struct suspicion *suspicion)
{
    return is_of_client(event, suspicion) && is_later(event, suspicion) &&
           event->triggers & (ON_RELAYED_REQUEST | ON_REQUEST);
}

/* ... or the client removes it after all. */
bool refutes_removal_arrives(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_removed_after_all(event, suspicion) ||
           (is_accepted(event, suspicion) && event->transaction->is_removal);
}

/* Two clients are in the list. */
static bool lists_two(const struct event *event, const struct suspicion *suspicion)
{
    const struct report *report = event->report;
    bool has_own = false, has_other = false;

    if (!(event->triggers & ON_RESPONSE) || event->aor != suspicion->registration->aor)
        return false;
    for (unsigned i = 0; i < report->binding_count; i++) {
        const struct report_binding *each = &report->bindings[i];
        bool is_own = each->bound && each->bound->registration == suspicion->registration->number;

        if (!each->bound || !each->has_expires || !each->expires_s)
            continue;
        has_own |= is_own;
        has_other |= !is_own;
    }
    return has_own && has_other;
}

/* A list for the client has another known one, too: the registrar does not list each client its own Contacts alone. */
bool strengthens_lists_others_later(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted_again(event, suspicion) && is_later(event, suspicion) && event->server &&
           !event->server->hides_others && lists_two(event, suspicion);
}

/* A list has the other one as well, the registrar sends a request to the one that was thought to be replaced, or it is
 * known by then that its lists are not complete. */
bool refutes_both_are_bound(const struct event *event, const struct suspicion *suspicion)
{
    return (is_later(event, suspicion) && lists_two(event, suspicion)) ||
           (is_accepted(event, suspicion) && event->server && event->server->hides_others) ||
           (event->triggers & ON_OTHER_REQUEST && event->target && is_later(event, suspicion) &&
            event->target->owner == suspicion->registration &&
            event->target->state == BINDING_GONE);
}
