/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The catalogue: one row a rule, in <chapter>.def. The enums, the table, the expert infos, the
 * reference page and the lints derive from it.
 */
#ifndef SIPREG_RULES_CATALOGUE_H
#define SIPREG_RULES_CATALOGUE_H

#include "rules/trait.h"
#include "tracker/event_kind.h"

enum rule_severity { SEVERITY_CHAT, SEVERITY_NOTE, SEVERITY_WARN, SEVERITY_ERROR };

enum rule_group {
    GROUP_SEQUENCE,
    GROUP_RESPONSE_CODE,
    GROUP_REQUEST_CODE,
    GROUP_MALFORMED,
    GROUP_PROTOCOL,
    GROUP_SECURITY,
    GROUP_ASSUMPTION,
    GROUP_DEPRECATED
};

enum rule {
#define RULE(name, ...) RULE_##name,
#include "rules/catalogue.def"
    RULE_COUNT
};

/* The sentences that a finding may be. Each rule has one of its own name, and more where it fires in
 * different ways. */
enum form {
#define RULE(name, ...)  FORM_##name,
#define FORM(name, rule) FORM_##name,
#include "rules/catalogue.def"
    FORM_COUNT
};

struct rule_context;

struct rule_row {
    const char *filter; /* "sipreg.refresh.late" */
    const char *id;     /* "refresh.late" */
    unsigned triggers;  /* bits of enum event_kind, OF_PAST among them */
    uint64_t needs;     /* bits of rules/trait.h */
    unsigned char severity;
    unsigned char group;
    void (*check)(struct rule_context *context);
};

/* Indexed by enum rule. */
extern const struct rule_row rule_table[RULE_COUNT];

/* What users read of a rule, and the template of each form; in texts.c, so that an edited text
 * recompiles one file. */
struct rule_texts {
    const char *summary; /* one line */
    const char *section; /* of which specification; "none" */
    const char *cause;
    const char *advice;
};
extern const struct rule_texts rule_texts[RULE_COUNT];
extern const char *const form_templates[FORM_COUNT]; /* NULL: there is none */

const char *rule_severity_name(enum rule_severity severity); /* "Warning", as Wireshark says it */

#endif
