/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The flow graph "SIP Registration Flows": Statistics > Flow Graph, and tshark -z flow,sipreg.
 */
#ifndef SIPREG_WIRESHARK_TAP_FLOW_H
#define SIPREG_WIRESHARK_TAP_FLOW_H

void tap_flow_register(int protocol);

#endif
