/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The diagnosis of a registration: of all that was found in it the one cause that explains most, in
 * one line, with the frames that prove it. Its causes are the rows of causes/, the best first; what is
 * found later replaces what was said where it ranks higher, or where that is over. No success takes
 * back what was said: it tells what was wrong.
 */
#ifndef SIPREG_DIAGNOSIS_DIAGNOSIS_H
#define SIPREG_DIAGNOSIS_DIAGNOSIS_H

#include "rules/engine.h"

enum {
    /* Rules of one row. */
    CAUSE_RULES_MAX = 8
};

/* The chapters of the causes, in causes/. */
enum cause_kind {
    KIND_OTHERS,
    KIND_DENIED, /* over when the client is let in */
    KIND_BOUND,
    KIND_NUISANCE /* never in place of what is over */
};

/* Where a row looks for its findings. None of them is a Chat. */
enum cause_evidence {
    FOUND_HERE,   /* among what the event has just added */
    FOUND_WARNED, /* ... as a Warning or an Error */
    FOUND_ASKED,  /* on the REGISTER that the answer is for */
    FOUND_NOTHING /* the condition says it all */
};

/* Whose trouble it is. */
enum cause_subject {
    OF_REGISTRATION, /* the one of the report */
    OF_LOSER,        /* whose binding the REGISTER took or removed */
    OF_MISSED,       /* ... a list left out */
    OF_TARGET,       /* ... the request goes to */
    OF_NOTIFIED      /* ... the network ended */
};

enum cause_certainty { SURELY, PROBABLY, UNTIL_HEARD /* probably, and for so long */ };

struct cause_row {
    unsigned char kind;              /* enum cause_kind */
    unsigned char certainty;         /* enum cause_certainty */
    unsigned char subject;           /* enum cause_subject */
    unsigned char evidence;          /* enum cause_evidence */
    unsigned triggers;              /* bits of enum occasion */
    uint16_t rules[CAUSE_RULES_MAX]; /* any of them; RULE_COUNT ends the list */
    bool (*holds)(const struct event *event);
    const char *sentence; /* with the words of cause_words.c in braces */
};

/* The conditions, in causes.c, causes_auth.c and causes_binding.c. `any` always holds. */
#define CAUSE(certainty, subject, triggers, evidence, condition, ...)                              \
    bool cause_##condition(const struct event *event);
#include "diagnosis/causes.def"
#undef CAUSE

/* What a registration can do wrong without any rule: asked first, because it is seldom so. */
bool cause_has_bad_habits(const struct event *event);

/* The REGISTER that is answered; NULL: it is not in the capture. */
const struct report *cause_request(const struct event *event);

/* Shared by the conditions: the status of a final answer that refuses; 0: something else. */
unsigned cause_status(const struct event *event);
bool cause_has_credentials(const struct event *event);

/* The challenge that the event is about; NULL: none. */
const struct challenge *cause_challenge(const struct event *event);

/* Looks at the registrations of the event once more, after the rules have been asked. `news` is the
 * first of the findings that they added; NULL: none. */
void diagnose(const struct event *event, const struct finding *news, struct pool *pool);

#endif
