/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/outage.h"

#include <glib.h>

void history_advance(struct history *history, int64_t now)
{
    int64_t passed = history->since ? now - history->since : 0;

    if (passed > 0 && history->is_wanted) {
        if (!history->is_bound && !history_open(history)) {
            history->pending += passed;
        } else {
            history->wanted += passed;
            history->bound += history->is_bound ? passed : 0;
        }
    }
    history->since = MAX(history->since, now);
}

/* What may have become an outage will be none. */
static void overcome(struct history *history)
{
    history->pending = 0;
    history->failure = (struct first_failure){0};
}

void history_want(struct history *history, bool is_wanted)
{
    history->is_wanted = is_wanted;
    if (!is_wanted)
        overcome(history);
}

void history_bind(struct history *history, bool is_bound)
{
    history->is_bound = is_bound;
    if (is_bound)
        overcome(history);
}

static struct outage *new_outage(const struct history *history, struct pool *pool)
{
    struct outage *outage = pool_allocate(pool, sizeof(*outage));

    outage->before = history->latest;
    outage->number = history_count(history) + 1;
    return outage;
}

struct outage *history_note_failure(struct history *history, struct pool *pool,
                                    enum outage_kind kind, int64_t time, struct report *report)
{
    struct first_failure *failure = &history->failure;

    if (failure->outage || history_open(history))
        return NULL;
    *failure = (struct first_failure){new_outage(history, pool), report, time, (uint8_t)kind};
    if (!report->in_outage)
        report->outage = failure->outage;
    return failure->outage;
}

void history_begin_outage(struct history *history, struct pool *pool, enum outage_kind kind,
                          int64_t from, struct report *report)
{
    const struct history *owner = report_place(report)->history;
    struct outage *outage = history_open(history);

    history_advance(history, from);
    history->wanted += history->pending;
    history->pending = 0;
    if (!outage) {
        outage = history->failure.outage ? history->failure.outage : new_outage(history, pool);
        history->failure = (struct first_failure){0};
        outage->kind = (uint8_t)kind;
        outage->from = from;
        outage->first_in = report->frame;
        outage->is_open = true;
        history->latest = outage;
    }
    outage->last_in = MAX(outage->last_in, report->frame);
    /* That of another client lies in its own. */
    if (report->in_outage || (owner && owner != history))
        return;
    report->outage = outage;
    report->in_outage = true;
}

static int64_t length_of(const struct outage *outage)
{
    return outage->until - outage->from;
}

void history_end_outage(struct history *history, int64_t now, const struct report *report,
                        bool is_bound)
{
    struct outage *outage = history_open(history);

    if (!outage)
        return;
    outage->is_open = false;
    outage->is_bound = is_bound;
    outage->until = MAX(now, outage->from);
    outage->last_in = report->frame;
    if (!history->longest || length_of(outage) > length_of(history->longest))
        history->longest = outage;
}

void history_end_binding(struct history *history, int64_t end)
{
    history_advance(history, end);
    if (history->is_wanted && history->is_bound && history->since > end)
        history->bound -= MIN(history->bound, history->since - end);
    history->is_bound = false;
}

void history_cancel_outage(struct history *history)
{
    struct outage *outage = history_open(history);

    if (!outage)
        return;
    /* Whether it was bound is not known for this time. */
    if (history->since > outage->from) {
        history->wanted -= MIN(history->wanted, history->since - outage->from);
        history->bound = MIN(history->bound, history->wanted);
    }
    outage->is_open = false;
    outage->kind = OUTAGE_NONE;
    outage->verdict = (struct verdict){0};
    history->latest = outage->before;
}

void history_place(const struct history *history, struct report *report)
{
    struct outage *outage = history->failure.outage ? history->failure.outage : history->latest;

    if (!outage)
        return;
    report->outage = outage;
    report->in_outage = outage->is_open;
    if (outage->is_open)
        outage->last_in = MAX(outage->last_in, report->frame);
}
