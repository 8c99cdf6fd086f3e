/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on sips URIs in a REGISTER (RFC 3261 26.2.2, RFC 5630).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* The first Contact to be bound that is a SIP URI without TLS; NULL: none. */
static const struct facts_contact *first_cleartext(const struct facts *facts)
{
    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (contact->is_sip && !contact->is_sips && contact->expires_s > 0)
            return contact;
    }
    return NULL;
}

/* RFC 3261 10.2.1, RFC 5630 5.1.1.1; other protocols than SIP, and IPsec in IMS, are safe by other
 * means. */
void rule_reg_sips_aor_sip_contact(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct facts_contact *contact = facts->to_is_sips ? first_cleartext(facts) : NULL;

    if (!contact || facts->is_ims || (event->registration && event->registration->is_ims))
        return;
    finding_printf(context, RULE_reg_sips_aor_sip_contact,
                "The AOR %s is sips but the Contact %s is not: calls that were promised to be "
                "secure would go there without TLS (RFC 3261 10.2.1)",
                or_none(facts->aor), or_none(contact->uri));
}

/* RFC 5630 5.1.1.1; RFC 3261 alone does not ask for it. */
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
        finding_printf(context, RULE_reg_sips_contact_sip_aor,
                    "All Contacts are sips, but the %s is not (RFC 5630 5.1.1.1)",
                    facts->to_is_sips ? "From" : "To");
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
        finding_printf(context, RULE_reg_sips_ruri_contact,
                    "The %s is sips, so the Contact %s has to be sips as well (RFC 3261 8.1.1.8)",
                    facts->request_uri_is_sips ? "Request-URI" : "top Route",
                    or_none(contact->uri));
}

/* RFC 3261 26.2.2, 8.1.2. Only the client's own hop: within its domain a proxy may go on as it likes.
 * A Via with TLS came out of a TLS terminator, and IMS protects with IPsec. */
void rule_reg_sips_cleartext(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    uint8_t transport = facts->packet->transport;

    if (!facts->request_uri_is_sips || facts->via_count != 1 || facts->via.is_secure ||
        facts->is_ims || (event->registration && event->registration->is_ims) ||
        (transport != TRANSPORT_UDP && transport != TRANSPORT_TCP))
        return;
    finding_printf(context, RULE_reg_sips_cleartext,
                "The Request-URI %s asks for TLS on every hop, but the REGISTER is sent over %s "
                "without it (RFC 3261 26.2.2)",
                or_none(facts->request_uri), transport == TRANSPORT_UDP ? "UDP" : "TCP");
}

/* RFC 3261 26.2.2, RFC 5630 5.1.1. */
void rule_reg_transport_tls(struct rule_context *context)
{
    const char *uri = context->event->facts->flaws[FLAW_TRANSPORT_TLS];

    if (!uri)
        return;
    finding_printf(
        context, RULE_reg_transport_tls,
        "%s has transport=tls, which is deprecated: TLS is asked for by a sips URI (RFC 3261 "
        "26.2.2)",
        or_none(uri));
}
