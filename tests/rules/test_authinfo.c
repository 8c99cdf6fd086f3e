/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Authentication-Info.
 */
#include "sequence.h"

#define INFO(params) "header='Authentication-Info: " params "'"
#define RSPAUTH "qop=auth, rspauth=\"00112233445566778899aabbccddeeff\""

/* clang-format off */
static const struct sequence_case cases[] = {
    FIRES("auth.info_mismatch", "The cnonce is not the client's",
          "@0    R",
          "@0.02 401[n1]",
          "@0.03 R A[n1,1;cnonce=k1]",
          "@0.05 200[K1;3600] " INFO(RSPAUTH ", cnonce=\"k2\", nc=00000001") "  -> auth.info_mismatch"),
    FIRES("auth.info_mismatch", "The nonce count is another",
          "@0    R",
          "@0.02 401[n1]",
          "@0.03 R A[n1,1]",
          "@0.05 200[K1;3600] " INFO(RSPAUTH ", cnonce=\"k1\", nc=00000002") "  -> auth.info_mismatch"),
    FIRES("auth.info_mismatch", "qop, but no rspauth: a Note",
          "@0    R",
          "@0.02 401[n1]",
          "@0.03 R A[n1,1]",
          "@0.05 200[K1;3600] " INFO("qop=auth, cnonce=\"k1\", nc=00000001") "  -> auth.info_mismatch:note"),
    SILENT("auth.info_mismatch", "All as it should be",
          "healthy",
          "@0    R",
          "@0.02 401[n1]",
          "@0.03 R A[n1,1]",
          "@0.05 200[K1;3600] " INFO(RSPAUTH ", cnonce=\"k1\", nc=00000001")),
    SILENT("auth.info_mismatch", "Only a nextnonce",
          "@0    R",
          "@0.02 401[n1]",
          "@0.03 R A[n1,1]",
          "@0.05 200[K1;3600] nextnonce=n2"),
    SILENT("auth.info_mismatch", "Empty values after a request without qop",
          "@0    R",
          "@0.02 401[n1;no-qop]",
          "@0.03 R A[n1,-]",
          "@0.05 200[K1;3600] " INFO("qop=\"\", cnonce=\"\", nc=\"\", nextnonce=\"n2\"")),
    SILENT("auth.info_mismatch", "A proxy and a registrar, each with its own credentials",
          "@0    R",
          "@0.02 407[p1;realm=proxy]",
          "@0.03 R P[p1,1;realm=proxy;cnonce=k7]",
          "@0.05 401[n1]",
          "@0.06 R P[p1,2;realm=proxy;cnonce=k8] A[n1,1;cnonce=k9]",
          "@0.08 200[K1;3600] " INFO(RSPAUTH ", cnonce=\"k9\", nc=00000001")
              " header='Proxy-Authentication-Info: " RSPAUTH ", cnonce=\"k8\", nc=00000002'"),
    SILENT("auth.info_mismatch", "The credentials are of before the capture",
          "@0    R lost A[n1,1;cnonce=k1]",
          "@0.02 200[K1;3600] " INFO(RSPAUTH ", cnonce=\"k2\", nc=00000001")),
    FIRES("auth.info_misplaced", "In a 401",
          "@0    R",
          "@0.02 401[n1] nextnonce=n2  -> auth.info_misplaced"),
    FIRES("auth.info_misplaced", "In a 200 to a REGISTER without credentials",
          "@0    R",
          "@0.02 200[K1;3600] nextnonce=n2  -> auth.info_misplaced auth.none"),
    SILENT("auth.info_misplaced", "In a 200 to credentials",
          "@0    R",
          "@0.02 401[n1]",
          "@0.03 R A[n1,1]",
          "@0.05 200[K1;3600] nextnonce=n2"),
    SILENT("auth.info_misplaced", "The credentials were cut away",
          "@0    R A[n0,1] cut=Authorization",
          "@0.02 200[K1;3600] nextnonce=n2"),
    SILENT("auth.info_misplaced", "A proxy's own header",
          "@0    R",
          "@0.02 407[n1] header='Proxy-Authentication-Info: nextnonce=\"n2\"'"),
};
/* clang-format on */

void test_authinfo(void)
{
    SEQUENCES_ADD(cases);
}
