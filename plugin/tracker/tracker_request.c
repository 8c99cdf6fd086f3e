/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A REGISTER: is it new, and which registration is it for. Its attempt is in tracker_attempt.c, how it
 * stands to the one before in tracker_compare.c.
 */
#include "tracker/tracker_state.h"

static void fill_contacts(struct tracker *tracker, struct report *report, const struct facts *facts)
{
    unsigned count = facts->contact_count;

    if (facts->has_star && count == 0) {
        report->contacts = pool_allocate(tracker->pool, sizeof(*report->contacts));
        report->contact_count = 1;
        report->contacts[0] = (struct report_contact){
            .sent = "*", .has_requested = facts->has_expires, .requested_s = facts->expires_s};
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
            .requested_s = facts->contacts[i].expires_s,
        };
    }
}

/* Who logs in with which nonce: what stays the same where a request is only sent again. */
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
                     const struct report *report, uint8_t hop)
{
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
        .source = facts->packet->source,
        .destination = facts->packet->destination,
        .frame = facts->packet->frame,
        .cseq = facts->cseq,
        .transport = facts->packet->transport,
        .hop = hop,
        .has_credentials = facts->credentials_count > 0,
        .has_star = facts->has_star,
        .incomplete = facts->incomplete,
        .is_symmetric = facts->packet->source.port == facts->via.sent_by.port,
    };
    if (!registration->tried_in &&
        (report->intent == INTENT_REGISTER || report->intent == INTENT_REFRESH)) {
        registration->tried_in = report->frame;
        registration->tried_at = facts->packet->time;
    }
    if (report->has_cseq_step && report->cseq_step > 1 && registration->cseq_gaps < UINT8_MAX)
        registration->cseq_gaps++;
    registration->is_ims |= facts->is_ims;
    registration_note_server(registration, facts);
    if (facts->user_agent)
        registration->user_agent = facts->user_agent;
    if (facts->contact_count) {
        registration->contact = facts->contacts[0].uri;
        if (facts->contacts[0].instance)
            registration->instance = facts->contacts[0].instance;
        registration->reg_id = facts->contacts[0].reg_id;
    }
}

/* The deadline by which the transaction has to be answered. */
static struct transaction *add_transaction(struct tracker *tracker, const struct facts *facts,
                                           struct report *report, struct transaction *original)
{
    struct transaction *transaction = transactions_add(tracker->transactions, facts, original);

    tracker_server(tracker, &facts->packet->destination)->asked = true;
    transaction->request = report;
    transaction->is_removal = tracker_is_removal(facts);
    transaction->is_star = facts->has_star;
    transaction->hop = transaction->via_count;
    if (original) {
        struct transaction *first = transaction_original(original);

        transaction->registration = first->registration;
        first->is_passed_on |= endpoint_same_ip(&facts->packet->source, &first->server);
        if (transaction->via_count == first->via_count)
            transaction->hop = (uint8_t)(first->hop + 1);
    }
    report->hop = transaction->hop;
    if (transaction->registration)
        tracker_note_connection(tracker, transaction, transaction->registration);
    return transaction;
}

static bool take_known_request(struct tracker *tracker, enum transaction_relation relation,
                               struct transaction *known, const struct facts *facts,
                               struct report *report)
{
    const struct transaction *first = transaction_original(known);
    bool is_copy = relation != TRANSACTION_RETRANSMISSION || first != known;
    struct event event = tracker_event(tracker, facts, report, 0);

    if (relation == TRANSACTION_LEG)
        known = add_transaction(tracker, facts, report, known);
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

    event.transaction = known;
    event.registration = known->registration;
    if (relation == TRANSACTION_LEG) {
        event.triggers = ON_RELAYED_REQUEST;
        tracker_emit(tracker, &event);
    } else if (relation == TRANSACTION_RETRANSMISSION) {
        event.triggers = is_copy ? 0 : ON_RETRANSMISSION;
        tracker_emit(tracker, &event);
        if (known->registration && known->registration->last.report == known->request)
            known->registration->last.resent = true;
        known->resends++;
        known->last_time = facts->packet->time;
    }
    return true;
}

/* The capture cut off Call-ID or To: the transaction can be followed, the registration not. */
static bool take_unknown_request(struct tracker *tracker, const struct facts *facts,
                                 struct report *report)
{
    add_transaction(tracker, facts, report, NULL);
    report->step = STEP_REQUEST;
    report->state = STATE_UNKNOWN;
    report->aor = facts->aor;
    fill_contacts(tracker, report, facts);
    tracker->counts.requests++;
    if (!facts->incomplete) {
        struct event event = tracker_event(tracker, facts, report, ON_REQUEST);

        tracker_emit(tracker, &event);
    }
    return true;
}

static struct registration *find_registration(struct tracker *tracker, struct event *event)
{
    const struct facts *facts = event->facts;
    struct aor *aor = aors_get(tracker->aors, facts->aor);
    enum registration_match match;
    struct registration *registration =
        registrations_find(tracker->registrations, aor, facts, &match);

    if (!registration)
        return registrations_add(tracker->registrations, aor, facts);
    if (match == REGISTRATION_BY_AGENT) {
        event->old_call_id = registration->call_id;
        registrations_add_call_id(tracker->registrations, registration, facts);
    }
    return registration;
}

static void link_to_challenge(struct registration *registration, const struct facts *facts)
{
    struct challenge *challenge = &registration->challenge;

    if (!challenge->frame || challenge->answered)
        return;
    challenge->answered = true;
    challenge->report->retry_in = facts->packet->frame;
}

static void use_credentials(struct tracker *tracker, struct event *event,
                            struct transaction *transaction, struct registration *registration)
{
    const struct facts *facts = event->facts;
    bool is_retry = event->report->step == STEP_RETRY;

    if (facts->credentials_count == 0)
        return;
    tracker_use_nonces(tracker, event, transaction, registration);
    event->weakening = strength_take(registration, is_retry ? &event->challenge_before : NULL,
                                     facts, event->checks, event->check_count);
    link_to_challenge(registration, facts);
    source_note_user(event->source, facts->aor, SOURCE_PENDING, event->time);
}

/* RFC 3261 18.4, 8.1.3.1: to the client that is the end of its transaction, and of its flow. */
static bool has_broken(const struct tracker *tracker, const struct last_request *exchange)
{
    const struct flow *flow = NULL;

    if (exchange->report && exchange->transport != TRANSPORT_UDP)
        flow = flows_find(tracker->flows, &exchange->source, &exchange->destination);
    return flow && flow->lost_in && flow->lost_at >= exchange->time;
}

static void note_before(struct tracker *tracker, struct event *event,
                        const struct registration *registration)
{
    const struct packet *packet = event->facts->packet;
    const struct server_cseq *server = registration_find_server(registration, &packet->destination);
    const struct backoff *backoff =
        tracker_backoff(tracker, &packet->source, &packet->destination, false);

    event->attempt_before = registration->attempt;
    event->previous = registration->last;
    event->previous.unreachable |= has_broken(tracker, &registration->last);
    event->challenge_before = registration->challenge;
    if (registration->redirect && registration->attempt.last_status == registration->redirect->status &&
        registration->attempt.number == registration->redirect->attempt)
        event->redirect = registration->redirect;
    event->tried_in = registration->tried_in;
    event->tried_at = registration->tried_at;
    event->flow = registration->flow;
    event->continues = tracker_continues_attempt(tracker, registration, event->facts);
    if (server)
        event->server_before = *server;
    if (backoff)
        event->backoff = *backoff;
    tracker_find_own(event, registration);
}

static void fill_attempt(struct report *report, const struct registration *registration)
{
    report->attempt = registration->attempt.number;
    report->refresh = registration->attempt.refresh;
    report->try_number = registration->attempt.tries;
    report->intent = registration->attempt.intent;
}

bool tracker_take_request(struct tracker *tracker, const struct facts *facts, struct report *report)
{
    struct event event = tracker_event(tracker, facts, report, ON_REQUEST);
    struct transaction *transaction;
    enum transaction_relation relation =
        transactions_find_request(tracker->transactions, facts, &transaction);

    if (relation != TRANSACTION_NEW && transaction_original(transaction)->request)
        return take_known_request(tracker, relation, transaction, facts, report);
    if (!facts->call_id || !facts->aor)
        return take_unknown_request(tracker, facts, report);

    struct registration *registration = find_registration(tracker, &event);
    event.source = sources_get(tracker->sources, &facts->packet->source);
    event.server_record = tracker_server(tracker, &facts->packet->destination);
    note_before(tracker, &event, registration);
    report->step =
        event.continues && tracker_is_retry(registration, facts) ? STEP_RETRY : STEP_REQUEST;
    if (tracker_gave_up(tracker, registration, facts, event.continues))
        event.failures = source_note_failure(event.source, facts->aor, event.time);
    if (!event.continues) {
        if (registration->attempt.waiting)
            registration->attempt.waiting->attempt_failed = true;
        tracker_note_habits(&event, registration);
        tracker_open_attempt(tracker, registration, &event);
    }
    registration->attempt.tries++;
    tracker_take_ims_request(tracker, &event, registration);
    tracker_note_reregistration(&event, registration);
    if (registration->attempt.intent != INTENT_FETCH)
        registration->state = STATE_REGISTERING;
    tracker->counts.requests++;

    transaction = add_transaction(tracker, facts, report, NULL);
    transaction->registration = registration;
    transaction->has_moved = report->step == STEP_RETRY &&
                             !endpoint_equal(&event.previous.source, &facts->packet->source);
    tracker_note_connection(tracker, transaction, registration);
    tracker_flow_registers(registration);
    deadline_set(tracker->deadlines, &transaction->deadline, event.time + tracker_timer_f(tracker));
    deadline_cancel(&registration->attempt.deadline);

    fill_contacts(tracker, report, facts);
    tracker_fill_remaining(report, &event);
    tracker_fill_cseq_step(tracker, report, facts);
    tracker_fill_place(report, registration);
    fill_attempt(report, registration);
    if (registration->before.report && registration->accepted)
        tracker_compare(report, &registration->before, facts, transaction->hop);
    use_credentials(tracker, &event, transaction, registration);
    tracker_routes_request(tracker, &event, registration);
    remember(registration, facts, report, transaction->hop);
    tracker_watch_request(tracker, &event, registration);

    event.transaction = transaction;
    event.registration = registration;
    event.aor = registration->aor;
    tracker_emit(tracker, &event);
    return true;
}
