/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Return routes to an agent: what is kept of a REGISTER and its 2xx, and how much.
 */
#include "state/routes.h"

struct fixture {
    struct pool *pool;
    struct packet packet;
    struct facts facts;
    struct routes routes;
};

static void begin(struct fixture *fixture)
{
    memset(fixture, 0, sizeof(*fixture));
    fixture->pool = pool_new();
    fixture->facts.packet = &fixture->packet;
}

/* The next message. */
static struct facts *next(struct fixture *fixture)
{
    fixture->packet.frame++;
    memset(&fixture->facts, 0, sizeof(fixture->facts));
    fixture->facts.packet = &fixture->packet;
    return &fixture->facts;
}

static const char *text(struct fixture *fixture, const char *format, unsigned number)
{
    char *made = g_strdup_printf(format, number);
    const char *interned = pool_intern(fixture->pool, span_of(made));

    g_free(made);
    return interned;
}

static void needed(void)
{
    struct fixture fixture;
    struct facts *facts;

    begin(&fixture);
    facts = next(&fixture);
    facts->contact_count = 1;
    g_assert_false(routes_is_needed(facts));
    facts->contacts[0].instance = "urn:uuid:1";
    g_assert_false(routes_is_needed(facts));
    facts->contacts[0].reg_id = 1;
    g_assert_true(routes_is_needed(facts));
    facts->contact_count = 0;
    g_assert_false(routes_is_needed(facts));
    facts->service_route_count = 1;
    g_assert_true(routes_is_needed(facts));
    pool_free(fixture.pool);
}

static void hops(void)
{
    struct fixture fixture;
    struct facts *facts;

    begin(&fixture);
    for (unsigned count = FACTS_ROUTES_MAX; count <= FACTS_ROUTES_MAX + 1; count++) {
        facts = next(&fixture);
        facts->path_count = count;
        for (unsigned i = 0; i < FACTS_ROUTES_MAX; i++)
            facts->path[i] =
                (struct facts_hop){.uri = text(&fixture, "sip:p%u", i), .place = i + 1};
        routes_take_request(&fixture.routes, facts);
        g_assert_cmpuint(fixture.routes.path.count, ==, FACTS_ROUTES_MAX);
        g_assert_true(fixture.routes.path.cut == (count > FACTS_ROUTES_MAX));
        g_assert_cmpuint(fixture.routes.request_in, ==, fixture.packet.frame);
    }
    facts = next(&fixture);
    facts->incomplete = true;
    routes_take_request(&fixture.routes, facts);
    g_assert_cmpuint(fixture.routes.path.count, ==, 0);
    g_assert_true(fixture.routes.path.cut);
    pool_free(fixture.pool);
}

static void push(void)
{
    struct fixture fixture;
    struct facts *facts;

    begin(&fixture);
    facts = next(&fixture);
    facts->contact_count = 1;
    facts->contacts[0] = (struct facts_contact){.push = PUSH_PROVIDER, .push_provider = "acme"};
    routes_take_request(&fixture.routes, facts);
    routes_take_request(&fixture.routes, next(&fixture));
    g_assert_cmpstr(fixture.routes.push_provider, ==, "acme");
    g_assert_cmpuint(fixture.routes.push, ==, PUSH_PROVIDER);
    pool_free(fixture.pool);
}

static void gruus(void)
{
    enum { GIVEN = ROUTES_TEMP_GRUUS_MAX + 3 };
    struct fixture fixture;

    begin(&fixture);
    for (unsigned i = 0; i < GIVEN; i++) {
        struct facts_contact own = {.temp_gruu = text(&fixture, "sip:t%u", i)};
        struct facts *facts = next(&fixture);

        facts->call_id = "c1";
        routes_take_accepted(&fixture.routes, facts, &own);
        g_assert_cmpuint(fixture.routes.gruu_in, ==, fixture.packet.frame);
    }
    g_assert_null(routes_find_gruu(&fixture.routes, NULL));
    g_assert_null(routes_find_gruu(&fixture.routes, text(&fixture, "sip:t%u", 2)));
    g_assert_nonnull(routes_find_gruu(&fixture.routes, text(&fixture, "sip:t%u", 3)));
    g_assert_nonnull(routes_find_gruu(&fixture.routes, text(&fixture, "sip:t%u", GIVEN - 1)));

    /* Received again under another Call-ID it belongs to that one. */
    struct facts_contact own = {.temp_gruu = text(&fixture, "sip:t%u", 3)};
    struct facts *facts = next(&fixture);
    facts->call_id = "c2";
    routes_take_accepted(&fixture.routes, facts, &own);
    g_assert_cmpuint(fixture.routes.temp_gruu_count, ==, GIVEN);
    g_assert_cmpstr(routes_find_gruu(&fixture.routes, own.temp_gruu)->call_id, ==, "c2");
    pool_free(fixture.pool);
}

static void path_hosts(void)
{
    struct fixture fixture;

    begin(&fixture);
    for (uint64_t i = 1; i <= ROUTES_PATH_HOSTS_MAX + 1; i++) {
        struct facts *facts = next(&fixture);

        facts->path_count = 1;
        facts->path[0].host = i;
        routes_take_accepted(&fixture.routes, facts, NULL);
        routes_take_accepted(&fixture.routes, facts, NULL);
        g_assert_true(routes_knows_path_host(&fixture.routes, i));
    }
    g_assert_cmpuint(fixture.routes.path_host_count, ==, ROUTES_PATH_HOSTS_MAX + 1);
    g_assert_false(routes_knows_path_host(&fixture.routes, 1));
    g_assert_true(routes_knows_path_host(&fixture.routes, 2));
    pool_free(fixture.pool);
}

static void failures(void)
{
    struct endpoint one = {.family = ENDPOINT_IPV4, .port = 5060};
    struct endpoint other = {.family = ENDPOINT_IPV4, .port = 5070};
    struct fixture fixture;
    struct routes *routes = &fixture.routes;

    begin(&fixture);
    routes_begin_attempt(routes, next(&fixture));
    g_assert_cmpint(routes->waited, ==, 0);
    routes_fail_attempt(routes, 10, &one, 1);
    fixture.packet.time = 13;
    routes_begin_attempt(routes, next(&fixture));
    g_assert_cmpint(routes->waited, ==, 3);
    g_assert_cmpint(routes->waited_before, ==, 0);
    routes_fail_attempt(routes, 20, &one, 2);
    fixture.packet.time = 25;
    routes_begin_attempt(routes, next(&fixture));
    g_assert_cmpint(routes->waited, ==, 5);
    g_assert_cmpint(routes->waited_before, ==, 3);
    g_assert_cmpuint(routes->failures, ==, 2);

    routes_fail_attempt(routes, 30, &other, 3);
    g_assert_cmpuint(routes->failures, ==, 1);
    g_assert_cmpint(routes->waited, ==, 0);
    routes_end_failures(routes);
    g_assert_cmpuint(routes->failures, ==, 0);
    pool_free(fixture.pool);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/routes/when needed", needed);
    g_test_add_func("/routes/hops", hops);
    g_test_add_func("/routes/push parameters", push);
    g_test_add_func("/routes/temporary GRUUs", gruus);
    g_test_add_func("/routes/hosts of Paths", path_hosts);
    g_test_add_func("/routes/failures in a row", failures);
    return g_test_run();
}
