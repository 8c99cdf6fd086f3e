/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Responses that come after the client has given up waiting: they are late, and not missing in the capture.
 */
#include "sequence.h"

/* clang-format off */

#define WS_BOB "contact='<sip:h3si0vvb@df7jal23ls0d.invalid;transport=ws>'"
#define WS_CLIENT "src=10.0.0.1:54454 dst=10.0.0.9:8089 sent-by=df7jal23ls0d.invalid"
#define CALL_FROM_ALICE "INVITE client=2 user=alice to=bob uri=sip:bob@ex.com"

static const struct sequence_case cases[] = {
    DIAGNOSIS("response_late", "The 200 comes after 40 s, the client has given up and never tries again",
          "@0      R expires=60 transport=ws " WS_CLIENT " " WS_BOB,
          "@0.2    407[n1]",
          "@0.25   R P[n1,1] expires=60 transport=ws " WS_CLIENT " " WS_BOB,
          "@0.5    200[<sip:h3si0vvb@df7jal23ls0d.invalid;transport=ws>;60]",
          "@50     R P[n1,2] expires=60 transport=ws " WS_CLIENT " " WS_BOB,
          "@90.4   200[<sip:h3si0vvb@df7jal23ls0d.invalid;transport=ws>;60] answers=5",
          "@200    " CALL_FROM_ALICE " call-id=al12",
          "@200.02 404",
          "@300    settle",
          "later   5 {refuted=response_not_captured cause=response_late past='Probably the server responds too late' certain=0}"),
    DIAGNOSIS("response_late", "... over TCP, where the client is not bound yet",
          "@0      R transport=tcp",
          "@40     401[n1]  {cause=response_late}",
          "@60     settle"),
    DIAGNOSIS("response_late", "... in time: nothing is late",
          "@0      R transport=tcp",
          "@20     200[K1;3600]",
          "@60     settle",
          "later   1 {diagnosis=-}"),
};
/* clang-format on */

void test_late_responses(void)
{
    SEQUENCES_ADD(cases);
}
