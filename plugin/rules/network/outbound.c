/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on outbound flows (RFC 5626).
 */
#include "rules/engine.h"

#include <inttypes.h>

static const struct facts_contact *flow_of(const struct facts *facts)
{
    for (unsigned i = 0; i < facts->contact_count; i++) {
        if (facts->contacts[i].reg_id)
            return &facts->contacts[i];
    }
    return NULL;
}

/* RFC 5626 6. The other way round, an instance without reg-id, is for GRUUs (RFC 5627). */
void rule_ob_regid_without_instance(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (!contact->reg_id || contact->instance)
            continue;
        finding_printf(context, RULE_ob_regid_without_instance,
                    "reg-id=%" PRIu32
                    " without +sip.instance is not valid: the registrar ignores it (%s)",
                    contact->reg_id, contact->uri);
        return;
    }
}

/* RFC 5626 11.1: 1 to 2**31 - 1. Some registrars answer 200 and store nothing. Without the option tag
 * nobody takes notice of it (6). */
void rule_ob_regid_range(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    const char *value = facts->flaws[FLAW_REG_ID];

    if (!value)
        return;
    finding_printf_as(
        context, RULE_ob_regid_range, facts->supports_outbound ? SEVERITY_WARN : SEVERITY_CHAT,
        "reg-id=%s is none: it has to be 1 to 2147483647 (RFC 5626 11.1)%s", or_none(value),
        facts->supports_outbound ? ", and no flow comes of it"
                                 : "; the client does not use outbound");
}

/* RFC 5626 4.2.1. Behind a proxy it is not known what the client sent. Whole families of phones add
 * a reg-id to every Contact and never mean outbound: without the option tag nobody takes notice of it
 * (6), and nothing breaks. With outbound and without path, registrars refuse what an edge proxy adds. */
void rule_ob_option_missing(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    const struct facts_contact *flow = flow_of(facts);

    if (!flow || !flow->instance || facts->via_count != 1 || facts->incomplete ||
        (facts->supports_outbound && facts->supports_path))
        return;
    if (facts->supports_outbound)
        finding_printf(context, RULE_ob_option_missing,
                    "reg-id=%" PRIu32 " and Supported: outbound, but not path: a registrar may "
                    "refuse the Path by which an edge proxy keeps the flow",
                    flow->reg_id);
    else if (facts->requires_outbound)
        finding_printf_as(context, RULE_ob_option_missing, SEVERITY_NOTE,
                       "reg-id=%" PRIu32 " and Require: outbound, but Supported lacks outbound%s",
                       flow->reg_id, facts->supports_path ? "" : " and path");
    else
        finding_printf_as(
            context, RULE_ob_option_missing, SEVERITY_NOTE,
            "reg-id=%" PRIu32
            ", but Supported lacks outbound%s: everybody ignores it, and the flow is not kept",
            flow->reg_id, facts->supports_path ? "" : " and path");
}

/* RFC 5626 4.2.3. The same user with another port or parameters is the same identity. */
void rule_ob_third_party(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    const struct facts_contact *flow = flow_of(facts);

    if (!flow || !facts->from_uri || !facts->to_uri ||
        facts_same_user(facts->from_uri, facts->to_uri))
        return;
    finding_printf(context, RULE_ob_third_party,
                "%s registers %s with reg-id=%" PRIu32
                ": the flow would lead to the sender, which need not be the device of the Contact",
                facts->from_uri, facts->to_uri, flow->reg_id);
}

/* RFC 5626 6. An old Contact that is removed by the way does not count. */
void rule_ob_multi_contact(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    unsigned bound = 0;
    bool has_flow = false;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (contact->has_expires && contact->expires_s == 0)
            continue;
        bound++;
        has_flow |= contact->reg_id != 0;
    }
    if (bound > 1 && has_flow)
        finding_printf(context, RULE_ob_multi_contact,
                    "%u Contacts in one REGISTER, one of them with reg-id: a flow belongs to one "
                    "Contact, so a registrar with outbound answers 400",
                    bound);
}

/* RFC 5626 6, 4.2.1. */
void rule_ob_not_confirmed(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event_is_accepted(event) || !event->transaction->wants_outbound ||
        event->transaction->is_removal || event->facts->requires_outbound ||
        event->facts->incomplete)
        return;
    finding_printf(context, RULE_ob_not_confirmed,
                "The REGISTER in frame %" PRIu32
                " asked for outbound, but the 2xx has no Require: outbound: calls go to the "
                "Contact and not over the flow (RFC 5626 4.2.1)",
                event->transaction->request->frame);
}

static bool had_flow(const struct report *request)
{
    for (unsigned i = 0; i < request->contact_count; i++) {
        if (request->contacts[i].reg_id && request->contacts[i].instance)
            return true;
    }
    return false;
}

/* RFC 5626 6. */
void rule_ob_unexpected_require(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event_is_accepted(event) || !event->facts->requires_outbound ||
        event->transaction->incomplete || had_flow(event->transaction->request))
        return;
    finding_printf(context, RULE_ob_unexpected_require,
                "The 2xx requires outbound, but no Contact of the REGISTER in frame %" PRIu32
                " has reg-id and +sip.instance",
                event->transaction->request->frame);
}

/* RFC 5626 6, 11.6. */
void rule_ob_439(struct rule_context *context)
{
    const struct event *event = context->event;

    if (event->facts->status != 439)
        return;
    if (event->transaction && event->transaction->request)
        finding_printf(
            context, RULE_ob_439,
            "The first proxy for the REGISTER in frame %" PRIu32
            " does not support outbound: the client may try without reg-id, or another proxy",
            event->transaction->request->frame);
    else
        finding_printf(context, RULE_ob_439,
                    "The first proxy for the REGISTER does not support outbound");
}

/* RFC 5626 6. Of several hops it cannot be told which one is meant by the first: proxies add theirs
 * in front. */
void rule_ob_439_expected(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct routes *routes = event->registration ? event->registration->routes : NULL;

    if (!event_is_accepted(event) || !event->facts->requires_outbound || !routes ||
        !event->transaction->wants_outbound || event->transaction->via_count < 2 ||
        event->transaction->incomplete || routes->request_in != event->transaction->request->frame ||
        routes->path.cut || routes->path.count > 1 || routes->path_has_ob)
        return;
    if (routes->path.count)
        finding_printf(context, RULE_ob_439_expected,
                    "The 2xx confirms outbound, but the only Path of the REGISTER in frame %" PRIu32
                    " has no ob: nobody keeps the flow (%s)",
                    routes->request_in, routes->path.uris[0]);
    else
        finding_printf(context, RULE_ob_439_expected,
                    "The 2xx confirms outbound, but the REGISTER in frame %" PRIu32
                    " has no Path (proxies on its way: %d): nobody keeps the flow",
                    routes->request_in, event->transaction->via_count - 1);
}

/* RFC 5626 5.1. What the REGISTER had is told there. */
void rule_ob_path_ob_twice(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct facts_hop *marked[2];
    unsigned count = 0;

    if (facts->path_count < 2 || (facts->status && !event_is_accepted(event)) ||
        (facts->status && finding_of(event->transaction->request, RULE_ob_path_ob_twice)))
        return;
    for (unsigned i = 0; i < facts->path_count && i < FACTS_ROUTES_MAX && count < 2; i++) {
        if (facts->path[i].has_ob)
            marked[count++] = &facts->path[i];
    }
    if (count == 2)
        finding_printf(context, RULE_ob_path_ob_twice,
                    "Both %s and %s are marked with ob: only the proxy that the client talks to "
                    "may have it",
                    marked[0]->uri, marked[1]->uri);
}

/* RFC 5626 5.4; RFC 6223 5. */
void rule_ob_flow_timer_misplaced(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!facts->has_flow_timer || !event_is_accepted(event) || facts->incomplete)
        return;
    if (facts->via.keep_has_value && facts->via.keep_s && facts->via.keep_s != facts->flow_timer_s)
        finding_printf_as(context, RULE_ob_flow_timer_misplaced, SEVERITY_WARN,
                       "Flow-Timer says %" PRIu32 " s but keep in the Via says %" PRIu32
                       " s: both have to be the same",
                       facts->flow_timer_s, facts->via.keep_s);
    else if (!facts->requires_outbound)
        finding_printf(context, RULE_ob_flow_timer_misplaced,
                    "Flow-Timer: %" PRIu32
                    " without Require: outbound: it is only for outbound flows",
                    facts->flow_timer_s);
}
