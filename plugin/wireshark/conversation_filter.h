/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Conversation Filter > SIP Registration and > SIP AOR, in the menus of a packet and under Analyze;
 * Colorize Conversation has them too.
 */
#ifndef SIPREG_WIRESHARK_CONVERSATION_FILTER_H
#define SIPREG_WIRESHARK_CONVERSATION_FILTER_H

void conversation_filter_register(void);

#endif
