/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * When a registration that is wanted is not there: what begins an outage, and what ends it.
 */
#include "tracker/tracker_state.h"

#include "state/outage.h"

#define SECOND G_GINT64_CONSTANT(1000000000)

static bool wants_binding(unsigned intent)
{
    return intent == INTENT_REGISTER || intent == INTENT_REFRESH || intent == INTENT_ADD ||
           intent == INTENT_CHANGE;
}

/* An additional Contact that is refused leaves the others as they are. */
static bool is_missed(const struct registration *registration)
{
    unsigned intent = registration->attempt.intent;

    return wants_binding(intent) && (intent != INTENT_ADD || !registration_is_bound(registration));
}

static bool removes(unsigned intent)
{
    return intent == INTENT_REMOVE || intent == INTENT_REMOVE_ALL;
}

static void begin(struct tracker *tracker, struct registration *registration, enum outage_kind kind,
                  int64_t from, struct report *report)
{
    history_begin_outage(&registration->history, tracker->pool, kind, from, report);
    /* The attempt that led to it tells why, too. */
    if (registration->latest && !registration->latest->in_outage)
        registration->latest->outage = registration->history.latest;
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

void tracker_outage_unfollowed(struct tracker *tracker, struct registration *registration)
{
    struct report *waiting = registration->attempt.waiting;
    int64_t since = registration->attempt.deadline.at - tracker_timer_f(tracker);

    struct outage *before = history_open(&registration->history);

    if (!waiting || !is_missed(registration) || registration->last.incomplete)
        return;
    begin(tracker, registration, OUTAGE_REFUSED, since, waiting);
    if (!before)
        registration->history.latest->by_silence = waiting->status == 401 || waiting->status == 407;
}

/* When its bindings have run out, although nothing was said of it yet: a refresh is awaited. */
static int64_t end_of_bindings(const struct registration *registration, int64_t now)
{
    int64_t end = 0;

    if (!registration->history.is_bound)
        return now;
    for (const struct binding *each = registration->aor->bindings; each; each = each->next) {
        if (each->owner == registration && binding_is_alive(each))
            end = MAX(end, each->expires_at ? each->expires_at : now);
    }
    return end ? MIN(end, now) : now;
}

void tracker_outage_silence(struct tracker *tracker, struct registration *registration,
                            const struct transaction *transaction)
{
    int64_t now = transaction->deadline.at;
    int64_t from = end_of_bindings(registration, now);

    if (!is_missed(registration))
        return;
    if (from < now)
        history_end_binding(&registration->history, from);
    begin(tracker, registration,
          transaction->unreachable ? OUTAGE_UNDELIVERABLE : OUTAGE_NO_RESPONSE, from,
          transaction->request);
}

void tracker_outage_undeliverable(struct tracker *tracker, struct registration *registration,
                                  const struct transaction *transaction, struct report *report,
                                  int64_t time)
{
    if (registration->last.report == transaction->request && !transaction->status &&
        registration->attempt.open && is_missed(registration) &&
        !registration_is_bound(registration))
        begin(tracker, registration, OUTAGE_UNDELIVERABLE, time, report);
}

void tracker_outage_accepted(struct registration *registration, const struct report *report,
                             int64_t time)
{
    struct history *history = &registration->history;

    history_advance(history, time);
    history_bind(history, registration_is_bound(registration));
    if (history->is_bound && report->intent != INTENT_FETCH)
        history_end_outage(history, time, report, true);
}

/* Credentials that the capture shows to be refused for themselves, or a response that ends the attempt. */
static bool is_refusal(const struct event_draft *draft, const struct registration *registration)
{
    unsigned status = draft->event.facts->status;

    /* A challenge to a REGISTER without credentials: of interleaved ones, too. */
    if (status < 300 || ((status == 401 || status == 407) && !draft->refused.use))
        return false;
    return !registration->attempt.open ||
           (draft->refused.is_current && draft->refused.is_new && !draft->refused.is_stale);
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
        if (removes(registration->attempt.intent)) {
            history_want(history, false);
            history_end_outage(history, time, draft->report, false);
        } else if (is_missed(registration) && registration->attempt.intent != INTENT_FETCH &&
                   draft->bindings.contact_count && !draft->event.facts->incomplete &&
                   !draft->event.facts->contacts_cut) {
            begin(tracker, registration, OUTAGE_NOT_LISTED, time, draft->report);
        }
    } else if (is_refusal(draft, registration) && is_missed(registration)) {
        begin(tracker, registration, OUTAGE_REFUSED, time, draft->report);
    }
}

/* It has none left. */
static void last_binding_ended(struct tracker *tracker, struct registration *owner,
                               enum outage_kind kind, int64_t from, struct report *report)
{
    if (!owner->history.is_bound)
        return;
    history_end_binding(&owner->history, from);
    if (owner->history.is_wanted)
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

/* The device has begun anew since it was bound last, as after a restart, or in another network. */
static bool has_moved(const struct binding *binding)
{
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

    /* ... or was about to remove it. */
    if (!registration_is_bound(owner) && (removes(owner->attempt.intent) || has_moved(binding)))
        history_want(&owner->history, false);
    tracker_outage_binding_ended(tracker, owner, OUTAGE_EXPIRED, binding->expires_at,
                                 binding->report);
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
