/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Transactions: how a request relates to earlier ones, which one a response belongs to, and what is
 * forgotten.
 */
#include "state/transaction.h"

#define MS G_GINT64_CONSTANT(1000000)
#define S  G_GINT64_CONSTANT(1000000000)

/* Longer chains are not searched. */
enum { CHAIN_MAX = 16 };

struct fixture {
    struct pool *pool;
    struct transactions *transactions;
    struct packet packet;
    struct facts facts;
};

/* One message. Branches are listed from the top down; NULL: none. */
struct message {
    const char *from, *to; /* addresses; port 5060 */
    const char *branch, *below;
    const char *call_id;  /* NULL: "c" */
    int cseq;             /* 0: 1; below 0: none */
    const char *password; /* with which its credentials are computed; NULL: none */
    int64_t time;
    const char *from_tag; /* NULL: "t" */
};

static struct fixture *fixture_new(int64_t remembered_for)
{
    struct fixture *fixture = g_new0(struct fixture, 1);

    fixture->pool = pool_new();
    fixture->transactions = transactions_new(fixture->pool, remembered_for);
    return fixture;
}

static void fixture_free(struct fixture *fixture)
{
    transactions_free(fixture->transactions);
    pool_free(fixture->pool);
    g_free(fixture);
}

static struct endpoint address(const char *text)
{
    struct endpoint endpoint = {0};

    if (text)
        g_assert_true(endpoint_read_ip(span_of(text), &endpoint));
    endpoint.port = 5060;
    return endpoint;
}

static const struct facts *facts_of(struct fixture *fixture, const struct message *message)
{
    struct facts *facts = &fixture->facts;
    const char *branches[] = {message->branch, message->below};

    memset(facts, 0, sizeof(*facts));
    fixture->packet = (struct packet){
        .time = message->time,
        .source = address(message->from),
        .destination = address(message->to),
        .transport = TRANSPORT_UDP,
    };
    facts->packet = &fixture->packet;
    facts->method = METHOD_REGISTER;
    facts->call_id = pool_intern(fixture->pool, span_of(message->call_id ? message->call_id : "c"));
    facts->has_cseq = message->cseq >= 0;
    facts->cseq = message->cseq > 0 ? (uint32_t)message->cseq : facts->has_cseq;
    facts->from_tag =
        fingerprint(fixture->pool, 0, span_of(message->from_tag ? message->from_tag : "t"));
    facts->via_count = message->below ? 2 : 1;
    for (unsigned i = 0; i < facts->via_count; i++) {
        facts->branches[i] = fingerprint(fixture->pool, 0, span_of(branches[i]));
        facts->vias[i] = facts->branches[i];
    }
    if (message->password) {
        facts->credentials_count = 1;
        facts->credentials[0].whole = fingerprint(fixture->pool, 0, span_of(message->password));
    }
    return facts;
}

static struct transaction *add(struct fixture *fixture, struct message message,
                               struct transaction *original)
{
    return transactions_add(fixture->transactions, facts_of(fixture, &message), original);
}

static enum transaction_relation receive_request(struct fixture *fixture, struct message message,
                                                 struct transaction **found)
{
    *found = (struct transaction *)0x1;
    return transactions_find_request(fixture->transactions, facts_of(fixture, &message), found);
}

static enum transaction_match receive_response(struct fixture *fixture, struct message message,
                                               struct transaction **found)
{
    *found = (struct transaction *)0x1;
    return transactions_find_response(fixture->transactions, facts_of(fixture, &message), found);
}

#define CLIENT "10.0.0.1"
#define PROXY  "10.0.0.5"
#define SERVER "10.0.0.9"

static const struct message first = {CLIENT, SERVER, "b1", .time = S};

/* How a second request relates to `first`. */
static const struct request_row {
    const char *name;
    struct message message;
    unsigned status; /* latest response to `first` */
    enum transaction_relation relation;
} requests[] = {
    {"again after T1", {CLIENT, SERVER, "b1", .time = S + 500 * MS}, 0, TRANSACTION_RETRANSMISSION},
    {"again at once", {CLIENT, SERVER, "b1", .time = S}, 0, TRANSACTION_DUPLICATE},
    {"again just before the border",
     {CLIENT, SERVER, "b1", .time = S + 50 * MS - 1},
     0,
     TRANSACTION_DUPLICATE},
    {"again at the border",
     {CLIENT, SERVER, "b1", .time = S + 50 * MS},
     0,
     TRANSACTION_RETRANSMISSION},
    {"again after its final response",
     {CLIENT, SERVER, "b1", .time = 2 * S},
     200,
     TRANSACTION_RETRANSMISSION},
    {"another branch", {CLIENT, SERVER, "b2", .time = 2 * S}, 0, TRANSACTION_NEW},
    {"another CSeq on the same branch",
     {CLIENT, SERVER, "b1", .cseq = 2, .time = 2 * S},
     401,
     TRANSACTION_NEW},
    {"another Call-ID on the same branch",
     {CLIENT, SERVER, "b1", .call_id = "d", .time = 2 * S},
     0,
     TRANSACTION_NEW},
    {"credentials on the same branch after a challenge",
     {CLIENT, SERVER, "b1", .password = "p", .time = 2 * S},
     401,
     TRANSACTION_NEW},
    {"other credentials before any response",
     {CLIENT, SERVER, "b1", .password = "p", .time = 2 * S},
     0,
     TRANSACTION_RETRANSMISSION},
    {"the CSeq was cut off",
     {CLIENT, SERVER, "b1", .cseq = -1, .time = 2 * S},
     0,
     TRANSACTION_RETRANSMISSION},
    {"the same branch from another address",
     {PROXY, SERVER, "b1", .time = 2 * S},
     0,
     TRANSACTION_HOP},
    {"with the Via of a proxy on top", {PROXY, SERVER, "p1", "b1", .time = S}, 0, TRANSACTION_HOP},
    {"from where it went to", {SERVER, "10.0.0.20", "p1", .time = S}, 0, TRANSACTION_HOP},
    {"from where it went to, of another client",
     {SERVER, "10.0.0.20", "p1", .time = S, .from_tag = "u"},
     0,
     TRANSACTION_NEW},
    {"to itself", {SERVER, SERVER, "p1", .time = S}, 0, TRANSACTION_NEW},
};

static void request(gconstpointer data)
{
    const struct request_row *row = data;
    struct fixture *fixture = fixture_new(100 * S);
    struct transaction *transaction = add(fixture, first, NULL);
    struct transaction *found;

    transaction->status = (uint16_t)row->status;
    g_assert_cmpint(receive_request(fixture, row->message, &found), ==, row->relation);
    g_assert_true(found == (row->relation == TRANSACTION_NEW ? NULL : transaction));
    fixture_free(fixture);
}

/* Which transaction a response belongs to. */
static const struct response_row {
    const char *name;
    struct message message;
    enum transaction_match match;
} responses[] = {
    {"by its branch", {SERVER, CLIENT, .branch = "b1"}, TRANSACTION_BY_BRANCH},
    {"by its branch, from another source address",
     {"10.0.0.77", CLIENT, .branch = "b1"},
     TRANSACTION_BY_BRANCH},
    {"by its branch, with a garbled CSeq",
     {SERVER, CLIENT, "b1", .cseq = 9},
     TRANSACTION_BY_BRANCH},
    {"by its branch, with another Call-ID",
     {SERVER, CLIENT, "b1", .call_id = "x"},
     TRANSACTION_BY_BRANCH},
    {"a garbled CSeq and another From tag",
     {SERVER, CLIENT, "b1", .cseq = 9, .from_tag = "u"},
     TRANSACTION_NO_MATCH},
    {"by Call-ID and CSeq", {SERVER, CLIENT, .branch = "zz"}, TRANSACTION_BY_CSEQ},
    {"without a branch", {SERVER, CLIENT, .branch = NULL}, TRANSACTION_BY_CSEQ},
    {"with more Vias", {SERVER, CLIENT, "zz", "yy", .cseq = 1}, TRANSACTION_OTHER_HOP},
    {"to another host", {SERVER, PROXY, .branch = "zz"}, TRANSACTION_OTHER_HOP},
    {"another CSeq", {SERVER, CLIENT, "zz", .cseq = 2}, TRANSACTION_NO_MATCH},
    {"another From tag", {SERVER, CLIENT, "zz", .from_tag = "u"}, TRANSACTION_NO_MATCH},
    {"neither branch nor CSeq", {SERVER, CLIENT, "zz", .cseq = -1}, TRANSACTION_NO_MATCH},
};

static void finds_request(gconstpointer data)
{
    const struct response_row *row = data;
    struct fixture *fixture = fixture_new(100 * S);
    struct transaction *transaction = add(fixture, first, NULL);
    struct transaction *found;

    g_assert_cmpint(receive_response(fixture, row->message, &found), ==, row->match);
    g_assert_true(found == (row->match == TRANSACTION_NO_MATCH ? NULL : transaction));
    fixture_free(fixture);
}

static void a_garbled_response_needs_an_open_request(void)
{
    struct fixture *fixture = fixture_new(100 * S);
    struct transaction *found;

    add(fixture, first, NULL)->status = 200;
    g_assert_cmpint(
        receive_response(fixture, (struct message){SERVER, CLIENT, "b1", .cseq = 9}, &found), ==,
        TRANSACTION_NO_MATCH);
    g_assert_cmpint(
        receive_response(fixture, (struct message){SERVER, CLIENT, .branch = "b1"}, &found), ==,
        TRANSACTION_BY_BRANCH);
    fixture_free(fixture);
}

static void hops(void)
{
    struct fixture *fixture = fixture_new(100 * S);
    struct transaction *one = add(fixture, first, NULL), *found;
    struct transaction *two = add(fixture, (struct message){PROXY, SERVER, "b1", .time = S}, one);
    struct transaction *three =
        add(fixture, (struct message){SERVER, "10.0.0.20", "b1", .time = S}, two);

    /* All refer to the first, not to each other. */
    g_assert_true(two->original == one);
    g_assert_true(three->original == one);
    g_assert_true(transaction_original(three) == one);
    g_assert_true(transaction_original(one) == one);

    g_assert_cmpint(
        receive_request(fixture, (struct message){CLIENT, SERVER, "b1", .time = 2 * S}, &found), ==,
        TRANSACTION_RETRANSMISSION);
    g_assert_true(found == one);
    receive_response(fixture, (struct message){SERVER, PROXY, .branch = "b1"}, &found);
    g_assert_true(found == two);
    receive_response(fixture, (struct message){"10.0.0.20", SERVER, .branch = "b1"}, &found);
    g_assert_true(found == three);
    receive_response(fixture, (struct message){"10.0.0.20", "10.0.0.66", .branch = "b1"}, &found);
    g_assert_true(found == three);
    /* Nothing fits: the one without a response. */
    one->status = three->status = 200;
    receive_response(fixture, (struct message){"10.0.0.55", "10.0.0.66", .branch = "b1"}, &found);
    g_assert_true(found == two);
    fixture_free(fixture);
}

/* A proxy's hop is seen before the client's. */
static void the_other_way_round(void)
{
    struct fixture *fixture = fixture_new(100 * S);
    struct transaction *found;
    struct transaction *relayed =
        add(fixture, (struct message){PROXY, SERVER, "p1", "b1", .time = S}, NULL);

    g_assert_cmpint(
        receive_request(fixture, (struct message){CLIENT, PROXY, "b1", .time = S}, &found), ==,
        TRANSACTION_HOP);
    g_assert_true(found == relayed);
    fixture_free(fixture);
}

static void without_branches(void)
{
    struct fixture *fixture = fixture_new(100 * S);
    struct message message = {CLIENT, SERVER, NULL, .time = S};
    struct message other = {CLIENT, SERVER, NULL, .call_id = "d", .time = 2 * S};
    struct transaction *transaction = add(fixture, message, NULL), *found;

    g_assert_cmpuint(transaction->branch, ==, 0);
    g_assert_cmpint(receive_request(fixture, other, &found), ==, TRANSACTION_NEW);
    g_assert_null(found);
    g_assert_cmpint(
        receive_response(fixture, (struct message){SERVER, CLIENT, .branch = NULL}, &found), ==,
        TRANSACTION_BY_CSEQ);
    g_assert_true(found == transaction);
    fixture_free(fixture);
}

static void quoted(void)
{
    struct fixture *fixture = fixture_new(100 * S);
    struct transaction *one = add(fixture, first, NULL);
    struct message messages[] = {
        {PROXY, CLIENT, .branch = "b1"},  {PROXY, CLIENT, "b1", .cseq = -1},
        {PROXY, CLIENT, .branch = "zz"},  {PROXY, CLIENT, "zz", .cseq = -1},
        {PROXY, CLIENT, "b1", .cseq = 7},
    };
    struct transaction *const expected[] = {one, one, one, NULL, NULL};

    for (unsigned i = 0; i < G_N_ELEMENTS(messages); i++)
        g_assert_true(transactions_find_quoted(fixture->transactions,
                                               facts_of(fixture, &messages[i])) == expected[i]);
    fixture_free(fixture);
}

/* Always the same branch, or Call-ID and CSeq: only the newest are searched. */
static void hostile_chains(void)
{
    struct fixture *fixture = fixture_new(1000000 * S);
    struct transaction *found, *last = NULL;
    struct message message = {CLIENT, SERVER, .branch = "b1"};
    char call_id[16];

    for (int i = 0; i < 5000; i++) {
        g_snprintf(call_id, sizeof(call_id), "c%d", i);
        message.call_id = call_id;
        message.time = i * S;
        g_assert_cmpint(receive_request(fixture, message, &found), ==, TRANSACTION_NEW);
        last = add(fixture, message, NULL);
    }
    unsigned length = 0;
    for (const struct transaction *each = last; each; each = each->same_branch)
        length++;
    g_assert_cmpuint(length, ==, CHAIN_MAX);

    message.time += S;
    message.call_id = "c4984"; /* the sixteenth from the end */
    g_assert_cmpint(receive_request(fixture, message, &found), ==, TRANSACTION_RETRANSMISSION);
    message.call_id = "c4983";
    g_assert_cmpint(receive_request(fixture, message, &found), ==, TRANSACTION_NEW);
    g_assert_null(found);
    fixture_free(fixture);
}

static void hostile_requests(void)
{
    struct fixture *fixture = fixture_new(1000000 * S);
    struct transaction *last = NULL;
    char branch[16];
    unsigned length = 0;

    for (int i = 0; i < 5000; i++) {
        g_snprintf(branch, sizeof(branch), "b%d", i);
        last = add(fixture, (struct message){CLIENT, SERVER, branch, .time = i * S}, NULL);
    }
    for (const struct transaction *each = last; each; each = each->same_request)
        length++;
    g_assert_cmpuint(length, ==, CHAIN_MAX);
    fixture_free(fixture);
}

static void forgotten(void)
{
    struct fixture *fixture = fixture_new(10 * S);
    struct transaction *found, *one, *two;

    one = add(fixture, first, NULL);
    two = add(fixture, (struct message){PROXY, SERVER, "b1", .time = 5 * S}, one);
    transactions_forget(fixture->transactions, 11 * S);
    receive_response(fixture, (struct message){SERVER, CLIENT, .branch = "b1"}, &found);
    g_assert_true(found == one);

    /* The other hop still refers to it: AddressSanitizer detects a use after free. */
    transactions_forget(fixture->transactions, 11 * S + 1);
    g_assert_true(two->original == one);
    g_assert_cmpint(one->first_time, ==, S);
    g_assert_cmpuint(one->cseq, ==, 1);
    g_assert_true(one->call_id == two->call_id);

    /* A later retransmission does not keep it. */
    two->last_time = 14 * S;
    transactions_forget(fixture->transactions, 15 * S + 1);
    g_assert_cmpint(
        receive_response(fixture, (struct message){SERVER, CLIENT, .branch = "b1"}, &found), ==,
        TRANSACTION_NO_MATCH);
    g_assert_null(found);
    transactions_forget(fixture->transactions, INT64_MAX);

    one = add(fixture, (struct message){CLIENT, SERVER, "b1", .time = 20 * S}, NULL);
    g_assert_null(one->same_branch);
    g_assert_cmpint(
        receive_response(fixture, (struct message){SERVER, CLIENT, .branch = "b1"}, &found), ==,
        TRANSACTION_BY_BRANCH);
    fixture_free(fixture);
}

/* The middle of a chain is forgotten before its newest, and before the head of another chain. */
static void forgotten_in_chains(void)
{
    struct fixture *fixture = fixture_new(10 * S);
    struct transaction *found, *newest;

    for (int i = 0; i < 40; i++) {
        add(fixture, (struct message){CLIENT, SERVER, "b1", .cseq = i % 3 + 1, .time = i * S},
            NULL);
        transactions_forget(fixture->transactions, i * S);
    }
    newest = add(fixture, (struct message){CLIENT, SERVER, "b9", .cseq = 1, .time = 40 * S}, NULL);
    transactions_forget(fixture->transactions, 50 * S);
    g_assert_cmpint(
        receive_response(fixture, (struct message){SERVER, CLIENT, "b1", .cseq = 1}, &found), ==,
        TRANSACTION_BY_CSEQ);
    g_assert_true(found == newest);
    fixture_free(fixture);
}

/* The response to a forgotten hop comes too late, and does not belong to the next hop. */
static void forgotten_under_a_newer(void)
{
    static const struct message by_branch = {PROXY, SERVER, "b1", .time = 8 * S},
                                by_request = {PROXY, SERVER, "b2", .time = 8 * S};
    const struct message *const newer[] = {&by_branch, &by_request};

    for (unsigned i = 0; i < G_N_ELEMENTS(newer); i++) {
        struct fixture *fixture = fixture_new(10 * S);
        struct transaction *found, *one = add(fixture, first, NULL);
        struct transaction *two = add(fixture, *newer[i], NULL);
        struct message late = {SERVER, CLIENT, newer[i]->branch, .time = 12 * S};

        two->status = 200;
        if (newer[i] == &by_request)
            late.branch = "b3";
        receive_response(fixture, late, &found);
        g_assert_true(found == one);
        transactions_forget(fixture->transactions, 12 * S);
        receive_response(fixture, late, &found);
        g_assert_true(found == two);
        g_assert_cmpint(receive_request(fixture,
                                        (struct message){CLIENT, SERVER, "b1", .time = 12 * S},
                                        &found),
                        !=, TRANSACTION_RETRANSMISSION);
        g_assert_true(found != one);
        fixture_free(fixture);
    }
}

/* A forgotten transaction must not fire its deadline. */
static void forgotten_with_its_deadline(void)
{
    struct fixture *fixture = fixture_new(10 * S);
    struct deadlines *deadlines = deadlines_new();
    struct transaction *transaction = add(fixture, first, NULL);

    g_assert_true(transaction->deadline.owner == transaction);
    g_assert_cmpuint(transaction->deadline.kind, ==, DEADLINE_TRANSACTION);
    deadline_set(deadlines, &transaction->deadline, 33 * S);
    transactions_forget(fixture->transactions, 12 * S);
    g_assert_null(deadlines_next(deadlines, INT64_MAX));

    transaction = add(fixture, first, NULL);
    deadline_set(deadlines, &transaction->deadline, 33 * S);
    fixture_free(fixture);
    g_assert_null(deadlines_next(deadlines, INT64_MAX));
    deadlines_free(deadlines);
}

static void nothing(void)
{
    struct fixture *fixture = fixture_new(10 * S);
    struct transaction *found;

    transactions_free(NULL);
    transactions_forget(fixture->transactions, INT64_MAX);
    g_assert_cmpint(receive_request(fixture, first, &found), ==, TRANSACTION_NEW);
    g_assert_null(found);
    g_assert_cmpint(receive_response(fixture, first, &found), ==, TRANSACTION_NO_MATCH);
    g_assert_null(found);
    g_assert_null(transactions_find_quoted(fixture->transactions, facts_of(fixture, &first)));
    fixture_free(fixture);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(requests); i++) {
        char *path = g_strconcat("/transaction/request/", requests[i].name, NULL);

        g_test_add_data_func(path, &requests[i], request);
        g_free(path);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(responses); i++) {
        char *path = g_strconcat("/transaction/response/", responses[i].name, NULL);

        g_test_add_data_func(path, &responses[i], finds_request);
        g_free(path);
    }
    g_test_add_func("/transaction/response/a garbled one needs an open request",
                    a_garbled_response_needs_an_open_request);
    g_test_add_func("/transaction/hops/each gets its response", hops);
    g_test_add_func("/transaction/hops/the proxy's is seen first", the_other_way_round);
    g_test_add_func("/transaction/without branches", without_branches);
    g_test_add_func("/transaction/quoted by an ICMP error", quoted);
    g_test_add_func("/transaction/chains/of one branch", hostile_chains);
    g_test_add_func("/transaction/chains/of one request", hostile_requests);
    g_test_add_func("/transaction/forgotten/still referenced by another hop", forgotten);
    g_test_add_func("/transaction/forgotten/in chains", forgotten_in_chains);
    g_test_add_func("/transaction/forgotten/under a newer one", forgotten_under_a_newer);
    g_test_add_func("/transaction/forgotten/with its deadline", forgotten_with_its_deadline);
    g_test_add_func("/transaction/nothing is known", nothing);
    return g_test_run();
}
