/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes in which a REGISTER gets no response for what the client or its path does.
 */
#include "diagnosis/diagnosis.h"

/* The response to an earlier REGISTER with the same branch, repeated after this one was sent. */
uint32_t cause_repeated_response(const struct event *event)
{
    enum { LOOKED_AT_MAX = 4 }; /* the latest transactions with this branch */
    const struct transaction *transaction = event->transaction;
    const struct transaction *older = transaction ? transaction->same_branch : NULL;

    for (unsigned i = 0; older && i < LOOKED_AT_MAX; i++, older = older->same_branch) {
        if (older->call_id == transaction->call_id && older->cseq < transaction->cseq &&
            transaction->request && older->again_in > transaction->request->frame)
            return older->again_in;
    }
    return 0;
}

bool cause_branch_hides_request(const struct event *event)
{
    return event->attempt_failed && cause_repeated_response(event);
}

/* The challenge and the credentials that follow it at once go to different addresses. */
bool cause_credentials_go_elsewhere(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct challenge *challenge = cause_challenge(event);

    return event->attempt_failed && transaction->has_answer && transaction->via_count == 1 &&
           challenge && challenge->asked.family != ENDPOINT_NONE && challenge->was_followed &&
           challenge->report->retry_in == transaction->request->frame &&
           challenge->call_id == transaction->call_id &&
           !endpoint_same_ip(&challenge->asked, &transaction->server) &&
           transaction->first_time - challenge->time < settings_timer_f(event->settings);
}

/* It has challenged the client in the same attempt, and the REGISTER has no flaw that explains it. */
bool cause_is_silent_to_credentials(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);

    return event->attempt_failed && cause_has_credentials(event) && !cause_cseq_was_low(event) &&
           !cause_is_oversized(event) && !cause_branch_hides_request(event) &&
           !cause_credentials_go_elsewhere(event) && challenge && challenge->report &&
           challenge->report->attempt == event->transaction->request->attempt;
}

/* Another client in the same private network has had a response since, at another public address. */
bool cause_keeps_old_mapping(const struct event *event)
{
    const struct server_record *server = event->server;
    const struct public_address *before =
        event->registration ? &event->registration->public_address : NULL;

    return event->attempt_failed && server && before && before->given_in &&
           server->seen_in > before->given_in && before->at.family != ENDPOINT_NONE &&
           !endpoint_is_private(&before->at) && endpoint_is_private(&event->transaction->client) &&
           !endpoint_equal(&server->seen_client, &event->transaction->client) &&
           !endpoint_same_network(&before->at, &server->seen_at, event->settings->pool_prefix);
}

/* The client has never got a response. */
bool cause_malformed_is_ignored(const struct event *event)
{
    return event->attempt_failed && !event->registration->responded_id;
}
