/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Additional state of registrations in IMS networks.
 */
#include "state/ims.h"

#include "state/registration.h"

struct fixture {
    struct registration registration;
    struct packet packet;
    struct facts facts;
};

static struct fixture *fixture_new(void)
{
    struct fixture *fixture = g_new0(struct fixture, 1);

    fixture->registration.attempt.number = 1;
    fixture->registration.attempt.tries = 1;
    fixture->packet.frame = 1;
    fixture->facts.packet = &fixture->packet;
    return fixture;
}

static void fixture_free(struct fixture *fixture)
{
    ims_free(fixture->registration.ims);
    g_free(fixture);
}

/* The next message, empty. */
static void next(struct fixture *fixture)
{
    memset(&fixture->facts, 0, offsetof(struct facts, arrays));
    fixture->facts.packet = &fixture->packet;
    fixture->packet.frame++;
}

static void send(struct fixture *fixture, const char *nonce, bool has_auts)
{
    struct facts *facts = &fixture->facts;

    facts->is_ims = true;
    facts->credentials_count = 1;
    facts->credentials[0] = (struct facts_credentials){.nonce = nonce, .has_auts = has_auts};
    ims_take_request(ims_get(&fixture->registration, facts), facts);
    next(fixture);
}

static void on_demand(void)
{
    struct fixture *fixture = fixture_new();

    g_assert_null(ims_get(&fixture->registration, &fixture->facts));
    fixture->facts.ims.server.list = 1;
    g_assert_nonnull(ims_get(&fixture->registration, &fixture->facts));
    next(fixture);
    g_assert_nonnull(ims_get(&fixture->registration, &fixture->facts));
    fixture_free(fixture);
    ims_free(NULL);
}

static void initial(void)
{
    struct fixture *fixture = fixture_new();

    send(fixture, "", false);
    g_assert_cmpuint(fixture->registration.ims->initial_attempt, ==, 1);
    fixture->registration.attempt.number = 2;
    send(fixture, "n1", false);
    g_assert_cmpuint(fixture->registration.ims->initial_attempt, ==, 1);
    fixture->facts.ims.verify.list = 3;
    send(fixture, "", false);
    g_assert_cmpuint(fixture->registration.ims->initial_attempt, ==, 1);
    fixture_free(fixture);
}

static void resync(void)
{
    struct fixture *fixture = fixture_new();
    const struct ims *ims;

    send(fixture, "n1", true);
    ims = fixture->registration.ims;
    g_assert_cmpuint(ims->resyncs, ==, 1);
    g_assert_cmpuint(ims->resync_in, ==, 1);
    g_assert_cmpstr(ims->resync_nonce, ==, "n1");
    send(fixture, "n2", true);
    g_assert_cmpuint(ims->resyncs, ==, 2);
    fixture->registration.attempt.number = 2;
    send(fixture, "n3", true);
    g_assert_cmpuint(ims->resyncs, ==, 1);
    g_assert_cmpuint(ims->resync_attempt, ==, 2);
    fixture_free(fixture);
}

static void respond(struct fixture *fixture, unsigned status, uint64_t list, unsigned identities,
                    bool binds)
{
    struct facts *facts = &fixture->facts;

    facts->is_ims = true;
    facts->status = status;
    facts->ims.server.list = list;
    facts->ims.associated_count = identities;
    facts->ims.associated = identities;
    ims_take_response(ims_get(&fixture->registration, facts), facts, binds);
    next(fixture);
}

static void agreement(void)
{
    struct fixture *fixture = fixture_new();
    const struct ims *ims;

    respond(fixture, 401, 5, 0, false);
    ims = fixture->registration.ims;
    g_assert_cmpuint(ims->server.list, ==, 5);
    g_assert_cmpuint(ims->confirmed.list, ==, 0);
    respond(fixture, 200, 0, 0, true);
    g_assert_cmpuint(ims->confirmed.list, ==, 5);
    respond(fixture, 401, 6, 0, false);
    g_assert_cmpuint(ims->server.list, ==, 6);
    g_assert_cmpuint(ims->server_in, ==, 3);
    g_assert_cmpuint(ims->confirmed.list, ==, 5);
    fixture_free(fixture);
}

static void identities(void)
{
    struct fixture *fixture = fixture_new();
    const struct ims *ims;

    respond(fixture, 200, 0, 2, true);
    ims = fixture->registration.ims;
    g_assert_cmpuint(ims->associated_in, ==, 1);
    respond(fixture, 200, 0, 0, false);
    g_assert_cmpuint(ims->associated_in, ==, 1);
    fixture->facts.incomplete = true;
    respond(fixture, 200, 0, 0, true);
    g_assert_cmpuint(ims->associated_in, ==, 1);
    respond(fixture, 200, 0, 0, true);
    g_assert_cmpuint(ims->associated_in, ==, 0);
    respond(fixture, 423, 0, 0, false);
    g_assert_true(ims->was_brief);
    fixture_free(fixture);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ims/created only when needed", on_demand);
    g_test_add_func("/ims/an initial registration is unprotected", initial);
    g_test_add_func("/ims/AUTS are counted in an attempt", resync);
    g_test_add_func("/ims/a list is confirmed by a 2xx", agreement);
    g_test_add_func("/ims/identities", identities);
    return g_test_run();
}
