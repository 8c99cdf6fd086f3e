/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes in which a REGISTER gets no response, and something else works meanwhile: another server
 * for the same address, another line of the same network, another transport, the attempts before and after.
 */
#include "diagnosis/causes_elsewhere.h"

#include "diagnosis/causes_source.h"

/* What worked longer ago says nothing of the path as it is now. */
#define WORKED_WITHIN (300 * SECOND)

/* Since when the server has been silent for this client: its previous attempt, or this one. */
static int64_t silent_since(const struct event *event)
{
    const struct last_request *before = &event->registration->past->before;

    return before->report && !before->has_response &&
                   endpoint_same_ip(&before->destination, &event->transaction->server)
               ? before->time
               : event->transaction->first_time;
}

/* A server in the same private network is reached without the line. */
static bool is_other_server(const struct accepted_path *path, const struct transaction *transaction)
{
    return path->frame && !endpoint_same_ip(&path->server, &transaction->server) &&
           endpoint_same_ip(&path->client, &transaction->client) &&
           endpoint_is_private(&path->server) == endpoint_is_private(&transaction->server);
}

const struct accepted_path *cause_accepted_by_other(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct accepted_path *latest = NULL;
    const struct registration *each = cause_latest_client(event);

    for (unsigned i = 0; each && i < CAUSE_CLIENTS_MAX; i++, each = each->neighbour) {
        const struct accepted_path *path = &each->past->accepted_path;

        /* Two servers of one AOR stand in for each other. */
        if (each->aor != event->aor && is_other_server(path, transaction) &&
            (!latest || path->time > latest->time))
            latest = path;
    }
    return latest && transaction->first_time - latest->time < WORKED_WITHIN ? latest : NULL;
}

/* ... since this one is silent: twice, where its response may have been missed once. */
static bool is_served_by_other(const struct event *event)
{
    const struct accepted_path *other = cause_accepted_by_other(event);
    int64_t since = silent_since(event);

    return other && other->time > since &&
           (!event->capture->is_doubtful || since < event->transaction->first_time);
}

bool cause_is_silent_alone(const struct event *event)
{
    return cause_is_silent(event) && event->addresses == ADDRESSES_ARE_REAL &&
           is_served_by_other(event);
}

/* Nothing has ever come from it. */
bool cause_may_be_filtered(const struct event *event)
{
    return cause_never_responded(event) && event->addresses == ADDRESSES_ARE_REAL &&
           cause_accepted_by_other(event);
}

/* ---- two lines */

static bool is_of_site(const struct endpoint *one, const struct endpoint *other)
{
    return cause_is_one_network(one, other) && !endpoint_same_ip(one, other);
}

/* A server sees many networks with the same private addresses: two public addresses belong to one of them where one
 * user was seen at both, on the same host, and to two lines where they are not of one pool. */
const struct behind_nat *cause_on_other_line(const struct event *event)
{
    const struct server_record *server = event->server;
    const struct behind_nat *own = server ? server->behind : NULL;
    const struct behind_nat *other;

    if (!own || server->behind_many || !server->behind_is_one || !event->transaction)
        return NULL;
    if (!endpoint_same_ip(&own->outside, &event->transaction->client))
        own++;
    other = own == server->behind ? own + 1 : server->behind;
    return endpoint_same_ip(&own->outside, &event->transaction->client) && other->responded_in &&
                   is_of_site(&event->transaction->sent_by, &other->inside[0].at) &&
                   !endpoint_same_network(&own->outside, &other->outside,
                                          event->settings->pool_prefix)
               ? other
               : NULL;
}

/* The other one has a response, since this one has none: at once, or at its next attempt. */
bool cause_uses_wrong_line(const struct event *event)
{
    const struct behind_nat *other =
        cause_is_silent_everywhere(event) && event->addresses == ADDRESSES_ARE_REAL
            ? cause_on_other_line(event)
            : NULL;

    return other && event->transaction->retransmissions > 1 &&
           other->responded_at > silent_since(event) &&
           event->transaction->first_time - other->responded_at < WORKED_WITHIN;
}

/* ---- another transport */

/* One packet may be lost. */
bool cause_may_lose_udp(const struct event *event)
{
    return cause_is_silent_everywhere(event) && event->transaction->transport == TRANSPORT_UDP &&
           event->transaction->retransmissions > 1 && event->addresses == ADDRESSES_ARE_REAL;
}

/* The server may ignore one address. */
static bool is_silent_over_udp_for_other(const struct event *event)
{
    const struct server_record *server = event->server;

    return server->unanswered.family != ENDPOINT_NONE && server->unanswered_over == TRANSPORT_UDP &&
           !endpoint_same_ip(&server->unanswered, &event->transaction->client) &&
           server->udp_heard_at < server->unanswered_at &&
           server->unanswered_at < server->over_stream.at;
}

/* Over UDP nobody has a response any more; over a connection this address has one, or another one where two have none. */
bool cause_loses_udp(const struct event *event)
{
    const struct server_record *server = event->server;

    return cause_may_lose_udp(event) && server && server->over_stream.frame &&
           server->over_stream.at > silent_since(event) &&
           server->udp_heard_at < silent_since(event) &&
           (endpoint_same_ip(&server->over_stream.to, &event->transaction->client) ||
            is_silent_over_udp_for_other(event));
}

/* ---- one attempt of many */

/* It had a response before, and others have one while it has none. */
bool cause_may_be_interrupted(const struct event *event)
{
    const struct last_request *before =
        event->registration ? &event->registration->past->before : NULL;

    return cause_serves_others(event) && before && before->report && before->has_response &&
           event->transaction->transport == TRANSPORT_UDP &&
           event->server->heard_at > event->transaction->first_time &&
           !cause_is_silent_for_source(event);
}

/* ... or nothing is known of others. */
bool cause_is_silent_once(const struct event *event)
{
    const struct last_request *before =
        event->registration ? &event->registration->past->before : NULL;

    return cause_is_silent(event) && before && before->report && before->has_response &&
           !cause_is_silent_for_others(event);
}
