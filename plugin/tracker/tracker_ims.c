/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Registrations in IMS networks: their additional state, and whether the terminal subscribes to the
 * reg event package.
 */
#include "tracker/tracker_state.h"

static struct ims *ims_of(struct tracker *tracker, struct event_draft *draft,
                          struct registration *registration)
{
    struct ims *ims = ims_get(registration, draft->event.facts);

    if (ims) {
        tracker->ims_before = *ims;
        draft->event.ims_before = &tracker->ims_before;
    }
    return ims;
}

void tracker_take_ims_request(struct tracker *tracker, struct event_draft *draft,
                              struct registration *registration)
{
    struct ims *ims = ims_of(tracker, draft, registration);

    if (ims)
        ims_take_request(ims, draft->event.facts);
}

/* TS 33.203 7.1: the terminal goes on at the protected port, over UDP or a connection. */
static void note_protected_port(struct tracker *tracker, const struct facts *facts)
{
    struct endpoint server = facts->packet->source;

    server.port = facts->ims.server.port;
    if (server.port)
        connections_add_server(tracker->connections, &server);
}

/* TS 24.229 5.1.1.3. Behind the first proxy the SUBSCRIBE need not take the route of the
 * REGISTER. */
static bool has_to_subscribe(const struct ims *ims, const struct transaction *transaction)
{
    const struct registration *registration = ims->registration;

    return ims->is_3gpp && ims->initial_attempt == registration->attempt.number &&
           transaction->request->attempt == ims->initial_attempt && transaction->via_count == 1 &&
           !transaction->from_core && !registration->is_emergency &&
           registration_is_bound(registration);
}

void tracker_take_ims_response(struct tracker *tracker, struct event_draft *draft,
                               const struct transaction *transaction,
                               struct registration *registration)
{
    struct ims *ims = ims_of(tracker, draft, registration);
    bool is_accepted = draft->event.facts->status < 300;

    if (!ims)
        return;
    note_protected_port(tracker, draft->event.facts);
    ims_take_response(ims, draft->event.facts,
                      is_accepted && transaction->request->contact_count &&
                          !transaction->is_removal);
    if (is_accepted && has_to_subscribe(ims, transaction))
        deadline_set(tracker->deadlines, &ims->subscription,
                     draft->event.time + tracker_timer_f(tracker));
}

void tracker_note_subscriber(struct tracker *tracker, const struct endpoint *subscriber)
{
    struct endpoint key = *subscriber;

    key.port = 0;
    if (!g_hash_table_contains(tracker->subscribers, &key))
        g_hash_table_add(tracker->subscribers, g_memdup2(&key, sizeof(key)));
}

/* The subscription may be for another identity of the same user: only the address identifies the
 * terminal. */
void tracker_subscription_over(struct tracker *tracker, struct ims *ims)
{
    struct registration *registration = ims->registration;
    struct endpoint terminal = registration->last.source;
    struct event_draft draft =
        tracker_event(tracker, NULL, registration->accepted, ON_NO_SUBSCRIPTION);

    terminal.port = 0;
    if (g_hash_table_contains(tracker->subscribers, &terminal))
        return;
    draft.event.time = ims->subscription.at;
    draft.event.registration = registration;
    draft.event.aor = registration->aor;
    tracker_emit(tracker, &draft);
}
