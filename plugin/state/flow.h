/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Flows of registrations, and events on them besides SIP: a NAT drops an idle UDP mapping (RFC 5626
 * 4.4.2), keep-alives are negotiated (RFC 5626 5.4, RFC 6223), a connection ends.
 */
#ifndef SIPREG_STATE_FLOW_H
#define SIPREG_STATE_FLOW_H

#include "base/deadline.h"
#include "base/packet.h"
#include "base/report.h"

struct registration;

/* Keep-alives of a flow on which they are negotiated, or on which STUN shows the NAT mapping. Times
 * in ns. */
struct keepalive {
    uint32_t interval_s;   /* the client has to send at least this often; 0: not negotiated */
    bool by_via;           /* negotiated by the keep parameter of the Via, not by a Flow-Timer */
    bool outbound;         /* the 2xx confirmed RFC 5626 */
    bool gap_reported;     /* a gap was reported since that 2xx */
    uint32_t keep_in;      /* frame of the 2xx that negotiated keep (RFC 6223); 0: none */
    uint32_t dropped_in;   /* ... of the REGISTER since that came without it; 0: none */
    uint32_t dropped_uses; /* STUN requests since that was accepted */
    int64_t client_time;   /* when the client last sent anything, */
    int64_t server_time;   /* ... by the server */
    uint32_t client_frame;
    uint32_t ping_in;       /* a CRLF CRLF without its pong yet; 0: none */
    uint32_t pongs_missing; /* pings in a row without one */
    struct endpoint mapped; /* as in the latest STUN response; family NONE: none seen */
    struct endpoint mapped_before;
    uint32_t mapped_in;  /* frame of the STUN response that first gave `mapped`, */
    uint32_t changed_in; /* ... if it was the second address of the flow; 0: no change is pending */
    struct deadline gap, pong, mapping;
};

/* Bytes of one direction of a connection that the capture lacks. Wireshark marks one hole up to three times:
 * at the acknowledgement of the bytes, at what their sender sends next, and, before 4.4, at the acknowledgement
 * of that. */
struct flow_hole {
    uint32_t in; /* frame that shows it first; 0: none */
    int64_t at;
    bool awaits_next;
    int64_t
        next_at; /* what was sent next, if its acknowledgement may be marked, too; 0: it may not */
};

/* What the client has sent on a connection since the last packet of the server there: nothing has acknowledged it. */
struct unacknowledged {
    uint32_t first_in; /* frame of the first of it; 0: nothing */
    uint32_t last_in;
    int64_t since;
    int64_t last_at;
    int64_t idle;     /* how long neither side had sent anything before, ns; 0: unknown */
    uint16_t resends; /* by TCP */
};

/* Keep-alives that the client sends to another server from the same port: they need not keep this flow open. */
struct stray_keepalives {
    struct endpoint to; /* the latest one */
    uint32_t in;        /* ... its frame */
    uint32_t count;     /* since the 2xx from which the flow is watched */
};

struct flow {
    struct endpoint client; /* port 0: all connections to the server, for refused ones */
    struct endpoint server;
    struct registration *registration; /* of the last REGISTER on it */
    struct report *report;             /* of the 2xx from which it is watched; NULL: none yet */
    struct keepalive *keepalive;       /* owned; NULL: not negotiated */
    struct stray_keepalives *strays;   /* owned; NULL: none */
    const char *call_id;               /* of the last REGISTER on a connection */
    uint32_t cseq;
    uint32_t lost_in;    /* frame that refused, reset or closed the connection; 0: none */
    bool lost_by_client; /* ... which came from the client */
    uint32_t crlfs;      /* CRLF keep-alives of the client */
    uint32_t closed_by;  /* ... the client's own FIN: the server may still respond; 0: none */
    bool is_connection;
    bool is_of_contact; /* from the registrar to the port that a Contact names */
    int64_t lost_at;
    struct flow_hole holes[2]; /* of a connection: from the client, from the server */
    struct unacknowledged unacknowledged;
    int64_t closed_at;  /* valid with closed_by */
    int64_t client_at;  /* the latest packet of the client; 0: none yet */
    int64_t before_at;  /* ... of either side, more than a second before last_time */
    bool was_forgotten; /* the server reset it as soon as the client used it */
    uint32_t
        forgotten_too; /* ... as that of another client not long before, in this frame; 0: none */

    int64_t last_time;
    int64_t survived;   /* the longest time without a packet before one of the server, ns */
    int64_t expires_at; /* the binding is of no interest after this */
    int64_t silence;    /* ns; the silence reported; 0: none yet */
    bool is_silent;     /* ... it lasts, and is reported when it ends */
    uint32_t granted_s;
    struct deadline deadline;
};

struct flows;

struct flows *flows_new(void);
void flows_free(struct flows *flows);

/* The flow between the two, created if needed. */
struct flow *flows_get(struct flows *flows, const struct endpoint *client,
                       const struct endpoint *server);

/* The watched flow that a packet belongs to, in either direction; NULL: none. */
struct flow *flows_find(const struct flows *flows, const struct endpoint *source,
                        const struct endpoint *destination);

/* False: no client of a flow has, or had, this port. It costs less than to look for one. */
bool flows_have_client_port(const struct flows *flows, uint16_t port);

/* The connections of one client to one server as a whole, created if needed. */
struct flow *flows_get_pair(struct flows *flows, const struct endpoint *client,
                            const struct endpoint *server);
struct flow *flows_find_pair(const struct flows *flows, const struct endpoint *client,
                             const struct endpoint *server);

/* The keep-alive state of a flow, created if needed. */
struct keepalive *flow_keepalive(struct flow *flow);

/* What the TCP analysis says of a packet on it. `is_read`: what it carries has been read, so that it fills a
 * hole. Of most segments that come late Wireshark reads nothing. */
void flow_note_analysis(struct flow *flow, const struct packet *packet, bool is_read);

/* A packet on a connection, before it changes when the flow was used last. `is_segment`: data that is no SIP
 * message nor a keep-alive, as what TCP sends again is. */
void flow_note_acknowledgement(struct flow *flow, const struct packet *packet, bool is_segment);

/* The latest hole that nothing has filled; NULL: none. */
const struct flow_hole *flow_hole(const struct flow *flow);

/* Those that are as many as show a habit; NULL: there are not. `flow` may be NULL. */
const struct stray_keepalives *flow_strays(const struct flow *flow);

/* The next of all flows, from *place, 0 at first; NULL: there is none. */
struct flow *flows_next(const struct flows *flows, size_t *place);

/* Cancels everything that is due on it. */
void flow_rest(struct flow *flow);

/* True where TCP retransmits what the client sent at this time, and nothing came back. `flow` may be
 * NULL. */
bool flow_is_unacknowledged(const struct flow *flow, const struct endpoint *client,
                            const struct endpoint *server, int64_t sent_at);

/* True where it is a connection, known from a 2xx, that one side has closed or reset. */
static inline bool flow_has_ended(const struct flow *flow)
{
    return flow && flow->report && flow->is_connection && (flow->lost_in || flow->closed_by);
}

/* ... and not by the client closing it itself: it may have been switched off. */
static inline bool flow_was_lost(const struct flow *flow)
{
    return flow && flow_has_ended(flow) && !flow->closed_by;
}

bool flows_is_empty(const struct flows *flows);

#endif
