/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on keep-alives and flows (RFC 5626 4.4, RFC 6223).
 */
#include "rules/engine.h"

#include <inttypes.h>

#define SECOND G_GINT64_CONSTANT(1000000000)

/* RFC 5626 4.4.1 allows the two CRLFs over connections alone; over UDP there is STUN (4.4.2). Without
 * outbound nobody forbids them, and many phones do it. */
void rule_ob_crlf_on_udp(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct flow *flow = event->flow;
    bool is_crlf = event->traffic->kind == TRAFFIC_PING || event->traffic->kind == TRAFFIC_PONG;

    if (!is_crlf || flow->is_connection || flow->crlfs != 1)
        return;
    if (flow->keepalive && flow->keepalive->outbound)
        finding_printf_as(context, RULE_ob_crlf_on_udp, SEVERITY_NOTE,
                       "A CRLF keep-alive over UDP, but the outbound that frame %" PRIu32
                       " confirms needs STUN (RFC 5626 4.4.1)",
                       flow->report->frame);
    else
        finding_printf(context, RULE_ob_crlf_on_udp,
                    "The client keeps the UDP flow in frame %" PRIu32
                    " alive with CRLFs; nothing answers them",
                    flow->report->frame);
}

/* RFC 6223 4.2.2. One request may have been under way when the 2xx came. CRLFs are never forbidden
 * (4.1), and RFC 5626 has keep-alives of its own. */
void rule_keep_not_renewed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct keepalive *keepalive = event->flow->keepalive;

    if (event->traffic->kind != TRAFFIC_STUN_REQUEST || !keepalive || keepalive->outbound ||
        keepalive->dropped_uses != 2)
        return;
    finding_printf(context, RULE_keep_not_renewed,
                "STUN keep-alives go on, but the refresh in frame %" PRIu32
                " did not renew the keep in frame %" PRIu32 " (RFC 6223 4.2.2)",
                keepalive->dropped_in, keepalive->keep_in);
}

/* RFC 5626 4.4, RFC 6223 4.3. Whatever the client sends keeps the flow alive as well. A client whose
 * last ping was not answered has no flow any more. */
void rule_ob_keepalive_gap(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct flow *flow = event->flow;
    const struct keepalive *keepalive = flow->keepalive;

    if (keepalive->ping_in)
        return;
    finding_printf(context, RULE_ob_keepalive_gap,
                "The client sent nothing for more than the %" PRIu32
                " s of the %s in frame %" PRIu32 ", last in frame %" PRIu32
                ": the server may take the flow for dead",
                keepalive->interval_s, keepalive->by_via ? "Via keep" : "Flow-Timer",
                flow->report->frame, keepalive->client_frame);
}

/* RFC 5626 4.4.1, 5.4. */
void rule_ob_pong_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct flow *flow = event->flow;

    finding_printf(context, RULE_ob_pong_missing,
                "The CRLF keep-alive in frame %" PRIu32
                " got no answer within 10 s: the client has to take the flow for dead and register "
                "again (RFC 5626 4.4.1)",
                flow->keepalive->ping_in);
}

/* RFC 5626 4.4.2, 4.5. Without outbound nothing says what the client has to do. */
void rule_ob_mapping_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct keepalive *keepalive = event->flow->keepalive;
    char before[ENDPOINT_TEXT_SIZE], now[ENDPOINT_TEXT_SIZE];

    if (endpoint_equal(&keepalive->mapped_before, &keepalive->mapped))
        return;
    finding_printf_as(
        context, RULE_ob_mapping_changed, keepalive->outbound ? SEVERITY_WARN : SEVERITY_NOTE,
        "STUN in frame %" PRIu32 " says that the flow is now %s and no longer %s, but no REGISTER "
                                 "followed within 60 s: calls go to the old address",
        keepalive->changed_in, endpoint_to_text(&keepalive->mapped, true, now),
        endpoint_to_text(&keepalive->mapped_before, true, before));
}

/* RFC 5626 4.2.2: a refresh goes over the flow that it refreshes; 4.5: after a failure it has to be
 * another one. A client that starts anew, and so knows nothing of the old flow, has a new Call-ID; one
 * in another network has a new address. */
void rule_ob_refresh_other_flow(struct rule_context *context)
{
    enum {
        ALIVE_S = 120
    }; /* RFC 5626 4.4.1: the longest time between two pings of a default flow */
    const struct event *event = context->event;
    const struct packet *packet = event->facts->packet;
    const struct flow *flow = event->flow;

    if (!flow || !flow->keepalive || !flow->keepalive->outbound || event->before->call_id ||
        event->before->continues || event->before->last.call_id != event->facts->call_id ||
        !event->registration->reg_id || !event->own->binding || flow->lost_in || flow->closed_by ||
        flow->keepalive->ping_in || flow->is_connection == (packet->transport == TRANSPORT_UDP) ||
        endpoint_equal(&flow->client, &packet->source) ||
        !endpoint_same_ip(&flow->client, &packet->source) ||
        !endpoint_equal(&flow->server, &packet->destination) ||
        event->time - flow->keepalive->server_time > ALIVE_S * SECOND)
        return;
    finding_printf(
        context, RULE_ob_refresh_other_flow,
        "The refresh for reg-id %" PRIu32 " comes from port %u, although the flow in frame %" PRIu32
        " from port %u still works (RFC 5626 4.2.2)",
        event->registration->reg_id, packet->source.port, flow->report->frame, flow->client.port);
}

/* RFC 6223 4.3: a value says yes, the bare parameter that nobody looked at it. Only the 2xx settles it
 * for the registration (4.2.2). */
void rule_keep_not_negotiated(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts_via *via = &event->facts->via;

    if (!event->facts->via_count || !via->has_keep || via->keep_has_value ||
        !event_is_accepted(event) || event->transaction->is_removal)
        return;
    finding_printf(context, RULE_keep_not_negotiated,
                "The REGISTER in frame %" PRIu32 " offers keep-alives (keep in its Via), but the "
                                                 "2xx gives keep no value: they are not agreed on",
                event->transaction->request->frame);
}
