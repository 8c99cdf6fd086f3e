/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a rule gets to judge an event, and how it says what it found. Private to rules/.
 */
#ifndef SIPREG_RULES_ENGINE_H
#define SIPREG_RULES_ENGINE_H

#include <inttypes.h>

#include "tracker/tracker.h"
#include "rules/finding.h"

struct rule_context {
    const struct event *event;
    struct pool *pool; /* for the texts */
};

/* The check of each row, in the file of its chapter. */
#define RULE(name, ...) void rule_##name(struct rule_context *context);
#include "rules/catalogue.def"
#undef RULE

/* Asks the rules; what it keeps of findings is in the pool. */
struct engine;

struct engine *engine_new(struct pool *pool);
void engine_free(struct engine *engine);

/* Asks every rule that wants to be asked. Findings go to event->report; those of a time that is
 * over are marked late. */
void engine_ask(struct engine *engine, const struct event *event);

/* Adds a finding to the report of the event: one sentence without a full stop, with the figures and
 * the frames to look at. The severity is the rule's own. */
void finding_add(struct rule_context *context, enum rule rule, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* ... where an exception of the rule makes it more or less serious. */
void finding_add_as(struct rule_context *context, enum rule rule, enum rule_severity severity,
                    const char *format, ...) G_GNUC_PRINTF(4, 5);

/* ... to an earlier report, to be seen from the second pass on; it repeats what the rule has just
 * found at the message of the event. */
void finding_add_late(struct rule_context *context, struct report *report, enum rule rule,
                      enum rule_severity severity, const char *format, ...) G_GNUC_PRINTF(5, 6);

/* The finding of this rule in a report; NULL: it did not fire there. */
const struct finding *finding_of(const struct report *report, enum rule rule);

/* Repeats a finding that was made elsewhere. */
void finding_append(struct report *report, struct finding *finding, struct pool *pool);

/* Durations for a sentence: "15.6 s", "32 s", "55 ms"; from ns. */
enum { DURATION_TEXT_SIZE = 24 };
const char *duration_text(int64_t duration, char text[DURATION_TEXT_SIZE]);

/* True where a time is over: the frame that waited has passed. */
static inline bool event_is_late(const struct event *event)
{
    return !event->facts && !event->traffic;
}

/* True where the answer is an accepting one to a REGISTER that is in the capture. */
static inline bool event_is_accepted(const struct event *event)
{
    return event->transaction && event->registration && event->facts->status >= 200 &&
           event->facts->status < 300 && !event->is_second_final;
}

/* The first own Contact that the 2xx made this of; NULL: none. */
static inline const struct event_contact *event_contact_with(const struct event *event,
                                                             enum contact_outcome outcome)
{
    for (unsigned i = 0; i < event->contact_count; i++) {
        if (event->contacts[i].outcome == outcome)
            return &event->contacts[i];
    }
    return NULL;
}

static inline bool event_is_challenge(const struct event *event)
{
    return event->facts->status == 401 || event->facts->status == 407;
}

/* The REGISTER carries credentials, and its attempt waits for them. */
static inline bool event_answers_challenge(const struct event *event)
{
    unsigned status = event->attempt_before.last_status;

    return event->continues && (status == 401 || status == 407) &&
           event->facts->credentials_count && event->challenge_before.frame;
}

/* RFC 3263 4.3: after silence the same request goes to the next server, which may be another port or
 * transport of the same host. */
static inline bool event_is_failover(const struct event *event)
{
    const struct last_request *previous = &event->previous;

    return previous->report && !previous->answered &&
           (!endpoint_equal(&previous->destination, &event->facts->packet->destination) ||
            previous->transport != event->facts->packet->transport);
}

/* IMS: the REGISTER comes from the terminal itself; no proxy, nor a P-CSCF that hides one, has passed it
 * on. */
static inline bool event_is_from_terminal(const struct event *event)
{
    return event->transaction && event->transaction->via_count == 1 &&
           !event->transaction->from_core;
}

/* What the accounts make of the credentials that were refused; NULL: there are none. */
const struct report_digest *event_refused_digest(const struct event *event);

/* For a sentence: what a parameter says, or that it says nothing. */
static inline const char *or_none(const char *text)
{
    return text && text[0] ? text : "(none)";
}

#endif
