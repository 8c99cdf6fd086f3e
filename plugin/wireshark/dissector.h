/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The post-dissector: gives every SIP message to the core once, and has the reports shown.
 */
#ifndef SIPREG_WIRESHARK_DISSECTOR_H
#define SIPREG_WIRESHARK_DISSECTOR_H

#include <epan/packet.h>

#include "base/report.h"

/* The two halves of a protocol's registration with Wireshark. They also register the tap "sipreg",
 * which hands each message's const struct report * to whoever listens. */
void dissector_register(void);
void dissector_handoff(void);

/* The report of the frame's next message that belongs to a registration; NULL: there is none. *next is 0 at first. */
const struct report *dissector_next_of(packet_info *pinfo, unsigned *next);

#endif
