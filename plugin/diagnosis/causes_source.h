/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the clients at the source address of a REGISTER without a response get from the same server.
 */
#ifndef SIPREG_DIAGNOSIS_CAUSES_SOURCE_H
#define SIPREG_DIAGNOSIS_CAUSES_SOURCE_H

#include "diagnosis/causes.h"

enum {
    CAUSE_CLIENTS_MAX = 64, /* at one address that are looked at, newest first */
    CAUSE_BLOCKED_FROM = 3 /* refusals after which fail2ban and the like block an address: 3 to 5 */
};

/* The client at the source address of the event's REGISTER that came last, first of a chain by `neighbour`; NULL: none is
 * known, or the event has no REGISTER. */
const struct registration *cause_latest_client(const struct event *event);

/* Both in one private network, as most routers give it to a site. */
bool cause_is_one_network(const struct endpoint *one, const struct endpoint *other);

struct neighbours {
    unsigned served;       /* clients that have had a response */
    unsigned served_alike; /* ... with the Request-URI of this one */
    unsigned silent;       /* ... whose latest REGISTER has none */
    unsigned never_served;
    int64_t served_at;    /* the latest REGISTER with a response; 0: none */
    int64_t silent_from;  /* the first one of the silent clients */
    uint32_t last_served; /* first frame of the served client that came last, */
    uint32_t first_never; /* ... of the one never served that came first */
    uint32_t other_in;    /* latest frame of another silent client; 0: none */
};

struct neighbours cause_neighbours(const struct event *event);

/* Clients at the address that were accepted within seconds before it got no response any more; 0: few. */
unsigned cause_burst(const struct event *event);

/* The clients at its address that the server has accepted. */
unsigned cause_accepted_users(const struct event *event);

/* The refused credentials of another client at the address of the event's REGISTER; count 0: none. */
struct source_block cause_block(const struct event *event);

/* Its server has challenged or accepted a client at that address later than `since`. */
bool cause_serves_address_since(const struct event *event, int64_t since);

bool cause_serves_first_clients(const struct event *event);
bool cause_serves_other_sources(const struct event *event);

#endif
