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

/* clang-format off */
static const struct sequence_case cases[] = {
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
          "@0.03 R header='Require: sec-agree' header='Proxy-Require: sec-agree' "
              "header='Security-Verify: tls, digest;d-alg=MD5'  "
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

void test_secagree(void)
{
    SEQUENCES_ADD(cases);
}
