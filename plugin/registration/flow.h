/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * UDP flows of registrations behind a NAT: when something was last sent either way, because a NAT
 * forgets an idle mapping (RFC 5626 4.4.2).
 */
#ifndef SIPREG_REGISTRATION_FLOW_H
#define SIPREG_REGISTRATION_FLOW_H

#include "registration/deadline.h"
#include "registration/endpoint.h"
#include "registration/report.h"

struct registration;

struct flow {
    struct endpoint client;
    struct endpoint server;
    struct registration *registration;
    struct report *report; /* of the 2xx that began the watch */
    int64_t last_time;
    int64_t lapses_at; /* the binding is of no interest after this */
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

bool flows_is_empty(const struct flows *flows);

#endif
