/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Calls and their hops: what belongs together, and the bounds.
 */
#include "state/call.h"

#include "base/elapsed.h"
#include "state/binding.h"

struct fixture {
    struct pool *pool;
    struct calls *calls;
    struct aor aor;
    struct packet packet;
    struct facts *facts;
};

static struct endpoint at(unsigned last)
{
    return (struct endpoint){
        .family = ENDPOINT_IPV4, .ip = {10, 0, 0, (uint8_t)last}, .port = 5060};
}

static void set_up(struct fixture *fixture, const void *data)
{
    (void)data;
    fixture->pool = pool_new();
    fixture->calls = calls_new(fixture->pool);
    fixture->aor.name = pool_intern(fixture->pool, span_of("sip:bob@ex.com"));
    fixture->facts = g_new0(struct facts, 1);
    fixture->packet.transport = TRANSPORT_UDP;
    fixture->facts->packet = &fixture->packet;
    fixture->facts->method_name = pool_intern(fixture->pool, span_of("INVITE"));
    fixture->facts->via_count = 1;
}

static void tear_down(struct fixture *fixture, const void *data)
{
    (void)data;
    calls_free(fixture->calls);
    pool_free(fixture->pool);
    g_free(fixture->facts);
}

/* Sets the message: of this Call-ID and branch, from one host to another, at a time in ms. */
static const struct facts *message(struct fixture *fixture, const char *call_id, uint64_t branch,
                                   unsigned from, unsigned to, int64_t ms)
{
    fixture->packet.frame++;
    fixture->packet.time = SECOND + ms * MILLISECOND;
    fixture->packet.source = at(from);
    fixture->packet.destination = at(to);
    fixture->facts->call_id = pool_intern(fixture->pool, span_of(call_id));
    fixture->facts->branches[0] = branch;
    return fixture->facts;
}

static struct call *begin(struct fixture *fixture, const char *call_id, int64_t ms)
{
    const struct facts *facts = message(fixture, call_id, 1, 2, 9, ms);
    struct call *call = calls_add(fixture->calls, facts, &fixture->aor);

    call_add_hop(call, facts, (struct call_target){.contact = NULL});
    return call;
}

static void found_until_forgotten(struct fixture *fixture, const void *data)
{
    struct call *call;
    const char *id;

    (void)data;
    g_assert_false(calls_is_any(fixture->calls));
    call = begin(fixture, "v1", 0);
    id = call->call_id;
    g_assert_true(calls_is_any(fixture->calls));
    g_assert_true(calls_find(fixture->calls, id) == call);
    g_assert_null(calls_find(fixture->calls, fixture->aor.name));
    g_assert_null(calls_find(fixture->calls, NULL));
    g_assert_cmpuint(call->shown->request_in, ==, 1);
    calls_forget(fixture->calls, call);
    g_assert_null(calls_find(fixture->calls, id));
    g_assert_false(calls_is_any(fixture->calls));
}

static void transmissions(struct fixture *fixture, const void *data)
{
    struct call *call = begin(fixture, "v1", 0);

    (void)data;
    g_assert_true(call_note_again(call, message(fixture, "v1", 1, 2, 9, 20)));
    g_assert_cmpuint(call->hops[0].resends, ==, 0); /* a second capture point */
    g_assert_true(call_note_again(call, message(fixture, "v1", 1, 2, 9, 500)));
    g_assert_cmpuint(call->hops[0].resends, ==, 1);
    g_assert_false(call_note_again(call, message(fixture, "v1", 2, 2, 9, 600)));
    g_assert_false(call_note_again(call, message(fixture, "v1", 1, 9, 1, 600)));
    fixture->packet.transport = TRANSPORT_TCP;
    g_assert_true(call_note_again(call, message(fixture, "v1", 1, 2, 9, 1500)));
    g_assert_cmpuint(call->hops[0].resends, ==, 1);
}

static void responses(struct fixture *fixture, const void *data)
{
    struct call *call = begin(fixture, "v1", 0);
    struct call_hop *inner, *outer;

    (void)data;
    call_add_hop(call, message(fixture, "v1", 2, 9, 1, 10), (struct call_target){.contact = NULL});
    inner = call_find_hop(call, message(fixture, "v1", 2, 1, 9, 20));
    outer = call_find_hop(call, message(fixture, "v1", 1, 9, 2, 30));
    g_assert_true(inner == &call->hops[1]);
    g_assert_true(outer == &call->hops[0]);
    g_assert_null(call_find_hop(call, message(fixture, "v1", 3, 9, 2, 30)));
    g_assert_false(call_is_outermost(call, inner));
    g_assert_true(call_is_outermost(call, outer));
    inner->status = 486;
    g_assert_cmpuint(call_final_status(call), ==, 0);
    outer->status = 407;
    g_assert_cmpuint(call_final_status(call), ==, 407);
    call_add_hop(call, message(fixture, "v1", 4, 2, 9, 40), (struct call_target){.contact = NULL});
    g_assert_cmpuint(call_final_status(call), ==, 0); /* with credentials */
    call->hops[2].status = 480;
    g_assert_cmpuint(call_final_status(call), ==, 480);
}

static void passed_on(struct fixture *fixture, const void *data)
{
    struct call *call = begin(fixture, "v1", 0);
    const struct facts *facts = message(fixture, "b1", 7, 9, 1, 100);
    const struct aor other = {.name = NULL};

    (void)data;
    g_assert_true(calls_find_passed_on(fixture->calls, facts, &fixture->aor) == call);
    g_assert_null(calls_find_passed_on(fixture->calls, facts, &other));
    g_assert_null(
        calls_find_passed_on(fixture->calls, message(fixture, "b1", 7, 8, 1, 100), &fixture->aor));
    g_assert_null(
        calls_find_passed_on(fixture->calls, message(fixture, "b1", 7, 9, 1, 5000), &fixture->aor));
    calls_join(fixture->calls, call, facts);
    g_assert_true(calls_find(fixture->calls, facts->call_id) == call);
    calls_join(fixture->calls, call, message(fixture, "b2", 8, 9, 1, 100));
    g_assert_null(calls_find(fixture->calls, fixture->facts->call_id));
    calls_forget(fixture->calls, call);
    g_assert_false(calls_is_any(fixture->calls));
}

static void too_many_hops(struct fixture *fixture, const void *data)
{
    struct call *call = begin(fixture, "v1", 0);

    (void)data;
    for (unsigned i = 2; i <= CALL_HOPS_MAX; i++)
        call_add_hop(call, message(fixture, "v1", i, 9, i, 10),
                     (struct call_target){.contact = NULL});
    g_assert_false(call->is_past_help);
    call_add_hop(call, message(fixture, "v1", 99, 9, 99, 10),
                 (struct call_target){.contact = NULL});
    g_assert_true(call->is_past_help); /* and is judged no longer */
    g_assert_cmpuint(call->hop_count, ==, CALL_HOPS_MAX);
}

static void too_many_calls(struct fixture *fixture, const void *data)
{
    char id[16];

    (void)data;
    for (unsigned i = 0; i <= CALLS_MAX; i++) {
        g_snprintf(id, sizeof(id), "v%u", i);
        begin(fixture, id, i);
    }
    g_assert_null(calls_find(fixture->calls, pool_intern(fixture->pool, span_of("v0"))));
    g_assert_nonnull(calls_find(fixture->calls, pool_intern(fixture->pool, span_of("v1"))));
    g_assert_nonnull(calls_find(fixture->calls, fixture->facts->call_id));
}

static void cut_off(struct fixture *fixture, const void *data)
{
    const struct call *call = begin(fixture, "v1", 0);
    const struct endpoint there = at(9), elsewhere = at(8);

    (void)data;
    calls_cut_off(fixture->calls, call->call_id, &elsewhere);
    g_assert_false(call->hops[0].is_cut_off);
    calls_cut_off(fixture->calls, call->call_id, &there);
    g_assert_true(call->hops[0].is_cut_off);
    calls_cut_off(fixture->calls, NULL, &there);
}

#define ADD(name, test) g_test_add("/call/" name, struct fixture, NULL, set_up, test, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("found by its Call-ID until it is forgotten", found_until_forgotten);
    ADD("transmissions of one request on one hop", transmissions);
    ADD("responses on inner and outer hops", responses);
    ADD("passed on under another Call-ID", passed_on);
    ADD("more hops than are kept", too_many_hops);
    ADD("more calls than are remembered", too_many_calls);
    ADD("the connection ends", cut_off);
    return g_test_run();
}
