/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An answer to a REGISTER: which transaction it belongs to, and what it changes in attempt,
 * registration and nonces. Bindings are in tracker_bindings.c.
 */
#include "registration/tracker_state.h"

static uint8_t step_of(unsigned status)
{
    if (status < 200)
        return STEP_PROVISIONAL;
    if (status < 300)
        return STEP_ACCEPTED;
    if (status < 400)
        return STEP_REDIRECT;
    if (status == 401 || status == 407)
        return STEP_CHALLENGE;
    return status == 423 ? STEP_INTERVAL_TOO_BRIEF : STEP_REJECTED;
}

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

static void fill_from_request(struct report *report, const struct transaction *transaction)
{
    const struct report *request = transaction_original((struct transaction *)transaction)->request;

    report->hop = transaction->hop;
    report->attempt = request->attempt;
    report->refresh = request->refresh;
    report->try_number = request->try_number;
    report->intent = request->intent;
    report->request_in = transaction->request ? transaction->request->frame : request->frame;
    report->previous_in = request->previous_in;
    report->response_time = -1;
}

static void fill_nonce(struct report *report, const struct facts *facts)
{
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (!report->nonce)
            report->nonce = facts->challenges[i].nonce;
        report->is_stale |= facts->challenges[i].stale;
    }
    if (!report->nonce)
        report->nonce = facts->nextnonce;
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

static void note_refusal(struct event *event, struct registration *registration,
                         const struct transaction *transaction)
{
    const struct facts *facts = event->facts;
    struct nonce_use *use = (struct nonce_use *)event->refused;

    if (!use) {
        crowd_note_user(event->source, registration->aor->name,
                        transaction && facts->challenge_count ? CROWD_CHALLENGED : CROWD_FAILED,
                        event->time);
        return;
    }
    use->refused = true;
    if (event->refused_stale)
        return;
    crowd_note_user(event->source, registration->aor->name, CROWD_FAILED, event->time);
    crowd_note_refusal(event->source, use->username, facts->call_id, event->time);
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

static void wait_for_follow_up(struct tracker *tracker, struct registration *registration,
                               const struct event *event)
{
    struct attempt *attempt = &registration->attempt;
    const struct facts *facts = event->facts;

    attempt->waiting = event->report;
    attempt->detoured |= facts->status != 401 && facts->status != 407;
    if (facts->status == 423) {
        attempt->briefs++;
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
    if (!accepted)
        event->failures = crowd_note_failure(event->source, registration->aor->name, event->time);
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
    registration->rejections = 0;
    registration->rejected_response = 0;
    registration->accepted = event->report;
    if (registration->security_server)
        registration->security_confirmed = registration->security_server;
    crowd_note_user(event->source, registration->aor->name, CROWD_SUCCEEDED, event->time);
}

/* From now on this flow has to be kept alive, and the one before no longer. */
static void watch_flow(struct tracker *tracker, const struct event *event,
                       struct registration *registration, const struct transaction *transaction)
{
    const struct report *report = event->report;
    int64_t timeout = (int64_t)tracker->settings.nat_timeout_s * G_GINT64_CONSTANT(1000000000);
    int64_t lapses_at = 0;
    struct flow *flow;

    if (registration->flow)
        deadline_cancel(&registration->flow->deadline);
    registration->flow = NULL;
    for (unsigned i = 0; i < report->contact_count; i++) {
        if (report->contacts[i].has_grant)
            lapses_at = MAX(lapses_at, report->contacts[i].lapses_at);
    }
    if (!facts_tell_of_nat(event->facts, true) || transaction->transport != TRANSPORT_UDP ||
        lapses_at <= event->time + timeout)
        return;
    flow = flows_get(tracker->flows, &transaction->client, &transaction->server);
    flow->registration = registration;
    flow->report = event->report;
    flow->last_time = event->time;
    flow->lapses_at = lapses_at;
    flow->granted_s = (uint32_t)((lapses_at - event->time) / G_GINT64_CONSTANT(1000000000));
    flow->silence = 0;
    registration->flow = flow;
    deadline_set(tracker->deadlines, &flow->deadline, event->time + timeout);
}

/* Who removed somebody else's binding may bind a Contact of his own next. */
static void note_taken(const struct event *event, struct aor *aor,
                       const struct transaction *transaction)
{
    if (!event->loss_count || !transaction->is_removal)
        return;
    aor->taken_by = transaction->client;
    aor->taken_at = event->time;
    aor->taken_in = event->report->frame;
}

/* The first final answer on the client's own leg. */
static void apply(struct tracker *tracker, struct event *event, struct transaction *transaction,
                  struct registration *registration)
{
    const struct facts *facts = event->facts;
    struct attempt *attempt = &registration->attempt;
    bool is_current = attempt->number == transaction->request->attempt;

    if (is_current)
        attempt->last_status = (uint16_t)facts->status;
    if (registration->last.report == transaction->request)
        registration->last.answered = true;
    tracker_find_refused(event, transaction);
    if (facts->status == 401 || facts->status == 407)
        take_challenge(event, registration, transaction);
    tracker_issue_nonces(tracker, registration, transaction, facts, false);
    note_backoff(tracker, event, registration);
    if (facts->security_server)
        registration->security_server = facts->security_server;
    registration->is_ims |= facts->is_ims;

    if (facts->status < 300) {
        tracker_issue_nextnonce(tracker, registration, transaction, facts);
        tracker_apply_bindings(tracker, event, transaction, registration);
        note_taken(event, registration->aor, transaction);
        watch_flow(tracker, event, registration, transaction);
        note_success(event, registration, transaction);
    } else {
        note_refusal(event, registration, transaction);
    }
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

static void fill_answer(struct tracker *tracker, struct report *report, const struct facts *facts,
                        const struct transaction *transaction)
{
    const struct report *request = transaction->request;
    size_t size;

    report->has_minimum = facts->status == 423 && facts->has_min_expires;
    report->minimum_s = facts->min_expires_s;
    if (request->contact_count == 0 || (facts->status >= 300 && facts->status != 423))
        return;
    size = request->contact_count * sizeof(*request->contacts);
    report->contacts = pool_duplicate(tracker->pool, request->contacts, size);
    report->contact_count = request->contact_count;
}

static bool take_repeated_final(struct tracker *tracker, struct transaction *transaction,
                                const struct facts *facts, struct report *report)
{
    bool duplicate = report->nonce == transaction->final->nonce &&
                     facts->packet->time - transaction->final_time < TRANSACTION_DUPLICATE_WITHIN;

    if (transaction->original || duplicate) {
        report->step = STEP_COPY;
        report->copy_of = transaction->original && transaction->original->final
                              ? transaction->original->final->frame
                              : transaction->final->frame;
        return true;
    }
    report->step = STEP_RETRANSMISSION;
    report->retransmission_of = transaction->final->frame;
    tracker_issue_nonces(tracker, transaction->registration, transaction, facts, true);
    return true;
}

/* An answer on another leg than the client's own. */
static bool take_relayed(struct tracker *tracker, struct transaction *transaction,
                         struct event *event)
{
    struct transaction *original = transaction->original;

    event->report->step = STEP_COPY;
    if (event->facts->status >= 200) {
        transaction->status = (uint16_t)event->facts->status;
        transaction->final = event->report;
        transaction->final_time = event->time;
        transaction->request->response_in = event->report->frame;
        if (original->final)
            event->report->copy_of = original->final->frame;
        else
            original->relayed = event->report;
    }
    event->occasions = ON_RELAYED;
    event->transaction = transaction;
    event->registration = transaction->registration;
    tracker_emit(tracker, event);
    return true;
}

/* A REGISTER that was before the capture, or on a leg outside it. */
static bool take_orphan(struct tracker *tracker, struct event *event)
{
    const struct facts *facts = event->facts;
    struct report *report = event->report;
    struct registration *registration;
    enum registration_match match;
    struct aor *aor;

    if (facts->method == METHOD_UNKNOWN)
        return false;
    report->step = step_of(facts->status);
    report->aor = facts->aor;
    if (!facts->aor || !facts->call_id)
        return true;
    aor = aors_get(tracker->aors, facts->aor);
    registration = registrations_find(tracker->registrations, aor, facts, &match);
    if (!registration)
        registration = registrations_add(tracker->registrations, aor, facts);
    tracker_issue_nonces(tracker, registration, NULL, facts, false);
    if (facts->status >= 200 && facts->status < 300)
        tracker_apply_bindings(tracker, event, NULL, registration);
    tracker_fill_place(report, registration);
    event->registration = registration;
    event->aor = aor;
    tracker_emit(tracker, event);
    return true;
}

static bool take_first_final(struct tracker *tracker, struct transaction *transaction,
                             struct event *event)
{
    const struct facts *facts = event->facts;
    struct report *report = event->report;
    struct registration *registration = transaction->registration;

    report->step = step_of(facts->status);
    /* A fork may challenge on one branch and accept on another: success is the last word. */
    event->is_second_final =
        transaction->status != 0 && !(facts->status < 300 && transaction->status >= 300);
    report->response_time = event->time - transaction->first_time;
    if (!event->is_second_final) {
        fill_answer(tracker, report, facts, transaction);
        deadline_cancel(&transaction->deadline);
        transaction->status = (uint16_t)facts->status;
        transaction->final = report;
        transaction->final_time = event->time;
        transaction->request->response_in = report->frame;
        if (transaction->relayed)
            transaction->relayed->copy_of = report->frame;
        if (registration)
            apply(tracker, event, transaction, registration);
    }
    tracker_fill_place(report, registration);
    tracker_emit(tracker, event);
    if (registration)
        tracker_note_offered(registration->aor, facts);
    return true;
}

bool tracker_take_answer(struct tracker *tracker, const struct facts *facts, struct report *report)
{
    struct event event = tracker_event(tracker, facts, report, ON_ANSWER);
    struct transaction *transaction;
    enum transaction_match match =
        transactions_find_answer(tracker->transactions, facts, &transaction);

    fill_nonce(report, facts);
    if (match == TRANSACTION_NO_MATCH || !transaction->request)
        return take_orphan(tracker, &event);

    fill_from_request(report, transaction);
    tracker_fill_place(report, transaction->registration);
    if (match == TRANSACTION_OTHER_HOP) {
        report->step = STEP_COPY;
        report->hop = (uint8_t)MIN(facts->via_count, UINT8_MAX);
        return true;
    }
    event.by_cseq = match == TRANSACTION_BY_CSEQ;
    event.transaction = transaction;
    event.registration = transaction->registration;
    if (event.registration) {
        event.aor = event.registration->aor;
        event.challenge_before = event.registration->challenge;
        event.source = crowd_get(tracker->crowd, &transaction->client);
    }
    if (facts->status >= 200 && transaction->status == facts->status)
        return take_repeated_final(tracker, transaction, facts, report);
    if (transaction->original)
        return take_relayed(tracker, transaction, &event);
    if (facts->status >= 200)
        return take_first_final(tracker, transaction, &event);

    transaction->provisional = true;
    report->step = STEP_PROVISIONAL;
    report->response_time = facts->packet->time - transaction->first_time;
    tracker_emit(tracker, &event);
    return true;
}
