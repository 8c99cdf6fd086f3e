/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on credentials held against the challenge they answer (RFC 3261 22, RFC 7616 3.4).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 3261 22.2, 22.3. */
void rule_auth_wrong_header(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct challenge *challenge = event->challenge;

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
        finding_printf(
            context, RULE_auth_wrong_header,
            "The %u in frame %" PRIu32
            " is answered in %s instead of %s: the server will not look there (RFC 3261 22)",
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
void rule_auth_qop_not_sent(struct rule_context *context)
{
    const struct event *event = context->event;

    for (unsigned i = 0; i < event->credentials->count && event->registration; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        bool is_next = check->nonce->by_nextnonce && !check->nonce->by_challenge;

        if (check->credentials->has_qop || sip_algorithm_is_aka(check->credentials->algorithm))
            continue;
        if (is_next && was_offered_qop(event->registration, check->nonce->realm))
            finding_printf_as(context, RULE_auth_qop_not_sent, SEVERITY_NOTE,
                           "The nextnonce in frame %" PRIu32
                           " is used without qop, which the challenge before it offered",
                           check->nonce->issued_in);
        else if (check->nonce->offered_qop)
            finding_printf(context, RULE_auth_qop_not_sent,
                        "The challenge in frame %" PRIu32
                        " offers qop, but the credentials have none: the registrar may refuse them "
                        "(RFC 3261 22.4)",
                        check->nonce->issued_in);
        else
            continue;
        return;
    }
}

/* The row of the latest challenge that these credentials answer: of this nonce, and of this
 * algorithm where several have the nonce. NULL: the nonce is of another challenge. */
static const struct facts_challenge *challenge_of(const struct event *event,
                                                  const struct facts_credentials *credentials)
{
    const struct challenge *challenge = event->challenge;
    const struct facts_challenge *found = NULL;

    if (credentials->scheme != SIP_AUTH_DIGEST || !credentials->nonce || !credentials->nonce[0])
        return NULL;
    for (unsigned i = 0; i < challenge->count; i++) {
        const struct facts_challenge *each = &challenge->each[i];

        if (each->scheme == SIP_AUTH_DIGEST && each->realm == credentials->realm &&
            each->nonce == credentials->nonce &&
            (!found || each->algorithm == credentials->algorithm))
            found = each;
    }
    return found;
}

/* RFC 7616 3.4: one of the alternatives offered. */
void rule_auth_qop_not_offered(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const struct facts_credentials *credentials = &facts->credentials[i];
        const struct facts_challenge *challenge = challenge_of(event, credentials);
        bool is_list = credentials->qop & (credentials->qop - 1);

        if (!challenge || !credentials->has_qop || !credentials->response ||
            (!(credentials->qop & ~challenge->qop) && !is_list))
            continue;
        finding_printf(
            context, RULE_auth_qop_not_offered,
            is_list ? "The credentials have a list of qop values; only one is allowed, of those "
                      "that frame %" PRIu32 " offers (RFC 7616 3.4)"
            : challenge->has_qop
                ? "The qop of the credentials is none of those that the challenge in frame %" PRIu32
                  " offers (RFC 7616 3.4)"
                : "The credentials have a qop, but the challenge in frame %" PRIu32
                  " offers none (RFC 7616 3.4)",
            event->challenge->frame);
        return;
    }
}

/* RFC 3261 22.1, 22.3. Credentials for another realm may come along. */
void rule_auth_realm_mismatch(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct challenge *challenge = event->challenge;

    if (!event_answers_challenge(event) || challenge->count == 0)
        return;
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (facts->credentials[i].scheme != SIP_AUTH_DIGEST ||
            registration_latest_offer(event->registration, facts->credentials[i].realm))
            return;
    }
    finding_printf(context, RULE_auth_realm_mismatch,
                "The credentials are for realm \"%s\", but the challenge in frame %" PRIu32
                " is for \"%s\": the registrar cannot accept them (RFC 3261 22.1)",
                or_none(facts->credentials[0].realm), challenge->frame,
                or_none(challenge->each[0].realm));
}

/* RFC 7616 3.4. RFC 3310's own example leaves the algorithm out of the answer. */
void rule_auth_alg_mismatch(struct rule_context *context)
{
    const struct event *event = context->event;

    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        const struct facts_credentials *credentials = check->credentials;
        unsigned offered = check->nonce->algorithms;
        bool offered_aka = offered & (1u << SIP_ALGORITHM_AKA_V1_MD5 | 1u << SIP_ALGORITHM_AKA_V2);

        if (!offered || offered & (1u << credentials->algorithm))
            continue;
        finding_printf_as(context, RULE_auth_alg_mismatch,
                       offered_aka && !credentials->has_algorithm ? SEVERITY_NOTE : SEVERITY_WARN,
                       "The credentials use algorithm %s, which the challenge in frame %" PRIu32
                       " did not offer with this nonce (RFC 7616 3.4)",
                       credentials->has_algorithm ? or_none(credentials->algorithm_name)
                                                  : "MD5 (none given)",
                       check->nonce->issued_in);
        return;
    }
}

/* The capture may have cut the nonce off. */
static bool asks_in(const struct challenge *challenge, const char *realm)
{
    for (unsigned i = 0; i < challenge->count; i++) {
        if (challenge->each[i].realm == realm && challenge->each[i].nonce)
            return true;
    }
    return false;
}

/* RFC 7616 3.6: the answer to a challenge uses the nonce of that challenge. */
void rule_auth_nonce_unknown(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct nonce_check *foreign = NULL;

    if (!event_answers_challenge(event) || !event->registration)
        return;
    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        const struct offer *offer = registration_find_offer(event->registration, check->nonce);
        const struct offer *latest =
            registration_latest_offer(event->registration, check->nonce->realm);

        if (latest && offer && offer->round == latest->round)
            return;
        if (latest && !check->is_failover && asks_in(event->challenge, check->nonce->realm))
            foreign = check;
    }
    if (foreign)
        finding_printf(context, RULE_auth_nonce_unknown,
                    "The retry does not use a nonce of the %u in frame %" PRIu32
                    " but %s: the server will refuse it",
                    event->challenge->status, event->challenge->frame,
                    foreign->nonce->issued_in ? "an older one" : "one that was never issued here");
}

/* RFC 7616 3.4, RFC 3261 22.4 step 8. The session algorithms need a cnonce without qop too (RFC 2617
 * 3.2.2.2). Where qop was offered and is not used that is said already. */
void rule_auth_nc_cnonce_missing(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const struct facts_credentials *credentials = &facts->credentials[i];
        const struct facts_challenge *challenge = challenge_of(event, credentials);
        bool is_session = credentials->algorithm == SIP_ALGORITHM_MD5_SESS ||
                          credentials->algorithm == SIP_ALGORITHM_SHA_256_SESS ||
                          credentials->algorithm == SIP_ALGORITHM_SHA_512_256_SESS;

        if (credentials->scheme != SIP_AUTH_DIGEST || !credentials->response || facts->incomplete)
            continue;
        if (credentials->has_qop && !(credentials->sends_nc && credentials->cnonce))
            finding_printf(context, RULE_auth_nc_cnonce_missing,
                        "The credentials have qop but no %s: the registrar cannot compute the "
                        "response (RFC 7616 3.4)",
                        credentials->sends_nc || !credentials->cnonce ? "cnonce" : "nc");
        else if (!credentials->has_qop && challenge && !challenge->has_qop &&
                 (credentials->sends_nc || (credentials->cnonce && !is_session)))
            finding_printf_as(context, RULE_auth_nc_cnonce_missing, SEVERITY_NOTE,
                           "The credentials have %s, but no qop was offered in frame %" PRIu32
                           ": without qop it has to be left out (RFC 3261 22.4)",
                           credentials->sends_nc ? "nc" : "cnonce", event->challenge->frame);
        else
            continue;
        return;
    }
}

/* RFC 7616 3.3, 3.4. */
void rule_auth_opaque_mismatch(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (event->challenge->opaque_varies || facts->incomplete)
        return;
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const struct facts_credentials *credentials = &facts->credentials[i];
        const struct facts_challenge *challenge = challenge_of(event, credentials);

        if (!challenge || challenge->opaque == credentials->opaque)
            continue;
        finding_printf(context, RULE_auth_opaque_mismatch,
                    "The credentials %s, but the challenge in frame %" PRIu32 " %s (RFC 7616 3.4)",
                    !credentials->opaque ? "have no opaque"
                    : challenge->opaque  ? "have one opaque"
                                         : "have an opaque",
                    event->challenge->frame,
                    !challenge->opaque    ? "has none"
                    : credentials->opaque ? "has another"
                                          : "gave one to be returned");
        return;
    }
}

/* RFC 3261 22.4 steps 3 and 6. Only the client's own hop can be judged: proxies change the
 * Request-URI, and what differs in port and parameters alone is no sign of anything. */
void rule_auth_uri_mismatch(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (facts->via_count != 1)
        return;
    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        const char *uri = check->credentials->uri;

        if (check->is_passed_on || !uri || !uri[0] || facts_same_uri(uri, facts->request_uri) ||
            facts_same_user(uri, facts->request_uri))
            continue;
        finding_printf(context, RULE_auth_uri_mismatch,
                    "The digest uri is %s, but the request goes to %s: a registrar that compares "
                    "them refuses it (RFC 3261 22.4)",
                    uri, or_none(facts->request_uri));
        return;
    }
}

/* RFC 8760 2.7. AKA clients send it where they could not verify the network (TS 24.229 5.1.1.5.3). */
void rule_auth_response_empty(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct challenge *challenge = event->challenge;

    if (!event_answers_challenge(event) || facts->incomplete || !event->registration ||
        event->registration->is_ims)
        return;
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const struct facts_credentials *credentials = &facts->credentials[i];

        if (credentials->scheme != SIP_AUTH_DIGEST || credentials->response ||
            credentials->has_auts)
            continue;
        for (unsigned j = 0; j < challenge->count; j++) {
            if (challenge->each[j].realm != credentials->realm)
                continue;
            finding_printf(
                context, RULE_auth_response_empty,
                "The response to the challenge in frame %" PRIu32
                " is empty: that is meant for a REGISTER before any challenge (RFC 8760 2.7)",
                challenge->frame);
            return;
        }
    }
}
