/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on nonces in the hands of several clients (RFC 7616 3.3). No RFC binds a nonce to a client,
 * and some registrars make one a second for everybody.
 */
#include "rules/engine.h"

#include <inttypes.h>

void rule_auth_nonce_reissued(struct rule_context *context)
{
    const struct reissue *reissue = &context->event->response->reissue;
    char apart[DURATION_TEXT_SIZE];

    if (!reissue->nonce)
        return;
    duration_text(context->event->time - reissue->time, apart);
    if (!reissue->to)
        finding_printf(context, RULE_auth_nonce_reissued,
                    "The nonce in frame %" PRIu32
                    " is given to the same client again, %s later: this server does not make one "
                    "for each challenge (reported once per server)",
                    reissue->frame, apart);
    else
        finding_printf_as(context, RULE_auth_nonce_reissued,
                       reissue->at_once ? SEVERITY_CHAT : SEVERITY_NOTE,
                       "The nonce that %s got in frame %" PRIu32
                       " is given again, %s later: this server gives one nonce to several "
                       "clients%s (reported once per server)",
                       reissue->to->aor->name, reissue->frame, apart,
                       reissue->at_once ? " that ask within a second" : "");
}

/* A phone that moved keeps its Call-ID or its instance, and so its registration, or at least its
 * count; several accounts of one device or behind one NAT have one address; a B2BUA sits where the
 * nonce was handed to. */
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
    char here[ENDPOINT_TEXT_SIZE], there[ENDPOINT_TEXT_SIZE];

    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        bool other_user;

        if (!check->holder || is_innocent(event, check))
            continue;
        other_user = check->holder->aor != event->aor;
        finding_printf_as(
            context, RULE_auth_nonce_cross_client, other_user ? SEVERITY_WARN : SEVERITY_NOTE,
            "The nonce was given to %s at %s in frame %" PRIu32
            ", but is used for %s from %s, which never got it",
            check->holder->aor->name, endpoint_to_text(&check->holder->last.source, false, there),
            check->nonce->issued_in, other_user ? event->aor->name : "the same AOR",
            endpoint_to_text(&event->facts->packet->source, false, here));
        return;
    }
}
