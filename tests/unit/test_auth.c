/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/auth.h"

#include "unit/text.h"

static const struct text_row valid[] = {
    {"challenge of RFC 3261 22.4",
     "Digest realm=\"biloxi.com\", qop=\"auth,auth-int\", "
     "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
     "Digest realm=[biloxi.com] nonce=[dcd98b7102dd2f0e8b11d0f600bfb0c093] "
     "opaque=[5ccc069c403ebaf9f0171e9517f40e41] qop=[auth,auth-int]"},
    {"credentials of RFC 3261 22.4",
     "Digest username=\"bob\",\r\n realm=\"biloxi.com\",\r\n "
     "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\",\r\n uri=\"sip:bob@biloxi.com\",\r\n "
     "qop=auth,\r\n nc=00000001,\r\n cnonce=\"0a4f113b\",\r\n "
     "response=\"6629fae49393a05397450978507c4ef1\",\r\n "
     "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
     "Digest realm=[biloxi.com] nonce=[dcd98b7102dd2f0e8b11d0f600bfb0c093] "
     "opaque=[5ccc069c403ebaf9f0171e9517f40e41] qop=[auth] username=[bob] uri=[sip:bob@biloxi.com] "
     "response=[6629fae49393a05397450978507c4ef1] cnonce=[0a4f113b] nc=[00000001]"},
    {"challenge of RFC 7616 3.9.1",
     "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256, "
     "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
     "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"",
     "Digest realm=[http-auth@example.org] nonce=[7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v] "
     "opaque=[FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS] algorithm=[SHA-256] "
     "qop=[auth, auth-int]"},
    {"AKA resynchronisation of RFC 3310 5",
     "Digest username=\"jon.dough@mobile.biz\", realm=\"RoamingUsers@mobile.biz\", "
     "nonce=\"CjPk9mRqNuT25eRkajM09uTl9nM09uTl9nMz5OX25PZz==\", uri=\"sip:home.mobile.biz\", "
     "qop=auth-int, nc=00000001, cnonce=\"0a4f113b\", "
     "response=\"4429ffe49393c02397450934607c4ef1\", "
     "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\", auts=\"5PYxMuX2NOT2NeQ=\"",
     "Digest realm=[RoamingUsers@mobile.biz] "
     "nonce=[CjPk9mRqNuT25eRkajM09uTl9nM09uTl9nMz5OX25PZz==] "
     "opaque=[5ccc069c403ebaf9f0171e9517f40e41] qop=[auth-int] username=[jon.dough@mobile.biz] "
     "uri=[sip:home.mobile.biz] response=[4429ffe49393c02397450934607c4ef1] cnonce=[0a4f113b] "
     "nc=[00000001] auts=[5PYxMuX2NOT2NeQ=]"},
    {"two blanks before the first parameter", "Digest  username=\"bob\"", "Digest username=[bob]"},
    {"odd case", "DIGEST REALM=\"a\",Nonce=\"b\",STALE=TRUE",
     "DIGEST realm=[a] nonce=[b] stale=[TRUE]"},
    {"blanks around the equals sign", "Digest realm = \"a\" , nonce\t=\r\n \"b\"",
     "Digest realm=[a] nonce=[b]"},
    {"escaped quotes in the realm", "Digest realm=\"a \\\"b\\\" c\", nonce=\"n\"",
     "Digest realm=[a \\\"b\\\" c] nonce=[n]"},
    {"comma in the realm", "Digest realm=\"a, nonce=x\", nonce=\"n\"",
     "Digest realm=[a, nonce=x] nonce=[n]"},
    {"empty values", "Digest username=\"\", response=\"\"", "Digest username=[] response=[]"},
    {"parameters that are not used", "Digest domain=\"sip:x\", charset=UTF-8, realm=\"a\"",
     "Digest realm=[a]"},
    {"Basic credentials", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Basic"},
    {"Bearer challenge of RFC 8898",
     "Bearer realm=\"example.com\", authz_server=\"https://as.example\"",
     "Bearer realm=[example.com]"},
    {"an unknown scheme", "NTLM realm=\"a\"", "NTLM realm=[a]"},
    {"a scheme alone", "Negotiate", "Negotiate"},
    {"second challenge does not override",
     "Digest realm=\"a\", nonce=\"b\", Digest realm=\"c\", nonce=\"d\", qop=\"auth\"",
     "Digest realm=[a] nonce=[b] combined"},
    {"second challenge adds nothing", "Digest realm=\"a\", Basic realm=\"c\", opaque=\"o\"",
     "Digest realm=[a] combined"},
};

static const struct text_row recoverable[] = {
    {"commas missing", "Digest realm=\"a\" nonce=\"b\"  qop=auth",
     "Digest realm=[a] nonce=[b] qop=[auth]"},
    {"nothing between values", "Digest realm=\"a\"nonce=\"b\"", "Digest realm=[a] nonce=[b]"},
    {"empty elements", "Digest ,, realm=\"a\",,,nonce=\"b\",", "Digest realm=[a] nonce=[b]"},
    {"values without quotes", "Digest realm=a, nonce=b,uri=sip:x;y",
     "Digest realm=[a] nonce=[b] uri=[sip:x;y]"},
    {"blanks in a value without quotes", "Digest realm=my own realm, nonce=\"b\"",
     "Digest realm=[my]"},
    {"quotes around nc and qop", "Digest qop=\"auth\", nc=\"00000001\"",
     "Digest qop=[auth] nc=[00000001]"},
    {"a list of qop values without quotes", "Digest qop=auth,auth-int,realm=\"a\"",
     "Digest realm=[a] qop=[auth]"},
    {"parameter without value", "Digest stale, realm=\"a\"", "Digest realm=[a]"},
    {"value missing", "Digest realm=, nonce=\"b\"", "Digest realm=[] nonce=[b]"},
    {"the first of two", "Digest realm=\"a\", realm=\"b\"", "Digest realm=[a]"},
    {"quote not closed", "Digest realm=\"a\", nonce=\"b, opaque=c",
     "Digest realm=[a] nonce=[b, opaque=c] truncated"},
    {"one quote at the end", "Digest realm=\"a\", nonce=\"", "Digest realm=[a] nonce=[] truncated"},
    {"ends behind an escape", "Digest realm=\"a\\\"", "Digest realm=[a\\\"] truncated"},
    {"ends behind the equals sign", "Digest realm=", "Digest realm=[]"},
    {"name missing", "Digest =\"x\", realm=\"a\"", "nothing"},
};

static const struct text_row invalid[] = {
    {"empty", "", "nothing"},
    {"blanks", " \r\n\t", "nothing"},
    {"scheme missing", "username=\"bob\", realm=\"a\"", "nothing"},
    {"scheme missing and blanks", "username = \"bob\"", "nothing"},
    {"a string", "\"Digest\"", "nothing"},
};

static const struct text_row infos[] = {
    {"of RFC 3261 20.6", "nextnonce=\"47364c23432d2e131a5fb210812c\"",
     "nextnonce=[47364c23432d2e131a5fb210812c]"},
    {"all of RFC 7616 3.5", "qop=auth, rspauth=\"6629\", cnonce=\"0a\", nc=00000002",
     "qop=[auth] cnonce=[0a] nc=[00000002] rspauth=[6629]"},
    {"quote not closed", "nextnonce=\"47", "nextnonce=[47] truncated"},
    {"empty", "", ""},
};

static void say_params(GString *said, const struct sip_auth *auth)
{
    text_say(said, "realm", auth->realm);
    text_say(said, "nonce", auth->nonce);
    text_say(said, "opaque", auth->opaque);
    text_say(said, "algorithm", auth->algorithm);
    text_say(said, "qop", auth->qop);
    text_say(said, "stale", auth->stale);
    text_say(said, "username", auth->username);
    text_say(said, "uri", auth->uri);
    text_say(said, "response", auth->response);
    text_say(said, "cnonce", auth->cnonce);
    text_say(said, "nc", auth->nc);
    text_say(said, "auts", auth->auts);
    text_say(said, "nextnonce", auth->nextnonce);
    text_say(said, "rspauth", auth->rspauth);
    g_string_append(said, auth->truncated ? " truncated" : "");
    g_string_append(said, auth->combined ? " combined" : "");
}

static void reading(gconstpointer data)
{
    const struct text_row *row = data;
    struct span input = text_copy(row->input, strlen(row->input));
    GString *said = g_string_new(NULL);
    struct sip_auth auth;

    if (sip_auth_read(input, &auth)) {
        g_string_append_len(said, auth.scheme_name.p, (gssize)auth.scheme_name.n);
        say_params(said, &auth);
    } else {
        g_string_append(said, "nothing");
    }
    text_free(input);
    text_expect(said, row->expected);
}

static void reading_info(gconstpointer data)
{
    const struct text_row *row = data;
    struct span input = text_copy(row->input, strlen(row->input));
    GString *said = g_string_new(NULL);
    struct sip_auth info;

    sip_auth_info_read(input, &info);
    say_params(said, &info);
    text_free(input);
    text_expect(said, row->expected);
}

static void schemes(void)
{
    struct sip_auth auth;

    g_assert_true(sip_auth_read(SPAN_LITERAL("digest realm=a"), &auth));
    g_assert_cmpint(auth.scheme, ==, SIP_AUTH_DIGEST);
    g_assert_true(sip_auth_read(SPAN_LITERAL("BASIC x"), &auth));
    g_assert_cmpint(auth.scheme, ==, SIP_AUTH_BASIC);
    g_assert_true(sip_auth_read(SPAN_LITERAL("Bearer x"), &auth));
    g_assert_cmpint(auth.scheme, ==, SIP_AUTH_BEARER);
    g_assert_true(sip_auth_read(SPAN_LITERAL("Digest2 x=y"), &auth));
    g_assert_cmpint(auth.scheme, ==, SIP_AUTH_OTHER);
    auth.scheme = SIP_AUTH_BASIC;
    g_assert_false(sip_auth_read(SPAN_LITERAL(""), &auth));
    g_assert_cmpint(auth.scheme, ==, SIP_AUTH_BASIC);
}

static void qop(void)
{
    g_assert_cmpuint(sip_auth_qop(SPAN_LITERAL("auth")), ==, SIP_QOP_AUTH);
    g_assert_cmpuint(sip_auth_qop(SPAN_LITERAL("auth, AUTH-INT")), ==,
                     SIP_QOP_AUTH | SIP_QOP_AUTH_INT);
    g_assert_cmpuint(sip_auth_qop(SPAN_LITERAL(" , auth-int ,token")), ==,
                     SIP_QOP_AUTH_INT | SIP_QOP_OTHER);
    g_assert_cmpuint(sip_auth_qop(SPAN_LITERAL("")), ==, 0);
    g_assert_cmpuint(sip_auth_qop(SPAN_NONE), ==, 0);
}

static const struct text_row quotes[] = {
    {"as it should be", "Digest realm=\"a\", stale=true, algorithm=MD5, qop=\"auth\"",
     "quoted qop"},
    {"a quoted token", "Digest realm=\"a\", algorithm = \"MD5\", qop=auth",
     "[algorithm = \"MD5\"] plain qop"},
    {"a bare string", "Digest realm=\"a\", uri=sip:h , nc=\"1\"", "[uri=sip:h]"},
    {"a bare empty string", "Digest realm=, nonce=\"\"", "[realm=]"},
    {"the first of two counts", "Digest nc=1, nc=\"1\"", ""},
    {"the quote does not close", "Digest nc=\"1", "[nc=\"1]"},
};

static void quoting(gconstpointer data)
{
    const struct text_row *row = data;
    struct span input = text_copy(row->input, strlen(row->input));
    GString *said = g_string_new(NULL);
    struct sip_auth auth;

    g_assert_true(sip_auth_read(input, &auth));
    if (span_present(auth.misquoted))
        g_string_append_printf(said, "[%.*s]", (int)auth.misquoted.n, auth.misquoted.p);
    if (span_present(auth.qop))
        g_string_append_printf(said, "%s%s qop", said->len ? " " : "",
                               auth.qop_is_quoted ? "quoted" : "plain");
    text_free(input);
    text_expect(said, row->expected);
}

static void bearer(void)
{
    struct sip_auth auth;

    g_assert_true(sip_auth_read(SPAN_LITERAL("Bearer abc.def=="), &auth));
    g_assert_true(span_is(auth.token, "abc.def=="));
    g_assert_true(sip_auth_read(
        SPAN_LITERAL("Bearer realm=\"a\", authz_server=\"https://as\", scope=\"sip\""), &auth));
    g_assert_true(span_is(auth.authz_server, "https://as"));
    g_assert_true(span_is(auth.realm, "a"));
    g_assert_true(sip_auth_read(SPAN_LITERAL("Bearer"), &auth));
    g_assert_true(span_is_empty(auth.token));

    g_assert_true(sip_auth_is_signed_token(SPAN_LITERAL("eyJhbGciOiJub25lIn0.e30.")));
    g_assert_true(sip_auth_is_signed_token(SPAN_LITERAL("eyAidHlwIjoiSldUIn0.e30.sig")));
    g_assert_false(sip_auth_is_signed_token(SPAN_LITERAL("eyJhbGciOiJSU0EifQ.a.b.c.d")));
    g_assert_false(sip_auth_is_signed_token(SPAN_LITERAL("mF_9.B5f-4.1JqM")));
    g_assert_false(sip_auth_is_signed_token(SPAN_LITERAL("..")));
    g_assert_false(sip_auth_is_signed_token(SPAN_NONE));
}

static const struct text_row counts[] = {
    {"eight digits", "00000001", "1"},
    {"letters in both cases", "0000aBcD", "43981"},
    {"the largest", "ffffffff", "4294967295"},
    {"one digit", "1", "1"},
    {"ten", "a", "10"},
    {"zero", "00000000", "0"},
    {"empty", "", "nothing"},
    {"nine digits", "000000001", "nothing"},
    {"no hex digit", "0000000g", "nothing"},
    {"a prefix", "0x000001", "nothing"},
    {"a blank", " 0000001", "nothing"},
    {"a sign", "-0000001", "nothing"},
};

static void count(gconstpointer data)
{
    const struct text_row *row = data;
    struct span input = text_copy(row->input, strlen(row->input));
    GString *said = g_string_new(NULL);
    uint32_t nc = 4711;

    if (sip_auth_nc(input, &nc)) {
        g_string_printf(said, "%u", nc);
    } else {
        g_assert_cmpuint(nc, ==, 4711);
        g_string_append(said, "nothing");
    }
    text_free(input);
    text_expect(said, row->expected);
}

static void algorithms(void)
{
    static const struct {
        const char *name;
        enum sip_algorithm algorithm;
        unsigned response_length;
    } rows[] = {
        {NULL, SIP_ALGORITHM_MD5, 32},
        {"md5", SIP_ALGORITHM_MD5, 32},
        {"MD5-Sess", SIP_ALGORITHM_MD5_SESS, 32},
        {"SHA-256", SIP_ALGORITHM_SHA_256, 64},
        {"sha-256-sess", SIP_ALGORITHM_SHA_256_SESS, 64},
        {"SHA-512-256", SIP_ALGORITHM_SHA_512_256, 64},
        {"SHA-512-256-sess", SIP_ALGORITHM_SHA_512_256_SESS, 64},
        {"AKAv1-MD5", SIP_ALGORITHM_AKA_V1_MD5, 32},
        {"akav2-md5", SIP_ALGORITHM_AKA_V2, 0},
        {"AKAv2-SHA-256", SIP_ALGORITHM_AKA_V2, 0},
        {"AKAv10-MD5", SIP_ALGORITHM_AKA_V2, 0},
        {"AKAv", SIP_ALGORITHM_UNKNOWN, 0},
        {"AKAv-MD5", SIP_ALGORITHM_UNKNOWN, 0},
        {"AKAv0-MD5", SIP_ALGORITHM_UNKNOWN, 0},
        {"SHA-512", SIP_ALGORITHM_UNKNOWN, 0},
        {"", SIP_ALGORITHM_UNKNOWN, 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        enum sip_algorithm algorithm = sip_algorithm_of(span_of(rows[i].name));

        g_test_message("algorithm %s", rows[i].name ? rows[i].name : "missing");
        g_assert_cmpint(algorithm, ==, rows[i].algorithm);
        g_assert_cmpuint(sip_algorithm_response_length(algorithm), ==, rows[i].response_length);
        g_assert_true(sip_algorithm_is_session(algorithm) ==
                      (rows[i].name && strlen(rows[i].name) > 5 &&
                       g_ascii_strcasecmp(rows[i].name + strlen(rows[i].name) - 5, "-sess") == 0));
        g_assert_true(sip_algorithm_is_aka(algorithm) == (algorithm >= SIP_ALGORITHM_AKA_V1_MD5));
    }
}

static void hostile(gconstpointer pattern)
{
    struct span input = text_repeat(pattern, 1 << 16);
    gint64 start = g_get_monotonic_time();
    struct sip_auth auth;

    sip_auth_info_read(input, &auth);
    sip_auth_qop(input);
    sip_auth_is_signed_token(input);
    memcpy((char *)input.p, "Digest ", 7);
    sip_auth_read(input, &auth);
    text_assert_quick(start);
    text_free(input);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEXT_ADD("/auth/valid", valid, reading);
    TEXT_ADD("/auth/recoverable", recoverable, reading);
    TEXT_ADD("/auth/invalid", invalid, reading);
    TEXT_ADD("/auth/info", infos, reading_info);
    TEXT_ADD("/auth/nonce count", counts, count);
    g_test_add_func("/auth/schemes", schemes);
    TEXT_ADD("/auth/quotes", quotes, quoting);
    g_test_add_func("/auth/qop", qop);
    g_test_add_func("/auth/bearer", bearer);
    g_test_add_func("/auth/algorithms", algorithms);
    g_test_add_data_func("/auth/pathological/commas", ",", hostile);
    g_test_add_data_func("/auth/pathological/quotes", "\"", hostile);
    g_test_add_data_func("/auth/pathological/escaped quotes", "\\\"", hostile);
    g_test_add_data_func("/auth/pathological/equals signs", "=", hostile);
    g_test_add_data_func("/auth/pathological/empty values", "a=\"\"", hostile);
    g_test_add_data_func("/auth/pathological/blanks", " ", hostile);
    g_test_add_data_func("/auth/pathological/words", "a,", hostile);
    g_test_add_data_func("/auth/pathological/semicolons", ";", hostile);
    return g_test_run();
}
