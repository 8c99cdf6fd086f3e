frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
11     0   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
12     0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
13     0   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
14     0   1    accepted            register    registered   1.2      20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x5623b4e574c0@192.0.2.11:5061;transport=tls is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 1.3 ms, counted from frame 11
16     0   1    request             refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
17     0   1    challenge           refresh     challenged   2.1 r1   -          -        -                      sip:alice@sip.example
19     0   1    retry               refresh     registering  2.2 r1   20         -        first use 1            sip:alice@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
20     0   1    accepted            refresh     registered   2.2 r1   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x5623b4e574c0@192.0.2.11:5061;transport=tls is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.6 ms, counted from frame 16
22     0   1    request             refresh     registering  3.1 r2   20         -        -                      sip:alice@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
23     0   1    challenge           refresh     challenged   3.1 r2   -          -        -                      sip:alice@sip.example
25     0   1    retry               refresh     registering  3.2 r2   20         -        first use 1            sip:alice@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
26     0   1    accepted            refresh     registered   3.2 r2   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x5623b4e574c0@192.0.2.11:5061;transport=tls is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.6 ms, counted from frame 22
28     0   1    request             remove      registering  4.1      0          -        -                      sip:alice@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
29     0   1    challenge           remove      challenged   4.1      -          -        -                      sip:alice@sip.example
31     0   1    retry               remove      registering  4.2      0          -        first use 1            sip:alice@sip.example
         note reg.transport_tls: URI sip:sip.example;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
32     0   1    accepted            remove      removed      4.2      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice-0x5623b4e574c0@192.0.2.11:5061;transport=tls is removed; the 2xx lists no other binding
         chat binding.status: sip:alice-0x5623b4e574c0@192.0.2.11:5061;transport=tls is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.6 ms, counted from frame 28
