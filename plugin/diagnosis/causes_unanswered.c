/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes in which a client gets no response, and others do.
 */
#include "diagnosis/causes.h"

/* What a server did for another client not long ago it does now, too. */
#define SERVED_WITHIN (300 * SECOND)

/* Another client of the domain is served by another server meanwhile. One flow of several has its own server. */
static bool is_served_elsewhere(const struct event *event, int64_t since)
{
    const struct transaction *transaction = event->transaction;
    const struct served_domain *domain = event->aor ? event->aor->domain : NULL;

    return domain && domain->frame && domain->time > since &&
           transaction->first_time - domain->time < SERVED_WITHIN &&
           !endpoint_same_ip(&domain->server, &transaction->server) &&
           !endpoint_same_ip(&domain->client, &transaction->client) && !transaction->wants_outbound;
}

/* The previous attempt got no response from this server either, nor has anybody since. */
bool cause_stays_with_dead_server(const struct event *event)
{
    const struct last_request *before =
        event->registration ? &event->registration->past->before : NULL;
    const struct server_record *server = event->server;

    return cause_is_silent_everywhere(event) && before && before->report && !before->has_response &&
           endpoint_same_ip(&before->destination, &event->transaction->server) &&
           !(server && server->has_responded && server->heard_at >= before->time) &&
           is_served_elsewhere(event, before->time);
}

/* ---- one client gets no response, others do */

const struct binding *cause_bound_from_here(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct binding *each = event->registration ? event->registration->aor->bindings : NULL;

    for (; transaction && each; each = each->next) {
        if (each->owner == event->registration && each->granted_in &&
            each->transport == transaction->transport &&
            endpoint_equal(&each->source, &transaction->client) &&
            endpoint_same_ip(&each->server, &transaction->server))
            return each;
    }
    return NULL;
}

/* The second attempt in a row, which rules out that a server was just started again. Whether others get a response
 * since is to be seen. */
static bool is_silent_twice(const struct event *event)
{
    const struct last_request *before =
        event->registration ? &event->registration->past->before : NULL;

    return cause_is_silent_everywhere(event) && before && before->report && !before->has_response &&
           before->request_uri == event->registration->last.request_uri &&
           endpoint_same_ip(&before->destination, &event->transaction->server) &&
           !cause_is_silent_for_one(event) && !cause_blocked_after_refusals(event);
}

/* The client has never got a response. */
bool cause_may_be_uri_user(const struct event *event)
{
    return is_silent_twice(event) && !event->registration->responded_id;
}

/* Over a connection each attempt has another port: that it is the same flow is known over UDP only. Nobody else is
 * without a response. */
bool cause_may_be_blocked_since(const struct event *event)
{
    const struct server_record *server = event->server;

    return is_silent_twice(event) && event->transaction->transport == TRANSPORT_UDP &&
           cause_bound_from_here(event) && server && server->has_responded &&
           (server->unanswered.family == ENDPOINT_NONE ||
            endpoint_same_ip(&server->unanswered, &event->transaction->client) ||
            server->unanswered_at < server->heard_at);
}

bool cause_has_telling_difference(const struct event *event)
{
    return (finding_of(event->report, RULE_reg_uri_userinfo) && cause_may_be_uri_user(event)) ||
           cause_may_be_blocked_since(event);
}

/* Whether others get a response later is to be seen. */
bool cause_is_silent_so_far(const struct event *event)
{
    return cause_is_silent_everywhere(event) && !cause_is_silent_for_one(event) &&
           !cause_blocked_after_refusals(event) && !cause_has_telling_difference(event);
}

/* ---- delivered, and no response */

/* TCP has taken this REGISTER to the server, which has never responded in SIP. */
bool cause_is_acknowledged(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct heard_packet *other =
        event->server && !event->server->has_responded ? &event->server->other : NULL;

    return cause_is_silent_everywhere(event) && other && other->in && other->kind == HEARD_ACK &&
           other->at >= transaction->first_time &&
           endpoint_equal(&other->from, &transaction->server) &&
           endpoint_equal(&other->to, &transaction->client);
}

/* The server sends the response to itself, or takes the REGISTER for its own, which went round in a loop. */
bool cause_claims_server_address(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return cause_malformed_is_ignored(event) && transaction->via_count == 1 &&
           endpoint_same_ip(&transaction->sent_by, &transaction->server) &&
           !endpoint_same_ip(&transaction->client, &transaction->server);
}

/* ---- ICMP errors for one client, and responses for others */

/* The latest response came from the address and port that the ICMP error is about, and went to another client. */
static bool is_open_to_others(const struct event *event)
{
    const struct server_record *server = event->server;

    return server && server->has_responded && event->transaction &&
           endpoint_equal(&server->heard_from, &event->transaction->server) &&
           !endpoint_equal(&server->heard_by, &event->transaction->client);
}

/* ... in between its REGISTERs, or just before its first one. */
bool cause_serves_others_at_port(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct last_request *before = registration ? &registration->past->before : NULL;

    if (!event->server || !before || !is_open_to_others(event))
        return false;
    if (before->unreachable)
        return event->server->heard_at > before->time;
    return !registration->responded_id &&
           event->transaction->first_time - event->server->heard_at < SERVED_WITHIN;
}

/* RFC 792, RFC 1812 5.2.7.1, RFC 4443 3.1: what a firewall says; other codes tell that there is no way there. */
static bool may_be_of_firewall(const struct packet *packet)
{
    return packet->icmp_v6 ? packet->icmp_code == 1 || packet->icmp_code >= 4
                           : packet->icmp_code == 3 || packet->icmp_code >= 9;
}

/* ... between two of its REGISTERs that draw an ICMP error each, at once: the server runs, and a firewall rejects this
 * client. */
bool cause_is_rejected_alone(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct last_request *before = registration ? &registration->past->before : NULL;

    return event->server && event->facts->is_request && may_be_of_firewall(event->facts->packet) &&
           before && before->report && before->unreachable &&
           !registration->last.unreachable_again && cause_serves_others_at_port(event) &&
           event->server->heard_at < event->transaction->first_time &&
           event->transaction->first_time - event->server->heard_at < SERVED_WITHIN &&
           endpoint_same_ip(&before->destination, &event->transaction->server) &&
           !endpoint_same_ip(&event->server->heard_by, &event->transaction->client);
}

/* Nothing listens behind the REGISTER, as it did before it. */
bool cause_stops_on_request(const struct event *event)
{
    const struct packet *packet = event->facts->packet;
    const struct registration *registration = event->registration;
    uint8_t closed = packet->icmp_v6 ? 4 : 3;

    return event->facts->is_request && registration && event->server &&
           packet->icmp_code == closed &&
           endpoint_same_ip(&packet->source, &event->transaction->server) &&
           registration->last.unreachable_again && registration->past->before.unreachable_again &&
           event->server->heard_at > registration->past->before.resent_at &&
           is_open_to_others(event);
}

/* ---- blocked */

/* So many attempts in a row are a loop, and no server blocks a client for it later than this. */
#define BLOCKED_WITHIN (300 * SECOND)
enum { STORM_FROM = 10 };

/* The client gets no response, or its REGISTER an ICMP error, while others at another address are served. */
static bool is_dropped_alone(const struct event *event)
{
    bool is_alone = event->triggers & ON_ICMP ? event->facts && event->facts->is_request &&
                                                    cause_serves_others_at_port(event)
                                              : cause_is_silent_for_one(event);

    return is_alone && event->transaction &&
           !endpoint_same_ip(&event->server->heard_by, &event->transaction->client);
}

bool cause_is_blocked_after_storm(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct storm *storm = registration ? &registration->past->storm : NULL;

    return storm && storm->count >= STORM_FROM && !cause_blocked_after_refusals(event) &&
           is_dropped_alone(event) && event->transaction->first_time - storm->at < BLOCKED_WITHIN;
}
