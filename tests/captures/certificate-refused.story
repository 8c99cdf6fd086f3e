frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
10     0   1    request             register    registering  1.1      20         -        -                      sip:bob@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
14     0   1    challenge           register    challenged   1.1      -          -        -                      sip:bob@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
16     0   1    retry               register    registering  1.2      20         -        first use 1            sip:bob@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
18     0   1    accepted            register    registered   1.2      20         20       -                      sip:bob@sip.example
         chat binding.status: sip:bob-0x5604f25716a0@192.0.2.12:5061;transport=tls is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 95.6 ms, counted from frame 10
39     0   1    request             refresh     registering  2.1 r1   20         -        -                      sip:bob@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
40     0   1    challenge           refresh     challenged   2.1 r1   -          -        -                      sip:bob@sip.example
42     0   1    retry               refresh     registering  2.2 r1   20         -        first use 1            sip:bob@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
43     0   1    accepted            refresh     registered   2.2 r1   20         20       -                      sip:bob@sip.example
         chat binding.status: sip:bob-0x5604f25716a0@192.0.2.12:5061;transport=tls is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.4 ms, counted from frame 39
45     0   1    request             refresh     registering  3.1 r2   20         -        -                      sip:bob@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
46     0   1    challenge           refresh     challenged   3.1 r2   -          -        -                      sip:bob@sip.example
48     0   1    retry               refresh     registering  3.2 r2   20         -        first use 1            sip:bob@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
49     0   1    accepted            refresh     registered   3.2 r2   20         20       -                      sip:bob@sip.example
         chat binding.status: sip:bob-0x5604f25716a0@192.0.2.12:5061;transport=tls is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.6 ms, counted from frame 45
51     0   1    request             refresh     registering  4.1 r3   20         -        -                      sip:bob@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
52     0   1    challenge           refresh     challenged   4.1 r3   -          -        -                      sip:bob@sip.example
54     0   1    retry               refresh     registering  4.2 r3   20         -        first use 1            sip:bob@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
55     0   1    accepted            refresh     registered   4.2 r3   20         20       -                      sip:bob@sip.example
         chat binding.status: sip:bob-0x5604f25716a0@192.0.2.12:5061;transport=tls is refreshed for 20 s, with 1.9 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 48.1 ms, counted from frame 51
57     0   1    request             remove      registering  5.1      0          -        -                      sip:bob@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
58     0   1    challenge           remove      challenged   5.1      -          -        -                      sip:bob@sip.example
60     0   1    retry               remove      registering  5.2      0          -        first use 1            sip:bob@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
61     0   1    accepted            remove      removed      5.2      -          -        -                      sip:bob@sip.example
         chat dereg.confirmed: sip:bob-0x5604f25716a0@192.0.2.12:5061;transport=tls is removed; the 2xx lists no other binding
         chat binding.status: sip:bob-0x5604f25716a0@192.0.2.12:5061;transport=tls is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 4.2 ms, counted from frame 57
