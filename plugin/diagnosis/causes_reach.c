/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes why requests of other methods do not reach a client that is bound.
 */
#include "diagnosis/causes.h"

#include "base/elapsed.h"

static bool has_failed(const struct event_reach *reach)
{
    return reach->fate == REACH_ICMP || reach->fate == REACH_UNANSWERED;
}

bool cause_is_sent_over_udp(const struct event *event)
{
    return has_failed(event->reach) && event->reach->over_udp;
}

/* The server reports another port on the client's own address: no NAT is in between that would change it. */
bool cause_goes_to_wrong_rport(const struct event *event)
{
    const struct event_reach *reach = event->reach;
    const struct endpoint *source = &event->registration->last.source;

    return has_failed(reach) && endpoint_same_ip(&reach->to, source) &&
           reach->to.port != source->port &&
           reach->to.port == event->registration->past->public_address.at.port;
}

/* A client whose Via has the port that it sends from has no NAT: it opened another socket itself. A program that
 * was started anew, and does so too, has a new Call-ID. */
bool cause_goes_to_closed_socket(const struct event *event)
{
    const struct event_reach *reach = event->reach;
    const struct registration *registration = event->registration;
    const struct endpoint *before = &registration->past->before.source;

    return reach->fate == REACH_ICMP && endpoint_equal(&reach->to, &registration->last.source) &&
           endpoint_equal(&reach->to, &registration->last.sent_by) &&
           registration->last.call_id == registration->past->before.call_id &&
           endpoint_same_ip(before, &reach->to) && before->port != reach->to.port;
}

/* A NAT lets in only what comes from where the client has sent something to. */
bool cause_is_sent_from_elsewhere(const struct event *event)
{
    const struct event_reach *reach = event->reach;
    const struct last_request *last = &event->registration->last;

    return reach->fate == REACH_UNANSWERED && endpoint_equal(&reach->to, &last->source) &&
           last->sent_by.family != ENDPOINT_NONE &&
           !endpoint_same_ip(&last->sent_by, &last->source) &&
           !endpoint_equal(&reach->from, &reach->server);
}

/* The registrar takes the Contact for the place of the client, and the REGISTER, which came straight from there,
 * shows another one. */
bool cause_goes_past_source(const struct event *event)
{
    const struct event_reach *reach = event->reach;
    const struct registration *registration = event->registration;
    const struct last_request *last = &registration->last;
    struct endpoint host;

    return has_failed(reach) && !reach->over_udp && last->hop == 1 &&
           registration->past->rare->other_side.family == ENDPOINT_NONE &&
           last->source.family != ENDPOINT_NONE && !endpoint_same_ip(&reach->to, &last->source) &&
           facts_uri_endpoint(reach->contact, &host) && endpoint_same_ip(&reach->to, &host) &&
           endpoint_same_ip(&last->sent_by, &host) && /* else the Contact is another device */
           !(registration->reach && registration->reach->has_responded);
}

bool cause_ignores_options(const struct event *event)
{
    return event->reach->fate == REACH_UNANSWERED && event->reach->path_is_open &&
           !event->reach->responded_in && g_strcmp0(event->reach->method, "OPTIONS") == 0;
}

bool cause_has_closed_port(const struct event *event)
{
    return event->reach->fate == REACH_CLOSED;
}

/* The registrar tries to connect to the client, which is bound over a connection of its own. */
bool cause_refuses_connection(const struct event *event)
{
    return event->reach->fate == REACH_UNOPENED;
}

bool cause_binds_nothing(const struct event *event)
{
    return event->reach->fate == REACH_UNBOUND;
}

bool cause_uses_former_connection(const struct event *event)
{
    return event->reach->fate == REACH_FORMER;
}

bool cause_resets_connection(const struct event *event)
{
    return event->reach->fate == REACH_RESET;
}

/* The call names the user in another form than the client has registered. */
bool cause_is_called_otherwise(const struct event *event)
{
    return event->reach->fate == REACH_UNFOUND && event->facts &&
           event->facts->aor != event->aor->name;
}

static bool is_unknown_to_other_node(const struct event *event)
{
    return event->reach->fate == REACH_UNFOUND && event->facts &&
           !cause_is_called_otherwise(event) &&
           !endpoint_same_ip(&event->facts->packet->source, &event->reach->server);
}

/* ... because the server that accepts the client keeps its REGISTER to itself. */
bool cause_is_kept_back(const struct event *event)
{
    return is_unknown_to_other_node(event) && event->reach->is_kept_back;
}

bool cause_is_unknown_to_other_node(const struct event *event)
{
    return is_unknown_to_other_node(event) && !event->reach->is_kept_back;
}

static bool is_not_looked_up(const struct event *event)
{
    return event->reach->fate == REACH_UNFOUND && !cause_is_called_otherwise(event) &&
           !is_unknown_to_other_node(event);
}

/* The registrar was down since it bound the client, and came back without the binding. */
bool cause_is_forgotten_in_restart(const struct event *event)
{
    return is_not_looked_up(event) && event->reach->restarted_in;
}

bool cause_is_not_looked_up(const struct event *event)
{
    return is_not_looked_up(event) && !event->reach->restarted_in;
}

bool cause_refuses_for_sips(const struct event *event)
{
    return event->reach->fate == REACH_UNSENT;
}

bool cause_is_refused_without_connection(const struct event *event)
{
    return event->reach->fate == REACH_REFUSED && !cause_ends_idle_connections(event->aor);
}

/* A request over TCP has reached the client's side if its connection lives; and a NAT mapping that was idle for too
 * long is a cause of its own. */
bool cause_responds_no_more(const struct event *event)
{
    return event->reach->fate == REACH_UNANSWERED && event->reach->responded_in &&
           event->registration->last.transport == TRANSPORT_UDP &&
           !finding_of(event->report, RULE_nat_expiry_too_long);
}

/* It does not refresh either. */
bool cause_is_off_network(const struct event *event)
{
    const struct reach *reach = event->registration->reach;

    return reach && reach->has_failed && reach->responded_in && !reach->registers;
}

static bool is_silent_flow(const struct event *event)
{
    return finding_of(event->report, RULE_nat_expiry_too_long) != NULL;
}

/* Nothing had passed the NAT for longer than its mapping may last, as the keep-alives of the client go to another
 * server. */
bool cause_keeps_other_flow(const struct event *event)
{
    return event->reach->fate == REACH_UNANSWERED && is_silent_flow(event) &&
           flow_strays(event->registration->flow);
}

/* Nothing says more precisely why. */
static bool is_plain(const struct event *event)
{
    return !cause_is_sent_over_udp(event) && !cause_goes_to_wrong_rport(event) &&
           !cause_goes_to_closed_socket(event) && !cause_is_sent_from_elsewhere(event) &&
           !cause_goes_past_source(event) && !cause_ignores_options(event) &&
           !cause_keeps_other_flow(event);
}

bool cause_is_rejected_by_icmp(const struct event *event)
{
    return event->reach->fate == REACH_ICMP && is_plain(event);
}

bool cause_gives_no_response(const struct event *event)
{
    return event->reach->fate == REACH_UNANSWERED && is_plain(event);
}

/* ... and nothing had passed the NAT for longer than its mapping may last. */
bool cause_gives_no_response_after_silence(const struct event *event)
{
    return cause_gives_no_response(event) && is_silent_flow(event);
}

/* A client with STUN names its public address itself. Where the port is that of SIP it may have no NAT. */
static bool is_mapped(const struct endpoint *to)
{
    enum { SIP_PORT = 5060 };

    return !endpoint_is_private(to) && to->port != SIP_PORT;
}

/* The client has sent nothing there for so long that a NAT may have forgotten it, as far as the capture shows, and has
 * not responded after as long a pause. */
bool cause_is_forgotten_when_idle(const struct event *event)
{
    const int64_t shortest = 30 * SECOND;
    const struct event_reach *reach = event->reach;
    const struct registration *registration = event->registration;
    const struct last_request *last = &registration->last;
    const struct reach *known = registration->reach;
    const struct flow *flow = registration->flow;
    bool has_nat = is_mapped(&reach->to) || !endpoint_equal(&last->sent_by, &reach->to);

    return cause_gives_no_response(event) && has_nat && known && reach->idle > shortest &&
           elapsed_is_longer(reach->idle, known->idle_reached) &&
           endpoint_equal(&reach->to, &last->source) && last->transport == TRANSPORT_UDP &&
           !(flow && (flow->crlfs || flow->keepalive));
}

/* It is for another client, which registered last from the same address and port. */
bool cause_shares_mapping(const struct event *event)
{
    return event->reach->fate == REACH_FOREIGN;
}
