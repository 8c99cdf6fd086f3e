/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Why a registration is not there: its outages, and the causes that explain each of them. Shared by all
 * reports of a registration, and updated by later frames.
 */
#ifndef SIPREG_BASE_VERDICT_H
#define SIPREG_BASE_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/template.h"

struct report;

/* The three parts of a sentence, each a template with words. */
struct cause_text {
    const char *name;   /* of its row, for tests */
    const char *cause;  /* begins in lower case; "[the ]" at its front only follows "Probably" */
    const char *proof;  /* frames and figures */
    const char *action; /* who has to act, and what to change */
};

/* A cause that was raised, with the values of the words in its text. */
struct cause {
    const struct cause_text *text;
    const struct value *values; /* of all three parts, in their order */
    const char *told;           /* what the peer says itself; NULL: nothing */
    uint8_t cause_words, proof_words, action_words;
    uint16_t repeats; /* failures within a minute, the latest included; 0: few */
    bool is_certain;  /* the capture proves it */
};

enum {
    /* Causes that explain an outage equally well: three are no diagnosis. */
    VERDICT_CAUSES_MAX = 2,
    /* Wireshark shows 239 bytes of a line, the name of the field included. */
    VERDICT_LINE = 225
};

struct verdict {
    const struct cause *best[VERDICT_CAUSES_MAX]; /* NULL: none */
    struct suspicion *raised;                     /* whatever came into question, for diagnosis/ */
    bool is_minor; /* the best one keeps no client from being registered */
};

/* How an outage began. */
enum outage_kind {
    OUTAGE_NONE,
    OUTAGE_REFUSED,
    OUTAGE_NO_RESPONSE,
    OUTAGE_EXPIRED,
    OUTAGE_REMOVED, /* by somebody else */
    OUTAGE_NOT_LISTED,
    OUTAGE_UNDELIVERABLE
};

/* A time in which a registration that is wanted is not there. */
struct outage {
    struct outage *before; /* of the same registration; NULL: it is the first */
    uint32_t number;       /* from 1 */
    uint32_t first_in;     /* the frame that shows it */
    uint32_t last_in;      /* the latest frame in it: the one that ended it, if it has ended */
    uint32_t led_in;       /* the registration's latest frame when it began; 0: none */
    int64_t from;          /* ns since 1970 */
    int64_t until;         /* valid if it is not open */
    struct verdict verdict;
    int64_t
        call_from; /* this and the next: of the first and the latest call lost; valid if there are any */
    int64_t call_until;
    uint32_t calls; /* lost in it */
    uint8_t kind;   /* enum outage_kind */
    bool is_open;
    bool is_bound;   /* it ended with a binding, not because the client no longer wanted one */
    bool by_silence; /* of the client, after a challenge */
};

/* A failure that need not be an outage: the client may follow it up, or is bound still. */
struct first_failure {
    struct outage
        *outage; /* what it may become: of no kind, nor among the others yet; NULL: no failure */
    struct report *report; /* that would show it */
    int64_t time;
    uint8_t kind; /* enum outage_kind */
};

/* What has become of a registration. */
struct history {
    struct outage *latest;        /* NULL: there was none */
    struct outage *longest;       /* of those that have ended; NULL: none */
    struct verdict standing;      /* what is wrong besides outages */
    struct first_failure failure; /* the first one since it was bound last */
    int64_t since;                /* the times below are up to here; 0: nothing yet */
    int64_t wanted;               /* ns in which a binding was wanted, */
    int64_t bound;                /* ... and was there */
    int64_t pending; /* ns since it was wanted, without outage: not counted before it is known
                                what comes of it */
    bool is_wanted;
    bool is_bound;
    uint8_t state;      /* enum report_state: the latest */
    uint32_t forgotten; /* outages before those that are remembered */
};

/* Writes the verdict as one line, "Cause: proof. Action", and returns it; NULL: there is none. That of an
 * outage which is over (NULL: none) begins with how long it was. */
const char *verdict_text(const struct verdict *verdict, const struct outage *outage,
                         char text[SENTENCE_SIZE]);

/* Where the parts of such a line begin, behind what separates them; 0: it lacks the part. */
struct verdict_parts {
    size_t proof;
    size_t action;
};

/* The same, and its parts. */
const char *verdict_text_in_parts(const struct verdict *verdict, const struct outage *outage,
                                  char text[SENTENCE_SIZE], struct verdict_parts *parts);

/* ... the cause alone, for a table. */
const char *verdict_short_text(const struct verdict *verdict, char text[SENTENCE_SIZE]);

/* True where the capture proves the cause. */
static inline bool verdict_is_certain(const struct verdict *verdict)
{
    return verdict->best[0] && verdict->best[0]->is_certain && !verdict->best[1];
}

const char *outage_kind_name(unsigned kind); /* "no response"; "" for none */

/* At the message that shows it, "outage of 11.5 s: Cause", or "outage begins: Cause" while it is open; at the
 * one that ends it, "outage of 11.5 s ends: Cause". The kind takes the place of a cause that is not known. */
const char *outage_text(const struct outage *outage, bool ends, char text[SENTENCE_SIZE]);

/* What there is to say of a registration, as verdict_text, but in a table, where a line may be longer: the
 * verdict of the outage that is open, else of the longest, else of the latest, else on what is wrong besides. */
const char *history_text(const struct history *history, char text[SENTENCE_SIZE]);
/* Its cause alone. */
const char *history_short_text(const struct history *history, char text[SENTENCE_SIZE]);

unsigned history_count(const struct history *history); /* the outages */

/* Percent of the time in which a binding was wanted; below 0: none ever was, or it is not known yet. */
double history_availability(const struct history *history);

#endif
