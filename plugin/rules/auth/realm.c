/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on realms (RFC 3261 22.1, 22.3): in which ones a server challenges, and for which ones
 * the client sends credentials.
 */
#include "rules/engine.h"

/* RFC 3261 22.1: a realm stands for a protection domain, and for the server that guards it. A server
 * with two of them challenges in the second when the first is satisfied. */
void rule_auth_realm_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const char *realm = facts->challenge_count ? facts->challenges[0].realm : NULL;

    if (!event_is_challenge(event) || event->response->is_second_final ||
        !event->response->other_realm)
        return;
    finding_add(context, FORM_auth_realm_changed,
                VALUES(of_text(realm), of_text(event->response->other_realm),
                       of_frame(event->response->other_realm_in)));
}

static bool got_credentials(const struct transaction *transaction, const char *realm)
{
    for (unsigned i = 0; i < TRANSACTION_USES_MAX && transaction->uses[i]; i++) {
        if (transaction->uses[i]->nonce->realm == realm)
            return true;
    }
    return false;
}

static bool challenges_in(const struct facts *facts, const char *realm)
{
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (facts->challenges[i].realm == realm)
            return true;
    }
    return false;
}

/* RFC 3261 22.3, RFC 8760 2.4: a client may send credentials for one realm after the other. */
void rule_auth_partial(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct challenge *challenge = event->challenge;
    const struct transaction *transaction = event->transaction;
    const char *satisfied = NULL, *open = NULL;

    if (!event_is_challenge(event) || event->response->is_second_final || !transaction ||
        transaction->incomplete || !challenge->frame ||
        transaction->request->challenge_in != challenge->frame)
        return;
    for (unsigned i = 0; i < challenge->count; i++) {
        const char *realm = challenge->each[i].realm;

        if (got_credentials(transaction, realm))
            satisfied = realm;
        else if (realm && challenges_in(event->facts, realm))
            open = realm;
    }
    if (satisfied && open)
        finding_add(context, FORM_auth_partial,
                    VALUES(of_frame(challenge->frame), of_text(satisfied), of_text(open)));
}

/* RFC 3261 22.1: a registrar may challenge with 401, a proxy must use 407. 26.3.2.1 mixes them,
 * and one program may be both, so it is a Chat, at the first registration only. */
void rule_auth_proxy_sent_401(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct challenge *challenge = event->challenge;
    const struct transaction *transaction = event->transaction;

    if (!event_is_accepted(event) || !challenge->frame || challenge->is_relayed ||
        transaction->request->challenge_in != challenge->frame ||
        event->report->intent != INTENT_REGISTER ||
        !endpoint_same_ip(&challenge->server, &event->facts->packet->source))
        return;
    if (challenge->status == 401 && transaction->is_passed_on)
        finding_add(context, FORM_auth_proxy_sent_401,
                    VALUES(of_address(&challenge->server), of_frame(challenge->frame)));
    else if (challenge->status == 407 && !transaction->is_passed_on)
        finding_add(context, FORM_auth_proxy_sent_401_registrar,
                    VALUES(of_address(&challenge->server), of_frame(challenge->frame)));
}
