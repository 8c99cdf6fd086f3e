/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the use of nonces over time (RFC 7616 3.3, 3.4, 5.4).
 */
#include "rules/engine.h"

#include <inttypes.h>

#define SECOND G_GINT64_CONSTANT(1000000000)

/* Without qop nothing of the client enters the response: two devices of one user that got one nonce
 * send the same. */
static bool may_be_alike(const struct event *event, const struct nonce_check *check)
{
    return !check->credentials->has_qop &&
           (event->credentials->shares_nonces ||
            (event->registration && registration_find_offer(event->registration, check->nonce)));
}

/* RFC 7616 3.4: the same nc twice. Credentials that come from elsewhere, to the letter the same,
 * were copied. */
void rule_sec_credential_replay(struct rule_context *context)
{
    const struct event *event = context->event;
    char here[ENDPOINT_TEXT_SIZE], there[ENDPOINT_TEXT_SIZE];

    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];

        if (check->verdict != NONCE_REPLAYED || check->is_failover || may_be_alike(event, check))
            continue;
        finding_printf_as(context, RULE_sec_credential_replay,
                       check->credentials->has_qop ? SEVERITY_ERROR : SEVERITY_WARN,
                       "The same credentials as in frame %" PRIu32
                       " (user \"%s\", nc %08x), but from %s instead of %s: a replay",
                       check->earlier.frame, or_none(check->credentials->username),
                       check->credentials->nc,
                       endpoint_to_text(&event->facts->packet->source, true, here),
                       endpoint_to_text(&check->earlier.source, true, there));
        return;
    }
}

/* RFC 7616 3.4. A lower nc may have been overtaken on UDP; an equal one never. */
void rule_auth_nc_repeat(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct packet *packet = event->facts->packet;

    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        bool is_aka = sip_algorithm_is_aka(check->credentials->algorithm) &&
                      check->before.last_response == check->credentials->response;

        if ((check->verdict != NONCE_NC_REPEATED && check->verdict != NONCE_NC_WENT_BACK) ||
            check->is_failover || event_is_failover(event))
            continue;
        if (check->verdict == NONCE_NC_WENT_BACK && packet->transport == TRANSPORT_UDP &&
            event->time - check->before.last_time < SECOND)
            continue;
        finding_printf_as(context, RULE_auth_nc_repeat, is_aka ? SEVERITY_CHAT : SEVERITY_WARN,
                       "nc %08x although this nonce had %08x in frame %" PRIu32
                       " already: the registrar may take it for a replay%s",
                       check->credentials->nc, check->before.highest_nc, check->before.last_frame,
                       is_aka ? "; usual in IMS" : "");
        return;
    }
}

static const char *issued_text(const struct report_nonce *nonce, char text[80])
{
    char age[DURATION_TEXT_SIZE];

    if (nonce->issued_in)
        g_snprintf(text, 80, "issued in frame %" PRIu32 ", %s old", nonce->issued_in,
                   duration_text(nonce->age, age));
    else
        g_snprintf(text, 80, "issued before the capture");
    return text;
}

/* RFC 7616 3.4: nc counts the requests of one nonce, so this is how it is meant. */
void rule_auth_nonce_reused(struct rule_context *context)
{
    const struct event *event = context->event;
    bool forbidden = event->settings->one_time_nonce;
    char issued[80];

    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];

        if (check->verdict != NONCE_REUSED_HIGHER_NC || check->is_failover)
            continue;
        finding_printf_as(context, RULE_auth_nonce_reused, forbidden ? SEVERITY_WARN : SEVERITY_CHAT,
                       "Use %" PRIu32 " of this nonce (%s): nc %08x after %08x in frame %" PRIu32
                       "; %s",
                       check->user_count, issued_text(&event->report->nonces[i], issued),
                       check->credentials->nc, check->before.highest_nc, check->before.last_frame,
                       forbidden ? "but this registrar is set to accept a nonce only once"
                                 : "the count goes up as it should");
        return;
    }
}

/* RFC 7616 3.4: without qop there is no nc, and reuse looks like a replay. */
void rule_auth_nonce_reused_no_nc(struct rule_context *context)
{
    const struct event *event = context->event;
    char issued[80];

    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];

        if (check->verdict != NONCE_REUSED_WITHOUT_NC || check->is_failover ||
            sip_algorithm_is_aka(check->credentials->algorithm))
            continue;
        finding_printf(context, RULE_auth_nonce_reused_no_nc,
                    "Use %" PRIu32 " of this nonce (%s) without nc, last in frame %" PRIu32
                    ": the registrar cannot tell it from a replay",
                    check->user_count, issued_text(&event->report->nonces[i], issued),
                    check->before.last_frame);
        return;
    }
}

/* RFC 7616 3.4: the first request with a nonce has nc 1. Only where that request answers the
 * challenge at once: a nonce that was shared or came as nextnonce may have been used unseen. */
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
            !offer || offer->round != event->registration->rounds || offer->by_nextnonce ||
            check->is_passed_on || sip_algorithm_is_aka(credentials->algorithm))
            continue;
        finding_printf(context, RULE_auth_nc_start,
                    "The first request with the nonce in frame %" PRIu32
                    " has nc %08x instead of 00000001: the client counts wrong, or earlier "
                    "requests were not captured (RFC 7616 3.4)",
                    offer->frame, credentials->nc);
        return;
    }
}

/* RFC 7616 3.4: nc counts all requests with a nonce, so what is missing was sent elsewhere. */
void rule_auth_nc_skip(struct rule_context *context)
{
    const struct event *event = context->event;

    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        uint32_t nc = check->credentials->nc, before = check->before.highest_nc;

        if (check->verdict != NONCE_REUSED_HIGHER_NC || check->is_failover || before == 0 ||
            nc - before < 2)
            continue;
        finding_printf(
            context, RULE_auth_nc_skip,
            "nc goes from %08x in frame %" PRIu32 " to %08x: %" PRIu32
            " request%s with this nonce not in the capture, or the client leaves numbers out",
            before, check->before.last_frame, nc, nc - before - 1,
            nc - before == 2 ? " is" : "s are");
        return;
    }
}

/* No sentence asks for a new cnonce; it foils chosen plaintexts (RFC 7616 3.4, 5.8), and "-sess"
 * algorithms keep the one of the session. Told once of each. */
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
            finding_printf(
                context, RULE_auth_cnonce_reused,
                "The cnonce in frame %" PRIu32
                " is used again, with another nonce: it protects only if nobody can predict it",
                cnonce->frame);
        else if (cnonce->count == OFTEN && !sip_algorithm_is_session(check->credentials->algorithm))
            finding_printf(context, RULE_auth_cnonce_reused,
                        "The cnonce in frame %" PRIu32 " is used in more than %d requests",
                        cnonce->frame, OFTEN);
        else
            continue;
        return;
    }
}

/* RFC 3261 22.2, RFC 7616 3.6: a client may send credentials before it is asked. */
void rule_auth_preemptive(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    bool has_token = false;

    if (event->before->continues || event_is_failover(event))
        return;
    for (unsigned i = 0; i < facts->credentials_count; i++)
        has_token |= facts->credentials[i].scheme == SIP_AUTH_BEARER;
    if (event->credentials->count == 0 && !has_token)
        return;
    finding_printf(context, RULE_auth_preemptive,
                "Credentials are sent without waiting for a challenge%s, which is legal and saves "
                "a round trip",
                event->credentials->count == 0             ? " (a token)"
                : event->credentials->checks[0].nonce->issued_in ? ""
                                                    : ", with a nonce from before the capture");
}

/* RFC 7616 3.5: nextnonce is for the next request. One that was on its way cannot have it, and a
 * later challenge, also to another method, replaces it. */
void rule_auth_nextnonce_ignored(struct rule_context *context)
{
    const struct event *event = context->event;
    int64_t under_way = (int64_t)event->settings->t1_ms * 1000000;

    for (unsigned i = 0; i < event->credentials->count && event->registration; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        const struct offer *latest =
            registration_latest_offer(event->registration, check->nonce->realm);

        if (!latest || !latest->by_nextnonce || latest->nonce == check->nonce ||
            event->time - latest->time <= under_way || check->nonce->issued_at > latest->time ||
            check->before.last_time > latest->time || event_is_failover(event) ||
            !endpoint_same_ip(&latest->server, &event->facts->packet->destination))
            continue;
        finding_printf(context, RULE_auth_nextnonce_ignored,
                    "The 2xx in frame %" PRIu32
                    " gave a nonce for the next request, but it is not used: the registrar may "
                    "challenge or refuse (RFC 7616 3.5)",
                    latest->frame);
        return;
    }
}
