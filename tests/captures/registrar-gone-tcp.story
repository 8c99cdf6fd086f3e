frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
4      0   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
6      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
8      0   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
9      0   1    accepted            register    registered   1.2      20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x556331f714c0@192.0.2.11:5060;transport=tcp is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 1.8 ms, counted from frame 4
15     0   -    undeliverable       -           registered   -.-      -          -        -                      sip:alice@sip.example
         note txn.connection_lost: 192.0.2.1:5060 refuses the TCP connection: nothing listens there, and no REGISTER can be sent
16     0   -    -                   -           expired      -.-      -          -        -                      sip:alice@sip.example
         WARN conn.refused: 192.0.2.1:5060 refuses the connection of 192.0.2.11 (RST), and no SIP follows within 64*T1
19     0   1    request             refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
         WARN refresh.late: Refresh arrived 49.3 s after the binding expired (20 s granted in frame 9); calls could not reach sip:alice-0x556331f714c0@192.0.2.11:5060;transport=tcp
         note refresh.cseq_gap: CSeq jumps from 6686 in frame 8 to 6688 under the same Call-ID: REGISTERs are missing from the capture, or the client does not increase the CSeq by one (RFC 3261 10.2)
21     0   1    challenge           refresh     challenged   2.1 r1   -          -        -                      sip:alice@sip.example
23     0   1    retry               refresh     registering  2.2 r1   20         -        first use 1            sip:alice@sip.example
24     0   1    accepted            refresh     registered   2.2 r1   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x556331f714c0@192.0.2.11:5060;transport=tcp is bound again for 20 s, 49.3 s after it expired; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 1.3 ms, counted from frame 19
26     0   1    request             refresh     registering  3.1 r2   20         -        -                      sip:alice@sip.example
27     0   1    challenge           refresh     challenged   3.1 r2   -          -        -                      sip:alice@sip.example
29     0   1    retry               refresh     registering  3.2 r2   20         -        first use 1            sip:alice@sip.example
30     0   1    accepted            refresh     registered   3.2 r2   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x556331f714c0@192.0.2.11:5060;transport=tcp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 2.0 ms, counted from frame 26
32     0   1    request             refresh     registering  4.1 r3   20         -        -                      sip:alice@sip.example
33     0   1    challenge           refresh     challenged   4.1 r3   -          -        -                      sip:alice@sip.example
35     0   1    retry               refresh     registering  4.2 r3   20         -        first use 1            sip:alice@sip.example
36     0   1    accepted            refresh     registered   4.2 r3   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x556331f714c0@192.0.2.11:5060;transport=tcp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 2.5 ms, counted from frame 32
38     0   1    request             remove      registering  5.1      0          -        -                      sip:alice@sip.example
39     0   1    challenge           remove      challenged   5.1      -          -        -                      sip:alice@sip.example
41     0   1    retry               remove      registering  5.2      0          -        first use 1            sip:alice@sip.example
42     0   1    accepted            remove      removed      5.2      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice-0x556331f714c0@192.0.2.11:5060;transport=tcp is removed; the 2xx lists no other binding
         chat binding.status: sip:alice-0x556331f714c0@192.0.2.11:5060;transport=tcp is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 1.0 ms, counted from frame 38
diagnosis of 0: Expired for 49.3 s until frame 24. Registrar accepted no connections for a while: 192.0.2.1:5060 resets the connection attempt in frame 15, and frame 21 responds from there. Check when it was started
