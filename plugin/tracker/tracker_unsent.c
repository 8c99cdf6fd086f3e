/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Calls that the registrar refuses by itself, because it cannot send them to any client of the AOR.
 */
#include "state/aor_form.h"
#include "state/outage.h"
#include "tracker/tracker_state.h"

enum { REFUSALS_MAX = 10 };

/* Why it cannot. */
struct obstacle {
    enum reach_fate fate;
    uint16_t refusals[REFUSALS_MAX]; /* codes; 0 ends the list */
    bool (*is_there)(const struct tracker *tracker, const struct facts *facts,
                     const struct binding *binding);
};

/* The connection to the port that the Contact names, which the registrar tried to open; NULL: it did not. */
static const struct flow *find_tried(const struct tracker *tracker, const struct endpoint *server,
                                     const struct binding *binding)
{
    struct endpoint host;
    const struct flow *flow = facts_uri_endpoint(binding->contact, &host)
                                  ? flows_find_pair(tracker->flows, server, &host)
                                  : NULL;

    return flow && flow->is_of_contact && flow->lost_in ? flow : NULL;
}

static bool is_disconnected(const struct tracker *tracker, const struct facts *facts,
                            const struct binding *binding)
{
    (void)tracker;
    (void)facts;
    return flow_has_ended(binding->owner->flow);
}

static bool is_closed(const struct tracker *tracker, const struct facts *facts,
                      const struct binding *binding)
{
    const struct flow *flow = find_tried(tracker, &facts->packet->source, binding);

    return flow && flow->lost_at >= facts->packet->time - tracker_timer_f(tracker);
}

static bool is_sips(const struct tracker *tracker, const struct facts *facts,
                    const struct binding *binding)
{
    (void)tracker;
    (void)facts;
    return facts_uri_is_sips(binding->contact);
}

/* 477, 478: OpenSIPS and Kamailio cannot send. RFC 5630 5.3: a call to a sip URI is not sent to a sips one. */
static const struct obstacle obstacles[] = {
    {REACH_REFUSED, {404, 408, 410, 430, 480}, is_disconnected},
    {REACH_CLOSED, {404, 408, 410, 430, 477, 478, 480, 500, 503}, is_closed},
    {REACH_UNSENT, {416, 477, 478, 480, 500, 503}, is_sips},
};

/* A binding of a client for which the obstacle is there; NULL: not for all that the registrar knows for the AOR. */
static const struct binding *find_binding(const struct tracker *tracker, const struct facts *facts,
                                          const struct aor *aor, const struct obstacle *obstacle)
{
    const struct binding *found = NULL;
    unsigned i = 0;

    while (i < REFUSALS_MAX && obstacle->refusals[i] != facts->status)
        i++;
    if (i == REFUSALS_MAX)
        return NULL;
    for (const struct binding *each = aor->bindings; each; each = each->next) {
        if (!binding_has_time(each, facts->packet->time))
            continue;
        if (!each->owner || !endpoint_same_ip(&each->server, &facts->packet->source) ||
            !obstacle->is_there(tracker, facts, each))
            return NULL;
        found = each;
    }
    return found;
}

const struct binding *tracker_find_cut_off(const struct tracker *tracker, const struct facts *facts)
{
    const struct aor *aor = facts->aor ? aors_find(tracker->aors, facts->aor) : NULL;
    const struct binding *found = NULL;

    for (unsigned i = 0; aor && !found && i < G_N_ELEMENTS(obstacles); i++) {
        if (obstacles[i].fate != REACH_UNSENT)
            found = find_binding(tracker, facts, aor, &obstacles[i]);
    }
    return found;
}

bool tracker_tells_unbound(const struct facts *facts)
{
    return facts->told &&
           facts_told_names(facts->told, "regist* unregist* offline online location* contact* "
                                         "binding* subscriber_absent absent");
}

/* 480 is also what "do not disturb" and "away" mean, by whatever means they have told the registrar so. */
static bool says_unbound(const struct facts *facts)
{
    return facts->status != 480 || tracker_tells_unbound(facts);
}

/* The domain belongs to the one of the AOR, or is the server itself. */
static bool is_domain_of(const char *called, const struct binding *binding)
{
    struct span domain = aor_domain(called), own = aor_domain(binding->aor->name);
    struct span longer = domain.n > own.n ? domain : own, shorter = domain.n > own.n ? own : domain;
    struct endpoint host;

    if (facts_uri_endpoint(called, &host))
        return endpoint_same_ip(&host, &binding->server);
    if (aor_is_extension(called) && longer.n != shorter.n)
        return false; /* each tenant of a provider has it */
    if (!shorter.n || g_ascii_strncasecmp(longer.p + longer.n - shorter.n, shorter.p, shorter.n))
        return false;
    return longer.n == shorter.n || longer.p[longer.n - shorter.n - 1] == '.';
}

/* A binding by which the call could have been sent to a client that is alive, as far as is known; NULL: none. Where
 * one was called lately, the response may be the client's own, which a B2BUA passes on. */
static const struct binding *find_callable(const struct tracker *tracker, const struct aor *aor)
{
    const int64_t rings_for =
        240 * SECOND; /* RFC 3261 16.6: Timer C is longer than three minutes */
    const struct binding *found = NULL;

    for (const struct binding *each = aor->bindings; each; each = each->next) {
        if (!binding_has_time(each, tracker->now))
            continue;
        if (each->owner && each->owner->called_at &&
            tracker->now - each->owner->called_at < rings_for)
            return NULL;
        if (each->state == BINDING_LIVE && each->owner && each->report &&
            !strstr(each->contact, ";pn-") && !flow_has_ended(each->owner->flow) &&
            !(each->owner->reach && each->owner->reach->has_failed))
            found = each;
    }
    return found;
}

/* The binding that a refused call was meant for, by the AOR in its To or by another form of that; NULL: none. */
static const struct binding *find_unfound(const struct tracker *tracker, const struct facts *facts)
{
    const struct aor *aor = aors_find(tracker->aors, facts->aor);
    const struct binding *binding;

    if (aor && aor->bindings)
        return find_callable(tracker, aor);
    aor = aor_forms_find(tracker->aor_forms, tracker->pool, facts->aor);
    binding = aor ? find_callable(tracker, aor) : NULL;
    return binding && is_domain_of(facts->aor, binding) &&
                   endpoint_same_ip(&binding->server, &facts->packet->source)
               ? binding
               : NULL;
}

/* It is the client itself that refuses, as a PBX does that has another name for the user. */
static bool is_from_client(const struct tracker *tracker, const struct facts *facts)
{
    const struct aor *aor = aors_find(tracker->aors, facts->aor);

    if (!aor)
        aor = aor_forms_find(tracker->aor_forms, tracker->pool, facts->aor);
    for (const struct binding *each = aor ? aor->bindings : NULL; each; each = each->next) {
        if (each->owner && endpoint_same_ip(&each->source, &facts->packet->source))
            return true;
    }
    return false;
}

/* Scanners call users at random from anywhere, and a server may refuse them what it grants others. */
static bool is_known_caller(const struct tracker *tracker, const struct facts *facts)
{
    const struct endpoint *caller = &facts->packet->destination;
    const struct source *source = sources_find(tracker->sources, caller);

    return endpoint_is_private(caller) || (source && source_latest_client(source));
}

/* Messages may have a server of their own, with users of its own. */
static bool is_of_other_service(const struct facts *facts, const struct endpoint *server)
{
    return g_strcmp0(facts->method_name, "INVITE") != 0 &&
           !endpoint_same_ip(&facts->packet->source, server);
}

/* The server of the client has relayed another REGISTER for the same domain since, to the one that does not find the
 * client: it is no registrar itself, and the hop behind it is captured. */
static bool is_kept_back(const struct tracker *tracker, const struct binding *binding,
                         const struct server_record *record, const struct facts *facts)
{
    return !binding->owner->past->rare->upstream.sent_in &&
           record->passed_on.at > binding->granted_at &&
           record->passed_on.domain == aors_domain(tracker->aors, binding->owner->aor) &&
           endpoint_same_ip(&record->passed_on.to, &facts->packet->source);
}

static bool take_unfound(struct tracker *tracker, const struct facts *facts,
                         struct event_draft *draft)
{
    const struct binding *binding = find_unfound(tracker, facts);
    struct registration *owner = binding ? binding->owner : NULL;
    const struct endpoint *server;
    const struct server_record *record;

    if (!owner)
        return false;
    server =
        owner->past->rare->upstream.accepted_in && owner->past->rare->upstream.until > tracker->now
            ? &owner->past->rare->upstream.server
            : &binding->server;
    tracker_reach_settle(tracker, facts->call_id);
    if (!says_unbound(facts) || is_from_client(tracker, facts) ||
        !is_known_caller(tracker, facts) || is_of_other_service(facts, server))
        return false;
    record = servers_get(tracker->servers, &binding->server);
    draft->reach = (struct event_reach){
        .fate = REACH_UNFOUND,
        .contact = binding->contact,
        .server = *server,
        .is_kept_back = is_kept_back(tracker, binding, record, facts),
        .restarted_in = record->closed_at > binding->granted_at ? record->closed_in : 0,
    };
    tracker_fill_told(tracker, draft->report, facts);
    return tracker_reach_emit(tracker, draft, owner);
}

/* The client that this server has accepted last without listing any Contact, while nothing else is bound to the AOR;
 * NULL: none. */
static struct registration *find_unbound(const struct aor *aor, const struct facts *facts)
{
    struct registration *agent = aor->agents;

    for (const struct binding *each = aor->bindings; each; each = each->next) {
        if (binding_has_time(each, facts->packet->time))
            return NULL;
    }
    for (unsigned i = 0; agent && i < AGENTS_SEARCHED_MAX; i++, agent = agent->older) {
        const struct outage *outage = history_open(&agent->history);
        const struct report *accepted = agent->accepted;

        if (outage && outage->kind == OUTAGE_NOT_LISTED && agent->contact && accepted &&
            accepted == agent->latest_final && accepted->has_binding_list &&
            !accepted->bindings_listed &&
            endpoint_same_ip(&agent->last.destination, &facts->packet->source))
            return agent;
    }
    return NULL;
}

static bool take_unbound(struct tracker *tracker, const struct facts *facts,
                         struct event_draft *draft)
{
    const struct aor *aor = aors_find(tracker->aors, facts->aor);
    struct registration *agent = aor && facts->status != 480 ? find_unbound(aor, facts) : NULL;

    if (!agent)
        return false;
    tracker_reach_settle(tracker, facts->call_id);
    draft->reach = (struct event_reach){
        .fate = REACH_UNBOUND, .contact = agent->contact, .server = agent->last.destination};
    tracker_fill_told(tracker, draft->report, facts);
    return tracker_reach_emit(tracker, draft, agent);
}

bool tracker_take_unsent(struct tracker *tracker, const struct facts *facts, struct report *report)
{
    struct event_draft draft = tracker_event(tracker, facts, report, ON_REACH);
    const struct aor *aor = facts->aor ? aors_find(tracker->aors, facts->aor) : NULL;

    if (!facts->call_id || g_hash_table_contains(tracker->settled, facts->call_id))
        return false;
    for (unsigned i = 0; aor && i < G_N_ELEMENTS(obstacles); i++) {
        const struct binding *binding = find_binding(tracker, facts, aor, &obstacles[i]);
        const struct flow *tried;

        if (!binding)
            continue;
        draft.reach =
            (struct event_reach){.fate = (uint8_t)obstacles[i].fate, .contact = binding->contact};
        tried = obstacles[i].fate == REACH_CLOSED
                    ? find_tried(tracker, &facts->packet->source, binding)
                    : NULL;
        if (tried) {
            draft.reach.to = tried->server;
            draft.reach.frame = tried->lost_in;
        }
        tracker_reach_settle(tracker, facts->call_id);
        return tracker_reach_emit(tracker, &draft, binding->owner);
    }
    return facts->aor && facts_refuses_call_as_unbound(facts) &&
           (take_unfound(tracker, facts, &draft) || take_unbound(tracker, facts, &draft));
}

/* It is bound still, over a connection of its own that lives. */
void tracker_take_unopened(struct tracker *tracker, const struct flow *flow, struct report *report)
{
    struct registration *owner = flow->registration;
    struct event_draft draft = tracker_flow_event(tracker, flow, report, ON_REACH);
    const struct binding *binding = registration_find_binding(owner, owner->contact, NULL, 0);

    if (!binding || binding->state != BINDING_LIVE || binding->owner != owner ||
        !binding_has_time(binding, flow->lost_at) || !owner->flow || flow_has_ended(owner->flow))
        return;
    draft.event.flow = NULL;
    draft.event.time = flow->lost_at;
    draft.reach = (struct event_reach){.fate = REACH_UNOPENED,
                                       .contact = binding->contact,
                                       .to = flow->server,
                                       .frame = flow->lost_in};
    report->step = STEP_UNDELIVERABLE;
    tracker_fill_place(report, owner);
    tracker_reach_emit(tracker, &draft, owner);
}

void tracker_watch_contact(struct tracker *tracker, struct registration *registration,
                           const struct transaction *transaction)
{
    struct endpoint host;
    struct flow *flow;

    if (!transport_is_stream(transaction->transport) || transaction->is_removal ||
        !facts_uri_endpoint(registration->contact, &host) ||
        endpoint_equal(&host, &transaction->client))
        return;
    flow = flows_get_pair(tracker->flows, &transaction->server, &host);
    if (flow->registration && !flow->is_of_contact)
        return; /* the two register with each other */
    flow->registration = registration;
    flow->is_connection = true;
    flow->is_of_contact = true;
}
