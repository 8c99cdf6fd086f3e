/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Timers on the capture's clock: the end of a transaction, of a binding. Setting, moving and
 * cancelling cost O(log n) at most.
 */
#ifndef SIPREG_BASE_DEADLINE_H
#define SIPREG_BASE_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

enum deadline_kind {
    DEADLINE_TRANSACTION,    /* no final response by then */
    DEADLINE_FOLLOW_UP,      /* a response that should be followed by another REGISTER */
    DEADLINE_BINDING,        /* the granted time ends */
    DEADLINE_REREGISTRATION, /* a device should have registered again after it was notified */
    DEADLINE_SUBSCRIPTION,   /* an IMS terminal should have subscribed to the reg event package */
    DEADLINE_FLOW,           /* a NAT mapping may have expired */
    DEADLINE_KEEPALIVE,      /* the client must have sent a keep-alive by then */
    DEADLINE_PONG,           /* ... and the server must have responded to it */
    DEADLINE_MAPPING,        /* a REGISTER must have followed a changed mapping by then */
    DEADLINE_REACH,          /* no response of the client to a request to its Contact by then */
    DEADLINE_CALL,           /* what became of a call is known by then */
    DEADLINE_CONNECTION      /* a client that gets nowhere would have found another way by then */
};

struct deadlines;

struct deadline {
    int64_t at; /* ns since 1970 */
    void *owner;
    struct deadlines *in; /* NULL: not set */
    uint32_t slot;        /* valid if it is set */
    uint8_t kind;         /* enum deadline_kind */
};

struct deadlines *deadlines_new(void);
void deadlines_free(struct deadlines *deadlines);

/* Sets or moves it. The deadline is embedded in its owner, which must cancel it before it is
 * freed. */
void deadline_set(struct deadlines *deadlines, struct deadline *deadline, int64_t at);
void deadline_cancel(struct deadline *deadline);

/* The earliest deadline not after `time`, which is no longer set then; NULL: none. */
struct deadline *deadlines_next(struct deadlines *deadlines, int64_t time);

#endif
