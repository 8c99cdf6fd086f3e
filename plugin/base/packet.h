/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The packet that carried a message, or traffic on a flow, as the core gets it.
 */
#ifndef SIPREG_BASE_PACKET_H
#define SIPREG_BASE_PACKET_H

#include "base/elapsed.h"
#include "base/endpoint.h"

enum {
    /* Contacts that are read from one message. RFC 3261 has no limit. A shared line lists about 20
     * bindings; a longer list is read up to this, and no rule then reports that something is
     * missing in it. */
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

/* Nobody between the two ends can read it. */
static inline bool transport_is_secure(unsigned transport)
{
    return transport == TRANSPORT_TLS || transport == TRANSPORT_WSS;
}

/* A stream, in which a message ends where its Content-Length says. */
static inline bool transport_is_stream(unsigned transport)
{
    return transport == TRANSPORT_TCP || transport == TRANSPORT_TLS;
}

/* Why the message is in the frame. */
enum packet_kind {
    PACKET_MESSAGE,
    PACKET_ICMP_UNREACHABLE, /* quoted by ICMP(v6) destination unreachable or parameter problem */
    PACKET_ICMP_OTHER        /* quoted by another ICMP error (TTL exceeded, ...) */
};

/* By type and code (RFC 792; RFC 4443 3.1, 3.4). A packet that was too big is followed by fragments. */
static inline enum packet_kind packet_kind_of_icmp(bool is_v6, unsigned type, unsigned code)
{
    bool is_unreachable = is_v6 ? type == 1 || type == 4 : type == 12 || (type == 3 && code != 4);

    return is_unreachable ? PACKET_ICMP_UNREACHABLE : PACKET_ICMP_OTHER;
}

/* The effect of a TCP segment on its connection. */
enum packet_tcp {
    PACKET_TCP_NONE,    /* data, or not TCP */
    PACKET_TCP_REFUSED, /* RST instead of a connection */
    PACKET_TCP_RESET,
    PACKET_TCP_CLOSED /* FIN */
};

/* What Wireshark's TCP analysis says of a segment, as bits: which bytes the capture lacks, or has late. */
enum packet_analysis {
    SEGMENT_FOLLOWS_LOST = 1, /* its sender's bytes before it are not there */
    SEGMENT_ACKS_LOST = 2,    /* ... nor some that it acknowledges */
    SEGMENT_RESENT = 4        /* its bytes were sent before, or come out of order */
};

/* What the text of a packet is that leads to SIP, or fails to. */
enum packet_content {
    CONTENT_SEGMENT,   /* the payload of a TCP segment, perhaps none */
    CONTENT_DECRYPTED, /* what Wireshark has decrypted of its TLS */
    CONTENT_DNS,       /* a DNS message */
    CONTENT_REJECTED   /* nothing: an ICMP error quotes a SYN, whose ends are those of the packet */
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
    uint8_t tcp; /* enum packet_tcp */
    bool syn;    /* ... its flags of these names, of CONTENT_SEGMENT */
    bool ack;
    uint8_t analysis; /* bits of enum packet_analysis */
    bool cut;         /* the capture holds fewer bytes than the wire had */
    struct span text; /* starts with the message, or with CRLFs before it; borrowed for the call.
                         Without SIP: the payload of the datagram or segment */
};

#endif
