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

#endif
