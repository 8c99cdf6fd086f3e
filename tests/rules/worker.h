/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Cases are played in a process of their own, one after the other: a crash fails the case that it is in, by
 * name, and the next case gets a new process.
 */
#ifndef SIPREG_TESTS_RULES_WORKER_H
#define SIPREG_TESTS_RULES_WORKER_H

#include "sequence.h"

/* Plays the case; returns its failures, "" where there are none. The caller frees. */
typedef char *(*worker_play)(const struct sequence_case *row);

/* The same in the worker; where that dies, how it died. */
char *worker_run(worker_play play, const struct sequence_case *row);

/* Lets the worker end. Returns its exit status, which is not 0 where it leaked memory. */
int worker_end(void);

#endif
