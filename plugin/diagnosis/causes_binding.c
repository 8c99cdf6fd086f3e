/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes that have to do with bindings: lost, late, unreachable, too many.
 */
#include "diagnosis/causes.h"

#include "base/elapsed.h"

#include <string.h>

unsigned cause_other_bindings(const struct event *event)
{
    unsigned count = 0;

    if (!event->registration)
        return 0;
    for (const struct binding *binding = event->registration->aor->bindings; binding;
         binding = binding->next)
        count += binding_has_time(binding, event->time) && binding->owner != event->registration &&
                 (!event->transaction ||
                  endpoint_same_ip(&binding->server, &event->transaction->server));
    return count;
}

bool cause_took_over_from_same_address(const struct event *event)
{
    const struct binding *lost = event->bindings->losses;

    return event->bindings->loss_count && event->transaction &&
           transaction_is_moved(event->transaction, lost->contact, &lost->source);
}

static bool took_over_from_elsewhere(const struct event *event)
{
    return event->bindings->loss_count && !cause_took_over_from_same_address(event);
}

/* Registrars may trust an address that is configured: such a client may have been there before the other one. */
static bool is_unchallenged(const struct event *event, const struct registration *loser)
{
    return event_lacks_challenge(event) && loser && !event_is_trusted(event) &&
           event->registration->first_in > loser->first_in;
}

bool cause_removes_unchallenged(const struct event *event)
{
    return event->bindings->loss_count && is_unchallenged(event, cause_loss(event)->owner);
}

bool cause_removes_by_right(const struct event *event)
{
    return !cause_removes_unchallenged(event);
}

/* What looks like the same device does not count. */
bool cause_takes_over_unchallenged(const struct event *event)
{
    const struct finding *found = finding_of(event->report, RULE_sec_binding_overwritten);

    return took_over_from_elsewhere(event) && is_unchallenged(event, cause_loss(event)->owner) &&
           found && found->severity >= SEVERITY_WARN;
}

bool cause_takes_over_by_right(const struct event *event)
{
    return took_over_from_elsewhere(event) && !cause_takes_over_unchallenged(event);
}

/* The first one from another address: the client may remove bindings of other devices beside it as well. */
const struct binding *cause_loss(const struct event *event)
{
    const struct event_bindings *bindings = event->bindings;

    if (!bindings || !event->transaction)
        return NULL;
    for (unsigned i = 0; i < bindings->loss_count; i++) {
        if (!endpoint_same_ip(&bindings->losses[i].source, &event->transaction->client))
            return &bindings->losses[i];
    }
    return bindings->loss_count ? &bindings->losses[0] : NULL;
}

/* Two instances are two devices. */
bool cause_is_other_instance(const struct event *event)
{
    const struct binding *lost = cause_loss(event);
    const char *instance = event->registration ? event->registration->instance : NULL;

    return lost && lost->instance && instance && lost->instance != instance;
}

/* ... and two programs are two clients. */
bool cause_may_have_moved(const struct event *event)
{
    const struct binding *lost;

    if (!event->transaction || !event->bindings->loss_count || cause_is_other_instance(event))
        return false;
    lost = cause_loss(event);
    return !lost->user_agent || !event->registration->user_agent ||
           facts_same_product(lost->user_agent, event->registration->user_agent);
}

/* A registrar that lists only a client's own bindings has not lost those of others. Nor one whose removal the
 * capture may lack. */
bool cause_missed_by_other(const struct event *event)
{
    const struct registration *owner = event->bindings->missed->owner;

    return event->server && event->server->shows_others && owner && owner != event->registration &&
           !completeness_is_doubtful(&owner->completeness, owner->attempt.number);
}

bool cause_missed_unchallenged(const struct event *event)
{
    return cause_missed_by_other(event) && is_unchallenged(event, event->bindings->missed->owner);
}

bool cause_missing_own(const struct event *event)
{
    return event_contact_with(event, CONTACT_MISSING) != NULL;
}

/* Accepted, and the Contact of the client is not there afterwards. */
static bool is_unbound(const struct event *event)
{
    return cause_missing_own(event) || event_contact_with(event, CONTACT_ZERO);
}

bool cause_is_unbound_by_date(const struct event *event)
{
    const struct finding *found =
        finding_of(event->transaction->request, RULE_reg_expires_malformed);

    return found && is_unbound(event) &&
           found->template == form_templates[FORM_reg_expires_malformed_past];
}

bool cause_is_unbound_by_interval(const struct event *event)
{
    return is_unbound(event) && !cause_is_unbound_by_date(event);
}

/* The 2xx lists what the REGISTER without credentials requested. */
bool cause_binds_unauthenticated(const struct event *event)
{
    const struct finding *missing = finding_of(event->report, RULE_ok_binding_missing);

    return missing && missing->template == form_templates[FORM_ok_binding_missing_unauthenticated];
}

bool cause_tests_cseq(const struct event *event)
{
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct event_contact *each = &event->bindings->contacts[i];

        if (each->had_before && binding_has_time(&each->before, event->time))
            return true;
    }
    return false;
}

/* The time listed is the rest of the time granted before. */
bool cause_leaves_binding_unchanged(const struct event *event)
{
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct event_contact *each = &event->bindings->contacts[i];

        if (each->had_before && each->listed && each->listed->has_expires &&
            event->time + each->listed->expires_s * SECOND <= each->before.expires_at + 2 * SECOND)
            return true;
    }
    return false;
}

/* Of an own Contact: how long another device is bound is not this client's concern. */
bool cause_has_no_expires(const struct event *event)
{
    if (!event_is_accepted(event) || event->transaction->is_removal || event->facts->has_expires)
        return false;
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct facts_contact *listed = event->bindings->contacts[i].listed;

        if (!listed || !listed->has_param || listed->expires_is_bad)
            return true;
    }
    return false;
}

/* A client that refreshes does so before the last twentieth of its time. What ends a connection after that
 * has not kept it from refreshing. */
static bool ended_before_refresh(const struct flow *flow, const struct binding *binding)
{
    enum { LAST_PART = 20 };

    return binding &&
           flow->lost_at < binding->expires_at - (int64_t)binding->granted_s * SECOND / LAST_PART;
}

/* ON_REQUEST has the flow as it was before; an expired binding has that of its registration, whose client may
 * have registered again since. */
bool cause_connection_ended(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct binding *binding = event->own ? event->own->binding : event->binding;
    const struct flow *flow = event->flow;

    if (!flow && registration &&
        !(registration->flow && registration->flow->lost_in &&
          registration->last.time > registration->flow->lost_at))
        flow = registration->flow;
    return flow_was_lost(flow) && ended_before_refresh(flow, binding) &&
           !strstr(binding->contact, ";pn-");
}

/* It had removed its binding, is bound again, and closes its connection at once. */
bool cause_registers_at_shutdown(const struct event *event)
{
    const int64_t at_once = 10 * SECOND;
    const struct registration *registration = event->registration;
    const struct flow *flow = registration->flow;

    return flow_has_ended(flow) && flow->closed_by &&
           flow->closed_at - event->binding->granted_at < at_once &&
           registration->past->removed_in &&
           event->binding->granted_at - registration->past->removed_at < at_once;
}

bool cause_connection_of_target_ended(const struct event *event)
{
    const struct binding *target = event->target;

    return target && target->owner && target->state == BINDING_LIVE &&
           binding_has_time(target, event->time) && flow_has_ended(target->owner->flow);
}

/* No REGISTER in between that was in time, nor one that the capture lacks and that may have been. */
bool cause_is_late(const struct event *event)
{
    const struct binding *own = event->own->binding;
    bool tried_in_time =
        own && event->before->tried_in && event->before->tried_at <= own->expires_at;

    return event->report->cseq_step <= 1 && !tried_in_time && !event->capture->is_doubtful &&
           !finding_of(event->report, RULE_auth_nc_skip);
}

/* It begins anew under another Call-ID. */
static bool begins_anew(const struct event *event)
{
    const struct finding *found = finding_of(event->report, RULE_refresh_late);

    return found && found->template == form_templates[FORM_refresh_late_anew];
}

static bool has_been_in_time(const struct event *event)
{
    return event->registration->attempt.refresh > event->registration->late_refreshes;
}

/* It misses more than one refresh. */
static bool misses_several(const struct event *event)
{
    const struct binding *own = event->own->binding;

    return own && event->time - own->expires_at > (int64_t)own->granted_s * SECOND;
}

/* A client that is late once may have slept, or its frames are lost; one that is late again and again has a timer
 * that is wrong, unless it sleeps again and again, and so has one that sends something else meanwhile. */
static bool is_late_awake(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct binding *own = event->own->binding;

    return (registration->late_refreshes > 1 &&
            (registration->late_alike || !misses_several(event))) ||
           (own && registration->alive_in > own->granted_in);
}

static bool was_away(const struct event *event)
{
    const struct binding *own = event->own->binding;
    const struct reach *reach = event->registration->reach;
    bool was_silent = own && reach && reach->has_failed && reach->frame > own->granted_in;

    return own && !is_late_awake(event) && (was_silent || misses_several(event));
}

bool cause_is_late_again(const struct event *event)
{
    return cause_is_late(event) && !begins_anew(event) && is_late_awake(event);
}

bool cause_is_late_once(const struct event *event)
{
    return cause_is_late(event) && !begins_anew(event) && !is_late_awake(event) && !was_away(event);
}

/* It begins in time, and so shortly before the end that the credentials for the challenge come after it. */
bool cause_credentials_are_late(const struct event *event)
{
    enum { LAST_PART = 10 };
    const struct event_before *before = event->before;
    const struct binding *own = event->own ? event->own->binding : NULL;
    int64_t spare;

    if (!own || !before->continues || event->report->step != STEP_RETRY ||
        event->registration->attempt.intent != INTENT_REFRESH ||
        event->time - own->expires_at <= ELAPSED_DISORDER || event->capture->is_doubtful)
        return false;
    spare = own->expires_at - before->tried_at;
    return before->tried_in == before->attempt.first_in && before->tried_at > own->granted_at &&
           spare >= 0 && spare <= (int64_t)own->granted_s * SECOND / LAST_PART;
}

bool cause_may_have_been_away(const struct event *event)
{
    return cause_is_late(event) && (begins_anew(event) || was_away(event));
}

bool cause_misses_refresh(const struct event *event)
{
    return event->report->cseq_step > 1 || finding_of(event->report, RULE_auth_nc_skip);
}

bool cause_late_connection_ended(const struct event *event)
{
    return cause_is_late(event) && cause_connection_ended(event);
}

/* The client comes when it would have come in any case. */
static bool is_refresh_due(const struct event *event)
{
    const struct event_contact *contact =
        event->bindings->contact_count ? &event->bindings->contacts[0] : NULL;

    return contact && contact->had_before &&
           cause_is_time_to_refresh(event->transaction->first_time - contact->before.granted_at,
                                    contact->before.granted_s);
}

/* It happens again and again, and the client returns at once, or does not return in time. */
bool cause_loses_idle_connections(const struct event *event)
{
    const int64_t at_once = 30 * SECOND;
    const struct idle_losses *losses = event->aor ? &event->aor->rare->idle_losses : NULL;

    if (!losses || losses->count < G_N_ELEMENTS(losses->frames))
        return false;
    if (event->triggers & ON_EXPIRY)
        return cause_connection_ended(event);
    if (event->triggers & ON_REQUEST)
        return finding_of(event->report, RULE_refresh_late) && cause_late_connection_ended(event);
    return event_is_accepted(event) && event->transaction->first_time >= losses->at &&
           event->transaction->first_time - losses->at <= at_once && !is_refresh_due(event);
}

enum {
    /* Percent of the interval: clients refresh at half of it or later. */
    REFRESH_FROM = 40
};

bool cause_is_time_to_refresh(int64_t since, uint32_t interval_s)
{
    int64_t interval = interval_s * SECOND;

    return since >= interval / 100 * REFRESH_FROM && since <= interval;
}

/* An earlier attempt without an outcome may have bound the client, and this have been a refresh in time. */
static bool may_have_refreshed(const struct event *event)
{
    const struct attempt *before = &event->before->attempt;

    return before->number > 1 && !before->refresh;
}

/* It comes near the end of the interval that the client had requested, as if that had been granted. */
bool cause_keeps_own_interval(const struct event *event)
{
    const struct report *accepted = event->registration->accepted;
    const struct report_contact *contact =
        accepted && accepted->contact_count ? &accepted->contacts[0] : NULL;

    if (!cause_is_late(event) || begins_anew(event) || has_been_in_time(event) ||
        may_have_refreshed(event) || !contact || !event->own->binding || !contact->has_requested ||
        !contact->has_grant || contact->requested_s <= contact->granted_s)
        return false;
    return cause_is_time_to_refresh(event->time - event->own->binding->granted_at,
                                    contact->requested_s);
}

/* No NAT drops a mapping that was used a moment ago. */
#define MAPPING_LASTS (5 * SECOND)

int64_t cause_idle_time(const struct event *event)
{
    const struct registration *registration = event->registration;
    int64_t before, now = event->time;

    if (event->before) {
        before = event->before->last.time;
    } else {
        before = registration->attempt.tries > 1 ? registration->attempt.first_time
                                                 : registration->past->before.time;
        now = event->transaction ? event->transaction->first_time : now;
    }
    return before ? elapsed_between(before, now) : ELAPSED_UNKNOWN;
}

static bool was_idle(const struct event *event, const struct flow *flow)
{
    int64_t idle = cause_idle_time(event);
    bool keeps_alive =
        flow && flow->registration == event->registration &&
        (flow->crlfs || (flow->keepalive && flow->keepalive->mapped.family != ENDPOINT_NONE));

    return !keeps_alive && (idle == ELAPSED_UNKNOWN || idle > MAPPING_LASTS);
}

/* Of a carrier's pool of addresses a NAT may take another one at any time. */
static bool is_other_address(const struct event *event, const struct endpoint *before,
                             const struct endpoint *now)
{
    return before->family != ENDPOINT_NONE && now->family != ENDPOINT_NONE &&
           !endpoint_same_network(before, now, event->settings->pool_prefix);
}

/* The server reports another address of the client. A new mapping would have another port, too. */
static bool has_other_public_address(const struct event *event)
{
    const struct endpoint *before = &event->response->public_address.at;
    const struct endpoint *now = &event->registration->past->public_address.at;

    return is_other_address(event, before, now) ||
           (before->family != ENDPOINT_NONE && before->port == now->port &&
            !endpoint_same_ip(before, now));
}

/* It got no response before, and begins anew under another Call-ID: the program was restarted. */
static bool was_restarted(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct last_request *before = &registration->past->before;

    return before->report && !before->has_response && before->call_id != registration->last.call_id;
}

/* ... on another port. */
bool cause_mapping_was_idle(const struct event *event)
{
    return !has_other_public_address(event) && !was_restarted(event) &&
           was_idle(event, event->registration->flow);
}

const struct endpoint *cause_seen_at(const struct event *event)
{
    const struct registration *registration = event->registration;

    if (registration && registration->past->public_address.given_in == event->report->frame)
        return &registration->past->public_address.at;
    return event->transaction ? &event->transaction->client : NULL;
}

/* It is known, and not that where the client is seen now. */
static bool is_former(const struct endpoint *before, const struct endpoint *now)
{
    return before->family != ENDPOINT_NONE && !endpoint_same_ip(before, now);
}

/* The Contact still has the public address that the client came from before. */
bool cause_registers_former_address(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct report *request = transaction ? transaction->request : NULL;
    const struct endpoint *now = cause_seen_at(event);
    struct endpoint host;

    if (!request || !request->contact_count || transaction->is_removal || !event->facts->status ||
        event->facts->status < 200 || transaction->via_count != 1 || transaction->is_reachable ||
        transaction->transport != TRANSPORT_UDP ||
        (!is_former(&event->registration->past->before.source, now) &&
         !is_former(&event->response->public_address.at, now)) ||
        !facts_uri_endpoint(request->contacts[0].sent, &host) || endpoint_is_private(&host))
        return false;
    return is_other_address(event, &host, now) && !endpoint_is_private(now) &&
           !endpoint_same_ip(&host, &transaction->sent_by) &&
           (endpoint_same_ip(&host, &event->registration->past->before.source) ||
            endpoint_same_ip(&host, &event->response->public_address.at));
}

/* A client whose Via has the port that it sends from has opened another socket itself. */
static bool has_other_port(const struct event *event)
{
    const struct endpoint *source = &event->facts->packet->source;

    return endpoint_same_ip(&event->before->last.source, source) && event->transaction &&
           !endpoint_equal(&event->transaction->sent_by, source) && !was_restarted(event);
}

bool cause_has_other_port_after_idling(const struct event *event)
{
    return has_other_port(event) && was_idle(event, event->flow);
}

bool cause_mapping_is_unstable(const struct event *event)
{
    if (event->triggers & ON_RESPONSE)
        return event->transaction && !has_other_public_address(event) && !was_restarted(event) &&
               !cause_mapping_was_idle(event);
    return has_other_port(event) && !cause_has_other_port_after_idling(event);
}

static bool has_time(const struct registration *registration, int64_t now)
{
    for (const struct binding *binding = registration->aor->bindings; binding;
         binding = binding->next) {
        if (binding->owner == registration && binding_has_time(binding, now))
            return true;
    }
    return false;
}

/* It was sent in time, and the client was still retransmitting it when the binding expired. */
bool cause_refresh_is_unanswered(const struct event *event)
{
    return registration_lacks_response(event->registration, event->binding);
}

/* A client looks for its own Contact in the list, and some for the same URI. This one has never refreshed. */
bool cause_is_listed_otherwise(const struct event *event)
{
    return event->binding->rewritten && event->registration->refreshes == 0 &&
           !event->binding->param_is_moved;
}

/* RFC 8599: its connection ends when it falls asleep. */
bool cause_sleeps_until_push(const struct event *event)
{
    return strstr(event->binding->contact, ";pn-") && event->registration->last.has_response;
}

bool cause_parameter_is_moved(const struct event *event)
{
    return event->binding->param_is_moved && event->registration->refreshes == 0;
}

/* Clients that give up reading a list do not learn when to refresh. */
bool cause_list_was_malformed(const struct event *event)
{
    return finding_of(event->report, RULE_ok_contact_malformed) != NULL;
}

bool cause_is_still_bound(const struct event *event)
{
    return has_time(event->registration, event->time);
}

/* A 2xx that does not list the old Contact has ended it. A client that a NAT has given another port has
 * to change its Contact. */
bool cause_keeps_old_contact(const struct event *event)
{
    unsigned count = 0;

    if (!event_is_accepted(event) || finding_of(event->report, RULE_nat_rebinding))
        return false;
    for (const struct binding *binding = event->registration->aor->bindings; binding;
         binding = binding->next)
        count += binding->owner == event->registration && binding_has_time(binding, event->time);
    return count > event->bindings->contact_count;
}

static bool is_listed(const struct event *event, const struct binding *binding)
{
    for (unsigned i = 0; i < event->facts->contact_count; i++) {
        const struct facts_contact *each = &event->facts->contacts[i];

        if (!(each->has_expires && each->expires_s == 0) &&
            (facts_same_uri(each->uri, binding->contact) ||
             (binding->rewritten && facts_same_uri(each->uri, binding->rewritten))))
            return true;
    }
    return false;
}

/* A Contact with the public address that the same client, by the private address in its Via, came from before. */
static bool is_at_former_address(const struct event *event, const struct binding *binding)
{
    const struct transaction *transaction = event->transaction;
    const struct registration *owner = binding->owner;
    struct endpoint host;

    return owner && is_former(&binding->source, &transaction->client) &&
           binding_has_time(binding, event->time) && endpoint_is_private(&transaction->sent_by) &&
           is_other_address(event, &binding->source, &transaction->client) &&
           endpoint_equal(&transaction->sent_by, &owner->last.sent_by) &&
           is_listed(event, binding) && facts_uri_endpoint(binding->contact, &host) &&
           !endpoint_is_private(&host) && endpoint_same_ip(&host, &binding->source);
}

bool cause_keeps_former_address(const struct event *event)
{
    if (!event_is_accepted(event) || !event->bindings->contact_count)
        return false;
    for (const struct binding *binding = event->registration->aor->bindings; binding;
         binding = binding->next) {
        if (is_at_former_address(event, binding))
            return true;
    }
    return false;
}

bool cause_only_public_address_changed(const struct event *event)
{
    return has_other_public_address(event) && !cause_registers_former_address(event) &&
           !cause_keeps_former_address(event);
}

/* A device that registers several Contacts does it at the same time. */
#define TOGETHER (60 * SECOND)

/* RFC 5626 6 replaces it where both have a reg-id. Without one the registrar may keep both, and the device does
 * not listen to the old one any more. */
bool cause_keeps_contact_of_instance(const struct event *event)
{
    if (!event_is_accepted(event))
        return false;
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        const struct event_contact *each = &event->bindings->contacts[i];
        const struct binding *before = &each->before;

        if (each->had_before && each->contact->instance && !each->contact->reg_id &&
            each->outcome <= CONTACT_REFRESHED && before->instance == each->contact->instance &&
            binding_has_time(before, event->time) &&
            !facts_same_uri(before->contact, each->contact->sent) && is_listed(event, before) &&
            elapsed_between(before->granted_at, event->time) > TOGETHER)
            return true;
    }
    return false;
}

static bool began_with(const struct event *event, enum rule rule)
{
    const struct registration *registration = event->registration;

    return registration && registration->latest && finding_of(registration->latest, rule);
}

/* The response goes where the Via says, which is not the NAT mapping. The copy inside a NAT that was captured
 * on both sides goes there, too. */
static bool goes_past_mapping(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct endpoint *to = &event->facts->packet->destination;

    if (!transaction || !event->registration ||
        event->registration->past->other_side.family != ENDPOINT_NONE)
        return false;
    return !endpoint_equal(to, &transaction->client) &&
           (endpoint_same_ip(to, &transaction->client) ||
            endpoint_equal(to, &transaction->sent_by));
}

static bool is_refusal(const struct event *event)
{
    return event->facts->status >= 300;
}

bool cause_goes_past_nat(const struct event *event)
{
    return !is_refusal(event) && began_with(event, RULE_nat_no_rport) && goes_past_mapping(event);
}

/* The response goes where the client was before, because its Via still says so. */
bool cause_has_old_via(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct registration *registration = event->registration;
    const struct packet *packet = event->facts->packet;

    return transaction && registration && transaction->sent_by.family != ENDPOINT_NONE &&
           endpoint_same_ip(&packet->destination, &transaction->sent_by) &&
           !endpoint_same_ip(&transaction->client, &transaction->sent_by) &&
           endpoint_same_ip(&registration->past->before.source, &transaction->sent_by);
}

bool cause_refusal_goes_past_nat(const struct event *event)
{
    return is_refusal(event) && began_with(event, RULE_nat_no_rport) && goes_past_mapping(event) &&
           !cause_has_old_via(event);
}

/* RFC 3581 4: to the source address and port. */
bool cause_rport_is_ignored(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return is_refusal(event) && transaction && transaction->has_rport &&
           transaction->transport == TRANSPORT_UDP && transaction->via_count == 1 &&
           !endpoint_same_ip(&transaction->sent_by, &transaction->client) &&
           goes_past_mapping(event);
}

/* A registrar that reports the source address knows of the NAT, and most send calls there. */
bool cause_private_unaided(const struct event *event)
{
    const struct facts_via *via = &event->facts->via;
    const struct report_contact *contact =
        event->report->contact_count ? &event->report->contacts[0] : NULL;

    return event_is_accepted(event) && began_with(event, RULE_nat_contact_private) && contact &&
           contact->granted && facts_same_uri(contact->sent, contact->granted) &&
           via->received.family == ENDPOINT_NONE && !via->rport;
}

static bool is_public_address(const char *contact, const struct endpoint *public_address)
{
    struct endpoint host;

    return facts_uri_endpoint(contact, &host) && !endpoint_is_private(&host) &&
           endpoint_same_ip(&host, public_address);
}

/* It knew its public address, which the server reports, and has been bound by it. */
bool cause_registers_private_again(const struct event *event)
{
    const struct endpoint *public_address = &event->registration->past->public_address.at;

    if (!event_is_accepted(event) || event->transaction->via_count != 1 ||
        public_address->family == ENDPOINT_NONE)
        return false;
    for (const struct binding *each = event->aor->bindings; each; each = each->next) {
        if (each->owner == event->registration && is_public_address(each->contact, public_address))
            return true;
    }
    return false;
}

bool cause_path_is_absent(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    struct endpoint host;

    return event_is_accepted(event) && transaction->via_count > 1 && !transaction->original &&
           !transaction->is_reachable && event->bindings->contact_count &&
           facts_uri_endpoint(event->bindings->contacts[0].contact->sent, &host) &&
           endpoint_is_private(&host) && !endpoint_is_private(&transaction->client);
}

enum {
    /* Rounds of a habit; two may be chance. */
    HABIT_ROUNDS = 3
};

bool cause_never_settles(const struct event *event)
{
    return event_is_accepted(event) && event->registration->contact_changes >= HABIT_ROUNDS;
}

/* Test tools register as often as they are told to. */
bool cause_registers_at_once(const struct event *event, unsigned rounds)
{
    return event_is_accepted(event) && event->registration->hasty_refreshes >= rounds &&
           !settings_list_names(event->settings->test_tools, event->registration->user_agent);
}

/* More often than after the events that make a client register at once: a change of its network, its
 * address, its settings. */
enum { LOOP_ROUNDS = 8 };

bool cause_registers_in_loop(const struct event *event)
{
    return cause_registers_at_once(event, LOOP_ROUNDS);
}

bool cause_requests_less_each_time(const struct event *event)
{
    return event->registration && !event->before->continues && event->own->binding &&
           event->registration->shrinking_requests >= HABIT_ROUNDS;
}

/* Registered once, from the same host by the same program, and never again; and long enough before that it
 * is not another phone behind the same NAT, switched on at the same time. */
static bool is_left_behind(const struct registration *older, const struct event *event)
{
    enum { LIFE_DIVIDED_BY = 10 };
    const struct registration *now = event->registration;
    const struct report *accepted = older->accepted;
    int64_t life;

    if (older->attempts != 1 || !accepted || accepted->contact_count != 1 ||
        !has_time(older, now->attempt.first_time) || older->reg_id || now->reg_id ||
        older->instance != now->instance || older->user_agent != now->user_agent ||
        !endpoint_same_ip(&older->last.source, &now->last.source))
        return false;
    life = accepted->contacts[0].granted_s * SECOND;
    return now->attempt.first_time - older->attempt.first_time > life / LIFE_DIVIDED_BY;
}

bool cause_leaves_duplicates(const struct event *event)
{
    const struct registration *older;
    unsigned count = 0;

    if (!event_is_accepted(event) || event->registration->attempts != 1 ||
        event->facts->contact_count < HABIT_ROUNDS)
        return false;
    older = event->registration->older;
    for (unsigned i = 0; older && i < AGENTS_SEARCHED_MAX; i++, older = older->older)
        count += is_left_behind(older, event);
    return count + 1 >= HABIT_ROUNDS;
}

bool cause_follows_header(const struct event *event)
{
    const struct report_contact *contact =
        event->report->contact_count ? &event->report->contacts[0] : NULL;

    return event_is_accepted(event) && contact && contact->has_requested && contact->has_grant &&
           contact->requested_s != event->transaction->header_s &&
           contact->granted_s == event->transaction->header_s;
}

/* The header is for Contacts without the parameter: here is none, and the registrar does not just repeat what was
 * requested. */
bool cause_states_two_intervals(const struct event *event)
{
    const uint32_t tolerance_s = 10;
    const struct facts *facts = event->facts;
    const struct event_contact *own;

    if (!facts->has_expires || facts->contact_count != 1 || !event_is_accepted(event) ||
        !event->bindings || event->bindings->contact_count != 1 || facts->incomplete)
        return false;
    own = &event->bindings->contacts[0];
    return own->listed && own->listed->has_param && !own->listed->expires_is_bad &&
           !facts->flaws[FLAW_EXPIRES] && facts->expires_s &&
           own->listed->expires_s > facts->expires_s &&
           own->listed->expires_s - facts->expires_s >= tolerance_s &&
           facts->expires_s != event->transaction->header_s &&
           facts->expires_s != own->contact->requested_s;
}

static bool is_sip(const char *uri)
{
    return g_ascii_strncasecmp(uri, "sip:", 4) == 0 || g_ascii_strncasecmp(uri, "sips:", 5) == 0;
}

/* RFC 3261 10.2.1 allows others, such as tel, and some clients cannot read them. */
static bool lists_other_scheme(const struct report *accepted)
{
    for (unsigned i = 0; i < accepted->binding_count; i++) {
        if (accepted->bindings[i].contact && !is_sip(accepted->bindings[i].contact))
            return true;
    }
    return false;
}

const char *cause_list_fault(const struct report *accepted)
{
    if (finding_of(accepted, RULE_ok_contact_malformed))
        return "is malformed";
    return lists_other_scheme(accepted) ? "has a URI that is not sip" : NULL;
}

/* Long before its binding expires, although the registrar has accepted it. Under the same Call-ID, clients refresh
 * early to keep a NAT mapping. */
bool cause_registers_anew(const struct event *event)
{
    const struct report *accepted = event->registration->accepted;
    bool is_anew = accepted && event->before->last.call_id != event->facts->call_id;

    return accepted && !event->before->continues && event->report->has_remaining &&
           event->report->used < (is_anew ? REFRESH_FROM : event->settings->early_percent) &&
           cause_list_fault(accepted);
}

bool cause_has_bad_habits(const struct event *event)
{
    const struct registration *registration = event->registration;

    return registration && event->facts &&
           ((event->triggers & ON_REACH && cause_refuses_for_sips(event)) ||
            registration->contact_changes >= HABIT_ROUNDS ||
            (event->triggers & ON_RESPONSE && cause_states_two_intervals(event)) ||
            (event->triggers & ON_REQUEST &&
             (cause_registers_anew(event) || cause_credentials_are_late(event))) ||
            registration->shrinking_requests >= HABIT_ROUNDS ||
            registration->hasty_refreshes >= HABIT_ROUNDS ||
            (event->facts->status && cause_loses_idle_connections(event)) ||
            (event->facts->status && event->facts->contact_count >= HABIT_ROUNDS &&
             registration->attempts == 1) ||
            (event->transaction && event->transaction->via_count > 1 && event->facts->status) ||
            (event->facts->status && event->transaction && event->response &&
             (cause_registers_former_address(event) || cause_keeps_former_address(event) ||
              cause_keeps_contact_of_instance(event))) ||
            (event->facts->status &&
             (began_with(event, RULE_nat_no_rport) || cause_rport_is_ignored(event) ||
              began_with(event, RULE_nat_contact_private))));
}
