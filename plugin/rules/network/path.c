/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on Path (RFC 3327).
 */
#include "rules/engine.h"

/* RFC 3327 5.2, 5.3. A Path that the client itself added is its own choice. */
void rule_path_unsupported(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (facts->via_count < 2 || !facts->has_path || facts->supports_path || facts->incomplete)
        return;
    finding_add(context, FORM_path_unsupported,
                VALUES(of_number(facts->path_count),
                       of_text(facts->path_count ? facts->path[0].uri : NULL)));
}

/* The 2xx may have more in front: proxies behind the capture point add theirs there. */
static bool ends_with(const struct facts *facts, const struct routes_route *path)
{
    unsigned skipped = facts->path_count - path->count;

    if (facts->path_count < path->count)
        return false;
    for (unsigned i = 0; i < path->count; i++) {
        const struct facts_hop *hop = &facts->path[skipped + i];

        if (hop->place != path->places[i] && !facts_same_uri(hop->uri, path->uris[i]))
            return false;
    }
    return true;
}

/* RFC 3327 5.3. Many registrars leave Path out where Supported does not list it. */
void rule_path_not_echoed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct routes *routes = event->registration ? event->registration->routes : NULL;

    if (!event_is_accepted(event) || !routes || !routes->path.count || routes->path.cut ||
        routes->request_in != event->transaction->request->frame ||
        event->transaction->is_removal || event->report->intent == INTENT_FETCH ||
        facts->incomplete || facts->path_count > FACTS_ROUTES_MAX ||
        ends_with(facts, &routes->path))
        return;
    finding_add_as(context,
                   routes->supports_path ? FORM_path_not_echoed : FORM_path_not_echoed_unsupported,
                   routes->supports_path ? SEVERITY_WARN : SEVERITY_NOTE,
                   VALUES(of_frame(routes->request_in), of_text(routes->path.uris[0]),
                          of_number(facts->path_count),
                          of_text(facts->path_count ? facts->path[0].uri : NULL)));
}

static const struct facts_hop *strict_hop(const struct facts_hop *hops, unsigned count)
{
    for (unsigned i = 0; i < MIN(count, (unsigned)FACTS_ROUTES_MAX); i++) {
        if (!hops[i].has_lr)
            return &hops[i];
    }
    return NULL;
}

/* RFC 3327 4, RFC 3608 5. What the REGISTER had is reported there. */
void rule_path_no_lr(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct facts_hop *path = strict_hop(facts->path, facts->path_count);
    const struct facts_hop *route = strict_hop(facts->service_route, facts->service_route_count);

    if ((!path && !route) || (facts->status && !event_is_accepted(event)))
        return;
    if (facts->status && finding_of(event->transaction->request, RULE_path_no_lr))
        path = NULL;
    if (path)
        finding_add(context, FORM_path_no_lr, VALUES(of_number(0), of_text(path->uri)));
    if (route && facts->status)
        finding_add(context, FORM_path_no_lr, VALUES(of_number(1), of_text(route->uri)));
}

/* All hosts of the previous Path are still in it: then the new one was added in between. */
static bool is_longer(const struct facts *facts, const struct routes *before)
{
    unsigned known = 0;

    for (unsigned i = 0; i < facts->path_count; i++)
        known += routes_knows_path_host(before, facts->path[i].host);
    return known >= before->granted_path.count && facts->path_count > before->granted_path.count;
}

/* RFC 3327 5.1. A client that moved, and an edge that is one of many, have another host instead of the
 * previous one, not one more. */
void rule_path_unexpected(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct routes *before = event->routes_before;

    if (!event_is_accepted(event) || !before || !before->granted_path.count ||
        before->granted_path.cut || facts->path_count > FACTS_ROUTES_MAX ||
        before->path_host_count > ROUTES_PATH_HOSTS_MAX || facts->incomplete ||
        !endpoint_equal(&before->server, &facts->packet->source) ||
        !endpoint_same_ip(&before->client, &event->transaction->client) ||
        !is_longer(facts, before))
        return;
    for (unsigned i = 0; i < facts->path_count; i++) {
        if (routes_knows_path_host(before, facts->path[i].host))
            continue;
        finding_add(context, FORM_path_unexpected,
                    VALUES(of_text(facts->path[i].uri), of_frame(before->granted_path.frame)));
        return;
    }
}
