/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on what one source does to many users, and on the tools that do it.
 */
#include "rules/engine.h"

#include <inttypes.h>

/* Many refusals alone are a phone with an old password. */
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
        finding_printf(context, RULE_sec_bruteforce,
                    "Refused credentials from this address within a minute: %u (users: %u, "
                    "Call-IDs: %u); somebody may be guessing passwords",
                    refusals.count, refusals.usernames, refusals.call_ids);
    else if (event_is_accepted(event) &&
             source_was_refused(event->source->record, use->username, event->time))
        finding_printf_as(context, RULE_sec_bruteforce, SEVERITY_ERROR,
                       "User \"%s\" got in after %u refused credentials from this address within a "
                       "minute: the password was probably guessed",
                       use->username ? use->username : "", refusals.count);
}

/* A server that fails says nothing of its users; said once a minute. */
void rule_sec_enumeration(struct rule_context *context)
{
    const struct source_users *users = &context->event->source->guessed;

    if (users->tried)
        finding_printf(context, RULE_sec_enumeration,
                    "%u users tried from this address within a minute, %u of them without success: "
                    "somebody may be looking for accounts (said once a minute)",
                    users->tried, users->failed);
}

/* RFC 3261 10.3: first who it is (step 3), then what he may (4), then whether the AOR exists (5). */
void rule_sec_user_oracle(struct rule_context *context)
{
    const struct oracle *oracle = context->event->response->oracle;

    if (oracle)
        finding_printf(context, RULE_sec_user_oracle,
                    "Without credentials %s gets %u (frame %" PRIu32
                    ") but %s gets a challenge (frame %" PRIu32
                    "): anybody can find out which users exist (RFC 3261 10.3)",
                    oracle->refused, oracle->refused_with, oracle->refused_in, oracle->challenged,
                    oracle->challenged_in);
}

/* Gateways and load generators whose registrations are accepted may send as many as they like. */
void rule_sec_flood(struct rule_context *context)
{
    const struct request_rate_found *request_rate = context->event->source->request_rate;

    if (!request_rate)
        return;
    if (request_rate->first_in)
        finding_printf(context, RULE_sec_flood,
                    "%u REGISTERs from one address within a second, from frame %" PRIu32
                    " on; %u of %u in these five seconds had no success",
                    request_rate->requests, request_rate->first_in, request_rate->in_vain, request_rate->total);
    else
        finding_printf(context, RULE_sec_flood,
                    "%u REGISTERs from one address wait for an answer at the same time",
                    request_rate->open);
}

/* Once a source, as long as it does not change its name. */
static bool is_new_agent(const struct event *event)
{
    return event->facts->user_agent && event->facts->user_agent != event->before->user_agent;
}

void rule_sec_scanner(struct rule_context *context)
{
    const struct event *event = context->event;
    char here[ENDPOINT_TEXT_SIZE];

    if (is_new_agent(event) &&
        settings_list_names(event->settings->scanners, event->facts->user_agent))
        finding_printf(context, RULE_sec_scanner, "%s calls itself \"%s\", as a scanner does",
                    endpoint_to_text(&event->facts->packet->source, false, here),
                    event->facts->user_agent);
}

void rule_sec_test_tool(struct rule_context *context)
{
    const struct event *event = context->event;
    char here[ENDPOINT_TEXT_SIZE];

    if (is_new_agent(event) &&
        settings_list_names(event->settings->test_tools, event->facts->user_agent))
        finding_printf(context, RULE_sec_test_tool, "%s calls itself \"%s\", a test tool",
                    endpoint_to_text(&event->facts->packet->source, false, here),
                    event->facts->user_agent);
}
