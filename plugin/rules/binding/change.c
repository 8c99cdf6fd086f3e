/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on what a client changes from one REGISTER of a registration to the next (RFC 3261 10.2,
 * 10.2.4).
 */
#include "rules/engine.h"

/* RFC 3261 10.2, 10.2.4: SHOULD, because the registrar cannot see the order otherwise. A redirection
 * may change it (8.1.3.4), and an IMS terminal must after a bad challenge (TS 24.229 5.1.1.5.1). */
void rule_refresh_callid_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = &event->before->last;
    unsigned status = event->before->attempt.last_status;
    bool looks_rebooted;

    if (!event->before->call_id || !event->own->binding ||
        event->own->binding->expires_at <= event->time ||
        !endpoint_same_ip(&before->source, &event->facts->packet->source) ||
        (event->before->continues && status >= 300 && status < 400) ||
        (event->facts->is_ims && event->before->attempt.open) ||
        finding_of(event->report, RULE_retry_from_tag_changed))
        return;
    looks_rebooted = before->from_tag != event->facts->from_tag &&
                     before->source.port != event->facts->packet->source.port &&
                     event->facts->cseq < before->cseq;
    finding_add(context,
                looks_rebooted ? FORM_refresh_callid_changed_restart : FORM_refresh_callid_changed,
                VALUES(of_text(event->own->binding->contact), of_frame(before->frame),
                       of_text(event->before->call_id), of_number(event->facts->has_gruu)));
}

/* RFC 3261 10.2.2, 10.2.4: the old binding stays until it expires. Only the first REGISTER of an
 * attempt says so. */
void rule_refresh_contact_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct binding *left = event->own->left_behind;
    bool moved, adds = false;

    if (!left || event->before->continues || event->facts->incomplete)
        return;
    for (unsigned i = 0; i < event->facts->contact_count; i++) {
        const struct facts_contact *contact = &event->facts->contacts[i];

        adds |= (!contact->has_expires || contact->expires_s > 0) &&
                !registration_find_binding(event->registration, contact->uri, contact->instance,
                                           contact->reg_id);
    }
    if (!adds)
        return;
    moved = !endpoint_same_ip(&left->source, &event->facts->packet->source);
    finding_add_as(context, FORM_refresh_contact_changed, moved ? SEVERITY_CHAT : SEVERITY_NOTE,
                   VALUES(of_text(left->contact), of_frame(left->granted_in),
                          of_time(left->expires_at - event->time), of_number(moved)));
}

/* What textbooks say, for those who want it enforced; RFC 3261 has no MUST for any of it. */
void rule_refresh_textbook(struct rule_context *context)
{
    const struct report *report = context->event->report;
    unsigned differs = report->same_known & ~(unsigned)report->same;

    if (!context->event->settings->textbook_refresh || !differs)
        return;
    finding_add(
        context, FORM_refresh_textbook,
        VALUES(of_frame(context->event->registration->past->before.frame), of_number(differs)));
}

/* RFC 3261 8.1.1.3, 10.2: nothing there requires it to stay the same, so this is off unless switched
 * on. */
void rule_refresh_from_tag_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = &event->before->last;

    if (!event->settings->tell_from_tags || event->before->continues || !before->report ||
        event->facts->incomplete || before->call_id != event->facts->call_id ||
        before->from_tag == event->facts->from_tag)
        return;
    finding_add(context, FORM_refresh_from_tag_changed, VALUES(of_frame(before->frame)));
}

/* The REGISTER that bound what is refreshed now, on the client's own hop; NULL: something else came
 * in between, and explains what is different. */
static const struct last_request *accepted_before(const struct event *event)
{
    const struct last_request *before = &event->before->last;
    unsigned status = event->before->attempt.last_status;

    if (event->before->continues || !before->report || !before->has_response || status < 200 ||
        status >= 300 || !event->own->binding || event->own->binding->state != BINDING_LIVE ||
        event->facts->incomplete || before->call_id != event->facts->call_id ||
        event->transaction->hop != 1 || before->hop != 1)
        return NULL;
    return before;
}

/* RFC 3261 10.2.4. A server that was used before is the other of a pair, and a client that moved is
 * served by another edge. A flow that failed may be set up again to another edge (RFC 5626 4.5). */
void rule_refresh_dest_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = accepted_before(event);
    const struct packet *packet = event->facts->packet;

    if (!before || endpoint_same_ip(&before->destination, &packet->destination) ||
        event->before->server_cseq.frame || !endpoint_same_ip(&before->source, &packet->source) ||
        before->unreachable || event->transaction->wants_outbound)
        return;
    finding_add(context, FORM_refresh_dest_changed,
                VALUES(of_endpoint(&packet->destination), of_endpoint(&before->destination),
                       of_frame(before->frame)));
}

/* RFC 3261 18.1.1 even requires TCP for a large request. Giving up encryption is a matter of security,
 * and reported there. */
void rule_refresh_transport_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = accepted_before(event);
    unsigned now = event->facts->packet->transport;

    if (!before || before->transport == now ||
        (transport_is_secure(before->transport) && !transport_is_secure(now)))
        return;
    finding_add(context, FORM_refresh_transport_changed,
                VALUES(of_number(now), of_frame(before->frame), of_number(before->transport)));
}

/* Whether the packet comes from another source: each connection has a port of its own, IMS clients
 * have protected ones (TS 24.229 5.1.1.5), and some send from any port but listen on one. */
static bool has_moved(const struct event *event, const struct last_request *before)
{
    const struct packet *packet = event->facts->packet;

    if (!endpoint_same_ip(&before->source, &packet->source))
        return endpoint_is_private(&packet->source) ||
               !endpoint_same_network(&before->source, &packet->source,
                                      event->settings->pool_prefix);
    return packet->transport == TRANSPORT_UDP && before->transport == TRANSPORT_UDP &&
           before->source.port != packet->source.port && before->is_symmetric &&
           !event->registration->is_ims;
}

/* RFC 5626 4.4.2, 8: the flow to the client is another one, but its Contact does not show it. */
void rule_refresh_source_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = accepted_before(event);

    if (!before || !(event->report->same & 1u << SAME_CONTACT) || !has_moved(event, before))
        return;
    finding_add(context, FORM_refresh_source_changed,
                VALUES(of_endpoint(&event->facts->packet->source), of_frame(before->frame),
                       of_endpoint(&before->source)));
}

/* RFC 3261 10.2: the Call-ID stands for one registrar. Only its host counts: with a port or parameter
 * more it is the same registrar. After a redirection the client may go back to where it began. */
void rule_refresh_uri_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = accepted_before(event);

    if (!before || event->before->attempt.redirected ||
        finding_of(event->report, RULE_refresh_dest_changed) || !before->request_uri ||
        !event->facts->request_uri || before->request_uri == event->facts->request_uri ||
        facts_same_host(before->request_uri, event->facts->request_uri))
        return;
    finding_add(context, FORM_refresh_uri_changed,
                VALUES(of_text(event->facts->request_uri), of_frame(before->frame),
                       of_text(before->request_uri)));
}
