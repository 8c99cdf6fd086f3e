/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The ways of clients to SIP: how they are found, and the bounds.
 */
#include "state/connection.h"

struct fixture {
    struct pool *pool;
    struct connections *connections;
    struct packet packet;
};

static struct endpoint at(unsigned host, uint16_t port)
{
    return (struct endpoint){.family = ENDPOINT_IPV4,
                             .ip = {10, (uint8_t)(host >> 16), (uint8_t)(host >> 8), (uint8_t)host},
                             .port = port};
}

static void set_up(struct fixture *fixture, const void *data)
{
    (void)data;
    fixture->pool = pool_new();
    fixture->connections = connections_new(fixture->pool);
}

static void tear_down(struct fixture *fixture, const void *data)
{
    (void)data;
    connections_free(fixture->connections);
    pool_free(fixture->pool);
}

static struct connection *reach(struct fixture *fixture, unsigned client, unsigned server)
{
    struct endpoint from = at(client, 40000), to = at(server, 5060);

    return connections_get(fixture->connections, &fixture->packet, &from, &to);
}

static void finds_by_target_and_name(struct fixture *fixture, const void *data)
{
    struct endpoint client = at(1, 4000), other = at(2, 4000), server = at(9, 5060);
    struct span domain = span_of("ex.com"), host = span_of("sip.ex.com");
    struct connection *way =
        connections_get_name(fixture->connections, &fixture->packet, &client, domain);

    (void)data;
    connection_add_name(fixture->connections, way, host, 0);
    connection_add_address(way, &server);
    g_assert_true(connections_find_name(fixture->connections, &client, host) == way);
    g_assert_null(connections_find_name(fixture->connections, &other, host));
    /* The connection to the address that the name has led to is on the same way; to another one it is not. */
    g_assert_true(reach(fixture, 1, 9) == way);
    g_assert_true(connections_find(fixture->connections, &client, &server) == way);
    g_assert_true(reach(fixture, 1, 8) != way);
    g_assert_true(reach(fixture, 2, 9) != way);
}

/* The oldest give way; what is shown of them stays. */
static void keeps_bounds(struct fixture *fixture, const void *data)
{
    struct connection *first = reach(fixture, 1, 9);
    const struct report_connection *shown = first->shown;
    struct endpoint client = at(1, 0), server = at(9, 5060);
    unsigned count = 1;

    (void)data;
    connection_tls(fixture->connections, first);
    while (reach(fixture, 1 + count, 9))
        count++;
    g_assert_cmpuint(count, ==, CONNECTIONS_TOLD_MAX);
    g_assert_null(
        connections_get_name(fixture->connections, &fixture->packet, &client, span_of("ex.com")));
    g_assert_null(pool_find(fixture->pool, span_of("ex.com")));
    g_assert_null(connections_find(fixture->connections, &client, &server));
    g_assert_null(connections_find_client(fixture->connections, &client));
    g_assert_cmpuint(shown->target.port, ==, 5060);
}

static void bounds_names_and_questions(struct fixture *fixture, const void *data)
{
    struct endpoint client = at(1, 4000);
    struct connection *way =
        connections_get_name(fixture->connections, &fixture->packet, &client, span_of("ex.com"));
    unsigned questions = 0, names = 0;

    (void)data;
    for (unsigned i = 0; i < 100; i++) {
        char *text = g_strdup_printf("s%u.ex.com", i);
        struct endpoint address = at(100 + i, 0);

        connection_add_address(way, &address);
        connection_add_name(fixture->connections, way, span_of(text), 5060);
        questions += connection_question(fixture->connections, way, span_of(text), DNS_A) != NULL;
        names += pool_find(fixture->pool, span_of(text)) != NULL;
        g_free(text);
    }
    g_assert_cmpuint(names, ==, CONNECTION_QUESTIONS_MAX);
    g_assert_cmpuint(questions, ==, CONNECTION_QUESTIONS_MAX);
    g_assert_cmpuint(way->address_count, ==, CONNECTION_ADDRESSES_MAX);
}

/* Who looks for servers is known by those that did not let it in; a name that leads to none is not one. */
static void counts_who_is_shut_out(struct fixture *fixture, const void *data)
{
    struct endpoint client = at(1, 4000);
    struct span domain = span_of("ex.com");
    unsigned count = 0;

    (void)data;
    connections_get_name(fixture->connections, &fixture->packet, &client, domain);
    while (count < CONNECTION_SCANS_FROM)
        g_assert_nonnull(reach(fixture, 1, 100 + count++));
    /* The oldest gives way: that of the name. */
    while (connections_find_name(fixture->connections, &client, domain))
        g_assert_nonnull(reach(fixture, 1000 + count++, 9));
    g_assert_cmpuint(connections_find_client(fixture->connections, &client)->shut, ==,
                     CONNECTION_SCANS_FROM);
}

static void bounds_handshakes(struct fixture *fixture, const void *data)
{
    unsigned count = 0;

    (void)data;
    for (unsigned i = 0; i < CONNECTION_HANDSHAKES_MAX + 10; i++)
        count += connection_tls(fixture->connections, reach(fixture, 1 + i, 9)) != NULL;
    g_assert_cmpuint(count, ==, CONNECTION_HANDSHAKES_MAX);
    connections_note_done(fixture->connections);
    g_assert_nonnull(connection_tls(fixture->connections, reach(fixture, 5000, 9)));
}

#define ADD(name, function)                                                                        \
    g_test_add("/connection/" name, struct fixture, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("found", finds_by_target_and_name);
    ADD("bounds", keeps_bounds);
    ADD("names", bounds_names_and_questions);
    ADD("shut", counts_who_is_shut_out);
    ADD("handshakes", bounds_handshakes);
    return g_test_run();
}
