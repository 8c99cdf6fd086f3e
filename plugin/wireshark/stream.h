/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How many messages Wireshark's SIP dissector takes from a piece of a stream. It waits for the rest of
 * a message that has not come in full, and takes nothing behind what it cannot read.
 */
#ifndef SIPREG_WIRESHARK_STREAM_H
#define SIPREG_WIRESHARK_STREAM_H

#include "base/packet.h"

/* By the preferences of the dissector, and by what is known of the piece. */
struct stream_reading {
    bool strict_version; /* only "SIP/2.0" */
    bool awaits_head;    /* a message is taken when its head is there in full, */
    bool awaits_body;    /* ... and its body */
};

/* Whether the dissector takes the first line of the text for that of a SIP message. */
bool stream_begins_message(struct span text, bool strict_version);

unsigned stream_count_messages(struct span text, const struct stream_reading *reading);

#endif
