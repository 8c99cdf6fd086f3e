/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Things that are due at a time of the capture's clock: the end of a transaction, of a binding.
 * Setting, moving and cancelling cost O(log n).
 */
#ifndef SIPREG_BASE_DEADLINE_H
#define SIPREG_BASE_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

enum deadline_kind {
    DEADLINE_TRANSACTION,    /* no final answer until now */
    DEADLINE_FOLLOW_UP,      /* an answer that ought to be followed by a REGISTER */
    DEADLINE_BINDING,        /* the granted time is over */
    DEADLINE_REREGISTRATION, /* a device ought to register again after it was told so */
    DEADLINE_SUBSCRIPTION,   /* an IMS terminal ought to have subscribed to its registration */
    DEADLINE_FLOW,           /* a mapping of a NAT may be forgotten by now */
    DEADLINE_KEEPALIVE,      /* the client has to send a keep-alive until now */
    DEADLINE_PONG,           /* ... and the server to answer it */
    DEADLINE_MAPPING         /* a changed mapping has to be followed by a REGISTER until now */
};

struct deadlines;

struct deadline {
    int64_t at; /* ns since 1970 */
    void *owner;
    struct deadlines *in; /* NULL: not set */
    unsigned place;       /* among them */
    uint8_t kind;         /* enum deadline_kind */
};

struct deadlines *deadlines_new(void);
void deadlines_free(struct deadlines *deadlines);

/* Sets or moves; the deadline is part of its owner, and has to be cancelled before that goes. */
void deadline_set(struct deadlines *deadlines, struct deadline *deadline, int64_t at);
void deadline_cancel(struct deadline *deadline);

/* The earliest deadline that is over at `time`, no longer set; NULL: none. */
struct deadline *deadlines_next(struct deadlines *deadlines, int64_t time);

#endif
