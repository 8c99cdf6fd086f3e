/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whose trouble it is.
 */
#ifndef SIPREG_DIAGNOSIS_SUBJECT_H
#define SIPREG_DIAGNOSIS_SUBJECT_H

#include "diagnosis/causes.h"

/* A registration, and its history, which alone is changed here. */
struct subject {
    const struct registration *registration;
    struct history *history; /* NULL: nobody's */
};

struct subject subject_of_owner(const struct binding *binding);

static inline struct subject subject_of_event(const struct event *event)
{
    if (!event->registration)
        return (struct subject){0};
    return (struct subject){event->registration, report_place(event->report)->history};
}

/* The one that the row speaks of. */
struct subject subject_of_cause(const struct cause_row *row, const struct event *event);

/* That of its outage, else the one beside its outages. */
struct verdict *subject_verdict(const struct subject *subject);

#endif
