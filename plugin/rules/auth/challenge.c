/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on challenges (RFC 3261 22, RFC 7616, RFC 8760).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 3261 22.2, 22.3; one of the other kind may come along (16.7 step 7). */
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
    finding_printf(context, RULE_auth_challenge_missing,
                "%u without a %s header: the client cannot authenticate (RFC 3261 %s)",
                facts->status, wants_proxy ? "Proxy-Authenticate" : "WWW-Authenticate",
                wants_proxy ? "22.3" : "22.2");
}

/* RFC 3261 22.4, RFC 8760 2.6. */
void rule_auth_basic(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (facts->challenges[i].scheme == SIP_AUTH_BASIC) {
            finding_printf(context, RULE_auth_basic,
                        "The server asks for Basic: the password would be sent readable for all, "
                        "and SIP forbids it (RFC 3261 22)");
            return;
        }
    }
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (facts->credentials[i].scheme == SIP_AUTH_BASIC) {
            finding_printf(context, RULE_auth_basic,
                        "Basic credentials: everybody on the way can read the password in this "
                        "packet (RFC 3261 22)");
            return;
        }
    }
    if (event_is_accepted(event) && finding_of(event->transaction->request, RULE_auth_basic))
        finding_printf_as(context, RULE_auth_basic, SEVERITY_ERROR,
                       "The registrar accepts the Basic credentials in frame %" PRIu32
                       ", which SIP forbids (RFC 3261 22)",
                       event->transaction->request->frame);
}

/* RFC 7616 3.3. */
void rule_auth_nonce_missing(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *challenge = &facts->challenges[i];

        if (challenge->scheme != SIP_AUTH_DIGEST || (challenge->nonce && challenge->nonce[0]))
            continue;
        finding_printf(context, RULE_auth_nonce_missing,
                    "The challenge for realm \"%s\" has no nonce: no response can be computed (RFC "
                    "7616 3.3)",
                    or_none(challenge->realm));
        return;
    }
}

static void say_realm(struct rule_context *context, const char *what, const char *realm)
{
    finding_printf_as(context, RULE_auth_realm_missing, realm ? SEVERITY_NOTE : SEVERITY_WARN,
                   "%s %s: it decides which password is meant (RFC 3261 22.1)", what,
                   realm ? "have an empty realm" : "have no realm");
}

/* RFC 3261 22.1. Basic credentials have none by themselves (RFC 7617 2), and neither have the
 * schemes of other houses. */
void rule_auth_realm_missing(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (facts->incomplete)
        return;
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *challenge = &facts->challenges[i];

        if ((challenge->scheme == SIP_AUTH_DIGEST || challenge->scheme == SIP_AUTH_BASIC) &&
            (!challenge->realm || !challenge->realm[0])) {
            say_realm(context, "The parameters of the challenge", challenge->realm);
            return;
        }
    }
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const struct facts_credentials *credentials = &facts->credentials[i];

        if (credentials->scheme == SIP_AUTH_DIGEST &&
            (!credentials->realm || !credentials->realm[0])) {
            say_realm(context, "The credentials", credentials->realm);
            return;
        }
    }
}

static bool lacks_qop(const struct facts_challenge *challenge)
{
    return challenge->scheme == SIP_AUTH_DIGEST && !challenge->has_qop;
}

/* It was said at the challenge before. */
static bool lacked_qop_before(const struct event *event, const char *realm)
{
    const struct challenge *before = event->challenge;

    for (unsigned i = 0; i < before->count; i++) {
        if (before->each[i].realm == realm && lacks_qop(&before->each[i]))
            return true;
    }
    return false;
}

/* RFC 3261 22.4 step 8. Said once: it is how the registrar is set up. */
void rule_auth_qop_missing(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *challenge = &facts->challenges[i];

        if (!lacks_qop(challenge) || lacked_qop_before(context->event, challenge->realm))
            continue;
        finding_printf(context, RULE_auth_qop_missing,
                    "The challenge for realm \"%s\" offers no qop: without a nonce count the "
                    "registrar cannot tell a replay from the client (RFC 3261 22.4)",
                    or_none(challenge->realm));
        return;
    }
}

/* RFC 7616 3.3, RFC 8760 2.4: such a challenge is ignored; another one may be answered. */
void rule_auth_alg_unknown(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (!facts->flaws[FLAW_ALGORITHM])
        return;
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (facts->challenges[i].algorithm != SIP_ALGORITHM_UNKNOWN)
            return;
    }
    finding_printf(context, RULE_auth_alg_unknown,
                "The challenge is for algorithm \"%s\", which no specification defines: clients "
                "have to ignore it (RFC 7616 3.3)",
                facts->flaws[FLAW_ALGORITHM]);
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

/* RFC 8760 3. Nearly every registrar does it: said once a registration, over whatever transport. */
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
        finding_printf(
            context, RULE_auth_md5_only,
            "The server offers only MD5, which is weak and kept for old clients (RFC 8760 3)");
}

static bool is_pair(const struct facts_challenge *a, const struct facts_challenge *b)
{
    return a->scheme == SIP_AUTH_DIGEST && b->scheme == SIP_AUTH_DIGEST && a->proxy == b->proxy &&
           a->realm == b->realm;
}

/* RFC 8760 2.3, RFC 7616 3.7. A forking proxy collects the challenges of several servers (RFC 3261
 * 22.3): only those with one nonce come from one. Several AKA algorithms have one value here. */
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
            finding_printf(context, RULE_auth_same_alg_twice,
                        "Challenges %u and %u have the same realm \"%s\", algorithm and nonce; "
                        "each has to be for another algorithm (RFC 8760 2.3)",
                        j + 1, i + 1, or_none(below->realm));
            return;
        }
    }
}

/* RFC 8760 2.3: the order is the server's preference, and its own choice. */
void rule_auth_order(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 1; i < facts->challenge_count; i++) {
        for (unsigned j = 0; j < i; j++) {
            if (!is_pair(&facts->challenges[j], &facts->challenges[i]) ||
                !is_md5(&facts->challenges[j]) || !is_sha(&facts->challenges[i]))
                continue;
            finding_printf(context, RULE_auth_order,
                        "MD5 stands above SHA-2 for realm \"%s\": a client takes the topmost "
                        "challenge that it knows, so nobody will use the better one (RFC 8760 2.4)",
                        or_none(facts->challenges[i].realm));
            return;
        }
    }
}

/* RFC 7616 3.4.3; RFC 3261 22.4 step 7: the body enters the digest, also an empty one. */
void rule_auth_authint(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    unsigned only = 0;

    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (facts->credentials[i].scheme == SIP_AUTH_DIGEST &&
            facts->credentials[i].qop == SIP_QOP_AUTH_INT) {
            finding_printf(context, RULE_auth_authint,
                        "The credentials protect the body too (qop=auth-int); even where it is "
                        "empty, its hash enters the digest (RFC 3261 22.4)");
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
        finding_printf_as(context, RULE_auth_authint, SEVERITY_NOTE,
                       "The challenge offers qop auth-int and nothing else: few clients can answer "
                       "it");
}

/* The client begins with this REGISTER, as far as one can see. */
static bool is_first_of_all(const struct event *event)
{
    const struct event_contact *contact = event->bindings->contact_count ? &event->bindings->contacts[0] : NULL;

    return event->transaction->cseq <= 2 ||
           (contact && contact->had_before && !binding_is_alive(&contact->before));
}

/* RFC 3261 10.3 step 3. TLS clients may have shown a certificate, and a border controller answers the
 * refreshes of who it let in before the capture by itself: no more than a Note. IMS clients have their
 * IPsec. Refreshes only repeat it. */
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
    finding_printf_as(context, RULE_auth_none, is_clear ? SEVERITY_WARN : SEVERITY_NOTE,
                   "The registrar accepted the REGISTER in frame %" PRIu32
                   " without any credentials%s",
                   transaction->request->frame,
                   is_clear ? ", over an unencrypted connection from a public address" : "");
}
