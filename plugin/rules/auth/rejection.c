/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on credentials that were refused (RFC 3261 22.1, RFC 7616 3.3).
 */
#include "rules/engine.h"

/* What was wrong with the request by itself, or behind the client, in the order of the sentence; -1: nothing
 * known. */
static int cause_of_refusal(const struct transaction *transaction)
{
    static const enum rule causes[] = {RULE_auth_realm_mismatch, RULE_auth_alg_mismatch,
                                       RULE_auth_qop_not_sent,   RULE_auth_wrong_header,
                                       RULE_auth_nonce_unknown,  RULE_auth_response_length};
    const struct report *request = transaction->request;

    for (unsigned i = 0; i < G_N_ELEMENTS(causes); i++) {
        const struct finding *finding = finding_of(request, causes[i]);

        if (finding && finding->severity >= SEVERITY_WARN)
            return (int)i;
    }
    return transaction_is_changed(transaction) ? (int)G_N_ELEMENTS(causes) : -1;
}

/* Whether the client or the registrar has the wrong password, where an account is configured. */
static void report_wrong_side(struct rule_context *context, const struct report_digest *digest)
{
    const struct event *event = context->event;
    const struct nonce_use *use = event->refused->use;
    struct value request = of_frame(event->transaction->request->frame);
    struct value refusals = of_number(event->registration->past->rejections);

    if (digest && digest->outcome == CHECK_WRONG)
        finding_add(context, FORM_auth_rejected_client,
                    VALUES(request, of_text(use->username), of_text(digest->verdict), refusals));
    else if (digest && digest->outcome == CHECK_CORRECT)
        finding_add(context, FORM_auth_rejected_registrar,
                    VALUES(request, of_text(use->username), of_text(use->nonce->realm), refusals));
    else
        finding_add(context, FORM_auth_rejected,
                    VALUES(of_text(use->username), of_frame(use->nonce->issued_in),
                           of_time(event->refused->age), refusals));
}

/* RFC 7616 3.3: it is not for the nonce where a current one is refused without stale; whether the user name or the
 * password is wrong is for the diagnosis. A nonce that was accepted before is too old, so that its
 * refusal says nothing about the password. */
void rule_auth_rejected(struct rule_context *context)
{
    const struct event *event = context->event;
    int cause;

    if (!event_is_challenge(event) || !event->refused->use || event->refused->is_stale ||
        !event->refused->is_current || !event->refused->is_new || event->response->is_second_final)
        return;
    cause = cause_of_refusal(event->transaction);
    if (cause >= 0)
        finding_add_as(context, FORM_auth_rejected_cause, SEVERITY_NOTE,
                       VALUES(of_frame(event->transaction->request->frame), of_number(cause)));
    else
        report_wrong_side(context, event_refused_digest(event));
}

/* RFC 3261 22.1: a server may repeat its challenge. */
void rule_auth_rejected_same_nonce(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!finding_of(event->report, RULE_auth_rejected))
        return;
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (facts->challenges[i].nonce != event->refused->use->nonce->value ||
            facts->challenges[i].realm != event->refused->use->nonce->realm)
            continue;
        finding_add(context, FORM_auth_rejected_same_nonce,
                    VALUES(of_frame(event->transaction->request->frame)));
        return;
    }
}

enum { REFUSALS_IN_A_ROW = 3 };

/* The response that was refused last. */
static bool repeats_response(const struct event *event)
{
    uint64_t rejected = event->registration->past->rejected_response;

    return rejected && event->credentials->count &&
           event->credentials->checks[0].credentials->response == rejected;
}

/* ... is that to another nonce. */
static bool is_other_nonce(const struct event *event)
{
    return event->credentials->checks[0].credentials->nonce !=
           event->registration->past->rejected_nonce;
}

/* RFC 7616 3.4.1: the response is a hash of the nonce, among others. The same one for two nonces is wrong for one of them
 * at least. */
void rule_auth_response_reused(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts_credentials *credentials;

    if (!event->registration || !repeats_response(event) || !is_other_nonce(event) ||
        event->facts->incomplete)
        return;
    credentials = event->credentials->checks[0].credentials;
    if (credentials->response_is_hex && !credentials->response_is_blank &&
        credentials->response_length == sip_algorithm_response_length(credentials->algorithm))
        finding_add(context, FORM_auth_response_reused,
                    VALUES(of_frame(event->registration->past->rejected_in)));
}

/* RFC 3261 22.1: a client must not send the same credentials again. That new ones are of the same
 * password can only be guessed from the number of refusals. */
void rule_auth_retry_rejected(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct registration *registration = event->registration;

    if (!registration)
        return;
    if (event->triggers & ON_ANY_REQUEST) {
        if (repeats_response(event) && !is_other_nonce(event))
            finding_add(context, FORM_auth_retry_rejected,
                        VALUES(of_frame(registration->past->rejected_in)));
        return;
    }
    if (event_is_challenge(event) && event->refused->use && !event->refused->is_stale &&
        event->refused->is_current && event->refused->is_new &&
        registration->past->rejections == REFUSALS_IN_A_ROW)
        finding_add(context, FORM_auth_retry_rejected_often,
                    VALUES(of_text(event->refused->use->username), of_number(REFUSALS_IN_A_ROW)));
}
