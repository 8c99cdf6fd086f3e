/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/deadline.h"

struct entry {
    int64_t at;
    uint64_t order; /* insertion order: of two at the same time the earlier one is first */
    struct deadline *deadline;
};

/* A binary heap: an entry is never later than its children, at 2n+1 and 2n+2. */
struct deadlines {
    GArray *heap; /* struct entry */
    uint64_t set; /* how many so far */
};

static struct entry *entry_at(const struct deadlines *deadlines, unsigned place)
{
    return &g_array_index(deadlines->heap, struct entry, place);
}

static bool is_before(const struct entry *a, const struct entry *b)
{
    return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static void put(struct deadlines *deadlines, unsigned place, struct entry entry)
{
    *entry_at(deadlines, place) = entry;
    entry.deadline->place = place;
}

/* Moves the entry up from the free place. */
static void put_up(struct deadlines *deadlines, unsigned place, struct entry entry)
{
    while (place > 0 && is_before(&entry, entry_at(deadlines, (place - 1) / 2))) {
        put(deadlines, place, *entry_at(deadlines, (place - 1) / 2));
        place = (place - 1) / 2;
    }
    put(deadlines, place, entry);
}

/* Moves it down. */
static void put_down(struct deadlines *deadlines, unsigned place, struct entry entry)
{
    unsigned count = deadlines->heap->len;

    for (;;) {
        unsigned next = 2 * place + 1;

        if (next + 1 < count && is_before(entry_at(deadlines, next + 1), entry_at(deadlines, next)))
            next++;
        if (next >= count || is_before(&entry, entry_at(deadlines, next)))
            break;
        put(deadlines, place, *entry_at(deadlines, next));
        place = next;
    }
    put(deadlines, place, entry);
}

struct deadlines *deadlines_new(void)
{
    struct deadlines *deadlines = g_new0(struct deadlines, 1);

    deadlines->heap = g_array_new(FALSE, FALSE, sizeof(struct entry));
    return deadlines;
}

void deadlines_free(struct deadlines *deadlines)
{
    if (!deadlines)
        return;
    g_array_free(deadlines->heap, TRUE);
    g_free(deadlines);
}

void deadline_set(struct deadlines *deadlines, struct deadline *deadline, int64_t at)
{
    struct entry entry = {.at = at, .order = deadlines->set++, .deadline = deadline};

    deadline_cancel(deadline);
    deadline->at = at;
    deadline->in = deadlines;
    g_array_set_size(deadlines->heap, deadlines->heap->len + 1);
    put_up(deadlines, deadlines->heap->len - 1, entry);
}

void deadline_cancel(struct deadline *deadline)
{
    struct deadlines *deadlines = deadline->in;
    unsigned place = deadline->place;
    struct entry last;

    if (!deadlines)
        return;
    deadline->in = NULL;
    last = *entry_at(deadlines, deadlines->heap->len - 1);
    g_array_set_size(deadlines->heap, deadlines->heap->len - 1);
    if (last.deadline == deadline)
        return;
    if (place > 0 && is_before(&last, entry_at(deadlines, (place - 1) / 2)))
        put_up(deadlines, place, last);
    else
        put_down(deadlines, place, last);
}

struct deadline *deadlines_next(struct deadlines *deadlines, int64_t time)
{
    struct deadline *first;

    if (deadlines->heap->len == 0 || entry_at(deadlines, 0)->at > time)
        return NULL;
    first = entry_at(deadlines, 0)->deadline;
    deadline_cancel(first);
    return first;
}
