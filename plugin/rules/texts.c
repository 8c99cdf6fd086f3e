/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/catalogue.h"

const struct rule_texts rule_texts[RULE_COUNT] = {
#define TEXT(name, kind, summary_, section_, cause_, advice_)                                      \
    [RULE_##name] = {.summary = summary_, .section = section_, .cause = cause_, .advice = advice_},
#include "rules/texts.def"
};

const char *const form_templates[FORM_COUNT] = {
#define SENTENCE(form, template) [FORM_##form] = template,
#include "rules/texts.def"
};
