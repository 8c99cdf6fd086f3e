/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/deadline.h"

/* Refers to its deadline by a slot, so that an entry moves without touching it. */
struct entry {
    int64_t at;
    uint32_t order; /* of two at the same time the one that was set earlier is first */
    uint32_t slot;
};

struct slot {
    struct deadline *deadline;
    uint32_t order;     /* of the entry that counts; 0: the slot is free */
    uint32_t next_free; /* valid if it is: the next one, or NO_SLOT */
};

/* A binary heap: an entry is never later than its children, at 2n+1 and 2n+2. One whose deadline was cancelled stays
 * until its time, or until most are such ones. */
struct deadlines {
    struct entry *heap;
    unsigned count; /* of its entries */
    unsigned room;
    GArray *slots;      /* struct slot */
    uint32_t free_slot; /* the first one, or NO_SLOT */
    uint32_t set;       /* how many so far */
    unsigned live;      /* entries that count */
};

enum {
    NO_SLOT = UINT32_MAX,
    /* Fewer entries are not worth looking through. */
    CLEAN_FROM = 64
};

static struct entry *entry_at(const struct deadlines *deadlines, unsigned place)
{
    return &deadlines->heap[place];
}

static struct slot *slot_at(const struct deadlines *deadlines, unsigned slot)
{
    return &g_array_index(deadlines->slots, struct slot, slot);
}

static bool is_before(const struct entry *a, const struct entry *b)
{
    return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static bool is_live(const struct deadlines *deadlines, const struct entry *entry)
{
    return slot_at(deadlines, entry->slot)->order == entry->order;
}

/* Moves the entry up from the free place. */
static void put_up(struct deadlines *deadlines, unsigned place, struct entry entry)
{
    while (place > 0 && is_before(&entry, entry_at(deadlines, (place - 1) / 2))) {
        *entry_at(deadlines, place) = *entry_at(deadlines, (place - 1) / 2);
        place = (place - 1) / 2;
    }
    *entry_at(deadlines, place) = entry;
}

/* Moves it down. */
static void put_down(struct deadlines *deadlines, unsigned place, struct entry entry)
{
    unsigned count = deadlines->count;

    for (;;) {
        unsigned next = 2 * place + 1;

        if (next + 1 < count && is_before(entry_at(deadlines, next + 1), entry_at(deadlines, next)))
            next++;
        if (next >= count || is_before(&entry, entry_at(deadlines, next)))
            break;
        *entry_at(deadlines, place) = *entry_at(deadlines, next);
        place = next;
    }
    *entry_at(deadlines, place) = entry;
}

/* Drops the entries that do not count. */
static void clean(struct deadlines *deadlines)
{
    unsigned count = 0;

    for (unsigned i = 0; i < deadlines->count; i++) {
        if (is_live(deadlines, entry_at(deadlines, i)))
            *entry_at(deadlines, count++) = *entry_at(deadlines, i);
    }
    deadlines->count = count;
    for (unsigned i = count / 2; i > 0; i--)
        put_down(deadlines, i - 1, *entry_at(deadlines, i - 1));
}

struct deadlines *deadlines_new(void)
{
    struct deadlines *deadlines = g_new0(struct deadlines, 1);

    deadlines->slots = g_array_new(FALSE, FALSE, sizeof(struct slot));
    deadlines->free_slot = NO_SLOT;
    return deadlines;
}

void deadlines_free(struct deadlines *deadlines)
{
    if (!deadlines)
        return;
    g_array_free(deadlines->slots, TRUE);
    g_free(deadlines->heap);
    g_free(deadlines);
}

static uint32_t take_slot(struct deadlines *deadlines)
{
    uint32_t slot = deadlines->free_slot;

    if (slot != NO_SLOT) {
        deadlines->free_slot = slot_at(deadlines, slot)->next_free;
    } else {
        slot = deadlines->slots->len;
        g_array_set_size(deadlines->slots, slot + 1);
    }
    return slot;
}

void deadline_set(struct deadlines *deadlines, struct deadline *deadline, int64_t at)
{
    struct entry entry = {.at = at};

    deadline_cancel(deadline);
    if (++deadlines->set == 0)
        deadlines->set = 1;
    entry.order = deadlines->set;
    entry.slot = take_slot(deadlines);
    *slot_at(deadlines, entry.slot) = (struct slot){deadline, entry.order, NO_SLOT};
    deadline->at = at;
    deadline->in = deadlines;
    deadline->slot = entry.slot;
    deadlines->live++;
    if (deadlines->count == deadlines->room) {
        deadlines->room = MAX(2 * deadlines->room, (unsigned)CLEAN_FROM);
        deadlines->heap = g_renew(struct entry, deadlines->heap, deadlines->room);
    }
    put_up(deadlines, deadlines->count++, entry);
}

void deadline_cancel(struct deadline *deadline)
{
    struct deadlines *deadlines = deadline->in;

    if (!deadlines)
        return;
    deadline->in = NULL;
    *slot_at(deadlines, deadline->slot) = (struct slot){NULL, 0, deadlines->free_slot};
    deadlines->free_slot = deadline->slot;
    deadlines->live--;
    if (deadlines->count > CLEAN_FROM && deadlines->count / 2 > deadlines->live)
        clean(deadlines);
}

/* The first entry, which is then gone. */
static struct entry take_first(struct deadlines *deadlines)
{
    struct entry first = *entry_at(deadlines, 0);
    struct entry last = *entry_at(deadlines, --deadlines->count);

    if (deadlines->count)
        put_down(deadlines, 0, last);
    return first;
}

struct deadline *deadlines_next(struct deadlines *deadlines, int64_t time)
{
    while (deadlines->count && entry_at(deadlines, 0)->at <= time) {
        struct entry first = take_first(deadlines);
        struct deadline *deadline = slot_at(deadlines, first.slot)->deadline;

        if (!is_live(deadlines, &first))
            continue;
        deadline_cancel(deadline);
        return deadline;
    }
    return NULL;
}
