/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/strength.h"

#include "state/registration.h"

/* Credentials for AKA may omit it, as the example in RFC 3310 does; UNKNOWN where the challenge is
 * not in the capture either. */
static enum sip_algorithm algorithm_of(const struct nonce_check *check)
{
    unsigned offered = check->nonce->algorithms;

    if (check->credentials->has_algorithm || offered & 1u << SIP_ALGORITHM_MD5)
        return check->credentials->algorithm;
    for (unsigned algorithm = SIP_ALGORITHM_AKA_V2; algorithm > 0; algorithm--) {
        if (offered & 1u << algorithm)
            return algorithm;
    }
    return SIP_ALGORITHM_UNKNOWN;
}

static bool is_better(enum sip_algorithm a, enum sip_algorithm b)
{
    return sip_algorithm_strength(a) > sip_algorithm_strength(b);
}

static const struct facts_credentials *find_token(const struct facts *facts)
{
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (facts->credentials[i].scheme == SIP_AUTH_BEARER)
            return &facts->credentials[i];
    }
    return NULL;
}

/* Where the agent used the algorithm of a challenge that is listed above the one of these
 * credentials. A better rank in the server's list alone proves nothing. */
static uint32_t find_passed_over(const struct registration *registration,
                                 const struct challenge *challenge, const struct nonce_check *check)
{
    const struct offer *offer = registration_find_offer(registration, check->nonce);
    enum sip_algorithm algorithm = algorithm_of(check);

    if (!offer || offer->round != registration->past->rounds || algorithm == SIP_ALGORITHM_UNKNOWN)
        return 0;
    for (unsigned i = 0; i < challenge->count; i++) {
        const struct facts_challenge *each = &challenge->each[i];

        if (each->scheme != SIP_AUTH_DIGEST || each->realm != check->nonce->realm ||
            each->proxy != check->credentials->proxy)
            continue;
        if (each->algorithm == algorithm)
            return 0;
        if (registration->strength->used_in[each->algorithm] &&
            is_better(each->algorithm, algorithm))
            return registration->strength->used_in[each->algorithm];
    }
    return 0;
}

/* A realm may have one scheme, and a proxy's realm another. */
static uint32_t find_exceeded(const struct strength *strength, const struct facts *facts,
                              const struct nonce_check *check)
{
    const struct endpoint *server = &facts->packet->destination;
    enum sip_algorithm algorithm = algorithm_of(check);

    if (algorithm == SIP_ALGORITHM_UNKNOWN || sip_algorithm_is_aka(algorithm))
        return 0;
    if (strength->aka_realm && strength->aka_realm == check->nonce->realm &&
        endpoint_same_ip(&strength->aka_server, server))
        return MAX(strength->used_in[SIP_ALGORITHM_AKA_V1_MD5],
                   strength->used_in[SIP_ALGORITHM_AKA_V2]);
    if (strength->token_in && strength->token_proxy == check->credentials->proxy &&
        endpoint_same_ip(&strength->token_server, server) && !find_token(facts))
        return strength->token_in;
    return 0;
}

static struct strength *get(struct registration *registration)
{
    if (!registration->strength)
        registration->strength = g_new0(struct strength, 1);
    return registration->strength;
}

static void note_algorithm(struct registration *registration, const struct facts *facts,
                           const struct nonce_check *check)
{
    enum sip_algorithm algorithm = algorithm_of(check);
    struct strength *strength;

    if (!is_better(algorithm, SIP_ALGORITHM_MD5))
        return;
    strength = get(registration);
    strength->used_in[algorithm] = facts->packet->frame;
    if (sip_algorithm_is_aka(algorithm)) {
        strength->aka_realm = check->nonce->realm;
        strength->aka_server = facts->packet->destination;
    }
}

static void note_token(struct registration *registration, const struct facts *facts)
{
    const struct facts_credentials *token = find_token(facts);
    struct strength *strength;

    if (!token)
        return;
    strength = get(registration);
    strength->token_in = facts->packet->frame;
    strength->token_proxy = token->proxy;
    strength->token_server = facts->packet->destination;
}

struct weakening strength_take(struct registration *registration, const struct challenge *challenge,
                               const struct facts *facts, const struct nonce_check *checks,
                               unsigned check_count)
{
    struct strength *strength = registration->strength;
    struct weakening weakening = {0};

    for (unsigned i = 0; strength && i < check_count; i++) {
        if (challenge && !weakening.passed_over_in)
            weakening.passed_over_in = find_passed_over(registration, challenge, &checks[i]);
        if (!weakening.exceeded_in)
            weakening.exceeded_in = find_exceeded(strength, facts, &checks[i]);
    }
    if (weakening.passed_over_in || weakening.exceeded_in) {
        weakening.is_first = !strength->is_weakened;
        strength->is_weakened = true;
    }
    for (unsigned i = 0; i < check_count; i++)
        note_algorithm(registration, facts, &checks[i]);
    note_token(registration, facts);
    return weakening;
}
