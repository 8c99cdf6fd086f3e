/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A cause that was raised: it is strengthened, refuted or over by what happens since. Those of one outage stand beside
 * each other, those of other trouble beside each other in the history of the registration.
 */
#ifndef SIPREG_DIAGNOSIS_SUSPICION_H
#define SIPREG_DIAGNOSIS_SUSPICION_H

#include "diagnosis/causes.h"
#include "diagnosis/register_form.h"
#include "diagnosis/subject.h"

/* A cause that was raised. */
struct suspicion {
    struct suspicion *next; /* the one raised after it in the same verdict */
    struct cause cause;     /* what is shown of it */
    const struct cause_row *row;
    const struct registration *registration; /* that it is about */
    const struct finding *proof;             /* NULL: none */
    struct value *values;                    /* of the cause */
    const char *call_id;                     /* of the request; NULL: none */
    const char *contact;                     /* of the registration; NULL: none */
    struct endpoint waits_at; /* server at whose other clients it looks; family NONE: none */
    struct endpoint server;   /* of the transaction; family NONE: none */
    struct endpoint client;
    struct endpoint sent_by; /* of its topmost Via */
    struct endpoint earlier; /* ... where it came from or was seen before; family NONE: unknown */
    struct endpoint accepted_at;      /* where it was accepted from last; family NONE: nowhere */
    struct endpoint refuser;          /* behind the server, where that is known */
    const struct nonce *nonce;        /* of the credentials; NULL: none */
    const char *username;             /* ... that were refused; NULL: none */
    struct facts_challenge challenge; /* the first one; valid with has_challenge */
    struct register_form form;        /* of its REGISTER */
    int64_t time;                     /* when its REGISTER was sent; 0: unknown */
    int64_t raised_at;
    int64_t others_at; /* the first 2xx to another user since, where it waits for others; 0: none */
    uint32_t frame;
    uint32_t request_in;
    uint32_t challenge_in;    /* valid with has_challenge */
    uint32_t attempt;         /* 0: none */
    uint32_t strengthened_in; /* 0: it was not */
    struct verdict *verdict;  /* that it belongs to */
    uint32_t granted_s;       /* by the 2xx that it is about */
    uint16_t status;
    uint8_t transport; /* of the transaction */
    uint8_t weight;    /* enum cause_weight */
    uint8_t others;    /* bindings of other clients at the AOR */
    bool has_challenge;
    bool
        is_right; /* the credentials that were refused are known to be computed from the right password */
    bool follows_response; /* the attempt before it had one */
    bool is_silent_again;  /* ... had none either, from the same address and port */
    bool was_accepted;     /* the client had been accepted at the same server before */
    bool is_refuted;
    bool is_over; /* overcome: not said any more */
};

/* Whether this very message raised it. */
static inline bool suspicion_is_of(const struct suspicion *suspicion, const struct event *event)
{
    return suspicion->frame == event->report->frame;
}

/* Whether any of the traits (enum change_trait) is one of what strengthens or refutes a cause of this row. */
static inline bool cause_has_trait(const struct cause_row *row, unsigned traits)
{
    return (row->strengthened->traits | row->refuted->traits) & traits;
}

/* The same cause again: its figures are those of the last time. One that was strengthened or refuted stays as it is.
 * NULL: that, or the verdict is full. */
struct suspicion *suspicion_raise(const struct cause_row *row, const struct subject *subject,
                                  const struct event *event, const struct finding *proof,
                                  struct pool *pool);

/* Whether the event changes what is thought of it. `whose` as in change_holds. The verdict that it belongs to is not
 * revised. */
bool suspicion_reconsider(struct suspicion *suspicion, const struct event *event, unsigned whose,
                          struct pool *pool);

/* All of the latest outage and beside it. NULL: there is no history. */
void suspicion_reconsider_all(struct history *history, const struct event *event,
                              struct pool *pool);

/* What was raised in the attempt that has now led to an outage explains that, and what was raised since the first
 * failure that did. */
void suspicion_inherit(const struct subject *subject);

#endif
