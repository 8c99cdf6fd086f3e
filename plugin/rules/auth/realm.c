/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on realms (RFC 3261 22.1, 22.3): which server asks in which, and which are answered.
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 3261 22.1: a realm stands for a protection domain, and for the server that guards it. A server
 * with two of them asks for the second when the first is satisfied. */
void rule_auth_realm_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const char *realm = facts->challenge_count ? facts->challenges[0].realm : NULL;

    if (!event_is_challenge(event) || event->response->is_second_final || !event->response->other_realm)
        return;
    finding_printf(context, RULE_auth_realm_changed,
                "Realm \"%s\", but this server challenged in \"%s\" in frame %" PRIu32
                ": credentials for one are not valid in the other",
                or_none(realm), or_none(event->response->other_realm), event->response->other_realm_in);
}

static bool is_answered(const struct transaction *transaction, const char *realm)
{
    for (unsigned i = 0; i < TRANSACTION_USES_MAX && transaction->uses[i]; i++) {
        if (transaction->uses[i]->nonce->realm == realm)
            return true;
    }
    return false;
}

static bool asks_in(const struct facts *facts, const char *realm)
{
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (facts->challenges[i].realm == realm)
            return true;
    }
    return false;
}

/* RFC 3261 22.3, RFC 8760 2.4: a client may answer one realm after the other. */
void rule_auth_partial(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct challenge *challenge = event->challenge;
    const struct transaction *transaction = event->transaction;
    const char *answered = NULL, *open = NULL;

    if (!event_is_challenge(event) || event->response->is_second_final || !transaction ||
        transaction->incomplete || !challenge->frame ||
        transaction->request->challenge_in != challenge->frame)
        return;
    for (unsigned i = 0; i < challenge->count; i++) {
        const char *realm = challenge->each[i].realm;

        if (is_answered(transaction, realm))
            answered = realm;
        else if (realm && asks_in(event->facts, realm))
            open = realm;
    }
    if (answered && open)
        finding_printf(context, RULE_auth_partial,
                    "The challenge in frame %" PRIu32
                    " was answered for realm \"%s\" only, so \"%s\" challenges once more",
                    challenge->frame, or_none(answered), open);
}

/* RFC 3261 22.1: a registrar may ask with 401, a proxy must not and has 407. 26.3.2.1 mixes them, and
 * one program may be both, so it is for information; a registration begins with it once. */
void rule_auth_proxy_sent_401(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct challenge *challenge = event->challenge;
    const struct transaction *transaction = event->transaction;
    char server[ENDPOINT_TEXT_SIZE];

    if (!event_is_accepted(event) || !challenge->frame || challenge->is_relayed ||
        transaction->request->challenge_in != challenge->frame ||
        event->report->intent != INTENT_REGISTER ||
        !endpoint_same_ip(&challenge->server, &event->facts->packet->source))
        return;
    if (challenge->status == 401 && transaction->is_passed_on)
        finding_printf(context, RULE_auth_proxy_sent_401,
                    "%s sent the 401 in frame %" PRIu32
                    " itself and passed the REGISTER with credentials on: as a proxy it has to "
                    "challenge with 407 (RFC 3261 22.1)",
                    endpoint_to_text(&challenge->server, false, server), challenge->frame);
    else if (challenge->status == 407 && !transaction->is_passed_on)
        finding_printf(context, RULE_auth_proxy_sent_401,
                    "%s challenged with 407 like a proxy and accepts like a registrar: it is both, "
                    "or what it passes on is not in the capture",
                    endpoint_to_text(&challenge->server, false, server));
}
