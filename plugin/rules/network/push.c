/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on push notification (RFC 8599).
 */
#include "rules/engine.h"

/* RFC 8599 4.1.5. */
void rule_push_555(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct routes *routes = event->registration ? event->registration->routes : NULL;

    if (event->facts->status != 555)
        return;
    if (routes && event->transaction && routes->request_in == event->transaction->request->frame &&
        routes->push_provider)
        finding_add(context, FORM_push_555,
                    VALUES(of_text(routes->push_provider), of_frame(routes->request_in)));
    else
        finding_add(context, FORM_push_555_unnamed, NO_VALUES);
}

/* RFC 8599 4.1.2. Contacts are the same binding with and without it (RFC 3261 19.1.4). */
void rule_push_prid_on_removal(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (!(contact->push & PUSH_PRID) || !contact->has_expires || contact->expires_s)
            continue;
        finding_add(context, FORM_push_prid_on_removal, VALUES(of_text(contact->uri)));
        return;
    }
}

/* RFC 8599 4.1.3: what a refresh of the same Contact leaves out or changes, as bits of enum
 * facts_push. */
static unsigned changed_params(const struct routes *before, const struct facts_contact *contact)
{
    unsigned changed = before->push & ~(unsigned)contact->push;

    /* A query comes first (4.1.5), and a Contact without any wants something else. */
    if (!(before->push & PUSH_PRID))
        return 0;
    if (before->push_provider != contact->push_provider)
        changed |= PUSH_PROVIDER;
    if (before->push_param != contact->push_param)
        changed |= PUSH_PARAM;
    return changed;
}

/* RFC 8599 4.1.1, 4.1.3. pn-provider alone is a query (4.1.5). By RFC 3261 19.1.4 a Contact of another
 * provider is another one, so user and host are compared. */
void rule_push_params(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct facts_contact *contact = &facts->contacts[0];
    const struct report *before = event->before->last.report;
    unsigned changed;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        if ((facts->contacts[i].push & (PUSH_PRID | PUSH_PROVIDER)) != PUSH_PRID)
            continue;
        finding_add(context, FORM_push_params, VALUES(of_text(facts->contacts[i].uri)));
        return;
    }
    if (!event->routes_before || facts->contact_count != 1 || !before ||
        before->contact_count != 1 || !facts_same_user(before->contacts[0].sent, contact->uri) ||
        (contact->has_expires && contact->expires_s == 0) ||
        (before->contacts[0].has_requested && before->contacts[0].requested_s == 0))
        return;
    changed = changed_params(event->routes_before, contact);
    if (changed)
        finding_add(context, FORM_push_params_changed,
                    VALUES(of_frame(before->frame), of_number(changed)));
}

static bool supports(const struct facts *facts, const char *provider)
{
    for (unsigned i = 0; i < facts->push_service_count; i++) {
        if (facts->push_services[i] && g_ascii_strcasecmp(facts->push_services[i], provider) == 0)
            return true;
    }
    return facts->push_service_count == FACTS_PUSH_SERVICES_MAX;
}

/* RFC 8599 4.1.1. A removal requests no pushes, and without pn-prid it is a query. */
void rule_push_not_supported(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct routes *routes = event->registration ? event->registration->routes : NULL;

    if (!event_is_accepted(event) || !routes || event->facts->incomplete ||
        routes->request_in != event->transaction->request->frame ||
        event->transaction->is_removal || !routes->push_provider ||
        (routes->push & (PUSH_PRID | PUSH_PROVIDER)) != (PUSH_PRID | PUSH_PROVIDER) ||
        supports(event->facts, routes->push_provider))
        return;
    finding_add(context, FORM_push_not_supported,
                VALUES(of_frame(routes->request_in), of_text(routes->push_provider),
                       of_number(event->facts->push_service_count),
                       of_text(event->facts->push_services[0])));
}

/* RFC 8599 4.1.4. A refresh after the binding has expired is refresh.late's. */
void rule_push_pnsreg_late(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct routes *before = event->routes_before;
    const struct report *report = event->report;
    int64_t slack = (int64_t)event->settings->late_tolerance_ms * MILLISECOND;

    if (!before || !before->pnsreg_in || !event->own->binding ||
        event->own->binding->granted_in != before->pnsreg_in || event->before->continues ||
        event->transaction->is_removal || !report->has_remaining || report->remaining < 0 ||
        event->own->binding->granted_s <= before->pnsreg_s ||
        report->remaining + slack >= (int64_t)before->pnsreg_s * SECOND)
        return;
    finding_add(context, FORM_push_pnsreg_late,
                VALUES(of_time(report->remaining), of_frame(before->pnsreg_in),
                       of_number(before->pnsreg_s)));
}

/* RFC 8599 4.1, 12. Only what the agent itself sends: a request to it has the Contact that it
 * registered in its Request-URI. */
void rule_push_leak(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!event->registration)
        return;
    for (unsigned i = 0; i < facts->contact_count; i++) {
        if (!facts->contacts[i].push)
            continue;
        finding_add(context, FORM_push_leak,
                    VALUES(of_text(facts->method_name), of_number(facts->contacts[i].push)));
        return;
    }
}
