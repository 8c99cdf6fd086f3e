/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A response that sends the client elsewhere (3xx, RFC 3261 8.1.3.4), or makes it drop an option
 * (420, RFC 3261 8.1.3.5). Created at the first such response.
 */
#ifndef SIPREG_STATE_REDIRECT_H
#define SIPREG_STATE_REDIRECT_H

#include "facts/facts.h"

enum {
    /* Targets of one redirection: a pair of servers over two transports. Where there are more, no
     * rule reports that none was followed. */
    REDIRECT_TARGETS_MAX = 4,
    /* Redirections of one attempt that are remembered: a longer chain is a loop anyway. */
    REDIRECT_TRIED_MAX = 6
};

struct redirect {
    uint32_t frame; /* of the response */
    uint16_t status;
    uint32_t attempt;        /* of the response */
    const char *request_uri; /* of the REGISTER it responds to */
    const char *targets[REDIRECT_TARGETS_MAX];
    const char *tried[REDIRECT_TRIED_MAX]; /* Request-URIs from which this attempt was redirected */
    const char *unsupported[FACTS_OPTIONS_MAX];
    uint8_t target_count;
    uint8_t tried_count;
    uint8_t unsupported_count;
    bool targets_cut; /* there are more than are kept */
};

/* True for such a response. */
static inline bool redirect_is_one(const struct facts *facts)
{
    return facts->status == 420 || (facts->status >= 300 && facts->status < 400);
}

/* Takes such a response, to a REGISTER for `request_uri` in this attempt. */
void redirect_take(struct redirect *redirect, const struct facts *facts, const char *request_uri,
                   uint32_t attempt);

/* How the Request-URI of a redirected REGISTER compares with the targets: the best match. */
enum facts_copy redirect_compare(const struct redirect *redirect, const char *request_uri);

/* True if the attempt was redirected from this URI before. */
bool redirect_was_tried(const struct redirect *redirect, const char *request_uri);

#endif
