/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the order of the REGISTERs of one registration: their CSeq, and a REGISTER before the
 * previous one has ended (RFC 3261 10.2, 10.2.7, 10.3).
 */
#include "rules/engine.h"

/* RFC 3261 10.2, 10.3 step 7. Where no binding is left the registrar may accept it. UDP may deliver a lower one late; another server has not seen the
 * higher one. */
void rule_refresh_cseq_not_increased(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct server_cseq *before = &event->before->server_cseq;

    if (!facts->has_cseq || !before->frame || before->call_id != facts->call_id ||
        facts->cseq > before->cseq || finding_of(event->report, RULE_retry_cseq_same) ||
        event_is_failover(event))
        return;
    if (facts->cseq < before->cseq && facts->packet->transport == TRANSPORT_UDP &&
        event_since(event, before->time) < 1000 * MILLISECOND)
        return;
    if (event->registration && registration_is_forgotten(event->registration, facts->call_id))
        finding_add_as(
            context, FORM_refresh_cseq_not_increased_anew, SEVERITY_NOTE,
            VALUES(of_number(facts->cseq), of_number(before->cseq), of_frame(before->frame)));
    else
        finding_add(
            context, FORM_refresh_cseq_not_increased,
            VALUES(of_number(facts->cseq), of_number(before->cseq), of_frame(before->frame)));
}

/* RFC 3261 10.2: one higher for each REGISTER of a Call-ID. A client that counts all it sends jumps
 * every time: that is reported once. Requests to a server outside the capture count too. */
void rule_refresh_cseq_gap(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct report *report = event->report;
    const struct last_request *before = &event->before->last;
    uint32_t last;

    if (!report->has_cseq_step || report->cseq_step <= 1 || !event->registration ||
        event->registration->cseq_gaps != 1 || before->call_id != event->facts->call_id ||
        !endpoint_same_ip(&before->destination, &event->facts->packet->destination))
        return;
    last = event->facts->cseq - (uint32_t)report->cseq_step;
    finding_add(context, FORM_refresh_cseq_gap,
                VALUES(of_number(event->facts->cseq), of_number(last),
                       of_frame(before->cseq == last ? before->frame : 0)));
}

/* Credentials for a challenge that the capture lacks: it lacks a response. */
static bool lacks_a_response(const struct event *event)
{
    return event->facts->credentials_count &&
           event->registration->last.login != event->before->last.login;
}

/* Credentials, and nothing from the server so far: the capture may have one direction only. */
static bool lacks_all_responses(const struct event *event)
{
    return !event->server->has_responded &&
           (event->facts->credentials_count || event->before->last.login);
}

/* The previous REGISTER went the same way, and nothing is known to have ended it. */
static bool previous_is_open(const struct event *event)
{
    const struct last_request *before = &event->before->last;
    const struct packet *packet = event->facts->packet;

    return event->registration && before->report && !before->has_response && !before->unreachable &&
           before->call_id == event->facts->call_id && before->hop == event->transaction->hop &&
           before->transport == packet->transport &&
           endpoint_equal(&before->destination, &packet->destination) &&
           endpoint_same_ip(&before->source, &packet->source) && !event->facts->incomplete &&
           !lacks_a_response(event) && !lacks_all_responses(event) &&
           event->capture->gap == GAP_NONE;
}

static bool removes(const struct report_contact *contact)
{
    return contact->has_requested && contact->requested_s == 0;
}

/* RFC 3261 17.1.2.2: over UDP a client that gets no response retransmits after T1, and again. */
static bool was_not_retransmitted(const struct event *event)
{
    const struct last_request *before = &event->before->last;

    return before->transport == TRANSPORT_UDP && !before->was_retransmitted &&
           event_since(event, before->time) > 10 * (int64_t)event->settings->t1_ms * MILLISECOND;
}

/* The same Contacts, and each to be bound or removed as before. */
static bool wants_the_same(const struct report *before, const struct report *now)
{
    if (before->contact_count != now->contact_count)
        return false;
    for (unsigned i = 0; i < now->contact_count; i++) {
        bool found = false;

        for (unsigned j = 0; j < before->contact_count && !found; j++)
            found = removes(&before->contacts[j]) == removes(&now->contacts[i]) &&
                    (before->contacts[j].sent == now->contacts[i].sent ||
                     facts_same_uri(before->contacts[j].sent, now->contacts[i].sent));
        if (!found)
            return false;
    }
    return true;
}

/* RFC 3261 10.2. Only a retransmission proves that the client still waited. What was not retransmitted got a
 * response outside the capture; what comes on a new connection was sent because the previous one failed; a query
 * changes nothing; UDP may deliver out of order. */
void rule_reg_overlap(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = &event->before->last;
    const struct packet *packet = event->facts->packet;
    int64_t since = event_since(event, before->time);
    bool is_same;

    if (!previous_is_open(event) || was_not_retransmitted(event) ||
        event->facts->cseq <= before->cseq || since == ELAPSED_UNKNOWN ||
        since >= settings_timer_f(event->settings) ||
        (packet->transport != TRANSPORT_UDP && before->source.port != packet->source.port) ||
        !before->report->contact_count || !event->report->contact_count)
        return;
    is_same = wants_the_same(before->report, event->report);
    finding_add_as(context, FORM_reg_overlap,
                   is_same || !before->was_retransmitted ? SEVERITY_NOTE : SEVERITY_WARN,
                   VALUES(of_number(is_same), of_time(since), of_frame(before->frame)));
}

/* RFC 3261 10.2: one Call-ID for all REGISTERs to a registrar. Flows (RFC 5626 4.2.1) are registrations
 * of their own. */
void rule_reg_instance_burst(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct registration *registration = event->registration;
    const struct burst *burst = &registration->past->burst;

    if (!event_is_accepted(event) || burst->reached_in != event->report->frame)
        return;
    finding_add(
        context, FORM_reg_instance_burst,
        VALUES(of_text(registration->instance ? registration->instance : registration->contact),
               of_number(BURST_CALL_IDS),
               of_time(burst->times[0] - burst->times[BURST_CALL_IDS - 1])));
}

/* RFC 3261 10.2.7. At another server, or from another address of the client, it is not the same
 * again. */
void rule_reg_retry_after_timeout(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = &event->before->last;
    int64_t since = event_since(event, before->time) - settings_timer_f(event->settings);

    if (!previous_is_open(event) || since < 0 ||
        since >= (int64_t)event->settings->timeout_pause_ms * MILLISECOND)
        return;
    finding_add(context, FORM_reg_retry_after_timeout,
                VALUES(of_time(since), of_frame(before->frame),
                       of_time(settings_timer_f(event->settings))));
}

/* RFC 3261 10.3 steps 6 and 7. A REGISTER that was sent before the other was accepted may have been
 * handled first; another registrar need not have seen the other. */
void rule_order_stale_accepted(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;

    if (!event_is_accepted(event) || transaction->incomplete || transaction->is_removal)
        return;
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct event_contact *each = &event->bindings->contacts[i];
        const struct binding *before = &each->before;

        if (!each->had_before || before->state != BINDING_LIVE ||
            before->owner != event->registration || before->call_id != transaction->call_id ||
            before->cseq < transaction->cseq || transaction->first_time <= before->granted_at ||
            transaction->first_time >= before->expires_at ||
            !endpoint_same_ip(&before->server, &transaction->server))
            continue;
        finding_add(context, FORM_order_stale_accepted,
                    VALUES(of_number(transaction->cseq), of_text(each->contact->sent),
                           of_number(before->cseq), of_frame(before->granted_in)));
        return;
    }
}

/* RFC 3261 10.3 step 7: it only says that the request fails. */
void rule_order_stale_rejected(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct report *request = event->transaction ? event->transaction->request : NULL;

    if (!request || event->facts->status < 400 || event_is_challenge(event) ||
        event->response->is_second_final ||
        !(finding_of(request, RULE_refresh_cseq_not_increased) ||
          finding_of(request, RULE_retry_cseq_same)))
        return;
    finding_add(context, FORM_order_stale_rejected,
                VALUES(of_number(event->facts->status), of_number(event->facts->cseq),
                       of_frame(request->frame)));
}
