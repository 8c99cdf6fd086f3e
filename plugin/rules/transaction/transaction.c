/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on transactions (RFC 3261 17): is a REGISTER answered, in time, and once.
 */
#include "rules/engine.h"

#include <inttypes.h>

#define SECOND G_GINT64_CONSTANT(1000000000)

/* RFC 3263 4.3: another server has taken the REGISTER since. */
static bool went_on_elsewhere(const struct event *event)
{
    const struct registration *registration = event->registration;

    return registration->state == STATE_REGISTERED && registration->last.answered &&
           !endpoint_equal(&registration->last.destination, &event->transaction->server);
}

static const char *seen_instead(const struct event *event)
{
    if (event->flow)
        return "its connection was lost";
    if (event->transaction->unreachable)
        return "ICMP says it cannot be delivered";
    return event->transaction->provisional ? "only a provisional answer" : NULL;
}

/* Over UDP a client that gets no answer repeats its request after T1: one that does not got an answer
 * that is not in the capture, as far as one can see, or is gone itself. Over TCP credentials tell of
 * a challenge that is not in it. */
static bool may_be_answered(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    if (transaction->transport == TRANSPORT_UDP)
        return transaction->resends == 0;
    return !event->server->has_responded && transaction->has_credentials;
}

/* RFC 3261 17.1.2.2, Timer F. A server that never says anything may be captured one way only: that
 * is said once. */
void rule_txn_unanswered(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    const char *seen = seen_instead(event);
    bool is_unseen = !seen && may_be_answered(event);
    bool is_doubtful = is_unseen || went_on_elsewhere(event);
    const char *doubt = "";
    char server[ENDPOINT_TEXT_SIZE], waited[DURATION_TEXT_SIZE];

    if (!event->server->has_responded && !transaction->unreachable && event->server->unanswered > 0)
        return;
    if (finding_of(event->report, RULE_txn_connection_lost))
        return;
    if (went_on_elsewhere(event))
        doubt = "; the client went on to another server, which took it";
    else if (!event->server->has_responded)
        doubt =
            "; nothing was ever seen from that server, so the capture may show one direction only";
    else if (is_unseen)
        doubt = "; the client did not send it again, so the answer may only be missing here";
    finding_printf_as(context, RULE_txn_unanswered, is_doubtful ? SEVERITY_NOTE : SEVERITY_WARN,
                   "The REGISTER in frame %" PRIu32
                   " to %s got no final answer within %s: %s (transmissions: %u)%s",
                   event->report->frame, endpoint_to_text(&transaction->server, true, server),
                   duration_text(settings_timer_f(event->settings), waited),
                   seen ? seen : "no answer at all", transaction->resends + 1u, doubt);
}

/* After T1 a client repeats its request over UDP (RFC 3261 17.1.2.2). */
void rule_txn_slow(struct rule_context *context)
{
    const struct event *event = context->event;
    int64_t t1 = (int64_t)event->settings->t1_ms * 1000000;
    char took[DURATION_TEXT_SIZE], limit[DURATION_TEXT_SIZE];

    if (!event->transaction || event->facts->status < 200 || event->response->is_second_final ||
        event->report->response_time <= t1)
        return;
    finding_printf(context, RULE_txn_slow,
                "The final answer came %s after the REGISTER in frame %" PRIu32
                "; over UDP a client sends again after %s",
                duration_text(event->report->response_time, took), event->report->request_in,
                duration_text(t1, limit));
}

/* RFC 3261 18.1.2. The REGISTER may be from before the capture, or on a way that it does not see: so
 * only where others of the same agent, and to the same server, are in it. TCP segments that Wireshark
 * cannot put together hide their REGISTER. */
void rule_txn_response_orphan(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    int64_t remembered = settings_timer_f(event->settings);

    if (event->transaction || facts->incomplete || facts->packet->transport != TRANSPORT_UDP ||
        !event->registration || !event->registration->attempts || !event->server ||
        !event->server->was_asked ||
        event->time - event->counts->began <= remembered)
        return;
    finding_printf(
        context, RULE_txn_response_orphan,
        "No recent REGISTER has the Via branch of this %u, nor its Call-ID and CSeq %" PRIu32
        ": the client discards it (RFC 3261 18.1.2)",
        facts->status, facts->cseq);
}

/* RFC 3261 8.2.2.2. A proxy passes a REGISTER on as a leg of the first one; what comes to the same
 * server from elsewhere while that waits took another way. */
void rule_txn_merged(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct last_request *previous;

    if (!(event->triggers & ON_ANY_REQUEST)) {
        if (facts->status == 482 && event->transaction)
            finding_printf(context, RULE_txn_merged,
                        "482: the server got the REGISTER in frame %" PRIu32
                        " a second time by another way, or it went in a loop",
                        event->report->request_in);
        return;
    }
    previous = &event->before->last;
    if (!previous->report || previous->answered || previous->call_id != facts->call_id ||
        previous->cseq != facts->cseq || previous->from_tag != facts->from_tag ||
        facts->has_to_tag || !endpoint_equal(&previous->destination, &facts->packet->destination) ||
        endpoint_same_ip(&previous->source, &facts->packet->source) ||
        event->time - previous->time > settings_timer_f(event->settings))
        return;
    finding_printf(context, RULE_txn_merged,
                "The same REGISTER as in frame %" PRIu32
                ", from elsewhere and with another branch, while that one waits: the server should "
                "refuse it with 482 (RFC 3261 8.2.2.2)",
                previous->frame);
}
