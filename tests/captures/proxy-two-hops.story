frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      20         -        -                      sip:bob@sip.example
2      0   2    copy                register    registering  1.1      20         -        -                      sip:bob@sip.example
3      0   2    copy                register    registering  1.1      -          -        -                      sip:bob@sip.example
4      0   1    challenge           register    challenged   1.1      -          -        -                      sip:bob@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
5      0   1    retry               register    registering  1.2      20         -        first use 1            sip:bob@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
6      0   2    copy                register    registering  1.2      20         -        -                      sip:bob@sip.example
7      0   2    copy                register    registering  1.2      -          -        -                      sip:bob@sip.example
8      0   1    accepted            register    registered   1.2      20         20       -                      sip:bob@sip.example
         chat binding.status: sip:bob-0x55c5150184c0@192.0.2.12:5060 is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 7.7 ms, counted from frame 1
9      1   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
10     1   2    copy                register    registering  1.1      20         -        -                      sip:alice@sip.example
11     1   2    copy                register    registering  1.1      -          -        -                      sip:alice@sip.example
12     1   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
13     1   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
14     1   2    copy                register    registering  1.2      20         -        -                      sip:alice@sip.example
15     1   2    copy                register    registering  1.2      -          -        -                      sip:alice@sip.example
16     1   1    accepted            register    registered   1.2      20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 13.4 ms, counted from frame 9
17     0   1    request             refresh     registering  2.1 r1   20         -        -                      sip:bob@sip.example
18     0   2    copy                refresh     registering  2.1 r1   20         -        -                      sip:bob@sip.example
19     0   2    copy                refresh     registering  2.1 r1   -          -        -                      sip:bob@sip.example
20     0   1    challenge           refresh     challenged   2.1 r1   -          -        -                      sip:bob@sip.example
21     0   1    retry               refresh     registering  2.2 r1   20         -        first use 1            sip:bob@sip.example
22     0   2    copy                refresh     registering  2.2 r1   20         -        -                      sip:bob@sip.example
23     0   2    copy                refresh     registering  2.2 r1   -          -        -                      sip:bob@sip.example
24     0   1    accepted            refresh     registered   2.2 r1   20         20       -                      sip:bob@sip.example
         chat binding.status: sip:bob-0x55c5150184c0@192.0.2.12:5060 is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 4.9 ms, counted from frame 17
25     1   1    request             refresh     registering  2.1 r1   20         -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 12 (18 s ago) is reused (use 2); nc is higher than in frame 13, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
26     1   2    copy                refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
27     1   2    copy                refresh     registering  2.1 r1   -          -        -                      sip:alice@sip.example
28     1   1    accepted            refresh     registered   2.1 r1   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 1.7 ms, counted from frame 25
29     1   1    request             remove      registering  3.1      0          -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 12 (24.5 s ago) is reused (use 3); nc is higher than in frame 25, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
30     1   2    copy                remove      registering  3.1      0          -        -                      sip:alice@sip.example
31     1   2    copy                remove      registering  3.1      -          -        -                      sip:alice@sip.example
32     1   1    accepted            remove      removed      3.1      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no other binding
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.8 ms, counted from frame 29
33     0   1    request             remove      registering  3.1      0          -        -                      sip:bob@sip.example
34     0   2    copy                remove      registering  3.1      0          -        -                      sip:bob@sip.example
35     0   2    copy                remove      registering  3.1      -          -        -                      sip:bob@sip.example
36     0   1    challenge           remove      challenged   3.1      -          -        -                      sip:bob@sip.example
37     0   1    retry               remove      registering  3.2      0          -        first use 1            sip:bob@sip.example
38     0   2    copy                remove      registering  3.2      0          -        -                      sip:bob@sip.example
39     0   2    copy                remove      registering  3.2      -          -        -                      sip:bob@sip.example
40     0   1    accepted            remove      removed      3.2      -          -        -                      sip:bob@sip.example
         chat dereg.confirmed: sip:bob-0x55c5150184c0@192.0.2.12:5060 is removed; the 2xx lists no other binding
         chat binding.status: sip:bob-0x55c5150184c0@192.0.2.12:5060 is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 1.4 ms, counted from frame 33
