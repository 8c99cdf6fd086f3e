/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on bindings that another client changed, and on the protection of registrations (RFC 3261 26).
 */
#include "rules/engine.h"

/* Public addresses of one pool (SBC, carrier NAT) count as one client. */
static bool is_same_place(const struct event *event, const struct endpoint *a,
                          const struct endpoint *b)
{
    if (endpoint_is_private(a) || endpoint_is_private(b))
        return endpoint_same_ip(a, b);
    return endpoint_same_network(a, b, event->settings->pool_prefix);
}

/* The binding belonged to another client: another address, Call-ID and device. */
static bool is_foreign(const struct event *event, const struct binding *lost)
{
    bool removes_own = event->transaction->is_removal &&
                       facts_same_product(lost->user_agent, event->registration->user_agent);

    /* An SBC that forwards the REGISTER binds the same Contact itself. */
    if (endpoint_same_ip(&lost->source, &event->transaction->server) ||
        endpoint_same_ip(&lost->server, &event->transaction->client))
        return false;
    return !is_same_place(event, &lost->source, &event->transaction->client) &&
           lost->call_id != event->facts->call_id && !removes_own &&
           !event->transaction->is_third_party &&
           (!lost->instance || lost->instance != event->registration->instance);
}

/* RFC 3261 26.1.1 describes this attack; "*" of a restarted device is legal (10.2.2). */
void rule_sec_binding_removed_foreign(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event_is_accepted(event) || !event->transaction->is_removal)
        return;
    for (unsigned i = 0; i < event->bindings->loss_count; i++) {
        const struct binding *lost = &event->bindings->losses[i];
        bool authenticated = event->transaction->has_credentials || event->transaction->incomplete;

        if (!is_foreign(event, lost))
            continue;
        finding_add_as(context,
                       authenticated ? FORM_sec_binding_removed_foreign
                                     : FORM_sec_binding_removed_foreign_unauthenticated,
                       authenticated ? SEVERITY_WARN : SEVERITY_ERROR,
                       VALUES(of_endpoint(&event->transaction->client), of_text(lost->contact),
                              of_endpoint(&lost->source), of_frame(lost->granted_in)));
        return;
    }
}

/* The same instance at another address: most likely a phone that moved. */
static bool moved_here(struct rule_context *context)
{
    const struct event *event = context->event;

    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct event_contact *each = &event->bindings->contacts[i];
        const struct binding *before = &each->before;

        if (!each->had_before || before->state != BINDING_LIVE ||
            !binding_has_time(before, event->time) || !before->instance ||
            before->owner != event->registration || before->call_id == event->facts->call_id ||
            is_same_place(event, &before->source, &event->transaction->client))
            continue;
        finding_add_as(context, FORM_sec_binding_overwritten_moved, SEVERITY_NOTE,
                       VALUES(of_frame(before->granted_in),
                              of_endpoint(&event->transaction->client),
                              of_endpoint(&before->source)));
        return true;
    }
    return false;
}

/* The bindings were last cleared by what is probably not a device of the user. */
static bool was_cleared_by_other(const struct aor *aor)
{
    return aor->rare->taken && finding_of(aor->rare->taken, RULE_sec_binding_removed_foreign);
}

/* Some registrars distinguish devices by their instance or address, and keep the same Contact once for
 * each: two homes may have the same private addresses. */
static bool is_still_listed(const struct facts *facts, const struct binding *lost)
{
    unsigned same = 0;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        if (lost->instance && facts->contacts[i].instance == lost->instance)
            return true;
        same += facts->contacts[i].uri == lost->contact;
    }
    return same > 1;
}

/* RFC 3261 10.3 step 7: another Call-ID updates without any check. The same Contact from the same
 * kind of device is most likely a device that was restarted behind a router with a new address. */
void rule_sec_binding_overwritten(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct aor *aor = event->aor;
    bool is_alike;

    if (!event_is_accepted(event) || event->transaction->is_removal)
        return;
    for (unsigned i = 0; i < event->bindings->loss_count; i++) {
        const struct binding *lost = &event->bindings->losses[i];

        if (!is_foreign(event, lost) || is_still_listed(event->facts, lost))
            continue;
        is_alike = facts_same_product(lost->user_agent, event->registration->user_agent) ||
                   transaction_is_moved(event->transaction, lost->contact, &lost->source);
        finding_add_as(context,
                       is_alike ? FORM_sec_binding_overwritten_alike : FORM_sec_binding_overwritten,
                       is_alike ? SEVERITY_NOTE : SEVERITY_WARN,
                       VALUES(of_endpoint(&event->transaction->client), of_text(lost->contact),
                              of_endpoint(&lost->source), of_frame(lost->granted_in)));
        return;
    }
    if (moved_here(context))
        return;
    if (!aor || event_since(event, aor->rare->taken_at) > 10 * SECOND ||
        !was_cleared_by_other(aor) ||
        !endpoint_same_ip(&aor->rare->taken_by, &event->transaction->client) ||
        event->bindings->contact_count == 0 ||
        event->bindings->contacts[0].outcome != CONTACT_CREATED)
        return;
    finding_add(context, FORM_sec_binding_overwritten_removed,
                VALUES(of_endpoint(&event->transaction->client),
                       of_text(event->bindings->contacts[0].contact->sent),
                       of_frame(aor->rare->taken->frame)));
}

static bool was_taken_over(const struct event *event)
{
    const struct binding *target = event->target;
    const struct finding *taken =
        target->report ? finding_of(target->report, RULE_sec_binding_overwritten) : NULL;

    if (taken && taken->severity >= SEVERITY_WARN)
        return event_since(event, target->granted_at) <= 60 * SECOND;
    return was_cleared_by_other(target->aor) &&
           event_since(event, target->aor->rare->taken_at) <= 60 * SECOND &&
           target->granted_at >= target->aor->rare->taken_at &&
           endpoint_same_ip(&target->aor->rare->taken_by, &target->source);
}

/* RFC 3261 26.1.1: the calls are the purpose of the attack. */
void rule_sec_call_diverted(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct binding *target = event->target;

    if (!target || target->state != BINDING_LIVE || !binding_has_time(target, event->time) ||
        !event->facts->is_request || g_strcmp0(event->facts->method_name, "INVITE") != 0 ||
        !was_taken_over(event))
        return;
    finding_add(context, FORM_sec_call_diverted,
                VALUES(of_text(target->aor->name), of_text(target->contact),
                       of_endpoint(&target->source), of_frame(target->granted_in)));
}

/* The 2xx adds or removes a binding. */
static bool changes_bindings(const struct event *event)
{
    if (event->bindings->loss_count || event->bindings->star_removed)
        return true;
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct event_contact *each = &event->bindings->contacts[i];
        bool was_alive = each->had_before && binding_has_time(&each->before, event->time);

        if ((each->outcome == CONTACT_CREATED && !was_alive) ||
            (each->outcome == CONTACT_REMOVED && was_alive))
            return true;
    }
    return false;
}

/* RFC 3261 10.3 steps 3 and 4. */
void rule_sec_unauth_change(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    bool is_known;
    int came_from; /* 0: nobody has authenticated, 1: the address that has, 2: another one */

    if (!event_lacks_challenge(event) ||
        finding_of(event->report, RULE_sec_binding_removed_foreign) ||
        finding_of(event->report, RULE_sec_binding_overwritten) || !changes_bindings(event))
        return;
    is_known = event_is_trusted(event);
    came_from = is_known ? 1 : event->aor->auth->client.family == ENDPOINT_NONE ? 0 : 2;
    finding_add_as(context, FORM_sec_unauth_change, is_known ? SEVERITY_NOTE : SEVERITY_WARN,
                   VALUES(of_frame(transaction->request->frame), of_number(came_from)));
}

/* RFC 3261 26.3.2.1. The registration is of one agent; other devices of the user have their own. An SBC
 * may forward in clear text under the same Call-ID. */
void rule_sec_transport_downgrade(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *previous = &event->before->last;

    if (!event->registration || !event->registration->accepted || !previous->report ||
        !transport_is_secure(previous->transport) ||
        !endpoint_same_ip(&previous->source, &event->facts->packet->source) ||
        endpoint_same_ip(&previous->destination, &event->facts->packet->source) ||
        transport_is_secure(event->facts->packet->transport))
        return;
    finding_add(context, FORM_sec_transport_downgrade, VALUES(of_frame(previous->frame)));
}

/* RFC 3261 26.3.2.1. Reported once per AOR. */
void rule_sec_cleartext_auth(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event->aor || event->aor->auth->clear_in != event->report->frame)
        return;
    finding_add(context, FORM_sec_cleartext_auth, NO_VALUES);
}

/* A phone with several lines may have one user name for all of them. */
static bool is_line_of_same_phone(const struct event *event)
{
    return registrations_find_sender(event->response->other_user, &event->transaction->client) !=
           NULL;
}

/* RFC 3261 10.2, 10.3 step 4. A client that declares in From that it registers another user does what
 * the protocol intends. */
void rule_sec_third_party_accepted(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    const char *username;

    if (!event_is_accepted(event) || transaction->via_count > 1 || event->registration->is_ims ||
        (!transaction->is_third_party && !event->response->other_user) || !changes_bindings(event))
        return;
    username = transaction->uses[0] ? transaction->uses[0]->username : NULL;
    if (settings_list_has(event->settings->administrators, username))
        return;
    if (transaction->is_third_party)
        finding_add_as(context, FORM_sec_third_party_accepted_declared, SEVERITY_CHAT,
                       VALUES(of_text(transaction->from_uri), of_text(transaction->to_uri),
                              of_frame(transaction->request->frame)));
    else if (event->response->other_user && event->response->other_user != event->aor &&
             event->response->other_user->agents && !is_line_of_same_phone(event))
        finding_add(context, FORM_sec_third_party_accepted,
                    VALUES(of_frame(transaction->request->frame),
                           of_text(event->response->other_user->name)));
}

/* One response that was captured on two hops has a nonce in common; a stateless server generates a new
 * response for each retransmission. */
static bool is_same_response(const struct hop_challenges *before, const struct facts *facts)
{
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        for (unsigned j = 0; j < before->count; j++) {
            if (facts->challenges[i].nonce && facts->challenges[i].nonce == before->each[j].nonce)
                return true;
        }
    }
    return false;
}

/* All that a client uses. The keys that a P-CSCF removes are not part of it (TS 24.229 5.2.2.1). */
static bool is_same_challenge(const struct facts_challenge *a, const struct facts_challenge *b)
{
    return a->proxy == b->proxy && a->scheme == b->scheme && a->realm == b->realm &&
           a->nonce == b->nonce && a->opaque == b->opaque && a->algorithm == b->algorithm &&
           a->qop == b->qop && a->stale == b->stale;
}

/* True where the first list contains all of the other, in its order. */
static bool holds(const struct facts_challenge *list, unsigned count,
                  const struct facts_challenge *other, unsigned other_count)
{
    unsigned found = 0;

    for (unsigned i = 0; i < count && found < other_count; i++)
        found += is_same_challenge(&list[i], &other[found]);
    return found == other_count;
}

/* RFC 7616 3.6, RFC 8760 2.5; RFC 3261 16.7 step 7: a proxy may add challenges of its own and of other
 * branches. */
void rule_sec_challenge_stripped(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct hop_challenges *before = event->response->hop_challenges;

    if (!before || !facts->challenge_count || before->status != facts->status ||
        !is_same_response(before, facts))
        return;
    if (facts->via_count > before->via_count
            ? holds(before->each, before->count, facts->challenges, facts->challenge_count)
            : holds(facts->challenges, facts->challenge_count, before->each, before->count))
        return;
    finding_add(context, FORM_sec_challenge_stripped,
                VALUES(of_number(facts->challenge_count), of_frame(before->frame),
                       of_number(before->count)));
}
