/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the registration event package (RFC 3680). A document that is older than the one before is
 * judged for that alone.
 */
#include "rules/engine.h"

#include <inttypes.h>

#define SECOND G_GINT64_CONSTANT(1000000000)

/* A binding of a device seen registering, which the device itself does not change just now. */
static const struct binding *live_binding(const struct event_notified *notified)
{
    const struct binding *binding = notified->binding;

    return binding && binding->state == BINDING_LIVE && !notified->is_owners_wish ? binding : NULL;
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
    finding_printf(context, RULE_regevent_version_gap,
                "Version %" PRIu64 " follows version %" PRIu64 " in frame %" PRIu32
                ": %s (RFC 3680 5.2)",
                reginfo->version, before->version, before->frame,
                reginfo->version > before->version
                    ? "a document between them is missing, and the subscriber has to ask for the "
                      "full state"
                    : "the subscriber ignores this document");
}

/* RFC 3680 5.1. */
void rule_regevent_attribute_missing(struct rule_context *context)
{
    const struct facts_reginfo *reginfo = &context->event->facts->reginfo;

    if (!reginfo->missing)
        return;
    finding_printf(
        context, RULE_regevent_attribute_missing,
        "A %s element%s%s%s has no %s: the subscriber may discard the document (RFC 3680 5.1)",
        reginfo->missing_of, reginfo->missing_at ? " with event=\"" : "",
        reginfo->missing_at ? reginfo->missing_at : "", reginfo->missing_at ? "\"" : "",
        reginfo->missing);
}

static void say_terminated(struct rule_context *context, const struct facts_reg_contact *contact,
                           const struct binding *binding)
{
    int64_t left = binding->expires_at - context->event->time;
    enum rule_severity severity = SEVERITY_NOTE;
    const char *advice = "the client should register again";
    char rest[DURATION_TEXT_SIZE], wait[64] = "";

    switch (contact->event) {
    case REG_EVENT_EXPIRED:
        if (left <= 5 * SECOND)
            return;
        advice = "it ended before its time";
        break;
    case REG_EVENT_REJECTED:
        severity = SEVERITY_WARN;
        advice = "registering again will not help";
        break;
    case REG_EVENT_UNREGISTERED:
        severity = SEVERITY_WARN;
        advice = "no removal is in the capture";
        break;
    case REG_EVENT_PROBATION:
        advice = "the client should try again later";
        if (contact->retry_after_s)
            g_snprintf(wait, sizeof(wait), ", retry-after %" PRIu32 " s", contact->retry_after_s);
        break;
    default:
        break;
    }
    finding_printf_as(context, RULE_regevent_terminated, severity,
                   "The network ended %s (event %s%s), granted in frame %" PRIu32
                   " with %s left: %s",
                   binding->contact, contact->event_name ? contact->event_name : "missing", wait,
                   binding->granted_in, duration_text(left, rest), advice);
}

/* RFC 3680 4.7.1. */
void rule_regevent_terminated(struct rule_context *context)
{
    const struct event *event = context->event;

    for (unsigned i = 0; i < event->notify->count && !event->notify->is_past; i++) {
        const struct event_notified *notified = &event->notify->contacts[i];
        const struct binding *binding = live_binding(notified);

        if (binding && notified->contact->is_terminated)
            say_terminated(context, notified->contact, binding);
    }
}

/* RFC 3680 4.7.1: unregistered means that a REGISTER asked for it. */
void rule_regevent_unregistered_by_other(struct rule_context *context)
{
    const struct event *event = context->event;

    for (unsigned i = 0; i < event->notify->count && !event->notify->is_past; i++) {
        const struct event_notified *notified = &event->notify->contacts[i];
        const struct binding *binding = live_binding(notified);

        if (!binding || !notified->contact->is_terminated ||
            notified->contact->event != REG_EVENT_UNREGISTERED)
            continue;
        finding_printf(context, RULE_regevent_unregistered_by_other,
                    "A REGISTER that is not in the capture removed %s, last registered by its "
                    "device in frame %" PRIu32
                    ": it came from somebody else, or the device uses another way too",
                    binding->contact, binding->owner->last.frame);
        return;
    }
}

/* Whether the REGISTER that the document names was seen, be it answered or not. */
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
        const struct binding *binding = live_binding(&event->notify->contacts[i]);

        if (!binding || !contact->is_active || !contact->call_id || !contact->call_id[0] ||
            was_seen(binding, contact))
            continue;
        if (contact->call_id == binding->call_id ||
            contact->call_id == binding->owner->last.call_id)
            finding_printf(context, RULE_regevent_ref_mismatch,
                        "The registrar has %s by CSeq %" PRIu32
                        ", but the capture has only CSeq %" PRIu32 " (frame %" PRIu32
                        "): a REGISTER of this Call-ID is not in the capture",
                        binding->contact, contact->cseq, binding->cseq, binding->granted_in);
        else
            finding_printf(
                context, RULE_regevent_ref_mismatch,
                "The registrar has %s by a REGISTER with Call-ID %s, not by that in frame %" PRIu32
                ": another client may have updated this binding",
                binding->contact, contact->call_id, binding->granted_in);
        return;
    }
}

/* The document may have been written when the binding was granted, and waited since. */
static bool may_be_late(const struct event *event, const struct binding *binding, int64_t listed)
{
    return event->time - binding->granted_at <= settings_timer_f(event->settings) &&
           listed <= (int64_t)binding->granted_s * SECOND;
}

/* RFC 3680 5.1: the seconds that are left. More than 5 s and 5 % off is neither rounding nor the way
 * of the message. What is shortened says so, and a binding that somebody else changed is explained. */
void rule_regevent_expires_mismatch(struct rule_context *context)
{
    const struct event *event = context->event;
    char computed[DURATION_TEXT_SIZE];

    if (event->notify->is_past || finding_of(event->report, RULE_regevent_ref_mismatch))
        return;
    for (unsigned i = 0; i < event->notify->count; i++) {
        const struct facts_reg_contact *contact = event->notify->contacts[i].contact;
        const struct binding *binding = live_binding(&event->notify->contacts[i]);
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
        finding_printf(context, RULE_regevent_expires_mismatch,
                    "The registrar says that %s has %" PRIu32
                    " s left; after the 2xx in frame %" PRIu32 " it should be %s%s",
                    binding->contact, contact->expires_s, binding->granted_in,
                    duration_text(left, computed),
                    binding->shortened_to ? ", shortened since" : "");
        return;
    }
}

/* RFC 3680 4.7.1: "created" is somebody's entry, not a REGISTER. The identities of one IMS
 * subscription share a contact that one of them registered. */
void rule_regevent_unknown_contact(struct rule_context *context)
{
    const struct event *event = context->event;

    for (unsigned i = 0; i < event->notify->count && !event->notify->is_past; i++) {
        const struct event_notified *notified = &event->notify->contacts[i];

        if (notified->is_known || !notified->contact->is_active ||
            notified->contact->event == REG_EVENT_CREATED)
            continue;
        finding_printf(context, RULE_regevent_unknown_contact,
                    "The registrar has %s for %s, which nobody registered in this capture",
                    or_none(notified->contact->uri), notified->contact->aor);
        return;
    }
}

/* RFC 3680 4.7.1: deactivated and shortened are there to make the client register again. */
void rule_regevent_no_reregister(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct reg_event_notice *told = event->notice;
    char waited[DURATION_TEXT_SIZE];

    finding_printf(
        context, RULE_regevent_no_reregister,
        "%s was %s, but its device did not register again within %s: it can no longer be called",
        told->contact, told->event == REG_EVENT_SHORTENED ? "shortened" : "deactivated",
        duration_text(event->time - told->time, waited));
}

/* RFC 3680 4.7.1. Who removes the binding, or registers another Contact, does as he was told. */
void rule_regevent_register_after_rejected(struct rule_context *context)
{
    enum { REJECTED_FOR_S = 60 };
    const struct event *event = context->event;
    const struct reg_event_notice *told = event->notice;
    bool names_contact = false;
    char after[DURATION_TEXT_SIZE], wait[DURATION_TEXT_SIZE];

    if (!told || event->report->try_number != 1 || event->transaction->is_removal)
        return;
    for (unsigned i = 0; i < event->facts->contact_count && !names_contact; i++)
        names_contact = facts_same_uri(event->facts->contacts[i].uri, told->contact);
    duration_text(event->time - told->time, after);
    if (!names_contact)
        return;
    if (told->event == REG_EVENT_REJECTED && event->time - told->time < REJECTED_FOR_S * SECOND)
        finding_printf(context, RULE_regevent_register_after_rejected,
                    "Registers %s after the network rejected this Contact in frame %" PRIu32
                    ": that will not help (RFC 3680 4.7.1)",
                    after, told->frame);
    else if (told->event == REG_EVENT_PROBATION && event->time < told->until)
        finding_printf(context, RULE_regevent_register_after_rejected,
                    "Registers after %s, though the network asked in frame %" PRIu32
                    " to wait for %s (RFC 3680 4.7.1)",
                    after, told->frame, duration_text(told->until - told->time, wait));
}
