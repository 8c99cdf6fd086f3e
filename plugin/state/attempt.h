/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An attempt: from a REGISTER with no attempt open to its final response, with challenges, 423 and
 * redirects in between; and what is kept of a REGISTER for comparison with the next.
 */
#ifndef SIPREG_STATE_ATTEMPT_H
#define SIPREG_STATE_ATTEMPT_H

#include "base/deadline.h"
#include "facts/facts.h"
#include "state/nodes.h"

enum {
    /* Challenges of one response that are compared with its retry: SHA-256 and MD5, or two
     * realms. */
    CHALLENGES_MAX = 2
};

/* The latest challenge to the client. */
struct challenge {
    uint32_t frame;       /* 0: none */
    uint32_t first_frame; /* of several to one REGISTER; 0: it is the only one */
    uint32_t cseq;        /* of the request that was challenged */
    int64_t time;
    struct report *report;
    const char *call_id;     /* of the request that was challenged */
    struct endpoint server;  /* the source of the response */
    struct endpoint asked;   /* where the challenged request went; family NONE: not seen */
    struct endpoint seen_at; /* client's address by received, rport; family NONE: not given */
    uint16_t status;         /* 401 or 407 */
    uint8_t count;
    bool to_credentials;   /* the challenged request carried credentials */
    bool was_followed;     /* credentials followed */
    bool is_relayed;       /* the challenged request was seen relayed */
    struct node_mark mark; /* of the server */
    bool realm_is_used; /* the server has accepted credentials for its first realm, of whomever */
    bool opaque_varies; /* repeated with other opaque values: which one counts is unknown */
    struct facts_challenge each[CHALLENGES_MAX];
};

/* One REGISTER, for comparison with the next. */
struct last_request {
    struct report *report; /* NULL: none yet */
    const char *call_id;
    const char *from_uri;
    const char *to_uri;
    const char *request_uri;
    uint64_t from_tag;
    uint64_t options; /* fingerprint of its option tags */
    uint64_t login;   /* hash of user, realm and nonce of its credentials; 0: none */
    int64_t time;
    int64_t resent_at; /* the latest transmission */
    struct endpoint source;
    struct endpoint destination;
    struct endpoint sent_by; /* of its top Via; family NONE: a host name */
    uint32_t frame;
    uint32_t cseq;
    uint8_t transport;
    uint8_t hop;
    bool has_credentials;
    bool has_star;
    bool has_response;      /* a final response was seen */
    bool is_relayed;        /* ... but only on another hop */
    bool was_retransmitted; /* a retransmission of it was seen */
    bool incomplete;        /* truncated by the capture */
    bool unreachable;       /* an ICMP error quoted it, or its connection broke since */
    bool unreachable_again; /* ... a retransmission of it, and not the first transmission */
    bool is_symmetric;      /* sent from the port to which its Via directs responses */
    bool has_rport;         /* in its top Via */
};

/* The 423 responses of one server in a row. */
struct interval_423 {
    struct endpoint server;
    uint32_t frame; /* of the latest; 0: none */
    uint32_t minimum_s;
    uint16_t in_a_row;   /* with the same or a lower Min-Expires */
    bool to_credentials; /* they were accepted, then */
};

struct attempt {
    uint32_t number;  /* from 1 */
    uint32_t refresh; /* from 1; 0: not a refresh */
    uint32_t tries;
    uint32_t first_in;
    int64_t first_time;
    struct deadline deadline; /* for following up its last response; owner: the registration */
    struct report *waiting;   /* the response that waits to be followed up; NULL: none */
    uint16_t last_status;     /* of its last final response; 0: none yet */
    uint32_t min_expires_s;   /* of the last 423; 0: none */
    uint32_t min_expires_in;  /* its frame */
    struct endpoint brief_server;
    uint8_t intent; /* enum report_intent */
    bool open;
    bool redirected; /* by 3xx */
    bool diverted;   /* by 423, 3xx, 420, 421, 439, 494 or 503 */
};

#endif
