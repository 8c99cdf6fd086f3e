/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The preferences (Protocols > SIPREG, or -o sipreg.NAME:VALUE). A changed value makes Wireshark
 * dissect the capture again, and the analysis is then made anew with it.
 */
#ifndef SIPREG_WIRESHARK_PREFERENCES_H
#define SIPREG_WIRESHARK_PREFERENCES_H

#include "base/settings.h"

void preferences_register(int protocol);

/* The thresholds as they are now. */
struct settings preferences_settings(void);

/* Whether the Info column is written to. */
bool preferences_info_column(void);

/* How tshark prints tables. */
enum table_format {
    FORMAT_TEXT,
    FORMAT_WIDE, /* this and all below: with all columns */
    FORMAT_CSV,
    FORMAT_JSON,
    FORMAT_MARKDOWN,
    FORMAT_OPENMETRICS
};
enum table_format preferences_table_format(void);

#endif
