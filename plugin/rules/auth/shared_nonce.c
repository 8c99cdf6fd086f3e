/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on nonces that several clients use (RFC 7616 3.3). No RFC binds a nonce to a client, and some
 * registrars generate one per second for all of them.
 */
#include "rules/engine.h"

void rule_auth_nonce_reissued(struct rule_context *context)
{
    const struct reissue *reissue = &context->event->response->reissue;
    struct value apart;

    if (!reissue->nonce)
        return;
    apart = of_age(event_since(context->event, reissue->time));
    if (!reissue->to)
        finding_add(context, FORM_auth_nonce_reissued, VALUES(of_frame(reissue->frame), apart));
    else
        finding_add_as(context, FORM_auth_nonce_reissued_shared,
                       reissue->at_once ? SEVERITY_CHAT : SEVERITY_NOTE,
                       VALUES(of_text(reissue->to->aor->name), of_frame(reissue->frame), apart,
                              of_number(reissue->at_once)));
}

/* A phone that moved keeps its Call-ID or its instance, and so its registration, or at least its
 * count; several accounts of one device or behind one NAT have one address; a B2BUA has the address
 * that the nonce was issued to. */
static bool is_innocent(const struct event *event, const struct nonce_check *check)
{
    const struct registration *holder = check->holder;
    const struct packet *packet = event->facts->packet;
    const struct endpoint *there = &holder->last.source;

    if (holder->aor == event->aor && check->credentials->has_nc && check->credentials->nc > 1)
        return true;
    return event->credentials->shares_nonces || check->is_failover || check->is_passed_on ||
           check->verdict == NONCE_REPLAYED || there->family == ENDPOINT_NONE ||
           endpoint_same_ip(there, &packet->source) ||
           endpoint_same_ip(there, &packet->destination) ||
           holder->call_id == event->facts->call_id ||
           (!endpoint_is_private(there) &&
            endpoint_same_network(there, &packet->source, event->settings->pool_prefix));
}

void rule_auth_nonce_cross_client(struct rule_context *context)
{
    const struct event *event = context->event;

    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        bool other_user;

        if (!check->holder || is_innocent(event, check))
            continue;
        other_user = check->holder->aor != event->aor;
        finding_add_as(
            context, FORM_auth_nonce_cross_client, other_user ? SEVERITY_WARN : SEVERITY_NOTE,
            VALUES(of_text(check->holder->aor->name), of_address(&check->holder->last.source),
                   of_frame(check->nonce->issued_in), of_number(other_user)));
        return;
    }
}
