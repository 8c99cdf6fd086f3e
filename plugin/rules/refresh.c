/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the order and timing of the REGISTERs of one registration (RFC 3261 10.2, 10.2.4).
 */
#include "rules/judgement.h"

#define MS G_GINT64_CONSTANT(1000000)

/* RFC 3261 10.2, 10.2.4: SHOULD, because the registrar cannot see the order otherwise. Redirection
 * may change it (8.1.3.4), IMS has to after a bad challenge (TS 24.229 5.1.1.5.1). */
void rule_refresh_callid_changed(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct exchange *before = &event->previous;
    unsigned status = event->attempt_before.last_status;
    bool looks_rebooted;

    if (!event->old_call_id || !event->own || event->own->lapses_at <= event->time ||
        !endpoint_same_ip(&before->source, &event->facts->packet->source) ||
        (event->continues && status >= 300 && status < 400) ||
        (event->facts->is_ims && event->attempt_before.open))
        return;
    looks_rebooted = before->from_tag != event->facts->from_tag &&
                     before->source.port != event->facts->packet->source.port &&
                     event->facts->cseq < before->cseq;
    finding_add(judgement, RULE_refresh_callid_changed,
                "%s is refreshed under a new Call-ID, the REGISTER in frame %" PRIu32
                " had \"%s\"%s%s",
                event->own->contact, before->frame, event->old_call_id,
                looks_rebooted ? "; From tag, source port and CSeq began anew too, so the device "
                                 "was probably restarted"
                               : "; a client should keep it (RFC 3261 10.2)",
                event->facts->has_gruu ? "; temporary GRUUs are invalid now" : "");
}

/* RFC 3261 10.2, 10.3 step 7. UDP may deliver a lower one late; another server has not seen it. */
void rule_refresh_cseq_not_increased(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct facts *facts = event->facts;
    const struct server_cseq *before = &event->server_before;

    if (!facts->has_cseq || !before->frame || before->call_id != facts->call_id ||
        facts->cseq > before->cseq || finding_of(event->report, RULE_retry_cseq_same) ||
        event_is_failover(event))
        return;
    if (facts->cseq < before->cseq && facts->packet->transport == TRANSPORT_UDP &&
        event->time - before->time < 1000 * MS)
        return;
    finding_add(judgement, RULE_refresh_cseq_not_increased,
                "CSeq %" PRIu32 " after %" PRIu32 " in frame %" PRIu32
                " under the same Call-ID: the registrar must not update the binding (RFC 3261 "
                "10.3)",
                facts->cseq, before->cseq, before->frame);
}

/* RFC 3261 10.2.2, 10.2.4: the old binding stays until it lapses. Said at the first REGISTER. */
void rule_refresh_contact_changed(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct binding *left = event->left_behind;
    bool moved, adds = false;
    char rest[DURATION_TEXT_SIZE];

    if (!left || event->continues || event->facts->incomplete)
        return;
    for (unsigned i = 0; i < event->facts->contact_count; i++) {
        const struct facts_contact *contact = &event->facts->contacts[i];

        adds |= (!contact->has_expires || contact->expires_s > 0) &&
                !registration_find_binding(event->registration, contact->uri, contact->instance,
                                           contact->reg_id);
    }
    if (!adds)
        return;
    moved = !endpoint_same_ip(&left->source, &event->facts->packet->source);
    finding_add_as(judgement, RULE_refresh_contact_changed, moved ? SEVERITY_CHAT : SEVERITY_NOTE,
                   "A new Contact, while %s of frame %" PRIu32 " is neither refreshed nor removed: "
                   "calls go to both for another %s%s",
                   left->contact, left->granted_in,
                   duration_text(left->lapses_at - event->time, rest),
                   moved ? "; the client has another address now" : "");
}

/* The textbook sentence, for those who want it enforced; RFC 3261 demands none of it with a MUST. */
void rule_refresh_textbook(struct judgement *judgement)
{
    const struct report *report = judgement->event->report;
    unsigned differs = report->same_known & ~(unsigned)report->same;
    GString *names;

    if (!judgement->event->settings->textbook_refresh || !differs)
        return;
    names = g_string_new(NULL);
    for (unsigned same = 0; same < SAME_COUNT; same++) {
        if (differs & (1u << same))
            g_string_append_printf(names, "%s%s", names->len ? ", " : "", report_same_name(same));
    }
    finding_add(judgement, RULE_refresh_textbook,
                "Not the same as in the attempt before (frame %" PRIu32 "): %s",
                judgement->event->registration->before.frame, names->str);
    g_string_free(names, TRUE);
}

/* RFC 3261 10.2.4: before the interval is over. */
void rule_refresh_late(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct binding *own = event->own;
    int64_t late;
    char text[DURATION_TEXT_SIZE];

    if (!own || event->continues || event->registration->attempt.intent != INTENT_REFRESH)
        return;
    late = event->time - own->lapses_at;
    if (late <= (int64_t)event->settings->late_tolerance_ms * MS)
        return;
    finding_add(judgement, RULE_refresh_late,
                "The refresh comes %s after the binding lapsed: %" PRIu32
                " s were granted in frame %" PRIu32 "; calls could not reach %s meanwhile",
                duration_text(late, text), own->granted_s, own->granted_in, own->contact);
}

/* RFC 3261 10.2.2: soft state. */
void rule_binding_expired(struct judgement *judgement)
{
    const struct binding *binding = judgement->event->binding;

    finding_add(judgement, RULE_binding_expired,
                "%s lapsed: %" PRIu32 " s were granted in frame %" PRIu32
                ", and no refresh came within them",
                binding->contact, binding->granted_s, binding->granted_in);
}

static void say_outcome(char *text, size_t size, const struct event_contact *each, int64_t now)
{
    static const char *const words[] = {
        [CONTACT_CREATED] = "is bound",      [CONTACT_REFRESHED] = "is refreshed",
        [CONTACT_REMOVED] = "is removed",    [CONTACT_KEPT] = "is still bound",
        [CONTACT_MISSING] = "is not listed", [CONTACT_ZERO] = "is listed without time",
    };
    const struct report_contact *contact = each->contact;
    int64_t left = each->before.lapses_at - now;
    char duration[DURATION_TEXT_SIZE];

    if (each->outcome == CONTACT_REFRESHED && contact->has_grant && left >= 0)
        g_snprintf(text, size, "%s is refreshed for %" PRIu32 " s with %s left", contact->sent,
                   contact->granted_s, duration_text(left, duration));
    else if (each->outcome == CONTACT_REFRESHED && contact->has_grant)
        g_snprintf(text, size, "%s is bound again for %" PRIu32 " s, %s after it lapsed",
                   contact->sent, contact->granted_s, duration_text(-left, duration));
    else if (contact->has_grant && contact->granted_s)
        g_snprintf(text, size, "%s %s for %" PRIu32 " s", contact->sent, words[each->outcome],
                   contact->granted_s);
    else
        g_snprintf(text, size, "%s %s", contact->sent, words[each->outcome]);
}

/* RFC 3261 10.2.3: every 2xx says how things stand. */
void rule_binding_status(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    char outcome[320];
    char more[32] = "";

    if (!event_is_accepted(event))
        return;
    if (event->contact_count)
        say_outcome(outcome, sizeof(outcome), &event->contacts[0], event->time);
    else
        g_strlcpy(outcome,
                  event->star_removed ? "All bindings are removed" : "The bindings were asked for",
                  sizeof(outcome));
    if (event->contact_count > 1)
        g_snprintf(more, sizeof(more), ", %u more of its own", event->contact_count - 1);
    finding_add(judgement, RULE_binding_status, "%s%s; %u listed", outcome, more,
                event->facts->contact_count);
}
