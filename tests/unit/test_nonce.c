/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The nonce ledger: each use compared with earlier ones.
 */
#include "state/nonce.h"

static const int64_t second = 1000000000;

struct ledger {
    struct pool *pool;
    struct nonces *nonces;
    struct nonce *nonce;
};

/* One use of the nonce: user, source, destination, and the credentials. */
struct use {
    const char *call_id, *source, *server;
    uint32_t nc; /* 0: no qop */
    const char *whole;
    int64_t time;
    bool offered;
};

static struct ledger ledger_new(void)
{
    struct ledger ledger = {.pool = pool_new()};

    ledger.nonces = nonces_new(ledger.pool);
    ledger.nonce = nonces_get(ledger.nonces, pool_intern(ledger.pool, SPAN_LITERAL("ex.com")),
                              pool_intern(ledger.pool, SPAN_LITERAL("n1")));
    return ledger;
}

static struct nonce_check take_cnonce(struct ledger *ledger, struct use use, uint64_t cnonce)
{
    static uint32_t frame;
    struct packet packet = {.frame = ++frame, .time = use.time};
    struct facts facts = {.packet = &packet, .method = METHOD_REGISTER};
    struct facts_credentials credentials = {
        .has_qop = use.nc != 0,
        .has_nc = use.nc != 0,
        .nc = use.nc,
        .username = pool_intern(ledger->pool, SPAN_LITERAL("bob")),
        .response = 1,
        .whole = fingerprint(ledger->pool, 0, span_of(use.whole)),
        .cnonce = cnonce,
    };
    struct nonce_check check;

    facts.call_id = pool_intern(ledger->pool, span_of(use.call_id));
    g_assert_true(endpoint_read_ip(span_of(use.source), &packet.source));
    g_assert_true(endpoint_read_ip(span_of(use.server), &packet.destination));
    nonces_use(ledger->nonces, &facts, &credentials, ledger->nonce, use.offered, false, &check);
    return check;
}

static struct nonce_check take(struct ledger *ledger, struct use use)
{
    return take_cnonce(ledger, use, 0);
}

static void expect(struct ledger *ledger, struct use use, unsigned verdict)
{
    struct nonce_check check = take(ledger, use);

    g_assert_cmpstr(report_nonce_verdict_name(check.verdict), ==,
                    report_nonce_verdict_name(verdict));
}

static void ledger_free(struct ledger *ledger)
{
    nonces_free(ledger->nonces);
    pool_free(ledger->pool);
}

static void one_client(void)
{
    struct ledger ledger = ledger_new();

    nonce_issue(ledger.nonce, 1, 0, NULL);
    ledger.nonce->by_challenge = true;
    expect(&ledger, (struct use){"c1", "10.0.0.1", "10.0.0.9", 1, "a", 0, true}, NONCE_FIRST_USE);
    expect(&ledger, (struct use){"c1", "10.0.0.1", "10.0.0.9", 4, "b", 0, true},
           NONCE_REUSED_HIGHER_NC);
    expect(&ledger, (struct use){"c1", "10.0.0.1", "10.0.0.9", 4, "c", 0, true}, NONCE_NC_REPEATED);
    expect(&ledger, (struct use){"c1", "10.0.0.1", "10.0.0.9", 2, "d", 0, true},
           NONCE_NC_WENT_BACK);
    expect(&ledger, (struct use){"c1", "10.0.0.1", "10.0.0.9", 0, "e", 0, true},
           NONCE_REUSED_WITHOUT_NC);
    expect(&ledger, (struct use){"i1", "10.0.0.1", "10.0.0.9", 5, "f", 0, false},
           NONCE_REUSED_HIGHER_NC);
    ledger_free(&ledger);
}

static void from_other_sources(void)
{
    struct ledger ledger = ledger_new();

    nonce_issue(ledger.nonce, 1, 0, NULL);
    ledger.nonce->by_challenge = true;
    take(&ledger, (struct use){"c1", "10.0.0.1", "10.0.0.9", 1, "a", 0, true});
    expect(&ledger, (struct use){"c9", "10.0.0.66", "10.0.0.9", 1, "a", 40 * second, false},
           NONCE_REPLAYED);
    g_assert_true(
        take(&ledger, (struct use){"c1", "10.0.0.1", "10.0.0.8", 1, "a", 0, true}).is_failover);
    g_assert_true(take(&ledger, (struct use){"c7", "10.0.0.9", "10.0.0.20", 1, "a", second, false})
                      .is_passed_on);
    ledger_free(&ledger);
}

static void shared(void)
{
    struct ledger ledger = ledger_new();

    nonce_issue(ledger.nonce, 1, 0, NULL);
    ledger.nonce->by_challenge = true;
    expect(&ledger, (struct use){"c1", "10.0.0.1", "10.0.0.9", 1, "a", 0, true}, NONCE_FIRST_USE);
    expect(&ledger, (struct use){"c2", "10.0.0.1", "10.0.0.9", 1, "b", 0, true}, NONCE_FIRST_USE);
    expect(&ledger, (struct use){"c3", "10.0.0.3", "10.0.0.9", 1, "c", 0, true}, NONCE_FIRST_USE);
    g_assert_cmpuint(
        take(&ledger, (struct use){"c1", "10.0.0.1", "10.0.0.9", 2, "d", 0, true}).user_count, ==,
        4);
    ledger_free(&ledger);
}

static void origin(void)
{
    struct ledger ledger = ledger_new();

    expect(&ledger, (struct use){"c1", "10.0.0.1", "10.0.0.9", 7, "a", 0, false},
           NONCE_NOT_ISSUED_HERE);
    ledger.nonce = nonces_get(ledger.nonces, NULL, pool_intern(ledger.pool, SPAN_LITERAL("n2")));
    nonce_issue(ledger.nonce, 9, second, NULL);
    nonce_issue(ledger.nonce, 11, 2 * second, NULL);
    ledger.nonce->by_nextnonce = true;
    g_assert_cmpuint(ledger.nonce->issued_in, ==, 9);
    expect(&ledger, (struct use){"c1", "10.0.0.1", "10.0.0.9", 1, "b", 0, true},
           NONCE_FROM_NEXTNONCE);
    ledger_free(&ledger);
}

/* The previous record of the cnonce at each use. */
static void cnonces(void)
{
    struct ledger ledger = ledger_new();
    struct use use = {"c1", "10.0.0.1", "10.0.0.9", 1, "a", 0, true};
    const struct nonce *first = ledger.nonce;
    struct nonce_cnonce cnonce = take_cnonce(&ledger, use, 7).cnonce;
    uint32_t first_in;

    g_assert_cmpuint(cnonce.frame, ==, 0);
    use.whole = "b";
    cnonce = take_cnonce(&ledger, use, 7).cnonce;
    first_in = cnonce.frame;
    g_assert_cmpuint(first_in, !=, 0);
    g_assert_true(cnonce.nonce == first && cnonce.count == 1 && !cnonce.was_carried);
    /* Identical credentials are the same request. */
    g_assert_cmpuint(take_cnonce(&ledger, use, 7).cnonce.frame, ==, 0);

    ledger.nonce = nonces_get(ledger.nonces, NULL, pool_intern(ledger.pool, SPAN_LITERAL("n2")));
    use.whole = "c";
    cnonce = take_cnonce(&ledger, use, 7).cnonce;
    g_assert_true(cnonce.nonce == first && cnonce.count == 2 && !cnonce.was_carried);
    use.whole = "d";
    cnonce = take_cnonce(&ledger, use, 7).cnonce;
    g_assert_true(cnonce.frame == first_in && cnonce.count == 3 && cnonce.was_carried);

    /* Without a cnonce there is no record; one in the same slot replaces the other. */
    use = (struct use){"c1", "10.0.0.1", "10.0.0.9", 1, "e", 0, true};
    g_assert_cmpuint(take(&ledger, use).cnonce.frame, ==, 0);
    use = (struct use){"c1", "10.0.0.1", "10.0.0.9", 1, "f", 0, true};
    g_assert_cmpuint(take_cnonce(&ledger, use, 7 + (1 << 20)).cnonce.frame, ==, 0);
    use = (struct use){"c1", "10.0.0.1", "10.0.0.9", 1, "g", 0, true};
    g_assert_cmpuint(take_cnonce(&ledger, use, 7).cnonce.frame, ==, 0);
    ledger_free(&ledger);
}

/* The first one counts; challenges to other methods have no known recipient. */
static void issued(void)
{
    struct ledger ledger = ledger_new();
    const struct registration *one = (const struct registration *)&ledger;

    nonce_issue(ledger.nonce, 3, second, one);
    nonce_issue(ledger.nonce, 5, 2 * second, NULL);
    g_assert_true(ledger.nonce->issued_to == one);
    g_assert_cmpuint(ledger.nonce->issued_in, ==, 3);
    g_assert_cmpint(ledger.nonce->issued_at, ==, second);
    ledger_free(&ledger);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/nonce/nc of one client: higher, repeated, lower", one_client);
    g_test_add_func("/nonce/replay, failover, and a B2BUA", from_other_sources);
    g_test_add_func("/nonce/each client counts its own on a shared nonce", shared);
    g_test_add_func("/nonce/by whom it was issued", origin);
    g_test_add_func("/nonce/to whom it was issued first", issued);
    g_test_add_func("/nonce/cnonces", cnonces);
    return g_test_run();
}
