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
    if (registration->latest && !registration->latest->outage)
        registration->latest->outage = report->outage;
}

void tracker_outage_request(struct registration *registration, const struct report *report,
                            int64_t time)
{
    struct history *history = &registration->history;

    history_advance(history, time);
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

    if (waiting && is_missed(registration))
        begin(tracker, registration, OUTAGE_REFUSED, since, waiting);
}

void tracker_outage_silence(struct tracker *tracker, struct registration *registration,
                            const struct transaction *transaction)
{
    if (is_missed(registration))
        begin(tracker, registration,
              transaction->unreachable ? OUTAGE_UNDELIVERABLE : OUTAGE_NO_RESPONSE,
              transaction->deadline.at, transaction->request);
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
    if (history->is_bound)
        history_end_outage(history, time, report, true);
}

/* Credentials that the capture shows to be refused for themselves, or a response that ends the attempt. */
static bool is_refusal(const struct event_draft *draft, const struct registration *registration)
{
    if (draft->event.facts->status < 300)
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
                   draft->bindings.contact_count) {
            begin(tracker, registration, OUTAGE_NOT_LISTED, time, draft->report);
        }
    } else if (is_refusal(draft, registration) && is_missed(registration)) {
        begin(tracker, registration, OUTAGE_REFUSED, time, draft->report);
    }
}

void tracker_outage_binding_ended(struct tracker *tracker, struct registration *owner,
                                  enum outage_kind kind, int64_t from, struct report *report)
{
    struct history *history = owner ? &owner->history : NULL;

    if (!history || !history->is_bound || registration_is_bound(owner))
        return;
    history_end_binding(history, from);
    if (history->is_wanted)
        begin(tracker, owner, kind, from, report);
}

void tracker_outage_removed(struct tracker *tracker, const struct binding *binding, int64_t time,
                            struct report *report)
{
    struct registration *owner = binding->owner;

    for (const struct binding *each = owner->aor->bindings; each; each = each->next) {
        if (each != binding && each->owner == owner && binding_is_alive(each))
            return;
    }
    if (!owner->history.is_bound)
        return;
    history_end_binding(&owner->history, time);
    if (owner->history.is_wanted)
        begin(tracker, owner, OUTAGE_REMOVED, time, report);
}

void tracker_outage_was_none(const struct binding *binding)
{
    struct history *history = binding->owner ? &binding->owner->history : NULL;
    const struct outage *outage = history ? history_open(history) : NULL;

    if (outage && outage->kind == OUTAGE_NOT_LISTED)
        history_cancel_outage(history);
}
