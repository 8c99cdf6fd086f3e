/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on password guessing, user enumeration and floods from one source, and on the tools that do it.
 */
#include "rules/engine.h"

/* Many refusals alone may be a phone with an old password. */
static bool looks_like_guessing(const struct event *event, const struct source_refusals *refusals)
{
    const struct settings *settings = event->settings;

    return refusals->count >= settings->bruteforce_failures &&
           (refusals->call_ids >= settings->bruteforce_spread ||
            refusals->usernames >= settings->bruteforce_spread) &&
           (refusals->most_of_one_user >= 5 || refusals->usernames > 20);
}

void rule_sec_bruteforce(struct rule_context *context)
{
    const struct event *event = context->event;
    struct source_refusals refusals;
    const struct nonce_use *use;

    if (!event->transaction || !event->source->record || event->response->is_second_final)
        return;
    use = event->transaction->uses[0];
    if (!use || (!event->refused->use && !event_is_accepted(event)))
        return;
    refusals = source_count_refusals(event->source->record, event->time);
    if (!looks_like_guessing(event, &refusals))
        return;
    if (event->refused->use && !event->refused->is_stale && !event->refused->is_old)
        finding_add(context, FORM_sec_bruteforce,
                    VALUES(of_number(refusals.count), of_number(refusals.usernames),
                           of_number(refusals.call_ids)));
    else if (event_is_accepted(event) &&
             source_was_refused(event->source->record, use->username, event->time))
        finding_add_as(context, FORM_sec_bruteforce_success, SEVERITY_ERROR,
                       VALUES(of_text(use->username), of_number(refusals.count)));
}

/* A server that fails reveals nothing about its users. Reported once a minute. */
void rule_sec_enumeration(struct rule_context *context)
{
    const struct source_users *users = &context->event->source->guessed;

    if (users->tried)
        finding_add(context, FORM_sec_enumeration,
                    VALUES(of_number(users->tried), of_number(users->failed)));
}

/* RFC 3261 10.3: the registrar authenticates the user (step 3), then authorizes it (4), and only then
 * checks whether the AOR exists (5). */
void rule_sec_user_oracle(struct rule_context *context)
{
    const struct oracle *oracle = context->event->response->oracle;

    if (oracle)
        finding_add(context, FORM_sec_user_oracle,
                    VALUES(of_text(oracle->refused), of_number(oracle->refused_with),
                           of_frame(oracle->refused_in), of_frame(oracle->challenged_in)));
}

/* Gateways and load generators whose registrations are accepted may send any number of requests. */
void rule_sec_flood(struct rule_context *context)
{
    const struct request_rate_found *rate = context->event->source->request_rate;

    if (!rate)
        return;
    if (rate->first_in)
        finding_add(context, FORM_sec_flood,
                    VALUES(of_number(rate->requests), of_frame(rate->first_in),
                           of_number(rate->unsuccessful), of_number(rate->total)));
    else
        finding_add(context, FORM_sec_flood_open, VALUES(of_number(rate->open)));
}

/* Reported once per source, as long as its User-Agent stays the same. */
static bool is_new_agent(const struct event *event)
{
    return event->facts->user_agent && event->facts->user_agent != event->before->user_agent;
}

void rule_sec_scanner(struct rule_context *context)
{
    const struct event *event = context->event;

    if (is_new_agent(event) &&
        settings_list_names(event->settings->scanners, event->facts->user_agent))
        finding_add(
            context, FORM_sec_scanner,
            VALUES(of_endpoint(&event->facts->packet->source), of_text(event->facts->user_agent)));
}

void rule_sec_test_tool(struct rule_context *context)
{
    const struct event *event = context->event;

    if (is_new_agent(event) &&
        settings_list_names(event->settings->test_tools, event->facts->user_agent))
        finding_add(
            context, FORM_sec_test_tool,
            VALUES(of_endpoint(&event->facts->packet->source), of_text(event->facts->user_agent)));
}
