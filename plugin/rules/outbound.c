/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on outbound flows (RFC 5626).
 */
#include "rules/judgement.h"

static const struct facts_contact *flow_of(const struct facts *facts)
{
    for (unsigned i = 0; i < facts->contact_count; i++) {
        if (facts->contacts[i].reg_id)
            return &facts->contacts[i];
    }
    return NULL;
}

/* RFC 5626 6. The other way round, an instance without reg-id, is for GRUUs (RFC 5627). */
void rule_ob_regid_without_instance(struct judgement *judgement)
{
    const struct facts *facts = judgement->event->facts;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (!contact->reg_id || contact->instance)
            continue;
        finding_add(judgement, RULE_ob_regid_without_instance,
                    "reg-id=%" PRIu32 " without +sip.instance is not valid: the registrar takes no "
                    "notice of it (%s)",
                    contact->reg_id, contact->uri);
        return;
    }
}

/* RFC 5626 4.2.1. Behind a proxy it is not known what the client sent. Where it requires outbound, it
 * supports it. */
void rule_ob_option_missing(struct judgement *judgement)
{
    const struct facts *facts = judgement->event->facts;
    const struct facts_contact *flow = flow_of(facts);
    const char *missing;

    if (!flow || !flow->instance || facts->via_count != 1 || facts->incomplete ||
        (facts->supports_outbound && facts->supports_path))
        return;
    missing = facts->supports_path       ? "outbound"
              : facts->supports_outbound ? "path"
                                         : "outbound and path";
    if (facts->requires_outbound)
        finding_add_as(judgement, RULE_ob_option_missing, SEVERITY_NOTE,
                       "reg-id=%" PRIu32 " and Require: outbound, but Supported lacks %s",
                       flow->reg_id, missing);
    else
        finding_add(judgement, RULE_ob_option_missing,
                    "reg-id=%" PRIu32
                    " asks for a flow of its own, but Supported lacks %s: nobody on "
                    "the way has to keep it",
                    flow->reg_id, missing);
}

/* RFC 5626 4.2.3. The same user with another port or parameters is the same identity. */
void rule_ob_third_party(struct judgement *judgement)
{
    const struct facts *facts = judgement->event->facts;
    const struct facts_contact *flow = flow_of(facts);

    if (!flow || !facts->from_uri || !facts->to_uri ||
        facts_same_user(facts->from_uri, facts->to_uri))
        return;
    finding_add(judgement, RULE_ob_third_party,
                "%s registers %s with reg-id=%" PRIu32
                ": the flow would lead to who sends this, which "
                "need not be the device of the Contact",
                facts->from_uri, facts->to_uri, flow->reg_id);
}

/* RFC 5626 6. An old Contact that is removed by the way does not count. */
void rule_ob_multi_contact(struct judgement *judgement)
{
    const struct facts *facts = judgement->event->facts;
    unsigned bound = 0;
    bool has_flow = false;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (contact->has_expires && contact->expires_s == 0)
            continue;
        bound++;
        has_flow |= contact->reg_id != 0;
    }
    if (bound > 1 && has_flow)
        finding_add(
            judgement, RULE_ob_multi_contact,
            "%u Contacts in one REGISTER, and one of them with reg-id: a flow stands for one "
            "Contact, a registrar with outbound answers 400",
            bound);
}

/* RFC 5626 6, 4.2.1. */
void rule_ob_not_confirmed(struct judgement *judgement)
{
    const struct event *event = judgement->event;

    if (!event_is_accepted(event) || !event->transaction->wants_outbound ||
        event->transaction->is_removal || event->facts->requires_outbound ||
        event->facts->incomplete)
        return;
    finding_add(judgement, RULE_ob_not_confirmed,
                "The REGISTER in frame %" PRIu32 " asked for outbound, the 2xx has no Require: "
                "outbound: the flow is not kept, calls go to the Contact as it is (RFC 5626 4.2.1)",
                event->transaction->request->frame);
}

static bool had_flow(const struct report *request)
{
    for (unsigned i = 0; i < request->contact_count; i++) {
        if (request->contacts[i].reg_id && request->contacts[i].instance)
            return true;
    }
    return false;
}

/* RFC 5626 6. */
void rule_ob_unexpected_require(struct judgement *judgement)
{
    const struct event *event = judgement->event;

    if (!event_is_accepted(event) || !event->facts->requires_outbound ||
        event->transaction->incomplete || had_flow(event->transaction->request))
        return;
    finding_add(judgement, RULE_ob_unexpected_require,
                "The 2xx requires outbound, but no Contact of the REGISTER in frame %" PRIu32
                " has reg-id and +sip.instance",
                event->transaction->request->frame);
}

/* RFC 5626 6, 11.6. */
void rule_ob_439(struct judgement *judgement)
{
    const struct event *event = judgement->event;

    if (event->facts->status != 439)
        return;
    if (event->transaction && event->transaction->request)
        finding_add(
            judgement, RULE_ob_439,
            "The first proxy on the way of the REGISTER in frame %" PRIu32
            " does not support outbound: the client may try without reg-id, or another proxy",
            event->transaction->request->frame);
    else
        finding_add(judgement, RULE_ob_439,
                    "The first proxy on the way of the REGISTER does not support outbound");
}

/* RFC 5626 6. Of several hops it cannot be told which one is meant by the first: proxies add theirs
 * in front. */
void rule_ob_439_expected(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct reach *reach = event->registration ? event->registration->reach : NULL;

    if (!event_is_accepted(event) || !event->facts->requires_outbound || !reach ||
        !event->transaction->wants_outbound || event->transaction->via_count < 2 ||
        event->transaction->incomplete || reach->request_in != event->transaction->request->frame ||
        reach->path.cut || reach->path.count > 1 || reach->path_has_ob)
        return;
    if (reach->path.count)
        finding_add(judgement, RULE_ob_439_expected,
                    "The 2xx confirms outbound, but the only Path of the REGISTER in frame %" PRIu32
                    " has no ob: nobody keeps the flow (%s)",
                    reach->request_in, reach->path.uris[0]);
    else
        finding_add(judgement, RULE_ob_439_expected,
                    "The 2xx confirms outbound, but the REGISTER in frame %" PRIu32
                    " came through %d proxies and has no Path: nobody keeps the flow",
                    reach->request_in, event->transaction->via_count - 1);
}

/* RFC 5626 5.1. What the REGISTER had is told there. */
void rule_ob_path_ob_twice(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct facts *facts = event->facts;
    const struct facts_hop *marked[2];
    unsigned count = 0;

    if (facts->path_count < 2 || (facts->status && !event_is_accepted(event)) ||
        (facts->status && finding_of(event->transaction->request, RULE_ob_path_ob_twice)))
        return;
    for (unsigned i = 0; i < facts->path_count && i < FACTS_ROUTES_MAX && count < 2; i++) {
        if (facts->path[i].has_ob)
            marked[count++] = &facts->path[i];
    }
    if (count == 2)
        finding_add(
            judgement, RULE_ob_path_ob_twice,
            "Both %s and %s are marked with ob: only the proxy that the client talks to may be",
            marked[0]->uri, marked[1]->uri);
}

/* RFC 5626 5.4; RFC 6223 5. */
void rule_ob_flow_timer_misplaced(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct facts *facts = event->facts;

    if (!facts->has_flow_timer || !event_is_accepted(event) || facts->incomplete)
        return;
    if (facts->via.keep_has_value && facts->via.keep_s && facts->via.keep_s != facts->flow_timer_s)
        finding_add_as(judgement, RULE_ob_flow_timer_misplaced, SEVERITY_WARN,
                       "Flow-Timer says %" PRIu32 " s and keep in the Via %" PRIu32
                       " s: both have to be the same",
                       facts->flow_timer_s, facts->via.keep_s);
    else if (!facts->requires_outbound)
        finding_add(judgement, RULE_ob_flow_timer_misplaced,
                    "Flow-Timer: %" PRIu32
                    " without Require: outbound: it is for outbound flows alone",
                    facts->flow_timer_s);
}

/* A registration that begins with this REGISTER. */
static bool is_new(const struct event *event)
{
    return event->registration && event->registration->first_in == event->report->frame;
}

/* The REGISTER came from the same socket to the same one as the last of the other registration. */
static bool is_same_flow(const struct exchange *last, const struct packet *packet)
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
void rule_ob_regid_changed(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct facts *facts = event->facts;
    const struct facts_contact *contact = &facts->contacts[0];
    const struct registration *other;

    if (!is_new(event) || facts->contact_count != 1 || !contact->reg_id || !contact->instance)
        return;
    other = event->registration->older;
    for (unsigned i = 0; other && i < AGENTS_MAX; i++, other = other->older) {
        if (other->call_id != facts->call_id || other->instance != contact->instance ||
            !other->reg_id || other->reg_id == contact->reg_id ||
            !is_same_flow(&other->last, facts->packet))
            continue;
        finding_add(judgement, RULE_ob_regid_changed,
                    "reg-id=%" PRIu32 " on the flow that had reg-id=%" PRIu32 " in frame %" PRIu32
                    ": the registrar keeps both bindings, and calls fork to both",
                    contact->reg_id, other->reg_id, other->last.frame);
        return;
    }
}

static bool looks_like(const struct registration *other, const struct event *event)
{
    const struct facts *facts = event->facts;

    return other->instance && other->user_agent == event->registration->user_agent &&
           facts_same_uri(other->contact, facts->contacts[0].uri) &&
           endpoint_same_ip(&other->last.source, &facts->packet->source);
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
void rule_ob_instance_changed(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct facts *facts = event->facts;
    const struct facts_contact *contact = &facts->contacts[0];
    const struct report *before = event->previous.report;
    uint32_t last_in = 0;

    if (facts->contact_count != 1 || !contact->instance || !event->registration)
        return;
    if (is_new(event)) {
        unsigned count = count_instances(event, &last_in);

        if (count >= 2)
            finding_add(
                judgement, RULE_ob_instance_changed,
                "%s comes with the %u%s +sip.instance from the same address, the one before "
                "was in frame %" PRIu32 ": the ID has to survive a restart",
                contact->uri, count + 1, count == 2 ? "rd" : "th", last_in);
        return;
    }
    if (!before || before->contact_count != 1 || event->previous.call_id != facts->call_id ||
        !before->contacts[0].instance || before->contacts[0].instance == contact->instance ||
        !facts_same_uri(before->contacts[0].sent, contact->uri) ||
        !endpoint_same_ip(&event->previous.source, &facts->packet->source))
        return;
    finding_add(judgement, RULE_ob_instance_changed,
                "+sip.instance is %s, in frame %" PRIu32
                " it was %s: it has to stay the same as long "
                "as the device lives",
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
void rule_ob_backoff(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct reach *reach = event->registration ? event->registration->reach : NULL;
    char waited[DURATION_TEXT_SIZE];

    if (!reach || reach->failures < 2 || !event->registration->reg_id || event->continues ||
        event->transaction->is_removal || !reach->waited_before ||
        event->attempt_before.intent == INTENT_FETCH ||
        !endpoint_equal(&reach->failed_at_server, &event->facts->packet->destination) ||
        event->backoff.frame == reach->failed_in || finding_of(event->report, RULE_retry_storm) ||
        reach->waited >= (int64_t)least_wait_s(reach->failures) * G_GINT64_CONSTANT(1000000000) ||
        reach->waited > reach->waited_before + reach->waited_before / 4)
        return;
    finding_add(judgement, RULE_ob_backoff,
                "Tried again %s after failure %" PRIu32 " in a row (frame %" PRIu32
                "), no longer than the time before: at least %" PRIu32 " s by now",
                duration_text(reach->waited, waited), reach->failures, reach->failed_in,
                least_wait_s(reach->failures));
}
