/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ICMP errors, keep-alives, the end of a connection; and the use of a flow.
 */
#include "tracker/tracker_state.h"

/* RFC 5626 4.4.1: without a pong after 10 s the flow has failed. */
#define PONG_WITHIN (10 * SECOND)
/* RFC 5626 4.4.2, 4.5: a changed mapping is a failed flow. A client whose flows all fail waits 30
 * to 60 s before it registers again. */
#define REGISTER_WITHIN (60 * SECOND)

static void fill_undeliverable(struct report *report, const struct transaction *transaction)
{
    const struct report *request = transaction->request;

    report->step = STEP_UNDELIVERABLE;
    report->request_in = request->frame;
    report->hop = transaction->hop;
    report->attempt = request->attempt;
    report->refresh = request->refresh;
    report->try_number = request->try_number;
    report->intent = request->intent;
    tracker_fill_place(report, transaction->registration);
}

/* RFC 3261 8.1.3.1: this ends the client's transaction. */
static void note_unreachable(const struct transaction *transaction)
{
    if (transaction->registration->last.report == transaction->request)
        transaction->registration->last.unreachable = true;
}

/* RFC 3261 18.4: an ICMP error is not a message, but shows that one did not arrive. */
bool tracker_take_icmp(struct tracker *tracker, const struct facts *facts, struct report *report)
{
    struct transaction *transaction = transactions_find_quoted(tracker->transactions, facts);
    struct event_draft draft = tracker_event(tracker, facts, report, ON_ICMP);

    if (facts->method != METHOD_REGISTER && !(transaction && transaction->request))
        return tracker_reach_icmp(tracker, facts, report);
    report->step = STEP_UNDELIVERABLE;
    report->aor = facts->aor;
    report->status = 0;
    if (transaction && transaction->request) {
        fill_undeliverable(report, transaction);
        draft.delivery.is_first = !transaction->unreachable;
        if (facts->packet->kind == PACKET_ICMP_UNREACHABLE)
            transaction->unreachable = true;
        if (facts->is_request)
            servers_get(tracker->servers, &transaction->server)->is_heard = true;
        if (transaction->registration && transaction->unreachable) {
            note_unreachable(transaction);
            if (facts->is_request)
                tracker_outage_undeliverable(tracker, transaction->registration, transaction,
                                             report, draft.event.time);
        }
        draft.event.transaction = transaction;
        draft.event.registration = transaction->registration;
    }
    tracker_emit(tracker, &draft);
    return true;
}

static bool is_from_client(const struct flow *flow, const struct packet *packet)
{
    return endpoint_equal(&flow->client, &packet->source);
}

static void note_activity(struct flow *flow, const struct packet *packet)
{
    struct keepalive *keepalive = flow->keepalive;

    flow->last_time = MAX(flow->last_time, packet->time);
    if (!keepalive)
        return;
    if (is_from_client(flow, packet)) {
        keepalive->client_time = MAX(keepalive->client_time, packet->time);
        keepalive->client_frame = packet->frame;
        return;
    }
    /* Any packet shows that the flow works, as a pong would. */
    keepalive->server_time = MAX(keepalive->server_time, packet->time);
    keepalive->ping_in = 0;
    keepalive->pongs_missing = 0;
    deadline_cancel(&keepalive->pong);
}

void tracker_flow_message(struct tracker *tracker, const struct packet *packet)
{
    struct flow *flow;

    if (flows_is_empty(tracker->flows))
        return;
    flow = flows_find(tracker->flows, &packet->source, &packet->destination);
    if (!flow)
        return;
    note_activity(flow, packet);
    flow_note_analysis(flow, packet, true);
}

static void note_mapping(struct tracker *tracker, struct flow *flow, const struct traffic *traffic)
{
    const struct packet *packet = traffic->packet;
    struct keepalive *keepalive;

    if (traffic->mapped.family == ENDPOINT_NONE || is_from_client(flow, packet))
        return;
    keepalive = flow_keepalive(flow);
    if (endpoint_equal(&keepalive->mapped, &traffic->mapped))
        return;
    if (keepalive->mapped.family != ENDPOINT_NONE && !keepalive->changed_in) {
        keepalive->mapped_before = keepalive->mapped;
        keepalive->changed_in = packet->frame;
        deadline_set(tracker->deadlines, &keepalive->mapping, packet->time + REGISTER_WITHIN);
    }
    keepalive->mapped = traffic->mapped;
    keepalive->mapped_in = packet->frame;
}

static void take_keepalive(struct tracker *tracker, struct flow *flow,
                           const struct traffic *traffic, struct report *report)
{
    const struct packet *packet = traffic->packet;
    struct keepalive *keepalive = flow->keepalive;
    struct event_draft draft = tracker_flow_event(tracker, flow, report, ON_KEEPALIVE);

    note_activity(flow, packet);
    /* ... and what it responds to, even where the capture lacks that. */
    if (keepalive && !is_from_client(flow, packet) &&
        (traffic->kind == TRAFFIC_STUN_RESPONSE || traffic->kind == TRAFFIC_PONG))
        keepalive->client_time = MAX(keepalive->client_time, packet->time);
    if (traffic->kind == TRAFFIC_STUN_RESPONSE)
        note_mapping(tracker, flow, traffic);
    if (!is_from_client(flow, packet))
        return;
    if (traffic->kind == TRAFFIC_PING && flow->is_connection && keepalive && !keepalive->pong.in &&
        (keepalive->outbound || keepalive->interval_s)) {
        keepalive->ping_in = packet->frame;
        deadline_set(tracker->deadlines, &keepalive->pong, packet->time + PONG_WITHIN);
    }
    if (traffic->kind == TRAFFIC_OTHER || !flow->report || packet->time > flow->expires_at)
        return;
    if (traffic->kind == TRAFFIC_PING || traffic->kind == TRAFFIC_PONG)
        flow->crlfs++;
    else if (keepalive && keepalive->dropped_in)
        keepalive->dropped_uses++;
    report->kind = REPORT_KEEPALIVE;
    tracker_fill_place(report, flow->registration);
    draft.event.traffic = traffic;
    draft.event.time = packet->time;
    tracker_emit(tracker, &draft);
}

/* RFC 3261 18.4. A client that closes its own direction can still get the response. */
static void take_loss(struct tracker *tracker, struct flow *flow, const struct traffic *traffic,
                      struct report *report)
{
    const struct packet *packet = traffic->packet;
    struct transaction *waiting = transactions_find_waiting(
        tracker->transactions, flow->call_id, flow->cseq, &flow->client, &flow->server);
    struct event_draft draft = tracker_flow_event(tracker, flow, report, ON_LOSS);

    if (flow->lost_in)
        return;
    flow_rest(flow);
    if (traffic->kind == TRAFFIC_CLOSED && flow->closed_by)
        return; /* the server follows */
    if (traffic->kind == TRAFFIC_CLOSED && is_from_client(flow, packet)) {
        flow->closed_by = packet->frame;
        flow->closed_at = packet->time;
        return;
    }
    flow->lost_in = packet->frame;
    flow->lost_at = packet->time;
    flow->lost_by_client = is_from_client(flow, packet);
    if (waiting && packet->time - waiting->first_time < tracker_timer_f(tracker)) {
        fill_undeliverable(report, waiting);
        if (waiting->registration) {
            note_unreachable(waiting);
            tracker_outage_undeliverable(tracker, waiting->registration, waiting, report,
                                         packet->time);
        }
        draft.event.transaction = waiting;
    } else if (tracker_reach_lost(tracker, flow, report) || traffic->kind != TRAFFIC_REFUSED) {
        return;
    }
    report->step = STEP_UNDELIVERABLE;
    tracker_fill_place(report, flow->registration);
    draft.event.traffic = traffic;
    draft.event.time = packet->time;
    tracker_emit(tracker, &draft);
}

void tracker_traffic(struct tracker *tracker, const struct traffic *traffic, struct report *report)
{
    const struct packet *packet = traffic->packet;
    bool is_refused = traffic->kind == TRAFFIC_REFUSED;
    struct flow *flow;

    tracker_advance(tracker, packet->time);
    report->frame = packet->frame;
    flow = is_refused ? flows_find_pair(tracker->flows, &packet->destination, &packet->source)
                      : flows_find(tracker->flows, &packet->source, &packet->destination);
    if (!flow || flow->is_connection == (packet->transport == TRANSPORT_UDP))
        return;
    if (flow->is_of_contact) {
        flow->lost_in = packet->frame;
        flow->lost_at = packet->time;
        return;
    }
    flow_note_analysis(flow, packet,
                       traffic->kind == TRAFFIC_PING || traffic->kind == TRAFFIC_PONG);
    if (flow->is_connection && traffic->kind == TRAFFIC_OTHER && packet->text.n == 0)
        return; /* an acknowledgement: the machine is there, the program may not be */
    if (flow->is_connection && !is_from_client(flow, packet))
        servers_get(tracker->servers, &packet->source)->is_heard = true;
    if (is_refused || traffic->kind == TRAFFIC_RESET || traffic->kind == TRAFFIC_CLOSED)
        take_loss(tracker, flow, traffic, report);
    else
        take_keepalive(tracker, flow, traffic, report);
}
