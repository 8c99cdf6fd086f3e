/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on push notification (RFC 8599).
 */
#include "rules/engine.h"

#include <inttypes.h>

static const char *push_name(unsigned push)
{
    if (push & PUSH_PRID)
        return "pn-prid";
    return push & PUSH_PARAM ? "pn-param" : "pn-provider";
}

/* RFC 8599 4.1.5. */
void rule_push_555(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct routes *routes = event->registration ? event->registration->routes : NULL;

    if (event->facts->status != 555)
        return;
    if (routes && event->transaction && routes->request_in == event->transaction->request->frame &&
        routes->push_provider)
        finding_printf(context, RULE_push_555,
                    "The network does not support the push service \"%s\", which the REGISTER in "
                    "frame %" PRIu32 " asks for",
                    routes->push_provider, routes->request_in);
    else
        finding_printf(context, RULE_push_555,
                    "The network does not support the push service that was asked for");
}

/* RFC 8599 4.1.2. Contacts are the same binding with and without it (RFC 3261 19.1.4). */
void rule_push_prid_on_removal(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (!(contact->push & PUSH_PRID) || !contact->has_expires || contact->expires_s)
            continue;
        finding_printf(context, RULE_push_prid_on_removal,
                    "The removal still carries pn-prid in its Contact: the proxy may go on pushing "
                    "to it (%s)",
                    contact->uri);
        return;
    }
}

/* RFC 8599 4.1.3: what a refresh of the same Contact leaves out or changes; NULL: nothing. */
static const char *changed_param(const struct routes *before, const struct facts_contact *contact)
{
    unsigned lost = before->push & ~contact->push;

    /* A query comes first (4.1.5), and a Contact without any is another wish. */
    if (!(before->push & PUSH_PRID))
        return NULL;
    if (lost)
        return push_name(lost);
    if (before->push_provider != contact->push_provider)
        return "pn-provider";
    return before->push_param != contact->push_param ? "pn-param" : NULL;
}

/* RFC 8599 4.1.1, 4.1.3. pn-provider alone is a query (4.1.5). RFC 3261 19.1.4 would have a Contact of
 * another provider another one, so it is told by user and host. */
void rule_push_params(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct facts_contact *contact = &facts->contacts[0];
    const struct report *before = event->before->last.report;
    const char *changed;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        if ((facts->contacts[i].push & (PUSH_PRID | PUSH_PROVIDER)) != PUSH_PRID)
            continue;
        finding_printf(context, RULE_push_params,
                    "pn-prid without pn-provider: the proxy cannot know which push service it "
                    "belongs to (%s)",
                    facts->contacts[i].uri);
        return;
    }
    if (!event->routes_before || facts->contact_count != 1 || !before ||
        before->contact_count != 1 || !facts_same_user(before->contacts[0].sent, contact->uri) ||
        (contact->has_expires && contact->expires_s == 0) ||
        (before->contacts[0].has_requested && before->contacts[0].requested_s == 0))
        return;
    changed = changed_param(event->routes_before, contact);
    if (changed)
        finding_printf(context, RULE_push_params,
                    "%s is not as in frame %" PRIu32
                    ": only the value of pn-prid may change from one REGISTER to the next",
                    changed, before->frame);
}

static bool supports(const struct facts *facts, const char *provider)
{
    for (unsigned i = 0; i < facts->push_service_count; i++) {
        if (facts->push_services[i] && g_ascii_strcasecmp(facts->push_services[i], provider) == 0)
            return true;
    }
    return facts->push_service_count == FACTS_PUSH_SERVICES_MAX;
}

/* RFC 8599 4.1.1. A removal wants no pushes, and without pn-prid it is a query. */
void rule_push_not_supported(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct routes *routes = event->registration ? event->registration->routes : NULL;

    if (!event_is_accepted(event) || !routes || event->facts->incomplete ||
        routes->request_in != event->transaction->request->frame || event->transaction->is_removal ||
        !routes->push_provider ||
        (routes->push & (PUSH_PRID | PUSH_PROVIDER)) != (PUSH_PRID | PUSH_PROVIDER) ||
        supports(event->facts, routes->push_provider))
        return;
    if (event->facts->push_service_count)
        finding_printf(context, RULE_push_not_supported,
                    "The REGISTER in frame %" PRIu32
                    " asks for pushes by \"%s\", but the 2xx announces only \"%s\": nobody may "
                    "wake the client",
                    routes->request_in, routes->push_provider, event->facts->push_services[0]);
    else
        finding_printf(context, RULE_push_not_supported,
                    "The REGISTER in frame %" PRIu32
                    " asks for pushes by \"%s\", but no Feature-Caps of the 2xx has +sip.pns: "
                    "nobody may wake the client",
                    routes->request_in, routes->push_provider);
}

/* RFC 8599 4.1.4. What is too late altogether is refresh.late's. */
void rule_push_pnsreg_late(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct routes *before = event->routes_before;
    const struct report *report = event->report;
    int64_t slack = (int64_t)event->settings->late_tolerance_ms * 1000000;
    char left[DURATION_TEXT_SIZE];

    if (!before || !before->pnsreg_in || !event->own->binding ||
        event->own->binding->granted_in != before->pnsreg_in || event->before->continues ||
        event->transaction->is_removal || report->remaining < 0 ||
        event->own->binding->granted_s <= before->pnsreg_s ||
        report->remaining + slack >= (int64_t)before->pnsreg_s * G_GINT64_CONSTANT(1000000000))
        return;
    finding_printf(context, RULE_push_pnsreg_late,
                "The refresh comes %s before the end, but frame %" PRIu32 " asked for it %" PRIu32
                " s before: the proxy has to wake the client by push",
                duration_text(report->remaining, left), before->pnsreg_in, before->pnsreg_s);
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
        finding_printf(
            context, RULE_push_leak,
            "The Contact of this %s carries %s: every receiver learns how to push to the client",
            facts->method_name, push_name(facts->contacts[i].push));
        return;
    }
}
