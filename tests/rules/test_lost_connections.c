/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Connections that are lost while the client is bound, and what it takes to be bound again.
 */
#include "sequence.h"

/* clang-format off */

#define WS_BOB "contact='<sip:h3si0vvb@df7jal23ls0d.invalid;transport=ws>'"
#define WS_CLIENT "src=10.0.0.1:54454 dst=10.0.0.9:8089 sent-by=df7jal23ls0d.invalid"
#define WS_NEXT "src=10.0.0.1:54462 dst=10.0.0.9:8089 sent-by=df7jal23ls0d.invalid"
#define BUSY "503 reason='Maximum Calls In Progress'"

#define REGISTERED_OVER_WS \
          "@0      R expires=600 transport=wss " WS_CLIENT " " WS_BOB, \
          "@0.04   401[n1]", \
          "@0.05   R A[n1,1] expires=600 transport=wss " WS_CLIENT " " WS_BOB, \
          "@0.09   200[<sip:h3si0vvb@df7jal23ls0d.invalid;transport=ws>;600]"

static const struct sequence_case cases[] = {
    DIAGNOSIS("refused_after_lost_connection", "FreeSWITCH restarts, then 503 Maximum Calls In Progress for some seconds",
          REGISTERED_OVER_WS,
          "@200    rst 10.0.0.9:8089 10.0.0.1:54454",
          "@202    refused 10.0.0.9:8089 10.0.0.1:54460",
          "@205    refused 10.0.0.9:8089 10.0.0.1:54461",
          "@208    R A[n1,2] expires=600 transport=wss " WS_NEXT " " WS_BOB,
          "@208.04 " BUSY " header='Retry-After: 300'",
          "@212    R A[n1,3] expires=600 transport=wss " WS_NEXT " " WS_BOB,
          "@212.04 " BUSY " header='Retry-After: 300'",
          "@220    R expires=600 transport=wss " WS_NEXT " " WS_BOB,
          "@220.04 401[n2]",
          "@220.05 R A[n2,1] expires=600 transport=wss " WS_NEXT " " WS_BOB,
          "@220.09 200[<sip:h3si0vvb@df7jal23ls0d.invalid;transport=ws>;600]",
          "@300    settle",
          "later   1 {cause=refused_after_lost_connection certain=0 diagnosis='Probably the connection was lost while registered: server says \"Maximum Calls In Progress\", it ended in frame 5 (closed by the server), then refusals in frame 9 and frame 11. Check whether 10.0.0.9:8089 was restarted'}"),
    DIAGNOSIS("refused_after_lost_connection", "... one refusal, and the client is back at once",
          REGISTERED_OVER_WS,
          "@200    rst 10.0.0.9:8089 10.0.0.1:54454",
          "@201    R A[n1,2] expires=600 transport=wss " WS_NEXT " " WS_BOB,
          "@201.04 " BUSY,
          "@202    R A[n1,3] expires=600 transport=wss " WS_NEXT " " WS_BOB,
          "@202.04 200[<sip:h3si0vvb@df7jal23ls0d.invalid;transport=ws>;600]",
          "@300    settle",
          "later   1 {diagnosis=-}"),
    DIAGNOSIS("refused_after_lost_connection", "... the connection lives: only the refresh is refused",
          REGISTERED_OVER_WS,
          "@208    R A[n1,2] expires=600 transport=wss " WS_CLIENT " " WS_BOB,
          "@208.04 " BUSY,
          "@212    R A[n1,3] expires=600 transport=wss " WS_CLIENT " " WS_BOB,
          "@212.04 " BUSY,
          "@220    R A[n1,4] expires=600 transport=wss " WS_CLIENT " " WS_BOB,
          "@220.04 200[<sip:h3si0vvb@df7jal23ls0d.invalid;transport=ws>;600]",
          "@300    settle",
          "later   1 {diagnosis=-}"),
    DIAGNOSIS("refused_after_lost_connection", "... a call is sent on the new connection in spite of the refusals",
          REGISTERED_OVER_WS,
          "@200    rst 10.0.0.9:8089 10.0.0.1:54454",
          "@208    R A[n1,2] expires=600 transport=wss " WS_NEXT " " WS_BOB,
          "@208.04 " BUSY,
          "@212    R A[n1,3] expires=600 transport=wss " WS_NEXT " " WS_BOB,
          "@212.04 " BUSY,
          "@213    INVITE transport=wss src=10.0.0.9:8089 dst=10.0.0.1:54462 uri=sip:h3si0vvb@df7jal23ls0d.invalid;transport=ws to=bob",
          "@213.1  180",
          "@300    settle",
          "later   1 {refuted=refused_after_lost_connection}"),
};
/* clang-format on */

void test_lost_connections(void)
{
    SEQUENCES_ADD(cases);
}
