/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An answer that told the client to do otherwise: to ask somebody else (3xx, RFC 3261 8.1.3.4), or
 * to go without an option (420, RFC 3261 8.1.3.5). Made when the first such answer comes.
 */
#ifndef SIPREG_STATE_REDIRECT_H
#define SIPREG_STATE_REDIRECT_H

#include "facts/facts.h"

enum {
    /* Targets of one redirection: a pair of servers over two transports. Of more, no rule says that
     * none was followed. */
    REDIRECT_TARGETS_MAX = 4,
    /* Redirections of one attempt that are remembered: a chain of more is a loop anyway. */
    REDIRECT_TRIED_MAX = 6
};

struct redirect {
    uint32_t frame; /* of the answer */
    uint16_t status;
    uint32_t attempt;        /* in which it came */
    const char *request_uri; /* of the REGISTER so answered */
    const char *targets[REDIRECT_TARGETS_MAX];
    const char *tried[REDIRECT_TRIED_MAX]; /* Request-URIs that this attempt was redirected from */
    const char *unsupported[FACTS_OPTIONS_MAX];
    uint8_t target_count;
    uint8_t tried_count;
    uint8_t unsupported_count;
    bool targets_cut; /* more than are kept */
};

/* Whether the answer is one of these. */
static inline bool redirect_is_told(const struct facts *facts)
{
    return facts->status == 420 || (facts->status >= 300 && facts->status < 400);
}

/* Takes such an answer, to a REGISTER for `request_uri` in this attempt. */
void redirect_take(struct redirect *redirect, const struct facts *facts, const char *request_uri,
                 uint32_t attempt);

/* How the Request-URI of a redirected REGISTER stands to the targets: the best of them. */
enum facts_copy redirect_compare(const struct redirect *redirect, const char *request_uri);

/* Whether the attempt was redirected from this URI before. */
bool redirect_was_tried(const struct redirect *redirect, const char *request_uri);

#endif
