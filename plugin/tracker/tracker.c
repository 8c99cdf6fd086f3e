/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tracker/tracker_state.h"

#define CLOCK_DISORDER G_GINT64_CONSTANT(10000000000)

static unsigned backoff_hash(const void *key)
{
    const struct backoff *backoff = key;

    return endpoint_hash(&backoff->client) * 31 + endpoint_hash(&backoff->server);
}

static gboolean backoff_equal(const void *a, const void *b)
{
    const struct backoff *left = a, *right = b;

    return endpoint_key_equal(&left->client, &right->client) &&
           endpoint_key_equal(&left->server, &right->server);
}

static unsigned heard_hash(const void *key)
{
    return endpoint_hash(&((const struct server_record *)key)->server);
}

static gboolean heard_equal(const void *a, const void *b)
{
    return endpoint_key_equal(&((const struct server_record *)a)->server,
                              &((const struct server_record *)b)->server);
}

static unsigned subscriber_hash(const void *key)
{
    return endpoint_hash(key);
}

static gboolean subscriber_equal(const void *a, const void *b)
{
    return endpoint_key_equal(a, b);
}

struct tracker *tracker_new(const struct settings *settings, struct pool *pool,
                            event_handler handler, void *data)
{
    struct tracker *tracker = g_new0(struct tracker, 1);

    tracker->settings = settings_bounded(settings);
    tracker->settings.scanners = pool_intern(pool, span_of(settings->scanners));
    tracker->settings.test_tools = pool_intern(pool, span_of(settings->test_tools));
    tracker->settings.administrators = pool_intern(pool, span_of(settings->administrators));
    tracker->pool = pool;
    tracker->handler = handler;
    tracker->handler_data = data;
    tracker->transactions = transactions_new(4 * tracker_timer_f(tracker));
    tracker->registrations = registrations_new();
    tracker->aors = aors_new();
    tracker->nonces = nonces_new(pool);
    tracker->deadlines = deadlines_new();
    tracker->sources = sources_new();
    tracker->flows = flows_new();
    tracker->watch = watch_new();
    tracker->cseqs = g_hash_table_new(g_direct_hash, g_direct_equal);
    tracker->backoffs = g_hash_table_new_full(backoff_hash, backoff_equal, g_free, NULL);
    tracker->subscriptions = subscriptions_new();
    tracker->subscribers = g_hash_table_new_full(subscriber_hash, subscriber_equal, g_free, NULL);
    tracker->server_record = g_hash_table_new_full(heard_hash, heard_equal, g_free, NULL);
    return tracker;
}

void tracker_free(struct tracker *tracker)
{
    if (!tracker)
        return;
    subscriptions_free(tracker->subscriptions);
    g_hash_table_destroy(tracker->subscribers);
    g_hash_table_destroy(tracker->server_record);
    g_hash_table_destroy(tracker->backoffs);
    g_hash_table_destroy(tracker->cseqs);
    flows_free(tracker->flows);
    watch_free(tracker->watch);
    sources_free(tracker->sources);
    nonces_free(tracker->nonces);
    transactions_free(tracker->transactions);
    registrations_free(tracker->registrations);
    aors_free(tracker->aors);
    deadlines_free(tracker->deadlines); /* last: the others cancel theirs */
    g_free(tracker);
}

struct backoff *tracker_backoff(struct tracker *tracker, const struct endpoint *client,
                                const struct endpoint *server, bool make)
{
    struct backoff key = {.client = *client, .server = *server};
    struct backoff *backoff;

    key.client.port = 0;
    key.server.port = 0;
    backoff = g_hash_table_lookup(tracker->backoffs, &key);
    if (!backoff && make) {
        backoff = g_memdup2(&key, sizeof(key));
        g_hash_table_add(tracker->backoffs, backoff);
    }
    return backoff;
}

struct server_record *tracker_server(struct tracker *tracker, const struct endpoint *server)
{
    struct server_record key = {.server = *server};
    struct server_record *heard;

    key.server.port = 0;
    heard = g_hash_table_lookup(tracker->server_record, &key);
    if (!heard) {
        heard = g_memdup2(&key, sizeof(key));
        g_hash_table_add(tracker->server_record, heard);
    }
    return heard;
}

static const struct ims no_ims;

struct event tracker_event(struct tracker *tracker, const struct facts *facts,
                           struct report *report, unsigned triggers)
{
    return (struct event){
        .triggers = triggers,
        .time = facts ? facts->packet->time : tracker->now,
        .settings = &tracker->settings,
        .facts = facts,
        .report = report,
        .counts = &tracker->counts,
        .checks = tracker->checks,
        .contacts = tracker->contacts,
        .losses = tracker->losses,
        .ims_before = &no_ims,
        .notified = tracker->notified,
    };
}

void tracker_emit(struct tracker *tracker, const struct event *event)
{
    if (event->triggers)
        tracker->handler(event, tracker->handler_data);
}

void tracker_fill_place(struct report *report, struct registration *registration)
{
    if (!registration)
        return;
    report->registration = registration->number;
    report->aor = registration->aor->name;
    report->diagnosis = &registration->diagnosis;
    report->state = registration->state;
    registration->diagnosis.state = registration->state;
    report->first_in = registration->first_in;
}

void tracker_attempt_over(struct registration *registration)
{
    registration->attempt.open = false;
    registration->attempt.waiting = NULL;
    deadline_cancel(&registration->attempt.deadline);
}

/* The attempt that waited for this transaction alone has failed; a later request of it goes on. */
static void fail_attempt(struct tracker *tracker, struct registration *registration,
                         const struct transaction *transaction, struct event *event)
{
    if (registration->last.report != transaction->request || !registration->attempt.open)
        return;
    transaction->request->state = STATE_UNANSWERED;
    transaction->request->attempt_failed = true;
    registration->state = STATE_UNANSWERED;
    registration->diagnosis.state = STATE_UNANSWERED;
    registration->latest_final = NULL;
    tracker_attempt_over(registration);
    event->failures = source_note_failure(event->source, registration->aor->name, event->time);
    tracker_routes_timeout(registration, transaction, event->time);
    event->attempt_failed = true;
    tracker->counts.ineffective++;
}

static void transaction_over(struct tracker *tracker, struct transaction *transaction)
{
    struct registration *registration = transaction->registration;
    struct event event = tracker_event(tracker, NULL, transaction->request, ON_TIMEOUT);
    struct server_record *heard = tracker_server(tracker, &transaction->server);

    event.source = sources_get(tracker->sources, &transaction->client);
    request_rate_note_answer(source_request_rate(event.source), transaction->first_time, 0, false);
    if (transaction->relayed) {
        /* Answered, on a hop where this capture missed it. */
        if (registration->last.report == transaction->request)
            tracker_attempt_over(registration);
        return;
    }
    event.time = transaction->deadline.at;
    event.transaction = transaction;
    event.registration = registration;
    event.aor = registration->aor;
    event.server_record = heard;
    event.flow = tracker_lost_connection(tracker, transaction);
    fail_attempt(tracker, registration, transaction, &event);
    tracker_watch_request_rate(tracker, &event, &transaction->server);
    tracker_emit(tracker, &event);
    heard->unanswered += !heard->answered && !transaction->unreachable;
}

static void follow_up_over(struct tracker *tracker, struct registration *registration)
{
    struct event event = tracker_event(tracker, NULL, registration->attempt.waiting, ON_NO_RETRY);

    event.time = registration->attempt.deadline.at;
    event.registration = registration;
    event.aor = registration->aor;
    event.source = sources_get(tracker->sources, &registration->last.source);
    if (registration->attempt.open) {
        event.report->attempt_failed = true;
        event.failures = source_note_failure(event.source, registration->aor->name, event.time);
    }
    event.guessed = source_tell_users(event.source, event.time, tracker->settings.enumeration_users,
                                     tracker->settings.enumeration_failed);
    registration->latest_final = registration->attempt.waiting;
    tracker_attempt_over(registration);
    tracker_watch_request_rate(tracker, &event, &registration->last.destination);
    tracker_emit(tracker, &event);
}

static void binding_over(struct tracker *tracker, struct binding *binding)
{
    struct registration *owner = binding->owner;
    struct event event = tracker_event(tracker, NULL, binding->report, ON_EXPIRY);

    /* A refresh is under way: its answer decides. */
    if (owner && owner->attempt.open && owner->attempt.last_status == 0 &&
        owner->attempt.intent != INTENT_FETCH && owner->attempt.first_time < binding->expires_at &&
        binding->deadline.at < binding->expires_at + tracker_timer_f(tracker)) {
        deadline_set(tracker->deadlines, &binding->deadline,
                     binding->deadline.at + tracker_timer_f(tracker));
        return;
    }
    bool was_created = binding->state == BINDING_LIVE;
    binding_end(binding, BINDING_EXPIRED, 0, event.time);
    if (!was_created || !binding->report)
        return;
    if (owner->state == STATE_REGISTERED && !registration_is_bound(owner)) {
        owner->state = STATE_EXPIRED;
        owner->diagnosis.state = STATE_EXPIRED;
    }
    event.time = binding->deadline.at;
    event.binding = binding;
    event.registration = owner;
    event.aor = binding->aor;
    tracker_emit(tracker, &event);
}

void tracker_advance(struct tracker *tracker, int64_t time)
{
    struct deadline *deadline;

    /* Packets of two interfaces stand a little out of order; what is further back was recorded under
     * another clock, and nothing that was waited for is over by then. */
    if (time > tracker->now || tracker->now - time > CLOCK_DISORDER)
        tracker->now = time;
    while ((deadline = deadlines_next(tracker->deadlines, tracker->now))) {
        switch (deadline->kind) {
        case DEADLINE_TRANSACTION:
            transaction_over(tracker, deadline->owner);
            break;
        case DEADLINE_FOLLOW_UP:
            follow_up_over(tracker, deadline->owner);
            break;
        case DEADLINE_BINDING:
            binding_over(tracker, deadline->owner);
            break;
        case DEADLINE_REREGISTRATION:
            tracker_reregistration_over(tracker, deadline->owner);
            break;
        case DEADLINE_SUBSCRIPTION:
            tracker_subscription_over(tracker, deadline->owner);
            break;
        default:
            tracker_flow_due(tracker, deadline);
            break;
        }
    }
}

bool tracker_watches_traffic(const struct tracker *tracker)
{
    return !flows_is_empty(tracker->flows);
}

void tracker_sees_all(struct tracker *tracker)
{
    tracker->sees_all = true;
}

/* The other methods hand out nonces too. */
static void take_other_answer(struct tracker *tracker, const struct facts *facts)
{
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *challenge = &facts->challenges[i];
        struct nonce *nonce;

        if (challenge->scheme != SIP_AUTH_DIGEST || !challenge->nonce)
            continue;
        nonce = nonces_get(tracker->nonces, challenge->realm, challenge->nonce);
        nonce_issue(nonce, facts->packet->frame, facts->packet->time, NULL);
        nonce->by_challenge = true;
        nonces_offer(tracker->nonces, nonce, facts->call_id);
        nonce->offered_qop |= challenge->has_qop;
        nonce->algorithms |= (uint16_t)(1 << challenge->algorithm);
    }
}

bool tracker_take(struct tracker *tracker, const struct facts *facts, struct report *report)
{
    bool is_register = facts->method == METHOD_REGISTER || facts->method == METHOD_UNKNOWN;

    tracker_advance(tracker, facts->packet->time);
    transactions_forget(tracker->transactions, facts->packet->time);
    if (!tracker->counts.began)
        tracker->counts.began = facts->packet->time;
    report->frame = facts->packet->frame;
    report->status = (uint16_t)facts->status;
    if (facts->packet->kind != PACKET_MESSAGE)
        return tracker_take_icmp(tracker, facts, report);
    tracker_flow_message(tracker, facts->packet);
    if (!facts->is_request)
        tracker_server(tracker, &facts->packet->source)->answered = true;
    if (is_register)
        return facts->is_request ? tracker_take_request(tracker, facts, report)
                                 : tracker_take_response(tracker, facts, report);
    if (!facts->is_request) {
        take_other_answer(tracker, facts);
        return false;
    }
    if (facts->method == METHOD_NOTIFY && facts->is_reg_event)
        tracker_note_subscriber(tracker, &facts->packet->destination);
    if (facts->reginfo.is_there)
        return tracker_take_notify(tracker, facts, report);
    /* RFC 3261 22.1: ACK repeats the credentials of its INVITE, CANCEL has none of its own. */
    if (g_strcmp0(facts->method_name, "ACK") == 0 || g_strcmp0(facts->method_name, "CANCEL") == 0)
        return false;
    return tracker_take_other(tracker, facts, report);
}
