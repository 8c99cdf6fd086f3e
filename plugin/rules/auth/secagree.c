/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the security agreement (RFC 3329). Lists of "mediasec" alone (TS 24.229 7.2A.7) are about
 * media and agree on nothing here.
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 3329 2.3.1. The first proxy takes the option tag out when the agreement holds. */
void rule_secagree_option_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts_ims *ims = &event->facts->ims;

    if ((!ims->client.is_agreement && !ims->verify.is_agreement) || event->facts->incomplete ||
        (ims->requires_agreement && ims->proxy_requires_agreement) ||
        !event_is_from_terminal(event))
        return;
    finding_printf(context, RULE_secagree_option_missing,
                "%s without sec-agree in %s: a proxy that does not know the agreement lets the "
                "REGISTER pass as if there were none (RFC 3329 2.3.1)",
                ims->client.is_agreement ? "Security-Client" : "Security-Verify",
                ims->requires_agreement         ? "Proxy-Require"
                : ims->proxy_requires_agreement ? "Require"
                                                : "Require and Proxy-Require");
}

/* 494, or a 421 for want of the agreement. */
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
    finding_printf(context, RULE_secagree_server_missing,
                "%u without Security-Server: the client has to agree on a mechanism but does not "
                "learn which ones there are (RFC 3329 2.3.1)",
                event->facts->status);
}

/* The client has answered the message with the list, and the mechanism works from there on. An AUTS
 * or an empty response goes outside of it (TS 24.229 5.1.1.5.3). */
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

/* A refresh between the very ends of the channel that the agreement protects. What comes from
 * elsewhere begins anew. */
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

/* RFC 3329 2.3.1: every request under the agreement mirrors the list. */
void rule_secagree_verify_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct ims *before = event->ims_before;

    if (event->facts->ims.verify.list || event->facts->incomplete || !before->server.is_agreement ||
        !before->client.is_agreement || !event_is_from_terminal(event) ||
        !endpoint_same_ip(&before->server_at, &event->facts->packet->destination) ||
        (!follows_list(event) && !uses_channel(event)))
        return;
    finding_printf(
        context, RULE_secagree_verify_missing,
        "No Security-Verify for the list in frame %" PRIu32
        ": the server cannot see whether somebody weakened the list on the way (RFC 3329 2.3.1)",
        before->server_in);
}

/* RFC 3329 2.3.1. A re-REGISTER mirrors the list of the last successful authentication (TS 24.229
 * 5.1.1.4.2). */
void rule_secagree_verify_mismatch(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct ims *before = event->ims_before;
    uint64_t verify = event->facts->ims.verify.list;

    if (!verify || !before->server.list || event->facts->incomplete ||
        verify == before->server.list || verify == before->confirmed.list)
        return;
    finding_printf(context, RULE_secagree_verify_mismatch,
                "Security-Verify is not the Security-Server list in frame %" PRIu32
                ": somebody may have removed better mechanisms; the server has to answer 494 (RFC "
                "3329 2.3.1)",
                before->server_in);
}

/* RFC 3329 2.3.1. Where the list had worked before and the server has another one now, it was started
 * again and made new ones. */
void rule_secagree_rejected(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct ims *before = event->ims_before;
    const struct transaction *transaction = event->transaction;
    const struct report *request;

    if (event->facts->status != 494 || !transaction || !transaction->request ||
        !transaction->has_verify)
        return;
    request = transaction->request;
    if (before->verify_in == request->frame && before->verify.list == before->confirmed.list &&
        event->facts->ims.server.list != before->verify.list)
        return;
    finding_printf(
        context, RULE_secagree_rejected,
        "The server refuses the list that Security-Verify in frame %" PRIu32
        " repeats%s: its list was changed on the way to the client",
        request->frame,
        finding_of(request, RULE_secagree_verify_mismatch) ? ", which is not the one it sent" : "");
}

/* RFC 3329 2.3.1: the preference is the server's. */
void rule_secagree_client_q(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event->facts->ims.client.has_q || !event_is_from_terminal(event))
        return;
    finding_printf(
        context, RULE_secagree_client_q,
        "Security-Client has preferences (q), but only the server's order counts (RFC 3329 2.3.1)");
}

/* RFC 3329 2.3.2: the agreement is between the client and its first proxy. */
void rule_secagree_multi_via(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!demands_agreement(event) || !event->transaction || event->transaction->via_count < 2)
        return;
    finding_printf(context, RULE_secagree_multi_via,
                "%u to a REGISTER with %u Vias: a server behind the first proxy cannot agree with "
                "the client and has to answer 502 (RFC 3329 2.3.2)",
                event->facts->status, event->transaction->via_count);
}

/* RFC 3329 2.3.1. TLS that the agreement itself led to is mirrored in Security-Verify. */
void rule_secagree_over_tls(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!facts->ims.client.is_agreement || facts->ims.verify.list ||
        (facts->packet->transport != TRANSPORT_TLS && facts->packet->transport != TRANSPORT_WSS) ||
        event->ims_before->server.list || facts->incomplete || !event_is_from_terminal(event))
        return;
    finding_printf(context, RULE_secagree_over_tls,
                "Security-Client over TLS that the URI or DNS chose: nothing is left to agree on "
                "(RFC 3329 2.3.1)");
}
