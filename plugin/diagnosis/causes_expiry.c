/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Refreshes that are late or missing, and connections that ended before them.
 */
#include "diagnosis/causes.h"

#include "base/elapsed.h"

#include <string.h>

/* A client that refreshes does so before the last twentieth of its time. What ends a connection after that
 * has not kept it from refreshing. */
static bool ended_before_refresh(const struct flow *flow, const struct binding *binding)
{
    enum { LAST_PART = 20 };

    return binding &&
           flow->lost_at < binding->expires_at - (int64_t)binding->granted_s * SECOND / LAST_PART;
}

/* ON_REQUEST has the flow as it was before; an expired binding has that of its registration, whose client may
 * have registered again since. */
bool cause_connection_ended(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct binding *binding = event->own ? event->own->binding : event->binding;
    const struct flow *flow = event->flow;

    if (!flow && registration &&
        !(registration->flow && registration->flow->lost_in &&
          registration->last.time > registration->flow->lost_at))
        flow = registration->flow;
    return flow_was_lost(flow) && ended_before_refresh(flow, binding) &&
           !strstr(binding->contact, ";pn-");
}

/* It had removed its binding, is bound again, and closes its connection at once. */
bool cause_registers_at_shutdown(const struct event *event)
{
    const int64_t at_once = 10 * SECOND;
    const struct registration *registration = event->registration;
    const struct flow *flow = registration->flow;

    return flow_has_ended(flow) && flow->closed_by &&
           flow->closed_at - event->binding->granted_at < at_once &&
           registration->past->removed_in &&
           event->binding->granted_at - registration->past->removed_at < at_once;
}

bool cause_connection_of_target_ended(const struct event *event)
{
    const struct binding *target = event->target;

    return target && target->owner && target->state == BINDING_LIVE &&
           binding_has_time(target, event->time) && flow_has_ended(target->owner->flow);
}

/* No REGISTER in between that was in time, nor one that the capture lacks and that may have been. */
bool cause_is_late(const struct event *event)
{
    const struct binding *own = event->own->binding;
    bool tried_in_time =
        own && event->before->tried_in && event->before->tried_at <= own->expires_at;

    return event->report->cseq_step <= 1 && !tried_in_time && !event->capture->is_doubtful &&
           !finding_of(event->report, RULE_auth_nc_skip);
}

/* It begins anew under another Call-ID. */
static bool begins_anew(const struct event *event)
{
    const struct finding *found = finding_of(event->report, RULE_refresh_late);

    return found && found->template == form_templates[FORM_refresh_late_anew];
}

static unsigned refreshes_in_time(const struct event *event)
{
    const struct registration *registration = event->registration;

    return MAX(registration->attempt.refresh, registration->late_refreshes) -
           registration->late_refreshes;
}

/* More than once: its timer is right. */
static bool is_usually_in_time(const struct event *event)
{
    enum { IN_TIME_FROM = 2 };

    return refreshes_in_time(event) >= IN_TIME_FROM;
}

/* It misses more than one refresh. */
static bool misses_several(const struct event *event)
{
    const struct binding *own = event->own->binding;

    return own && event->time - own->expires_at > (int64_t)own->granted_s * SECOND;
}

/* It sends something else meanwhile. */
static bool is_heard(const struct event *event)
{
    const struct binding *own = event->own->binding;

    return own && event->registration->alive_in > own->granted_in;
}

/* A client that is late once may have slept, or its frames are lost; one that is late again and again has a timer
 * that is wrong, unless it sleeps again and again, and so has one that is heard. */
static bool is_late_awake(const struct event *event)
{
    const struct registration *registration = event->registration;

    return (registration->late_refreshes > 1 &&
            (registration->late_alike || (!misses_several(event) && !is_usually_in_time(event)))) ||
           is_heard(event);
}

/* It had its connection open for a while: one that opens another for each REGISTER does not need it. One that was
 * switched off closes it, too. */
bool cause_closed_connection_itself(const struct event *event)
{
    const int64_t for_a_while = 60 * SECOND;
    const struct flow *flow = event->flow;
    const struct binding *own = event->own ? event->own->binding : NULL;

    return flow_has_ended(flow) && flow->closed_by && !flow->lost_in && own &&
           cause_is_late(event) && flow->closed_at - own->granted_at > for_a_while &&
           flow->closed_at < own->expires_at && !cause_wakes_by_push(own->contact) &&
           !begins_anew(event) && !misses_several(event);
}

/* It did not respond to requests either. */
static bool was_unreachable(const struct event *event)
{
    const struct binding *own = event->own->binding;
    const struct reach *reach = event->registration->reach;

    return own && reach && reach->has_failed && reach->frame > own->granted_in;
}

static bool was_away(const struct event *event)
{
    return event->own->binding && !is_late_awake(event) &&
           (was_unreachable(event) || misses_several(event));
}

bool cause_is_late_again(const struct event *event)
{
    return cause_is_late(event) && !begins_anew(event) && is_late_awake(event);
}

/* It begins in time, and so shortly before the end that the first credentials for the challenge come after it. */
bool cause_credentials_are_late(const struct event *event)
{
    enum { LAST_PART = 10 };
    const struct event_before *before = event->before;
    const struct binding *own = event->own ? event->own->binding : NULL;
    int64_t spare;

    if (!own || !before->continues || before->attempt.tries != 1 ||
        event->report->step != STEP_RETRY ||
        event->registration->attempt.intent != INTENT_REFRESH ||
        event->time - own->expires_at <= ELAPSED_DISORDER || event->capture->is_doubtful)
        return false;
    spare = own->expires_at - before->tried_at;
    return before->tried_in == before->attempt.first_in && before->tried_at > own->granted_at &&
           spare >= 0 && spare <= (int64_t)own->granted_s * SECOND / LAST_PART;
}

bool cause_begins_anew_awake(const struct event *event)
{
    return cause_is_late(event) && begins_anew(event) && is_heard(event);
}

/* A client that goes by the time of another Contact was there. */
static bool is_away(const struct event *event)
{
    enum { ROUNDS = 2 };

    return cause_is_late(event) && (begins_anew(event) || was_away(event)) && !is_heard(event) &&
           event->registration->other_rounds < ROUNDS;
}

/* Its timer is right: it has refreshed in time, and goes on under the same Call-ID. */
bool cause_was_away_at_times(const struct event *event)
{
    return is_away(event) && !begins_anew(event) && was_unreachable(event) &&
           refreshes_in_time(event);
}

bool cause_may_have_been_away(const struct event *event)
{
    return is_away(event) && !cause_was_away_at_times(event);
}

bool cause_misses_refresh(const struct event *event)
{
    return event->report->cseq_step > 1 || finding_of(event->report, RULE_auth_nc_skip);
}

bool cause_late_connection_ended(const struct event *event)
{
    return cause_is_late(event) && cause_connection_ended(event);
}

/* The client comes when it would have come in any case. */
static bool is_refresh_due(const struct event *event)
{
    const struct event_contact *contact =
        event->bindings->contact_count ? &event->bindings->contacts[0] : NULL;

    return contact && contact->had_before &&
           cause_is_time_to_refresh(event->transaction->first_time - contact->before.granted_at,
                                    contact->before.granted_s);
}

/* Again and again, and no pause as long was survived. */
bool cause_forgets_idle_connections(const struct event *event)
{
    const struct idle_losses *resets = event->aor ? &event->aor->rare->idle_resets : NULL;

    return resets && resets->count >= G_N_ELEMENTS(resets->frames) &&
           resets->frames[2] == event->report->frame;
}

bool cause_ends_idle_connections(const struct aor *aor)
{
    return aor->rare->idle_losses.count >= G_N_ELEMENTS(aor->rare->idle_losses.frames);
}

/* It happens again and again, and the client returns at once, or does not return in time. */
bool cause_loses_idle_connections(const struct event *event)
{
    const int64_t at_once = 30 * SECOND;
    const struct idle_losses *losses = event->aor ? &event->aor->rare->idle_losses : NULL;

    if (!losses || !cause_ends_idle_connections(event->aor))
        return false;
    if (event->triggers & ON_EXPIRY)
        return cause_connection_ended(event);
    if (event->triggers & ON_REACH)
        return event->reach->fate == REACH_REFUSED;
    if (event->triggers & ON_REQUEST)
        return finding_of(event->report, RULE_refresh_late) && cause_late_connection_ended(event);
    return event_is_accepted(event) && event->transaction->first_time >= losses->at &&
           event->transaction->first_time - losses->at <= at_once && !is_refresh_due(event);
}

bool cause_is_time_to_refresh(int64_t since, uint32_t interval_s)
{
    int64_t interval = interval_s * SECOND;

    return since >= interval / 100 * CAUSE_REFRESH_FROM && since <= interval;
}

/* An earlier attempt without an outcome may have bound the client, and this have been a refresh in time. */
static bool may_have_refreshed(const struct event *event)
{
    const struct attempt *before = &event->before->attempt;

    return before->number > 1 && !before->refresh;
}

/* It comes near the end of the interval that the client had requested, as if that had been granted. */
static bool is_end_of_requested(const struct event *event)
{
    const struct report *accepted = event->registration->accepted;
    const struct report_contact *contact =
        accepted && accepted->contact_count ? &accepted->contacts[0] : NULL;

    return cause_is_late(event) && !begins_anew(event) && contact && event->own->binding &&
           contact->has_requested && contact->has_grant &&
           contact->requested_s > contact->granted_s &&
           cause_is_time_to_refresh(event->time - event->own->binding->granted_at,
                                    contact->requested_s);
}

static bool is_end_of_own_interval(const struct event *event)
{
    return is_end_of_requested(event) && !refreshes_in_time(event) && !may_have_refreshed(event);
}

/* It has never refreshed over this connection, which lasts. */
bool cause_requested_much_more(const struct event *event)
{
    enum { TIMES = 2 };
    const struct registration *registration = event->registration;
    const struct report *accepted = registration->accepted;
    const struct report_contact *contact =
        accepted && accepted->contact_count ? &accepted->contacts[0] : NULL;

    return contact && contact->has_requested && contact->has_grant && registration->flow &&
           registration->flow->is_connection && !registration->refreshes &&
           !cause_connection_ended(event) && !cause_wakes_by_push(event->binding->contact) &&
           contact->requested_s / TIMES >= contact->granted_s;
}

/* The latest 2xx lists a Contact of another client, too. */
static bool lists_other(const struct event *event)
{
    const struct report *accepted = event->registration->accepted;

    for (unsigned i = 0; accepted && i < accepted->binding_count; i++) {
        if (!accepted->bindings[i].own)
            return true;
    }
    return false;
}

/* Alone it came in time. */
bool cause_keeps_requested_beside_other(const struct event *event)
{
    return is_end_of_requested(event) && refreshes_in_time(event) && lists_other(event);
}

static bool is_late_once(const struct event *event)
{
    return cause_is_late(event) && !begins_anew(event) && !is_late_awake(event) &&
           !was_away(event) && !cause_keeps_requested_beside_other(event);
}

/* By more than a timer that runs late, or a client that is slow. */
bool cause_is_late_at_times(const struct event *event)
{
    const int64_t long_after = 30 * SECOND;
    const struct binding *own = event->own->binding;

    return is_late_once(event) && is_usually_in_time(event) && own &&
           event->time - own->expires_at >= long_after;
}

bool cause_is_late_once(const struct event *event)
{
    return is_late_once(event) && !cause_is_late_at_times(event);
}

/* Once, it may have slept, or a refresh and its 2xx may be missing; where others are listed, they may be what misleads
 * it. */
static bool is_own_interval_proven(const struct event *event)
{
    return is_late_awake(event) && !lists_other(event);
}

bool cause_keeps_own_interval(const struct event *event)
{
    return is_own_interval_proven(event) && is_end_of_own_interval(event);
}

bool cause_keeps_own_interval_once(const struct event *event)
{
    return !is_own_interval_proven(event) && is_end_of_own_interval(event);
}

bool cause_has_time(const struct registration *registration, int64_t now)
{
    for (const struct binding *binding = registration->aor->bindings; binding;
         binding = binding->next) {
        if (binding->owner == registration && binding_has_time(binding, now))
            return true;
    }
    return false;
}

/* When the client refreshes: after as much of its time as before, with some delay; half of it where that is unknown. */
static int64_t due_after(const struct event *event)
{
    enum { DELAY = 5, HALF = 50 };
    const struct report *latest = event->registration->latest;
    int64_t granted = (int64_t)event->binding->granted_s * SECOND;
    bool is_known = event->registration->refreshes && latest && latest->has_remaining;

    return granted / 100 * (is_known ? (int64_t)latest->used + DELAY : HALF);
}

uint32_t cause_heard_when_due(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct reach *reach = registration->reach;
    uint32_t heard_in = registration->connected_in;
    int64_t at = registration->connected_at, since;

    if (reach && reach->responded_in > heard_in) {
        heard_in = reach->responded_in;
        at = reach->responded_at;
    }
    since = elapsed_between(event->binding->granted_at, at);
    return heard_in > event->binding->granted_in && since != ELAPSED_UNKNOWN &&
                   since >= due_after(event)
               ? heard_in
               : 0;
}

/* It was sent in time, and the client was still retransmitting it when the binding expired. */
bool cause_refresh_is_unanswered(const struct event *event)
{
    return registration_lacks_response(event->registration, event->binding);
}

bool cause_wakes_by_push(const char *contact)
{
    return strstr(contact, ";pn-") != NULL;
}

/* RFC 8599: its connection ends when it falls asleep. */
bool cause_sleeps_until_push(const struct event *event)
{
    return cause_wakes_by_push(event->binding->contact) && event->registration->last.has_response;
}

bool cause_is_still_bound(const struct event *event)
{
    return cause_has_time(event->registration, event->time);
}
