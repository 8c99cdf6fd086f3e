/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What strengthens and what refutes the causes that tell a client from the others at its address, and that address from
 * others.
 */
#include "diagnosis/causes_site.h"
#include "diagnosis/causes_source.h"
#include "diagnosis/refutations.h"

/* ---- stopped */

/* The server goes on with other users, while this client sends nothing any more. Had the capture paused when it did,
 * the next refresh would be there, an interval after others are. The walk comes last. */
static bool goes_on(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && suspicion->others_at &&
           event->aor != suspicion->registration->aor && is_later(event, suspicion) &&
           event_is_accepted(event) && is_same_server(event, suspicion) &&
           event->time - suspicion->others_at >= cause_interval(suspicion->registration) &&
           cause_has_stopped(suspicion->registration, event->time) &&
           !cause_has_returned_otherwise(suspicion->registration);
}

static bool is_from_there(const struct event *event, const struct suspicion *suspicion)
{
    return endpoint_same_ip(&event->transaction->client, &suspicion->client);
}

bool strengthens_site_is_gone(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && !is_from_there(event, suspicion) &&
           goes_on(event, suspicion) &&
           cause_site_stopped(suspicion->registration, event->time).is_whole;
}

/* By address and port, and by what its Via says: over a connection each account may have a port of its own. */
static bool is_same_device(const struct event *event, const struct suspicion *suspicion)
{
    const struct last_request *last = &suspicion->registration->last;

    return endpoint_equal(&event->transaction->client, &suspicion->client) &&
           endpoint_equal(&event->transaction->sent_by, &last->sent_by);
}

/* The phones behind it are told apart by their accounts alone. */
static bool is_behind_front(const struct event *event, const struct suspicion *suspicion)
{
    return event->transaction->via_count > 1 || cause_is_front(suspicion->registration);
}

bool strengthens_other_account_goes_on(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_same_device(event, suspicion) &&
           goes_on(event, suspicion) && !is_behind_front(event, suspicion);
}

/* ... from another port, for another user. */
bool strengthens_site_goes_on(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_from_there(event, suspicion) &&
           !is_same_device(event, suspicion) && goes_on(event, suspicion) &&
           !is_behind_front(event, suspicion);
}

bool strengthens_others_go_on(const struct event *event, const struct suspicion *suspicion)
{
    if (!goes_on(event, suspicion))
        return false;
    return is_from_there(event, suspicion)
               ? is_behind_front(event, suspicion)
               : !cause_site_stopped(suspicion->registration, event->time).is_whole;
}

/* The user is there again, maybe as another client. */
bool refutes_user_returns(const struct event *event, const struct suspicion *suspicion)
{
    if (is_of_client(event, suspicion))
        return (event->triggers & ON_REQUEST) != 0;
    return event->triggers & ON_RESPONSE && event->aor == suspicion->registration->aor &&
           is_later(event, suspicion) && event_is_accepted(event) && event->registration &&
           event->registration->first_in > suspicion->frame &&
           !cause_are_told_apart(event->registration, suspicion->registration);
}

/* The client comes back after all: at another address, */
bool strengthens_returns_at_new_address(const struct event *event,
                                        const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && is_later(event, suspicion) &&
           !endpoint_same_ip(&event->facts->packet->source, &suspicion->client);
}

/* ... or where it was. */
bool strengthens_returns_later(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && is_later(event, suspicion) &&
           endpoint_same_ip(&event->facts->packet->source, &suspicion->client);
}

/* ---- refused */

bool strengthens_accepts_elsewhere(const struct event *event, const struct suspicion *suspicion)
{
    return is_of_client(event, suspicion) && event->triggers & ON_ANY_RESPONSE &&
           cause_accepts_elsewhere(event);
}

/* Another one at the address is accepted, while this one is not. */
bool refutes_site_is_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && event_is_accepted(event) &&
           !is_of_client(event, suspicion) && is_later(event, suspicion) &&
           is_same_server(event, suspicion) && is_from_there(event, suspicion) &&
           suspicion->registration->tried_in;
}

/* ... or was challenged, and this one is refused again: it is not the address. */
bool refutes_serves_address(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
           is_later(event, suspicion) && cause_forbids_unasked(event) &&
           cause_serves_address_since(event, suspicion->raised_at);
}

/* The server challenges the client soon after it refused that. */
bool refutes_asks_again(const struct event *event, const struct suspicion *suspicion)
{
    const int64_t soon = 60 * SECOND;

    return event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
           is_later(event, suspicion) && event_is_challenge(event) &&
           elapsed_between(suspicion->raised_at, event->time) < soon;
}

bool strengthens_denied_like_others(const struct event *event, const struct suspicion *suspicion)
{
    if (is_of_client(event, suspicion))
        return event->triggers & ON_ANY_RESPONSE && cause_denies_known_clients(event);
    return event->triggers & ON_RESPONSE && is_same_server(event, suspicion) &&
           is_later(event, suspicion) && cause_denies_known_clients(event) &&
           cause_other_denied(event)->registration == suspicion->registration;
}

/* The client is refused again, and the server has accepted somebody else in between. */
bool refutes_refused_alone(const struct event *event, const struct suspicion *suspicion)
{
    const struct acceptance *accepted = event->server ? &event->server->accepted : NULL;

    if (refutes_overruled(event, suspicion))
        return true;
    return event->triggers & ON_ANY_RESPONSE && is_of_client(event, suspicion) &&
           is_later(event, suspicion) && !event_is_accepted(event) && accepted &&
           accepted->frame > suspicion->frame;
}

/* ---- silence */

bool strengthens_works_on_new_connection(const struct event *event,
                                         const struct suspicion *suspicion)
{
    return is_served_on_new_connection(event, suspicion);
}

/* ... or under another Call-ID. A client whose connection has failed waits for a minute or two. */
bool strengthens_works_after_idle(const struct event *event, const struct suspicion *suspicion)
{
    enum { RECONNECTS_WITHIN_S = 180 };

    return event->triggers & ON_RESPONSE && event->aor == suspicion->registration->aor &&
           is_later(event, suspicion) && is_same_server(event, suspicion) &&
           is_from_there(event, suspicion) && is_client_anew(event, suspicion) &&
           event->report->request_in > suspicion->request_in &&
           event->transaction->transport == suspicion->transport &&
           event->transaction->client.port != suspicion->client.port &&
           event->time - suspicion->time <= RECONNECTS_WITHIN_S * SECOND;
}

/* A client that starts tries again within so long. */
#define TRIES_AGAIN_WITHIN (120 * SECOND)

bool strengthens_second_is_served(const struct event *event, const struct suspicion *suspicion)
{
    return strengthens_next_is_served(event, suspicion) &&
           event->time - suspicion->time <= TRIES_AGAIN_WITHIN;
}

/* Another client, at another address, has no response at the same time. */
bool strengthens_silent_for_others(const struct event *event, const struct suspicion *suspicion)
{
    if (!(event->triggers & ON_TIMEOUT) || !event->attempt_failed ||
        !is_same_server(event, suspicion))
        return false;
    if (is_of_client(event, suspicion))
        return cause_is_silent_for_others(event);
    return event->transaction->first_time <= suspicion->raised_at &&
           event->server->heard_at < suspicion->time &&
           !endpoint_same_ip(&event->transaction->client, &suspicion->client);
}

/* ... or the request gets one after all. */
bool refutes_silent_for_others_too(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) || strengthens_silent_for_others(event, suspicion);
}

/* A refresh gets a response, or is accepted. */
bool refutes_refresh_succeeds(const struct event *event, const struct suspicion *suspicion)
{
    return is_response_to_client(event, suspicion) && event_is_accepted(event) &&
           suspicion->registration->failed_refreshes == 0;
}

/* The REGISTER gets a response after all, or that of another client, or the client no other one. */
bool refutes_ignores_client(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) ||
           (event->triggers & ON_RESPONSE && is_same_server(event, suspicion) &&
            is_later(event, suspicion) && event_is_accepted(event)) ||
           (event->triggers & ON_TIMEOUT && is_of_client(event, suspicion) &&
            event->report->frame != suspicion->frame && !cause_responds_to_others_of_client(event));
}

/* What was so stays so, whatever the clients do later. */
bool refutes_nothing_more(const struct event *event, const struct suspicion *suspicion)
{
    return suspicion->weight == LATENT && is_request_of_client(event, suspicion);
}
