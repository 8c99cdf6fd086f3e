/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The sentences of all findings of all cases, compared with sentences.txt: up to SENTENCES_OF_FORM of each form that
 * differ in more than figures, the first ones that the cases show. SIPREG_UPDATE=1 writes the file.
 */
#ifndef SIPREG_TESTS_RULES_SENTENCES_H
#define SIPREG_TESTS_RULES_SENTENCES_H

#include "base/report.h"

#include <glib.h>

enum { SENTENCES_OF_FORM = 6 };

/* Appends the findings of a report (NULL: none), a line each, for sentences_take in another process. */
void sentences_note(const struct report *report, GString *findings);
void sentences_take(const char *findings);

/* One more case is to be played. Only where all of them were is the result compared. */
void sentences_expect_case(void);

/* Adds the comparison to GTest: to be called last. */
void sentences_add(void);

#endif
