/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The triggers, as a set of bits: the tracker says which of them an event is, a rule says on which
 * of them it is to be called.
 */
#ifndef SIPREG_TRACKER_EVENT_KIND_H
#define SIPREG_TRACKER_EVENT_KIND_H

enum event_kind {
    ON_REQUEST = 1 << 0,          /* a REGISTER, its first transmission on the client's own hop */
    ON_RETRANSMISSION = 1 << 1,   /* a retransmission of it */
    ON_CREDENTIALS = 1 << 2,      /* a new request of any method that carries credentials */
    ON_RESPONSE = 1 << 3,         /* a response to a REGISTER, its first transmission on that hop */
    ON_RELAYED_RESPONSE = 1 << 4, /* a response on another hop or capture point */
    ON_ICMP = 1 << 5,             /* an ICMP error that quotes a REGISTER or a response to one */
    ON_NOTIFY = 1 << 6,           /* a NOTIFY of the reg event package */
    ON_TIMEOUT = 1 << 7,          /* 64*T1 after a REGISTER without a final response */
    ON_NO_RETRY = 1 << 8,         /* 64*T1 after a 3xx to 6xx, and no REGISTER since */
    ON_EXPIRY = 1 << 9,           /* the granted time of a binding has passed */
    ON_SILENCE = 1 << 10,         /* nothing passed the NAT for longer than its mapping lasts */
    ON_OTHER_REQUEST = 1 << 11,   /* of another method, outside a dialog, from or to an agent */
    ON_OTHER_HOP = 1 << 12,       /* a response with more Vias than its client's REGISTER */
    ON_LOSS = 1 << 13,            /* the connection of a REGISTER is refused, reset or closed */
    ON_KEEPALIVE = 1 << 14,       /* the client sent a keep-alive */
    ON_NO_KEEPALIVE = 1 << 15,    /* the client sent nothing for longer than negotiated */
    ON_NO_PONG = 1 << 16,         /* a CRLF keep-alive over TCP got no pong */
    ON_NEW_MAPPING = 1 << 17,    /* a NAT gave the flow another address, and no REGISTER followed */
    ON_RESPONSE_AGAIN = 1 << 18, /* a final response again, to a retransmission of the REGISTER */
    ON_RELAYED_REQUEST = 1 << 19,   /* a REGISTER on another hop or capture point */
    ON_NO_SUBSCRIPTION = 1 << 20,   /* 64*T1 after the first 2xx of an IMS terminal: no SUBSCRIBE */
    ON_NO_REREGISTRATION = 1 << 21, /* a device did not react to the end of its binding */
    ON_UNKNOWN_REQUEST = 1 << 22, /* a REGISTER without Call-ID or To, of an unknown registration */
    ON_STRAY_RESPONSE =
        1 << 23, /* a response whose REGISTER is not in the capture, or is unknown */
    /* A binding has expired, and the client has sent nothing for as long again, or not tried again after a failure. */
    ON_ABSENCE = 1 << 24,
    ON_REACH = 1 << 25, /* whether a request of another method reached the client that it is for */
    ON_ALIVE = 1 << 26, /* its binding has expired, and the client sends something else */
    ON_CALL = 1 << 27,  /* a call is lost because of the registration */
    ON_HEARTBEAT_REFUSED = 1 << 28, /* a keep-alive of GB/T 28181 is refused */
    ON_CONNECTION = 1 << 29,        /* what keeps a client from SIP: DNS, TCP or TLS */
    EVENT_KINDS_ALL = (1 << 30) - 1,
    /* No trigger: the rule rests on what is missing, or on what was before (rules/catalogue.def). */
    OF_PAST = 1 << 30
};

/* Whether it is known whose the REGISTER is, or not. */
#define ON_ANY_REQUEST  (ON_REQUEST | ON_UNKNOWN_REQUEST)
#define ON_ANY_RESPONSE (ON_RESPONSE | ON_STRAY_RESPONSE)

#endif
