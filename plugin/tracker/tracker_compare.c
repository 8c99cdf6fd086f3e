/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Compares a REGISTER with the previous attempt, the binding it refreshes, and the previous CSeq.
 */
#include "base/elapsed.h"
#include "tracker/tracker_state.h"

static bool same_contacts(const struct last_request *previous, const struct report *report)
{
    const struct report *before = previous->report;

    if (before->contact_count != report->contact_count)
        return false;
    for (unsigned i = 0; i < report->contact_count; i++) {
        bool found = false;

        for (unsigned j = 0; j < before->contact_count && !found; j++)
            found = facts_same_uri(report->contacts[i].sent, before->contacts[j].sent);
        if (!found)
            return false;
    }
    return true;
}

static void set_same(struct report *report, enum report_same what, bool same)
{
    report->same_known |= (uint8_t)(1 << what);
    if (same)
        report->same |= (uint8_t)(1 << what);
}

/* Elements that are usually the same in every refresh; see also RFC 3261 10.2, 10.2.4. */
void tracker_compare(struct report *report, const struct last_request *before,
                     const struct facts *facts, uint8_t hop)
{
    const struct packet *packet = facts->packet;

    if (!before->report || facts->incomplete)
        return;
    set_same(report, SAME_CALL_ID, before->call_id == facts->call_id);
    set_same(report, SAME_FROM_TAG, before->from_tag == facts->from_tag);
    set_same(report, SAME_FROM, facts_same_uri(before->from_uri, facts->from_uri));
    set_same(report, SAME_TO, facts_same_uri(before->to_uri, facts->to_uri));
    set_same(report, SAME_REQUEST_URI, facts_same_uri(before->request_uri, facts->request_uri));
    if (facts->contact_count && before->report->contact_count)
        set_same(report, SAME_CONTACT, same_contacts(before, report));
    if (before->hop != hop)
        return; /* seen on another hop: its addresses prove nothing */
    set_same(report, SAME_SOURCE,
             packet->transport == TRANSPORT_UDP
                 ? endpoint_equal(&before->source, &packet->source)
                 : endpoint_same_ip(&before->source, &packet->source));
    set_same(report, SAME_DESTINATION, endpoint_equal(&before->destination, &packet->destination));
}

void tracker_fill_remaining(struct report *report, const struct event_draft *draft)
{
    const struct binding *own = draft->own.binding;
    int64_t granted, since;

    if (!own)
        return;
    granted = own->expires_at - own->granted_at;
    since = elapsed_between(own->granted_at, draft->event.time);
    report->previous_in = own->granted_in;
    if (since == ELAPSED_UNKNOWN)
        return;
    report->has_remaining = true;
    report->remaining = own->expires_at - draft->event.time;
    report->used = granted > 0 ? 100.0 * (double)since / (double)granted : 0.0;
}

/* The REGISTER of this response is not in the capture: its CSeq was used. */
void tracker_note_unseen(const struct facts *facts)
{
    uint32_t before;

    (void)pool_number(facts->call_id, &before);
    if (facts->has_cseq && facts->cseq > before)
        pool_set_number(facts->call_id, facts->cseq);
}

/* The latest CSeq is kept with the Call-ID. */
void tracker_fill_cseq_step(struct report *report, const struct facts *facts)
{
    uint32_t before;

    if (!facts->has_cseq || !facts->call_id)
        return;
    if (pool_number(facts->call_id, &before)) {
        int64_t step = (int64_t)facts->cseq - (int64_t)before;

        report->has_cseq_step = true;
        report->cseq_step = (int32_t)CLAMP(step, G_MININT32, G_MAXINT32);
    }
    pool_set_number(facts->call_id, facts->cseq);
}

static uint8_t counted(unsigned before, bool again)
{
    enum { COUNTED_MAX = 15 }; /* maximum of a four-bit field */

    return again ? (uint8_t)MIN(before + 1, (unsigned)COUNTED_MAX) : 0;
}

/* A Contact that is new to this registration, sent from the same address long before the requested
 * time ends: the client has learned another address for itself once more. */
static bool has_new_contact(const struct event_draft *draft,
                            const struct registration *registration)
{
    enum { LIFE_DIVIDED_BY = 4 };
    const struct facts *facts = draft->event.facts;
    int64_t since = draft->event.time - draft->before.attempt.first_time;
    bool replaces = false; /* it removes another one */

    if (!endpoint_same_ip(&draft->before.last.source, &facts->packet->source))
        return false;
    for (unsigned i = 0; i < facts->contact_count; i++)
        replaces |= facts->contacts[i].has_expires && facts->contacts[i].expires_s == 0;
    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];
        const struct binding *binding = registration_find_binding(
            registration, contact->uri, contact->instance, contact->reg_id);
        uint32_t requested = contact->has_expires ? contact->expires_s
                             : facts->has_expires ? facts->expires_s
                                                  : 0;

        if (requested > 0 && !contact->reg_id && since < requested * SECOND / LIFE_DIVIDED_BY &&
            (replaces || !binding ||
             !(facts_same_uri(binding->contact, contact->uri) ||
               facts_is_alike(binding->contact, contact->uri, false))))
            return true;
    }
    return false;
}

/* A Contact that was granted much more time a moment ago. */
static bool is_hasty(const struct event_draft *draft, const struct registration *registration)
{
    enum { LIFE_DIVIDED_BY = 10 };
    const int64_t moment = 10 * SECOND;
    const struct binding *binding = draft->own.binding;
    int64_t since = binding ? draft->event.time - binding->granted_at : 0;

    return binding && binding->owner == registration &&
           binding_has_time(binding, draft->event.time) &&
           binding->granted_in == registration->accepted->frame && since < moment &&
           since < (binding->expires_at - binding->granted_at) / LIFE_DIVIDED_BY;
}

/* A client with a timer of its own is late by the same each time. What follows a REGISTER without success says nothing
 * of its timer. */
static void note_late(const struct event_draft *draft, struct registration *registration)
{
    enum { TOLERANCE_DIVIDED_BY = 10 };
    const struct binding *own = draft->own.binding;
    bool is_late =
        own && own->expires_at && draft->event.time > own->expires_at && !draft->before.tried_in;
    int64_t after = is_late ? draft->event.time - own->granted_at : 0;
    int64_t before = registration->late_after;

    registration->late_refreshes = counted(registration->late_refreshes, is_late) & 15;
    registration->late_alike =
        counted(registration->late_alike,
                is_late && before && ABS(after - before) <= before / TOLERANCE_DIVIDED_BY) &
        15;
    registration->late_after = after;
}

/* Clients come back after half of their time or later. */
static unsigned share_of(int64_t since, uint32_t expires_s)
{
    enum { SHARE_FROM = 40, SHARE_TO = 101 };
    int64_t share = expires_s ? since / (expires_s * (SECOND / 100)) : 0;

    return share >= SHARE_FROM && share <= SHARE_TO ? (unsigned)share : 0;
}

/* The Contact of others in the latest list whose time goes by alike; without one, any that might. */
static const struct report_binding *find_other(const struct registration *registration,
                                               int64_t since)
{
    enum { TOLERANCE = 4 };
    const struct report *accepted = registration->accepted;
    const struct report_binding *any = NULL;

    for (unsigned i = 0; i < accepted->binding_count; i++) {
        const struct report_binding *each = &accepted->bindings[i];
        unsigned share = each->own || !each->has_expires ? 0 : share_of(since, each->expires_s);

        if (share && ABS((int)share - (int)registration->other_share) <= TOLERANCE)
            return each;
        if (share && !any)
            any = each;
    }
    return registration->other_rounds ? NULL : any;
}

/* It comes when it is not its own time: much too early, or too late. A client that always waits for as long has a timer
 * of its own. */
static void note_other_interval(const struct event_draft *draft, struct registration *registration)
{
    enum { DIFFERS_BY = 8, OWN_FROM = 40 };
    const struct binding *own = draft->own.binding;
    int64_t since = own ? draft->event.time - own->granted_at : 0;
    int64_t granted = own ? (int64_t)own->granted_s * SECOND : 0;
    bool is_own_time = since > granted / 100 * OWN_FROM && since <= granted;
    const struct report_binding *other;

    if (registration->accepted->binding_count < 2 || !own || is_own_time || since < SECOND) {
        registration->other_rounds = 0;
        return;
    }
    other = find_other(registration, since);
    if (!other) {
        registration->other_rounds = 0;
        other = find_other(registration, since);
    }
    if (!other)
        return;
    if (registration->other_rounds &&
        ABS(since - registration->other_since) <= registration->other_since / DIFFERS_BY)
        return;
    registration->other_rounds = counted(registration->other_rounds, true) & 15;
    registration->other_share = (uint8_t)share_of(since, other->expires_s);
    registration->other_s = other->expires_s;
    registration->other_since = since;
}

/* A client that registers anew in between, with credentials, still leaves its refreshes. */
static void note_unfollowed(const struct event_draft *draft, struct registration *registration,
                            bool is_unused)
{
    const struct binding *own = draft->own.binding;

    if (is_unused && challenge_is_to_refresh(&draft->challenge, own))
        registration->unfollowed_refreshes = counted(registration->unfollowed_refreshes, true) & 15;
    else if (draft->event.facts->credentials_count && own && own->expires_at > draft->event.time)
        registration->unfollowed_refreshes = 0;
}

static void note_pace(const struct event_draft *draft, struct registration *registration)
{
    enum { DIFFERS_BY = 10 };
    int64_t pause = elapsed_between(draft->before.last.time, draft->event.time);
    struct pace *pace;

    if (draft->event.facts->call_id == draft->before.last.call_id || pause == ELAPSED_UNKNOWN)
        return;
    pace = &registration_rare(registration)->pace;
    pace->is_own = pace->pause && ABS(pause - pace->pause) <= pace->pause / DIFFERS_BY;
    pace->pause = pause;
    pace->at = draft->event.time;
}

/* Where the CSeq jumps, the capture may lack the credentials. */
void tracker_note_unused(const struct event_draft *draft, struct registration *registration)
{
    bool is_complete = !draft->event.facts->incomplete && draft->report->cseq_step <= 1;
    bool is_unused = challenge_is_unused(&draft->challenge, &draft->before.last);

    is_unused = is_unused && is_complete && !draft->event.facts->credentials_count;
    note_unfollowed(draft, registration, is_unused);
    if (is_unused)
        note_pace(draft, registration);
    registration->unused_challenges =
        is_unused ? (uint16_t)MIN(registration->unused_challenges + 1, UINT16_MAX) : 0;
}

/* Consecutive attempts in which the client requests the time it was granted, which shrinks each
 * time; or in which it changes its Contact; or that come at once. */
void tracker_note_habits(const struct event_draft *draft, struct registration *registration)
{
    const struct facts *facts = draft->event.facts;
    const struct report *accepted = registration->accepted;
    const struct report_contact *before;

    if (!accepted || tracker_is_removal(facts) || facts->contact_count == 0)
        return;
    registration->contact_changes =
        counted(registration->contact_changes, has_new_contact(draft, registration)) & 15;
    note_late(draft, registration);
    note_other_interval(draft, registration);
    registration->hasty_refreshes =
        counted(registration->hasty_refreshes, is_hasty(draft, registration)) & 15;
    if (facts->contact_count != 1 || accepted->contact_count != 1)
        return;
    before = &accepted->contacts[0];
    registration->shrinking_requests =
        counted(registration->shrinking_requests,
                facts->contacts[0].has_expires && before->has_requested && before->has_grant &&
                    before->granted_s < before->requested_s &&
                    facts->contacts[0].expires_s == before->granted_s);
}

static bool refreshes_same_call(const struct registration *registration,
                                const struct transaction *transaction)
{
    return !transaction->is_removal &&
           registration->past->burst.call_ids[0] == transaction->call_id;
}

/* The first attempt since the latest 2xx. */
static bool is_first_attempt(const struct registration *registration)
{
    return registration->attempt.first_in == registration->tried_in;
}

void tracker_note_failed_refresh(struct registration *registration,
                                 const struct transaction *transaction)
{
    if (registration->accepted && is_first_attempt(registration) &&
        refreshes_same_call(registration, transaction))
        registration->failed_refreshes = counted(registration->failed_refreshes, true) & 15;
}

/* Before the 2xx ends what was tried. */
void tracker_note_refreshed(struct registration *registration,
                            const struct transaction *transaction)
{
    const struct last_request *before = &registration->past->before;
    bool is_second = before->report && before->report->frame == registration->tried_in;

    if (refreshes_same_call(registration, transaction))
        registration->failed_refreshes = 0;
    registration->lost_firsts =
        counted(registration->lost_firsts, is_second && !before->has_response) & 15;
}
