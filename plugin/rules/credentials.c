/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on credentials held against the challenge they answer (RFC 3261 22, RFC 7616 3.4).
 */
#include "rules/judgement.h"

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

/* RFC 7616 3.6: the answer to a challenge uses the nonce of that challenge. */
void rule_auth_nonce_unknown(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct nonce_check *foreign = NULL;

    if (!event_answers_challenge(event) || !event->registration)
        return;
    for (unsigned i = 0; i < event->check_count; i++) {
        const struct nonce_check *check = &event->checks[i];
        const struct offer *offer = registration_find_offer(event->registration, check->nonce);
        const struct offer *latest =
            registration_latest_offer(event->registration, check->nonce->realm);

        if (latest && offer && offer->round == latest->round)
            return;
        if (latest && !check->is_failover)
            foreign = check;
    }
    if (foreign)
        finding_add(judgement, RULE_auth_nonce_unknown,
                    "The retry does not use a nonce of the %u in frame %" PRIu32
                    " but %s: it will be refused",
                    event->challenge_before.status, event->challenge_before.frame,
                    foreign->nonce->issued_in ? "an older one" : "one that was never issued here");
}
