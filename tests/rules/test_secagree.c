/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The security agreement.
 */
#include "sequence.h"

#define SEC_CLIENT                                                                                 \
    "header='Require: sec-agree' header='Proxy-Require: sec-agree' "                               \
    "header='Security-Client: "                                                                    \
    "ipsec-3gpp;alg=hmac-sha-1-96;spi-c=11;spi-s=12;port-c=6100;port-s=6101'"
#define SEC_SERVER "ipsec-3gpp;q=0.1;alg=hmac-sha-1-96;spi-c=21;spi-s=22;port-c=6200;port-s=6201"
#define OFFERED    "header='Security-Server: " SEC_SERVER ", tls;q=0.05'"
#define IMS_RETRY                                                                                  \
    "A[n1,1;AKAv1-MD5] contact='<sip:bob@10.0.0.1:6101>' src=10.0.0.1:6100 dst=10.0.0.9:6201 "
#define AGREED                                                                                     \
    "@0    R A[,-;response=] " SEC_CLIENT, "@0.02 401[n1;AKAv1-MD5] " OFFERED,                     \
        "@0.03 R " IMS_RETRY SEC_CLIENT " header='Security-Verify: " SEC_SERVER ", tls;q=0.05'",   \
        "@0.05 200[<sip:bob@10.0.0.1:6101>;600000]"
#define BEHIND "via='SIP/2.0/UDP 10.0.0.77;branch=z9hG4bKue'"

/* clang-format off */
static const struct sequence_case cases[] = {
    FIRES("secagree.verify_mismatch", "A mechanism was removed",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R " IMS_RETRY SEC_CLIENT " header='Security-Verify: " SEC_SERVER "'  "
              "-> secagree.verify_mismatch"),
    FIRES("secagree.verify_mismatch", "The order was changed",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R " IMS_RETRY SEC_CLIENT " header='Security-Verify: tls;q=0.05, " SEC_SERVER "'  "
              "-> secagree.verify_mismatch"),
    FIRES("secagree.verify_mismatch", "A parameter was removed, after a 494",
          "@0    R " SEC_CLIENT,
          "@0.02 494 header='Security-Server: tls;q=0.1, digest;d-alg=MD5'  -> resp.failure:chat",
          "@0.03 R header='Require: sec-agree' header='Proxy-Require: sec-agree' "
              "header='Security-Verify: tls, digest;d-alg=MD5'  "
              "-> secagree.verify_mismatch"),
    SILENT("secagree.verify_mismatch", "Only blanks differ",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R " IMS_RETRY SEC_CLIENT " header='Security-Verify: " SEC_SERVER " ,\r\n tls ; q=0.05'",
          "@0.05 200[<sip:bob@10.0.0.1:6101>;600000]"),
    SILENT("secagree.verify_mismatch", "Two header fields are one list",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R " IMS_RETRY SEC_CLIENT " header='Security-Verify: " SEC_SERVER "' "
              "header='Security-Verify: tls;q=0.05'"),
    SILENT("secagree.verify_mismatch", "A re-REGISTER returns the list of the last success",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R " IMS_RETRY SEC_CLIENT " header='Security-Verify: " SEC_SERVER ", tls;q=0.05'",
          "@0.05 200[<sip:bob@10.0.0.1:6101>;600000]",
          "@9000 R A[n1,1;AKAv1-MD5] contact='<sip:bob@10.0.0.1:6101>' src=10.0.0.1:6100 dst=10.0.0.9:6201 "
              SEC_CLIENT " header='Security-Verify: " SEC_SERVER ", tls;q=0.05'"),
    SILENT("secagree.verify_mismatch", "The offer is not in the capture",
          "@0    R " IMS_RETRY SEC_CLIENT " header='Security-Verify: " SEC_SERVER "'"),
    SILENT("secagree.verify_mismatch", "The Security-Verify was cut",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R header='Security-Verify: " SEC_SERVER ", tls;q=0.05' A[n1,1;AKAv1-MD5] cut=', tls'"),

    FIRES("secagree.option_missing", "Security-Client, and neither Require nor Proxy-Require",
          "@0    R A[,-;response=] header='Security-Client: tls'  -> secagree.option_missing"),
    FIRES("secagree.option_missing", "Proxy-Require alone is missing",
          "@0    R A[,-;response=] header='Require: path, sec-agree' header='Security-Client: tls'  "
              "-> secagree.option_missing"),
    FIRES("secagree.option_missing", "Security-Verify without Require",
          "@0    R A[n0,1] header='Proxy-Require: sec-agree' header='Security-Verify: tls;q=0.1'  "
              "-> secagree.option_missing"),
    SILENT("secagree.option_missing", "Both are present, in odd case and in a list",
          "@0    R A[,-;response=] header='Require: outbound,Sec-Agree' header='proxy-require: SEC-AGREE' "
              "header='Security-Client: tls'"),
    SILENT("secagree.option_missing", "Behind the first proxy",
          "@0    R A[,-;response=] header='Security-Client: tls' " BEHIND),
    SILENT("secagree.option_missing", "Behind a P-CSCF that hides the terminal",
          "@0    R A[,-;response=] header='Security-Client: ipsec-3gpp' header='P-Visited-Network-ID: ex.com'"),
    SILENT("secagree.option_missing", "Media security alone",
          "@0    R A[,-;response=] header='Security-Client: sdes-srtp;mediasec' header='Proxy-Require: mediasec' "
              "header='Require: mediasec'"),
    SILENT("secagree.option_missing", "The rest was cut off",
          "@0    R A[,-;response=] header='Security-Client: tls' header='Require: sec-agree' "
              "header='Proxy-Require: sec-agree' cut='Require: '"),

    FIRES("secagree.server_missing", "494 without a list",
          "@0    R " SEC_CLIENT,
          "@0.02 494  -> secagree.server_missing"),
    FIRES("secagree.server_missing", "421 with Require: sec-agree, without a list",
          "@0    R",
          "@0.02 421 header='Require: sec-agree'  -> secagree.server_missing"),
    SILENT("secagree.server_missing", "494 with the list",
          "@0    R " SEC_CLIENT,
          "@0.02 494 header='Security-Server: tls;q=0.1'"),
    SILENT("secagree.server_missing", "421 for another extension",
          "@0    R",
          "@0.02 421 header='Require: path'"),
    SILENT("secagree.server_missing", "The 494 was cut off",
          "@0    R " SEC_CLIENT,
          "@0.02 494 header='Security-Server: tls;q=0.1' cut=Security-Server"),

    FIRES("secagree.verify_missing", "The retry after the challenge does not return the list",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R " IMS_RETRY SEC_CLIENT "  -> secagree.verify_missing"),
    FIRES("secagree.verify_missing", "The retry after a 494 does not return the list",
          "@0    R " SEC_CLIENT,
          "@0.02 494 header='Security-Server: digest;d-alg=MD5'",
          "@0.03 R " SEC_CLIENT "  -> secagree.verify_missing"),
    FIRES("secagree.verify_missing", "A refresh through the protected channel does not return the list",
          AGREED,
          "@9000 R " IMS_RETRY SEC_CLIENT "  -> secagree.verify_missing"),
    SILENT("secagree.verify_missing", "The list is returned",
          AGREED,
          "@9000 R " IMS_RETRY SEC_CLIENT " header='Security-Verify: " SEC_SERVER ", tls;q=0.05'"),
    SILENT("secagree.verify_missing", "A new registration with a new Call-ID",
          AGREED,
          "@9000 R call-id=c9 A[,-;response=] " SEC_CLIENT),
    SILENT("secagree.verify_missing", "A new registration with the old Call-ID",
          AGREED,
          "@9000 R A[,-;response=] " SEC_CLIENT),
    SILENT("secagree.verify_missing", "An AUTS is sent outside of the agreement",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R A[n1,-;AKAv1-MD5;auts=abcd;response=] " SEC_CLIENT),
    SILENT("secagree.verify_missing", "An empty response is sent outside of the agreement",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R A[n1,-;AKAv1-MD5;response=] " SEC_CLIENT "  -> aka.mac_failure"),
    SILENT("secagree.verify_missing", "The request is sent to another proxy",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R A[n1,1;AKAv1-MD5] dst=10.0.0.8:5060 " SEC_CLIENT),
    SILENT("secagree.verify_missing", "A client that does not support the agreement",
          "@0    R",
          "@0.02 401[n1] " OFFERED,
          "@0.03 R A[n1,1]"),
    SILENT("secagree.verify_missing", "Media security alone",
          "@0    R A[,-;response=] header='Security-Client: sdes-srtp;mediasec'",
          "@0.02 401[n1] header='Security-Server: sdes-srtp;mediasec'",
          "@0.03 R A[n1,1]"),
    SILENT("secagree.verify_missing", "Behind the first proxy",
          "@0    R A[,-;response=] " SEC_CLIENT " " BEHIND,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R A[n1,1;AKAv1-MD5] " SEC_CLIENT " " BEHIND),
    SILENT("secagree.verify_missing", "The Security-Verify was cut",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R A[n1,1;AKAv1-MD5] " SEC_CLIENT " header='Security-Verify: " SEC_SERVER ", tls;q=0.05' "
              "cut=Security-Verify"),

    FIRES("secagree.ignored", "494 for the second time, and no Security-Client",
          "@0    R",
          "@0.02 494 " OFFERED "  -> !secagree.ignored",
          "@30   R",
          "@30.02 494 " OFFERED "  -> secagree.ignored"),
    FIRES("secagree.ignored", "... 421, under another Call-ID",
          "@0    R",
          "@0.02 421 header='Require: sec-agree' " OFFERED,
          "@30   R call-id=c2",
          "@30.02 421 header='Require: sec-agree' " OFFERED "  -> secagree.ignored"),
    SILENT("secagree.ignored", "The client offers its mechanisms after the first 494",
          "@0    R",
          "@0.02 494 " OFFERED,
          "@0.03 R header='Security-Client: ipsec-3gpp;alg=hmac-sha-1-96;spi-c=1;spi-s=2;port-c=3;port-s=4' header='Require: sec-agree' header='Proxy-Require: sec-agree'",
          "@0.05 494 " OFFERED),
    FIRES("secagree.rejected", "The list of the challenge is returned, and refused",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R " IMS_RETRY SEC_CLIENT " header='Security-Verify: " SEC_SERVER ", tls;q=0.05'",
          "@0.05 494 header='Security-Server: tls;q=0.9'  -> secagree.rejected"),
    FIRES("secagree.rejected", "The list returned is not the one of the server",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R " IMS_RETRY SEC_CLIENT " header='Security-Verify: " SEC_SERVER "'  "
              "-> secagree.verify_mismatch",
          "@0.05 494 " OFFERED "  -> secagree.rejected"),
    SILENT("secagree.rejected", "The first step: there is no list to return yet",
          "@0    R " SEC_CLIENT,
          "@0.02 494 header='Security-Server: tls;q=0.1'"),
    SILENT("secagree.rejected", "The server was restarted and has other values now",
          AGREED,
          "@9000 R " IMS_RETRY SEC_CLIENT " header='Security-Verify: " SEC_SERVER ", tls;q=0.05'",
          "@9000.02 494 header='Security-Server: ipsec-3gpp;q=0.1;spi-c=99'"),

    FIRES("secagree.client_q", "A preference of the client",
          "@0    R A[,-;response=] header='Require: sec-agree' header='Proxy-Require: sec-agree' "
              "header='Security-Client: ipsec-3gpp; q=0.5;alg=hmac-sha-1-96'  -> secagree.client_q"),
    SILENT("secagree.client_q", "A preference of the server",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED),
    SILENT("secagree.client_q", "Behind the first proxy",
          "@0    R A[,-;response=] header='Security-Client: tls;q=0.5' " BEHIND),

    FIRES("secagree.multi_via", "494 behind the first proxy",
          "@0    R " SEC_CLIENT " " BEHIND,
          "@0.02 494 header='Security-Server: tls;q=0.1'  -> secagree.multi_via"),
    SILENT("secagree.multi_via", "494 from the first proxy",
          "@0    R " SEC_CLIENT,
          "@0.02 494 header='Security-Server: tls;q=0.1'"),
    SILENT("secagree.multi_via", "421 for another extension",
          "@0    R " BEHIND,
          "@0.02 421 header='Require: path'"),

    FIRES("secagree.over_tls", "The first request is sent over TLS and proposes an agreement",
          "@0    R transport=tls " SEC_CLIENT "  -> secagree.over_tls"),
    SILENT("secagree.over_tls", "The agreement led to TLS",
          "@0    R " SEC_CLIENT,
          "@0.02 494 header='Security-Server: tls;q=0.1'",
          "@0.03 R transport=tls dst=10.0.0.9:5061 " SEC_CLIENT " header='Security-Verify: tls;q=0.1'"),
    SILENT("secagree.over_tls", "Media security over TLS",
          "@0    R transport=tls header='Security-Client: sdes-srtp;mediasec'"),
    SILENT("secagree.over_tls", "UDP",
          "@0    R " SEC_CLIENT),
};
/* clang-format on */

void test_secagree(void)
{
    SEQUENCES_ADD(cases);
}
