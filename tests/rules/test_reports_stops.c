/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reports in which it counts who stops first, and what still works then: silence and refusals alone prove little.
 */
#include "sequence.h"

/* A request of Timer F over UDP, which has no response. */
#define UNHEARD(at, frame, words)                                                                  \
    "@" #at "  " words, "+0.5  again=" #frame, "+1  again=" #frame, "+2  again=" #frame,           \
        "+4  again=" #frame, "+4  again=" #frame, "+4  again=" #frame, "+4  again=" #frame,        \
        "+4  again=" #frame, "+4  again=" #frame, "+4  again=" #frame

#define ALICE_AT(time, nonce)                                                                      \
    "@" #time "  R A[" nonce ";user=alice] client=2 user=alice expires=300",                       \
        "+0.02 200[<sip:alice@10.0.0.2:5060>;300]"

/* A browser behind a WebSocket, which has a name of its own in its Contact. */
#define BROWSER                                                                                    \
    " dst=10.0.0.9:7443 transport=tcp expires=600 sent-by=4n07.invalid "                           \
    "contact='<sip:bob@4n07.invalid;transport=ws>' instance=A"
#define BROWSER_BOUND "200[<sip:bob@4n07.invalid;transport=ws>;600]"
#define FULL          "503 reason='Maximum Calls In Progress'"
#define PING(at)                                                                                   \
    "@" #at " ping 10.0.0.1:50104 10.0.0.9:7443", "+0.03 pong 10.0.0.9:7443 10.0.0.1:50104"
#define RESTART                                                                                    \
    "@0    R A[n0,1] src=10.0.0.1:50100" BROWSER, "@0.03 " BROWSER_BOUND,                          \
        "@150  rst 10.0.0.9:7443 10.0.0.1:50100", "@155 refused 10.0.0.9:7443 10.0.0.1:50102",     \
        "@161  R A[n0,2] src=10.0.0.1:50104" BROWSER, "@161.03 " FULL

/* A PBX behind a router, as the server sees it. */
#define PBX(outside)                                                                               \
    " src=" outside                                                                                \
    ":5060 sent-by=192.168.0.2:5060 contact='<sip:bob@192.168.0.2:5060>' expires=300"
#define PBX_BOUND "200[<sip:bob@192.168.0.2:5060>;300]"
#define OTHER_LINE                                                                                 \
    " client=2 user=alice src=172.16.0.77:41000 sent-by=192.168.0.3:5060 "                         \
    "contact='<sip:alice@192.168.0.3:5060>' expires=300"

/* clang-format off */
static const struct sequence_case gives_up[] = {
    DIAGNOSIS("stops", "One REGISTER is lost, and the client sends none any more, while others are served",
          "@0    R A[n0,1] expires=90",
          "@0.02 200[K1;90]",
          ALICE_AT(10, "z0,1"),
          "@75   R A[n0,2] expires=90",
          "@75.02 200[K1;90]",
          UNHEARD(150, 7, "R A[n0,3] expires=90"),
          ALICE_AT(240, "z0,2"),
          ALICE_AT(500, "z0,3"),
          ALICE_AT(760, "z0,4"),
          "@900  settle",
          "later 7 {cause=gave_up_in_silence certain=0 diagnosis='Probably the client does not try again: no REGISTER follows frame 7, which got no response'}"),
    DIAGNOSIS("stops", "... over TCP, where it retransmits nothing: the capture may lack the response",
          "@0    R A[n0,1] expires=90 transport=tcp",
          "@0.02 200[K1;90]",
          "@75   R A[n0,2] expires=90 transport=tcp",
          "@75.02 200[K1;90]",
          "@150  R A[n0,3] expires=90 transport=tcp",
          ALICE_AT(240, "z0,2"),
          ALICE_AT(500, "z0,3"),
          ALICE_AT(760, "z0,4"),
          "@900  settle",
          "later 5 {cause=response_not_captured certain=0}"),
    DIAGNOSIS("stops", "... for no longer than a usual pause: it may try again",
          "@0    R A[n0,1] expires=90",
          "@0.02 200[K1;90]",
          ALICE_AT(10, "z0,1"),
          UNHEARD(80, 5, "R A[n0,2] expires=90"),
          ALICE_AT(260, "z0,2"),
          ALICE_AT(400, "z0,3"),
          "@440  settle",
          "later 5 {certain=0}"),
    DIAGNOSIS("stops", "... one that goes on trying has not given up",
          "@0    R A[n0,1] expires=90",
          "@0.02 200[K1;90]",
          ALICE_AT(10, "z0,1"),
          UNHEARD(80, 5, "R A[n0,2] expires=90"),
          ALICE_AT(260, "z0,2"),
          UNHEARD(400, 18, "R A[n0,3] expires=90"),
          ALICE_AT(520, "z0,3"),
          ALICE_AT(760, "z0,4"),
          "@780  settle",
          "later 5 {cause=silent_for_one certain=0 diagnosis='Probably the registrar does not respond to this client'}"),
    DIAGNOSIS("stops", "... an hour between its REGISTERs is its interval",
          "@0    R A[n0,1]",
          "@0.02 200[K1;3600]",
          UNHEARD(1800, 3, "R A[n0,2]"),
          ALICE_AT(2400, "z0,2"),
          ALICE_AT(3000, "z0,3"),
          "@3060 settle",
          "later 3 {certain=0 diagnosis='egistrar'}"),
    DIAGNOSIS("stops", "503 once after a restart, then nothing but keep-alives: the client has given up",
          RESTART,
          PING(220), PING(280), PING(340),
          "@900  settle",
          "later 5 {cause=gave_up_while_bound certain=0 diagnosis='Probably the client does not try again: no REGISTER follows frame 6 (503 Maximum Calls In Progress) until its binding expires, although it sends frame 11 on its connection'}"),
    DIAGNOSIS("stops", "... until it tries again after all",
          RESTART,
          PING(220), PING(280), PING(340),
          "@700  R A[n0,3] src=10.0.0.1:50104" BROWSER "  {refuted=gave_up_while_bound}",
          "@700.03 " BROWSER_BOUND),
    DIAGNOSIS("stops", "... and the connection ends: it may be off",
          RESTART,
          "@200  fin 10.0.0.1:50104 10.0.0.9:7443",
          "@200.01 fin 10.0.0.9:7443 10.0.0.1:50104",
          "@900  settle",
          "later 5 {cause=told_full_for_now}"),
    DIAGNOSIS("stops", "... with a Retry-After that lasts longer",
          "@0    R A[n0,1] src=10.0.0.1:50104" BROWSER, "@0.03 " BROWSER_BOUND,
          "@161  R A[n0,2] src=10.0.0.1:50104" BROWSER, "@161.03 503[3000] reason='Maximum Calls In Progress'",
          PING(220), PING(280), PING(340),
          "@900  settle",
          "later 3 {cause=told_full_for_now}"),
    DIAGNOSIS("stops", "503 once: a limit or a start, which is not known",
          RESTART,
          "@170  settle",
          "later 5 {cause=told_full_for_now diagnosis='Registrar refuses, \"Maximum Calls In Progress\": 503 in frame 6. Check the limits and the load of 10.0.0.9:7443, and whether it was just started'}"),
    DIAGNOSIS("stops", "... for minutes: a limit",
          RESTART,
          "repeat 4 every 30",
          "@30   R A[n%,1] src=10.0.0.1:50104" BROWSER,
          "@30.03 " FULL,
          "end",
          "later 5 {cause=told_full certain=1 diagnosis='a limit of the whole server'}"),
};

static const struct sequence_case lines[] = {
    DIAGNOSIS("stops", "A router keeps its old public address for one device until that pauses",
          "@0     R A[n0,1]" PBX("172.16.0.1"),
          "@0.05  " PBX_BOUND " received=172.16.0.1 rport=5060",
          "@120   R A[m1,1;user=alice]" OTHER_LINE,
          "@120.05 200[<sip:alice@192.168.0.3:5060>;300] received=172.16.0.77 rport=41000",
          UNHEARD(240, 5, "R A[n0,2]" PBX("172.16.0.1")),
          UNHEARD(300, 16, "R A[n0,3]" PBX("172.16.0.1")),
          "@390   R A[m1,2;user=alice]" OTHER_LINE,
          "@390.05 200[<sip:alice@192.168.0.3:5060>;300] received=172.16.0.77 rport=41000",
          UNHEARD(400, 29, "R A[n0,4]" PBX("172.16.0.1")),
          "@790   R A[n9,1] call-id=c7 from-tag=f7" PBX("172.16.0.77"),
          "@790.05 " PBX_BOUND " received=172.16.0.77 rport=5060",
          "later 5 {cause=stale_mapping certain=0 diagnosis='frame 41 has a response, on a new port or Call-ID at 172.16.0.77, not 172.16.0.1:5060'}"),
    DIAGNOSIS("stops", "... so far: that the server blocks it is a guess",
          "@0     R A[n0,1]" PBX("172.16.0.1"),
          "@0.05  " PBX_BOUND " received=172.16.0.1 rport=5060",
          "@120   R A[m1,1;user=alice]" OTHER_LINE,
          "@120.05 200[<sip:alice@192.168.0.3:5060>;300] received=172.16.0.77 rport=41000",
          UNHEARD(240, 5, "R A[n0,2]" PBX("172.16.0.1")),
          "@290   R A[m1,2;user=alice]" OTHER_LINE,
          "@290.05 200[<sip:alice@192.168.0.3:5060>;300] received=172.16.0.77 rport=41000",
          UNHEARD(300, 18, "R A[n0,3]" PBX("172.16.0.1")),
          "@400   settle",
          "later 5 {cause=silent_for_one certain=0}"),
    DIAGNOSIS("stops", "... a phone that changes its private address is behind no NAT",
          "@0     R A[n0,1] expires=300",
          "@0.05  200[K1;300]",
          UNHEARD(240, 3, "R A[n0,2] expires=300"),
          "@330   R A[n0,3] src=10.0.0.3:5060 sent-by=10.0.0.3:5060 contact=K3 expires=300",
          "@330.05 200[K3;300]",
          "later 3 {cause=silent certain=0}"),
};

/* The same client at two servers, of which the second stands in for the first. */
#define HERE  " transport=tcp expires=120 src=10.0.0.1:49200"
#define THERE " transport=tcp expires=120 src=10.0.0.1:49202 dst=10.0.0.8:5060 call-id=c2 from-tag=f2"
#define BACK  " transport=tcp expires=120 src=10.0.0.1:49203 call-id=c3 from-tag=f3"

static const struct sequence_case stand_ins[] = {
    DIAGNOSIS("stops", "The connection is lost, another server stands in, and the client returns",
          "may    binding.expired",
          "@0     R A[n0,1]" HERE,
          "@0.01  200[K1;120]",
          "@50    fin 10.0.0.9:5060 10.0.0.1:49200",
          "@51.5  R A[m1,1]" THERE,
          "@51.52 200[K1;120]",
          "@151   R A[m1,2]" THERE,
          "@151.01 200[K1;120]",
          "@230   R A[n2,1]" BACK "  -> !refresh.late",
          "@230.01 200[K1;120]",
          "@320   R A[n2,2]" BACK,
          "@320.01 200[K1;120]",
          "later  1 {diagnosis=-}",
          "later  4 {diagnosis=-}"),
    DIAGNOSIS("stops", "... and it fails over for the second time",
          "may    binding.expired",
          "@0     R A[n0,1]" HERE,
          "@0.01  200[K1;120]",
          "@50    fin 10.0.0.9:5060 10.0.0.1:49200",
          "@51.5  R A[m1,1]" THERE,
          "@51.52 200[K1;120]",
          "@100   R A[n0,2]" HERE,
          "@100.01 200[K1;120]",
          "@120   fin 10.0.0.9:5060 10.0.0.1:49200",
          "@122   R A[m1,2]" THERE,
          "@122.01 200[K1;120]",
          "@235   R A[m1,3]" THERE,
          "@235.01 200[K1;120]",
          "@300   R A[n2,1]" BACK "  -> !refresh.late",
          "@300.01 200[K1;120]",
          "later  1 {diagnosis=-}"),
    DIAGNOSIS("stops", "... no server stands in: it was gone until it returned",
          "@0     R A[n0,1]" HERE,
          "@0.01  200[K1;120]",
          "@50    fin 10.0.0.9:5060 10.0.0.1:49200",
          ALICE_AT(100, "z0,1"),
          ALICE_AT(180, "z0,2"),
          "@230   R A[n0,2]" BACK "  -> refresh.late",
          "@230.01 200[K1;120]",
          "later  1 {cause=late_after_lost_connection certain=0}"),
    DIAGNOSIS("stops", "... what the second server granted has expired, too",
          "may    binding.expired",
          "@0     R A[n0,1]" HERE,
          "@0.01  200[K1;120]",
          "@50    fin 10.0.0.9:5060 10.0.0.1:49200",
          "@51.5  R A[m1,1]" THERE,
          "@51.52 200[K1;120]",
          ALICE_AT(100, "z0,1"),
          ALICE_AT(180, "z0,2"),
          "@230   R A[n0,2]" BACK "  -> refresh.late:note",
          "@230.01 200[K1;120]"),
};
#define TWO(own, other) "200[K1;" own "][<sip:bob@10.9.9.140:5060>;" other "]"

static const struct sequence_case beside_others[] = {
    DIAGNOSIS("stops", "A client uses what it was granted, and what it requested as soon as another Contact is listed",
          "@0    R expires=180",
          "@0.01 200[K1;120]",
          "@115  R expires=180",
          "@115.01 " TWO("120", "97"),
          "@290  R expires=180",
          "@290.01 " TWO("120", "41"),
          "@465  R expires=180",
          "@465.01 " TWO("120", "105"),
          "later 3 {cause=requested_used_beside_other certain=0 diagnosis='Probably the client uses the requested interval where others are listed: frame 4 grants 120 s and lists another Contact'}"),
    DIAGNOSIS("stops", "... over TCP, with a refresh at half of the time",
          "@0    R expires=600 transport=tcp",
          "@0.01 200[K1;200]",
          "@100  R expires=600 transport=tcp",
          "@100.01 " TWO("200", "150"),
          "@400  R expires=600 transport=tcp",
          "@400.01 " TWO("200", "90"),
          "later 3 {cause=requested_used_beside_other certain=0}"),
    DIAGNOSIS("stops", "... a client that is late once was asleep, whoever is listed",
          "@0    R expires=180",
          "@0.01 200[K1;120]",
          "@115  R expires=180",
          "@115.01 " TWO("120", "97"),
          "@500  R expires=180",
          "@500.01 " TWO("120", "41"),
          "later 3 {cause=returned_late certain=0}"),
    DIAGNOSIS("stops", "... it is late without others, too: it does not use what is granted",
          "@0    R expires=180",
          "@0.01 200[K1;120]",
          "@175  R expires=180",
          "@175.01 " TWO("120", "97"),
          "@350  R expires=180",
          "@350.01 " TWO("120", "41"),
          "later 3 {cause=granted_interval_ignored_once}"),
    DIAGNOSIS("stops", "... beside others it comes in time",
          "@0    R expires=180",
          "@0.01 200[K1;120]",
          "@115  R expires=180",
          "@115.01 " TWO("120", "97"),
          "@230  R expires=180",
          "@230.01 " TWO("120", "41"),
          "later 3 {diagnosis=-}"),
    DIAGNOSIS("stops", "... another client is told that the binding has time left",
          "@0    R expires=180",
          "@0.01 200[K1;120]",
          "@115  R expires=180",
          "@115.01 " TWO("120", "97"),
          "@290  R expires=180  {cause=requested_used_beside_other}",
          "@290.01 R client=2",
          "@290.02 200[K1;45][K2;3600]",
          "later 3 {refuted=requested_used_beside_other}"),
};
/* A terminal with a SIM, and a P-CSCF. */
#define SEC_CLIENT "header='Security-Client: ipsec-3gpp;alg=hmac-sha-1-96;prot=esp;mod=trans;spi-c=4001;spi-s=4002;port-c=31000;port-s=31001' header='Require: sec-agree' header='Proxy-Require: sec-agree'"
#define SEC_SERVER(header) "header='" header ": ipsec-3gpp;alg=hmac-sha-1-96;prot=esp;mod=trans;spi-c=5001;spi-s=5002;port-c=6101;port-s=6100'"
#define SIM        " contact='<sip:bob@10.0.0.1:31001>' instance=A expires=600000 " SEC_CLIENT
#define VECTOR(nonce) "401[" nonce ";AKAv1-MD5] " SEC_SERVER("Security-Server")
#define KEYS(nonce)   "401[" nonce ";AKAv1-MD5;ik=0123456789abcdef0123456789abcdef;ck=fedcba9876543210fedcba9876543210] " SEC_SERVER("Security-Server")
#define PROTECTED  SIM " src=10.0.0.1:31000 dst=10.0.0.9:6100 sent-by=10.0.0.1:31001 " SEC_SERVER("Security-Verify")

static const struct sequence_case terminals[] = {
    DIAGNOSIS("stops", "The P-CSCF leaves ik and ck in the challenge, and the terminal begins anew each time",
          "@0    R" SIM,
          "@0.2  " KEYS("n1"),
          "@32   R call-id=c2 from-tag=f2" SIM,
          "@32.2 " KEYS("n2"),
          "@94   R call-id=c3 from-tag=f3" SIM,
          "@94.2 " KEYS("n3"),
          "@150  settle",
          "later 1 {cause=keys_left_in_challenge certain=0 diagnosis='Probably the terminal refused a challenge that contains ik and ck: no second REGISTER follows frame 6'}"),
    DIAGNOSIS("stops", "... once, over TCP",
          "@0    R transport=tcp" SIM,
          "@0.2  " KEYS("n1"),
          "@60   settle",
          "later 1 {cause=keys_left_in_challenge certain=0}"),
    DIAGNOSIS("stops", "... and the terminal goes on with AKA, late",
          "@0    R" SIM,
          "@0.2  " KEYS("n1"),
          "@60   R A[n1,1;AKAv1-MD5]" PROTECTED "  {refuted=keys_left_in_challenge}",
          "@60.2 200[<sip:bob@10.0.0.1:31001>;600000]"),
    DIAGNOSIS("stops", "... they are not there: the SIM, or IPsec",
          "@0    R" SIM,
          "@0.2  " VECTOR("n1"),
          "@32   R call-id=c2 from-tag=f2" SIM,
          "@32.2 " VECTOR("n2"),
          "@94   R call-id=c3 from-tag=f3" SIM,
          "@94.2 " VECTOR("n3"),
          "@150  settle",
          "later 1 {cause=aka_not_continued diagnosis='Probably the terminal refused AKA or IPsec: '}"),
    DIAGNOSIS("stops", "No response to the protected REGISTER, though the unprotected port challenges",
          "@0    R" SIM,
          "@0.2  " VECTOR("n1"),
          "@0.4  R A[n1,1;AKAv1-MD5]" PROTECTED,
          "@2.4  again=3", "@6.4 again=3", "@14.4 again=3", "@30.4 again=3",
          "@130  R call-id=c2 from-tag=f2" SIM,
          "@130.2 " VECTOR("n2"),
          "@130.4 R A[n2,1;AKAv1-MD5] call-id=c2 from-tag=f2" PROTECTED,
          "@132.4 again=10", "@136.4 again=10", "@144.4 again=10", "@160.4 again=10",
          "@200  settle",
          "later 1 {cause=protected_unanswered certain=0 diagnosis='Probably the P-CSCF does not take the protected REGISTER: no response to frame 10 to 10.0.0.9:6100 of Security-Server, while frame 9 came from the unprotected port'}"),
    DIAGNOSIS("stops", "... it responds in the end",
          "@0    R" SIM,
          "@0.2  " VECTOR("n1"),
          "@0.4  R A[n1,1;AKAv1-MD5]" PROTECTED,
          "@2.4  again=3", "@6.4 again=3", "@14.4 again=3", "@30.4 again=3",
          "@40   200[<sip:bob@10.0.0.1:31001>;600000]  {refuted=protected_unanswered}"),
    DIAGNOSIS("stops", "... credentials without an association, to the same port",
          "@0    R",
          "@0.2  401[n1]",
          "@0.4  R A[n1,1]",
          "@2.4  again=3", "@6.4 again=3", "@14.4 again=3", "@30.4 again=3",
          "@60   settle",
          "later 1 {cause=silent_to_credentials}"),
};
/* clang-format on */

void test_reports_stops(void)
{
    SEQUENCES_ADD(gives_up);
    SEQUENCES_ADD(lines);
    SEQUENCES_ADD(stand_ins);
    SEQUENCES_ADD(beside_others);
    SEQUENCES_ADD(terminals);
}
