/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes in which the client has a response, and does not act on it as it should.
 */
#include "diagnosis/causes.h"

#include "base/elapsed.h"

unsigned cause_unused_challenges(const struct event *event)
{
    const struct registration *registration = event->registration;

    if (!registration)
        return 0;
    return registration->unused_challenges +
           (event->triggers & ON_NO_RETRY &&
            registration->past->challenge.report == event->report &&
            challenge_is_unused(&registration->past->challenge, &registration->last));
}

/* One may be lost, and the retransmissions with it. */
static bool leaves_challenges_unused(const struct event *event)
{
    enum { UNUSED_FROM = 3 };

    return cause_unused_challenges(event) >= UNUSED_FROM;
}

/* It knows the password, and a second refresh in a row ends with the challenge: one may be lost. */
bool cause_leaves_refresh(const struct event *event)
{
    enum { UNFOLLOWED_FROM = 2 };

    const struct registration *registration = event->registration;

    return cause_knows_password(event) && registration->past->challenge.report == event->report &&
           challenge_is_unused(&registration->past->challenge, &registration->last) &&
           registration->attempt.intent == INTENT_REFRESH && registration_is_bound(registration) &&
           registration->unfollowed_refreshes + 1 >= UNFOLLOWED_FROM;
}

/* Over UDP a client that does not have the challenge retransmits its refresh. It knew the nonce, so that it knows the
 * password. */
bool cause_leaves_new_challenge(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct challenge *challenge = &registration->past->challenge;
    const struct last_request *last = &registration->last;

    return challenge->report && challenge->to_credentials && !challenge->was_followed &&
           challenge->report->request_in == last->frame && last->resent_at <= challenge->time &&
           !last->unreachable && !last->incomplete && cause_knows_password(event) &&
           registration->attempt.intent == INTENT_REFRESH && registration->attempt.tries == 1 &&
           challenge_is_to_refresh(challenge, event->binding);
}

/* For AKA a terminal has no account: its SIM may refuse each challenge. */
static bool leaves_all_unused(const struct event *event)
{
    return !cause_is_aka(event) && leaves_challenges_unused(event) &&
           !cause_knows_password(event) && !cause_has_unused_realm(event);
}

bool cause_never_follows(const struct event *event)
{
    return leaves_all_unused(event) && !cause_tried_credentials(event);
}

/* ... so far. */
bool cause_leaves_several_unused(const struct event *event)
{
    return leaves_all_unused(event) || cause_no_longer_follows(event);
}

/* It is bound as before, and has not left its network. */
bool cause_is_there_after_removal(const struct event *event)
{
    return event->reach->fate == REACH_ANSWERED && event->facts &&
           endpoint_same_ip(&event->facts->packet->source, &event->registration->last.source) &&
           registration_left_removal(event->registration) && cause_is_still_bound(event);
}

/* It has the challenge, as far as the capture shows. In an IMS the credentials may follow inside of IPsec. */
bool cause_leaves_removal_challenged(const struct event *event)
{
    const struct challenge *challenge = &event->registration->past->challenge;

    return challenge->report == event->report && !event->registration->is_ims &&
           !challenge->was_followed && !cause_misses_challenge(event) &&
           cause_is_still_bound(event);
}

bool cause_never_follows_realm(const struct event *event)
{
    return leaves_challenges_unused(event) && cause_has_unused_realm(event);
}

bool cause_no_longer_follows(const struct event *event)
{
    return leaves_challenges_unused(event) && cause_knows_password(event);
}

/* A 423 has followed credentials of the client: what it does not do is to request more. */
static bool is_held_by_interval(const struct event *event)
{
    return event->registration->past->rare->interval.to_credentials;
}

/* It evidently has the challenge: over UDP a client that has not would retransmit, and over a connection it cannot be
 * lost. */
static bool has_challenge(const struct event *event)
{
    const struct challenge *challenge = &event->registration->past->challenge;
    const struct last_request *last = &event->registration->last;

    return !cause_knows_password(event) && challenge->report == event->report &&
           !challenge->was_followed && !challenge->to_credentials &&
           event->report->request_in == last->frame && last->resent_at <= challenge->time &&
           !last->unreachable && !last->incomplete;
}

bool cause_has_no_credentials(const struct event *event)
{
    return has_challenge(event) && !is_held_by_interval(event) && !cause_tried_credentials(event);
}

bool cause_may_have_no_credentials(const struct event *event)
{
    return !cause_knows_password(event) && !is_held_by_interval(event) && !has_challenge(event);
}

static bool is_after_423(const struct event *event, const struct tried_credentials *tried)
{
    return tried->response_in == event->registration->attempt.min_expires_in;
}

/* The REGISTER that requests more has none. */
bool cause_leaves_challenge_after_423(const struct event *event)
{
    const struct tried_credentials *tried = cause_tried_credentials(event);

    return tried && has_challenge(event) && is_after_423(event, tried) &&
           !finding_of(event->registration->last.report, RULE_interval_retry_short);
}

/* It has sent some for this realm before. */
bool cause_leaves_out_known_credentials(const struct event *event)
{
    const struct tried_credentials *tried = cause_tried_credentials(event);

    return tried && has_challenge(event) && !is_after_423(event, tried);
}

/* With stale=true the client has to act, and it is the server that refuses. */
bool cause_may_have_lost_challenge(const struct event *event)
{
    return !event->report->is_stale && !leaves_challenges_unused(event);
}

/* By itself, not because a user wants it. */
#define REACTS_WITHIN (3 * SECOND)

const struct other_refusal *cause_other_refusal(const struct event *event)
{
    const struct registration *registration = event->registration;
    int64_t since;

    if (!registration || !registration->past->rare->other_refusal.frame)
        return NULL;
    since = elapsed_between(registration->past->rare->other_refusal.time, event->time);
    return since != ELAPSED_UNKNOWN && since <= REACTS_WITHIN
               ? &registration->past->rare->other_refusal
               : NULL;
}

/* The Contact that is alive: a client that learns a new address registers anew, too. */
bool cause_reacts_to_other_refusal(const struct event *event)
{
    const struct binding *own = event->own ? event->own->binding : NULL;
    const struct other_refusal *refusal = cause_other_refusal(event);

    if (!refusal || !own || !binding_has_time(own, event->time) || event->before->continues ||
        own->granted_at > refusal->time)
        return false;
    if (intent_removes(event->report->intent))
        return true;
    return event->report->intent == INTENT_REFRESH &&
           event->facts->call_id != event->before->last.call_id;
}

/* What of the Via in the response a strict client cannot read. */
bool cause_discards_brackets(const struct event *event)
{
    const struct report *missed = cause_missed_response(event);

    return missed && finding_of(missed, RULE_txn_received_brackets);
}

/* It goes on as if it were not bound, and the 2xx comes from where it may not expect it. */
bool cause_loops_on_foreign_responses(const struct event *event)
{
    return cause_registers_in_loop(event) && event->addresses == ADDRESSES_ARE_REAL &&
           !endpoint_same_ip(&event->facts->packet->source, &event->transaction->server);
}

/* The time of another Contact goes by, and the client comes back after the same part of it each time. */
bool cause_loops_by_other_interval(const struct event *event)
{
    enum { ROUNDS = 4 };

    return event_is_accepted(event) && event->registration->other_rounds >= ROUNDS &&
           !event->registration->late_after;
}

/* A client may look at the first Contact of the list only. */
bool cause_loops_behind_other(const struct event *event)
{
    enum { ROUNDS = 5 };
    const struct report *report = event->report;

    return cause_registers_at_once(event, ROUNDS) && !cause_loops_on_foreign_responses(event) &&
           report->binding_count > 1 && !report->bindings[0].own && report->bindings[0].foreign;
}

/* ... or for the URI that it has sent. */
bool cause_loops_by_rewriting(const struct event *event)
{
    enum { ROUNDS = 3 };
    const struct report *report = event->report;

    return cause_registers_at_once(event, ROUNDS) && !cause_loops_on_foreign_responses(event) &&
           !cause_loops_behind_other(event) && report->contact_count == 1 &&
           report->contacts[0].granted &&
           !facts_same_uri(report->contacts[0].sent, report->contacts[0].granted);
}

bool cause_loops_otherwise(const struct event *event)
{
    return cause_registers_in_loop(event) && !cause_loops_on_foreign_responses(event) &&
           !cause_loops_behind_other(event) && !cause_loops_by_rewriting(event);
}

static bool is_near_end(int64_t since, uint32_t interval_s)
{
    enum { LAST_PART = 20, PERCENT = 100 };
    int64_t interval = interval_s * SECOND;

    return since > interval - interval / LAST_PART &&
           since < interval + interval / PERCENT + SECOND;
}

static bool went_by_requested(const struct registration *registration)
{
    const struct report *accepted = registration->accepted;
    const struct report_contact *contact =
        accepted && accepted->contact_count ? &accepted->contacts[0] : NULL;

    return contact && contact->has_requested && registration->late_after &&
           is_near_end(registration->late_after, contact->requested_s);
}

/* By the same at least twice in a row, or once by what it had requested. */
bool cause_is_late_each_time(const struct event *event)
{
    const struct registration *registration = event->registration;

    return registration->last.has_response &&
           (registration->late_alike || went_by_requested(registration));
}

/* The list of the latest 2xx has a Contact of others whose time ends now, or the client has come after the same part of
 * such a time before. */
uint32_t cause_other_interval(const struct event *event)
{
    enum { ROUNDS = 2 };
    const struct report *accepted = event->registration ? event->registration->accepted : NULL;
    const struct binding *own = event->own ? event->own->binding : NULL;

    if (own && accepted && event->registration->other_rounds >= ROUNDS)
        return event->registration->other_s;
    for (unsigned i = 0; own && accepted && i < accepted->binding_count; i++) {
        const struct report_binding *each = &accepted->bindings[i];

        /* ... shortly before the end, or a little later */
        if (!each->own && each->has_expires && each->expires_s > 2 * (uint64_t)own->granted_s &&
            is_near_end(event->time - own->granted_at, each->expires_s))
            return each->expires_s;
    }
    return 0;
}

/* The Contact of others that is listed with much more time than the client has. */
static uint32_t longer_interval(const struct event *event)
{
    const struct report *accepted = event->registration ? event->registration->accepted : NULL;

    for (unsigned i = 0; event->binding && accepted && i < accepted->binding_count; i++) {
        const struct report_binding *each = &accepted->bindings[i];

        if (!each->own && each->has_expires &&
            each->expires_s > 2 * (uint64_t)event->binding->granted_s)
            return each->expires_s;
    }
    return 0;
}

/* Its latest refresh came at the end of the time of another Contact, which is listed again. */
bool cause_keeps_interval_of_other_again(const struct event *event)
{
    const struct registration *registration = event->registration;

    return registration->last.has_response && registration->late_after &&
           registration->other_rounds &&
           is_near_end(registration->late_after, registration->other_s) && longer_interval(event);
}

bool cause_keeps_interval_of_other(const struct event *event)
{
    return cause_is_late(event) && cause_other_interval(event);
}

/* The server has said when the client may try again, and that is long over. */
bool cause_waits_past_retry_after(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct retry_after *retry = &registration->past->retry_after;
    int64_t slack = settings_timer_f(event->settings);

    return retry->frame > registration->last.frame && registration->last.has_response &&
           registration->attempt.intent == INTENT_REFRESH &&
           event->binding->expires_at - retry->until > slack;
}

/* Beside what the registrar lists in its place, which has time left. */
bool cause_is_ended_in_list(const struct event *event)
{
    const struct binding *binding = event->binding;
    const struct report *accepted = binding->report;

    for (unsigned i = 0; binding->rewritten && accepted && i < accepted->binding_count; i++) {
        const struct report_binding *each = &accepted->bindings[i];

        if (each->has_expires && !each->expires_s &&
            facts_same_uri(each->contact, binding->contact))
            return true;
    }
    return false;
}

/* What the registrar has granted, less each time, until that is below its own minimum. */
bool cause_requests_less_until_refused(const struct event *event)
{
    enum { ROUNDS = 3 };
    const struct report *request = cause_request(event);
    const struct registration *registration = event->registration;
    const struct report *accepted = registration ? registration->accepted : NULL;

    return accepted && cause_status(event) == 423 && registration->shrinking_requests >= ROUNDS &&
           accepted->contact_count == 1 && accepted->contacts[0].has_grant &&
           request->contact_count == 1 && request->contacts[0].has_requested &&
           request->contacts[0].requested_s == accepted->contacts[0].granted_s &&
           event->facts->min_expires_s > request->contacts[0].requested_s;
}
