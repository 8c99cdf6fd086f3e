/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on what a client does after a challenge, a Retry-After or a refusal (RFC 3261 8.1.3.5,
 * 20.33, 21.4, 22.2).
 */
#include "rules/engine.h"

/* Retry-After is defined for some codes only (RFC 3261 20.33), but servers send it with others as well. A changed
 * request may overcome these at once. */
static bool is_overcome_by_change(unsigned status)
{
    static const unsigned codes[] = {401, 405, 406, 407, 415, 416, 420, 421, 423, 439, 494};
    bool is_one = false;

    for (unsigned i = 0; i < G_N_ELEMENTS(codes); i++)
        is_one |= status == codes[i];
    return is_one;
}

/* RFC 3261 21.5.4: no request at all to that server; RFC 5626 4.2.1: 0 means at once. What was sent
 * while the response was on its way is no violation. */
void rule_retry_after_ignored(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct backoff *backoff = &event->before->backoff;
    bool is_told = backoff->registration == event->registration;
    int64_t told_at = backoff->until - (int64_t)backoff->seconds * SECOND;

    if (!backoff->frame || !backoff->seconds || event->time >= backoff->until ||
        !event->registration || is_overcome_by_change(backoff->status) || event->time < told_at ||
        (!is_told && (backoff->status != 503 || event->time - told_at < 100 * MILLISECOND)))
        return;
    finding_add_as(context, FORM_retry_after_ignored, is_told ? SEVERITY_WARN : SEVERITY_NOTE,
                   VALUES(of_time(backoff->until - event->time), of_number(backoff->seconds),
                          of_frame(backoff->frame), of_number(is_told)));
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

/* RFC 3261 8.1.3.5, 21.4. A client that has authenticated before knows its password. A challenge that
 * got credentials, which were then refused, is no longer open. Where the CSeq jumps, the
 * REGISTER with credentials may be outside the capture; on another hop a proxy may have taken them out. */
void rule_retry_challenge_ignored(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct challenge *challenge = event->challenge;

    if (!was_challenged(event) || !event->before->attempt.open || challenge->to_credentials ||
        challenge->was_followed || event->facts->credentials_count || event->facts->incomplete ||
        event->before->last.incomplete ||
        (event->report->has_cseq_step && event->report->cseq_step > 1) ||
        event->before->last.call_id != event->facts->call_id ||
        event->before->last.hop != event->report->hop || !is_understood(challenge))
        return;
    if (event->registration->past->authenticated_in)
        finding_add_as(context, FORM_retry_challenge_ignored_once, SEVERITY_NOTE,
                       VALUES(of_number(challenge->status), of_frame(challenge->frame),
                              of_frame(event->registration->past->authenticated_in)));
    else
        finding_add(context, FORM_retry_challenge_ignored,
                    VALUES(of_number(challenge->status), of_frame(challenge->frame),
                           of_text(challenge->count ? challenge->each[0].realm : NULL)));
}

/* Refused credentials need not be tried again; a stale nonce requires a retry (RFC 7616 3.3). */
void rule_retry_auth_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct challenge *challenge = &event->registration->past->challenge;
    uint8_t intent = event->registration->attempt.intent;
    bool is_stale = false;

    for (unsigned i = 0; i < challenge->count; i++)
        is_stale |= challenge->each[i].stale;
    if (challenge->report != event->report || challenge->was_followed || intent == INTENT_REMOVE ||
        intent == INTENT_REMOVE_ALL || (challenge->to_credentials && !is_stale))
        return;
    if (event->registration->past->authenticated_in && !is_stale)
        finding_add(context, FORM_retry_auth_missing_once,
                    VALUES(of_number(challenge->status), of_frame(challenge->frame),
                           of_time(settings_timer_f(event->settings)),
                           of_frame(event->registration->past->authenticated_in)));
    else
        finding_add(context, FORM_retry_auth_missing,
                    VALUES(of_number(challenge->status), of_frame(challenge->frame),
                           of_time(settings_timer_f(event->settings)), of_number(is_stale)));
}

/* RFC 3261 8.1.3.5, 20.20: responses after which the client sends the same request, only corrected.
 * */
static bool is_corrected_after(unsigned status)
{
    return status == 401 || status == 407 || status == 413 || status == 415 || status == 416 ||
           status == 420;
}

/* The first three of these end an attempt: what comes soon after is the retry. */
static bool follows_soon(const struct event *event)
{
    return event->before->last.has_response &&
           event_since(event, event->before->last.time) < 5 * SECOND;
}

/* What the retry changed, as bits in the order of the sentence. */
enum change {
    CHANGED_CALL_ID = 1 << 0,
    CHANGED_FROM_TAG = 1 << 1,
    CHANGED_FROM = 1 << 2,
    CHANGED_TO = 1 << 3
};

static unsigned changes_of(const struct event *event)
{
    const struct last_request *before = &event->before->last;
    const struct facts *facts = event->facts;
    unsigned changes = 0;

    if (before->call_id != facts->call_id && !event->registration->is_ims)
        changes |= CHANGED_CALL_ID;
    if (before->from_tag != facts->from_tag)
        changes |= CHANGED_FROM_TAG;
    if (!facts_same_uri(before->from_uri, facts->from_uri))
        changes |= CHANGED_FROM;
    if (!facts_same_uri(before->to_uri, facts->to_uri))
        changes |= CHANGED_TO;
    return changes;
}

/* The challenge came under this Call-ID: that of the REGISTER before belongs to another attempt, sent at the same time. */
static bool answers_in_same_call(const struct event *event)
{
    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct offer *offer =
            registration_find_offer(event->registration, event->credentials->checks[i].nonce);

        if (offer && offer->call_id == event->facts->call_id &&
            event->before->last.call_id != event->facts->call_id)
            return true;
    }
    return false;
}

static bool offers(const struct challenge *challenge, const char *nonce)
{
    for (unsigned i = 0; i < challenge->count; i++) {
        if (challenge->each[i].nonce == nonce)
            return true;
    }
    return false;
}

/* The credentials are for this challenge, or come so soon that they can be for no other. A client that begins anew may
 * send none, empty ones as in IMS, or those that it had before. */
static bool is_retry_of_challenge(const struct event *event)
{
    const struct facts *facts = event->facts;

    if (!event_answers_challenge(event) || !facts_has_answer(facts))
        return false;
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (offers(event->challenge, facts->credentials[i].nonce))
            return true;
    }
    return follows_soon(event);
}

/* A SHOULD, which several clients do not follow: they may choose a new Call-ID or From tag. IMS
 * requires a new Call-ID after a bad challenge (TS 24.229 5.1.1.5.1). The display name does not
 * count. */
void rule_retry_from_tag_changed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = &event->before->last;
    const struct facts *facts = event->facts;
    unsigned status = event->before->attempt.last_status;
    bool is_retry = status == 401 || status == 407
                        ? is_retry_of_challenge(event)
                        : event->before->continues || follows_soon(event);
    unsigned changes;

    if (!before->report || !is_corrected_after(status) || !is_retry || facts->incomplete ||
        answers_in_same_call(event) ||
        !endpoint_same_ip(&before->destination, &facts->packet->destination))
        return;
    changes = changes_of(event);
    if (changes)
        finding_add(context, FORM_retry_from_tag_changed,
                    VALUES(of_number(status), of_frame(before->frame), of_number(changes)));
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
    finding_add(context, FORM_retry_cseq_same,
                VALUES(of_number(facts->cseq), of_frame(event->challenge->frame)));
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

/* An SBC that keeps the Call-ID has a REGISTER of its own on its other side. */
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
                    facts_is_alike(now->contacts[i].sent, before->contacts[j].sent, false) ||
                    g_strcmp0(now->contacts[i].sent, before->contacts[j].sent) == 0;
        if (found || is_expected_change(event, before->contacts[0].sent, now->contacts[i].sent))
            continue;
        finding_add(context, FORM_retry_contact_changed,
                    VALUES(of_text(now->contacts[i].sent), of_frame(before->frame),
                           of_text(before->contacts[0].sent)));
        return;
    }
}

/* RFC 3261 8.1.3.5. Another server may support what this one does not. */
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
            finding_add(context, FORM_retry_option_kept,
                        VALUES(of_text(facts->required[i]), of_frame(redirect->frame)));
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

/* ... and opens no negotiation, whose headers are not compared here. */
static bool is_refusal(unsigned status)
{
    return status >= 400 && status < 500 && status != 401 && status != 407 && status != 408 &&
           status != 423 && status != 494;
}

/* RFC 3261 21.4, 21.4.4; 408 may be repeated at any time (21.4.9). A slow periodic retry does no
 * harm; where the server gave a time, that one counts. */
void rule_retry_unmodified(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct last_request *before = &event->before->last;
    unsigned status = event->before->attempt.last_status;
    int64_t since = event_since(event, before->time);

    if (!event->registration || !is_refusal(status) || !before->has_response ||
        event->facts->incomplete || event->before->backoff.frame > before->frame ||
        since == ELAPSED_UNKNOWN ||
        since >= (int64_t)event->settings->unmodified_within_s * SECOND ||
        !endpoint_same_ip(&before->destination, &event->facts->packet->destination) ||
        finding_of(event->report, RULE_retry_option_kept) || !is_unmodified(event))
        return;
    finding_add_as(context, FORM_retry_unmodified, status == 403 ? SEVERITY_WARN : SEVERITY_NOTE,
                   VALUES(of_frame(before->frame), of_number(status), of_time(since)));
}

/* RFC 3261 21.5.4, RFC 3263 4.3. Known are the servers that this client has used for the same
 * registration; a client that waits as long as Retry-After says may return. */
void rule_retry_503_no_failover(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct packet *packet = event->facts->packet;
    const struct last_request *before = &event->before->last;

    if (!event->registration || event->before->attempt.last_status != 503 ||
        !before->has_response || !endpoint_same_ip(&before->destination, &packet->destination) ||
        event->before->backoff.frame > before->frame)
        return;
    for (unsigned i = 0; i < REGISTRATION_SERVERS_MAX; i++) {
        const struct server_cseq *other = event->registration->past->servers[i];

        if (!other || endpoint_same_ip(&other->server, &packet->destination))
            continue;
        finding_add(
            context, FORM_retry_503_no_failover,
            VALUES(of_frame(before->frame), of_address(&other->server), of_frame(other->frame)));
        return;
    }
}

/* Reported when the limit is exceeded, not at every attempt after it. */
void rule_retry_storm(struct rule_context *context)
{
    const struct event *event = context->event;

    if (event->source->failures != event->settings->storm_attempts + 1)
        return;
    finding_add(context, FORM_retry_storm,
                VALUES(of_number(event->source->failures), of_number(event->aor != NULL),
                       of_text(event->aor ? event->aor->name : NULL)));
}
