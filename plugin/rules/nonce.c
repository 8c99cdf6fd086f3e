/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the use of nonces over time (RFC 7616 3.3, 3.4, 5.4).
 */
#include "rules/judgement.h"

#define SECOND G_GINT64_CONSTANT(1000000000)

/* RFC 7616 3.4: the same nc twice. Credentials that come from elsewhere, to the letter the same,
 * were copied. */
void rule_sec_credential_replay(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    char here[ENDPOINT_TEXT_SIZE], there[ENDPOINT_TEXT_SIZE];

    for (unsigned i = 0; i < event->check_count; i++) {
        const struct nonce_check *check = &event->checks[i];

        if (check->verdict != NONCE_REPLAYED || check->is_failover)
            continue;
        finding_add_as(judgement, RULE_sec_credential_replay,
                       check->credentials->has_qop ? SEVERITY_ERROR : SEVERITY_WARN,
                       "The very credentials of frame %" PRIu32 " (user \"%s\", nc %08x) from %s, "
                       "where the first ones came from %s: a replay",
                       check->earlier.frame, or_none(check->credentials->username),
                       check->credentials->nc,
                       endpoint_to_text(&event->facts->packet->source, true, here),
                       endpoint_to_text(&check->earlier.source, true, there));
        return;
    }
}

/* RFC 7616 3.4. A lower nc may have been overtaken on UDP; an equal one never. */
void rule_auth_nc_repeat(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct packet *packet = event->facts->packet;

    for (unsigned i = 0; i < event->check_count; i++) {
        const struct nonce_check *check = &event->checks[i];
        bool is_aka = sip_algorithm_is_aka(check->credentials->algorithm) &&
                      check->before.last_response == check->credentials->response;

        if ((check->verdict != NONCE_NC_REPEATED && check->verdict != NONCE_NC_WENT_BACK) ||
            check->is_failover || event_is_failover(event))
            continue;
        if (check->verdict == NONCE_NC_WENT_BACK && packet->transport == TRANSPORT_UDP &&
            event->time - check->before.last_time < SECOND)
            continue;
        finding_add_as(judgement, RULE_auth_nc_repeat, is_aka ? SEVERITY_CHAT : SEVERITY_WARN,
                       "nc %08x again with this nonce, after %08x in frame %" PRIu32
                       ": the registrar may take it for a replay%s",
                       check->credentials->nc, check->before.highest_nc, check->before.last_frame,
                       is_aka ? "; usual in IMS" : "");
        return;
    }
}

static const char *issued_text(const struct event *event, char text[80])
{
    char age[DURATION_TEXT_SIZE];

    if (event->report->nonce_issued_in)
        g_snprintf(text, 80, "issued in frame %" PRIu32 ", %s old", event->report->nonce_issued_in,
                   duration_text(event->report->nonce_age, age));
    else
        g_snprintf(text, 80, "issued before the capture");
    return text;
}

/* RFC 7616 3.4: nc counts the requests of one nonce, so this is how it is meant. */
void rule_auth_nonce_reused(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    bool forbidden = event->settings->one_time_nonce;
    char issued[80];

    for (unsigned i = 0; i < event->check_count; i++) {
        const struct nonce_check *check = &event->checks[i];

        if (check->verdict != NONCE_REUSED_HIGHER_NC || check->is_failover)
            continue;
        finding_add_as(judgement, RULE_auth_nonce_reused, forbidden ? SEVERITY_WARN : SEVERITY_CHAT,
                       "Use %" PRIu32 " of this nonce (%s): nc %08x after %08x in frame %" PRIu32
                       "; %s",
                       check->user_count, issued_text(event, issued), check->credentials->nc,
                       check->before.highest_nc, check->before.last_frame,
                       forbidden ? "this registrar is said to accept a nonce once only"
                                 : "legal, it saves a challenge");
        return;
    }
}

/* RFC 7616 3.4: without qop there is no nc, and reuse looks like a replay. */
void rule_auth_nonce_reused_no_nc(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    char issued[80];

    for (unsigned i = 0; i < event->check_count; i++) {
        const struct nonce_check *check = &event->checks[i];

        if (check->verdict != NONCE_REUSED_WITHOUT_NC || check->is_failover ||
            sip_algorithm_is_aka(check->credentials->algorithm))
            continue;
        finding_add(judgement, RULE_auth_nonce_reused_no_nc,
                    "Use %" PRIu32 " of this nonce (%s) without nc, last in frame %" PRIu32
                    ": the registrar cannot tell it from a replay",
                    check->user_count, issued_text(event, issued), check->before.last_frame);
        return;
    }
}
