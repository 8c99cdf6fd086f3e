/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Units of time, and the time from one packet to a later one. The packets of two interfaces are slightly out
 * of order; a larger step back means that the clock was set, and then nobody knows how much time passed.
 */
#ifndef SIPREG_BASE_ELAPSED_H
#define SIPREG_BASE_ELAPSED_H

#include <stdbool.h>
#include <stdint.h>

/* In ns, as all times. */
#define MILLISECOND INT64_C(1000000)
#define SECOND      (1000 * MILLISECOND)

#define ELAPSED_UNKNOWN  INT64_C(-1)
#define ELAPSED_DISORDER (100 * MILLISECOND)

/* In ns; ELAPSED_UNKNOWN, which is below every time, where the clock was set back. */
static inline int64_t elapsed_between(int64_t then, int64_t now)
{
    if (now >= then)
        return now - then;
    return then - now <= ELAPSED_DISORDER ? 0 : ELAPSED_UNKNOWN;
}

/* Whether one pause is longer than another, by more than a timer and a capture are inexact. */
static inline bool elapsed_is_longer(int64_t pause, int64_t other)
{
    return pause > other + other / 10;
}

#endif
