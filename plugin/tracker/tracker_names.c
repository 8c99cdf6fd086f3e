/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The names of servers that clients query: what is a way to SIP, and what DNS responds (RFC 3263 4).
 */
#include "tracker/tracker_way.h"

/* Resolvers ask again after some seconds, and give up before this. */
#define NAME_WITHIN (5 * SECOND)

bool tracker_names_is_address(const struct connection_question *question)
{
    return question->type == DNS_A || question->type == DNS_AAAA;
}

static bool is_silent(const struct connection_question *question, int64_t time)
{
    return question->outcome == DNS_UNKNOWN && question->resends &&
           time - question->asked_at >= NAME_WITHIN;
}

struct connection_question *tracker_names_failed(struct connection *connection, int64_t time)
{
    struct connection_question *found = NULL;
    bool has_addresses = false, has_servers = false;

    for (unsigned i = 0; i < connection->question_count; i++) {
        struct connection_question *each = &connection->questions[i];
        bool has_failed = each->outcome > DNS_ANSWERED || is_silent(each, time);

        if (tracker_names_is_address(each) && !has_failed)
            return NULL;
        has_servers |= each->type == DNS_SRV && each->outcome == DNS_ANSWERED;
        if (has_failed && (!found || (tracker_names_is_address(each) && !has_addresses)))
            found = each;
        has_addresses |= tracker_names_is_address(each);
    }
    return has_servers && !has_addresses ? NULL : found;
}

/* A domain that the client registers in. */
static bool is_domain_of_client(const struct tracker *tracker, const struct endpoint *client,
                                const char *name)
{
    const struct registration *each = tracker_way_latest_at(tracker, client);

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
        struct connection *connection =
            connections_find_name(tracker->connections, client, span_of(dns->name));

        if (connection)
            return connection;
        if (!is_domain_of_client(tracker, client, dns->name))
            return NULL;
        domain = dns->name;
    }
    tracker->has_connections = true;
    return connections_get_name(tracker->connections, packet, client, span_of(domain));
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
        if (packet->time - question->last_at > WAY_DUPLICATE_WITHIN)
            question->resends += question->resends < UINT16_MAX;
        question->last_at = packet->time;
        return false;
    }
    question->asked_in = packet->frame;
    question->asked_at = question->last_at = packet->time;
    question->answered_in = 0;
    question->outcome = DNS_UNKNOWN;
    question->resends = 0;
    question->report = tracker_way_place(tracker, connection, report) ? report : NULL;
    if (!connection->shown->name)
        show_question(connection, question);
    if (connection->shown->target.family == ENDPOINT_NONE)
        tracker_way_fail(tracker, connection, question->report, packet->time);
    return question->report != NULL;
}

/* What the records lead to. */
static void take_records(struct tracker *tracker, struct connection *connection,
                         const struct dns *dns)
{
    for (unsigned i = 0; i < dns->record_count; i++) {
        const struct dns_record *record = &dns->records[i];

        if (record->type == DNS_A || record->type == DNS_AAAA)
            connection_add_address(connection, &record->address);
        else if (record->target[0])
            connection_add_name(tracker->connections, connection, span_of(record->target),
                                record->port);
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
    bool is_kept = tracker_way_place(tracker, connection, report);

    question->outcome = dns->outcome;
    question->answered_in = packet->frame;
    question->resends = 0;
    if (is_kept)
        question->report = report;
    take_records(tracker, connection, dns);
    if (connection->shown->target.family == ENDPOINT_NONE && dns->outcome == DNS_ANSWERED)
        tracker_way_recover(connection);
    show_question(connection, question);
    if (connection->shown->target.family != ENDPOINT_NONE || dns->outcome == DNS_ANSWERED)
        return is_kept;
    if (tracker_names_failed(connection, packet->time))
        tracker_way_fail(tracker, connection, question->report, packet->time);
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

bool tracker_names_take(struct tracker *tracker, const struct packet *packet, struct report *report)
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
    question = connection ? connection_question(tracker->connections, connection,
                                                span_of(dns->name), dns->type)
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
