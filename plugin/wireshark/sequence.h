/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Wireshark's flow graphs. libwireshark exports these functions for dissectors, but the header that
 * declares them, epan/sequence_analysis.h, is not among those that are installed for plugins. So the
 * part of it that is used here is declared here.
 *
 * Why that is safe: a plugin is only loaded by the series that it was built for, and within a series
 * Wireshark keeps its ABI. Items are allocated, given their addresses and time, and freed by
 * libwireshark, so that neither size depends on what stands here; of both structures only the first
 * members are declared, up to the last that is used, which lie at the same offsets in 4.4 and 4.6 and
 * differ from 4.0 in the two truths alone (compat.h). What comes behind them differs between the
 * series and is never touched. The offsets below are those of the released libraries; they move if
 * `address`, which is public, changes. Of other series nothing is known: there is no flow graph.
 */
#ifndef SIPREG_WIRESHARK_SEQUENCE_H
#define SIPREG_WIRESHARK_SEQUENCE_H

#include <stddef.h>

#include <epan/packet.h>
#include <epan/tap.h>

#include "wireshark/compat.h"

#if HAVE_SEQUENCE

/* An arrow. The strings are freed with g_free, by libwireshark. */
struct sequence_item {
    uint32_t frame_number;
    address source;
    uint16_t source_port; /* a port is not drawn where one of the two is 0 */
    address destination;
    uint16_t destination_port;
    char *label;
    char *time;
    char *comment;
    uint16_t conversation; /* has a colour */
    unsigned foreground;
    unsigned background;
    sequence_bool is_coloured;
    sequence_bool is_displayed;
    /* ... */
};

/* A graph. */
struct sequence_info {
    const char *name;
    sequence_bool any_address;
    int conversations;
    GQueue *items; /* struct sequence_item * */
    /* ... */
};

#if GLIB_SIZEOF_VOID_P == 8
_Static_assert(offsetof(struct sequence_item, label) == 72, "layout of Wireshark's flow graphs");
_Static_assert(offsetof(struct sequence_item, conversation) == 96,
               "layout of Wireshark's flow graphs");
_Static_assert(offsetof(struct sequence_item, is_displayed) == 108 + sizeof(sequence_bool),
               "layout of Wireshark's flow graphs");
_Static_assert(offsetof(struct sequence_info, items) == 16, "layout of Wireshark's flow graphs");
#endif

WS_DLL_PUBLIC void register_seq_analysis(const char *name, const char *title, const int protocol,
                                         const char *tap, unsigned tap_flags,
                                         tap_packet_cb on_packet);

/* NULL where the frame has no addresses. */
WS_DLL_PUBLIC struct sequence_item *
sequence_analysis_create_sai_with_addresses(packet_info *pinfo, struct sequence_info *info);

#endif

#endif
