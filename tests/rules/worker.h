/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Cases are played in a process of their own, one after the other: a crash fails the case that it is in, by
 * name, and the next case gets a new process.
 */
#ifndef SIPREG_TESTS_RULES_WORKER_H
#define SIPREG_TESTS_RULES_WORKER_H

#include "sequence.h"

/* Plays the case: appends its failures, and what was found in it, to the two texts. */
typedef void (*worker_play)(const struct sequence_case *row, GString *failures, GString *findings);

/* The same in the worker; where that dies, the failure is how. */
void worker_run(worker_play play, const struct sequence_case *row, GString *failures,
                GString *findings);

/* Lets the worker end. Returns its exit status, which is not 0 where it leaked memory. */
int worker_end(void);

#endif
