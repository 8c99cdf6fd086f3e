/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on NAT: who is behind one, and can it be reached (RFC 3261 18.2.1, RFC 3581, RFC 5626 4.4).
 */
#include "rules/judgement.h"

static bool address_differs(const struct facts_via *via)
{
    return via->received.family != ENDPOINT_NONE && via->sent_by.family != ENDPOINT_NONE &&
           !endpoint_same_ip(&via->received, &via->sent_by);
}

void rule_nat_detected(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct facts_via *via = &event->facts->via;
    struct endpoint seen = via->received.family != ENDPOINT_NONE ? via->received : via->sent_by;
    char inside[ENDPOINT_TEXT_SIZE], outside[ENDPOINT_TEXT_SIZE];

    if (!event->transaction || !event->registration ||
        !facts_tell_of_nat(event->facts, event->registration->is_ims))
        return;
    seen.port = via->rport;
    finding_add(judgement, RULE_nat_detected,
                "The client calls itself %s, the server sees it as %s: %s",
                endpoint_to_text(&via->sent_by, true, inside),
                endpoint_to_text(&seen, via->rport != 0, outside),
                address_differs(via) ? "there is a NAT between them"
                                     : "a NAT between them, or a client that sends from another "
                                       "port than it listens on");
}

/* A private Contact that is not the address the packet comes from. */
static bool is_unreachable(const char *contact, const struct endpoint *source)
{
    struct endpoint host;

    return facts_uri_endpoint(contact, &host) && endpoint_is_private(&host) &&
           !endpoint_same_ip(&host, source);
}

/* Seen at the registrar's side: the packet has a public source, its Contact does not. */
static void judge_request(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct facts *facts = event->facts;
    char source[ENDPOINT_TEXT_SIZE];

    if (event->settings->capture_side == CAPTURE_SIDE_CLIENT || facts->via_count != 1 ||
        endpoint_is_private(&facts->packet->source) || facts->contact_count == 0 ||
        event->transaction->is_removal || event->transaction->is_reachable || event->continues)
        return;
    if (!is_unreachable(facts->contacts[0].uri, &facts->packet->source))
        return;
    finding_add(judgement, RULE_nat_contact_private,
                "The Contact %s is private, the REGISTER comes from %s: without help of the "
                "registrar calls cannot reach it",
                facts->contacts[0].uri, endpoint_to_text(&facts->packet->source, true, source));
}

/* Seen at the client's side: the answer tells. */
static void judge_answer(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct report_contact *contact;
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
        !is_unreachable(contact->sent, &event->facts->via.received))
        return;
    finding_add(
        judgement, RULE_nat_contact_private,
        "The Contact %s is private, the server sees the client at %s and did not rewrite it: "
        "calls cannot reach it without help of the registrar",
        contact->sent, endpoint_to_text(&event->facts->via.received, false, seen));
}

/* RFC 3581 9, RFC 5626 1. Over WebSocket and TLS calls come back on the same connection (RFC 7118
 * 5), with outbound, Path and GRUU on the same flow. */
void rule_nat_contact_private(struct judgement *judgement)
{
    const struct event *event = judgement->event;

    if (!event->transaction || (event->transaction->transport != TRANSPORT_UDP &&
                                event->transaction->transport != TRANSPORT_TCP))
        return;
    if (event->facts->is_request)
        judge_request(judgement);
    else
        judge_answer(judgement);
}

/* RFC 5626 4.4.2: NATs forget an idle UDP mapping after 30 s to some minutes. */
void rule_nat_expiry_too_long(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    char silence[DURATION_TEXT_SIZE];

    finding_add(judgement, RULE_nat_expiry_too_long,
                "The client is behind a NAT and has %" PRIu32
                " s, but nothing was sent on its flow "
                "for %s: the NAT may have forgotten it after %u s, then calls do not arrive",
                event->flow->granted_s, duration_text(event->flow->silence, silence),
                event->settings->nat_timeout_s);
}
