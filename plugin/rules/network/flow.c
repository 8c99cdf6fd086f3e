/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on what an outbound client makes of its flows over time (RFC 5626 4.2, 4.5).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* A registration that begins with this REGISTER. */
static bool is_new(const struct event *event)
{
    return event->registration && event->registration->first_in == event->report->frame;
}

/* The REGISTER came from the same socket to the same one as the last of the other registration. */
static bool is_same_flow(const struct last_request *last, const struct packet *packet)
{
    return last->transport == packet->transport && endpoint_equal(&last->source, &packet->source) &&
           endpoint_equal(&last->destination, &packet->destination);
}

enum {
    /* Registrations of one AOR that are looked through, newest first; more devices share no line. */
    AGENTS_MAX = 32
};

/* RFC 5626 4.2.1, 4.2.2. Each flow has a reg-id and a Call-ID of its own, so only a reg-id more in the
 * same Call-ID on the same sockets is wrong. */
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
        finding_printf(context, RULE_ob_regid_changed,
                    "reg-id=%" PRIu32 " on the flow that had reg-id=%" PRIu32 " in frame %" PRIu32
                    ": an outbound registrar keeps both bindings, and calls fork to both",
                    contact->reg_id, other->reg_id, other->last.frame);
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

/* RFC 5626 4.1. Within one Call-ID it is the same run of the same program. Across a restart once is a
 * program that was installed again, or a second device behind the NAT; twice is none of both. */
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
            finding_printf(context, RULE_ob_instance_changed,
                        "This is +sip.instance number %u from one address with one Contact, the "
                        "last was in frame %" PRIu32 ": it has to survive a restart (%s)",
                        count + 1, last_in, contact->instance);
        return;
    }
    if (!before || before->contact_count != 1 || event->before->last.call_id != facts->call_id ||
        !before->contacts[0].instance || before->contacts[0].instance == contact->instance ||
        !facts_same_uri(before->contacts[0].sent, contact->uri) ||
        !endpoint_same_ip(&event->before->last.source, &facts->packet->source))
        return;
    finding_printf(context, RULE_ob_instance_changed,
                "+sip.instance is %s, but in frame %" PRIu32
                " it was %s: it must never change in the life of a device",
                contact->instance, before->frame, before->contacts[0].instance);
}

/* RFC 5626 4.5: the least time to wait after so many failures, where all flows have failed. */
static uint32_t least_wait_s(uint32_t failures)
{
    enum { BASE_S = 30, MAX_S = 1800 };
    uint32_t longest = failures < 6 ? (uint32_t)BASE_S << failures : MAX_S;

    return MIN(longest, (uint32_t)MAX_S) / 2;
}

/* RFC 5626 4.5. The times may be configured, so one that grows is obeyed; a user may press a button
 * once. Another proxy may be tried at once, and Retry-After is retry.after_ignored's. */
void rule_ob_backoff(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct routes *routes = event->registration ? event->registration->routes : NULL;
    char waited[DURATION_TEXT_SIZE];

    if (!routes || routes->failures < 2 || !event->registration->reg_id || event->before->continues ||
        event->transaction->is_removal || !routes->waited_before ||
        event->before->attempt.intent == INTENT_FETCH ||
        !endpoint_equal(&routes->failed_at_server, &event->facts->packet->destination) ||
        event->before->backoff.frame == routes->failed_in || finding_of(event->report, RULE_retry_storm) ||
        routes->waited >= (int64_t)least_wait_s(routes->failures) * G_GINT64_CONSTANT(1000000000) ||
        routes->waited > routes->waited_before + routes->waited_before / 4)
        return;
    finding_printf(context, RULE_ob_backoff,
                "Tried again %s after failure %" PRIu32 " in a row (frame %" PRIu32
                "): the pauses have to grow, to at least %" PRIu32 " s by now",
                duration_text(routes->waited, waited), routes->failures, routes->failed_in,
                least_wait_s(routes->failures));
}
