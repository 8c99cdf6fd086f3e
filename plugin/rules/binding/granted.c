/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the time that a 2xx grants (RFC 3261 10.2.4, 10.3).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 3261 10.3 step 8; 10.2.4 has the client fall back on the Expires header. */
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
        finding_printf(
            context, RULE_ok_expires_missing,
            "Contacts without an expires parameter: %u of %u; the Expires header says %" PRIu32
            " s (RFC 3261 10.3)",
            without, facts->contact_count, facts->expires_s);
    else
        finding_printf_as(context, RULE_ok_expires_missing, SEVERITY_WARN,
                       "Contacts without an expires parameter: %u of %u; without an Expires header "
                       "the client has to guess when to refresh (RFC 3261 10.3)",
                       without, facts->contact_count);
}

/* RFC 3261 10.3 step 7 allows less. Registrars that list the time left show 1 s less. */
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
        finding_printf(context, RULE_ok_expires_reduced,
                    "%" PRIu32 " s granted, %" PRIu32
                    " s asked: the client has to refresh within %" PRIu32 " s",
                    contact->granted_s, contact->requested_s, contact->granted_s);
    }
}

static bool is_bound(const struct event_contact *contact)
{
    return contact->outcome == CONTACT_CREATED || contact->outcome == CONTACT_REFRESHED;
}

/* RFC 3261 10.3 step 7 speaks of less alone; registrars raise a short wish to their minimum instead
 * of a 423. Where nothing was asked any time is right. */
void rule_ok_expires_increased(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event_is_accepted(event))
        return;
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct report_contact *contact = event->bindings->contacts[i].contact;

        if (!is_bound(&event->bindings->contacts[i]) || !contact->has_requested || !contact->has_grant ||
            contact->granted_s <= contact->requested_s)
            continue;
        finding_printf(context, RULE_ok_expires_increased,
                    "%" PRIu32 " s granted, only %" PRIu32
                    " s asked: %s stays bound longer than the client wants",
                    contact->granted_s, contact->requested_s, contact->sent);
    }
}

/* RFC 3261 10.3 step 8: the list is of current bindings. The client may have removed it in the
 * meantime: then a newer REGISTER is on its way. */
void rule_ok_expires_zero(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct event_contact *zero = event_contact_with(event, CONTACT_ZERO);

    if (!event_is_accepted(event) || !zero ||
        event->registration->last.report != event->transaction->request)
        return;
    finding_printf(
        context, RULE_ok_expires_zero,
        "The 2xx lists %s with 0 s: the registrar accepted the request but did not register it",
        zero->contact->sent);
}

/* A border controller makes clients behind a NAT refresh often, to keep the mapping open, and some
 * clients ask for little time themselves for the same reason. */
void rule_ok_expires_short(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event_is_accepted(event) ||
        (event->transaction->transport == TRANSPORT_UDP && facts_tell_of_nat(event->facts, true)))
        return;
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct report_contact *contact = event->bindings->contacts[i].contact;

        if (!is_bound(&event->bindings->contacts[i]) || !contact->has_grant || contact->granted_s == 0 ||
            contact->granted_s >= event->settings->short_expiry_s ||
            (contact->has_requested && contact->requested_s <= contact->granted_s + 1))
            continue;
        finding_printf(context, RULE_ok_expires_short,
                    "Only %" PRIu32 " s granted: the client has to refresh very often, and one "
                                    "lost packet may end the registration",
                    contact->granted_s);
    }
}
