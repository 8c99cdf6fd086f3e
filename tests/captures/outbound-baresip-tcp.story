frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
4      0   1    request             register    registering  1.1      60         -        -                      sip:alice@sip.example
6      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
8      0   1    retry               register    registering  1.2      60         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
9      0   1    accepted            register    registered   1.2      60         60       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x55b0e21e24c0@192.0.2.11:5060;transport=tcp is bound for 60 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 2.7 ms, counted from frame 4
20     0   1    request             refresh     registering  2.1 r1   60         -        -                      sip:alice@sip.example
         WARN ob.keepalive_gap: Client sent nothing for more than 15 s after frame 8, longer than the Flow-Timer in frame 9 allows; the server may consider the flow dead
21     0   1    challenge           refresh     challenged   2.1 r1   -          -        -                      sip:alice@sip.example
23     0   1    retry               refresh     registering  2.2 r1   60         -        first use 1            sip:alice@sip.example
24     0   1    accepted            refresh     registered   2.2 r1   60         60       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x55b0e21e24c0@192.0.2.11:5060;transport=tcp is refreshed for 60 s, with 6 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.7 ms, counted from frame 20
29     0   1    request             remove      registering  3.1      0          -        -                      sip:alice@sip.example
         WARN ob.keepalive_gap: Client sent nothing for more than 15 s after frame 23, longer than the Flow-Timer in frame 24 allows; the server may consider the flow dead
30     0   1    challenge           remove      challenged   3.1      -          -        -                      sip:alice@sip.example
32     0   1    retry               remove      registering  3.2      0          -        first use 1            sip:alice@sip.example
33     0   1    accepted            remove      removed      3.2      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice-0x55b0e21e24c0@192.0.2.11:5060;transport=tcp is removed; the 2xx lists no other binding
         chat binding.status: sip:alice-0x55b0e21e24c0@192.0.2.11:5060;transport=tcp is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.5 ms, counted from frame 29
