frame  id  hop  step                intent      state        attempt  asked   granted  nonce                  aor
1      0   1    request             register    registering  1.1      20      -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -       -        -                      sip:alice@sip.example
3      0   1    retry               register    registering  1.2      20      -        first use 1            sip:alice@sip.example
4      0   1    accepted            register    registered   1.2      20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 20 s; 1 listed
         chat metric.rrd: Registration Request Delay 16.3 ms, from frame 1
5      0   1    request             refresh     registering  2.1 r1   20      -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Use 2 of this nonce (issued in frame 2, 18 s old): nc 00000002 after 00000001 in frame 3; legal, it saves a challenge
6      0   1    accepted            refresh     registered   2.1 r1   20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s with 2 s left; 1 listed
         chat metric.rrd: Registration Request Delay 0.3 ms, from frame 5
7      0   1    request             refresh     registering  3.1 r2   20      -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Use 3 of this nonce (issued in frame 2, 36 s old): nc 00000003 after 00000002 in frame 5; legal, it saves a challenge
8      0   1    challenge           refresh     challenged   3.1 r2   -       -        -                      sip:alice@sip.example
9      0   1    retry               refresh     registering  3.2 r2   20      -        first use 1            sip:alice@sip.example
10     0   1    accepted            refresh     registered   3.2 r2   20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s with 2 s left; 1 listed
         chat metric.rrd: Registration Request Delay 11.2 ms, from frame 7
11     0   1    request             refresh     registering  4.1 r3   20      -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Use 2 of this nonce (issued in frame 8, 18 s old): nc 00000002 after 00000001 in frame 9; legal, it saves a challenge
12     0   1    accepted            refresh     registered   4.1 r3   20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s with 2 s left; 1 listed
         chat metric.rrd: Registration Request Delay 0.3 ms, from frame 11
13     0   1    request             remove      registering  5.1      0       -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Use 3 of this nonce (issued in frame 8, 23.4 s old): nc 00000003 after 00000002 in frame 11; legal, it saves a challenge
14     0   1    accepted            remove      removed      5.1      -       -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; 0 other bindings listed
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; 0 listed
         chat metric.rrd: Registration Request Delay 0.2 ms, from frame 13
