/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Outbound and the security agreement.
 */
#include "sequence.h"

#define FLOW "instance=A reg-id=1 header='Supported: path, outbound'"
#define SEC_CLIENT                                                                                 \
    "header='Require: sec-agree' header='Proxy-Require: sec-agree' "                               \
    "header='Security-Client: "                                                                    \
    "ipsec-3gpp;alg=hmac-sha-1-96;spi-c=11;spi-s=12;port-c=6100;port-s=6101'"
#define SEC_SERVER "ipsec-3gpp;q=0.1;alg=hmac-sha-1-96;spi-c=21;spi-s=22;port-c=6200;port-s=6201"
#define OFFERED    "header='Security-Server: " SEC_SERVER ", tls;q=0.05'"
#define IMS_RETRY                                                                                  \
    "A[n1,1;AKAv1-MD5] contact='<sip:bob@10.0.0.1:6101>' src=10.0.0.1:6100 dst=10.0.0.9:6201 "

/* clang-format off */
static const struct sequence_case cases[] = {
    FIRES("ob.not_confirmed", "The 200 does not require outbound",
          "@0    R " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1]  -> ob.not_confirmed"),
    SILENT("ob.not_confirmed", "The 200 requires outbound",
          "@0    R " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound'"),
    SILENT("ob.not_confirmed", "A removal",
          "@0    R contact='K1;0' " FLOW,
          "@0.02 200[]"),
    SILENT("ob.not_confirmed", "A reg-id without the option tag",
          "@0    R instance=A reg-id=1",
          "@0.02 200[K1;3600]"),
    SILENT("ob.not_confirmed", "An instance without reg-id",
          "@0    R instance=A header='Supported: path, outbound'",
          "@0.02 200[K1;3600;instance=A]"),
    SILENT("ob.not_confirmed", "The answer is a challenge",
          "@0    R " FLOW,
          "@0.02 401[n1]"),
    SILENT("ob.not_confirmed", "The Require was cut away",
          "@0    R " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound' cut=Require"),

    FIRES("secagree.verify_mismatch", "A mechanism was taken out",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R " IMS_RETRY SEC_CLIENT " header='Security-Verify: " SEC_SERVER "'  "
              "-> secagree.verify_mismatch"),
    FIRES("secagree.verify_mismatch", "The order was changed",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R " IMS_RETRY SEC_CLIENT " header='Security-Verify: tls;q=0.05, " SEC_SERVER "'  "
              "-> secagree.verify_mismatch"),
    FIRES("secagree.verify_mismatch", "A parameter was dropped, after a 494",
          "@0    R " SEC_CLIENT,
          "@0.02 494 header='Security-Server: tls;q=0.1, digest;d-alg=MD5'  -> resp.failure:chat",
          "@0.03 R header='Require: sec-agree' header='Security-Verify: tls, digest;d-alg=MD5'  "
              "-> secagree.verify_mismatch"),
    SILENT("secagree.verify_mismatch", "Only blanks differ",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R " IMS_RETRY SEC_CLIENT " header='Security-Verify: " SEC_SERVER " ,\r\n tls ; q=0.05'",
          "@0.05 200[<sip:bob@10.0.0.1:6101>;600000]"),
    SILENT("secagree.verify_mismatch", "Two header lines are one list",
          "@0    R A[,-;response=] " SEC_CLIENT,
          "@0.02 401[n1;AKAv1-MD5] " OFFERED,
          "@0.03 R " IMS_RETRY SEC_CLIENT " header='Security-Verify: " SEC_SERVER "' "
              "header='Security-Verify: tls;q=0.05'"),
    SILENT("secagree.verify_mismatch", "A re-REGISTER repeats the list of the last success",
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
};
/* clang-format on */

void test_outbound(void)
{
    SEQUENCES_ADD(cases);
}
