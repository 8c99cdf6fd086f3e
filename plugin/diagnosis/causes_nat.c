/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Between client and server lies a NAT: mappings that were lost, former addresses, responses and Contacts that go past
 * it.
 */
#include "diagnosis/causes.h"

#include "base/elapsed.h"

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

static const char *registered_contact(const struct event *event)
{
    const struct report *request = cause_request(event);

    return request && request->contact_count ? request->contacts[0].sent : NULL;
}

/* It sleeps between two REGISTERs, and a push makes it register before a call is sent to it (RFC 8599 5.2): no
 * mapping has to last. */
static bool is_woken_by_push(const struct event *event)
{
    const char *contact = registered_contact(event);

    return contact && cause_wakes_by_push(contact);
}

static bool was_mapped_idly(const struct event *event)
{
    return !has_other_public_address(event) && !was_restarted(event) &&
           was_idle(event, event->registration->flow);
}

/* ... on another port. */
bool cause_mapping_was_idle(const struct event *event)
{
    return was_mapped_idly(event) && !is_woken_by_push(event);
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
    return has_other_port(event) && was_idle(event, event->flow) && !is_woken_by_push(event);
}

bool cause_mapping_is_unstable(const struct event *event)
{
    if (event->triggers & ON_RESPONSE)
        return event->transaction && !has_other_public_address(event) && !was_restarted(event) &&
               !was_mapped_idly(event);
    return has_other_port(event) && !was_idle(event, event->flow);
}

/* A Contact with the public address that the same client, by the private address in its Via, came from before. */
static bool is_at_former_address(const struct event *event, const struct binding *binding)
{
    const struct transaction *transaction = event->transaction;
    const struct registration *owner = binding->owner;
    struct endpoint host;

    return owner && is_former(&binding->source, &transaction->client) &&
           binding_has_time(binding, event->time) &&
           is_other_address(event, &binding->source, &transaction->client) &&
           endpoint_equal(&transaction->sent_by, &owner->last.sent_by) &&
           cause_is_listed(event, binding) && facts_uri_endpoint(binding->contact, &host) &&
           !endpoint_is_private(&host) && endpoint_same_ip(&host, &binding->source);
}

bool cause_keeps_former_address(const struct event *event)
{
    if (!event_is_accepted(event) || !event->bindings->contact_count ||
        !endpoint_is_private(&event->transaction->sent_by))
        return false;
    for (const struct binding *binding = event->registration->aor->bindings; binding;
         binding = binding->next) {
        if (is_at_former_address(event, binding))
            return true;
    }
    return false;
}

/* It has noticed the change by itself: it registers before a refresh is due. */
static bool registers_out_of_turn(const struct event *event)
{
    const struct report *first = event->registration->latest;

    return first && first->has_remaining && first->used < CAUSE_REFRESH_FROM;
}

bool cause_only_public_address_changed(const struct event *event)
{
    return has_other_public_address(event) && !cause_registers_former_address(event) &&
           !cause_keeps_former_address(event) && !is_woken_by_push(event) &&
           !registers_out_of_turn(event);
}

bool cause_began_with(const struct event *event, enum rule rule)
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
        event->registration->past->rare->other_side.family != ENDPOINT_NONE)
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
    return !is_refusal(event) && cause_began_with(event, RULE_nat_no_rport) &&
           goes_past_mapping(event);
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

/* No NAT is in between: its Via has had the address that it comes from, or its Contact has that, which is private. */
static bool knows_its_source(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct last_request *before = &event->registration->past->before;
    const struct report *request = transaction->request;
    struct endpoint host;

    if (before->report && endpoint_same_ip(&before->source, &transaction->client) &&
        endpoint_same_ip(&before->sent_by, &transaction->client))
        return true;
    return endpoint_is_private(&transaction->client) && request && request->contact_count &&
           facts_uri_endpoint(request->contacts[0].sent, &host) &&
           endpoint_same_ip(&host, &transaction->client);
}

/* The response goes to the address in the Via. Where the client came from before it may be again. */
bool cause_has_via_of_other_interface(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return event->facts->status >= 300 && transaction && event->registration &&
           transaction->transport == TRANSPORT_UDP && transaction->via_count == 1 &&
           event->addresses == ADDRESSES_ARE_REAL &&
           transaction->sent_by.family == transaction->client.family &&
           !endpoint_same_ip(&transaction->sent_by, &transaction->client) &&
           endpoint_equal(&event->facts->packet->destination, &transaction->sent_by) &&
           knows_its_source(event) && !cause_has_old_via(event);
}

bool cause_refusal_goes_past_nat(const struct event *event)
{
    return is_refusal(event) && cause_began_with(event, RULE_nat_no_rport) &&
           goes_past_mapping(event) && !cause_has_old_via(event);
}

/* RFC 3581 4: to the source address and port. */
bool cause_rport_is_ignored(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return is_refusal(event) && transaction && transaction->has_rport &&
           transaction->transport == TRANSPORT_UDP && transaction->via_count == 1 &&
           !endpoint_same_ip(&transaction->sent_by, &transaction->client) &&
           goes_past_mapping(event) && !cause_has_via_of_other_interface(event);
}

/* A registrar that reports the source address knows of the NAT, and most send calls there. */
bool cause_private_unaided(const struct event *event)
{
    const struct facts_via *via = &event->facts->via;
    const struct report_contact *contact =
        event->report->contact_count ? &event->report->contacts[0] : NULL;

    return event_is_accepted(event) && cause_began_with(event, RULE_nat_contact_private) &&
           contact && contact->granted && facts_same_uri(contact->sent, contact->granted) &&
           via->received.family == ENDPOINT_NONE && !via->rport;
}

static bool is_public_address(const char *contact, const struct endpoint *public_address)
{
    struct endpoint host;

    return facts_uri_endpoint(contact, &host) && !endpoint_is_private(&host) &&
           endpoint_same_ip(&host, public_address);
}

/* Sent under another Call-ID by the same client, from the same port. */
static bool is_of_same_client(const struct binding *binding, const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return binding->owner && endpoint_equal(&binding->source, &transaction->client) &&
           endpoint_same_ip(&binding->server, &transaction->server) &&
           binding->transport == transaction->transport;
}

/* It knew its public address, which the server reports, and has been bound by it; what another Call-ID has bound is not
 * listed any more. */
bool cause_registers_private_again(const struct event *event)
{
    const struct endpoint *public_address = &event->registration->past->public_address.at;

    if (!event_is_accepted(event) || event->transaction->via_count != 1 ||
        public_address->family == ENDPOINT_NONE)
        return false;
    for (const struct binding *each = event->aor->bindings; each; each = each->next) {
        if (is_public_address(each->contact, public_address) &&
            (each->owner == event->registration ||
             (is_of_same_client(each, event) && !cause_is_listed(event, each))))
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
