/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What works while a REGISTER gets no response: another server for the same address, another line of the same network,
 * another transport.
 */
#ifndef SIPREG_DIAGNOSIS_CAUSES_ELSEWHERE_H
#define SIPREG_DIAGNOSIS_CAUSES_ELSEWHERE_H

#include "diagnosis/causes.h"

/* The latest 2xx of another server to the source address of the event's REGISTER, as it tries; NULL: none. */
const struct accepted_path *cause_accepted_by_other(const struct event *event);

/* Another client of the same private network, which gets its responses at another public address; NULL: none. */
const struct behind_nat *cause_on_other_line(const struct event *event);

#endif
