/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Flows of registrations, and what happens on them besides SIP: a NAT forgets an idle UDP mapping
 * (RFC 5626 4.4.2), keep-alives are agreed on (RFC 5626 5.4, RFC 6223), a connection ends.
 */
#ifndef SIPREG_STATE_FLOW_H
#define SIPREG_STATE_FLOW_H

#include "base/deadline.h"
#include "base/endpoint.h"
#include "base/report.h"

struct registration;

/* Of the flows on which keep-alives are agreed or were seen to tell of a mapping. Times in ns. */
struct keepalive {
    uint32_t interval_s;   /* the client has to be heard this often; 0: nothing agreed */
    bool by_via;           /* it comes from the keep of the Via, not from a Flow-Timer */
    bool outbound;         /* the 2xx confirmed RFC 5626 */
    bool told_of_gap;      /* since that 2xx */
    uint32_t keep_in;      /* frame of the 2xx that agreed on keep (RFC 6223); 0: none */
    uint32_t dropped_in;   /* ... of the REGISTER since that did without; 0: none */
    uint32_t dropped_uses; /* STUN requests since that was accepted */
    int64_t client_time;   /* something was last sent by the client, */
    int64_t server_time;   /* ... by the server */
    uint32_t client_frame;
    uint32_t ping_in;       /* a CRLF CRLF that waits for its answer; 0: none */
    struct endpoint mapped; /* as STUN told last; family NONE: never */
    struct endpoint mapped_before;
    uint32_t mapped_in;  /* frame of the answer that told first of `mapped`, */
    uint32_t changed_in; /* ... where it was the second address of the flow; 0: no change waits */
    struct deadline gap, pong, mapping;
};

struct flow {
    struct endpoint client; /* port 0: all connections of this client to the server, for those that
                               are refused */
    struct endpoint server;
    struct registration *registration; /* whose REGISTER was the last on it */
    struct report *report;             /* of the 2xx that began the watch; NULL: none yet */
    struct keepalive *keepalive;       /* owned; NULL: none agreed */
    const char *call_id;               /* of the last REGISTER on a connection */
    uint32_t cseq;
    uint32_t lost_in;   /* frame that refused, reset or closed the connection; 0: none */
    uint32_t crlfs;     /* CRLF keep-alives of the client */
    uint32_t closed_by; /* ... the client's own FIN: the server may still answer; 0: none */
    bool is_connection;
    int64_t lost_at;

    int64_t last_time;
    int64_t expires_at; /* the binding is of no interest after this */
    int64_t silence;   /* ns; what was found too long; 0: nothing yet */
    uint32_t granted_s;
    struct deadline deadline;
};

struct flows;

struct flows *flows_new(void);
void flows_free(struct flows *flows);

/* Makes or finds the flow between the two. */
struct flow *flows_get(struct flows *flows, const struct endpoint *client,
                       const struct endpoint *server);

/* The flow that a packet belongs to, in either direction; NULL: none that is watched. */
struct flow *flows_find(const struct flows *flows, const struct endpoint *source,
                        const struct endpoint *destination);

/* The connections of one client to one server as a whole. */
struct flow *flows_get_pair(struct flows *flows, const struct endpoint *client,
                            const struct endpoint *server);
struct flow *flows_find_pair(const struct flows *flows, const struct endpoint *client,
                             const struct endpoint *server);

/* Makes or finds what is known of the keep-alives of a flow. */
struct keepalive *flow_keepalive(struct flow *flow);

/* Nothing is due on it any more. */
void flow_rest(struct flow *flow);

bool flows_is_empty(const struct flows *flows);

#endif
