/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/catalogue.h"

/* A text that is missing would be NULL, and Wireshark ends where a rule has no title. */
enum {
#define TEXT(...) +1
    TEXT_COUNT = 0
#include "rules/texts.def"
    ,
#define SENTENCE(...) +1
    SENTENCE_COUNT = 0
#include "rules/texts.def"
};

_Static_assert((int)TEXT_COUNT == (int)RULE_COUNT,
               "a rule has no TEXT, or texts.def does not include its chapter");
_Static_assert((int)SENTENCE_COUNT == (int)FORM_COUNT,
               "a form has no SENTENCE, or texts.def does not include its chapter");

const struct rule_texts rule_texts[RULE_COUNT] = {
#define TEXT(name, kind, summary_, section_, cause_, advice_)                                      \
    [RULE_##name] = {.summary = summary_, .section = section_, .cause = cause_, .advice = advice_},
#include "rules/texts.def"
};

const char *const form_templates[FORM_COUNT] = {
#define SENTENCE(form, template) [FORM_##form] = template,
#include "rules/texts.def"
};

const char *rule_severity_name(enum rule_severity severity)
{
    static const char *const names[] = {
        [SEVERITY_CHAT] = "Chat",
        [SEVERITY_NOTE] = "Note",
        [SEVERITY_WARN] = "Warning",
        [SEVERITY_ERROR] = "Error",
    };

    return names[severity];
}
