/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/connection.h"

#include <epan/tvbuff-int.h>

#include "wireshark/buffers.h"
#include "wireshark/packet_meta.h"
#include "wireshark/traffic.h"

enum {
    PORT_DNS = 53,
    PORT_SIP = 5060,
    PORT_SIPS = 5061,
    UDP_HEADER_SIZE = 8,
    TCP_HEADER_SIZE = 20,
    TCP_SYN = 0x02,
    TCP_ACK = 0x10,
    /* What TLS makes of one segment: some records. */
    DECRYPTED_MAX = 32
};

static bool is_sip_port(uint32_t port)
{
    return port == PORT_SIP || port == PORT_SIPS;
}

bool connection_concerns(const struct analysis *analysis, const packet_info *pinfo)
{
    if (pinfo->ptype == PT_UDP)
        return pinfo->srcport == PORT_DNS || pinfo->destport == PORT_DNS;
    return pinfo->ptype == PT_TCP && (is_sip_port(pinfo->srcport) || is_sip_port(pinfo->destport) ||
                                      analysis_has_other_servers(analysis));
}

static const struct report *feed_dns(struct analysis *analysis, struct packet *packet,
                                     struct span datagram)
{
    if (datagram.n < UDP_HEADER_SIZE)
        return NULL;
    packet->transport = TRANSPORT_UDP;
    packet->text = span_from(datagram, UDP_HEADER_SIZE);
    return analysis_connection(analysis, packet, CONTENT_DNS);
}

/* A buffer of its own that is made of the frame: reassembled, or decrypted. The core tells the two apart. */
static const struct report *feed_decrypted(struct analysis *analysis, struct packet *packet,
                                           tvbuff_t *frame)
{
    const struct report *report = NULL;
    unsigned count = 0;

    packet->tcp = PACKET_TCP_NONE;
    packet->syn = false;
    for (tvbuff_t *tvb = frame->next; tvb && count < DECRYPTED_MAX; tvb = tvb->next) {
        const struct report *found;

        if (tvb_get_ds_tvb(tvb) != tvb)
            continue;
        count++;
        packet->text = buffer_text(tvb);
        found = analysis_connection(analysis, packet, CONTENT_DECRYPTED);
        report = report ? report : found;
    }
    return report;
}

static const struct report *feed_segment(struct analysis *analysis, struct packet *packet,
                                         struct span segment, tvbuff_t *frame,
                                         const packet_info *pinfo)
{
    const struct report *report, *decrypted = NULL;

    if (segment.n < TCP_HEADER_SIZE)
        return NULL;
    packet->transport = TRANSPORT_TCP;
    packet->syn = segment.p[13] & TCP_SYN;
    packet->ack = segment.p[13] & TCP_ACK;
    evidence_read_tcp(packet, segment);
    packet->analysis = origin_analysis(pinfo);
    report = analysis_connection(analysis, packet, CONTENT_SEGMENT);
    if (packet->text.n && origin_has_tls(pinfo))
        decrypted = feed_decrypted(analysis, packet, frame);
    return report ? report : decrypted;
}

const struct report *connection_feed(struct analysis *analysis, tvbuff_t *frame,
                                     const packet_info *pinfo)
{
    struct packet packet = {.frame = pinfo->num};
    struct origin_layers layers;
    struct span all;

    packet.time = origin_time(&pinfo->abs_ts);
    all = buffer_text(frame);
    layers = origin_layers(pinfo);
    if (layers.icmp || layers.icmpv6)
        return evidence_read_rejection(&packet, all, pinfo, layers.icmpv6) &&
                       analysis_leads_to_sip(analysis, &packet.source, &packet.destination)
                   ? analysis_connection(analysis, &packet, CONTENT_REJECTED)
                   : NULL;
    packet.source = origin_endpoint(&pinfo->src, pinfo->srcport);
    packet.destination = origin_endpoint(&pinfo->dst, pinfo->destport);
    if (packet.source.family == ENDPOINT_NONE || packet.source.family != packet.destination.family)
        return NULL;
    if (pinfo->ptype == PT_UDP)
        return feed_dns(analysis, &packet, evidence_transport(all, pinfo, &packet.cut));
    if (!analysis_leads_to_sip(analysis, &packet.source, &packet.destination))
        return NULL;
    return feed_segment(analysis, &packet, evidence_transport(all, pinfo, &packet.cut), frame,
                        pinfo);
}
