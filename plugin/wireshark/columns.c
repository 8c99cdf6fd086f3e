/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/columns.h"

#include <epan/column-utils.h>

#include "wireshark/preferences.h"
#include "wireshark/text.h"

void columns_append(packet_info *pinfo, const struct report *report)
{
    struct text line;
    const char *info;

    /* Asked first, because most passes have no columns and the words cost something. */
    if (!preferences_info_column() || !pinfo->cinfo || !col_get_writable(pinfo->cinfo, COL_INFO))
        return;
    /* The SIP dissector ends its text with " | ". */
    info = col_get_text(pinfo->cinfo, COL_INFO);
    if (info && !g_str_has_suffix(info, " "))
        col_append_str(pinfo->cinfo, COL_INFO, " ");
    text_of_info(&line, report);
    col_append_str(pinfo->cinfo, COL_INFO, line.text);
}
