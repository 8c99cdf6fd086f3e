/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/request_rate.h"

#include <glib.h>

#define SECOND G_GINT64_CONSTANT(1000000000)

enum {
    /* A challenge is answered, and the answer accepted, within this many seconds. */
    SETTLED_AFTER = 5,
    /* Seconds that are remembered: some more, because they are only looked at when a message comes. */
    REMEMBERED = 8,
    TOLD_AGAIN_AFTER = 60
};

struct rush_second {
    int64_t second;
    uint32_t first_in;
    uint32_t requests;
    uint32_t retries;    /* of them, those with credentials */
    uint32_t accepted;   /* of those begun in this second */
    uint32_t challenged; /* the same, without credentials */
    bool looked_at;
};

void rush_clear(struct rush *rush)
{
    g_clear_pointer(&rush->seconds, g_free);
}

static struct rush_second *place_of(const struct rush *rush, int64_t second)
{
    return &rush->seconds[second % REMEMBERED];
}

void rush_note_request(struct rush *rush, int64_t time, uint32_t frame, bool has_credentials)
{
    int64_t second = time / SECOND;
    struct rush_second *place;

    rush->open++;
    if (second != rush->second) {
        rush->second = second;
        rush->in_second = 0;
    }
    if (!rush->seconds && ++rush->in_second < RUSH_FROM)
        return;
    if (!rush->seconds)
        rush->seconds = g_new0(struct rush_second, REMEMBERED);
    place = place_of(rush, second);
    if (place->second != second)
        *place = (struct rush_second){.second = second, .first_in = frame};
    place->requests++;
    place->retries += has_credentials;
}

void rush_note_answer(struct rush *rush, int64_t began, unsigned status, bool has_credentials)
{
    struct rush_second *place;

    if (rush->open)
        rush->open--;
    if (!rush->seconds)
        return;
    place = place_of(rush, began / SECOND);
    if (place->second != began / SECOND)
        return;
    place->accepted += status >= 200 && status < 300;
    place->challenged += (status == 401 || status == 407) && !has_credentials;
}

/* What became of the requests of a second and of those that followed them up. */
static void add_up(const struct rush *rush, int64_t second, struct rush_found *found)
{
    uint32_t accepted = 0, challenged = 0, retries = 0, fine;

    found->total = 0;
    for (unsigned i = 0; i < REMEMBERED; i++) {
        const struct rush_second *each = &rush->seconds[i];

        if (each->second < second || each->second >= second + SETTLED_AFTER)
            continue;
        found->total += each->requests;
        accepted += each->accepted;
        challenged += each->challenged;
        retries += each->retries;
    }
    fine = accepted + MIN(challenged, retries);
    found->in_vain = found->total - MIN(fine, found->total);
}

/* Each second is looked at once, the oldest first. */
static bool find_busy_second(struct rush *rush, int64_t time, unsigned limit,
                             struct rush_found *found)
{
    for (unsigned i = 0; i < REMEMBERED; i++) {
        struct rush_second *each = place_of(rush, time / SECOND + 1 + i);

        if (each->looked_at || each->requests <= limit ||
            time / SECOND - each->second < SETTLED_AFTER)
            continue;
        each->looked_at = true;
        found->first_in = each->first_in;
        found->requests = each->requests;
        add_up(rush, each->second, found);
        if (found->in_vain > found->total / 2)
            return true;
    }
    return false;
}

bool rush_find(struct rush *rush, int64_t time, unsigned limit, struct rush_found *found)
{
    if (!rush->seconds || (rush->told_at && time - rush->told_at < TOLD_AGAIN_AFTER * SECOND))
        return false;
    *found = (struct rush_found){.open = rush->open};
    if (!find_busy_second(rush, time, limit, found)) {
        found->first_in = 0;
        if (rush->open <= RUSH_OPEN_MAX)
            return false;
    }
    rush->told_at = time;
    return true;
}
