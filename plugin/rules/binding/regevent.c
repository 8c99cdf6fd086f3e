/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the registration event package (RFC 3680). A document that is older than the previous one
 * is judged for that alone.
 */
#include "rules/engine.h"

/* A binding of a device seen registering, which the device itself does not change just now. */
static const struct binding *live_binding(const struct event *event, unsigned which)
{
    const struct event_notified *notified = &event->notify->contacts[which];
    const struct binding *binding = notified->binding;

    return binding && binding->state == BINDING_LIVE && binding_has_time(binding, event->time) &&
                   !notified->is_by_owner
               ? binding
               : NULL;
}

/* RFC 3680 5.1: versions begin at 0 and count by one; 5.2: what a gap and a step back mean. A jump of
 * the CSeq is a NOTIFY that the capture, or the subscriber, did not get. */
void rule_regevent_version_gap(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct subscription *before = event->notify->subscription;
    const struct facts_reginfo *reginfo = &event->facts->reginfo;

    if (!before->frame || !before->has_version || !reginfo->has_version ||
        reginfo->version == before->version + 1 || event->facts->cseq != before->cseq + 1 ||
        (reginfo->version == 0 && reginfo->is_full))
        return;
    finding_add(context, FORM_regevent_version_gap,
                VALUES(of_number((int64_t)reginfo->version), of_number((int64_t)before->version),
                       of_frame(before->frame), of_number(reginfo->version > before->version)));
}

/* RFC 3680 5.1. */
void rule_regevent_attribute_missing(struct rule_context *context)
{
    const struct facts_reginfo *reginfo = &context->event->facts->reginfo;

    if (!reginfo->missing)
        return;
    finding_add(context, FORM_regevent_attribute_missing,
                VALUES(of_text(reginfo->missing_of), of_number(reginfo->missing_at != NULL),
                       of_text(reginfo->missing_at), of_text(reginfo->missing)));
}

static void report_terminated(struct rule_context *context, const struct facts_reg_contact *contact,
                              const struct binding *binding)
{
    int64_t left = binding->expires_at - context->event->time;
    struct value ended = of_text(binding->contact), by = of_frame(binding->granted_in);

    switch (contact->event) {
    case REG_EVENT_EXPIRED:
        if (left > 5 * SECOND)
            finding_add_as(context, FORM_regevent_terminated_expired, SEVERITY_NOTE,
                           VALUES(ended, by, of_time(left)));
        break;
    case REG_EVENT_REJECTED:
        finding_add(context, FORM_regevent_terminated_rejected, VALUES(ended, by, of_time(left)));
        break;
    case REG_EVENT_UNREGISTERED:
        finding_add(context, FORM_regevent_terminated_unregistered,
                    VALUES(ended, by, of_time(left)));
        break;
    case REG_EVENT_PROBATION:
        finding_add_as(context, FORM_regevent_terminated_probation, SEVERITY_NOTE,
                       VALUES(ended, by, of_time(left), of_number(contact->retry_after_s)));
        break;
    default:
        finding_add_as(context, FORM_regevent_terminated, SEVERITY_NOTE,
                       VALUES(ended, of_text(contact->event_name), by, of_time(left)));
        break;
    }
}

/* RFC 3680 4.7.1. */
void rule_regevent_terminated(struct rule_context *context)
{
    const struct event *event = context->event;

    for (unsigned i = 0; i < event->notify->count && !event->notify->is_past; i++) {
        const struct event_notified *notified = &event->notify->contacts[i];
        const struct binding *binding = live_binding(event, i);

        if (binding && notified->contact->is_terminated)
            report_terminated(context, notified->contact, binding);
    }
}

/* RFC 3680 4.7.1: unregistered means that a REGISTER removed it. */
void rule_regevent_unregistered_by_other(struct rule_context *context)
{
    const struct event *event = context->event;

    for (unsigned i = 0; i < event->notify->count && !event->notify->is_past; i++) {
        const struct event_notified *notified = &event->notify->contacts[i];
        const struct binding *binding = live_binding(event, i);

        if (!binding || !notified->contact->is_terminated ||
            notified->contact->event != REG_EVENT_UNREGISTERED)
            continue;
        finding_add(context, FORM_regevent_unregistered_by_other,
                    VALUES(of_text(binding->contact), of_frame(binding->owner->last.frame)));
        return;
    }
}

/* Whether the REGISTER that the document names was seen, with a response or without. */
static bool was_seen(const struct binding *binding, const struct facts_reg_contact *contact)
{
    const struct last_request *last = &binding->owner->last;
    uint32_t cseq = binding->cseq;

    if (contact->call_id == last->call_id)
        cseq = last->call_id == binding->call_id ? MAX(cseq, last->cseq) : last->cseq;
    else if (contact->call_id != binding->call_id)
        return false;
    return !contact->has_cseq || contact->cseq <= cseq;
}

/* RFC 3680 5.1: callid and cseq are those of the REGISTER that last changed the contact. Both may be
 * left out. */
void rule_regevent_ref_mismatch(struct rule_context *context)
{
    const struct event *event = context->event;

    for (unsigned i = 0; i < event->notify->count && !event->notify->is_past; i++) {
        const struct facts_reg_contact *contact = event->notify->contacts[i].contact;
        const struct binding *binding = live_binding(event, i);

        if (!binding || !contact->is_active || !contact->call_id || !contact->call_id[0] ||
            was_seen(binding, contact))
            continue;
        if (contact->call_id == binding->call_id ||
            contact->call_id == binding->owner->last.call_id)
            finding_add(context, FORM_regevent_ref_mismatch_cseq,
                        VALUES(of_text(binding->contact), of_number(contact->cseq),
                               of_number(binding->cseq), of_frame(binding->granted_in)));
        else
            finding_add(context, FORM_regevent_ref_mismatch,
                        VALUES(of_text(binding->contact), of_text(contact->call_id),
                               of_frame(binding->granted_in)));
        return;
    }
}

/* The document may have been written when the binding was granted, and been delayed since. */
static bool may_be_late(const struct event *event, const struct binding *binding, int64_t listed)
{
    return event_since(event, binding->granted_at) <= settings_timer_f(event->settings) &&
           listed <= (int64_t)binding->granted_s * SECOND;
}

/* RFC 3680 5.1: the seconds that are left. More than 5 s and 5 % off is neither rounding nor the delay
 * of the message. What is shortened says so, and a binding that another client changed is explained. */
void rule_regevent_expires_mismatch(struct rule_context *context)
{
    const struct event *event = context->event;

    if (event->notify->is_past || finding_of(event->report, RULE_regevent_ref_mismatch))
        return;
    for (unsigned i = 0; i < event->notify->count; i++) {
        const struct facts_reg_contact *contact = event->notify->contacts[i].contact;
        const struct binding *binding = live_binding(event, i);
        int64_t listed, left, off;

        if (!binding || !contact->is_active || !contact->has_expires ||
            contact->event == REG_EVENT_SHORTENED || binding->owner->attempt.open)
            continue;
        listed = (int64_t)contact->expires_s * SECOND;
        left = (binding->shortened_to ? binding->shortened_to : binding->expires_at) - event->time;
        off = listed > left ? listed - left : left - listed;
        if (left < 0 || off <= 5 * SECOND || off <= left / 20 ||
            (listed > left && may_be_late(event, binding, listed)))
            continue;
        finding_add(context,
                    binding->shortened_to ? FORM_regevent_expires_mismatch_shortened
                                          : FORM_regevent_expires_mismatch,
                    VALUES(of_text(binding->contact), of_time(listed),
                           of_frame(binding->granted_in), of_time(left)));
        return;
    }
}

/* RFC 3680 4.7.1: "created" is an administrator's entry, not a REGISTER. The identities of one IMS
 * subscription share a contact that one of them registered. */
void rule_regevent_unknown_contact(struct rule_context *context)
{
    const struct event *event = context->event;

    for (unsigned i = 0; i < event->notify->count && !event->notify->is_past; i++) {
        const struct event_notified *notified = &event->notify->contacts[i];

        if (notified->is_known || !notified->contact->is_active ||
            notified->contact->event == REG_EVENT_CREATED)
            continue;
        finding_add(context, FORM_regevent_unknown_contact,
                    VALUES(of_text(notified->contact->uri), of_text(notified->contact->aor)));
        return;
    }
}

/* RFC 3680 4.7.1: deactivated and shortened are there to make the client register again. */
void rule_regevent_no_reregister(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct reg_event_notice *told = event->notice;

    finding_add(context, FORM_regevent_no_reregister,
                VALUES(of_text(told->contact), of_number(told->event == REG_EVENT_SHORTENED),
                       of_time(MAX(event_since(event, told->time), 0))));
}

/* RFC 3680 4.7.1. A client that removes the binding, or registers another Contact, does as it was
 * told. */
void rule_regevent_register_after_rejected(struct rule_context *context)
{
    enum { REJECTED_FOR_S = 60 };
    const struct event *event = context->event;
    const struct reg_event_notice *told = event->notice;
    bool names_contact = false;
    int64_t since;

    if (!told || event->report->try_number != 1 || event->transaction->is_removal)
        return;
    for (unsigned i = 0; i < event->facts->contact_count && !names_contact; i++)
        names_contact = facts_same_uri(event->facts->contacts[i].uri, told->contact);
    since = event_since(event, told->time);
    if (!names_contact || since == ELAPSED_UNKNOWN)
        return;
    if (told->event == REG_EVENT_REJECTED && since < REJECTED_FOR_S * SECOND)
        finding_add(context, FORM_regevent_register_after_rejected,
                    VALUES(of_time(since), of_frame(told->frame)));
    else if (told->event == REG_EVENT_PROBATION && event->time < told->until)
        finding_add(
            context, FORM_regevent_register_after_rejected_probation,
            VALUES(of_time(since), of_frame(told->frame), of_time(told->until - told->time)));
}
