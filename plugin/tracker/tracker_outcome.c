/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the first final answer to a REGISTER changes in its attempt, its registration and the
 * records that are kept of the client.
 */
#include "tracker/tracker_state.h"

/* RFC 3261 8.1.3.4, 8.1.3.5, 10.2.8, 22.2; RFC 3329 2.3.1; RFC 3263 4.3: answers that a client
 * follows up with another REGISTER of the same attempt. */
static bool opens_follow_up(unsigned status)
{
    switch (status) {
    case 401:
    case 407:
    case 420:
    case 421:
    case 423:
    case 494:
    case 503:
        return true;
    default:
        return status >= 300 && status < 400;
    }
}

/* RFC 6076 4.2, to the letter. */
static bool is_ineffective(unsigned status)
{
    return status >= 400 && status != 401 && status != 402 && status != 407;
}

/* RFC 3581 9: what the client can learn of its address. */
static struct endpoint seen_at(const struct facts *facts)
{
    struct endpoint at = facts->via.received;

    if (at.family == ENDPOINT_NONE)
        at = facts->via.sent_by;
    at.port = facts->via.rport ? facts->via.rport : facts->via.sent_by.port;
    return at;
}

/* Within a NAT the client's own port is a part of what must not have changed, behind it it is what is
 * looked at. */
static void note_seen(struct event *event, struct registration *registration,
                      const struct transaction *transaction)
{
    const struct facts_via *via = &event->facts->via;
    struct public_address *seen = &registration->public_address;
    struct endpoint before = seen->at;

    event->public_address_before = *seen;
    if (event->facts->via_count != 1)
        return;
    seen->at = seen_at(event->facts);
    seen->at.port = via->rport;
    seen->between = endpoint_hash(&via->sent_by) * 31 + endpoint_hash(&transaction->server);
    if (endpoint_same_ip(&transaction->client, &via->sent_by))
        seen->between = seen->between * 31 + transaction->client.port;
    seen->told_in = event->facts->packet->frame;
    if (!endpoint_same_ip(&before, &seen->at))
        seen->new_in = seen->told_in;
}

static void take_challenge(struct event *event, struct registration *registration,
                           const struct transaction *transaction)
{
    const struct facts *facts = event->facts;
    struct challenge *challenge = &registration->challenge;

    event->challenge_before = *challenge;
    *challenge = (struct challenge){
        .frame = facts->packet->frame,
        .time = facts->packet->time,
        .report = event->report,
        .server = facts->packet->source,
        .cseq = facts->cseq,
        .status = (uint16_t)facts->status,
        .count = (uint8_t)MIN(facts->challenge_count, (unsigned)CHALLENGES_MAX),
        .to_credentials = transaction && transaction->has_credentials,
        .is_relayed = transaction && transaction->is_passed_on,
        .seen_at = seen_at(facts),
    };
    for (unsigned i = 0; i < challenge->count; i++) {
        const struct facts_challenge *each = &facts->challenges[i];

        challenge->each[i] = *each;
        if (each->scheme != SIP_AUTH_DIGEST)
            continue;
        if (tracker_is_offered_by(&registration->aor->offered, &facts->packet->source, each->realm))
            event->offered_before[i] = registration->aor->offered;
    }
    registration->aor->was_challenged = true;
}

/* What a server says of a user, and not of itself, of the request or of the way. */
static bool is_about_user(unsigned status)
{
    switch (status) {
    case 401:
    case 403:
    case 404:
    case 407:
    case 410:
    case 484:
    case 603:
    case 604:
        return true;
    default:
        return false;
    }
}

static void note_refused_user(const struct tracker *tracker, struct event *event,
                              const struct registration *registration, enum source_outcome outcome)
{
    const struct settings *settings = &tracker->settings;

    if (!is_about_user(event->facts->status))
        return;
    source_note_user(event->source, registration->aor->name, outcome, event->time);
    event->guessed = source_tell_users(event->source, event->time, settings->enumeration_users,
                                      settings->enumeration_failed);
}

static void note_refusal(const struct tracker *tracker, struct event *event,
                         struct registration *registration, const struct transaction *transaction)
{
    const struct facts *facts = event->facts;
    struct nonce_use *use = (struct nonce_use *)event->refused;

    if (!use) {
        note_refused_user(tracker, event, registration,
                          transaction && facts->challenge_count ? SOURCE_CHALLENGED : SOURCE_FAILED);
        return;
    }
    use->refused = true;
    registration->stales = event->refused_stale ? registration->stales + 1 : 0;
    registration->stale_not_flagged = NULL;
    if (event->refused_stale)
        return;
    if (event->refused_old && !registration->is_ims && event->report->step == STEP_CHALLENGE)
        registration->stale_not_flagged = event->report;
    /* Where the nonce may have been too old this says nothing of the password. */
    note_refused_user(tracker, event, registration,
                      event->refused_old ? SOURCE_CHALLENGED : SOURCE_FAILED);
    if (!event->refused_old)
        source_note_refusal(event->source, use->username, facts->call_id, event->time);
    if (event->refused_current && event->refused_new) {
        registration->rejections++;
        registration->rejected_response = use->last_response;
        registration->rejected_in = event->report->frame;
    }
}

static void note_backoff(struct tracker *tracker, const struct event *event,
                         const struct registration *registration)
{
    const struct facts *facts = event->facts;
    struct backoff *backoff;

    if (!facts->has_retry_after || facts->status < 400)
        return;
    backoff = tracker_backoff(tracker, &facts->packet->destination, &facts->packet->source, true);
    backoff->registration = registration;
    backoff->until = event->time + (int64_t)facts->retry_after_s * G_GINT64_CONSTANT(1000000000);
    backoff->frame = facts->packet->frame;
    backoff->seconds = facts->retry_after_s;
    backoff->status = (uint16_t)facts->status;
}

static void note_brief(struct registration *registration, const struct facts *facts)
{
    struct interval_423 *brief = &registration->interval;

    if (facts->status == 423) {
        brief->in_a_row = facts->min_expires_s > brief->minimum_s
                              ? 1
                              : (uint16_t)MIN(brief->in_a_row + 1, UINT16_MAX);
        brief->frame = facts->packet->frame;
        brief->minimum_s = facts->min_expires_s;
    } else if (facts->status != 401 && facts->status != 407) {
        *brief = (struct interval_423){0};
    }
}

static void wait_for_follow_up(struct tracker *tracker, struct registration *registration,
                               const struct event *event)
{
    struct attempt *attempt = &registration->attempt;
    const struct facts *facts = event->facts;

    attempt->waiting = event->report;
    attempt->redirected |= facts->status < 400;
    attempt->detoured |= facts->status != 401 && facts->status != 407;
    if (facts->status == 423) {
        attempt->min_expires_s = facts->min_expires_s;
        attempt->min_expires_in = facts->packet->frame;
        attempt->brief_server = facts->packet->source;
    }
    deadline_set(tracker->deadlines, &attempt->deadline, event->time + tracker_timer_f(tracker));
}

static void end_attempt(struct tracker *tracker, struct registration *registration,
                        struct event *event)
{
    struct attempt *attempt = &registration->attempt;
    bool accepted = event->facts->status < 300;
    bool removes = attempt->intent == INTENT_REMOVE || attempt->intent == INTENT_REMOVE_ALL;

    tracker_attempt_over(registration);
    if (removes && !accepted) {
        /* Over, but it matters whether the client tries to go once more. */
        attempt->waiting = event->report;
        deadline_set(tracker->deadlines, &attempt->deadline,
                     event->time + tracker_timer_f(tracker));
    }
    registration->latest_final = event->report;
    event->report->attempt_failed = !accepted;
    if (!accepted)
        event->failures = source_note_failure(event->source, registration->aor->name, event->time);
    else
        event->report->rrd = event->time - attempt->first_time;
}

static uint8_t state_after(const struct registration *registration, const struct event *event)
{
    unsigned status = event->facts->status;
    bool fetches = registration->attempt.intent == INTENT_FETCH;

    if (status < 300) {
        if (registration_is_bound(registration))
            return STATE_REGISTERED;
        if (registration->attempt.intent == INTENT_REMOVE ||
            registration->attempt.intent == INTENT_REMOVE_ALL)
            return STATE_REMOVED;
        return fetches ? registration->state : STATE_UNKNOWN;
    }
    if (fetches)
        return registration->state;
    if (status == 401 || status == 407)
        return STATE_CHALLENGED;
    return status < 400 || status == 423 ? STATE_REGISTERING : STATE_REJECTED;
}

static void note_success(struct event *event, struct registration *registration,
                         const struct transaction *transaction)
{
    for (unsigned i = 0; transaction && i < TRANSACTION_USES_MAX && transaction->uses[i]; i++)
        transaction->uses[i]->earned_success = true;
    if (registration->stale_not_flagged && registration->stale_not_flagged->attempt == event->report->attempt &&
        !registration->unsaid_proven) {
        event->stale_not_flagged = registration->stale_not_flagged;
        registration->unsaid_proven = true;
    }
    registration->stale_not_flagged = NULL;
    registration->stales = 0;
    registration->rejections = 0;
    registration->rejected_response = 0;
    registration->accepted = event->report;
    registration->tried_in = 0;
    source_note_user(event->source, registration->aor->name, SOURCE_SUCCEEDED, event->time);
}

/* Who removed somebody else's binding may bind a Contact of his own next. */
static void note_taken(const struct event *event, struct aor *aor,
                       const struct transaction *transaction)
{
    if (!event->loss_count || !transaction->is_removal)
        return;
    aor->taken_by = transaction->client;
    aor->taken_at = event->time;
    aor->taken = event->report;
}

/* What the client should have done instead; kept until the next time. */
static void note_redirect(const struct event *event, struct registration *registration,
                        const struct transaction *transaction)
{
    if (!redirect_is_told(event->facts) || registration->last.report != transaction->request)
        return;
    if (!registration->redirect)
        registration->redirect = g_new0(struct redirect, 1);
    redirect_take(registration->redirect, event->facts, registration->last.request_uri,
                registration->attempt.number);
}

void tracker_apply_final(struct tracker *tracker, struct event *event,
                         struct transaction *transaction, struct registration *registration)
{
    const struct facts *facts = event->facts;
    struct attempt *attempt = &registration->attempt;
    bool is_current = attempt->number == transaction->request->attempt;

    if (is_current)
        attempt->last_status = (uint16_t)facts->status;
    if (registration->last.report == transaction->request)
        registration->last.answered = true;
    event->interval_before = registration->interval;
    note_seen(event, registration, transaction);
    note_brief(registration, facts);
    tracker_find_refused(event, transaction);
    if (facts->status == 401 || facts->status == 407)
        take_challenge(event, registration, transaction);
    tracker_find_realm_change(event, transaction);
    tracker_issue_nonces(tracker, event, registration, transaction, facts);
    note_backoff(tracker, event, registration);
    registration->is_ims |= facts->is_ims;

    if (facts->status < 300) {
        tracker_issue_nextnonce(tracker, registration, transaction, facts);
        tracker_apply_bindings(tracker, event, transaction, registration);
        note_taken(event, registration->aor, transaction);
        tracker_watch_flow(tracker, event, registration, transaction);
        note_success(event, registration, transaction);
    } else {
        note_refusal(tracker, event, registration, transaction);
    }
    tracker_take_ims_answer(tracker, event, transaction, registration);
    tracker_routes_answer(tracker, event, registration, transaction);
    note_redirect(event, registration, transaction);
    event->attempt_failed = is_ineffective(facts->status);
    tracker->counts.ineffective += event->attempt_failed;
    if (!is_current)
        return;
    if (opens_follow_up(facts->status))
        wait_for_follow_up(tracker, registration, event);
    else
        end_attempt(tracker, registration, event);
    registration->state = state_after(registration, event);
}
