/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on what a client changes from one REGISTER of a registration to the next (RFC 3261 10.2,
 * 10.2.4).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 3261 10.2, 10.2.4: SHOULD, because the registrar cannot see the order otherwise. Redirection
 * may change it (8.1.3.4), IMS has to after a bad challenge (TS 24.229 5.1.1.5.1). */
void rule_refresh_callid_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = &event->before->last;
    unsigned status = event->before->attempt.last_status;
    bool looks_rebooted;

    if (!event->before->call_id || !event->own->binding || event->own->binding->expires_at <= event->time ||
        !endpoint_same_ip(&before->source, &event->facts->packet->source) ||
        (event->before->continues && status >= 300 && status < 400) ||
        (event->facts->is_ims && event->before->attempt.open) ||
        finding_of(event->report, RULE_retry_from_tag_changed))
        return;
    looks_rebooted = before->from_tag != event->facts->from_tag &&
                     before->source.port != event->facts->packet->source.port &&
                     event->facts->cseq < before->cseq;
    finding_printf(
        context, RULE_refresh_callid_changed,
        "%s is refreshed under a new Call-ID; the REGISTER in frame %" PRIu32 " had \"%s\"%s%s",
        event->own->binding->contact, before->frame, event->before->call_id,
        looks_rebooted
            ? "; From tag, source port and CSeq are new too, so the device probably restarted"
            : "; a client should keep it (RFC 3261 10.2)",
        event->facts->has_gruu ? "; temporary GRUUs are invalid now" : "");
}

/* RFC 3261 10.2.2, 10.2.4: the old binding stays until it lapses. Said at the first REGISTER. */
void rule_refresh_contact_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct binding *left = event->own->left_behind;
    bool moved, adds = false;
    char rest[DURATION_TEXT_SIZE];

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
    finding_printf_as(context, RULE_refresh_contact_changed, moved ? SEVERITY_CHAT : SEVERITY_NOTE,
                   "A new Contact, but %s (frame %" PRIu32
                   ") is neither refreshed nor removed: calls go to both for another %s%s",
                   left->contact, left->granted_in,
                   duration_text(left->expires_at - event->time, rest),
                   moved ? "; the client has another address now" : "");
}

/* The textbook sentence, for those who want it enforced; RFC 3261 demands none of it with a MUST. */
void rule_refresh_textbook(struct rule_context *context)
{
    const struct report *report = context->event->report;
    unsigned differs = report->same_known & ~(unsigned)report->same;
    GString *names;

    if (!context->event->settings->textbook_refresh || !differs)
        return;
    names = g_string_new(NULL);
    for (unsigned same = 0; same < SAME_COUNT; same++) {
        if (differs & (1u << same))
            g_string_append_printf(names, "%s%s", names->len ? ", " : "", report_same_name(same));
    }
    finding_printf(context, RULE_refresh_textbook,
                "Differs from the attempt before (frame %" PRIu32 ") in: %s",
                context->event->registration->before.frame, names->str);
    g_string_free(names, TRUE);
}

/* RFC 3261 8.1.1.3, 10.2: no sentence wants it to stay the same, so this is off unless asked for. */
void rule_refresh_from_tag_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = &event->before->last;

    if (!event->settings->tell_from_tags || event->before->continues || !before->report ||
        event->facts->incomplete || before->call_id != event->facts->call_id ||
        before->from_tag == event->facts->from_tag)
        return;
    finding_printf(context, RULE_refresh_from_tag_changed,
                "The From tag is not that of frame %" PRIu32
                ", which RFC 3261 leaves to the client",
                before->frame);
}

/* The REGISTER that bound what is refreshed now, on the client's own leg; NULL: something else came
 * in between, and explains what is different. */
static const struct last_request *accepted_before(const struct event *event)
{
    const struct last_request *before = &event->before->last;
    unsigned status = event->before->attempt.last_status;

    if (event->before->continues || !before->report || !before->answered || status < 200 || status >= 300 ||
        !event->own->binding || event->own->binding->state != BINDING_LIVE || event->facts->incomplete ||
        before->call_id != event->facts->call_id || event->transaction->hop != 1 ||
        before->hop != 1)
        return NULL;
    return before;
}

/* RFC 3261 10.2.4. A server that was used before is the other of a pair, and a client that moved is
 * served by another edge. A flow that failed may be built anew to another edge (RFC 5626 4.5). */
void rule_refresh_dest_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = accepted_before(event);
    const struct packet *packet = event->facts->packet;
    char old[ENDPOINT_TEXT_SIZE], new[ENDPOINT_TEXT_SIZE];

    if (!before || endpoint_same_ip(&before->destination, &packet->destination) ||
        event->before->server_cseq.frame || !endpoint_same_ip(&before->source, &packet->source) ||
        before->unreachable || event->transaction->wants_outbound)
        return;
    finding_printf(context, RULE_refresh_dest_changed,
                "The refresh goes to %s, although %s accepted the REGISTER in frame %" PRIu32
                " and nothing failed there",
                endpoint_to_text(&packet->destination, true, new),
                endpoint_to_text(&before->destination, true, old), before->frame);
}

static bool is_secure(unsigned transport)
{
    return transport == TRANSPORT_TLS || transport == TRANSPORT_WSS;
}

static const char *transport_name(unsigned transport)
{
    static const char *const names[] = {
        [TRANSPORT_UDP] = "UDP",   [TRANSPORT_TCP] = "TCP", [TRANSPORT_TLS] = "TLS",
        [TRANSPORT_SCTP] = "SCTP", [TRANSPORT_WS] = "WS",   [TRANSPORT_WSS] = "WSS",
    };

    return transport < G_N_ELEMENTS(names) && names[transport] ? names[transport]
                                                               : "another transport";
}

/* RFC 3261 18.1.1 even demands TCP for a large request. To give up encryption is a matter of
 * security, and told there. */
void rule_refresh_transport_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = accepted_before(event);
    unsigned now = event->facts->packet->transport;

    if (!before || before->transport == now || (is_secure(before->transport) && !is_secure(now)))
        return;
    finding_printf(context, RULE_refresh_transport_changed,
                "The refresh comes over %s, but the REGISTER in frame %" PRIu32 " came over %s",
                transport_name(now), before->frame, transport_name(before->transport));
}

/* Whether the packet comes from another place: each connection has a port of its own, IMS clients
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

/* RFC 5626 4.4.2, 8: the flow to the client is another one, but its Contact says nothing of it. */
void rule_refresh_source_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = accepted_before(event);
    const struct packet *packet = event->facts->packet;
    char old[ENDPOINT_TEXT_SIZE], new[ENDPOINT_TEXT_SIZE];

    if (!before || !(event->report->same & 1u << SAME_CONTACT) || !has_moved(event, before))
        return;
    finding_printf(context, RULE_refresh_source_changed,
                "The refresh comes from %s, the REGISTER in frame %" PRIu32
                " came from %s, but the Contact is the same: calls may still go to the old address",
                endpoint_to_text(&packet->source, true, new), before->frame,
                endpoint_to_text(&before->source, true, old));
}

/* RFC 3261 10.2: the Call-ID stands for one registrar. Only its host counts: a port or parameter
 * more is the same registrar. After a redirection the client may go back to where it began. */
void rule_refresh_uri_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = accepted_before(event);

    if (!before || event->before->attempt.redirected ||
        finding_of(event->report, RULE_refresh_dest_changed) || !before->request_uri ||
        !event->facts->request_uri || before->request_uri == event->facts->request_uri ||
        facts_same_host(before->request_uri, event->facts->request_uri))
        return;
    finding_printf(context, RULE_refresh_uri_changed,
                "The refresh is for %s, but the REGISTER in frame %" PRIu32
                " was for %s, under the same Call-ID",
                event->facts->request_uri, before->frame, before->request_uri);
}
