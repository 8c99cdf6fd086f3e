/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The tables there are, and how they get to the user.
 */
#ifndef SIPREG_WIRESHARK_TABLES_H
#define SIPREG_WIRESHARK_TABLES_H

#include "wireshark/table.h"

extern const struct table_kind table_of_registrations;
extern const struct table_kind table_of_outages;
extern const struct table_kind table_of_bindings;
extern const struct table_kind table_of_findings;
extern const struct table_kind table_of_nonces;
extern const struct table_kind table_of_delay;
extern const struct table_kind table_of_calls;
extern const struct table_kind table_of_connections;

/* Makes them known: windows under Telephony, -z in tshark. */
void tables_register(int protocol);

/* Wireshark and sharkd: a table that Wireshark's own window shows; and the menu that opens it. */
void table_dialog_register(const struct table_kind *kind);
void table_dialog_add_menu(int protocol, const struct table_kind *const *kinds, unsigned count);

/* tshark: -z sipreg,NAME[,FILTER] prints it. */
void table_print_register(const struct table_kind *kind);

#endif
