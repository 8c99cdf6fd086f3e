/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The SIP messages of the frame that was just dissected, in order, each once.
 *
 * Wireshark's SIP dissector offers each message to the tap "sip_follow". But `tshark -2` and sharkd run
 * their first pass without taps, and a message that is cut (by the snapshot length, or in the quote of
 * an ICMP error) stops the dissector before the tap. Such messages are looked for in Wireshark's
 * buffers; a protocol tree, which would have to be built for every frame, is not needed.
 */
#ifndef SIPREG_WIRESHARK_MESSAGES_H
#define SIPREG_WIRESHARK_MESSAGES_H

#include <epan/packet.h>

#include "base/packet.h"

/* A walk over the messages of one frame. */
struct messages {
    wmem_array_t *found; /* buffers; NULL: they are tapped */
    unsigned next;       /* index of the next one */
    tvbuff_t *tvb;       /* of the message before, and where that message was */
    const char *start;
    const char *end;
    tvbuff_t *source; /* the data source (frame, decrypted record ...) of packet.text, */
    uint32_t offset;  /* ... and where in it that begins */
    struct packet packet;
};

/* Finds the tap. */
void messages_handoff(void);

/* A capture begins: the preferences of other dissectors hold until it ends. */
void messages_begin(void);

/* Starts a walk. False: the frame holds no SIP. That is known quickly. */
bool messages_open(struct messages *messages, tvbuff_t *frame, packet_info *pinfo);

/* Goes to the next message: messages->packet can be fed. False: there are no more. */
bool messages_next(struct messages *messages);

/* To be called after each messages_next: where in packet.text the core found the message. Returns
 * its offset in the data source. */
uint32_t messages_found(struct messages *messages, struct span message);

#endif
