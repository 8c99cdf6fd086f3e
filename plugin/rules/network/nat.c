/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on NAT: which clients are behind one, and whether calls can reach them (RFC 3261 18.2.1,
 * RFC 3581, RFC 5626 4.4).
 */
#include "rules/engine.h"

static bool address_differs(const struct facts_via *via)
{
    return via->received.family != ENDPOINT_NONE && via->sent_by.family != ENDPOINT_NONE &&
           !endpoint_is_loopback(&via->received) && !endpoint_is_loopback(&via->sent_by) &&
           !endpoint_same_ip(&via->received, &via->sent_by);
}

void rule_nat_detected(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts_via *via = &event->facts->via;
    struct endpoint seen = via->received.family != ENDPOINT_NONE ? via->received : via->sent_by;

    if (!event->transaction || !event->registration ||
        !facts_show_nat(event->facts, event->registration->is_ims))
        return;
    seen.port = via->rport;
    finding_add(context, FORM_nat_detected,
                VALUES(of_endpoint(&via->sent_by),
                       via->rport ? of_endpoint(&seen) : of_address(&seen),
                       of_number(address_differs(via))));
}

/* A private address that is not the source of the packet. */
static bool is_unreachable(const struct endpoint *host, const struct endpoint *source)
{
    return endpoint_is_private(host) && !endpoint_same_ip(host, source);
}

/* Captured near the registrar: the packet has a public source, but its Contact is private. */
static void judge_request(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (event->settings->capture_side == CAPTURE_SIDE_CLIENT || facts->via_count != 1 ||
        endpoint_is_private(&facts->packet->source) || facts->contact_count == 0 ||
        event->transaction->is_removal || event->transaction->is_reachable ||
        event->before->continues)
        return;
    if (!is_unreachable(&facts->contacts[0].host, &facts->packet->source))
        return;
    finding_add(context, FORM_nat_contact_private,
                VALUES(of_text(facts->contacts[0].uri), of_endpoint(&facts->packet->source)));
}

/* Captured near the client: the received parameter of the response shows it. */
static void judge_response(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct report_contact *contact;
    struct endpoint host;

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
    finding_add(context, FORM_nat_contact_private_listed,
                VALUES(of_text(contact->sent), of_address(&event->facts->via.received)));
}

/* RFC 3581 9, RFC 5626 1. With WebSocket and TLS, calls use the same connection (RFC 7118 5); with
 * outbound, Path and GRUU, the same flow. */
void rule_nat_contact_private(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event->transaction || (event->transaction->transport != TRANSPORT_UDP &&
                                event->transaction->transport != TRANSPORT_TCP))
        return;
    if (event->triggers & ON_ANY_REQUEST)
        judge_request(context);
    else
        judge_response(context);
}

/* Over UDP and from the client itself. An IMS terminal sends from one protected port and listens on
 * another (TS 33.203 7.1). */
static bool is_plain_udp(const struct event *event)
{
    return event->transaction && event->registration && event->facts->via_count == 1 &&
           event->transaction->transport == TRANSPORT_UDP && !event->registration->is_ims;
}

/* From the client itself, and calls depend on its Contact: outbound, Path and GRUU deliver them whatever
 * the Contact says. */
static bool binds_by_contact(const struct event *event)
{
    return event->transaction && event->facts->via_count == 1 && event->facts->contact_count &&
           !event->transaction->is_removal && !event->transaction->is_reachable;
}

/* A client with both IP versions may list a Contact of each. */
static bool has_contact_of(const struct facts *facts, uint8_t family)
{
    for (unsigned i = 0; i < facts->contact_count; i++) {
        if (facts->contacts[i].host.family == family)
            return true;
    }
    return false;
}

/* No other host is there, by its address or by its name. */
static bool is_nowhere(const struct event *event, const struct facts_contact *contact)
{
    return contact->host.family != ENDPOINT_NONE
               ? endpoint_is_unroutable(&contact->host)
               : event->transaction->transport == TRANSPORT_UDP && facts_is_invalid(contact->uri);
}

/* Requests may come on the connection of the REGISTER. */
static bool is_of_other_family(const struct event *event, const struct facts_contact *contact)
{
    return event->transaction->transport == TRANSPORT_UDP &&
           contact->host.family != ENDPOINT_NONE &&
           !has_contact_of(event->facts, event->facts->packet->source.family);
}

static bool judge_contact(struct rule_context *context, const struct facts_contact *contact)
{
    const struct event *event = context->event;
    const struct endpoint *source = &event->facts->packet->source;

    if (contact->flawed || (contact->has_expires && contact->expires_s == 0))
        return false;
    if (is_nowhere(event, contact))
        finding_add(context, FORM_nat_contact_unroutable,
                    VALUES(of_text(contact->uri), of_endpoint(source)));
    else if (endpoint_is_link_local(&contact->host) && !endpoint_is_link_local(source))
        finding_add(context, FORM_nat_contact_unroutable_link,
                    VALUES(of_text(contact->uri), of_endpoint(source)));
    else if (is_of_other_family(event, contact))
        finding_add_as(context, FORM_nat_contact_unroutable_family, SEVERITY_NOTE,
                       VALUES(of_text(contact->uri), of_endpoint(source),
                              of_number(contact->host.family == ENDPOINT_IPV4)));
    else
        return false;
    return true;
}

/* The registrar replaced the Contact before: calls do not depend on it. */
static bool was_rewritten(const struct registration *registration)
{
    const struct report_contact *accepted =
        registration && registration->accepted && registration->accepted->contact_count
            ? &registration->accepted->contacts[0]
            : NULL;

    return accepted && accepted->granted && !facts_same_uri(accepted->sent, accepted->granted);
}

/* RFC 3261 10.2.1. WebSocket clients know no address of their own (RFC 7118 5), and on a connection an
 * .invalid name may mean that requests are expected on it. Retries would only repeat the finding. */
void rule_nat_contact_unroutable(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct endpoint *source = &event->facts->packet->source;

    if (!binds_by_contact(event) || event->before->continues || source->family == ENDPOINT_NONE ||
        endpoint_is_unroutable(source) || was_rewritten(event->registration) ||
        (event->transaction->transport != TRANSPORT_UDP &&
         event->transaction->transport != TRANSPORT_TCP))
        return;
    for (unsigned i = 0; i < event->facts->contact_count; i++) {
        if (judge_contact(context, &event->facts->contacts[i]))
            return;
    }
}

/* RFC 3581 9: the client can register the address it learnt; its next REGISTER shows whether it does.
 * A registrar that rewrote the Contact before does not need that. */
void rule_nat_contact_not_updated(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct registration *registration = event->registration;
    const struct endpoint *seen_at;

    if (!is_plain_udp(event) || !binds_by_contact(event) ||
        !registration->past->public_address.new_in || !event->before->last.report ||
        event->before->last.frame > registration->past->public_address.new_in ||
        event->facts->via.sent_by.family == ENDPOINT_NONE ||
        registration->past->public_address.at.family == ENDPOINT_NONE ||
        endpoint_same_ip(&registration->past->public_address.at, &event->facts->via.sent_by) ||
        !is_unreachable(&event->facts->contacts[0].host, &registration->past->public_address.at) ||
        !event->before->last.report->contact_count ||
        !facts_same_uri(event->facts->contacts[0].uri,
                        event->before->last.report->contacts[0].sent) ||
        finding_of(registration->latest, RULE_nat_contact_private) || was_rewritten(registration))
        return;
    seen_at = &registration->past->public_address.at;
    finding_add(context, FORM_nat_contact_not_updated,
                VALUES(of_text(event->facts->contacts[0].uri),
                       of_frame(registration->past->public_address.new_in),
                       seen_at->port ? of_endpoint(seen_at) : of_address(seen_at)));
}

/* Another host or port. Names are compared by host alone; parameters do not count. */
static bool has_other_address(const char *sent, const struct facts_contact *listed)
{
    struct endpoint before;

    if (sent == listed->uri)
        return false;
    if (listed->host.family == ENDPOINT_NONE || !facts_uri_endpoint(sent, &before))
        return !facts_same_host(sent, listed->uri);
    return !endpoint_equal(&before, &listed->host);
}

/* RFC 3261 does not provide for it: a registrar stores the Contact as it was sent. */
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
            !has_other_address(contact->contact->sent, contact->listed))
            continue;
        place = &contact->listed->host;
        is_seen = endpoint_same_ip(place, &via->received) ||
                  endpoint_same_ip(place, &event->transaction->client);
        finding_add(context, FORM_nat_contact_rewritten,
                    VALUES(of_text(contact->contact->sent), of_text(contact->listed->uri),
                           of_number(is_seen)));
    }
}

/* RFC 3581 9 works if requests are sent to the port that was registered. A client that sends from any
 * port and listens on a fixed one shows that: no rport, and the fixed port in its Via. */
void rule_nat_contact_port(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct endpoint *source = &facts->packet->source;
    const struct endpoint *sent_by = &facts->via.sent_by;
    const char *other = NULL;

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
        finding_add(context, FORM_nat_contact_port, VALUES(of_text(other), of_endpoint(source)));
}

/* RFC 3581 3, RFC 5626 4.3: without rport the response goes to the port in the Via, which the NAT has not
 * opened. */
void rule_nat_no_rport(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts_via *via = &event->facts->via;
    const struct endpoint *source = &event->facts->packet->source;
    const struct public_address *seen;
    bool is_outside;

    if (!event->transaction || !event->registration || event->before->continues ||
        event->facts->via_count != 1 || event->transaction->transport != TRANSPORT_UDP ||
        via->has_rport || via->has_maddr || via->sent_by.family == ENDPOINT_NONE ||
        endpoint_is_loopback(&via->sent_by) || source->family == ENDPOINT_NONE)
        return;
    seen = &event->registration->past->public_address;
    is_outside = event->settings->capture_side != CAPTURE_SIDE_CLIENT &&
                 !endpoint_same_ip(&via->sent_by, source);
    if (!is_outside &&
        (seen->at.family == ENDPOINT_NONE || endpoint_same_ip(&seen->at, &via->sent_by)))
        return;
    finding_add(context, FORM_nat_no_rport,
                VALUES(of_address(&via->sent_by), of_address(is_outside ? source : &seen->at),
                       of_number(via->sent_by.port)));
}

/* RFC 5626 4.4.2: an idle UDP mapping of a NAT expires after 30 s to some minutes. A push makes the client open
 * another one (RFC 8599 5.2). */
void rule_nat_expiry_too_long(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct routes *routes = event->registration->routes;

    const struct stray_keepalives *strays = flow_strays(event->flow);
    struct value granted = of_number(event->flow->granted_s);
    struct value silence = of_time(event->flow->silence);

    if (routes && routes->push & PUSH_PRID)
        return;
    if (strays)
        finding_add(context, FORM_nat_expiry_too_long_strays,
                    VALUES(granted, silence, of_endpoint(&strays->to), of_frame(strays->in)));
    else
        finding_add(context, FORM_nat_expiry_too_long,
                    VALUES(granted, silence, of_number(event->settings->nat_timeout_s)));
}

/* Each connection has ports of its own: only another address shows another mapping. */
static bool is_mapped_elsewhere(const struct event *event, const struct endpoint *before,
                                const struct endpoint *now)
{
    if (event->transaction->transport == TRANSPORT_UDP)
        return before->port && now->port && !endpoint_equal(before, now);
    return before->family != ENDPOINT_NONE && now->family != ENDPOINT_NONE &&
           !endpoint_same_ip(before, now);
}

/* From the client itself, over a transport that a NAT maps. */
static bool is_from_plain_client(const struct event *event)
{
    return event->transaction && event->registration && event->facts->via_count == 1 &&
           event->transaction->transport != TRANSPORT_OTHER && !event->registration->is_ims;
}

/* The Contact names the address at which the server now sees the client: it is the client that has moved. */
static bool names_its_place(const struct event *event, const struct endpoint *now)
{
    const struct report *request = event->transaction->request;
    struct endpoint host;

    return request && request->contact_count &&
           facts_uri_endpoint(request->contacts[0].sent, &host) && endpoint_same_ip(&host, now);
}

/* RFC 5626 8: another mapped address means that the flow has failed. It is the NAT that changed only if
 * the client has the same source and the same sent-by and uses the same server: a NAT may keep one
 * mapping for each server. */
void rule_nat_rebinding(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct public_address *before = &event->response->public_address, *now;
    bool is_udp;

    if (!is_from_plain_client(event) || event->facts->status < 200 ||
        event->response->is_second_final)
        return;
    is_udp = event->transaction->transport == TRANSPORT_UDP;
    now = &event->registration->past->public_address;
    if (!before->given_in || now->given_in != event->report->frame ||
        before->between != now->between || event->facts->via.sent_by.family == ENDPOINT_NONE ||
        endpoint_same_ip(&now->at, &event->facts->via.sent_by) ||
        !is_mapped_elsewhere(event, &before->at, &now->at) ||
        (!endpoint_same_ip(&before->at, &now->at) && names_its_place(event, &now->at)) ||
        finding_of(event->transaction->request, RULE_refresh_source_changed))
        return;
    finding_add(context, FORM_nat_rebinding,
                VALUES(is_udp ? of_endpoint(&now->at) : of_address(&now->at),
                       is_udp ? of_endpoint(&before->at) : of_address(&before->at),
                       of_frame(before->given_in)));
}

/* RFC 3261 16.6: a proxy adds its own Via on top, with its own branch. */
void rule_nat_alg_suspected(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *hop = event->transaction, *first = hop->original;
    const struct report *report = event->report;
    bool changes_via;

    if (!first || !first->request || !hop->branch || hop->branch != first->branch ||
        hop->via_count != first->via_count || hop->incomplete || first->incomplete ||
        endpoint_same_ip(&hop->client, &first->client))
        return;
    changes_via = hop->top_via != first->top_via;
    if (changes_via ||
        (report->contact_count && first->request->contact_count &&
         !facts_same_uri(report->contacts[0].sent, first->request->contacts[0].sent)))
        finding_add(context, FORM_nat_alg_suspected,
                    VALUES(of_frame(first->request->frame), of_number(changes_via)));
}
