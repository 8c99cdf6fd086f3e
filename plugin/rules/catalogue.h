/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The catalogue: one row a rule, in catalogue/<chapter>.def. The enum, the table, the expert infos,
 * the reference page and the lints derive from it.
 */
#ifndef SIPREG_RULES_CATALOGUE_H
#define SIPREG_RULES_CATALOGUE_H

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
#undef RULE
    RULE_COUNT
};

struct rule_context;

struct rule_row {
    const char *id;
    const char *summary;
    unsigned triggers; /* bits of enum occasion */
    unsigned char severity;
    unsigned char group;
    void (*check)(struct rule_context *context);
};

/* Indexed by enum rule. */
extern const struct rule_row rule_table[RULE_COUNT];

#endif
