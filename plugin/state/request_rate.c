/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/request_rate.h"

#include <glib.h>

#include "base/elapsed.h"

enum {
    /* Seconds within which a challenge is followed by credentials, and these are accepted. */
    SETTLED_AFTER = 5,
    /* Seconds that are remembered: some more, because they are examined only when a message
     * arrives. */
    REMEMBERED = 8,
    REPORTED_AGAIN_AFTER = 60
};

struct request_rate_second {
    int64_t second;
    uint32_t first_in;
    uint32_t requests;
    uint32_t retries;    /* of them, those with credentials */
    uint32_t accepted;   /* accepted ones of the requests sent in this second */
    uint32_t challenged; /* the same, challenged without credentials */
    uint64_t devices;    /* a bit for each, some share one */
    bool looked_at;
};

void request_rate_clear(struct request_rate *request_rate)
{
    g_clear_pointer(&request_rate->seconds, g_free);
}

static struct request_rate_second *place_of(const struct request_rate *request_rate, int64_t second)
{
    return &request_rate->seconds[second % REMEMBERED];
}

void request_rate_note_request(struct request_rate *request_rate, int64_t time, uint32_t frame,
                               uint32_t device, bool has_credentials)
{
    int64_t second = time / SECOND;
    struct request_rate_second *place;

    request_rate->open++;
    if (second != request_rate->second) {
        request_rate->second = second;
        request_rate->in_second = 0;
    }
    if (!request_rate->seconds && ++request_rate->in_second < REQUEST_RATE_FROM)
        return;
    if (!request_rate->seconds)
        request_rate->seconds = g_new0(struct request_rate_second, REMEMBERED);
    place = place_of(request_rate, second);
    if (place->second != second)
        *place = (struct request_rate_second){.second = second, .first_in = frame};
    place->requests++;
    place->devices |= UINT64_C(1) << device % 64;
    place->retries += has_credentials;
}

void request_rate_note_response(struct request_rate *request_rate, int64_t began, unsigned status,
                                bool has_credentials)
{
    struct request_rate_second *place;

    if (request_rate->open)
        request_rate->open--;
    if (!request_rate->seconds)
        return;
    place = place_of(request_rate, began / SECOND);
    if (place->second != began / SECOND)
        return;
    place->accepted += status >= 200 && status < 300;
    place->challenged += (status == 401 || status == 407) && !has_credentials;
}

/* The outcome of the requests of a second and of those that followed them up. */
static void add_up(const struct request_rate *request_rate, int64_t second,
                   struct request_rate_found *found)
{
    uint32_t accepted = 0, challenged = 0, retries = 0, fine;

    found->total = 0;
    for (unsigned i = 0; i < REMEMBERED; i++) {
        const struct request_rate_second *each = &request_rate->seconds[i];

        if (each->second < second || each->second >= second + SETTLED_AFTER)
            continue;
        found->total += each->requests;
        accepted += each->accepted;
        challenged += each->challenged;
        retries += each->retries;
    }
    fine = accepted + MIN(challenged, retries);
    found->unsuccessful = found->total - MIN(fine, found->total);
}

/* Many phones behind one NAT that all come at once, for instance after the registrar was restarted. */
static bool has_many_devices(const struct request_rate_second *second)
{
    enum { MANY = 16 };
    unsigned count = 0;

    for (uint64_t rest = second->devices; rest; rest &= rest - 1)
        count++;
    return count >= MANY;
}

/* Examines each second once, the oldest first. */
static bool find_busy_second(struct request_rate *request_rate, int64_t time, unsigned limit,
                             struct request_rate_found *found)
{
    for (unsigned i = 0; i < REMEMBERED; i++) {
        struct request_rate_second *each = place_of(request_rate, time / SECOND + 1 + i);

        if (each->looked_at || each->requests <= limit ||
            time / SECOND - each->second < SETTLED_AFTER)
            continue;
        each->looked_at = true;
        found->first_in = each->first_in;
        found->requests = each->requests;
        add_up(request_rate, each->second, found);
        if (found->unsuccessful > found->total / 2 && !has_many_devices(each))
            return true;
    }
    return false;
}

bool request_rate_find(struct request_rate *request_rate, int64_t time, unsigned limit,
                       struct request_rate_found *found)
{
    if (!request_rate->seconds || (request_rate->reported_at && time - request_rate->reported_at <
                                                                    REPORTED_AGAIN_AFTER * SECOND))
        return false;
    *found = (struct request_rate_found){.open = request_rate->open};
    if (!find_busy_second(request_rate, time, limit, found)) {
        found->first_in = 0;
        if (request_rate->open <= REQUEST_RATE_OPEN_MAX)
            return false;
    }
    request_rate->reported_at = time;
    return true;
}
