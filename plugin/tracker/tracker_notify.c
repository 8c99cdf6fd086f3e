/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A NOTIFY of the reg event package: the bindings that it names, their new state, and whether the
 * notified device reacts.
 */
#include "tracker/tracker_state.h"

/* Time for a device whose binding was ended to register again. No specification limits it; phones
 * do it at once. */
#define REREGISTERS_WITHIN (60 * SECOND)

/* The identities of one IMS subscription share their contacts, but only one of them registers. */
static struct binding *find_binding(const struct tracker *tracker,
                                    const struct facts_reg_contact *contact)
{
    const struct aor *aor = contact->aor ? aors_find(tracker->aors, contact->aor) : NULL;
    struct binding *binding = NULL;

    if (!contact->uri)
        return NULL;
    if (aor)
        binding = aor_find_binding(aor, NULL, contact->uri, NULL, 0);
    if (!binding && (aor = aors_find_by_contact(tracker->aors, contact->uri)))
        binding = aor_find_binding(aor, NULL, contact->uri, NULL, 0);
    return binding;
}

/* The device removes or changes it itself; the NOTIFY may overtake the 2xx. */
static bool is_by_owner(const struct binding *binding)
{
    const struct registration *owner = binding->owner;

    if (!owner)
        return false;
    return intent_removes(owner->attempt.intent) ||
           (owner->attempt.open && owner->attempt.intent == INTENT_CHANGE) ||
           !facts_same_uri(owner->contact, binding->contact);
}

/* True if a REGISTER with this Contact, or of this device, was seen, whatever its outcome. */
static bool was_sent(const struct aor *aor, const struct facts_reg_contact *contact)
{
    const struct registration *agent = aor->agents;

    for (unsigned i = 0; agent && i < AGENTS_SEARCHED_MAX; i++, agent = agent->older) {
        if (facts_same_uri(agent->contact, contact->uri) ||
            (contact->instance && agent->instance == contact->instance))
            return true;
    }
    return false;
}

static void find_notified(struct tracker *tracker, struct event_draft *draft)
{
    const struct facts *facts = draft->event.facts;

    draft->notify.count = facts->reginfo.count;
    for (unsigned i = 0; i < facts->reginfo.count; i++) {
        const struct facts_reg_contact *contact = &facts->reg_contacts[i];
        struct event_notified *notified = &draft->notify.contacts[i];
        const struct aor *aor = contact->aor ? aors_find(tracker->aors, contact->aor) : NULL;

        *notified =
            (struct event_notified){.contact = contact, .binding = find_binding(tracker, contact)};
        notified->is_known = notified->binding || !aor || !aor->bindings || was_sent(aor, contact);
        for (unsigned j = 0; j < i && notified->binding; j++) {
            if (draft->notify.contacts[j].binding == notified->binding)
                notified->binding = NULL; /* handled already, for another identity */
        }
        if (!notified->binding)
            continue;
        notified->is_by_owner = is_by_owner(notified->binding);
        if (!draft->event.aor)
            draft->event.aor = notified->binding->aor;
    }
    if (!draft->event.aor && facts->reginfo.aor)
        draft->event.aor = aors_find(tracker->aors, facts->reginfo.aor);
}

/* True if the NOTIFY goes to the device itself, and its own REGISTER was captured at the device: it
 * need not know what others are notified of. */
static bool goes_to_device(const struct event_draft *draft, const struct binding *binding)
{
    return binding->owner && binding->owner->last.hop == 1 &&
           endpoint_same_ip(&draft->event.facts->packet->destination, &binding->source);
}

static void notify_device(struct tracker *tracker, const struct event_draft *draft,
                          const struct event_notified *notified)
{
    const struct facts_reg_contact *contact = notified->contact;
    const struct binding *binding = notified->binding;
    struct reg_event_notice *notice = reg_event_notice_get(binding->aor);
    int64_t given = contact->event == REG_EVENT_SHORTENED   ? contact->expires_s * SECOND
                    : contact->event == REG_EVENT_PROBATION ? contact->retry_after_s * SECOND
                                                            : REREGISTERS_WITHIN;

    deadline_cancel(&notice->deadline);
    *notice = (struct reg_event_notice){
        .aor = binding->aor,
        .registration = binding->owner,
        .contact = binding->contact,
        .report = draft->report,
        .deadline = notice->deadline,
        .device = binding->source,
        .time = draft->event.time,
        .until = draft->event.time + given,
        .frame = draft->report->frame,
        .event = contact->event,
    };
    if (contact->event == REG_EVENT_DEACTIVATED || contact->event == REG_EVENT_SHORTENED)
        deadline_set(tracker->deadlines, &notice->deadline, notice->until);
}

static bool concerns_device(uint8_t reg_event)
{
    return reg_event == REG_EVENT_DEACTIVATED || reg_event == REG_EVENT_SHORTENED ||
           reg_event == REG_EVENT_PROBATION || reg_event == REG_EVENT_REJECTED;
}

/* The client's grant remains as it was: it may not have been notified. */
static void shorten(const struct event_draft *draft, struct binding *binding,
                    const struct facts_reg_contact *contact)
{
    if (contact->has_expires)
        binding->shortened_to = draft->event.time + contact->expires_s * SECOND;
}

/* Before the rules are asked, so that they find the outage; the binding ends behind them. */
static void note_outage(struct tracker *tracker, const struct event_draft *draft,
                        const struct event_notified *notified)
{
    struct binding *binding = notified->binding;

    if (binding && binding->state == BINDING_LIVE && binding_has_time(binding, draft->event.time) &&
        !notified->is_by_owner && notified->contact->is_terminated && binding->owner)
        tracker_outage_removed(tracker, binding, draft->event.time, draft->report);
}

static void apply(struct tracker *tracker, const struct event_draft *draft,
                  const struct event_notified *notified)
{
    const struct facts_reg_contact *contact = notified->contact;
    struct binding *binding = notified->binding;

    /* What has run out expires in its own time, whatever the network says of it. */
    if (!binding || !binding_has_time(binding, draft->event.time))
        return;
    if (binding->state == BINDING_LIVE && !notified->is_by_owner &&
        concerns_device(contact->event) && goes_to_device(draft, binding))
        notify_device(tracker, draft, notified);
    if (contact->is_terminated) {
        binding_end_bound(binding, NULL, draft->report->frame, draft->event.time, END_NETWORK);
        binding_end(binding, BINDING_GONE, draft->report->frame, draft->event.time);
    } else if (contact->is_active && contact->event == REG_EVENT_SHORTENED)
        shorten(draft, binding, contact);
}

/* Only the first transmission on the first hop counts. A NOTIFY that is out of order, or older than
 * the previous one, changes nothing. */
bool tracker_take_notify(struct tracker *tracker, const struct facts *facts, struct report *report)
{
    struct event_draft draft = tracker_event(tracker, facts, report, ON_NOTIFY);
    struct subscription *subscription;
    struct transaction *known;

    if (!facts->call_id ||
        transactions_find_request(tracker->transactions, facts, &known) != TRANSACTION_NEW)
        return false;
    transactions_add(tracker->transactions, facts, NULL);
    subscription = subscriptions_get(tracker->subscriptions, facts);
    draft.notify.subscription = subscription;
    draft.notify.is_past = subscription_is_past(subscription, facts);
    find_notified(tracker, &draft);
    report->kind = REPORT_REG_EVENT;
    if (draft.event.aor)
        tracker_fill_aor(tracker, report, draft.event.aor->name);
    for (unsigned i = 0; i < draft.notify.count && !draft.notify.is_past; i++)
        note_outage(tracker, &draft, &draft.notify.contacts[i]);
    tracker_emit(tracker, &draft);
    if (!draft.notify.is_past) {
        subscription_take(subscription, facts);
        for (unsigned i = 0; i < draft.notify.count; i++)
            apply(tracker, &draft, &draft.notify.contacts[i]);
    }
    return (draft.event.aor && draft.event.aor->bindings) || report->findings;
}

void tracker_note_reregistration(struct event_draft *draft, const struct registration *registration)
{
    const struct facts *facts = draft->event.facts;
    struct reg_event_notice *notice = registration->aor->notice;
    bool is_of_device;

    if (!notice)
        return;
    draft->event.notice = notice;
    is_of_device = notice->registration == registration ||
                   endpoint_same_ip(&notice->device, &facts->packet->source);
    for (unsigned i = 0; i < facts->contact_count && !is_of_device; i++)
        is_of_device = facts_same_uri(facts->contacts[i].uri, notice->contact);
    if (is_of_device)
        deadline_cancel(&notice->deadline);
}

void tracker_reregistration_over(struct tracker *tracker, struct reg_event_notice *notice)
{
    struct event_draft draft = tracker_event(tracker, NULL, notice->report, ON_NO_REREGISTRATION);

    draft.event.time = notice->deadline.at;
    draft.event.aor = notice->aor;
    draft.event.notice = notice;
    draft.event.binding = aor_find_binding(notice->aor, NULL, notice->contact, NULL, 0);
    if (draft.event.binding)
        tracker_emit(tracker, &draft);
}
