frame  id  hop  step                intent      state        attempt  asked   granted  nonce                  aor
1      0   1    request             register    registering  1.1      20      -        -                      sip:alice@sip.example
2      0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
3      0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
4      0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
5      0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
6      0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
7      0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
8      0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
9      0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
10     0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
11     0   1    retransmission      register    registering  1.1      20      -        -                      sip:alice@sip.example
12     0   1    request             register    registering  2.1      20      -        -                      sip:alice@sip.example
         WARN txn.unanswered: The REGISTER in frame 1 to 192.0.2.1:5060 got no final answer within 32 s: no answer at all, sent 11 times; nothing was ever seen from that server, so this may be a capture of one direction
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 100.0 % of 1 REGISTERs, 100.0 % of 1 attempts
13     0   1    retransmission      register    registering  2.1      20      -        -                      sip:alice@sip.example
14     0   1    retransmission      register    registering  2.1      20      -        -                      sip:alice@sip.example
15     0   1    retransmission      register    registering  2.1      20      -        -                      sip:alice@sip.example
16     0   1    retransmission      register    registering  2.1      20      -        -                      sip:alice@sip.example
17     0   1    challenge           register    challenged   2.1      -       -        -                      sip:alice@sip.example
18     0   1    retry               register    registering  2.2      20      -        first use 1            sip:alice@sip.example
19     0   1    accepted            register    registered   2.2      20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 20 s; 1 listed
         chat metric.rrd: Registration Request Delay 7520.5 ms, from frame 12
20     0   1    request             refresh     registering  3.1 r1   20      -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Use 2 of this nonce (issued in frame 17, 18 s old): nc 00000002 after 00000001 in frame 18; legal, it saves a challenge
21     0   1    accepted            refresh     registered   3.1 r1   20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s with 2 s left; 1 listed
         chat metric.rrd: Registration Request Delay 0.3 ms, from frame 20
22     0   1    request             remove      registering  4.1      0       -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Use 3 of this nonce (issued in frame 17, 22.5 s old): nc 00000003 after 00000002 in frame 20; legal, it saves a challenge
23     0   1    accepted            remove      removed      4.1      -       -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; 0 other bindings listed
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; 0 listed
         chat metric.rrd: Registration Request Delay 0.2 ms, from frame 22
