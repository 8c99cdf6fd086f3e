/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Tables in tshark for programs: CSV (RFC 4180), JSON, Markdown, OpenMetrics.
 */
#ifndef SIPREG_WIRESHARK_TABLE_DATA_H
#define SIPREG_WIRESHARK_TABLE_DATA_H

#include "wireshark/preferences.h"
#include "wireshark/table.h"

/* Prints the rows that are shown, in their order, with all columns. `filter` may be NULL; `is_last`: no table follows
 * in this run. */
void table_data_print(const struct table *table, enum table_format format, const char *filter,
                      bool is_last);

#endif
