/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on what could not be delivered (RFC 3261 18.4): ICMP errors, lost connections.
 */
#include "rules/engine.h"

#include <inttypes.h>

static const char *icmp_words(const struct packet *packet)
{
    static const char *const v4[] = {"network unreachable", "host unreachable",
                                     "protocol unreachable", "port unreachable"};
    static const char *const v6[] = {"no route", "administratively prohibited", "beyond scope",
                                     "address unreachable", "port unreachable"};

    if (packet->icmp_v6) {
        if (packet->icmp_type == 4)
            return "parameter problem";
        return packet->icmp_code < G_N_ELEMENTS(v6) ? v6[packet->icmp_code] : "unreachable";
    }
    if (packet->icmp_type == 12)
        return "parameter problem";
    if (packet->icmp_code == 9 || packet->icmp_code == 10 || packet->icmp_code == 13)
        return "administratively prohibited";
    return packet->icmp_code < G_N_ELEMENTS(v4) ? v4[packet->icmp_code] : "unreachable";
}

/* RFC 3261 18.4, 8.1.3.1: to the client as good as a 503. TTL exceeded is to be ignored. */
void rule_txn_icmp_unreachable(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct packet *packet = event->facts->packet;
    const char *what = event->facts->is_request ? "REGISTER" : "answer";
    uint32_t frame =
        event->transaction && event->transaction->request ? event->transaction->request->frame : 0;
    char where[32] = "before the capture";

    if (frame)
        g_snprintf(where, sizeof(where), "in frame %" PRIu32, frame);
    if (packet->kind == PACKET_ICMP_OTHER) {
        finding_printf_as(
            context, RULE_txn_icmp_unreachable, SEVERITY_CHAT,
            "An ICMP error (type %u, code %u) quotes the %s of the transaction that began %s",
            packet->icmp_type, packet->icmp_code, what, where);
        return;
    }
    finding_printf_as(context, RULE_txn_icmp_unreachable,
                   event->facts->is_request ? SEVERITY_WARN : SEVERITY_NOTE,
                   "ICMP %s: the %s of the transaction that began %s was not delivered; nothing "
                   "listens there, or something on the way refuses it",
                   icmp_words(packet), what, where);
    if (event->delivery->is_first && frame && event->facts->is_request)
        finding_printf_late(context, event->transaction->request, RULE_txn_icmp_unreachable,
                         SEVERITY_WARN, "ICMP %s in frame %" PRIu32 ": this %s was not delivered",
                         icmp_words(packet), packet->frame, what);
    else if (event->delivery->is_first && frame && event->transaction->final)
        finding_printf_late(context, event->transaction->final, RULE_txn_icmp_unreachable,
                         SEVERITY_NOTE, "ICMP %s in frame %" PRIu32 ": this %s was not delivered",
                         icmp_words(packet), packet->frame, what);
}

/* RFC 3261 18.4, 8.1.3.1: to the client as good as a 503. */
void rule_txn_connection_lost(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct packet *packet = event->traffic->packet;
    const struct transaction *transaction = event->transaction;
    const char *what = event->traffic->kind == TRAFFIC_RESET ? "reset" : "closed";
    char who[ENDPOINT_TEXT_SIZE], since[DURATION_TEXT_SIZE];

    endpoint_to_text(&packet->source, true, who);
    if (event->traffic->kind == TRAFFIC_REFUSED) {
        finding_printf(context, RULE_txn_connection_lost,
                    "%s refuses the TCP connection: nothing listens there, and no REGISTER can be "
                    "sent",
                    who);
        return;
    }
    if (!transaction)
        return;
    finding_printf(context, RULE_txn_connection_lost,
                "%s %s the connection %s after the REGISTER in frame %" PRIu32
                ", which has no final answer yet",
                who, what, duration_text(event->time - transaction->first_time, since),
                transaction->request->frame);
    finding_printf_late(context, transaction->request, RULE_txn_connection_lost, SEVERITY_NOTE,
                     "%s %s the connection in frame %" PRIu32
                     " before there was a final answer to this REGISTER",
                     who, what, packet->frame);
}
