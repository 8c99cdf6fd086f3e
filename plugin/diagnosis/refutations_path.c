/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What strengthens and what refutes the causes that lie between client and server.
 */
#include "diagnosis/refutations.h"

#include "diagnosis/causes_elsewhere.h"
#include "diagnosis/causes_path.h"
#include "diagnosis/causes_source.h"

/* A client that falls back to another transport or IP version does so at once; later, the server may have been
 * down in between. */
#define FALLS_BACK_WITHIN (15 * SECOND)
/* ... that tries another port or Call-ID. */
#define CHANGES_WITHIN (60 * SECOND)
/* ... whose refreshes are minutes apart. */
#define INTERRUPTED_WITHIN (600 * SECOND)

/* The event that raises it. */
static bool is_raised_by(const struct event *event, const struct suspicion *suspicion)
{
    return is_of_client(event, suspicion) && event->report->frame == suspicion->frame &&
           event->time == suspicion->raised_at;
}

static bool is_later_response(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && event->aor == suspicion->registration->aor &&
           event->facts->status >= 200 && is_later(event, suspicion);
}

/* ---- what strengthens */

bool strengthens_path_accepted(const struct event *event, const struct suspicion *suspicion)
{
    if (is_raised_by(event, suspicion))
        return cause_is_refused_on_path(event);
    return is_later_response(event, suspicion) && event_is_accepted(event) &&
           suspicion_path_difference(event, suspicion) != PATH_SAME;
}

bool strengthens_other_path_works(const struct event *event, const struct suspicion *suspicion)
{
    const struct accepted_path now = cause_path(event);
    enum path_difference difference;

    if (is_raised_by(event, suspicion))
        return !event->capture->is_doubtful && cause_is_silent_over_one(event);
    if (!is_later_response(event, suspicion) ||
        !cause_is_of_same_server(&now, &suspicion->server) ||
        event->time - suspicion->raised_at > FALLS_BACK_WITHIN)
        return false;
    difference = suspicion_path_difference(event, suspicion);
    return difference == PATH_TRANSPORT ||
           (difference == PATH_FAMILY &&
            cause_may_be_same_device(event->registration, suspicion->registration));
}

/* The client is back at the address where it was bound before it got no response, twice, from another one. */
static bool is_back(const struct event *event, const struct suspicion *suspicion)
{
    enum { BACK_WITHIN_S = 300 };

    return event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
           is_later(event, suspicion) && event_is_accepted(event) && suspicion->is_silent_again &&
           is_same_server(event, suspicion) &&
           endpoint_same_ip(&event->transaction->client, &suspicion->accepted_at) &&
           !endpoint_same_network(&suspicion->client, &suspicion->accepted_at,
                                  event->settings->pool_prefix) &&
           event->time - suspicion->raised_at <= BACK_WITHIN_S * SECOND;
}

bool strengthens_other_address_works(const struct event *event, const struct suspicion *suspicion)
{
    return is_back(event, suspicion) ||
           (is_raised_by(event, suspicion) && cause_is_silent_to_address(event));
}

static bool is_same_source(const struct event *event, const struct suspicion *suspicion)
{
    return endpoint_same_ip(&event->transaction->client, &suspicion->client);
}

/* The clients that came first are still served, while this one tries. */
bool strengthens_first_are_served(const struct event *event, const struct suspicion *suspicion)
{
    return is_raised_by(event, suspicion) && cause_serves_first_clients(event);
}

/* Of this client, or of another one at the address. */
bool strengthens_other_sources_are_served(const struct event *event,
                                          const struct suspicion *suspicion)
{
    return event->triggers & ON_TIMEOUT && is_same_server(event, suspicion) &&
           is_same_source(event, suspicion) && cause_serves_other_sources(event);
}

/* The client of the suspicion, by its own address or by the private one in its Via. */
static bool is_same_device(const struct event *event, const struct suspicion *suspicion)
{
    const struct endpoint *inside = &suspicion->registration->last.sent_by;

    return is_of_client(event, suspicion) || is_same_source(event, suspicion) ||
           (endpoint_is_private(inside) && endpoint_same_ip(inside, &event->transaction->sent_by));
}

static bool is_on_new_flow(const struct event *event, const struct suspicion *suspicion)
{
    return is_later_response(event, suspicion) && is_same_device(event, suspicion) &&
           (!endpoint_equal(&event->transaction->client, &suspicion->client) ||
            event->transaction->call_id != suspicion->call_id);
}

/* A NAT stands between the two, whatever kind of address it has outside. */
static bool is_outside(const struct endpoint *seen, const struct suspicion *suspicion)
{
    return !endpoint_is_private(seen) || (suspicion->sent_by.family != ENDPOINT_NONE &&
                                          !endpoint_same_ip(seen, &suspicion->sent_by));
}

static bool has_new_public_address(const struct event *event, const struct suspicion *suspicion)
{
    const struct endpoint *before = is_of_client(event, suspicion)
                                        ? &event->response->public_address.at
                                        : &suspicion->registration->past->public_address.at;
    const struct endpoint *now = &event->registration->past->public_address.at;

    return before->family != ENDPOINT_NONE && before->family == now->family &&
           is_outside(before, suspicion) && is_outside(now, suspicion) &&
           !endpoint_same_ip(before, now);
}

/* From another port, or under another Call-ID, the client gets a response, and its public address is another one. It
 * is behind the same NAT. */
bool strengthens_works_at_new_address(const struct event *event, const struct suspicion *suspicion)
{
    return is_on_new_flow(event, suspicion) && has_new_public_address(event, suspicion) &&
           endpoint_same_ip(&event->transaction->sent_by, &suspicion->sent_by);
}

/* ... it is the same; but the server was not silent for another client. */
bool strengthens_works_on_new_flow(const struct event *event, const struct suspicion *suspicion)
{
    const struct server_record *server = event->server;

    return is_on_new_flow(event, suspicion) && !has_new_public_address(event, suspicion) &&
           event->time - suspicion->raised_at <= CHANGES_WITHIN &&
           (server->unanswered_at < suspicion->time ||
            endpoint_same_ip(&server->unanswered, &suspicion->client));
}

/* The next REGISTER of the client gets a response: the server is there. */
bool strengthens_next_is_served(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
           is_same_server(event, suspicion) && is_later(event, suspicion) &&
           event->report->request_in > suspicion->frame &&
           event->report->attempt == suspicion->attempt + 1;
}

/* ... soon, from the same address. */
bool strengthens_next_is_served_soon(const struct event *event, const struct suspicion *suspicion)
{
    return suspicion->follows_response && strengthens_next_is_served(event, suspicion) &&
           is_same_source(event, suspicion) &&
           event->time - suspicion->raised_at <= INTERRUPTED_WITHIN;
}

/* ... under the same Call-ID. */
bool strengthens_next_in_call_is_served(const struct event *event,
                                        const struct suspicion *suspicion)
{
    return strengthens_next_is_served_soon(event, suspicion) && is_same_call(event, suspicion);
}

/* A client that changes to TCP or TLS after that, or another one at the address, gets a response. */
bool strengthens_stream_works(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_later(event, suspicion) &&
           is_same_server(event, suspicion) && is_same_source(event, suspicion) &&
           transport_is_stream(event->transaction->transport) &&
           event->time - suspicion->raised_at <= CHANGES_WITHIN;
}

/* ---- what refutes */

/* A client at the address is served: this line works. */
bool refutes_line_works(const struct event *event, const struct suspicion *suspicion)
{
    if (event->triggers & ON_TIMEOUT)
        return is_of_client(event, suspicion) && is_later(event, suspicion) &&
               event->attempt_failed && !cause_on_other_line(event);
    return event->triggers & (ON_RESPONSE | ON_RELAYED_RESPONSE) &&
           is_same_server(event, suspicion) && is_same_source(event, suspicion) &&
           is_later(event, suspicion);
}

/* Anybody is served over UDP. */
bool refutes_udp_works(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) ||
           (event->triggers & ON_RESPONSE && is_same_server(event, suspicion) &&
            is_later(event, suspicion) && event->transaction->transport == TRANSPORT_UDP);
}

static bool is_on_same_path(const struct event *event, const struct suspicion *suspicion)
{
    return is_later_response(event, suspicion) && is_same_server(event, suspicion) &&
           suspicion_path_difference(event, suspicion) == PATH_SAME;
}

bool refutes_path_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return is_on_same_path(event, suspicion) && event_is_accepted(event);
}

bool refutes_path_works(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) || is_on_same_path(event, suspicion);
}

/* A client that came later is served, or this one. */
bool refutes_later_are_served(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_same_server(event, suspicion) &&
           is_same_source(event, suspicion) &&
           event->registration->first_in >= suspicion->registration->first_in;
}

/* Any client at the address is served; or one was before this one tried again, without success. When all of them are
 * again, it was so before. */
bool refutes_source_is_served(const struct event *event, const struct suspicion *suspicion)
{
    if (suspicion->weight != LATENT)
        return event->triggers & ON_TIMEOUT && is_of_client(event, suspicion) &&
               is_later(event, suspicion) && event->attempt_failed &&
               !cause_is_silent_for_source(event);
    return event->triggers & ON_RESPONSE && is_same_server(event, suspicion) &&
           is_same_source(event, suspicion);
}

/* It works from the same port, under the same Call-ID. */
bool refutes_old_flow_works(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) ||
           (event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
            is_same_call(event, suspicion) &&
            endpoint_equal(&event->transaction->client, &suspicion->client));
}

/* The client retransmits after all, or its next REGISTER gets no response either. */
bool refutes_retransmits(const struct event *event, const struct suspicion *suspicion)
{
    if (refutes_responded(event, suspicion))
        return true;
    return is_of_client(event, suspicion) && event->report->frame != suspicion->frame &&
           ((event->triggers & ON_RETRANSMISSION &&
             event->transaction->transport == TRANSPORT_UDP) ||
            (event->triggers & ON_TIMEOUT && suspicion->weight == LATENT));
}

/* The same user with the same program, which was not there before, is accepted elsewhere. */
bool strengthens_returns_elsewhere(const struct event *event, const struct suspicion *suspicion)
{
    const struct registration *before = suspicion->registration, *now = event->registration;

    return is_later_response(event, suspicion) && event_is_accepted(event) && now != before &&
           now->first_in > suspicion->frame && now->attempt.number == 1 &&
           now->attempt.first_time > suspicion->raised_at && now->user_agent &&
           before->user_agent && facts_same_product(now->user_agent, before->user_agent) &&
           !(now->instance && before->instance && now->instance != before->instance) &&
           !endpoint_same_ip(&event->transaction->client, &suspicion->client);
}

/* Its server closes the connection when the binding has ended, and the client, which was running then, opens another
 * one at once. */
bool strengthens_returns_when_closed(const struct event *event, const struct suspicion *suspicion)
{
    const int64_t at_once = 60 * SECOND, about_then = 10 * SECOND;
    const struct registration *before = suspicion->registration, *now = event->registration;
    const struct flow *flow = before->flow;
    int64_t since;

    if (!is_later_response(event, suspicion) || now == before || !event_is_accepted(event) ||
        !flow_was_lost(flow) || flow->lost_by_client || now->first_in < flow->lost_in)
        return false;
    since = elapsed_between(flow->lost_at, now->attempt.first_time);
    return since != ELAPSED_UNKNOWN && since <= at_once && now->attempt.number == 1 &&
           flow->lost_at >= suspicion->raised_at - about_then && is_same_source(event, suspicion) &&
           is_same_server(event, suspicion) && !cause_are_told_apart(now, before) &&
           facts_same_host(now->contact, suspicion->contact);
}

/* ... or the other one is there as well. */
bool refutes_two_devices(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_path_accepted(event, suspicion) ||
           (is_later_response(event, suspicion) && !is_of_client(event, suspicion) &&
            event->registration->contact && suspicion->contact &&
            facts_same_uri(event->registration->contact, suspicion->contact));
}

/* Of two servers one is configured by name, one by address: somebody has changed that. A client that fails over goes
 * to the next server of the same name, or of a list of addresses. */
static bool is_other_configuration(const char *uri, const char *other)
{
    struct endpoint host;

    return uri && other && facts_uri_endpoint(uri, &host) != facts_uri_endpoint(other, &host);
}

/* The same client is accepted by another server. */
bool strengthens_works_under_other_address(const struct event *event,
                                           const struct suspicion *suspicion)
{
    const struct registration *before = suspicion->registration;
    const struct last_request *silent =
        event->registration == before ? &before->past->before : &before->last;

    return is_later_response(event, suspicion) && event_is_accepted(event) &&
           is_same_source(event, suspicion) && !is_same_server(event, suspicion) &&
           is_other_configuration(silent->request_uri, event->registration->last.request_uri);
}

/* Another server soon accepts the client, perhaps restarted, under the same Request-URI. */
bool strengthens_served_at_new_server(const struct event *event, const struct suspicion *suspicion)
{
    const int64_t soon = 600 * SECOND;
    const struct registration *own = suspicion->registration, *registration = event->registration;

    return is_later_response(event, suspicion) && event_is_accepted(event) &&
           is_client_anew(event, suspicion) && !is_same_server(event, suspicion) &&
           event->time - suspicion->raised_at <= soon &&
           registration->last.request_uri ==
               (registration == own ? own->past->before.request_uri : own->last.request_uri);
}

/* It does respond, or the client tries it again all the same. */
bool refutes_returns_there(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_answered_after_all(event, suspicion) ||
           (suspicion->weight != LATENT && is_request_of_client(event, suspicion) &&
            endpoint_same_ip(&event->facts->packet->destination, &suspicion->server));
}

/* It is still where it was. */
bool refutes_heard_there(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion);
}
