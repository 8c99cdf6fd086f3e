/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a REGISTER and its answer change in the ways back to the agent.
 */
#include "tracker/tracker_state.h"

/* As it was before this message, for the rules. NULL: there was nothing. */
static void note_before(struct tracker *tracker, struct event *event,
                        const struct registration *registration)
{
    if (!registration->reach)
        return;
    tracker->reach_before = *registration->reach;
    event->reach_before = &tracker->reach_before;
}

static struct reach *get(struct tracker *tracker, struct registration *registration,
                         const struct facts *facts)
{
    if (!registration->reach && reach_is_told_by(facts))
        registration->reach = pool_allocate(tracker->pool, sizeof(*registration->reach));
    return registration->reach;
}

void tracker_reach_request(struct tracker *tracker, struct event *event,
                           struct registration *registration)
{
    struct reach *reach;

    note_before(tracker, event, registration);
    reach = get(tracker, registration, event->facts);
    if (!reach)
        return;
    if (!event->continues)
        reach_begin_attempt(reach, event->facts);
    reach_take_request(reach, event->facts);
}

/* Answers that a client acts on at once, and that say nothing against the flow. */
static bool is_failure(unsigned status)
{
    switch (status) {
    case 401:
    case 407:
    case 420:
    case 421:
    case 423:
    case 439:
    case 494:
        return false;
    default:
        return status >= 400;
    }
}

static bool is_removal(const struct report *report)
{
    return report->intent == INTENT_REMOVE || report->intent == INTENT_REMOVE_ALL;
}

void tracker_reach_answer(struct tracker *tracker, struct event *event,
                          struct registration *registration, const struct transaction *transaction)
{
    const struct facts *facts = event->facts;
    const struct facts_contact *own = NULL;
    struct reach *reach;

    note_before(tracker, event, registration);
    reach = get(tracker, registration, facts);
    if (!reach || is_removal(transaction->request))
        return;
    if (is_failure(facts->status))
        reach_fail_attempt(reach, event->time, &transaction->server, facts->packet->frame);
    if (facts->status >= 300 || transaction->request->intent == INTENT_FETCH)
        return;
    reach_end_failures(reach);
    if (event->contact_count && event->contacts[0].outcome <= CONTACT_REFRESHED)
        own = event->contacts[0].listed;
    reach_take_accepted(reach, facts, own);
}

void tracker_reach_timeout(struct registration *registration, const struct transaction *transaction,
                           int64_t time)
{
    if (registration->reach && !is_removal(transaction->request))
        reach_fail_attempt(registration->reach, time, &transaction->server,
                           transaction->request->frame);
}
