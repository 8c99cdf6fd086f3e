/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/flow.h"

#include "base/lookup.h"

/* RFC 1122 4.2.3.2: acknowledgements are delayed by less than half a second; and they take their way. */
#define ACKED_WITHIN SECOND
/* RFC 6298 2.4: the timer of TCP is a second, of many hosts 200 ms; the segments of one message follow at once. */
#define RESENT_AFTER (150 * MILLISECOND)

struct flows {
    struct lookup by_ends;    /* struct flow, owned */
    uint8_t ports[65536 / 8]; /* one bit for each, of the clients */
};

struct ends {
    const struct endpoint *client;
    const struct endpoint *server;
};

static uint32_t ends_hash(const struct flows *flows, struct ends ends)
{
    return lookup_hash_two(&flows->by_ends, endpoint_hash(ends.client), endpoint_hash(ends.server));
}

static bool is_between(const void *object, const void *key)
{
    const struct flow *flow = object;
    const struct ends *ends = key;

    return endpoint_key_equal(&flow->client, ends->client) &&
           endpoint_key_equal(&flow->server, ends->server);
}

static struct flow *find(const struct flows *flows, struct ends ends)
{
    return lookup_find(&flows->by_ends, ends_hash(flows, ends), is_between, &ends);
}

static void flow_free(struct flow *flow)
{
    if (!flow)
        return;
    flow_rest(flow);
    g_free(flow->keepalive);
    g_free(flow->strays);
    g_free(flow);
}

struct flows *flows_new(void)
{
    struct flows *flows = g_new0(struct flows, 1);

    lookup_init(&flows->by_ends);
    return flows;
}

void flows_free(struct flows *flows)
{
    if (!flows)
        return;
    for (size_t i = 0; i <= flows->by_ends.mask; i++)
        flow_free(lookup_object(&flows->by_ends.slots[i]));
    lookup_clear(&flows->by_ends);
    g_free(flows);
}

struct flow *flows_get(struct flows *flows, const struct endpoint *client,
                       const struct endpoint *server)
{
    struct ends ends = {client, server};
    uint32_t hash = ends_hash(flows, ends);
    struct lookup_slot *slot = lookup_slot(&flows->by_ends, hash, is_between, &ends);
    struct flow *flow = lookup_object(slot);

    if (!flow) {
        flow = g_new0(struct flow, 1);
        flow->client = *client;
        flow->server = *server;
        flow->deadline = (struct deadline){.owner = flow, .kind = DEADLINE_FLOW};
        lookup_add(&flows->by_ends, slot, hash, flow);
        flows->ports[client->port / 8] |= (uint8_t)(1u << client->port % 8);
    }
    return flow;
}

struct flow *flows_find(const struct flows *flows, const struct endpoint *source,
                        const struct endpoint *destination)
{
    struct flow *flow;

    if (flows_is_empty(flows))
        return NULL;
    flow = find(flows, (struct ends){source, destination});
    return flow ? flow : find(flows, (struct ends){destination, source});
}

bool flows_have_client_port(const struct flows *flows, uint16_t port)
{
    return flows->ports[port / 8] >> port % 8 & 1;
}

struct flow *flows_get_pair(struct flows *flows, const struct endpoint *client,
                            const struct endpoint *server)
{
    struct endpoint any_port = *client;

    any_port.port = 0;
    return flows_get(flows, &any_port, server);
}

struct flow *flows_find_pair(const struct flows *flows, const struct endpoint *client,
                             const struct endpoint *server)
{
    struct endpoint any_port = *client;

    any_port.port = 0;
    return find(flows, (struct ends){&any_port, server});
}

struct keepalive *flow_keepalive(struct flow *flow)
{
    if (!flow->keepalive) {
        flow->keepalive = g_new0(struct keepalive, 1);
        flow->keepalive->gap = (struct deadline){.owner = flow, .kind = DEADLINE_KEEPALIVE};
        flow->keepalive->pong = (struct deadline){.owner = flow, .kind = DEADLINE_PONG};
        flow->keepalive->mapping = (struct deadline){.owner = flow, .kind = DEADLINE_MAPPING};
    }
    return flow->keepalive;
}

static void note_lost(struct flow_hole *hole, const struct packet *packet)
{
    if (!hole->awaits_next)
        *hole = (struct flow_hole){.in = packet->frame, .at = packet->time};
    hole->awaits_next = false;
    hole->next_at = packet->time;
}

static void note_acked(struct flow_hole *hole, const struct packet *packet)
{
    if (!hole->next_at || packet->time - hole->next_at > ACKED_WITHIN)
        *hole = (struct flow_hole){.in = packet->frame, .at = packet->time, .awaits_next = true};
    hole->next_at = 0;
}

/* What was acknowledged before it was seen is in sequence. */
static bool fills(const struct flow_hole *hole, const struct packet *packet, bool is_read)
{
    if (packet->analysis & SEGMENT_RESENT)
        return is_read;
    return hole->awaits_next && packet->text.n > 0 && !(packet->analysis & SEGMENT_FOLLOWS_LOST);
}

void flow_note_analysis(struct flow *flow, const struct packet *packet, bool is_read)
{
    bool from_client = endpoint_equal(&flow->client, &packet->source);
    struct flow_hole *own = &flow->holes[from_client ? 0 : 1];
    struct flow_hole *opposite = &flow->holes[from_client ? 1 : 0];

    if (fills(own, packet, is_read))
        *own = (struct flow_hole){0};
    if (packet->analysis & SEGMENT_FOLLOWS_LOST)
        note_lost(own, packet);
    if (packet->analysis & SEGMENT_ACKS_LOST)
        note_acked(opposite, packet);
}

/* Wireshark knows its retransmissions by their numbers, unless the capture lacks the first one. */
static bool is_resent(const struct unacknowledged *before, const struct packet *packet,
                      bool is_segment)
{
    return packet->analysis & SEGMENT_RESENT ||
           (is_segment && packet->time - before->last_at >= RESENT_AFTER);
}

void flow_note_acknowledgement(struct flow *flow, const struct packet *packet, bool is_segment)
{
    struct unacknowledged *sent = &flow->unacknowledged;

    if (!flow->is_connection)
        return;
    if (!endpoint_equal(&flow->client, &packet->source)) {
        *sent = (struct unacknowledged){0};
        return;
    }
    if (packet->text.n == 0 || packet->tcp != PACKET_TCP_NONE)
        return;
    if (!sent->first_in) {
        sent->first_in = packet->frame;
        sent->since = packet->time;
        sent->idle = flow->last_time ? packet->time - flow->last_time : 0;
    } else if (is_resent(sent, packet, is_segment) && sent->resends < UINT16_MAX) {
        sent->resends++;
    }
    sent->last_in = packet->frame;
    sent->last_at = packet->time;
}

bool flow_is_unacknowledged(const struct flow *flow, const struct endpoint *client,
                            const struct endpoint *server, int64_t sent_at)
{
    enum { RESENDS_FROM = 3 };

    return flow && flow->is_connection && flow->unacknowledged.resends >= RESENDS_FROM &&
           flow->unacknowledged.since <= sent_at && endpoint_equal(&flow->client, client) &&
           endpoint_equal(&flow->server, server);
}

const struct flow_hole *flow_hole(const struct flow *flow)
{
    const struct flow_hole *latest = &flow->holes[flow->holes[1].in > flow->holes[0].in];

    return latest->in ? latest : NULL;
}

const struct stray_keepalives *flow_strays(const struct flow *flow)
{
    enum { STRAYS_FROM = 2 };

    return flow && flow->strays && flow->strays->count >= STRAYS_FROM ? flow->strays : NULL;
}

struct flow *flows_next(const struct flows *flows, size_t *place)
{
    while (flows->by_ends.count && *place <= flows->by_ends.mask) {
        struct flow *flow = lookup_object(&flows->by_ends.slots[(*place)++]);

        if (flow)
            return flow;
    }
    return NULL;
}

void flow_rest(struct flow *flow)
{
    flow->is_silent = false;
    deadline_cancel(&flow->deadline);
    if (!flow->keepalive)
        return;
    deadline_cancel(&flow->keepalive->gap);
    deadline_cancel(&flow->keepalive->pong);
    deadline_cancel(&flow->keepalive->mapping);
}

bool flows_is_empty(const struct flows *flows)
{
    return flows->by_ends.count == 0;
}
