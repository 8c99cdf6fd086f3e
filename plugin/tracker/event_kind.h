/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The things that can happen in a registration, as a set of bits: the tracker says which of them an
 * event is, a rule says at which of them it wants to be asked.
 */
#ifndef SIPREG_TRACKER_EVENT_KIND_H
#define SIPREG_TRACKER_EVENT_KIND_H

enum event_kind {
    ON_REQUEST = 1 << 0,        /* a REGISTER, its first transmission on the client's own hop */
    ON_RETRANSMISSION = 1 << 1,         /* a retransmission of one */
    ON_CREDENTIALS = 1 << 2,    /* a new request of any method that carries credentials */
    ON_RESPONSE = 1 << 3,         /* an answer to a REGISTER, its first transmission on that hop */
    ON_RELAYED_RESPONSE = 1 << 4,        /* an answer on another hop or capture point */
    ON_ICMP = 1 << 5,           /* an ICMP error that quotes a REGISTER or an answer to one */
    ON_NOTIFY = 1 << 6,         /* a NOTIFY of the reg event package */
    ON_TIMEOUT = 1 << 7,        /* 64*T1 after a REGISTER without a final answer */
    ON_NO_RETRY = 1 << 8,       /* 64*T1 after an answer that nobody followed up */
    ON_EXPIRY = 1 << 9,          /* the granted time of a binding is over */
    ON_SILENCE = 1 << 10,       /* nothing was sent through the NAT for longer than it remembers */
    ON_OTHER_REQUEST = 1 << 11, /* a request outside a dialog, of another method than REGISTER, to
                                  or from an agent that registers */
    ON_OTHER_HOP = 1 << 12, /* an answer with more Vias than the REGISTER to whose sender it goes */
    ON_LOSS = 1 << 13,      /* the connection of a REGISTER is refused, reset or closed */
    ON_KEEPALIVE = 1 << 14, /* the client sent a keep-alive */
    ON_NO_KEEPALIVE = 1 << 15, /* the client sent nothing for longer than was agreed */
    ON_NO_PONG = 1 << 16,      /* a CRLF keep-alive over TCP was not answered */
    ON_NEW_MAPPING = 1 << 17,  /* a NAT gave the flow another address, and no REGISTER followed */
    ON_RESPONSE_AGAIN = 1 << 18, /* a final answer once more, to a retransmission of the REGISTER */
    ON_RELAYED_REQUEST = 1 << 19,    /* a REGISTER once more on another leg or at another capture point */
    ON_NO_SUBSCRIPTION = 1 << 20,  /* 64*T1 after the first 2xx of an IMS terminal that has not
                                      subscribed to its registration */
    ON_NO_REREGISTRATION = 1 << 21, /* a device was told that its binding ended, and did nothing */
    ON_UNKNOWN_REQUEST = 1 << 22, /* a REGISTER without Call-ID or To: nobody knows whose it is */
    ON_STRAY_RESPONSE = 1 << 23,  /* a response whose REGISTER is not in the capture, or is one of those */
    EVENT_KINDS_ALL = (1 << 24) - 1
};

#endif
