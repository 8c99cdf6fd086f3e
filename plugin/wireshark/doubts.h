/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How far a capture may be believed: what it lacks or distorts, in one line above what is said of its
 * registrations.
 */
#ifndef SIPREG_WIRESHARK_DOUBTS_H
#define SIPREG_WIRESHARK_DOUBTS_H

#include "base/report.h"

enum doubt {
    DOUBT_GAP,       /* frames are missing */
    DOUBT_ONE_WAY,   /* one direction is missing */
    DOUBT_DISORDER,  /* responses precede their requests */
    DOUBT_CLOCK,     /* the clock was set */
    DOUBT_MID_START, /* it begins amid a registration */
    DOUBT_COUNT
};

struct doubts {
    uint32_t registrations[DOUBT_COUNT]; /* that each concerns */
    uint32_t clock_in;                   /* the frame that shows that the clock was set; 0: none */
};

/* Bits by enum doubt of what the report of one message says of the capture. */
uint8_t doubts_of(const struct report *report);

/* Adds a registration: what the reports of its messages said. */
void doubts_add(struct doubts *doubts, uint8_t said);

/* "Capture: may lack frames of 2 registrations (capture with a larger buffer ...), is out of order (...)", and returns
 * it; NULL: nothing speaks against the capture. */
const char *doubts_text(const struct doubts *doubts, char text[SENTENCE_SIZE]);

#endif
