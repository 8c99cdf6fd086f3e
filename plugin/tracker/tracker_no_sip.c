/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whether a client gets nowhere by any way, which is judged when the time for it has passed.
 */
#include "tracker/tracker_way.h"

/* A SYN is retransmitted after 1, 3, 7 and 15 s (RFC 6298 2.1). */
#define SYN_WITHIN (21 * SECOND)

enum {
    /* Retransmissions of a SYN before nobody is there. */
    RESENDS_FROM = 2
};

/* Who connects to a client that registers there calls it. */
static bool is_calling(const struct tracker *tracker, const struct connection *connection)
{
    const struct registration *each = tracker_way_latest_at(tracker, &connection->shown->target);

    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->neighbour) {
        if (endpoint_same_ip(&each->last.destination, &connection->client->address))
            return true;
    }
    return false;
}

static bool is_shut(const struct connection *connection, int64_t time)
{
    const struct report_connection *shown = connection->shown;

    return shown->state == CONNECTION_REFUSED || shown->state == CONNECTION_REJECTED ||
           (shown->state == CONNECTION_BEGUN && shown->resends >= RESENDS_FROM &&
            time - connection->failed_at >= SYN_WITHIN);
}

static enum connection_verdict judge_name(struct connection *connection, int64_t time,
                                          struct event_connection *part)
{
    struct report_connection *shown = connection->shown;
    const struct connection_question *question = tracker_names_failed(connection, time);

    if (!question || connection->client->open_at >= connection->failed_at)
        return CONNECTION_IS_WELL;
    shown->name = question->name;
    shown->type = question->type;
    shown->name_in = question->answered_in ? question->answered_in : question->asked_in;
    shown->outcome = question->outcome == DNS_UNKNOWN ? DNS_SILENT : question->outcome;
    /* The address may be known to the client without DNS. */
    part->is_likely = !tracker_names_is_address(question) &&
                      (question->outcome == DNS_NO_NAME || question->outcome == DNS_EMPTY);
    if (question->report)
        connection->report = question->report;
    return CONNECTION_NO_NAME;
}

static enum connection_verdict judge(struct tracker *tracker, struct connection *connection,
                                     int64_t time, struct event_connection *part)
{
    struct report_connection *shown = connection->shown;
    const struct connection_client *client = connection->client;

    if (client->is_resolver || client->sip_at >= connection->failed_at)
        return CONNECTION_IS_WELL;
    if (shown->target.family == ENDPOINT_NONE)
        return judge_name(connection, time, part);
    if (tracker_way_is_insecure(shown)) {
        part->is_likely = shown->handshake != HANDSHAKE_ALERT &&
                          (shown->handshake == HANDSHAKE_HIDDEN || shown->attempts < 2);
        return client->secure_at >= connection->failed_at ? CONNECTION_IS_WELL : CONNECTION_NO_TLS;
    }
    /* A network that is looked over for servers is told by what does not let it in. */
    if (!is_shut(connection, time) || client->open_at >= connection->failed_at ||
        client->shut >= CONNECTION_SCANS_FROM || is_calling(tracker, connection))
        return CONNECTION_IS_WELL;
    if (shown->state == CONNECTION_BEGUN)
        shown->state = CONNECTION_SILENT;
    /* Whoever has found the server by its records wants SIP of it, and so does one that comes again. */
    part->is_likely =
        shown->attempts < 2 && shown->state != CONNECTION_SILENT && !shown->domain && !shown->aor;
    return CONNECTION_NO_CONNECTION;
}

/* What is known of the client from its REGISTERs, over whatever transport. */
static void note_registration(struct tracker *tracker, struct event_draft *draft,
                              const struct report_connection *shown)
{
    struct registration *registration = tracker_way_registration(tracker, &shown->client);

    if (!registration || shown->target.family == ENDPOINT_NONE)
        return;
    draft->event.registration = registration;
    draft->event.aor = registration->aor;
    draft->event.server = servers_get(tracker->servers, &shown->target);
    draft->event.way = shown;
}

const struct report_connection *tracker_connection_failed(const struct tracker *tracker,
                                                          const struct endpoint *client,
                                                          const struct endpoint *server)
{
    const struct connection *way =
        tracker->has_connections ? connections_find(tracker->connections, client, server) : NULL;

    return way && !way->was_open && way->shown->state >= CONNECTION_REFUSED ? way->shown : NULL;
}

void tracker_connection_due(struct tracker *tracker, struct connection *connection)
{
    int64_t time = connection->deadline.at;
    struct event_draft draft = tracker_way_event(tracker, connection, connection->report, time);
    enum connection_verdict verdict;

    tracker_encrypted_due(connection, time, tracker_timer_f(tracker));
    if (!connection->failed_at)
        return;
    verdict = judge(tracker, connection, time, &draft.connection);
    if (verdict == CONNECTION_IS_WELL) {
        connection->failed_at = 0;
        return;
    }
    connection->shown->verdict = (uint8_t)verdict;
    connection->is_told = true;
    if (!connection->report)
        return;
    draft.connection.verdict = (uint8_t)verdict;
    note_registration(tracker, &draft, connection->shown);
    draft.report = connection->report;
    draft.event.report = connection->report;
    tracker_emit(tracker, &draft);
}
