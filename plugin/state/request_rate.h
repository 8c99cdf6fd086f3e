/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How many REGISTERs one source sends a second, and what becomes of them.
 */
#ifndef SIPREG_STATE_REQUEST_RATE_H
#define SIPREG_STATE_REQUEST_RATE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    /* From so many a second on a source is counted by the second: no single phone sends as many. */
    REQUEST_RATE_FROM = 20,
    /* Requests without a final answer that are too many for any gateway: in the 32 s that each of
     * them waits an answering registrar takes more. */
    REQUEST_RATE_OPEN_MAX = 1000
};

struct request_rate_second;

/* All zero to begin with. */
struct request_rate {
    int64_t second;              /* the current one, in s since 1970 */
    int64_t told_at;             /* when it was last found; 0: never */
    uint32_t in_second;          /* requests in it */
    uint32_t open;               /* requests without a final answer */
    struct request_rate_second *seconds; /* the latest; NULL: it never had as many */
};

void request_rate_clear(struct request_rate *request_rate);

/* A new REGISTER transaction, without copies. */
void request_rate_note_request(struct request_rate *request_rate, int64_t time, uint32_t frame, bool has_credentials);

/* Its first final answer, or 0 where none came in time. `began` is the time of the request. */
void request_rate_note_answer(struct request_rate *request_rate, int64_t began, unsigned status, bool has_credentials);

struct request_rate_found {
    uint32_t first_in; /* frame of the first request in its second; 0: only many that are open */
    uint32_t requests; /* in that second */
    uint32_t total;    /* ... and the four after it */
    uint32_t in_vain;  /* of these: unanswered, refused, or challenged and not tried again */
    uint32_t open;
};

/* True where the source had more than `limit` requests in a second, most of them in vain, long enough
 * ago to know that; or has too many open ones. At most once a minute. */
bool request_rate_find(struct request_rate *request_rate, int64_t time, unsigned limit, struct request_rate_found *found);

#endif
