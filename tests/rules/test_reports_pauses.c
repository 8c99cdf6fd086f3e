/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Silence, and what ends it: how long a pause was that a NAT did not survive, what was different when the response came
 * at last, and who was served meanwhile.
 */
#include "sequence.h"

/* clang-format off */

#define PHONE         "src=203.0.113.5:40001 sent-by=192.168.1.5:5060 dst=198.51.100.10:5060"
#define REGISTERED    "200[K1;1800] received=203.0.113.5 rport=40001"
#define CALL(id)      "INVITE from=alice to=bob src=198.51.100.10:5060 dst=203.0.113.5:40001 uri=sip:bob@192.168.1.5:5060 call-id=" id
#define UNANSWERED(n) "+0.5 again=" n, "+1 again=" n, "+2 again=" n, "+4 again=" n

static const struct sequence_case nat[] = {
    DIAGNOSIS("nat_forgets", "A call after 40 s arrives, those after minutes do not",
          "@0      R " PHONE,
          "@0.02   " REGISTERED,
          "@40     " CALL("i1"),
          "@40.1   180",
          "@45     200",
          "@340    " CALL("i2"),
          UNANSWERED("6"),
          "@900    R " PHONE,
          "@900.02 " REGISTERED,
          "@930    " CALL("i3"),
          "@930.1  180",
          "@935    200",
          "@1200   " CALL("i4"),
          UNANSWERED("16"),
          "@1300   settle",
          "later   6 call.lost:note {call.reason='NAT mapping expired'}",
          "later   1 {cause=nat_forgets certain=0 diagnosis='4 min 55 s after the last packet of the client, but to one after a shorter pause'}",
          "later   1 {diagnosis='Make the client send keep-alives every 40 s'}"),
    DIAGNOSIS("nat_forgets", "... after 170 s they arrive, after 200 s they do not: half of that is safe",
          "@0      R " PHONE,
          "@0.02   " REGISTERED,
          "@170    " CALL("i1"),
          "@170.1  180",
          "@175    200",
          "@375    " CALL("i2"),
          UNANSWERED("6"),
          "@900    R " PHONE,
          "@900.02 " REGISTERED,
          "@1000   settle",
          "later   1 {cause=nat_forgets diagnosis='Make the client send keep-alives every 100 s'}"),
    DIAGNOSIS("nat_forgets", "... and then one arrives after as long a pause: it was something else",
          "@0      R " PHONE,
          "@0.02   " REGISTERED,
          "@40     " CALL("i1"),
          "@40.1   180",
          "@45     200",
          "@340    " CALL("i2"),
          UNANSWERED("6"),
          "@900    R " PHONE,
          "@900.02 " REGISTERED,
          "@1300   " CALL("i3"),
          "@1300.1 180",
          "@1305   200",
          "@1400   settle",
          "later   1 {refuted=nat_forgets diagnosis=-}"),
    DIAGNOSIS("nat_forgets", "... the call in between comes after a shorter pause, and fails as well",
          "@0      R " PHONE,
          "@0.02   " REGISTERED,
          "@40     " CALL("i1"),
          "@40.1   180",
          "@45     200",
          "@340    " CALL("i2"),
          UNANSWERED("6"),
          "@900    R " PHONE,
          "@900.02 " REGISTERED,
          "@930    " CALL("i3"),
          UNANSWERED("13"),
          "@1000   settle",
          "later   1 {refuted=nat_forgets}"),
    DIAGNOSIS("nat_forgets", "A phone that keeps its mapping open with OPTIONS: a call fails soon after one",
          "@0      R " PHONE,
          "@0.02   " REGISTERED,
          "@40     " CALL("i1"),
          "@40.1   180",
          "@45     200",
          "@60     OPTIONS " PHONE " call-id=o1",
          "@60.02  200",
          "@90     OPTIONS " PHONE " call-id=o2",
          "@90.02  200",
          "@120    OPTIONS " PHONE " call-id=o3",
          "@120.02 200",
          "@140    " CALL("i2"),
          UNANSWERED("12"),
          "@900    R " PHONE,
          "@900.02 " REGISTERED,
          "@1000   settle",
          "later   12 call.lost:note {call.reason='Contact does not respond'}",
          "later   1 {diagnosis='cannot be reached at its Contact'}"),
    DIAGNOSIS("nat_forgets", "Calls at any time arrive",
          "@0      R " PHONE,
          "@0.02   " REGISTERED,
          "@40     " CALL("i1"),
          "@40.1   180",
          "@45     200",
          "@340    " CALL("i2"),
          "@340.1  180",
          "@345    200",
          "@900    R " PHONE,
          "@900.02 " REGISTERED,
          "@1000   settle",
          "later   1 {diagnosis=-}"),
};
/* clang-format on */

void test_reports_pauses(void)
{
    SEQUENCES_ADD(nat);
}
