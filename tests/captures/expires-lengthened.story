frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      15         -        -                      sip:bob@sip.example
2      0   1    challenge           register    challenged   1.1      -          -        -                      sip:bob@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
3      0   1    retry               register    registering  1.2      15         -        first use 1            sip:bob@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    accepted            register    registered   1.2      15         30       -                      sip:bob@sip.example
         note ok.expires_increased: Registrar grants 30 s instead of the requested 15 s; sip:bob-0x55c8820634c0@192.0.2.12:5060 stays bound longer than the client wants
         chat binding.status: sip:bob-0x55c8820634c0@192.0.2.12:5060 is bound for 30 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 3.3 ms, counted from frame 1
5      1   1    request             register    registering  1.1      15         -        -                      sip:alice@sip.example
6      1   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
7      1   1    retry               register    registering  1.2      15         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
8      1   1    accepted            register    registered   1.2      15         30       -                      sip:alice@sip.example
         note ok.expires_increased: Registrar grants 30 s instead of the requested 15 s; sip:alice@192.0.2.11;transport=udp stays bound longer than the client wants
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 30 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 12.3 ms, counted from frame 5
9      0   1    request             refresh     registering  2.1 r1   15         -        -                      sip:bob@sip.example
10     0   1    challenge           refresh     challenged   2.1 r1   -          -        -                      sip:bob@sip.example
11     0   1    retry               refresh     registering  2.2 r1   15         -        first use 1            sip:bob@sip.example
12     0   1    accepted            refresh     registered   2.2 r1   15         30       -                      sip:bob@sip.example
         note ok.expires_increased: Registrar grants 30 s instead of the requested 15 s; sip:bob-0x55c8820634c0@192.0.2.12:5060 stays bound longer than the client wants
         chat binding.status: sip:bob-0x55c8820634c0@192.0.2.12:5060 is refreshed for 30 s, with 3 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.6 ms, counted from frame 9
13     1   1    request             refresh     registering  2.1 r1   15         -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 6 (27 s ago) is reused (use 2); nc is higher than in frame 7, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
14     1   1    accepted            refresh     registered   2.1 r1   15         30       -                      sip:alice@sip.example
         note ok.expires_increased: Registrar grants 30 s instead of the requested 15 s; sip:alice@192.0.2.11;transport=udp stays bound longer than the client wants
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 30 s, with 3 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.3 ms, counted from frame 13
15     1   1    request             remove      registering  3.1      0          -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 6 (34.4 s ago) is reused (use 3); nc is higher than in frame 13, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
16     1   1    accepted            remove      removed      3.1      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no other binding
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.2 ms, counted from frame 15
17     0   1    request             remove      registering  3.1      0          -        -                      sip:bob@sip.example
18     0   1    challenge           remove      challenged   3.1      -          -        -                      sip:bob@sip.example
19     0   1    retry               remove      registering  3.2      0          -        first use 1            sip:bob@sip.example
20     0   1    accepted            remove      removed      3.2      -          -        -                      sip:bob@sip.example
         chat dereg.confirmed: sip:bob-0x55c8820634c0@192.0.2.12:5060 is removed; the 2xx lists no other binding
         chat binding.status: sip:bob-0x55c8820634c0@192.0.2.12:5060 is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.4 ms, counted from frame 17
