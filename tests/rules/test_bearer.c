/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bearer tokens.
 */
#include "sequence.h"

#define BEARER(token) "header='Authorization: Bearer " token "'"
#define SIGNED        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJib2IifQ.c2lnbmF0dXJl"
#define ENCRYPTED     "eyJhbGciOiJSU0EtT0FFUCJ9.a2V5.aXY.Y2lwaGVydGV4dA.dGFn"
#define OPAQUE        "mF_9.B5f-4.1JqM"

/* clang-format off */
static const struct sequence_case cases[] = {
    FIRES("auth.bearer_plain_jwt", "A signed token over UDP",
          "@0    R " BEARER(SIGNED) "  -> auth.bearer_plain_jwt",
          "@0.02 200[K1;3600]"),
    FIRES("auth.bearer_plain_jwt", "A signed token over TLS: a Note",
          "@0    R transport=tls " BEARER(SIGNED) "  -> auth.bearer_plain_jwt:note"),
    SILENT("auth.bearer_plain_jwt", "An encrypted token with five parts",
          "healthy",
          "@0    R " BEARER(ENCRYPTED),
          "@0.02 200[K1;3600]"),
    SILENT("auth.bearer_plain_jwt", "An opaque token that contains dots",
          "@0    R " BEARER(OPAQUE)),
    SILENT("auth.bearer_plain_jwt", "Digest credentials",
          CHALLENGED_AND_ACCEPTED),
    FIRES("auth.bearer_challenge", "Only a realm",
          "@0    R",
          "@0.02 401 header='WWW-Authenticate: Bearer realm=\"ex.com\"'  -> auth.bearer_challenge"),
    FIRES("auth.bearer_challenge", "An authorization server without https",
          "@0    R",
          "@0.02 401 header='WWW-Authenticate: Bearer realm=\"ex.com\", authz_server=\"http://as.ex.com\"'"
              "  -> auth.bearer_challenge"),
    SILENT("auth.bearer_challenge", "A realm and an authorization server",
          "@0    R",
          "@0.02 401 header='WWW-Authenticate: Bearer realm=\"ex.com\", authz_server=\"https://as.ex.com\", scope=\"sip\"'"),
    SILENT("auth.bearer_challenge", "The authorization server was cut off",
          "@0    R",
          "@0.02 401 header='WWW-Authenticate: Bearer realm=\"ex.com\", authz_server=\"https://as.ex.com\"' cut=authz"),
    SILENT("auth.bearer_challenge", "A Digest challenge",
          CHALLENGED_AND_ACCEPTED),
    FIRES("auth.bearer_shared", "The token of another AOR",
          "@0    R " BEARER(OPAQUE),
          "@0.02 200[K1;3600]",
          "@10   R client=2 user=carol " BEARER(OPAQUE) "  -> auth.bearer_shared"),
    SILENT("auth.bearer_shared", "Another device of the same AOR",
          "@0    R " BEARER(OPAQUE),
          "@0.02 200[K1;3600]",
          "@10   R client=2 " BEARER(OPAQUE),
          "@10.02 200[K1;3590][K2;3600]",
          "@3000 R " BEARER(OPAQUE)),
    SILENT("auth.bearer_shared", "Each AOR has its own token",
          "@0    R " BEARER(OPAQUE),
          "@10   R client=2 user=carol " BEARER(ENCRYPTED)),
    SILENT("auth.bearer_shared", "A proxy forwards the request",
          "@0    R dst=10.0.0.5:5060 " BEARER(OPAQUE),
          "@0.01 relay=1"),
};
/* clang-format on */

void test_bearer(void)
{
    SEQUENCES_ADD(cases);
}
