/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How the messages of a frame came: addresses, time, transport, quoted by an ICMP error or not.
 */
#ifndef SIPREG_WIRESHARK_PACKET_META_H
#define SIPREG_WIRESHARK_PACKET_META_H

#include <epan/packet.h>

#include "base/packet.h"

/* The protocols of a frame that matter here. */
struct origin_layers {
    unsigned sip; /* how often */
    bool icmp, icmpv6, tls, websocket;
};

void origin_handoff(void);

/* The IP address and port of one end of the frame's conversation. */
struct endpoint origin_endpoint(const address *address, uint32_t port);

/* A time in the capture, ns since 1970. */
int64_t origin_time(const nstime_t *time);

/* What the TCP dissector found out about the frame: bits of enum packet_analysis. Only on the first pass, and
 * only where the preference "Analyze TCP sequence numbers" is set, as it is by default. */
uint8_t origin_analysis(const packet_info *pinfo);

/* Asked of every frame. */
bool origin_has_sip(const packet_info *pinfo);

bool origin_has_tls(const packet_info *pinfo);

struct origin_layers origin_layers(const packet_info *pinfo);

/* What the core learns of the frame, all but the text. */
struct packet origin_packet(const packet_info *pinfo, const struct origin_layers *layers);

/* Reads type and code of the ICMP error from the bytes before the SIP text that it quotes: ICMP,
 * IP without options, UDP, SIP. Anything else stays "another ICMP error, type unknown". */
void origin_read_icmp(struct packet *packet, tvbuff_t *source, uint32_t sip);

#endif
