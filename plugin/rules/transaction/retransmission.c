/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on REGISTERs that are sent again (RFC 3261 17.1.2.2).
 */
#include "rules/engine.h"

#include <inttypes.h>

#define MS G_GINT64_CONSTANT(1000000)

/* RFC 3261 17.1.2.2: after a final answer the client stops. Next to the server the answer may be on its
 * way still, over satellite or a bad radio link for most of a second. */
void rule_txn_retransmission_after_final(struct rule_context *context)
{
    enum { WAY_MS = 1000 }; /* there and back */
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    bool is_certain;
    char since[DURATION_TEXT_SIZE];

    if (transaction->transport != TRANSPORT_UDP || !transaction->final ||
        event->time - transaction->final_time < 300 * MS)
        return;
    is_certain = event->time - transaction->final_time >= WAY_MS * MS;
    finding_printf_as(context, RULE_txn_retransmission_after_final,
                   is_certain ? SEVERITY_WARN : SEVERITY_NOTE,
                   "Sent again %s after the %u in frame %" PRIu32 ": %s",
                   duration_text(event->time - transaction->final_time, since), transaction->status,
                   transaction->final->frame,
                   is_certain ? "the answer does not reach the client (NAT, firewall, wrong port), "
                                "or the client discards it"
                              : "the answer does not reach the client, or takes long to get there");
}

/* RFC 3261 17.1.2.2: Timer E runs over unreliable transports alone; RFC 7118 5: WebSocket is a
 * reliable one. The same branch on another connection is a second leg and not judged here. What comes
 * sooner than any timer is the same packet at a second capture point. */
void rule_txn_retransmission_reliable(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    char since[DURATION_TEXT_SIZE];

    if (transaction->transport == TRANSPORT_UDP || transaction->transport == TRANSPORT_OTHER ||
        event->time - transaction->last_time < 300 * MS)
        return;
    finding_printf(context, RULE_txn_retransmission_reliable,
                "The REGISTER in frame %" PRIu32
                " is sent again on the same connection %s later, with the same branch",
                transaction->request->frame,
                duration_text(event->time - transaction->first_time, since));
}

/* RFC 3261 17.1.2.2, Timer F: by then the client has given up. A tenth more for its clock. */
void rule_txn_retransmission_late(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    int64_t timer_f = settings_timer_f(event->settings);
    int64_t age = event->time - transaction->first_time;
    char since[DURATION_TEXT_SIZE], limit[DURATION_TEXT_SIZE];

    if (age <= timer_f + timer_f / 10 ||
        finding_of(event->report, RULE_txn_retransmission_after_final))
        return;
    finding_printf(
        context, RULE_txn_retransmission_late,
        "The REGISTER in frame %" PRIu32
        " is sent again after %s with the same branch, although its transaction ended after %s",
        transaction->request->frame, duration_text(age, since), duration_text(timer_f, limit));
}

/* RFC 3261 17.1.2.2: T1, then twice as long each time. A longer time says nothing, because packets
 * that are lost on the way are what retransmissions are for; neither does one short time, because a
 * queue delivers late packets together. */
void rule_txn_retransmission_timing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    int64_t t1 = (int64_t)event->settings->t1_ms * MS;
    int64_t first = transaction->last_time - transaction->first_time;
    int64_t second = event->time - transaction->last_time;
    char first_text[DURATION_TEXT_SIZE], second_text[DURATION_TEXT_SIZE];

    if (transaction->resends != 1 || transaction->transport != TRANSPORT_UDP ||
        transaction->status || first >= t1 / 2 || second >= t1)
        return;
    finding_printf(context, RULE_txn_retransmission_timing,
                "Sent again %s and then another %s after the REGISTER in frame %" PRIu32
                ": the client should wait for T1, %u ms, and then twice that",
                duration_text(first, first_text), duration_text(second, second_text),
                transaction->request->frame, event->settings->t1_ms);
}

/* RFC 3261 17.1.2.2. One or two are what UDP is like. */
void rule_txn_retransmission(struct rule_context *context)
{
    enum { MANY = 3 };
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    unsigned number = transaction->resends + 1u;
    char since[DURATION_TEXT_SIZE];

    if (finding_of(event->report, RULE_txn_retransmission_after_final) ||
        finding_of(event->report, RULE_txn_retransmission_reliable) ||
        finding_of(event->report, RULE_txn_retransmission_late) ||
        finding_of(event->report, RULE_txn_retransmission_timing))
        return;
    finding_printf_as(
        context, RULE_txn_retransmission, number < MANY ? SEVERITY_CHAT : SEVERITY_NOTE,
        "Retransmission %u of the REGISTER in frame %" PRIu32 ", %s after the last one%s", number,
        transaction->request->frame, duration_text(event->time - transaction->last_time, since),
        transaction->provisional ? "; a provisional answer has come" : "");
}
