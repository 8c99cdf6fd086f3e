/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on Service-Route (RFC 3608).
 */
#include "state/ims.h"
#include "rules/engine.h"

static bool is_same(const struct facts *facts, const struct routes_route *before)
{
    if (facts->service_route_count != before->count)
        return false;
    for (unsigned i = 0; i < before->count; i++) {
        if (facts->service_route[i].place != before->places[i] &&
            !facts_same_uri(facts->service_route[i].uri, before->uris[i]))
            return false;
    }
    return true;
}

/* RFC 3608 6.1, 6.3. */
void rule_sroute_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct routes_route *before =
        event->routes_before ? &event->routes_before->service_route : NULL;
    bool is_query = event->report->intent == INTENT_FETCH;

    if (!event_is_accepted(event) || !before || !before->count || before->cut ||
        facts->service_route_count > FACTS_ROUTES_MAX || facts->incomplete ||
        event->transaction->is_removal || is_same(facts, before))
        return;
    finding_add_as(context, is_query ? FORM_sroute_changed_query : FORM_sroute_changed,
                   is_query ? SEVERITY_NOTE : SEVERITY_CHAT,
                   VALUES(of_number(facts->service_route_count),
                          of_text(facts->service_route_count ? facts->service_route[0].uri : NULL),
                          of_frame(before->frame), of_text(before->uris[0])));
}

/* Hops in the Route that are of the Service-Route. */
static unsigned count_used(const struct facts *facts, const struct routes_route *route)
{
    unsigned used = 0;

    for (unsigned i = 0; i < facts->route_count; i++) {
        for (unsigned j = 0; j < route->count; j++)
            used += facts->route_places[i] == route->places[j];
    }
    return used;
}

static bool ends_with(const struct facts *facts, const struct routes_route *route)
{
    unsigned skipped = facts->route_count - route->count;

    if (facts->route_count < route->count)
        return false;
    for (unsigned i = 0; i < route->count; i++) {
        if (facts->route_places[skipped + i] != route->places[i])
            return false;
    }
    return true;
}

/* RFC 3608 6.1: a client need not use it; where it does, the order is fixed. A 3GPP terminal must use
 * it (TS 24.229 5.1.2A), except for emergency calls (5.1.6.8). */
void rule_sroute_not_used(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct registration *registration = event->registration;
    const struct routes *routes = registration ? registration->routes : NULL;
    const struct routes_route *route = routes ? &routes->service_route : NULL;
    bool has_to;

    if (!route || !route->count || route->cut || facts->incomplete || facts->is_emergency ||
        facts->route_count == FACTS_ROUTES_MAX || registration->is_emergency ||
        !registration_is_bound(registration) || ends_with(facts, route))
        return;
    has_to = registration->ims && registration->ims->is_3gpp;
    if (!has_to && count_used(facts, route) == 0)
        return;
    finding_add_as(context, FORM_sroute_not_used, has_to ? SEVERITY_WARN : SEVERITY_NOTE,
                   VALUES(of_text(facts->method_name), of_frame(route->frame),
                          of_text(route->uris[0]), of_number(route->count > 1)));
}
