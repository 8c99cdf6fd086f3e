/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What became of REGISTERs behind the server that a client registers at.
 */
#include "state/upstream.h"

static const int64_t second = 1000000000;

static void respond(struct upstream *upstream, uint32_t frame, unsigned status, uint32_t seconds,
                    uint32_t request_in)
{
    struct packet packet = {.frame = frame, .time = frame * second};
    struct facts *facts = g_new0(struct facts, 1);

    facts->packet = &packet;
    facts->status = status;
    facts->has_expires = seconds > 0;
    facts->expires_s = seconds;
    facts->contact_count = 1;
    facts->contacts[0].has_expires = true;
    facts->contacts[0].expires_s = seconds / 2;
    upstream_note_response(upstream, facts, request_in);
    g_free(facts);
}

static void responses(void)
{
    struct upstream upstream = {0};

    upstream_note_request(&upstream, 2);
    respond(&upstream, 3, 403, 0, 1);
    g_assert_cmpuint(upstream.refused_in, ==, 3);
    respond(&upstream, 4, 404, 0, 1);
    g_assert_cmpuint(upstream.refused_in, ==, 3);
    respond(&upstream, 5, 200, 60, 1);
    g_assert_cmpuint(upstream.refused_in, ==, 0);
    g_assert_cmpuint(upstream.accepted_in, ==, 5);
    g_assert_cmpint(upstream.until, ==, 65 * second);
    respond(&upstream, 6, 200, 600, 1);
    g_assert_cmpuint(upstream.accepted_in, ==, 5);
    respond(&upstream, 9, 503, 0, 8);
    g_assert_cmpuint(upstream.refused_in, ==, 9);
    g_assert_cmpuint(upstream.status, ==, 503);
    g_assert_cmpint(upstream.until, ==, 65 * second);
    respond(&upstream, 12, 200, 0, 11);
    g_assert_cmpuint(upstream.accepted_in, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/upstream/responses behind a proxy", responses);
    return g_test_run();
}
