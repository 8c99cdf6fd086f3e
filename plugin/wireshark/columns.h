/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the packet list shows.
 */
#ifndef SIPREG_WIRESHARK_COLUMNS_H
#define SIPREG_WIRESHARK_COLUMNS_H

#include <epan/packet.h>

#include "base/report.h"

/* Appends " [#3 refresh 2: 3600 s requested]" to the Info column, unless the preference says no. */
void columns_append(packet_info *pinfo, const struct report *report);

#endif
