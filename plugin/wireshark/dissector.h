/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The post-dissector: gives every SIP message to the core once, keeps the reports with the frames,
 * and has them shown.
 */
#ifndef SIPREG_WIRESHARK_DISSECTOR_H
#define SIPREG_WIRESHARK_DISSECTOR_H

/* The two halves of a protocol's registration with Wireshark. They also register the tap "sipreg",
 * which hands each message's const struct report * to whoever listens. */
void dissector_register(void);
void dissector_handoff(void);

#endif
