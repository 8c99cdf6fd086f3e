/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on sips URIs in a REGISTER (RFC 3261 26.2.2, RFC 5630).
 */
#include "rules/engine.h"

/* The first Contact to be bound that is a sip URI, not sips; NULL: none. */
static const struct facts_contact *first_cleartext(const struct facts *facts)
{
    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (contact->is_sip && !contact->is_sips && contact->expires_s > 0)
            return contact;
    }
    return NULL;
}

/* RFC 3261 10.2.1, RFC 5630 5.1.1.1. Other protocols than SIP, and IPsec in IMS, are secured
 * differently. */
void rule_reg_sips_aor_sip_contact(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct facts_contact *contact = facts->to_is_sips ? first_cleartext(facts) : NULL;

    if (!contact || facts->is_ims || (event->registration && event->registration->is_ims))
        return;
    finding_add(context, FORM_reg_sips_aor_sip_contact,
                VALUES(of_text(facts->aor), of_text(contact->uri)));
}

/* RFC 5630 5.1.1.1; RFC 3261 alone does not require it. */
void rule_reg_sips_contact_sip_aor(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    unsigned bound = 0;

    if ((facts->to_is_sips && facts->from_is_sips) || facts->contacts_cut || facts->incomplete ||
        facts->has_star || !facts->to_uri || !facts->from_uri)
        return;
    for (unsigned i = 0; i < facts->contact_count; i++) {
        if (!facts->contacts[i].is_sips)
            return;
        bound += facts->contacts[i].expires_s > 0;
    }
    if (bound)
        finding_add(context, FORM_reg_sips_contact_sip_aor, VALUES(of_number(facts->to_is_sips)));
}

/* RFC 3261 8.1.1.8. */
void rule_reg_sips_ruri_contact(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct facts_contact *contact;

    if ((!facts->request_uri_is_sips && !facts->route_is_sips) ||
        finding_of(event->report, RULE_reg_sips_aor_sip_contact))
        return;
    contact = first_cleartext(facts);
    if (contact)
        finding_add(context, FORM_reg_sips_ruri_contact,
                    VALUES(of_number(facts->request_uri_is_sips), of_text(contact->uri)));
}

/* RFC 3261 26.2.2, 8.1.2. On the client's own hop only: within its domain a proxy may forward without
 * TLS. A Via with TLS shows that the capture is behind a TLS terminator, and IMS uses IPsec. */
void rule_reg_sips_cleartext(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    uint8_t transport = facts->packet->transport;

    if (!facts->request_uri_is_sips || facts->via_count != 1 || facts->via.is_secure ||
        facts->is_ims || (event->registration && event->registration->is_ims) ||
        (transport != TRANSPORT_UDP && transport != TRANSPORT_TCP))
        return;
    finding_add(context, FORM_reg_sips_cleartext,
                VALUES(of_text(facts->request_uri), of_number(transport == TRANSPORT_UDP)));
}

/* RFC 3261 26.2.2, RFC 5630 5.1.1. */
void rule_reg_transport_tls(struct rule_context *context)
{
    const char *uri = context->event->facts->flaws[FLAW_TRANSPORT_TLS];

    if (!uri)
        return;
    finding_add(context, FORM_reg_transport_tls, VALUES(of_text(uri)));
}
