/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Calls: requests of other methods to a registered agent, or to the AOR of one, from the first transmission to what has
 * become of them. The copies on other hops, those that were forked to several devices, and the one that repeats it
 * with credentials are hops of one call.
 */
#ifndef SIPREG_STATE_CALL_H
#define SIPREG_STATE_CALL_H

#include "base/deadline.h"
#include "base/pool.h"
#include "base/report.h"
#include "facts/facts.h"

struct aor;
struct registration;

enum {
    /* With and without credentials through two proxies to four devices. What is forked to more is not judged. */
    CALL_HOPS_MAX = 8,
    /* Calls that are remembered at once: of one that rings for minutes, some thousands in a busy hour. A further one
     * takes the place of the oldest. */
    CALLS_MAX = 4096
};

/* What it is sent to, as it was then. */
struct call_target {
    const char *contact; /* NULL: it is for an AOR */
    struct registration *owner;
    int64_t ended_at; /* ns; 0: it was bound, as far as is known */
    int64_t
        idle; /* how long it had sent nothing to where the call comes from, ns; ELAPSED_UNKNOWN */
    bool is_removed; /* ... then, by a REGISTER; else it expired */
};

/* A request on one hop. */
struct call_hop {
    struct endpoint from;
    struct endpoint to;
    struct call_target target;
    uint64_t branch;   /* of its top Via */
    int64_t last_time; /* of its latest transmission, ns */
    uint16_t status;   /* final; 0: none yet */
    uint8_t resends;   /* over UDP; at most UINT8_MAX */
    bool is_responded; /* there was a provisional response */
    bool is_rejected;  /* by an ICMP error */
    bool is_cut_off;   /* its connection has ended */
};

struct call {
    struct call *older; /* this and the next: of those that are remembered */
    struct call *newer;
    const char *call_id;
    const char *other_id; /* behind a B2BUA; NULL: none */
    struct aor *aor;
    struct report_call *shown;
    struct report *request; /* of the first transmission */
    struct report *latest;  /* of the final response; NULL: none */
    struct deadline deadline;
    struct call_hop hops[CALL_HOPS_MAX];
    uint8_t hop_count;
    uint8_t judged;    /* how often it was not known yet what became of the registration */
    bool was_out;      /* no client of the AOR was bound when it began */
    bool is_past_help; /* it has rung, was accepted, or a device or another user has it: not lost */
    bool says_unbound; /* the final response, in its own words */
    bool is_settled;   /* it has a final response */
    bool is_judged;    /* ... and whether it is lost is known */
};

struct calls;

struct calls *calls_new(struct pool *pool);
void calls_free(struct calls *calls);

/* False: calls_find finds none. */
bool calls_is_any(const struct calls *calls);

/* The call with this interned Call-ID; NULL: none is remembered. */
struct call *calls_find(const struct calls *calls, const char *call_id);

/* Adds one to this AOR, which this request begins. */
struct call *calls_add(struct calls *calls, const struct facts *facts, struct aor *aor);

/* Makes it findable under the Call-ID of this request, too, unless it has two. */
void calls_join(struct calls *calls, struct call *call, const struct facts *facts);

/* The call to the AOR that the sender of this request has got just before, and passes on under a Call-ID of its own;
 * NULL: none. */
struct call *calls_find_passed_on(const struct calls *calls, const struct facts *facts,
                                  const struct aor *aor);

void calls_forget(struct calls *calls, struct call *call);

/* Notes a transmission of its request on a hop that is known; false: it is not. */
bool call_note_again(struct call *call, const struct facts *facts);

/* Adds a hop; one that there is no room for makes the call no longer judged. */
void call_add_hop(struct call *call, const struct facts *facts, struct call_target target);

/* The hop that a response, or a request that an ICMP error quotes, belongs to; NULL: none. */
struct call_hop *call_find_hop(struct call *call, const struct facts *facts);

/* The connection to there, on which the call with this Call-ID was sent, has ended. */
void calls_cut_off(const struct calls *calls, const char *call_id, const struct endpoint *to);

/* True for a hop from where the call came first. */
bool call_is_outermost(const struct call *call, const struct call_hop *hop);

/* All of those have a final response: that of the latest. 0: not all. */
unsigned call_final_status(const struct call *call);

#endif
