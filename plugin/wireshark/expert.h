/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The expert infos: one per row of the rule catalogue, named sipreg.<rule id>.
 */
#ifndef SIPREG_WIRESHARK_EXPERT_H
#define SIPREG_WIRESHARK_EXPERT_H

#include <epan/packet.h>

#include "base/report.h"

void expert_register(int protocol);

/* Adds a finding and its sentence below an item (NULL: there is no tree), at the finding's own severity. */
void expert_add(packet_info *pinfo, proto_item *item, const struct finding *finding,
                const char *sentence);

#endif
