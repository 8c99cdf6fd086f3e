/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The SIP messages of the frame that was just dissected, in order, each once.
 *
 * Wireshark's SIP dissector offers each message to the tap "sip_follow". That costs next to nothing
 * where there is no SIP. But `tshark -2` and sharkd run their first pass without taps: there the
 * protocol items are taken from the protocol tree, which then must be built for every packet. And a
 * message that is cut (by the snapshot length, or in the quote of an ICMP error) stops the SIP
 * dissector before the tap: it is looked for behind the UDP or TCP header.
 */
#ifndef SIPREG_WIRESHARK_MESSAGES_H
#define SIPREG_WIRESHARK_MESSAGES_H

#include <epan/packet.h>

#include "base/packet.h"

/* A walk over the messages of one frame. */
struct messages {
    tvbuff_t *frame;
    packet_info *pinfo;
    bool (*step)(struct messages *messages); /* one of the three ways */
    const GPtrArray *items;                  /* of the tree */
    unsigned next;                           /* index of the next tapped message or item */
    tvbuff_t *tvb;                           /* of the message before, and where that message was */
    const char *start;
    const char *end;
    tvbuff_t *source; /* the data source (frame, decrypted record ...) of packet.text, */
    uint32_t offset;  /* ... and where in it that begins */
    struct packet packet;
};

/* Finds the tap, and requests the tree where the program will need it. */
void messages_handoff(dissector_handle_t post_dissector);

/* Starts a walk. False: the frame holds no SIP. That is known quickly. */
bool messages_open(struct messages *messages, tvbuff_t *frame, packet_info *pinfo,
                   proto_tree *tree);

/* Goes to the next message: messages->packet can be fed. False: there are no more. */
bool messages_next(struct messages *messages);

/* To be called after each messages_next: where in packet.text the core found the message. Returns
 * its offset in the data source. */
uint32_t messages_found(struct messages *messages, struct span message);

#endif
