/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ICMP errors, keep-alives, the end of a connection; and the use of a flow.
 */
#include "base/elapsed.h"
#include "tracker/tracker_state.h"

/* RFC 5626 4.4.1: without a pong after 10 s the flow has failed. */
#define PONG_WITHIN (10 * SECOND)
/* RFC 5626 4.4.2, 4.5: a changed mapping is a failed flow. A client whose flows all fail waits 30
 * to 60 s before it registers again. */
#define REGISTER_WITHIN (60 * SECOND)

/* Nobody sets an idle timeout below this. */
#define IDLE_FROM (5 * SECOND)
/* Nor does anybody forget a connection sooner. */
#define FORGOTTEN_FROM (30 * SECOND)
/* Clients that one failover concerns use their connections within this: they send keep-alives. */
#define FORGOTTEN_WITHIN (600 * SECOND)

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

/* A router or a server that is not there would have reported the first transmission, too. */
static void note_unreachable_again(const struct transaction *transaction)
{
    struct last_request *last = &transaction->registration->last;

    last->unreachable_again = last->unreachable && last->report == transaction->request &&
                              transaction->retransmissions > 0;
}

static void note_heard(struct tracker *tracker, const struct endpoint *server,
                       const struct packet *packet, enum heard_kind kind)
{
    struct server_record *record = servers_get(tracker->servers, server);

    record->is_heard = true;
    record->other = (struct heard_packet){packet->frame, packet->source, packet->destination,
                                          packet->time, (uint8_t)kind};
}

/* The machine is there, the program may not be. */
static void note_acknowledged(struct tracker *tracker, const struct packet *packet)
{
    struct server_record *record = servers_get(tracker->servers, &packet->source);

    if (!record->other.in || record->other.kind == HEARD_ACK)
        record->other = (struct heard_packet){packet->frame, packet->source, packet->destination,
                                              packet->time, HEARD_ACK};
}

/* RFC 792; RFC 4443 3.2, 3.3. */
static enum heard_kind heard_by_icmp(const struct packet *packet)
{
    bool is_v6 = packet->icmp_v6;

    if (packet->kind == PACKET_ICMP_UNREACHABLE)
        return HEARD_UNREACHABLE;
    if (packet->icmp_type == (is_v6 ? 3 : 11))
        return packet->icmp_code == 0 ? HEARD_EXPIRED : HEARD_FRAGMENT;
    return (is_v6 ? packet->icmp_type == 2 : packet->icmp_type == 3 && packet->icmp_code == 4)
               ? HEARD_TOO_BIG
               : HEARD_ERROR;
}

/* RFC 792, RFC 4443: the host is there, and nothing listens on the port. */
static void note_closed(struct tracker *tracker, const struct facts *facts)
{
    const struct packet *packet = facts->packet;
    bool is_of_port = packet->icmp_v6 ? packet->icmp_type == 1 && packet->icmp_code == 4
                                      : packet->icmp_type == 3 && packet->icmp_code == 3;
    struct server_record *record;

    if (!facts->is_request || !is_of_port)
        return;
    record = servers_get(tracker->servers, &packet->source);
    record->closed_in = packet->frame;
    record->closed_at = packet->time;
}

/* RFC 3261 18.4: an ICMP error is not a message, but shows that one did not arrive. */
bool tracker_take_icmp(struct tracker *tracker, const struct facts *facts, struct report *report)
{
    struct transaction *transaction = transactions_find_quoted(tracker->transactions, facts);
    struct event_draft draft = tracker_event(tracker, facts, report, ON_ICMP);

    note_closed(tracker, facts);
    tracker_call_icmp(tracker, facts);
    if (facts->method != METHOD_REGISTER && !(transaction && transaction->request))
        return tracker_reach_icmp(tracker, facts, report);
    report->step = STEP_UNDELIVERABLE;
    tracker_fill_aor(tracker, report, facts->aor);
    report->status = 0;
    if (transaction && transaction->request) {
        fill_undeliverable(report, transaction);
        draft.delivery.is_first = !transaction->unreachable;
        if (facts->packet->kind == PACKET_ICMP_UNREACHABLE)
            transaction->unreachable = true;
        if (facts->is_request) {
            note_heard(tracker, &transaction->server, facts->packet, heard_by_icmp(facts->packet));
            draft.event.server = servers_get(tracker->servers, &transaction->server);
        }
        if (transaction->registration && transaction->unreachable) {
            note_unreachable(transaction);
            if (draft.delivery.is_first && facts->is_request)
                note_unreachable_again(transaction);
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

/* Whoever ends idle connections would have ended this one by now. */
static void note_pause(struct flow *flow, int64_t pause)
{
    const struct idle_losses *losses = &flow->registration->aor->rare->idle_losses;

    flow->before_at = flow->last_time;
    if (flow->is_connection && losses->count && elapsed_is_longer(pause, losses->idle))
        aor_rare(flow->registration->aor)->idle_losses.count = 0;
}

/* The server sends on it, at once or in response: so long it lasts without a packet. */
static void note_survived(struct flow *flow, int64_t time)
{
    int64_t pause = time - flow->last_time;
    const struct idle_losses *resets = &flow->registration->aor->rare->idle_resets;

    if (flow->before_at && pause <= SECOND)
        pause = flow->last_time - flow->before_at;
    if (!flow->last_time)
        return;
    flow->survived = MAX(flow->survived, pause);
    if (resets->count && pause >= resets->idle)
        aor_rare(flow->registration->aor)->idle_resets.count = 0;
}

/* How long nothing had been sent on it. What ends a session precedes the end of the connection: an alert of TLS, a
 * Close of WebSocket. */
static int64_t idle_before(const struct flow *flow, int64_t time)
{
    int64_t idle = time - flow->last_time;

    return idle > SECOND || !flow->before_at ? idle : time - flow->before_at;
}

static void push_frame(struct idle_losses *losses, uint32_t frame)
{
    losses->frames[0] = losses->frames[1];
    losses->frames[1] = losses->frames[2];
    losses->frames[2] = frame;
}

/* The other side ended a connection that bound a client. */
static void note_idle_loss(struct flow *flow, const struct packet *packet)
{
    struct idle_losses *losses = &aor_rare(flow->registration->aor)->idle_losses;
    int64_t idle = idle_before(flow, packet->time);
    int64_t tolerance = MAX(SECOND, losses->idle / 50);

    losses->survived = MAX(losses->survived, flow->survived);
    if (ABS(idle - losses->idle) > tolerance || idle < IDLE_FROM)
        *losses = (struct idle_losses){.survived = losses->survived};
    losses->idle = idle;
    losses->at = packet->time;
    losses->count += idle >= IDLE_FROM && !elapsed_is_longer(losses->survived, idle);
    push_frame(losses, packet->frame);
}

/* A restart of the server concerns others, too. */
static void note_idle_reset(struct flow *flow, const struct packet *packet)
{
    struct idle_losses *resets = &aor_rare(flow->registration->aor)->idle_resets;
    int64_t idle = flow->before_at ? flow->last_time - flow->before_at : 0;

    if (idle < FORGOTTEN_FROM || flow->forgotten_too || flow->survived >= idle) {
        resets->count = 0;
        return;
    }
    resets->idle = resets->count ? MIN(resets->idle, idle) : idle;
    resets->at = packet->time;
    resets->count++;
    push_frame(resets, packet->frame);
}

/* RFC 793 3.4: a host resets a connection that it does not know, once a segment arrives on it. */
static void note_forgotten(struct tracker *tracker, struct flow *flow, const struct packet *packet)
{
    struct forgotten_connection *before = &servers_get(tracker->servers, &flow->server)->forgotten;

    flow->was_forgotten = true;
    flow->forgotten_too = before->in && packet->time - before->at < FORGOTTEN_WITHIN &&
                                  !endpoint_same_ip(&before->client, &flow->client)
                              ? before->in
                              : 0;
    *before = (struct forgotten_connection){flow->client, packet->frame, packet->time};
}

/* By the server, or a device on the path. */
static void note_ended(struct tracker *tracker, struct flow *flow, const struct traffic *traffic)
{
    const struct packet *packet = traffic->packet;

    if (!flow->report || traffic->kind == TRAFFIC_REFUSED || is_from_client(flow, packet))
        return;
    if (traffic->kind == TRAFFIC_RESET && packet->time - flow->client_at <= SECOND) {
        note_forgotten(tracker, flow, packet);
        note_idle_reset(flow, packet);
    } else {
        note_idle_loss(flow, packet);
    }
}

static void note_activity(struct tracker *tracker, struct flow *flow, const struct packet *packet)
{
    struct keepalive *keepalive = flow->keepalive;

    if (flow->is_silent)
        tracker_flow_speaks(tracker, flow, packet->time);

    if (flow->is_connection && !is_from_client(flow, packet))
        note_survived(flow, packet->time);
    if (flow->last_time && packet->time - flow->last_time > SECOND)
        note_pause(flow, packet->time - flow->last_time);
    flow->last_time = MAX(flow->last_time, packet->time);
    if (is_from_client(flow, packet)) {
        flow->client_at = packet->time;
        if (flow->is_connection && flow->registration) {
            flow->registration->connected_at = packet->time;
            flow->registration->connected_in = packet->frame;
        }
    }
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
    flow_note_acknowledgement(flow, packet, false);
    note_activity(tracker, flow, packet);
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

/* Whoever keeps a mapping open is running. Phones also do that with a few bytes that mean nothing. */
static bool is_sign_of_life(const struct traffic *traffic)
{
    enum { FILLER_MAX = 4 };
    const struct packet *packet = traffic->packet;

    return traffic->kind != TRAFFIC_OTHER ||
           (packet->transport == TRANSPORT_UDP && packet->text.n <= FILLER_MAX);
}

static void take_keepalive(struct tracker *tracker, struct flow *flow,
                           const struct traffic *traffic, struct report *report)
{
    const struct packet *packet = traffic->packet;
    struct keepalive *keepalive = flow->keepalive;
    struct event_draft draft = tracker_flow_event(tracker, flow, report, ON_KEEPALIVE);

    note_activity(tracker, flow, packet);
    /* ... and what it responds to, even where the capture lacks that. */
    if (keepalive && !is_from_client(flow, packet) &&
        (traffic->kind == TRAFFIC_STUN_RESPONSE || traffic->kind == TRAFFIC_PONG))
        keepalive->client_time = MAX(keepalive->client_time, packet->time);
    if (traffic->kind == TRAFFIC_STUN_RESPONSE)
        note_mapping(tracker, flow, traffic);
    if (!is_from_client(flow, packet))
        return;
    if (tracker->has_expired && is_sign_of_life(traffic))
        tracker_note_alive(
            tracker, tracker_find_alone_at(tracker, &packet->source, flow->registration), packet);
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

    if (traffic->kind == TRAFFIC_REFUSED)
        registration_past(flow->registration)->refused_at = packet->time;
    if (flow->lost_in)
        return;
    flow_rest(flow);
    if (traffic->kind == TRAFFIC_CLOSED && flow->closed_by)
        return; /* the server follows */
    if (traffic->kind == TRAFFIC_CLOSED && is_from_client(flow, packet)) {
        flow->closed_by = packet->frame;
        flow->registration->closed_in = packet->frame;
        flow->closed_at = packet->time;
        return;
    }
    note_ended(tracker, flow, traffic);
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
    } else if (tracker_reach_lost(tracker, flow, traffic, report) ||
               traffic->kind != TRAFFIC_REFUSED) {
        return;
    }
    report->step = STEP_UNDELIVERABLE;
    tracker_fill_place(report, flow->registration);
    draft.event.traffic = traffic;
    draft.event.time = packet->time;
    tracker_emit(tracker, &draft);
}

static bool is_keepalive(const struct traffic *traffic)
{
    return traffic->kind == TRAFFIC_PING || traffic->kind == TRAFFIC_PONG ||
           traffic->kind == TRAFFIC_STUN_REQUEST;
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
    if (!flow && packet->transport == TRANSPORT_UDP && is_keepalive(traffic))
        tracker_note_stray(tracker, packet);
    if (!flow || flow->is_connection == (packet->transport == TRANSPORT_UDP))
        return;
    if (flow->is_of_contact) {
        flow->lost_in = packet->frame;
        flow->lost_at = packet->time;
        if (is_refused)
            tracker_take_unopened(tracker, flow, report);
        return;
    }
    flow_note_acknowledgement(flow, packet, traffic->kind == TRAFFIC_OTHER);
    flow_note_analysis(flow, packet,
                       traffic->kind == TRAFFIC_PING || traffic->kind == TRAFFIC_PONG);
    if (flow->is_connection && traffic->kind == TRAFFIC_OTHER && packet->text.n == 0) {
        if (!is_from_client(flow, packet))
            note_acknowledged(tracker, packet);
        return;
    }
    if (flow->is_connection && !is_from_client(flow, packet))
        note_heard(tracker, &packet->source, packet,
                   packet->tcp == PACKET_TCP_NONE ? HEARD_SEGMENT : HEARD_END);
    if (is_refused || traffic->kind == TRAFFIC_RESET || traffic->kind == TRAFFIC_CLOSED)
        take_loss(tracker, flow, traffic, report);
    else
        take_keepalive(tracker, flow, traffic, report);
}
