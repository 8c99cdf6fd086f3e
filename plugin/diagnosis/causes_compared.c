/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes that a comparison shows: a REGISTER that the server accepted had what this one has not,
 * or the reverse; or it has accepted the same before.
 */
#include "diagnosis/causes_source.h"

#include "base/elapsed.h"

#include <string.h>

/* Bindings last as long, mostly. */
#define SERVED_WITHIN (3600 * SECOND)
/* One time does not last longer than this for several clients. */
#define ONE_FAULT (60 * SECOND)

/* Neither the server nor the credentials themselves show another reason. */
static bool is_about_auth_user(const struct event *event)
{
    return cause_refuses_own_nonce(event) && !event->registration->is_ims &&
           cause_names_credentials(event);
}

/* The client was accepted before as another user of the same realm. */
bool cause_uses_other_auth_user(const struct event *event)
{
    const struct registration *registration = event->registration;

    return is_about_auth_user(event) && registration->past->authenticated_user &&
           registration->past->authenticated_realm == event->refused->use->nonce->realm &&
           registration->past->authenticated_user != event->refused->use->username;
}

bool cause_may_be_auth_user(const struct event *event)
{
    return is_about_auth_user(event) && !cause_uses_other_auth_user(event);
}

static bool is_unexplained(const struct event *event)
{
    unsigned status = cause_status(event);

    return (status == 403 || status == 404 || status == 500 || status == 603) &&
           !cause_gives_reason(event);
}

/* Of a user who has never been accepted in this domain. */
bool cause_may_be_domain(const struct event *event)
{
    return (is_unexplained(event) || cause_refuses_own_nonce(event)) &&
           !event->registration->accepted && !event->source->is_scanner;
}

/* A code that does not say itself what is wrong, or who has to act. */
static bool is_refused_without_reason(const struct event *event)
{
    switch (cause_status(event)) {
    case 400:
    case 403:
    case 404:
    case 405:
    case 406:
    case 410:
    case 480:
    case 481:
    case 486:
    case 487:
    case 488:
    case 491:
    case 500:
    case 501:
    case 580:
    case 600:
    case 603:
    case 604:
    case 606:
        return !cause_gives_reason(event);
    default:
        return false;
    }
}

/* The same client was accepted with these credentials, or none are there that could be wrong. */
static bool is_not_the_password(const struct event *event)
{
    const struct nonce_use *use = event->refused ? event->refused->use : NULL;
    const struct registration *each = event->registration->aor->agents;

    if (!cause_has_credentials(event))
        return true;
    for (unsigned i = 0; use && each && i < AGENTS_SEARCHED_MAX; i++, each = each->older) {
        if (registration_knows_realm(each, use->nonce->realm) &&
            each->past->authenticated_user == use->username &&
            endpoint_same_ip(&each->past->accepted_path.client, &event->transaction->client))
            return true;
    }
    return false;
}

/* Such a Contact was accepted from there before. */
static bool is_contact_accepted(const struct event *event)
{
    const struct registration *each = event->registration->aor->agents;

    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->older) {
        const struct accepted_path *path = &each->past->accepted_path;

        if (path->frame && endpoint_same_ip(&path->client, &event->transaction->client) &&
            facts_same_form(path->contact, event->registration->contact))
            return true;
    }
    return false;
}

/* For its Contact, as far as the code says. The password may be corrected before the next attempt, and a fault of the
 * server may be over by then. */
bool cause_may_refuse_contact(const struct event *event)
{
    if (!is_refused_without_reason(event) || !event->registration->contact ||
        event->source->is_scanner || is_contact_accepted(event))
        return false;
    switch (cause_status(event)) {
    case 400:
    case 404:
    case 406:
    case 488:
    case 604:
    case 606:
        return true;
    default:
        return is_not_the_password(event);
    }
}

/* For the form of the request, as far as the code says: not for the credentials, which it may not have checked, and not
 * for now. */
bool cause_may_refuse_form(const struct event *event)
{
    unsigned status = cause_status(event);

    if (event->registration->accepted || cause_gives_reason(event) || event->source->is_scanner)
        return false;
    switch (status) {
    case 400:
    case 406:
    case 420:
    case 421:
    case 488:
    case 606:
        return true;
    case 403:
    case 404:
    case 603:
        return !cause_has_credentials(event);
    default:
        return false;
    }
}

const struct accepted_path *cause_bound_at_other_server(const struct event *event)
{
    const struct registration *each = event->registration ? event->registration->aor->agents : NULL;

    for (unsigned i = 0; event->transaction && each && i < AGENTS_SEARCHED_MAX;
         i++, each = each->older) {
        const struct accepted_path *path = &each->past->accepted_path;

        if (path->frame && endpoint_same_ip(&path->client, &event->transaction->client) &&
            !endpoint_same_ip(&path->server, &event->transaction->server))
            return path;
    }
    return NULL;
}

/* By a server that has accepted nobody, while another one has bound the client: a standby, or a node without the binding.
 * A password plays no part. */
bool cause_is_refused_where_not_bound(const struct event *event)
{
    unsigned status = cause_status(event);
    bool may_be_node =
        status == 480 || status == 404 || (status == 403 && !cause_has_credentials(event));

    return may_be_node && !cause_gives_reason(event) && event->server &&
           !event->server->accepted.frame && event->addresses == ADDRESSES_ARE_REAL &&
           cause_bound_at_other_server(event);
}

bool cause_refuses_accepted_client(const struct event *event)
{
    return is_refused_without_reason(event) && event->registration->accepted;
}

/* It sends from the address of the REGISTER that the server has accepted last, and names another one in its Via, as
 * that did not. Behind a NAT the Via never has the source. */
bool cause_names_other_interface(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct registration *registration = event->registration;
    const struct last_request *before;

    if (!is_refused_without_reason(event) || !registration->accepted ||
        event->addresses != ADDRESSES_ARE_REAL || transaction->via_count != 1)
        return false;
    before = &registration->past->before;
    return before->frame == registration->accepted->request_in &&
           endpoint_same_ip(&before->source, &transaction->client) &&
           endpoint_same_ip(&before->destination, &transaction->server) &&
           endpoint_same_ip(&before->sent_by, &before->source) &&
           transaction->sent_by.family != ENDPOINT_NONE &&
           !endpoint_same_ip(&transaction->sent_by, &transaction->client);
}

const struct refused_client *cause_other_refused(const struct event *event)
{
    const struct refused_client *other = event->server ? event->server->refused : NULL;

    if (other && other->registration == event->registration)
        other++;
    return other && other->registration ? other : NULL;
}

/* ... and another client that it had accepted, too, shortly before. */
bool cause_refuses_accepted_clients(const struct event *event)
{
    const struct refused_client *other = cause_other_refused(event);
    int64_t since = other ? elapsed_between(other->time, event->time) : ELAPSED_UNKNOWN;

    return cause_refuses_accepted_client(event) && since != ELAPSED_UNKNOWN && since <= ONE_FAULT &&
           !cause_refuses_address(event);
}

/* Not long ago it had an account in this domain. */
static bool is_domain_served(const struct event *event)
{
    const struct served_domain *domain = event->aor ? event->aor->domain : NULL;

    return domain && domain->frame && event->time - domain->time < SERVED_WITHIN &&
           endpoint_same_ip(&domain->server, &event->transaction->server);
}

const struct unknown_user *cause_other_unknown(const struct event *event)
{
    const struct unknown_user *users = event->server ? event->server->unknown : NULL;

    if (!users || !users[UNKNOWN_USERS - 1].aor || users[0].frame != event->report->frame ||
        is_domain_served(event) ||
        elapsed_between(users[UNKNOWN_USERS - 1].time, event->time) > ONE_FAULT)
        return NULL;
    return &users[1];
}

/* The password was accepted before any other client was bound. */
static bool is_refused_beside_others(const struct event *event)
{
    const struct registration *registration = event->registration;

    if (cause_is_refused_only_beside_old(event))
        return true;
    return event->refused->use &&
           registration_knows_realm(registration, event->refused->use->nonce->realm) &&
           cause_other_bindings(event) > 0;
}

bool cause_forbids_password(const struct event *event)
{
    return cause_forbidden_credentials(event) && !cause_names_other_interface(event) &&
           !cause_follows_with_aka(event) && !is_refused_beside_others(event) &&
           !cause_is_refused_since_moved(event);
}

bool cause_forbids_by_policy(const struct event *event)
{
    return cause_forbidden_credentials(event) && !cause_is_refused_only_beside_old(event) &&
           !cause_is_refused_since_moved(event) && !cause_names_other_interface(event);
}

/* It was accepted with the same Contact and user from the same address, by the same server, and nobody else is bound to its
 * AOR: whatever differs now is not in the request. */
bool cause_is_refused_unchanged(const struct event *event)
{
    const struct registration *registration = event->registration;

    return cause_forbidden_credentials(event) && registration->accepted &&
           endpoint_same_ip(&registration->past->accepted_path.server,
                            &event->transaction->server) &&
           is_not_the_password(event) && is_contact_accepted(event) &&
           cause_other_bindings(event) == 0 && !cause_names_other_interface(event) &&
           !cause_is_refused_since_moved(event) && !cause_is_refused_only_beside_old(event);
}

/* The key takes the place of a password. */
bool cause_forbids_aka(const struct event *event)
{
    return cause_forbidden_credentials(event) && cause_follows_with_aka(event) &&
           !is_refused_beside_others(event);
}

bool cause_is_unanswered_refresh(const struct event *event)
{
    return event->attempt_failed && registration_is_bound(event->registration);
}

static unsigned users_tried(const struct event *event)
{
    return event->source->record ? source_count_users(event->source->record, event->time).tried : 0;
}

/* One account that is refused among others that are accepted there is no scanner's. */
bool cause_is_among_guesses(const struct event *event)
{
    return cause_is_from_guesser(event) && users_tried(event) > 1 + cause_accepted_users(event);
}

/* A client that registers over a new connection as soon as it is refused: a tool that guesses has no need for
 * connections. */
bool cause_loops_when_refused(const struct event *event)
{
    enum { LOOP_FAILURES = 10 };

    return cause_status(event) >= 400 && event->transaction->transport != TRANSPORT_UDP &&
           event->source->failures >= LOOP_FAILURES && users_tried(event) <= 1;
}

/* A client with a timer of some seconds repeats one wrong password: who guesses does not wait, or comes back
 * later. */
bool cause_is_in_haste(const struct event *event)
{
    const int64_t from = ONE_FAULT / 67, to = ONE_FAULT / 2; /* a timer of a second has jitter */
    const struct registration *registration = event->registration;
    int64_t pause =
        registration->past->before.report
            ? elapsed_between(registration->past->before.time, registration->attempt.first_time)
            : 0;

    return pause < from || pause > to;
}

/* ... of the passwords of one user. */
bool cause_guesses_on(const struct event *event)
{
    return cause_is_from_guesser(event) && cause_is_in_haste(event) && users_tried(event) <= 1;
}

bool cause_has_user_of(const struct aor *aor, const char *contact)
{
    const char *colon = strchr(aor->name, ':');

    return !colon || facts_is_user(colon + 1, contact);
}

/* Its user part is a name of the client's own, which need not be that of the AOR, but some registrars require it. */
static bool has_own_contact_user(const struct event *event)
{
    const struct registration *registration = event->registration;

    return registration->contact && !cause_has_user_of(registration->aor, registration->contact);
}

/* The header, and no request to contact someone. */
bool cause_names_contact(const char *told)
{
    return facts_told_names(told, "contact contacts") &&
           facts_told_names(
               told, "header* hf field* user* uri* star wrong invalid bad malformed missing "
                     "mismatch* match* differ* verschieden ungueltig ung\xc3\xbcltig falsch") &&
           !facts_told_names(told, "administrator* admin support helpdesk your us our");
}

/* The server says that it is the user of the Contact, and not how it is written. */
bool cause_says_contact(const struct event *event)
{
    const char *told = report_rare(event->report)->told;

    return cause_says_contact_form(event) && told && cause_names_contact(told) &&
           facts_told_names(told, "user* aor mismatch* match* differ* verschieden") &&
           !facts_told_names(told, "param* star wildcard used expires pars* missing no long "
                                   "private server") &&
           has_own_contact_user(event);
}

/* 404 is about the account, as long as no other client is bound. */
bool cause_may_be_contact_user(const struct event *event)
{
    return cause_may_be_domain(event) && !cause_is_not_found(event) && has_own_contact_user(event);
}
