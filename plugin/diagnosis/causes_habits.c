/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Habits of a client, which show only when it registers again and again; whether it has any is asked of each event.
 */
#include "diagnosis/causes.h"

#include "base/elapsed.h"

enum {
    /* Rounds of a habit; two may be chance. */
    HABIT_ROUNDS = 3
};

bool cause_never_settles(const struct event *event)
{
    return event_is_accepted(event) && event->registration->contact_changes >= HABIT_ROUNDS;
}

/* Test tools register as often as they are told to. */
bool cause_registers_at_once(const struct event *event, unsigned rounds)
{
    return event_is_accepted(event) && event->registration->hasty_refreshes >= rounds &&
           !settings_list_names(event->settings->test_tools, event->registration->user_agent);
}

/* More often than after the events that make a client register at once: a change of its network, its
 * address, its settings. */
enum { LOOP_ROUNDS = 8 };

bool cause_registers_in_loop(const struct event *event)
{
    return cause_registers_at_once(event, LOOP_ROUNDS);
}

bool cause_requests_less_each_time(const struct event *event)
{
    return event->registration && !event->before->continues && event->own->binding &&
           event->registration->shrinking_requests >= HABIT_ROUNDS;
}

/* Registered once, from the same host by the same program, and never again; and long enough before that it
 * is not another phone behind the same NAT, switched on at the same time. */
static bool is_left_behind(const struct registration *older, const struct event *event)
{
    enum { LIFE_DIVIDED_BY = 10 };
    const struct registration *now = event->registration;
    const struct report *accepted = older->accepted;
    int64_t life;

    if (older->attempts != 1 || !accepted || accepted->contact_count != 1 ||
        !cause_has_time(older, now->attempt.first_time) || older->reg_id || now->reg_id ||
        older->instance != now->instance || older->user_agent != now->user_agent ||
        !endpoint_same_ip(&older->last.source, &now->last.source))
        return false;
    life = accepted->contacts[0].granted_s * SECOND;
    return now->attempt.first_time - older->attempt.first_time > life / LIFE_DIVIDED_BY;
}

bool cause_leaves_duplicates(const struct event *event)
{
    const struct registration *older;
    unsigned count = 0;

    if (!event_is_accepted(event) || event->registration->attempts != 1 ||
        event->facts->contact_count < HABIT_ROUNDS)
        return false;
    older = event->registration->older;
    for (unsigned i = 0; older && i < AGENTS_SEARCHED_MAX; i++, older = older->older)
        count += is_left_behind(older, event);
    return count + 1 >= HABIT_ROUNDS;
}

static bool request_shows_habits(const struct event *event)
{
    return event->triggers & ON_REQUEST &&
           (cause_registers_anew(event) || cause_credentials_are_late(event));
}

static bool may_go_past_nat(const struct event *event)
{
    const struct report *latest = event->registration->latest;

    return (latest && latest->findings &&
            (cause_began_with(event, RULE_nat_no_rport) ||
             cause_began_with(event, RULE_nat_contact_private))) ||
           cause_rport_is_ignored(event) || cause_has_via_of_other_interface(event);
}

static bool keeps_former_place(const struct event *event)
{
    return cause_registers_former_address(event) || cause_keeps_former_address(event) ||
           cause_keeps_contact_of_instance(event);
}

static bool response_shows_habits(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return (transaction && transaction->via_count > 1) ||
           (event->facts->contact_count >= HABIT_ROUNDS && event->registration->attempts == 1) ||
           cause_loses_idle_connections(event) ||
           (transaction && event->response && keeps_former_place(event)) ||
           may_go_past_nat(event) ||
           (event->triggers & ON_RESPONSE && cause_states_two_intervals(event));
}

bool cause_has_bad_habits(const struct event *event)
{
    const struct registration *registration = event->registration;

    if (!registration || !event->facts)
        return false;
    return registration->contact_changes >= HABIT_ROUNDS ||
           registration->shrinking_requests >= HABIT_ROUNDS ||
           registration->hasty_refreshes >= HABIT_ROUNDS ||
           registration->other_rounds >= HABIT_ROUNDS ||
           (event->facts->status ? response_shows_habits(event) : request_shows_habits(event)) ||
           (event->triggers & ON_REACH && cause_refuses_for_sips(event));
}
