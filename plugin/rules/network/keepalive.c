/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on keep-alives and flows (RFC 5626 4.4, RFC 6223).
 */
#include "rules/engine.h"

/* RFC 5626 4.4.1 allows the double CRLF only on connections; over UDP there is STUN (4.4.2). Without
 * outbound it is not forbidden, and many phones send it. */
void rule_ob_crlf_on_udp(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct flow *flow = event->flow;
    bool is_crlf = event->traffic->kind == TRAFFIC_PING || event->traffic->kind == TRAFFIC_PONG;

    if (!is_crlf || flow->is_connection || flow->crlfs != 1)
        return;
    if (flow->keepalive && flow->keepalive->outbound)
        finding_add_as(context, FORM_ob_crlf_on_udp_outbound, SEVERITY_NOTE,
                       VALUES(of_frame(flow->report->frame)));
    else
        finding_add(context, FORM_ob_crlf_on_udp, VALUES(of_frame(flow->report->frame)));
}

/* RFC 6223 4.2.2. One request may have been in flight when the 2xx arrived. CRLFs are never forbidden
 * (4.1), and RFC 5626 defines its own keep-alives. */
void rule_keep_not_renewed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct keepalive *keepalive = event->flow->keepalive;

    if (event->traffic->kind != TRAFFIC_STUN_REQUEST || !keepalive || keepalive->outbound ||
        keepalive->dropped_uses != 2)
        return;
    finding_add(context, FORM_keep_not_renewed,
                VALUES(of_frame(keepalive->dropped_in), of_frame(keepalive->keep_in)));
}

/* RFC 5626 4.4, RFC 6223 4.3. Any packet of the client keeps the flow alive. A client whose last ping got
 * no pong no longer has a flow. */
void rule_ob_keepalive_gap(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct flow *flow = event->flow;
    const struct keepalive *keepalive = flow->keepalive;

    if (keepalive->ping_in)
        return;
    finding_add(context, FORM_ob_keepalive_gap,
                VALUES(of_number(keepalive->interval_s), of_number(keepalive->by_via),
                       of_frame(flow->report->frame), of_frame(keepalive->client_frame)));
}

/* RFC 5626 4.4.1, 5.4. The capture may lack one pong, but hardly two in a row. */
void rule_ob_pong_missing(struct rule_context *context)
{
    const struct keepalive *keepalive = context->event->flow->keepalive;

    if (keepalive->pongs_missing <= 2)
        finding_add_as(context, FORM_ob_pong_missing,
                       keepalive->pongs_missing > 1 ? SEVERITY_WARN : SEVERITY_NOTE,
                       VALUES(of_frame(keepalive->ping_in)));
}

/* RFC 5626 4.4.2, 4.5. Without outbound no specification says what the client must do. */
void rule_ob_mapping_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct keepalive *keepalive = event->flow->keepalive;

    if (endpoint_equal(&keepalive->mapped_before, &keepalive->mapped))
        return;
    finding_add_as(context, FORM_ob_mapping_changed,
                   keepalive->outbound ? SEVERITY_WARN : SEVERITY_NOTE,
                   VALUES(of_endpoint(&keepalive->mapped_before), of_endpoint(&keepalive->mapped),
                          of_frame(keepalive->changed_in)));
}

/* RFC 5626 4.2.2: a refresh uses the flow that it refreshes; 4.5: after a failure it must use another one.
 * A client that was restarted does not know the old flow, and has a new Call-ID; one that moved to
 * another network has a new address. */
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
    finding_add(context, FORM_ob_refresh_other_flow,
                VALUES(of_number(event->registration->reg_id), of_number(packet->source.port),
                       of_number(flow->client.port), of_frame(flow->report->frame)));
}

/* RFC 6223 4.3: a value accepts the offer; a bare parameter was only copied. Only the 2xx decides for the
 * registration (4.2.2). */
void rule_keep_not_negotiated(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts_via *via = &event->facts->via;

    if (!event->facts->via_count || !via->has_keep || via->keep_has_value ||
        !event_is_accepted(event) || event->transaction->is_removal)
        return;
    finding_add(context, FORM_keep_not_negotiated,
                VALUES(of_frame(event->transaction->request->frame)));
}
