/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What became of the REGISTERs of a client on the hops behind the server that it registers at: a proxy or SBC, which
 * may respond by itself.
 */
#ifndef SIPREG_STATE_UPSTREAM_H
#define SIPREG_STATE_UPSTREAM_H

#include "facts/facts.h"

struct upstream {
    uint32_t sent_in;       /* the latest REGISTER on such a hop; 0: none */
    uint32_t request_in;    /* of the client: the one that got the latest response there */
    struct endpoint server; /* the one that accepted one last; family NONE: none did */
    uint32_t accepted_in;   /* its 2xx; 0: none */
    uint32_t refused_in;    /* another final response since; 0: none */
    uint16_t status;        /* valid with refused_in */
    int64_t until;          /* valid with accepted_in: when all that this lists has expired */
};

/* A REGISTER of the client is relayed; its final response on that hop, that of the farthest one first. */
void upstream_note_request(struct upstream *upstream, uint32_t frame);
void upstream_note_response(struct upstream *upstream, const struct facts *facts,
                            uint32_t request_in);

#endif
