frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
4      0   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
6      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
8      0   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
9      0   1    accepted            register    registered   1.2      20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x55a402d544c0@192.0.2.11:5060;transport=tcp is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 4.5 ms, counted from frame 4
17     0   1    request             refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
19     0   1    challenge           refresh     challenged   2.1 r1   -          -        -                      sip:alice@sip.example
21     0   1    retry               refresh     registering  2.2 r1   20         -        first use 1            sip:alice@sip.example
22     0   1    accepted            refresh     registered   2.2 r1   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x55a402d544c0@192.0.2.11:5060;transport=tcp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 2.2 ms, counted from frame 17
24     0   1    request             refresh     registering  3.1 r2   20         -        -                      sip:alice@sip.example
25     0   1    challenge           refresh     challenged   3.1 r2   -          -        -                      sip:alice@sip.example
27     0   1    retry               refresh     registering  3.2 r2   20         -        first use 1            sip:alice@sip.example
28     0   1    accepted            refresh     registered   3.2 r2   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x55a402d544c0@192.0.2.11:5060;transport=tcp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.5 ms, counted from frame 24
30     0   1    request             remove      registering  4.1      0          -        -                      sip:alice@sip.example
31     0   1    challenge           remove      challenged   4.1      -          -        -                      sip:alice@sip.example
33     0   1    retry               remove      registering  4.2      0          -        first use 1            sip:alice@sip.example
34     0   1    accepted            remove      removed      4.2      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice-0x55a402d544c0@192.0.2.11:5060;transport=tcp is removed; the 2xx lists no other binding
         chat binding.status: sip:alice-0x55a402d544c0@192.0.2.11:5060;transport=tcp is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 6.8 ms, counted from frame 30
