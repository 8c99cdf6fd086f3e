/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Responses and rspauth: the examples of the RFCs, and variants of them with another qop or
 * algorithm.
 */
#include "digest/response.h"

struct example {
    const char *name;
    enum sip_algorithm algorithm;
    const char *user, *realm, *nonce, *cnonce, *qop, *method, *uri, *body;
    unsigned kind;
    const char *secret;
    const char *response; /* NULL: it cannot be computed */
};

#define MUFASA_7616                                                                                \
    "Mufasa", "http-auth@example.org", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",             \
        "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
#define INDEX    "GET", "/dir/index.html", "v=0"
#define RSPAUTH  "", "/dir/index.html", "v=0"
#define PASSWORD ACCOUNT_PASSWORD, "Circle of Life"
#define HA1_MD5  "3d78807defe7de2157e2b0b6573a855f"
#define HA1_SHA  "7987C64C30E25F1B74BE53F966B49B90F2808AA92FAF9A00262392D7B4794232"

/* clang-format off */
static const struct example examples[] = {
    {"RFC 7616 3.9.1, MD5", SIP_ALGORITHM_MD5, MUFASA_7616, "auth", INDEX, PASSWORD,
     "8ca523f5e9506fed4657c9700eebdbec"},
    {"RFC 7616 3.9.1, SHA-256", SIP_ALGORITHM_SHA_256, MUFASA_7616, "auth", INDEX, PASSWORD,
     "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"},
    {"RFC 7616 3.9.2 with its erratum 4897, SHA-512-256", SIP_ALGORITHM_SHA_512_256,
     "J\303\244s\303\270n Doe", "api@example.org", "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
     "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", "auth", "GET", "/doe.json", "",
     ACCOUNT_PASSWORD, "Secret, or not?",
     "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"},
    {"RFC 2617 3.5", SIP_ALGORITHM_MD5, "Mufasa", "testrealm@host.com",
     "dcd98b7102dd2f0e8b11d0f600bfb0c093", "0a4f113b", "auth", INDEX,
     ACCOUNT_PASSWORD, "Circle Of Life", "6629fae49393a05397450978507c4ef1"},
    {"RFC 2069 2.4 with its erratum 749", SIP_ALGORITHM_MD5, "Mufasa", "testrealm@host.com",
     "dcd98b7102dd2f0e8b11d0f600bfb0c093", "", "", INDEX,
     ACCOUNT_PASSWORD, "CircleOfLife", "1949323746fe6a43ef61f9606e7febea"},
    {"MD5-sess", SIP_ALGORITHM_MD5_SESS, MUFASA_7616, "auth", INDEX, PASSWORD,
     "e783283f46242139c486a698fec7211d"},
    {"SHA-256-sess", SIP_ALGORITHM_SHA_256_SESS, MUFASA_7616, "auth", INDEX, PASSWORD,
     "2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7"},
    {"SHA-512-256", SIP_ALGORITHM_SHA_512_256, MUFASA_7616, "auth", INDEX, PASSWORD,
     "430d05014cecc49cab6fbe03176d41a1da86cbfe24a16580e22aaad928d960d0"},
    {"SHA-512-256-sess", SIP_ALGORITHM_SHA_512_256_SESS, MUFASA_7616, "auth", INDEX, PASSWORD,
     "3f2a34f923c38b0fb26dce2fdfc2ce326c23cecf86fbb1444f3e51fbbc2cb92e"},
    {"auth-int includes the body", SIP_ALGORITHM_MD5, MUFASA_7616, "auth-int", INDEX, PASSWORD,
     "3835b139d1606d821f6f96713d044ded"},
    {"auth-int with SHA-256", SIP_ALGORITHM_SHA_256, MUFASA_7616, "auth-int", INDEX, PASSWORD,
     "b3a4a0111e74e28223bac4af55ade12af037f6c8a019923135a0dca0d384407f"},
    {"no qop with SHA-256", SIP_ALGORITHM_SHA_256, MUFASA_7616, "", INDEX, PASSWORD,
     "a1306b0595a6c7fe96c448631fb5cfbd5107bd1fe1da729d978dd7446b812363"},
    {"an HA1 of MD5", SIP_ALGORITHM_MD5, MUFASA_7616, "auth", INDEX, ACCOUNT_HA1_MD5, HA1_MD5,
     "8ca523f5e9506fed4657c9700eebdbec"},
    {"an HA1 of MD5 for MD5-sess", SIP_ALGORITHM_MD5_SESS, MUFASA_7616, "auth", INDEX,
     ACCOUNT_HA1_MD5, HA1_MD5, "e783283f46242139c486a698fec7211d"},
    {"an HA1 of SHA-256 in capitals", SIP_ALGORITHM_SHA_256, MUFASA_7616, "auth", INDEX,
     ACCOUNT_HA1_SHA_256, HA1_SHA,
     "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"},
    {"an HA1 of SHA-256 does not fit MD5", SIP_ALGORITHM_MD5, MUFASA_7616, "auth", INDEX,
     ACCOUNT_HA1_SHA_256, HA1_SHA, NULL},
    {"an unknown algorithm", SIP_ALGORITHM_UNKNOWN, MUFASA_7616, "auth", INDEX, PASSWORD,
     NULL},
    {"rspauth, MD5", SIP_ALGORITHM_MD5, MUFASA_7616, "auth", RSPAUTH, PASSWORD,
     "9b712497bc9f91499fbcca1dfc5f09a5"},
    {"rspauth, SHA-256", SIP_ALGORITHM_SHA_256, MUFASA_7616, "auth", RSPAUTH, PASSWORD,
     "86d3b25618d41854ca5039a5d7e53ff6355d5134a9b1fb088a78ac3c462195a0"},
    {"rspauth, SHA-512-256", SIP_ALGORITHM_SHA_512_256, MUFASA_7616, "auth", RSPAUTH, PASSWORD,
     "c8f9593a4f49b95ce2c483cc3222ecd360a5c6ec52ca24a530b0aac18478de8c"},
};
/* clang-format on */

static void responds(const void *data)
{
    const struct example *example = data;
    const struct digest_input input = {
        .algorithm = example->algorithm,
        .user = span_of(example->user),
        .realm = span_of(example->realm),
        .nonce = span_of(example->nonce),
        .nc = SPAN_LITERAL("00000001"),
        .cnonce = span_of(example->cnonce),
        .qop = span_of(example->qop),
        .method = span_of(example->method),
        .uri = span_of(example->uri),
        .body = span_of(example->body),
    };
    const struct digest_secret secret = {example->kind, span_of(example->secret)};
    char response[DIGEST_TEXT_SIZE];

    if (digest_response(&input, &secret, response))
        g_assert_cmpstr(response, ==, example->response);
    else
        g_assert_null(example->response);
}

/* RFC 7616 3.9.2 with its erratum */
static void hashes_users(void)
{
    const struct span parts[] = {span_of("J\303\244s\303\270n Doe"), span_of("api@example.org")};
    char hash[DIGEST_TEXT_SIZE];

    g_assert_true(digest_hash(SIP_ALGORITHM_SHA_512_256, parts, G_N_ELEMENTS(parts), hash));
    g_assert_cmpstr(hash, ==, "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b");
}

/* A missing part counts as an empty one. */
static void takes_missing_parts(void)
{
    const struct span parts[] = {SPAN_NONE, SPAN_LITERAL(""), SPAN_NONE};
    char hash[DIGEST_TEXT_SIZE];
    char *expected = g_compute_checksum_for_string(G_CHECKSUM_MD5, "::", -1);

    g_assert_true(digest_hash(SIP_ALGORITHM_MD5, parts, G_N_ELEMENTS(parts), hash));
    g_assert_cmpstr(hash, ==, expected);
    g_free(expected);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    accounts_unref(accounts_new()); /* initializes libgcrypt */
    for (unsigned i = 0; i < G_N_ELEMENTS(examples); i++) {
        char *path = g_strconcat("/digest/response/", examples[i].name, NULL);

        g_test_add_data_func(path, &examples[i], responds);
        g_free(path);
    }
    g_test_add_func("/digest/user hash", hashes_users);
    g_test_add_func("/digest/missing parts", takes_missing_parts);
    return g_test_run();
}
