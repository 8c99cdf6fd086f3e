/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bindings that another client took over or removed, or that a 2xx no longer lists.
 */
#include "diagnosis/causes.h"

unsigned cause_other_bindings(const struct event *event)
{
    unsigned count = 0;

    if (!event->registration)
        return 0;
    for (const struct binding *binding = event->registration->aor->bindings; binding;
         binding = binding->next)
        count += binding_has_time(binding, event->time) && binding->owner != event->registration &&
                 (!event->transaction ||
                  endpoint_same_ip(&binding->server, &event->transaction->server));
    return count;
}

bool cause_took_over_from_same_address(const struct event *event)
{
    const struct binding *lost = event->bindings->losses;

    return event->bindings->loss_count && event->transaction &&
           transaction_is_moved(event->transaction, lost->contact, &lost->source);
}

static bool took_over_from_elsewhere(const struct event *event)
{
    return event->bindings->loss_count && !cause_took_over_from_same_address(event);
}

/* Registrars may trust an address that is configured: such a client may have been there before the other one. */
static bool is_unchallenged(const struct event *event, const struct registration *loser)
{
    return event_lacks_challenge(event) && loser && !event_is_trusted(event) &&
           event->registration->first_in > loser->first_in;
}

bool cause_removes_unchallenged(const struct event *event)
{
    return event->bindings->loss_count && is_unchallenged(event, cause_loss(event)->owner);
}

bool cause_removes_by_right(const struct event *event)
{
    return !cause_removes_unchallenged(event);
}

/* What looks like the same device does not count. */
bool cause_takes_over_unchallenged(const struct event *event)
{
    const struct finding *found = finding_of(event->report, RULE_sec_binding_overwritten);

    return took_over_from_elsewhere(event) && is_unchallenged(event, cause_loss(event)->owner) &&
           found && found->severity >= SEVERITY_WARN;
}

bool cause_takes_over_by_right(const struct event *event)
{
    return took_over_from_elsewhere(event) && !cause_takes_over_unchallenged(event);
}

/* The first one from another address: the client may remove bindings of other devices beside it as well. */
const struct binding *cause_loss(const struct event *event)
{
    const struct event_bindings *bindings = event->bindings;

    if (!bindings || !event->transaction)
        return NULL;
    for (unsigned i = 0; i < bindings->loss_count; i++) {
        if (!endpoint_same_ip(&bindings->losses[i].source, &event->transaction->client))
            return &bindings->losses[i];
    }
    return bindings->loss_count ? &bindings->losses[0] : NULL;
}

/* Two instances are two devices. */
bool cause_is_other_instance(const struct event *event)
{
    const struct binding *lost = cause_loss(event);
    const char *instance = event->registration ? event->registration->instance : NULL;

    return lost && lost->instance && instance && lost->instance != instance;
}

/* ... and two programs are two clients. */
bool cause_may_have_moved(const struct event *event)
{
    const struct binding *lost;

    if (!event->transaction || !event->bindings->loss_count || cause_is_other_instance(event))
        return false;
    lost = cause_loss(event);
    return !lost->user_agent || !event->registration->user_agent ||
           facts_same_product(lost->user_agent, event->registration->user_agent);
}

/* A registrar that lists only a client's own bindings has not lost those of others. Nor one whose removal the
 * capture may lack. */
bool cause_missed_by_other(const struct event *event)
{
    const struct registration *owner = event->bindings->missed->owner;

    return event->server && event->server->shows_others && owner && owner != event->registration &&
           !completeness_is_doubtful(&owner->completeness, owner->attempt.number);
}

bool cause_missed_unchallenged(const struct event *event)
{
    return cause_missed_by_other(event) && is_unchallenged(event, event->bindings->missed->owner);
}
