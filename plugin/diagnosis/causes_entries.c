/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes in which the client fills in nothing where something belongs, or what does not belong
 * there.
 */
#include "diagnosis/causes.h"

#include <string.h>

#include "state/aor_form.h"

/* The challenge that the client had when it sent the REGISTER of this response; NULL: none. */
static const struct challenge *answered_challenge(const struct event *event)
{
    const struct challenge *challenge =
        event_is_challenge(event) ? event->challenge : &event->registration->past->challenge;
    const struct report *request = cause_request(event);

    return challenge->frame && challenge->count && request && challenge->frame < request->frame &&
                   challenge->call_id == event->facts->call_id
               ? challenge
               : NULL;
}

/* It follows a challenge at once. Before the first one terminals may send such credentials (TS 24.229 5.1.1.2.2), and
 * again when theirs were refused. */
bool cause_has_empty_nonce(const struct event *event)
{
    const struct challenge *challenge;

    if (!cause_refused(event) || !event->transaction->nonce_is_empty)
        return false;
    challenge = answered_challenge(event);
    return challenge && !challenge->to_credentials && challenge->each[0].nonce &&
           challenge->each[0].nonce[0] && cause_request(event)->cseq_step == 1;
}

/* A server may take the user from another header. */
bool cause_auth_user_is_empty(const struct event *event)
{
    return cause_refused(event) && event->transaction->username_is_empty &&
           !(event->server && event->server->allows_no_user);
}

/* "sip:bob@ex.com@192.0.2.1": all but the last one belong to the user (RFC 3261 25.1), where they must be written as
 * %40. */
bool cause_has_two_ats(const char *uri)
{
    const char *first = uri ? strchr(uri, '@') : NULL;

    return first && first[1 + strcspn(first + 1, "@;?<> ")] == '@';
}

bool cause_has_domain_in_user(const struct aor *aor)
{
    const char *user_end = strchr(aor->name, '@'), *host = strrchr(aor->name, '@');
    struct endpoint address;

    return host != user_end && memchr(user_end, '.', (size_t)(host - user_end)) &&
           endpoint_read_ip(aor_domain(aor->name), &address);
}

/* An address is no domain that a server with several of them tells apart. */
bool cause_refuses_domain_in_user(const struct event *event)
{
    return (cause_forbidden_credentials(event) || cause_refuses_own_nonce(event)) &&
           cause_has_domain_in_user(event->registration->aor);
}

/* A server that challenges the client can read its To. */
bool cause_refuses_two_ats(const struct event *event)
{
    unsigned status = cause_status(event);
    bool fits = cause_refused_form(event) || cause_is_not_found(event) || status == 403 ||
                status == 484 || status == 485;

    return fits && !cause_has_credentials(event) && !event->registration->past->challenge.frame &&
           cause_has_two_ats(event->transaction->to_uri);
}
