/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whether requests of other methods reach the client that they are for: OPTIONS of a registrar, calls.
 */
#include "base/elapsed.h"
#include "tracker/tracker_state.h"

static struct registration *first_of(const struct tracker *tracker, const char *call_id)
{
    return call_id ? g_hash_table_lookup(tracker->reached, call_id) : NULL;
}

/* A request that is forked to several clients has one Call-ID: it is the one that was sent there. */
static struct reach *find_sent_to(const struct tracker *tracker, const struct facts *facts,
                                  const struct endpoint *to, struct registration **owner)
{
    *owner = first_of(tracker, facts->call_id);
    while (*owner && !endpoint_equal(&(*owner)->reach->to, to))
        *owner = (*owner)->reach->fork;
    return *owner ? (*owner)->reach : NULL;
}

/* ... whose Via this has: a response may have another source address, an ICMP error may lack the Via. */
static struct reach *find_returned(const struct tracker *tracker, const struct facts *facts,
                                   struct registration **owner)
{
    struct registration *first = first_of(tracker, facts->call_id);

    *owner = first;
    while (*owner && (*owner)->reach->branch != facts->branches[0])
        *owner = (*owner)->reach->fork;
    if (!*owner && first && !first->reach->is_forked)
        *owner = first;
    return *owner ? (*owner)->reach : NULL;
}

static void set_first(struct tracker *tracker, const char *call_id, struct registration *owner)
{
    if (owner)
        g_hash_table_insert(tracker->reached, (void *)call_id, owner);
    else
        g_hash_table_remove(tracker->reached, call_id);
}

/* False: there are too many of this Call-ID. */
static bool has_room(const struct tracker *tracker, const char *call_id)
{
    const struct registration *each = first_of(tracker, call_id);
    unsigned count = 0;

    for (; each; each = each->reach->fork)
        count++;
    return count < AGENTS_SEARCHED_MAX;
}

static void remember(struct tracker *tracker, struct registration *owner)
{
    struct reach *reach = owner->reach;

    reach->fork = first_of(tracker, reach->call_id);
    reach->is_forked = reach->fork != NULL;
    if (reach->fork)
        reach->fork->reach->is_forked = true;
    set_first(tracker, reach->call_id, owner);
}

static void forget(struct tracker *tracker, struct reach *reach)
{
    struct registration *each = first_of(tracker, reach->call_id);

    if (each && each->reach == reach) {
        set_first(tracker, reach->call_id, reach->fork);
    } else {
        while (each && each->reach->fork && each->reach->fork->reach != reach)
            each = each->reach->fork;
        if (each)
            each->reach->fork = reach->fork;
    }
    reach->fork = NULL;
    reach->call_id = NULL;
    deadline_cancel(&reach->deadline);
}

bool tracker_reach_emit(struct tracker *tracker, struct event_draft *draft,
                        struct registration *owner)
{
    draft->event.registration = owner;
    draft->event.aor = owner->aor;
    if (draft->event.facts) {
        draft->report->kind = REPORT_OTHER_REQUEST;
        tracker_fill_place(draft->report, owner);
    }
    tracker_emit(tracker, draft);
    return draft->report->findings != NULL;
}

/* Registrars send OPTIONS every minute or two. */
#define OTHERS_RESPOND_WITHIN (300 * SECOND)

/* In a NAT, or in a firewall, the shortest time after which a UDP flow is forgotten. */
#define PATH_STAYS_OPEN (30 * SECOND)

static bool emit(struct tracker *tracker, struct event_draft *draft, struct registration *owner,
                 enum reach_fate fate)
{
    const struct reach *reach = owner->reach;

    draft->reach = (struct event_reach){.fate = (uint8_t)fate,
                                        .neighbor = draft->reach.neighbor,
                                        .resends = reach->resends,
                                        .frame = reach->frame,
                                        .method = reach->method,
                                        .contact = reach->contact,
                                        .to = reach->to,
                                        .from = reach->from,
                                        .server = reach->server,
                                        .responded_in = reach->responded_in,
                                        .registers = reach->registers,
                                        .path_is_open = reach->follows_closely,
                                        .is_close = reach->is_close,
                                        .idle = reach->idle,
                                        .sent_at = reach->deadline.at - tracker_timer_f(tracker),
                                        .over_udp = reach->over_udp};
    return tracker_reach_emit(tracker, draft, owner);
}

/* On the hop to the client itself. A client with a push service may be asleep (RFC 8599). */
static bool is_last_hop(const struct facts *facts, const struct binding *target)
{
    const struct endpoint *to = &facts->packet->destination;
    struct endpoint host;

    if (strstr(target->contact, ";pn-"))
        return false;
    if (facts->packet->transport != TRANSPORT_UDP)
        return facts->packet->transport == target->transport && endpoint_equal(to, &target->source);
    return (endpoint_equal(to, &target->source) ||
            (facts_uri_endpoint(facts->request_uri, &host) && endpoint_same_ip(to, &host)) ||
            (facts_uri_endpoint(target->contact, &host) && endpoint_equal(to, &host)));
}

/* On a connection of the AOR from before the latest REGISTER, which came on another one. */
static bool is_former_connection(const struct tracker *tracker, const struct facts *facts,
                                 const struct binding *target)
{
    const struct packet *packet = facts->packet;
    const struct flow *flow;

    if (packet->transport == TRANSPORT_UDP || packet->transport != target->transport ||
        endpoint_equal(&packet->destination, &target->source) ||
        !endpoint_same_ip(&packet->destination, &target->source))
        return false;
    flow = flows_find(tracker->flows, &packet->source, &packet->destination);
    return flow && flow->is_connection && flow->report && flow->registration->aor == target->aor &&
           endpoint_equal(&flow->client, &packet->destination) && target->report &&
           flow->report->frame < target->report->frame;
}

/* Some registrars leave out parameters of the Contact in the Request-URI: then only where they send the request
 * tells for whom it is. */
static const struct binding *find_addressee(const struct tracker *tracker,
                                            const struct facts *facts)
{
    const struct aor *aor = facts->aor ? aors_find(tracker->aors, facts->aor) : NULL;
    const struct packet *packet = facts->packet;
    struct endpoint host;

    for (const struct binding *each = aor ? aor->bindings : NULL; each; each = each->next) {
        if (endpoint_same_ip(&each->server, &packet->source) &&
            (endpoint_equal(&each->source, &packet->destination) ||
             is_former_connection(tracker, facts, each) ||
             (facts_uri_endpoint(each->contact, &host) &&
              endpoint_equal(&host, &packet->destination))))
            return each;
    }
    return NULL;
}

int64_t tracker_reach_idle(const struct tracker *tracker, const struct registration *owner,
                           const struct facts *facts)
{
    const struct endpoint *client = &facts->packet->destination, *server = &facts->packet->source;
    const struct last_request *last = &owner->last;
    const struct flow *flow = flows_find(tracker->flows, client, server);
    int64_t sent_at = flow && endpoint_equal(&flow->client, client) ? flow->client_at : 0;

    if (endpoint_equal(&last->source, client) && endpoint_equal(&last->destination, server))
        sent_at = MAX(sent_at, MAX(last->time, last->resent_at));
    if (owner->reach && endpoint_equal(&owner->reach->to, client) &&
        endpoint_equal(&owner->reach->from, server))
        sent_at = MAX(sent_at, owner->reach->responded_at);
    return sent_at ? elapsed_between(sent_at, facts->packet->time) : ELAPSED_UNKNOWN;
}

static void begin(struct tracker *tracker, struct registration *owner, const struct facts *facts,
                  const struct binding *target)
{
    struct reach before = *owner->reach;
    bool goes_on = before.contact == target->contact && before.method == facts->method_name;
    /* Whoever responds to calls need not respond to OPTIONS. */
    bool goes_on_there =
        before.contact == target->contact &&
        endpoint_equal(&before.to, &facts->packet->destination) &&
        (before.method == facts->method_name || g_strcmp0(facts->method_name, "OPTIONS") != 0);
    int64_t idle = tracker_reach_idle(tracker, owner, facts);
    /* Neither a NAT nor a firewall stops the request. */
    bool is_close = idle != ELAPSED_UNKNOWN && idle <= PATH_STAYS_OPEN;

    *owner->reach = (struct reach){
        .call_id = facts->call_id,
        .method = facts->method_name,
        .contact = target->contact,
        .bound = target->report,
        .bound_by = target->call_id,
        .from = facts->packet->source,
        .to = facts->packet->destination,
        .server = target->server,
        .client = target->source,
        .deadline = {.owner = owner, .kind = DEADLINE_REACH},
        .branch = facts->branches[0],
        .frame = facts->packet->frame,
        .rounds = goes_on ? before.rounds : 0,
        .has_failed = before.has_failed,
        .has_responded = before.has_responded,
        .responded_in = goes_on_there ? before.responded_in : 0,
        .registers = goes_on_there ? before.registers : 0,
        .responded_at = before.responded_at,
        .idle = idle,
        .idle_reached = before.idle_reached,
        .idle_lost = before.idle_lost,
        .is_close = is_close,
        .follows_closely = (goes_on && before.rounds && before.follows_closely) || is_close,
        .over_udp = facts->packet->transport == TRANSPORT_UDP &&
                    transport_is_stream(target->transport) &&
                    !facts_uri_has_transport(target->contact),
    };
    remember(tracker, owner);
    deadline_set(tracker->deadlines, &owner->reach->deadline,
                 facts->packet->time + tracker_timer_f(tracker));
}

/* A call says more than the OPTIONS that it overtakes. */
static void overtake(struct tracker *tracker, const struct registration *owner,
                     const struct facts *facts)
{
    if (owner->reach && owner->reach->call_id && facts_is_call(facts) &&
        g_strcmp0(owner->reach->method, "OPTIONS") == 0)
        forget(tracker, owner->reach);
}

/* One at a time. A former Contact of the client may be dead. */
bool tracker_reach_request(struct tracker *tracker, const struct facts *facts,
                           const struct binding *target)
{
    struct registration *owner;

    if (!target)
        target = find_addressee(tracker, facts);
    owner = target ? target->owner : NULL;
    if (owner && facts_is_call(facts)) {
        owner->called_at = facts->packet->time;
        overtake(tracker, owner, facts);
    }
    if (!owner || target->state != BINDING_LIVE || !target->report ||
        target->report != owner->accepted || !binding_has_time(target, facts->packet->time) ||
        (owner->reach && owner->reach->call_id) || !has_room(tracker, facts->call_id) ||
        !(is_last_hop(facts, target) || is_former_connection(tracker, facts, target)))
        return false;
    if (!owner->reach)
        owner->reach = g_new0(struct reach, 1);
    begin(tracker, owner, facts, target);
    return true;
}

void tracker_reach_again(struct tracker *tracker, const struct facts *facts)
{
    struct registration *owner;
    struct reach *reach = find_sent_to(tracker, facts, &facts->packet->destination, &owner);

    if (reach && reach->resends < UINT16_MAX)
        reach->resends++;
}

/* Only what comes back on the same hop: a proxy in front sends responses of its own. */
static struct reach *find_answered(const struct tracker *tracker, const struct facts *facts,
                                   struct registration **owner)
{
    const struct packet *packet = facts->packet;
    struct reach *reach = find_sent_to(tracker, facts, &packet->source, owner);

    if (reach)
        return reach;
    reach = find_returned(tracker, facts, owner);
    return reach && (endpoint_same_ip(&packet->destination, &reach->from) ||
                     endpoint_same_ip(&packet->source, &reach->to))
               ? reach
               : NULL;
}

void tracker_reach_settle(struct tracker *tracker, const char *call_id)
{
    enum { SETTLED_MAX = 1024 }; /* older calls have ended by then */

    if (g_hash_table_size(tracker->settled) >= SETTLED_MAX)
        g_hash_table_remove_all(tracker->settled);
    g_hash_table_add(tracker->settled, (void *)call_id);
}

/* One that names its public address does not tell which device it is. */
static bool is_behind(const struct endpoint *sent_by, const struct endpoint *nat)
{
    return sent_by->family != ENDPOINT_NONE && !endpoint_same_ip(sent_by, nat);
}

/* The client that has registered since through the same port of the NAT, from another place behind it; NULL: none. */
static const struct registration *find_neighbor(const struct tracker *tracker,
                                                const struct registration *owner)
{
    const struct flow *flow = flows_find(tracker->flows, &owner->reach->to, &owner->reach->from);
    const struct registration *other = flow ? flow->registration : NULL;

    return other && other->aor != owner->aor && other->last.time > owner->last.time &&
                   endpoint_equal(&other->last.source, &owner->reach->to) &&
                   endpoint_equal(&owner->last.source, &owner->reach->to) &&
                   is_behind(&other->last.sent_by, &owner->reach->to) &&
                   is_behind(&owner->last.sent_by, &owner->reach->to) &&
                   !endpoint_same_ip(&other->last.sent_by, &owner->last.sent_by)
               ? other
               : NULL;
}

bool tracker_reach_response(struct tracker *tracker, const struct facts *facts,
                            struct report *report)
{
    struct event_draft draft = tracker_event(tracker, facts, report, ON_REACH);
    struct registration *owner;
    struct reach *reach = find_answered(tracker, facts, &owner);
    bool lasts_longer;

    if (!reach)
        return false;
    tracker_reach_settle(tracker, facts->call_id);
    if (g_strcmp0(reach->method, "OPTIONS") == 0)
        servers_get(tracker->servers, &reach->from)->options =
            (struct answered_options){facts->packet->time, owner};
    forget(tracker, reach);
    reach->has_responded = true;
    reach->responded_in = facts->packet->frame;
    reach->registers = 0;
    reach->idle_reached = MAX(reach->idle_reached, reach->idle);
    lasts_longer = reach->idle_lost && reach->idle >= reach->idle_lost;
    reach->responded_at = facts->packet->time;
    reach->rounds = 0;
    draft.reach.neighbor =
        facts_is_unknown_user(facts->status) ? find_neighbor(tracker, owner) : NULL;
    if (draft.reach.neighbor)
        return emit(tracker, &draft, owner, REACH_FOREIGN);
    if (!reach->has_failed && !lasts_longer && !registration_left_removal(owner))
        return false;
    reach->has_failed = false;
    return emit(tracker, &draft, owner, REACH_ANSWERED);
}

/* A device that has moved: the same program has bound another Contact since, and the request goes there, too. */
static bool is_bound_elsewhere(const struct registration *owner, int64_t now)
{
    const struct report *accepted = owner->accepted;

    for (const struct binding *each = owner->aor->bindings; each; each = each->next) {
        if (each->report && each->report->frame > accepted->frame && each->owner != owner &&
            each->instance == owner->instance && each->user_agent == owner->user_agent &&
            binding_has_time(each, now))
            return true;
    }
    return false;
}

bool tracker_reach_icmp(struct tracker *tracker, const struct facts *facts, struct report *report)
{
    struct event_draft draft = tracker_event(tracker, facts, report, ON_REACH);
    struct registration *owner;
    struct reach *reach = find_returned(tracker, facts, &owner);

    if (!reach || !facts->is_request || facts->packet->kind != PACKET_ICMP_UNREACHABLE)
        return false;
    forget(tracker, reach);
    if (is_bound_elsewhere(owner, facts->packet->time))
        return false;
    reach->has_failed = true;
    report->step = STEP_UNDELIVERABLE;
    return emit(tracker, &draft, owner, REACH_ICMP);
}

static bool is_sent_on_former(const struct reach *reach, const struct flow *flow)
{
    return reach && reach->call_id && endpoint_equal(&reach->to, &flow->client) &&
           !endpoint_equal(&reach->to, &reach->client);
}

/* The client's side knows nothing of the connection that the client is bound by. */
static bool is_reset_there(const struct reach *reach, const struct flow *flow,
                           const struct traffic *traffic)
{
    return reach && reach->call_id && traffic->kind == TRAFFIC_RESET && flow->lost_by_client &&
           endpoint_equal(&reach->to, &flow->client) && endpoint_equal(&reach->to, &reach->client);
}

bool tracker_reach_lost(struct tracker *tracker, const struct flow *flow,
                        const struct traffic *traffic, struct report *report)
{
    struct event_draft draft = tracker_flow_event(tracker, flow, report, ON_REACH);
    struct registration *owner = flow->registration->aor->agents;
    struct reach reach;
    unsigned i = 0;

    while (owner && i < AGENTS_SEARCHED_MAX && !is_sent_on_former(owner->reach, flow) &&
           !is_reset_there(owner->reach, flow, traffic)) {
        owner = owner->older;
        i++;
    }
    if (!owner || i == AGENTS_SEARCHED_MAX)
        return false;
    reach = *owner->reach;
    calls_cut_off(tracker->calls, reach.call_id, &reach.to);
    forget(tracker, owner->reach);
    owner->reach->has_failed = true;
    draft.event.flow = NULL;
    report->step = STEP_UNDELIVERABLE;
    tracker_fill_place(report, owner);
    emit(tracker, &draft, owner, is_sent_on_former(&reach, flow) ? REACH_FORMER : REACH_RESET);
    return true;
}

/* The client has registered again from where it was: it was there all the time. A new Call-ID may be that of a phone
 * that was restarted. */
static bool registers_alike(const struct registration *registration, const struct reach *reach)
{
    return registration->last.call_id == reach->bound_by &&
           endpoint_equal(&registration->last.source, &reach->client) &&
           facts_same_uri(registration->contact, reach->contact);
}

/* Many in a row, the first of them just after the client had sent something, and another client responds to its own
 * meanwhile. */
static bool never_responds(const struct tracker *tracker, const struct registration *registration)
{
    enum { SURE_AFTER = 5 };
    const struct reach *reach = registration->reach;
    const struct server_record *server = servers_get(tracker->servers, &reach->from);

    return reach->rounds >= SURE_AFTER && !reach->has_responded && !reach->has_failed &&
           reach->follows_closely && g_strcmp0(reach->method, "OPTIONS") == 0 &&
           server->options.client && server->options.client != registration &&
           reach->deadline.at - server->options.at <= OTHERS_RESPOND_WITHIN;
}

void tracker_reach_over(struct tracker *tracker, struct registration *registration)
{
    enum {
        SURE_AFTER = 2,       /* retransmissions: none, and the capture may lack the response */
        SURE_AFTER_ROUNDS = 3 /* of pings without any, if the client registers meanwhile, */
    };
    struct reach *reach = registration->reach;
    struct event_draft draft = tracker_event(tracker, NULL, reach->bound, ON_REACH);
    bool is_ping_ignored;

    forget(tracker, reach);
    if (endpoint_equal(&reach->to, &reach->client) && reach->rounds < UINT16_MAX)
        reach->rounds++;
    /* ... twice: once may be its return. */
    is_ping_ignored = reach->responded_in && reach->rounds >= SURE_AFTER_ROUNDS &&
                      reach->registers > 1 && !reach->has_failed;
    is_ping_ignored |= never_responds(tracker, registration);
    if ((reach->resends < SURE_AFTER && !is_ping_ignored) ||
        (reach->bound != registration->accepted && !registers_alike(registration, reach)) ||
        is_bound_elsewhere(registration, reach->deadline.at))
        return;
    reach->has_failed = true;
    if (reach->idle > 0)
        reach->idle_lost = reach->idle_lost ? MIN(reach->idle_lost, reach->idle) : reach->idle;
    draft.event.time = reach->deadline.at;
    emit(tracker, &draft, registration, REACH_UNANSWERED);
}

/* Whoever captures the REGISTERs of the client would capture its responses, too. */
void tracker_reach_registered(struct tracker *tracker, struct registration *registration)
{
    enum { SURE_AFTER = 3 };
    struct reach *reach = registration->reach;
    const struct last_request *last = &registration->last;
    struct event_draft draft;

    if (reach && registers_alike(registration, reach) && reach->registers < UINT16_MAX)
        reach->registers += reach->rounds > 0 || reach->call_id;
    if (!reach || reach->has_failed || reach->has_responded || reach->rounds < SURE_AFTER ||
        g_strcmp0(reach->method, "OPTIONS") != 0 || !reach->follows_closely ||
        !registers_alike(registration, reach) || !endpoint_equal(&last->destination, &reach->from))
        return;
    draft = tracker_event(tracker, NULL, reach->bound, ON_REACH);
    reach->has_failed = true;
    emit(tracker, &draft, registration, REACH_UNANSWERED);
}
