frame  id  hop  step                intent      state        attempt  asked   granted  nonce                  aor
1      0   1    request             register    registering  1.1      120     -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -       -        -                      sip:alice@sip.example
         chat auth.md5_only: The server offers only MD5, which is weak and kept for old clients (RFC 8760 3)
3      0   1    retry               register    registering  1.2      120     -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials without TLS: whoever captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    challenge           register    challenged   1.2      -       -        -                      sip:alice@sip.example
         WARN auth.rejected: The credentials in frame 3 (user "alice", realm "sip.example") were refused although the nonce is fresh: wrong user name or password; refusals in a row: 1
5      0   1    request             register    registering  2.1      120     -        -                      sip:alice@sip.example
6      0   1    challenge           register    challenged   2.1      -       -        -                      sip:alice@sip.example
7      0   1    retry               register    registering  2.2      120     -        first use 1            sip:alice@sip.example
8      0   1    accepted            register    registered   2.2      120     20       -                      sip:alice@sip.example
         note ok.expires_short: Only 20 s granted: the client has to refresh very often, and one lost packet may end the registration
         chat ok.expires_reduced: 20 s granted, 120 s asked: the client has to refresh within 20 s
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 20 s; 1 listed
         chat metric.rrd: Registration Request Delay 14.4 ms, from frame 5
9      1   1    request             register    registering  1.1      12      -        -                      sip:bob@sip.example
10     1   1    challenge           register    challenged   1.1      -       -        -                      sip:bob@sip.example
         chat auth.md5_only: The server offers only MD5, which is weak and kept for old clients (RFC 8760 3)
11     1   1    retry               register    registering  1.2      12      -        first use 1            sip:bob@sip.example
         chat sec.cleartext_auth: Digest credentials without TLS: whoever captures this packet can try passwords against it (RFC 3261 26.3.2.1)
12     1   1    interval-too-brief  register    registering  1.2      12      -        -                      sip:bob@sip.example
         chat resp.failure: 423 Interval Too Brief: the time asked for is too short
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 16.7 % of 6 REGISTERs, 33.3 % of 3 attempts
13     1   1    retry               register    registering  1.3      18      -        reused with higher nc 2  sip:bob@sip.example
         chat auth.nonce_reused: Use 2 of this nonce (issued in frame 10, 1 ms old): nc 00000002 after 00000001 in frame 11; the count goes up as it should
14     1   1    accepted            register    registered   1.3      18      18       -                      sip:bob@sip.example
         chat binding.status: sip:bob-0x558eb38514c0@192.0.2.12:5060 is bound for 18 s; 1 listed
         chat metric.rrd: Registration Request Delay 7.0 ms, from frame 9, with more than a challenge in between
15     0   1    request             refresh     registering  3.1 r1   120     -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Use 2 of this nonce (issued in frame 6, 18 s old): nc 00000002 after 00000001 in frame 7; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
16     0   1    accepted            refresh     registered   3.1 r1   120     20       -                      sip:alice@sip.example
         note ok.expires_short: Only 20 s granted: the client has to refresh very often, and one lost packet may end the registration
         chat ok.expires_reduced: 20 s granted, 120 s asked: the client has to refresh within 20 s
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, 2 s before its end; 1 listed
         chat metric.rrd: Registration Request Delay 0.3 ms, from frame 15
17     1   1    request             refresh     registering  2.1 r1   18      -        -                      sip:bob@sip.example
18     1   1    retransmission      refresh     registering  2.1 r1   18      -        -                      sip:bob@sip.example
         chat txn.retransmission: Retransmission 1 of the REGISTER in frame 17, 501 ms after the last one
19     1   1    retransmission      refresh     registering  2.1 r1   18      -        -                      sip:bob@sip.example
         chat txn.retransmission: Retransmission 2 of the REGISTER in frame 17, 1 s after the last one
20     1   1    retransmission      refresh     registering  2.1 r1   18      -        -                      sip:bob@sip.example
         note txn.retransmission: Retransmission 3 of the REGISTER in frame 17, 2 s after the last one
21     1   1    retransmission      refresh     registering  2.1 r1   18      -        -                      sip:bob@sip.example
         note txn.retransmission: Retransmission 4 of the REGISTER in frame 17, 4 s after the last one
22     1   1    retransmission      refresh     registering  2.1 r1   18      -        -                      sip:bob@sip.example
         note txn.retransmission: Retransmission 5 of the REGISTER in frame 17, 4 s after the last one
23     1   1    retransmission      refresh     registering  2.1 r1   18      -        -                      sip:bob@sip.example
         note txn.retransmission: Retransmission 6 of the REGISTER in frame 17, 4 s after the last one
24     0   1    request             refresh     registering  4.1 r2   120     -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Use 3 of this nonce (issued in frame 6, 36 s old): nc 00000003 after 00000002 in frame 15; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
25     0   1    challenge           refresh     challenged   4.1 r2   -       -        -                      sip:alice@sip.example
26     0   1    retry               refresh     registering  4.2 r2   120     -        first use 1            sip:alice@sip.example
27     0   1    accepted            refresh     registered   4.2 r2   120     20       -                      sip:alice@sip.example
         note ok.expires_short: Only 20 s granted: the client has to refresh very often, and one lost packet may end the registration
         chat ok.expires_reduced: 20 s granted, 120 s asked: the client has to refresh within 20 s
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, 2 s before its end; 1 listed
         chat metric.rrd: Registration Request Delay 32.0 ms, from frame 24
28     1   1    retransmission      refresh     registering  2.1 r1   18      -        -                      sip:bob@sip.example
         note txn.retransmission: Retransmission 7 of the REGISTER in frame 17, 4 s after the last one
29     1   1    retransmission      refresh     registering  2.1 r1   18      -        -                      sip:bob@sip.example
         note txn.retransmission: Retransmission 8 of the REGISTER in frame 17, 4 s after the last one
30     1   1    retransmission      refresh     registering  2.1 r1   18      -        -                      sip:bob@sip.example
         note txn.retransmission: Retransmission 9 of the REGISTER in frame 17, 4 s after the last one
31     1   1    retransmission      refresh     registering  2.1 r1   18      -        -                      sip:bob@sip.example
         note txn.retransmission: Retransmission 10 of the REGISTER in frame 17, 4 s after the last one
32     0   1    request             refresh     registering  5.1 r3   120     -        reused with higher nc 2  sip:alice@sip.example
         WARN refresh.late: The refresh comes 11.5 s after the binding lapsed: 20 s were granted in frame 27; calls could not reach sip:alice@192.0.2.11;transport=udp in between
         chat auth.nonce_reused: Use 2 of this nonce (issued in frame 25, 31.5 s old): nc 00000002 after 00000001 in frame 26; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
33     0   1    accepted            refresh     registered   5.1 r3   120     20       -                      sip:alice@sip.example
         note ok.expires_short: Only 20 s granted: the client has to refresh very often, and one lost packet may end the registration
         chat ok.expires_reduced: 20 s granted, 120 s asked: the client has to refresh within 20 s
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound again for 20 s, 11.5 s after it lapsed; 1 listed
         chat metric.rrd: Registration Request Delay 0.3 ms, from frame 32
34     1   1    request             refresh     registering  3.1 r2   18      -        -                      sip:bob@sip.example
         WARN txn.unanswered: The REGISTER in frame 17 to 192.0.2.1:5060 got no final answer within 32 s: no answer at all (transmissions: 11)
         note refresh.late: The binding lapsed 61.4 s ago: the refresh in frame 17 came in time, but no 2xx to it is in the capture
         chat metric.ira: Ineffective Registration Attempt 2 of this capture: 18.2 % of 11 REGISTERs, 33.3 % of 6 attempts
35     1   1    challenge           refresh     challenged   3.1 r2   -       -        -                      sip:bob@sip.example
36     1   1    retry               refresh     registering  3.2 r2   18      -        first use 1            sip:bob@sip.example
37     1   1    accepted            refresh     registered   3.2 r2   18      18       -                      sip:bob@sip.example
         chat binding.status: sip:bob-0x558eb38514c0@192.0.2.12:5060 is bound again for 18 s, 61.4 s after it lapsed; 1 listed
         chat metric.rrd: Registration Request Delay 0.6 ms, from frame 34
38     0   1    request             refresh     registering  6.1 r4   120     -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Use 3 of this nonce (issued in frame 25, 49.5 s old): nc 00000003 after 00000002 in frame 32; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
39     0   1    challenge           refresh     challenged   6.1 r4   -       -        -                      sip:alice@sip.example
40     0   1    retry               refresh     registering  6.2 r4   120     -        first use 1            sip:alice@sip.example
41     0   1    accepted            refresh     registered   6.2 r4   120     20       -                      sip:alice@sip.example
         note ok.expires_short: Only 20 s granted: the client has to refresh very often, and one lost packet may end the registration
         chat ok.expires_reduced: 20 s granted, 120 s asked: the client has to refresh within 20 s
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, 2 s before its end; 1 listed
         chat metric.rrd: Registration Request Delay 11.9 ms, from frame 38
42     0   1    request             remove      registering  7.1      0       -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Use 2 of this nonce (issued in frame 39, 11 s old): nc 00000002 after 00000001 in frame 40; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
43     0   1    accepted            remove      removed      7.1      -       -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; 0 other bindings listed
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; 0 listed
         chat metric.rrd: Registration Request Delay 0.3 ms, from frame 42
44     1   1    request             refresh     registering  4.1 r3   18      -        -                      sip:bob@sip.example
45     1   1    challenge           refresh     challenged   4.1 r3   -       -        -                      sip:bob@sip.example
46     1   1    retry               refresh     registering  4.2 r3   18      -        first use 1            sip:bob@sip.example
47     1   1    accepted            refresh     registered   4.2 r3   18      18       -                      sip:bob@sip.example
         chat binding.status: sip:bob-0x558eb38514c0@192.0.2.12:5060 is refreshed for 18 s, 1.8 s before its end; 1 listed
         chat metric.rrd: Registration Request Delay 0.6 ms, from frame 44
48     1   1    request             remove      registering  5.1      0       -        -                      sip:bob@sip.example
49     1   1    challenge           remove      challenged   5.1      -       -        -                      sip:bob@sip.example
50     1   1    retry               remove      registering  5.2      0       -        first use 1            sip:bob@sip.example
51     1   1    accepted            remove      removed      5.2      -       -        -                      sip:bob@sip.example
         chat dereg.confirmed: sip:bob-0x558eb38514c0@192.0.2.12:5060 is removed; 0 other bindings listed
         chat binding.status: sip:bob-0x558eb38514c0@192.0.2.12:5060 is removed; 0 listed
         chat metric.rrd: Registration Request Delay 0.5 ms, from frame 48
diagnosis of 0: binding lapses because the refresh comes late: 20 s granted in frame 27, and the refresh comes in frame 32; let the client refresh earlier
diagnosis of 1: registrar silent: no answer to frame 17 from 192.0.2.1:5060; check that it runs, and routing, firewall and ALG on the way there
