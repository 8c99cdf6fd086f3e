/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on password guessing, user enumeration and floods from one source, and on the tools that do it.
 */
#include "rules/engine.h"

/* The address of the client, on whatever port. */
static struct value sender_of(const struct event *event)
{
    if (event->transaction)
        return of_address(&event->transaction->client);
    if (event->registration)
        return of_address(&event->registration->last.source);
    return of_address(&event->facts->packet->source);
}

/* Many refusals alone may be a phone with an old password. */
void rule_sec_bruteforce(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct source_refusals *refused = &event->source->refusals;
    const struct source_refusals *before = &event->source->before_success;

    if (refused->count)
        finding_add(context, FORM_sec_bruteforce,
                    VALUES(sender_of(event), of_number(refused->count),
                           of_number(refused->usernames), of_number(refused->call_ids)));
    else if (before->count)
        finding_add_as(context, FORM_sec_bruteforce_success, SEVERITY_ERROR,
                       VALUES(of_text(event->transaction->uses[0]->username), sender_of(event),
                              of_number(before->count)));
}

/* One phone that repeats a wrong password until it is corrected does not count. */
void rule_sec_password_guessed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct source_guesses *guesses = &event->source->guesses;

    if (guesses->count >= event->settings->guess_min)
        finding_add(context, FORM_sec_password_guessed,
                    VALUES(of_text(event->transaction->uses[0]->username), sender_of(event),
                           of_number(guesses->count), of_frame(guesses->first_in)));
}

/* A server that fails reveals nothing about its users. */
void rule_sec_enumeration(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct source_users *users = &event->source->guessed;

    if (users->tried)
        finding_add(context, FORM_sec_enumeration,
                    VALUES(sender_of(event), of_number(users->tried), of_number(users->failed)));
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
    const struct event *event = context->event;
    const struct request_rate_found *rate = event->source->request_rate;

    if (!rate)
        return;
    if (rate->first_in)
        finding_add(context, FORM_sec_flood,
                    VALUES(sender_of(event), of_number(rate->requests), of_frame(rate->first_in),
                           of_number(rate->unsuccessful)));
    else
        finding_add(context, FORM_sec_flood_open, VALUES(sender_of(event), of_number(rate->open)));
}

/* Reported once per source, as long as its User-Agent stays the same. */
static bool is_new_agent(const struct event *event)
{
    return event->facts->user_agent && event->facts->user_agent != event->before->user_agent;
}

void rule_sec_scanner(struct rule_context *context)
{
    const struct event *event = context->event;

    if (event->source->scans)
        finding_add(context,
                    settings_is_tool(event->facts->user_agent) ? FORM_sec_scanner_tool
                                                               : FORM_sec_scanner,
                    VALUES(of_address(&event->facts->packet->source),
                           of_text(event->facts->user_agent), of_number(event->source->scans)));
}

void rule_sec_test_tool(struct rule_context *context)
{
    const struct event *event = context->event;

    if (is_new_agent(event) && event->source->is_test_tool)
        finding_add(
            context, FORM_sec_test_tool,
            VALUES(of_endpoint(&event->facts->packet->source), of_text(event->facts->user_agent)));
}
