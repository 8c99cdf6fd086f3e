/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the removal of bindings (RFC 3261 10.2.2, 10.3 steps 6 and 7).
 */
#include "rules/engine.h"

/* Another device may have bound the same Contact since. */
static bool is_of_another(const struct event *event, const struct event_contact *contact)
{
    return contact->had_before && contact->before.owner &&
           contact->before.owner != event->registration;
}

/* It has sent a REGISTER since the one that removes: that may have bound it again. */
static bool may_be_bound_again(const struct event *event)
{
    const struct report *latest = event->registration ? event->registration->last.report : NULL;

    return latest && event->transaction && latest != event->transaction->request &&
           !intent_removes(latest->intent);
}

/* RFC 3261 10.3 steps 6 and 7. */
void rule_ok_binding_kept(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct event_contact *kept = event_contact_with(event, CONTACT_KEPT);
    const struct facts_contact *listed = kept && !is_of_another(event, kept) ? kept->listed : NULL;

    if (!event_is_accepted(event) || may_be_bound_again(event))
        return;
    for (unsigned i = 0;
         i < event->facts->contact_count && event->bindings->star_removed && !listed; i++) {
        const struct facts_contact *each = &event->facts->contacts[i];

        if (!each->has_expires || each->expires_s > 0)
            listed = each;
    }
    if (listed)
        finding_add(context, FORM_ok_binding_kept,
                    VALUES(of_text(listed->uri), of_number(listed->expires_s)));
}

static bool is_removal_done(const struct event *event)
{
    return event_is_accepted(event) && event->transaction->is_removal &&
           !event_contact_with(event, CONTACT_KEPT) &&
           !finding_of(event->report, RULE_ok_binding_kept);
}

void rule_dereg_confirmed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct report *report = event->report;

    if (!is_removal_done(event))
        return;
    if (event->bindings->star_removed)
        finding_add(context, FORM_dereg_confirmed_all, VALUES(of_text(event->aor->name)));
    else
        finding_add(context, FORM_dereg_confirmed,
                    VALUES(of_number(report->contact_count),
                           of_text(report->contact_count ? report->contacts[0].sent : NULL),
                           of_number(event->facts->contact_count)));
}

/* It expired before anybody could miss the confirmation. */
static bool expired_meanwhile(const struct registration *registration)
{
    bool expired = false;

    for (const struct binding *binding = registration->aor->bindings; binding;
         binding = binding->next) {
        if (binding->owner == registration && binding->state == BINDING_LIVE)
            return false;
        expired |= binding->owner == registration && binding->state == BINDING_EXPIRED;
    }
    return expired;
}

/* RFC 3261 8.2: what is refused or lost changes nothing at the registrar. */
void rule_dereg_unconfirmed(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!intent_removes(event->report->intent))
        return;
    /* Another request of the attempt may have got through. */
    if (event->triggers & ON_TIMEOUT && !event->attempt_failed)
        return;
    if (expired_meanwhile(event->registration))
        return;
    finding_add(context,
                event->triggers & ON_TIMEOUT ? FORM_dereg_unconfirmed
                                             : FORM_dereg_unconfirmed_no_retry,
                VALUES(of_frame(event->report->frame), of_time(settings_timer_f(event->settings))));
}

/* RFC 3261 10.2.1.1: the parameter overrides the header for its Contact. */
void rule_dereg_header_only(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct facts_contact *removed = NULL, *stays = NULL;
    unsigned count = 0;

    if (!facts->has_expires || facts->expires_s > 0)
        return;
    for (unsigned i = 0; i < facts->contact_count; i++) {
        if (facts->contacts[i].expires_s == 0)
            removed = removed ? removed : &facts->contacts[i];
        else
            stays = stays ? stays : &facts->contacts[i];
        count += facts->contacts[i].expires_s == 0;
    }
    if (!stays)
        return;
    if (removed)
        finding_add(context, FORM_dereg_header_only,
                    VALUES(of_text(removed->uri), of_number(count - 1), of_text(stays->uri),
                           of_number(stays->expires_s)));
    else
        finding_add(context, FORM_dereg_header_only_none,
                    VALUES(of_text(stays->uri), of_number(stays->expires_s)));
}
