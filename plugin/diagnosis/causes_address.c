/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The client itself names an address or port in Via and Contact where it is not, or where it does not listen.
 */
#include "diagnosis/causes.h"

/* ---- a public address that is no longer its own */

static bool has_public_contact(const struct report *request, struct endpoint *host)
{
    return request && request->contact_count &&
           facts_uri_endpoint(request->contacts[0].sent, host) && !endpoint_is_private(host);
}

/* Its Contact has a public address, and the server sees it at another one. A Via that has neither is that of another
 * host, which registers for this Contact. */
bool cause_names_other_public_address(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct endpoint *seen = transaction ? cause_seen_at(event) : NULL;
    struct endpoint host;

    return seen && seen->family != ENDPOINT_NONE && !endpoint_is_private(seen) &&
           transaction->via_count == 1 && !transaction->is_removal && !transaction->is_reachable &&
           event->addresses == ADDRESSES_ARE_REAL &&
           has_public_contact(transaction->request, &host) && host.family == seen->family &&
           !endpoint_same_network(&host, seen, event->settings->pool_prefix) &&
           (endpoint_same_ip(&transaction->sent_by, &host) ||
            endpoint_is_private(&transaction->sent_by));
}

/* The server does not say why, and has accepted none of the kind. */
bool cause_refuses_public_address(const struct event *event)
{
    switch (cause_status(event)) {
    case 400:
    case 403:
    case 404:
    case 406:
    case 480:
    case 488:
    case 603:
    case 606:
        return !cause_gives_reason(event) && cause_names_other_public_address(event) &&
               !(event->server && event->server->takes_other_addresses);
    default:
        return false;
    }
}

/* ---- a port at which it does not get the response */

static bool differs_in_port(const struct transaction *transaction)
{
    return transaction->via_count == 1 &&
           endpoint_same_ip(&transaction->sent_by, &transaction->client) &&
           transaction->sent_by.port != transaction->client.port;
}

/* The response past which the client retransmits went to the port in the Via: because that is due without rport, or
 * although it is not. */
static bool went_to_via_port(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct finding *found =
        transaction->final ? finding_of(transaction->final, RULE_txn_response_port) : NULL;

    if (!transaction->final || !differs_in_port(transaction))
        return false;
    if (!found)
        return !transaction->has_rport && !transaction->assumes_rport;
    return found->template == form_templates[FORM_txn_response_port] &&
           endpoint_equal(found->values[0].endpoint, &transaction->sent_by);
}

/* A client that STUN has told its public address names the port of a mapping in its Contact, too. One that was accepted
 * from the same port has the responses. */
bool cause_names_old_port(const struct event *event)
{
    const struct registration *registration = event->registration;
    struct endpoint host;

    return registration && went_to_via_port(event) &&
           !endpoint_equal(&registration->past->accepted_path.client,
                           &event->transaction->client) &&
           has_public_contact(event->transaction->request, &host) &&
           endpoint_equal(&host, &event->transaction->sent_by);
}

/* With credentials it has had a challenge before. */
bool cause_listens_not_at_via(const struct event *event)
{
    return event->registration && !event->registration->accepted &&
           !event->registration->last.has_credentials && went_to_via_port(event) &&
           !event->transaction->has_rport && !cause_names_old_port(event);
}

/* ... to the port that the client sends from, as if it had rport. */
bool cause_assumes_rport(const struct event *event)
{
    return event->triggers & ON_RETRANSMISSION && event->transaction->assumes_rport &&
           differs_in_port(event->transaction);
}
