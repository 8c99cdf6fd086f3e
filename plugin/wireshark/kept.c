/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/kept.h"

#include <string.h>

#include <glib.h>

static struct {
    struct kept *reports;
    size_t count;
    size_t room;
    size_t next; /* behind those that were read last: a pass mostly goes on there */
} all;

void kept_forget(void)
{
    g_free(all.reports);
    memset(&all, 0, sizeof(all));
}

void kept_new_frame(uint32_t frame)
{
    while (all.count > 0 && all.reports[all.count - 1].frame >= frame)
        all.count--;
}

void kept_add(struct kept kept)
{
    if (all.count == all.room) {
        all.room = MAX(2 * all.room, 256);
        all.reports = g_renew(struct kept, all.reports, all.room);
    }
    all.reports[all.count++] = kept;
}

/* The first one of this frame or of a later one. */
static size_t find(uint32_t frame)
{
    size_t low = 0, high = all.count;
    size_t next = MIN(all.next, high);

    if (next == 0 || all.reports[next - 1].frame < frame) {
        if (next == high || all.reports[next].frame >= frame)
            return next;
        low = next;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (all.reports[middle].frame < frame)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct kept *kept_of(uint32_t frame, unsigned *count)
{
    size_t first, end;

    *count = 0;
    if (all.count == 0 || all.reports[all.count - 1].frame < frame)
        return NULL;
    first = end = find(frame);
    while (end < all.count && all.reports[end].frame == frame)
        end++;
    all.next = end;
    *count = (unsigned)(end - first);
    return end > first ? &all.reports[first] : NULL;
}
