/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words for clients that get no response, or not the one that was sent.
 */
#include "diagnosis/cause_vocabulary.h"

#include <stdio.h>

/* The response on another hop, which the client does not get. */
static struct value relayed(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;

    return of_frame(transaction && transaction->rare->relayed ? transaction->rare->relayed->frame
                                                              : 0);
}

/* Its code, a number. */
static struct value relayed_code(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;

    return transaction && transaction->rare->relayed ? of_number(transaction->rare->relayed->status)
                                                     : of_text(NULL);
}

/* The address that has sent it. */
static struct value relayer(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;

    return word_address(words, transaction ? &transaction->rare->relayed_by : NULL);
}

/* A phrase: what it says beyond its code. */
static struct value relayed_words(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;
    const struct report *response = transaction ? transaction->rare->relayed : NULL;
    const char *told = response ? report_rare(response)->told : NULL;
    char text[VALUE_TEXT_MAX + 4] = "";

    if (told)
        (void)snprintf(text, sizeof(text), " \"%s\"", cause_quotable(told, words->pool));
    return word_phrase(words, text);
}

/* A phrase, where the intermediary cannot set up IPsec because of it: TS 24.229 5.2.2. */
static struct value keys_missing(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;
    const struct hop_challenges *challenges = transaction ? transaction->rare->challenges : NULL;
    bool is_missing = challenges && transaction->offers_ipsec &&
                      sip_algorithm_is_aka(challenges->each[0].algorithm) &&
                      !challenges->each[0].has_keys;

    return of_phrase(is_missing ? ", and why the challenge has no ck and ik" : "");
}

/* The address of the intermediary that has it. */
static struct value keeper(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;

    return word_address(words, transaction ? &transaction->rare->relayed_to : NULL);
}

/* A phrase: what else is to be checked behind the intermediary. */
static struct value then_why(const struct words *words)
{
    const struct transaction *transaction = words->event->transaction;
    const struct report *response = transaction ? transaction->rare->relayed : NULL;
    char text[96] = "";

    if (words->event->registration && words->event->registration->is_ims)
        (void)snprintf(text, sizeof(text), ", and its IPsec setup");
    else if (response && response->status >= 400 && response->step == STEP_COPY &&
             response->status != 401 && response->status != 407)
        (void)snprintf(text, sizeof(text), ", and why the registrar sends %u", response->status);
    return word_phrase(words, text);
}

static const struct served_domain *domain_of(const struct words *words)
{
    return words->event->aor ? words->event->aor->domain : NULL;
}

/* The server that another client of the domain is served by. */
static struct value serving(const struct words *words)
{
    const struct served_domain *domain = domain_of(words);

    return word_address(words, domain ? &domain->server : NULL);
}

/* The 2xx that shows it. */
static struct value served_in(const struct words *words)
{
    const struct served_domain *domain = domain_of(words);

    return of_frame(domain ? domain->frame : 0);
}

/* The latest 2xx to the client where it still is. */
static struct value bound_in(const struct words *words)
{
    const struct binding *binding = cause_bound_from_here(words->event);

    return of_frame(binding ? binding->granted_in : 0);
}

/* The target of the connections that fail, with its port, */
static struct value way_to(const struct words *words)
{
    const struct report_connection *way = words->event->way;

    return word_endpoint(words, way ? &way->target : NULL);
}

/* ... what shows it, */
static struct value way_in(const struct words *words)
{
    const struct report_connection *way = words->event->way;

    return of_frame(way ? way->state_in : 0);
}

/* ... and the latest REGISTER of the client. */
static struct value silent_request(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return of_frame(registration ? registration->last.frame : 0);
}

/* What ended the latest attempt: the response, or the REGISTER that got none. */
static struct value failed_in(const struct words *words)
{
    const struct registration *registration = words->event->registration;
    const struct report *final = registration ? registration->latest_final : NULL;

    if (!registration)
        return of_text(NULL);
    return of_frame(registration->last.has_response && final ? final->frame
                                                             : registration->last.frame);
}

/* A phrase: how. */
static struct value failed_as(const struct words *words)
{
    const struct registration *registration = words->event->registration;
    const struct report *final = registration ? registration->latest_final : NULL;

    if (!registration)
        return of_phrase("");
    return registration->last.has_response && final ? word_refusal(words, final)
                                                    : of_phrase(" (no response)");
}

/* For how long the client has not tried again, a duration, */
static struct value untried(const struct words *words)
{
    const struct registration *registration = words->event->registration;

    return registration ? word_duration(registration->last.resent_at, words->event->time)
                        : of_text(NULL);
}

/* ... and the packet by which it shows itself to run meanwhile. */
static struct value running(const struct words *words)
{
    return of_frame(words->event->registration ? cause_runs_after_failure(words->event) : 0);
}

const struct cause_word cause_words_on_silence[] = {
    CAUSE_WORD(way_to),       CAUSE_WORD(way_in),       CAUSE_WORD(silent_request),
    CAUSE_WORD(relayed),      CAUSE_WORD(relayed_code), CAUSE_WORD(keeper),
    CAUSE_WORD(then_why),     CAUSE_WORD(serving),      CAUSE_WORD(served_in),
    CAUSE_WORD(bound_in),     CAUSE_WORD(relayer),      CAUSE_WORD(relayed_words),
    CAUSE_WORD(keys_missing), CAUSE_WORD(failed_in),    CAUSE_WORD(failed_as),
    CAUSE_WORD(untried),      CAUSE_WORD(running),      {.name = NULL},
};
