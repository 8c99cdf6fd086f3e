/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the use of nonces over time (RFC 7616 3.3, 3.4, 5.4).
 */
#include "rules/engine.h"

/* Without qop nothing of the client enters the response: two devices of one user that were issued one
 * nonce send the same. */
static bool may_be_alike(const struct event *event, const struct nonce_check *check)
{
    return !check->credentials->has_qop &&
           (event->credentials->shares_nonces ||
            (event->registration && registration_find_offer(event->registration, check->nonce)));
}

/* A client that moves while it waits for a response repeats its request from the new address. */
static bool may_have_moved(const struct event *event, const struct nonce_check *check)
{
    const struct last_request *last = event->before ? &event->before->last : NULL;

    return last && last->report && !last->has_response && last->frame == check->earlier.frame &&
           last->call_id == event->facts->call_id;
}

/* Another request of the same Call-ID. */
static bool goes_on(const struct event *event, const struct nonce_check *check)
{
    return check->earlier.call_id && check->earlier.call_id == event->facts->call_id;
}

/* RFC 7616 3.4: the same nc twice. Identical credentials from another source address, or under another
 * Call-ID, were copied; without qop that is less certain, and within the Call-ID: the client may have moved, and
 * not count. */
void rule_sec_credential_replay(struct rule_context *context)
{
    const struct event *event = context->event;
    bool is_whole = event->transaction && event->transaction->is_replay;

    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];

        if (check->verdict != NONCE_REPLAYED || !check->earlier.frame || check->is_failover ||
            (!is_whole && (may_be_alike(event, check) || may_have_moved(event, check))))
            continue;
        finding_add_as(
            context, FORM_sec_credential_replay,
            check->credentials->has_qop && (is_whole || !goes_on(event, check)) ? SEVERITY_ERROR
                                                                                : SEVERITY_WARN,
            VALUES(of_text(check->credentials->username), of_endpoint(&check->earlier.source),
                   of_frame(check->earlier.frame), of_endpoint(&event->facts->packet->source)));
        return;
    }
}

/* RFC 7616 3.4. Over UDP a request with a lower nc may arrive out of order; an equal nc never does. */
/* The first REGISTER of another flow of the same client: its challenge is not in the capture, and it may
 * count a nonce of the same second on its own. */
static bool is_unheard(const struct event *event)
{
    return event->triggers & ON_REQUEST && !event->before->attempt.number;
}

void rule_auth_nc_repeat(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct packet *packet = event->facts->packet;

    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        bool is_aka = sip_algorithm_is_aka(check->credentials->algorithm) &&
                      check->before.last_response == check->credentials->response;

        if ((check->verdict != NONCE_NC_REPEATED && check->verdict != NONCE_NC_WENT_BACK) ||
            check->is_failover || event_is_failover(event) ||
            check->before.last_frame == event->report->frame)
            continue;
        if (check->verdict == NONCE_NC_WENT_BACK && packet->transport == TRANSPORT_UDP &&
            event_since(event, check->before.last_time) < SECOND)
            continue;
        finding_add_as(context, FORM_auth_nc_repeat,
                       is_aka              ? SEVERITY_CHAT
                       : is_unheard(event) ? SEVERITY_NOTE
                                           : SEVERITY_WARN,
                       VALUES(of_nc(check->credentials->nc), of_nc(check->before.highest_nc),
                              of_frame(check->before.last_frame), of_number(is_aka)));
        return;
    }
}

/* RFC 7616 3.4: nc counts the requests of one nonce, so this is as intended. */
void rule_auth_nonce_reused(struct rule_context *context)
{
    const struct event *event = context->event;
    bool forbidden = event->settings->one_time_nonce;

    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        const struct report_nonce *nonce;

        if (check->verdict != NONCE_REUSED_HIGHER_NC || check->is_failover)
            continue;
        nonce = &event->report->nonces[i];
        finding_add_as(context,
                       forbidden ? FORM_auth_nonce_reused_forbidden : FORM_auth_nonce_reused,
                       forbidden ? SEVERITY_WARN : SEVERITY_CHAT,
                       VALUES(of_number(check->user_count), of_frame(nonce->issued_in),
                              of_age(nonce->age), of_frame(check->before.last_frame)));
        return;
    }
}

/* RFC 7616 3.4: without qop there is no nc, and reuse looks like a replay. */
void rule_auth_nonce_reused_no_nc(struct rule_context *context)
{
    const struct event *event = context->event;

    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        const struct report_nonce *nonce;

        if (check->verdict != NONCE_REUSED_WITHOUT_NC || check->is_failover ||
            sip_algorithm_is_aka(check->credentials->algorithm))
            continue;
        nonce = &event->report->nonces[i];
        finding_add(context, FORM_auth_nonce_reused_no_nc,
                    VALUES(of_number(check->user_count), of_frame(nonce->issued_in),
                           of_age(nonce->age), of_frame(check->before.last_frame)));
        return;
    }
}

/* RFC 7616 3.4: the first request with a nonce has nc 1. Only where that request is the one that
 * retries after the challenge: a nonce that is shared or came as nextnonce may have been used in
 * requests that the capture lacks. */
void rule_auth_nc_start(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event_answers_challenge(event) || !event->registration)
        return;
    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        const struct facts_credentials *credentials = check->credentials;
        const struct offer *offer = registration_find_offer(event->registration, check->nonce);
        bool is_first = check->user_count == 1 && check->nonce->user == credentials->username;

        if (!is_first || !credentials->has_qop || !credentials->has_nc || credentials->nc == 1 ||
            !offer || offer->round != event->registration->past->rounds || offer->by_nextnonce ||
            check->is_passed_on || sip_algorithm_is_aka(credentials->algorithm))
            continue;
        finding_add(context, FORM_auth_nc_start,
                    VALUES(of_frame(offer->frame), of_nc(credentials->nc)));
        return;
    }
}

/* RFC 7616 3.4: nc counts all requests with a nonce, so the missing ones took another path. */
void rule_auth_nc_skip(struct rule_context *context)
{
    const struct event *event = context->event;

    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        uint32_t nc = check->credentials->nc, before = check->before.highest_nc;

        if (check->verdict != NONCE_REUSED_HIGHER_NC || check->is_failover || before == 0 ||
            nc - before < 2)
            continue;
        finding_add(context, FORM_auth_nc_skip,
                    VALUES(of_nc(before), of_frame(check->before.last_frame), of_nc(nc),
                           of_number(nc - before - 1)));
        return;
    }
}

/* No specification requires a new cnonce each time; it prevents chosen-plaintext attacks (RFC 7616 3.4,
 * 5.8), and "-sess" algorithms keep the one of the session. Reported once per cnonce. */
void rule_auth_cnonce_reused(struct rule_context *context)
{
    const struct event *event = context->event;
    enum { OFTEN = 20 };

    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        const struct nonce_cnonce *cnonce = &check->cnonce;

        if (!cnonce->frame || cnonce->was_carried)
            continue;
        if (cnonce->nonce != check->nonce)
            finding_add(context, FORM_auth_cnonce_reused, VALUES(of_frame(cnonce->frame)));
        else if (cnonce->count == OFTEN && !sip_algorithm_is_session(check->credentials->algorithm))
            finding_add(context, FORM_auth_cnonce_reused_often,
                        VALUES(of_frame(cnonce->frame), of_number(OFTEN)));
        else
            continue;
        return;
    }
}

/* RFC 3261 22.2, RFC 7616 3.6: a client may send credentials before it is challenged. */
void rule_auth_preemptive(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    bool has_token = false, is_older;

    if (event->before->continues || event_is_failover(event))
        return;
    for (unsigned i = 0; i < facts->credentials_count; i++)
        has_token |= facts->credentials[i].scheme == SIP_AUTH_BEARER;
    if (event->credentials->count == 0 && !has_token)
        return;
    is_older = event->credentials->count && !event->credentials->checks[0].nonce->issued_in;
    finding_add(context, FORM_auth_preemptive,
                VALUES(of_number(is_older ? 2 : event->credentials->count == 0)));
}

/* RFC 7616 3.5: nextnonce is for the next request. A request already in transit cannot have it, and a
 * later challenge, also to another method, replaces it. */
void rule_auth_nextnonce_ignored(struct rule_context *context)
{
    const struct event *event = context->event;
    int64_t in_transit = (int64_t)event->settings->t1_ms * MILLISECOND;

    for (unsigned i = 0; i < event->credentials->count && event->registration; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        const struct offer *latest =
            registration_latest_offer(event->registration, check->nonce->realm);

        if (!latest || !latest->by_nextnonce || latest->nonce == check->nonce ||
            event_since(event, latest->time) <= in_transit ||
            check->nonce->issued_at > latest->time || check->before.last_time > latest->time ||
            event_is_failover(event) ||
            !endpoint_same_ip(&latest->server, &event->facts->packet->destination))
            continue;
        finding_add(context, FORM_auth_nextnonce_ignored, VALUES(of_frame(latest->frame)));
        return;
    }
}
