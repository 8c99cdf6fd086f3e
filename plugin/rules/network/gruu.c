/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on GRUUs (RFC 5627).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 5627 5.2. A registrar that never gave one need not begin. */
void rule_gruu_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct routes *before = event->routes_before;
    const struct facts_contact *listed;
    const char *lost;

    if (!event_is_accepted(event) || !before || !before->gruu_in || !before->supports_gruu ||
        before->request_in != event->transaction->request->frame || !event->bindings->contact_count ||
        event->facts->incomplete || event->bindings->contacts[0].outcome > CONTACT_REFRESHED)
        return;
    listed = event->bindings->contacts[0].listed;
    if (!listed || !event->bindings->contacts[0].contact->instance ||
        !endpoint_same_ip(&before->server, &event->facts->packet->source))
        return;
    lost = before->pub_gruu && !listed->pub_gruu     ? "pub-gruu"
           : before->temp_gruu && !listed->temp_gruu ? "temp-gruu"
                                                     : NULL;
    if (lost)
        finding_printf(context, RULE_gruu_missing,
                    "The 2xx lists the Contact without %s, which frame %" PRIu32 " still gave (%s)",
                    lost, before->gruu_in, listed->uri);
}

/* RFC 5627 5.1. Clients send the Contact of the last 2xx back as it was; where that 2xx may be before
 * the capture, nothing is known. */
void rule_gruu_in_request(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct routes *before = event->routes_before;
    bool is_start = facts->has_cseq && facts->cseq == 1;

    if (!is_start && (!event->registration || !event->registration->accepted))
        return;
    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if ((!contact->pub_gruu || (before && (contact->pub_gruu == before->pub_gruu || i > 0))) &&
            (!contact->temp_gruu ||
             (before && (routes_find_gruu(before, contact->temp_gruu) || i > 0))))
            continue;
        finding_printf(context, RULE_gruu_in_request,
                    "The Contact contains %s=\"%s\": the registrar ignores it and gives its own",
                    contact->pub_gruu ? "pub-gruu" : "temp-gruu",
                    contact->pub_gruu ? contact->pub_gruu : contact->temp_gruu);
        return;
    }
}

/* RFC 5627 4.4, 5.3: a REGISTER with another Call-ID, and the end of the registration, end those of
 * before. Requests in a dialog are not looked at. */
void rule_gruu_temp_stale(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct registration *registration = event->registration;
    const struct routes *routes = registration ? registration->routes : NULL;
    const struct routes_gruu *gruu = NULL;

    if (!routes || !routes->temp_gruu_count)
        return;
    for (unsigned i = 0; i < event->facts->contact_count && !gruu; i++)
        gruu = routes_find_gruu(routes, event->facts->contacts[i].uri);
    if (!gruu)
        return;
    if (gruu->call_id != routes->call_id)
        finding_printf(context, RULE_gruu_temp_stale,
                    "%s was given in frame %" PRIu32
                    ", but a REGISTER with another Call-ID was accepted since and made it invalid",
                    gruu->uri, gruu->frame);
    else if (!registration_is_bound(registration))
        finding_printf(context, RULE_gruu_temp_stale,
                    "%s was given in frame %" PRIu32
                    ", but the registration is over: nobody can reach it",
                    gruu->uri, gruu->frame);
}
