/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the interval that a 2xx grants (RFC 3261 10.2.4, 10.3).
 */
#include "rules/engine.h"

/* RFC 3261 10.3 step 8. Without the parameter the client uses the Expires header (10.2.4). */
void rule_ok_expires_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    unsigned without = 0;

    if (!event_is_accepted(event) || facts->incomplete)
        return;
    for (unsigned i = 0; i < facts->contact_count; i++)
        without += !facts->contacts[i].has_param;
    if (!without)
        return;
    if (facts->has_expires)
        finding_add(context, FORM_ok_expires_missing,
                    VALUES(of_number(without), of_number(facts->contact_count),
                           of_number(facts->expires_s)));
    else
        finding_add_as(context, FORM_ok_expires_missing_header, SEVERITY_WARN,
                       VALUES(of_number(without), of_number(facts->contact_count)));
}

/* RFC 3261 10.3 step 7 allows less. Registrars that list the remaining time show 1 s less. */
void rule_ok_expires_reduced(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event_is_accepted(event))
        return;
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct report_contact *contact = event->bindings->contacts[i].contact;

        if (event->bindings->contacts[i].outcome > CONTACT_REFRESHED || !contact->has_requested ||
            !contact->has_grant || contact->requested_s <= 1 ||
            contact->granted_s >= contact->requested_s - 1)
            continue;
        finding_add(context, FORM_ok_expires_reduced,
                    VALUES(of_number(contact->granted_s), of_number(contact->requested_s)));
    }
}

static bool is_bound(const struct event_contact *contact)
{
    return contact->outcome == CONTACT_CREATED || contact->outcome == CONTACT_REFRESHED;
}

/* RFC 3261 10.3 step 7 mentions only less; registrars raise a short interval to their minimum instead
 * of sending a 423. If no interval was requested, any is correct. */
void rule_ok_expires_increased(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event_is_accepted(event))
        return;
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct report_contact *contact = event->bindings->contacts[i].contact;

        if (!is_bound(&event->bindings->contacts[i]) || !contact->has_requested ||
            !contact->has_grant || contact->granted_s <= contact->requested_s)
            continue;
        finding_add(context, FORM_ok_expires_increased,
                    VALUES(of_number(contact->granted_s), of_number(contact->requested_s),
                           of_text(contact->sent)));
    }
}

/* RFC 3261 10.3 step 8: the 2xx lists the current bindings. The client may have removed this one in the
 * meantime: then a newer REGISTER is pending. */
void rule_ok_expires_zero(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct event_contact *zero = event_contact_with(event, CONTACT_ZERO);

    if (!event_is_accepted(event) || !zero ||
        event->registration->last.report != event->transaction->request)
        return;
    finding_add(context, FORM_ok_expires_zero, VALUES(of_text(zero->contact->sent)));
}

static bool is_behind_nat(const struct event *event)
{
    return event->transaction->transport == TRANSPORT_UDP && facts_show_nat(event->facts, true);
}

/* An SBC makes clients behind a NAT refresh often to keep the NAT mapping open, and some clients
 * request a short interval themselves for the same reason. */
void rule_ok_expires_short(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event_is_accepted(event))
        return;
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct report_contact *contact = event->bindings->contacts[i].contact;

        if (!is_bound(&event->bindings->contacts[i]) || !contact->has_grant ||
            contact->granted_s == 0 || contact->granted_s >= event->settings->short_expiry_s ||
            (contact->has_requested && contact->requested_s <= contact->granted_s + 1) ||
            is_behind_nat(event))
            continue;
        finding_add(context, FORM_ok_expires_short, VALUES(of_number(contact->granted_s)));
    }
}
