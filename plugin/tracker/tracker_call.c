/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Calls to registered agents and their AORs: what becomes of each, and whether it is lost because of the registration.
 * Whatever else may explain that it fails is not the fault of that.
 */
#include "base/elapsed.h"
#include "state/outage.h"
#include "tracker/tracker_state.h"

/* RFC 3261 16.6: Timer C is longer than three minutes. */
#define RINGS_FOR (240 * SECOND)

/* Whether a binding has expired is known that long after its tolerance. */
#define KNOWN_AFTER SECOND

/* A NAT, or a firewall, keeps what UDP uses for as long at least. */
#define FORGOTTEN_FROM (30 * SECOND)

enum {
    RESENDS_MIN = 2, /* that get no response: of one request alone the capture may lack it */
    /* How often it is asked again whether the client was out, each time 64*T1 later: what begins with a REGISTER
     * without a response is known after that time, and a refresh of that binding may have as long again. */
    JUDGED_MAX = 4,
    SURE_FROM = 2, /* ... in an outage that may turn out to be none */
    OUTAGES_SEARCHED_MAX = 4
};

/* What is known of a loss. */
struct loss {
    enum call_loss kind;
    struct registration *registration;
    struct outage *outage; /* NULL: the client is bound, or it is not known */
    const struct call_target *target;
    bool is_likely; /* no more than that */
};

/* ---- the request */

/* A user waits for it. A subscription to the registration itself, or the like, is a matter of the network. */
static bool is_call(const struct facts *facts)
{
    return facts_is_call(facts) ||
           (!facts->is_reg_event && g_strcmp0(facts->method_name, "SUBSCRIBE") == 0);
}

/* What a client sends to its own AOR is for its mailbox. */
static struct aor *find_called(const struct tracker *tracker, const struct facts *facts,
                               const struct binding *target)
{
    struct aor *aor = facts->request_uri ? aors_find(tracker->aors, facts->request_uri) : NULL;

    if (!aor && facts->aor && !facts->is_forwarded)
        aor = aors_find(tracker->aors, facts->aor);
    if (!aor && target)
        aor = target->aor;
    return aor && aor->agents && aor->name != facts->from_aor ? aor : NULL;
}

static bool is_out(const struct aor *aor, int64_t now)
{
    for (const struct binding *each = aor->bindings; each; each = each->next) {
        if (binding_has_time(each, now))
            return false;
    }
    return true;
}

static struct call_target target_of(const struct binding *binding, int64_t now)
{
    if (!binding || !binding->owner)
        return (struct call_target){.contact = NULL};
    return (struct call_target){
        .contact = binding->contact,
        .owner = binding->owner,
        .ended_at = binding_has_time(binding, now)      ? 0
                    : binding->state == BINDING_REMOVED ? binding->removed_at
                                                        : binding->expires_at,
        .is_removed = binding->state == BINDING_REMOVED,
    };
}

/* To another user than the one that was called. */
static bool is_diverted(const struct tracker *tracker, const struct call *call,
                        const struct facts *facts, const struct binding *target)
{
    const struct aor *aor =
        facts->request_uri ? aors_find(tracker->aors, facts->request_uri) : NULL;

    if (aor || target)
        return (aor ? aor : target->aor) != call->aor;
    return facts->is_forwarded;
}

/* Some registrars leave out parameters of the Contact in the Request-URI: where they send it tells the client. */
static bool is_addressee(const struct binding *binding, const struct packet *packet)
{
    struct endpoint host;

    return endpoint_same_ip(&binding->server, &packet->source) &&
           (endpoint_equal(&binding->source, &packet->destination) ||
            (facts_uri_endpoint(binding->contact, &host) &&
             endpoint_equal(&host, &packet->destination)));
}

static const struct binding *find_addressee(const struct call *call, const struct packet *packet)
{
    const struct binding *each = call->aor->bindings;

    while (each && !is_addressee(each, packet))
        each = each->next;
    return each;
}

static void add_hop(struct tracker *tracker, struct call *call, const struct facts *facts,
                    const struct binding *target)
{
    int64_t now = facts->packet->time;
    struct call_target to = target_of(target ? target : find_addressee(call, facts->packet), now);

    to.idle = to.owner ? tracker_reach_idle(tracker, to.owner, facts) : ELAPSED_UNKNOWN;
    call_add_hop(call, facts, to);
    call->is_past_help |= is_diverted(tracker, call, facts, target);
    if (call->shown->loss != CALL_NOT_LOST)
        return;
    /* With credentials, or at the next server. */
    call->is_settled = call->is_judged = false;
    deadline_set(tracker->deadlines, &call->deadline, now + tracker_timer_f(tracker));
}

void tracker_call_again(const struct tracker *tracker, const struct facts *facts)
{
    struct call *call = calls_find(tracker->calls, facts->call_id);

    if (call && facts->via_count)
        call_note_again(call, facts);
}

/* ---- the registration */

/* The outage of the registration at that time; NULL: none. */
static struct outage *find_outage(const struct registration *registration, int64_t time)
{
    struct outage *outage = registration->history.latest;

    for (unsigned i = 0; outage && i < OUTAGES_SEARCHED_MAX; i++, outage = outage->before) {
        if (outage->kind != OUTAGE_NONE && outage->from <= time &&
            (outage->is_open || time < outage->until))
            return outage;
    }
    return NULL;
}

/* Whoever only tries users is no client of theirs. */
static bool is_attacker(const struct registration *registration)
{
    return !registration->accepted && registration->source &&
           (source_is(registration->source, SOURCE_IS_SCANNER) ||
            source_is(registration->source, SOURCE_ENUMERATES) ||
            source_is(registration->source, SOURCE_GUESSES));
}

/* Of several clients that are out the one that was there last. */
static void find_absent(const struct aor *aor, int64_t time, struct loss *loss)
{
    struct registration *each = aor->agents;

    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->older) {
        struct outage *outage = is_attacker(each) ? NULL : find_outage(each, time);

        if (!outage || (loss->outage && loss->outage->from >= outage->from))
            continue;
        loss->outage = outage;
        loss->registration = each;
    }
}

static bool was_ever_bound(const struct aor *aor)
{
    const struct registration *each = aor->agents;

    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->older) {
        if (each->accepted)
            return true;
    }
    return false;
}

/* ---- lost or not */

static bool is_one_of(unsigned status, const uint16_t *list)
{
    while (*list && *list != status)
        list++;
    return *list != 0;
}

/* RFC 3261 21.4.5, 21.4.9, 21.4.11, 21.4.18, RFC 5626 11.6: so a server refuses what it has no binding for. Who does not
 * have a service is not found, either. */
static bool is_of_unbound(const struct call *call)
{
    static const uint16_t to_calls[] = {404, 408, 410, 430, 480, 0},
                          to_others[] = {408, 430, 480, 0};

    return is_one_of(call->shown->status,
                     g_strcmp0(call->shown->method, "SUBSCRIBE") == 0 ? to_others : to_calls);
}

/* ... what it could not deliver. */
static bool is_of_undelivered(unsigned status)
{
    static const uint16_t codes[] = {404, 408, 410, 430, 477, 478, 480, 500, 503, 504, 0};

    return is_one_of(status, codes);
}

/* The first server has not responded at all, not even to retransmissions. */
static bool is_ignored(const struct call *call)
{
    const struct call_hop *hop = &call->hops[0];

    for (unsigned i = 0; i < call->hop_count; i++) {
        if (call->hops[i].status || call->hops[i].is_responded)
            return false;
    }
    return hop->resends >= RESENDS_MIN || hop->is_rejected;
}

/* A server may refuse as unknown whom nobody has ever seen bound. */
static bool is_unbound_for_sure(const struct call *call, const struct registration *absent)
{
    if (was_ever_bound(call->aor))
        return true;
    return !facts_is_unknown_user(absent->attempt.last_status) &&
           (call->shown->status == 480 || call->says_unbound);
}

/* A list that lacks the client may lack others, too, and the next one may show that it was bound all the time. */
static bool is_doubtful(const struct outage *outage)
{
    return outage->kind == OUTAGE_NOT_LISTED;
}

/* False: it need not be lost for that reason, or the outage is not known yet. */
static bool is_lost_out(struct call *call, struct loss *loss)
{
    bool is_refused = is_of_unbound(call);

    if (!call->was_out || !(is_refused || is_ignored(call)))
        return false;
    find_absent(call->aor, call->shown->time, loss);
    if (loss->outage && is_doubtful(loss->outage) && call->judged < SURE_FROM)
        loss->outage = NULL;
    if (!loss->outage)
        return false;
    loss->kind = CALL_LOST_OUT;
    loss->is_likely = !was_ever_bound(call->aor) || !is_refused || is_doubtful(loss->outage);
    return is_unbound_for_sure(call, loss->registration);
}

/* Another device that has the address now knows nothing of the user. */
static bool is_of_stranger(const struct call_hop *hop)
{
    return hop->target.ended_at && (hop->status == 404 || hop->status == 410);
}

/* The client has sent nothing there for longer than it was ever reached after, and longer than a NAT may keep it. */
static bool is_forgotten(const struct call_hop *hop)
{
    const struct registration *owner = hop->target.owner;
    const struct reach *reach = owner->reach;
    const struct flow *flow = owner->flow;

    return hop->target.idle > FORGOTTEN_FROM && reach && reach->has_responded &&
           elapsed_is_longer(hop->target.idle, reach->idle_reached) &&
           endpoint_equal(&hop->to, &owner->last.source) &&
           !endpoint_same_ip(&owner->last.sent_by, &hop->to) &&
           !(flow && (flow->crlfs || flow->keepalive));
}

/* Why it did not reach the client on this hop; CALL_NOT_LOST: it may have reached it. An app may be asleep until a push
 * wakes it (RFC 8599). */
static enum call_loss loss_on(const struct call *call, const struct call_hop *hop)
{
    if (strstr(hop->target.contact, ";pn-") ||
        (hop->target.ended_at && hop->target.owner->aor->shares_contacts))
        return CALL_NOT_LOST;
    if (hop->status || hop->is_responded)
        return is_of_stranger(hop) ? CALL_LOST_ENDED : CALL_NOT_LOST;
    if (hop->target.ended_at &&
        (hop->resends >= RESENDS_MIN || hop->is_rejected || call->shown->status))
        return CALL_LOST_ENDED;
    if (hop->is_rejected)
        return CALL_LOST_UNREACHABLE;
    if (hop->is_cut_off)
        return CALL_LOST_CONNECTION;
    if (hop->resends < RESENDS_MIN)
        return CALL_NOT_LOST;
    return is_forgotten(hop) ? CALL_LOST_FORGOTTEN : CALL_LOST_SILENT;
}

static bool is_sent_to(const struct call *call, const char *contact)
{
    for (unsigned i = 0; i < call->hop_count; i++) {
        if (call->hops[i].target.contact == contact)
            return true;
    }
    return false;
}

/* Where the caller's hop is not in the capture, another device may have got it on a hop that is not, either. */
static bool may_be_elsewhere(const struct call *call, int64_t now)
{
    if (!call->hops[0].target.contact)
        return !is_of_undelivered(call->shown->status);
    for (const struct binding *each = call->aor->bindings; each; each = each->next) {
        if (binding_has_time(each, now) && !is_sent_to(call, each->contact))
            return true;
    }
    return false;
}

/* It was sent to clients, and did not reach any. */
static bool is_lost_on_the_way(const struct call *call, int64_t now, struct loss *loss)
{
    for (unsigned i = 0; i < call->hop_count; i++) {
        const struct call_hop *hop = &call->hops[i];
        enum call_loss kind = hop->target.contact ? loss_on(call, hop) : CALL_NOT_LOST;

        if (!hop->target.contact)
            continue;
        if (kind == CALL_NOT_LOST)
            return false;
        loss->kind = kind;
        loss->target = &hop->target;
        loss->registration = hop->target.owner;
    }
    if (!loss->target || may_be_elsewhere(call, now))
        return false;
    loss->is_likely = (loss->kind == CALL_LOST_SILENT || loss->kind == CALL_LOST_FORGOTTEN) &&
                      call->hops[0].target.contact != NULL;
    return true;
}

static bool is_sent_to_clients(const struct call *call)
{
    for (unsigned i = 0; i < call->hop_count; i++) {
        if (call->hops[i].target.contact)
            return true;
    }
    return false;
}

/* The registrar could not send it anywhere. */
static bool is_lost_without_connection(const struct tracker *tracker, const struct call *call,
                                       const struct facts *facts, struct loss *loss)
{
    const struct binding *binding =
        facts && !is_sent_to_clients(call) ? tracker_find_cut_off(tracker, facts) : NULL;

    if (!binding || binding->aor != call->aor)
        return false;
    loss->kind = CALL_LOST_CONNECTION;
    loss->registration = binding->owner;
    return true;
}

/* ---- and what is said of it */

/* A call makes no outage longer, and shows nothing of the client. */
static void place(const struct tracker *tracker, struct report *report,
                  struct registration *registration, struct outage *outage)
{
    struct report_place place = *registration_place(registration);

    place.user_agent = report_place(report)->user_agent;
    place.server = report_place(report)->server;
    report->place = pool_duplicate(tracker->pool, &place, sizeof(place));
    report->state = registration->state;
    report->outage = outage;
    report->in_outage = outage && outage->is_open;
}

/* What else was looked up for the response did not lead to anything. */
static void unplace(struct report *report)
{
    report->place = NULL;
    report->rare = NULL;
    report->outage = NULL;
    report->in_outage = false;
    report->state = STATE_UNKNOWN;
}

static void count(struct outage *outage, int64_t time)
{
    outage->call_from = outage->calls ? MIN(outage->call_from, time) : time;
    outage->call_until = outage->calls ? MAX(outage->call_until, time) : time;
    outage->calls++;
}

/* `facts`: of the response that decides; NULL: a time has passed. */
static void lose(struct tracker *tracker, struct call *call, const struct facts *facts,
                 const struct loss *loss)
{
    struct report *report = call->latest ? call->latest : call->request;
    struct event_draft draft = tracker_event(tracker, facts, report, ON_CALL);

    call->shown->loss = (uint8_t)loss->kind;
    call->shown->registration = loss->registration->number;
    call->shown->outage = loss->outage;
    if (loss->outage)
        count(loss->outage, call->shown->time);
    if (facts)
        place(tracker, report, loss->registration, loss->outage);
    draft.event.registration = loss->registration;
    draft.event.aor = call->aor;
    draft.call = (struct event_call){
        .call = call->shown,
        .request = report == call->request ? NULL : call->request,
        .contact = loss->target ? loss->target->contact : NULL,
        .ended =
            loss->target && loss->target->ended_at ? call->shown->time - loss->target->ended_at : 0,
        .idle = loss->target ? loss->target->idle : ELAPSED_UNKNOWN,
        .is_removed = loss->target && loss->target->is_removed,
        .is_likely = loss->is_likely,
    };
    tracker_emit(tracker, &draft);
}

static void judge(struct tracker *tracker, struct call *call, const struct facts *facts)
{
    struct loss loss = {.kind = CALL_NOT_LOST};

    call->is_judged = true;
    if (call->is_past_help)
        return;
    if (is_lost_out(call, &loss)) {
        lose(tracker, call, facts, &loss);
        return;
    }
    if (call->was_out && !loss.outage && is_of_unbound(call) && call->judged < JUDGED_MAX) {
        call->judged++;
        call->is_judged = false;
    }
    loss = (struct loss){.kind = CALL_NOT_LOST};
    if (is_lost_on_the_way(call, tracker->now, &loss) ||
        is_lost_without_connection(tracker, call, facts, &loss)) {
        call->is_judged = true;
        lose(tracker, call, facts, &loss);
    }
}

/* ---- what comes */

bool tracker_call_request(struct tracker *tracker, const struct facts *facts,
                          const struct binding *target, struct report *report)
{
    struct call *call = calls_find(tracker->calls, facts->call_id);
    struct loss known = {.outage = NULL};
    struct aor *aor;

    /* Most requests name nobody who registers. */
    if (!call && !facts->aor && !facts->request_uri)
        return false;
    if (facts->has_to_tag || !facts->via_count || !is_call(facts))
        return false;
    if (call && call->shown->method != facts->method_name)
        return false;
    aor = call ? NULL : find_called(tracker, facts, target);
    if (!call && !aor)
        return false;
    if (call && call_note_again(call, facts))
        return false;
    if (!call) {
        call = calls_find_passed_on(tracker->calls, facts, aor);
        if (call)
            calls_join(tracker->calls, call, facts);
    }
    if (call) {
        add_hop(tracker, call, facts, target);
        return false;
    }
    call = calls_add(tracker->calls, facts, aor);
    call->was_out = is_out(aor, facts->packet->time);
    call->request = report;
    add_hop(tracker, call, facts, target);
    report_make_rare(report, tracker->pool)->call = call->shown;
    tracker_fill_aor(tracker, report, aor->name);
    if (call->was_out)
        find_absent(aor, facts->packet->time, &known);
    if (known.outage)
        place(tracker, report, known.registration, known.outage);
    return true;
}

/* In its own words: the user is away, or does not want to be disturbed. */
static bool is_declined(const struct facts *facts)
{
    return facts->told && facts_told_names(facts->told, "disturb* dnd busy away declin* reject*");
}

/* RFC 3261 16.7: it is that of the best of all hops. */
static bool settle(struct tracker *tracker, struct call *call, const struct facts *facts,
                   struct report *report)
{
    unsigned status = call_final_status(call);

    if (!status)
        return false;
    call->shown->status = (uint16_t)status;
    call->shown->reason = facts->reason;
    call->shown->response_in = facts->packet->frame;
    if (status == 401 || status == 407)
        return false;
    call->is_settled = true;
    call->is_past_help |= is_declined(facts);
    call->says_unbound = facts->told && tracker_tells_unbound(facts);
    call->latest = report;
    if (!report->findings)
        unplace(report);
    report->kind = REPORT_OTHER_REQUEST;
    report_make_rare(report, tracker->pool)->call = call->shown;
    tracker_fill_aor(tracker, report, call->aor->name);
    /* Where it is sent to clients at first sight, others may follow. */
    if (!call->hops[0].target.contact)
        judge(tracker, call, facts);
    deadline_set(tracker->deadlines, &call->deadline,
                 facts->packet->time + (call->is_judged ? tracker_timer_f(tracker)
                                                        : tracker_slack(tracker) + KNOWN_AFTER));
    return true;
}

bool tracker_call_response(struct tracker *tracker, const struct facts *facts,
                           struct report *report)
{
    struct call *call = calls_find(tracker->calls, facts->call_id);
    struct call_hop *hop =
        call && call->shown->method == facts->method_name ? call_find_hop(call, facts) : NULL;

    if (!hop)
        return false;
    hop->is_responded |= facts->status < 200;
    call->is_past_help |= facts->status > 100 && facts->status < 400;
    if (facts->status < 200)
        return false;
    if (!hop->status)
        hop->status = (uint16_t)facts->status;
    call->is_past_help |=
        hop->target.contact && !is_of_stranger(hop) && facts->status != 401 && facts->status != 407;
    return !call->is_settled && call_is_outermost(call, hop) &&
           settle(tracker, call, facts, report);
}

void tracker_call_icmp(const struct tracker *tracker, const struct facts *facts)
{
    struct call *call = facts->is_request && facts->packet->kind == PACKET_ICMP_UNREACHABLE
                            ? calls_find(tracker->calls, facts->call_id)
                            : NULL;
    struct call_hop *hop = call ? call_find_hop(call, facts) : NULL;

    if (hop)
        hop->is_rejected = true;
}

static bool is_going_on(const struct call *call)
{
    for (unsigned i = 0; !call->is_settled && i < call->hop_count; i++) {
        if (call->hops[i].is_responded && !call->hops[i].status)
            return true;
    }
    return false;
}

void tracker_call_due(struct tracker *tracker, struct call *call)
{
    int64_t now = call->deadline.at;

    if (is_going_on(call) && now < call->shown->time + RINGS_FOR) {
        deadline_set(tracker->deadlines, &call->deadline, call->shown->time + RINGS_FOR);
        return;
    }
    call->shown->is_unanswered = is_ignored(call);
    if (!call->is_judged)
        judge(tracker, call, NULL);
    if (call->is_judged)
        calls_forget(tracker->calls, call);
    else
        deadline_set(tracker->deadlines, &call->deadline, now + tracker_timer_f(tracker));
}
