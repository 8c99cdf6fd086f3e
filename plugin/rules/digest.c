/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on challenges, credentials and nonces (RFC 3261 22, RFC 7616, RFC 8760).
 */
#include "rules/judgement.h"

/* RFC 3261 22.2, 22.3; one of the other kind may come along (16.7 step 7). */
void rule_auth_challenge_missing(struct judgement *judgement)
{
    const struct facts *facts = judgement->event->facts;
    bool wants_proxy = facts->status == 407;

    if (!event_is_challenge(judgement->event) || facts->incomplete)
        return;
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (facts->challenges[i].proxy == wants_proxy)
            return;
    }
    finding_add(judgement, RULE_auth_challenge_missing,
                "%u without a %s header: the client cannot authenticate (RFC 3261 %s)",
                facts->status, wants_proxy ? "Proxy-Authenticate" : "WWW-Authenticate",
                wants_proxy ? "22.3" : "22.2");
}

/* RFC 3261 22.4, RFC 8760 2.6. */
void rule_auth_basic(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct facts *facts = event->facts;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (facts->challenges[i].scheme == SIP_AUTH_BASIC) {
            finding_add(judgement, RULE_auth_basic,
                        "The server asks for Basic: the password would go out in the clear, and "
                        "SIP forbids it (RFC 3261 22)");
            return;
        }
    }
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (facts->credentials[i].scheme == SIP_AUTH_BASIC) {
            finding_add(judgement, RULE_auth_basic,
                        "Basic credentials: the password is in this packet for all to read (RFC "
                        "3261 22)");
            return;
        }
    }
    if (event_is_accepted(event) && finding_of(event->transaction->request, RULE_auth_basic))
        finding_add_as(judgement, RULE_auth_basic, SEVERITY_ERROR,
                       "The registrar accepts the Basic credentials of frame %" PRIu32
                       " (RFC 3261 22.4)",
                       event->transaction->request->frame);
}

/* RFC 3261 22.2, 22.3. */
void rule_auth_wrong_header(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct facts *facts = event->facts;
    const struct challenge *challenge = &event->challenge_before;

    if (!event_answers_challenge(event))
        return;
    for (unsigned i = 0; i < challenge->count; i++) {
        bool right = false, wrong = false;

        for (unsigned j = 0; j < facts->credentials_count; j++) {
            if (facts->credentials[j].realm != challenge->each[i].realm)
                continue;
            right |= facts->credentials[j].proxy == challenge->each[i].proxy;
            wrong |= facts->credentials[j].proxy != challenge->each[i].proxy;
        }
        if (!wrong || right)
            continue;
        finding_add(judgement, RULE_auth_wrong_header,
                    "The %u in frame %" PRIu32 " is answered in %s, it has to be %s: the server "
                    "will not look there (RFC 3261 22)",
                    challenge->status, challenge->frame,
                    challenge->each[i].proxy ? "Authorization" : "Proxy-Authorization",
                    challenge->each[i].proxy ? "Proxy-Authorization" : "Authorization");
        return;
    }
}

/* RFC 7616 3.3. */
void rule_auth_nonce_missing(struct judgement *judgement)
{
    const struct facts *facts = judgement->event->facts;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *challenge = &facts->challenges[i];

        if (challenge->scheme != SIP_AUTH_DIGEST || (challenge->nonce && challenge->nonce[0]))
            continue;
        finding_add(judgement, RULE_auth_nonce_missing,
                    "The challenge for realm \"%s\" has no nonce: no response can be computed (RFC "
                    "7616 3.3)",
                    or_none(challenge->realm));
        return;
    }
}

/* RFC 3261 22.4 step 8. */
void rule_auth_qop_missing(struct judgement *judgement)
{
    const struct facts *facts = judgement->event->facts;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *challenge = &facts->challenges[i];

        if (challenge->scheme != SIP_AUTH_DIGEST || challenge->has_qop)
            continue;
        finding_add(
            judgement, RULE_auth_qop_missing,
            "The challenge for realm \"%s\" offers no qop: without a nonce count nobody can "
            "tell a replay from a reuse (RFC 3261 22.4)",
            or_none(challenge->realm));
        return;
    }
}

static bool was_offered_qop(const struct registration *registration, const char *realm)
{
    for (unsigned i = 0; i < REGISTRATION_OFFERS_MAX; i++) {
        const struct offer *offer = &registration->offers[i];

        if (offer->nonce && offer->nonce->realm == realm && offer->had_qop)
            return true;
    }
    return false;
}

/* RFC 3261 22.4 step 8. AKA clients repeat an old response (TS 24.229 5.1.1.4.2); a nextnonce comes
 * without a new offer. */
void rule_auth_qop_not_sent(struct judgement *judgement)
{
    const struct event *event = judgement->event;

    for (unsigned i = 0; i < event->check_count && event->registration; i++) {
        const struct nonce_check *check = &event->checks[i];
        bool is_next = check->nonce->by_nextnonce && !check->nonce->by_challenge;

        if (check->credentials->has_qop || sip_algorithm_is_aka(check->credentials->algorithm))
            continue;
        if (is_next && was_offered_qop(event->registration, check->nonce->realm))
            finding_add_as(judgement, RULE_auth_qop_not_sent, SEVERITY_NOTE,
                           "The nextnonce of frame %" PRIu32 " is used without qop, which the "
                           "challenge before it offered",
                           check->nonce->issued_in);
        else if (check->nonce->offered_qop)
            finding_add(judgement, RULE_auth_qop_not_sent,
                        "The challenge in frame %" PRIu32
                        " offers qop, the credentials do without: "
                        "the registrar may refuse them (RFC 3261 22.4)",
                        check->nonce->issued_in);
        else
            continue;
        return;
    }
}

/* RFC 3261 22.1, 22.3. Credentials for another realm may come along. */
void rule_auth_realm_mismatch(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct facts *facts = event->facts;
    const struct challenge *challenge = &event->challenge_before;

    if (!event_answers_challenge(event) || challenge->count == 0)
        return;
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (facts->credentials[i].scheme != SIP_AUTH_DIGEST ||
            registration_latest_offer(event->registration, facts->credentials[i].realm))
            return;
    }
    finding_add(judgement, RULE_auth_realm_mismatch,
                "The credentials are for realm \"%s\", the challenge in frame %" PRIu32
                " is for \"%s\": the registrar cannot accept them (RFC 3261 22.1)",
                or_none(facts->credentials[0].realm), challenge->frame,
                or_none(challenge->each[0].realm));
}

/* RFC 7616 3.4. RFC 3310's own example leaves the algorithm out of the answer. */
void rule_auth_alg_mismatch(struct judgement *judgement)
{
    const struct event *event = judgement->event;

    for (unsigned i = 0; i < event->check_count; i++) {
        const struct nonce_check *check = &event->checks[i];
        const struct facts_credentials *credentials = check->credentials;
        unsigned offered = check->nonce->algorithms;
        bool offered_aka = offered & (1u << SIP_ALGORITHM_AKA_V1_MD5 | 1u << SIP_ALGORITHM_AKA_V2);

        if (!offered || offered & (1u << credentials->algorithm))
            continue;
        finding_add_as(judgement, RULE_auth_alg_mismatch,
                       offered_aka && !credentials->has_algorithm ? SEVERITY_NOTE : SEVERITY_WARN,
                       "The credentials use algorithm %s, which the challenge in frame %" PRIu32
                       " did not offer with this nonce (RFC 7616 3.4)",
                       credentials->has_algorithm ? or_none(credentials->algorithm_name)
                                                  : "MD5 (none given)",
                       check->nonce->issued_in);
        return;
    }
}

/* RFC 8760 2.2, RFC 3261 25: 32 or 64 hex digits. */
void rule_auth_response_length(struct judgement *judgement)
{
    const struct facts *facts = judgement->event->facts;

    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const struct facts_credentials *credentials = &facts->credentials[i];
        unsigned expected = sip_algorithm_response_length(credentials->algorithm);
        bool fits = expected ? credentials->response_length == expected
                             : credentials->response_length >= 32;

        if (credentials->scheme != SIP_AUTH_DIGEST || !credentials->response || facts->incomplete)
            continue;
        if (fits && credentials->response_is_hex) {
            if (credentials->response_has_capitals)
                finding_add_as(judgement, RULE_auth_response_length, SEVERITY_CHAT,
                               "The response has capital hex digits; the grammar has small ones "
                               "(RFC 3261 25)");
            continue;
        }
        finding_add_as(judgement, RULE_auth_response_length,
                       credentials->response_is_hex ? SEVERITY_WARN : SEVERITY_ERROR,
                       credentials->response_is_hex
                           ? "The response has %u digits, algorithm %s gives %u: another algorithm "
                             "was computed"
                           : "The response (%u characters, algorithm %s, %u expected) is not "
                             "hexadecimal",
                       credentials->response_length,
                       credentials->has_algorithm ? or_none(credentials->algorithm_name) : "MD5",
                       expected ? expected : 32);
        return;
    }
}

/* What was wrong with the request by itself; NULL: nothing that is known. */
static const struct finding *cause_of_refusal(const struct report *request)
{
    static const enum rule causes[] = {RULE_auth_realm_mismatch, RULE_auth_alg_mismatch,
                                       RULE_auth_qop_not_sent,   RULE_auth_wrong_header,
                                       RULE_auth_nonce_unknown,  RULE_auth_response_length};

    for (unsigned i = 0; i < G_N_ELEMENTS(causes); i++) {
        const struct finding *finding = finding_of(request, causes[i]);

        if (finding && finding->severity >= SEVERITY_WARN)
            return finding;
    }
    return NULL;
}

/* RFC 7616 3.3: a current nonce that is refused without stale means a wrong user name or password. A
 * nonce that earned a 2xx before is old, not wrong. */
void rule_auth_rejected(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct finding *cause;

    if (!event_is_challenge(event) || !event->refused || event->refused_stale ||
        !event->refused_current || !event->refused_new || event->is_second_final)
        return;
    cause = cause_of_refusal(event->transaction->request);
    if (cause)
        finding_add_as(judgement, RULE_auth_rejected, SEVERITY_NOTE,
                       "The credentials in frame %" PRIu32 " were refused; see %s there",
                       event->transaction->request->frame, rule_table[cause->rule].id);
    else
        finding_add(judgement, RULE_auth_rejected,
                    "The credentials in frame %" PRIu32 " (user \"%s\", realm \"%s\") were refused "
                    "although the nonce is fresh: wrong user name or password; refusal %" PRIu32
                    " in a row",
                    event->transaction->request->frame, or_none(event->refused->username),
                    or_none(event->refused->nonce->realm), event->registration->rejections);
}

enum { REFUSALS_IN_A_ROW = 3 };

/* RFC 3261 22.1: not the same credentials again; that it is the same password can only be guessed
 * from the count. */
void rule_auth_retry_rejected(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct registration *registration = event->registration;

    if (!registration)
        return;
    if (event->facts->is_request) {
        if (registration->rejected_response && event->check_count &&
            event->checks[0].credentials->response == registration->rejected_response)
            finding_add(judgement, RULE_auth_retry_rejected,
                        "The credentials that frame %" PRIu32 " refused are sent again unchanged "
                        "(RFC 3261 22.1)",
                        registration->rejected_in);
        return;
    }
    if (event_is_challenge(event) && event->refused && !event->refused_stale &&
        event->refused_current && event->refused_new &&
        registration->rejections == REFUSALS_IN_A_ROW)
        finding_add(judgement, RULE_auth_retry_rejected,
                    "User \"%s\" was refused %d times in a row and goes on: the account may get "
                    "locked",
                    or_none(event->refused->username), REFUSALS_IN_A_ROW);
}

/* RFC 8760 3: somebody on the way may have taken the better challenge out. Once a server. */
void rule_auth_alg_downgrade(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct facts *facts = event->facts;

    for (unsigned i = 0; i < MIN(facts->challenge_count, (unsigned)CHALLENGES_MAX); i++) {
        const struct offered *before = &event->offered_before[i];
        unsigned now = 0;

        if (!before->best_in || before->reported)
            continue;
        for (unsigned j = 0; j < facts->challenge_count; j++) {
            if (facts->challenges[j].realm == facts->challenges[i].realm)
                now |= 1u << facts->challenges[j].algorithm;
        }
        if (sip_algorithm_strongest(now) >= sip_algorithm_strongest(before->algorithms))
            continue;
        finding_add(judgement, RULE_auth_alg_downgrade,
                    "Realm \"%s\" is offered with a weaker algorithm than by the same server in "
                    "frame %" PRIu32 ": a change of its configuration, or somebody on the way took "
                    "the better one out",
                    or_none(facts->challenges[i].realm), before->best_in);
        return;
    }
}

/* RFC 3261 10.3 step 3. TLS clients may have shown a certificate: no more than a Note. IMS clients
 * have their IPsec. */
void rule_auth_none(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct transaction *transaction = event->transaction;
    bool is_clear;

    if (!event_is_accepted(event) || transaction->has_credentials || transaction->incomplete ||
        transaction->is_third_party || transaction->via_count > 1 || event->registration->is_ims ||
        event->aor->was_challenged || (event->report->contact_count == 0 && !transaction->is_star))
        return;
    is_clear = !endpoint_is_private(&transaction->client) &&
               transaction->transport != TRANSPORT_TLS && transaction->transport != TRANSPORT_WSS;
    finding_add_as(
        judgement, RULE_auth_none, is_clear ? SEVERITY_WARN : SEVERITY_NOTE,
        "The registrar accepted the REGISTER in frame %" PRIu32 " without any credentials%s",
        transaction->request->frame, is_clear ? ", in clear text from a public address" : "");
}
