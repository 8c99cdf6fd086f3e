/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes that tell a client from the others at its address, and that address from others: all of
 * them stop or are refused, or one alone.
 */
#include "diagnosis/causes_site.h"

#include "diagnosis/causes_source.h"
#include "state/outage.h"
#include "state/source.h"

enum {
    /* One of two may have a fault of its own, */
    STOPPED_FROM = 2,
    /* ... and of those that were never accepted two may have been entered wrongly. */
    REFUSED_FROM = 2,
    NEVER_ACCEPTED_FROM = 3
};

/* ---- stopped */

static const struct outage *expired_outage(const struct registration *registration)
{
    const struct outage *open = history_open(&registration->history);

    return open && open->kind == OUTAGE_EXPIRED ? open : NULL;
}

int64_t cause_interval(const struct registration *registration)
{
    const struct outage *open = expired_outage(registration);

    return open ? MAX(open->from - registration->last.time, 0) : 0;
}

bool cause_has_stopped(const struct registration *registration, int64_t now)
{
    int64_t interval = cause_interval(registration);

    return interval && registration->late_refreshes == 0 &&
           now - expired_outage(registration)->from >= interval;
}

static bool is_at_site(const struct registration *each, const struct registration *of)
{
    return each->last.report && !each->is_ims && (each == of || each->aor != of->aor) &&
           endpoint_same_ip(&each->last.source, &of->last.source) &&
           endpoint_same_ip(&each->last.destination, &of->last.destination);
}

/* The first of the clients at its address; NULL where it began at another one, whose clients they are. */
static const struct registration *first_at_site(const struct registration *registration)
{
    return registration->source && source_is_at(registration->source, &registration->last.source)
               ? source_latest_client(registration->source)
               : NULL;
}

/* One moment lies behind the last REGISTER of each and before the end of each binding. One that was never seen to
 * refresh, as apps that sleep, tells nothing. */
struct site_stopped cause_site_stopped(const struct registration *registration, int64_t now)
{
    struct site_stopped found = {0};
    const struct registration *each = first_at_site(registration);
    int64_t after = INT64_MIN, before = INT64_MAX;

    for (unsigned i = 0; each && i < CAUSE_CLIENTS_MAX; i++, each = each->neighbour) {
        if (!is_at_site(each, registration))
            continue;
        if (!cause_has_stopped(each, now)) {
            if (each->history.is_bound || each->last.time >= registration->last.time)
                return (struct site_stopped){0};
            continue;
        }
        if (each->contact && cause_wakes_by_push(each->contact))
            continue;
        found.count += each->refreshes > 0;
        after = MAX(after, each->last.time);
        before = MIN(before, expired_outage(each)->from);
    }
    if (each)
        return (struct site_stopped){0};
    found.is_whole = found.count >= STOPPED_FROM && after < before;
    return found;
}

/* Under another Call-ID, from another source address or at another server. */
bool cause_has_returned_otherwise(const struct registration *registration)
{
    const struct registration *each = registration->aor->agents;

    for (unsigned i = 0; each && i < CAUSE_CLIENTS_MAX; i++, each = each->older) {
        if (each != registration && each->accepted && each->first_in > registration->last.frame &&
            !cause_are_told_apart(each, registration))
            return true;
    }
    return each != NULL;
}

/* By the program, or by the +sip.instance, which all accounts of a device share (RFC 5626 4.1). */
static bool are_two_devices(const struct registration *one, const struct registration *other)
{
    return (one->user_agent && other->user_agent &&
            !facts_same_product(one->user_agent, other->user_agent)) ||
           (one->instance && other->instance && one->instance != other->instance);
}

/* What sends from there may do so where the others are unknown. */
bool cause_is_front(const struct registration *registration)
{
    enum { ACCOUNTS_OF_PHONE = 6 };
    const struct registration *each = first_at_site(registration);
    unsigned accounts = 0;

    if (!each)
        return true;
    for (unsigned i = 0; each && i < CAUSE_CLIENTS_MAX; i++, each = each->neighbour) {
        if (!is_at_site(each, registration) ||
            !endpoint_equal(&each->last.source, &registration->last.source))
            continue;
        accounts++;
        if (are_two_devices(each, registration))
            return true;
    }
    return each || accounts > ACCOUNTS_OF_PHONE;
}

/* Since the binding was granted. */
bool cause_sends_nothing_more(const struct event *event)
{
    return event->registration->last.frame < event->binding->granted_in;
}

/* It was there when it would have refreshed, as it had before. */
bool cause_runs_without_refresh(const struct event *event)
{
    return cause_sends_nothing_more(event) && event->registration->refreshes &&
           cause_heard_when_due(event);
}

/* A connection that has ended explains it, and so does sleep. */
bool cause_stops_on_open_path(const struct event *event)
{
    return cause_sends_nothing_more(event) && !event->registration->is_ims &&
           !flow_has_ended(event->registration->flow) && event->addresses == ADDRESSES_ARE_REAL &&
           !cause_sleeps_until_push(event);
}

/* ---- refused */

/* Its latest REGISTER, or the credentials in it. */
static bool is_refused_client(const struct registration *each)
{
    const struct challenge *challenge = &each->past->challenge;

    if (!each->tried_in)
        return false;
    return each->state == STATE_REJECTED ||
           (each->state == STATE_CHALLENGED && challenge->to_credentials);
}

struct site_refused cause_site_refused(const struct event *event)
{
    struct site_refused found = {0};
    bool was_accepted = true;
    const struct registration *each = first_at_site(event->registration);

    for (unsigned i = 0; each && i < CAUSE_CLIENTS_MAX; i++, each = each->neighbour) {
        if (!is_at_site(each, event->registration))
            continue;
        if (each != event->registration && !is_refused_client(each)) {
            if (each->history.is_bound || !each->last.has_response)
                return (struct site_refused){0};
            continue;
        }
        found.count++;
        found.since = MAX(found.since, each->tried_at);
        was_accepted &= each->accepted != NULL;
    }
    return !each && found.count >= (was_accepted ? REFUSED_FROM : NEVER_ACCEPTED_FROM)
               ? found
               : (struct site_refused){0};
}

static bool is_plain_refusal(const struct event *event)
{
    if (!event->registration || !event->server || event->addresses != ADDRESSES_ARE_REAL)
        return false;
    if (event_is_challenge(event))
        return event->refused && event->refused->use && event->refused->is_newest &&
               !event->refused->is_stale;
    return cause_status(event) >= 400 && cause_status(event) < 500 && !cause_gives_reason(event) &&
           cause_status(event) != 423 && !cause_is_not_found(event);
}

bool cause_refuses_site(const struct event *event)
{
    return is_plain_refusal(event) && cause_site_refused(event).count;
}

bool cause_accepts_elsewhere(const struct event *event)
{
    const struct acceptance *accepted = &event->server->accepted;

    return cause_refuses_site(event) && accepted->frame &&
           accepted->at > cause_site_refused(event).since &&
           !endpoint_same_ip(&accepted->to, &event->transaction->client);
}

/* ---- credentials of everybody */

/* One fault of the server hits all within so long. */
#define ONE_FAULT (300 * SECOND)

const struct refused_client *cause_other_denied(const struct event *event)
{
    const struct refused_client *other = event->server ? event->server->denied : NULL;

    if (other && other->registration == event->registration)
        other++;
    return other && other->registration ? other : NULL;
}

/* Those that it had accepted, for its newest nonce. Accounts at one address may have been changed together. */
bool cause_denies_known_client(const struct event *event)
{
    const struct event_refused *refused = event->refused;

    return refused && refused->use && refused->is_newest && !refused->is_stale &&
           !refused->is_old && event->registration &&
           registration_knows_realm(event->registration, refused->use->nonce->realm);
}

bool cause_denies_known_clients(const struct event *event)
{
    const struct refused_client *other = cause_other_denied(event);
    int64_t since = other ? elapsed_between(other->time, event->time) : ELAPSED_UNKNOWN;

    return cause_denies_known_client(event) && since != ELAPSED_UNKNOWN && since <= ONE_FAULT &&
           other->registration->aor != event->registration->aor &&
           !endpoint_same_ip(&other->registration->last.source, &event->registration->last.source);
}

/* ---- one refresh after the other */

/* Each refresh fails; what begins anew is accepted. */
bool cause_fails_in_refresh(const struct event *event)
{
    enum { REFRESHES_FROM = 2 };
    const struct registration *registration = event->registration;

    return registration && event->transaction && event->attempt_failed &&
           registration->failed_refreshes >= REFRESHES_FROM && !event->transaction->is_removal &&
           registration->past->burst.call_ids[0] == event->transaction->call_id &&
           (event->triggers & ON_TIMEOUT
                ? cause_is_silent_everywhere(event)
                : cause_refused_finally(event) && !cause_gives_reason(event));
}

/* The server responds to its other requests meanwhile, and accepts nobody else. It may have gone down after a response
 * during the previous attempt, of which one packet was lost. */
bool cause_responds_to_others_of_client(const struct event *event)
{
    const struct last_request *before;
    const struct other_response *other;

    if (!cause_is_silent_everywhere(event) || !event->registration ||
        cause_is_left_at_provisional(event))
        return false;
    before = &event->registration->past->before;
    other = &event->registration->past->rare->other_response;
    return other->method && before->report && !before->has_response &&
           endpoint_same_ip(&other->from, &event->transaction->server) &&
           other->transport == event->transaction->transport && other->time > before->resent_at &&
           !(event->server && event->server->accepted.at > before->time);
}

/* ---- lists */

/* A refresh takes no place in the list that another one might have had. */
bool cause_forgets_bindings(const struct event *event)
{
    const struct event_bindings *bindings = event->bindings;
    enum { FORGOTTEN_FROM = 2 };

    return bindings && bindings->first_missed && bindings->missed_count >= FORGOTTEN_FROM &&
           bindings->contact_count == 1 && bindings->contacts[0].outcome == CONTACT_REFRESHED &&
           cause_missed_by_other(event);
}

/* ---- silence */

/* It has a binding by way of this connection, which has not ended. */
bool cause_may_be_dead_connection(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return cause_is_silent_everywhere(event) && transaction->transport != TRANSPORT_UDP &&
           !transaction->unreachable && !event->flow && cause_bound_from_here(event);
}

/* Nothing has ever come from the server, which the client tries for the first time: with credentials, it was challenged
 * before the capture. */
bool cause_may_lose_first(const struct event *event)
{
    return cause_never_responded(event) && event->registration->attempt.number == 1 &&
           event->transaction->transport == TRANSPORT_UDP && event->transaction->retransmissions &&
           !event->registration->last.has_credentials;
}

/* By way of one line: two sites may lose a server each. */
static bool is_on_same_line(const struct endpoint *one, const struct endpoint *other)
{
    return endpoint_same_ip(one, other) || cause_is_one_network(one, other);
}

/* Nothing has come from that server since. */
const struct silence *cause_other_silence(const struct event *event)
{
    const struct silence *other = event->server ? event->server->silences : NULL;
    int64_t apart;

    if (other && other->server == event->server)
        other++;
    if (!other || !other->server || !event->transaction ||
        !is_on_same_line(&other->client, &event->transaction->client))
        return NULL;
    apart = event->transaction->first_time - other->sent_at;
    return other->server->heard_at < other->sent_at &&
                   ABS(apart) <= 2 * settings_timer_f(event->settings)
               ? other
               : NULL;
}

/* Two servers, both of which had responded before. */
bool cause_is_silent_line(const struct event *event)
{
    return cause_is_silent(event) && event->addresses == ADDRESSES_ARE_REAL &&
           cause_other_silence(event) && !cause_is_silent_alone(event);
}

/* Another user has got a response since, from the same address, or from the same port as well. */
static bool serves_other_account(const struct event *event, int64_t since,
                                 bool (*are_same)(const struct endpoint *, const struct endpoint *))
{
    const struct transaction *transaction = event->transaction;
    const struct registration *each = cause_latest_client(event);

    for (unsigned i = 0; each && i < CAUSE_CLIENTS_MAX; i++, each = each->neighbour) {
        if (each->last.report && each->aor != event->registration->aor && each->last.has_response &&
            each->last.time > since && each->last.transport == transaction->transport &&
            are_same(&each->last.source, &transaction->client) &&
            endpoint_equal(&each->last.destination, &transaction->server))
            return true;
    }
    return false;
}

static bool is_ignored_twice(const struct event *event)
{
    const struct last_request *before =
        event->registration ? &event->registration->past->before : NULL;

    return cause_is_silent_everywhere(event) && event->addresses == ADDRESSES_ARE_REAL && before &&
           before->report && !before->has_response &&
           endpoint_equal(&before->destination, &event->transaction->server);
}

/* The Request-URI of none that is served from there has a user part, as that of this client has (RFC 3261 10.2). */
static bool has_odd_uri(const struct event *event)
{
    const struct registration *each = cause_latest_client(event);

    if (!finding_of(event->report, RULE_reg_uri_userinfo) || event->registration->responded_id)
        return false;
    for (unsigned i = 0; each && i < CAUSE_CLIENTS_MAX; i++, each = each->neighbour) {
        if (each->responded_id && finding_of(each->last.report, RULE_reg_uri_userinfo))
            return false;
    }
    return true;
}

/* The way to the server is the same. */
bool cause_ignores_account(const struct event *event)
{
    return is_ignored_twice(event) && !has_odd_uri(event) &&
           serves_other_account(event, event->registration->past->before.resent_at, endpoint_equal);
}

/* One connection, used twice, may be dead. */
bool cause_ignores_neighbour(const struct event *event)
{
    return is_ignored_twice(event) && !has_odd_uri(event) && !cause_ignores_account(event) &&
           (event->transaction->transport == TRANSPORT_UDP ||
            !endpoint_equal(&event->registration->past->before.source,
                            &event->transaction->client)) &&
           serves_other_account(event, event->registration->past->before.resent_at,
                                endpoint_same_ip);
}

/* Of the REGISTERs at this address those with a user part in the Request-URI are the ones that get no response, at
 * least two of them: an account without it has had one since then. */
static bool ignores_odd_uri(const struct event *event, int64_t since)
{
    return has_odd_uri(event) && serves_other_account(event, since, endpoint_same_ip);
}

/* It has sent more than one REGISTER, be it in one attempt, and none has ever got a response. */
static bool is_never_served(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct report *request = cause_request(event);

    return cause_is_silent_everywhere(event) && event->addresses == ADDRESSES_ARE_REAL &&
           registration && request && !registration->responded_id && registration->tried_in &&
           registration->tried_in < request->frame;
}

bool cause_ignores_uri_user(const struct event *event)
{
    if (is_ignored_twice(event))
        return ignores_odd_uri(event, event->registration->past->before.resent_at);
    return is_never_served(event) && ignores_odd_uri(event, event->registration->tried_at);
}

/* ... or has had one before the first of them: whether it gets another one is to be seen. */
bool cause_may_ignore_uri_user(const struct event *event)
{
    return is_never_served(event) && ignores_odd_uri(event, 0) && !cause_ignores_uri_user(event);
}

/* Each time the next one is accepted: by the same server, in the same way. */
bool cause_loses_first_attempt(const struct event *event)
{
    enum { ROUNDS_FROM = 2 };
    const struct registration *registration = event->registration;
    const struct accepted_path *accepted;

    if (!cause_is_silent_everywhere(event) || !registration)
        return false;
    accepted = &registration->past->accepted_path;
    return registration->lost_firsts >= ROUNDS_FROM &&
           accepted->transport == event->transaction->transport &&
           endpoint_same_ip(&accepted->server, &event->transaction->server) &&
           event->transaction->request->frame == registration->tried_in;
}
