/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a list of bindings leaves out. It is meant to be complete (RFC 3261 10.3 step 8), but some
 * border controllers show each client its own binding alone: whether a registrar's lists are complete
 * is learnt.
 */
#include "tracker/tracker_state.h"

#define SECOND G_GINT64_CONSTANT(1000000000)

enum {
    /* Agents of one AOR whose last REGISTER is looked at: a user has one to five devices. */
    AGENTS_MAX = 16
};

static bool is_listed(const struct facts *facts, const struct binding *binding)
{
    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *listed = &facts->contacts[i];

        if (tracker_lists_time(listed) &&
            (facts_same_uri(binding->contact, listed->uri) ||
             (binding->rewritten && facts_same_uri(binding->rewritten, listed->uri)) ||
             (binding->instance && binding->instance == listed->instance)))
            return true;
    }
    return false;
}

/* Its owner or somebody with Contact * asked for that since, whatever came of it. */
static bool is_asked_to_go(const struct binding *binding)
{
    unsigned looked_at = 0;

    for (const struct registration *agent = binding->aor->agents; agent && looked_at < AGENTS_MAX;
         agent = agent->older, looked_at++) {
        unsigned intent = agent->last.report ? agent->last.report->intent : INTENT_NONE;

        if (agent->last.time >= binding->granted_at &&
            (intent == INTENT_REMOVE_ALL || (intent == INTENT_REMOVE && agent == binding->owner)))
            return true;
    }
    return false;
}

/* A device that comes back from the same place, or replaces what it has, takes the place of its own
 * old binding (RFC 5626 6; TS 24.229 has that for every Contact of a user). */
static bool is_replaced(const struct binding *binding, const struct transaction *transaction,
                        const struct registration *registration)
{
    return binding->owner == registration || registration->is_ims ||
           (binding->instance && binding->instance == registration->instance) ||
           endpoint_equal(&binding->source, &transaction->client) ||
           facts_same_host(binding->contact, registration->contact);
}

/* A binding that should be alive by all that was seen, and is not in the list. Many registrars drop
 * what was bound over a connection when that closes, which the capture need not show. */
static void miss(struct event *event, const struct binding *binding,
                 const struct transaction *transaction, const struct registration *registration)
{
    if (binding->state != BINDING_LIVE || binding->transport != TRANSPORT_UDP ||
        binding->expires_at <= event->time + 2 * SECOND ||
        is_replaced(binding, transaction, registration) || is_asked_to_go(binding))
        return;
    if (!event->missed)
        event->missed = binding;
    event->missed_count++;
}

/* It listed a binding of somebody else beside the client's own. */
static bool shows_others(const struct event *event)
{
    bool shows = false;

    for (unsigned i = 0; i < event->contact_count; i++) {
        if (event->contacts[i].outcome == CONTACT_MISSING)
            return false;
    }
    for (unsigned i = 0; i < event->report->binding_count; i++)
        shows |= event->report->bindings[i].foreign;
    return shows && event->contact_count;
}

void tracker_take_unlisted(struct tracker *tracker, struct event *event,
                           const struct transaction *transaction,
                           const struct registration *registration)
{
    const struct facts *facts = event->facts;
    struct server_record *heard = tracker_server(tracker, &facts->packet->source);

    heard->shows_others |= shows_others(event);
    for (struct binding *binding = registration->aor->bindings; binding; binding = binding->next) {

        if (!binding_is_alive(binding) || binding->granted_in == event->report->frame ||
            !endpoint_same_ip(&binding->server, &facts->packet->source) ||
            is_listed(facts, binding))
            continue;
        if (transaction->is_star) {
            tracker_remove(event, binding, registration);
        } else if (binding->granted_at >= transaction->first_time) {
            continue; /* granted while this was under way: the list may be the older one */
        } else if (!heard->hides_others || binding->owner == registration) {
            miss(event, binding, transaction, registration);
            binding_end(binding, BINDING_GONE, event->report->frame, event->time);
        }
    }
    event->first_missed = event->missed_count && !heard->left_out;
    heard->left_out |= event->missed_count > 0;
}

void tracker_note_return(struct tracker *tracker, const struct binding *binding, int64_t expires_at)
{
    if (llabs(expires_at - binding->expires_at) <= 2 * SECOND)
        tracker_server(tracker, &binding->server)->hides_others = true;
}

void tracker_note_target(struct tracker *tracker, const struct binding *target,
                         const struct endpoint *source)
{
    if (target->state == BINDING_GONE && target->granted_in && target->expires_at > tracker->now &&
        endpoint_same_ip(&target->server, source))
        tracker_server(tracker, &target->server)->hides_others = true;
}

/* Bindings that this registrar granted, that are alive with 2 s to spare, and that the REGISTER does
 * not name itself. */
void tracker_count_others(struct event *event, const struct transaction *transaction,
                          const struct registration *registration)
{
    const struct report *report = event->report;
    const struct binding *named[FACTS_CONTACTS_MAX];
    unsigned count = 0;

    if (event->server_record->hides_others)
        return;
    for (unsigned i = 0; i < report->contact_count; i++)
        named[i] = aor_find_binding(registration->aor, registration, report->contacts[i].sent,
                                    report->contacts[i].instance, report->contacts[i].reg_id);
    for (const struct binding *binding = registration->aor->bindings;
         binding && !transaction->is_star; binding = binding->next) {
        bool is_named = false;

        for (unsigned i = 0; i < report->contact_count && !is_named; i++)
            is_named = named[i] == binding;
        count += !is_named && binding->state == BINDING_LIVE &&
                 binding->expires_at > event->time + 2 * SECOND &&
                 endpoint_same_ip(&binding->server, &event->facts->packet->source);
    }
    event->others_alive = count;
}
