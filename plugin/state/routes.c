/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/routes.h"

#include "base/elapsed.h"

bool routes_is_needed(const struct facts *facts)
{
    if (facts->path_count || facts->service_route_count || facts->has_pnsreg)
        return true;
    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (contact->reg_id || contact->push || contact->pub_gruu || contact->temp_gruu)
            return true;
    }
    return false;
}

static void keep(struct routes_route *route, const struct facts_hop *hops, unsigned count,
                 const struct facts *facts)
{
    route->frame = facts->packet->frame;
    route->count = (uint8_t)MIN(count, (unsigned)FACTS_ROUTES_MAX);
    route->cut = count > FACTS_ROUTES_MAX || facts->incomplete;
    for (unsigned i = 0; i < route->count; i++) {
        route->uris[i] = hops[i].uri;
        route->places[i] = hops[i].place;
    }
}

void routes_take_request(struct routes *routes, const struct facts *facts)
{
    const struct facts_contact *contact = facts->contact_count ? &facts->contacts[0] : NULL;

    routes->request_in = facts->packet->frame;
    keep(&routes->path, facts->path, facts->path_count, facts);
    routes->path_has_ob = facts->path_count && facts->path[0].has_ob;
    routes->supports_path = facts->supports_path;
    routes->supports_gruu = facts->supports_gruu;
    if (!contact)
        return; /* a query changes nothing */
    routes->push = contact->push;
    routes->push_provider = contact->push_provider;
    routes->push_param = contact->push_param;
}

bool routes_knows_path_host(const struct routes *routes, uint64_t host)
{
    for (unsigned i = 0; i < MIN(routes->path_host_count, (unsigned)ROUTES_PATH_HOSTS_MAX); i++) {
        if (routes->path_hosts[i] == host)
            return true;
    }
    return false;
}

static void take_path(struct routes *routes, const struct facts *facts)
{
    unsigned count = MIN(facts->path_count, (unsigned)FACTS_ROUTES_MAX);

    keep(&routes->granted_path, facts->path, facts->path_count, facts);
    for (unsigned i = 0; i < count; i++) {
        uint64_t host = facts->path[i].host;

        if (!routes_knows_path_host(routes, host))
            routes->path_hosts[routes->path_host_count++ % ROUTES_PATH_HOSTS_MAX] = host;
    }
}

const struct routes_gruu *routes_find_gruu(const struct routes *routes, const char *uri)
{
    for (unsigned i = 0; uri && i < MIN(routes->temp_gruu_count, (unsigned)ROUTES_TEMP_GRUUS_MAX);
         i++) {
        if (routes->temp_gruus[i].uri == uri)
            return &routes->temp_gruus[i];
    }
    return NULL;
}

static void take_gruus(struct routes *routes, const struct facts *facts,
                       const struct facts_contact *own)
{
    struct routes_gruu *gruu;

    routes->pub_gruu = own->pub_gruu;
    routes->temp_gruu = own->temp_gruu;
    if (own->pub_gruu || own->temp_gruu)
        routes->gruu_in = facts->packet->frame;
    if (!own->temp_gruu)
        return;
    gruu = (struct routes_gruu *)routes_find_gruu(routes, own->temp_gruu);
    if (!gruu)
        gruu = &routes->temp_gruus[routes->temp_gruu_count++ % ROUTES_TEMP_GRUUS_MAX];
    *gruu = (struct routes_gruu){own->temp_gruu, facts->call_id, facts->packet->frame};
}

void routes_take_accepted(struct routes *routes, const struct facts *facts,
                          const struct facts_contact *own)
{
    routes->client = facts->packet->destination;
    routes->server = facts->packet->source;
    routes->call_id = facts->call_id;
    keep(&routes->service_route, facts->service_route, facts->service_route_count, facts);
    if (facts->path_count)
        take_path(routes, facts);
    if (own)
        take_gruus(routes, facts, own);
    routes->pnsreg_in = facts->has_pnsreg ? facts->packet->frame : 0;
    routes->pnsreg_s = facts->pnsreg_s;
}

void routes_begin_attempt(struct routes *routes, const struct facts *facts)
{
    if (!routes->failures)
        return;
    routes->waited_before = routes->waited;
    routes->waited = elapsed_between(routes->failed_at, facts->packet->time);
}

void routes_fail_attempt(struct routes *routes, int64_t time, const struct endpoint *server,
                         uint32_t frame)
{
    if (routes->failures && !endpoint_equal(&routes->failed_at_server, server))
        routes_end_failures(routes);
    routes->failures++;
    routes->failed_at = time;
    routes->failed_at_server = *server;
    routes->failed_in = frame;
}

void routes_end_failures(struct routes *routes)
{
    routes->failures = 0;
    routes->waited = 0;
    routes->waited_before = 0;
}
