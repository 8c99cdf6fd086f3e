/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The form of answers.
 */
#include "sequence.h"

/* clang-format off */
static const struct sequence_case cases[] = {
    FIRES("resp.header_not_copied", "The From tag of the answer is another",
          "@0    R",
          "@0.02 401[n1] from='<sip:bob@ex.com>;tag=f2'  -> resp.header_not_copied"),
    FIRES("resp.header_not_copied", "The Call-ID of the answer is another",
          "@0    R",
          "@0.02 401[n1] call-id=c7  -> resp.header_not_copied"),
    FIRES("resp.header_not_copied", "The CSeq of the answer is another",
          "@0    R cseq=4",
          "@0.02 401[n1] cseq='5 REGISTER'  -> resp.header_not_copied"),
    FIRES("resp.header_not_copied", "The To URI of the answer is another",
          "@0    R",
          "@0.02 401[n1] to='<sip:alice@ex.com>;tag=s1'  -> resp.header_not_copied"),
    SILENT("resp.header_not_copied", "received and rport were added to the Via",
          "@0    R src=10.0.0.7:40000",
          "@0.02 401[n1]"),
    SILENT("resp.header_not_copied", "The same values written otherwise",
          "@0    R",
          "@0.02 401[n1] from='<sip:bob@EX.com> ; tag=f1' to='<sip:bob@EX.com>;tag=s1' cseq='1  REGISTER'"),
    SILENT("resp.header_not_copied", "A 100 has no To tag",
          "@0    R",
          "@0.1  100  {step=provisional}",
          "@0.2  200[K1;3600]"),
    SILENT("resp.header_not_copied", "The From was cut away",
          "@0    R",
          "@0.02 200[K1;3600] cut=From"),
    FIRES("resp.failure", "403 to good credentials",
          "@0    R",
          "@0.02 401[n1]",
          "@0.03 R A[n1,1]",
          "@0.05 403  -> resp.failure {step=rejected state=rejected}"),
    FIRES("resp.failure", "404 for an unknown AOR",
          "@0    R",
          "@0.02 404  -> resp.failure {step=rejected}"),
    FIRES("resp.failure", "A server error",
          "@0    R",
          "@0.02 500  -> resp.failure"),
    FIRES("resp.failure", "A 423 that opens a negotiation: a Chat",
          "@0    R expires=30",
          "@0.02 423[60]  -> resp.failure:chat {step=interval-too-brief minimum=60}",
          "@0.03 R expires=60"),
    FIRES("resp.failure", "A 494 that opens a negotiation: a Chat",
          "@0    R",
          "@0.02 494 header='Security-Server: ipsec-3gpp;q=0.1'  -> resp.failure:chat"),
    SILENT("resp.failure", "A 401 is a challenge",
          "@0    R",
          "@0.02 401[n1]  {step=challenge state=challenged}"),
    SILENT("resp.failure", "A 407 is a challenge",
          "@0    R",
          "@0.02 407[n1]  {step=challenge}"),
    SILENT("resp.failure", "Somebody's PUBLISH is refused",
          "@0    PUBLISH",
          "@0.02 489"),
};
/* clang-format on */

void test_response(void)
{
    SEQUENCES_ADD(cases);
}
