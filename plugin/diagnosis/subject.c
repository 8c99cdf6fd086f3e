/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/subject.h"

#include "state/outage.h"

struct subject subject_of_owner(const struct binding *binding)
{
    if (!binding || !binding->owner)
        return (struct subject){0};
    return (struct subject){binding->owner, &binding->owner->history};
}

/* Its history is found by its binding. */
static struct subject of_front(const struct event *event)
{
    const struct registration *client = cause_passage(event).client;

    for (const struct binding *each = client ? client->aor->bindings : NULL; each;
         each = each->next) {
        if (each->owner == client)
            return subject_of_owner(each);
    }
    return (struct subject){0};
}

struct subject subject_of_cause(const struct cause_row *row, const struct event *event)
{
    switch (row->subject) {
    case OF_LOSER:
        return subject_of_owner(cause_loss(event));
    case OF_MISSED:
        return subject_of_owner(event->bindings->missed);
    case OF_TARGET:
        return subject_of_owner(event->target);
    case OF_FRONT:
        return of_front(event);
    case OF_NOTIFIED:
        for (unsigned i = 0; i < event->notify->count; i++) {
            if (event->notify->contacts[i].binding &&
                event->notify->contacts[i].contact->is_terminated)
                return subject_of_owner(event->notify->contacts[i].binding);
        }
        return (struct subject){0};
    default:
        return subject_of_event(event);
    }
}

struct verdict *subject_verdict(const struct subject *subject)
{
    struct outage *open = history_open(subject->history);

    return open ? &open->verdict : &subject->history->standing;
}
