/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a 2xx makes of the Contact of the client, and for how long.
 */
#include "diagnosis/causes.h"

#include "base/elapsed.h"

bool cause_missing_own(const struct event *event)
{
    return event_contact_with(event, CONTACT_MISSING) != NULL;
}

/* Accepted, and the Contact of the client is not there afterwards. */
static bool is_unbound(const struct event *event)
{
    return cause_missing_own(event) || event_contact_with(event, CONTACT_ZERO);
}

bool cause_is_unbound_by_date(const struct event *event)
{
    const struct finding *found =
        finding_of(event->transaction->request, RULE_reg_expires_malformed);

    return found && is_unbound(event) &&
           found->template == form_templates[FORM_reg_expires_malformed_past];
}

bool cause_is_unbound_by_interval(const struct event *event)
{
    return is_unbound(event) && !cause_is_unbound_by_date(event);
}

/* The 2xx lists what the REGISTER without credentials requested. */
bool cause_binds_unauthenticated(const struct event *event)
{
    const struct finding *missing = finding_of(event->report, RULE_ok_binding_missing);

    return missing && missing->template == form_templates[FORM_ok_binding_missing_unauthenticated];
}

bool cause_tests_cseq(const struct event *event)
{
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct event_contact *each = &event->bindings->contacts[i];

        if (each->had_before && binding_has_time(&each->before, event->time))
            return true;
    }
    return false;
}

/* The time listed is the rest of the time granted before. */
bool cause_leaves_binding_unchanged(const struct event *event)
{
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct event_contact *each = &event->bindings->contacts[i];

        if (each->had_before && each->listed && each->listed->has_expires &&
            event->time + each->listed->expires_s * SECOND <= each->before.expires_at + 2 * SECOND)
            return true;
    }
    return false;
}

/* Of an own Contact: how long another device is bound is not this client's concern. */
bool cause_has_no_expires(const struct event *event)
{
    if (!event_is_accepted(event) || event->transaction->is_removal || event->facts->has_expires)
        return false;
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct facts_contact *listed = event->bindings->contacts[i].listed;

        if (!listed || !listed->has_param || listed->expires_is_bad)
            return true;
    }
    return false;
}

bool cause_parameter_is_moved(const struct event *event)
{
    return event->binding->param_is_moved && event->registration->refreshes == 0;
}

bool cause_follows_header(const struct event *event)
{
    const struct report_contact *contact =
        event->report->contact_count ? &event->report->contacts[0] : NULL;

    return event_is_accepted(event) && contact && contact->has_requested && contact->has_grant &&
           contact->requested_s != event->transaction->header_s &&
           contact->granted_s == event->transaction->header_s;
}

/* The header is for Contacts without the parameter: here is none, and the registrar does not just repeat what was
 * requested. */
bool cause_states_two_intervals(const struct event *event)
{
    const uint32_t tolerance_s = 10;
    const struct facts *facts = event->facts;
    const struct event_contact *own;

    if (!facts->has_expires || facts->contact_count != 1 || !event_is_accepted(event) ||
        !event->bindings || event->bindings->contact_count != 1 || facts->incomplete)
        return false;
    own = &event->bindings->contacts[0];
    return own->listed && own->listed->has_param && !own->listed->expires_is_bad &&
           !facts->flaws[FLAW_EXPIRES] && facts->expires_s &&
           own->listed->expires_s > facts->expires_s &&
           own->listed->expires_s - facts->expires_s >= tolerance_s &&
           facts->expires_s != event->transaction->header_s &&
           facts->expires_s != own->contact->requested_s;
}
