/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the Via of responses: which way they go back (RFC 3261 18; RFC 3581).
 */
#include "rules/engine.h"

/* The final response whose finding of this rule the client has just confirmed, because it goes on
 * retransmitting for longer than a response takes to arrive, or because nothing follows; NULL: none.
 * Reported once. */
static const struct report *find_missed(const struct event *event, enum rule rule)
{
    const struct report *response = event->report;

    if (event->triggers & ON_RETRANSMISSION) {
        const struct transaction *transaction = event->transaction;

        if (!event->transaction || !transaction->final || transaction->transport != TRANSPORT_UDP ||
            event->time - transaction->final_time < SECOND ||
            transaction->last_time - transaction->final_time >= SECOND)
            return NULL;
        response = transaction->final;
    } else if (event->registration && event->registration->past->challenge.was_followed) {
        return NULL;
    }
    return finding_of(response, rule) ? response : NULL;
}

static void report_missed(struct rule_context *context, enum rule rule, enum form form)
{
    const struct event *event = context->event;
    const struct report *response = find_missed(event, rule);

    if (response)
        finding_add(context, form,
                    VALUES(of_frame(response->frame), of_frame(response->request_in),
                           of_number((event->triggers & ON_RETRANSMISSION) != 0)));
}

/* RFC 3261 17.1.3, 18.1.2: the client matches by branch and sent-by, and discards the rest. */
void rule_txn_branch_mismatch(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;

    if (!event->response || !event->facts) {
        report_missed(context, RULE_txn_branch_mismatch, FORM_txn_branch_mismatch_missed);
        return;
    }
    if (!transaction || !transaction->request || event->facts->incomplete ||
        !event->facts->via_count || event->facts->vias[0] == transaction->top_via)
        return;
    finding_add_as(
        context, FORM_txn_branch_mismatch, SEVERITY_NOTE,
        VALUES(of_frame(transaction->request->frame), of_number(event->response->by_cseq)));
}

/* RFC 3261 8.1.3.3: a client that is no proxy treats a response with more than its own Via as
 * misrouted. Matched by the top Via, or by Call-ID and CSeq where a proxy left its own on top. */
void rule_txn_via_count(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;

    if (!transaction || !transaction->request || transaction->incomplete ||
        transaction->via_count != 1 || event->facts->via_count < 2)
        return;
    finding_add(context, FORM_txn_via_count,
                VALUES(of_number(event->facts->via_count), of_frame(transaction->request->frame)));
}

/* Where the response must go (RFC 3261 18.2.2, RFC 3581 4). Family NONE: a host name decides. */
static struct endpoint response_target(const struct facts_via *via)
{
    bool is_received = via->received.family != ENDPOINT_NONE;
    struct endpoint target = is_received ? via->received : via->sent_by;

    target.port = is_received && via->rport ? via->rport : via->sent_by.port;
    return target;
}

/* Between two NATs, or where the REGISTER was captured on another side, it goes to an address that the messages do not
 * name. */
static bool is_on_unknown_side(const struct endpoint *to, const struct transaction *transaction,
                               const struct facts_via *via, const struct endpoint *target)
{
    return !endpoint_same_ip(to, &transaction->client) && !endpoint_same_ip(to, target) &&
           !endpoint_same_ip(to, &via->sent_by);
}

/* Inside a NAT the Via names the outside address, and the response goes to the address of the
 * client. Outside of it only what goes back to the source of the REGISTER gets through, also
 * without rport; with it, that is where the client wants it, whatever the server has written into the Via. */
static void check_response_port(struct rule_context *context, const struct transaction *transaction,
                                const struct facts *facts)
{
    const struct packet *packet = facts->packet;
    const struct facts_via *via = &facts->via;
    struct endpoint target = response_target(via);
    bool has_no_nat, to_source;

    if (packet->transport != TRANSPORT_UDP || !transaction || !facts->via_count || via->has_maddr ||
        facts->incomplete || target.family == ENDPOINT_NONE ||
        is_on_unknown_side(&packet->destination, transaction, via, &target))
        return;
    to_source = endpoint_equal(&packet->destination, &transaction->client);
    has_no_nat =
        endpoint_same_ip(&packet->destination, &target) && endpoint_same_ip(&target, &via->sent_by);
    if (endpoint_equal(&packet->destination, &target) ||
        (to_source && (!has_no_nat || transaction->has_rport)))
        return;
    if (to_source && !via->rport)
        finding_add_as(context, FORM_txn_response_port_source, SEVERITY_NOTE,
                       VALUES(of_endpoint(&packet->destination), of_endpoint(&target)));
    else
        finding_add_as(context, FORM_txn_response_port, SEVERITY_NOTE,
                       VALUES(of_endpoint(&packet->destination), of_endpoint(&target),
                              of_endpoint(&transaction->client), of_number(via->rport != 0)));
}

/* What the client makes of it is not known at once. */
void rule_txn_response_port(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event->response || !event->facts)
        report_missed(context, RULE_txn_response_port, FORM_txn_response_port_missed);
    else
        check_response_port(context, event->transaction, event->facts);
}

static bool is_multicast(const struct endpoint *endpoint)
{
    return endpoint->family == ENDPOINT_IPV4 ? endpoint->ip[0] >> 4 == 14 : endpoint->ip[0] == 0xff;
}

/* True for the final response to a whole REGISTER, both over UDP. */
static bool is_final_over_udp(const struct event *event)
{
    return event->transaction && event->transaction->request && !event->transaction->incomplete &&
           !event->facts->incomplete && !event->response->by_cseq && event->facts->status >= 200 &&
           event->facts->via_count && event->facts->packet->transport == TRANSPORT_UDP;
}

/* A client that sends credentials after a challenge has received it, wherever it came from. */
static bool is_known_to_arrive(const struct event *event)
{
    const struct challenge *challenge = event->challenge;

    return event->transaction->has_credentials && challenge->frame && challenge->was_followed &&
           endpoint_equal(&challenge->server, &event->facts->packet->source);
}

/* IMS: a P-CSCF sends from one protected port and listens on another, as the terminal does (TS
 * 33.203 7.1). */
static bool is_protected_port(const struct event *event)
{
    return event->registration && event->registration->is_ims &&
           endpoint_same_ip(&event->facts->packet->source, &event->transaction->server);
}

/* RFC 3581 4: a NAT admits only the address that the REGISTER went to. Behind a load balancer the
 * response belongs to the hop on which that forwarded the REGISTER. */
void rule_txn_response_source(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    const struct packet *packet = event->facts->packet;

    if (!is_final_over_udp(event) || endpoint_equal(&packet->source, &transaction->server) ||
        is_multicast(&transaction->server) || is_known_to_arrive(event) ||
        is_protected_port(event) || !endpoint_same_ip(&packet->destination, &transaction->client))
        return;
    finding_add_as(context, FORM_txn_response_source,
                   transaction->has_rport ? SEVERITY_WARN : SEVERITY_NOTE,
                   VALUES(of_endpoint(&packet->source), of_frame(transaction->request->frame),
                          of_endpoint(&transaction->server), of_number(transaction->has_rport)));
}

/* RFC 3261 25.1; RFC 5118 4.5 asks readers to accept it all the same. */
void rule_txn_received_brackets(struct rule_context *context)
{
    const struct facts_via *via = &context->event->facts->via;

    if (via->received_is_bracketed && context->event->facts->via_count == 1)
        finding_add(context, FORM_txn_received_brackets, VALUES(of_address(&via->received)));
}

/* RFC 3581 4. Over a connection the response needs no rport. */
void rule_txn_rport_ignored(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts_via *via = &event->facts->via;

    if (!is_final_over_udp(event) || !event->transaction->has_rport || !via->has_rport ||
        via->rport)
        return;
    finding_add(context, FORM_txn_rport_ignored,
                VALUES(of_frame(event->transaction->request->frame)));
}

/* The source of the packet is what the server saw: a NAT has translated it already, or the user says
 * so. */
static bool is_seen_behind_nat(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return event->settings->capture_side == CAPTURE_SIDE_SERVER ||
           (event->settings->capture_side == CAPTURE_SIDE_AUTO &&
            endpoint_is_private(&transaction->sent_by) &&
            !endpoint_is_private(&transaction->client));
}

/* RFC 3261 18.2.1. RFC 7118 5.3 lets WebSocket servers leave it out. A capture between the client
 * and its NAT has the address of the Via as the source, and shows nothing. */
void rule_txn_received_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct transaction *transaction = event->transaction;
    bool is_name;

    if (!transaction || !transaction->request || transaction->incomplete || facts->incomplete ||
        event->response->by_cseq || facts->status < 200 || !facts->via_count || !facts->vias[0] ||
        facts->via.has_received || facts->packet->transport == TRANSPORT_WS ||
        facts->packet->transport == TRANSPORT_WSS)
        return;
    is_name = transaction->sent_by.family == ENDPOINT_NONE;
    if (!is_name && endpoint_same_ip(&transaction->sent_by, &transaction->client))
        return;
    finding_add_as(context, FORM_txn_received_missing,
                   is_seen_behind_nat(event) ? SEVERITY_WARN : SEVERITY_NOTE,
                   VALUES(of_frame(transaction->request->frame), of_address(&transaction->client),
                          of_number(is_name), of_address(&transaction->sent_by)));
}
