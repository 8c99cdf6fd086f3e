/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on challenges (RFC 3261 22, RFC 7616, RFC 8760).
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
