/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whether requests of other methods reach the client that they are for: OPTIONS of a registrar, calls.
 */
#include "tracker/tracker_state.h"

static struct reach *reach_of(const struct tracker *tracker, const struct facts *facts,
                              struct registration **owner)
{
    *owner = facts->call_id ? g_hash_table_lookup(tracker->reached, facts->call_id) : NULL;
    return *owner ? (*owner)->reach : NULL;
}

static void forget(struct tracker *tracker, struct reach *reach)
{
    g_hash_table_remove(tracker->reached, reach->call_id);
    reach->call_id = NULL;
    deadline_cancel(&reach->deadline);
}

static bool emit(struct tracker *tracker, struct event_draft *draft, struct registration *owner,
                 enum reach_fate fate)
{
    const struct reach *reach = owner->reach;

    draft->event.registration = owner;
    draft->event.aor = owner->aor;
    draft->reach = (struct event_reach){.fate = (uint8_t)fate};
    if (reach && fate != REACH_REFUSED)
        draft->reach = (struct event_reach){.fate = (uint8_t)fate,
                                            .resends = reach->resends,
                                            .frame = reach->frame,
                                            .method = reach->method,
                                            .contact = reach->contact,
                                            .to = reach->to};
    if (draft->event.facts) {
        draft->report->kind = REPORT_OTHER_REQUEST;
        tracker_fill_place(draft->report, owner);
    }
    tracker_emit(tracker, draft);
    return draft->event.facts && draft->report->findings;
}

/* On the hop to the client itself, over UDP: a lost connection shows otherwise. A client with a push service may
 * be asleep (RFC 8599). */
static bool is_last_hop(const struct facts *facts, const struct binding *target)
{
    const struct endpoint *to = &facts->packet->destination;
    struct endpoint host;

    return facts->packet->transport == TRANSPORT_UDP && !strstr(target->contact, ";pn-") &&
           (endpoint_equal(to, &target->source) ||
            (facts_uri_endpoint(facts->request_uri, &host) && endpoint_same_ip(to, &host)));
}

/* One at a time. A former Contact of the client may be dead. */
void tracker_reach_request(struct tracker *tracker, const struct facts *facts,
                           const struct binding *target)
{
    struct registration *owner = target->owner;
    bool had_failed;

    if (!owner || target->state != BINDING_LIVE || !target->report ||
        target->report != owner->accepted || !binding_has_time(target, facts->packet->time) ||
        (owner->reach && owner->reach->call_id) || !is_last_hop(facts, target))
        return;
    if (!owner->reach)
        owner->reach = g_new0(struct reach, 1);
    had_failed = owner->reach->has_failed;
    *owner->reach = (struct reach){
        .call_id = facts->call_id,
        .method = facts->method_name,
        .contact = target->contact,
        .bound = target->report,
        .from = facts->packet->source,
        .to = facts->packet->destination,
        .deadline = {.owner = owner, .kind = DEADLINE_REACH},
        .frame = facts->packet->frame,
        .has_failed = had_failed,
    };
    g_hash_table_insert(tracker->reached, (void *)facts->call_id, owner);
    deadline_set(tracker->deadlines, &owner->reach->deadline,
                 facts->packet->time + tracker_timer_f(tracker));
}

void tracker_reach_again(struct tracker *tracker, const struct facts *facts)
{
    struct registration *owner;
    struct reach *reach = reach_of(tracker, facts, &owner);

    if (reach && endpoint_equal(&facts->packet->destination, &reach->to))
        reach->resends++;
}

/* By the registrar itself, and none of the clients that it knows for the AOR has a connection any more. */
static struct registration *find_disconnected(const struct tracker *tracker,
                                              const struct facts *facts)
{
    static const unsigned refusals[] = {404, 408, 410, 430, 480};
    const struct aor *aor = facts->aor ? aors_find(tracker->aors, facts->aor) : NULL;
    struct registration *found = NULL;
    bool is_refusal = false;

    for (unsigned i = 0; i < G_N_ELEMENTS(refusals); i++)
        is_refusal |= facts->status == refusals[i];
    for (const struct binding *each = aor && is_refusal ? aor->bindings : NULL; each;
         each = each->next) {
        if (!binding_has_time(each, facts->packet->time))
            continue;
        if (!each->owner || !flow_has_ended(each->owner->flow) ||
            !endpoint_same_ip(&each->server, &facts->packet->source))
            return NULL;
        found = each->owner;
    }
    return found;
}

/* Only what comes back on the same hop: a proxy in front sends responses of its own. */
bool tracker_reach_response(struct tracker *tracker, const struct facts *facts,
                            struct report *report)
{
    struct event_draft draft = tracker_event(tracker, facts, report, ON_REACH);
    struct registration *owner;
    struct reach *reach = reach_of(tracker, facts, &owner);

    if (!reach) {
        owner = find_disconnected(tracker, facts);
        return owner && emit(tracker, &draft, owner, REACH_REFUSED);
    }
    if (!endpoint_same_ip(&facts->packet->destination, &reach->from) &&
        !endpoint_same_ip(&facts->packet->source, &reach->to))
        return false;
    forget(tracker, reach);
    if (!reach->has_failed)
        return false;
    reach->has_failed = false;
    return emit(tracker, &draft, owner, REACH_ANSWERED);
}

bool tracker_reach_icmp(struct tracker *tracker, const struct facts *facts, struct report *report)
{
    struct event_draft draft = tracker_event(tracker, facts, report, ON_REACH);
    struct registration *owner;
    struct reach *reach = reach_of(tracker, facts, &owner);

    if (!reach || !facts->is_request || facts->packet->kind != PACKET_ICMP_UNREACHABLE)
        return false;
    forget(tracker, reach);
    reach->has_failed = true;
    return emit(tracker, &draft, owner, REACH_ICMP);
}

void tracker_reach_over(struct tracker *tracker, struct registration *registration)
{
    enum { SURE_AFTER = 2 }; /* retransmissions: none, and the capture may lack the response */
    struct reach *reach = registration->reach;
    struct event_draft draft = tracker_event(tracker, NULL, reach->bound, ON_REACH);

    forget(tracker, reach);
    if (reach->resends < SURE_AFTER || reach->bound != registration->accepted)
        return;
    reach->has_failed = true;
    draft.event.time = reach->deadline.at;
    emit(tracker, &draft, registration, REACH_UNANSWERED);
}
