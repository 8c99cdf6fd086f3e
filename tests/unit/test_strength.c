/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Strength: what an agent has proven it can do, and when it uses something weaker.
 */
#include "state/strength.h"

#include "state/registration.h"

struct fixture {
    struct registration registration;
    struct registration_past past;
    struct packet packet;
    struct facts facts;
    struct challenge challenge;
    struct nonce nonces[4];
    struct offer offers[2];
    struct nonce_check check;
};

static const char realm[] = "ex.com", proxy_realm[] = "proxy";

static struct fixture *fixture_new(void)
{
    struct fixture *fixture = g_new0(struct fixture, 1);

    fixture->registration.past = &fixture->past;
    fixture->packet.destination = (struct endpoint){ENDPOINT_IPV4, {10, 0, 0, 9}, 5060};
    fixture->facts.packet = &fixture->packet;
    fixture->check.credentials = &fixture->facts.credentials[0];
    return fixture;
}

static void fixture_free(struct fixture *fixture)
{
    g_free(fixture->registration.strength);
    g_free(fixture);
}

/* Challenges with these algorithms in one realm, each with its own nonce. */
static void challenge(struct fixture *fixture, enum sip_algorithm top, enum sip_algorithm below)
{
    const enum sip_algorithm algorithms[] = {top, below};

    fixture->challenge.count = 2;
    fixture->past.rounds++;
    for (unsigned i = 0; i < 2; i++) {
        fixture->nonces[i] =
            (struct nonce){.realm = realm, .algorithms = (uint16_t)(1u << algorithms[i])};
        fixture->challenge.each[i] = (struct facts_challenge){
            .scheme = SIP_AUTH_DIGEST, .algorithm = (uint8_t)algorithms[i], .realm = realm};
        fixture->offers[i] =
            (struct offer){.nonce = &fixture->nonces[i], .round = fixture->past.rounds};
        fixture->past.offers[i] = &fixture->offers[i];
    }
}

/* A REGISTER with credentials for this nonce; UNKNOWN: they name no algorithm. */
static struct weakening use(struct fixture *fixture, struct nonce *nonce,
                            enum sip_algorithm algorithm)
{
    fixture->packet.frame++;
    fixture->facts.credentials_count = 1;
    fixture->facts.credentials[0] = (struct facts_credentials){
        .scheme = SIP_AUTH_DIGEST,
        .has_algorithm = algorithm != SIP_ALGORITHM_UNKNOWN,
        .algorithm = (uint8_t)(algorithm != SIP_ALGORITHM_UNKNOWN ? algorithm : SIP_ALGORITHM_MD5),
    };
    fixture->check.nonce = nonce;
    return strength_take(&fixture->registration,
                         fixture->challenge.count ? &fixture->challenge : NULL, &fixture->facts,
                         &fixture->check, 1);
}

static struct weakening use_token(struct fixture *fixture)
{
    fixture->packet.frame++;
    fixture->facts.credentials_count = 1;
    fixture->facts.credentials[0] = (struct facts_credentials){.scheme = SIP_AUTH_BEARER};
    return strength_take(&fixture->registration, NULL, &fixture->facts, NULL, 0);
}

static bool is_none(struct weakening weakening)
{
    return !weakening.passed_over_in && !weakening.exceeded_in && !weakening.is_first;
}

static void md5_only(void)
{
    struct fixture *fixture = fixture_new();

    challenge(fixture, SIP_ALGORITHM_SHA_256, SIP_ALGORITHM_MD5);
    g_assert_true(is_none(use(fixture, &fixture->nonces[1], SIP_ALGORITHM_MD5)));
    g_assert_true(is_none(use(fixture, &fixture->nonces[1], SIP_ALGORITHM_UNKNOWN)));
    g_assert_null(fixture->registration.strength);
    fixture_free(fixture);
}

static void passed_over(void)
{
    struct fixture *fixture = fixture_new();
    struct weakening weakening;

    challenge(fixture, SIP_ALGORITHM_SHA_256, SIP_ALGORITHM_MD5);
    g_assert_true(is_none(use(fixture, &fixture->nonces[0], SIP_ALGORITHM_SHA_256)));
    challenge(fixture, SIP_ALGORITHM_SHA_256, SIP_ALGORITHM_MD5);
    weakening = use(fixture, &fixture->nonces[1], SIP_ALGORITHM_MD5);
    g_assert_cmpuint(weakening.passed_over_in, ==, 1);
    g_assert_cmpuint(weakening.exceeded_in, ==, 0);
    g_assert_true(weakening.is_first);
    weakening = use(fixture, &fixture->nonces[1], SIP_ALGORITHM_UNKNOWN);
    g_assert_cmpuint(weakening.passed_over_in, ==, 1);
    g_assert_false(weakening.is_first);

    /* Another header, another realm, and a nonce of an earlier challenge do not match it. */
    fixture->challenge.each[0].proxy = true;
    g_assert_true(is_none(use(fixture, &fixture->nonces[1], SIP_ALGORITHM_MD5)));
    fixture->challenge.each[0].proxy = false;
    fixture->challenge.each[0].realm = proxy_realm;
    g_assert_true(is_none(use(fixture, &fixture->nonces[1], SIP_ALGORITHM_MD5)));
    fixture->challenge.each[0].realm = realm;
    fixture->past.rounds++;
    g_assert_true(is_none(use(fixture, &fixture->nonces[1], SIP_ALGORITHM_MD5)));
    fixture_free(fixture);
}

static void equals(void)
{
    struct fixture *fixture = fixture_new();

    challenge(fixture, SIP_ALGORITHM_SHA_512_256, SIP_ALGORITHM_SHA_256);
    use(fixture, &fixture->nonces[0], SIP_ALGORITHM_SHA_512_256);
    g_assert_true(is_none(use(fixture, &fixture->nonces[1], SIP_ALGORITHM_SHA_256)));
    challenge(fixture, SIP_ALGORITHM_MD5, SIP_ALGORITHM_SHA_256);
    g_assert_true(is_none(use(fixture, &fixture->nonces[1], SIP_ALGORITHM_SHA_256)));
    fixture_free(fixture);
}

static void aka(void)
{
    struct fixture *fixture = fixture_new();
    struct nonce vector = {.realm = realm, .algorithms = 1u << SIP_ALGORITHM_AKA_V1_MD5},
                 plain = {.realm = realm, .algorithms = 1u << SIP_ALGORITHM_MD5},
                 unseen = {.realm = realm}, other = {.realm = proxy_realm};

    /* The example of RFC 3310 names no algorithm. */
    g_assert_true(is_none(use(fixture, &vector, SIP_ALGORITHM_UNKNOWN)));
    g_assert_nonnull(fixture->registration.strength);
    g_assert_true(is_none(use(fixture, &vector, SIP_ALGORITHM_UNKNOWN)));
    g_assert_true(is_none(use(fixture, &unseen, SIP_ALGORITHM_UNKNOWN)));
    g_assert_true(is_none(use(fixture, &other, SIP_ALGORITHM_MD5)));
    g_assert_cmpuint(use(fixture, &plain, SIP_ALGORITHM_UNKNOWN).exceeded_in, ==, 2);

    fixture->packet.destination.ip[3] = 8;
    g_assert_true(is_none(use(fixture, &plain, SIP_ALGORITHM_MD5)));
    fixture_free(fixture);
}

static void token(void)
{
    struct fixture *fixture = fixture_new();
    struct nonce plain = {.realm = realm, .algorithms = 1u << SIP_ALGORITHM_MD5};
    struct weakening weakening;

    g_assert_true(is_none(use(fixture, &plain, SIP_ALGORITHM_MD5)));
    g_assert_true(is_none(use_token(fixture)));
    weakening = use(fixture, &plain, SIP_ALGORITHM_MD5);
    g_assert_cmpuint(weakening.exceeded_in, ==, 2);
    g_assert_true(weakening.is_first);

    /* Both at once: one of them is for another realm. */
    fixture->facts.credentials_count = 2;
    fixture->facts.credentials[1] = (struct facts_credentials){.scheme = SIP_AUTH_BEARER};
    g_assert_true(
        is_none(strength_take(&fixture->registration, NULL, &fixture->facts, &fixture->check, 1)));
    fixture_free(fixture);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/strength/an agent with MD5 alone", md5_only);
    g_test_add_func("/strength/a better challenge is passed over", passed_over);
    g_test_add_func("/strength/equally strong", equals);
    g_test_add_func("/strength/AKA", aka);
    g_test_add_func("/strength/a token", token);
    return g_test_run();
}
