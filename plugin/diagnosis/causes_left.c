/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes that come from a client which makes a new Contact, or a new +sip.instance, at each start
 * and does not remove the one before: its own bindings fill the limit of the registrar.
 */
#include "diagnosis/causes.h"

/* One may be left over from a crash; two are a habit. */
enum { LEFT_FROM = 2 };

static bool is_same_program(const char *one, const char *other)
{
    return one == other || facts_same_product(one, other);
}

/* By the source, and by the address that it gives itself, which tells the devices behind a NAT apart. A page of WebRTC
 * has a name that stands for no host (RFC 7118 5), and another one each time. */
static bool is_at_same_host(const struct event *event, const struct registration *each)
{
    const struct transaction *transaction = event->transaction;

    if (!endpoint_same_ip(&each->last.source, &transaction->client) ||
        !endpoint_same_ip(&each->last.destination, &transaction->server))
        return false;
    return each->last.sent_by.family == transaction->sent_by.family &&
           (transaction->sent_by.family == ENDPOINT_NONE ||
            endpoint_same_ip(&each->last.sent_by, &transaction->sent_by));
}

static bool is_of_same_host(const struct event *event, const struct registration *each)
{
    const struct registration *registration = event->registration;

    return each == registration ||
           (each->last.report && !each->is_ims && is_at_same_host(event, each) &&
            is_same_program(each->user_agent, registration->user_agent) &&
            !(each->instance && each->instance == registration->instance &&
              each->reg_id == registration->reg_id));
}

/* The frame of the latest packet by which it was seen to run. */
static uint32_t seen_until(const struct registration *each)
{
    uint32_t heard_in = each->reach ? each->reach->responded_in : 0;

    return MAX(MAX(each->last.frame, each->connected_in), heard_in);
}

/* A registrar that says that there are too many has them, though it may list each client its own alone. */
static bool is_there(const struct event *event, const struct binding *binding)
{
    return binding_has_time(binding, event->time) ||
           (binding->state == BINDING_GONE && event->time < binding->expires_at &&
            cause_says_too_many(event));
}

/* A binding of an earlier start: by another Contact under another Call-ID. */
static bool is_left(const struct event *event, const struct binding *binding)
{
    const struct transaction *transaction = event->transaction;

    return binding->granted_in && is_there(event, binding) &&
           endpoint_same_ip(&binding->server, &transaction->server) &&
           endpoint_same_ip(&binding->source, &transaction->client) &&
           binding->call_id != transaction->call_id &&
           !facts_same_uri(binding->contact, event->registration->contact);
}

static struct bindings_left with_bindings(struct bindings_left found, const struct event *event,
                                          const struct registration *owner)
{
    for (const struct binding *each = owner->aor->bindings; each; each = each->next) {
        if (each->owner != owner || !is_left(event, each))
            continue;
        found.count++;
        found.last_in = MAX(found.last_in, each->granted_in);
    }
    return found;
}

/* Each of its starts comes after the last packet of the one before: two that run at once are two clients. */
struct bindings_left cause_bindings_left(const struct event *event)
{
    struct bindings_left found = {0};
    const struct registration *each;
    uint32_t since;

    if (!event->registration || !event->transaction || event->registration->is_ims)
        return found;
    each = event->registration->aor->agents;
    since = event->registration->first_in;
    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->older) {
        if (!is_of_same_host(event, each))
            continue;
        if (each != event->registration && seen_until(each) >= since)
            return (struct bindings_left){0};
        found = with_bindings(found, event, each);
        since = each->first_in;
    }
    return found;
}

/* The registrar names the limit. */
bool cause_fills_limit(const struct event *event)
{
    return cause_says_too_many(event) && cause_bindings_left(event).count >= LEFT_FROM;
}

/* It refuses what it had accepted at the starts before, and gives no reason. */
bool cause_may_fill_limit(const struct event *event)
{
    const struct nonce_use *use = event->refused ? event->refused->use : NULL;
    const struct registration *each = event->registration ? event->registration->aor->agents : NULL;

    if (!use || cause_status(event) != 403 || cause_gives_reason(event) ||
        cause_bindings_left(event).count < LEFT_FROM)
        return false;
    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->older) {
        if (is_of_same_host(event, each) && registration_knows_realm(each, use->nonce->realm) &&
            each->past->authenticated_user == use->username)
            return true;
    }
    return false;
}
