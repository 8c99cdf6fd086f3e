/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The ways of clients to SIP: what becomes of the names, the connections and the TLS handshakes, and whether a client
 * gets nowhere by them.
 */
#include "tracker/tracker_state.h"

#include "facts/certificate.h"
#include "facts/dns.h"

/* A capture with two interfaces has a packet twice, at once. */
#define DUPLICATE_WITHIN (50 * MILLISECOND)
/* Resolvers ask again after some seconds, and give up before this. */
#define NAME_WITHIN (5 * SECOND)
/* A SYN is retransmitted after 1, 3, 7 and 15 s (RFC 6298 2.1). */
#define SYN_WITHIN (21 * SECOND)
/* A server that does not like a certificate says so at once. */
#define REFUSED_WITHIN (2 * SECOND)
/* One registration with its challenge is over by then. */
#define EXCHANGE_PAUSE (5 * SECOND)
/* Timers of clients differ by so much from one registration to the next, or by this part. */
#define RHYTHM_SLACK (2 * SECOND)

enum {
    RHYTHM_SLACK_DIVIDED_BY = 10,
    RHYTHM_FROM = 2, /* intervals that are alike */
    /* Encrypted records: the shortest REGISTER, the shortest response to one, and what a keep-alive is shorter than. */
    REQUEST_FROM = 200,
    RESPONSE_FROM = 120,
    /* retransmissions of a SYN before nobody is there. */
    RESENDS_FROM = 2
};

/* --- Reports and events */

/* The latest one that registers from this host, whatever its port; the others are its neighbours. NULL: none. */
static const struct registration *latest_at(const struct tracker *tracker,
                                            const struct endpoint *host)
{
    struct endpoint address = *host;
    const struct source *source;

    address.port = 0;
    source = sources_find(tracker->sources, &address);
    return source ? source_latest_client(source) : NULL;
}

/* The one that registers from there; NULL: nobody, or several users do. */
static struct registration *find_registration(const struct tracker *tracker,
                                              const struct endpoint *client)
{
    const struct registration *each = latest_at(tracker, client), *found = NULL;

    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->neighbour) {
        if (found && found->aor != each->aor)
            return NULL;
        found = found ? found : each;
    }
    return (struct registration *)found;
}

/* The packet belongs to this way. False: it has enough reports. */
static bool place(struct tracker *tracker, struct connection *connection, struct report *report)
{
    struct report_connection *shown = connection->shown;
    struct registration *registration;

    if (report_rare(report)->connection)
        return true;
    if (connection->reports == CONNECTION_REPORTS_MAX)
        return false;
    connection->reports++;
    registration = find_registration(tracker, &shown->client);
    report->kind = REPORT_CONNECTION;
    report_make_rare(report, tracker->pool)->connection = shown;
    if (registration) {
        shown->aor = registration->aor->name;
        shown->registration = registration->number;
        tracker_fill_place(report, registration);
    }
    return true;
}

static struct event_draft connection_event(struct tracker *tracker,
                                           const struct connection *connection,
                                           struct report *report, int64_t time)
{
    struct event_draft draft = tracker_event(tracker, NULL, report, ON_CONNECTION);

    draft.event.time = time;
    draft.connection.connection = connection->shown;
    return draft;
}

/* --- Judgement */

static void recover(struct connection *connection)
{
    connection->failed_at = 0;
    connection->is_told = false;
    if (connection->shown->verdict != CONNECTION_NO_KEYS)
        connection->shown->verdict = CONNECTION_IS_WELL;
    deadline_cancel(&connection->deadline);
}

/* The client gets no further here; it has the time of a transaction to find another way. */
static void fail(struct tracker *tracker, struct connection *connection, struct report *report,
                 int64_t time)
{
    if (!connection->failed_at)
        connection->failed_at = time;
    if (connection->is_told)
        return;
    connection->report = report;
    if (!connection->deadline.in)
        deadline_set(tracker->deadlines, &connection->deadline, time + tracker_timer_f(tracker));
}

static bool is_address(const struct connection_question *question)
{
    return question->type == DNS_A || question->type == DNS_AAAA;
}

static bool is_silent(const struct connection_question *question, int64_t time)
{
    return question->outcome == DNS_UNKNOWN && question->resends &&
           time - question->asked_at >= NAME_WITHIN;
}

/* The question because of which the client has no address: that for an address, or, where it has not come so far, for
 * a server. NULL: it has one, or this is not known. */
static struct connection_question *find_failed(struct connection *connection, int64_t time)
{
    struct connection_question *found = NULL;
    bool has_addresses = false, has_servers = false;

    for (unsigned i = 0; i < connection->question_count; i++) {
        struct connection_question *each = &connection->questions[i];
        bool has_failed = each->outcome > DNS_ANSWERED || is_silent(each, time);

        if (is_address(each) && !has_failed)
            return NULL;
        has_servers |= each->type == DNS_SRV && each->outcome == DNS_ANSWERED;
        if (has_failed && (!found || (is_address(each) && !has_addresses)))
            found = each;
        has_addresses |= is_address(each);
    }
    return has_servers && !has_addresses ? NULL : found;
}

/* Who connects to a client that registers there calls it. */
static bool is_calling(const struct tracker *tracker, const struct connection *connection)
{
    const struct registration *each = latest_at(tracker, &connection->shown->target);

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

static bool is_insecure(const struct report_connection *shown)
{
    return shown->handshake >= HANDSHAKE_ALERT;
}

static enum connection_verdict judge_name(struct connection *connection, int64_t time,
                                          struct event_connection *part)
{
    struct report_connection *shown = connection->shown;
    const struct connection_question *question = find_failed(connection, time);

    if (!question || connection->client->open_at >= connection->failed_at)
        return CONNECTION_IS_WELL;
    shown->name = question->name;
    shown->type = question->type;
    shown->name_in = question->answered_in ? question->answered_in : question->asked_in;
    shown->outcome = question->outcome == DNS_UNKNOWN ? DNS_SILENT : question->outcome;
    /* The address may be known to the client without DNS. */
    part->is_likely = !is_address(question) &&
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
    if (is_insecure(shown)) {
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

static void judge_encrypted(struct connection *connection, int64_t time, int64_t within)
{
    struct connection_rhythm *rhythm = &connection->rhythm;

    if (rhythm->request_in && time - rhythm->request_at >= within)
        connection->shown->unanswered_in = rhythm->request_in;
    if (rhythm->ended_in)
        connection->shown->lost_in = rhythm->ended_in;
    rhythm->ended_in = 0;
}

void tracker_connection_due(struct tracker *tracker, struct connection *connection)
{
    int64_t time = connection->deadline.at;
    struct event_draft draft = connection_event(tracker, connection, connection->report, time);
    enum connection_verdict verdict;

    if (!connection->failed_at) {
        judge_encrypted(connection, time, tracker_timer_f(tracker));
        return;
    }
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
    draft.report = connection->report;
    draft.event.report = connection->report;
    tracker_emit(tracker, &draft);
}

/* --- DNS */

/* A domain that the client registers in. */
static bool is_domain_of_client(const struct tracker *tracker, const struct endpoint *client,
                                const char *name)
{
    const struct registration *each = latest_at(tracker, client);

    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->neighbour) {
        const char *host = strrchr(each->aor->name, '@');

        if (host && g_ascii_strcasecmp(host + 1, name) == 0)
            return true;
    }
    return false;
}

/* The way that a question is about; NULL: it is no way to SIP. */
static struct connection *find_asking(struct tracker *tracker, const struct packet *packet,
                                      const struct endpoint *client, const struct dns *dns)
{
    const char *domain = dns->type == DNS_SRV ? dns_sip_domain(dns->name) : NULL;

    if (!domain && dns->type != DNS_A && dns->type != DNS_AAAA && dns->type != DNS_NAPTR)
        return NULL;
    if (!domain) {
        const char *known = pool_find(tracker->pool, span_of(dns->name));
        struct connection *connection =
            known ? connections_find_name(tracker->connections, client, known) : NULL;

        if (connection)
            return connection;
        if (!is_domain_of_client(tracker, client, dns->name))
            return NULL;
        domain = dns->name;
    }
    tracker->has_connections = true;
    return connections_get_name(tracker->connections, packet, client,
                                pool_intern(tracker->pool, span_of(domain)));
}

static void show_question(struct connection *connection, const struct connection_question *question)
{
    struct report_connection *shown = connection->shown;

    /* What was said of the name holds until it leads to something. */
    if (connection->is_told)
        return;
    shown->name = question->name;
    shown->type = question->type;
    shown->outcome = question->outcome;
    shown->name_in = question->answered_in ? question->answered_in : question->asked_in;
}

static bool take_query(struct tracker *tracker, struct connection *connection,
                       struct connection_question *question, const struct packet *packet,
                       struct report *report)
{
    bool is_again = question->asked_in && question->outcome == DNS_UNKNOWN;

    if (is_again) {
        if (packet->time - question->last_at > DUPLICATE_WITHIN)
            question->resends += question->resends < UINT16_MAX;
        question->last_at = packet->time;
        return false;
    }
    question->asked_in = packet->frame;
    question->asked_at = question->last_at = packet->time;
    question->answered_in = 0;
    question->outcome = DNS_UNKNOWN;
    question->resends = 0;
    question->report = place(tracker, connection, report) ? report : NULL;
    if (!connection->shown->name)
        show_question(connection, question);
    if (connection->shown->target.family == ENDPOINT_NONE)
        fail(tracker, connection, question->report, packet->time);
    return question->report != NULL;
}

/* What the records lead to. */
static void take_records(struct tracker *tracker, struct connection *connection,
                         const struct dns *dns)
{
    for (unsigned i = 0; i < dns->record_count; i++) {
        const struct dns_record *record = &dns->records[i];

        if (record->type == DNS_A || record->type == DNS_AAAA) {
            connection_add_address(connection, &record->address);
        } else if (record->target[0]) {
            const char *name = pool_intern(tracker->pool, span_of(record->target));

            connection_add_name(tracker->connections, connection, name);
            if (record->type == DNS_SRV)
                connection_note_port(connection, name, record->port);
        }
    }
    for (unsigned i = 0; i < connection->address_count; i++) {
        struct endpoint server = connection->addresses[i];

        for (unsigned j = 0; j < CONNECTION_NAMES_MAX && connection->names[j]; j++) {
            server.port = connection->ports[j];
            if (server.port)
                connections_add_server(tracker->connections, &server);
        }
    }
}

static bool take_answer(struct tracker *tracker, struct connection *connection,
                        struct connection_question *question, const struct packet *packet,
                        const struct dns *dns, struct report *report)
{
    bool is_kept = place(tracker, connection, report);

    question->outcome = dns->outcome;
    question->answered_in = packet->frame;
    question->resends = 0;
    if (is_kept)
        question->report = report;
    take_records(tracker, connection, dns);
    if (connection->shown->target.family == ENDPOINT_NONE && dns->outcome == DNS_ANSWERED)
        recover(connection);
    show_question(connection, question);
    if (connection->shown->target.family != ENDPOINT_NONE || dns->outcome == DNS_ANSWERED)
        return is_kept;
    if (find_failed(connection, packet->time))
        fail(tracker, connection, question->report, packet->time);
    return is_kept;
}

/* A name server does not want SIP itself. */
static void note_resolver(const struct tracker *tracker, const struct packet *packet,
                          const struct dns *dns)
{
    struct connection_client *client =
        connections_find_client(tracker->connections, &packet->source);

    if (client && (dns->is_response || dns->is_for_server))
        client->is_resolver = true;
}

static bool take_dns(struct tracker *tracker, const struct packet *packet, struct report *report)
{
    struct dns *dns = &tracker->dns;
    const struct endpoint *client;
    struct connection *connection;
    struct connection_question *question;

    if (!dns_read_question(packet->text, dns))
        return false;
    note_resolver(tracker, packet, dns);
    if (dns->is_for_server)
        return false;
    client = dns->is_response ? &packet->destination : &packet->source;
    connection = find_asking(tracker, packet, client, dns);
    question = connection
                   ? connection_question(connection, pool_intern(tracker->pool, span_of(dns->name)),
                                         dns->type)
                   : NULL;
    if (!question)
        return false;
    if (!dns->is_response)
        return take_query(tracker, connection, question, packet, report);
    dns_read_records(packet->text, dns);
    /* What it lacks may be behind that, or come over TCP (RFC 1035 4.2.1). */
    if (dns->outcome == DNS_EMPTY && (dns->is_truncated || packet->cut))
        dns->outcome = DNS_ANSWERED;
    return take_answer(tracker, connection, question, packet, dns, report);
}

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
    if (!is_insecure(shown))
        recover(connection);
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
        if (packet->time - connection->syn_at > DUPLICATE_WITHIN)
            shown->resends += shown->resends < UINT16_MAX;
        connection->syn_at = packet->time;
        return false;
    }
    connection_begin(tracker->connections, connection, packet->source.port);
    connection->syn_at = packet->time;
    connection->rhythm.ended_in = 0;
    shown->attempts += shown->attempts < UINT16_MAX;
    shown->resends = 0;
    is_kept = place(tracker, connection, report);
    /* What was said of it holds until it gets there. */
    if (connection->is_told)
        return is_kept;
    if (!connection->failed_at) {
        shown->state = CONNECTION_BEGUN;
        shown->state_in = packet->frame;
        shown->handshake = HANDSHAKE_NONE;
        fail(tracker, connection, is_kept ? report : NULL, packet->time);
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
    is_kept = place(tracker, connection, report);
    if (shown->state == CONNECTION_BEGUN) {
        shown->state = (uint8_t)state;
        shown->state_in = packet->frame;
        shown->icmp_type = packet->icmp_type;
        shown->icmp_code = packet->icmp_code;
        fail(tracker, connection, is_kept ? report : NULL, packet->time);
    }
    connection->port = 0;
    return is_kept;
}

/* --- TLS */

/* Of several in a row the first one is reported. */
static void fail_handshake(struct tracker *tracker, struct connection *connection,
                           const struct packet *packet, enum handshake_state state,
                           enum tls_end end, struct report *report)
{
    struct report_connection *shown = connection->shown;

    if (is_insecure(shown) && connection->failed_at && shown->handshake != HANDSHAKE_HIDDEN)
        return;
    shown->handshake = (uint8_t)state;
    shown->handshake_in = packet->frame;
    shown->is_ended_by_server = end == TLS_SERVER;
    shown->alert = connection->tls->alert;
    connection->done_at = 0;
    fail(tracker, connection, report, packet->time);
}

static bool is_printable(struct span name)
{
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] <= ' ' || name.p[i] >= 0x7f || name.p[i] == '{' || name.p[i] == '}')
            return false;
    }
    return true;
}

/* A name in a certificate is ASCII (RFC 5280 7.2), or an address. */
static const char *text_of(struct tracker *tracker, struct span name)
{
    char text[ENDPOINT_TEXT_SIZE];
    struct endpoint address = {.family = name.n == 4 ? ENDPOINT_IPV4 : ENDPOINT_IPV6};

    if (is_printable(name))
        return pool_intern(tracker->pool, span_first(name, VALUE_TEXT_MAX));
    if (name.n != 4 && name.n != 16)
        return NULL;
    memcpy(address.ip, name.p, name.n);
    return pool_intern(tracker->pool, span_of(endpoint_to_text(&address, false, text)));
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
    shown->certificate = certificate->name_count ? text_of(tracker, certificate->names[0]) : NULL;
    shown->certificate_in = packet->frame;
    shown->flaws = (uint8_t)flaws_of(certificate, shown, packet->time);
    if (!shown->flaws || connection->is_told_certificate || !place(tracker, connection, report))
        return false;
    connection->is_told_certificate = true;
    draft = connection_event(tracker, connection, report, packet->time);
    draft.connection.is_certificate = draft.connection.is_at_once = true;
    tracker_emit(tracker, &draft);
    return true;
}

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
    draft = connection_event(tracker, connection, report, packet->time);
    draft.connection.verdict = CONNECTION_NO_KEYS;
    draft.connection.is_at_once = true;
    tracker_emit(tracker, &draft);
}

static bool take_data(struct tracker *tracker, struct connection *connection, enum tls_end end,
                      const struct packet *packet, struct report *report)
{
    struct report_connection *shown = connection->shown;
    const struct tls *tls = connection->tls;

    if (shown->sip == CONNECTION_WITH_SIP || connection->is_decrypted)
        return false;
    if (end == TLS_CLIENT && !shown->encrypted_in && tls->data_length >= REQUEST_FROM)
        shown->encrypted_in = packet->frame;
    if (shown->handshake == HANDSHAKE_HIDDEN && !tls_hides_alert(tls, end)) {
        shown->handshake = HANDSHAKE_DONE;
        recover(connection);
    }
    note_data(tracker, connection, end, packet);
    if (end != TLS_SERVER || connection->is_told_encrypted || !shown->encrypted_in ||
        tls->data_length < RESPONSE_FROM)
        return false;
    tell_encrypted(tracker, connection, packet, place(tracker, connection, report) ? report : NULL);
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
    recover(connection);
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
        if (shown->handshake != HANDSHAKE_NONE && !is_insecure(shown))
            shown->handshake = HANDSHAKE_NONE;
        if (!is_insecure(shown))
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
        is_kept |= take_data(tracker, connection, end, packet, report);
    if (news & TLS_NEWS_ALERT) {
        is_kept |= place(tracker, connection, report);
        fail_handshake(tracker, connection, packet, HANDSHAKE_ALERT, tls->alert_end,
                       is_kept ? report : NULL);
    }
    return is_kept;
}

static bool take_text(struct tracker *tracker, struct connection *connection, enum tls_end end,
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
        is_kept |= place(tracker, connection, report);
        fail_handshake(tracker, connection, packet, HANDSHAKE_HIDDEN, end, is_kept ? report : NULL);
    }
    return is_kept;
}

/* --- The end of a connection */

static void note_rhythm_ends(struct tracker *tracker, struct connection *connection,
                             const struct packet *packet)
{
    struct connection_rhythm *rhythm = &connection->rhythm;
    int64_t interval = connection->shown->interval;

    if (!interval ||
        packet->time - rhythm->began_at > interval - interval / RHYTHM_SLACK_DIVIDED_BY)
        return;
    rhythm->ended_in = packet->frame;
    deadline_set(tracker->deadlines, &connection->deadline,
                 rhythm->began_at + interval + tracker_timer_f(tracker));
}

static bool take_end(struct tracker *tracker, struct connection *connection, enum tls_end end,
                     const struct packet *packet, struct report *report)
{
    const struct tls *tls = connection->tls;
    bool is_kept;

    if (connection->has_ended)
        return false;
    connection->has_ended = true;
    connection->shown->state =
        connection->shown->state == CONNECTION_BEGUN ? CONNECTION_OPEN : connection->shown->state;
    if (!tls || !tls->has_hello || tls->is_over || tls->is_done || tls->has_gap ||
        connection->shown->handshake != HANDSHAKE_BEGUN || connection->is_decrypted) {
        note_rhythm_ends(tracker, connection, packet);
        return false;
    }
    is_kept = place(tracker, connection, report);
    fail_handshake(tracker, connection, packet,
                   packet->tcp == PACKET_TCP_RESET ? HANDSHAKE_RESET : HANDSHAKE_CLOSED, end,
                   is_kept ? report : NULL);
    return is_kept;
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
        is_kept = take_text(tracker, connection, end, packet, report);
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
    unsigned news;

    /* What is only reassembled are records. */
    if (!connection || !connection->tls || tls_begins_record(packet->text))
        return false;
    connection->is_decrypted = true;
    if (connection->shown->handshake == HANDSHAKE_HIDDEN)
        connection->shown->handshake = HANDSHAKE_BEGUN;
    news = tls_take_decrypted(connection->tls, end, packet->text);
    return news ? take_news(tracker, connection, news, end, packet, report) : false;
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
        return take_dns(tracker, packet, report);
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
        recover(connection);
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
