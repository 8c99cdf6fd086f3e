/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the stale flag (RFC 7616 3.3, 3.6): it tells a nonce that was too old from a password that
 * was wrong.
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 7616 3.3. Only where the proof is there: the new nonce is accepted in the same attempt. */
void rule_auth_stale_flag_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    struct report *challenge = event->response->stale_not_flagged;

    if (!event_is_accepted(event) || !challenge)
        return;
    finding_printf(context, RULE_auth_stale_flag_missing,
                "The %u in frame %" PRIu32 " refused the credentials in frame %" PRIu32
                " without stale=true, though only the nonce was too old: a new one is accepted "
                "(reported once)",
                challenge->status, challenge->frame, challenge->request_in);
    finding_printf_late(context, challenge, RULE_auth_stale_flag_missing, SEVERITY_NOTE,
                     "No stale=true, though only the nonce in frame %" PRIu32
                     " was too old: with a "
                     "new one the client is accepted in frame %" PRIu32,
                     challenge->request_in, event->report->frame);
}

/* RFC 7616 3.6: the client goes on with the new nonce, so there has to be one. Rows of other
 * algorithms have nonces of their own. */
void rule_auth_stale_same_nonce(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct nonce *refused;
    bool is_repeated = false;

    if (!event_is_challenge(event) || !event->refused->use || !event->refused->is_stale)
        return;
    refused = event->refused->use->nonce;
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *row = &facts->challenges[i];

        if (row->scheme != SIP_AUTH_DIGEST || row->realm != refused->realm ||
            !(refused->algorithms & (1u << row->algorithm)))
            continue;
        if (row->nonce != refused->value)
            return;
        is_repeated |= row->stale;
    }
    if (is_repeated)
        finding_printf(context, RULE_auth_stale_same_nonce,
                    "stale=true asks for a try with a new nonce, but offers the one that was "
                    "refused in frame %" PRIu32 " (RFC 7616 3.6)",
                    event->transaction->request->frame);
}

/* A nonce that was sent for this realm; an empty one is how an IMS phone begins, and where more
 * credentials came than are kept, one may have been for it. */
static bool may_have_sent_nonce(const struct transaction *transaction, const char *realm)
{
    unsigned others = 0;

    while (others < TRANSACTION_USES_MAX && transaction->uses[others]) {
        if (transaction->uses[others++]->nonce->realm == realm)
            return true;
    }
    return transaction->has_credentials && (others == 0 || others == TRANSACTION_USES_MAX);
}

/* RFC 7616 3.3: only a nonce that was sent can be stale. Some servers always say so: told at the
 * first of such challenges, as a Chat where it is the first challenge of all. */
void rule_auth_stale_without_credentials(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct transaction *transaction = event->transaction;

    if (!event_is_challenge(event) || !event->report->is_stale || event->response->is_second_final ||
        !transaction || transaction->incomplete || !event->registration ||
        (event->challenge->report && event->challenge->report->is_stale))
        return;
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *challenge = &facts->challenges[i];

        if (!challenge->stale || may_have_sent_nonce(transaction, challenge->realm))
            continue;
        finding_printf_as(context, RULE_auth_stale_without_credentials,
                       event->challenge->frame ? SEVERITY_NOTE : SEVERITY_CHAT,
                       "stale=true, but the REGISTER in frame %" PRIu32
                       " had no nonce for realm \"%s\" that could be too old (RFC 7616 3.3)",
                       transaction->request->frame, or_none(challenge->realm));
        return;
    }
}

/* RFC 7616 3.6: the nonce that comes with stale=true is good for the next request. */
void rule_auth_stale_loop(struct rule_context *context)
{
    const struct event *event = context->event;
    enum { STALE_IN_A_ROW = 3 };

    if (!event_is_challenge(event) || !event->refused->use || !event->refused->is_stale ||
        event->response->is_second_final || event->registration->stales != STALE_IN_A_ROW)
        return;
    finding_printf(context, RULE_auth_stale_loop,
                "stale=true %d times in a row without a success between: each nonce is too old as "
                "soon as it is used",
                STALE_IN_A_ROW);
}
