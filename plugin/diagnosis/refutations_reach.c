/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What strengthens and what refutes the causes that have to do with flows, NAT and requests to the client.
 */
#include "diagnosis/refutations.h"

#include "base/elapsed.h"

/* A client whose connection had ended would register before it sends anything else on a new one. */
bool refutes_connection_lives(const struct event *event, const struct suspicion *suspicion)
{
    const struct packet *packet = event->triggers & ON_OTHER_REQUEST ? event->facts->packet
                                  : event->triggers & ON_KEEPALIVE   ? event->traffic->packet
                                                                     : NULL;

    return packet && is_of_client(event, suspicion) && packet->transport != TRANSPORT_UDP &&
           endpoint_equal(&packet->source, &suspicion->client);
}

/* A REGISTER on it is accepted. A NAT that gave it another address may do so for the old one, too. */
bool refutes_flow_works(const struct event *event, const struct suspicion *suspicion)
{
    bool has_moved = suspicion->proof && suspicion->proof->rule == RULE_ob_mapping_changed;

    return refutes_reached(event, suspicion) ||
           (!has_moved && is_accepted_later(event, suspicion) &&
            endpoint_equal(&event->transaction->client, &suspicion->client) &&
            endpoint_equal(&event->transaction->server, &suspicion->server));
}

/* The address that the client had before is in use again: its mapping has not expired. */
bool refutes_old_address(const struct event *event, const struct suspicion *suspicion)
{
    if (!is_of_client(event, suspicion) || !is_later(event, suspicion) ||
        suspicion->earlier.family == ENDPOINT_NONE)
        return false;
    if (event->triggers & ON_REQUEST)
        return endpoint_equal(&event->facts->packet->source, &suspicion->earlier) &&
               !endpoint_equal(&event->facts->packet->source, &suspicion->client);
    return event->triggers & ON_RESPONSE &&
           endpoint_equal(&event->registration->past->public_address.at, &suspicion->earlier);
}

/* The next request gets a response; or the client is bound by another Contact. */
bool refutes_responds_there(const struct event *event, const struct suspicion *suspicion)
{
    return (event->triggers & ON_REACH && is_of_client(event, suspicion) &&
            event->reach->fate == REACH_ANSWERED) ||
           (is_accepted_later(event, suspicion) &&
            !facts_same_uri(event->registration->contact, suspicion->contact));
}

/* ... or it stops refreshing, too: it is not there at all. */
bool refutes_responds_or_stops(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responds_there(event, suspicion) ||
           (event->triggers & ON_EXPIRY && is_of_client(event, suspicion) &&
            cause_is_off_network(event));
}

/* The client was there, as it goes on under the same Call-ID: a request after a shorter pause gets a response, or one
 * has, and it refreshes in time. */
bool strengthens_reached_after_register(const struct event *event,
                                        const struct suspicion *suspicion)
{
    const struct reach *reach = suspicion->registration->reach;

    if (!is_of_client(event, suspicion) || !is_later(event, suspicion) || !reach ||
        suspicion->registration->last.call_id != suspicion->call_id)
        return false;
    if (event->triggers & ON_REACH)
        return event->reach->fate == REACH_ANSWERED && event->reach->idle >= 0 &&
               elapsed_is_longer(reach->idle_lost, event->reach->idle);
    return event->triggers & ON_REQUEST && reach->has_responded &&
           elapsed_is_longer(reach->idle_lost, reach->idle_reached) &&
           event->report->has_remaining && event->report->remaining >= 0 &&
           event->facts->call_id == event->before->last.call_id;
}

/* ... after as long a pause, too; or not even after one that is as short as those after which it did. */
bool refutes_reached_when_idle(const struct event *event, const struct suspicion *suspicion)
{
    const struct event_reach *reach = event->reach;
    const struct reach *known = suspicion->registration->reach;

    if (!(event->triggers & ON_REACH) || !is_of_client(event, suspicion) || !known ||
        reach->idle == ELAPSED_UNKNOWN)
        return false;
    return reach->fate == REACH_ANSWERED
               ? !elapsed_is_longer(known->idle_lost, reach->idle)
               : reach->is_close || !elapsed_is_longer(reach->idle, known->idle_reached);
}

/* It does respond to OPTIONS; that it responds to a call does not say so. */
bool refutes_responds_to_options(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_REACH && is_of_client(event, suspicion) &&
           event->reach->fate == REACH_ANSWERED && g_strcmp0(event->reach->method, "OPTIONS") == 0;
}

bool strengthens_refuses_for_sips_again(const struct event *event,
                                        const struct suspicion *suspicion)
{
    return event->triggers & ON_REACH && is_of_client(event, suspicion) &&
           is_later(event, suspicion) && cause_refuses_for_sips(event);
}

/* The registrar does send requests to the client. */
bool refutes_is_called(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_OTHER_REQUEST && event->target && is_later(event, suspicion) &&
           event->target->owner == suspicion->registration;
}

/* ... by that form of the AOR. */
bool refutes_is_called_so(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_is_called(event, suspicion) &&
           event->facts->aor != suspicion->registration->aor->name;
}

/* ... from the server that was thought not to know the binding. */
bool refutes_is_called_from_there(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_is_called(event, suspicion) &&
           endpoint_same_ip(&event->facts->packet->source, &suspicion->refuser);
}

/* It has refreshed from the same place while it did not respond. One request alone may have come while it was away. */
bool strengthens_registers_still(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_REACH && is_of_client(event, suspicion) &&
           event->reach->fate == REACH_UNANSWERED && event->reach->registers;
}

/* ... or only refreshes from there. */
bool strengthens_registers_there(const struct event *event, const struct suspicion *suspicion)
{
    const struct registration *registration = suspicion->registration;

    return event->triggers & ON_RESPONSE && is_accepted(event, suspicion) &&
           registration->last.call_id == suspicion->call_id &&
           endpoint_equal(&registration->last.source, &suspicion->client) &&
           facts_same_uri(registration->contact, suspicion->contact);
}

/* The client registers another Contact. */
bool refutes_other_contact(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && event->report->contact_count &&
           suspicion->contact &&
           !facts_same_uri(event->report->contacts[0].sent, suspicion->contact);
}

/* It is the client itself that takes another port: its Via has the new one. */
bool refutes_names_its_port(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && is_later(event, suspicion) &&
           endpoint_equal(&event->facts->packet->source, &event->facts->via.sent_by);
}

/* A connection lasts longer without a packet, or ends sooner. */
bool refutes_connection_outlives(const struct event *event, const struct suspicion *suspicion)
{
    return is_of_client(event, suspicion) && event->aor && !cause_ends_idle_connections(event->aor);
}

/* ... or works after as long a time without a packet. */
bool refutes_connection_works_idle(const struct event *event, const struct suspicion *suspicion)
{
    return is_of_client(event, suspicion) && event->aor &&
           event->aor->rare->idle_resets.count < G_N_ELEMENTS(event->aor->rare->idle_resets.frames);
}
