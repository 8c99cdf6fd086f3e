/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/tap_flow.h"

#include "wireshark/sequence.h"

#if HAVE_SEQUENCE

#include "base/report.h"
#include "wireshark/packet_meta.h"
#include "wireshark/text.h"

static tap_packet_status add_arrow(void *tap_data, packet_info *pinfo, epan_dissect_t *edt _U_,
                                   const void *data, tap_flags_t flags _U_)
{
    struct sequence_info *info = tap_data;
    const struct report *report = data;
    struct origin_layers layers = origin_layers(pinfo);
    struct sequence_item *item;
    struct text line;

    item =
        report_is_shown(report) ? sequence_analysis_create_sai_with_addresses(pinfo, info) : NULL;
    if (!item)
        return TAP_PACKET_DONT_REDRAW;
    item->frame_number = pinfo->num;
    if (!layers.icmp && !layers.icmpv6) { /* those have none: 4.0 takes them from what they quote */
        item->source_port = (uint16_t)pinfo->srcport;
        item->destination_port = (uint16_t)pinfo->destport;
    }
    /* Printed as they are: the strings of a report are fit for any terminal (registration/pool.h). */
    text_of_arrow(&line, report);
    item->label = g_strndup(line.text, line.length);
    text_of_comment(&line, report);
    item->comment = g_strndup(line.text, line.length);
    item->conversation = (uint16_t)MIN(report_registration(report), UINT16_MAX);
    item->is_displayed = TRUE;
    g_queue_push_tail(info->items, item);
    return TAP_PACKET_REDRAW;
}

void tap_flow_register(int protocol)
{
    register_seq_analysis("sipreg", "SIP Registration Flows", protocol, NULL, TL_REQUIRES_NOTHING,
                          add_arrow);
}

#else

void tap_flow_register(int protocol _U_)
{
}

#endif
