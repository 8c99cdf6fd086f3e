/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on NAT: who is behind one, and can it be reached (RFC 3261 18.2.1, RFC 3581, RFC 5626 4.4).
 */
#include "rules/engine.h"

#include <inttypes.h>

static bool address_differs(const struct facts_via *via)
{
    return via->received.family != ENDPOINT_NONE && via->sent_by.family != ENDPOINT_NONE &&
           !endpoint_same_ip(&via->received, &via->sent_by);
}

void rule_nat_detected(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts_via *via = &event->facts->via;
    struct endpoint seen = via->received.family != ENDPOINT_NONE ? via->received : via->sent_by;
    char inside[ENDPOINT_TEXT_SIZE], outside[ENDPOINT_TEXT_SIZE];

    if (!event->transaction || !event->registration ||
        !facts_tell_of_nat(event->facts, event->registration->is_ims))
        return;
    seen.port = via->rport;
    finding_printf(context, RULE_nat_detected,
                "The client calls itself %s, but the server sees it as %s: %s",
                endpoint_to_text(&via->sent_by, true, inside),
                endpoint_to_text(&seen, via->rport != 0, outside),
                address_differs(via) ? "there is a NAT between them"
                                     : "a NAT between them, or a client that sends from another "
                                       "port than it listens on");
}

/* A private Contact that is not the address the packet comes from. */
static bool is_unreachable(const struct endpoint *host, const struct endpoint *source)
{
    return endpoint_is_private(host) && !endpoint_same_ip(host, source);
}

/* Seen at the registrar's side: the packet has a public source, its Contact does not. */
static void judge_request(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    char source[ENDPOINT_TEXT_SIZE];

    if (event->settings->capture_side == CAPTURE_SIDE_CLIENT || facts->via_count != 1 ||
        endpoint_is_private(&facts->packet->source) || facts->contact_count == 0 ||
        event->transaction->is_removal || event->transaction->is_reachable || event->before->continues)
        return;
    if (!is_unreachable(&facts->contacts[0].host, &facts->packet->source))
        return;
    finding_printf(context, RULE_nat_contact_private,
                "The Contact %s is private, but the REGISTER comes from %s: calls cannot reach it "
                "without help of the registrar",
                facts->contacts[0].uri, endpoint_to_text(&facts->packet->source, true, source));
}

/* Seen at the client's side: the answer tells. */
static void judge_answer(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct report_contact *contact;
    struct endpoint host;
    char seen[ENDPOINT_TEXT_SIZE];

    if (!event_is_accepted(event) || event->transaction->is_removal ||
        event->report->contact_count == 0 || event->transaction->is_reachable ||
        event->settings->capture_side == CAPTURE_SIDE_SERVER || event->facts->requires_outbound ||
        event->facts->via_count != 1 || !address_differs(&event->facts->via) ||
        (event->registration->latest &&
         finding_of(event->registration->latest, RULE_nat_contact_private)))
        return;
    contact = &event->report->contacts[0];
    if (!contact->granted || !facts_same_uri(contact->sent, contact->granted) ||
        !facts_uri_endpoint(contact->sent, &host) ||
        !is_unreachable(&host, &event->facts->via.received))
        return;
    finding_printf(context, RULE_nat_contact_private,
                "The Contact %s is private, and the server sees the client at %s but did not "
                "rewrite it: calls cannot reach it without help of the registrar",
                contact->sent, endpoint_to_text(&event->facts->via.received, false, seen));
}

/* RFC 3581 9, RFC 5626 1. Over WebSocket and TLS calls come back on the same connection (RFC 7118
 * 5), with outbound, Path and GRUU on the same flow. */
void rule_nat_contact_private(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event->transaction || (event->transaction->transport != TRANSPORT_UDP &&
                                event->transaction->transport != TRANSPORT_TCP))
        return;
    if (event->triggers & ON_ANY_REQUEST)
        judge_request(context);
    else
        judge_answer(context);
}

/* A REGISTER of the client itself over UDP that binds a Contact and begins an attempt: its retries
 * would only repeat what is found in it. Outbound, Path and GRUU take requests to the client whatever
 * its Contact says, and IMS sends from a protected port and listens on another (TS 33.203 7.1). */
static bool is_plain_udp(const struct event *event)
{
    return event->transaction && event->registration && event->facts->via_count == 1 &&
           event->transaction->transport == TRANSPORT_UDP && !event->registration->is_ims;
}

static bool binds_by_contact(const struct event *event)
{
    return event->transaction && event->facts->via_count == 1 && event->facts->contact_count &&
           !event->transaction->is_removal && !event->transaction->is_reachable;
}

/* RFC 3261 10.2.1. WebSocket clients have no address to give (RFC 7118 5), and over a connection a
 * name that is nobody's may mean that requests are to come back on it. */
void rule_nat_contact_unroutable(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct endpoint *source = &event->facts->packet->source;
    char from[ENDPOINT_TEXT_SIZE];

    if (!binds_by_contact(event) || event->before->continues || source->family == ENDPOINT_NONE ||
        endpoint_is_unroutable(source) ||
        (event->transaction->transport != TRANSPORT_UDP &&
         event->transaction->transport != TRANSPORT_TCP))
        return;
    for (unsigned i = 0; i < event->facts->contact_count; i++) {
        const struct facts_contact *contact = &event->facts->contacts[i];
        bool is_nowhere =
            contact->host.family != ENDPOINT_NONE
                ? endpoint_is_unroutable(&contact->host)
                : event->transaction->transport == TRANSPORT_UDP && facts_is_invalid(contact->uri);

        if (!is_nowhere || (contact->has_expires && contact->expires_s == 0))
            continue;
        finding_printf(context, RULE_nat_contact_unroutable,
                    "Nobody can reach the Contact %s, and the REGISTER comes from %s: calls will "
                    "not arrive",
                    contact->uri, endpoint_to_text(source, true, from));
        return;
    }
}

/* RFC 3581 9: the client can register what it learnt; the first REGISTER after that shows whether it
 * does. A registrar that replaced the Contact before does not need it. */
void rule_nat_contact_not_updated(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct registration *registration = event->registration;
    const struct report_contact *accepted;
    char seen[ENDPOINT_TEXT_SIZE];

    if (!is_plain_udp(event) || !binds_by_contact(event) || !registration->public_address.new_in ||
        !event->before->last.report || event->before->last.frame > registration->public_address.new_in ||
        event->facts->via.sent_by.family == ENDPOINT_NONE ||
        endpoint_same_ip(&registration->public_address.at, &event->facts->via.sent_by) ||
        !is_unreachable(&event->facts->contacts[0].host, &registration->public_address.at) ||
        !event->before->last.report->contact_count ||
        !facts_same_uri(event->facts->contacts[0].uri, event->before->last.report->contacts[0].sent) ||
        finding_of(registration->latest, RULE_nat_contact_private))
        return;
    accepted = registration->accepted && registration->accepted->contact_count
                   ? &registration->accepted->contacts[0]
                   : NULL;
    if (accepted && accepted->granted && !facts_same_uri(accepted->sent, accepted->granted))
        return;
    finding_printf(context, RULE_nat_contact_not_updated,
                "The Contact is still %s, although frame %" PRIu32
                " told the client that it is seen at %s: calls arrive only if the registrar takes "
                "care of the NAT",
                event->facts->contacts[0].uri, registration->public_address.new_in,
                endpoint_to_text(&registration->public_address.at, registration->public_address.at.port != 0, seen));
}

/* Same host and port, where both are addresses; what else differs is no other place. */
static bool is_elsewhere(const char *sent, const struct facts_contact *listed)
{
    struct endpoint before;

    if (sent == listed->uri)
        return false;
    if (listed->host.family == ENDPOINT_NONE || !facts_uri_endpoint(sent, &before))
        return !facts_same_host(sent, listed->uri);
    return !endpoint_equal(&before, &listed->host);
}

/* Beyond RFC 3261, which stores the Contact as it was sent. */
void rule_nat_contact_rewritten(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts_via *via = &event->facts->via;

    if (!event_is_accepted(event))
        return;
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct event_contact *contact = &event->bindings->contacts[i];
        const struct endpoint *place;
        bool is_seen;

        if (contact->outcome > CONTACT_REFRESHED || !contact->listed ||
            !is_elsewhere(contact->contact->sent, contact->listed))
            continue;
        place = &contact->listed->host;
        is_seen = endpoint_same_ip(place, &via->received) ||
                  endpoint_same_ip(place, &event->transaction->client);
        finding_printf(context, RULE_nat_contact_rewritten,
                    "%s was sent but %s is listed: rewritten to %s", contact->contact->sent,
                    contact->listed->uri,
                    is_seen ? "where the REGISTER came from"
                            : "another address, for instance that of an SBC");
    }
}

/* RFC 3581 9 works if requests come back to the port that is registered. A client that sends from any
 * port and listens on one says so: no rport, and that port in its Via. */
void rule_nat_contact_port(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct endpoint *source = &facts->packet->source;
    const struct endpoint *sent_by = &facts->via.sent_by;
    const char *other = NULL;
    char from[ENDPOINT_TEXT_SIZE];

    if (!is_plain_udp(event) || !binds_by_contact(event) || event->before->continues)
        return;
    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct endpoint *host = &facts->contacts[i].host;

        if (!endpoint_same_ip(host, source))
            continue;
        if (host->port == source->port ||
            (!facts->via.has_rport && sent_by->port == host->port &&
             (sent_by->family == ENDPOINT_NONE || endpoint_same_ip(sent_by, host))))
            return;
        other = facts->contacts[i].uri;
    }
    if (other)
        finding_printf(context, RULE_nat_contact_port,
                    "The Contact %s has another port than the REGISTER was sent from (%s): calls "
                    "arrive only if the client listens there and no NAT is in between",
                    other, endpoint_to_text(source, true, from));
}

/* RFC 3581 3, RFC 5626 4.3: without rport the answer goes to the port in the Via, which the NAT does not
 * know. */
void rule_nat_no_rport(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts_via *via = &event->facts->via;
    const struct endpoint *source = &event->facts->packet->source;
    const struct public_address *seen;
    char inside[ENDPOINT_TEXT_SIZE], outside[ENDPOINT_TEXT_SIZE];
    bool is_outside;

    if (!event->transaction || !event->registration || event->before->continues ||
        event->facts->via_count != 1 || event->transaction->transport != TRANSPORT_UDP ||
        via->has_rport || via->has_maddr || via->sent_by.family == ENDPOINT_NONE ||
        source->family == ENDPOINT_NONE)
        return;
    seen = &event->registration->public_address;
    is_outside = event->settings->capture_side != CAPTURE_SIDE_CLIENT &&
                 !endpoint_same_ip(&via->sent_by, source);
    if (!is_outside &&
        (seen->at.family == ENDPOINT_NONE || endpoint_same_ip(&seen->at, &via->sent_by)))
        return;
    finding_printf(context, RULE_nat_no_rport,
                "The Via has no rport, and a NAT turns %s into %s: the answer goes to port %u "
                "there, which the NAT may not let in",
                endpoint_to_text(&via->sent_by, false, inside),
                endpoint_to_text(is_outside ? source : &seen->at, false, outside),
                via->sent_by.port);
}

/* RFC 5626 4.4.2: NATs forget an idle UDP mapping after 30 s to some minutes. */
void rule_nat_expiry_too_long(struct rule_context *context)
{
    const struct event *event = context->event;
    char silence[DURATION_TEXT_SIZE];

    finding_printf(context, RULE_nat_expiry_too_long,
                "The client behind a NAT was granted %" PRIu32
                " s, but its flow was silent for %s: the NAT may forget it after %u s, and calls "
                "do not arrive then",
                event->flow->granted_s, duration_text(event->flow->silence, silence),
                event->settings->nat_timeout_s);
}

/* RFC 5626 8: another mapped address means that the flow has failed. Only where the client sends from
 * the same place, calls itself the same and asks the same server is it the NAT that changed; a NAT may
 * keep one mapping for each server. */
void rule_nat_rebinding(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct public_address *before = &event->response->public_address, *now;
    char old[ENDPOINT_TEXT_SIZE], new[ENDPOINT_TEXT_SIZE];

    if (!is_plain_udp(event) || event->facts->status < 200 || event->response->is_second_final)
        return;
    now = &event->registration->public_address;
    if (!before->told_in || now->told_in != event->report->frame ||
        before->between != now->between || !before->at.port || !now->at.port ||
        event->facts->via.sent_by.family == ENDPOINT_NONE ||
        endpoint_same_ip(&now->at, &event->facts->via.sent_by) ||
        endpoint_equal(&before->at, &now->at) ||
        finding_of(event->transaction->request, RULE_refresh_source_changed))
        return;
    finding_printf(context, RULE_nat_rebinding,
                "The server sees the client at %s now, but at %s in frame %" PRIu32
                ": the NAT made a new mapping, and calls in between were lost",
                endpoint_to_text(&now->at, true, new), endpoint_to_text(&before->at, true, old),
                before->told_in);
}

/* RFC 3261 16.6: a proxy puts a Via of its own on top, with a branch of its own. */
void rule_nat_alg_suspected(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *hop = event->transaction, *first = hop->original;
    const struct report *report = event->report;
    const char *what;

    if (!first || !first->request || !hop->branch || hop->branch != first->branch ||
        hop->via_count != first->via_count || hop->incomplete || first->incomplete ||
        endpoint_same_ip(&hop->client, &first->client))
        return;
    if (hop->top_via != first->top_via)
        what = "another address in its Via";
    else if (report->contact_count && first->request->contact_count &&
             !facts_same_uri(report->contacts[0].sent, first->request->contacts[0].sent))
        what = "another Contact";
    else
        return;
    finding_printf(
        context, RULE_nat_alg_suspected,
        "The REGISTER in frame %" PRIu32
        " with the same branch, but %s: no proxy does that, so a SIP ALG on the way rewrites it",
        first->request->frame, what);
}
