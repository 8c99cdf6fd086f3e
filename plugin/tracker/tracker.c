/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tracker/tracker_state.h"

#include "state/aor_form.h"
#include "state/outage.h"

#define CLOCK_DISORDER (10 * SECOND)
/* A client is absent for as long as its binding was granted, but at least for this time: a clock that is set
 * forward looks like silence. */
#define ABSENT_FOR (60 * SECOND)

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
    tracker->transactions = transactions_new(pool, 4 * tracker_timer_f(tracker));
    tracker->registrations = registrations_new(pool);
    tracker->aors = aors_new(pool);
    tracker->aor_forms = aor_forms_new();
    tracker->nonces = nonces_new(pool);
    tracker->deadlines = deadlines_new();
    tracker->sources = sources_new(pool);
    tracker->servers = servers_new();
    tracker->flows = flows_new();
    tracker->tokens = tokens_new();
    tracker->oracles = oracles_new();
    tracker->reached = g_hash_table_new(g_direct_hash, g_direct_equal);
    tracker->settled = g_hash_table_new(g_direct_hash, g_direct_equal);
    tracker->subscriptions = subscriptions_new();
    tracker->calls = calls_new(pool);
    tracker->connections = connections_new(pool);
    tracker->subscribers =
        g_hash_table_new_full(endpoint_table_hash, endpoint_table_equal, g_free, NULL);
    return tracker;
}

void tracker_free(struct tracker *tracker)
{
    if (!tracker)
        return;
    subscriptions_free(tracker->subscriptions);
    calls_free(tracker->calls);
    connections_free(tracker->connections);
    g_hash_table_destroy(tracker->subscribers);
    g_hash_table_destroy(tracker->reached);
    g_hash_table_destroy(tracker->settled);
    flows_free(tracker->flows);
    tokens_free(tracker->tokens);
    oracles_free(tracker->oracles);
    sources_free(tracker->sources);
    servers_free(tracker->servers);
    capture_clear(&tracker->capture);
    nonces_free(tracker->nonces);
    transactions_free(tracker->transactions);
    registrations_free(tracker->registrations);
    aor_forms_free(tracker->aor_forms);
    aors_free(tracker->aors);
    deadlines_free(tracker->deadlines); /* last: the others cancel theirs */
    g_free(tracker);
}

void tracker_follow(struct tracker *tracker, struct tracker *earlier, const struct packet *packet)
{
    registrations_follow(tracker->registrations, earlier->registrations);
    tracker->follows_from = packet->frame;
    tracker->follows_at = packet->time;
}

bool tracker_expect(struct tracker *tracker, const struct report *report,
                    const struct packet *packet)
{
    const struct registration *earlier =
        registrations_expect(tracker->registrations, report ? report_place(report)->history : NULL);

    return !earlier || earlier->attempt.first_in >= tracker->follows_from ||
           packet->time - tracker->follows_at >= TRACKER_SETTLED * tracker_timer_f(tracker);
}

void tracker_succeed(struct tracker *tracker)
{
    registrations_succeed(tracker->registrations);
}

/* Credentials were refused, and not because their nonce is stale. */
static bool is_refusal(const struct registration *registration, const struct report *report)
{
    return registration->state == STATE_CHALLENGED &&
           report == registration->past->challenge.report &&
           registration->past->challenge.to_credentials && !report->is_stale;
}

static void follow_up_over(struct tracker *tracker, struct registration *registration)
{
    struct event_draft draft =
        tracker_event(tracker, NULL, registration->attempt.waiting, ON_NO_RETRY);

    draft.event.time = registration->attempt.deadline.at;
    draft.event.registration = registration;
    draft.event.aor = registration->aor;
    draft.source.record = draft.sender = sources_get(tracker->sources, &registration->last.source);
    tracker_outage_unfollowed(tracker, registration);
    if (registration->attempt.open) {
        draft.report->attempt_failed = true;
        draft.source.failures =
            source_note_failure(draft.sender, registration->aor->name, draft.event.time);
    }
    draft.source.guessed =
        source_report_users(draft.sender, draft.event.time, tracker->settings.enumeration_users,
                            tracker->settings.enumeration_failed);
    tracker_source_judge(tracker, &draft, registration);
    registration->latest_final = registration->attempt.waiting;
    tracker_attempt_over(registration);
    if (is_refusal(registration, draft.report)) {
        registration->state = STATE_REJECTED;
        registration->history.state = STATE_REJECTED;
        draft.report->state = STATE_REJECTED;
    }
    tracker_source_request_rate(tracker, &draft, &registration->last.destination);
    tracker_emit(tracker, &draft);
}

/* No REGISTER of the client has been seen since. */
static bool is_absent(const struct registration *owner, const struct outage *outage,
                      const struct binding *binding)
{
    return outage->kind == OUTAGE_EXPIRED && outage->last_in <= binding->granted_in &&
           !owner->tried_in && owner->last.frame <= binding->granted_in;
}

/* When a client that goes on would have tried again after one attempt that failed. */
static int64_t tried_again_by(const struct registration *owner)
{
    return owner->last.resent_at + registration_longest_pause(owner);
}

/* It expired a while ago, and nothing that the client has sent is later than just after that. */
static void absence_over(struct tracker *tracker, struct binding *binding)
{
    struct registration *owner = binding->owner;
    const struct outage *outage = owner ? history_open(&owner->history) : NULL;
    struct event_draft draft = tracker_event(tracker, NULL, binding->report, ON_ABSENCE);

    if (!binding->report || !outage ||
        !(is_absent(owner, outage, binding) || registration_tried_once(owner)))
        return;
    if (registration_tried_once(owner) && binding->deadline.at < tried_again_by(owner)) {
        deadline_set(tracker->deadlines, &binding->deadline, tried_again_by(owner));
        return;
    }
    if (is_absent(owner, outage, binding) && owner->alive_soon_in > binding->granted_in &&
        owner->alive_in < binding->granted_in) {
        owner->alive_in = owner->alive_soon_in;
        draft.event.triggers |= ON_ALIVE;
    }
    /* The capture may have paused, or the clock was set. */
    draft.capture.is_paused = tracker->before <= binding->expires_at;
    draft.event.time = binding->deadline.at;
    draft.event.binding = binding;
    draft.event.registration = owner;
    draft.event.aor = binding->aor;
    tracker_emit(tracker, &draft);
}

/* A refresh is in progress: its response decides. */
static bool is_awaiting_refresh(const struct tracker *tracker, const struct binding *binding)
{
    const struct registration *owner = binding->owner;

    return owner && owner->attempt.open && owner->attempt.last_status == 0 &&
           owner->attempt.intent != INTENT_FETCH &&
           owner->attempt.first_time < binding->expires_at &&
           binding->deadline.at < binding->expires_at + tracker_timer_f(tracker);
}

/* A client that is always late is not absent before it is later than usual. */
static int64_t absent_from(const struct registration *owner, const struct binding *binding)
{
    enum { USUAL_DIVIDED_BY = 10 };
    int64_t from = binding->expires_at + MAX((int64_t)binding->granted_s * SECOND, ABSENT_FOR);
    int64_t usual =
        owner->late_alike ? owner->late_after + owner->late_after / USUAL_DIVIDED_BY : 0;

    if (registration_tried_once(owner))
        return tried_again_by(owner);
    return MAX(from, binding->granted_at + usual);
}

static void binding_over(struct tracker *tracker, struct binding *binding)
{
    struct registration *owner = binding->owner;
    struct event_draft draft = tracker_event(tracker, NULL, binding->report, ON_EXPIRY);

    if (binding->state == BINDING_EXPIRED) {
        absence_over(tracker, binding);
        return;
    }
    if (is_awaiting_refresh(tracker, binding) && !registration_lacks_response(owner, binding)) {
        deadline_set(tracker->deadlines, &binding->deadline,
                     binding->deadline.at + tracker_timer_f(tracker));
        return;
    }
    bool was_created = binding->state == BINDING_LIVE;
    binding_end(binding, BINDING_EXPIRED, 0, draft.event.time);
    if (!was_created || !binding->report || !owner)
        return;
    if (owner->state == STATE_REGISTERED && !registration_is_bound(owner)) {
        owner->state = STATE_EXPIRED;
        owner->history.state = STATE_EXPIRED;
    }
    tracker_outage_expired(tracker, binding);
    draft.event.time = binding->deadline.at;
    draft.event.binding = binding;
    draft.event.registration = owner;
    draft.event.aor = binding->aor;
    tracker_emit(tracker, &draft);
    if (history_open(&owner->history))
        deadline_set(tracker->deadlines, &binding->deadline,
                     MAX(binding->deadline.at, absent_from(owner, binding)));
}

enum {
    /* Accounts of one phone are late together when it was suspended; with two phones, or this many accounts, the
     * capture itself is the better explanation. */
    PAUSED_FROM = 3
};

/* Clients that all let their bindings expire in a time without a single message: rather was the clock set, or
 * the capture suspended. That is known behind the expiries, and need not be known before: they are Notes, with
 * causes that are guesses, which the next REGISTER of the client refutes. Of a client that never sends one, a guess
 * about the capture would be the worse one, as the others have come back. */
struct pause {
    const struct registration *client; /* the latest one */
    unsigned clients;
    bool is_shared;
};

/* Clients refresh before the last twentieth of their time. */
static int64_t refreshed_by(const struct binding *binding)
{
    enum { LAST_PART = 20 };

    return binding->expires_at - (int64_t)binding->granted_s * SECOND / LAST_PART;
}

/* One whose refresh was due while there were messages has another reason, and so has one that still waits for a
 * response, or was refused. */
static void note_expiry(struct pause *pause, const struct binding *binding, int64_t since)
{
    const struct registration *owner = binding->owner;

    if (!owner || owner == pause->client || !owner->last.has_response || owner->attempt.open ||
        owner->tried_in || binding->state != BINDING_LIVE || since > refreshed_by(binding))
        return;
    pause->is_shared |=
        ++pause->clients >= PAUSED_FROM ||
        (pause->client && !endpoint_equal(&pause->client->last.source, &owner->last.source));
    pause->client = owner;
}

void tracker_advance(struct tracker *tracker, int64_t time)
{
    struct deadline *deadline;
    struct pause pause = {NULL, 0, false};

    /* Packets of two interfaces are slightly out of order; larger steps back mean another clock, by
     * which no deadline has passed. */
    if (tracker->now - time > CLOCK_DISORDER) {
        tracker->clock_was_set = true;
        tracker->clock_back = tracker->now - time;
    }
    if (time > tracker->now || tracker->now - time > CLOCK_DISORDER) {
        tracker->before = tracker->now;
        tracker->now = time;
    }
    while ((deadline = deadlines_next(tracker->deadlines, tracker->now))) {
        switch (deadline->kind) {
        case DEADLINE_TRANSACTION:
            tracker_transaction_over(tracker, deadline->owner);
            break;
        case DEADLINE_FOLLOW_UP:
            follow_up_over(tracker, deadline->owner);
            break;
        case DEADLINE_BINDING:
            note_expiry(&pause, deadline->owner, tracker->before);
            binding_over(tracker, deadline->owner);
            break;
        case DEADLINE_REREGISTRATION:
            tracker_reregistration_over(tracker, deadline->owner);
            break;
        case DEADLINE_REACH:
            tracker_reach_over(tracker, deadline->owner);
            break;
        case DEADLINE_CALL:
            tracker_call_due(tracker, deadline->owner);
            break;
        case DEADLINE_CONNECTION:
            tracker_connection_due(tracker, deadline->owner);
            break;
        case DEADLINE_SUBSCRIPTION:
            tracker_subscription_over(tracker, deadline->owner);
            break;
        default:
            tracker_flow_due(tracker, deadline);
            break;
        }
    }
    tracker->clock_was_set |= pause.is_shared;
}

void tracker_settle(struct tracker *tracker, int64_t time)
{
    tracker_advance(tracker, time);
    tracker_flows_settle(tracker);
    registrations_advance(tracker->registrations, time);
}

bool tracker_watches_traffic(const struct tracker *tracker)
{
    return !flows_is_empty(tracker->flows);
}

void tracker_sees_all(struct tracker *tracker)
{
    tracker->sees_all = true;
}

/* The client knows the password: it was challenged for this request alone, and its credentials were accepted. A
 * callee rings only behind that. */
static void note_authenticated_call(struct tracker *tracker, const struct facts *facts)
{
    struct transaction *transaction;

    if (facts->status < 180 || facts->status >= 300 ||
        !transactions_find_response(tracker->transactions, facts, &transaction) ||
        !transaction->rare->sender)
        return;
    tracker_note_other_response(transaction->rare->sender, facts);
    if (transaction->rare->sender->past->rare->other_refusal.challenged_in)
        registration_rare(transaction->rare->sender)->other_refusal.challenged_in = 0;
    for (unsigned i = 0; i < TRANSACTION_USES_MAX && transaction->uses[i]; i++) {
        const struct nonce_use *use = transaction->uses[i];

        if (use->nonce->by_challenge && !use->nonce->by_register)
            registration_rare(transaction->rare->sender)->authenticated_call =
                (struct authenticated_call){.realm = use->nonce->realm,
                                            .user = use->username,
                                            .frame = facts->packet->frame};
    }
}

/* Other methods issue nonces too. */
static void note_other_nonces(struct tracker *tracker, const struct facts *facts)
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

static void note_response(struct server_record *server, const struct facts *facts)
{
    server->has_responded = true;
    server->heard_at = facts->packet->time;
    server->heard_in = facts->packet->frame;
    server->heard_under = facts->call_id;
    server->heard_by = facts->packet->destination;
    server->heard_from = facts->packet->source;
    server_note_passed_nat(server, &facts->packet->destination, facts->packet->time,
                           facts->packet->frame);
    if (facts->packet->transport == TRANSPORT_UDP)
        server->udp_heard_at = facts->packet->time;
    else
        server->over_stream = (struct heard_over){.to = facts->packet->destination,
                                                  .at = facts->packet->time,
                                                  .frame = facts->packet->frame,
                                                  .transport = facts->packet->transport};
    if (facts->method == METHOD_REGISTER && facts->status >= 200 && facts->status < 300)
        server->accepted = (struct acceptance){.by = facts->packet->source,
                                               .to = facts->packet->destination,
                                               .at = facts->packet->time,
                                               .product = facts_server_product(facts),
                                               .frame = facts->packet->frame};
}

static void note_clock(struct tracker *tracker, uint32_t frame)
{
    if (!tracker->clock_was_set)
        return;
    tracker->capture.clock_in = frame;
    tracker->capture.clock_back = tracker->clock_back;
    tracker->clock_was_set = false;
    tracker->clock_back = 0;
}

bool tracker_take(struct tracker *tracker, const struct facts *facts, struct report *report)
{
    bool is_register = facts->method == METHOD_REGISTER || facts->method == METHOD_UNKNOWN;
    bool is_told;

    tracker_advance(tracker, facts->packet->time);
    note_clock(tracker, facts->packet->frame);
    transactions_forget(tracker->transactions, facts->packet->time);
    if (!tracker->counts.began)
        tracker->counts.began = facts->packet->time;
    report->frame = facts->packet->frame;
    report->status = (uint16_t)facts->status;
    if (facts->packet->kind != PACKET_MESSAGE)
        return tracker_take_icmp(tracker, facts, report);
    tracker_flow_message(tracker, facts->packet);
    if (tracker->has_connections || facts->packet->transport != TRANSPORT_UDP)
        tracker_connection_sip(tracker, facts);
    if (!facts->is_request)
        note_response(servers_get(tracker->servers, &facts->packet->source), facts);
    if (is_register)
        return facts->is_request ? tracker_take_request(tracker, facts, report)
                                 : tracker_take_response(tracker, facts, report);
    if (!facts->is_request) {
        note_authenticated_call(tracker, facts);
        is_told = tracker_take_other_refusal(tracker, facts, report);
        note_other_nonces(tracker, facts);
        tracker_take_other_response(tracker, facts);
        is_told = tracker_reach_response(tracker, facts, report) ||
                  tracker_take_unsent(tracker, facts, report) || is_told;
        return tracker_call_response(tracker, facts, report) || is_told;
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

bool tracker_connection(struct tracker *tracker, const struct packet *packet,
                        enum packet_content content, struct report *report)
{
    tracker_advance(tracker, packet->time);
    report->frame = packet->frame;
    return tracker_take_connection(tracker, packet, content, report);
}
