/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes in which no credentials follow a challenge, or not the right ones.
 */
#include "diagnosis/causes.h"

#include "base/elapsed.h"

#include <string.h>

const struct challenge *cause_challenge(const struct event *event)
{
    const struct challenge *challenge;

    if (!event->registration)
        return NULL;
    challenge = event->facts && event->facts->is_request ? event->challenge
                                                         : &event->registration->past->challenge;
    return challenge && challenge->frame ? challenge : NULL;
}

bool cause_answers_elsewhere(const struct event *event, const struct challenge *challenge)
{
    const struct transaction *transaction = event->transaction;

    return challenge && challenge->report && challenge->asked.family != ENDPOINT_NONE &&
           challenge->was_followed && transaction->has_answer && transaction->via_count == 1 &&
           challenge->report->retry_in == transaction->request->frame &&
           challenge->call_id == transaction->call_id &&
           !endpoint_same_ip(&challenge->asked, &transaction->server) &&
           transaction->first_time - challenge->time < settings_timer_f(event->settings);
}

bool cause_is_aka(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);

    return challenge && challenge->count && challenge->each[0].scheme == SIP_AUTH_DIGEST &&
           sip_algorithm_is_aka(challenge->each[0].algorithm);
}

bool cause_follows_with_aka(const struct event *event)
{
    const struct report *request = cause_request(event);

    return cause_is_aka(event) && !(request && finding_of(request, RULE_auth_alg_mismatch));
}

/* What the client has proven to know does not keep it from sending credentials. */
bool cause_knows_password(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);
    const struct registration *registration = event->registration;

    return challenge && challenge->count &&
           registration_knows_realm(registration, challenge->each[0].realm);
}

const struct tried_credentials *cause_tried_credentials(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);
    const struct tried_credentials *tried =
        event->registration ? &event->registration->past->rare->tried : NULL;

    return tried && tried->frame && challenge && challenge->count &&
                   challenge->each[0].realm == tried->realm
               ? tried
               : NULL;
}

/* It may have no account for this realm. */
static bool has_shown_no_account(const struct event *event)
{
    return !cause_knows_password(event) && !cause_tried_credentials(event);
}

bool cause_knows_no_password(const struct event *event)
{
    return has_shown_no_account(event);
}

static bool has_followed(const struct event *event, enum sip_algorithm algorithm)
{
    return event->registration->past->followed_algorithms >> algorithm & 1;
}

/* There and back, over satellite or a bad radio link. */
#define ARRIVES_WITHIN SECOND

/* Over UDP: it retransmits its REGISTER long after the challenge. */
bool cause_misses_challenge(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);
    const struct last_request *last = event->before         ? &event->before->last
                                      : event->registration ? &event->registration->last
                                                            : NULL;
    int64_t since = challenge && last ? elapsed_between(challenge->time, last->resent_at) : 0;

    return challenge && last && challenge->report && challenge->report->request_in == last->frame &&
           last->was_retransmitted && last->transport == TRANSPORT_UDP &&
           since != ELAPSED_UNKNOWN && since >= ARRIVES_WITHIN;
}

/* Some clients look only at the first challenge: neither MD5 nor AKA is first. */
bool cause_offers_strong_first(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);

    return challenge && challenge->count && challenge->each[0].scheme == SIP_AUTH_DIGEST &&
           challenge->each[0].algorithm != SIP_ALGORITHM_MD5 && !cause_is_aka(event) &&
           !has_followed(event, challenge->each[0].algorithm) && !cause_misses_challenge(event);
}

static bool offers_no_algorithm(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);

    return challenge && challenge->count && challenge->each[0].scheme == SIP_AUTH_DIGEST &&
           !challenge->each[0].has_algorithm &&
           !event->registration->past->followed_without_algorithm && !cause_misses_challenge(event);
}

/* RFC 2069. Where the algorithm is missing as well, that is said. */
static bool offers_no_qop(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);

    if (!challenge || !challenge->count || event->registration->past->followed_without_qop ||
        cause_is_aka(event) || offers_no_algorithm(event) || cause_misses_challenge(event))
        return false;
    for (unsigned i = 0; i < challenge->count; i++) {
        if (challenge->each[i].scheme != SIP_AUTH_DIGEST || challenge->each[i].has_qop)
            return false;
    }
    return true;
}

static bool holds_word(const char *text, const char *part)
{
    size_t length = strlen(part);

    for (; length && strlen(text) >= length; text++) {
        if (g_ascii_strncasecmp(text, part, length) == 0)
            return true;
    }
    return false;
}

/* A realm that shares no text with the user's domain: clients with a realm in their account compare
 * it. */
bool cause_has_foreign_realm(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);
    const char *host = event->registration ? strchr(event->registration->aor->name, '@') : NULL;
    const char *realm = challenge && challenge->count ? challenge->each[0].realm : NULL;

    return host && host[1] && realm && realm[0] && has_shown_no_account(event) &&
           !cause_misses_challenge(event) && !holds_word(realm, host + 1) &&
           !holds_word(host + 1, realm);
}

/* One that no client is known to have an account for, either. Where the client sends its REGISTER to this domain, it is
 * the one that is configured. */
bool cause_has_unused_realm(const struct event *event)
{
    const struct challenge *challenge;
    const char *target;

    if (!cause_has_foreign_realm(event))
        return false;
    challenge = cause_challenge(event);
    target = event->registration->last.request_uri;
    return !challenge->realm_is_used && !(target && holds_word(target, challenge->each[0].realm));
}

/* A realm that the client may have no account for explains that better. */
bool cause_may_need_qop(const struct event *event)
{
    return offers_no_qop(event) && !cause_has_unused_realm(event);
}

/* ... and better than this, as nearly every client takes MD5 then. */
bool cause_may_need_algorithm(const struct event *event)
{
    return offers_no_algorithm(event) && !cause_has_unused_realm(event);
}

/* What the challenge that the client does not follow has, and none that it is known to follow. */
enum facts_challenge_oddity cause_challenge_oddity(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);

    return challenge && challenge->count && !event->registration->past->followed_oddity
               ? challenge->each[0].oddity
               : CHALLENGE_USUAL;
}

bool cause_may_not_read_challenge(const struct event *event)
{
    return cause_challenge_oddity(event) != CHALLENGE_USUAL && !cause_knows_password(event) &&
           !cause_misses_challenge(event) && !cause_challenge(event)->to_credentials;
}

/* It may take the wrong one of several, as the server accepts others for the one with Digest. */
bool cause_may_not_choose_scheme(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);
    unsigned digests = 0;

    for (unsigned i = 0; challenge && i < challenge->count; i++)
        digests += challenge->each[i].scheme == SIP_AUTH_DIGEST;
    return digests && digests < challenge->count && challenge->realm_is_used &&
           has_shown_no_account(event) && !cause_misses_challenge(event);
}

/* Nothing in it that each client is able to follow. */
bool cause_is_unusual_challenge(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);
    bool offers_md5 = false;

    for (unsigned i = 0; challenge && i < challenge->count; i++)
        offers_md5 |= challenge->each[i].algorithm == SIP_ALGORITHM_MD5;
    return cause_may_need_algorithm(event) || cause_may_need_qop(event) ||
           cause_offers_no_qop_auth(event) || (cause_offers_strong_first(event) && !offers_md5);
}

static bool has_no_digest(const struct facts_challenge *challenges, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (challenges[i].scheme == SIP_AUTH_DIGEST)
            return false;
    }
    return count > 0;
}

bool cause_lacks_digest(const struct event *event)
{
    return event->triggers & ON_ANY_RESPONSE && event_is_challenge(event) &&
           has_no_digest(event->facts->challenges, event->facts->challenge_count);
}

/* The client stops there, although it wants to be bound. */
static bool is_left_unfollowed(const struct event *event)
{
    const struct registration *registration = event->registration;

    return registration->past->challenge.report == event->report &&
           !registration->past->challenge.was_followed &&
           !intent_removes(registration->attempt.intent);
}

/* The client does not follow it, or with Digest. Where it follows with another scheme, that may take several
 * rounds. */
bool cause_offers_no_digest(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct challenge *challenge = event->challenge;

    if (!registration || registration->past->followed_without_digest)
        return false;
    if (event->triggers & ON_NO_RETRY)
        return is_left_unfollowed(event) && !registration->past->challenge.to_credentials &&
               has_no_digest(registration->past->challenge.each,
                             registration->past->challenge.count);
    if (!cause_status(event) || !cause_lacks_digest(event))
        return false;
    if (event->transaction->has_answer)
        return event->transaction->uses[0] != NULL;
    return challenge->frame && !challenge->was_followed && challenge->cseq != event->facts->cseq &&
           has_no_digest(challenge->each, challenge->count);
}

bool cause_offers_no_qop_auth(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);

    if (!challenge || !challenge->count || event->registration->past->followed_without_auth ||
        cause_misses_challenge(event))
        return false;
    for (unsigned i = 0; i < challenge->count; i++) {
        if (!challenge->each[i].has_qop || challenge->each[i].qop & SIP_QOP_AUTH)
            return false;
    }
    return true;
}

/* What a terminal never gets from a P-CSCF: it may take such a challenge for malformed. */
bool cause_waits_after_exposed_keys(const struct event *event)
{
    const struct finding *exposed = finding_of(event->report, RULE_aka_keys_exposed);

    return exposed && exposed->severity > SEVERITY_CHAT && cause_waits_after_aka(event);
}

static bool is_after_resync(const struct event *event)
{
    const struct ims *ims = event->registration ? event->registration->ims : NULL;

    return ims && ims->resync_in && ims->resync_in == event->report->request_in;
}

/* Behind a proxy the network may have sent a new challenge all the same; other codes than these have reasons of their
 * own. */
bool cause_refuses_resync(const struct event *event)
{
    const struct report *relayed = event->transaction ? event->transaction->rare->relayed : NULL;
    unsigned status = cause_status(event);

    return (status == 403 || status == 500) && cause_refused_finally(event) &&
           !event->registration->last.was_retransmitted &&
           !(relayed && relayed->status != event->facts->status);
}

bool cause_waits_after_aka(const struct event *event)
{
    return cause_is_aka(event) && !cause_knows_password(event) && is_left_unfollowed(event) &&
           !event->registration->past->rejections && !is_after_resync(event);
}

/* A SIM that sends AUTS has found the keys right (TS 33.102 6.3.3). */
bool cause_waits_after_resync(const struct event *event)
{
    return cause_is_aka(event) && is_left_unfollowed(event) && is_after_resync(event);
}

/* Neither the terminal itself nor the network has offered IPsec. */
bool cause_waits_after_plain_aka(const struct event *event)
{
    const struct ims *ims = event->registration ? event->registration->ims : NULL;

    return cause_waits_after_aka(event) &&
           !(ims && (ims->is_behind_proxy || ims->client.list || ims->server.list));
}

bool cause_is_stale(const struct event *event)
{
    return event->report->is_stale;
}

/* ... and not because the client has used an older one. A client that leaves need not follow the challenge, and one
 * that retransmits does not have it. */
bool cause_stale_not_flagged(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct challenge *challenge = cause_challenge(event);

    return challenge && challenge->count && registration &&
           registration->past->stale_not_flagged == event->report &&
           registration->past->superseded != event->report && !cause_misses_challenge(event) &&
           !intent_removes(registration->attempt.intent) &&
           !has_no_digest(challenge->each, challenge->count);
}
