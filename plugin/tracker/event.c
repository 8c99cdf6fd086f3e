/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tracker/event.h"

#include "state/outage.h"
#include "tracker/tracker_state.h"

static const struct ims no_ims;

struct event_draft tracker_event(struct tracker *tracker, const struct facts *facts,
                                 struct report *report, unsigned triggers)
{
    return (struct event_draft){
        .event =
            {
                .triggers = triggers,
                .time = facts ? facts->packet->time : tracker->now,
                .settings = &tracker->settings,
                .counts = &tracker->counts,
                .report = report,
                .facts = facts,
                .ims_before = &no_ims,
            },
        .report = report,
        .credentials = {.checks = tracker->checks},
        .bindings = {.contacts = tracker->contacts, .losses = tracker->losses},
        .notify = {.contacts = tracker->notified},
    };
}

/* Clears the parts that do not belong to the event's triggers: a rule must not depend on them by
 * accident. */
static void keep_contract(struct event_draft *draft)
{
    struct event *event = &draft->event;

#define EVENT_GIVEN(type, name, always, sometimes)                                                 \
    if (!(event->triggers & ((always) | (sometimes))))                                             \
        event->name = NULL;
#define EVENT_MADE(type, name, always)                                                             \
    event->name = event->triggers & (always) ? &draft->name : NULL;
    EVENT_PARTS(EVENT_GIVEN, EVENT_MADE)
#undef EVENT_GIVEN
#undef EVENT_MADE
}

/* Test builds only: aborts if an event lacks a part that its triggers promise. */
static void check_contract(const struct event *event)
{
#ifdef SIPREG_CHECK_EVENTS
#define EVENT_GIVEN(type, name, always, sometimes)                                                 \
    if (event->triggers & (always))                                                                \
        g_assert_nonnull(event->name);
#define EVENT_MADE(type, name, always)
    EVENT_PARTS(EVENT_GIVEN, EVENT_MADE)
#undef EVENT_GIVEN
#undef EVENT_MADE
#else
    (void)event;
#endif
}

/* What is known by now: the first request of a capture stands alone. */
static enum event_addresses addresses_of(const struct tracker *tracker, const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct registration *registration = event->registration;
    const struct endpoint *from, *to;

    if (event->facts) {
        from = &event->facts->packet->source;
        to = &event->facts->packet->destination;
    } else if (transaction) {
        from = &transaction->client;
        to = &transaction->server;
    } else if (registration) {
        from = &registration->last.source;
        to = &registration->last.destination;
    } else {
        return ADDRESSES_ARE_REAL;
    }
    if (endpoint_is_loopback(from) || endpoint_is_loopback(to))
        return ADDRESSES_ARE_LOCAL;
    return tracker->has_observer && servers_get(tracker->servers, to)->is_observer
               ? ADDRESSES_ARE_OBSERVED
               : ADDRESSES_ARE_REAL;
}

void tracker_emit(struct tracker *tracker, struct event_draft *draft)
{
    if (!draft->event.triggers)
        return;
    tracker_fill_capture(tracker, draft);
    keep_contract(draft);
    check_contract(&draft->event);
    draft->event.addresses = (uint8_t)addresses_of(tracker, &draft->event);
    tracker->handler(&draft->event, draft->report, tracker->handler_data);
}

void tracker_fill_place(struct report *report, struct registration *registration)
{
    if (!registration)
        return;
    report->place = registration_place(registration);
    report->state = registration->state;
    registration->history.state = registration->state;
    history_place(&registration->history, report);
}

void tracker_fill_aor(const struct tracker *tracker, struct report *report, const char *aor)
{
    struct report_place place = *report_place(report);

    place.aor = aor;
    report->place = pool_duplicate(tracker->pool, &place, sizeof(place));
}

void tracker_fill_told(const struct tracker *tracker, struct report *report,
                       const struct facts *facts)
{
    if (facts->told)
        report_make_rare(report, tracker->pool)->told = facts->told;
}

void tracker_attempt_over(struct registration *registration)
{
    registration->attempt.open = false;
    registration->attempt.waiting = NULL;
    deadline_cancel(&registration->attempt.deadline);
}
