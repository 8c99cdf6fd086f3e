/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The packets on the ways of clients to SIP: which way each belongs to, the TCP connections, and the first SIP message.
 */
#include "tracker/tracker_way.h"

/* --- TCP */

/* The way that a segment is on, and which end has sent it; NULL: it is on none yet. */
static struct connection *find_way(const struct tracker *tracker, const struct packet *packet,
                                   enum tls_end *end)
{
    struct connection *connection =
        connections_find(tracker->connections, &packet->source, &packet->destination);

    *end = TLS_CLIENT;
    if (connection && connection->port == packet->source.port)
        return connection;
    connection = connections_find(tracker->connections, &packet->destination, &packet->source);
    *end = TLS_SERVER;
    return connection && connection->port == packet->destination.port ? connection : NULL;
}

static void note_open(struct connection *connection, const struct packet *packet)
{
    struct report_connection *shown = connection->shown;

    if (!connection->was_open && connection->client->shut)
        connection->client->shut--;
    connection->was_open = true;
    if (shown->state == CONNECTION_OPEN)
        return;
    shown->state = CONNECTION_OPEN;
    shown->state_in = packet->frame;
    connection->client->open_at = packet->time;
    if (!tracker_way_is_insecure(shown))
        tracker_way_recover(connection);
}

static bool take_syn(struct tracker *tracker, const struct packet *packet, struct report *report)
{
    struct connection *connection =
        connections_get(tracker->connections, packet, &packet->source, &packet->destination);
    struct report_connection *shown;
    bool is_kept;

    if (!connection)
        return false;
    tracker->has_connections = true;
    shown = connection->shown;
    if (connection->port == packet->source.port && shown->state != CONNECTION_OPEN) {
        if (packet->time - connection->syn_at > WAY_DUPLICATE_WITHIN)
            shown->resends += shown->resends < UINT16_MAX;
        connection->syn_at = packet->time;
        return false;
    }
    connection_begin(tracker->connections, connection, packet->source.port);
    connection->syn_at = packet->time;
    connection->rhythm.ended_in = 0;
    shown->attempts += shown->attempts < UINT16_MAX;
    shown->resends = 0;
    is_kept = tracker_way_place(tracker, connection, report);
    /* What was said of it holds until it gets there. */
    if (connection->is_told)
        return is_kept;
    if (!connection->failed_at) {
        shown->state = CONNECTION_BEGUN;
        shown->state_in = packet->frame;
        shown->handshake = HANDSHAKE_NONE;
        tracker_way_fail(tracker, connection, is_kept ? report : NULL, packet->time);
    } else if (shown->state == CONNECTION_OPEN) {
        shown->state = CONNECTION_BEGUN;
    }
    return is_kept;
}

static bool take_refusal(struct tracker *tracker, struct connection *connection,
                         const struct packet *packet, enum connection_state state,
                         struct report *report)
{
    struct report_connection *shown = connection->shown;
    bool is_kept;

    if (shown->state == CONNECTION_OPEN)
        return false;
    is_kept = tracker_way_place(tracker, connection, report);
    if (shown->state == CONNECTION_BEGUN) {
        shown->state = (uint8_t)state;
        shown->state_in = packet->frame;
        shown->icmp_type = packet->icmp_type;
        shown->icmp_code = packet->icmp_code;
        tracker_way_fail(tracker, connection, is_kept ? report : NULL, packet->time);
    }
    connection->port = 0;
    return is_kept;
}

static bool take_end(struct tracker *tracker, struct connection *connection, enum tls_end end,
                     const struct packet *packet, struct report *report)
{
    if (connection->has_ended)
        return false;
    connection->has_ended = true;
    connection->shown->state =
        connection->shown->state == CONNECTION_BEGUN ? CONNECTION_OPEN : connection->shown->state;
    if (tracker_tls_is_unfinished(connection))
        return tracker_tls_break_off(tracker, connection, end, packet, report);
    tracker_encrypted_end(tracker, connection, packet);
    return false;
}

/* A connection that began before the capture. */
static struct connection *adopt(struct tracker *tracker, const struct packet *packet,
                                enum tls_end *end)
{
    bool is_to_server = connections_is_server(tracker->connections, &packet->destination);
    const struct endpoint *server = is_to_server ? &packet->destination : &packet->source;
    const struct endpoint *client = is_to_server ? &packet->source : &packet->destination;
    struct connection *connection;

    if (packet->tcp != PACKET_TCP_NONE || !tls_begins_record(packet->text))
        return NULL;
    connection = connections_get(tracker->connections, packet, client, server);
    if (!connection)
        return NULL;
    tracker->has_connections = true;
    *end = is_to_server ? TLS_CLIENT : TLS_SERVER;
    connection_begin(tracker->connections, connection, client->port);
    return connection;
}

static bool take_segment(struct tracker *tracker, const struct packet *packet,
                         struct report *report)
{
    enum tls_end end;
    struct connection *connection;
    bool is_kept = false;

    if (packet->syn && !packet->ack)
        return take_syn(tracker, packet, report);
    connection = find_way(tracker, packet, &end);
    if (!connection)
        connection = adopt(tracker, packet, &end);
    if (!connection)
        return false;
    if (packet->tcp == PACKET_TCP_REFUSED ||
        (packet->tcp == PACKET_TCP_RESET && end == TLS_SERVER &&
         connection->shown->state == CONNECTION_BEGUN))
        return take_refusal(tracker, connection, packet, CONNECTION_REFUSED, report);
    connection->has_server |= end == TLS_SERVER;
    if (packet->tcp != PACKET_TCP_RESET && connection->syn_at)
        note_open(connection, packet);
    if (packet->text.n)
        is_kept = tracker_tls_take(tracker, connection, end, packet, report);
    if (packet->tcp != PACKET_TCP_NONE)
        is_kept |= take_end(tracker, connection, end, packet, report);
    return is_kept;
}

/* --- What Wireshark knows more of */

static bool take_decrypted(struct tracker *tracker, const struct packet *packet,
                           struct report *report)
{
    enum tls_end end;
    struct connection *connection = find_way(tracker, packet, &end);

    /* What is only reassembled are records. */
    if (!connection || !connection->tls || tls_begins_record(packet->text))
        return false;
    return tracker_tls_take_decrypted(tracker, connection, end, packet, report);
}

static bool take_rejection(struct tracker *tracker, const struct packet *packet,
                           struct report *report)
{
    enum tls_end end;
    struct connection *connection = find_way(tracker, packet, &end);

    if (!connection || end != TLS_CLIENT || packet->kind != PACKET_ICMP_UNREACHABLE)
        return false;
    return take_refusal(tracker, connection, packet, CONNECTION_REJECTED, report);
}

bool tracker_take_connection(struct tracker *tracker, const struct packet *packet,
                             enum packet_content content, struct report *report)
{
    switch (content) {
    case CONTENT_DNS:
        return tracker_names_take(tracker, packet, report);
    case CONTENT_SEGMENT:
        return take_segment(tracker, packet, report);
    case CONTENT_DECRYPTED:
        return take_decrypted(tracker, packet, report);
    case CONTENT_REJECTED:
        return take_rejection(tracker, packet, report);
    default:
        return false;
    }
}

bool tracker_leads_to_sip(const struct tracker *tracker, const struct endpoint *source,
                          const struct endpoint *destination)
{
    return connections_is_server(tracker->connections, source) ||
           connections_is_server(tracker->connections, destination);
}

bool tracker_has_other_servers(const struct tracker *tracker)
{
    return connections_has_servers(tracker->connections);
}

/* --- SIP */

static void note_way(struct connection *connection, const struct packet *packet)
{
    struct report_connection *shown = connection->shown;

    if (shown->sip != CONNECTION_WITH_SIP) {
        shown->sip = CONNECTION_WITH_SIP;
        shown->sip_in = packet->frame;
        shown->verdict = CONNECTION_IS_WELL;
    }
    if (shown->handshake == HANDSHAKE_BEGUN)
        shown->handshake = HANDSHAKE_DONE;
    connection->is_decrypted = true;
    if (connection->failed_at && packet->transport != TRANSPORT_UDP)
        note_open(connection, packet);
    if (connection->failed_at)
        tracker_way_recover(connection);
}

void tracker_connection_sip(struct tracker *tracker, const struct facts *facts)
{
    const struct packet *packet = facts->packet;
    struct connections *connections = tracker->connections;
    struct connection_client *client;
    struct connection *connection;

    if (facts->is_request && facts->method == METHOD_REGISTER &&
        packet->transport != TRANSPORT_UDP &&
        !endpoint_same_ip(&packet->source, &packet->destination))
        connections_add_server(connections, &packet->destination);
    if (!tracker->has_connections)
        return;
    connection = connections_find(connections, &packet->source, &packet->destination);
    if (!connection)
        connection = connections_find(connections, &packet->destination, &packet->source);
    client = facts->is_request ? connections_find_client(connections, &packet->source) : NULL;
    /* The first one shows which address of the name it is. */
    if (!connection && client && !client->sip_at &&
        connections_find_address(connections, &packet->source, &packet->destination))
        connection = connections_get(connections, packet, &packet->source, &packet->destination);
    if (client)
        client->sip_at = packet->time;
    if (connection)
        note_way(connection, packet);
}
