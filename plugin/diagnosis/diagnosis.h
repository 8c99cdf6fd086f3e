/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The diagnosis of a registration: of all findings the one cause that explains most, in one line, with
 * the frames that prove it. Its causes are the rows of causes.def, the best first. A later one replaces
 * it if it ranks higher, or if the trouble has ended. A success does not withdraw it: it says what was
 * wrong.
 */
#ifndef SIPREG_DIAGNOSIS_DIAGNOSIS_H
#define SIPREG_DIAGNOSIS_DIAGNOSIS_H

#include "rules/engine.h"

enum {
    /* Rules of one row. */
    CAUSE_RULES_MAX = 8
};

/* The chapters of causes.def. */
enum cause_kind {
    KIND_OTHERS,
    KIND_DENIED, /* ends when a 2xx binds the client */
    KIND_BOUND,
    KIND_NUISANCE /* never replaces a trouble that has ended */
};

/* Where a row looks for its findings. None of them is a Chat. */
enum cause_evidence {
    FOUND_HERE,       /* among what the event has just added */
    FOUND_WARNED,     /* ... as a Warning or an Error */
    FOUND_IN_REQUEST, /* on the REGISTER of this response */
    FOUND_NOTHING     /* the condition alone decides */
};

/* Which registration is in trouble. */
enum cause_subject {
    OF_REGISTRATION, /* the one of the report */
    OF_LOSER,        /* the one whose binding the REGISTER took over or removed */
    OF_MISSED,       /* the one that a 2xx no longer lists */
    OF_TARGET,       /* the one that the request is sent to */
    OF_NOTIFIED      /* the one that the network ended */
};

enum cause_certainty {
    SURELY,
    PROBABLY,
    UNTIL_HEARD /* probably, as long as the client is silent */
};

struct cause_row {
    const char *name;
    unsigned char kind;              /* enum cause_kind */
    unsigned char certainty;         /* enum cause_certainty */
    unsigned char subject;           /* enum cause_subject */
    unsigned char evidence;          /* enum cause_evidence */
    unsigned triggers;               /* bits of enum event_kind */
    uint16_t rules[CAUSE_RULES_MAX]; /* any of them; RULE_COUNT ends the list */
    bool (*holds)(const struct event *event);
    const char *sentence; /* with the words of cause_words.c in braces */
};

/* The conditions, in causes.c and causes_binding.c. `any` always holds. */
#define CAUSE(name, certainty, subject, triggers, evidence, condition, ...)                        \
    bool cause_##condition(const struct event *event);
#include "diagnosis/causes.def"
#undef CAUSE

/* Whether there may be a cause without any finding. Checked first, because it is rare. */
bool cause_has_bad_habits(const struct event *event);

/* The REGISTER that the event is about; NULL: it is not in the capture. */
const struct report *cause_request(const struct event *event);

/* Shared by the conditions: the status of a final response that refuses; 0: something else. */
unsigned cause_status(const struct event *event);
bool cause_has_credentials(const struct event *event);

/* The challenge that the event is about; NULL: none. */
const struct challenge *cause_challenge(const struct event *event);

/* The bindings of other clients at the AOR that are alive. */
unsigned cause_other_bindings(const struct event *event);

/* Updates the diagnoses of the event's registrations, after the rules were checked. `news` is the first
 * of the findings that they added; NULL: none. */
void diagnose(const struct event *event, const struct finding *news, struct pool *pool);

#endif
