/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The ways back to an agent: what a REGISTER and its 2xx leave behind, and how much of it.
 */
#include "state/routes.h"

struct fixture {
    struct pool *pool;
    struct packet packet;
    struct facts facts;
    struct reach reach;
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

static void told(void)
{
    struct fixture fixture;
    struct facts *facts;

    begin(&fixture);
    facts = next(&fixture);
    facts->contact_count = 1;
    g_assert_false(reach_is_told_by(facts));
    facts->contacts[0].instance = "urn:uuid:1";
    g_assert_false(reach_is_told_by(facts));
    facts->contacts[0].reg_id = 1;
    g_assert_true(reach_is_told_by(facts));
    facts->contact_count = 0;
    g_assert_false(reach_is_told_by(facts));
    facts->service_route_count = 1;
    g_assert_true(reach_is_told_by(facts));
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
        reach_take_request(&fixture.reach, facts);
        g_assert_cmpuint(fixture.reach.path.count, ==, FACTS_ROUTES_MAX);
        g_assert_true(fixture.reach.path.cut == (count > FACTS_ROUTES_MAX));
        g_assert_cmpuint(fixture.reach.request_in, ==, fixture.packet.frame);
    }
    facts = next(&fixture);
    facts->incomplete = true;
    reach_take_request(&fixture.reach, facts);
    g_assert_cmpuint(fixture.reach.path.count, ==, 0);
    g_assert_true(fixture.reach.path.cut);
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
    reach_take_request(&fixture.reach, facts);
    reach_take_request(&fixture.reach, next(&fixture));
    g_assert_cmpstr(fixture.reach.push_provider, ==, "acme");
    g_assert_cmpuint(fixture.reach.push, ==, PUSH_PROVIDER);
    pool_free(fixture.pool);
}

static void gruus(void)
{
    enum { GIVEN = REACH_TEMP_GRUUS_MAX + 3 };
    struct fixture fixture;

    begin(&fixture);
    for (unsigned i = 0; i < GIVEN; i++) {
        struct facts_contact own = {.temp_gruu = text(&fixture, "sip:t%u", i)};
        struct facts *facts = next(&fixture);

        facts->call_id = "c1";
        reach_take_accepted(&fixture.reach, facts, &own);
        g_assert_cmpuint(fixture.reach.gruu_in, ==, fixture.packet.frame);
    }
    g_assert_null(reach_find_gruu(&fixture.reach, NULL));
    g_assert_null(reach_find_gruu(&fixture.reach, text(&fixture, "sip:t%u", 2)));
    g_assert_nonnull(reach_find_gruu(&fixture.reach, text(&fixture, "sip:t%u", 3)));
    g_assert_nonnull(reach_find_gruu(&fixture.reach, text(&fixture, "sip:t%u", GIVEN - 1)));

    /* Given once more under another Call-ID it is of that one. */
    struct facts_contact own = {.temp_gruu = text(&fixture, "sip:t%u", 3)};
    struct facts *facts = next(&fixture);
    facts->call_id = "c2";
    reach_take_accepted(&fixture.reach, facts, &own);
    g_assert_cmpuint(fixture.reach.temp_gruu_count, ==, GIVEN);
    g_assert_cmpstr(reach_find_gruu(&fixture.reach, own.temp_gruu)->call_id, ==, "c2");
    pool_free(fixture.pool);
}

static void path_hosts(void)
{
    struct fixture fixture;

    begin(&fixture);
    for (uint64_t i = 1; i <= REACH_PATH_HOSTS_MAX + 1; i++) {
        struct facts *facts = next(&fixture);

        facts->path_count = 1;
        facts->path[0].host = i;
        reach_take_accepted(&fixture.reach, facts, NULL);
        reach_take_accepted(&fixture.reach, facts, NULL);
        g_assert_true(reach_knows_path_host(&fixture.reach, i));
    }
    g_assert_cmpuint(fixture.reach.path_host_count, ==, REACH_PATH_HOSTS_MAX + 1);
    g_assert_false(reach_knows_path_host(&fixture.reach, 1));
    g_assert_true(reach_knows_path_host(&fixture.reach, 2));
    pool_free(fixture.pool);
}

static void failures(void)
{
    struct endpoint one = {.family = ENDPOINT_IPV4, .port = 5060};
    struct endpoint other = {.family = ENDPOINT_IPV4, .port = 5070};
    struct fixture fixture;
    struct reach *reach = &fixture.reach;

    begin(&fixture);
    reach_begin_attempt(reach, next(&fixture));
    g_assert_cmpint(reach->waited, ==, 0);
    reach_fail_attempt(reach, 10, &one, 1);
    fixture.packet.time = 13;
    reach_begin_attempt(reach, next(&fixture));
    g_assert_cmpint(reach->waited, ==, 3);
    g_assert_cmpint(reach->waited_before, ==, 0);
    reach_fail_attempt(reach, 20, &one, 2);
    fixture.packet.time = 25;
    reach_begin_attempt(reach, next(&fixture));
    g_assert_cmpint(reach->waited, ==, 5);
    g_assert_cmpint(reach->waited_before, ==, 3);
    g_assert_cmpuint(reach->failures, ==, 2);

    reach_fail_attempt(reach, 30, &other, 3);
    g_assert_cmpuint(reach->failures, ==, 1);
    g_assert_cmpint(reach->waited, ==, 0);
    reach_end_failures(reach);
    g_assert_cmpuint(reach->failures, ==, 0);
    pool_free(fixture.pool);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reach/told by", told);
    g_test_add_func("/reach/hops", hops);
    g_test_add_func("/reach/push parameters", push);
    g_test_add_func("/reach/temporary GRUUs", gruus);
    g_test_add_func("/reach/hosts of Paths", path_hosts);
    g_test_add_func("/reach/failures in a row", failures);
    return g_test_run();
}
