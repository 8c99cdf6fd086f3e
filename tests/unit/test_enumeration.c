/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Servers that reveal which users exist.
 */
#include "state/enumeration.h"

#include "unit/interned.h"

static struct endpoint address(const char *text)
{
    struct endpoint endpoint = {0};

    g_assert_true(endpoint_read_ip(span_of(text), &endpoint));
    return endpoint;
}

static const struct oracle *respond(struct oracles *all, const char *server, const char *client,
                                    unsigned status, const char *aor)
{
    struct packet packet = {.frame = 1, .source = address(server), .destination = address(client)};
    struct facts *facts = g_new0(struct facts, 1);
    const struct oracle *oracle;

    facts->packet = &packet;
    facts->status = status;
    facts->aor = aor;
    oracle = oracles_note(all, facts);
    g_free(facts);
    return oracle;
}

static void oracles(void)
{
    const char *bob = interned("sip:bob@h"), *eve = interned("sip:eve@h");
    const char *far = interned("sip:eve@g");
    const char *server = "192.0.2.9", *a = "192.0.2.1", *b = "192.0.2.2";
    struct oracles *all = oracles_new();
    const struct oracle *revealed;

    g_assert_null(respond(all, server, a, 401, bob));
    g_assert_null(respond(all, server, a, 503, eve));
    g_assert_null(respond(all, server, a, 404, bob));
    g_assert_null(respond(all, server, a, 404, far));
    g_assert_null(respond(all, server, b, 403, eve));
    g_assert_null(respond(all, "192.0.2.8", a, 404, eve));
    revealed = respond(all, server, b, 404, eve);
    g_assert_nonnull(revealed);
    g_assert_true(revealed->challenged == bob && revealed->refused == eve);
    g_assert_cmpuint(revealed->refused_with, ==, 404);
    g_assert_null(respond(all, server, a, 404, eve));
    oracles_free(all);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/enumeration/servers that reveal their users", oracles);
    return g_test_run();
}
