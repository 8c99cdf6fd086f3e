/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The outages of a registration: when a binding that is wanted was not there, and how long it was.
 */
#ifndef SIPREG_STATE_OUTAGE_H
#define SIPREG_STATE_OUTAGE_H

#include "base/pool.h"
#include "base/report.h"

/* Counts the time until now (ns since 1970), as it was. Call it before anything changes. */
void history_advance(struct history *history, int64_t now);

/* A binding is wanted, or no longer. */
void history_want(struct history *history, bool is_wanted);

/* A binding is there, or none is. The time until the first one is no lack of it. */
void history_bind(struct history *history, bool is_bound);

/* The outage that is open; NULL: none. */
static inline struct outage *history_open(const struct history *history)
{
    return history->latest && history->latest->is_open ? history->latest : NULL;
}

/* Notes a failure that need not be an outage, shown by this report. Where one was noted before, or an outage is
 * open, that goes on. Returns what it may become, in the pool; NULL: none. */
struct outage *history_note_failure(struct history *history, struct pool *pool,
                                    enum outage_kind kind, int64_t time, struct report *report);

/* Begins an outage at this time, shown by this report, which then lies in it unless it is another
 * registration's. Where one is open already, that goes on. The outage is in the pool. */
void history_begin_outage(struct history *history, struct pool *pool, enum outage_kind kind,
                          int64_t from, struct report *report);

/* Ends the open outage, if there is one, in this report: by a binding, or because none is wanted. */
void history_end_outage(struct history *history, int64_t now, const struct report *report,
                        bool is_bound);

/* A binding was there only until `end`, which has passed. */
void history_end_binding(struct history *history, int64_t end);

/* The open outage turns out to be none. */
void history_cancel_outage(struct history *history);

/* Places a message in the history. */
void history_place(const struct history *history, struct report *report);

#endif
