/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A REGISTER: is it new, which registration and attempt is it for, and how does it stand to the one
 * before.
 */
#include "registration/tracker_state.h"

static bool is_removal(const struct facts *facts)
{
    if (facts->has_star)
        return true;
    for (unsigned i = 0; i < facts->contact_count; i++) {
        if (!facts->contacts[i].has_expires || facts->contacts[i].expires_s > 0)
            return false;
    }
    return facts->contact_count > 0;
}

/* What the agent knows of its own bindings decides: refresh needs one that lived or lapsed in the
 * capture. */
static uint8_t intent_of(const struct registration *registration, const struct facts *facts,
                         bool covers_own)
{
    unsigned known = 0, fresh = 0, removed = 0;
    bool same_instance = false;

    if (facts->has_star)
        return INTENT_REMOVE_ALL;
    if (facts->contact_count == 0)
        return INTENT_FETCH;
    if (is_removal(facts))
        return INTENT_REMOVE;
    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];
        const struct binding *binding = registration_find_binding(
            registration, contact->uri, contact->instance, contact->reg_id);
        bool refreshes =
            binding && (binding->state == BINDING_LIVE || binding->state == BINDING_LAPSED);

        if (contact->has_expires && contact->expires_s == 0) {
            removed++;
        } else if (refreshes && facts_same_uri(binding->contact, contact->uri)) {
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

/* Which own bindings the REGISTER names. */
static void find_own(struct event *event, const struct registration *registration)
{
    const struct facts *facts = event->facts;
    const struct binding *named[FACTS_CONTACTS_MAX];
    const struct binding *first = NULL;

    for (unsigned i = 0; i < facts->contact_count; i++)
        named[i] =
            registration_find_binding(registration, facts->contacts[i].uri,
                                      facts->contacts[i].instance, facts->contacts[i].reg_id);
    event->covers_own = true;
    for (const struct binding *binding = registration->aor->bindings; binding;
         binding = binding->next) {
        bool is_named = facts->has_star;

        if (binding->owner != registration || !binding->granted_in)
            continue;
        for (unsigned i = 0; i < facts->contact_count && !is_named; i++)
            is_named = named[i] == binding;
        if (is_named && (binding->state == BINDING_LIVE || binding->state == BINDING_LAPSED) &&
            (!first || binding->lapses_at < first->lapses_at))
            first = binding;
        if (!is_named && binding->state == BINDING_LIVE && facts->contact_count) {
            event->covers_own = false;
            event->left_behind = binding;
        }
    }
    event->own = first;
}

static void open_attempt(struct tracker *tracker, struct registration *registration,
                         const struct event *event)
{
    const struct facts *facts = event->facts;
    struct deadline deadline = registration->attempt.deadline;
    struct attempt *attempt = &registration->attempt;

    if (registration->latest)
        registration->latest->next_in = facts->packet->frame;
    if (registration->latest_final)
        registration->latest_final->next_in = facts->packet->frame;
    if (attempt->number)
        registration->before = registration->last;
    *attempt = (struct attempt){
        .number = ++registration->attempts,
        .first_in = facts->packet->frame,
        .first_time = facts->packet->time,
        .deadline = deadline,
        .intent = intent_of(registration, facts, event->covers_own),
        .open = true,
    };
    if (attempt->intent == INTENT_REFRESH)
        attempt->refresh = ++registration->refreshes;
    registration->latest = event->report;
    registration->latest_final = NULL;
    tracker->counts.attempts++;
}

/* RFC 3261 22.2, 10.2.8, 8.1.3.4, 8.1.3.5: what follows up the last answer of an open attempt.
 * Without an answer it is the same wish, sent to another server or by other means. */
static bool continues_attempt(const struct registration *registration, const struct facts *facts)
{
    const struct attempt *attempt = &registration->attempt;

    if (!attempt->open)
        return false;
    if ((attempt->last_status == 401 || attempt->last_status == 407) &&
        facts->credentials_count == 0)
        return !registration->challenge.to_credentials;
    /* RFC 3263 4.3: after a 503 the next server is tried; the same one again is a new attempt. */
    return attempt->last_status != 503 ||
           !endpoint_same_ip(&registration->last.destination, &facts->packet->destination);
}

/* The attempt before came to nothing: a challenge was ignored, or its credentials were refused. */
static bool gave_up(const struct registration *registration, const struct facts *facts,
                    bool continues)
{
    const struct attempt *attempt = &registration->attempt;
    bool challenged = attempt->last_status == 401 || attempt->last_status == 407;

    return attempt->open && (!continues || (challenged && facts->credentials_count == 0));
}

static bool is_retry(const struct registration *registration, const struct facts *facts)
{
    const struct attempt *attempt = &registration->attempt;

    if (attempt->last_status == 423)
        return true;
    return (attempt->last_status == 401 || attempt->last_status == 407) &&
           facts->credentials_count > 0;
}

static bool same_contacts(const struct exchange *previous, const struct report *report)
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

/* The elements that textbooks want the same in every refresh; see also RFC 3261 10.2, 10.2.4. */
static void compare(struct report *report, const struct exchange *before, const struct facts *facts,
                    uint8_t hop)
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
        return; /* seen on another leg: its addresses say nothing */
    set_same(report, SAME_SOURCE,
             packet->transport == TRANSPORT_UDP
                 ? endpoint_equal(&before->source, &packet->source)
                 : endpoint_same_ip(&before->source, &packet->source));
    set_same(report, SAME_DESTINATION, endpoint_equal(&before->destination, &packet->destination));
}

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

static void fill_remaining(struct report *report, const struct event *event)
{
    const struct binding *own = event->own;
    int64_t granted;

    if (!own)
        return;
    granted = own->lapses_at - own->granted_at;
    report->has_remaining = true;
    report->remaining = own->lapses_at - event->time;
    report->used =
        granted > 0 ? 100.0 * (double)(event->time - own->granted_at) / (double)granted : 0.0;
    report->previous_in = own->granted_in;
}

static void fill_cseq_step(struct tracker *tracker, struct report *report,
                           const struct facts *facts)
{
    void *before;

    if (!facts->has_cseq || !facts->call_id)
        return;
    if (g_hash_table_lookup_extended(tracker->cseqs, facts->call_id, NULL, &before)) {
        int64_t step = (int64_t)facts->cseq - (int64_t)GPOINTER_TO_UINT(before);

        report->has_cseq_step = true;
        report->cseq_step = (int32_t)CLAMP(step, G_MININT32, G_MAXINT32);
    }
    g_hash_table_insert(tracker->cseqs, (void *)facts->call_id, GUINT_TO_POINTER(facts->cseq));
}

static void remember(struct registration *registration, const struct facts *facts,
                     const struct report *report, uint8_t hop)
{
    registration->last = (struct exchange){
        .report = report,
        .call_id = facts->call_id,
        .from_uri = facts->from_uri,
        .to_uri = facts->to_uri,
        .request_uri = facts->request_uri,
        .from_tag = facts->from_tag,
        .time = facts->packet->time,
        .source = facts->packet->source,
        .destination = facts->packet->destination,
        .frame = facts->packet->frame,
        .cseq = facts->cseq,
        .transport = facts->packet->transport,
        .hop = hop,
        .has_credentials = facts->credentials_count > 0,
        .has_star = facts->has_star,
    };
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

    transaction->request = report;
    transaction->is_removal = is_removal(facts);
    transaction->is_star = facts->has_star;
    transaction->hop = transaction->via_count;
    if (original) {
        struct transaction *first = transaction_original(original);

        transaction->registration = first->registration;
        if (transaction->via_count == first->via_count)
            transaction->hop = (uint8_t)(first->hop + 1);
    }
    report->hop = transaction->hop;
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
    if (facts->credentials_count)
        report->nonce = facts->credentials[0].nonce;
    fill_contacts(tracker, report, facts);
    tracker_fill_place(report, known->registration);

    if (relation == TRANSACTION_RETRANSMISSION) {
        event.occasions = is_copy ? 0 : ON_RESEND;
        event.transaction = known;
        event.registration = known->registration;
        tracker_emit(tracker, &event);
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

    if (facts->credentials_count == 0 || !challenge->frame || challenge->answered)
        return;
    challenge->answered = true;
    challenge->report->retry_in = facts->packet->frame;
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
    event->challenge_before = registration->challenge;
    event->continues = continues_attempt(registration, event->facts);
    if (server)
        event->server_before = *server;
    if (backoff)
        event->backoff = *backoff;
    find_own(event, registration);
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
    event.source = crowd_get(tracker->crowd, &facts->packet->source);
    note_before(tracker, &event, registration);
    report->step = event.continues && is_retry(registration, facts) ? STEP_RETRY : STEP_REQUEST;
    if (gave_up(registration, facts, event.continues))
        event.failures = crowd_note_failure(event.source, facts->aor, event.time);
    if (!event.continues)
        open_attempt(tracker, registration, &event);
    registration->attempt.tries++;
    if (registration->attempt.intent != INTENT_FETCH)
        registration->state = STATE_REGISTERING;
    tracker->counts.requests++;

    transaction = add_transaction(tracker, facts, report, NULL);
    transaction->registration = registration;
    deadline_set(tracker->deadlines, &transaction->deadline, event.time + tracker_timer_f(tracker));
    deadline_cancel(&registration->attempt.deadline);

    fill_contacts(tracker, report, facts);
    fill_remaining(report, &event);
    fill_cseq_step(tracker, report, facts);
    tracker_fill_place(report, registration);
    report->attempt = registration->attempt.number;
    report->refresh = registration->attempt.refresh;
    report->try_number = registration->attempt.tries;
    report->intent = registration->attempt.intent;
    if (registration->before.report && registration->accepted)
        compare(report, &registration->before, facts, transaction->hop);
    tracker_use_nonces(tracker, &event, transaction, registration);
    link_to_challenge(registration, facts);
    remember(registration, facts, report, transaction->hop);

    event.transaction = transaction;
    event.registration = registration;
    event.aor = registration->aor;
    if (facts->credentials_count)
        crowd_note_user(event.source, facts->aor, CROWD_PENDING, event.time);
    tracker_emit(tracker, &event);
    return true;
}
