/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Requests of methods other than REGISTER: they use the nonces of registrations, and are sent by or
 * to registering agents.
 */
#include "tracker/tracker_state.h"

#include "state/outage.h"

/* The binding that the Request-URI names: a proxy copies the Contact into it (RFC 3261 16.5,
 * 16.6). */
static const struct binding *find_target(const struct tracker *tracker, const struct facts *facts)
{
    const struct aor *aor =
        facts->request_uri ? aors_find_by_contact(tracker->aors, facts->request_uri) : NULL;

    return aor ? aor_find_binding(aor, NULL, facts->request_uri, NULL, 0) : NULL;
}

static const struct registration *find_sender(const struct tracker *tracker,
                                              const struct facts *facts)
{
    const struct aor *aor = facts->from_aor ? aors_find(tracker->aors, facts->from_aor) : NULL;

    return aor ? registrations_find_sender(aor, &facts->packet->source) : NULL;
}

/* Finds the agents that sent it and that it is for. Only its first hop identifies the sender; the
 * target shows on the last. True: whether it reaches that is watched. */
static bool find_agents(struct tracker *tracker, struct event_draft *draft, bool is_first_hop)
{
    bool is_watched;

    if (draft->event.facts->has_to_tag)
        return false;
    draft->event.target = find_target(tracker, draft->event.facts);
    if (draft->event.target) {
        tracker_note_target(tracker, draft->event.target, &draft->event.facts->packet->source);
        tracker_note_call(draft->event.target, draft->event.facts);
    }
    is_watched = tracker_reach_request(tracker, draft->event.facts, draft->event.target);
    if (draft->event.facts->is_forwarded && !draft->event.target)
        tracker_reach_settle(tracker, draft->event.facts->call_id);
    if (is_first_hop)
        draft->event.registration = find_sender(tracker, draft->event.facts);
    if (draft->event.target || draft->event.registration)
        draft->event.triggers |= ON_OTHER_REQUEST;
    if (draft->event.registration)
        draft->event.aor = draft->event.registration->aor;
    else if (draft->event.target)
        draft->event.aor = draft->event.target->aor;
    return is_watched;
}

/* What has expired last of a client that is out for that reason; NULL: nothing. */
static struct binding *find_expired(const struct registration *registration)
{
    const struct outage *outage = history_open(&registration->history);
    struct binding *expired = NULL;

    if (!outage || outage->kind != OUTAGE_EXPIRED)
        return NULL;
    for (struct binding *each = registration->aor->bindings; each; each = each->next) {
        if (each->owner == registration && each->state == BINDING_EXPIRED && each->report &&
            (!expired || each->expires_at > expired->expires_at))
            expired = each;
    }
    return expired;
}

void tracker_note_alive(struct tracker *tracker, const struct registration *sender,
                        const struct packet *packet)
{
    struct binding *expired = sender ? find_expired(sender) : NULL;
    struct event_draft draft;

    /* On one host its address does not tell the two apart. */
    if (!expired || endpoint_same_ip(&packet->source, &packet->destination) ||
        sender->alive_in > expired->granted_in)
        return;
    if (packet->time - expired->expires_at < tracker_timer_f(tracker)) {
        expired->owner->alive_soon_in = packet->frame;
        return;
    }
    draft = tracker_event(tracker, NULL, expired->report, ON_ALIVE);
    expired->owner->alive_in = packet->frame;
    draft.event.binding = expired;
    draft.event.registration = expired->owner;
    draft.event.aor = expired->aor;
    tracker_emit(tracker, &draft);
}

/* A second challenge in a row, to credentials or not. */
static bool refuses_challenged(const struct transaction *transaction, const struct facts *facts,
                               struct other_refusal *refusal)
{
    bool was_challenged = refusal->challenged_in > 0;

    refusal->challenged_in = transaction->has_credentials ? 0 : facts->packet->frame;
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (facts->challenges[i].stale)
            return false;
    }
    return transaction->has_credentials || was_challenged;
}

/* A callee may refuse a call or a message, and a service may require another form of the request. */
static bool refuses_service(const char *method, unsigned status)
{
    bool is_service = g_strcmp0(method, "SUBSCRIBE") == 0 || g_strcmp0(method, "PUBLISH") == 0;

    if (!is_service)
        return status == 403;
    return status >= 400 && status != 408 && status != 412 && status != 423 && status != 481;
}

/* Where the server that the client registers at responds to something else, and not to the REGISTER. */
void tracker_note_other_response(struct registration *sender, const struct facts *facts)
{
    if ((sender->last.has_response && !sender->last.is_relayed) ||
        !endpoint_same_ip(&facts->packet->source, &sender->last.destination))
        return;
    registration_rare(sender)->other_response =
        (struct other_response){.from = facts->packet->source,
                                .method = facts->method_name,
                                .time = facts->packet->time,
                                .frame = facts->packet->frame,
                                .transport = (uint8_t)facts->packet->transport};
}

static void note_refusal(struct transaction *transaction, const struct facts *facts)
{
    struct other_refusal *refusal = &registration_rare(transaction->rare->sender)->other_refusal;

    if (facts->status != 401 && facts->status != 407) {
        refusal->challenged_in = 0;
        if (!refuses_service(facts->method_name, facts->status))
            return;
    } else if (!refuses_challenged(transaction, facts, refusal)) {
        return;
    }
    refusal->method = facts->method_name;
    refusal->time = facts->packet->time;
    refusal->frame = facts->packet->frame;
    refusal->status = (uint16_t)facts->status;
}

static bool take_refused_heartbeat(struct tracker *tracker, struct registration *sender,
                                   const struct facts *facts, struct report *report)
{
    struct event_draft draft = tracker_event(tracker, facts, report, ON_HEARTBEAT_REFUSED);

    draft.event.registration = sender;
    draft.event.aor = sender->aor;
    report->kind = REPORT_OTHER_REQUEST;
    tracker_fill_place(report, sender);
    tracker_emit(tracker, &draft);
    return report->findings != NULL;
}

bool tracker_take_other_refusal(struct tracker *tracker, const struct facts *facts,
                                struct report *report)
{
    struct transaction *transaction;

    if (facts->status < 300 ||
        !transactions_find_response(tracker->transactions, facts, &transaction) ||
        !transaction->rare->sender)
        return false;
    tracker_note_other_response(transaction->rare->sender, facts);
    if (transaction->is_removal || transaction->status)
        return false;
    transaction->status = (uint16_t)facts->status;
    note_refusal(transaction, facts);
    return transaction->rare->is_heartbeat && facts->status != 401 && facts->status != 407 &&
           take_refused_heartbeat(tracker, transaction->rare->sender, facts, report);
}

const struct registration *tracker_find_alone_at(const struct tracker *tracker,
                                                 const struct endpoint *place,
                                                 const struct registration *known)
{
    enum { SEARCHED_MAX = 8 };
    const struct source *source = sources_find(tracker->sources, place);
    const struct registration *each = source ? source_latest_client(source) : NULL;
    const struct registration *found = known;

    for (unsigned i = 0; each && i < SEARCHED_MAX; i++, each = each->neighbour) {
        if (!endpoint_equal(&each->last.source, place))
            continue;
        if (found && found->aor != each->aor)
            return NULL;
        found = found ? found : each;
    }
    return found;
}

/* By the AOR in its To, by the connection that it registered on, or by the place that it registered from. */
void tracker_take_other_response(struct tracker *tracker, const struct facts *facts)
{
    const struct packet *packet = facts->packet;
    const struct aor *aor = facts->aor ? aors_find(tracker->aors, facts->aor) : NULL;
    const struct registration *sender =
        aor ? registrations_find_sender(aor, &packet->source) : NULL;
    const struct flow *flow = flows_find(tracker->flows, &packet->source, &packet->destination);
    const struct registration *last =
        flow && endpoint_equal(&flow->client, &packet->source) ? flow->registration : NULL;

    if (!sender && tracker->has_expired && (last || facts->status < 300))
        sender = tracker_find_alone_at(tracker, &packet->source, last);
    tracker_note_alive(tracker, sender, packet);
}

/* RFC 7616 3.4: nc counts the requests of every method. They are reported only where the nonce
 * belongs to a registration. */
static bool use_nonces(struct tracker *tracker, struct event_draft *draft,
                       struct transaction *transaction)
{
    bool of_registration = false;

    tracker_use_nonces(tracker, draft, transaction, NULL);
    for (unsigned i = 0; i < draft->credentials.count; i++)
        of_registration |= draft->credentials.checks[i].nonce->by_register;
    return of_registration;
}

static void note_sender(struct tracker *tracker, struct transaction *transaction,
                        const struct event_draft *draft)
{
    struct transaction_rare *rare = transactions_rare(tracker->transactions, transaction);

    rare->sender = (struct registration *)draft->event.registration;
    rare->is_heartbeat = draft->event.facts->is_heartbeat;
}

bool tracker_take_other(struct tracker *tracker, const struct facts *facts, struct report *report)
{
    struct event_draft draft = tracker_event(tracker, facts, report, 0);
    bool has_credentials = facts->credentials_count > 0, of_registration = false;
    bool is_watched, is_call;
    struct transaction *known, *transaction;
    enum transaction_relation relation;

    if (facts->is_reg_event)
        tracker_note_subscriber(tracker, &facts->packet->source);
    if (!facts->call_id)
        return false;
    relation = transactions_find_request(tracker->transactions, facts, &known);
    if (relation == TRANSACTION_RETRANSMISSION)
        tracker_reach_again(tracker, facts);
    if (relation != TRANSACTION_NEW && relation != TRANSACTION_HOP) {
        tracker_call_again(tracker, facts);
        return false;
    }
    if (relation == TRANSACTION_NEW && g_strcmp0(facts->method_name, "OPTIONS") == 0 &&
        facts->packet->transport == TRANSPORT_UDP)
        tracker_note_stray(tracker, facts->packet);
    is_watched = find_agents(tracker, &draft, relation == TRANSACTION_NEW);
    is_call = tracker_call_request(tracker, facts, draft.event.target, report);
    if (is_call)
        report->kind = REPORT_OTHER_REQUEST;
    tracker_note_alive(tracker, draft.event.registration, facts->packet);
    if (!draft.event.triggers && !has_credentials && !is_watched)
        return is_call;
    transaction =
        transactions_add(tracker->transactions, facts, relation == TRANSACTION_NEW ? NULL : known);
    if (draft.event.registration)
        note_sender(tracker, transaction, &draft);
    transaction->is_removal = facts->ends_service;
    if (has_credentials && relation == TRANSACTION_NEW)
        of_registration = use_nonces(tracker, &draft, transaction);
    if (!of_registration && !(draft.event.triggers & ON_OTHER_REQUEST))
        return is_call;
    report->kind = REPORT_OTHER_REQUEST;
    if (draft.event.aor && !is_call)
        tracker_fill_aor(tracker, report, draft.event.aor->name);
    tracker_emit(tracker, &draft);
    return of_registration || report->findings || is_call;
}
