/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The number of REGISTERs per second from one source, and their outcome.
 */
#ifndef SIPREG_STATE_REQUEST_RATE_H
#define SIPREG_STATE_REQUEST_RATE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    /* Sources are counted by the second from this rate on: no single phone sends as many. */
    REQUEST_RATE_FROM = 20,
    /* More open requests than any gateway has: within their 32 s a working registrar would have
     * responded. */
    REQUEST_RATE_OPEN_MAX = 1000
};

struct request_rate_second;

/* Initially all zero. */
struct request_rate {
    int64_t second;                      /* the current one, in s since 1970 */
    int64_t reported_at;                 /* when it was last reported; 0: never */
    uint32_t in_second;                  /* requests in it */
    uint32_t open;                       /* requests without a final response */
    struct request_rate_second *seconds; /* the latest; NULL: the rate was never reached */
};

void request_rate_clear(struct request_rate *request_rate);

/* Counts a new REGISTER transaction, not its copies. `device` is equal for what one device behind the
 * source sends. */
void request_rate_note_request(struct request_rate *request_rate, int64_t time, uint32_t frame,
                               uint32_t device, bool has_credentials);

/* Counts its first final response, or 0 where none came in time. `began` is the time of the
 * request. */
void request_rate_note_response(struct request_rate *request_rate, int64_t began, unsigned status,
                                bool has_credentials);

struct request_rate_found {
    uint32_t first_in; /* frame of the first request in its second; 0: only many that are open */
    uint32_t requests; /* in that second */
    uint32_t total;    /* ... and the four after it */
    uint32_t unsuccessful; /* of these: no response, refused, or challenged and not retried */
    uint32_t open;
};

/* True if the source had more than `limit` requests of few devices in a second, most of them without
 * success, long enough ago to be certain; or has too many open ones. At most once a minute. */
bool request_rate_find(struct request_rate *request_rate, int64_t time, unsigned limit,
                       struct request_rate_found *found);

#endif
