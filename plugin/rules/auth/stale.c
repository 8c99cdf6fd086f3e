/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the stale flag (RFC 7616 3.3, 3.6), which distinguishes an expired nonce from a wrong
 * password.
 */
#include "rules/engine.h"

/* Why the nonce of the refused credentials may be the reason, in the order of the sentence. */
enum doubt { DOUBT_NONE = -1, DOUBT_SERVER_SAYS_SO, DOUBT_NEWER_NONCE, DOUBT_AGE };

static enum doubt doubt_of(const struct event_refused *refused)
{
    if (refused->says_nonce)
        return DOUBT_SERVER_SAYS_SO;
    if (refused->newer)
        return DOUBT_NEWER_NONCE;
    return refused->is_older_than_life ? DOUBT_AGE : DOUBT_NONE;
}

/* A nonce that was accepted before and is too old now is nothing to tell before it is proven. */
static void report_doubt(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct event_refused *refused = event->refused;
    enum doubt doubt;

    if (!event_is_challenge(event) || !refused->use || refused->is_stale || !refused->is_new ||
        !refused->is_old || event->registration->is_ims || event->response->is_second_final)
        return;
    doubt = doubt_of(refused);
    if (doubt == DOUBT_NONE)
        return;
    finding_add(context, FORM_auth_stale_flag_missing_probably,
                VALUES(of_frame(event->transaction->request->frame), of_number(doubt),
                       of_frame(refused->newer ? refused->newer->frame : 0),
                       of_time(refused->age)));
}

/* RFC 7616 3.3. Certain only where it is proven: the new nonce is accepted in the same attempt. */
void rule_auth_stale_flag_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    struct report *challenge = event->response->stale_not_flagged;

    report_doubt(context);
    if (!event_is_accepted(event) || !challenge)
        return;
    finding_add(context, FORM_auth_stale_flag_missing,
                VALUES(of_number(challenge->status), of_frame(challenge->frame),
                       of_frame(challenge->request_in)));
    finding_add_late(context, challenge, FORM_auth_stale_flag_missing_challenge, SEVERITY_NOTE,
                     VALUES(of_frame(challenge->request_in), of_frame(event->report->frame)));
}

/* RFC 7616 3.6: the client retries with the new nonce, so there must be one. Challenges with other
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
        finding_add(context, FORM_auth_stale_same_nonce,
                    VALUES(of_frame(event->transaction->request->frame)));
}

/* A nonce was sent for this realm. An IMS phone starts with an empty one, and where there were more
 * credentials than are kept, one of them may have been for this realm. */
static bool may_have_sent_nonce(const struct transaction *transaction, const char *realm)
{
    unsigned others = 0;

    while (others < TRANSACTION_USES_MAX && transaction->uses[others]) {
        if (transaction->uses[others++]->nonce->realm == realm)
            return true;
    }
    return transaction->has_credentials && (others == 0 || others == TRANSACTION_USES_MAX);
}

/* RFC 7616 3.3: only a nonce that was sent can be stale. Some servers always set the flag: reported at
 * the first of such challenges, as a Chat where it is the first challenge of all. */
void rule_auth_stale_without_credentials(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct transaction *transaction = event->transaction;

    if (!event_is_challenge(event) || !event->report->is_stale ||
        event->response->is_second_final || !transaction || transaction->incomplete ||
        !event->registration || (event->challenge->report && event->challenge->report->is_stale))
        return;
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *challenge = &facts->challenges[i];

        if (!challenge->stale || may_have_sent_nonce(transaction, challenge->realm))
            continue;
        finding_add_as(context, FORM_auth_stale_without_credentials,
                       event->challenge->frame ? SEVERITY_NOTE : SEVERITY_CHAT,
                       VALUES(of_frame(transaction->request->frame), of_text(challenge->realm)));
        return;
    }
}

/* RFC 7616 3.6: the nonce that comes with stale=true is valid for the next request. */
void rule_auth_stale_loop(struct rule_context *context)
{
    const struct event *event = context->event;
    enum { STALE_IN_A_ROW = 3 };

    if (!event_is_challenge(event) || !event->refused->use || !event->refused->is_stale ||
        event->response->is_second_final || event->registration->past->stales != STALE_IN_A_ROW)
        return;
    finding_add(context, FORM_auth_stale_loop, VALUES(of_number(STALE_IN_A_ROW)));
}
