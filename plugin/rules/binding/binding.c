/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the life of a binding (RFC 3261 10.2.2, 10.2.3).
 */
#include "rules/engine.h"

/* RFC 3261 10.2.2: soft state. A refresh whose response the capture lacks may have been accepted, and one
 * that it lacks may have come: a Note says no more than what is seen. Of a client that sends nothing for as long
 * again, or sends something else, several would have to be lost; one that retransmits its refresh after that
 * time has no response, and a server that failed has said so itself. */
void rule_binding_expired(struct rule_context *context)
{
    const struct binding *binding = context->event->binding;
    const struct registration *owner = context->event->registration;
    enum rule_severity severity = SEVERITY_NOTE;
    enum form form = FORM_binding_expired;

    if (context->event->triggers & ON_ALIVE) {
        finding_add_as(context, FORM_binding_expired_alive, SEVERITY_WARN,
                       VALUES(of_text(binding->contact), of_number(binding->granted_s),
                              of_frame(binding->granted_in), of_frame(owner->alive_in)));
        return;
    }
    if (context->event->triggers & ON_ABSENCE) {
        if (context->event->capture->is_paused || owner->tried_in || registration_tried_once(owner))
            return;
        finding_add_as(context, FORM_binding_expired_absent, SEVERITY_WARN,
                       VALUES(of_text(binding->contact), of_number(binding->granted_s),
                              of_frame(binding->granted_in)));
        return;
    }
    if (owner->tried_in && owner->tried_at <= binding->expires_at) {
        bool is_refused = registration_got_response(owner, binding);

        form = is_refused ? FORM_binding_expired_refused : FORM_binding_expired_unanswered;
        if (is_refused && status_is_fault_of_server(owner->attempt.last_status))
            severity = SEVERITY_WARN;
    }
    if (registration_lacks_response(owner, binding))
        severity = SEVERITY_WARN;
    finding_add_as(context, form, severity,
                   VALUES(of_text(binding->contact), of_number(binding->granted_s),
                          of_frame(binding->granted_in), of_frame(owner->tried_in)));
}

/* When the registrar had to forget it; false: it has not. */
static bool has_ended(const struct binding *binding, int64_t *since)
{
    *since = binding->state == BINDING_REMOVED ? binding->removed_at : binding->expires_at;
    return binding->state == BINDING_REMOVED || binding->state == BINDING_EXPIRED;
}

/* Some registrars keep a binding a fifth longer; any request may have been on its way for 2 s. */
static int64_t grace_of(const struct binding *binding)
{
    int64_t fifth = (int64_t)binding->granted_s * SECOND / 5;

    return binding->state == BINDING_REMOVED ? 2 * SECOND : MAX(2 * SECOND, fifth);
}

/* RFC 3261 10.2.2, 10.3 step 7: who is not bound is not called. Only what comes from the registrar's
 * address counts: others may have learned the Contact in other ways. A refresh whose response is not
 * in the capture may have been accepted; a gateway has one Contact for many AORs. */
void rule_binding_expired_target(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct binding *target = event->target;
    const struct registration *owner = target ? target->owner : NULL;
    int64_t since;

    if (!owner || !target->granted_in || target->aor->shares_contacts ||
        !has_ended(target, &since) || event->time - since <= grace_of(target) ||
        !endpoint_same_ip(&event->facts->packet->source, &target->server) ||
        (owner->tried_in && !owner->last.has_response))
        return;
    finding_add(context,
                target->state == BINDING_REMOVED ? FORM_binding_expired_target_removed
                                                 : FORM_binding_expired_target,
                VALUES(of_text(event->facts->method_name), of_text(target->contact),
                       of_time(event->time - since), of_frame(target->granted_in)));
}

/* A client that is switched off does not remove its binding. Some respond to no OPTIONS, which only silence
 * cannot tell. */
void rule_binding_unreached(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct event_reach *reach = event->reach;

    if (reach->fate == REACH_UNANSWERED && reach->path_is_open)
        finding_add(
            context, FORM_binding_unreached_ignored,
            VALUES(of_text(reach->method), of_frame(reach->frame), of_text(reach->contact)));
    else if (reach->fate == REACH_UNANSWERED)
        finding_add(context, FORM_binding_unreached,
                    VALUES(of_text(reach->method), of_frame(reach->frame),
                           of_number(reach->resends), of_text(reach->contact)));
    else if (reach->fate == REACH_ICMP)
        finding_add_as(
            context, FORM_binding_unreached_icmp, SEVERITY_WARN,
            VALUES(of_text(reach->method), of_frame(reach->frame), of_text(reach->contact)));
    else if (reach->fate == REACH_REFUSED)
        finding_add(context, FORM_binding_unreached_connection,
                    VALUES(of_number(event->facts->status), of_text(event->facts->method_name)));
    else if (reach->fate == REACH_CLOSED)
        finding_add(context, FORM_binding_unreached_port,
                    VALUES(of_number(event->facts->status), of_text(event->facts->method_name),
                           of_frame(reach->frame), of_text(reach->contact)));
    else if (reach->fate == REACH_FORMER)
        finding_add(
            context, FORM_binding_unreached_former,
            VALUES(of_text(reach->method), of_frame(reach->frame), of_text(reach->contact)));
    else if (reach->fate == REACH_RESET)
        finding_add(
            context, FORM_binding_unreached_reset,
            VALUES(of_text(reach->method), of_frame(reach->frame), of_text(reach->contact)));
    else if (reach->fate == REACH_UNFOUND)
        finding_add(context, FORM_binding_unreached_unfound,
                    VALUES(of_number(event->facts->aor != event->aor->name),
                           of_text(event->facts->method_name), of_number(event->facts->status),
                           of_text(reach->contact)));
}

/* Several Contacts may each have another outcome, and the first stands for all. */
static void report_outcome(struct rule_context *context, const struct event_contact *each)
{
    const struct event *event = context->event;
    const struct report_contact *contact = each->contact;
    unsigned own = event->bindings->contact_count, listed = event->facts->contact_count;
    int64_t left = each->before.expires_at - event->time;

    if (own > 1)
        finding_add(context, FORM_binding_status_several,
                    VALUES(of_text(contact->sent), of_number(each->outcome), of_number(own),
                           of_number(listed)));
    else if (each->outcome == CONTACT_REFRESHED && contact->has_grant)
        finding_add(context,
                    left >= 0 ? FORM_binding_status_refreshed : FORM_binding_status_rebound,
                    VALUES(of_text(contact->sent), of_number(contact->granted_s),
                           of_time(left >= 0 ? left : -left), of_number(listed)));
    else
        finding_add(context, FORM_binding_status,
                    VALUES(of_text(contact->sent), of_number(each->outcome),
                           of_number(contact->has_grant ? contact->granted_s : 0),
                           of_number(listed)));
}

/* RFC 3261 10.2.3: every 2xx says how things stand. */
void rule_binding_status(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event_is_accepted(event))
        return;
    if (event->bindings->contact_count)
        report_outcome(context, &event->bindings->contacts[0]);
    else
        finding_add(context, FORM_binding_status_no_contact,
                    VALUES(of_number(event->bindings->star_removed),
                           of_number(event->facts->contact_count)));
}
