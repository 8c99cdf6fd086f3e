/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A finding: a rule that fired on a message, in a sentence with its figures.
 */
#ifndef SIPREG_RULES_FINDING_H
#define SIPREG_RULES_FINDING_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/catalogue.h"

enum {
    /* Of one report. A message that gets everything wrong has about twenty; there are more only where
     * the same is found late again and again, as of a flow that fails and comes back. */
    REPORT_FINDINGS_MAX = 64
};

struct finding {
    struct finding *next; /* in the order in which they were found */
    struct finding *of;   /* the one of another message that this repeats; NULL: none */
    uint16_t rule;        /* enum rule */
    uint8_t severity;     /* enum rule_severity; may differ from the catalogue row */
    bool late;            /* added after the message had passed: shown from the second pass on */
    bool repeated;        /* at another message: the two count as one */
    char text[];          /* one sentence, figures included; no line end */
};

#endif
