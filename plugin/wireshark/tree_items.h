/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Single items of the protocol tree. Every one is marked as generated, for none is in the packet as
 * it stands; those that follow from a header value point at its bytes.
 */
#ifndef SIPREG_WIRESHARK_TREE_ITEMS_H
#define SIPREG_WIRESHARK_TREE_ITEMS_H

#include <epan/packet.h>

#include "base/report.h"
#include "wireshark/fields.h"

/* Where items are added, and which bytes they can point at. */
struct branch {
    packet_info *pinfo;
    proto_tree *tree;
    tvbuff_t *tvb;   /* the message's data source; where that is not known, the frame */
    uint32_t offset; /* of the message in it */
    bool located;    /* the two above are those of the message */
    const struct report *report;
};

/* Instead of an enum report_part: no bytes of the packet say it. */
enum { NO_PART = PART_COUNT };

/* Adds nothing, and returns NULL, where the text is NULL or empty. */
proto_item *item_text(const struct branch *branch, enum field field, unsigned part,
                      const char *text);

void item_number(const struct branch *branch, enum field field, uint32_t number);

/* Of 64 bits. */
void item_long_number(const struct branch *branch, enum field field, uint64_t number);

/* Numbers and frames that are counted from 1: 0 is "none" and adds nothing. */
void item_positive(const struct branch *branch, enum field field, uint32_t number);

void item_seconds(const struct branch *branch, enum field field, unsigned part, uint32_t seconds);
void item_signed(const struct branch *branch, enum field field, unsigned part, int32_t number);
void item_percent(const struct branch *branch, enum field field, double percent);
void item_truth(const struct branch *branch, enum field field, bool truth);

/* A time span or a point in time, as the field has it; ns. */
void item_time(const struct branch *branch, enum field field, int64_t ns);

/* How many things happened between two points in time (ns), of which the label shows the time of day. */
void item_count_between(const struct branch *branch, enum field field, uint32_t count, int64_t from,
                        int64_t until);

/* A field that has no value but items below it, and the branch there. It is a field, for programs
 * look for those items below a name that does not depend on the label. It points at no bytes: with bytes, "Apply as
 * Filter" would look for these instead of the field. */
struct branch item_subtree(const struct branch *branch, enum field field, enum subtree subtree,
                           const char *label);

#endif
