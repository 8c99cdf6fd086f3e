/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * TLS handshakes of clients with their servers: how they end, and the certificate of the server.
 */
#include "tracker/tracker_way.h"

/* A server that does not like a certificate says so at once. */
#define REFUSED_WITHIN (2 * SECOND)

/* Of several in a row the first one is reported. */
static void fail_handshake(struct tracker *tracker, struct connection *connection,
                           const struct packet *packet, enum handshake_state state,
                           enum tls_end end, struct report *report)
{
    struct report_connection *shown = connection->shown;

    if (tracker_way_is_insecure(shown) && connection->failed_at &&
        shown->handshake != HANDSHAKE_HIDDEN)
        return;
    shown->handshake = (uint8_t)state;
    shown->handshake_in = packet->frame;
    shown->is_ended_by_server = end == TLS_SERVER;
    shown->alert = connection->tls->alert;
    connection->done_at = 0;
    tracker_way_fail(tracker, connection, report, packet->time);
}

/* A common name may have spaces, and letters of any language. Braces have a meaning in sentences. */
static const char *text_of(struct tracker *tracker, const struct certificate_name *name)
{
    struct span shown = span_first(name->text, VALUE_TEXT_MAX);
    char text[MAX(VALUE_TEXT_MAX, ENDPOINT_TEXT_SIZE)];

    if (name->is_address) {
        struct endpoint address = {.family = shown.n == 4 ? ENDPOINT_IPV4 : ENDPOINT_IPV6};

        memcpy(address.ip, shown.p, shown.n);
        return pool_intern(tracker->pool, span_of(endpoint_to_text(&address, false, text)));
    }
    for (size_t i = 0; i < shown.n; i++)
        text[i] = shown.p[i] == '{' || shown.p[i] == '}' ? '?' : shown.p[i];
    return pool_intern(tracker->pool, (struct span){text, shown.n});
}

/* RFC 5922 7.2: it is for the domain; clients also take the name of the host, which is what they send in the hello. */
static bool is_for_wanted(const struct certificate *certificate,
                          const struct report_connection *shown)
{
    return certificate_is_for(certificate, shown->wanted) ||
           (shown->domain && certificate_is_for(certificate, shown->domain));
}

static unsigned flaws_of(const struct certificate *certificate,
                         const struct report_connection *shown, int64_t time)
{
    /* The clock of a capture that begins before 2001 was not set. */
    bool has_clock = time > INT64_C(1000000000) * SECOND;
    unsigned flaws = 0;

    if (has_clock && time > certificate->not_after)
        flaws |= CERTIFICATE_EXPIRED;
    if (has_clock && time < certificate->not_before)
        flaws |= CERTIFICATE_NOT_YET_VALID;
    if (shown->wanted && certificate->name_count && !certificate->has_more_names &&
        !is_for_wanted(certificate, shown))
        flaws |= CERTIFICATE_OTHER_NAME;
    return flaws;
}

static bool take_certificate(struct tracker *tracker, struct connection *connection,
                             const struct packet *packet, struct report *report)
{
    struct certificate *certificate = &tracker->certificate;
    struct report_connection *shown = connection->shown;
    struct event_draft draft;

    if (!certificate_read(tls_certificate(connection->tls), certificate))
        return false;
    shown->not_before = certificate->not_before;
    shown->not_after = certificate->not_after;
    shown->certificate = certificate->name_count ? text_of(tracker, &certificate->names[0]) : NULL;
    shown->certificate_in = packet->frame;
    shown->flaws = (uint8_t)flaws_of(certificate, shown, packet->time);
    if (!shown->flaws || connection->is_told_certificate ||
        !tracker_way_place(tracker, connection, report))
        return false;
    connection->is_told_certificate = true;
    draft = tracker_way_event(tracker, connection, report, packet->time);
    draft.connection.is_certificate = draft.connection.is_at_once = true;
    tracker_emit(tracker, &draft);
    return true;
}

static void note_done(struct tracker *tracker, struct connection *connection,
                      const struct packet *packet)
{
    struct report_connection *shown = connection->shown;

    connections_note_done(tracker->connections);
    shown->handshake = connection->tls->has_hello ? HANDSHAKE_DONE : HANDSHAKE_UNSEEN;
    shown->handshake_in = packet->frame;
    connection->done_at = packet->time;
    connection->client->secure_at = packet->time;
    tracker_way_recover(connection);
}

/* A server that refuses a certificate in TLS 1.3 does so behind the handshake, as it looks from here. */
static bool is_hidden_alert(const struct connection *connection, enum tls_end end, int64_t time)
{
    return tls_hides_alert(connection->tls, end) &&
           (end == TLS_CLIENT ||
            (connection->done_at && time - connection->done_at <= REFUSED_WITHIN));
}

static bool take_news(struct tracker *tracker, struct connection *connection, unsigned news,
                      enum tls_end end, const struct packet *packet, struct report *report)
{
    struct report_connection *shown = connection->shown;
    struct tls *tls = connection->tls;
    struct endpoint address;
    bool is_kept = false;

    if (news & TLS_NEWS_HELLO) {
        if (shown->handshake != HANDSHAKE_NONE && !tracker_way_is_insecure(shown))
            shown->handshake = HANDSHAKE_NONE;
        if (!tracker_way_is_insecure(shown))
            shown->handshake = HANDSHAKE_BEGUN;
        /* RFC 6066 3: an address is no server name, but some clients send one. */
        if (tls->wanted[0] && !endpoint_read_ip(span_of(tls->wanted), &address))
            shown->wanted = pool_intern(tracker->pool, span_of(tls->wanted));
    }
    shown->has_asked_client |= (news & TLS_NEWS_REQUEST) != 0;
    if (news & TLS_NEWS_CERTIFICATE)
        is_kept |= take_certificate(tracker, connection, packet, report);
    if (news & TLS_NEWS_DONE)
        note_done(tracker, connection, packet);
    if (news & TLS_NEWS_DATA)
        is_kept |= tracker_encrypted_take(tracker, connection, end, packet, report);
    if (news & TLS_NEWS_ALERT) {
        is_kept |= tracker_way_place(tracker, connection, report);
        fail_handshake(tracker, connection, packet, HANDSHAKE_ALERT, tls->alert_end,
                       is_kept ? report : NULL);
    }
    return is_kept;
}

bool tracker_tls_take(struct tracker *tracker, struct connection *connection, enum tls_end end,
                      const struct packet *packet, struct report *report)
{
    struct tls *tls;
    unsigned news;
    bool is_kept, was_hidden = connection->shown->handshake == HANDSHAKE_HIDDEN;

    if (connection->is_plain)
        return false;
    if (!(connection->tls && connection->tls->is_seen) && !tls_begins_record(packet->text)) {
        /* Of a connection that began before the capture a segment need not begin with a record. */
        connection->is_plain = connection->shown->state == CONNECTION_OPEN;
        return false;
    }
    tls = connection_tls(tracker->connections, connection);
    if (!tls)
        return false;
    if (packet->analysis & SEGMENT_RESENT) {
        tls->has_gap = true;
        return false;
    }
    if (packet->analysis & SEGMENT_FOLLOWS_LOST)
        tls_lose(tls, end);
    news = tls_take(tls, end, packet->text);
    is_kept = news ? take_news(tracker, connection, news, end, packet, report) : false;
    if (packet->cut)
        tls_lose(tls, end);
    if (!was_hidden && !connection->is_decrypted && !tls->is_over &&
        is_hidden_alert(connection, end, packet->time)) {
        is_kept |= tracker_way_place(tracker, connection, report);
        fail_handshake(tracker, connection, packet, HANDSHAKE_HIDDEN, end, is_kept ? report : NULL);
    }
    return is_kept;
}

bool tracker_tls_take_decrypted(struct tracker *tracker, struct connection *connection,
                                enum tls_end end, const struct packet *packet,
                                struct report *report)
{
    unsigned news;

    connection->is_decrypted = true;
    if (connection->shown->handshake == HANDSHAKE_HIDDEN)
        connection->shown->handshake = HANDSHAKE_BEGUN;
    news = tls_take_decrypted(connection->tls, end, packet->text);
    return news ? take_news(tracker, connection, news, end, packet, report) : false;
}

bool tracker_tls_is_unfinished(const struct connection *connection)
{
    const struct tls *tls = connection->tls;

    return tls && tls->has_hello && !tls->is_over && !tls->is_done && !tls->has_gap &&
           connection->shown->handshake == HANDSHAKE_BEGUN && !connection->is_decrypted;
}

bool tracker_tls_break_off(struct tracker *tracker, struct connection *connection, enum tls_end end,
                           const struct packet *packet, struct report *report)
{
    bool is_kept = tracker_way_place(tracker, connection, report);

    fail_handshake(tracker, connection, packet,
                   packet->tcp == PACKET_TCP_RESET ? HANDSHAKE_RESET : HANDSHAKE_CLOSED, end,
                   is_kept ? report : NULL);
    return is_kept;
}
