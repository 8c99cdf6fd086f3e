/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The attempt of a REGISTER: its intent, the own bindings it names, and whether it continues the
 * open attempt.
 */
#include "base/elapsed.h"
#include "tracker/tracker_state.h"

bool tracker_is_removal(const struct facts *facts)
{
    if (facts->has_star)
        return true;
    for (unsigned i = 0; i < facts->contact_count; i++) {
        if (!facts->contacts[i].has_expires || facts->contacts[i].expires_s > 0)
            return false;
    }
    return facts->contact_count > 0;
}

/* Depends on the agent's own bindings: a refresh needs one that is alive, or has expired, in the
 * capture. */
static uint8_t intent_of(const struct registration *registration, const struct facts *facts,
                         bool covers_own)
{
    unsigned known = 0, fresh = 0, removed = 0;
    bool same_instance = false;

    if (facts->has_star)
        return INTENT_REMOVE_ALL;
    if (facts->contact_count == 0) /* or the capture cut it off */
        return facts->incomplete ? INTENT_NONE : INTENT_FETCH;
    if (tracker_is_removal(facts))
        return INTENT_REMOVE;
    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];
        const struct binding *binding = registration_find_binding(
            registration, contact->uri, contact->instance, contact->reg_id);
        bool refreshes =
            binding && (binding->state == BINDING_LIVE || binding->state == BINDING_EXPIRED);

        if (contact->has_expires && contact->expires_s == 0) {
            removed++;
        } else if (refreshes && (facts_same_uri(binding->contact, contact->uri) ||
                                 facts_is_alike(binding->contact, contact->uri, false))) {
            known++;
        } else {
            fresh++;
            same_instance |= refreshes;
        }
    }
    if (fresh == 0)
        return known ? INTENT_REFRESH : INTENT_REGISTER;
    if (same_instance || (removed && !known))
        return INTENT_CHANGE;
    return known || !covers_own ? INTENT_ADD : INTENT_REGISTER;
}

/* The other one was made by the same device after its connection to this server was lost. */
static bool stands_in(const struct binding *other, const struct binding *own, int64_t now)
{
    const struct registration *client = own->owner;
    const struct flow *flow = client->flow;
    return flow_was_lost(flow) && flow->lost_at >= own->granted_at && other->owner &&
           other->owner != client && other->granted_at >= flow->lost_at &&
           other->state == BINDING_LIVE && binding_has_time(other, now) &&
           !endpoint_same_ip(&other->server, &own->server) &&
           endpoint_same_ip(&other->source, &own->source) && other->user_agent == own->user_agent;
}

static const struct binding *find_stand_in(const struct binding *own, int64_t now)
{
    const struct binding *other = own ? own->aor->bindings : NULL;

    while (other && !stands_in(other, own, now))
        other = other->next;
    return other;
}

/* Finds the own bindings that the REGISTER names. */
void tracker_find_own(struct event_draft *draft, const struct registration *registration)
{
    const struct facts *facts = draft->event.facts;
    const struct binding *named[FACTS_CONTACTS_MAX];
    const struct binding *first = NULL;

    for (unsigned i = 0; i < facts->contact_count; i++)
        named[i] =
            registration_find_binding(registration, facts->contacts[i].uri,
                                      facts->contacts[i].instance, facts->contacts[i].reg_id);
    draft->own.all_covered = true;
    for (const struct binding *binding = registration->aor->bindings; binding;
         binding = binding->next) {
        bool is_named = facts->has_star;

        if (binding->owner != registration || !binding->granted_in)
            continue;
        for (unsigned i = 0; i < facts->contact_count && !is_named; i++)
            is_named = named[i] == binding;
        if (is_named && (binding->state == BINDING_LIVE || binding->state == BINDING_EXPIRED) &&
            (!first || binding->expires_at < first->expires_at))
            first = binding;
        if (!is_named && binding->state == BINDING_LIVE &&
            binding_has_time(binding, draft->event.time) && facts->contact_count) {
            draft->own.all_covered = false;
            draft->own.left_behind = binding;
        }
    }
    draft->own.binding = first;
    draft->own.stand_in = find_stand_in(first, draft->event.time);
}

static void note_storm(struct storm *storm, const struct last_request *before, int64_t time)
{
    const int64_t at_once = 5 * SECOND, calm = 60 * SECOND;
    int64_t pause = elapsed_between(before->time, time);

    if (!before->has_response || pause == ELAPSED_UNKNOWN)
        return;
    if (pause > calm)
        storm->count = 0;
    if (pause <= at_once && storm->count < UINT16_MAX)
        storm->count++;
    storm->in = before->frame;
    storm->at = before->time;
}

/* What was its latest REGISTER is that of the previous attempt now. */
static void note_before(struct registration *registration, int64_t time)
{
    struct registration_past *past = registration_past(registration);

    past->before = registration->last;
    note_storm(&past->storm, &past->before, time);
}

void tracker_open_attempt(struct tracker *tracker, struct registration *registration,
                          const struct event_draft *draft)
{
    const struct facts *facts = draft->event.facts;
    struct deadline deadline = registration->attempt.deadline;
    struct attempt *attempt = &registration->attempt;

    if (registration->latest)
        registration->latest->next_in = facts->packet->frame;
    if (registration->latest_final)
        registration->latest_final->next_in = facts->packet->frame;
    if (attempt->number)
        note_before(registration, facts->packet->time);
    *attempt = (struct attempt){
        .number = ++registration->attempts,
        .first_in = facts->packet->frame,
        .first_time = facts->packet->time,
        .deadline = deadline,
        .intent = intent_of(registration, facts, draft->own.all_covered),
        .open = true,
    };
    if (attempt->intent == INTENT_REFRESH)
        attempt->refresh = ++registration->refreshes;
    registration->latest = draft->report;
    registration->latest_final = NULL;
    tracker->counts.attempts++;
}

/* A client may ask its user for the password first. */
static bool answers_late(const struct registration *registration, const struct facts *facts)
{
    const struct challenge *challenge = &registration->past->challenge;

    if (registration->attempt.open || challenge->was_followed || challenge->to_credentials ||
        !challenge->report || registration->latest_final != challenge->report)
        return false;
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        for (unsigned j = 0; j < challenge->count; j++) {
            if (facts->credentials[i].nonce && facts->credentials[i].response &&
                facts->credentials[i].nonce == challenge->each[j].nonce)
                return true;
        }
    }
    return false;
}

/* RFC 3261 22.2, 10.2.8, 8.1.3.4, 8.1.3.5: the follow-up of the last response of an open attempt.
 * Without a response it is the same attempt, sent to another server or in another form. */
bool tracker_continues_attempt(const struct tracker *tracker,
                               const struct registration *registration, const struct facts *facts)
{
    const struct attempt *attempt = &registration->attempt;

    if (answers_late(registration, facts))
        return true;
    if (!attempt->open || tracker_response_is_missing(tracker, registration, facts) ||
        (!facts->incomplete && tracker_is_removal(facts) != intent_removes(attempt->intent)))
        return false;
    if ((attempt->last_status == 401 || attempt->last_status == 407) && !facts_has_answer(facts))
        return !registration->past->challenge.to_credentials;
    /* RFC 3263 4.3: after a 503 the next server is tried; the same server again is a new
     * attempt. */
    return attempt->last_status != 503 ||
           !endpoint_same_ip(&registration->last.destination, &facts->packet->destination);
}

/* The previous attempt ended unsuccessfully: a challenge was ignored, or its credentials were
 * refused. */
bool tracker_gave_up(const struct tracker *tracker, const struct registration *registration,
                     const struct facts *facts, bool continues)
{
    const struct attempt *attempt = &registration->attempt;
    bool challenged = attempt->last_status == 401 || attempt->last_status == 407;

    return attempt->open && !tracker_response_is_missing(tracker, registration, facts) &&
           (!continues || (challenged && !facts_has_answer(facts)));
}

bool tracker_is_retry(const struct registration *registration, const struct facts *facts)
{
    const struct attempt *attempt = &registration->attempt;

    if (attempt->last_status == 423)
        return true;
    return (attempt->last_status == 401 || attempt->last_status == 407) && facts_has_answer(facts);
}
