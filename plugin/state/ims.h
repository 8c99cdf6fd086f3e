/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Additional state of a registration in an IMS network, or one with a security agreement. Created
 * at the first such message.
 */
#ifndef SIPREG_STATE_IMS_H
#define SIPREG_STATE_IMS_H

#include "base/deadline.h"
#include "facts/facts.h"

struct registration;

struct ims {
    struct registration *registration;
    struct deadline subscription; /* the terminal should have subscribed by then */

    /* RFC 3329: the lists as last sent, and as of the last 2xx. */
    struct facts_security client;
    struct facts_security server;
    struct facts_security verify;
    struct facts_security confirmed;
    struct endpoint server_at; /* the sender of the list */
    uint32_t client_in;
    uint32_t server_in;
    uint32_t verify_in; /* the latest REGISTER with Security-Verify; 0: none */
    struct endpoint
        protected_by; /* ... its source and destination: the ends of the protected channel */
    struct endpoint protected_to;

    uint32_t resync_attempt;  /* RFC 3310 3.4: of the latest AUTS */
    uint32_t resync_in;       /* ... its frame; 0: none */
    uint32_t resyncs;         /* ... in this attempt */
    const char *resync_nonce; /* the nonce that it rejects */

    uint64_t associated;    /* P-Associated-URI of the latest 2xx that had it */
    uint32_t associated_in; /* 0: the latest 2xx had none */
    unsigned associated_count;

    uint32_t initial_attempt; /* began without protection, hence not a refresh. 0: none */
    bool is_3gpp;
    bool is_behind_proxy; /* the capture does not have its REGISTERs as the terminal sends them */
    bool was_brief;       /* a registrar here has rejected an interval as too brief */
};

/* The state of this registration, created if the message calls for it; NULL: none. */
struct ims *ims_get(struct registration *registration, const struct facts *facts);
void ims_free(struct ims *ims);

/* Takes a REGISTER that opens or continues the current attempt of the registration. */
void ims_take_request(struct ims *ims, const struct facts *facts);

/* Takes the final response to one. `binds`: it is a 2xx, and not to a removal or a query. */
void ims_take_response(struct ims *ims, const struct facts *facts, bool binds);

#endif
