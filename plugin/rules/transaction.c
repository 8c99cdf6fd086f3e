/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on transactions and transport: does a request arrive, does its answer come back, and to
 * where (RFC 3261 17, 18; RFC 3581).
 */
#include "rules/judgement.h"

#define MS G_GINT64_CONSTANT(1000000)

/* RFC 3261 17.1.2.2, Timer F. A server that never says anything may be captured one way only: that
 * is said once. */
void rule_txn_unanswered(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct transaction *transaction = event->transaction;
    const char *seen = "no answer at all";
    char server[ENDPOINT_TEXT_SIZE], waited[DURATION_TEXT_SIZE];

    if (!event->heard->answered && !transaction->unreachable && event->heard->unanswered > 0)
        return;
    if (transaction->unreachable)
        seen = "ICMP says it cannot be delivered";
    else if (transaction->provisional)
        seen = "only a provisional answer";
    finding_add(
        judgement, RULE_txn_unanswered,
        "The REGISTER in frame %" PRIu32 " to %s got no final answer within %s: %s, sent %u "
        "times%s",
        event->report->frame, endpoint_to_text(&transaction->server, true, server),
        duration_text(settings_timer_f(event->settings), waited), seen, transaction->resends + 1u,
        event->heard->answered ? ""
                               : "; nothing was ever seen from that server, so this may be "
                                 "a capture of one direction");
}

/* RFC 3261 17.1.2.2: after a final answer the client stops. */
void rule_txn_retransmission_after_final(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct transaction *transaction = event->transaction;
    char since[DURATION_TEXT_SIZE];

    if (transaction->transport != TRANSPORT_UDP || !transaction->final ||
        event->time - transaction->final_time < 300 * MS)
        return;
    finding_add(judgement, RULE_txn_retransmission_after_final,
        "Sent again %s after the %u in frame %" PRIu32
        ": the answer does not reach the client (NAT, firewall, wrong port), or the client "
        "discards it",
        duration_text(event->time - transaction->final_time, since), transaction->status,
        transaction->final->frame);
}

/* RFC 3261 17.1.3, 18.1.2: the client matches by branch and sent-by, and discards the rest. */
void rule_txn_branch_mismatch(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct transaction *transaction = event->transaction;

    if (!transaction || !transaction->request || event->facts->incomplete ||
        !event->facts->via_count || event->facts->vias[0] == transaction->top_via)
        return;
    finding_add(judgement, RULE_txn_branch_mismatch,
                event->by_cseq
                    ? "The top Via has not the branch of the REGISTER in frame %" PRIu32
                      ", which Call-ID, CSeq and From tag point at: the client has to discard the "
                      "answer (RFC 3261 17.1.3)"
                    : "The top Via has not the sent-by of the REGISTER in frame %" PRIu32
                      ": the client has to discard the answer (RFC 3261 18.1.2)",
                transaction->request->frame);
}

/* Where the answer has to go (RFC 3261 18.2.2, RFC 3581 4). False: a host name decides. */
static bool answer_target(const struct facts_via *via, struct endpoint *target)
{
    *target = via->received.family != ENDPOINT_NONE ? via->received : via->sent_by;
    target->port =
        via->received.family != ENDPOINT_NONE && via->rport ? via->rport : via->sent_by.port;
    return target->family != ENDPOINT_NONE;
}

/* Inside a NAT the Via asks for the outside address, and the answer goes to the client's own. */
void rule_txn_response_port(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct packet *packet = event->facts->packet;
    const struct facts_via *via = &event->facts->via;
    struct endpoint target;
    char went[ENDPOINT_TEXT_SIZE], asked[ENDPOINT_TEXT_SIZE], came[ENDPOINT_TEXT_SIZE];

    if (packet->transport != TRANSPORT_UDP || !event->transaction || !event->facts->via_count ||
        via->has_maddr || event->facts->incomplete || !answer_target(via, &target))
        return;
    if (endpoint_equal(&packet->destination, &target) ||
        (!endpoint_same_ip(&packet->destination, &target) &&
         endpoint_equal(&packet->destination, &event->transaction->client)))
        return;
    finding_add(judgement, RULE_txn_response_port,
                "Sent to %s, but the Via asks for %s and the REGISTER came from %s: the answer is "
                "lost (%s)",
                endpoint_to_text(&packet->destination, true, went),
                endpoint_to_text(&target, true, asked),
                endpoint_to_text(&event->transaction->client, true, came),
                via->rport ? "RFC 3581 4" : "RFC 3261 18.2.2");
}

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
void rule_txn_icmp_unreachable(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct packet *packet = event->facts->packet;
    const char *what = event->facts->is_request ? "REGISTER" : "answer";
    uint32_t frame =
        event->transaction && event->transaction->request ? event->transaction->request->frame : 0;
    char where[32] = "before the capture";

    if (frame)
        g_snprintf(where, sizeof(where), "in frame %" PRIu32, frame);
    if (packet->kind == PACKET_ICMP_OTHER) {
        finding_add_as(judgement, RULE_txn_icmp_unreachable, SEVERITY_CHAT,
                       "An ICMP error (type %u, code %u) quotes the %s of the transaction %s",
                       packet->icmp_type, packet->icmp_code, what, where);
        return;
    }
    finding_add_as(judgement, RULE_txn_icmp_unreachable,
                   event->facts->is_request ? SEVERITY_WARN : SEVERITY_NOTE,
                   "ICMP %s: the %s of the transaction %s was not delivered; nothing listens "
                   "there, or something on the way refuses it",
                   icmp_words(packet), what, where);
    if (event->first_unreachable && frame && event->facts->is_request)
        finding_add_late(judgement, event->transaction->request, RULE_txn_icmp_unreachable,
                         SEVERITY_WARN, "ICMP %s in frame %" PRIu32 ": this %s was not delivered",
                         icmp_words(packet), packet->frame, what);
    else if (event->first_unreachable && frame && event->transaction->final)
        finding_add_late(judgement, event->transaction->final, RULE_txn_icmp_unreachable,
                         SEVERITY_NOTE, "ICMP %s in frame %" PRIu32 ": this %s was not delivered",
                         icmp_words(packet), packet->frame, what);
}
