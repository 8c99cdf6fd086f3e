/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on retransmissions of a REGISTER (RFC 3261 17.1.2.2).
 */
#include "rules/engine.h"

/* RFC 3261 17.1.2.2: after a final response the client stops. In a capture next to the server the
 * response may still be on its way, over satellite or a bad radio link for most of a second. */
void rule_txn_retransmission_after_final(struct rule_context *context)
{
    enum { WAY_MS = 1000 }; /* there and back */
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    int64_t since = event_since(event, transaction->final_time);
    bool is_certain = since >= WAY_MS * MILLISECOND;

    if (transaction->transport != TRANSPORT_UDP || !transaction->final || since < 300 * MILLISECOND)
        return;
    finding_add_as(context, FORM_txn_retransmission_after_final,
                   is_certain ? SEVERITY_WARN : SEVERITY_NOTE,
                   VALUES(of_time(since), of_number(transaction->status),
                          of_frame(transaction->final->frame), of_number(is_certain)));
}

/* RFC 3261 17.2.2: a server responds to a retransmission with what it has sent before. Without one
 * two challenges are of two servers behind a fork (16.7). */
void rule_txn_rechallenged(struct rule_context *context)
{
    const struct event *event = context->event;

    if (event->triggers & ON_NO_RETRY) {
        if (event->registration->past->superseded == event->report &&
            event->registration->past->superseded_again && !event->capture->is_doubtful)
            finding_add_as(context, FORM_txn_rechallenged_refused, SEVERITY_WARN,
                           VALUES(of_frame(event->report->request_in)));
        return;
    }
    if (!event->response->rechallenged_since)
        return;
    finding_add(context, FORM_txn_rechallenged,
                VALUES(of_frame(event->transaction->request->frame),
                       of_frame(event->response->rechallenged_since)));
}

/* RFC 3261 17.1.2.2: Timer E runs over unreliable transports only; RFC 7118 5: WebSocket is a
 * reliable one. On another connection it is sent because the first one was lost. What
 * comes sooner than any timer is the same packet at a second capture point. */
void rule_txn_retransmission_reliable(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;

    if (transaction->transport == TRANSPORT_UDP || transaction->transport == TRANSPORT_OTHER ||
        event_since(event, transaction->last_time) < 300 * MILLISECOND ||
        event->facts->packet->source.port != transaction->client.port)
        return;
    finding_add(context, FORM_txn_retransmission_reliable,
                VALUES(of_frame(transaction->request->frame),
                       of_time(event_since(event, transaction->first_time))));
}

/* RFC 3261 17.1.2.2, Timer F: by then the client has given up. A tenth more allows for its clock.
 * */
void rule_txn_retransmission_late(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    int64_t timer_f = settings_timer_f(event->settings);
    int64_t age = event_since(event, transaction->first_time);

    if (age <= timer_f + timer_f / 10 ||
        finding_of(event->report, RULE_txn_retransmission_after_final))
        return;
    finding_add(context, FORM_txn_retransmission_late,
                VALUES(of_frame(transaction->request->frame), of_time(age), of_time(timer_f)));
}

/* RFC 3261 17.1.2.2: T1, then twice as long each time. A longer time says nothing, because
 * retransmissions get lost as well; neither does one short time, because a queue delivers late
 * packets together. */
void rule_txn_retransmission_timing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    int64_t t1 = (int64_t)event->settings->t1_ms * MILLISECOND;
    int64_t first = elapsed_between(transaction->first_time, transaction->last_time);
    int64_t second = event_since(event, transaction->last_time);

    if (transaction->retransmissions != 1 || transaction->transport != TRANSPORT_UDP ||
        transaction->status || first == ELAPSED_UNKNOWN || first >= t1 / 2 ||
        second == ELAPSED_UNKNOWN || second >= t1)
        return;
    finding_add(context, FORM_txn_retransmission_timing,
                VALUES(of_frame(transaction->request->frame), of_time(first), of_time(second),
                       of_time(t1)));
}

/* RFC 3261 17.1.2.2. One or two are normal over UDP. */
void rule_txn_retransmission(struct rule_context *context)
{
    enum { MANY = 3 };
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    unsigned number = transaction->retransmissions + 1u;

    if (finding_of(event->report, RULE_txn_retransmission_after_final) ||
        finding_of(event->report, RULE_txn_retransmission_reliable) ||
        finding_of(event->report, RULE_txn_retransmission_late) ||
        finding_of(event->report, RULE_txn_retransmission_timing))
        return;
    finding_add_as(context, FORM_txn_retransmission, number < MANY ? SEVERITY_CHAT : SEVERITY_NOTE,
                   VALUES(of_number(number), of_frame(transaction->request->frame),
                          of_time(event_since(event, transaction->last_time)),
                          of_number(transaction->provisional)));
}
