/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/agents.h"

#include "diagnosis/ranking.h"
#include "state/outage.h"

enum {
    /* Agents of one AOR that a NOTIFY is compared with, newest first: a user has one to five devices. */
    NOTIFIED_MAX = 16
};

/* An agent of the AOR, which may be a client of the same server as well. */
static unsigned whose_event(const struct suspicion *suspicion, const struct event *event)
{
    return endpoint_same_ip(&suspicion->server, &event->transaction->server)
               ? LOOKS_AT_AGENTS | LOOKS_AT_OTHERS
               : LOOKS_AT_AGENTS;
}

static void reconsider_fellow(struct verdict *verdict, const struct event *event, struct pool *pool)
{
    bool changed = false;

    for (struct suspicion *each = verdict->raised; each; each = each->next) {
        if (cause_has_trait(each->row, LOOKS_AT_AGENTS))
            changed |= suspicion_reconsider(each, event, whose_event(each, event), pool);
    }
    if (changed)
        ranking_revise(verdict);
}

void agents_reconsider_fellows(const struct event *event, struct pool *pool)
{
    struct registration *each = event->aor ? event->aor->agents : NULL;

    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->older) {
        if (each == event->registration)
            continue;
        reconsider_fellow(&each->history.standing, event, pool);
        if (each->history.latest)
            reconsider_fellow(&each->history.latest->verdict, event, pool);
    }
}

void agents_reconsider_ends(const struct event *event, struct pool *pool)
{
    struct history *sender = NULL, *target = subject_of_owner(event->target).history;

    for (const struct binding *binding = event->registration ? event->aor->bindings : NULL;
         binding && !sender; binding = binding->next) {
        if (binding->owner == event->registration)
            sender = subject_of_owner(binding).history;
    }
    suspicion_reconsider_all(sender, event, pool);
    if (target != sender)
        suspicion_reconsider_all(target, event, pool);
}

void agents_reconsider_notified(const struct event *event, struct pool *pool)
{
    struct registration *agent = event->aor->agents;

    for (unsigned i = 0; agent && i < NOTIFIED_MAX; i++, agent = agent->older)
        suspicion_reconsider_all(&agent->history, event, pool);
}
