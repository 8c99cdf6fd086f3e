/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reports in which other messages of the same registration, before or after, refute what one of them suggests.
 */
#include "sequence.h"

/* The first REGISTER of a terminal: it names the user, and has no credentials. */
#define INITIAL " A[,-;response=] expires=600000"
#define SEC_AGREE                                                                                  \
    " header='Require: sec-agree' header='Proxy-Require: sec-agree' "                              \
    "header='Security-Client: ipsec-3gpp;alg=hmac-sha-1-96;spi-c=21;spi-s=22;port-c=61;port-s=62'"
#define IPSEC                                                                                      \
    " header='Security-Server: "                                                                   \
    "ipsec-3gpp;alg=hmac-sha-1-96;spi-c=31;spi-s=32;port-c=71;port-s=72'"

/* clang-format off */
/* Terminals that begin anew: no retry. */
static const struct sequence_case anew[] = {
    DIAGNOSIS("anew", "A phone leaves each AKA challenge, and begins under another Call-ID each time",
              "repeat 4 every 45",
              "@0      R" INITIAL SEC_AGREE " call-id=u% from-tag=u%",
              "@0.2    401[AKA%;AKAv1-MD5] reason='Unauthorized - Challenging the UE'" IPSEC,
              "end",
              "@250    settle",
              "never   retry.from_tag_changed",
              "later   1 {cause=aka_not_continued certain=0 diagnosis='Probably the terminal refused AKA or IPsec: no second REGISTER follows the AKA challenge in frame 8'}"),
    DIAGNOSIS("anew", "The same over TCP, from a new port, within seconds",
              "@0      R transport=tcp src=10.0.0.1:50001" INITIAL SEC_AGREE " call-id=u1 from-tag=u1",
              "@0.2    401[AKAa;AKAv1-MD5]" IPSEC,
              "@3      R transport=tcp src=10.0.0.1:50002" INITIAL SEC_AGREE " call-id=u2 from-tag=u2",
              "@3.2    401[AKAb;AKAv1-MD5]" IPSEC,
              "@60     settle",
              "never   retry.from_tag_changed",
              "later   1 {cause=aka_not_continued certain=0}"),
    DIAGNOSIS("anew", "A B2BUA sends the credentials under another Call-ID, and is refused",
              "@0      R call-id=u1 from-tag=u1",
              "@0.02   401[n1]",
              "@0.05   R A[n1,1] call-id=u2 from-tag=u2",
              "@0.07   401[n2] reason='Unauthorized - Challenging the UE'  {cause=retry_changed diagnosis='Probably the retry looks like a new request: frame 3 differs'}"),
    DIAGNOSIS("anew", "... with 403, so that it may be the Call-ID",
              "@0      R call-id=u1 from-tag=u1",
              "@0.02   401[n1]",
              "@6      R A[n1,1] call-id=u2 from-tag=u2",
              "@6.02   403  {cause=retry_changed}"),
    DIAGNOSIS("anew", "A phone begins anew once, and follows the next challenge",
              "@0      R" INITIAL " call-id=u1 from-tag=u1",
              "@0.2    401[AKAa;AKAv1-MD5]",
              "@40     R" INITIAL " call-id=u2 from-tag=u2",
              "@40.2   401[AKAb;AKAv1-MD5]",
              "@40.4   R A[AKAb,1;AKAv1-MD5] expires=600000 call-id=u2 from-tag=u2",
              "@40.6   200[K1;600000]",
              "@100    settle",
              "never   retry.from_tag_changed",
              "later   1 {refuted=aka_not_continued}"),
};
/* clang-format on */

void test_reports_evidence(void)
{
    SEQUENCES_ADD(anew);
}
