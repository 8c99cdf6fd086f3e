/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One case in progress: what sequence.c, run_message.c and run_check.c share.
 */
#ifndef SIPREG_TESTS_RULES_RUN_H
#define SIPREG_TESTS_RULES_RUN_H

#include "sequence.h"

#include "analysis.h"
#include "digest/account.h"
#include "rules/catalogue.h"
#include "wire.h"
#include "words.h"

#define START (INT64_C(1700000000) * SECOND) /* second 0 of every script */

/* One frame, and the report that the analysis made of it. */
struct frame {
    struct wire *wire;
    bool is_evidence;            /* not SIP */
    bool is_connection;          /* ... but DNS, TCP or TLS on the way to it: */
    enum packet_content content; /* this */
    unsigned request;            /* a response: the frame of its request */
    unsigned origin;             /* a relayed request: the frame it was forwarded from */
    const struct report *report;
    struct report as_fed; /* this and the next two: copies, to find out what changed later */
    struct report_place place_as_fed;
    struct report_rare rare_as_fed;
    unsigned findings_as_fed;
    bool found_as_fed[RULE_COUNT]; /* by enum rule */
};

/* What was said of a message, where everything was remembered. */
struct place {
    int64_t time;
    bool found[RULE_COUNT]; /* by enum rule, when it was fed */
    uint32_t registration;  /* REPORT_NO_REGISTRATION, also where there was no report */
    uint32_t attempt;
    uint32_t previous_in;
    uint8_t step;
    uint8_t intent;
};

struct run {
    const struct sequence_case *row;
    struct settings settings;
    struct analysis *analysis;
    struct accounts *accounts; /* NULL: none */
    struct wire_memory memory;
    GPtrArray *frames;     /* struct frame; frame 1 is the first */
    unsigned last_request; /* frame */
    int64_t time;
    int64_t settle_at;
    unsigned lost;         /* the frame that the capture lacks; 0: none */
    unsigned clock_set_at; /* the clock is set back before this frame; 0: it is not */
    int64_t clock_back;    /* ns */
    GPtrArray *later;      /* lines to check after the end */
    GHashTable *expected;  /* "frame rule" or "* rule" that may fire */
    GPtrArray *never;      /* rule ids */
    unsigned keep_s;       /* what was quiet for so long is forgotten; 0: nothing is */
    const GArray *places; /* struct place of each frame; NULL: everything is remembered here, too */
    GString *forgetful;   /* failures of run_check_forgetful */
    GHashTable *lossy;    /* causes and rules that may be there where a frame is missing */
    bool healthy;
    bool mentions_rule; /* the rule that must fire is expected somewhere */
    GString *failures;
};

/* Ends the program if there is no such frame. */
struct frame *run_frame(const struct run *run, const char *line, unsigned number);

/* Takes "-> rules" and "{fields}" off the end of the line; the caller frees all three. */
char *run_split_line(const char *line, char **rules, char **fields);

/* Builds the message that the words describe, feeds it and keeps its report. */
void run_message(struct run *run, const char *line, struct words *words, const char *kind);

/* This rule may fire on this frame; 0: on any. */
void run_expect(struct run *run, unsigned frame, unsigned rule);

/* The listed rules must be on the report of one of the frames, "3" or "3|4". */
void run_check_findings(struct run *run, const char *line, struct words *rules, const char *frames);

/* The number of findings made when the message was fed, of that message: they stay. */
unsigned run_count_findings(const struct report *report);

/* After the end: a "later" or "somewhere" line, and what must hold for every frame. */
void run_later_line(struct run *run, const char *line);
void run_check_unchanged(struct run *run, const struct frame *frame, unsigned number);
void run_check_unexpected(struct run *run, const struct frame *frame, unsigned number);

/* A registration that was not there for long has a Warning, unless that is lawful or in doubt; a healthy one
 * was always there. */
void run_check_issues(struct run *run);

/* Adds the names, owned, of the causes that were raised. */
void run_note_causes(const struct run *run, GHashTable *names);

/* The same without one of its frames: nothing else is certain, and what is healthy has no Warning. `names` are
 * the causes and rules that may be there. */
void run_check_lost(const struct run *run, GHashTable *names);

/* The same with keep_s, of a report that was just made: a registration whose messages come often enough is not
 * forgotten; of a refresh whose binding is remembered nothing is said that is not said where everything is; nothing else is
 * certain, and what is healthy has no Warning. */
void run_check_forgetful(const struct run *run, unsigned number);

/* That each verdict fits into the line that Wireshark shows. */
void run_check_lines(struct run *run);

/* No sentence has a negative duration, whatever the clock did. */
void run_check_durations(struct run *run, const struct frame *frame, unsigned number);

#endif
