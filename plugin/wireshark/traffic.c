/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/traffic.h"

#include "wireshark/packet_meta.h"

enum {
    /* Before the transport header: link, VLANs, a tunnel or two. */
    HEADERS_MAX = 256,
    IPV4_HEADER_SIZE = 20,
    IPV4_ADDRESSES = 12,
    IPV6_HEADER_SIZE = 40,
    IPV6_ADDRESSES = 8,
    UDP_HEADER_SIZE = 8,
    TCP_HEADER_SIZE = 20,
    ICMP_HEADER_SIZE = 8,
    PROTOCOL_ICMP = 1,
    PROTOCOL_TCP = 6,
    PROTOCOL_UDP = 17,
    PROTOCOL_ICMPV6 = 58,
    TCP_FIN = 0x01,
    TCP_RST = 0x04,
    TCP_ACK = 0x10
};

static unsigned number16(const uint8_t *bytes)
{
    return (unsigned)bytes[0] << 8 | bytes[1];
}

/* Where the packet behind an IP header is: `size` is that of the header, `length` that of all, as the
 * header says. */
struct ip {
    size_t size;
    size_t length;
};

static bool read_ipv4(const uint8_t *ip, uint8_t protocol, struct ip *header)
{
    header->size = (size_t)(ip[0] & 0x0f) * 4;
    header->length = number16(ip + 2);
    return ip[0] >> 4 == 4 && header->size >= IPV4_HEADER_SIZE && ip[9] == protocol &&
           (number16(ip + 6) & 0x1fff) == 0;
}

static bool read_ipv6(const uint8_t *ip, uint8_t protocol, struct ip *header)
{
    header->size = IPV6_HEADER_SIZE;
    header->length = number16(ip + 4);
    if (header->length)
        header->length += IPV6_HEADER_SIZE;
    return ip[0] >> 4 == 6 && ip[6] == protocol;
}

/* The UDP datagram or TCP segment of the frame: behind the IP header with its addresses, and with its
 * ports. In a tunnel other headers stand before. */
static struct span find_protocol(struct span frame, const packet_info *pinfo, uint8_t protocol,
                                 bool *cut)
{
    bool is_v6 = pinfo->src.type == AT_IPv6;
    size_t before = is_v6 ? IPV6_ADDRESSES : IPV4_ADDRESSES;
    size_t size = is_v6 ? 16 : 4;
    bool has_ports = protocol == PROTOCOL_TCP || protocol == PROTOCOL_UDP;
    size_t end = MIN(frame.n, (size_t)HEADERS_MAX);

    for (size_t at = before; at + 2 * size + 4 <= end; at++) {
        const uint8_t *ip = (const uint8_t *)frame.p + at - before;
        struct span packet = span_from(frame, at - before);
        struct ip header;

        if (memcmp(frame.p + at, pinfo->src.data, size) != 0 ||
            memcmp(frame.p + at + size, pinfo->dst.data, size) != 0 ||
            !(is_v6 ? read_ipv6(ip, protocol, &header) : read_ipv4(ip, protocol, &header)) ||
            header.size + 4 > packet.n ||
            (has_ports && (number16(ip + header.size) != pinfo->srcport ||
                           number16(ip + header.size + 2) != pinfo->destport)))
            continue;
        /* A card that cuts segments itself is captured with no length. */
        *cut = header.length > packet.n;
        if (header.length >= header.size)
            packet = span_first(packet, header.length);
        return span_from(packet, header.size);
    }
    return SPAN_NONE;
}

struct span evidence_transport(struct span frame, const packet_info *pinfo, bool *cut)
{
    return find_protocol(frame, pinfo, pinfo->ptype == PT_TCP ? PROTOCOL_TCP : PROTOCOL_UDP, cut);
}

/* RFC 792, RFC 4443 3: type, code, checksum, four bytes more; then the packet from its IP header on. */
bool evidence_read_rejection(struct packet *packet, struct span frame, const packet_info *pinfo,
                             bool is_v6)
{
    size_t address = is_v6 ? IPV6_ADDRESSES : IPV4_ADDRESSES, size = is_v6 ? 16 : 4;
    struct span icmp =
        find_protocol(frame, pinfo, is_v6 ? PROTOCOL_ICMPV6 : PROTOCOL_ICMP, &packet->cut);
    struct span quoted = span_from(icmp, ICMP_HEADER_SIZE);
    const uint8_t *ip = (const uint8_t *)quoted.p, *tcp;
    struct ip header;

    if (quoted.n < (size_t)(is_v6 ? IPV6_HEADER_SIZE : IPV4_HEADER_SIZE) ||
        !(is_v6 ? read_ipv6(ip, PROTOCOL_TCP, &header) : read_ipv4(ip, PROTOCOL_TCP, &header)) ||
        header.size + 4 > quoted.n)
        return false;
    tcp = ip + header.size;
    packet->source.family = packet->destination.family = is_v6 ? ENDPOINT_IPV6 : ENDPOINT_IPV4;
    memcpy(packet->source.ip, ip + address, size);
    memcpy(packet->destination.ip, ip + address + size, size);
    packet->source.port = (uint16_t)number16(tcp);
    packet->destination.port = (uint16_t)number16(tcp + 2);
    packet->transport = TRANSPORT_TCP;
    packet->icmp_v6 = is_v6;
    packet->icmp_type = (uint8_t)icmp.p[0];
    packet->icmp_code = (uint8_t)icmp.p[1];
    packet->kind = (uint8_t)packet_kind_of_icmp(is_v6, packet->icmp_type, packet->icmp_code);
    return true;
}

void evidence_read_tcp(struct packet *packet, struct span segment)
{
    const uint8_t *tcp = (const uint8_t *)segment.p;
    static const uint8_t zero[4];

    packet->text = span_from(segment, (size_t)(tcp[12] >> 4) * 4);
    if (tcp[13] & TCP_RST) {
        /* RFC 793 3.4: the segment that follows a SYN has no number of its own to count from. */
        bool answers_syn = tcp[13] & TCP_ACK && memcmp(tcp + 4, zero, sizeof(zero)) == 0;

        packet->tcp = answers_syn ? PACKET_TCP_REFUSED : PACKET_TCP_RESET;
    } else if (tcp[13] & TCP_FIN) {
        packet->tcp = PACKET_TCP_CLOSED;
    }
}

static const struct report *feed_watched(struct analysis *analysis, tvbuff_t *frame,
                                         const packet_info *pinfo)
{
    bool is_tcp = pinfo->ptype == PT_TCP;
    struct packet packet = {.frame = pinfo->num};
    struct span all, transport;

    packet.source = origin_endpoint(&pinfo->src, pinfo->srcport);
    packet.destination = origin_endpoint(&pinfo->dst, pinfo->destport);
    if (packet.source.family == ENDPOINT_NONE ||
        packet.source.family != packet.destination.family ||
        !analysis_watches(analysis, &packet.source, &packet.destination))
        return NULL;

    all.n = tvb_captured_length(frame);
    all.p = (const char *)tvb_get_ptr(frame, 0, (int)all.n);
    transport = evidence_transport(all, pinfo, &packet.cut);
    if (transport.n < (is_tcp ? (size_t)TCP_HEADER_SIZE : (size_t)UDP_HEADER_SIZE))
        return NULL;
    packet.time = origin_time(&pinfo->abs_ts);
    packet.transport = is_tcp ? TRANSPORT_TCP : TRANSPORT_UDP;
    if (is_tcp)
        evidence_read_tcp(&packet, transport);
    else
        packet.text = span_from(transport, UDP_HEADER_SIZE);
    packet.analysis = origin_analysis(pinfo);
    if (is_tcp && packet.tcp == PACKET_TCP_NONE && packet.text.n == 0 && !packet.analysis) {
        analysis_sees_all(analysis);
        if (!analysis_awaits_ack(analysis, &packet.source, &packet.destination))
            return NULL;
    }
    return analysis_traffic(analysis, &packet);
}

const struct report *evidence_feed(struct analysis *analysis, tvbuff_t *frame,
                                   const packet_info *pinfo)
{
    if (!analysis_watches_traffic(analysis) || (pinfo->ptype != PT_TCP && pinfo->ptype != PT_UDP))
        return NULL;
    return feed_watched(analysis, frame, pinfo);
}
