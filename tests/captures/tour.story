frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      120        -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
3      0   1    retry               register    registering  1.2      120        -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    challenge           register    challenged   1.2      -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 2, 11 ms old) were refused
5      0   1    request             register    registering  2.1      120        -        -                      sip:alice@sip.example
6      0   1    challenge           register    challenged   2.1      -          -        -                      sip:alice@sip.example
7      0   1    retry               register    registering  2.2      120        -        first use 1            sip:alice@sip.example
8      0   1    accepted            register    registered   2.2      120        20       -                      sip:alice@sip.example
         note ok.expires_short: Registrar grants only 20 s; the client must refresh very often, and one lost packet may end the registration
         chat ok.expires_reduced: Registrar grants 20 s instead of the requested 120 s; the client must refresh within 20 s
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 14.5 ms, counted from frame 5
9      1   1    request             register    registering  1.1      12         -        -                      sip:bob@sip.example
10     1   1    challenge           register    challenged   1.1      -          -        -                      sip:bob@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
11     1   1    retry               register    registering  1.2      12         -        first use 1            sip:bob@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
12     1   1    interval-too-brief  register    registering  1.2      12         -        -                      sip:bob@sip.example
         chat resp.failure: 423 "Interval Too Brief": the requested interval is too short
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 16.7 % of all REGISTERs (6 so far), 33.3 % of all attempts
13     1   1    retry               register    registering  1.3      18         -        reused with higher nc 2  sip:bob@sip.example
         chat auth.nonce_reused: Nonce issued in frame 10 is reused (use 2); nc is higher than in frame 11, as required
14     1   1    accepted            register    registered   1.3      18         18       -                      sip:bob@sip.example
         chat binding.status: sip:bob-0x558eb38514c0@192.0.2.12:5060 is bound for 18 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 7.1 ms, counted from frame 9, and includes more than a challenge
15     0   1    request             refresh     registering  3.1 r1   120        -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 6 (18 s ago) is reused (use 2); nc is higher than in frame 7, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
16     0   1    accepted            refresh     registered   3.1 r1   120        20       -                      sip:alice@sip.example
         note ok.expires_short: Registrar grants only 20 s; the client must refresh very often, and one lost packet may end the registration
         chat ok.expires_reduced: Registrar grants 20 s instead of the requested 120 s; the client must refresh within 20 s
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.3 ms, counted from frame 15
17     1   1    request             refresh     registering  2.1 r1   18         -        -                      sip:bob@sip.example
18     1   1    retransmission      refresh     registering  2.1 r1   18         -        -                      sip:bob@sip.example
         chat txn.retransmission: Retransmission 1 of the REGISTER in frame 17 follows 501 ms after the previous transmission
19     1   1    retransmission      refresh     registering  2.1 r1   18         -        -                      sip:bob@sip.example
         chat txn.retransmission: Retransmission 2 of the REGISTER in frame 17 follows 1 s after the previous transmission
20     1   1    retransmission      refresh     registering  2.1 r1   18         -        -                      sip:bob@sip.example
         note txn.retransmission: Retransmission 3 of the REGISTER in frame 17 follows 2 s after the previous transmission
21     1   1    retransmission      refresh     registering  2.1 r1   18         -        -                      sip:bob@sip.example
         note txn.retransmission: Retransmission 4 of the REGISTER in frame 17 follows 4 s after the previous transmission
22     1   1    retransmission      refresh     registering  2.1 r1   18         -        -                      sip:bob@sip.example
         note txn.retransmission: Retransmission 5 of the REGISTER in frame 17 follows 4 s after the previous transmission
23     1   1    retransmission      refresh     registering  2.1 r1   18         -        -                      sip:bob@sip.example
         note txn.retransmission: Retransmission 6 of the REGISTER in frame 17 follows 4 s after the previous transmission
24     0   1    request             refresh     registering  4.1 r2   120        -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 6 (36 s ago) is reused (use 3); nc is higher than in frame 15, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
25     0   1    challenge           refresh     challenged   4.1 r2   -          -        -                      sip:alice@sip.example
26     0   1    retry               refresh     registering  4.2 r2   120        -        first use 1            sip:alice@sip.example
27     0   1    accepted            refresh     registered   4.2 r2   120        20       -                      sip:alice@sip.example
         note ok.expires_short: Registrar grants only 20 s; the client must refresh very often, and one lost packet may end the registration
         chat ok.expires_reduced: Registrar grants 20 s instead of the requested 120 s; the client must refresh within 20 s
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 32.0 ms, counted from frame 24
28     1   1    retransmission      refresh     registering  2.1 r1   18         -        -                      sip:bob@sip.example
         note txn.retransmission: Retransmission 7 of the REGISTER in frame 17 follows 4 s after the previous transmission
29     1   1    retransmission      refresh     registering  2.1 r1   18         -        -                      sip:bob@sip.example
         note txn.retransmission: Retransmission 8 of the REGISTER in frame 17 follows 4 s after the previous transmission
30     1   1    retransmission      refresh     registering  2.1 r1   18         -        -                      sip:bob@sip.example
         note txn.retransmission: Retransmission 9 of the REGISTER in frame 17 follows 4 s after the previous transmission
31     1   1    retransmission      refresh     registering  2.1 r1   18         -        -                      sip:bob@sip.example
         note txn.retransmission: Retransmission 10 of the REGISTER in frame 17 follows 4 s after the previous transmission
32     0   1    request             refresh     registering  5.1 r3   120        -        reused with higher nc 2  sip:alice@sip.example
         WARN refresh.late: Refresh arrived 11.5 s after the binding expired (20 s granted in frame 27); calls could not reach sip:alice@192.0.2.11;transport=udp
         chat auth.nonce_reused: Nonce issued in frame 25 (31.5 s ago) is reused (use 2); nc is higher than in frame 26, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
33     0   1    accepted            refresh     registered   5.1 r3   120        20       -                      sip:alice@sip.example
         note ok.expires_short: Registrar grants only 20 s; the client must refresh very often, and one lost packet may end the registration
         chat ok.expires_reduced: Registrar grants 20 s instead of the requested 120 s; the client must refresh within 20 s
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound again for 20 s, 11.5 s after it expired; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.4 ms, counted from frame 32
34     1   1    request             refresh     registering  3.1 r2   18         -        -                      sip:bob@sip.example
         WARN txn.unanswered: REGISTER in frame 17 got no final response from 192.0.2.1:5060 (no response at all; transmissions: 11)
         note refresh.late: Binding expired 61.4 s ago; the refresh in frame 17 was in time, but the capture has no 2xx for it
         chat metric.ira: Ineffective Registration Attempt 2 of this capture: 18.2 % of all REGISTERs (11 so far), 33.3 % of all attempts
35     1   1    challenge           refresh     challenged   3.1 r2   -          -        -                      sip:bob@sip.example
36     1   1    retry               refresh     registering  3.2 r2   18         -        first use 1            sip:bob@sip.example
37     1   1    accepted            refresh     registered   3.2 r2   18         18       -                      sip:bob@sip.example
         chat binding.status: sip:bob-0x558eb38514c0@192.0.2.12:5060 is bound again for 18 s, 61.4 s after it expired; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.6 ms, counted from frame 34
38     0   1    request             refresh     registering  6.1 r4   120        -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 25 (49.5 s ago) is reused (use 3); nc is higher than in frame 32, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
39     0   1    challenge           refresh     challenged   6.1 r4   -          -        -                      sip:alice@sip.example
40     0   1    retry               refresh     registering  6.2 r4   120        -        first use 1            sip:alice@sip.example
41     0   1    accepted            refresh     registered   6.2 r4   120        20       -                      sip:alice@sip.example
         note ok.expires_short: Registrar grants only 20 s; the client must refresh very often, and one lost packet may end the registration
         chat ok.expires_reduced: Registrar grants 20 s instead of the requested 120 s; the client must refresh within 20 s
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 11.9 ms, counted from frame 38
42     0   1    request             remove      registering  7.1      0          -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 39 (11 s ago) is reused (use 2); nc is higher than in frame 40, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
43     0   1    accepted            remove      removed      7.1      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no other binding
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.3 ms, counted from frame 42
44     1   1    request             refresh     registering  4.1 r3   18         -        -                      sip:bob@sip.example
45     1   1    challenge           refresh     challenged   4.1 r3   -          -        -                      sip:bob@sip.example
46     1   1    retry               refresh     registering  4.2 r3   18         -        first use 1            sip:bob@sip.example
47     1   1    accepted            refresh     registered   4.2 r3   18         18       -                      sip:bob@sip.example
         chat binding.status: sip:bob-0x558eb38514c0@192.0.2.12:5060 is refreshed for 18 s, with 1.8 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.6 ms, counted from frame 44
48     1   1    request             remove      registering  5.1      0          -        -                      sip:bob@sip.example
49     1   1    challenge           remove      challenged   5.1      -          -        -                      sip:bob@sip.example
50     1   1    retry               remove      registering  5.2      0          -        first use 1            sip:bob@sip.example
51     1   1    accepted            remove      removed      5.2      -          -        -                      sip:bob@sip.example
         chat dereg.confirmed: sip:bob-0x558eb38514c0@192.0.2.12:5060 is removed; the 2xx lists no other binding
         chat binding.status: sip:bob-0x558eb38514c0@192.0.2.12:5060 is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.5 ms, counted from frame 48
diagnosis of 0: Expired for 11.5 s until frame 33. Probably the client refreshes too late: 20 s granted in frame 27, next REGISTER in frame 32. Configure the client to refresh before the granted interval ends
diagnosis of 1: No response for 61.4 s until frame 37. Probably the path of this client was interrupted: no response to frame 17. Look for loss on the network of the client (Wi-Fi, access line, NAT)
