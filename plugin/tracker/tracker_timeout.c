/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A REGISTER without a final response, after 64*T1 or when the client begins anew.
 */
#include "tracker/tracker_state.h"

/* A quarter of 64*T1, over UDP six transmissions. */
#define GIVES_UP_FROM (8 * SECOND)

/* The attempt that waited for this transaction alone has failed; a later request of it continues
 * it. */
static void fail_attempt(struct tracker *tracker, struct registration *registration,
                         const struct transaction *transaction, struct event_draft *draft)
{
    if (registration->last.report != transaction->request || !registration->attempt.open)
        return;
    if (transaction->rare->relayed)
        registration->last.has_response = registration->last.is_relayed = false;
    transaction->request->state = STATE_UNANSWERED;
    transaction->request->attempt_failed = true;
    registration->state = STATE_UNANSWERED;
    registration->history.state = STATE_UNANSWERED;
    registration->latest_final = NULL;
    tracker_note_failed_refresh(registration, transaction);
    tracker_outage_silence(tracker, registration, transaction);
    tracker_attempt_over(registration);
    draft->source.failures =
        source_note_failure(draft->sender, registration->aor->name, draft->event.time);
    tracker_routes_timeout(registration, transaction, draft->event.time);
    draft->event.attempt_failed = true;
    tracker->counts.ineffective++;
}

/* An intermediary has a refusal that no other credentials, server or interval overcomes. Whether it passes that on or
 * not, the client is not bound. */
static bool is_refused_behind(const struct transaction *transaction)
{
    unsigned status = transaction->rare->relayed->status;

    return (status >= 402 && status < 500 && status != 407 && status != 408 && status != 423) ||
           status >= 600;
}

void tracker_transaction_over(struct tracker *tracker, struct transaction *transaction)
{
    struct registration *registration = transaction->registration;
    struct event_draft draft = tracker_event(tracker, NULL, transaction->request, ON_TIMEOUT);
    struct server_record *record = servers_get(tracker->servers, &transaction->server);

    draft.source.record = draft.sender = sources_get(tracker->sources, &transaction->client);
    request_rate_note_response(source_request_rate(draft.sender), transaction->first_time, 0,
                               false);
    if (transaction->rare->relayed && !transaction_is_unpassed(transaction) &&
        !is_refused_behind(transaction)) {
        /* It got a response, on a hop where this capture missed it. */
        if (registration->last.report == transaction->request)
            tracker_attempt_over(registration);
        return;
    }
    if (tracker_went_on(transaction))
        return;
    draft.event.time = transaction->deadline.at;
    draft.event.transaction = transaction;
    draft.event.registration = registration;
    draft.event.aor = registration->aor;
    draft.event.server = record;
    draft.event.flow = tracker_lost_connection(tracker, transaction);
    draft.event.way =
        tracker_connection_failed(tracker, &transaction->client, &transaction->server);
    (void)aors_domain(tracker->aors, registration->aor);
    fail_attempt(tracker, registration, transaction, &draft);
    tracker_source_judge(tracker, &draft, registration);
    tracker_source_request_rate(tracker, &draft, &transaction->server);
    tracker_emit(tracker, &draft);
    record->unanswered = transaction->client;
    record->unanswered_at = transaction->first_time;
    record->unanswered_over = transaction->transport;
    servers_note_silence(tracker->servers, &(struct silence){.server = record,
                                                             .client = transaction->client,
                                                             .sent_at = transaction->first_time,
                                                             .frame = transaction->request->frame});
    if (!record->has_responded && !transaction->unreachable) {
        registration->silent = transaction->server;
        /* What it makes of connections may tell why. */
        connections_add_silent_server(tracker->connections, &transaction->server);
    }
}

/* RFC 3261 17.1.2.2 has a client wait for 64*T1. One that has retransmitted for a while, and now begins anew at the
 * same server without anything that a response may have told it, does not wait any longer: that one has failed. */
void tracker_give_up(struct tracker *tracker, const struct registration *registration,
                     const struct facts *facts)
{
    enum { RESENDS_FROM = 5 };
    const struct last_request *last = &registration->last;
    struct transaction *waiting;

    if (!registration->attempt.open || !last->report || last->has_response || last->unreachable ||
        !last->was_retransmitted || last->transport != TRANSPORT_UDP ||
        (facts->credentials_count > 0) != last->has_credentials ||
        !endpoint_equal(&last->destination, &facts->packet->destination) ||
        facts->packet->time - last->time < GIVES_UP_FROM)
        return;
    waiting = transactions_find_waiting(tracker->transactions, last->call_id, last->cseq,
                                        &last->source, &last->destination);
    if (!waiting || waiting->provisional || waiting->retransmissions < RESENDS_FROM ||
        waiting->request != last->report)
        return;
    deadline_cancel(&waiting->deadline);
    waiting->deadline.at = facts->packet->time;
    tracker_transaction_over(tracker, waiting);
}
