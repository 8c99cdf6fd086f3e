/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A 2xx and its list of bindings (RFC 3261 10.2.4, 10.3 step 8): which of them are the client's
 * own, the outcome of each, and what the list shows of others.
 */
#include "tracker/tracker_state.h"

#include "state/aor_form.h"

static bool is_to_be_removed(const struct report_contact *contact)
{
    return contact->has_requested && contact->requested_s == 0;
}

/* The list of a 2xx, while the Contacts of its REGISTER are matched with it. */
struct listing {
    const struct facts *facts;
    const struct report *report;
    struct endpoint seen_at;               /* the source of the request, as the server saw it */
    const char *unauthenticated;           /* of a REGISTER without credentials before; or NULL */
    bool is_looked_up[FACTS_CONTACTS_MAX]; /* of each Contact in it: the next is valid */
    bool is_sent[FACTS_CONTACTS_MAX];      /* the REGISTER contains exactly this Contact */
};

static struct listing listing_of(const struct event_draft *draft,
                                 const struct transaction *transaction)
{
    const struct facts_via *via = &draft->event.facts->via;
    struct listing listing = {
        .facts = draft->event.facts, .report = draft->report, .seen_at = transaction->client};

    if (via->received.family != ENDPOINT_NONE)
        memcpy(listing.seen_at.ip, via->received.ip, sizeof(listing.seen_at.ip));
    if (via->rport)
        listing.seen_at.port = via->rport;
    return listing;
}

/* True if the REGISTER contains exactly this Contact, which then is not a rewritten one. Computed
 * once, because every sent Contact may need it for every listed one. */
static bool is_sent_as_listed(struct listing *listing, unsigned at)
{
    const struct report *report = listing->report;
    const char *listed = listing->facts->contacts[at].uri;

    if (!listing->is_looked_up[at]) {
        listing->is_looked_up[at] = true;
        for (unsigned i = 0; i < report->contact_count && !listing->is_sent[at]; i++)
            listing->is_sent[at] = facts_same_uri(report->contacts[i].sent, listed);
    }
    return listing->is_sent[at];
}

/* A removed Contact should not be listed: a similar one may be another Contact of the client,
 * unless the capture shows that the registrar has rewritten one into the other. */
static bool may_be_rewritten(const struct report_contact *sent, const struct facts_contact *listed,
                             const struct binding *binding)
{
    return !is_to_be_removed(sent) ||
           (binding && binding->rewritten && facts_same_uri(binding->rewritten, listed->uri));
}

/* The device is the same, but the Contact is the one of an earlier REGISTER, which was not accepted. */
static bool is_unauthenticated(const struct listing *listing, const struct report_contact *sent,
                               const struct facts_contact *listed, const struct binding *binding)
{
    return listing->unauthenticated && facts_same_uri(listed->uri, listing->unauthenticated) &&
           !facts_same_uri(sent->sent, listing->unauthenticated) &&
           !(binding && facts_same_uri(binding->contact, listed->uri));
}

/* The source of the request as the server saw it; NAT helpers may replace the host alone. */
static bool leads_to_source(const struct listing *listing, const struct report_contact *sent,
                            const struct facts_contact *listed)
{
    struct endpoint own;

    return endpoint_equal(&listed->host, &listing->seen_at) ||
           (endpoint_same_ip(&listed->host, &listing->seen_at) &&
            facts_uri_endpoint(sent->sent, &own) && own.port == listed->host.port);
}

/* Two devices in two private networks may have one address. */
static bool is_other_instance(const struct report_contact *sent, const struct facts_contact *listed)
{
    return sent->instance && listed->instance && sent->instance != listed->instance;
}

/* As registrars write it, or rewritten by a registrar or NAT helper to the source of the request. */
static bool is_rewritten(struct listing *listing, const struct report_contact *sent, unsigned at,
                         const struct binding *binding)
{
    const struct facts_contact *listed = &listing->facts->contacts[at];

    return may_be_rewritten(sent, listed, binding) &&
           (facts_is_same_target(sent->sent, listed->uri) ||
            (leads_to_source(listing, sent, listed) &&
             facts_same_user_part(sent->sent, listed->uri))) &&
           !is_sent_as_listed(listing, at);
}

/* The listed form of an own Contact: equal under RFC 3261 19.1.4, otherwise the same instance and
 * flow, otherwise rewritten. One that a list ends with 0 s may go on in another form. */
static const struct facts_contact *find_listed(struct listing *listing,
                                               const struct report_contact *sent,
                                               const struct binding *binding)
{
    const struct facts *facts = listing->facts;
    const struct facts_contact *ended = NULL, *by_instance = NULL, *rewritten = NULL;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *listed = &facts->contacts[i];
        bool same_flow = !sent->reg_id || !listed->reg_id || sent->reg_id == listed->reg_id;

        if (is_to_be_removed(sent) && is_other_instance(sent, listed))
            continue;
        if (same_flow && facts_same_uri(sent->sent, listed->uri)) {
            if (is_to_be_removed(sent) || tracker_lists_time(listed))
                return listed;
            ended = listed;
            continue;
        }
        /* A device that replaces its Contact removes the old one: this is the new one. */
        if (sent->instance && listed->instance == sent->instance &&
            !is_unauthenticated(listing, sent, listed, binding) &&
            (is_to_be_removed(sent) ? sent->reg_id && sent->reg_id == listed->reg_id : same_flow))
            by_instance = listed;
        if (same_flow && is_rewritten(listing, sent, i, binding))
            rewritten = listed;
    }
    if (by_instance && (!ended || tracker_lists_time(by_instance)))
        return by_instance;
    return rewritten && (!ended || tracker_lists_time(rewritten)) ? rewritten : ended;
}

/* The granted time: as listed, otherwise as requested (RFC 3261 10.2.4 has no other source). */
static bool granted_time(const struct facts *facts, const struct report_contact *contact,
                         const struct facts_contact *listed, uint32_t *seconds)
{
    if (listed && listed->has_expires) {
        *seconds = listed->expires_s;
        return true;
    }
    if (!listed && facts->contact_count == 0 && facts->has_expires) {
        *seconds = facts->expires_s;
        return true;
    }
    *seconds = contact->requested_s;
    return false;
}

/* Records that another client's binding is replaced or removed. */
static void lose(struct event_draft *draft, const struct binding *binding,
                 const struct registration *registration)
{
    if (binding->owner && binding->owner != registration && binding->state == BINDING_LIVE &&
        binding_has_time(binding, draft->event.time) &&
        draft->bindings.loss_count < EVENT_LOSSES_MAX)
        draft->bindings.losses[draft->bindings.loss_count++] = *binding;
}

void tracker_remove(struct tracker *tracker, struct event_draft *draft, struct binding *binding,
                    const struct registration *registration)
{
    struct registration *owner = binding->owner;

    lose(draft, binding, registration);
    binding->removed_at = draft->event.time;
    binding->removed_by = registration->number;
    binding_end(binding, BINDING_REMOVED, draft->report->frame, draft->event.time);
    if (owner && owner != registration && owner->state == STATE_REGISTERED &&
        !registration_is_bound(owner))
        owner->state = owner->history.state = STATE_REMOVED;
    if (owner != registration)
        tracker_outage_replaced(tracker, draft, binding);
}

static void bind(struct tracker *tracker, struct event_draft *draft, struct binding *binding,
                 const struct transaction *transaction, struct registration *registration,
                 uint32_t seconds)
{
    binding->owner = registration;
    binding->report = draft->report;
    binding->call_id = transaction->call_id;
    binding->cseq = transaction->cseq;
    binding->user_agent = registration->user_agent;
    binding->source = transaction->client;
    binding->server = transaction->server;
    binding->transport = transaction->transport;
    binding->granted_in = draft->report->frame;
    binding->state = BINDING_LIVE;
    aors_note_contact(tracker->aors, binding->contact, binding->aor);
    aor_forms_note(tracker->aor_forms, tracker->pool, binding->aor);
    if (binding->rewritten)
        aors_note_contact(tracker->aors, binding->rewritten, binding->aor);
    binding_grant(binding, tracker->deadlines, draft->event.time, seconds, tracker_slack(tracker));
}

/* Records what a 2xx bound, for reports. It replaces what the device had bound before, unless that
 * is still listed. */
static void note_own(struct tracker *tracker, const struct event_draft *draft,
                     struct binding *binding, struct report_contact *contact,
                     const struct facts_contact *listed)
{
    struct report_bound *bound = binding->bound;

    if (listed || !bound || !facts_same_uri(bound->contact, contact->sent))
        bound = binding_bound(binding, tracker->pool, listed ? listed->uri : contact->sent);
    binding->removed_by = binding->owner->number; /* the device itself replaced what it had */
    binding_end_bound(binding, bound, draft->report->frame, draft->event.time, END_REMOVED);
    bound->registration = binding->owner->number;
    bound->bound_in = draft->report->frame;
    bound->has_granted = contact->has_grant;
    bound->granted_s = binding->granted_s;
    bound->expires_at = contact->expires_at;
    bound->ended_in = 0;
    contact->bound = bound;
}

/* Records a listed binding. Its granted time and its creator come from its own 2xx. */
static struct report_bound *note_listed(struct tracker *tracker, const struct event_draft *draft,
                                        struct binding *binding, const struct facts_contact *listed)
{
    struct report_bound *bound;
    int64_t expires_at = draft->event.time + (int64_t)listed->expires_s * SECOND;

    if (!binding || !tracker_lists_time(listed))
        return NULL;
    bound = binding_bound(binding, tracker->pool, listed->uri);
    if (listed->has_expires && (bound->ended_in || expires_at > bound->expires_at + 2 * SECOND))
        bound->expires_at = expires_at;
    bound->ended_in = 0;
    return bound;
}

/* The Contact itself: another one of the same device is not removed with it. */
static bool is_named(const struct binding *binding, const struct report_contact *contact)
{
    return (contact->reg_id && contact->reg_id == binding->reg_id) ||
           facts_same_uri(binding->contact, contact->sent) ||
           (binding->rewritten && facts_same_uri(binding->rewritten, contact->sent));
}

/* The binding that this Contact replaces because the two are alike. A registrar that lists both tells
 * them apart (RFC 3261 10.3 step 7), and they are so from then on. */
static struct binding *find_replaced(const struct facts *facts, struct registration *registration,
                                     const struct report_contact *contact)
{
    struct binding *binding =
        contact->reg_id ? NULL
                        : registration_find_alike(registration, contact->sent, contact->instance);

    for (unsigned i = 0; binding && i < facts->contact_count; i++) {
        const struct facts_contact *listed = &facts->contacts[i];

        if (tracker_lists_time(listed) &&
            (facts_same_uri(binding->contact, listed->uri) ||
             (binding->rewritten && facts_same_uri(binding->rewritten, listed->uri))))
            registration->keeps_alike = true;
    }
    return registration->keeps_alike ? NULL : binding;
}

static void take_own(struct tracker *tracker, struct event_draft *draft,
                     const struct transaction *transaction, struct registration *registration,
                     struct listing *listing, struct report_contact *contact)
{
    const struct facts *facts = draft->event.facts;
    struct binding *binding = aor_find_binding(registration->aor, registration, contact->sent,
                                               contact->instance, contact->reg_id);
    const struct facts_contact *listed = find_listed(listing, contact, binding);
    struct event_contact outcome = {.contact = contact, .listed = listed};
    uint32_t seconds;

    if (!binding)
        binding = find_replaced(facts, registration, contact);
    if (is_to_be_removed(contact) && binding && !is_named(binding, contact))
        binding = NULL;
    if (binding) {
        outcome.before = *binding;
        outcome.had_before = true;
    }
    contact->has_grant = granted_time(facts, contact, listed, &seconds);
    if (listed)
        contact->granted = listed->uri;
    if (is_to_be_removed(contact)) {
        outcome.outcome = tracker_lists_time(listed) ? CONTACT_KEPT : CONTACT_REMOVED;
        contact->has_grant = listed != NULL && contact->has_grant;
        if (binding && outcome.outcome == CONTACT_REMOVED) {
            tracker_remove(tracker, draft, binding, registration);
        }
    } else if (listed && !tracker_lists_time(listed)) {
        outcome.outcome = CONTACT_ZERO;
        if (binding)
            binding_end(binding, BINDING_GONE, draft->report->frame, draft->event.time);
    } else if (!listed && !(facts->contact_count == 0 && contact->has_grant && seconds)) {
        outcome.outcome = CONTACT_MISSING;
        contact->has_grant = false;
        if (binding && !facts->contacts_cut && !facts->incomplete)
            binding_end(binding, BINDING_GONE, draft->report->frame, draft->event.time);
    } else {
        bool own_before = binding && binding->owner == registration &&
                          (binding->state == BINDING_LIVE || binding->state == BINDING_EXPIRED);

        outcome.outcome =
            listed ? (own_before ? CONTACT_REFRESHED : CONTACT_CREATED) : CONTACT_MISSING;
        if (!binding)
            binding = aor_add_binding(registration->aor, contact->sent, contact->instance,
                                      contact->reg_id);
        lose(draft, binding, registration);
        binding->contact = contact->sent;
        binding->rewritten =
            listed && !facts_same_uri(contact->sent, listed->uri) ? listed->uri : NULL;
        binding->param_is_moved = binding->rewritten && listed->has_uri_param_outside;
        bind(tracker, draft, binding, transaction, registration, seconds);
        contact->expires_at = contact->has_grant ? binding->expires_at : 0;
        note_own(tracker, draft, binding, contact, listed);
    }
    contact->granted_s = contact->has_grant ? seconds : 0;
    if (draft->bindings.contact_count < EVENT_CONTACTS_MAX)
        draft->bindings.contacts[draft->bindings.contact_count++] = outcome;
}

static void take_all_own(struct tracker *tracker, struct event_draft *draft,
                         const struct transaction *transaction, struct registration *registration)
{
    struct listing listing = listing_of(draft, transaction);
    struct report *report = draft->report;

    if (registration->last.has_credentials)
        listing.unauthenticated = registration->unauthenticated.contact;
    for (unsigned i = 0; i < report->contact_count; i++) {
        if (strcmp(report->contacts[i].sent, "*") != 0)
            take_own(tracker, draft, transaction, registration, &listing, &report->contacts[i]);
    }
}

/* A listed binding that is not the client's: it is alive, whatever its owner's state. */
static void take_listed(struct tracker *tracker, const struct event_draft *draft,
                        const struct registration *registration, const struct facts_contact *listed)
{
    struct binding *binding = aor_find_binding(registration->aor, registration, listed->uri,
                                               listed->instance, listed->reg_id);
    int64_t expires_at = draft->event.time + (int64_t)listed->expires_s * SECOND;

    if (binding && binding->granted_in == draft->report->frame)
        return;
    if (!tracker_lists_time(listed) || !listed->has_expires)
        return;
    if (!binding) {
        binding = aor_add_binding(registration->aor, listed->uri, listed->instance, listed->reg_id);
        binding->server = draft->event.facts->packet->source;
    }
    if (binding_is_alive(binding) && expires_at <= binding->expires_at + 2 * SECOND)
        return;
    if (binding->state == BINDING_GONE)
        tracker_note_return(tracker, binding, expires_at);
    if (binding->state == BINDING_LIVE) {
        /* Extended by another request; its owner's grant remains as it was. */
        binding->expires_at = expires_at;
        deadline_set(tracker->deadlines, &binding->deadline, expires_at + tracker_slack(tracker));
        return;
    }
    binding->state = BINDING_LISTED;
    binding_grant(binding, tracker->deadlines, draft->event.time, listed->expires_s,
                  tracker_slack(tracker));
}

/* Neither sent by this client nor, as far as the capture shows, by another registration of its
 * device. */
static bool is_foreign(const struct facts_contact *listed, const struct binding *binding,
                       const struct transaction *transaction,
                       const struct registration *registration)
{
    if (!transaction || !tracker_lists_time(listed) ||
        (listed->instance && listed->instance == registration->instance))
        return false;
    return !binding || !binding->owner ||
           (binding->owner != registration &&
            !endpoint_equal(&binding->source, &transaction->client));
}

/* In the report, own bindings have the client's Contact as the registrar lists it. */
static void fill_list(struct tracker *tracker, struct report *report,
                      const struct event_draft *draft, const struct transaction *transaction,
                      const struct registration *registration)
{
    const struct facts *facts = draft->event.facts;

    report->has_binding_list = facts->contact_count || !facts->incomplete;
    report->bindings_listed = (uint16_t)facts->contact_count;
    report->binding_count = (uint16_t)facts->contact_count;
    report->bindings =
        pool_allocate(tracker->pool, facts->contact_count * sizeof(*report->bindings));
    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *listed = &facts->contacts[i];
        struct binding *binding = aor_find_binding(registration->aor, registration, listed->uri,
                                                   listed->instance, listed->reg_id);
        struct report_binding *place = &report->bindings[i];

        *place = (struct report_binding){
            .contact = listed->uri,
            .instance = listed->instance,
            .reg_id = listed->reg_id,
            .expires_s = listed->expires_s,
            .has_expires = listed->has_expires,
            .remaining = (int64_t)listed->expires_s * SECOND,
        };
        for (unsigned j = 0; j < draft->bindings.contact_count; j++) {
            const struct report_contact *own = draft->bindings.contacts[j].contact;

            if (draft->bindings.contacts[j].listed != listed)
                continue;
            place->own = true;
            binding = aor_find_binding(registration->aor, registration, own->sent, own->instance,
                                       own->reg_id);
        }
        place->bound = note_listed(tracker, draft, binding, listed);
        place->foreign = !place->own && is_foreign(listed, binding, transaction, registration);
        if (binding && binding->expires_at) {
            place->remaining = binding->expires_at - draft->event.time;
            place->granted_in = binding->granted_in;
        }
    }
}
void tracker_apply_bindings(struct tracker *tracker, struct event_draft *draft,
                            const struct transaction *transaction,
                            struct registration *registration)
{
    const struct facts *facts = draft->event.facts;
    struct report *report = draft->report;
    bool is_complete = !facts->contacts_cut && !facts->incomplete;

    draft->event.server = servers_get(tracker->servers, &facts->packet->source);
    if (transaction) {
        tracker_count_others(draft, transaction, registration);
        take_all_own(tracker, draft, transaction, registration);
    }
    for (unsigned i = 0; i < facts->contact_count; i++)
        take_listed(tracker, draft, registration, &facts->contacts[i]);
    draft->bindings.star_removed = transaction && transaction->is_star;
    fill_list(tracker, report, draft, transaction, registration);
    if (is_complete && transaction && (facts->contact_count || transaction->is_removal))
        tracker_take_unlisted(tracker, draft, transaction, registration);
}

/* --- What a list of bindings lacks. It is meant to be complete (RFC 3261 10.3 step 8), but some
 * session border controllers show each client its own binding alone: whether a registrar's lists
 * are complete has to be observed. */

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

/* Its owner, or a Contact *, requested its removal since, with whatever outcome. */
static bool was_to_be_removed(const struct binding *binding)
{
    unsigned looked_at = 0;

    for (const struct registration *agent = binding->aor->agents;
         agent && looked_at < AGENTS_SEARCHED_MAX; agent = agent->older, looked_at++) {
        unsigned intent = agent->last.report ? agent->last.report->intent : INTENT_NONE;

        if (agent->last.time >= binding->granted_at &&
            (intent == INTENT_REMOVE_ALL || (intent == INTENT_REMOVE && agent == binding->owner)))
            return true;
    }
    return false;
}

/* A device that returns from the same address, or replaces its Contact, takes over its own old
 * binding (RFC 5626 6; TS 24.229 does so for every Contact of a user). Two instances are two devices,
 * also at one host. */
static bool is_replaced(const struct binding *binding, const struct transaction *transaction,
                        const struct registration *registration)
{
    return binding->owner == registration || registration->is_ims ||
           (binding->instance && binding->instance == registration->instance) ||
           endpoint_equal(&binding->source, &transaction->client) ||
           (!(binding->instance && registration->instance) &&
            facts_same_host(binding->contact, registration->contact));
}

/* A binding that should be alive by all that is known, but is not listed. Many registrars drop the
 * bindings of a connection when it closes, which the capture need not show. */
static void miss(struct event_draft *draft, const struct binding *binding,
                 const struct transaction *transaction, const struct registration *registration)
{
    if (binding->state != BINDING_LIVE || binding->transport != TRANSPORT_UDP ||
        binding->expires_at <= draft->event.time + 2 * SECOND ||
        is_replaced(binding, transaction, registration) || was_to_be_removed(binding))
        return;
    if (!draft->bindings.missed)
        draft->bindings.missed = binding;
    draft->bindings.missed_count++;
}

/* Two clients that refresh by a timer come after the same time, whether they are replaced meanwhile or not; one that
 * moves to and fro comes and goes as its user does. */
static bool is_steady(int64_t before, int64_t after)
{
    enum { WITHIN_PERCENT = 10 };

    return before > 0 && after > 0 && llabs(after - before) * 100 <= WITHIN_PERCENT * before;
}

/* A binding of another client has ended before its time because of this REGISTER. */
static void note_turn(struct event_draft *draft, const struct binding *binding,
                      const struct transaction *transaction, struct registration *registration)
{
    struct turns before = registration->aor->rare->turns, *turns;
    const struct last_request *past = &registration->past->before;
    bool is_next = before.latest == binding->owner && before.other == registration;
    int64_t after;

    if (binding->state != BINDING_LIVE || !binding->owner ||
        binding->expires_at <= draft->event.time + 2 * SECOND ||
        is_replaced(binding, transaction, registration) || was_to_be_removed(binding) ||
        flow_has_ended(binding->owner->flow))
        return;
    after = past->report ? registration->last.time - past->time : 0;
    turns = &aor_rare(registration->aor)->turns;
    *turns = (struct turns){.latest = registration,
                            .other = binding->owner,
                            .from = binding->source,
                            .call_id = is_next ? before.call_id : NULL,
                            .calls = is_next ? before.calls : 0,
                            .count = is_next && before.count < UINT32_MAX ? before.count + 1 : 1,
                            .steady = is_next && is_steady(before.after, after) &&
                                              before.steady < UINT32_MAX
                                          ? before.steady + 1
                                          : 0,
                            .after = after};
    draft->bindings.turns = turns;
}

/* The list includes another client's binding beside the client's own. */
static bool shows_others(const struct event_draft *draft)
{
    bool shows = false;

    for (unsigned i = 0; i < draft->bindings.contact_count; i++) {
        if (draft->bindings.contacts[i].outcome == CONTACT_MISSING)
            return false;
    }
    for (unsigned i = 0; i < draft->report->binding_count; i++)
        shows |= draft->report->bindings[i].foreign;
    return shows && draft->bindings.contact_count;
}

/* Where the other one gets calls, too, it is bound, whoever sends them. */
void tracker_note_call(const struct binding *target, const struct facts *facts)
{
    struct turns *turns;

    if (!target->aor->rare->turns.latest || g_strcmp0(facts->method_name, "INVITE") != 0)
        return;
    turns = &aor_rare(target->aor)->turns;
    if (target->owner != turns->latest) {
        turns->calls = 0;
        turns->latest = NULL;
    } else if (facts->call_id != turns->call_id &&
               endpoint_same_ip(&facts->packet->source, &target->server)) {
        turns->call_id = facts->call_id;
        turns->calls++;
    }
}

void tracker_take_unlisted(struct tracker *tracker, struct event_draft *draft,
                           const struct transaction *transaction, struct registration *registration)
{
    const struct facts *facts = draft->event.facts;
    struct server_record *record = servers_get(tracker->servers, &facts->packet->source);

    record->shows_others |= shows_others(draft);
    for (struct binding *binding = registration->aor->bindings; binding; binding = binding->next) {

        if (!binding_is_alive(binding) || binding->granted_in == draft->report->frame ||
            !endpoint_same_ip(&binding->server, &facts->packet->source) ||
            is_listed(facts, binding))
            continue;
        if (transaction->is_star) {
            tracker_remove(tracker, draft, binding, registration);
        } else if (binding->granted_at >= transaction->first_time) {
            continue; /* granted during this transaction: the list may be older */
        } else if (!record->hides_others || binding->owner == registration) {
            unsigned missed = draft->bindings.missed_count;

            note_turn(draft, binding, transaction, registration);
            miss(draft, binding, transaction, registration);
            binding_end(binding, BINDING_GONE, draft->report->frame, draft->event.time);
            /* Many registrars list nobody but the client itself. */
            if (binding->owner != registration && record->shows_others &&
                draft->bindings.missed_count > missed)
                tracker_outage_binding_ended(tracker, binding->owner, OUTAGE_NOT_LISTED,
                                             draft->event.time, draft->report);
        }
    }
    draft->bindings.first_missed = draft->bindings.missed_count && !record->left_out;
    record->left_out |= draft->bindings.missed_count > 0;
}

void tracker_note_return(struct tracker *tracker, const struct binding *binding, int64_t expires_at)
{
    if (llabs(expires_at - binding->expires_at) > 2 * SECOND)
        return;
    servers_get(tracker->servers, &binding->server)->hides_others = true;
    tracker_outage_was_none(binding);
}

void tracker_note_target(struct tracker *tracker, const struct binding *target,
                         const struct endpoint *source)
{
    if (target->state == BINDING_GONE && target->granted_in && target->expires_at > tracker->now &&
        endpoint_same_ip(&target->server, source)) {
        servers_get(tracker->servers, &target->server)->hides_others = true;
        tracker_outage_was_none(target);
    }
}

/* Counts the bindings granted by this registrar that are alive with 2 s to spare and not named by
 * the REGISTER. */
void tracker_count_others(struct event_draft *draft, const struct transaction *transaction,
                          const struct registration *registration)
{
    const struct report *report = draft->report;
    const struct binding *named[FACTS_CONTACTS_MAX];
    unsigned count = 0;

    if (draft->event.server->hides_others)
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
                 binding->expires_at > draft->event.time + 2 * SECOND &&
                 endpoint_same_ip(&binding->server, &draft->event.facts->packet->source);
    }
    draft->bindings.others_alive = count;
}
