/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes that the server itself names in words of its own.
 */
#include "diagnosis/suspicion.h"

#include "base/elapsed.h"
#include "state/outage.h"

/* The words belong to a refusal: not to a first challenge, nor to one that only replaces a nonce. */
static bool says(const struct event *event, enum facts_saying saying)
{
    return cause_status(event) >= 400 && event->facts->says == saying &&
           (!event_is_challenge(event) ||
            (cause_has_credentials(event) && !event->refused->is_stale));
}

/* A limit that ends at a time that the server knows is not one of Contacts. */
static bool ends_by_itself(const struct event *event)
{
    return event->facts->has_retry_after && event->facts->retry_after_s;
}

bool cause_says_rate(const struct event *event)
{
    return says(event, SAYS_RATE) || (says(event, SAYS_LIMIT) && ends_by_itself(event));
}

/* A server that has just started takes longer to be ready in rare cases alone. */
#define STARTS_WITHIN (60 * SECOND)

/* It has refused the client for longer than a start takes. */
static bool has_lasted(const struct event *event)
{
    const struct history *history = event->registration ? &event->registration->history : NULL;
    const struct outage *open = history ? history_open(history) : NULL;
    int64_t since;

    if (!history || (open ? open->kind : history->failure.kind) != OUTAGE_REFUSED ||
        !event->registration->past->before.has_response)
        return false;
    since = elapsed_between(open ? open->from : history->failure.time, event->time);
    return since != ELAPSED_UNKNOWN && since > STARTS_WITHIN;
}

/* A server that is busy, or has just started, says so, too: a fault of its own (5xx) that has been seen once, or for
 * which it gives a time, need not be a limit or a licence. */
static bool may_pass(const struct event *event)
{
    return ends_by_itself(event) || (cause_status(event) / 100 == 5 && !has_lasted(event));
}

bool cause_says_full_for_now(const struct event *event)
{
    return says(event, SAYS_FULL) && may_pass(event);
}

bool cause_says_full(const struct event *event)
{
    return says(event, SAYS_FULL) && !may_pass(event);
}

bool cause_says_too_many(const struct event *event)
{
    return says(event, SAYS_LIMIT) && !ends_by_itself(event);
}

/* A 5xx that names no Contact does not say whether it is the limit of the AOR or of all. */
bool cause_says_some_limit(const struct event *event)
{
    const char *told = report_rare(event->report)->told;

    return cause_says_too_many(event) && cause_status(event) / 100 == 5 && told &&
           !facts_told_names(told, "contact* binding* device* location* aor user");
}

bool cause_says_domain(const struct event *event)
{
    return says(event, SAYS_DOMAIN);
}

bool cause_says_identity(const struct event *event)
{
    return says(event, SAYS_IDENTITY);
}

/* It does not find the account, and that may be another time. */
bool cause_says_not_found_now(const struct event *event)
{
    const char *told = report_rare(event->report)->told;

    return cause_is_unknown_account(event) &&
           (ends_by_itself(event) ||
            (told && facts_told_names(told, "again later temporar* moment*")));
}

/* 404 and its like say so by their code. */
bool cause_says_no_account(const struct event *event)
{
    return says(event, SAYS_NO_ACCOUNT) && !cause_is_not_found(event);
}

bool cause_says_state(const struct event *event)
{
    return says(event, SAYS_STATE);
}

bool cause_says_address(const struct event *event)
{
    return says(event, SAYS_ADDRESS);
}

bool cause_says_agent(const struct event *event)
{
    return says(event, SAYS_AGENT);
}

bool cause_says_device(const struct event *event)
{
    return says(event, SAYS_DEVICE);
}

bool cause_says_certificate(const struct event *event)
{
    return says(event, SAYS_CERTIFICATE);
}

bool cause_says_roaming(const struct event *event)
{
    return says(event, SAYS_ROAMING);
}

/* The server has accepted the client as it is now: from the same address, with the same user. */
static bool is_as_accepted(const struct event *event)
{
    const struct accepted_path *path = &event->registration->past->accepted_path;
    const char *accepted = event->registration->past->authenticated_user;
    const struct nonce_use *use = event->refused ? event->refused->use : NULL;

    return path->frame && endpoint_same_ip(&path->server, &event->transaction->server) &&
           endpoint_same_ip(&path->client, &event->transaction->client) &&
           !(use && accepted && use->username != accepted);
}

/* What it refuses now it has accepted before: the account, its password, its domain or the address. */
bool cause_denies_what_it_accepted(const struct event *event)
{
    return (cause_says_no_account(event) || cause_says_credentials(event) ||
            cause_says_domain(event) || cause_says_identity(event) || cause_says_address(event)) &&
           event->registration && is_as_accepted(event);
}

bool cause_says_transport(const struct event *event)
{
    return says(event, SAYS_TRANSPORT);
}

static bool has_route(const struct event *event)
{
    return event->transaction && event->transaction->has_route;
}

bool cause_says_route(const struct event *event)
{
    return says(event, SAYS_ROUTE) && has_route(event);
}

bool cause_says_hss(const struct event *event)
{
    return says(event, SAYS_HSS);
}

bool cause_says_policy(const struct event *event)
{
    return says(event, SAYS_POLICY);
}

bool cause_says_blocked(const struct event *event)
{
    return says(event, SAYS_BLOCKED);
}

/* A challenge has refused credentials of the client in this outage. */
static bool has_refused_by_challenge(const struct event *event)
{
    const struct outage *open = history_open(&event->registration->history);

    for (const struct suspicion *each = open ? open->verdict.raised : NULL; each;
         each = each->next) {
        if (each->nonce && (each->status == 401 || each->status == 407) && !each->is_refuted)
            return true;
    }
    return false;
}

/* Not from the first time on: it was the credentials that were refused before. */
bool cause_says_locked(const struct event *event)
{
    enum { REFUSALS_FROM = 3 };
    const char *told = report_rare(event->report)->told;

    return (says(event, SAYS_STATE) || says(event, SAYS_BLOCKED)) && !event_is_challenge(event) &&
           event->registration && event->registration->past->rejections >= REFUSALS_FROM && told &&
           facts_told_names(told, "block* lock* ban banned gesperrt* bloqu*") &&
           has_refused_by_challenge(event);
}

/* A new challenge tells more of the credentials than such words. */
static bool says_credentials(const struct event *event)
{
    return says(event, SAYS_CREDENTIALS) && cause_has_credentials(event) &&
           !event_is_challenge(event);
}

bool cause_says_credentials(const struct event *event)
{
    return says_credentials(event) && !cause_follows_with_aka(event);
}

bool cause_says_aka(const struct event *event)
{
    return says_credentials(event) && cause_follows_with_aka(event);
}

/* A challenge, or a 423, is followed up: its words alone do not end the attempt. */
static bool refuses_with(const struct event *event, enum facts_saying saying)
{
    return says(event, saying) && !event_is_challenge(event) && event->facts->status != 423;
}

/* It is higher than that of the REGISTER that bound the client: the registrar has this one twice, or compares it with
 * that of another device. */
static bool is_in_order(const struct event *event)
{
    const struct binding *each = event->registration->aor->bindings;

    for (; each; each = each->next) {
        if (each->owner == event->registration && each->granted_in &&
            each->call_id == event->transaction->call_id)
            return event->transaction->cseq > each->cseq;
    }
    return false;
}

bool cause_says_something(const struct event *event)
{
    return refuses_with(event, SAYS_SOMETHING) ||
           (refuses_with(event, SAYS_ROUTE) && !has_route(event)) ||
           (refuses_with(event, SAYS_ORDER) && is_in_order(event));
}

bool cause_says_contact_form(const struct event *event)
{
    return refuses_with(event, SAYS_CONTACT);
}

bool cause_says_expires(const struct event *event)
{
    return refuses_with(event, SAYS_EXPIRES);
}

bool cause_says_order(const struct event *event)
{
    return refuses_with(event, SAYS_ORDER) && !is_in_order(event);
}

bool cause_says_extension(const struct event *event)
{
    return refuses_with(event, SAYS_EXTENSION);
}

bool cause_says_form(const struct event *event)
{
    return refuses_with(event, SAYS_FORM);
}

bool cause_says_fault(const struct event *event)
{
    return refuses_with(event, SAYS_FAULT);
}

bool cause_says_busy(const struct event *event)
{
    return says(event, SAYS_BUSY);
}

bool cause_says_too_large(const struct event *event)
{
    return says(event, SAYS_TOO_LARGE);
}
