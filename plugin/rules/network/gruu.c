/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on GRUUs (RFC 5627).
 */
#include "rules/engine.h"

/* RFC 5627 5.2. A registrar that never assigned one need not start. */
void rule_gruu_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct routes *before = event->routes_before;
    const struct facts_contact *listed;
    bool lost_public;

    if (!event_is_accepted(event) || !before || !before->gruu_in || !before->supports_gruu ||
        before->request_in != event->transaction->request->frame ||
        !event->bindings->contact_count || event->facts->incomplete ||
        event->bindings->contacts[0].outcome > CONTACT_REFRESHED)
        return;
    listed = event->bindings->contacts[0].listed;
    if (!listed || !event->bindings->contacts[0].contact->instance ||
        !endpoint_same_ip(&before->server, &event->facts->packet->source))
        return;
    lost_public = before->pub_gruu && !listed->pub_gruu;
    if (lost_public || (before->temp_gruu && !listed->temp_gruu))
        finding_add(
            context, FORM_gruu_missing,
            VALUES(of_text(listed->uri), of_number(lost_public), of_frame(before->gruu_in)));
}

/* RFC 5627 5.1. Clients copy the Contact of the last 2xx. Where that 2xx may be from before the capture,
 * the Contact cannot be judged. */
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
        finding_add(context, FORM_gruu_in_request,
                    VALUES(of_number(contact->pub_gruu != NULL),
                           of_text(contact->pub_gruu ? contact->pub_gruu : contact->temp_gruu)));
        return;
    }
}

/* RFC 5627 4.4, 5.3: a REGISTER with another Call-ID and the end of the registration invalidate the
 * earlier ones. Requests within a dialog are not judged. */
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
        finding_add(context, FORM_gruu_temp_stale,
                    VALUES(of_text(gruu->uri), of_frame(gruu->frame)));
    else if (!registration_is_bound(registration))
        finding_add(context, FORM_gruu_temp_stale_ended,
                    VALUES(of_text(gruu->uri), of_frame(gruu->frame)));
}
