/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Frames without SIP: what their UDP or TCP header and payload say of a flow. Read from the bytes of
 * the frame, because no dissector reports a CRLF, and a tree is not built for this.
 */
#ifndef SIPREG_WIRESHARK_TRAFFIC_H
#define SIPREG_WIRESHARK_TRAFFIC_H

#include "analysis.h"

#include <epan/packet.h>

/* Feeds a frame without SIP, where the analysis watches its flow. Returns its report; NULL: nothing
 * to say. */
const struct report *evidence_feed(struct analysis *analysis, tvbuff_t *frame,
                                   const packet_info *pinfo);

/* The UDP datagram or TCP segment of the frame, from its header on; a missing one where it is not found. *cut: the capture
 * has less of it than there was on the wire. */
struct span evidence_transport(struct span frame, const packet_info *pinfo, bool *cut);

/* What a segment of at least a header is to its connection, and its payload. */
void evidence_read_tcp(struct packet *packet, struct span segment);

/* The ICMP error of a frame that quotes a TCP segment, with the ends of this; false: there is none. */
bool evidence_read_rejection(struct packet *packet, struct span frame, const packet_info *pinfo,
                             bool is_v6);

#endif
