/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A report in the protocol tree: the item "sipreg" below the SIP item of its message, and the
 * expert infos.
 */
#ifndef SIPREG_WIRESHARK_TREE_H
#define SIPREG_WIRESHARK_TREE_H

#include <epan/packet.h>

#include "base/report.h"

/* Where a message is. A tvb cannot be kept from one pass to the next. */
struct tree_place {
    uint16_t source; /* which of the frame's data sources with SIP, from 1, as they come */
    uint32_t offset; /* of the message in it */
};

void tree_handoff(int protocol);

/* Adds the item, its fields and the expert infos where somebody looks at them; in any case the severity of the worst
 * counts. */
void tree_add(tvbuff_t *frame, packet_info *pinfo, proto_tree *root, struct tree_place place,
              const struct report *report);

#endif
