/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Credentials compared with accounts. The expected responses are computed here, with GLib's hashes,
 * independently of the code under test.
 */
#include "digest/check.h"
#include "digest/rspauth.h"

static char *md5(const char *text)
{
    return g_compute_checksum_for_string(G_CHECKSUM_MD5, text, -1);
}

/* One REGISTER: its credentials, and the input of their response where that differs. */
struct row {
    const char *name;
    const char *user, *realm, *uri; /* as sent; NULL: alice, sip.example, sip:sip.example */
    const char *more;               /* further parameters; NULL: none */
    const char *made_user, *made_realm, *made_uri, *password; /* NULL: as sent; s3cret */
    bool no_qop;                                              /* computed without */
    GChecksumType hash;
    const char *verdict;
};

/* clang-format off */
static const struct row rows[] = {
    {.name = "The right password", .verdict = "correct", .hash = G_CHECKSUM_MD5},
    {.name = "Another password", .password = "s3crte", .hash = G_CHECKSUM_MD5,
     .verdict = "wrong password"},
    {.name = "SHA-256", .more = ", algorithm=SHA-256", .hash = G_CHECKSUM_SHA256,
     .verdict = "correct"},
    {.name = "A user with its domain", .user = "alice@sip.example", .hash = G_CHECKSUM_MD5,
     .verdict = "correct"},
    {.name = "An unknown user", .user = "carol", .hash = G_CHECKSUM_MD5,
     .verdict = "not checked: no account"},
    {.name = "A user of another domain", .user = "dave@other.example", .hash = G_CHECKSUM_MD5,
     .verdict = "not checked: no account"},
    {.name = "The same name in a realm without accounts", .user = "erin", .password = "else",
     .hash = G_CHECKSUM_MD5, .verdict = "not checked: no account"},
    {.name = "The password of a user in another realm", .user = "erin", .hash = G_CHECKSUM_MD5,
     .verdict = "wrong realm; right for realm \"sip.example\", but the account is for \"erin.example\""},
    {.name = "The realm of an earlier challenge", .made_realm = "old.example",
     .hash = G_CHECKSUM_MD5, .verdict = "wrong response; right for realm \"old.example\""},
    {.name = "The realm of another account of the user", .user = "frank",
     .made_realm = "second.example", .hash = G_CHECKSUM_MD5,
     .verdict = "wrong response; right for realm \"second.example\""},
    {.name = "The host of the Request-URI for a realm", .made_realm = "registrar.example",
     .hash = G_CHECKSUM_MD5, .verdict = "wrong response; right for realm \"registrar.example\""},
    {.name = "Computed with the domain, sent without", .made_user = "alice@sip.example",
     .hash = G_CHECKSUM_MD5, .verdict = "wrong response; right for user \"alice@sip.example\""},
    {.name = "Computed without the domain, sent with it", .user = "alice@sip.example",
     .made_user = "alice", .hash = G_CHECKSUM_MD5,
     .verdict = "wrong response; right for user \"alice\""},
    {.name = "A capital letter that was not hashed", .user = "Alice", .made_user = "alice",
     .hash = G_CHECKSUM_MD5, .verdict = "wrong response; right for user \"alice\""},
    {.name = "All capitals", .made_user = "ALICE", .hash = G_CHECKSUM_MD5,
     .verdict = "wrong response; right for user \"ALICE\""},
    {.name = "The Request-URI", .made_uri = "sip:registrar.example:5070", .hash = G_CHECKSUM_MD5,
     .verdict = "wrong response; right for the Request-URI instead of the uri parameter"},
    {.name = "No password", .password = "", .hash = G_CHECKSUM_MD5,
     .verdict = "wrong password; right with an empty password"},
    {.name = "qop that was not hashed", .no_qop = true, .hash = G_CHECKSUM_MD5,
     .verdict = "wrong response; right without qop (RFC 2069)"},
    {.name = "Another algorithm than it says", .more = ", algorithm=SHA-512-256",
     .hash = G_CHECKSUM_SHA256, .verdict = "wrong response; right for algorithm SHA-256"},
    {.name = "An unknown algorithm", .more = ", algorithm=SHA-1", .hash = G_CHECKSUM_MD5,
     .verdict = "not checked: unknown algorithm"},
    {.name = "AKA, and the account has no key", .more = ", algorithm=AKAv1-MD5",
     .hash = G_CHECKSUM_MD5, .verdict = "not checked: the account has no key for AKA"},
    {.name = "An HA1", .user = "gina", .hash = G_CHECKSUM_MD5, .verdict = "correct"},
    {.name = "An HA1 that does not fit", .user = "gina", .password = "else",
     .hash = G_CHECKSUM_MD5, .verdict = "wrong password"},
    {.name = "An HA1 of another algorithm", .user = "gina", .more = ", algorithm=SHA-256",
     .hash = G_CHECKSUM_SHA256,
     .verdict = "not checked: the HA1 of the account is for another algorithm"},
    {.name = "The second of two accounts", .user = "frank", .realm = "second.example",
     .hash = G_CHECKSUM_MD5, .verdict = "correct"},
    {.name = "A key and no password", .user = "henry", .hash = G_CHECKSUM_MD5,
     .verdict = "not checked: the account has a key, but no password"},
    {.name = "A quoted pair in the user name, hashed unescaped", .user = "SIP\\\\judy",
     .made_user = "SIP\\judy", .hash = G_CHECKSUM_MD5, .verdict = "correct"},
    {.name = "A quoted pair in the user name, hashed as sent", .user = "SIP\\\\judy",
     .hash = G_CHECKSUM_MD5, .verdict = "correct"},
    {.name = "A literal backslash", .user = "SIP\\judy", .hash = G_CHECKSUM_MD5,
     .verdict = "correct"},
    {.name = "Quoted pairs in the realm, hashed unescaped",
     .realm = "our \\\"home\\\"", .made_realm = "our \"home\"", .hash = G_CHECKSUM_MD5,
     .verdict = "correct"},
    {.name = "Quoted pairs in the realm, hashed as sent", .realm = "our \\\"home\\\"",
     .hash = G_CHECKSUM_MD5, .verdict = "correct"},
    {.name = "Quoted pairs, and another password", .realm = "our \\\"home\\\"",
     .password = "else", .hash = G_CHECKSUM_MD5, .verdict = "wrong password"},
    {.name = "A user name in extended notation", .user = "", .made_user = "J\303\244s\303\270n Doe",
     .more = ", username*=UTF-8''J%C3%A4s%C3%B8n%20Doe", .hash = G_CHECKSUM_MD5,
     .verdict = "correct"},
    {.name = "Extended notation with a language, and another password", .user = "",
     .made_user = "J\303\244s\303\270n Doe", .password = "else",
     .more = ", username*=utf-8'da'J%C3%A4s%C3%B8n%20Doe", .hash = G_CHECKSUM_MD5,
     .verdict = "wrong password"},
    {.name = "Extended notation of a character set that is not UTF-8", .user = "",
     .more = ", username*=iso-8859-1''alice", .hash = G_CHECKSUM_MD5,
     .verdict = "not checked: no user name"},
    {.name = "Extended notation with a broken sign", .user = "",
     .more = ", username*=UTF-8''alice%2", .hash = G_CHECKSUM_MD5,
     .verdict = "not checked: no user name"},
    {.name = "Extended notation that is no UTF-8", .user = "",
     .more = ", username*=UTF-8''alice%FF", .hash = G_CHECKSUM_MD5,
     .verdict = "not checked: no user name"},
    {.name = "Extended notation without its marks", .user = "", .more = ", username*=alice",
     .hash = G_CHECKSUM_MD5, .verdict = "not checked: no user name"},
    {.name = "A cut header", .more = ", opaque=\"x", .hash = G_CHECKSUM_MD5,
     .verdict = "not checked: the header was cut"},
};
/* clang-format on */

static struct accounts *make_accounts(void)
{
    struct accounts *accounts = accounts_new();
    char *ha1 = md5("gina:sip.example:s3cret");
    const struct account_text texts[] = {
        {.user = "alice", .secret = "s3cret"},
        {.user = "dave@sip.example", .secret = "s3cret"},
        {.user = "erin", .realm = "erin.example", .secret = "s3cret"},
        {.user = "frank", .realm = "sip.example", .secret = "s3cret"},
        {.user = "frank", .realm = "second.example", .secret = "s3cret"},
        {.user = "SIP\\judy", .secret = "s3cret"},
        {.user = "J\303\244s\303\270n Doe", .secret = "s3cret"},
        {.user = "gina", .kind = ACCOUNT_HA1_MD5, .secret = ha1},
        {.user = "henry",
         .k = "465b5ce8b199b49faa5f0a2ee238a6bc",
         .opc = "cd63cb71954a9f4e48a5994e37a02baf"},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++)
        accounts_add(accounts, &texts[i]);
    g_assert_cmpuint(accounts_count(accounts), ==, G_N_ELEMENTS(texts));
    g_free(ha1);
    return accounts;
}

static const char *or_else(const char *text, const char *other)
{
    return text ? text : other;
}

static char *credentials_of(const struct row *row)
{
    const char *user = or_else(row->user, "alice"), *realm = or_else(row->realm, "sip.example");
    const char *uri = or_else(row->uri, "sip:sip.example");
    char *a1 = g_strjoin(":", or_else(row->made_user, user), or_else(row->made_realm, realm),
                         or_else(row->password, "s3cret"), NULL);
    char *a2 = g_strjoin(":", "REGISTER", or_else(row->made_uri, uri), NULL);
    char *h1 = g_compute_checksum_for_string(row->hash, a1, -1);
    char *h2 = g_compute_checksum_for_string(row->hash, a2, -1);
    char *all = g_strjoin(":", h1, row->no_qop ? "n1" : "n1:00000001:k1:auth", h2, NULL);
    char *response = g_compute_checksum_for_string(row->hash, all, -1);
    char *text = g_strdup_printf("Digest username=\"%s\", realm=\"%s\", nonce=\"n1\", uri=\"%s\", "
                                 "response=\"%s\", qop=auth, "
                                 "nc=00000001, cnonce=\"k1\"%s",
                                 user, realm, uri, response, or_else(row->more, ""));

    g_free(a1);
    g_free(a2);
    g_free(h1);
    g_free(h2);
    g_free(all);
    g_free(response);
    return text;
}

static struct check_message message_of(const struct accounts *accounts)
{
    static const struct span realms[] = {{"sip.example", 11}, {"old.example", 11}};

    return (struct check_message){
        .accounts = accounts,
        .method = SPAN_LITERAL("REGISTER"),
        .request_uri = SPAN_LITERAL("sip:registrar.example:5070"),
        .realms = realms,
        .realm_count = G_N_ELEMENTS(realms),
    };
}

static void judges(const void *data)
{
    const struct row *row = data;
    struct accounts *accounts = make_accounts();
    struct check_message message = message_of(accounts);
    char *text = credentials_of(row);
    struct sip_auth auth;
    struct check check;

    g_assert_true(sip_auth_read(span_of(text), &auth));
    digest_check(&message, &auth, &check);
    g_assert_cmpstr(check.verdict, ==, row->verdict);
    g_assert_cmpuint(message.computations, <=, CHECK_COMPUTATIONS_MAX);
    g_assert_true((check.account != NULL) == (check.outcome == CHECK_CORRECT));
    /* Nothing is computed for unknown users, and one response for an account of another realm. */
    if (strcmp(row->verdict, "not checked: no account") == 0)
        g_assert_cmpuint(message.computations, ==, strcmp(row->user, "erin") == 0 ? 1 : 0);
    g_assert_null(strstr(check.verdict, "s3cret"));
    g_free(text);
    accounts_unref(accounts);
}

static struct check check_text(struct accounts *accounts, struct check_message *message,
                               const char *text)
{
    struct sip_auth auth;
    struct check check;

    message->accounts = accounts;
    g_assert_true(sip_auth_read(span_of(text), &auth));
    digest_check(message, &auth, &check);
    return check;
}

#define WRONG                                                                                      \
    "Digest username=\"alice\", realm=\"a\", nonce=\"n\", uri=\"sip:a\", qop=auth, nc=1, "         \
    "cnonce=\"k\", "                                                                               \
    "response=\"0123456789abcdef0123456789abcdef\""

static void is_bounded(void)
{
    struct accounts *accounts = accounts_new();
    struct check_message message = message_of(NULL);

    for (unsigned i = 0; i < 100; i++)
        accounts_add(accounts, &(struct account_text){.user = "alice", .secret = "x"});
    for (unsigned i = 0; i < 100; i++)
        check_text(accounts, &message, WRONG);
    g_assert_cmpuint(message.computations, ==, CHECK_COMPUTATIONS_MAX);
    g_assert_cmpstr(check_text(accounts, &message, WRONG).verdict, ==,
                    "not checked: too many credentials or accounts for one message");
    accounts_unref(accounts);
}

static void looks_for_hashed_users(void)
{
    struct accounts *accounts = make_accounts();
    struct check_message message = message_of(NULL);
    char *hash = md5("alice:sip.example");
    struct row row = {
        .user = hash, .made_user = "alice", .hash = G_CHECKSUM_MD5, .more = ", userhash=true"};
    char *text = credentials_of(&row);

    g_assert_cmpstr(check_text(accounts, &message, text).verdict, ==, "correct");
    g_free(text);
    g_free(hash);
    accounts_unref(accounts);
}

/* Of several accounts of a user, the one for the realm counts; the others cost nothing. */
static void looks_for_hashed_users_of_the_realm(void)
{
    struct accounts *accounts = accounts_new();
    struct check_message message = message_of(NULL);
    char *hash = md5("alice:sip.example");
    struct row row = {
        .user = hash, .made_user = "alice", .hash = G_CHECKSUM_MD5, .more = ", userhash=true"};
    char *text = credentials_of(&row);

    for (unsigned i = 0; i < 2 * CHECK_COMPUTATIONS_MAX; i++)
        accounts_add(accounts, &(struct account_text){
                                   .user = "alice", .realm = "other.example", .secret = "else"});
    g_assert_cmpstr(check_text(accounts, &message, text).verdict, ==, "not checked: no account");
    g_assert_cmpuint(message.computations, ==, 0);
    accounts_add(accounts, &(struct account_text){
                               .user = "alice", .realm = "sip.example", .secret = "s3cret"});
    g_assert_cmpstr(check_text(accounts, &message, text).verdict, ==, "correct");
    g_free(text);
    g_free(hash);
    accounts_unref(accounts);
}

/* The hash could not be compared with all accounts: whether there is a match is unknown. */
static void does_not_deny_what_it_did_not_look_at(void)
{
    struct accounts *accounts = accounts_new();
    struct check_message message = message_of(NULL);
    struct row row = {.user = "0123456789abcdef0123456789abcdef",
                      .hash = G_CHECKSUM_MD5,
                      .more = ", userhash=true"};
    char *text = credentials_of(&row);

    for (unsigned i = 0; i < 10000; i++) {
        char *user = g_strdup_printf("u%u", i);

        accounts_add(accounts, &(struct account_text){.user = user, .secret = "x"});
        g_free(user);
    }
    g_assert_cmpstr(check_text(accounts, &message, text).verdict, ==,
                    "not checked: too many credentials or accounts for one message");
    g_assert_cmpuint(message.computations, ==, CHECK_COMPUTATIONS_MAX);
    g_free(text);
    accounts_unref(accounts);
}

/* The last permitted computation finds the account, so that its response cannot be computed. */
static void does_not_guess_at_the_bound(void)
{
    struct accounts *accounts = accounts_new();
    struct check_message message = message_of(NULL);
    char *hash = md5("alice:sip.example");
    struct row row = {
        .user = hash, .made_user = "alice", .hash = G_CHECKSUM_MD5, .more = ", userhash=true"};
    char *text = credentials_of(&row);

    for (unsigned i = 1; i < CHECK_COMPUTATIONS_MAX; i++)
        accounts_add(accounts, &(struct account_text){.user = "carol", .secret = "x"});
    accounts_add(accounts, &(struct account_text){.user = "alice", .secret = "s3cret"});
    g_assert_cmpstr(check_text(accounts, &message, text).verdict, ==,
                    "not checked: too many credentials or accounts for one message");
    g_free(text);
    g_free(hash);
    accounts_unref(accounts);
}

#define AKA_NONCE "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5Sp/6w1Tfr7M="
#define AKA(algorithm, response)                                                                   \
    "Digest username=\"alice@ims.example\", realm=\"ims.example\", nonce=\"" AKA_NONCE             \
    "\", uri=\"sip:ims.example\", qop=auth, nc=00000001, cnonce=\"k1\", algorithm=" algorithm      \
    ", response=\"" response "\""

static void computes_aka(void)
{
    static const struct {
        const char *text, *verdict;
    } each[] = {
        {AKA("AKAv1-MD5", "17d13233c3b2705d7855bae22a8bd5bf"), "correct"},
        {AKA("AKAv2-MD5", "829878e52c429958a74c26e2629979ac"), "correct"},
        {AKA("AKAv2-SHA-256", "b2a26ab96803aa8d751b1f7ebd30d6881d431af385f4f751171f6788af038e0f"),
         "correct"},
        {AKA("AKAv1-MD5", "829878e52c429958a74c26e2629979ac"), "wrong password"},
        {AKA("AKAv1-MD5", "43763a54a8b9fdeb2b938da1334be35b") ", auts=\"5PYxMuX2NOT2NeQ=\"",
         "correct"},
        {AKA("AKAv1-MD5", "43763a54a8b9fdeb2b938da1334be35b"),
         "wrong password; right with an empty password"},
    };
    struct accounts *accounts = accounts_new();

    accounts_add(accounts, &(struct account_text){.user = "alice@ims.example",
                                                  .k = "465b5ce8b199b49faa5f0a2ee238a6bc",
                                                  .op = "cdc202d5123e20f62b6d676ac72cb318"});
    for (unsigned i = 0; i < G_N_ELEMENTS(each); i++) {
        struct check_message message = message_of(NULL);
        struct check check = check_text(accounts, &message, each[i].text);

        g_assert_cmpstr(check.verdict, ==, each[i].verdict);
        g_assert_true(check.has_aka && check.aka.mac_is_right);
        g_assert_cmpuint(check.aka.sqn, ==, 0xff9bb4d0b607);
        g_assert_cmpuint(check.aka.password_length, ==, 0);
    }
    accounts_unref(accounts);
}

static void spares_cut_bodies(void)
{
    struct accounts *accounts = make_accounts();
    struct check_message message = message_of(NULL);

    message.body_is_cut = true;
    g_assert_cmpstr(
        check_text(accounts, &message,
                   "Digest username=\"alice\", realm=\"a\", nonce=\"n\", uri=\"sip:a\", "
                   "qop=auth-int, nc=1, cnonce=\"k\", response=\"0\"")
            .verdict,
        ==, "not checked: the body was cut");
    message.method = SPAN_LITERAL("ACK");
    g_assert_cmpstr(check_text(accounts, &message, WRONG).verdict, ==,
                    "not checked: an ACK repeats the credentials of its INVITE");
    accounts_unref(accounts);
}

static void names_flaws(void)
{
    static const struct {
        struct account_text text;
        const char *flaw;
    } each[] = {
        {{.user = ""}, "An account needs a user name"},
        {{.user = "a", .kind = ACCOUNT_HA1_MD5}, "The HA1 is missing"},
        {{.user = "a", .kind = ACCOUNT_HA1_MD5, .secret = "hunter2"},
         "An HA1 of MD5 has 32 hex digits"},
        {{.user = "a", .kind = ACCOUNT_HA1_SHA_256, .secret = "hunter2"},
         "An HA1 of SHA-256 or SHA-512-256 has 64 hex digits"},
        {{.user = "a", .k = "hunter2", .op = "x"}, "K, OP and OPc have 32 hex digits each"},
        {{.user = "a", .k = "465b5ce8b199b49faa5f0a2ee238a6bc"}, "K needs OP or OPc"},
        {{.user = "a", .opc = "465b5ce8b199b49faa5f0a2ee238a6bc"}, "OP and OPc need K"},
        {{.user = "a", .kind = 99}, "The kind of secret is not known"},
        {{.user = "a", .secret = "hunter2"}, NULL},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(each); i++)
        g_assert_cmpstr(account_flaw(&each[i].text), ==, each[i].flaw);
}

static void finds_users(void)
{
    struct accounts *accounts = make_accounts();
    const struct account *frank = accounts_find(accounts, span_of("Frank@any.example"));

    g_assert_cmpstr(frank->realm, ==, "sip.example");
    frank = accounts_find_next(frank, span_of("frank"));
    g_assert_cmpstr(frank->realm, ==, "second.example");
    g_assert_null(accounts_find_next(frank, span_of("frank")));
    g_assert_nonnull(accounts_find(accounts, span_of("dave")));
    g_assert_nonnull(accounts_find(accounts, span_of("dave@SIP.example")));
    g_assert_null(accounts_find(accounts, span_of("dave@other.example")));
    g_assert_null(accounts_find(accounts, (struct span){"alice\0", 6}));
    g_assert_null(accounts_find(accounts, SPAN_NONE));
    g_assert_null(accounts_find(NULL, span_of("alice")));
    accounts_unref(accounts);
}

/* RFC 7616 3.5 */
static void checks_rspauth(void)
{
    struct accounts *accounts = accounts_new();
    const struct account *account;
    struct digest_input input = {
        .algorithm = SIP_ALGORITHM_MD5,
        .user = SPAN_LITERAL("Mufasa"),
        .realm = SPAN_LITERAL("http-auth@example.org"),
        .nonce = SPAN_LITERAL("7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"),
        .nc = SPAN_LITERAL("00000001"),
        .cnonce = SPAN_LITERAL("f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"),
        .qop = SPAN_LITERAL("auth"),
        .method = SPAN_LITERAL("GET"),
        .uri = SPAN_LITERAL("/dir/index.html"),
    };

    accounts_add(accounts, &(struct account_text){.user = "Mufasa", .secret = "Circle of Life"});
    account = accounts_get(accounts, 0);
#define VERDICT(text)                                                                              \
    digest_check_rspauth(account, &input, SPAN_LITERAL("MD5"), SPAN_LITERAL("auth"), SPAN_NONE,    \
                         span_of(text))
    g_assert_cmpint(VERDICT("9b712497bc9f91499fbcca1dfc5f09a5"), ==, RSPAUTH_CORRECT);
    g_assert_cmpint(VERDICT("9B712497BC9F91499FBCCA1DFC5F09A5"), ==, RSPAUTH_CORRECT);
    g_assert_cmpint(VERDICT("8ca523f5e9506fed4657c9700eebdbec"), ==, RSPAUTH_AS_REQUEST);
    g_assert_cmpint(VERDICT("00112233445566778899aabbccddeeff"), ==, RSPAUTH_WRONG);
    g_assert_cmpint(VERDICT(""), ==, RSPAUTH_WRONG);
    accounts_unref(accounts);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *path = g_strconcat("/check/", rows[i].name, NULL);

        g_test_add_data_func(path, &rows[i], judges);
        g_free(path);
    }
    g_test_add_func("/check/bounded", is_bounded);
    g_test_add_func("/check/at the bound", does_not_guess_at_the_bound);
    g_test_add_func("/check/user hash", looks_for_hashed_users);
    g_test_add_func("/check/user hash and realm", looks_for_hashed_users_of_the_realm);
    g_test_add_func("/check/user hash and many accounts", does_not_deny_what_it_did_not_look_at);
    g_test_add_func("/check/AKA", computes_aka);
    g_test_add_func("/check/cut body, ACK", spares_cut_bodies);
    g_test_add_func("/check/rspauth", checks_rspauth);
    g_test_add_func("/accounts/flaws", names_flaws);
    g_test_add_func("/accounts/users", finds_users);
    return g_test_run();
}
