/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on what a client does after an answer that is not the last word: 423, Retry-After, a
 * challenge (RFC 3261 8.1.3.5, 10.2.8, 20.33, 22.2).
 */
#include "rules/judgement.h"

#define SECOND G_GINT64_CONSTANT(1000000000)

void rule_interval_no_min_expires(struct judgement *judgement)
{
    const struct facts *facts = judgement->event->facts;

    if (facts->status != 423 || facts->has_min_expires || facts->incomplete)
        return;
    finding_add(judgement, RULE_interval_no_min_expires,
                "423 without Min-Expires: the client cannot know what to ask for (RFC 3261 10.3)");
}

/* RFC 3261 10.2.8: all Contacts have to be raised, but for those that are removed. */
void rule_interval_retry_short(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct attempt *before = &event->attempt_before;

    if (before->last_status != 423 || !before->min_expires_s ||
        !endpoint_same_ip(&before->brief_server, &event->facts->packet->destination))
        return;
    for (unsigned i = 0; i < event->facts->contact_count; i++) {
        const struct facts_contact *contact = &event->facts->contacts[i];

        if (!contact->has_expires || contact->expires_s == 0 ||
            contact->expires_s >= before->min_expires_s)
            continue;
        finding_add(judgement, RULE_interval_retry_short,
                    "Asks for %" PRIu32 " s although the 423 in frame %" PRIu32
                    " wants at least %" PRIu32 " s: it will be refused again",
                    contact->expires_s, before->min_expires_in, before->min_expires_s);
        return;
    }
}

static bool is_backoff_status(unsigned status)
{
    return status == 503 || status == 500 || status == 404 || status == 413 || status == 480 ||
           status == 486 || status == 600 || status == 603;
}

/* RFC 3261 21.5.4: no request at all to that server; RFC 5626 4.2.1: 0 means at once. What was sent
 * while the answer was on its way is no sin. */
void rule_retry_after_ignored(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct backoff *backoff = &event->backoff;
    bool is_told = backoff->registration == event->registration;
    int64_t told_at = backoff->until - (int64_t)backoff->seconds * G_GINT64_CONSTANT(1000000000);
    char early[DURATION_TEXT_SIZE];

    if (!backoff->frame || !backoff->seconds || event->time >= backoff->until ||
        !event->registration || !is_backoff_status(backoff->status) || event->time < told_at ||
        (!is_told && (backoff->status != 503 || event->time - told_at < 100 * 1000 * 1000)))
        return;
    finding_add_as(judgement, RULE_retry_after_ignored, is_told ? SEVERITY_WARN : SEVERITY_NOTE,
                   "Sent %s before the Retry-After of %" PRIu32 " s in frame %" PRIu32 " (%u%s) is "
                   "over",
                   duration_text(backoff->until - event->time, early), backoff->seconds,
                   backoff->frame, backoff->status,
                   is_told ? "" : " to another user of this client");
}

static bool was_challenged(const struct event *event)
{
    return event->attempt_before.last_status == 401 || event->attempt_before.last_status == 407;
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

/* RFC 3261 8.1.3.5, 21.4. A challenge that was answered, and then refused, is no longer open. */
void rule_retry_challenge_ignored(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct challenge *challenge = &event->challenge_before;

    if (!was_challenged(event) || !event->attempt_before.open || challenge->to_credentials ||
        challenge->answered || event->facts->credentials_count || event->facts->incomplete ||
        event->previous.call_id != event->facts->call_id || !is_understood(challenge))
        return;
    finding_add(judgement, RULE_retry_challenge_ignored,
                "Sent without credentials although the %u in frame %" PRIu32
                " asked for them (realm \"%s\"): the client has no password for it, or does not "
                "know its algorithm",
                challenge->status, challenge->frame,
                challenge->count && challenge->each[0].realm ? challenge->each[0].realm : "");
}

/* Refused credentials need not be tried again; a stale nonce has to (RFC 7616 3.3). */
void rule_retry_auth_missing(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct challenge *challenge = &event->registration->challenge;
    uint8_t intent = event->registration->attempt.intent;
    bool is_stale = false;
    char waited[DURATION_TEXT_SIZE];

    for (unsigned i = 0; i < challenge->count; i++)
        is_stale |= challenge->each[i].stale;
    if (challenge->report != event->report || challenge->answered || intent == INTENT_REMOVE ||
        intent == INTENT_REMOVE_ALL || (challenge->to_credentials && !is_stale))
        return;
    finding_add(judgement, RULE_retry_auth_missing,
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
    return event->previous.answered && event->time - event->previous.time < 5 * SECOND;
}

/* A SHOULD, and a number of clients do it: a new Call-ID or From tag is theirs to choose. IMS demands
 * a new Call-ID after a bad challenge (TS 24.229 5.1.1.5.1). The display name does not count. */
void rule_retry_from_tag_changed(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct exchange *before = &event->previous;
    const struct facts *facts = event->facts;
    unsigned status = event->attempt_before.last_status;
    bool is_retry = status == 401 || status == 407 ? event_answers_challenge(event)
                                                   : event->continues || follows_soon(event);
    bool tag, from, to, call_id;

    if (!before->report || !is_mended_after(status) || !is_retry || facts->incomplete ||
        !endpoint_same_ip(&before->destination, &facts->packet->destination))
        return;
    tag = before->from_tag != facts->from_tag;
    from = !facts_same_uri(before->from_uri, facts->from_uri);
    to = !facts_same_uri(before->to_uri, facts->to_uri);
    call_id = before->call_id != facts->call_id && !event->registration->is_ims;
    if (!tag && !from && !to && !call_id)
        return;
    finding_add(judgement, RULE_retry_from_tag_changed,
                "The retry after the %u has not the same%s%s%s%s as the REGISTER in frame %" PRIu32
                ": some servers do not take it for a retry then",
                status, call_id ? " Call-ID" : "", tag ? " From tag" : "", from ? " From" : "",
                to ? " To" : "", before->frame);
}

/* RFC 3261 22.2. The identical request to another server is failover (RFC 3263 4.3). */
void rule_retry_cseq_same(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct facts *facts = event->facts;

    if (!event->continues || !was_challenged(event) || !facts->credentials_count ||
        !facts->has_cseq || event->challenge_before.cseq != facts->cseq ||
        event->previous.call_id != facts->call_id ||
        !endpoint_same_ip(&event->previous.destination, &facts->packet->destination))
        return;
    finding_add(judgement, RULE_retry_cseq_same,
                "The retry keeps the CSeq %" PRIu32 " of the REGISTER challenged in frame %" PRIu32
                ": the registrar may take it for a repetition (RFC 3261 22.2)",
                facts->cseq, event->challenge_before.frame);
}

/* A client learns its public address from the challenge (RFC 3581 9); an IMS client moves to its
 * protected port (TS 24.229 5.1.1.5). */
static bool is_expected_change(const struct event *event, const char *before, const char *after)
{
    struct endpoint old, new;

    if (!facts_uri_endpoint(after, &new))
        return false;
    if (endpoint_equal(&new, &event->challenge_before.seen_at))
        return true;
    return event->facts->is_ims && facts_uri_endpoint(before, &old) && endpoint_same_ip(&old, &new);
}

void rule_retry_contact_changed(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct report *before = event->previous.report;
    const struct report *now = event->report;

    if (!event->continues || now->step != STEP_RETRY || !before || !before->contact_count ||
        event->facts->incomplete)
        return;
    for (unsigned i = 0; i < now->contact_count; i++) {
        bool found = false;

        for (unsigned j = 0; j < before->contact_count && !found; j++)
            found = facts_same_uri(now->contacts[i].sent, before->contacts[j].sent) ||
                    g_strcmp0(now->contacts[i].sent, before->contacts[j].sent) == 0;
        if (found || is_expected_change(event, before->contacts[0].sent, now->contacts[i].sent))
            continue;
        finding_add(judgement, RULE_retry_contact_changed,
                    "The retry registers %s, the REGISTER in frame %" PRIu32 " had %s",
                    now->contacts[i].sent, before->frame, before->contacts[0].sent);
        return;
    }
}

/* Said when the limit is passed, not at every attempt after it. */
void rule_retry_storm(struct judgement *judgement)
{
    const struct event *event = judgement->event;

    if (event->failures != event->settings->storm_attempts + 1)
        return;
    finding_add(judgement, RULE_retry_storm,
                "%u attempts to register %s from one address failed within a minute",
                event->failures, event->aor ? event->aor->name : "the user");
}
