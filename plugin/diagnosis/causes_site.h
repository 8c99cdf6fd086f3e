/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the clients at one source address have in common: they stop, or are refused, all of them or some.
 */
#ifndef SIPREG_DIAGNOSIS_CAUSES_SITE_H
#define SIPREG_DIAGNOSIS_CAUSES_SITE_H

#include "diagnosis/causes.h"

/* Clients at the address of one that has stopped. */
struct site_stopped {
    unsigned count; /* that stopped as well, this one included */
    bool is_whole;  /* none of them is there any more, and they may have stopped at the same time */
};

struct site_stopped cause_site_stopped(const struct registration *registration, int64_t now);

/* From its latest REGISTER to when its binding expired, in an outage for that reason; else 0. */
int64_t cause_interval(const struct registration *registration);

/* It has sent nothing for a second interval after the one in which its binding expired, which it never did before. */
bool cause_has_stopped(const struct registration *registration, int64_t now);

/* It has been accepted as another client of its user since its latest REGISTER. */
bool cause_has_returned_otherwise(const struct registration *registration);

/* What sends from its address and port stands, or may stand, for more than one phone: an SBC, or a proxy. */
bool cause_is_front(const struct registration *registration);

/* Clients at the address of this response that the server refuses, while it accepts nobody there. */
struct site_refused {
    unsigned count;
    int64_t since; /* when the last of them was first refused */
};

struct site_refused cause_site_refused(const struct event *event);

/* Another client whose credentials the server had accepted, and refused last; NULL: none. */
const struct refused_client *cause_other_denied(const struct event *event);
bool cause_denies_known_clients(const struct event *event);

/* A REGISTER that got no response from another server at the same time, of a client on the same line; NULL: none. */
const struct silence *cause_other_silence(const struct event *event);

/* ... and others elsewhere meanwhile. */
bool cause_accepts_elsewhere(const struct event *event);

#endif
