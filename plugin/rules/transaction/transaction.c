/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on transactions (RFC 3261 17): does a REGISTER get a final response, in time, and once.
 */
#include "rules/engine.h"

/* RFC 3263 4.3: another server has accepted the REGISTER since. */
static bool has_switched_server(const struct event *event)
{
    const struct registration *registration = event->registration;

    return registration->state == STATE_REGISTERED && registration->last.has_response &&
           !endpoint_equal(&registration->last.destination, &event->transaction->server);
}

/* It has tried again by now, and was accepted before its binding expired. A try that comes later is not known yet: then
 * a Warning has been given, for it may be the last one. */
static bool has_kept_binding(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct report *request = event->transaction->request;

    return registration->state == STATE_REGISTERED && registration->last.has_response &&
           registration->last.time > event->transaction->last_time && request->has_remaining &&
           registration->last.time < event->transaction->first_time + request->remaining;
}

/* What the client got instead of a final response, as the sentences name it. */
enum instead { INSTEAD_NOTHING, INSTEAD_PROVISIONAL, INSTEAD_ICMP, INSTEAD_LOSS };

static enum instead seen_instead(const struct event *event)
{
    if (event->flow)
        return INSTEAD_LOSS;
    if (event->transaction->unreachable)
        return INSTEAD_ICMP;
    return event->transaction->provisional ? INSTEAD_PROVISIONAL : INSTEAD_NOTHING;
}

/* Nothing ever came from the server, nor an error in its place: the capture may have one direction
 * only. */
static bool is_unheard(const struct event *event)
{
    return !event->server->has_responded && !event->server->is_heard && !event->flow &&
           !event->transaction->unreachable;
}

/* Over UDP a client that gets no response retransmits after T1: one that does not has probably got
 * a response that the capture lacks, or is gone itself. Over TCP nothing is retransmitted: of a server that
 * is never heard the capture may have one direction only. */
static bool may_have_got_response(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    if (transaction->transport == TRANSPORT_UDP)
        return transaction->retransmissions == 0;
    return is_unheard(event);
}

/* RFC 3261 17.1.2.2, Timer F. A server that never responds is reported once for each
 * client. */
void rule_txn_unanswered(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    enum instead seen = seen_instead(event);
    bool is_unseen = seen == INSTEAD_NOTHING && may_have_got_response(event);
    bool is_minor = is_unseen || has_switched_server(event) || has_kept_binding(event);
    enum form form = FORM_txn_unanswered;

    if (!event->server->has_responded && !transaction->unreachable &&
        endpoint_equal(&event->registration->silent, &transaction->server))
        return;
    /* The client may go on over another connection. */
    if (finding_of(event->report, RULE_txn_connection_lost) && !event->attempt_failed)
        return;
    if (has_switched_server(event))
        form = FORM_txn_unanswered_failover;
    else if (is_unheard(event))
        form = FORM_txn_unanswered_one_way;
    else if (is_unseen)
        form = FORM_txn_unanswered_once;
    finding_add_as(context, form, is_minor ? SEVERITY_NOTE : SEVERITY_WARN,
                   VALUES(of_frame(event->report->frame), of_endpoint(&transaction->server),
                          of_number(transaction->retransmissions + 1), of_number(seen)));
}

/* Over UDP a client retransmits after T1 (RFC 3261 17.1.2.2). */
void rule_txn_slow(struct rule_context *context)
{
    const struct event *event = context->event;
    int64_t t1 = (int64_t)event->settings->t1_ms * MILLISECOND;

    if (!event->transaction || event->facts->status < 200 || event->response->is_second_final ||
        event->report->response_time <= t1)
        return;
    finding_add(context, FORM_txn_slow,
                VALUES(of_time(event->report->response_time), of_frame(event->report->request_in),
                       of_time(t1), of_number(event->transaction->transport)));
}

/* RFC 3261 18.1.2. The REGISTER may be from before the capture, or take a path that is not
 * captured: so only where others of the same agent, and to the same server, are in it. TCP segments
 * that Wireshark cannot reassemble hide their REGISTER. */
void rule_txn_response_orphan(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    int64_t remembered = settings_timer_f(event->settings);

    if (event->transaction || facts->incomplete || facts->packet->transport != TRANSPORT_UDP ||
        !event->registration || !event->registration->attempts || !event->server ||
        !event->server->got_request || event->time - event->counts->began <= remembered)
        return;
    finding_add(context, FORM_txn_response_orphan,
                VALUES(of_number(facts->status), of_number(facts->cseq)));
}

/* RFC 3261 8.2.2.2. What a proxy forwards is another hop of the same REGISTER; what comes to the
 * same server from another source address while that one is pending took another path. */
void rule_txn_merged(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct last_request *previous;

    if (!(event->triggers & ON_ANY_REQUEST)) {
        if (facts->status == 482 && event->transaction)
            finding_add(context, FORM_txn_merged_482, VALUES(of_frame(event->report->request_in)));
        return;
    }
    previous = &event->before->last;
    if (!previous->report || previous->has_response || previous->call_id != facts->call_id ||
        previous->cseq != facts->cseq || previous->from_tag != facts->from_tag ||
        facts->has_to_tag || !endpoint_equal(&previous->destination, &facts->packet->destination) ||
        endpoint_same_ip(&previous->source, &facts->packet->source) ||
        event_since(event, previous->time) > settings_timer_f(event->settings))
        return;
    finding_add(context, FORM_txn_merged, VALUES(of_frame(previous->frame)));
}
