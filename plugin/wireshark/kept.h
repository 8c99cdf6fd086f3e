/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The reports of an open capture, by frame. Wireshark's own store (p_add_proto_data) takes 100 bytes and 380
 * instructions a message; frames come in order, so a sorted array does.
 */
#ifndef SIPREG_WIRESHARK_KEPT_H
#define SIPREG_WIRESHARK_KEPT_H

#include <stdint.h>

#include "base/report.h"
#include "wireshark/tree.h"

/* The report on one message. */
struct kept {
    const struct report *report;
    uint32_t frame;
    struct tree_place place;
};

/* The capture is closed, or its reports so far are forgotten. */
void kept_forget(void);

/* The frame is seen for the first time. If others had its number or a higher one before, a read filter has
 * dropped them: they are forgotten. */
void kept_new_frame(uint32_t frame);

/* Frames and their messages come in order. */
void kept_add(struct kept kept);

/* The first report of the frame, and how many there are; valid until one is added. NULL: there is none. */
const struct kept *kept_of(uint32_t frame, unsigned *count);

#endif
