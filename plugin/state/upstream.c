/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/upstream.h"

#include "base/elapsed.h"

void upstream_note_request(struct upstream *upstream, uint32_t frame)
{
    upstream->sent_in = frame;
}

/* The longest: which of them is the client's may be hidden by another Contact. 0: it does not say. */
static uint32_t longest(const struct facts *facts)
{
    uint32_t seconds = facts->has_expires ? facts->expires_s : 0;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        if (facts->contacts[i].has_expires)
            seconds = MAX(seconds, facts->contacts[i].expires_s);
    }
    return seconds;
}

void upstream_note_response(struct upstream *upstream, const struct facts *facts,
                            uint32_t request_in)
{
    bool is_accepted = facts->status < 300;
    uint32_t seconds = is_accepted ? longest(facts) : 0;

    /* Of a fork the branch that accepts it counts, and of several hops the first. */
    if (upstream->request_in == request_in && (upstream->accepted_in > request_in || !is_accepted))
        return;
    upstream->request_in = request_in;
    upstream->refused_in = is_accepted ? 0 : facts->packet->frame;
    upstream->status = (uint16_t)facts->status;
    if (!is_accepted)
        return; /* what was granted before lasts */
    upstream->server = facts->packet->source;
    upstream->accepted_in = seconds ? facts->packet->frame : 0;
    upstream->until = facts->packet->time + seconds * SECOND;
}
