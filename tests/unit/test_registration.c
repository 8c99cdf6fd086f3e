/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Registrations: which one a REGISTER belongs to, and what is remembered of offers and servers.
 */
#include "state/registration.h"

struct fixture {
    struct pool *pool;
    struct aors *aors;
    struct aor *aor;
    struct registrations *registrations;
    struct packet packet;
    struct facts facts;
};

/* The fields of a REGISTER; a missing Contact or instance is NULL. */
struct sent {
    const char *call_id, *from, *to, *contact, *instance;
    unsigned reg_id;
    bool is_emergency;
};

static struct fixture *fixture_new(void)
{
    struct fixture *fixture = g_new0(struct fixture, 1);

    fixture->pool = pool_new();
    fixture->aors = aors_new(fixture->pool);
    fixture->aor =
        aors_get(fixture->aors, pool_intern(fixture->pool, SPAN_LITERAL("sip:bob@ex.com")));
    fixture->registrations = registrations_new(fixture->pool);
    return fixture;
}

static void fixture_free(struct fixture *fixture)
{
    registrations_free(fixture->registrations);
    aors_free(fixture->aors);
    pool_free(fixture->pool);
    g_free(fixture);
}

static const char *text(struct fixture *fixture, const char *string)
{
    return pool_intern(fixture->pool, span_of(string));
}

static struct endpoint address(const char *string)
{
    struct endpoint endpoint = {0};

    g_assert_true(endpoint_read_ip(span_of(string), &endpoint));
    endpoint.port = 5060;
    return endpoint;
}

static const struct facts *facts_of(struct fixture *fixture, const struct sent *sent)
{
    struct facts *facts = &fixture->facts;

    memset(facts, 0, sizeof(*facts));
    fixture->packet = (struct packet){
        .frame = fixture->packet.frame + 1,
        .source = address(sent->from),
        .destination = address(sent->to),
    };
    facts->packet = &fixture->packet;
    facts->is_request = true;
    facts->call_id = text(fixture, sent->call_id);
    facts->is_emergency = sent->is_emergency;
    if (sent->contact) {
        facts->contact_count = 1;
        facts->contacts[0].uri = text(fixture, sent->contact);
        facts->contacts[0].instance = text(fixture, sent->instance);
        facts->contacts[0].reg_id = sent->reg_id;
    }
    return facts;
}

/* Updates the registration as the tracker does. */
static struct registration *add(struct fixture *fixture, const struct sent *sent)
{
    const struct facts *facts = facts_of(fixture, sent);
    struct registration *registration =
        registrations_add(fixture->registrations, fixture->aor, facts);

    registration->contact = facts->contacts[0].uri;
    registration->instance = facts->contacts[0].instance;
    registration->reg_id = facts->contacts[0].reg_id;
    registration->last.source = facts->packet->source;
    registration->last.destination = facts->packet->destination;
    return registration;
}

static struct registration *find(struct fixture *fixture, const struct sent *sent,
                                 enum registration_match *match)
{
    return registrations_find(fixture->registrations, fixture->aor, facts_of(fixture, sent), match);
}

#define CLIENT "10.0.0.1"
#define SERVER "10.0.0.9"
#define PHONE  "urn:uuid:1"
#define BOB    "sip:bob@10.0.0.1:5060"

/* Whether a REGISTER belongs to the registration created by another one. */
static const struct find_row {
    const char *name, *expected;
    struct sent made, sent;
} finds[] = {
    {"the same Call-ID, whatever the Contact",
     "call-id",
     {"c", CLIENT, SERVER, BOB, NULL, 0, false},
     {"c", "10.0.0.2", "10.0.0.8", "sip:x@h", NULL, 0, false}},
    {"the same Call-ID without a Contact",
     "call-id",
     {"c", CLIENT, SERVER, BOB, PHONE, 1, false},
     {"c", CLIENT, SERVER, NULL, NULL, 0, false}},
    {"the same Call-ID and flow",
     "call-id",
     {"c", CLIENT, SERVER, BOB, PHONE, 1, false},
     {"c", CLIENT, SERVER, BOB, PHONE, 1, false}},
    {"the same Call-ID, another flow",
     "none",
     {"c", CLIENT, SERVER, BOB, PHONE, 1, false},
     {"c", CLIENT, SERVER, BOB, PHONE, 2, false}},
    {"the same Contact from the same address",
     "agent",
     {"c", CLIENT, SERVER, BOB, NULL, 0, false},
     {"d", CLIENT, SERVER, "sip:bob@10.0.0.1:5060;x=1", NULL, 0, false}},
    {"the same Contact from another address",
     "none",
     {"c", CLIENT, SERVER, BOB, NULL, 0, false},
     {"d", "10.0.0.2", SERVER, BOB, NULL, 0, false}},
    {"another Contact from the same address",
     "none",
     {"c", CLIENT, SERVER, BOB, NULL, 0, false},
     {"d", CLIENT, SERVER, "sip:bob@10.0.0.1:5062", NULL, 0, false}},
    {"the same Contact at another registrar",
     "none",
     {"c", CLIENT, SERVER, BOB, NULL, 0, false},
     {"d", CLIENT, "10.0.0.8", BOB, NULL, 0, false}},
    {"the same instance from another address",
     "agent",
     {"c", CLIENT, SERVER, BOB, PHONE, 0, false},
     {"d", "10.0.0.2", SERVER, "sip:bob@10.0.0.2", PHONE, 0, false}},
    {"the same instance at another registrar",
     "none",
     {"c", CLIENT, SERVER, BOB, PHONE, 0, false},
     {"d", CLIENT, "10.0.0.8", BOB, PHONE, 0, false}},
    {"another instance with the same Contact",
     "none",
     {"c", CLIENT, SERVER, BOB, PHONE, 0, false},
     {"d", CLIENT, SERVER, BOB, "urn:uuid:2", 0, false}},
    {"an instance that was not named before",
     "agent",
     {"c", CLIENT, SERVER, BOB, NULL, 0, false},
     {"d", CLIENT, SERVER, BOB, PHONE, 0, false}},
    {"the same instance on the same flow",
     "agent",
     {"c", CLIENT, SERVER, BOB, PHONE, 1, false},
     {"d", CLIENT, SERVER, BOB, PHONE, 1, false}},
    {"the same instance on another flow",
     "none",
     {"c", CLIENT, SERVER, BOB, PHONE, 1, false},
     {"d", CLIENT, SERVER, BOB, PHONE, 2, false}},
    {"an emergency is another registration",
     "none",
     {"c", CLIENT, SERVER, BOB, PHONE, 0, false},
     {"d", CLIENT, SERVER, BOB, PHONE, 0, true}},
    {"no Contact",
     "none",
     {"c", CLIENT, SERVER, BOB, NULL, 0, false},
     {"d", CLIENT, SERVER, NULL, NULL, 0, false}},
};

static void found(gconstpointer data)
{
    const struct find_row *row = data;
    struct fixture *fixture = fixture_new();
    struct registration *made = add(fixture, &row->made);
    enum registration_match match = REGISTRATION_BY_CALL_ID;
    struct registration *registration = find(fixture, &row->sent, &match);

    g_assert_true(!registration || registration == made);
    g_assert_cmpstr(!registration                      ? "none"
                    : match == REGISTRATION_BY_CALL_ID ? "call-id"
                                                       : "agent",
                    ==, row->expected);
    fixture_free(fixture);
}

static const struct sent usual = {"c", CLIENT, SERVER, BOB, PHONE, 0, false};

static void another_aor(void)
{
    struct fixture *fixture = fixture_new();
    enum registration_match match;

    add(fixture, &usual);
    fixture->aor = aors_get(fixture->aors, text(fixture, "sip:alice@ex.com"));
    g_assert_null(find(fixture, &usual, &match));
    g_assert_cmpuint(add(fixture, &usual)->number, ==, 1);
    g_assert_cmpuint(find(fixture, &usual, &match)->number, ==, 1);
    fixture_free(fixture);
}

/* RFC 5626 4.2.1: two flows under one Call-ID. Responses do not name their flow: the first one is
 * taken. */
static void two_flows(void)
{
    struct fixture *fixture = fixture_new();
    struct sent one = usual, two = usual;
    enum registration_match match;
    struct facts *facts = &fixture->facts;

    one.reg_id = 1;
    two.reg_id = 2;
    struct registration *first = add(fixture, &one), *second = add(fixture, &two);

    g_assert_true(find(fixture, &one, &match) == first);
    g_assert_true(find(fixture, &two, &match) == second);
    facts_of(fixture, &two);
    facts->is_request = false;
    g_assert_true(registrations_find(fixture->registrations, fixture->aor, facts, &match) == first);
    facts->call_id = text(fixture, "d");
    g_assert_null(registrations_find(fixture->registrations, fixture->aor, facts, &match));
    fixture_free(fixture);
}

static void a_further_call_id(void)
{
    struct fixture *fixture = fixture_new();
    struct registration *registration = add(fixture, &usual);
    struct sent later = {"d", CLIENT, SERVER, NULL, NULL, 0, false};
    enum registration_match match;

    g_assert_null(find(fixture, &later, &match));
    registrations_add_call_id(fixture->registrations, registration, facts_of(fixture, &later));
    g_assert_cmpstr(registration->call_id, ==, "d");
    g_assert_true(find(fixture, &later, &match) == registration);
    g_assert_true(find(fixture, &usual, &match) == registration);
    g_assert_cmpint(match, ==, REGISTRATION_BY_CALL_ID);

    /* A Call-ID stays with the registration that used it first. */
    struct sent other = {"e", "10.0.0.2", SERVER, "sip:x@h", NULL, 0, false};
    struct registration *second = add(fixture, &other);
    registrations_add_call_id(fixture->registrations, second, facts_of(fixture, &usual));
    g_assert_true(find(fixture, &usual, &match) == registration);
    fixture_free(fixture);
}

static void newest_agent_first(void)
{
    struct fixture *fixture = fixture_new();
    struct sent sent = usual;
    struct registration *newest = NULL;
    enum registration_match match;
    char call_id[16];

    for (unsigned i = 0; i < 100; i++) {
        g_snprintf(call_id, sizeof(call_id), "c%u", i);
        sent.call_id = call_id;
        sent.instance = i < 50 ? "urn:uuid:old" : PHONE;
        newest = add(fixture, &sent);
        g_assert_cmpuint(newest->number, ==, i);
    }
    sent.call_id = "z";
    g_assert_true(find(fixture, &sent, &match) == newest);
    g_assert_true(fixture->aor->agents == newest);
    /* Not all of them are searched. */
    sent.instance = "urn:uuid:old";
    g_assert_null(find(fixture, &sent, &match));
    fixture_free(fixture);
}

static void offers(void)
{
    struct registration_past past = {0};
    struct pool *pool = pool_new();
    struct registration registration = {.past = &past, .pool = pool};
    struct nonce nonces[5] = {{.realm = "a"}, {.realm = "b"}, {.realm = "a"}, {.realm = "a"}, {0}};
    const char *a = nonces[0].realm;

    g_assert_null(registration_latest_offer(&registration, a));
    g_assert_null(registration_find_offer(&registration, NULL));
    for (unsigned i = 0; i < 3; i++) {
        nonces[i].realm = i == 1 ? "b" : a;
        registration_offer(&registration, &(struct offer){.nonce = &nonces[i], .round = i + 1});
    }
    g_assert_true(registration_latest_offer(&registration, a)->nonce == &nonces[2]);
    g_assert_null(registration_find_offer(&registration, &nonces[3]));

    /* Offered again: in the same slot, as the latest. */
    registration_offer(&registration,
                       &(struct offer){.nonce = &nonces[0], .round = 4, .frame = 40});
    g_assert_true(registration_latest_offer(&registration, a)->nonce == &nonces[0]);
    g_assert_cmpuint(registration_find_offer(&registration, &nonces[0])->frame, ==, 40);
    g_assert_nonnull(registration_find_offer(&registration, &nonces[2]));

    /* One more: the oldest round is dropped. */
    nonces[3].realm = a;
    registration_offer(&registration, &(struct offer){.nonce = &nonces[3], .round = 5});
    g_assert_null(registration_find_offer(&registration, &nonces[1]));
    g_assert_nonnull(registration_find_offer(&registration, &nonces[0]));
    g_assert_nonnull(registration_find_offer(&registration, &nonces[2]));
    g_assert_true(registration_latest_offer(&registration, a)->nonce == &nonces[3]);
    pool_free(pool);
}

/* Of a challenge with more nonces than are kept, the topmost stay. */
static void a_long_list_of_offers(void)
{
    struct registration_past past = {0};
    struct pool *pool = pool_new();
    struct registration registration = {.past = &past, .pool = pool};
    struct nonce nonces[6] = {0};

    for (unsigned i = 0; i < 6; i++)
        registration_offer(&registration, &(struct offer){.nonce = &nonces[i], .round = 1});
    for (unsigned i = 0; i < 6; i++)
        g_assert_true((registration_find_offer(&registration, &nonces[i]) != NULL) ==
                      (i < REGISTRATION_OFFERS_MAX));
    pool_free(pool);
}

static void note(struct registration *registration, const char *server, unsigned port,
                 const char *call_id, uint32_t cseq, int64_t time)
{
    struct packet packet = {.frame = (uint32_t)time, .time = time, .destination = address(server)};
    static struct report report;
    struct facts *facts = g_new0(struct facts, 1);

    packet.destination.port = (uint16_t)port;
    facts->packet = &packet;
    facts->call_id = call_id;
    facts->cseq = cseq;
    registration_note_server(registration, facts);
    registration->last = (struct last_request){.report = &report,
                                               .call_id = call_id,
                                               .destination = packet.destination,
                                               .time = time,
                                               .frame = packet.frame,
                                               .cseq = cseq};
    g_free(facts);
}

static void servers(void)
{
    static const char c[] = "c", d[] = "d";
    struct registration_past past = {0};
    struct pool *pool = pool_new();
    struct aor aor = {.name = NULL};
    struct registration registration = {.aor = &aor, .past = &past, .pool = pool};
    struct endpoint one = address("10.0.0.1"), two = address("10.0.0.2"),
                    three = address("10.0.0.3");

    g_assert_cmpuint(registration_find_server(&registration, &one).frame, ==, 0);
    g_assert_cmpuint(registration_find_server(&registration, &(struct endpoint){0}).frame, ==, 0);
    note(&registration, "10.0.0.1", 5060, c, 7, 10);
    g_assert_cmpuint(registration_find_server(&registration, &one).cseq, ==, 7);
    g_assert_cmpuint(registration_find_server(&registration, &two).frame, ==, 0);
    note(&registration, "10.0.0.2", 5060, c, 3, 20);
    g_assert_cmpuint(registration_find_server(&registration, &one).cseq, ==, 7);
    g_assert_cmpuint(registration_find_server(&registration, &two).cseq, ==, 3);

    /* The highest counts, on any port; another Call-ID starts afresh. */
    note(&registration, "10.0.0.1", 5080, c, 5, 30);
    g_assert_cmpuint(registration_find_server(&registration, &one).cseq, ==, 7);
    note(&registration, "10.0.0.1", 5080, c, 8, 40);
    g_assert_cmpuint(registration_find_server(&registration, &one).frame, ==, 40);
    note(&registration, "10.0.0.1", 5060, d, 1, 50);
    g_assert_cmpuint(registration_find_server(&registration, &one).cseq, ==, 1);

    /* A third one replaces the one that was heard from least recently. */
    note(&registration, "10.0.0.3", 5060, d, 9, 60);
    g_assert_cmpuint(registration_find_server(&registration, &two).frame, ==, 0);
    g_assert_cmpuint(registration_find_server(&registration, &one).cseq, ==, 1);
    g_assert_cmpuint(registration_find_server(&registration, &three).cseq, ==, 9);
    pool_free(pool);
}

static void bound(void)
{
    struct fixture *fixture = fixture_new();
    struct registration *registration = add(fixture, &usual);
    const char *uri = text(fixture, BOB), *phone = text(fixture, PHONE);
    struct binding *binding = aor_add_binding(fixture->aor, uri, phone, 0);

    /* Listed, without an owner. */
    g_assert_false(registration_is_bound(registration));
    g_assert_null(registration_find_binding(registration, uri, phone, 0));
    binding->owner = registration;
    g_assert_false(registration_is_bound(registration));
    g_assert_true(registration_find_binding(registration, uri, NULL, 0) == binding);
    binding->state = BINDING_LIVE;
    g_assert_true(registration_is_bound(registration));
    binding->state = BINDING_EXPIRED;
    g_assert_false(registration_is_bound(registration));
    fixture_free(fixture);
}

/* Deadlines of a registration are cancelled with it. */
static void freed_with_its_deadline(void)
{
    struct fixture *fixture = fixture_new();
    struct deadlines *deadlines = deadlines_new();
    struct registration *registration = add(fixture, &usual);

    g_assert_true(registration->attempt.deadline.owner == registration);
    g_assert_cmpuint(registration->attempt.deadline.kind, ==, DEADLINE_FOLLOW_UP);
    deadline_set(deadlines, &registration->attempt.deadline, 1);
    fixture_free(fixture);
    g_assert_null(deadlines_next(deadlines, INT64_MAX));
    deadlines_free(deadlines);
    registrations_free(NULL);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(finds); i++) {
        char *path = g_strconcat("/registration/found/", finds[i].name, NULL);

        g_test_add_data_func(path, &finds[i], found);
        g_free(path);
    }
    g_test_add_func("/registration/another AOR", another_aor);
    g_test_add_func("/registration/two flows under one Call-ID", two_flows);
    g_test_add_func("/registration/a further Call-ID", a_further_call_id);
    g_test_add_func("/registration/the newest agent first", newest_agent_first);
    g_test_add_func("/registration/offers/the oldest round is dropped", offers);
    g_test_add_func("/registration/offers/a long list", a_long_list_of_offers);
    g_test_add_func("/registration/servers", servers);
    g_test_add_func("/registration/bound", bound);
    g_test_add_func("/registration/freed with its deadline", freed_with_its_deadline);
    return g_test_run();
}
