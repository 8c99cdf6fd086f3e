/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Flows: found in both directions, by address and port.
 */
#include "state/flow.h"

static struct endpoint at(const char *ip, unsigned port)
{
    struct endpoint endpoint = {0};

    g_assert_true(endpoint_read_ip(span_of(ip), &endpoint));
    endpoint.port = (uint16_t)port;
    return endpoint;
}

static void both_ways(void)
{
    struct flows *flows = flows_new();
    struct endpoint client = at("10.0.0.1", 5060), server = at("192.0.2.1", 5060);
    struct endpoint other_port = at("10.0.0.1", 5061), other = at("10.0.0.2", 5060);

    g_assert_true(flows_is_empty(flows));
    g_assert_null(flows_find(flows, &client, &server));
    g_assert_true(flows_is_empty(flows));

    struct flow *flow = flows_get(flows, &client, &server);
    g_assert_false(flows_is_empty(flows));
    g_assert_true(flows_get(flows, &client, &server) == flow);
    g_assert_true(flows_find(flows, &client, &server) == flow);
    g_assert_true(flows_find(flows, &server, &client) == flow);
    g_assert_null(flows_find(flows, &other_port, &server));
    g_assert_null(flows_find(flows, &server, &other_port));
    g_assert_null(flows_find(flows, &other, &server));
    g_assert_null(flows_find(flows, &client, &client));
    flows_free(flows);
}

static void each_client_its_own(void)
{
    struct flows *flows = flows_new();
    struct endpoint server = at("2001:db8::1", 5060);
    struct flow *made[300];

    for (unsigned i = 0; i < G_N_ELEMENTS(made); i++) {
        struct endpoint client = at("2001:db8::2", 1024 + i);

        made[i] = flows_get(flows, &client, &server);
        g_assert_cmpuint(made[i]->client.port, ==, 1024 + i);
        g_assert_true(endpoint_equal(&made[i]->server, &server));
        g_assert_true(made[i]->deadline.owner == made[i]);
        g_assert_cmpuint(made[i]->deadline.kind, ==, DEADLINE_FLOW);
        g_assert_null(made[i]->registration);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(made); i++) {
        struct endpoint client = at("2001:db8::2", 1024 + i);

        g_assert_true(flows_find(flows, &server, &client) == made[i]);
    }
    flows_free(flows);
}

/* Two agents that register with each other: each has its own direction. */
static void at_each_other(void)
{
    struct flows *flows = flows_new();
    struct endpoint a = at("10.0.0.1", 5060), b = at("10.0.0.2", 5060);
    struct flow *out = flows_get(flows, &a, &b), *back = flows_get(flows, &b, &a);

    g_assert_true(out != back);
    g_assert_true(flows_find(flows, &a, &b) == out);
    g_assert_true(flows_find(flows, &b, &a) == back);
    flows_free(flows);
}

static void freed_with_its_deadline(void)
{
    struct flows *flows = flows_new();
    struct deadlines *deadlines = deadlines_new();
    struct endpoint client = at("10.0.0.1", 5060), server = at("192.0.2.1", 5060);

    deadline_set(deadlines, &flows_get(flows, &client, &server)->deadline, 1);
    flows_free(flows);
    g_assert_null(deadlines_next(deadlines, INT64_MAX));
    deadlines_free(deadlines);
    flows_free(NULL);
}

/* The pair has no client port and matches no packet. */
static void pairs(void)
{
    struct flows *flows = flows_new();
    struct endpoint client = at("10.0.0.1", 41000), again = at("10.0.0.1", 41001);
    struct endpoint server = at("192.0.2.1", 5060), other = at("192.0.2.1", 5080);
    struct flow *pair = flows_get_pair(flows, &client, &server);

    g_assert_true(flows_find_pair(flows, &again, &server) == pair);
    g_assert_null(flows_find_pair(flows, &again, &other));
    g_assert_null(flows_find(flows, &client, &server));
    g_assert_true(flows_get(flows, &client, &server) != pair);
    g_assert_cmpuint(client.port, ==, 41000);
    flows_free(flows);
}

static void keepalives(void)
{
    struct flows *flows = flows_new();
    struct deadlines *deadlines = deadlines_new();
    struct endpoint client = at("10.0.0.1", 5060), server = at("192.0.2.1", 5060);
    struct flow *flow = flows_get(flows, &client, &server);

    g_assert_null(flow->keepalive);
    flow_rest(flow);
    struct keepalive *keepalive = flow_keepalive(flow);
    g_assert_true(flow_keepalive(flow) == keepalive);
    g_assert_true(keepalive->gap.owner == flow && keepalive->pong.owner == flow);
    deadline_set(deadlines, &flow->deadline, 1);
    deadline_set(deadlines, &keepalive->gap, 1);
    deadline_set(deadlines, &keepalive->pong, 1);
    deadline_set(deadlines, &keepalive->mapping, 1);
    flow_rest(flow);
    g_assert_null(deadlines_next(deadlines, INT64_MAX));
    deadline_set(deadlines, &keepalive->gap, 1);
    flows_free(flows);
    g_assert_null(deadlines_next(deadlines, INT64_MAX));
    deadlines_free(deadlines);
}

static void analyse(struct flow *flow, uint32_t frame, bool from_client, unsigned analysis)
{
    struct packet packet = {.frame = frame,
                            .time = (int64_t)frame * 1000000,
                            .analysis = (uint8_t)analysis,
                            .source = from_client ? flow->client : flow->server,
                            .text = span_of("x")};

    flow_note_analysis(flow, &packet, true);
}

static uint32_t hole_in(const struct flow *flow)
{
    return flow_hole(flow) ? flow_hole(flow)->in : 0;
}

static void holes(void)
{
    struct flows *flows = flows_new();
    struct endpoint client = at("10.0.0.1", 5060), server = at("192.0.2.1", 5060);
    struct flow *flow = flows_get(flows, &client, &server);

    analyse(flow, 1, true, 0);
    g_assert_cmpuint(hole_in(flow), ==, 0);

    /* Retransmitted by its sender, not by the other one. */
    analyse(flow, 2, true, SEGMENT_FOLLOWS_LOST);
    analyse(flow, 3, false, SEGMENT_RESENT);
    g_assert_cmpuint(hole_in(flow), ==, 2);
    analyse(flow, 4, true, SEGMENT_RESENT);
    g_assert_cmpuint(hole_in(flow), ==, 0);

    /* One hole of the server, three marks. */
    analyse(flow, 5, true, SEGMENT_ACKS_LOST);
    analyse(flow, 6, false, SEGMENT_FOLLOWS_LOST);
    analyse(flow, 7, true, SEGMENT_ACKS_LOST);
    g_assert_cmpuint(hole_in(flow), ==, 5);

    /* Another one; then one of the client besides, which only comes late. */
    analyse(flow, 8, false, SEGMENT_FOLLOWS_LOST);
    g_assert_cmpuint(hole_in(flow), ==, 8);
    analyse(flow, 9, false, SEGMENT_ACKS_LOST);
    g_assert_cmpuint(hole_in(flow), ==, 9);
    analyse(flow, 10, true, 0);
    g_assert_cmpuint(hole_in(flow), ==, 8);
    flows_free(flows);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/flow/found in both directions", both_ways);
    g_test_add_func("/flow/each client has its own", each_client_its_own);
    g_test_add_func("/flow/two agents that register with each other", at_each_other);
    g_test_add_func("/flow/freed with its deadline", freed_with_its_deadline);
    g_test_add_func("/flow/all connections of a client", pairs);
    g_test_add_func("/flow/keep-alives are cancelled and freed with their flow", keepalives);
    g_test_add_func("/flow/bytes that the capture lacks", holes);
    return g_test_run();
}
