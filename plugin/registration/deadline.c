/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "registration/deadline.h"

struct deadlines {
    GSequence *pending; /* struct deadline, by time */
};

static int by_time(const void *a, const void *b, void *unused)
{
    int64_t left = ((const struct deadline *)a)->at;
    int64_t right = ((const struct deadline *)b)->at;

    (void)unused;
    return (left > right) - (left < right);
}

struct deadlines *deadlines_new(void)
{
    struct deadlines *deadlines = g_new(struct deadlines, 1);

    deadlines->pending = g_sequence_new(NULL);
    return deadlines;
}

void deadlines_free(struct deadlines *deadlines)
{
    if (!deadlines)
        return;
    g_sequence_free(deadlines->pending);
    g_free(deadlines);
}

void deadline_set(struct deadlines *deadlines, struct deadline *deadline, int64_t at)
{
    deadline->at = at;
    if (deadline->place)
        g_sequence_sort_changed(deadline->place, by_time, NULL);
    else
        deadline->place = g_sequence_insert_sorted(deadlines->pending, deadline, by_time, NULL);
}

void deadline_cancel(struct deadline *deadline)
{
    if (!deadline->place)
        return;
    g_sequence_remove(deadline->place);
    deadline->place = NULL;
}

struct deadline *deadlines_next(struct deadlines *deadlines, int64_t time)
{
    GSequenceIter *first = g_sequence_get_begin_iter(deadlines->pending);
    struct deadline *deadline;

    if (g_sequence_iter_is_end(first))
        return NULL;
    deadline = g_sequence_get(first);
    if (deadline->at > time)
        return NULL;
    deadline_cancel(deadline);
    return deadline;
}
