/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Packets without SIP on a flow: keep-alives (RFC 5626 3.5, 4.4) and the end of a TCP connection.
 */
#ifndef SIPREG_FACTS_TRAFFIC_H
#define SIPREG_FACTS_TRAFFIC_H

#include "base/packet.h"

enum traffic_kind {
    TRAFFIC_OTHER, /* any other payload */
    TRAFFIC_PING,  /* CRLF CRLF */
    TRAFFIC_PONG,  /* CRLF */
    TRAFFIC_STUN_REQUEST,
    TRAFFIC_STUN_RESPONSE,
    TRAFFIC_REFUSED,
    TRAFFIC_RESET,
    TRAFFIC_CLOSED
};

struct traffic {
    const struct packet *packet;
    struct endpoint mapped; /* of a STUN response: the client's address as the server sees it;
                               family NONE: not given */
    uint8_t kind;           /* enum traffic_kind */
};

struct traffic traffic_read(const struct packet *packet);

#endif
