/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on what an outbound client makes of its flows over time (RFC 5626 4.2, 4.5).
 */
#include "rules/engine.h"

/* The registration starts with this REGISTER. */
static bool is_new(const struct event *event)
{
    return event->registration && event->registration->first_in == event->report->frame;
}

/* The REGISTER has the source and destination of the last one of the other registration. */
static bool is_same_flow(const struct last_request *last, const struct packet *packet)
{
    return last->transport == packet->transport && endpoint_equal(&last->source, &packet->source) &&
           endpoint_equal(&last->destination, &packet->destination);
}

enum {
    /* Registrations of one AOR that are compared, newest first: no line is shared by more devices. */
    AGENTS_MAX = 32
};

/* RFC 5626 4.2.1, 4.2.2. Each flow has its own reg-id and Call-ID, so only another reg-id with the same
 * Call-ID between the same two sockets is wrong. */
void rule_ob_regid_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct facts_contact *contact = &facts->contacts[0];
    const struct registration *other;

    if (!is_new(event) || facts->contact_count != 1 || !contact->reg_id || !contact->instance)
        return;
    other = event->registration->older;
    for (unsigned i = 0; other && i < AGENTS_MAX; i++, other = other->older) {
        if (other->call_id != facts->call_id || other->instance != contact->instance ||
            !other->reg_id || other->reg_id == contact->reg_id || !registration_is_bound(other) ||
            !is_same_flow(&other->last, facts->packet))
            continue;
        finding_add(context, FORM_ob_regid_changed,
                    VALUES(of_number(contact->reg_id), of_number(other->reg_id),
                           of_frame(other->last.frame)));
        return;
    }
}

static bool looks_like(const struct registration *other, const struct event *event)
{
    const struct facts *facts = event->facts;

    return other->instance && other->user_agent == event->registration->user_agent &&
           endpoint_same_ip(&other->last.source, &facts->packet->source) &&
           facts_same_uri(other->contact, facts->contacts[0].uri);
}

/* How many instances before this one came from the same address with the same Contact and User-Agent;
 * 0 where this one was among them. */
static unsigned count_instances(const struct event *event, uint32_t *last_in)
{
    const struct registration *other = event->registration->older;
    const char *instance = event->facts->contacts[0].instance;
    const char *latest = NULL;
    unsigned count = 0;

    for (unsigned i = 0; other && i < AGENTS_MAX; i++, other = other->older) {
        if (!looks_like(other, event))
            continue;
        if (other->instance == instance)
            return 0;
        if (!count)
            *last_in = other->last.frame;
        count += other->instance != latest;
        latest = other->instance;
    }
    return count;
}

/* RFC 5626 4.1. One Call-ID is one run of one program. With a new Call-ID, one other instance may be a
 * reinstalled program or a second device behind the NAT; two others are neither. */
void rule_ob_instance_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct facts_contact *contact = &facts->contacts[0];
    const struct report *before = event->before->last.report;
    uint32_t last_in = 0;

    if (facts->contact_count != 1 || !contact->instance || !event->registration)
        return;
    if (is_new(event)) {
        unsigned count = count_instances(event, &last_in);

        if (count >= 2)
            finding_add(
                context, FORM_ob_instance_changed_restart,
                VALUES(of_text(contact->instance), of_number(count + 1), of_frame(last_in)));
        return;
    }
    if (!before || before->contact_count != 1 || event->before->last.call_id != facts->call_id ||
        !before->contacts[0].instance || before->contacts[0].instance == contact->instance ||
        !facts_same_uri(before->contacts[0].sent, contact->uri) ||
        !endpoint_same_ip(&event->before->last.source, &facts->packet->source))
        return;
    finding_add(context, FORM_ob_instance_changed,
                VALUES(of_text(before->contacts[0].instance), of_frame(before->frame),
                       of_text(contact->instance)));
}

/* RFC 5626 4.5: the shortest wait after this number of failures when all flows have failed. */
static uint32_t least_wait_s(uint32_t failures)
{
    enum { BASE_S = 30, MAX_S = 1800 };
    uint32_t longest = failures < 6 ? (uint32_t)BASE_S << failures : MAX_S;

    return MIN(longest, (uint32_t)MAX_S) / 2;
}

/* RFC 5626 4.5. The times are configurable, so a growing wait is accepted; one early retry may be a user
 * pressing a button. Another proxy may be tried at once, and retry.after_ignored covers Retry-After. */
void rule_ob_backoff(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct routes *routes = event->registration ? event->registration->routes : NULL;

    if (!routes || routes->failures < 2 || !event->registration->reg_id ||
        event->before->continues || event->transaction->is_removal ||
        routes->waited == ELAPSED_UNKNOWN || routes->waited_before <= 0 ||
        event->before->attempt.intent == INTENT_FETCH ||
        !endpoint_equal(&routes->failed_at_server, &event->facts->packet->destination) ||
        event->before->backoff.frame == routes->failed_in ||
        finding_of(event->report, RULE_retry_storm) ||
        routes->waited >= (int64_t)least_wait_s(routes->failures) * SECOND ||
        routes->waited > routes->waited_before + routes->waited_before / 4)
        return;
    finding_add(context, FORM_ob_backoff,
                VALUES(of_time(routes->waited), of_number(routes->failures),
                       of_frame(routes->failed_in), of_number(least_wait_s(routes->failures))));
}
