/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The flows of registrations: which are watched, and their deadlines.
 */
#include "tracker/tracker_state.h"
#include "tracker/tracker_way.h"

static int64_t nat_timeout(const struct tracker *tracker)
{
    return (int64_t)tracker->settings.nat_timeout_s * SECOND;
}

static bool is_connection(uint8_t transport)
{
    return transport != TRANSPORT_UDP && transport != TRANSPORT_OTHER &&
           transport != TRANSPORT_SCTP;
}

struct event_draft tracker_flow_event(struct tracker *tracker, const struct flow *flow,
                                      struct report *report, unsigned triggers)
{
    struct event_draft draft = tracker_event(tracker, NULL, report, triggers);

    draft.event.flow = flow;
    draft.event.registration = flow->registration;
    draft.event.aor = flow->registration->aor;
    return draft;
}

/* --- Watched flows */

void tracker_note_connection(struct tracker *tracker, const struct transaction *transaction,
                             struct registration *registration)
{
    struct flow *flow;

    if (!is_connection(transaction->transport))
        return;
    flow = flows_get_pair(tracker->flows, &transaction->client, &transaction->server);
    flow->registration = registration;
    flow->is_connection = true;
    flow->is_of_contact = false;
    flow->lost_in = 0;

    flow = flows_get(tracker->flows, &transaction->client, &transaction->server);
    flow->registration = registration;
    flow->is_connection = true;
    flow->call_id = transaction->call_id;
    flow->cseq = transaction->cseq;
    flow->client_at = transaction->first_time;
    flow->was_forgotten = false;
    if (flow->lost_in || flow->closed_by) { /* another one between the same ports */
        memset(flow->holes, 0, sizeof(flow->holes));
        memset(&flow->unacknowledged, 0, sizeof(flow->unacknowledged));
        flow->last_time = flow->before_at = 0;
    }
    flow->lost_in = 0;
    flow->closed_by = 0;
}

const struct flow *tracker_lost_connection(const struct tracker *tracker,
                                           const struct transaction *transaction)
{
    const struct flow *flow;

    if (!is_connection(transaction->transport))
        return NULL;
    flow = flows_find(tracker->flows, &transaction->client, &transaction->server);
    return flow && flow->lost_in && flow->lost_at >= transaction->first_time ? flow : NULL;
}

/* RFC 5626 5.4, RFC 6223 4.3: how often the client has to send from now on. Inside TLS that cannot
 * be seen. Behind the client's proxy the flow is another one: outbound is negotiated where there is
 * one Via, keep on the hop of the top one. */
static void agree(struct tracker *tracker, struct flow *flow, const struct event_draft *draft,
                  const struct transaction *transaction)
{
    const struct facts *facts = draft->event.facts;
    bool is_open =
        transaction->transport == TRANSPORT_UDP || transaction->transport == TRANSPORT_TCP;
    bool has_keep = facts->via.has_keep && facts->via.keep_has_value;
    bool has_outbound = facts->requires_outbound && facts->via_count == 1;
    struct keepalive *keepalive = flow->keepalive;

    if (!keepalive && (!is_open || !(has_outbound || has_keep)))
        return;
    keepalive = flow_keepalive(flow);
    keepalive->interval_s = has_keep ? facts->via.keep_s : 0;
    keepalive->by_via = keepalive->interval_s > 0;
    if (!keepalive->by_via && has_outbound && facts->has_flow_timer)
        keepalive->interval_s = facts->flow_timer_s;
    keepalive->outbound = has_outbound;
    keepalive->gap_reported = false;
    if (has_keep) {
        keepalive->keep_in = facts->packet->frame;
        keepalive->dropped_in = 0;
    } else if (keepalive->keep_in && !facts->via.has_keep && !keepalive->dropped_in) {
        keepalive->dropped_in = transaction->request->frame;
        keepalive->dropped_uses = 0;
    }
    keepalive->client_time = transaction->first_time;
    keepalive->client_frame = transaction->request->frame;
    keepalive->server_time = draft->event.time;
    deadline_cancel(&keepalive->gap);
    if (keepalive->interval_s)
        deadline_set(tracker->deadlines, &keepalive->gap,
                     keepalive->client_time + (int64_t)keepalive->interval_s * SECOND +
                         tracker_slack(tracker));
}

void tracker_watch_flow(struct tracker *tracker, const struct event_draft *draft,
                        struct registration *registration, const struct transaction *transaction)
{
    const struct facts *facts = draft->event.facts;
    const struct report *report = draft->report;
    int64_t expires_at = 0;
    struct flow *flow;
    bool through_nat;

    if (registration->flow && registration->flow->registration == registration) {
        if (registration->flow->is_silent)
            tracker_flow_speaks(tracker, registration->flow, transaction->first_time);
        flow_rest(registration->flow);
    }
    registration->flow = NULL;
    for (unsigned i = 0; i < report->contact_count; i++) {
        if (report->contacts[i].has_grant)
            expires_at = MAX(expires_at, report->contacts[i].expires_at);
    }
    through_nat = facts_show_nat(facts, true) && transaction->transport == TRANSPORT_UDP &&
                  expires_at > draft->event.time + nat_timeout(tracker);
    flow = flows_find(tracker->flows, &transaction->client, &transaction->server);
    if (flow && !endpoint_equal(&flow->client, &transaction->client))
        flow = NULL; /* the two register with each other: this is the opposite direction */
    if (expires_at <= draft->event.time ||
        !(through_nat || facts->requires_outbound || facts->via.has_keep || flow))
        return;
    if (!flow)
        flow = flows_get(tracker->flows, &transaction->client, &transaction->server);
    flow_rest(flow);
    flow->registration = registration;
    flow->is_connection = is_connection(transaction->transport);
    flow->report = draft->report;
    flow->last_time = draft->event.time;
    flow->expires_at = expires_at;
    flow->granted_s = (uint32_t)((expires_at - draft->event.time) / SECOND);
    flow->silence = 0;
    if (flow->strays)
        flow->strays->count = 0;
    registration->flow = flow;
    agree(tracker, flow, draft, transaction);
    if (through_nat && !(flow->keepalive && flow->keepalive->interval_s))
        deadline_set(tracker->deadlines, &flow->deadline, draft->event.time + nat_timeout(tracker));
}

void tracker_flow_registers(struct registration *registration)
{
    if (!registration->flow || !registration->flow->keepalive)
        return;
    registration->flow->keepalive->changed_in = 0;
    deadline_cancel(&registration->flow->keepalive->mapping);
}

enum {
    /* Clients at one place that are looked at. */
    PLACE_CLIENTS_MAX = 8
};

static bool keeps_flow(const struct tracker *tracker, const struct endpoint *place)
{
    const struct registration *client = tracker_way_latest_at(tracker, place);

    for (unsigned i = 0; client && i < PLACE_CLIENTS_MAX; i++, client = client->neighbour) {
        if (client->flow && endpoint_equal(&client->flow->client, place))
            return true;
    }
    return false;
}

bool tracker_watches(const struct tracker *tracker, const struct endpoint *source,
                     const struct endpoint *destination)
{
    return flows_find(tracker->flows, source, destination) ||
           flows_find_pair(tracker->flows, destination, source) ||
           (flows_have_client_port(tracker->flows, source->port) && keeps_flow(tracker, source));
}

bool tracker_awaits_ack(const struct tracker *tracker, const struct endpoint *source,
                        const struct endpoint *destination)
{
    const struct flow *flow = flows_find(tracker->flows, source, destination);

    return flow && flow->unacknowledged.first_in && endpoint_equal(&flow->server, source);
}

/* --- Deadlines */

static void nat_due(struct tracker *tracker, struct flow *flow)
{
    int64_t due = flow->last_time + nat_timeout(tracker);

    if (flow->is_silent) {
        tracker_flow_speaks(tracker, flow, flow->expires_at);
        return;
    }
    if (flow->deadline.at >= flow->expires_at || flow->silence)
        return;
    flow->is_silent = due <= flow->deadline.at;
    deadline_set(tracker->deadlines, &flow->deadline, flow->is_silent ? flow->expires_at : due);
}

void tracker_flow_speaks(struct tracker *tracker, struct flow *flow, int64_t time)
{
    struct event_draft draft;

    flow->is_silent = false;
    flow->silence = MAX(time - flow->last_time, nat_timeout(tracker)); /* a clock may go back */
    draft = tracker_flow_event(tracker, flow, flow->report, ON_SILENCE);
    tracker_emit(tracker, &draft);
}

void tracker_flows_settle(struct tracker *tracker)
{
    struct flow *flow;

    for (size_t place = 0; (flow = flows_next(tracker->flows, &place));) {
        if (flow->is_silent && tracker->now > flow->last_time)
            tracker_flow_speaks(tracker, flow, tracker->now);
    }
}

/* ---- Keep-alives that go elsewhere */

/* It keeps the flow to the server of one of its accounts, or is itself a server of the other side. */
static bool is_in_place(const struct tracker *tracker, const struct registration *client,
                        const struct packet *packet)
{
    for (unsigned i = 0; client && i < PLACE_CLIENTS_MAX; i++, client = client->neighbour) {
        if (endpoint_equal(&client->last.source, &packet->source) &&
            endpoint_equal(&client->last.destination, &packet->destination))
            return true;
    }
    return sources_find(tracker->sources, &packet->destination) != NULL;
}

static void note_stray(struct flow *flow, const struct packet *packet)
{
    if (!flow->strays)
        flow->strays = g_new0(struct stray_keepalives, 1);
    flow->strays->to = packet->destination;
    flow->strays->in = packet->frame;
    flow->strays->count++;
}

void tracker_note_stray(struct tracker *tracker, const struct packet *packet)
{
    const struct registration *client = tracker_way_latest_at(tracker, &packet->source);

    if (!client || is_in_place(tracker, client, packet))
        return;
    for (unsigned i = 0; client && i < PLACE_CLIENTS_MAX; i++, client = client->neighbour) {
        struct flow *flow = client->flow;

        if (flow && flow->report && !flow->is_connection && packet->time < flow->expires_at &&
            endpoint_equal(&flow->client, &packet->source))
            note_stray(flow, packet);
    }
}

static void gap_due(struct tracker *tracker, struct flow *flow)
{
    struct keepalive *keepalive = flow->keepalive;
    int64_t due =
        keepalive->client_time + (int64_t)keepalive->interval_s * SECOND + tracker_slack(tracker);
    struct event_draft draft;

    if (keepalive->gap.at >= flow->expires_at || flow->lost_in || keepalive->gap_reported)
        return;
    if (due > keepalive->gap.at) {
        deadline_set(tracker->deadlines, &keepalive->gap, due);
        return;
    }
    keepalive->gap_reported = true;
    if (!tracker->sees_all)
        return;
    draft = tracker_flow_event(tracker, flow, flow->report, ON_NO_KEEPALIVE);
    tracker_emit(tracker, &draft);
}

static void pong_due(struct tracker *tracker, struct flow *flow)
{
    struct event_draft draft = tracker_flow_event(tracker, flow, flow->report, ON_NO_PONG);

    flow->keepalive->pongs_missing++;
    if (!flow->lost_in && !flow->closed_by)
        tracker_emit(tracker, &draft);
}

static void mapping_due(struct tracker *tracker, struct flow *flow)
{
    struct event_draft draft = tracker_flow_event(tracker, flow, flow->report, ON_NEW_MAPPING);

    if (flow->keepalive->mapping.at < flow->expires_at)
        tracker_emit(tracker, &draft);
    flow->keepalive->changed_in = 0;
}

void tracker_flow_due(struct tracker *tracker, const struct deadline *deadline)
{
    struct flow *flow = deadline->owner;

    switch (deadline->kind) {
    case DEADLINE_FLOW:
        nat_due(tracker, flow);
        break;
    case DEADLINE_KEEPALIVE:
        gap_due(tracker, flow);
        break;
    case DEADLINE_PONG:
        pong_due(tracker, flow);
        break;
    case DEADLINE_MAPPING:
        mapping_due(tracker, flow);
        break;
    }
}
