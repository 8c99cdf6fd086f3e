/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes that concern all clients at one source address: some are served and others are not, or
 * none is any more.
 */
#include "diagnosis/causes_source.h"

#include "base/elapsed.h"

enum {
    /* Of a private network. */
    SITE_PREFIX = 24,
    /* Two: one of them may have a fault of its own. */
    CLIENTS_FROM = 2,
    /* As many at once are a burst. */
    BURST_FROM = 5
};

/* A response that comes at all has come by then. */
#define PENDING_FOR  (2 * SECOND)
#define BURST_WITHIN (10 * SECOND)

const struct registration *cause_latest_client(const struct event *event)
{
    return event->source && event->source->record && event->transaction
               ? source_latest_client(event->source->record)
               : NULL;
}

bool cause_is_one_network(const struct endpoint *one, const struct endpoint *other)
{
    return endpoint_is_private(one) && endpoint_same_network(one, other, SITE_PREFIX);
}

/* The client itself, or one of another AOR: a client with a new Call-ID each time is only one. */
static bool is_neighbour(const struct registration *each, const struct transaction *transaction)
{
    return each->last.report && !each->is_ims &&
           (each == transaction->registration || each->aor != transaction->registration->aor) &&
           endpoint_same_ip(&each->last.source, &transaction->client) &&
           endpoint_same_ip(&each->last.destination, &transaction->server);
}

static bool is_unanswered(const struct registration *each, const struct event *event)
{
    return !each->last.has_response && event->time - each->last.time >= PENDING_FOR;
}

static struct neighbours with_silent(struct neighbours found, const struct registration *each,
                                     const struct event *event)
{
    found.silent++;
    found.silent_from = MIN(found.silent_from, each->tried_at);
    if (each != event->registration)
        found.other_in = each->last.frame;
    if (each->responded_id)
        return found;
    found.never_served++;
    found.first_never = MIN(found.first_never, each->first_in);
    return found;
}

static struct neighbours with_served(struct neighbours found, const struct registration *each,
                                     const struct event *event)
{
    found.served++;
    found.served_alike += each->last.request_uri == event->registration->last.request_uri;
    found.last_served = MAX(found.last_served, each->first_in);
    if (each->last.has_response)
        found.served_at = MAX(found.served_at, each->last.time);
    found.served_at = MAX(found.served_at, each->past->accepted_path.time);
    return found;
}

struct neighbours cause_neighbours(const struct event *event)
{
    struct neighbours found = {.silent_from = INT64_MAX, .first_never = UINT32_MAX};
    const struct registration *each = cause_latest_client(event);

    for (unsigned i = 0; each && i < CAUSE_CLIENTS_MAX; i++, each = each->neighbour) {
        if (!is_neighbour(each, event->transaction))
            continue;
        if (each->responded_id)
            found = with_served(found, each, event);
        if (is_unanswered(each, event))
            found = with_silent(found, each, event);
    }
    return found;
}

unsigned cause_burst(const struct event *event)
{
    int64_t until = cause_neighbours(event).served_at;
    const struct registration *each = cause_latest_client(event);
    unsigned count = 0;

    for (unsigned i = 0; each && i < CAUSE_CLIENTS_MAX; i++, each = each->neighbour)
        count += is_neighbour(each, event->transaction) && each->past->accepted_path.frame &&
                 until - each->past->accepted_path.time <= BURST_WITHIN;
    return count >= BURST_FROM ? count : 0;
}

/* The clients that came first are served, those that came later never were. */
bool cause_is_beyond_limit(const struct event *event)
{
    struct neighbours found;

    if (!cause_is_silent_everywhere(event) || event->registration->responded_id ||
        event->addresses != ADDRESSES_ARE_REAL)
        return false;
    found = cause_neighbours(event);
    return found.served_alike >= CLIENTS_FROM && found.never_served >= CLIENTS_FROM &&
           found.last_served < found.first_never;
}

/* ... and they still are, between two attempts of this client or during one. */
bool cause_serves_first_clients(const struct event *event)
{
    const struct last_request *before = &event->registration->past->before;
    int64_t since = before->report ? before->time : event->transaction->first_time;

    return cause_is_beyond_limit(event) && cause_neighbours(event).served_at > since;
}

bool cause_serves_address_since(const struct event *event, int64_t since)
{
    const struct registration *each = cause_latest_client(event);

    for (unsigned i = 0; each && i < CAUSE_CLIENTS_MAX; i++, each = each->neighbour) {
        if (endpoint_same_ip(&each->last.source, &event->transaction->client) &&
            endpoint_same_ip(&each->last.destination, &event->transaction->server) &&
            ((each->past->challenge.frame && each->past->challenge.time > since) ||
             each->past->accepted_path.time > since))
            return true;
    }
    return false;
}

/* ---- blocked for wrong credentials */

static struct source_block block_of_source(const struct event *event)
{
    return event->source && event->source->record && event->registration
               ? source_refused_others(event->source->record, event->registration->aor->name)
               : (struct source_block){0};
}

/* By the public address that the server reports, where it has accepted nobody since. */
static struct source_block block_of_outside(const struct event *event)
{
    const struct server_record *server = event->server;
    const struct refused_user *user = server ? &server->refused_user : NULL;
    const struct registration *registration = event->registration;

    if (!user || !registration || user->aor == registration->aor->name ||
        !endpoint_same_ip(&user->outside, &registration->past->public_address.at) ||
        server->accepted.at > user->time)
        return (struct source_block){0};
    return (struct source_block){user->name, user->count, user->frame, user->time};
}

struct source_block cause_block(const struct event *event)
{
    struct source_block block = block_of_source(event);

    return block.count ? block : block_of_outside(event);
}

/* Servers block an address for the wrong credentials of one client behind it: by silence, */
bool cause_is_address_blocked(const struct event *event)
{
    struct source_block block;

    if (!cause_is_silent_everywhere(event) || !event->server)
        return false;
    block = block_of_source(event);
    return block.count >= CAUSE_BLOCKED_FROM && block.time < event->transaction->first_time &&
           (event->server->heard_at <= block.time ||
            !endpoint_same_ip(&event->server->heard_by, &event->transaction->client));
}

/* ... or by refusing all. */
bool cause_refuses_address(const struct event *event)
{
    struct source_block block;

    if (!cause_forbids_unasked(event) || event->addresses != ADDRESSES_ARE_REAL)
        return false;
    block = cause_block(event);
    return block.count >= CAUSE_BLOCKED_FROM && block.time < event->transaction->first_time &&
           !cause_serves_address_since(event, block.time);
}

/* ... or for those of the client itself. */
bool cause_forbids_after_refusals(const struct event *event)
{
    const struct registration *registration = event->registration;

    return cause_forbids_unasked(event) && !event->refused->use &&
           registration->past->rejections >= CAUSE_BLOCKED_FROM &&
           !cause_serves_address_since(event, registration->past->challenge.time);
}

unsigned cause_accepted_users(const struct event *event)
{
    const struct source *record = event->source ? event->source->record : NULL;
    const struct registration *each = record ? source_latest_client(record) : NULL;
    unsigned count = 0;

    for (unsigned i = 0; each && i < CAUSE_CLIENTS_MAX; i++, each = each->neighbour)
        count += each->past->accepted_path.frame != 0;
    return count;
}

/* No client at the address gets a response any more. */
bool cause_is_silent_for_source(const struct event *event)
{
    struct neighbours found;

    if (!cause_is_silent_everywhere(event) || event->addresses != ADDRESSES_ARE_REAL ||
        cause_dead_connection(event))
        return false;
    found = cause_neighbours(event);
    return found.silent >= CLIENTS_FROM && found.served_at <= found.silent_from;
}

/* ... while one at another address does: not only after the last of them has tried. */
bool cause_serves_other_sources(const struct event *event)
{
    return cause_is_silent_for_source(event) && event->server && event->server->has_responded &&
           event->server->heard_at > cause_neighbours(event).silent_from &&
           event->server->heard_at < event->transaction->last_time &&
           !endpoint_same_ip(&event->server->heard_by, &event->transaction->client);
}
