/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A REGISTER: whether it is new, and its registration. Its attempt is in tracker_attempt.c, its
 * comparison with the previous one in tracker_compare.c.
 */
#include "tracker/tracker_state.h"

static void fill_contacts(struct tracker *tracker, struct report *report, const struct facts *facts)
{
    unsigned count = facts->contact_count;

    if (facts->has_star && count == 0) {
        report->contacts = pool_allocate(tracker->pool, sizeof(*report->contacts));
        report->contact_count = 1;
        report->contacts[0] =
            (struct report_contact){.sent = pool_intern(tracker->pool, SPAN_LITERAL("*")),
                                    .has_requested = facts->has_expires,
                                    .requested_s = facts->expires_s};
        return;
    }
    if (count == 0)
        return;
    report->contacts = pool_allocate(tracker->pool, count * sizeof(*report->contacts));
    report->contact_count = (uint16_t)count;
    for (unsigned i = 0; i < count; i++) {
        report->contacts[i] = (struct report_contact){
            .sent = facts->contacts[i].uri,
            .instance = facts->contacts[i].instance,
            .reg_id = facts->contacts[i].reg_id,
            .has_requested = facts->contacts[i].has_expires,
            .is_malformed = facts->contacts[i].flawed != NULL,
            .requested_s = facts->contacts[i].expires_s,
        };
    }
}

/* Hash of user, realm and nonce: constant where a request is repeated unchanged. */
static uint64_t login_of(const struct facts *facts)
{
    uint64_t login = 0;

    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const struct facts_credentials *each = &facts->credentials[i];

        login = ((login * 31 + (uintptr_t)each->username) * 31 + (uintptr_t)each->realm) * 31 +
                (uintptr_t)each->nonce;
    }
    return login;
}

static void remember(struct registration *registration, const struct facts *facts,
                     struct report *report, uint8_t hop)
{
    registration_note_server(registration, facts);
    registration->last = (struct last_request){
        .report = report,
        .call_id = facts->call_id,
        .from_uri = facts->from_uri,
        .to_uri = facts->to_uri,
        .request_uri = facts->request_uri,
        .from_tag = facts->from_tag,
        .options = facts->options,
        .login = login_of(facts),
        .time = facts->packet->time,
        .resent_at = facts->packet->time,
        .source = facts->packet->source,
        .destination = facts->packet->destination,
        .sent_by = facts->via.sent_by,
        .frame = facts->packet->frame,
        .cseq = facts->cseq,
        .transport = facts->packet->transport,
        .hop = hop,
        .has_credentials = facts->credentials_count > 0,
        .has_star = facts->has_star,
        .incomplete = facts->incomplete,
        .is_symmetric = facts->packet->source.port == facts->via.sent_by.port,
        .has_rport = facts->via.has_rport,
    };
    if (!registration->tried_in &&
        (report->intent == INTENT_REGISTER || report->intent == INTENT_REFRESH)) {
        registration->tried_in = report->frame;
        registration->tried_at = facts->packet->time;
    }
    if (report->has_cseq_step && report->cseq_step > 1 && registration->cseq_gaps < UINT8_MAX)
        registration->cseq_gaps++;
    registration->is_ims |= facts->is_ims;
    if (facts->contact_count && !facts->credentials_count && !tracker_is_removal(facts))
        registration->unauthenticated = (struct unauthenticated){
            .contact = facts->contacts[0].uri,
            .source = facts->packet->source,
            .frame = facts->packet->frame,
        };
    if (facts->contact_count) {
        registration->contact = facts->contacts[0].uri;
        if (facts->contacts[0].instance)
            registration->instance = facts->contacts[0].instance;
        registration->reg_id = facts->contacts[0].reg_id;
    }
}

static void note_passed_on(struct tracker *tracker, const struct transaction *first,
                           const struct facts *facts)
{
    servers_get(tracker->servers, &first->server)->passed_on = (struct passed_on){
        .at = facts->packet->time,
        .to = facts->packet->destination,
        .domain = first->registration ? aors_domain(tracker->aors, first->registration->aor) : NULL,
    };
}

/* Sets the deadline for its final response. */
static struct transaction *add_transaction(struct tracker *tracker, const struct facts *facts,
                                           struct report *report, struct transaction *original)
{
    struct transaction *transaction = transactions_add(tracker->transactions, facts, original);
    struct server_record *server = servers_get(tracker->servers, &facts->packet->destination);

    server->got_request = true;
    if (facts->via_count == 1)
        server_note_behind(server, &facts->packet->source,
                           &(struct inside_host){facts->via.sent_by, facts->aor});
    transaction->request = report;
    transaction->is_removal = tracker_is_removal(facts);
    transaction->is_star = facts->has_star;
    transaction->hop = transaction->via_count;
    if (original) {
        struct transaction *first = transaction_original(original);

        transaction->registration = first->registration;
        first->has_copy = true;
        if (endpoint_same_ip(&facts->packet->source, &first->server)) {
            first->is_passed_on = true;
            note_passed_on(tracker, first, facts);
        }
        if (first->registration)
            upstream_note_request(&registration_rare(first->registration)->upstream,
                                  facts->packet->frame);
        transactions_compare_hop(tracker->transactions, first, facts);
        if (transaction->via_count == first->via_count)
            transaction->hop = (uint8_t)(first->hop + 1);
    }
    report->hop = transaction->hop;
    if (transaction->registration)
        tracker_note_connection(tracker, transaction, transaction->registration);
    return transaction;
}

/* The responses go where the latest transmission came from. */
static void note_port(struct tracker *tracker, struct transaction *transaction,
                      const struct facts *facts)
{
    struct registration *registration = transaction->registration;

    if (endpoint_equal(&transaction->client, &facts->packet->source))
        return;
    transaction->client = facts->packet->source;
    if (!registration || transaction->original)
        return;
    tracker_note_connection(tracker, transaction, registration);
    if (registration->last.report == transaction->request)
        registration->last.source = facts->packet->source;
}

/* The client still has no response to its refresh, and the time of the binding has passed: nothing more is to be
 * waited for. */
static void note_overdue(struct tracker *tracker, const struct registration *registration,
                         int64_t now)
{
    for (struct binding *each = registration->aor->bindings; each; each = each->next) {
        if (each->owner == registration && each->state == BINDING_LIVE &&
            each->expires_at + tracker_slack(tracker) <= now)
            deadline_set(tracker->deadlines, &each->deadline, now);
    }
}

static bool take_known_request(struct tracker *tracker, enum transaction_relation relation,
                               struct transaction *known, const struct facts *facts,
                               struct report *report)
{
    const struct transaction *first = transaction_original(known);
    bool is_copy = relation != TRANSACTION_RETRANSMISSION || first != known;
    struct event_draft draft = tracker_event(tracker, facts, report, 0);

    if (relation == TRANSACTION_HOP) {
        tracker_note_other_side(known, facts);
        known = add_transaction(tracker, facts, report, known);
    }
    report->hop = known->hop;
    report->step = is_copy ? STEP_COPY : STEP_RETRANSMISSION;
    report->attempt = first->request->attempt;
    report->refresh = first->request->refresh;
    report->try_number = first->request->try_number;
    report->intent = first->request->intent;
    if (is_copy)
        report->copy_of = first->request->frame;
    else
        report->retransmission_of = known->request->frame;
    if (known->final)
        report->response_in = known->final->frame;
    tracker_list_nonces(tracker, facts, NULL, report);
    fill_contacts(tracker, report, facts);
    tracker_fill_place(report, known->registration);

    draft.event.transaction = known;
    draft.event.registration = known->registration;
    if (relation == TRANSACTION_HOP) {
        draft.event.triggers = ON_RELAYED_REQUEST;
        tracker_emit(tracker, &draft);
    } else if (relation == TRANSACTION_RETRANSMISSION) {
        draft.event.triggers = is_copy ? 0 : ON_RETRANSMISSION;
        tracker_emit(tracker, &draft);
        if (known->registration && known->registration->last.report == known->request) {
            known->registration->last.was_retransmitted = true;
            known->registration->retransmits |= known->transport == TRANSPORT_UDP && !is_copy;
            known->registration->last.resent_at = facts->packet->time;
            note_overdue(tracker, known->registration, facts->packet->time);
        }
        known->retransmissions++;
        transaction_note_resent(known, facts->packet->time);
        note_port(tracker, known, facts);
        known->last_time = facts->packet->time;
    }
    return true;
}

/* A replay belongs to no agent: its response says nothing about the registration whose credentials it
 * has. */
static bool take_replay(struct tracker *tracker, const struct facts *facts, struct report *report,
                        struct registration *registration)
{
    struct event_draft draft = tracker_event(tracker, facts, report, 0);
    struct transaction *transaction = add_transaction(tracker, facts, report, NULL);

    transaction->is_replay = true;
    report->step = STEP_REQUEST;
    fill_contacts(tracker, report, facts);
    tracker_fill_place(report, registration);
    tracker->counts.requests++;
    draft.event.transaction = transaction;
    draft.event.registration = registration;
    draft.event.aor = registration->aor;
    tracker_use_nonces(tracker, &draft, transaction, registration);
    tracker_emit(tracker, &draft);
    return true;
}

/* Without Call-ID or To the transaction can be followed, the registration cannot. */
static bool take_unknown_request(struct tracker *tracker, const struct facts *facts,
                                 struct report *report)
{
    add_transaction(tracker, facts, report, NULL);
    report->step = STEP_REQUEST;
    report->state = STATE_UNKNOWN;
    tracker_fill_aor(tracker, report, facts->aor);
    fill_contacts(tracker, report, facts);
    tracker->counts.requests++;
    if (!facts->incomplete) {
        struct event_draft draft = tracker_event(tracker, facts, report, ON_UNKNOWN_REQUEST);

        tracker_source_sender(tracker, &draft);
        tracker_emit(tracker, &draft);
    }
    return true;
}

static struct registration *find_registration(struct tracker *tracker, struct event_draft *draft)
{
    const struct facts *facts = draft->event.facts;
    struct aor *aor = aors_get(tracker->aors, facts->aor);
    enum registration_match match;
    struct registration *registration =
        registrations_find(tracker->registrations, aor, facts, &match);

    /* The Call-ID from before is back: two agents take turns. */
    if (registration && match == REGISTRATION_BY_CALL_ID && registration->is_by_likeness &&
        registration->call_id != facts->call_id) {
        registrations_take_back(tracker->registrations, facts, registration);
        registration = NULL;
    }
    if (!registration)
        return registrations_add(tracker->registrations, aor, facts);
    registration->keeps_alike |= facts->contact_count > 1;
    if (match != REGISTRATION_BY_CALL_ID) {
        registration->is_by_likeness = match == REGISTRATION_BY_LIKENESS;
        draft->before.call_id = registration->call_id;
    }
    if (match != REGISTRATION_BY_CALL_ID || !registration->last.report)
        registrations_add_call_id(tracker->registrations, registration, facts);
    return registration;
}

static void link_to_challenge(struct registration *registration, const struct facts *facts)
{
    const struct challenge *challenge = &registration->past->challenge;

    if (!challenge->frame || challenge->was_followed)
        return;
    registration_past(registration)->challenge.was_followed = true;
    challenge->report->retry_in = facts->packet->frame;
}

static void use_credentials(struct tracker *tracker, struct event_draft *draft,
                            struct transaction *transaction, struct registration *registration)
{
    const struct facts *facts = draft->event.facts;
    bool is_retry = draft->report->step == STEP_RETRY;

    if (facts->credentials_count == 0)
        return;
    tracker_use_nonces(tracker, draft, transaction, registration);
    draft->credentials.weakening =
        strength_take(registration, is_retry ? &draft->challenge : NULL, facts,
                      draft->credentials.checks, draft->credentials.count);
    if (facts_has_answer(facts))
        link_to_challenge(registration, facts);
    source_note_user(draft->sender, facts->aor, tracker_device(transaction), SOURCE_PENDING,
                     draft->event.time);
}

/* RFC 3261 18.4, 8.1.3.1: this ends the transaction for the client, and its flow. */
static bool has_broken(const struct tracker *tracker, const struct last_request *last)
{
    const struct flow *flow = NULL;

    if (last->report && last->transport != TRANSPORT_UDP)
        flow = flows_find(tracker->flows, &last->source, &last->destination);
    return flow && flow->lost_in && flow->lost_at >= last->time;
}

static void note_before(struct tracker *tracker, struct event_draft *draft,
                        const struct registration *registration)
{
    const struct packet *packet = draft->event.facts->packet;
    const struct backoff *backoff =
        servers_backoff(tracker->servers, &packet->source, &packet->destination, false);

    draft->before.attempt = registration->attempt;
    draft->before.last = registration->last;
    draft->before.last.unreachable |= has_broken(tracker, &registration->last);
    draft->challenge = registration->past->challenge;
    if (registration->redirect &&
        registration->attempt.last_status == registration->redirect->status &&
        registration->attempt.number == registration->redirect->attempt)
        draft->before.redirect = registration->redirect;
    draft->before.tried_in = registration->tried_in;
    draft->before.tried_at = registration->tried_at;
    draft->event.flow = registration->flow;
    draft->before.continues = tracker_continues_attempt(tracker, registration, draft->event.facts);
    draft->before.server_cseq = registration_find_server(registration, &packet->destination);
    if (backoff)
        draft->before.backoff = *backoff;
    tracker_find_own(draft, registration);
}

/* It was taken for over, as its last challenge got no credentials for 64*T1. */
static void reopen_attempt(struct registration *registration)
{
    registration->latest_final->attempt_failed = false;
    registration->latest_final = NULL;
    registration->attempt.open = true;
}

/* Told when to come again: the same server again is a new attempt, but follows the response all the same. */
static bool was_told_when(const struct event_draft *draft, const struct registration *registration)
{
    const struct report *waiting = registration->attempt.waiting;

    return waiting && draft->before.backoff.frame == waiting->frame;
}

/* It has given up so early that it lacks nothing yet: what becomes of its next attempt tells. */
static bool starts_over_at_once(const struct tracker *tracker,
                                const struct registration *registration, int64_t now)
{
    int64_t given_up = registration->attempt.deadline.at - tracker_timer_f(tracker);

    return registration->attempt.waiting &&
           now - given_up <= 2 * (int64_t)tracker->settings.t1_ms * MILLISECOND;
}

/* It has credentials whose response is not there, though it is too early for a retransmission: nothing is refused. */
static bool may_be_accepted(const struct tracker *tracker, const struct registration *registration,
                            int64_t now)
{
    const struct last_request *last = &registration->last;

    return last->has_credentials && !last->has_response && !last->unreachable &&
           now - last->time <= 2 * (int64_t)tracker->settings.t1_ms * MILLISECOND;
}

static void fill_attempt(struct report *report, const struct registration *registration)
{
    report->attempt = registration->attempt.number;
    report->refresh = registration->attempt.refresh;
    report->try_number = registration->attempt.tries;
    report->intent = registration->attempt.intent;
}

/* Whether it continues the open attempt or opens the next one. */
static void take_attempt(struct tracker *tracker, struct event_draft *draft,
                         struct registration *registration)
{
    const struct facts *facts = draft->event.facts;
    bool continues = draft->before.continues;

    draft->report->step =
        continues && tracker_is_retry(registration, facts) ? STEP_RETRY : STEP_REQUEST;
    if (tracker_gave_up(tracker, registration, facts, continues)) {
        draft->source.failures = source_note_failure(draft->sender, facts->aor, draft->event.time);
        /* The credentials may have been cut off. */
        if (!facts->incomplete && !was_told_when(draft, registration) &&
            !starts_over_at_once(tracker, registration, draft->event.time) &&
            !may_be_accepted(tracker, registration, draft->event.time))
            tracker_outage_unfollowed(tracker, registration);
    }
    if (!continues) {
        if (registration->attempt.waiting)
            registration->attempt.waiting->attempt_failed = true;
        tracker_note_habits(draft, registration);
        tracker_open_attempt(tracker, registration, draft);
    } else if (!registration->attempt.open) {
        reopen_attempt(registration);
    }
    registration->attempt.tries++;
    tracker_note_retry_time(tracker, draft, registration);
    tracker_take_ims_request(tracker, draft, registration);
    tracker_note_reregistration(draft, registration);
    if (registration->attempt.intent != INTENT_FETCH)
        registration->state = STATE_REGISTERING;
    tracker->counts.requests++;
}

/* From now on its response is awaited, no longer what was to follow the previous one. */
static struct transaction *take_transaction(struct tracker *tracker,
                                            const struct event_draft *draft,
                                            struct registration *registration)
{
    const struct facts *facts = draft->event.facts;
    struct report *report = draft->report;
    struct transaction *transaction = add_transaction(tracker, facts, report, NULL);

    transaction->registration = registration;
    transaction->has_moved = report->step == STEP_RETRY && draft->before.last.hop == report->hop &&
                             !endpoint_equal(&draft->before.last.source, &facts->packet->source);
    tracker_note_connection(tracker, transaction, registration);
    tracker_flow_registers(registration);
    deadline_set(tracker->deadlines, &transaction->deadline,
                 draft->event.time + tracker_timer_f(tracker));
    deadline_cancel(&registration->attempt.deadline);
    return transaction;
}

static void fill_request(struct tracker *tracker, const struct event_draft *draft,
                         struct registration *registration, uint8_t hop)
{
    const struct facts *facts = draft->event.facts;
    struct report *report = draft->report;

    fill_contacts(tracker, report, facts);
    tracker_fill_remaining(report, draft);
    tracker_fill_cseq_step(report, facts);
    if (facts->user_agent)
        registration->user_agent = facts->user_agent;
    fill_attempt(report, registration);
    tracker_outage_request(registration, report, draft->event.time);
    tracker_fill_place(report, registration);
    if (registration->past->before.report && registration->accepted)
        tracker_compare(report, &registration->past->before, facts, hop);
}

/* A REGISTER that was not seen before, of an agent that is known by its AOR and Call-ID. */
static bool take_new_request(struct tracker *tracker, const struct facts *facts,
                             struct report *report)
{
    struct event_draft draft = tracker_event(tracker, facts, report, ON_REQUEST);
    struct registration *registration = find_registration(tracker, &draft);
    struct transaction *transaction;

    tracker_source_sender(tracker, &draft);
    if (!registration->last.report)
        source_note_client(draft.sender, registration);
    draft.event.server = servers_get(tracker->servers, &facts->packet->destination);
    tracker_give_up(tracker, registration, facts);
    registration_choose_challenge(registration, facts->call_id);
    note_before(tracker, &draft, registration);
    take_attempt(tracker, &draft, registration);
    transaction = take_transaction(tracker, &draft, registration);
    fill_request(tracker, &draft, registration, transaction->hop);
    tracker_note_unused(&draft, registration);
    use_credentials(tracker, &draft, transaction, registration);
    tracker_routes_request(tracker, &draft, registration);
    tracker_note_gap(tracker, &draft, registration);
    remember(registration, facts, report, transaction->hop);
    tracker_source_request(tracker, &draft, transaction, registration);
    tracker_source_judge(tracker, &draft, registration);

    draft.event.transaction = transaction;
    draft.event.registration = registration;
    draft.event.aor = registration->aor;
    tracker_emit(tracker, &draft);
    tracker_reach_registered(tracker, registration);
    tracker_take_early(tracker, transaction, facts);
    return true;
}

bool tracker_take_request(struct tracker *tracker, const struct facts *facts, struct report *report)
{
    struct transaction *known;
    enum transaction_relation relation =
        transactions_find_request(tracker->transactions, facts, &known);
    struct registration *replayed = NULL;

    if (relation == TRANSACTION_HOP || relation == TRANSACTION_RETRANSMISSION)
        replayed = tracker_find_replayed(tracker, known, facts);
    if (replayed)
        return take_replay(tracker, facts, report, replayed);
    if (relation != TRANSACTION_NEW && transaction_original(known)->request)
        return take_known_request(tracker, relation, known, facts, report);
    if (!facts->call_id || !facts->aor)
        return take_unknown_request(tracker, facts, report);
    return take_new_request(tracker, facts, report);
}
