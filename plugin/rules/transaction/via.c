/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the Via of answers: which way they go back (RFC 3261 18; RFC 3581).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 3261 17.1.3, 18.1.2: the client matches by branch and sent-by, and discards the rest. */
void rule_txn_branch_mismatch(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;

    if (!transaction || !transaction->request || event->facts->incomplete ||
        !event->facts->via_count || event->facts->vias[0] == transaction->top_via)
        return;
    finding_printf(context, RULE_txn_branch_mismatch,
                event->response->by_cseq ? "The top Via lacks the branch of the REGISTER in frame %" PRIu32
                                 ", to which Call-ID, CSeq and From tag belong: the client has to "
                                 "discard the answer (RFC 3261 17.1.3)"
                               : "The top Via lacks the sent-by of the REGISTER in frame %" PRIu32
                                 ": the client has to discard the answer (RFC 3261 18.1.2)",
                transaction->request->frame);
}

/* RFC 3261 8.1.3.3: a client that is no proxy takes an answer with more than its own Via for
 * misrouted. Matched by the Via on top, or by Call-ID and CSeq where a proxy left its own there. */
void rule_txn_via_count(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;

    if (!transaction || !transaction->request || transaction->incomplete ||
        transaction->via_count != 1 || event->facts->via_count < 2)
        return;
    finding_printf(context, RULE_txn_via_count,
                "%u Vias come back to the sender of the REGISTER in frame %" PRIu32
                ", which had one: the client should discard the answer (RFC 3261 8.1.3.3)",
                event->facts->via_count, transaction->request->frame);
}

/* Where the answer has to go (RFC 3261 18.2.2, RFC 3581 4). False: a host name decides. */
static bool answer_target(const struct facts_via *via, struct endpoint *target)
{
    *target = via->received.family != ENDPOINT_NONE ? via->received : via->sent_by;
    target->port =
        via->received.family != ENDPOINT_NONE && via->rport ? via->rport : via->sent_by.port;
    return target->family != ENDPOINT_NONE;
}

/* Inside a NAT the Via asks for the outside address, and the answer goes to the client's own. Outside
 * of it only what goes back to where the REGISTER came from gets through, also without rport. */
void rule_txn_response_port(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct packet *packet = event->facts->packet;
    const struct facts_via *via = &event->facts->via;
    struct endpoint target;
    bool has_no_nat;
    char went[ENDPOINT_TEXT_SIZE], asked[ENDPOINT_TEXT_SIZE], came[ENDPOINT_TEXT_SIZE];

    if (packet->transport != TRANSPORT_UDP || !event->transaction || !event->facts->via_count ||
        via->has_maddr || event->facts->incomplete || !answer_target(via, &target))
        return;
    has_no_nat =
        endpoint_same_ip(&packet->destination, &target) && endpoint_same_ip(&target, &via->sent_by);
    if (endpoint_equal(&packet->destination, &target) ||
        (!has_no_nat && endpoint_equal(&packet->destination, &event->transaction->client)))
        return;
    finding_printf(context, RULE_txn_response_port,
                "Sent to %s, but the Via asks for %s and the REGISTER came from %s: the client "
                "will hardly get it (%s)",
                endpoint_to_text(&packet->destination, true, went),
                endpoint_to_text(&target, true, asked),
                endpoint_to_text(&event->transaction->client, true, came),
                via->rport ? "RFC 3581 4" : "RFC 3261 18.2.2");
}

static bool is_multicast(const struct endpoint *endpoint)
{
    return endpoint->family == ENDPOINT_IPV4 ? endpoint->ip[0] >> 4 == 14 : endpoint->ip[0] == 0xff;
}

/* True where the answer is the final one to a whole REGISTER and both came by UDP. */
static bool is_final_over_udp(const struct event *event)
{
    return event->transaction && event->transaction->request && !event->transaction->incomplete &&
           !event->facts->incomplete && !event->response->by_cseq && event->facts->status >= 200 &&
           event->facts->via_count && event->facts->packet->transport == TRANSPORT_UDP;
}

/* A client that answers a challenge has got it, wherever it came from. */
static bool is_known_to_arrive(const struct event *event)
{
    const struct challenge *challenge = event->challenge;

    return event->transaction->has_credentials && challenge->frame && challenge->answered &&
           endpoint_equal(&challenge->server, &event->facts->packet->source);
}

/* IMS: a P-CSCF sends from one protected port and listens on another, as the terminal does (TS 33.203
 * 7.1). */
static bool is_protected_port(const struct event *event)
{
    return event->registration && event->registration->is_ims &&
           endpoint_same_ip(&event->facts->packet->source, &event->transaction->server);
}

/* RFC 3581 4: a NAT lets only the address in that the REGISTER went to. Behind a load balancer the
 * answer fits the leg that it passed the REGISTER on by. */
void rule_txn_response_source(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    const struct packet *packet = event->facts->packet;
    char from[ENDPOINT_TEXT_SIZE], to[ENDPOINT_TEXT_SIZE];

    if (!is_final_over_udp(event) || endpoint_equal(&packet->source, &transaction->server) ||
        is_multicast(&transaction->server) || is_known_to_arrive(event) ||
        is_protected_port(event) || !endpoint_same_ip(&packet->destination, &transaction->client))
        return;
    finding_printf_as(context, RULE_txn_response_source,
                   transaction->has_rport ? SEVERITY_WARN : SEVERITY_NOTE,
                   "The answer comes from %s, but the REGISTER in frame %" PRIu32
                   " went to %s: a NAT or firewall of the client may drop it%s",
                   endpoint_to_text(&packet->source, true, from), transaction->request->frame,
                   endpoint_to_text(&transaction->server, true, to),
                   transaction->has_rport ? " (RFC 3581 4)" : "");
}

/* RFC 3581 4. Over a connection the answer finds its way without rport. */
void rule_txn_rport_ignored(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts_via *via = &event->facts->via;

    if (!is_final_over_udp(event) || !event->transaction->has_rport || !via->has_rport ||
        via->rport)
        return;
    finding_printf(context, RULE_txn_rport_ignored,
                "The rport that the REGISTER in frame %" PRIu32
                " asks for comes back empty: the server does not support RFC 3581 and answers to "
                "the port in the Via",
                event->transaction->request->frame);
}

/* RFC 3261 18.2.1. RFC 7118 5.3 lets WebSocket servers leave it out. A capture between the client and
 * its NAT has the address of the Via as the source, and nothing can be said. */
void rule_txn_received_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct transaction *transaction = event->transaction;
    bool is_name;
    char sent_by[ENDPOINT_TEXT_SIZE], client[ENDPOINT_TEXT_SIZE];

    if (!transaction || !transaction->request || transaction->incomplete || facts->incomplete ||
        event->response->by_cseq || facts->status < 200 || !facts->via_count || !facts->vias[0] ||
        facts->via.has_received || facts->packet->transport == TRANSPORT_WS ||
        facts->packet->transport == TRANSPORT_WSS)
        return;
    is_name = transaction->sent_by.family == ENDPOINT_NONE;
    if (!is_name && endpoint_same_ip(&transaction->sent_by, &transaction->client))
        return;
    finding_printf(context, RULE_txn_received_missing,
                "The REGISTER in frame %" PRIu32 " came from %s with %s in its Via, but the Via of "
                "the answer has no received (RFC 3261 18.2.1)",
                transaction->request->frame, endpoint_to_text(&transaction->client, false, client),
                is_name ? "a host name" : endpoint_to_text(&transaction->sent_by, false, sent_by));
}
