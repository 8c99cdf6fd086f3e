/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes that lie between client and server: what one source address, IP version or transport
 * gets and another does not, and what all clients at one address no longer get.
 */
#include "diagnosis/causes_path.h"

#include "diagnosis/suspicion.h"

#include <string.h>

/* What was accepted on another path longer ago says little of the account as it is now. */
#define COMPARED_WITHIN (3600 * SECOND)
/* ... and of a server that is silent now. */
#define SERVED_WITHIN (300 * SECOND)

static bool is_same_host(const struct endpoint *a, const struct endpoint *b,
                         const struct settings *settings)
{
    enum { IPV6_NETWORK = 8 }; /* a host has many addresses in its /64 */

    if (a->family == ENDPOINT_IPV6)
        return memcmp(a->ip, b->ip, IPV6_NETWORK) == 0;
    return endpoint_is_private(a) == endpoint_is_private(b) &&
           endpoint_same_network(a, b, settings->pool_prefix);
}

enum path_difference cause_compare_paths(const struct accepted_path *one,
                                         const struct accepted_path *other,
                                         const struct settings *settings)
{
    if (one->client.family == ENDPOINT_NONE || other->client.family == ENDPOINT_NONE)
        return PATH_SAME;
    if (one->client.family != other->client.family)
        return PATH_FAMILY;
    if (endpoint_same_ip(&one->client, &other->client))
        return one->transport == other->transport ? PATH_SAME : PATH_TRANSPORT;
    return is_same_host(&one->client, &other->client, settings) ? PATH_SAME : PATH_ADDRESS;
}

const char *cause_path_over(const struct accepted_path *path, enum path_difference difference)
{
    if (difference == PATH_FAMILY)
        return path->client.family == ENDPOINT_IPV6 ? "IPv6" : "IPv4";
    return report_transport_name(path->transport);
}

struct accepted_path cause_path(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return transaction ? (struct accepted_path){.client = transaction->client,
                                                .server = transaction->server,
                                                .transport = transaction->transport}
                       : (struct accepted_path){0};
}

bool cause_may_be_same_device(const struct registration *one, const struct registration *other)
{
    return !one->user_agent || !other->user_agent ||
           facts_same_product(one->user_agent, other->user_agent);
}

/* One that has been accepted on this path, too, is no evidence against it. */
const struct accepted_path *cause_other_path(const struct event *event)
{
    const struct accepted_path path = cause_path(event);
    const struct accepted_path *latest = NULL;
    const struct registration *each = event->aor ? event->aor->agents : NULL;

    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->older) {
        const struct accepted_path *accepted = &each->past->accepted_path;
        enum path_difference difference =
            accepted->frame ? cause_compare_paths(&path, accepted, event->settings) : PATH_SAME;

        if (accepted->frame && difference == PATH_SAME)
            return NULL;
        if (difference == PATH_FAMILY && !cause_may_be_same_device(each, event->registration))
            continue; /* it may be in another network */
        if (difference != PATH_SAME && (!latest || accepted->time > latest->time))
            latest = accepted;
    }
    return latest;
}

/* What of it differs, and is refused. */
const char *cause_path_part(enum path_difference difference)
{
    static const char *const parts[] = {"path", "source address", "IP version", "transport"};

    return parts[difference];
}

enum path_difference cause_path_difference(const struct event *event)
{
    const struct accepted_path path = cause_path(event);
    const struct accepted_path *other = cause_other_path(event);

    return other ? cause_compare_paths(&path, other, event->settings) : PATH_SAME;
}

enum path_difference suspicion_path_difference(const struct event *event,
                                               const struct suspicion *suspicion)
{
    const struct accepted_path before = {.client = suspicion->client,
                                         .transport = suspicion->transport};
    const struct accepted_path now = cause_path(event);

    return cause_compare_paths(&before, &now, event->settings);
}

/* ---- refused on one path */

static bool is_refused(const struct event *event)
{
    unsigned status = cause_status(event);

    return (status == 403 || status == 404 || status == 603) && !cause_gives_reason(event) &&
           event->registration && !event->registration->is_ims && event->transaction &&
           event->addresses == ADDRESSES_ARE_REAL && !event->source->is_scanner;
}

bool cause_may_refuse_path(const struct event *event)
{
    return is_refused(event) && !event->transaction->has_answer;
}

static bool is_forbidden(const struct event *event)
{
    return is_refused(event) && event->transaction->has_answer && cause_status(event) == 403;
}

/* The same user, Contact and program, which has sent nothing since: its password was right. */
static bool is_former_self(const struct registration *agent, const struct event *event)
{
    const struct nonce_use *use = event->refused ? event->refused->use : NULL;
    const struct registration *now = event->registration;

    return use && agent != now && agent->last.frame < now->first_in && agent->contact &&
           now->contact && facts_same_uri(agent->contact, now->contact) && agent->user_agent &&
           now->user_agent && facts_same_product(agent->user_agent, now->user_agent) &&
           agent->past->authenticated_user == use->username &&
           registration_knows_realm(agent, use->nonce->realm);
}

bool cause_may_refuse_new_address(const struct event *event)
{
    const struct registration *agent;

    if (!is_forbidden(event))
        return false;
    agent = event->registration->aor->agents;
    for (unsigned i = 0; agent && i < AGENTS_SEARCHED_MAX; i++, agent = agent->older) {
        if (is_former_self(agent, event))
            return true;
    }
    return false;
}

bool cause_may_refuse_path_or_password(const struct event *event)
{
    return is_forbidden(event) && !cause_may_refuse_new_address(event);
}

bool cause_is_refused_on_path(const struct event *event)
{
    const struct accepted_path *other = is_refused(event) ? cause_other_path(event) : NULL;

    return other && event->time - other->time < COMPARED_WITHIN;
}

/* ---- silent on one path */

bool cause_is_of_same_server(const struct accepted_path *path, const struct endpoint *server)
{
    return path->server.family != server->family || endpoint_same_ip(&path->server, server);
}

/* One packet may be lost. */
bool cause_may_be_silent_path(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return cause_is_silent_everywhere(event) && !event->registration->is_ims &&
           (transaction->transport != TRANSPORT_UDP || transaction->retransmissions > 1) &&
           !transaction->provisional && !transaction->unreachable && !event->flow;
}

/* What was accepted before may have been so before the server went down: the client tries before and after that, or
 * others are served meanwhile. */
static bool is_served_meanwhile(const struct event *event, const struct accepted_path *other)
{
    const struct last_request *before = &event->registration->past->before;
    int64_t heard_at = event->server && event->server->has_responded ? event->server->heard_at : 0;

    return MAX(heard_at, other->time) > event->transaction->first_time ||
           (before->report && !before->has_response && before->time < other->time);
}

/* A client that got no response on the other path either met a server that is down. */
static bool is_silent_path(const struct event *event)
{
    const struct accepted_path *other =
        cause_may_be_silent_path(event) ? cause_other_path(event) : NULL;
    const struct last_request *before = &event->registration->past->before;

    return other && cause_is_of_same_server(other, &event->transaction->server) &&
           other->time > event->transaction->first_time - SERVED_WITHIN &&
           is_served_meanwhile(event, other) &&
           (!before->report || before->has_response || before->time < other->time);
}

bool cause_is_silent_over_one(const struct event *event)
{
    return is_silent_path(event) && cause_path_difference(event) != PATH_ADDRESS;
}

bool cause_is_silent_to_address(const struct event *event)
{
    return is_silent_path(event) && cause_path_difference(event) == PATH_ADDRESS;
}

/* ---- states that outlive an address */

static bool is_of_bound(const struct event *event)
{
    return cause_may_be_silent_path(event) && event->registration->accepted &&
           event->addresses == ADDRESSES_ARE_REAL;
}

bool cause_may_be_stale_mapping(const struct event *event)
{
    return is_of_bound(event);
}

/* The second attempt in a row from one port and under one Call-ID. */
bool cause_may_be_stale_state(const struct event *event)
{
    const struct last_request *before = &event->registration->past->before;

    return is_of_bound(event) && !cause_is_silent_for_others(event) && before->report &&
           !before->has_response && endpoint_equal(&before->source, &event->transaction->client) &&
           before->call_id == event->transaction->call_id;
}

/* ---- lost without a retransmission */

/* The client is not known to retransmit: one lost packet is enough. */
bool cause_may_not_retransmit(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return cause_is_silent_everywhere(event) && transaction->transport == TRANSPORT_UDP &&
           !transaction->retransmissions && !event->registration->retransmits &&
           !transaction->provisional && !transaction->unreachable &&
           event->registration->accepted && event->server && event->server->has_responded;
}
