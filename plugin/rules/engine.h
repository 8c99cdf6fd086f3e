/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a rule gets to judge an event, and how it says what it found. Private to rules/.
 */
#ifndef SIPREG_RULES_ENGINE_H
#define SIPREG_RULES_ENGINE_H

#include "base/elapsed.h"
#include "base/template.h"
#include "rules/catalogue.h"
#include "tracker/tracker.h"

struct findings; /* where they go: the engine's own */

/* What a check is given. */
struct rule_context {
    const struct event *event;
    struct findings *findings;
};

/* The check of each row, in the file of its chapter. */
#define RULE(name, ...) void rule_##name(struct rule_context *context);
#include "rules/catalogue.def"

/* Asks the rules; what it keeps of findings is in the pool. */
struct engine;

struct engine *engine_new(struct pool *pool);
void engine_free(struct engine *engine); /* NULL is fine */

/* Asks every rule of the triggers of the event. Findings go to its report; those of a time that has
 * passed are marked late. */
void engine_ask(struct engine *engine, const struct event *event, struct report *report);

/* What a check is given to judge the event and add to its report. */
struct rule_context engine_context(struct engine *engine, const struct event *event,
                                   struct report *report);

/* Adds a finding in this form, at the severity of its rule. Texts among the values must live as long as
 * the pool of the analysis; endpoints are copied. */
void finding_add(struct rule_context *context, enum form form, struct values values);

/* ... where an exception of the rule makes it more or less serious. */
void finding_add_as(struct rule_context *context, enum form form, enum rule_severity severity,
                    struct values values);

/* ... to an earlier report, to be seen from the second pass on: what the message of the event means for that one. */
void finding_add_late(struct rule_context *context, struct report *report, enum form form,
                      enum rule_severity severity, struct values values);

/* What this rule has just found at the message of the event belongs to that earlier report, too; from the second pass
 * on. */
void finding_repeat_late(struct rule_context *context, struct report *report, enum rule rule);

/* The finding of this rule in a report; NULL: it did not fire there. */
const struct finding *finding_of(const struct report *report, enum rule rule);

/* Repeats a late finding of an earlier message; NULL: there are too many. */
struct finding *finding_repeat(struct report *report, const struct finding *finding,
                               struct pool *pool);

/* Takes a finding of this report from it. */
void finding_withdraw(struct report *report, const struct finding *finding);

/* True where a time has passed: the frame that waited is over. */
static inline bool event_is_late(const struct event *event)
{
    return !event->facts && !event->traffic &&
           !(event->connection && event->connection->is_at_once);
}

/* True for a 2xx to a REGISTER of a known registration. */
static inline bool event_is_accepted(const struct event *event)
{
    return event->triggers & ON_RESPONSE && event->facts->status >= 200 &&
           event->facts->status < 300 && !event->response->is_second_final;
}

/* A server that fails, or gets no response itself, refuses nobody. One that is overloaded says so, and for how
 * long. */
static inline bool status_is_fault_of_server(unsigned status)
{
    return status == 408 || (status >= 500 && status < 600 && status != 503);
}

/* The first own Contact that the 2xx made this of; NULL: none. */
static inline const struct event_contact *event_contact_with(const struct event *event,
                                                             enum contact_outcome outcome)
{
    for (unsigned i = 0; i < event->bindings->contact_count; i++) {
        if (event->bindings->contacts[i].outcome == outcome)
            return &event->bindings->contacts[i];
    }
    return NULL;
}

/* The time since then, in ns; ELAPSED_UNKNOWN where the clock was set back. */
static inline int64_t event_since(const struct event *event, int64_t then)
{
    return elapsed_between(then, event->time);
}

/* An age for a sentence, which leaves it out where it is unknown or none to speak of. */
static inline struct value of_age(int64_t ns)
{
    return of_time(ns < MILLISECOND ? 0 : ns);
}

static inline bool event_is_challenge(const struct event *event)
{
    return event->facts->status == 401 || event->facts->status == 407;
}

/* The REGISTER carries credentials, and its attempt waits for them. */
static inline bool event_answers_challenge(const struct event *event)
{
    unsigned status = event->before->attempt.last_status;

    return event->before->continues && (status == 401 || status == 407) &&
           event->facts->credentials_count && event->challenge->frame;
}

/* RFC 3263 4.3: after silence the same request goes to the next server, which may be another port or
 * transport of the same host. False for a request of another method. */
static inline bool event_is_failover(const struct event *event)
{
    const struct last_request *previous = event->before ? &event->before->last : NULL;

    return previous && previous->report && !previous->has_response &&
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

/* The registrar accepts a REGISTER without credentials, although it has challenged this AOR. Clients that are
 * authenticated otherwise need none: TLS may have used a client certificate, IMS has IPsec, a proxy in front may have
 * authenticated the client. */
bool event_lacks_challenge(const struct event *event);

/* ... from an address that has sent the right password before: many registrars keep trusting it. */
bool event_is_trusted(const struct event *event);

/* For a sentence: what a parameter says, or that it says nothing. */
static inline const char *or_none(const char *text)
{
    return text && text[0] ? text : "(none)";
}

#endif
