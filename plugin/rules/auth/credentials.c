/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules that compare credentials with their challenge (RFC 3261 22, RFC 7616 3.4).
 */
#include "rules/engine.h"

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
        finding_add(context, FORM_auth_wrong_header,
                    VALUES(of_number(challenge->status), of_frame(challenge->frame),
                           of_number(challenge->each[i].proxy)));
        return;
    }
}

static bool was_offered_qop(const struct registration *registration, const char *realm)
{
    for (unsigned i = 0; i < REGISTRATION_OFFERS_MAX; i++) {
        const struct offer *offer = registration->past->offers[i];

        if (offer && offer->nonce->realm == realm && offer->had_qop)
            return true;
    }
    return false;
}

/* RFC 3261 22.4 step 8. AKA clients may send an old response again (TS 24.229 5.1.1.4.2); a nextnonce
 * offers no qop of its own. */
void rule_auth_qop_not_sent(struct rule_context *context)
{
    const struct event *event = context->event;

    for (unsigned i = 0; i < event->credentials->count && event->registration; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        bool is_next = check->nonce->by_nextnonce && !check->nonce->by_challenge;

        if (check->credentials->has_qop || sip_algorithm_is_aka(check->credentials->algorithm))
            continue;
        if (is_next && was_offered_qop(event->registration, check->nonce->realm))
            finding_add_as(context, FORM_auth_qop_not_sent_nextnonce, SEVERITY_NOTE,
                           VALUES(of_frame(check->nonce->issued_in)));
        else if (check->nonce->offered_qop)
            finding_add(context, FORM_auth_qop_not_sent, VALUES(of_frame(check->nonce->issued_in)));
        else
            continue;
        return;
    }
}

static bool is_for_same(const struct facts_credentials *one, const struct facts_credentials *other)
{
    return one->scheme == SIP_AUTH_DIGEST && other->scheme == SIP_AUTH_DIGEST && one->nonce &&
           one->nonce[0] && other->nonce && other->nonce[0] && one->proxy == other->proxy &&
           one->realm == other->realm && one->algorithm == other->algorithm;
}

/* One header for each realm (RFC 3261 22.3); for two algorithms, some clients send one each. */
void rule_auth_doubled(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 1; i < facts->credentials_count; i++) {
        for (unsigned j = 0; j < i; j++) {
            if (!is_for_same(&facts->credentials[j], &facts->credentials[i]))
                continue;
            finding_add(context, FORM_auth_doubled,
                        VALUES(of_number(facts->credentials[i].proxy),
                               of_text(facts->credentials[i].realm)));
            return;
        }
    }
}

/* The part of the latest challenge that these credentials are for: the one with their nonce, and with
 * their algorithm if several have that nonce. NULL: the nonce is of another challenge. */
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
        finding_add(context, FORM_auth_qop_not_offered,
                    VALUES(of_frame(event->challenge->frame),
                           of_number(is_list ? 2 : !challenge->has_qop)));
        return;
    }
}

/* Whether they are for this challenge. Another nonce is that of another challenge, which the capture may lack. */
static bool has_nonce_of(const struct challenge *challenge, const struct facts_credentials *each)
{
    bool is_found = false;

    for (unsigned i = 0; i < challenge->count; i++)
        is_found |=
            challenge->each[i].scheme == SIP_AUTH_DIGEST && challenge->each[i].nonce == each->nonce;
    return is_found;
}

/* RFC 3261 22.1, 22.3. Credentials for another realm may accompany the right ones, and a server that has accepted such
 * does not compare them. */
void rule_auth_realm_mismatch(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct challenge *challenge = event->challenge;

    if (!event_answers_challenge(event) || challenge->count == 0 ||
        (event->server && event->server->ignores_realm))
        return;
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (facts->credentials[i].scheme != SIP_AUTH_DIGEST ||
            !has_nonce_of(challenge, &facts->credentials[i]) ||
            registration_latest_offer(event->registration, facts->credentials[i].realm))
            return;
    }
    finding_add(context, FORM_auth_realm_mismatch,
                VALUES(of_text(facts->credentials[0].realm), of_frame(challenge->frame),
                       of_text(challenge->each[0].realm)));
}

/* RFC 7616 3.4. The example in RFC 3310 itself omits the algorithm in the credentials: a Note. */
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
        finding_add_as(context, FORM_auth_alg_mismatch,
                       offered_aka && !credentials->has_algorithm ? SEVERITY_NOTE : SEVERITY_WARN,
                       VALUES(of_text(credentials->algorithm_name),
                              of_number(credentials->has_algorithm),
                              of_frame(check->nonce->issued_in)));
        return;
    }
}

/* False too where the capture has cut the nonce off. */
static bool challenges_in(const struct challenge *challenge, const char *realm)
{
    for (unsigned i = 0; i < challenge->count; i++) {
        if (challenge->each[i].realm == realm && challenge->each[i].nonce)
            return true;
    }
    return false;
}

/* Of several challenges to one REGISTER the client may have received any. */
static bool is_of_challenge(const struct challenge *challenge, const struct offer *offer,
                            const struct offer *latest)
{
    return offer && latest &&
           (offer->round == latest->round ||
            offer->frame >= (challenge->first_frame ? challenge->first_frame : challenge->frame));
}

/* RFC 7616 3.6: credentials sent after a challenge use the nonce of that challenge. */
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

        if (is_of_challenge(event->challenge, offer, latest))
            return;
        /* Of many challenges to retransmissions only the last ones are known as such. */
        if (!offer && latest && latest->is_again && check->nonce->issued_to == event->registration)
            return;
        if (latest && !check->is_failover && challenges_in(event->challenge, check->nonce->realm))
            foreign = check;
    }
    if (foreign)
        finding_add(context, FORM_auth_nonce_unknown,
                    VALUES(of_number(event->challenge->status), of_frame(event->challenge->frame),
                           of_number(foreign->nonce->issued_in != 0)));
}

/* RFC 7616 3.4, RFC 3261 22.4 step 8. The session algorithms need a cnonce without qop too (RFC 2617
 * 3.2.2.2). A qop that was offered and is not used is reported by another rule. */
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
            finding_add(context, FORM_auth_nc_cnonce_missing,
                        VALUES(of_number(credentials->sends_nc || !credentials->cnonce)));
        else if (!credentials->has_qop && challenge && !challenge->has_qop &&
                 (credentials->sends_nc || (credentials->cnonce && !is_session)))
            finding_add_as(
                context, FORM_auth_nc_cnonce_missing_qop, SEVERITY_NOTE,
                VALUES(of_number(!credentials->sends_nc), of_frame(event->challenge->frame)));
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
        finding_add(context, FORM_auth_opaque_mismatch,
                    VALUES(of_frame(event->challenge->frame), of_number(!credentials->opaque ? 0
                                                                        : challenge->opaque  ? 1
                                                                                             : 2)));
        return;
    }
}

/* RFC 3261 22.4 steps 3 and 6. Only the first hop can be judged, because proxies change the Request-URI;
 * a difference in port and parameters alone is harmless. */
void rule_auth_uri_mismatch(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (facts->via_count != 1)
        return;
    for (unsigned i = 0; i < event->credentials->count; i++) {
        const struct nonce_check *check = &event->credentials->checks[i];
        const char *uri = check->credentials->uri;

        if (check->is_passed_on || !facts_is_other_resource(facts, uri))
            continue;
        finding_add(context, FORM_auth_uri_mismatch,
                    VALUES(of_text(uri), of_text(facts->request_uri)));
        return;
    }
}

/* RFC 8760 2.7. AKA clients send an empty response if they could not verify the network (TS 24.229
 * 5.1.1.5.3). */
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
            finding_add(context, FORM_auth_response_empty, VALUES(of_frame(challenge->frame)));
            return;
        }
    }
}
