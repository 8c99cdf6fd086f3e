/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Frames that lead to SIP, or fail to: DNS, and TCP and TLS to the servers of SIP. Read from the bytes of the frame, and
 * from what Wireshark has decrypted: as fields, its dissectors would have to build a tree for each frame there is.
 */
#ifndef SIPREG_WIRESHARK_CONNECTION_H
#define SIPREG_WIRESHARK_CONNECTION_H

#include "analysis.h"

#include <epan/packet.h>

/* By its ports it may be such a frame. Asked of every frame without SIP. */
bool connection_concerns(const struct analysis *analysis, const packet_info *pinfo);

/* Feeds it. Returns its report; NULL: nothing to say, or it is another one. */
const struct report *connection_feed(struct analysis *analysis, tvbuff_t *frame,
                                     const packet_info *pinfo);

#endif
