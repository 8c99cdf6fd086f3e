/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on what could not be delivered (RFC 3261 18.4): ICMP errors, lost connections.
 */
#include "rules/engine.h"

/* As the sentences name them. */
enum icmp_error {
    ICMP_NETWORK_UNREACHABLE,
    ICMP_HOST_UNREACHABLE,
    ICMP_PROTOCOL_UNREACHABLE,
    ICMP_PORT_UNREACHABLE,
    ICMP_NO_ROUTE,
    ICMP_PROHIBITED,
    ICMP_BEYOND_SCOPE,
    ICMP_ADDRESS_UNREACHABLE,
    ICMP_PARAMETER_PROBLEM,
    ICMP_UNREACHABLE
};

static enum icmp_error icmp_error(const struct packet *packet)
{
    static const enum icmp_error v4[] = {ICMP_NETWORK_UNREACHABLE, ICMP_HOST_UNREACHABLE,
                                         ICMP_PROTOCOL_UNREACHABLE, ICMP_PORT_UNREACHABLE};
    static const enum icmp_error v6[] = {ICMP_NO_ROUTE, ICMP_PROHIBITED, ICMP_BEYOND_SCOPE,
                                         ICMP_ADDRESS_UNREACHABLE, ICMP_PORT_UNREACHABLE};

    if (packet->icmp_v6) {
        if (packet->icmp_type == 4)
            return ICMP_PARAMETER_PROBLEM;
        return packet->icmp_code < G_N_ELEMENTS(v6) ? v6[packet->icmp_code] : ICMP_UNREACHABLE;
    }
    if (packet->icmp_type == 12)
        return ICMP_PARAMETER_PROBLEM;
    if (packet->icmp_code == 9 || packet->icmp_code == 10 || packet->icmp_code == 13)
        return ICMP_PROHIBITED;
    return packet->icmp_code < G_N_ELEMENTS(v4) ? v4[packet->icmp_code] : ICMP_UNREACHABLE;
}

/* RFC 3261 18.4, 8.1.3.1: to the client the same as a 503. TTL exceeded is to be ignored. */
void rule_txn_icmp_unreachable(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct packet *packet = event->facts->packet;
    const struct transaction *transaction = event->transaction;
    struct value is_request = of_number(event->facts->is_request);
    struct report *request = transaction ? transaction->request : NULL;
    struct value request_in = of_frame(request ? request->frame : 0);
    struct value error = of_number(icmp_error(packet));

    if (packet->kind == PACKET_ICMP_OTHER) {
        finding_add_as(context, FORM_txn_icmp_unreachable_other, SEVERITY_CHAT,
                       VALUES(of_number(packet->icmp_type), of_number(packet->icmp_code),
                              is_request, request_in));
        return;
    }
    finding_add_as(context, FORM_txn_icmp_unreachable,
                   event->facts->is_request ? SEVERITY_WARN : SEVERITY_NOTE,
                   VALUES(is_request, request_in, error));
    if (!event->delivery->is_first || !request || !request->frame)
        return;
    if (event->facts->is_request)
        finding_add_late(context, request, FORM_txn_icmp_unreachable_this, SEVERITY_WARN,
                         VALUES(is_request, error, of_frame(packet->frame)));
    else if (transaction->final)
        finding_add_late(context, transaction->final, FORM_txn_icmp_unreachable_this, SEVERITY_NOTE,
                         VALUES(is_request, error, of_frame(packet->frame)));
}

/* RFC 3261 18.4, 8.1.3.1: to the client the same as a 503. */
void rule_txn_connection_lost(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct packet *packet = event->traffic->packet;
    const struct transaction *transaction = event->transaction;
    struct value peer = of_endpoint(&packet->source);
    struct value is_reset = of_number(event->traffic->kind == TRAFFIC_RESET);

    if (event->traffic->kind == TRAFFIC_REFUSED) {
        finding_add(context, FORM_txn_connection_lost_refused, VALUES(peer));
        return;
    }
    if (!transaction)
        return;
    finding_add(context, FORM_txn_connection_lost,
                VALUES(peer, is_reset, of_time(event_since(event, transaction->first_time)),
                       of_frame(transaction->request->frame)));
    finding_add_late(context, transaction->request, FORM_txn_connection_lost_this, SEVERITY_NOTE,
                     VALUES(peer, is_reset, of_frame(packet->frame)));
}
