/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Evidence: what a packet that is no SIP message says of its flow. Keep-alives (RFC 5626 3.5, 4.4)
 * and the end of a TCP connection.
 */
#ifndef SIPREG_FACTS_TRAFFIC_H
#define SIPREG_FACTS_TRAFFIC_H

#include "base/packet.h"

enum evidence_kind {
    EVIDENCE_OTHER, /* something was sent */
    EVIDENCE_PING,  /* CRLF CRLF */
    EVIDENCE_PONG,  /* CRLF */
    EVIDENCE_STUN_REQUEST,
    EVIDENCE_STUN_ANSWER,
    EVIDENCE_REFUSED,
    EVIDENCE_RESET,
    EVIDENCE_CLOSED
};

struct evidence {
    const struct packet *packet;
    struct endpoint mapped; /* of a STUN answer: the client as the server sees it; family NONE: not
                               said */
    uint8_t kind;           /* enum evidence_kind */
};

struct evidence evidence_read(const struct packet *packet);

#endif
