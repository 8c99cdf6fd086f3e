/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Return routes to an agent: the Path of its latest REGISTER (RFC 3327), the Service-Route (RFC
 * 3608), GRUUs (RFC 5627) and push services (RFC 8599) of its latest 2xx, and how an outbound
 * client (RFC 5626) fares with its flow. Few registrations have any of it: created when first
 * needed, and kept as long as the capture.
 */
#ifndef SIPREG_STATE_ROUTES_H
#define SIPREG_STATE_ROUTES_H

#include "facts/facts.h"

enum {
    /* Temporary GRUUs that are remembered; RFC 5627 3.2 adds one with every refresh, and a client
     * uses a recent one. */
    ROUTES_TEMP_GRUUS_MAX = 8,
    /* Hosts seen in the Path of a 2xx: one to four proxies, and others after a change of edge. */
    ROUTES_PATH_HOSTS_MAX = 16
};

/* A list of hops. */
struct routes_route {
    uint32_t frame; /* where it was received; 0: never */
    uint8_t count;  /* at most FACTS_ROUTES_MAX */
    bool cut;       /* there were more, or may have been */
    const char *uris[FACTS_ROUTES_MAX];
    uint64_t places[FACTS_ROUTES_MAX]; /* as facts_hop.place */
};

struct routes_gruu {
    const char *uri;
    const char *call_id; /* of the REGISTER whose 2xx contained it */
    uint32_t frame;
};

struct routes {
    /* The latest REGISTER. */
    uint32_t request_in;
    struct routes_route path;
    bool path_has_ob; /* in its first hop */
    bool supports_path;
    bool supports_gruu;
    uint8_t push; /* of its first Contact: bits of enum facts_push */
    const char *push_provider;
    const char *push_param;

    /* The latest 2xx that binds something. */
    struct endpoint client;
    struct endpoint server;
    const char *call_id;
    struct routes_route service_route;
    const char *pub_gruu; /* of the first own Contact; NULL: none */
    const char *temp_gruu;
    uint32_t gruu_in; /* the last one with a GRUU; 0: none */
    uint32_t pnsreg_in;
    uint32_t pnsreg_s; /* how long before the end to refresh; valid with pnsreg_in */

    unsigned temp_gruu_count; /* all of them: the last ROUTES_TEMP_GRUUS_MAX are kept */
    struct routes_gruu temp_gruus[ROUTES_TEMP_GRUUS_MAX];
    unsigned path_host_count;
    uint64_t path_hosts[ROUTES_PATH_HOSTS_MAX]; /* in the Path of any 2xx, as facts_hop.host */
    struct routes_route granted_path;           /* of the last 2xx that had one */

    /* Consecutive failed attempts (RFC 5626 4.5). */
    uint32_t failures;
    uint32_t failed_in;
    int64_t failed_at;
    struct endpoint failed_at_server;
    int64_t waited; /* ns before the current attempt and before the previous one; 0: unknown */
    int64_t waited_before;
};

/* True if the REGISTER, or its 2xx, contains something that is kept here. */
bool routes_is_needed(const struct facts *facts);

/* Takes a REGISTER. */
void routes_take_request(struct routes *routes, const struct facts *facts);

/* Takes a 2xx that binds something; `own` is the first own Contact as listed, NULL: not listed. */
void routes_take_accepted(struct routes *routes, const struct facts *facts,
                          const struct facts_contact *own);

/* An attempt begins, fails or succeeds. */
void routes_begin_attempt(struct routes *routes, const struct facts *facts);
void routes_fail_attempt(struct routes *routes, int64_t time, const struct endpoint *server,
                         uint32_t frame);
void routes_end_failures(struct routes *routes);

/* The temporary GRUU of this interned URI among those remembered, or NULL. */
const struct routes_gruu *routes_find_gruu(const struct routes *routes, const char *uri);

/* True if a host of this fingerprint was in the Path of a 2xx. */
bool routes_knows_path_host(const struct routes *routes, uint64_t host);

#endif
