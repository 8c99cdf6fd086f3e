/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes in which a client gets no response, and does not do what would help.
 */
#include "diagnosis/diagnosis.h"

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
    const struct last_request *before = event->registration ? &event->registration->before : NULL;
    const struct server_record *server = event->server;

    return cause_is_silent_everywhere(event) && before && before->report && !before->has_response &&
           endpoint_same_ip(&before->destination, &event->transaction->server) &&
           !(server && server->has_responded && server->heard_at >= before->time) &&
           is_served_elsewhere(event, before->time);
}
