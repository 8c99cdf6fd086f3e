/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * TLS that cannot be read: what lengths and times of its records show of registrations, which is never more than
 * probable.
 */
#include "tracker/tracker_way.h"

/* One registration with its challenge is over by then. */
#define EXCHANGE_PAUSE (5 * SECOND)
/* Timers of clients differ by so much from one registration to the next, or by this part. */
#define RHYTHM_SLACK (2 * SECOND)

enum {
    RHYTHM_SLACK_DIVIDED_BY = 10,
    RHYTHM_FROM = 2, /* intervals that are alike */
    /* The shortest REGISTER, the shortest response to one, and what a keep-alive is shorter than. */
    REQUEST_FROM = 200,
    RESPONSE_FROM = 120
};

static bool is_alike(int64_t a, int64_t b)
{
    return ABS(a - b) <= MAX(RHYTHM_SLACK, MAX(a, b) / RHYTHM_SLACK_DIVIDED_BY);
}

static void begin_exchange(struct connection *connection, int64_t time)
{
    struct connection_rhythm *rhythm = &connection->rhythm;
    int64_t interval = rhythm->began_at ? time - rhythm->began_at : 0;

    rhythm->alike = interval > 0 && is_alike(interval, rhythm->interval) ? rhythm->alike + 1
                    : interval > 0                                       ? 1
                                                                         : 0;
    rhythm->interval = interval;
    rhythm->began_at = time;
    if (rhythm->alike >= RHYTHM_FROM) {
        connection->shown->interval = interval;
        connection->shown->intervals = rhythm->alike;
    }
}

static void note_data(struct tracker *tracker, struct connection *connection, enum tls_end end,
                      const struct packet *packet)
{
    struct connection_rhythm *rhythm = &connection->rhythm;
    uint32_t length = connection->tls->data_length;

    if (length < (end == TLS_CLIENT ? REQUEST_FROM : RESPONSE_FROM))
        return;
    if (end == TLS_SERVER) {
        rhythm->last_at = packet->time;
        rhythm->request_in = 0;
        return;
    }
    if (!rhythm->began_at || packet->time - rhythm->last_at > EXCHANGE_PAUSE)
        begin_exchange(connection, packet->time);
    rhythm->last_at = packet->time;
    if (rhythm->request_in || !connection->has_server)
        return;
    rhythm->request_in = packet->frame;
    rhythm->request_at = packet->time;
    if (!connection->failed_at)
        deadline_set(tracker->deadlines, &connection->deadline,
                     packet->time + tracker_timer_f(tracker));
}

/* Both sides send, and nothing of it can be read. */
static void tell_encrypted(struct tracker *tracker, struct connection *connection,
                           const struct packet *packet, struct report *report)
{
    struct event_draft draft;

    connection->shown->sip = CONNECTION_ENCRYPTED;
    connection->shown->verdict = CONNECTION_NO_KEYS;
    connection->is_told_encrypted = true;
    if (!report)
        return;
    draft = tracker_way_event(tracker, connection, report, packet->time);
    draft.connection.verdict = CONNECTION_NO_KEYS;
    draft.connection.is_at_once = true;
    tracker_emit(tracker, &draft);
}

bool tracker_encrypted_take(struct tracker *tracker, struct connection *connection,
                            enum tls_end end, const struct packet *packet, struct report *report)
{
    struct report_connection *shown = connection->shown;
    const struct tls *tls = connection->tls;

    if (shown->sip == CONNECTION_WITH_SIP || connection->is_decrypted)
        return false;
    if (end == TLS_CLIENT && !shown->encrypted_in && tls->data_length >= REQUEST_FROM)
        shown->encrypted_in = packet->frame;
    if (shown->handshake == HANDSHAKE_HIDDEN && !tls_hides_alert(tls, end)) {
        shown->handshake = HANDSHAKE_DONE;
        tracker_way_recover(connection);
    }
    note_data(tracker, connection, end, packet);
    if (end != TLS_SERVER || connection->is_told_encrypted || !shown->encrypted_in ||
        tls->data_length < RESPONSE_FROM)
        return false;
    tell_encrypted(tracker, connection, packet,
                   tracker_way_place(tracker, connection, report) ? report : NULL);
    return true;
}

void tracker_encrypted_end(struct tracker *tracker, struct connection *connection,
                           const struct packet *packet)
{
    struct connection_rhythm *rhythm = &connection->rhythm;
    int64_t interval = connection->shown->interval;

    if (!interval || connection->failed_at ||
        packet->time - rhythm->began_at > interval - interval / RHYTHM_SLACK_DIVIDED_BY)
        return;
    rhythm->ended_in = packet->frame;
    deadline_set(tracker->deadlines, &connection->deadline,
                 rhythm->began_at + interval + tracker_timer_f(tracker));
}

void tracker_encrypted_due(struct connection *connection, int64_t time, int64_t within)
{
    struct connection_rhythm *rhythm = &connection->rhythm;

    if (rhythm->request_in && time - rhythm->request_at >= within)
        connection->shown->unanswered_in = rhythm->request_in;
    if (rhythm->ended_in)
        connection->shown->lost_in = rhythm->ended_in;
    rhythm->ended_in = 0;
}
