/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reports in which it is the client itself that moves, comes back, goes by another time, or leaves something behind.
 */
#include "sequence.h"

#define APP       "<sip:bob@192.168.1.20:5060;pn-provider=apns;pn-prid=77>"
#define APP_AT    "sent-by=192.168.1.20:5060 contact='" APP "' expires=86400"
#define APP_BOUND "200[" APP ";86400]"
#define PHONE_AT                                                                                   \
    "src=192.168.1.20:5060 sent-by=192.168.1.20:5060 contact='<sip:bob@192.168.1.20:5060>'"
#define PHONE_BOUND       "200[<sip:bob@192.168.1.20:5060>;3600]"
#define AT(address, port) " received=" address " rport=" port
#define PHONE_BEGINS      "@0  R A[n0,1] " PHONE_AT, "@0.02  " PHONE_BOUND AT("203.0.113.7", "49001")

/* clang-format off */
static const struct sequence_case moves[] = {
    DIAGNOSIS("moves", "A phone on a cable notices nothing: its line got another address, and its refresh shows it",
          PHONE_BEGINS,
          "@2900  R A[n0,2] " PHONE_AT,
          "@2900.02 " PHONE_BOUND AT("198.51.100.9", "1024") "  {cause=public_address_changed certain=0}"),
    DIAGNOSIS("moves", "... it registers long before a refresh is due: it has noticed",
          PHONE_BEGINS,
          "@900   R " PHONE_AT,
          "@900.02 401[n1]" AT("198.51.100.9", "1024") "  {cause=-}",
          "@900.03 R A[n1,1] " PHONE_AT,
          "@900.05 " PHONE_BOUND AT("198.51.100.9", "1024") "  {cause=-}",
          "@1000  settle",
          "later  6 {diagnosis=-}"),
    DIAGNOSIS("moves", "... it was unplugged and carried elsewhere: its Contact says where it is",
          "@0     R A[n0,1] transport=tcp src=192.0.2.7:49001 contact='<sip:bob@192.0.2.7:5060;transport=tcp>;instance=A'",
          "@0.02  200[<sip:bob@192.0.2.7:5060;transport=tcp>;3600]",
          "@100   fin 192.0.2.7:49001 10.0.0.9:5060",
          "@2900  R A[n0,2] transport=tcp src=198.51.100.9:50100 contact='<sip:bob@198.51.100.9:5060;transport=tcp>;instance=A' call-id=c7",
          "@2900.02 200[<sip:bob@198.51.100.9:5060;transport=tcp>;3600]  {cause=-}",
          "never  nat.rebinding",
          "@3000  settle",
          "later  5 {diagnosis=-}"),
    DIAGNOSIS("moves", "An app sleeps until a push wakes it, at another address of the mobile network",
          "@0     R A[n0,1] src=203.0.113.7:49001 " APP_AT,
          "@0.02  " APP_BOUND AT("203.0.113.7", "49001"),
          "@50000 R A[n0,2] src=198.51.100.9:1024 " APP_AT,
          "@50000.02 " APP_BOUND AT("198.51.100.9", "1024") "  {cause=-}",
          "@60000 settle",
          "later  4 {diagnosis=-}"),
    DIAGNOSIS("moves", "... behind another port of its NAT: no mapping has to last until then",
          "@0     R A[n0,1] src=192.168.1.20:5060 " APP_AT,
          "@0.02  " APP_BOUND AT("203.0.113.7", "49001"),
          "@50000 R A[n0,2] src=192.168.1.20:5060 " APP_AT,
          "@50000.02 " APP_BOUND AT("203.0.113.7", "1024") "  {cause=-}",
          "@60000 settle",
          "later  4 {diagnosis=-}"),
    DIAGNOSIS("moves", "... without a push it is the timeout of the NAT",
          PHONE_BEGINS,
          "@2900  R A[n0,2] " PHONE_AT,
          "@2900.02 " PHONE_BOUND AT("203.0.113.7", "1024") "  {cause=nat_mapping_changed}"),
};

#define TRUNK(port, words)                                                                         \
    "transport=tls src=10.0.0.1:" port " contact='<sip:bob@10.0.0.1:" port ";transport=tls>' "      \
    "expires=7200 header='User-Agent: Gate/2' " words
#define TRUNK_BOUND(port) "200[<sip:bob@10.0.0.1:" port ";transport=tls>;900]"
#define TRUNK_ANEW TRUNK("40002", "call-id=g2 from-tag=g2")
#define TRUNK_BEGINS "@0  R A[n0,1] " TRUNK("40001", ""), "@0.1  " TRUNK_BOUND("40001")
#define UE(host, port, words)                                                                      \
    "transport=tcp src=10.0.0.5:5060 sent-by=10.0.0.5:5060 contact='<sip:bob@" host ":" port ">' "   \
    "header='P-Visited-Network-ID: \"home\"' " words

static const struct sequence_case keeps_requested[] = {
    DIAGNOSIS("keeps_requested", "A gateway wanted two hours, and is back when the server resets the connection after 15 min",
          TRUNK_BEGINS,
          "@903   rst 10.0.0.9:5060 10.0.0.1:40001",
          "@907   R A[n0,2] " TRUNK_ANEW,
          "@907.1 " TRUNK_BOUND("40002"),
          "@1000  settle",
          "later  2 {cause=requested_interval_kept certain=0 outage.open=0 diagnosis='Probably the client uses the interval that it requested: 900 of 7200 s granted in frame 2'}"),
    DIAGNOSIS("keeps_requested", "... it is back a quarter of an hour later: it may have been off",
          TRUNK_BEGINS,
          "@903   rst 10.0.0.9:5060 10.0.0.1:40001",
          "@1800  R A[n0,2] " TRUNK_ANEW,
          "@1800.1 " TRUNK_BOUND("40002"),
          "@1900  settle",
          "later  2 {cause=client_stopped}"),
    DIAGNOSIS("keeps_requested", "... it was the client that closed the connection",
          TRUNK_BEGINS,
          "@903   rst 10.0.0.1:40001 10.0.0.9:5060",
          "@907   R A[n0,2] " TRUNK_ANEW,
          "@907.1 " TRUNK_BOUND("40002"),
          "@1000  settle",
          "later  2 {cause=client_stopped}"),
    DIAGNOSIS("keeps_requested", "... its refresh comes late, under its Call-ID: that says more",
          TRUNK_BEGINS,
          "@903   rst 10.0.0.9:5060 10.0.0.1:40001",
          "@907   R A[n0,2] " TRUNK("40001", "") "  {refuted=requested_interval_kept}",
          "@907.1 " TRUNK_BOUND("40001")),
    DIAGNOSIS("keeps_requested", "... the account is registered from the other gateway instead",
          TRUNK_BEGINS,
          "@903   rst 10.0.0.9:5060 10.0.0.1:40001",
          "@907   R A[n0,2] transport=tls src=10.0.0.2:40002 client=2 user=bob expires=7200 header='User-Agent: Gate/2'",
          "@907.1 200[<sip:bob@10.0.0.2:5060>;900]",
          "@1000  settle",
          "later  2 {cause=returned_elsewhere outage.open=1}"),
    DIAGNOSIS("keeps_requested", "A phone that gets half of what it wanted refreshes in time before the server closes the connection",
          TRUNK_BEGINS,
          "@800   R A[n0,2] " TRUNK("40001", ""),
          "@800.1 " TRUNK_BOUND("40001"),
          "@1000  fin 10.0.0.9:5060 10.0.0.1:40001",
          "@1004  R A[n0,3] " TRUNK_ANEW,
          "@1004.1 " TRUNK_BOUND("40002"),
          "@1700  R A[n0,4] " TRUNK_ANEW,
          "@1700.1 " TRUNK_BOUND("40002") "  {cause=-}"),
    DIAGNOSIS("keeps_requested", "Two terminals of one identity behind a P-CSCF: the second does not end the outage of the first",
          "@0     R A[n0,1] " UE("10.45.0.2", "5060", "expires=60"),
          "@0.1   200[<sip:bob@10.45.0.2:5060>;60]",
          "@90    R A[n0,2] " UE("10.45.0.3", "5060", "expires=60 call-id=u2 from-tag=u2"),
          "@90.1  200[<sip:bob@10.45.0.3:5060>;60]",
          "@100   settle",
          "later  2 {outage.open=1}"),
    DIAGNOSIS("keeps_requested", "... the first begins anew",
          "@0     R A[n0,1] " UE("10.45.0.2", "5060", "expires=60"),
          "@0.1   200[<sip:bob@10.45.0.2:5060>;60]",
          "@90    R A[n0,2] " UE("10.45.0.2", "6060", "expires=60 call-id=u2 from-tag=u2"),
          "@90.1  200[<sip:bob@10.45.0.2:6060>;60]",
          "@100   settle",
          "later  2 {outage.open=0}"),
};

#define TAB      "expires=90 contact='<sip:bob@10.0.0.1:5060;rinstance=7>' transport=tcp"
/* The list of a 2xx, with what the desk phone has left. */
#define BESIDE_DESK(left)                                                                          \
    "200[<sip:bob@10.0.0.7:5060>;" left "][<sip:bob@10.0.0.1:5060;rinstance=7>;90]"
#define TAB_BEGINS "@0  R A[n0,1] " TAB, "@0.05  " BESIDE_DESK("900")
#define QUALIFY(at, id)                                                                            \
    "@" at "  OPTIONS src=10.0.0.9:5060 dst=10.0.0.1:5060 uri='sip:bob@10.0.0.1:5060' to=bob "       \
    "sent-by=10.0.0.9:5060 call-id=" id
#define NO_RESPONSE(at, id, n) QUALIFY(at, id), "+0.5  again=" n, "+1  again=" n

static const struct sequence_case recurs[] = {
    DIAGNOSIS("recurs", "The client went by the time of the desk phone once, and its binding expires again",
          TAB_BEGINS,
          "@890   R A[n0,2] " TAB,
          "@890.05 " BESIDE_DESK("600"),
          "@1100  settle",
          "later  4 {cause=other_interval_again certain=0 outage.open=1}"),
    DIAGNOSIS("recurs", "... the desk phone has left meanwhile: nothing misleads it any more",
          TAB_BEGINS,
          "@890   R A[n0,2] " TAB,
          "@890.05 200[<sip:bob@10.0.0.1:5060;rinstance=7>;90]",
          "@1100  settle",
          "later  4 {cause=client_stopped}"),
    DIAGNOSIS("recurs", "... it comes back in time for neither: it may be off",
          TAB_BEGINS,
          "@890   R A[n0,2] " TAB,
          "@890.05 " BESIDE_DESK("600"),
          "@1040  R A[n0,3] " TAB "  {refuted=other_interval_again}",
          "@1040.05 " BESIDE_DESK("450")),
    DIAGNOSIS("recurs", "It counts from when the desk phone was granted its time, some seconds more than is listed",
          "@0     R A[n0,1] " TAB,
          "@0.05  " BESIDE_DESK("894"),
          "@899   R A[n0,2] " TAB "  {cause=other_interval_used}"),
    DIAGNOSIS("recurs", "It went by the interval that it had requested once, and its binding expires again",
          "@0     R A[n0,1] expires=1800",
          "@0.05  200[K1;120]",
          "@1750  R A[n0,2] expires=1800",
          "@1750.05 200[K1;120]",
          "@1880  settle",
          "later  4 {cause=late_as_before certain=0}"),
    DIAGNOSIS("recurs", "... it came at another time than that: nothing is known of the next",
          "@0     R A[n0,1] expires=1800",
          "@0.05  200[K1;120]",
          "@1000  R A[n0,2] expires=1800",
          "@1000.05 200[K1;120]",
          "@1130  settle",
          "later  4 {cause=client_stopped}"),
    DIAGNOSIS("recurs", "A phone refreshes in time, responds to nothing for a while, and goes on under its Call-ID",
          "@0     R A[n0,1] expires=300",
          "@0.05  200[K1;300]",
          QUALIFY("60", "q1"),
          "@60.02 200",
          "@200   R A[n0,2] expires=300",
          "@200.05 200[K1;300]",
          NO_RESPONSE("300", "q2", "7"),
          NO_RESPONSE("330", "q3", "10"),
          "@700   R A[n0,3] expires=300  {cause=away_at_times certain=0 diagnosis='Probably the client was asleep, off or without network'}",
          "@700.05 200[K1;300]"),
    DIAGNOSIS("recurs", "... it had never been in time before: it may refresh too late",
          "@0     R A[n0,1] expires=300",
          "@0.05  200[K1;300]",
          QUALIFY("60", "q1"),
          "@60.02 200",
          NO_RESPONSE("290", "q2", "5"),
          "@700   R A[n0,2] expires=300  {cause=returned_late}",
          "@700.05 200[K1;300]"),
    DIAGNOSIS("recurs", "... the list for another client shows that it was bound all the time",
          "@0     R A[n0,1] expires=300",
          "@0.05  200[K1;300]",
          "@200   R A[n0,2] expires=300",
          "@200.05 200[K1;300]",
          NO_RESPONSE("300", "q2", "5"),
          "@700   R A[n0,3] expires=300  {cause=away_at_times}",
          "@700.01 R client=2",
          "@700.02 200[K1;130][K2;3600]",
          "later  8 {refuted=away_at_times}"),
};

#define OFFICE          " received=198.51.100.20 rport=6000"
#define OFFICE_BOB(words) "R " words " expires=600"
#define WRONG(at, n)                                                                               \
    "@" at "  R client=2 user=erin", "+0.02  401[a" n "]" OFFICE,                                   \
        "+0.02  R client=2 user=erin A[a" n ",1;user=erin;password=old]", "+0.02  401[b" n "]" OFFICE
#define FOUR_WRONG WRONG("10", "1"), WRONG("30", "2"), WRONG("50", "3"), WRONG("70", "4")

static const struct sequence_case shared_address[] = {
    DIAGNOSIS("shared_address", "Captured inside: another phone of the office is refused four times, then all are",
          "@0     " OFFICE_BOB("A[n0,1]"),
          "@0.02  200[K1;600]" OFFICE,
          FOUR_WRONG,
          "@90    R client=2 user=erin",
          "@90.02 403" OFFICE,
          "@500   " OFFICE_BOB("A[n0,2]"),
          "@500.02 403" OFFICE "  {cause=address_refused certain=0 diagnosis='Probably the address is blocked because of another client: user \"erin\" was refused'}",
          "@510   settle",
          "later  20 {diagnosis='unblock 198.51.100.20'}"),
    DIAGNOSIS("shared_address", "... the other phone is in another office",
          "@0     " OFFICE_BOB("A[n0,1]"),
          "@0.02  200[K1;600] received=203.0.113.99 rport=6000",
          FOUR_WRONG,
          "@90    R client=2 user=erin",
          "@90.02 403" OFFICE,
          "@500   " OFFICE_BOB("A[n0,2]"),
          "@500.02 403 received=203.0.113.99 rport=6000",
          "@510   settle",
          "later  22 {cause=barred certain=0}"),
    DIAGNOSIS("shared_address", "... a third phone has been accepted since: it is not the address",
          "@0     " OFFICE_BOB("A[n0,1]"),
          "@0.02  200[K1;600]" OFFICE,
          FOUR_WRONG,
          "@300   R client=3 user=alice A[n9,1;user=alice]",
          "@300.02 200[K3;600]" OFFICE,
          "@500   " OFFICE_BOB("A[n0,2]"),
          "@500.02 403" OFFICE,
          "@510   settle",
          "later  22 {cause=barred certain=0}"),
    DIAGNOSIS("shared_address", "Captured outside: one of two phones behind a NAT has a wrong password: no scanner",
          "@0     R A[n0,1] src=198.51.100.20:6001 sent-by=192.168.1.11:5060",
          "@0.02  200[K1;600]",
          "repeat 24 every 4",
          "@5     R client=2 user=erin src=198.51.100.20:6002 sent-by=192.168.1.12:5060 call-id=e%",
          "+0.02  401[a%]",
          "+0.02  R client=2 user=erin src=198.51.100.20:6002 sent-by=192.168.1.12:5060 call-id=e% A[a%,1;user=erin;password=old]",
          "+0.02  401[b%]",
          "end",
          "@110   settle",
          "later  3 {cause=account_wrong}"),
};
/* clang-format on */

void test_reports_habits(void)
{
    SEQUENCES_ADD(moves);
    SEQUENCES_ADD(keeps_requested);
    SEQUENCES_ADD(recurs);
    SEQUENCES_ADD(shared_address);
}
