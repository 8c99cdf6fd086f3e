frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
3      0   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    accepted            register    registered   1.2      20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 12.6 ms, counted from frame 1
5      1   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
6      1   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
7      1   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
8      1   1    accepted            register    registered   1.2      20         20       -                      sip:alice@sip.example
         chat ok.foreign_binding: 1 of 2 listed bindings is not from this client (sip:alice@192.0.2.11;transport=udp): another device of sip:alice@sip.example, or an older binding of this client; calls go there too
         chat binding.status: sip:alice-0x5622a95ac4c0@192.0.2.12:5060 is bound for 20 s; the 2xx lists 2 bindings
         chat metric.rrd: Registration Request Delay is 1.2 ms, counted from frame 5
9      0   1    request             refresh     registering  2.1 r1   20         -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 2 (18 s ago) is reused (use 2); nc is higher than in frame 3, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
10     0   1    accepted            refresh     registered   2.1 r1   20         20       -                      sip:alice@sip.example
         chat ok.foreign_binding: 1 of 2 listed bindings is not from this client (sip:alice-0x5622a95ac4c0@192.0.2.12:5060): another device of sip:alice@sip.example, or an older binding of this client; calls go there too
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 2 bindings
         chat metric.rrd: Registration Request Delay is 1.1 ms, counted from frame 9
11     1   1    request             refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
12     1   1    challenge           refresh     challenged   2.1 r1   -          -        -                      sip:alice@sip.example
13     1   1    retry               refresh     registering  2.2 r1   20         -        first use 1            sip:alice@sip.example
14     1   1    accepted            refresh     registered   2.2 r1   20         20       -                      sip:alice@sip.example
         chat ok.foreign_binding: 1 of 2 listed bindings is not from this client (sip:alice@192.0.2.11;transport=udp): another device of sip:alice@sip.example, or an older binding of this client; calls go there too
         chat binding.status: sip:alice-0x5622a95ac4c0@192.0.2.12:5060 is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 2 bindings
         chat metric.rrd: Registration Request Delay is 0.6 ms, counted from frame 11
15     0   1    request             remove      registering  3.1      0          -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 2 (34.6 s ago) is reused (use 3); nc is higher than in frame 9, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
16     0   1    accepted            remove      removed      3.1      -          -        -                      sip:alice@sip.example
         chat ok.foreign_binding: The only listed binding is not from this client (sip:alice-0x5622a95ac4c0@192.0.2.12:5060): another device of sip:alice@sip.example, or an older binding of this client; calls go there too
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists 1 other binding
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.3 ms, counted from frame 15
17     1   1    request             refresh     registering  3.1 r2   20         -        -                      sip:alice@sip.example
18     1   1    challenge           refresh     challenged   3.1 r2   -          -        -                      sip:alice@sip.example
19     1   1    retry               refresh     registering  3.2 r2   20         -        first use 1            sip:alice@sip.example
20     1   1    accepted            refresh     registered   3.2 r2   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x5622a95ac4c0@192.0.2.12:5060 is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.5 ms, counted from frame 17
21     1   1    request             remove      registering  4.1      0          -        -                      sip:alice@sip.example
22     1   1    challenge           remove      challenged   4.1      -          -        -                      sip:alice@sip.example
23     1   1    retry               remove      registering  4.2      0          -        first use 1            sip:alice@sip.example
24     1   1    accepted            remove      removed      4.2      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice-0x5622a95ac4c0@192.0.2.12:5060 is removed; the 2xx lists no other binding
         chat binding.status: sip:alice-0x5622a95ac4c0@192.0.2.12:5060 is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.5 ms, counted from frame 21
