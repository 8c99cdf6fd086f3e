/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes that come from a limit of Contacts: an old one is in the way, or two clients replace
 * each other's.
 */
#include "diagnosis/causes.h"

/* The registrar has put the source of the client, as it was then, in place of the Contact. */
static bool names_former_source(const struct event *event, const struct binding *binding)
{
    struct endpoint named;

    return binding->rewritten && facts_uri_endpoint(binding->rewritten, &named) &&
           endpoint_equal(&named, &binding->source) &&
           !endpoint_equal(&named, &event->transaction->client);
}

/* Whether this binding is one that the client of the registration has left behind: of the same device, with another
 * Contact. */
static bool is_left_behind(const struct event *event, const struct binding *binding)
{
    const struct registration *registration = event->registration;

    if (!binding->granted_in ||
        (facts_same_uri(binding->contact, registration->contact) &&
         !names_former_source(event, binding)) ||
        !endpoint_same_ip(&binding->server, &event->transaction->server))
        return false;
    if (binding->owner != registration && binding->granted_in > registration->first_in)
        return false; /* that one refreshes: it is another client */
    if (binding->instance && registration->instance)
        return binding->instance == registration->instance;
    return binding->owner == registration ||
           endpoint_same_ip(&binding->source, &event->transaction->client) ||
           facts_same_product(binding->user_agent, registration->user_agent);
}

const struct binding *cause_left_behind(const struct event *event)
{
    if (!event->registration || !event->transaction)
        return NULL;
    for (unsigned i = 0; event->bindings && i < event->bindings->contact_count; i++) {
        const struct event_contact *each = &event->bindings->contacts[i];

        if (each->had_before && is_left_behind(event, &each->before))
            return &each->before;
    }
    for (const struct binding *each = event->registration->aor->bindings; each; each = each->next) {
        if (each->state != BINDING_REMOVED && is_left_behind(event, each))
            return each;
    }
    return NULL;
}

/* The codes of registrars that allow no further Contact. */
static bool may_be_limit(unsigned status)
{
    return status == 403 || status == 480 || status == 486 || status == 500 || status == 503;
}

static bool is_refused_beside_old(const struct event *event)
{
    const struct binding *old;

    if (!may_be_limit(cause_status(event)))
        return false;
    old = cause_left_behind(event);
    return old && old->expires_at > event->time;
}

/* Another device of the same model may have bound it. */
static bool is_surely_own(const struct event *event, const struct binding *old)
{
    const struct registration *registration = event->registration;

    return old->owner == registration ||
           (old->instance && old->instance == registration->instance) ||
           (endpoint_same_ip(&old->source, &event->transaction->client) &&
            facts_same_host(old->contact, registration->contact));
}

static bool is_forbidden_beside_own(const struct event *event)
{
    return cause_status(event) == 403 && is_refused_beside_old(event) &&
           is_surely_own(event, cause_left_behind(event));
}

bool cause_fails_beside_old(const struct event *event)
{
    return is_refused_beside_old(event);
}

/* Its Via is as before: the address by which it names itself is not new. */
static bool comes_from_there(const struct event *event, const struct registration *owner)
{
    const struct last_request *before =
        owner == event->registration ? &owner->past->before : &owner->last;

    return endpoint_same_ip(&before->sent_by, &event->transaction->sent_by);
}

/* The registrar has accepted the same credentials when it bound the old Contact, and that was no other device: nothing
 * but that Contact is known to be in the way. */
bool cause_is_refused_only_beside_old(const struct event *event)
{
    const struct nonce_use *use = event->refused ? event->refused->use : NULL;
    const struct binding *old;

    if (!use || cause_gives_reason(event) || !is_forbidden_beside_own(event))
        return false;
    old = cause_left_behind(event);
    return old->owner && comes_from_there(event, old->owner) &&
           registration_knows_realm(old->owner, use->nonce->realm) &&
           old->owner->past->authenticated_user == use->username &&
           (old->owner == event->registration ||
            facts_same_product(old->user_agent, event->registration->user_agent));
}

/* Registrars send 403 or 503 for one Contact more than they allow, and some send 403 for a wrong
 * password. */
bool cause_too_many_likely(const struct event *event)
{
    unsigned status = cause_status(event);

    return (status == 403 || (status == 503 && cause_has_credentials(event))) &&
           !cause_gives_reason(event) && cause_other_bindings(event) > 0 &&
           !registration_is_bound(event->registration) &&
           !(cause_other_bindings(event) == 1 && cause_is_refused_only_beside_old(event));
}

/* Registrars that list all bindings of the AOR, or bind one only. Others list what the client itself has bound, and
 * send calls to all. */
static bool lists_all(const struct event *event)
{
    enum { CALLS_FROM = 2 };
    const char *product = event->registration->server;

    return event->server->shows_others || event->bindings->turns->calls >= CALLS_FROM ||
           (product && settings_list_names("asterisk,fpbx,kamailio,opensips,openser", product));
}

/* ... in one network, or each with a timer of its own. */
static bool are_two_clients(const struct event *event)
{
    enum { LAN_PREFIX = 24, STEADY_FROM = 2 };
    const struct turns *turns = event->bindings->turns;

    return cause_are_told_apart(event->registration, turns->other) ||
           endpoint_same_network(&event->transaction->client, &turns->from, LAN_PREFIX) ||
           turns->steady >= STEADY_FROM;
}

bool cause_takes_turns(const struct event *event)
{
    enum { TURNS_FROM = 2 }; /* once is a move, and twice a return */

    return event->bindings && event->bindings->turns && event->registration && event->server &&
           event->transaction && event->bindings->turns->count >= TURNS_FROM && lists_all(event) &&
           are_two_clients(event);
}

/* Whether the registrar lists other clients is to be seen. */
bool cause_may_be_pushed_out(const struct event *event)
{
    const struct registration *owner = event->bindings->missed->owner;

    return event->server && !event->server->shows_others && !event->server->hides_others && owner &&
           owner != event->registration &&
           !completeness_is_doubtful(&owner->completeness, owner->attempt.number);
}

static bool is_missed_by_right(const struct event *event)
{
    return cause_missed_by_other(event) && !cause_missed_unchallenged(event) &&
           !cause_takes_turns(event) && !cause_forgets_bindings(event);
}

static bool has_moved_there(const struct event *event)
{
    enum { LAN_PREFIX = 24 };
    const struct binding *missed = event->bindings->missed;

    return !cause_are_told_apart(event->registration, missed->owner) &&
           !endpoint_same_network(&event->transaction->client, &missed->source, LAN_PREFIX);
}

bool cause_is_pushed_out(const struct event *event)
{
    return is_missed_by_right(event) && !has_moved_there(event);
}

bool cause_is_pushed_out_or_moved(const struct event *event)
{
    return is_missed_by_right(event) && has_moved_there(event);
}
