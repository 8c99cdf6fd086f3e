/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on what a client does after an answer that is not the last word: a challenge, Retry-After,
 * a refusal (RFC 3261 8.1.3.5, 20.33, 21.4, 22.2).
 */
#include "rules/engine.h"

#include <inttypes.h>

#define SECOND G_GINT64_CONSTANT(1000000000)

static bool is_backoff_status(unsigned status)
{
    return status == 503 || status == 500 || status == 404 || status == 413 || status == 480 ||
           status == 486 || status == 600 || status == 603;
}

/* RFC 3261 21.5.4: no request at all to that server; RFC 5626 4.2.1: 0 means at once. What was sent
 * while the answer was on its way is no sin. */
void rule_retry_after_ignored(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct backoff *backoff = &event->before->backoff;
    bool is_told = backoff->registration == event->registration;
    int64_t told_at = backoff->until - (int64_t)backoff->seconds * G_GINT64_CONSTANT(1000000000);
    char early[DURATION_TEXT_SIZE];

    if (!backoff->frame || !backoff->seconds || event->time >= backoff->until ||
        !event->registration || !is_backoff_status(backoff->status) || event->time < told_at ||
        (!is_told && (backoff->status != 503 || event->time - told_at < 100 * 1000 * 1000)))
        return;
    finding_printf_as(context, RULE_retry_after_ignored, is_told ? SEVERITY_WARN : SEVERITY_NOTE,
                   "Sent %s too early: the Retry-After of %" PRIu32 " s in frame %" PRIu32
                   " (%u%s) is not over",
                   duration_text(backoff->until - event->time, early), backoff->seconds,
                   backoff->frame, backoff->status,
                   is_told ? "" : " to another user of this client");
}

static bool was_challenged(const struct event *event)
{
    return event->before->attempt.last_status == 401 || event->before->attempt.last_status == 407;
}

static bool is_understood(const struct challenge *challenge)
{
    for (unsigned i = 0; i < challenge->count; i++) {
        if (challenge->each[i].scheme == SIP_AUTH_DIGEST &&
            challenge->each[i].algorithm != SIP_ALGORITHM_UNKNOWN)
            return true;
    }
    return challenge->count == 0;
}

/* RFC 3261 8.1.3.5, 21.4. A challenge that was answered, and then refused, is no longer open. Where the
 * CSeq jumps the answer may be outside the capture. */
void rule_retry_challenge_ignored(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct challenge *challenge = event->challenge;

    if (!was_challenged(event) || !event->before->attempt.open || challenge->to_credentials ||
        challenge->answered || event->facts->credentials_count || event->facts->incomplete ||
        event->before->last.incomplete ||
        (event->report->has_cseq_step && event->report->cseq_step > 1) ||
        event->before->last.call_id != event->facts->call_id || !is_understood(challenge))
        return;
    finding_printf(context, RULE_retry_challenge_ignored,
                "No credentials, although the %u in frame %" PRIu32
                " asked for them (realm \"%s\"): the client has no password for it, or does not "
                "know its algorithm",
                challenge->status, challenge->frame,
                challenge->count && challenge->each[0].realm ? challenge->each[0].realm : "");
}

/* Refused credentials need not be tried again; a stale nonce has to (RFC 7616 3.3). */
void rule_retry_auth_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct challenge *challenge = &event->registration->challenge;
    uint8_t intent = event->registration->attempt.intent;
    bool is_stale = false;
    char waited[DURATION_TEXT_SIZE];

    for (unsigned i = 0; i < challenge->count; i++)
        is_stale |= challenge->each[i].stale;
    if (challenge->report != event->report || challenge->answered || intent == INTENT_REMOVE ||
        intent == INTENT_REMOVE_ALL || (challenge->to_credentials && !is_stale))
        return;
    finding_printf(context, RULE_retry_auth_missing,
                "The %u in frame %" PRIu32 " was not answered with credentials within %s%s",
                challenge->status, challenge->frame,
                duration_text(settings_timer_f(event->settings), waited),
                is_stale ? ", although it only says that the nonce was stale" : "");
}

/* RFC 3261 8.1.3.5, 20.20: answers after which the same request is sent again, only mended. */
static bool is_mended_after(unsigned status)
{
    return status == 401 || status == 407 || status == 413 || status == 415 || status == 416 ||
           status == 420;
}

/* The first three of these end an attempt: what comes soon after is the retry. */
static bool follows_soon(const struct event *event)
{
    return event->before->last.answered && event->time - event->before->last.time < 5 * SECOND;
}

static void name_change(char *names, size_t size, const char *name, bool differs)
{
    if (!differs)
        return;
    g_strlcat(names, names[0] ? ", " : "", size);
    g_strlcat(names, name, size);
}

/* A SHOULD, and a number of clients do it: a new Call-ID or From tag is theirs to choose. IMS demands
 * a new Call-ID after a bad challenge (TS 24.229 5.1.1.5.1). The display name does not count. */
void rule_retry_from_tag_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = &event->before->last;
    const struct facts *facts = event->facts;
    unsigned status = event->before->attempt.last_status;
    bool is_retry = status == 401 || status == 407 ? event_answers_challenge(event)
                                                   : event->before->continues || follows_soon(event);
    char changed[sizeof("Call-ID, From tag, From, To")] = "";

    if (!before->report || !is_mended_after(status) || !is_retry || facts->incomplete ||
        !endpoint_same_ip(&before->destination, &facts->packet->destination))
        return;
    name_change(changed, sizeof(changed), "Call-ID",
                before->call_id != facts->call_id && !event->registration->is_ims);
    name_change(changed, sizeof(changed), "From tag", before->from_tag != facts->from_tag);
    name_change(changed, sizeof(changed), "From",
                !facts_same_uri(before->from_uri, facts->from_uri));
    name_change(changed, sizeof(changed), "To", !facts_same_uri(before->to_uri, facts->to_uri));
    if (!changed[0])
        return;
    finding_printf(context, RULE_retry_from_tag_changed,
                "The retry after the %u differs from the REGISTER in frame %" PRIu32
                " in more than it should (%s): some servers will not recognize it as a retry",
                status, before->frame, changed);
}

/* RFC 3261 22.2. The identical request to another server is failover (RFC 3263 4.3). */
void rule_retry_cseq_same(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!event->before->continues || !was_challenged(event) || !facts->credentials_count ||
        !facts->has_cseq || event->challenge->cseq != facts->cseq ||
        event->before->last.call_id != facts->call_id ||
        !endpoint_same_ip(&event->before->last.destination, &facts->packet->destination))
        return;
    finding_printf(context, RULE_retry_cseq_same,
                "The retry keeps the CSeq %" PRIu32 " of the REGISTER challenged in frame %" PRIu32
                ": the registrar may take it for a retransmission (RFC 3261 22.2)",
                facts->cseq, event->challenge->frame);
}

/* A client learns its public address from the challenge (RFC 3581 9); an IMS client moves to its
 * protected port (TS 24.229 5.1.1.5). */
static bool is_expected_change(const struct event *event, const char *before, const char *after)
{
    struct endpoint old, new;

    if (!facts_uri_endpoint(after, &new))
        return false;
    if (endpoint_equal(&new, &event->challenge->seen_at))
        return true;
    return event->facts->is_ims && facts_uri_endpoint(before, &old) && endpoint_same_ip(&old, &new);
}

/* A border controller that keeps the Call-ID has a REGISTER of its own on its other side. */
static bool is_other_side(const struct event *event)
{
    const struct last_request *before = &event->before->last;
    const struct packet *packet = event->facts->packet;

    return !endpoint_same_ip(&before->source, &packet->source) &&
           !endpoint_same_ip(&before->destination, &packet->destination);
}

void rule_retry_contact_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct report *before = event->before->last.report;
    const struct report *now = event->report;

    if (!event->before->continues || now->step != STEP_RETRY || !before || !before->contact_count ||
        event->facts->incomplete || is_other_side(event))
        return;
    for (unsigned i = 0; i < now->contact_count; i++) {
        bool found = false;

        for (unsigned j = 0; j < before->contact_count && !found; j++)
            found = facts_same_uri(now->contacts[i].sent, before->contacts[j].sent) ||
                    g_strcmp0(now->contacts[i].sent, before->contacts[j].sent) == 0;
        if (found || is_expected_change(event, before->contacts[0].sent, now->contacts[i].sent))
            continue;
        finding_printf(context, RULE_retry_contact_changed,
                    "The retry registers %s, but the REGISTER in frame %" PRIu32 " had %s",
                    now->contacts[i].sent, before->frame, before->contacts[0].sent);
        return;
    }
}

/* RFC 3261 8.1.3.5. Another server may know what this one does not. */
void rule_retry_option_kept(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct redirect *redirect = event->before->redirect;
    const struct facts *facts = event->facts;

    if (!redirect || redirect->status != 420 ||
        !endpoint_same_ip(&event->before->last.destination, &facts->packet->destination))
        return;
    for (unsigned i = 0; i < facts->required_count; i++) {
        for (unsigned j = 0; j < redirect->unsupported_count; j++) {
            if (!facts->required[i] || !redirect->unsupported[j] ||
                g_ascii_strcasecmp(facts->required[i], redirect->unsupported[j]) != 0)
                continue;
            finding_printf(context, RULE_retry_option_kept,
                        "Requires \"%s\" again, which the 420 in frame %" PRIu32
                        " says is not supported: the server will refuse it again",
                        facts->required[i], redirect->frame);
            return;
        }
    }
}

/* All that a server decides by: Contacts and their time, option tags, and who logs in with what. */
static bool is_unmodified(const struct event *event)
{
    const struct last_request *before = &event->before->last, *now = &event->registration->last;
    const struct report *old = before->report, *new = event->report;

    if (before->call_id != now->call_id || before->request_uri != now->request_uri ||
        before->options != now->options || before->login != now->login ||
        before->has_star != now->has_star || before->transport != now->transport ||
        old->contact_count != new->contact_count)
        return false;
    for (unsigned i = 0; i < new->contact_count; i++) {
        if (old->contacts[i].sent != new->contacts[i].sent ||
            old->contacts[i].reg_id != new->contacts[i].reg_id ||
            old->contacts[i].has_requested != new->contacts[i].has_requested ||
            old->contacts[i].requested_s != new->contacts[i].requested_s)
            return false;
    }
    return true;
}

/* ... and opens no negotiation that headers which are not compared here would go on with. */
static bool is_refusal(unsigned status)
{
    return status >= 400 && status < 500 && status != 401 && status != 407 && status != 408 &&
           status != 423 && status != 494;
}

/* RFC 3261 21.4, 21.4.4; 408 may be repeated at any time (21.4.9). A slow periodic retry is no harm;
 * where the server said when, that is what counts. */
void rule_retry_unmodified(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = &event->before->last;
    unsigned status = event->before->attempt.last_status;
    char since[DURATION_TEXT_SIZE];

    if (!event->registration || !is_refusal(status) || !before->answered ||
        event->facts->incomplete || event->before->backoff.frame > before->frame ||
        event->time - before->time >= (int64_t)event->settings->unmodified_within_s * SECOND ||
        !endpoint_same_ip(&before->destination, &event->facts->packet->destination) ||
        finding_of(event->report, RULE_retry_option_kept) || !is_unmodified(event))
        return;
    finding_printf_as(
        context, RULE_retry_unmodified, status == 403 ? SEVERITY_WARN : SEVERITY_NOTE,
        "The REGISTER in frame %" PRIu32
        ", which was answered %u, is sent again unchanged after %s: the answer will be the same",
        before->frame, status, duration_text(event->time - before->time, since));
}

/* RFC 3261 21.5.4, RFC 3263 4.3. Known are the servers that this client has used for the same
 * registration; who waits as long as Retry-After says may come back. */
void rule_retry_503_no_failover(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct packet *packet = event->facts->packet;
    const struct last_request *before = &event->before->last;
    char server[ENDPOINT_TEXT_SIZE];

    if (!event->registration || event->before->attempt.last_status != 503 || !before->answered ||
        !endpoint_same_ip(&before->destination, &packet->destination) ||
        event->before->backoff.frame > before->frame)
        return;
    for (unsigned i = 0; i < REGISTRATION_SERVERS_MAX; i++) {
        const struct server_cseq *other = &event->registration->servers[i];

        if (!other->frame || endpoint_same_ip(&other->server, &packet->destination))
            continue;
        finding_printf(context, RULE_retry_503_no_failover,
                    "Sent to the same server again after its 503 to the REGISTER in frame %" PRIu32
                    ", although %s served this client before (frame %" PRIu32 ")",
                    before->frame, endpoint_to_text(&other->server, false, server), other->frame);
        return;
    }
}

/* Said when the limit is passed, not at every attempt after it. */
void rule_retry_storm(struct rule_context *context)
{
    const struct event *event = context->event;

    if (event->source->failures != event->settings->storm_attempts + 1)
        return;
    finding_printf(context, RULE_retry_storm,
                "%u attempts to register %s from one address failed within a minute",
                event->source->failures, event->aor ? event->aor->name : "the user");
}
