/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on credentials that were refused (RFC 3261 22.1, RFC 7616 3.3).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* What was wrong with the request by itself; NULL: nothing that is known. */
static const struct finding *cause_of_refusal(const struct report *request)
{
    static const enum rule causes[] = {RULE_auth_realm_mismatch, RULE_auth_alg_mismatch,
                                       RULE_auth_qop_not_sent,   RULE_auth_wrong_header,
                                       RULE_auth_nonce_unknown,  RULE_auth_response_length};

    for (unsigned i = 0; i < G_N_ELEMENTS(causes); i++) {
        const struct finding *finding = finding_of(request, causes[i]);

        if (finding && finding->severity >= SEVERITY_WARN)
            return finding;
    }
    return NULL;
}

/* Who has the wrong password, the phone or the registrar. */
static void tell_whose_fault(struct rule_context *context, const struct report_digest *digest)
{
    const struct event *event = context->event;
    bool phone = digest && digest->outcome == CHECK_WRONG;
    bool registrar = digest && digest->outcome == CHECK_CORRECT;

    finding_printf(context, RULE_auth_rejected,
                "The credentials in frame %" PRIu32
                " (user \"%s\", realm \"%s\") were refused although the nonce is fresh: %s%s; "
                "refusals in a row: %" PRIu32,
                event->transaction->request->frame, or_none(event->refused->use->username),
                or_none(event->refused->use->nonce->realm),
                phone       ? "the response does not fit the configured account, "
                : registrar ? "the response is right by the configured account, so the registrar "
                              "has another password or does not know the user"
                            : "wrong user name or password",
                phone ? digest->verdict : "", event->registration->rejections);
}

/* RFC 7616 3.3: a current nonce that is refused without stale means a wrong user name or password. A
 * nonce that earned a 2xx before is old, not wrong. */
void rule_auth_rejected(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct finding *cause;

    if (!event_is_challenge(event) || !event->refused->use || event->refused->is_stale ||
        !event->refused->is_current || !event->refused->is_new || event->response->is_second_final)
        return;
    cause = cause_of_refusal(event->transaction->request);
    if (cause)
        finding_printf_as(context, RULE_auth_rejected, SEVERITY_NOTE,
                       "The credentials in frame %" PRIu32 " were refused; see %s there",
                       event->transaction->request->frame, rule_table[cause->rule].id);
    else
        tell_whose_fault(context, event_refused_digest(event));
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
        finding_printf(context, RULE_auth_rejected_same_nonce,
                    "The nonce that was refused in frame %" PRIu32
                    " is offered again: the nonce is good, the user name or the password is not",
                    event->transaction->request->frame);
        return;
    }
}

enum { REFUSALS_IN_A_ROW = 3 };

/* RFC 3261 22.1: not the same credentials again; that it is the same password can only be guessed
 * from the count. */
void rule_auth_retry_rejected(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct registration *registration = event->registration;

    if (!registration)
        return;
    if (event->triggers & ON_ANY_REQUEST) {
        if (registration->rejected_response && event->credentials->count &&
            event->credentials->checks[0].credentials->response == registration->rejected_response)
            finding_printf(context, RULE_auth_retry_rejected,
                        "The credentials that were refused in frame %" PRIu32
                        " are sent again unchanged (RFC 3261 22.1)",
                        registration->rejected_in);
        return;
    }
    if (event_is_challenge(event) && event->refused->use && !event->refused->is_stale &&
        event->refused->is_current && event->refused->is_new &&
        registration->rejections == REFUSALS_IN_A_ROW)
        finding_printf(
            context, RULE_auth_retry_rejected,
            "User \"%s\" was refused %d times in a row and goes on: the account may get blocked",
            or_none(event->refused->use->username), REFUSALS_IN_A_ROW);
}
