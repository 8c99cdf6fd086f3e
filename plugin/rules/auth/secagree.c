/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the security agreement (RFC 3329). Lists of "mediasec" alone (TS 24.229 7.2A.7) are about
 * media and agree on nothing here.
 */
#include "rules/engine.h"

/* RFC 3329 2.3.1. The first proxy removes the option tag once there is an agreement. */
void rule_secagree_option_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts_ims *ims = &event->facts->ims;
    unsigned missing = (ims->requires_agreement ? 0 : 1) + (ims->proxy_requires_agreement ? 0 : 2);

    if ((!ims->client.is_agreement && !ims->verify.is_agreement) || event->facts->incomplete ||
        !missing || !event_is_from_terminal(event))
        return;
    finding_add(context, FORM_secagree_option_missing,
                VALUES(of_number(!ims->client.is_agreement), of_number(missing)));
}

/* 494, or a 421 because the agreement is missing. */
static bool demands_agreement(const struct event *event)
{
    return event->facts->status == 494 ||
           (event->facts->status == 421 && event->facts->ims.requires_agreement);
}

/* RFC 3329 2.3.1, 2.3.2. */
void rule_secagree_server_missing(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!demands_agreement(event) || event->facts->ims.server.list || event->facts->incomplete)
        return;
    finding_add(context, FORM_secagree_server_missing, VALUES(of_number(event->facts->status)));
}

/* The client retries after the response with the list, and uses the mechanism from this request on.
 * An AUTS or an empty response is sent outside of it (TS 24.229 5.1.1.5.3). */
static bool follows_list(const struct event *event)
{
    const struct attempt *attempt = &event->before->attempt;
    const struct facts *facts = event->facts;

    if (!event->before->continues || !attempt->waiting ||
        attempt->waiting->frame != event->ims_before->server_in ||
        event->before->last.call_id != facts->call_id)
        return false;
    if (attempt->last_status != 401 && attempt->last_status != 407)
        return attempt->last_status == 494 || attempt->last_status == 421;
    return facts->credentials_count && facts->credentials[0].response_length &&
           !facts->credentials[0].has_auts;
}

/* A refresh between the two ends of the channel that the agreement protects. From another source
 * address the client starts again without it. */
static bool uses_channel(const struct event *event)
{
    const struct ims *before = event->ims_before;
    const struct facts *facts = event->facts;

    return before->verify_in && before->confirmed.list &&
           event->before->last.frame == before->verify_in &&
           event->before->last.call_id == facts->call_id && facts->credentials_count &&
           facts->credentials[0].response_length &&
           endpoint_equal(&before->protected_by, &facts->packet->source) &&
           endpoint_equal(&before->protected_to, &facts->packet->destination);
}

/* RFC 3329 2.3.1: every request under the agreement returns the list. */
void rule_secagree_verify_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct ims *before = event->ims_before;

    if (event->facts->ims.verify.list || event->facts->incomplete || !before->server.is_agreement ||
        !before->client.is_agreement || !event_is_from_terminal(event) ||
        !endpoint_same_ip(&before->server_at, &event->facts->packet->destination) ||
        (!follows_list(event) && !uses_channel(event)))
        return;
    finding_add(context, FORM_secagree_verify_missing, VALUES(of_frame(before->server_in)));
}

/* RFC 3329 2.3.1. A re-REGISTER returns the list of the last successful authentication (TS 24.229
 * 5.1.1.4.2). */
void rule_secagree_verify_mismatch(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct ims *before = event->ims_before;
    uint64_t verify = event->facts->ims.verify.list;

    if (!verify || !before->server.list || event->facts->incomplete ||
        verify == before->server.list || verify == before->confirmed.list)
        return;
    finding_add(context, FORM_secagree_verify_mismatch, VALUES(of_frame(before->server_in)));
}

/* RFC 3329 2.3.1. Where the list was accepted before and the server has another one now, the server was
 * restarted. */
void rule_secagree_rejected(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct ims *before = event->ims_before;
    const struct transaction *transaction = event->transaction;
    const struct report *request;
    bool differs;

    if (event->facts->status != 494 || !transaction || !transaction->request ||
        !transaction->has_verify)
        return;
    request = transaction->request;
    if (before->verify_in == request->frame && before->verify.list == before->confirmed.list &&
        event->facts->ims.server.list != before->verify.list)
        return;
    differs = finding_of(request, RULE_secagree_verify_mismatch) != NULL;
    finding_add(context, FORM_secagree_rejected,
                VALUES(of_frame(request->frame), of_number(differs)));
}

/* RFC 3329 2.3.1: the first such response is a step of the negotiation. */
void rule_secagree_ignored(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    uint32_t offered_in = event->ims_before->server_in;

    if (!demands_agreement(event) || !transaction || !transaction->request ||
        transaction->offers_agreement || transaction->incomplete || !offered_in ||
        offered_in > transaction->request->frame)
        return;
    finding_add(context, FORM_secagree_ignored,
                VALUES(of_frame(offered_in), of_number(event->facts->status)));
}

/* RFC 3329 2.3.1: the preference is the server's. */
void rule_secagree_client_q(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event->facts->ims.client.has_q || !event_is_from_terminal(event))
        return;
    finding_add(context, FORM_secagree_client_q, NO_VALUES);
}

/* RFC 3329 2.3.2: the agreement is between the client and its first proxy. */
void rule_secagree_multi_via(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!demands_agreement(event) || !event->transaction || event->transaction->via_count < 2)
        return;
    finding_add(context, FORM_secagree_multi_via,
                VALUES(of_number(event->facts->status), of_number(event->transaction->via_count)));
}

/* RFC 3329 2.3.1. Where the agreement itself led to TLS, there is a Security-Verify. */
void rule_secagree_over_tls(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!facts->ims.client.is_agreement || facts->ims.verify.list ||
        (facts->packet->transport != TRANSPORT_TLS && facts->packet->transport != TRANSPORT_WSS) ||
        event->ims_before->server.list || facts->incomplete || !event_is_from_terminal(event))
        return;
    finding_add(context, FORM_secagree_over_tls, NO_VALUES);
}
