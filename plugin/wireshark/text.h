/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A report as text: one place for the sentences of the protocol tree, the Info column and the flow
 * graph.
 */
#ifndef SIPREG_WIRESHARK_TEXT_H
#define SIPREG_WIRESHARK_TEXT_H

#include <stddef.h>

#include "base/report.h"

enum {
    /* Wireshark cuts the label of an item at 240 bytes; a longer AOR is cut here. */
    TEXT_MAX = 240
};

/* A line of text. It is put together by hand, for the Info column has one for every message. */
struct text {
    size_t length;
    char text[TEXT_MAX + 1];
};

/* "SIP Registration #3: sip:bob@example.com, refresh 2, accepted for 1800 s of 3600 s" */
void text_of_item(struct text *line, const struct report *report);

/* What happens in the message: "refresh 2: 3600 s requested", "removal accepted", "challenge: 401" */
void text_of_summary(struct text *line, const struct report *report);

/* What is wrong at the message: "Probably the client refreshes too late; Refresh arrived 11.5 s after ..."; "" where
 * there is nothing from Note on. */
void text_of_verdict(struct text *line, const struct report *report);

/* "[#3 refresh 2: 3600 s requested; The refresh arrived after the binding had expired, +1]" */
void text_of_info(struct text *line, const struct report *report);

/* For an arrow of a flow graph. What matters comes first: tshark cuts it at 20 characters.
 * "refresh 3: 3600 s", "401: nonce 4f2a91c...", "200: 1800 s of 3600 s" */
void text_of_arrow(struct text *line, const struct report *report);

/* Beside the arrow, where Wireshark's window shows some 40 characters: where an outage begins or ends and why,
 * findings from Note on, the origin of a nonce, the registration, the frame:
 * "outage of 11.5 s ends: Probably the client refreshes too late; #3 in frame 33, sip:bob@example.com". */
void text_of_comment(struct text *line, const struct report *report);

/* "3600 s requested", "1800 s of 3600 s", "at least 60 s"; "" where the message says nothing of it. */
void text_of_expires(struct text *line, const struct report *report);

#endif
