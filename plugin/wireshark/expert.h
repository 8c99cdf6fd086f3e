/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The expert infos: one per row of the rule catalogue, named sipreg.<rule id>.
 */
#ifndef SIPREG_WIRESHARK_EXPERT_H
#define SIPREG_WIRESHARK_EXPERT_H

#include <epan/packet.h>

#include "base/report.h"

void expert_register(int protocol);

/* A capture begins: Wireshark has registered its own protocol of expert infos by then, not before. */
void expert_begin(void);

/* Adds a finding and its sentence below an item (NULL: there is no tree), at the finding's own severity. */
void expert_add(packet_info *pinfo, proto_item *item, const struct finding *finding,
                const char *sentence);

/* Whether somebody reads the sentences of expert infos: a listener, or something that looks for them in the tree
 * (NULL: there is none). */
bool expert_is_read(proto_tree *tree);

/* Where nobody does, the worst severity still counts: for the LED in Wireshark's status bar, and for the column. */
void expert_note_severity(packet_info *pinfo, const struct finding *findings);

#endif
