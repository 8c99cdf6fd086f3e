/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What strengthens and what refutes the causes in which a client gets no response.
 */
#include "diagnosis/refutations.h"

/* The client goes to another server after all, or this one is alive. */
bool refutes_fails_over(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_answered_after_all(event, suspicion) ||
           (is_request_of_client(event, suspicion) && is_later(event, suspicion) &&
            !endpoint_same_ip(&event->facts->packet->destination, &suspicion->server));
}

/* The request gets a response after all, or another one with the same flaw does. */
bool refutes_such_answered(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) || refutes_flaw_answered(event, suspicion);
}

/* The server responds to the same client at the same place under another Call-ID: it was not down for certain. */
bool strengthens_responds_to_other_call(const struct event *event,
                                        const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
           is_later(event, suspicion) && is_same_server(event, suspicion) &&
           !is_same_call(event, suspicion) && event->report->request_in > suspicion->request_in &&
           endpoint_equal(&event->transaction->client, &suspicion->client);
}

bool refutes_serves_anybody_or_other_call(const struct event *event,
                                          const struct suspicion *suspicion)
{
    return refutes_serves_anybody(event, suspicion) ||
           strengthens_responds_to_other_call(event, suspicion);
}

bool refutes_server_works(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_serves_anybody_or_other_call(event, suspicion);
}

/* The client sends credentials in a refresh. */
bool refutes_follows_in_refresh(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && is_later(event, suspicion) &&
           event->registration->unfollowed_refreshes == 0;
}

/* Others get a response from the same address and port, while this client still has none. */
static bool serves_at_port(const struct event *event, const struct suspicion *suspicion)
{
    if (event->triggers & ON_ICMP)
        return is_of_client(event, suspicion) && cause_serves_others_at_port(event);
    return event->triggers & ON_RESPONSE && !is_of_client(event, suspicion) &&
           is_later(event, suspicion) && suspicion->registration->last.unreachable &&
           endpoint_equal(&event->facts->packet->source, &suspicion->server);
}

bool strengthens_serves_at_port(const struct event *event, const struct suspicion *suspicion)
{
    return serves_at_port(event, suspicion);
}

/* Over a connection, before the client itself is served again. */
static bool serves_connections(const struct event *event, const struct suspicion *suspicion)
{
    const struct report *accepted = suspicion->registration->accepted;

    return event->triggers & ON_RESPONSE && !is_of_client(event, suspicion) &&
           is_later(event, suspicion) && !(accepted && accepted->frame > suspicion->frame) &&
           event->facts->packet->transport != TRANSPORT_UDP &&
           endpoint_equal(&event->facts->packet->source, &suspicion->server);
}

bool strengthens_serves_connections(const struct event *event, const struct suspicion *suspicion)
{
    return serves_connections(event, suspicion);
}

static bool responded_or_serves_connections(const struct event *event,
                                            const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) || serves_connections(event, suspicion);
}

/* ... or the client comes so late that it cannot be why. */
bool refutes_no_longer_explains_it(const struct event *event, const struct suspicion *suspicion)
{
    return responded_or_serves_connections(event, suspicion) ||
           (suspicion->weight == suspicion->row->weight &&
            strengthens_returns_too_late(event, suspicion));
}

bool refutes_delivered_or_serves_others(const struct event *event,
                                        const struct suspicion *suspicion)
{
    return refutes_delivered(event, suspicion) || serves_at_port(event, suspicion);
}

/* The same client gets a response from there to a later REGISTER: its address and port are right. */
bool strengthens_responds_at_port(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
           is_later(event, suspicion) && event->transaction->transport == suspicion->transport &&
           endpoint_equal(&event->transaction->server, &suspicion->server);
}

/* ... from the address where it got none. */
bool strengthens_served_there_again(const struct event *event, const struct suspicion *suspicion)
{
    return strengthens_responds_at_port(event, suspicion) &&
           endpoint_same_ip(&event->transaction->client, &suspicion->client);
}

/* ... soon, from another network: its own address there is another one. */
bool strengthens_served_in_other_network(const struct event *event,
                                         const struct suspicion *suspicion)
{
    enum { CHANGES_WITHIN_S = 120 };
    const struct transaction *transaction = event->transaction;

    return event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
           is_later(event, suspicion) && is_same_server(event, suspicion) &&
           event->report->request_in > suspicion->request_in &&
           transaction->sent_by.family == suspicion->sent_by.family &&
           !endpoint_same_ip(&transaction->client, &suspicion->client) &&
           !endpoint_same_ip(&transaction->sent_by, &suspicion->sent_by) &&
           event->time - suspicion->raised_at <= CHANGES_WITHIN_S * SECOND;
}

bool refutes_responds_or_serves_connections(const struct event *event,
                                            const struct suspicion *suspicion)
{
    return responded_or_serves_connections(event, suspicion) ||
           strengthens_responds_at_port(event, suspicion);
}

bool refutes_delivered_or_works(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_delivered_or_serves_others(event, suspicion) ||
           strengthens_responds_at_port(event, suspicion);
}

/* The server survives a REGISTER of this client. */
bool refutes_responds_to_client(const struct event *event, const struct suspicion *suspicion)
{
    return is_response_to_client(event, suspicion) && is_same_server(event, suspicion);
}

/* The response on the other hop tells this from a gap: the intermediary has it. */
bool refutes_passed_on_late(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion);
}
