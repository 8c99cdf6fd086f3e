/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on what a 2xx grants, keeps and removes (RFC 3261 10.3).
 */
#include "rules/judgement.h"

/* Another device may have bound the same Contact since. */
static bool is_of_another(const struct event *event, const struct event_contact *contact)
{
    return contact->had_before && contact->before.owner &&
           contact->before.owner != event->registration;
}

static const struct event_contact *contact_with(const struct event *event,
                                                enum contact_outcome outcome)
{
    for (unsigned i = 0; i < event->contact_count; i++) {
        if (event->contacts[i].outcome == outcome)
            return &event->contacts[i];
    }
    return NULL;
}

/* RFC 3261 10.2.4, 10.3 step 8: the client looks for its own Contact by 19.1.4. */
void rule_ok_binding_missing(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct event_contact *missing = contact_with(event, CONTACT_MISSING);

    if (!event_is_accepted(event) || !missing || event->facts->contact_count == 0 ||
        event->facts->contacts_cut || event->facts->incomplete)
        return;
    finding_add(
        judgement, RULE_ok_binding_missing,
        "The 2xx lists %u binding%s, but not %s, which was asked for: the client cannot find "
        "itself and will not know when to refresh (listed first: %s)",
        event->facts->contact_count, event->facts->contact_count == 1 ? "" : "s",
        missing->contact->sent, event->facts->contacts[0].uri);
}

/* RFC 3261 10.3 step 8: all current bindings. */
void rule_ok_no_contact(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct event_contact *missing = contact_with(event, CONTACT_MISSING);

    if (!event_is_accepted(event) || event->facts->contact_count || event->facts->has_star ||
        event->facts->incomplete || event->transaction->incomplete ||
        (!missing && !event->others_alive))
        return;
    if (missing)
        finding_add(judgement, RULE_ok_no_contact,
                    "The 2xx has no Contact, although %s was to be bound; the client cannot know "
                    "what was granted (RFC 3261 10.3)",
                    missing->contact->sent);
    else
        finding_add(
            judgement, RULE_ok_no_contact,
            "The 2xx has no Contact, although %u other binding%s of %s should be alive (RFC "
            "3261 10.3)",
            event->others_alive, event->others_alive == 1 ? "" : "s", event->aor->name);
}

/* RFC 3261 10.3 step 8; 10.2.4 has the client fall back on the Expires header. */
void rule_ok_expires_missing(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct facts *facts = event->facts;
    unsigned without = 0;

    if (!event_is_accepted(event) || facts->incomplete)
        return;
    for (unsigned i = 0; i < facts->contact_count; i++)
        without += !facts->contacts[i].has_param;
    if (!without)
        return;
    if (facts->has_expires)
        finding_add(judgement, RULE_ok_expires_missing,
                    "%u of %u Contacts without an expires parameter; the Expires header says "
                    "%" PRIu32 " s (RFC 3261 10.3)",
                    without, facts->contact_count, facts->expires_s);
    else
        finding_add_as(judgement, RULE_ok_expires_missing, SEVERITY_WARN,
                       "%u of %u Contacts without an expires parameter, and no Expires header: the "
                       "client has to guess when to refresh (RFC 3261 10.3)",
                       without, facts->contact_count);
}

/* RFC 3261 10.3 step 7 allows less. Registrars that list the time left show 1 s less. */
void rule_ok_expires_reduced(struct judgement *judgement)
{
    const struct event *event = judgement->event;

    if (!event_is_accepted(event))
        return;
    for (unsigned i = 0; i < event->contact_count; i++) {
        const struct report_contact *contact = event->contacts[i].contact;

        if (event->contacts[i].outcome > CONTACT_REFRESHED || !contact->has_requested ||
            !contact->has_grant || contact->requested_s <= 1 ||
            contact->granted_s >= contact->requested_s - 1)
            continue;
        finding_add(judgement, RULE_ok_expires_reduced,
                    "%" PRIu32 " s granted of %" PRIu32
                    " s asked: the client has to refresh within "
                    "%" PRIu32 " s",
                    contact->granted_s, contact->requested_s, contact->granted_s);
    }
}

/* RFC 3261 10.3 steps 6 and 7. */
void rule_ok_binding_kept(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct event_contact *kept = contact_with(event, CONTACT_KEPT);
    const struct facts_contact *listed = kept && !is_of_another(event, kept) ? kept->listed : NULL;

    if (!event_is_accepted(event))
        return;
    for (unsigned i = 0; i < event->facts->contact_count && event->star_removed && !listed; i++) {
        const struct facts_contact *each = &event->facts->contacts[i];

        if (!each->has_expires || each->expires_s > 0)
            listed = each;
    }
    if (listed)
        finding_add(judgement, RULE_ok_binding_kept,
                    "%s was to be removed, but the 2xx still lists it for %" PRIu32
                    " s: calls still go there",
                    listed->uri, listed->expires_s);
}

static bool is_removal_done(const struct event *event)
{
    return event_is_accepted(event) && event->transaction->is_removal &&
           !contact_with(event, CONTACT_KEPT) && !finding_of(event->report, RULE_ok_binding_kept);
}

void rule_dereg_confirmed(struct judgement *judgement)
{
    const struct event *event = judgement->event;

    if (!is_removal_done(event))
        return;
    if (event->star_removed)
        finding_add(judgement, RULE_dereg_confirmed, "All bindings of %s are removed",
                    event->aor->name);
    else
        finding_add(judgement, RULE_dereg_confirmed, "%s is removed; %u other binding%s listed",
                    event->report->contact_count ? event->report->contacts[0].sent : "The binding",
                    event->facts->contact_count, event->facts->contact_count == 1 ? "" : "s");
}

/* Its time was over before anybody could miss the confirmation. */
static bool lapsed_meanwhile(const struct registration *registration)
{
    bool lapsed = false;

    for (const struct binding *binding = registration->aor->bindings; binding;
         binding = binding->next) {

        if (binding->owner == registration && binding->state == BINDING_LIVE)
            return false;
        lapsed |= binding->owner == registration && binding->state == BINDING_LAPSED;
    }
    return lapsed;
}

/* RFC 3261 8.2: what is refused or lost changes nothing at the registrar. */
void rule_dereg_unconfirmed(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    uint8_t intent = event->report->intent;
    char waited[DURATION_TEXT_SIZE];

    if (intent != INTENT_REMOVE && intent != INTENT_REMOVE_ALL)
        return;
    /* Another request of the attempt may have got through. */
    if (event->occasions & ON_TIMEOUT && !event->attempt_failed)
        return;
    if (lapsed_meanwhile(event->registration))
        return;
    finding_add(judgement, RULE_dereg_unconfirmed,
                event->occasions & ON_TIMEOUT ? "The removal in frame %" PRIu32
                                                " got no answer within %s: the binding stays, "
                                                "calls still go there"
                                              : "The removal was answered in frame %" PRIu32
                                                " and not sent again within %s: "
                                                "the binding stays, calls still go there",
                event->report->frame, duration_text(settings_timer_f(event->settings), waited));
}
