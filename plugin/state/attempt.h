/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An attempt: from a REGISTER with nothing open to its final answer, with challenges, 423 and
 * redirects in between; and what one REGISTER of it leaves behind for the next to be held against.
 */
#ifndef SIPREG_STATE_ATTEMPT_H
#define SIPREG_STATE_ATTEMPT_H

#include "base/deadline.h"
#include "facts/facts.h"

enum {
    /* Challenges of one answer that are held against its retry: SHA-256 and MD5, or two realms. */
    CHALLENGES_MAX = 2
};

/* What the client was challenged with. */
struct challenge {
    uint32_t frame; /* 0: none */
    uint32_t cseq;  /* of the request that was challenged */
    int64_t time;
    struct report *report;
    struct endpoint server;  /* where it came from */
    struct endpoint seen_at; /* the client's address by received and rport; family NONE: not said */
    uint16_t status;         /* 401 or 407 */
    uint8_t count;
    bool to_credentials; /* the request that it answers carried some */
    bool answered;       /* credentials came after it */
    bool is_relayed;     /* the request that it answers was seen to be sent on */
    bool opaque_varies;  /* it came again with other opaque values: which one counts is not known */
    struct facts_challenge each[CHALLENGES_MAX];
};

/* One REGISTER, for comparison with the next. */
struct last_request {
    const struct report *report; /* NULL: none yet */
    const char *call_id;
    const char *from_uri;
    const char *to_uri;
    const char *request_uri;
    uint64_t from_tag;
    uint64_t options; /* fingerprint of its option tags */
    uint64_t login;   /* stands for user, realm and nonce of its credentials; 0: none */
    int64_t time;
    struct endpoint source;
    struct endpoint destination;
    uint32_t frame;
    uint32_t cseq;
    uint8_t transport;
    uint8_t hop;
    bool has_credentials;
    bool has_star;
    bool answered;     /* finally */
    bool resent;       /* its retransmission was seen */
    bool incomplete;   /* the capture cut it */
    bool unreachable;  /* an ICMP error said so, or its connection broke since */
    bool is_symmetric; /* sent from the port that its Via says answers should go to */
};

/* The 423 answers since anything else was the last word. */
struct interval_423 {
    uint32_t frame; /* of the latest; 0: none */
    uint32_t minimum_s;
    uint16_t in_a_row; /* with this Min-Expires or a lower one */
};

struct attempt {
    uint32_t number;  /* from 1 */
    uint32_t refresh; /* from 1; 0: it is no refresh */
    uint32_t tries;
    uint32_t first_in;
    int64_t first_time;
    struct deadline deadline; /* for the follow-up of its last answer; owner: the registration */
    struct report *waiting;   /* the answer that waits to be followed up; NULL: none */
    uint16_t last_status;     /* of its last final answer; 0: none yet */
    uint32_t min_expires_s;   /* of the last 423; 0: none */
    uint32_t min_expires_in;  /* its frame */
    struct endpoint brief_server;
    uint8_t intent; /* enum report_intent */
    bool open;
    bool redirected; /* by 3xx */
    bool detoured;   /* by 423, 3xx, 420, 421, 494 or 503 */
};

#endif
