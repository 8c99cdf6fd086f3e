/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/packet_meta.h"

#include <epan/conversation.h>
#include <epan/dissectors/packet-tcp.h>

enum { ICMP_TYPE_UNKNOWN = 255, UDP_HEADER_SIZE = 8, ICMP_HEADER_SIZE = 8 };

/* Flags of struct tcp_acked. Their names are in packet-tcp.c, their values the same from 4.0 to 4.6. */
enum {
    TCP_A_RETRANSMISSION = 0x0001,
    TCP_A_LOST_PACKET = 0x0002,
    TCP_A_ACK_LOST_PACKET = 0x0004,
    TCP_A_OUT_OF_ORDER = 0x0200,
    TCP_A_FAST_RETRANSMISSION = 0x0400,
    TCP_A_SPURIOUS_RETRANSMISSION = 0x4000
};

static struct {
    int sip, tcp, icmp, icmpv6, tls, websocket;
    uint64_t
        layers; /* a bit for each that is looked for among the layers, by its number modulo 64 */
} protocols;

static uint64_t layer_bit(int protocol)
{
    return UINT64_C(1) << ((unsigned)protocol & 63);
}

void origin_handoff(void)
{
    protocols.sip = proto_get_id_by_filter_name("sip");
    protocols.tcp = proto_get_id_by_filter_name("tcp");
    protocols.icmp = proto_get_id_by_filter_name("icmp");
    protocols.icmpv6 = proto_get_id_by_filter_name("icmpv6");
    protocols.tls = proto_get_id_by_filter_name("tls");
    protocols.websocket = proto_get_id_by_filter_name("websocket");
    protocols.layers = layer_bit(protocols.sip) | layer_bit(protocols.icmp) |
                       layer_bit(protocols.icmpv6) | layer_bit(protocols.tls) |
                       layer_bit(protocols.websocket);
}

struct endpoint origin_endpoint(const address *address, uint32_t port)
{
    struct endpoint endpoint = {.family = ENDPOINT_NONE};

    if (address->type == AT_IPv4 && address->len == 4) {
        endpoint.family = ENDPOINT_IPV4;
        memcpy(endpoint.ip, address->data, 4);
    } else if (address->type == AT_IPv6 && address->len == 16) {
        endpoint.family = ENDPOINT_IPV6;
        memcpy(endpoint.ip, address->data, 16);
    } else {
        return endpoint;
    }
    endpoint.port = (uint16_t)port;
    return endpoint;
}

int64_t origin_time(const nstime_t *time)
{
    /* A capture can claim any time: one past 2096 is taken for that. */
    int64_t seconds = CLAMP((int64_t)time->secs, 0, 4000000000);

    return seconds * SECOND + CLAMP(time->nsecs, 0, 999999999);
}

/* As fields, tcp.analysis.* would need a tree for each frame. The dissector keeps the same with the conversation:
 * of the frame that it has just seen, in `ta`. */
uint8_t origin_analysis(const packet_info *pinfo)
{
    const conversation_t *conversation;
    const struct tcp_analysis *tcp;
    unsigned flags = 0, analysis = 0;

    if (pinfo->ptype != PT_TCP)
        return 0;
    /* 4.0 takes it without const, and only notes in the conversation that this frame belongs to it. */
    conversation = find_conversation_pinfo((packet_info *)pinfo, 0);
    tcp = conversation ? conversation_get_proto_data(conversation, protocols.tcp) : NULL;
    if (tcp && tcp->ta)
        flags = tcp->ta->flags;
    if (flags & TCP_A_LOST_PACKET)
        analysis |= SEGMENT_FOLLOWS_LOST;
    if (flags & TCP_A_ACK_LOST_PACKET)
        analysis |= SEGMENT_ACKS_LOST;
    if (flags & (TCP_A_RETRANSMISSION | TCP_A_FAST_RETRANSMISSION | TCP_A_OUT_OF_ORDER |
                 TCP_A_SPURIOUS_RETRANSMISSION))
        analysis |= SEGMENT_RESENT;
    return (uint8_t)analysis;
}

bool origin_has_sip(const packet_info *pinfo)
{
    return wmem_list_find(pinfo->layers, GINT_TO_POINTER(protocols.sip)) != NULL;
}

bool origin_has_tls(const packet_info *pinfo)
{
    return wmem_list_find(pinfo->layers, GINT_TO_POINTER(protocols.tls)) != NULL;
}

struct origin_layers origin_layers(const packet_info *pinfo)
{
    struct origin_layers layers = {.sip = 0};
    wmem_list_frame_t *at;

    for (at = wmem_list_head(pinfo->layers); at; at = wmem_list_frame_next(at)) {
        int protocol = GPOINTER_TO_INT(wmem_list_frame_data(at));

        if (!(protocols.layers & layer_bit(protocol)))
            continue;
        layers.sip += protocol == protocols.sip;
        layers.icmp |= protocol == protocols.icmp;
        layers.icmpv6 |= protocol == protocols.icmpv6;
        layers.tls |= protocol == protocols.tls;
        layers.websocket |= protocol == protocols.websocket;
    }
    return layers;
}

static enum transport transport_of(const packet_info *pinfo, const struct origin_layers *layers)
{
    if (layers->websocket)
        return layers->tls ? TRANSPORT_WSS : TRANSPORT_WS;
    switch (pinfo->ptype) {
    case PT_UDP:
        return TRANSPORT_UDP;
    case PT_SCTP:
        return TRANSPORT_SCTP;
    case PT_TCP:
        return layers->tls ? TRANSPORT_TLS : TRANSPORT_TCP;
    default:
        return TRANSPORT_OTHER;
    }
}

struct packet origin_packet(const packet_info *pinfo, const struct origin_layers *layers)
{
    bool quoted = layers->icmp || layers->icmpv6;
    /* pinfo has the addresses of the ICMP error, but the ports of the packet it quotes. */
    uint32_t source_port = quoted ? 0 : pinfo->srcport;
    uint32_t destination_port = quoted ? 0 : pinfo->destport;

    return (struct packet){
        .frame = pinfo->num,
        .time = origin_time(&pinfo->abs_ts),
        .source = origin_endpoint(&pinfo->src, source_port),
        .destination = origin_endpoint(&pinfo->dst, destination_port),
        .transport = transport_of(pinfo, layers),
        .kind = quoted ? PACKET_ICMP_OTHER : PACKET_MESSAGE,
        .icmp_type = ICMP_TYPE_UNKNOWN,
        .icmp_v6 = layers->icmpv6,
    };
}

void origin_read_icmp(struct packet *packet, tvbuff_t *source, uint32_t sip)
{
    uint32_t ip_header = packet->icmp_v6 ? 40 : 20;
    uint32_t headers = ICMP_HEADER_SIZE + ip_header + UDP_HEADER_SIZE;
    const uint8_t *icmp, *ip;

    if (sip < headers)
        return;
    icmp = tvb_get_ptr(source, (int)(sip - headers), (int)headers);
    ip = icmp + ICMP_HEADER_SIZE;
    if (packet->icmp_v6 ? ip[0] >> 4 != 6 : ip[0] != 0x45)
        return;

    packet->icmp_type = icmp[0];
    packet->icmp_code = icmp[1];
    packet->kind = packet_kind_of_icmp(packet->icmp_v6, icmp[0], icmp[1]);
}
