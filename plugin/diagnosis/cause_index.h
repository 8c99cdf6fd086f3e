/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which causes an event may raise, by its triggers and by the rules of their evidence: most wait for what seldom
 * happens, and are not looked at.
 */
#ifndef SIPREG_DIAGNOSIS_CAUSE_INDEX_H
#define SIPREG_DIAGNOSIS_CAUSE_INDEX_H

#include "diagnosis/causes.h"

enum { CAUSES_MAX = 512 };

/* The numbers of rows. */
struct cause_set {
    uint64_t words[CAUSES_MAX / 64];
};

struct cause_index;

struct cause_index *cause_index_new(const struct cause_row *rows, unsigned count);
void cause_index_free(struct cause_index *index);

/* The rows of the triggers of the event whose condition alone decides, or whose evidence may be there: among its news,
 * or on its REGISTER. */
struct cause_set cause_index_find(const struct cause_index *index, const struct event *event,
                                  const struct finding *news);

#endif
