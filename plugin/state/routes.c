/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/routes.h"

bool reach_is_told_by(const struct facts *facts)
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

static void keep(struct reach_route *route, const struct facts_hop *hops, unsigned count,
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

void reach_take_request(struct reach *reach, const struct facts *facts)
{
    const struct facts_contact *contact = facts->contact_count ? &facts->contacts[0] : NULL;

    reach->request_in = facts->packet->frame;
    keep(&reach->path, facts->path, facts->path_count, facts);
    reach->path_has_ob = facts->path_count && facts->path[0].has_ob;
    reach->supports_path = facts->supports_path;
    reach->supports_gruu = facts->supports_gruu;
    if (!contact)
        return; /* a query changes nothing */
    reach->push = contact->push;
    reach->push_provider = contact->push_provider;
    reach->push_param = contact->push_param;
}

bool reach_knows_path_host(const struct reach *reach, uint64_t host)
{
    for (unsigned i = 0; i < MIN(reach->path_host_count, (unsigned)REACH_PATH_HOSTS_MAX); i++) {
        if (reach->path_hosts[i] == host)
            return true;
    }
    return false;
}

static void take_path(struct reach *reach, const struct facts *facts)
{
    unsigned count = MIN(facts->path_count, (unsigned)FACTS_ROUTES_MAX);

    keep(&reach->granted_path, facts->path, facts->path_count, facts);
    for (unsigned i = 0; i < count; i++) {
        uint64_t host = facts->path[i].host;

        if (!reach_knows_path_host(reach, host))
            reach->path_hosts[reach->path_host_count++ % REACH_PATH_HOSTS_MAX] = host;
    }
}

const struct reach_gruu *reach_find_gruu(const struct reach *reach, const char *uri)
{
    for (unsigned i = 0; uri && i < MIN(reach->temp_gruu_count, (unsigned)REACH_TEMP_GRUUS_MAX);
         i++) {
        if (reach->temp_gruus[i].uri == uri)
            return &reach->temp_gruus[i];
    }
    return NULL;
}

static void take_gruus(struct reach *reach, const struct facts *facts,
                       const struct facts_contact *own)
{
    struct reach_gruu *gruu;

    reach->pub_gruu = own->pub_gruu;
    reach->temp_gruu = own->temp_gruu;
    if (own->pub_gruu || own->temp_gruu)
        reach->gruu_in = facts->packet->frame;
    if (!own->temp_gruu)
        return;
    gruu = (struct reach_gruu *)reach_find_gruu(reach, own->temp_gruu);
    if (!gruu)
        gruu = &reach->temp_gruus[reach->temp_gruu_count++ % REACH_TEMP_GRUUS_MAX];
    *gruu = (struct reach_gruu){own->temp_gruu, facts->call_id, facts->packet->frame};
}

void reach_take_accepted(struct reach *reach, const struct facts *facts,
                         const struct facts_contact *own)
{
    reach->client = facts->packet->destination;
    reach->server = facts->packet->source;
    reach->call_id = facts->call_id;
    keep(&reach->service_route, facts->service_route, facts->service_route_count, facts);
    if (facts->path_count)
        take_path(reach, facts);
    if (own)
        take_gruus(reach, facts, own);
    reach->pnsreg_in = facts->has_pnsreg ? facts->packet->frame : 0;
    reach->pnsreg_s = facts->pnsreg_s;
}

void reach_begin_attempt(struct reach *reach, const struct facts *facts)
{
    if (!reach->failures)
        return;
    reach->waited_before = reach->waited;
    reach->waited = facts->packet->time - reach->failed_at;
}

void reach_fail_attempt(struct reach *reach, int64_t time, const struct endpoint *server,
                        uint32_t frame)
{
    if (reach->failures && !endpoint_equal(&reach->failed_at_server, server))
        reach_end_failures(reach);
    reach->failures++;
    reach->failed_at = time;
    reach->failed_at_server = *server;
    reach->failed_in = frame;
}

void reach_end_failures(struct reach *reach)
{
    reach->failures = 0;
    reach->waited = 0;
    reach->waited_before = 0;
}
