/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a server reveals about its users without authentication: it challenges for existing ones and
 * refuses others (RFC 3261 10.3 steps 3 to 5).
 */
#ifndef SIPREG_STATE_ENUMERATION_H
#define SIPREG_STATE_ENUMERATION_H

#include "facts/facts.h"

/* How one server responds to REGISTERs without credentials: the latest of each kind. */
struct oracle {
    struct endpoint server;
    struct endpoint challenged_at; /* the client */
    const char *challenged;        /* AOR; NULL: none yet */
    const char *refused;
    uint32_t challenged_in; /* frame */
    uint32_t refused_in;
    uint16_t refused_with; /* 403 or 404 */
    bool reported;
};

struct oracles;

struct oracles *oracles_new(void);
void oracles_free(struct oracles *oracles); /* accepts NULL */

/* Records how a server responds to a REGISTER without credentials for this AOR. Returns the record
 * the first time that users of one domain can be distinguished by it, else NULL. */
const struct oracle *oracles_note(struct oracles *oracles, const struct facts *facts);

#endif
