frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
5      0   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
6      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
7      0   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
8      0   1    accepted            register    registered   1.2      20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 13.3 ms, counted from frame 5
9      -   -    -                   -           -            -.-      -          -        -                      sip:alice@sip.example
11     0   1    request             refresh     registering  2.1 r1   20         -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 6 (18 s ago) is reused (use 2); nc is higher than in frame 7, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
12     0   1    accepted            refresh     registered   2.1 r1   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.5 ms, counted from frame 11
13     -   -    -                   -           -            -.-      -          -        -                      sip:alice@sip.example
15     1   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
16     1   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
17     1   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
18     1   1    accepted            register    registered   1.2      20         20       -                      sip:alice@sip.example
         chat ok.foreign_binding: 1 of 2 listed bindings is not from this client (sip:alice@192.0.2.11;transport=udp): another device of sip:alice@sip.example, or an older binding of this client; calls go there too
         chat binding.status: sip:alice-0x555f98bb94c0@192.0.2.12:5060 is bound for 20 s; the 2xx lists 2 bindings
         chat metric.rrd: Registration Request Delay is 4.3 ms, counted from frame 15
19     -   -    -                   -           -            -.-      -          -        -                      sip:alice@sip.example
21     0   1    request             refresh     registering  3.1 r2   20         -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 6 (36 s ago) is reused (use 3); nc is higher than in frame 11, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
22     0   1    accepted            refresh     registered   3.1 r2   20         20       -                      sip:alice@sip.example
         chat ok.foreign_binding: 1 of 2 listed bindings is not from this client (sip:alice-0x555f98bb94c0@192.0.2.12:5060): another device of sip:alice@sip.example, or an older binding of this client; calls go there too
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 2 bindings
         chat metric.rrd: Registration Request Delay is 0.8 ms, counted from frame 21
23     -   -    -                   -           -            -.-      -          -        -                      sip:alice@sip.example
25     -   -    -                   -           -            -.-      -          -        -                      sip:alice@sip.example
27     0   1    request             remove      registering  4.1      0          -        reused with higher nc 4  sip:alice@sip.example
         note binding.expired: Binding of sip:alice-0x555f98bb94c0@192.0.2.12:5060 expired: 20 s granted in frame 18, and no refresh arrived in that time
         chat auth.nonce_reused: Nonce issued in frame 6 (53.7 s ago) is reused (use 4); nc is higher than in frame 21, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
28     0   1    accepted            remove      removed      4.1      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no other binding
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.4 ms, counted from frame 27
29     -   -    -                   -           -            -.-      -          -        -                      sip:alice@sip.example
diagnosis of 1: Probably the client stopped refreshing: 20 s granted in frame 18, and no REGISTER followed before the binding expired. Check whether the client was switched off or lost its network
