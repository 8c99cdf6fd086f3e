/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on outbound flows (RFC 5626).
 */
#include "rules/engine.h"

static const struct facts_contact *flow_of(const struct facts *facts)
{
    for (unsigned i = 0; i < facts->contact_count; i++) {
        if (facts->contacts[i].reg_id)
            return &facts->contacts[i];
    }
    return NULL;
}

/* RFC 5626 6. The reverse, an instance without reg-id, is valid for GRUUs (RFC 5627). */
void rule_ob_regid_without_instance(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (!contact->reg_id || contact->instance)
            continue;
        finding_add(context, FORM_ob_regid_without_instance,
                    VALUES(of_text(contact->uri), of_number(contact->reg_id)));
        return;
    }
}

/* RFC 5626 11.1: 1 to 2**31 - 1. Some registrars respond with 200 and store nothing. Without the option
 * tag the reg-id is ignored (6). */
void rule_ob_regid_range(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    const char *value = facts->flaws[FLAW_REG_ID];

    if (!value)
        return;
    finding_add_as(context, FORM_ob_regid_range,
                   facts->supports_outbound ? SEVERITY_WARN : SEVERITY_CHAT,
                   VALUES(of_text(value), of_number(facts->supports_outbound)));
}

/* RFC 5626 4.2.1. Behind a proxy it is not known what the client sent. Whole families of phones add a
 * reg-id to every Contact without using outbound: without the option tag the reg-id is ignored (6), and
 * nothing breaks. With outbound and without path, registrars refuse the Path that an edge proxy adds. */
void rule_ob_option_missing(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    const struct facts_contact *flow = flow_of(facts);

    if (!flow || !flow->instance || facts->via_count != 1 || facts->incomplete ||
        (facts->supports_outbound && facts->supports_path))
        return;
    if (facts->supports_outbound)
        finding_add(context, FORM_ob_option_missing, VALUES(of_number(flow->reg_id)));
    else if (facts->requires_outbound)
        finding_add_as(context, FORM_ob_option_missing_required, SEVERITY_NOTE,
                       VALUES(of_number(flow->reg_id), of_number(facts->supports_path)));
    else
        finding_add_as(context, FORM_ob_option_missing_outbound, SEVERITY_NOTE,
                       VALUES(of_number(flow->reg_id), of_number(facts->supports_path)));
}

/* RFC 5626 4.2.3. Another port or other parameters do not make another identity. */
void rule_ob_third_party(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    const struct facts_contact *flow = flow_of(facts);

    if (!flow || !facts->from_uri || !facts->to_uri ||
        facts_same_user(facts->from_uri, facts->to_uri))
        return;
    finding_add(context, FORM_ob_third_party,
                VALUES(of_text(facts->from_uri), of_text(facts->to_uri), of_number(flow->reg_id)));
}

/* RFC 5626 6. An old Contact that the same REGISTER removes does not count. */
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
        finding_add(context, FORM_ob_multi_contact, VALUES(of_number(bound)));
}

/* RFC 5626 6, 4.2.1. */
void rule_ob_not_confirmed(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event_is_accepted(event) || !event->transaction->wants_outbound ||
        event->transaction->is_removal || event->facts->requires_outbound ||
        event->facts->incomplete)
        return;
    finding_add(context, FORM_ob_not_confirmed,
                VALUES(of_frame(event->transaction->request->frame)));
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
    finding_add(context, FORM_ob_unexpected_require,
                VALUES(of_frame(event->transaction->request->frame)));
}

/* RFC 5626 6, 11.6. */
void rule_ob_439(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct outage *outage = report_outage(event->report);

    if (event->facts->status != 439)
        return;
    if (event->transaction && event->transaction->request)
        finding_add_as(context, FORM_ob_439,
                       outage && outage->first_in < event->report->request_in ? SEVERITY_WARN
                                                                              : SEVERITY_NOTE,
                       VALUES(of_frame(event->transaction->request->frame)));
    else
        finding_add(context, FORM_ob_439_stray, NO_VALUES);
}

/* RFC 5626 6. With several Path values it is not certain which one is that of the first proxy, since not
 * every proxy adds one. */
void rule_ob_439_expected(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct routes *routes = event->registration ? event->registration->routes : NULL;

    if (!event_is_accepted(event) || !event->facts->requires_outbound || !routes ||
        !event->transaction->wants_outbound || event->transaction->via_count < 2 ||
        event->transaction->incomplete ||
        routes->request_in != event->transaction->request->frame || routes->path.cut ||
        routes->path.count > 1 || routes->path_has_ob)
        return;
    if (routes->path.count)
        finding_add(context, FORM_ob_439_expected,
                    VALUES(of_frame(routes->request_in), of_text(routes->path.uris[0])));
    else
        finding_add(
            context, FORM_ob_439_expected_no_path,
            VALUES(of_frame(routes->request_in), of_number(event->transaction->via_count - 1)));
}

/* RFC 5626 5.1. What the REGISTER already had is reported there. */
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
        finding_add(context, FORM_ob_path_ob_twice,
                    VALUES(of_text(marked[0]->uri), of_text(marked[1]->uri)));
}

/* RFC 5626 5.4; RFC 6223 5. */
void rule_ob_flow_timer_misplaced(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!facts->has_flow_timer || !event_is_accepted(event) || facts->incomplete)
        return;
    if (facts->via.keep_has_value && facts->via.keep_s && facts->via.keep_s != facts->flow_timer_s)
        finding_add_as(context, FORM_ob_flow_timer_misplaced_keep, SEVERITY_WARN,
                       VALUES(of_number(facts->flow_timer_s), of_number(facts->via.keep_s)));
    else if (!facts->requires_outbound)
        finding_add(context, FORM_ob_flow_timer_misplaced, VALUES(of_number(facts->flow_timer_s)));
}
