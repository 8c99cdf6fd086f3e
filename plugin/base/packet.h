/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the core is told of the packet that carried a message, or evidence of a flow.
 */
#ifndef SIPREG_BASE_PACKET_H
#define SIPREG_BASE_PACKET_H

#include "base/endpoint.h"

enum {
    /* Contacts that are read of one message. RFC 3261 has no limit. A shared line lists about 20 bindings;
     * a list of more is read up to this, and no rule then says that something is missing in it. */
    MESSAGE_CONTACTS_MAX = 64
};

enum transport {
    TRANSPORT_OTHER,
    TRANSPORT_UDP,
    TRANSPORT_TCP,
    TRANSPORT_TLS,
    TRANSPORT_SCTP,
    TRANSPORT_WS,
    TRANSPORT_WSS
};

/* Nobody on the way can read what it carries. */
static inline bool transport_is_secure(unsigned transport)
{
    return transport == TRANSPORT_TLS || transport == TRANSPORT_WSS;
}

/* Why a message is in the frame. */
enum packet_kind {
    PACKET_MESSAGE,
    PACKET_ICMP_UNREACHABLE, /* quoted by an ICMP(v6) destination unreachable or parameter problem */
    PACKET_ICMP_OTHER        /* quoted by another ICMP error (TTL exceeded, ...) */
};

/* What a TCP segment does to its connection. */
enum packet_tcp {
    PACKET_TCP_NONE,    /* it carries data, or is no TCP */
    PACKET_TCP_REFUSED, /* RST instead of a connection */
    PACKET_TCP_RESET,
    PACKET_TCP_CLOSED /* FIN */
};

struct packet {
    uint32_t frame;
    int64_t time;           /* ns since 1970 */
    struct endpoint source; /* of a quoted message: of the ICMP error's frame */
    struct endpoint destination;
    uint8_t transport; /* enum transport */
    uint8_t kind;      /* enum packet_kind */
    uint8_t icmp_type; /* with PACKET_ICMP_*: as in the packet */
    uint8_t icmp_code;
    bool icmp_v6;
    uint8_t tcp;      /* enum packet_tcp */
    bool cut;         /* the capture holds fewer bytes than the wire had */
    struct span text; /* begins with the message, or with CRLFs before it; borrowed for the call. Of
                         evidence: the payload of the datagram or segment */
};

#endif
