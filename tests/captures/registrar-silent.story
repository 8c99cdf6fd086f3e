frame  id  hop  step                intent      state        attempt  asked   granted  nonce                  aor
1      0   1    request             register    registering  1.1      20      -        -                      sip:alice@sip.example
2      0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
         chat txn.retransmission: Retransmission 1 of the REGISTER in frame 1, 501 ms after the last one
3      0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
         chat txn.retransmission: Retransmission 2 of the REGISTER in frame 1, 1 s after the last one
4      0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 3 of the REGISTER in frame 1, 2 s after the last one
5      0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 4 of the REGISTER in frame 1, 4 s after the last one
6      0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 5 of the REGISTER in frame 1, 4 s after the last one
7      0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 6 of the REGISTER in frame 1, 4 s after the last one
8      0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 7 of the REGISTER in frame 1, 4 s after the last one
9      0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 8 of the REGISTER in frame 1, 4 s after the last one
10     0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 9 of the REGISTER in frame 1, 4 s after the last one
11     0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 10 of the REGISTER in frame 1, 4 s after the last one
12     0   1    request             register    registering  2.1      20      -        -                      sip:alice@sip.example
         WARN txn.unanswered: The REGISTER in frame 1 to 192.0.2.1:5060 got no final answer within 32 s: no answer at all (transmissions: 11); nothing was ever seen from that server, so the capture may show one direction only
         note reg.retry_after_timeout: Sent again to the same server only 2 s after the REGISTER in frame 1 timed out, unanswered for 32 s
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 100.0 % of 1 REGISTERs, 100.0 % of 1 attempts
13     0   1    retransmission      register    registering  2.1      20      -        -                      sip:alice@sip.example
         chat txn.retransmission: Retransmission 1 of the REGISTER in frame 12, 505 ms after the last one
14     0   1    retransmission      register    registering  2.1      20      -        -                      sip:alice@sip.example
         chat txn.retransmission: Retransmission 2 of the REGISTER in frame 12, 997 ms after the last one
15     0   1    retransmission      register    registering  2.1      20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 3 of the REGISTER in frame 12, 2 s after the last one
16     0   1    retransmission      register    registering  2.1      20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 4 of the REGISTER in frame 12, 4 s after the last one
17     0   1    challenge           register    challenged   2.1      -       -        -                      sip:alice@sip.example
         note txn.slow: The final answer came 7.5 s after the REGISTER in frame 12; over UDP a client sends again after 500 ms
         chat auth.md5_only: The server offers only MD5, which is weak and kept for old clients (RFC 8760 3)
18     0   1    retry               register    registering  2.2      20      -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials without TLS: whoever captures this packet can try passwords against it (RFC 3261 26.3.2.1)
19     0   1    accepted            register    registered   2.2      20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 20 s; 1 listed
         chat metric.rrd: Registration Request Delay 7520.5 ms, from frame 12
20     0   1    request             refresh     registering  3.1 r1   20      -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Use 2 of this nonce (issued in frame 17, 18 s old): nc 00000002 after 00000001 in frame 18; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
21     0   1    accepted            refresh     registered   3.1 r1   20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, 2 s before its end; 1 listed
         chat metric.rrd: Registration Request Delay 0.3 ms, from frame 20
22     0   1    request             remove      registering  4.1      0       -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Use 3 of this nonce (issued in frame 17, 22.5 s old): nc 00000003 after 00000002 in frame 20; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
23     0   1    accepted            remove      removed      4.1      -       -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; 0 other bindings listed
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; 0 listed
         chat metric.rrd: Registration Request Delay 0.2 ms, from frame 22
diagnosis of 0: probably registrar silent: no answer to frame 1, nor anything else from 192.0.2.1:5060; check its address, routing and firewall, or capture both directions
