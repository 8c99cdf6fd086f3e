/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/columns.h"

#include <string.h>

#include <epan/column-utils.h>

#include "wireshark/preferences.h"
#include "wireshark/text.h"

void columns_append(packet_info *pinfo, const struct report *report)
{
    struct text line;
    const char *info;
    size_t length;

    /* Asked first, because most passes have no columns and the words cost something. */
    if (!preferences_info_column() || !pinfo->cinfo || !col_get_writable(pinfo->cinfo, COL_INFO))
        return;
    info = col_get_text(pinfo->cinfo, COL_INFO);
    length = info ? strlen(info) : 0;
    text_of_info(&line, report);
    /* The SIP dissector ends its text with " | ". */
    col_append_lstr(pinfo->cinfo, COL_INFO,
                    info && (length == 0 || info[length - 1] != ' ') ? " " : "", line.text,
                    COL_ADD_LSTR_TERMINATOR);
}
