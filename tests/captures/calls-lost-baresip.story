frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
3      0   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    accepted            register    registered   1.2      20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x5578015a4930@192.0.2.11:5060 is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 6.3 ms, counted from frame 1
5      1   1    request             register    registering  1.1      20         -        -                      sip:bob@sip.example
6      1   1    challenge           register    challenged   1.1      -          -        -                      sip:bob@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
7      1   1    retry               register    registering  1.2      20         -        first use 1            sip:bob@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
8      1   1    accepted            register    registered   1.2      20         20       -                      sip:bob@sip.example
         chat binding.status: sip:bob-0x563cf2b19930@192.0.2.12:5060 is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 22.3 ms, counted from frame 5
49     1   -    undeliverable       -           registered   -.-      -          -        -                      sip:bob@sip.example
         WARN binding.unreached: ICMP error rejects the INVITE in frame 48 to Contact sip:bob-0x563cf2b19930@192.0.2.12:5060; the client cannot be reached there
56     1   -    -                   -           registered   -.-      -          -        -                      sip:bob@sip.example
         WARN call.lost: INVITE fails with 408: Contact sip:bob-0x563cf2b19930@192.0.2.12:5060 is bound, but an ICMP error rejects what is sent there
58     0   1    request             refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
59     0   1    challenge           refresh     challenged   2.1 r1   -          -        -                      sip:alice@sip.example
60     0   1    retry               refresh     registering  2.2 r1   20         -        first use 1            sip:alice@sip.example
61     0   1    accepted            refresh     registered   2.2 r1   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x5578015a4930@192.0.2.11:5060 is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.8 ms, counted from frame 58
62     1   -    -                   -           expired      -.-      -          -        -                      sip:bob@sip.example
66     1   -    -                   -           expired      -.-      -          -        -                      sip:bob@sip.example
         WARN call.lost: INVITE fails with 404: the client has been without a binding for 2.4 s (outage 1)
         note binding.expired: Binding of sip:bob-0x563cf2b19930@192.0.2.12:5060 expired: 20 s granted in frame 8, and no refresh arrived in that time
68     1   -    -                   -           expired      -.-      -          -        -                      sip:bob@sip.example
72     1   -    -                   -           expired      -.-      -          -        -                      sip:bob@sip.example
         WARN call.lost: INVITE fails with 404: the client has been without a binding for 6.4 s (outage 1)
74     1   -    -                   -           expired      -.-      -          -        -                      sip:bob@sip.example
78     1   -    -                   -           expired      -.-      -          -        -                      sip:bob@sip.example
         WARN call.lost: INVITE fails with 404: the client has been without a binding for 10.4 s (outage 1)
80     0   1    request             refresh     registering  3.1 r2   20         -        -                      sip:alice@sip.example
81     0   1    challenge           refresh     challenged   3.1 r2   -          -        -                      sip:alice@sip.example
82     0   1    retry               refresh     registering  3.2 r2   20         -        first use 1            sip:alice@sip.example
83     0   1    accepted            refresh     registered   3.2 r2   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x5578015a4930@192.0.2.11:5060 is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 6.0 ms, counted from frame 80
84     1   1    request             change      registering  2.1      20         -        -                      sip:bob@sip.example
85     1   1    challenge           change      challenged   2.1      -          -        -                      sip:bob@sip.example
86     1   1    retry               change      registering  2.2      20         -        first use 1            sip:bob@sip.example
87     1   1    accepted            change      registered   2.2      20         20       -                      sip:bob@sip.example
         chat binding.status: sip:bob-0x55e26e725930@192.0.2.12:5060 is bound again for 20 s, 17.3 s after it expired; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 7.0 ms, counted from frame 84
104    0   1    request             remove      registering  4.1      0          -        -                      sip:alice@sip.example
105    0   1    challenge           remove      challenged   4.1      -          -        -                      sip:alice@sip.example
106    0   1    retry               remove      registering  4.2      0          -        first use 1            sip:alice@sip.example
107    0   1    accepted            remove      removed      4.2      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice-0x5578015a4930@192.0.2.11:5060 is removed; the 2xx lists no other binding
         chat binding.status: sip:alice-0x5578015a4930@192.0.2.11:5060 is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 6.6 ms, counted from frame 104
108    1   1    request             remove      registering  3.1      0          -        -                      sip:bob@sip.example
109    1   1    challenge           remove      challenged   3.1      -          -        -                      sip:bob@sip.example
110    1   1    retry               remove      registering  3.2      0          -        first use 1            sip:bob@sip.example
111    1   1    accepted            remove      removed      3.2      -          -        -                      sip:bob@sip.example
         chat dereg.confirmed: sip:bob-0x55e26e725930@192.0.2.12:5060 is removed; the 2xx lists no other binding
         chat binding.status: sip:bob-0x55e26e725930@192.0.2.12:5060 is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.4 ms, counted from frame 108
diagnosis of 1: Expired for 17.3 s until frame 87. Probably the client was off or had no network, or the capture paused: 20 s granted in frame 8, the next REGISTER is frame 84. Check its power and network
