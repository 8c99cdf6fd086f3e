/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a script expects in a report: findings and fields, by the names that users see.
 */
#ifndef SIPREG_TESTS_RULES_EXPECT_H
#define SIPREG_TESTS_RULES_EXPECT_H

#include "base/report.h"
#include "rules/catalogue.h"

#include <glib.h>

/* "refresh.late" or "refresh.late:note". An unknown id ends the program. */
struct expected_finding {
    unsigned rule;
    unsigned severity;
};
struct expected_finding expected_finding_read(const char *line, const char *word);

/* The finding of this rule, or NULL; report may be NULL. */
const struct finding *report_find(const struct report *report, unsigned rule);
/* ... with this severity, if there are several. */
const struct finding *report_find_as(const struct report *report, unsigned rule, unsigned severity);

/* "refresh.late:warn auth.none:note(late)". Appends. */
void findings_describe(const struct report *report, GString *text);

/* Compares the report with "step=retry asked=3600"; appends a line to `failures` for each field
 * that differs. `start` is the time of second 0 of the script. */
void fields_check(const char *line, const char *fields, const struct report *report, int64_t start,
                  GString *failures);

/* Checks what must hold for every report; appends to `failures`. */
void report_check_form(const struct report *report, uint32_t frame, GString *failures);

#endif
