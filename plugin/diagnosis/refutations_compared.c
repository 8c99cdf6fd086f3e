/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What strengthens and what refutes the causes that a comparison with an accepted REGISTER shows.
 */
#include "diagnosis/causes_path.h"
#include "diagnosis/refutations.h"

#include "base/elapsed.h"

#include <string.h>

/* ---- what strengthens */

/* The same client is accepted by the same server, in the same realm. */
static const char *accepted_user(const struct event *event, const struct suspicion *suspicion)
{
    const struct nonce_use *use;

    if (!is_accepted(event, suspicion) || !is_same_server(event, suspicion) || !suspicion->nonce)
        return NULL;
    use = event->transaction->uses[0];
    return use && use->nonce->realm == suspicion->nonce->realm ? use->username : NULL;
}

bool strengthens_accepted_as_other_user(const struct event *event,
                                        const struct suspicion *suspicion)
{
    return strengthens_accepted_as_other_user_later(event, suspicion) &&
           has_same_password(event, suspicion);
}

/* ... with what may be another password as well. */
bool strengthens_accepted_as_other_user_later(const struct event *event,
                                              const struct suspicion *suspicion)
{
    const char *user = accepted_user(event, suspicion);

    return user && user != suspicion->username && !event->source->is_scanner;
}

/* The same device, at the same address, with the same user part in another domain. */
static bool is_other_domain_of(const struct event *event, const struct registration *registration)
{
    const char *user = registration->aor->name, *other = event->aor->name;
    const char *end = strchr(user, '@');

    return end && user != other && strncmp(user, other, (size_t)(end - user) + 1) == 0 &&
           endpoint_same_ip(&registration->last.source, &event->transaction->client) &&
           registration->contact && event->registration->contact &&
           facts_is_alike(registration->contact, event->registration->contact, true);
}

/* The client has gone over to another domain, and is accepted there. */
bool strengthens_accepted_in_domain(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_accepted_there(event, suspicion) &&
           is_later(event, suspicion) && is_other_domain_of(event, suspicion->registration);
}

/* One of two users is the end of the other one, as in 4930123 and +4930123. */
static bool is_spelled_otherwise(const char *one, const char *other)
{
    enum { ALIKE_FROM = 4 };
    const char *from = strchr(one, ':'), *end = from ? strchr(from, '@') : NULL;
    const char *other_from = strchr(other, ':'), *other_end = strchr(other, '@');
    size_t length, other_length, shorter;

    if (one == other || !end || !other_from || !other_end || strcmp(end, other_end) != 0)
        return false;
    length = (size_t)(end - from) - 1;
    other_length = (size_t)(other_end - other_from) - 1;
    shorter = MIN(length, other_length);
    return shorter >= ALIKE_FROM && length != other_length &&
           strncmp(end - shorter, other_end - shorter, shorter) == 0;
}

/* The same device registers under a user that is spelled otherwise, and is accepted. */
bool strengthens_accepted_spelled_otherwise(const struct event *event,
                                            const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_accepted_there(event, suspicion) &&
           is_later(event, suspicion) && event->aor &&
           endpoint_same_ip(&event->transaction->client, &suspicion->client) &&
           is_spelled_otherwise(suspicion->registration->aor->name, event->aor->name);
}

/* From the same address, with the user of the AOR in the Contact. */
bool strengthens_accepted_with_user(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_accepted_there(event, suspicion) &&
           is_later(event, suspicion) && event->aor == suspicion->registration->aor &&
           event->registration->contact &&
           endpoint_same_ip(&event->transaction->client, &suspicion->client) &&
           cause_has_user_of(event->aor, event->registration->contact);
}

/* The server accepts the user at the same address, later and over the same transport. */
static bool is_accepted_on_path(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_accepted_there(event, suspicion) &&
           is_later(event, suspicion) && event->aor == suspicion->registration->aor &&
           event->report->request_in != suspicion->request_in &&
           endpoint_same_ip(&event->transaction->client, &suspicion->client) &&
           suspicion_path_difference(event, suspicion) == PATH_SAME;
}

/* ... in another form. */
bool strengthens_accepted_in_other_form(const struct event *event,
                                        const struct suspicion *suspicion)
{
    struct register_form form = register_form_of(event);

    return is_accepted_on_path(event, suspicion) &&
           register_form_differs(&suspicion->form, &form) &&
           !register_form_contact_differs(&suspicion->form, &form);
}

/* ... at the same address, or at another one to which the client has moved: a server that may admit only some of them
 * says so by 403. */
static bool is_accepted_with_contact(const struct event *event, const struct suspicion *suspicion)
{
    unsigned status = suspicion->status;
    bool is_form = status == 400 || status == 406 || status == 488 || status == 606;

    return is_accepted_on_path(event, suspicion) ||
           (is_form && event->triggers & ON_RESPONSE && is_accepted_again(event, suspicion) &&
            is_later(event, suspicion) && event->report->request_in != suspicion->request_in);
}

bool strengthens_accepted_with_other_contact(const struct event *event,
                                             const struct suspicion *suspicion)
{
    struct register_form form = register_form_of(event);

    return is_accepted_with_contact(event, suspicion) &&
           register_form_contact_differs(&suspicion->form, &form);
}

/* Another agent of the AOR is accepted from the same network: else it may be that which the registrar refuses. The two
 * Contacts do not show why. */
bool strengthens_aor_known(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_aor_known(event, suspicion) &&
           suspicion_path_difference(event, suspicion) == PATH_SAME &&
           !strengthens_accepted_with_other_contact(event, suspicion);
}

/* Another client that the server had accepted is refused as well, shortly after. */
bool strengthens_refused_like_others(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && !is_of_client(event, suspicion) &&
           is_same_server(event, suspicion) && is_later(event, suspicion) &&
           cause_refuses_accepted_clients(event) &&
           cause_other_refused(event)->registration == suspicion->registration;
}

/* A REGISTER that another client sends to the same address and port is accepted. */
static bool is_served_there(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && event_is_accepted(event) &&
           !is_of_client(event, suspicion) && is_later(event, suspicion) &&
           endpoint_equal(&event->transaction->server, &suspicion->server);
}

static bool has_product_of(const struct event *event, const struct suspicion *suspicion)
{
    return facts_same_product(facts_server_product(event->facts), suspicion->registration->server);
}

/* ... with the credentials of another account. */
bool strengthens_admits_other_accounts(const struct event *event, const struct suspicion *suspicion)
{
    return is_served_there(event, suspicion) && event->aor != suspicion->registration->aor &&
           event->transaction->uses[0];
}

/* ... by a server of another name. */
bool strengthens_other_product_accepts(const struct event *event, const struct suspicion *suspicion)
{
    return is_served_there(event, suspicion) && facts_server_product(event->facts) &&
           !has_product_of(event, suspicion);
}

/* The server finds none of several users, of whom the client is one. */
bool strengthens_unknown_like_others(const struct event *event, const struct suspicion *suspicion)
{
    const struct unknown_user *users;

    if (!(event->triggers & ON_RESPONSE) || !is_same_server(event, suspicion) ||
        !cause_other_unknown(event))
        return false;
    users = event->server->unknown;
    for (unsigned i = 0; i < UNKNOWN_USERS; i++) {
        if (users[i].frame == suspicion->frame)
            return true;
    }
    return false;
}

/* ---- what refutes */

/* ... by the server that has refused. */
bool refutes_same_product_accepts(const struct event *event, const struct suspicion *suspicion)
{
    return is_served_there(event, suspicion) && has_product_of(event, suspicion);
}

/* It asks others for credentials, and refused this client without that. */
static bool asks_others(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && event_is_challenge(event) && !suspicion->nonce &&
           !is_of_client(event, suspicion) && is_later(event, suspicion) &&
           endpoint_equal(&event->transaction->server, &suspicion->server);
}

bool refutes_register_served(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_overruled(event, suspicion) || is_served_there(event, suspicion) ||
           asks_others(event, suspicion);
}

bool refutes_accepted_as_same_user(const struct event *event, const struct suspicion *suspicion)
{
    const char *user = accepted_user(event, suspicion);

    return user && user == suspicion->username;
}

/* The client has both domains on purpose: it goes on in the refused one, or is accepted there. */
bool refutes_keeps_domain(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted(event, suspicion) ||
           (suspicion->weight != LATENT && is_request_of_client(event, suspicion) &&
            is_later(event, suspicion));
}

/* Another client of the same server is accepted between the two. */
static bool accepts_others(const struct event *event, const struct suspicion *suspicion)
{
    return suspicion->weight == LATENT && event->triggers & ON_RESPONSE &&
           event_is_accepted(event) && !is_of_client(event, suspicion) &&
           is_same_server(event, suspicion) && is_later(event, suspicion);
}

/* ... or is refused again after that. */
bool refutes_accepts_others_or_alone(const struct event *event, const struct suspicion *suspicion)
{
    return accepts_others(event, suspicion) || refutes_refused_alone(event, suspicion);
}

/* ... or a client of the same domain at any time. */
bool refutes_serves_domain(const struct event *event, const struct suspicion *suspicion)
{
    return accepts_others(event, suspicion) ||
           (event->triggers & ON_RESPONSE && event_is_accepted(event) && event->aor &&
            event->aor->domain == suspicion->registration->aor->domain &&
            is_same_server(event, suspicion) && is_later(event, suspicion));
}

/* The client was accepted before, and is again when fewer others are bound. */
bool refutes_accepted_beside_fewer(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_password_proven(event, suspicion) ||
           (is_accepted_again(event, suspicion) && suspicion->was_accepted &&
            cause_other_bindings(event) < suspicion->others);
}

/* ... in the same one, or the REGISTER that was refused on another branch. */
bool refutes_accepted_in_same_form(const struct event *event, const struct suspicion *suspicion)
{
    struct register_form form = register_form_of(event);

    return refutes_overruled(event, suspicion) || (is_accepted_on_path(event, suspicion) &&
                                                   !register_form_differs(&suspicion->form, &form));
}

/* ... with the same Contact, but for its port. */
bool refutes_accepted_with_same_contact(const struct event *event,
                                        const struct suspicion *suspicion)
{
    struct register_form form = register_form_of(event);

    return refutes_overruled(event, suspicion) ||
           (is_accepted_with_contact(event, suspicion) &&
            !register_form_contact_differs(&suspicion->form, &form));
}

/* The server accepts anybody. */
bool refutes_accepted_here(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_accepted_there(event, suspicion);
}

/* Such a REGISTER gets a response, whosever it is. */
bool refutes_flaw_answered(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_same_server(event, suspicion) &&
           event->transaction->request && has_flaw(event, suspicion);
}

/* The same attempts, and the address is the right one. */
bool strengthens_accepted_at_own_address(const struct event *event,
                                         const struct suspicion *suspicion)
{
    return is_accepted_again(event, suspicion) && is_same_call(event, suspicion) &&
           suspicion->contact &&
           !facts_same_uri(event->registration->contact, suspicion->contact) &&
           !cause_names_other_public_address(event);
}

/* The server accepts an address that is not the source, of this client or of another one. */
bool refutes_other_address_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted_there(event, suspicion) && cause_names_other_public_address(event);
}

/* The same server accepts a Via without the source of the REGISTER, of whomever. */
bool refutes_other_via_accepted(const struct event *event, const struct suspicion *suspicion)
{
    const struct transaction *transaction = event->transaction;

    return is_accepted_there(event, suspicion) && is_later(event, suspicion) &&
           transaction->via_count == 1 && transaction->sent_by.family != ENDPOINT_NONE &&
           !endpoint_same_ip(&transaction->sent_by, &transaction->client);
}
