/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Updates the return routes to the agent with a REGISTER and its response.
 */
#include "tracker/tracker_state.h"

/* Copies the state before this message for the rules. NULL: there was none. */
static void note_before(struct tracker *tracker, struct event_draft *draft,
                        const struct registration *registration)
{
    if (!registration->routes)
        return;
    tracker->routes_before = *registration->routes;
    draft->event.routes_before = &tracker->routes_before;
}

static struct routes *get(struct tracker *tracker, struct registration *registration,
                          const struct facts *facts)
{
    if (!registration->routes && routes_is_needed(facts))
        registration->routes = pool_allocate(tracker->pool, sizeof(*registration->routes));
    return registration->routes;
}

void tracker_routes_request(struct tracker *tracker, struct event_draft *draft,
                            struct registration *registration)
{
    struct routes *routes;

    note_before(tracker, draft, registration);
    routes = get(tracker, registration, draft->event.facts);
    if (!routes)
        return;
    if (!draft->before.continues)
        routes_begin_attempt(routes, draft->event.facts);
    routes_take_request(routes, draft->event.facts);
}

/* Responses that a client acts on at once are no failures: they prove nothing against the flow. */
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

void tracker_routes_response(struct tracker *tracker, struct event_draft *draft,
                             struct registration *registration,
                             const struct transaction *transaction)
{
    const struct facts *facts = draft->event.facts;
    const struct facts_contact *own = NULL;
    struct routes *routes;

    note_before(tracker, draft, registration);
    routes = get(tracker, registration, facts);
    if (!routes || intent_removes(transaction->request->intent))
        return;
    if (is_failure(facts->status))
        routes_fail_attempt(routes, draft->event.time, &transaction->server, facts->packet->frame);
    if (facts->status >= 300 || transaction->request->intent == INTENT_FETCH)
        return;
    routes_end_failures(routes);
    if (draft->bindings.contact_count && draft->bindings.contacts[0].outcome <= CONTACT_REFRESHED)
        own = draft->bindings.contacts[0].listed;
    routes_take_accepted(routes, facts, own);
}

void tracker_routes_timeout(struct registration *registration,
                            const struct transaction *transaction, int64_t time)
{
    if (registration->routes && !intent_removes(transaction->request->intent))
        routes_fail_attempt(registration->routes, time, &transaction->server,
                            transaction->request->frame);
}
