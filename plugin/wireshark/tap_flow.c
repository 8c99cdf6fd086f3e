/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/tap_flow.h"

#include "wireshark/sequence.h"

#if HAVE_SEQUENCE

#include <string.h>

#include "registration/report.h"
#include "wireshark/words.h"

/* tshark prints labels and comments as they are: nothing in them may reach the terminal that could
 * do something there. */
static char *shown(const struct words *words)
{
    return format_text(NULL, (const format_text_char *)words->text, words->length);
}

static tap_packet_status add_arrow(void *tap_data, packet_info *pinfo, epan_dissect_t *edt _U_,
                                   const void *data, tap_flags_t flags _U_)
{
    struct sequence_info *info = tap_data;
    const struct report *report = data;
    struct sequence_item *item = sequence_analysis_create_sai_with_addresses(pinfo, info);
    struct words words;

    if (!item)
        return TAP_PACKET_DONT_REDRAW;
    item->frame_number = pinfo->num;
    item->source_port = (uint16_t)pinfo->srcport;
    item->destination_port = (uint16_t)pinfo->destport;
    words_of_arrow(&words, report);
    item->label = shown(&words);
    words_of_comment(&words, report);
    item->comment = shown(&words);
    item->conversation = (uint16_t)report->registration;
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
