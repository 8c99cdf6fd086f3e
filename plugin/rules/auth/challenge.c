/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on challenges (RFC 3261 22, RFC 7616, RFC 8760).
 */
#include "rules/engine.h"

/* RFC 3261 22.2, 22.3; a challenge of the other kind may accompany it (16.7 step 7). A client that was refused, or
 * whose REGISTER is not in the capture, may have had one before. */
void rule_auth_challenge_missing(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    bool wants_proxy = facts->status == 407;

    if (!event_is_challenge(context->event) || facts->incomplete)
        return;
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (facts->challenges[i].proxy == wants_proxy)
            return;
    }
    if (context->event->refused->use)
        finding_add_as(context, FORM_auth_challenge_missing_refusal, SEVERITY_WARN,
                       VALUES(of_number(facts->status), of_number(wants_proxy),
                              of_frame(context->event->report->request_in)));
    else
        finding_add_as(context, FORM_auth_challenge_missing,
                       context->event->transaction ? SEVERITY_ERROR : SEVERITY_WARN,
                       VALUES(of_number(facts->status), of_number(wants_proxy)));
}

/* RFC 3261 22.4, RFC 8760 2.6. */
void rule_auth_basic(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (facts->challenges[i].scheme == SIP_AUTH_BASIC) {
            finding_add(context, FORM_auth_basic, NO_VALUES);
            return;
        }
    }
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (facts->credentials[i].scheme == SIP_AUTH_BASIC) {
            finding_add(context, FORM_auth_basic_sent, NO_VALUES);
            return;
        }
    }
    if (event_is_accepted(event) && finding_of(event->transaction->request, RULE_auth_basic))
        finding_add_as(context, FORM_auth_basic_accepted, SEVERITY_ERROR,
                       VALUES(of_frame(event->transaction->request->frame)));
}

/* RFC 7616 3.3. */
void rule_auth_nonce_missing(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *challenge = &facts->challenges[i];

        if (challenge->scheme != SIP_AUTH_DIGEST || (challenge->nonce && challenge->nonce[0]))
            continue;
        finding_add(context, FORM_auth_nonce_missing, VALUES(of_text(challenge->realm)));
        return;
    }
}

static void report_realm(struct rule_context *context, enum form form, const char *realm)
{
    finding_add_as(context, form, realm ? SEVERITY_NOTE : SEVERITY_WARN,
                   VALUES(of_number(realm != NULL)));
}

/* RFC 3261 22.1. Basic credentials have no realm parameter (RFC 7617 2), and neither have vendor-specific
 * schemes. */
void rule_auth_realm_missing(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (facts->incomplete)
        return;
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *challenge = &facts->challenges[i];

        if ((challenge->scheme == SIP_AUTH_DIGEST || challenge->scheme == SIP_AUTH_BASIC) &&
            (!challenge->realm || !challenge->realm[0])) {
            report_realm(context, FORM_auth_realm_missing, challenge->realm);
            return;
        }
    }
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const struct facts_credentials *credentials = &facts->credentials[i];

        if (credentials->scheme == SIP_AUTH_DIGEST &&
            (!credentials->realm || !credentials->realm[0])) {
            report_realm(context, FORM_auth_realm_missing_credentials, credentials->realm);
            return;
        }
    }
}

static bool lacks_qop(const struct facts_challenge *challenge)
{
    return challenge->scheme == SIP_AUTH_DIGEST && !challenge->has_qop;
}

/* Then it was reported at the previous challenge. */
static bool lacked_qop_before(const struct event *event, const char *realm)
{
    const struct challenge *before = event->challenge;

    for (unsigned i = 0; i < before->count; i++) {
        if (before->each[i].realm == realm && lacks_qop(&before->each[i]))
            return true;
    }
    return false;
}

/* RFC 3261 22.4 step 8. Reported once, because it is a setting of the registrar. */
void rule_auth_qop_missing(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *challenge = &facts->challenges[i];

        if (!lacks_qop(challenge) || lacked_qop_before(context->event, challenge->realm))
            continue;
        finding_add(context, FORM_auth_qop_missing, VALUES(of_text(challenge->realm)));
        return;
    }
}

/* RFC 7616 3.3, RFC 8760 2.4: clients ignore such a challenge and may use another one. */
void rule_auth_alg_unknown(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (!facts->flaws[FLAW_ALGORITHM])
        return;
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (facts->challenges[i].algorithm != SIP_ALGORITHM_UNKNOWN)
            return;
    }
    finding_add(context, FORM_auth_alg_unknown, VALUES(of_text(facts->flaws[FLAW_ALGORITHM])));
}

static bool is_md5(const struct facts_challenge *challenge)
{
    return challenge->algorithm == SIP_ALGORITHM_MD5 ||
           challenge->algorithm == SIP_ALGORITHM_MD5_SESS;
}

static bool is_sha(const struct facts_challenge *challenge)
{
    return challenge->algorithm >= SIP_ALGORITHM_SHA_256 &&
           challenge->algorithm <= SIP_ALGORITHM_SHA_512_256_SESS;
}

/* RFC 8760 3. Nearly every registrar does it: reported once per registration, whatever the transport. */
void rule_auth_md5_only(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    unsigned count = 0;

    if (!event->registration || !event->transaction || event->response->is_second_final ||
        !event_is_challenge(event) || event->challenge->frame || facts->incomplete)
        return;
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (facts->challenges[i].scheme != SIP_AUTH_DIGEST)
            continue;
        if (!is_md5(&facts->challenges[i]))
            return;
        count++;
    }
    if (count)
        finding_add(context, FORM_auth_md5_only, NO_VALUES);
}

static bool is_pair(const struct facts_challenge *a, const struct facts_challenge *b)
{
    return a->scheme == SIP_AUTH_DIGEST && b->scheme == SIP_AUTH_DIGEST && a->proxy == b->proxy &&
           a->realm == b->realm;
}

/* RFC 8760 2.3, RFC 7616 3.7. A forking proxy collects the challenges of several servers (RFC 3261
 * 22.3): only those with the same nonce come from one server. AKA algorithms of one version share one
 * value here and cannot be told apart. */
void rule_auth_same_alg_twice(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 1; i < facts->challenge_count; i++) {
        const struct facts_challenge *below = &facts->challenges[i];

        if ((!is_md5(below) && !is_sha(below)) || !below->nonce)
            continue;
        for (unsigned j = 0; j < i; j++) {
            const struct facts_challenge *above = &facts->challenges[j];

            if (!is_pair(above, below) || above->algorithm != below->algorithm ||
                above->nonce != below->nonce)
                continue;
            finding_add(context, FORM_auth_same_alg_twice,
                        VALUES(of_number(j + 1), of_number(i + 1), of_text(below->realm)));
            return;
        }
    }
}

/* RFC 8760 2.3: the order is the preference of the server and up to it, so no more than a Note. */
void rule_auth_order(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 1; i < facts->challenge_count; i++) {
        for (unsigned j = 0; j < i; j++) {
            if (!is_pair(&facts->challenges[j], &facts->challenges[i]) ||
                !is_md5(&facts->challenges[j]) || !is_sha(&facts->challenges[i]))
                continue;
            finding_add(context, FORM_auth_order, VALUES(of_text(facts->challenges[i].realm)));
            return;
        }
    }
}

/* RFC 7616 3.4.3; RFC 3261 22.4 step 7: the body enters the digest, even an empty one. */
void rule_auth_authint(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    unsigned only = 0;

    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (facts->credentials[i].scheme == SIP_AUTH_DIGEST &&
            facts->credentials[i].qop == SIP_QOP_AUTH_INT) {
            finding_add(context, FORM_auth_authint, NO_VALUES);
            return;
        }
    }
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (facts->challenges[i].scheme != SIP_AUTH_DIGEST)
            continue;
        if (facts->challenges[i].qop != SIP_QOP_AUTH_INT)
            return;
        only++;
    }
    if (only)
        finding_add_as(context, FORM_auth_authint_only, SEVERITY_NOTE, NO_VALUES);
}

/* As far as the capture shows, this is the first REGISTER of the client. */
static bool is_first_of_all(const struct event *event)
{
    const struct event_contact *contact =
        event->bindings->contact_count ? &event->bindings->contacts[0] : NULL;

    return event->transaction->cseq <= 2 ||
           (contact && contact->had_before && !binding_is_alive(&contact->before));
}

/* RFC 3261 10.3 step 3. A Note, where the client may have been authenticated by a TLS certificate, or
 * before the capture: an SBC then responds to its refreshes without a challenge. IMS clients are
 * authenticated by IPsec. Refreshes would only repeat the finding. */
void rule_auth_none(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    bool is_clear;

    if (!event_is_accepted(event) || transaction->has_credentials || transaction->incomplete ||
        transaction->is_third_party || transaction->via_count > 1 || event->registration->is_ims ||
        event->aor->was_challenged || event->report->refresh > 0 ||
        (event->report->contact_count == 0 && !transaction->is_star))
        return;
    is_clear = !endpoint_is_private(&transaction->client) &&
               !transport_is_secure(transaction->transport) && is_first_of_all(event);
    finding_add_as(context, FORM_auth_none, is_clear ? SEVERITY_WARN : SEVERITY_NOTE,
                   VALUES(of_frame(transaction->request->frame), of_number(is_clear)));
}
