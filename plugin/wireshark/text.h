/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A report in words: one place for the sentences of the protocol tree, the Info column and the
 * flow graph.
 */
#ifndef SIPREG_WIRESHARK_TEXT_H
#define SIPREG_WIRESHARK_TEXT_H

#include <stddef.h>

#include "base/report.h"

enum {
    /* Wireshark cuts the label of an item at 240 bytes; a longer AOR is cut here. */
    WORDS_MAX = 240
};

/* A line of text. It is put together by hand, for the Info column has one for every message. */
struct words {
    size_t length;
    char text[WORDS_MAX + 1];
};

/* "SIP Registration #3: sip:bob@example.com, refresh 2, accepted for 1800 s of 3600 s" */
void words_of_item(struct words *words, const struct report *report);

/* "[#3 refresh 2: asks 3600 s; refresh.late]", "[#3 accepted: 1800 s of 3600 s]" */
void words_of_info(struct words *words, const struct report *report);

/* For an arrow of a flow graph. What matters comes first: tshark cuts it at 20 characters.
 * "REGISTER 3600 s, refresh 3", "401 nonce 4f2a91c0...", "200 granted 1800 s of 3600 s" */
void words_of_arrow(struct words *words, const struct report *report);

/* Beside the arrow: "#3 refresh.late; sip:bob@example.com, nonce of frame 25" */
void words_of_comment(struct words *words, const struct report *report);

/* "asks 3600 s", "1800 s of 3600 s", "at least 60 s"; "" where the message says nothing of it. */
void words_of_expires(struct words *words, const struct report *report);

#endif
