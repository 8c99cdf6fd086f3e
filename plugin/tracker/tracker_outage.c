/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * When a registration that is wanted is not there: what begins an outage, and what ends it.
 */
#include "tracker/tracker_state.h"

#include "state/outage.h"

static bool wants_binding(unsigned intent)
{
    return intent == INTENT_REGISTER || intent == INTENT_REFRESH || intent == INTENT_ADD ||
           intent == INTENT_CHANGE;
}

/* It registers under the same Call-ID from another address: its binding leads to where it no longer is. One with several
 * flows says so (RFC 5626). */
static bool has_left(const struct registration *registration)
{
    const struct accepted_path *path = &registration->past->accepted_path;

    return registration->attempt.intent == INTENT_ADD && path->frame && !registration->reg_id &&
           registration->accepted &&
           endpoint_same_ip(&path->server, &registration->last.destination) &&
           !endpoint_same_ip(&path->client, &registration->last.source) &&
           !facts_same_host(path->contact, registration->contact);
}

/* An additional Contact that is refused leaves the others as they are. */
static bool is_missed(const struct registration *registration)
{
    unsigned intent = registration->attempt.intent;

    return wants_binding(intent) &&
           (intent != INTENT_ADD || !registration_is_bound(registration) || has_left(registration));
}

static void begin(struct tracker *tracker, struct registration *registration, enum outage_kind kind,
                  int64_t from, struct report *report)
{
    struct report *latest = registration->latest;

    history_begin_outage(&registration->history, tracker->pool, kind, from, report);
    if (latest && !registration->history.latest->led_in)
        registration->history.latest->led_in = latest->frame;
    /* The attempt that led to it tells why, too. */
    if (latest && !latest->in_outage)
        latest->outage = registration->history.latest;
}

/* The CSeq shows REGISTERs that the capture lacks: they may have had the credentials, or been the refresh, if
 * the time that they got has not passed either. */
static bool may_have_been_bound(const struct registration *registration,
                                const struct report *report, int64_t time)
{
    const struct outage *outage = history_open(&registration->history);
    int64_t lacking = report->has_cseq_step ? (int64_t)report->cseq_step - 1 : 0;
    int64_t granted = 0;

    if (!outage || lacking < 1)
        return false;
    for (const struct binding *each = registration->aor->bindings; each; each = each->next) {
        if (each->owner == registration)
            granted = MAX(granted, (int64_t)each->granted_s * SECOND);
    }
    return outage->by_silence ||
           (outage->kind == OUTAGE_EXPIRED && (time - outage->from) / MIN(lacking, 100) < granted);
}

void tracker_outage_request(struct registration *registration, const struct report *report,
                            int64_t time)
{
    struct history *history = &registration->history;

    history_advance(history, time);
    if (may_have_been_bound(registration, report, time))
        history_cancel_outage(history);
    if (wants_binding(report->intent)) {
        history_want(history, true);
    } else if (report->intent == INTENT_REMOVE_ALL ||
               (report->intent == INTENT_REMOVE && !registration->history.is_bound)) {
        history_want(history, false);
        history_end_outage(history, time, report, false);
    }
}

/* When its bindings end, as far as is known; 0: it has none, or their time is not known. */
static int64_t end_of_bindings(const struct registration *registration)
{
    int64_t end = 0;

    if (!registration->history.is_bound)
        return 0;
    for (const struct binding *each = registration->aor->bindings; each; each = each->next) {
        if (each->owner == registration && binding_is_alive(each))
            end = MAX(end, each->expires_at);
    }
    return end;
}

/* That of a client which has moved leads to where it no longer is. */
static bool has_binding_left(const struct registration *registration, int64_t time)
{
    return end_of_bindings(registration) > time && registration->attempt.intent != INTENT_CHANGE &&
           !has_left(registration);
}

static struct outage *note_failure(struct tracker *tracker, struct registration *registration,
                                   enum outage_kind kind, int64_t time, struct report *report)
{
    struct outage *outage =
        history_note_failure(&registration->history, tracker->pool, kind, time, report);

    /* The attempt that fails tells why, too. */
    if (outage && registration->latest && !registration->latest->in_outage)
        registration->latest->outage = outage;
    return outage;
}

/* A failure that says nothing about the binding: while that is alive it is no outage. What failed before it
 * without being one began it. */
static void fail(struct tracker *tracker, struct registration *registration, enum outage_kind kind,
                 int64_t time, struct report *report)
{
    struct history *history = &registration->history;
    int64_t end = end_of_bindings(registration);
    bool has_ended = end && end <= time;
    struct first_failure first;

    note_failure(tracker, registration, kind, time, report);
    first = history->failure;
    if (has_binding_left(registration, time))
        return;
    if (has_ended)
        history_end_binding(history, end);
    if (first.outage)
        begin(tracker, registration, first.kind, has_ended ? end : first.time, first.report);
    begin(tracker, registration, kind, time, report);
}

void tracker_outage_unfollowed(struct tracker *tracker, struct registration *registration)
{
    struct report *waiting = registration->attempt.waiting;
    int64_t since = registration->attempt.deadline.at - tracker_timer_f(tracker);
    struct outage *outage;

    if (!waiting || !is_missed(registration) || registration->last.incomplete ||
        !(registration->attempt.open || registration->history.failure.outage))
        return;
    outage = note_failure(tracker, registration, OUTAGE_REFUSED, since, waiting);
    if (outage)
        outage->by_silence = waiting->status == 401 || waiting->status == 407;
    fail(tracker, registration, OUTAGE_REFUSED, since, waiting);
}

void tracker_outage_silence(struct tracker *tracker, struct registration *registration,
                            const struct transaction *transaction)
{
    if (is_missed(registration))
        fail(tracker, registration,
             transaction->unreachable ? OUTAGE_UNDELIVERABLE : OUTAGE_NO_RESPONSE,
             transaction->deadline.at, transaction->request);
}

void tracker_outage_undeliverable(struct tracker *tracker, struct registration *registration,
                                  const struct transaction *transaction, struct report *report,
                                  int64_t time)
{
    if (registration->last.report == transaction->request && !transaction->status &&
        registration->attempt.open && is_missed(registration))
        fail(tracker, registration, OUTAGE_UNDELIVERABLE, time, report);
}

/* One names itself in its Via, the other one the loopback address of whoever sent it. */
static bool is_loopback_of(const struct last_request *one, const struct last_request *other)
{
    return endpoint_is_loopback(&one->sent_by) && endpoint_same_ip(&other->source, &other->sent_by);
}

/* At the same address; behind a NAT the Via tells the devices apart. */
static bool is_same_host(const struct last_request *one, const struct last_request *other)
{
    return endpoint_same_ip(&one->source, &other->source) &&
           (endpoint_same_ip(&one->sent_by, &other->sent_by) || is_loopback_of(one, other) ||
            is_loopback_of(other, one));
}

/* The same device at the same server, which has sent nothing under the former Call-ID since. */
static bool is_former(const struct registration *each, const struct registration *registration)
{
    if (each->instance && registration->instance && each->instance != registration->instance)
        return false;
    /* ... all clients of an IMS network may come from its P-CSCF. */
    if (each->is_ims && (each->is_emergency != registration->is_emergency ||
                         !facts_same_host(each->contact, registration->contact)))
        return false;
    return each->last.report && each->last.frame < registration->first_in &&
           endpoint_same_ip(&each->last.destination, &registration->last.destination) &&
           is_same_host(&each->last, &registration->last) &&
           (each->user_agent == registration->user_agent ||
            facts_same_product(each->user_agent, registration->user_agent));
}

/* What kept a device from being registered is over where it is registered as another agent: on a new connection, under
 * a new Call-ID. */
static void end_former(struct registration *registration, const struct report *report, int64_t time)
{
    struct registration *each = registration->aor->agents;

    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->older) {
        if (each == registration || !history_open(&each->history) || !is_former(each, registration))
            continue;
        history_advance(&each->history, time);
        history_want(&each->history, false);
        history_end_outage(&each->history, time, report, true);
    }
}

void tracker_outage_accepted(struct registration *registration, const struct report *report,
                             int64_t time)
{
    struct history *history = &registration->history;

    history_advance(history, time);
    history_bind(history, registration_is_bound(registration));
    if (history->is_bound && report->intent != INTENT_FETCH)
        history_end_outage(history, time, report, true);
    if (history->is_bound && registration->aor->agents->older)
        end_former(registration, report, time);
}

/* Anything but a challenge, unless the capture shows that it refuses credentials for themselves. */
static bool is_refusal(const struct event_draft *draft)
{
    unsigned status = draft->event.facts->status;

    if (status == 401 || status == 407)
        return draft->refused.use && draft->refused.is_current && draft->refused.is_new &&
               !draft->refused.is_stale;
    return status >= 300;
}

/* A failure that says that the client is not wanted: whatever is left of the binding will not last. */
static void refuse(struct tracker *tracker, struct registration *registration, int64_t time,
                   struct report *report)
{
    if (has_binding_left(registration, time))
        begin(tracker, registration, OUTAGE_REFUSED, time, report);
    else
        fail(tracker, registration, OUTAGE_REFUSED, time, report);
}

/* RFC 3261 10.2, 21.4, 21.5: the request failed on its way or at the server, which leaves the binding as it
 * is. Others say that the client is not wanted. */
static bool spares_binding(unsigned status)
{
    return status == 408 || status == 480 || status == 482 || status == 483 ||
           (status >= 500 && status < 600);
}

/* A final response other than 2xx that counts for the attempt and is no challenge that may be followed. */
static void take_refusal(struct tracker *tracker, const struct event_draft *draft,
                         struct registration *registration)
{
    const struct facts *facts = draft->event.facts;
    const struct first_failure *before = &registration->history.failure;
    bool is_late = before->outage && before->report->attempt != draft->report->attempt;
    bool may_be_followed =
        registration->attempt.open || (facts->status == 500 && facts->has_retry_after);

    if (facts->status == 401 || facts->status == 407 ||
        !(may_be_followed || spares_binding(facts->status)))
        refuse(tracker, registration, draft->event.time, draft->report);
    else if (may_be_followed && !is_late)
        note_failure(tracker, registration, OUTAGE_REFUSED, draft->event.time, draft->report);
    else
        fail(tracker, registration, OUTAGE_REFUSED, draft->event.time, draft->report);
}

void tracker_outage_final(struct tracker *tracker, const struct event_draft *draft,
                          struct registration *registration, bool is_current)
{
    struct history *history = &registration->history;
    int64_t time = draft->event.time;

    if (draft->event.facts->status < 300)
        tracker_outage_accepted(registration, draft->report, time);
    if (!is_current)
        return;
    if (draft->event.facts->status < 300 && !history->is_bound) {
        if (intent_removes(registration->attempt.intent)) {
            history_want(history, false);
            history_end_outage(history, time, draft->report, false);
        } else if (is_missed(registration) && registration->attempt.intent != INTENT_FETCH &&
                   draft->bindings.contact_count && !draft->event.facts->incomplete &&
                   !draft->event.facts->contacts_cut) {
            begin(tracker, registration, OUTAGE_NOT_LISTED, time, draft->report);
        }
    } else if (is_refusal(draft) && is_missed(registration)) {
        take_refusal(tracker, draft, registration);
    }
}

/* It has none left. */
static void last_binding_ended(struct tracker *tracker, struct registration *owner,
                               enum outage_kind kind, int64_t from, struct report *report)
{
    struct history *history = &owner->history;

    if (!history->is_bound)
        return;
    history_end_binding(history, from);
    if (kind == OUTAGE_EXPIRED && history->failure.outage) {
        kind = history->failure.kind;
        report = history->failure.report;
    }
    if (history->is_wanted)
        begin(tracker, owner, kind, from, report);
}

void tracker_outage_binding_ended(struct tracker *tracker, struct registration *owner,
                                  enum outage_kind kind, int64_t from, struct report *report)
{
    if (owner && !registration_is_bound(owner))
        last_binding_ended(tracker, owner, kind, from, report);
}

static bool is_same_agent(const struct binding *a, const struct binding *b)
{
    return endpoint_same_ip(&a->source, &b->source) ||
           (a->instance && a->instance == b->instance) ||
           facts_same_product(a->user_agent, b->user_agent);
}

/* It goes on as another registration, accepted or not: what keeps that out is told there. */
static bool begins_anew(const struct binding *binding)
{
    const struct registration *each = binding->aor->agents;

    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->older) {
        if (each != binding->owner && each->first_in > binding->granted_in &&
            endpoint_same_ip(&each->last.source, &binding->source) &&
            (each->user_agent == binding->user_agent ||
             facts_same_product(each->user_agent, binding->user_agent)))
            return true;
    }
    return false;
}

/* The device has begun anew since it was bound last, as after a restart, or in another network. */
static bool has_moved(const struct binding *binding)
{
    if (begins_anew(binding))
        return true;
    for (const struct binding *each = binding->aor->bindings; each; each = each->next) {
        if (each->state == BINDING_LIVE && each->owner && each->owner != binding->owner &&
            each->owner->first_in > binding->granted_in && is_same_agent(each, binding))
            return true;
    }
    return false;
}

void tracker_outage_expired(struct tracker *tracker, const struct binding *binding)
{
    struct registration *owner = binding->owner;
    bool lacks_response =
        !owner->history.failure.outage && registration_lacks_response(owner, binding);

    tracker->has_expired = true;
    /* ... or was about to remove it. */
    if (!registration_is_bound(owner) &&
        (intent_removes(owner->attempt.intent) || has_moved(binding)))
        history_want(&owner->history, false);
    tracker_outage_binding_ended(
        tracker, owner, lacks_response ? OUTAGE_NO_RESPONSE : OUTAGE_EXPIRED, binding->expires_at,
        lacks_response ? owner->last.report : binding->report);
}

/* A device that begins anew removes what it had bound: all of it from the same address, else what it
 * names. */
static bool is_own_past(const struct tracker *tracker, const struct event *event,
                        const struct binding *binding)
{
    const struct transaction *transaction = event->transaction;
    const struct registration *registration = event->registration;
    const struct endpoint *before = &binding->source;

    if (!transaction || !registration || registration->first_in < binding->granted_in)
        return false;
    if ((binding->instance && binding->instance == registration->instance) ||
        transaction_is_moved(transaction, binding->contact, before))
        return true;
    if (endpoint_is_private(before) || endpoint_is_private(&transaction->client)
            ? endpoint_same_ip(before, &transaction->client)
            : endpoint_same_network(before, &transaction->client, tracker->settings.pool_prefix))
        return true;
    return !transaction->is_star &&
           facts_same_product(binding->user_agent, registration->user_agent);
}

void tracker_outage_replaced(struct tracker *tracker, const struct event_draft *draft,
                             const struct binding *binding)
{
    struct registration *owner = binding->owner;

    if (owner && !registration_is_bound(owner) && is_own_past(tracker, &draft->event, binding))
        history_want(&owner->history, false);
    tracker_outage_binding_ended(tracker, owner, OUTAGE_REMOVED, draft->event.time, draft->report);
}

void tracker_outage_removed(struct tracker *tracker, const struct binding *binding, int64_t time,
                            struct report *report)
{
    struct registration *owner = binding->owner;

    for (const struct binding *each = owner->aor->bindings; each; each = each->next) {
        if (each != binding && each->owner == owner && binding_is_alive(each))
            return;
    }
    last_binding_ended(tracker, owner, OUTAGE_REMOVED, time, report);
}

void tracker_outage_was_none(const struct binding *binding)
{
    struct history *history = binding->owner ? &binding->owner->history : NULL;
    const struct outage *outage = history ? history_open(history) : NULL;

    if (outage && outage->kind == OUTAGE_NOT_LISTED)
        history_cancel_outage(history);
}
