/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reports whose cause shows in the course: what came before the first failure, who fails beside the client, and what works
 * meanwhile.
 */
#include "sequence.h"

/* clang-format off */

/* A phone of the office 203.0.113.7 that is accepted, and refreshes. */
#define OFFICE "src=203.0.113.7:1024 sent-by=192.168.1.11:5060 contact='<sip:bob@192.168.1.11:5060>' expires=120"
#define BESIDE "client=2 user=alice src=203.0.113.7:1025 sent-by=192.168.1.12:5060 contact='<sip:alice@192.168.1.12:5060>' expires=120"
#define OFFICE_ACCEPTED \
          "@0     R " OFFICE, \
          "@0.03  401[n1]", \
          "@0.04  R A[n1,1] " OFFICE, \
          "@0.07  200[<sip:bob@192.168.1.11:5060>;120]"

/* Another phone there has a wrong password. */
#define BESIDE_REFUSED(rounds, status) \
          "repeat " rounds " every 5", \
          "@0.93  R " BESIDE, \
          "@0.96  401[p%]", \
          "@0.97  R A[p%,1;password=wrong] " BESIDE, \
          "@1     " status, \
          "end"

static const struct sequence_case blocked[] = {
    DIAGNOSIS("blocked", "One phone of an office has a wrong password, then each one gets 403 without a challenge",
          OFFICE_ACCEPTED,
          BESIDE_REFUSED("12", "401[q%]"),
          "repeat 6 every 5",
          "@5     R " BESIDE,
          "@5.03  403",
          "end",
          "@95    R A[n1,2] " OFFICE,
          "@95.03 403",
          "@125   R " OFFICE,
          "@125.03 403",
          "@155   R " OFFICE,
          "@155.03 403",
          "@250   settle",
          "later  65 {cause=address_refused certain=0 diagnosis='Probably the address is blocked because of another client: user \"alice\" was refused up to frame 52, then 403 Forbidden in frame 70 whoever it is. Correct that account, then remove the block'}",
          "later  5 {cause=refused_after_refusals certain=0 diagnosis='Probably a wrong password, and the server blocks the client for it: 12 refusals in a row up to frame 52, tried 13 times within a minute, which risks a ban. Correct it in the client, then unblock 203.0.113.7'}"),
    DIAGNOSIS("blocked", "... refused with 403, while another phone goes on until the address is blocked",
          OFFICE_ACCEPTED,
          BESIDE_REFUSED("4", "403"),
          "@90    R A[n1,2] " OFFICE,
          "@90.03 200[<sip:bob@192.168.1.11:5060>;120]",
          "@91    R " BESIDE,
          "@91.03 401[x1]",
          "@91.04 R A[x1,1;password=wrong] " BESIDE,
          "@91.06 403",
          "@180   R " OFFICE,
          "@180.03 403",
          "@210   R " OFFICE,
          "@210.03 403",
          "@300   settle",
          "later  27 {cause=address_refused certain=0}"),
    DIAGNOSIS("blocked", "... the account of the other one is closed: the one with the wrong password is still challenged",
          OFFICE_ACCEPTED,
          BESIDE_REFUSED("6", "401[q%]"),
          "@60    R " OFFICE,
          "@60.03 403",
          "@65    R " BESIDE,
          "@65.03 401[x1]",
          "@65.04 R A[x1,1;password=wrong] " BESIDE,
          "@65.06 401[x2]",
          "@90    R " OFFICE,
          "@90.03 403",
          "@150   settle",
          "later  35 {cause=forbidden_since certain=0 refuted=address_refused}"),
    DIAGNOSIS("blocked", "... the refusals come from another address",
          OFFICE_ACCEPTED,
          "repeat 6 every 5",
          "@0.93  R client=2 user=alice",
          "@0.96  401[p%]",
          "@0.97  R client=2 user=alice A[p%,1;password=wrong]",
          "@1     401[q%]",
          "end",
          "@60    R " OFFICE,
          "@60.03 403",
          "@150   settle",
          "later  29 {cause=forbidden_since certain=0 diagnosis='Probably the registrar no longer admits the account, or its address: 403 Forbidden in frame 30, regardless of the password, although frame 4 accepted the client'}"),
    DIAGNOSIS("blocked", "... one refusal, corrected at once, then the account is closed",
          OFFICE_ACCEPTED,
          BESIDE_REFUSED("1", "401[q%]"),
          "@7     R A[q1,1] " BESIDE,
          "@7.02  200[<sip:alice@192.168.1.12:5060>;120]",
          "@60    R " OFFICE,
          "@60.03 403",
          "@150   settle",
          "later  11 {cause=forbidden_since}"),
    DIAGNOSIS("blocked", "... another branch of a fork accepts it",
          OFFICE_ACCEPTED,
          "@60    R " OFFICE,
          "@60.02 403 to-tag=a {cause=forbidden_since}",
          "@60.04 200[<sip:bob@192.168.1.11:5060>;120] answers=5 to-tag=b {refuted=forbidden_since diagnosis=-}"),
    DIAGNOSIS("blocked", "Refused again and again, then the administrator closes the account: the server has challenged since",
          "repeat 6 every 5",
          "@0.93  R",
          "@0.96  401[p%]",
          "@0.97  R A[p%,1;password=wrong]",
          "@1     401[q%]",
          "end",
          "@60    R",
          "@60.02 403",
          "@90    R",
          "@90.02 401[x1]",
          "@90.03 R A[x1,1;password=wrong]",
          "@90.05 401[x2]",
          "@150   settle",
          "later  1 {refuted=refused_after_refusals cause=account_wrong}"),
};

/* Over a connection that stays, with nonces that stay valid. */
#define SLEEPER "transport=tls src=10.0.0.1:43210 dst=10.0.0.9:5061 sent-by=10.0.0.1:43210 contact='<sip:bob@10.0.0.1:43210;transport=tls>' expires=300"
#define SLEEPER_BOUND "200[<sip:bob@10.0.0.1:43210;transport=tls>;300]"
#define SLEEPER_AT(at, nc) \
          "@" at "    R A[n0," nc "] " SLEEPER, \
          "@" at ".05 " SLEEPER_BOUND

static const struct sequence_case late_at_times[] = {
    DIAGNOSIS("late_at_times", "Refreshed in time as a rule, late by two minutes now and then, over the same connection",
          SLEEPER_AT("0", "1"),
          SLEEPER_AT("271", "2"),
          SLEEPER_AT("542", "3"),
          SLEEPER_AT("950", "4"),
          SLEEPER_AT("1221", "5"),
          SLEEPER_AT("1636", "6"),
          SLEEPER_AT("1906", "7"),
          "@1950  settle",
          "later  7 {cause=late_at_times certain=0}",
          "later  11 {cause=late_at_times certain=0 diagnosis='Probably the client was asleep, busy or without network: 300 s granted in frame 10, next REGISTER in frame 11, 115 s after the binding expired, but others were in time'}"),
    DIAGNOSIS("late_at_times", "... late each time: its timer is wrong",
          SLEEPER_AT("0", "1"),
          SLEEPER_AT("408", "2"),
          SLEEPER_AT("816", "3"),
          "@900   settle",
          "later  5 {cause=refresh_late_again certain=1}"),
    DIAGNOSIS("late_at_times", "... from some time on: it is set otherwise since",
          SLEEPER_AT("0", "1"),
          SLEEPER_AT("271", "2"),
          SLEEPER_AT("542", "3"),
          SLEEPER_AT("950", "4"),
          SLEEPER_AT("1358", "5"),
          "@1400  settle",
          "later  9 {cause=refresh_late_again}"),
    DIAGNOSIS("late_at_times", "... in time by one refresh alone: that may be chance",
          SLEEPER_AT("0", "1"),
          SLEEPER_AT("271", "2"),
          SLEEPER_AT("650", "3"),
          "@700   settle",
          "later  5 {cause=refresh_late certain=0}"),
    DIAGNOSIS("late_at_times", "... late by seconds: a timer that runs late",
          SLEEPER_AT("0", "1"),
          SLEEPER_AT("271", "2"),
          SLEEPER_AT("542", "3"),
          SLEEPER_AT("850", "4"),
          "@900   settle",
          "later  7 {cause=refresh_late certain=0}"),
    DIAGNOSIS("late_at_times", "... a list to another client shows that it was bound",
          SLEEPER_AT("0", "1"),
          SLEEPER_AT("271", "2"),
          SLEEPER_AT("542", "3"),
          "@950    R A[n0,4] " SLEEPER,
          "@951    R client=2",
          "@951.05 200[<sip:bob@10.0.0.1:43210;transport=tls>;100][K2;3600]",
          "later  7 {refuted=late_at_times}"),
    DIAGNOSIS("late_at_times", "A refresh in time has no response in the capture: the next is no late one",
          SLEEPER_AT("0", "1"),
          "@271    R A[n0,2] " SLEEPER,
          SLEEPER_AT("542", "3"),
          SLEEPER_AT("950", "4"),
          "@990   settle",
          "later  6 {cause=late_at_times certain=0}"),
};

/* Behind a NAT, and the registrar stores where the client comes from. */
#define BEHIND(port) "src=198.51.100.7:" port " sent-by=192.168.1.20:5060 contact='<sip:bob@192.168.1.20:5060>' expires=600"
#define SEEN(port) " received=198.51.100.7 rport=" port
#define STORED(port, left) "200[<sip:bob@198.51.100.7:" port ">;" left "]" SEEN(port)
#define REFUSED_AT(at, nonce, port) \
          "@" at "    R " BEHIND(port), \
          "@" at ".02 401[" nonce "]" SEEN(port), \
          "@" at ".03 R A[" nonce ",1] " BEHIND(port), \
          "@" at ".05 403" SEEN(port)

static const struct sequence_case stored[] = {
    DIAGNOSIS("stored", "A new port of the NAT counts as a second Contact until that with the old port expires",
          "@0     R A[n0,1] " BEHIND("40001"),
          "@0.02  " STORED("40001", "600"),
          "@250   R A[n0,2] " BEHIND("40733"),
          "@250.02 401[n2;stale]" SEEN("40733"),
          "@250.03 R A[n2,1] " BEHIND("40733"),
          "@250.05 403" SEEN("40733"),
          REFUSED_AT("370", "p1", "40733"),
          REFUSED_AT("490", "p2", "40733"),
          "@610   R " BEHIND("40733"),
          "@610.02 401[p3]" SEEN("40733"),
          "@610.03 R A[p3,1] " BEHIND("40733"),
          "@610.05 " STORED("40733", "600"),
          "@650   settle",
          "later  3 {cause=blocked_by_old_binding certain=0}",
          "later  13 {cause=blocked_by_old_binding certain=0}"),
    DIAGNOSIS("stored", "... so far",
          "@0     R A[n0,1] " BEHIND("40001"),
          "@0.02  " STORED("40001", "600"),
          REFUSED_AT("250", "p1", "40733"),
          "@300   settle",
          "later  3 {cause=old_binding_in_way certain=0}"),
    DIAGNOSIS("stored", "... 403 goes on behind that: it was not the old Contact",
          "@0     R A[n0,1] " BEHIND("40001"),
          "@0.02  " STORED("40001", "600"),
          REFUSED_AT("550", "p1", "40733"),
          REFUSED_AT("650", "p2", "40733"),
          REFUSED_AT("750", "p3", "40733"),
          "@900   settle",
          "later  7 {refuted=old_binding_in_way cause=password_refused}"),
    DIAGNOSIS("stored", "... accepted long before that: something else was repaired",
          "@0     R A[n0,1] " BEHIND("40001"),
          "@0.02  " STORED("40001", "600"),
          REFUSED_AT("250", "p1", "40733"),
          "@300   R A[p1,2] " BEHIND("40733"),
          "@300.02 200[<sip:bob@198.51.100.7:40001>;300][<sip:bob@198.51.100.7:40733>;600]" SEEN("40733"),
          "@350   settle",
          "later  3 {refuted=old_binding_in_way refuted=blocked_by_old_binding}"),
    DIAGNOSIS("stored", "The port stays: no other Contact is in the way",
          "@0     R A[n0,1] " BEHIND("40001"),
          "@0.02  " STORED("40001", "600"),
          REFUSED_AT("250", "p1", "40001"),
          "@300   settle",
          "later  3 {cause=password_refused certain=0}"),
    DIAGNOSIS("stored", "The registrar puts the address of the SBC in place of the Contact, and a 403 is a 403",
          "@0     R A[n0,1] " BEHIND("40001"),
          "@0.02  200[<sip:bob@192.0.2.7:5060>;600]" SEEN("40001"),
          REFUSED_AT("250", "p1", "40733"),
          "@300   settle",
          "later  3 {certain=0}"),
};

/* Without the option tag in Proxy-Require. */
#define TERMINAL "expires=600000 header='Require: sec-agree' header='Security-Client: ipsec-3gpp;alg=hmac-sha-1-96;ealg=null;spi-c=4001;spi-s=4002;port-c=6500;port-s=6600'"
#define AGREED " header='Security-Server: ipsec-3gpp;q=0.1;alg=hmac-sha-1-96;ealg=null;spi-c=5001;spi-s=5002;port-c=5100;port-s=6100'"

static const struct sequence_case agreed[] = {
    DIAGNOSIS("agreed", "The P-CSCF takes part in the agreement although an option tag is missing, and nothing follows the challenge",
          "repeat 6 every 32",
          "@0     R call-id=u% " TERMINAL,
          "@0.2   401[n%;AKAv1-MD5]" AGREED,
          "end",
          "@200   settle",
          "later  1 {refuted=agreement_flawed cause=aka_not_continued certain=0}"),
    DIAGNOSIS("agreed", "... the P-CSCF ignores it: that is the option tag",
          "repeat 3 every 32",
          "@0     R call-id=u% " TERMINAL,
          "@0.2   401[n%;AKAv1-MD5]",
          "end",
          "@200   settle",
          "later  1 {cause=agreement_broken}"),
    DIAGNOSIS("agreed", "... the protected REGISTER differs from what was agreed",
          "@0     R " TERMINAL " header='Proxy-Require: sec-agree'",
          "@0.2   401[n1;AKAv1-MD5]" AGREED,
          "@0.5   R A[n1,1;AKAv1-MD5] " TERMINAL " header='Proxy-Require: sec-agree' header='Security-Verify: ipsec-3gpp;q=0.1;alg=hmac-md5-96;ealg=null;spi-c=5001;spi-s=5002;port-c=5100;port-s=6100'  {cause=agreement_flawed}"),
};

#define FIRST "call-id=a1 from-tag=f1 expires=120"
#define SECOND "call-id=b1 from-tag=f2 expires=120"

static const struct sequence_case twins[] = {
    DIAGNOSIS("twins", "One account is registered twice at once, and only the newest nonce is valid",
          "@0     R " FIRST,
          "@0.002 R " SECOND,
          "@0.02  401[n1] answers=1",
          "@0.022 401[n2] answers=2",
          "@0.025 R A[n1,1] " FIRST,
          "@0.028 R A[n2,1] " SECOND,
          "@0.045 401[n3] answers=5",
          "@0.048 200[K1;120] answers=6",
          "@60    settle",
          "never  retry.from_tag_changed",
          "later  7 {cause=twin_refused certain=0 diagnosis='Probably the client registers twice at once: frame 5 was refused in frame 7 and the one under another Call-ID accepted in frame 8. Fix the client to send one REGISTER at a time'}"),
    DIAGNOSIS("twins", "... the other one is accepted first",
          "@0     R " FIRST,
          "@0.002 R " SECOND,
          "@0.02  401[n1] answers=1",
          "@0.022 401[n2] answers=2",
          "@0.025 R A[n1,1] " FIRST,
          "@0.028 R A[n2,1] " SECOND,
          "@0.045 200[K1;120] answers=6",
          "@0.048 401[n3] answers=5",
          "@60    settle",
          "later  8 {cause=twin_bound certain=0}"),
    DIAGNOSIS("twins", "... both are refused: the password is wrong",
          "@0     R " FIRST,
          "@0.002 R " SECOND,
          "@0.02  401[n1] answers=1",
          "@0.022 401[n2] answers=2",
          "@0.025 R A[n1,1;password=wrong] " FIRST,
          "@0.028 R A[n2,1;password=wrong] " SECOND,
          "@0.045 401[n3] answers=5",
          "@0.048 401[n4] answers=6",
          "@60    settle",
          "later  7 {certain=0 diagnosis='a wrong user name or password'}"),
    DIAGNOSIS("twins", "... each is accepted: the server takes either nonce",
          "@0     R " FIRST,
          "@0.002 R " SECOND,
          "@0.02  401[n1] answers=1",
          "@0.022 401[n2] answers=2",
          "@0.025 R A[n1,1] " FIRST,
          "@0.028 R A[n2,1] " SECOND,
          "@0.045 200[K1;120] answers=5",
          "@0.048 200[K1;120] answers=6",
          "@60    settle",
          "later  7 {diagnosis=-}"),
    DIAGNOSIS("twins", "... refused when it registers alone as well: one of two profiles has a wrong password",
          "@0     R " FIRST,
          "@0.002 R " SECOND,
          "@0.02  401[n1] answers=1",
          "@0.022 401[n2] answers=2",
          "@0.025 R A[n1,1;password=wrong] " FIRST,
          "@0.028 R A[n2,1] " SECOND,
          "@0.045 401[n3] answers=5",
          "@20    R " FIRST,
          "@20.02 401[n5]",
          "@20.03 R A[n5,1;password=wrong] " FIRST,
          "@20.05 401[n6]",
          "@60    settle",
          "later  7 {refuted=twin_refused cause=account_wrong}"),
    DIAGNOSIS("twins", "... accepted first, the other one refused when it registers alone as well",
          "@0     R " FIRST,
          "@0.002 R " SECOND,
          "@0.02  401[n1] answers=1",
          "@0.022 401[n2] answers=2",
          "@0.025 R A[n1,1;password=wrong] " FIRST,
          "@0.028 R A[n2,1] " SECOND,
          "@0.045 200[K1;120] answers=6",
          "@0.048 401[n3] answers=5",
          "@20    R " FIRST,
          "@20.02 401[n5]",
          "@20.03 R A[n5,1;password=wrong] " FIRST,
          "@20.05 401[n6]",
          "@60    settle",
          "later  8 {refuted=twin_bound}"),
    DIAGNOSIS("twins", "... under another Call-ID a minute later: the password was corrected",
          "@0     R " FIRST,
          "@0.02  401[n1]",
          "@0.025 R A[n1,1;password=wrong] " FIRST,
          "@0.045 401[n3]",
          "@60    R " SECOND,
          "@60.02 401[n4]",
          "@60.03 R A[n4,1] " SECOND,
          "@60.05 200[K1;120]",
          "@80    settle",
          "later  1 {diagnosis='a wrong user name or password'}"),
};

/* As the provider of another domain names its realm. */
#define TOUR "to='<sip:9599794629@tour.cdot.in>' from='<sip:9599794629@tour.cdot.in>' uri=sip:tour.cdot.in contact='<sip:9599794629@192.168.1.103:5060>' src=192.168.1.103:5060 sent-by=192.168.1.103:5060"

static const struct sequence_case realms[] = {
    DIAGNOSIS("realms", "No credentials follow a challenge of another realm, which names no algorithm: it is the realm",
          "repeat 5 every 60",
          "@0     R " TOUR,
          "@0.03  401[n%;realm=cdot.com;no-qop;no-algorithm]",
          "end",
          "@300   settle",
          "later  1 {cause=realm_unused certain=0 diagnosis='Probably the client has no account for the realm: neither credentials nor retransmissions follow 5 challenges for realm \"cdot.com\"'}"),
    DIAGNOSIS("realms", "... the realm is the domain: it is the algorithm",
          "repeat 5 every 60",
          "@0     R " TOUR,
          "@0.03  401[n%;realm=tour.cdot.in;no-qop;no-algorithm]",
          "end",
          "@300   settle",
          "later  1 {cause=algorithm_missing}"),
    DIAGNOSIS("realms", "... another client is accepted with this realm: it is the algorithm, or that account",
          "@0     R client=2 user=alice uri=sip:tour.cdot.in",
          "@0.03  401[m1;realm=cdot.com;no-qop;no-algorithm]",
          "@0.04  R client=2 user=alice uri=sip:tour.cdot.in A[m1,-;realm=cdot.com;no-algorithm]",
          "@0.06  200[K2;3600]",
          "repeat 5 every 60",
          "@1     R " TOUR,
          "@1.03  401[n%;realm=cdot.com;no-qop;no-algorithm]",
          "end",
          "@300   settle",
          "later  5 {cause=algorithm_missing}"),
    DIAGNOSIS("realms", "... retransmitted: the challenge is not received",
          "repeat 3 every 60",
          "@0     R branch=z9hG4bK-t% cseq=% " TOUR,
          "@0.03  401[n%;realm=cdot.com;no-qop;no-algorithm]",
          "@0.5   R branch=z9hG4bK-t% cseq=% " TOUR,
          "@1.5   R branch=z9hG4bK-t% cseq=% " TOUR,
          "@3.5   R branch=z9hG4bK-t% cseq=% " TOUR,
          "end",
          "@200   settle",
          "later  1 {cause=response_not_received}"),
};

/* A REGISTER and retransmissions until Timer F. */
#define SILENT_AT(at, words) \
          "@" at "  " words, "+0.5  " words, "+1  " words, "+2  " words, "+4  " words, \
          "+4  " words, "+4  " words, "+4  " words, "+4  " words, "+4  " words, "+4  " words

#define BOX "uri=sip:box.example.net expires=300"
#define BOX_ACCEPTED \
          "@0     R dst=198.51.100.20:5060 " BOX, \
          "@0.03  401[n1]", \
          "@0.04  R A[n1,1] dst=198.51.100.20:5060 " BOX, \
          "@0.07  200[K1;300]"
#define BOX_SILENT \
          SILENT_AT("270", "R A[n1,2] cseq=3 branch=z9hG4bK-d1 dst=198.51.100.20:5060 " BOX), \
          SILENT_AT("362", "R A[n1,3] cseq=4 branch=z9hG4bK-d2 dst=198.51.100.20:5060 " BOX)

static const struct sequence_case moved[] = {
    DIAGNOSIS("moved", "The registrar has a new address after the nightly reconnect, which the client notices after two attempts",
          BOX_ACCEPTED,
          BOX_SILENT,
          "@454   R cseq=5 dst=198.51.100.77:5060 " BOX,
          "@454.03 401[r1]",
          "@454.04 R cseq=6 A[r1,1] dst=198.51.100.77:5060 " BOX,
          "@454.07 200[K1;300]",
          "@500   settle",
          "later  5 {cause=server_moved certain=0 diagnosis='Probably the server was down, or has a new address: no response from 198.51.100.20:5060 to frame 16, but from 198.51.100.77:5060 in frame 30. Check it; if it moved'}"),
    DIAGNOSIS("moved", "... the old address works again: it was down",
          BOX_ACCEPTED,
          BOX_SILENT,
          "@454   R A[n1,4] cseq=5 dst=198.51.100.20:5060 " BOX,
          "@454.03 200[K1;300]",
          "@500   settle",
          "later  5 {cause=silent_for_a_while}"),
    DIAGNOSIS("moved", "... the client returns to it",
          BOX_ACCEPTED,
          BOX_SILENT,
          "@454   R cseq=5 dst=198.51.100.77:5060 " BOX,
          "@454.03 401[r1]",
          "@454.04 R cseq=6 A[r1,1] dst=198.51.100.77:5060 " BOX,
          "@454.07 200[K1;300]",
          "@700   R A[n1,4] cseq=7 dst=198.51.100.20:5060 " BOX,
          "@700.03 200[K1;300]",
          "@750   settle",
          "later  5 {refuted=server_moved cause=silent_for_a_while}"),
    DIAGNOSIS("moved", "... another Request-URI: it was set otherwise",
          BOX_ACCEPTED,
          BOX_SILENT,
          "@454   R cseq=5 dst=198.51.100.77:5060 uri=sip:other.example.net expires=300",
          "@454.03 401[r1]",
          "@454.04 R cseq=6 A[r1,1] dst=198.51.100.77:5060 uri=sip:other.example.net expires=300",
          "@454.07 200[K1;300]",
          "@500   settle",
          "later  5 {cause=silent}"),
    DIAGNOSIS("moved", "... frames are missing before that: the client retransmits to the end, as it has no response",
          BOX_ACCEPTED,
          SILENT_AT("150", "R A[n1,2] cseq=13 branch=z9hG4bK-d1 dst=198.51.100.20:5060 " BOX),
          "@183   R cseq=14 dst=198.51.100.77:5060 " BOX,
          "@183.03 401[r1]",
          "@183.04 R cseq=15 A[r1,1] dst=198.51.100.77:5060 " BOX,
          "@183.07 200[K1;300]",
          "@210   settle",
          "later  1 {diagnosis=-}"),
    DIAGNOSIS("moved", "Failed over in time: bound all the time",
          BOX_ACCEPTED,
          SILENT_AT("150", "R A[n1,2] cseq=3 branch=z9hG4bK-d1 dst=198.51.100.20:5060 " BOX),
          "@183   R cseq=4 dst=198.51.100.77:5060 " BOX,
          "@183.03 401[r1]",
          "@183.04 R cseq=5 A[r1,1] dst=198.51.100.77:5060 " BOX,
          "@183.07 200[K1;300]",
          "@400   R cseq=6 A[n1,3] dst=198.51.100.20:5060 " BOX,
          "@400.03 200[K1;300]",
          "@450   settle",
          "later  1 {diagnosis=-}"),
};
/* clang-format on */

void test_reports_course(void)
{
    SEQUENCES_ADD(blocked);
    SEQUENCES_ADD(late_at_times);
    SEQUENCES_ADD(stored);
    SEQUENCES_ADD(agreed);
    SEQUENCES_ADD(twins);
    SEQUENCES_ADD(realms);
    SEQUENCES_ADD(moved);
}
