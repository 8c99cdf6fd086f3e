frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
         note nat.contact_private: Contact sip:alice-0x556de39614c0@10.0.0.11:5060 is private, but the REGISTER comes from 192.0.2.20:14123; calls cannot reach it without NAT support at the registrar
2      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
         chat nat.detected: Client has 10.0.0.11:5060 in its Via, but the server sees it at 192.0.2.20:14123; there is a NAT between them
3      0   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    accepted            register    registered   1.2      20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x556de39614c0@10.0.0.11:5060 is bound for 20 s; the 2xx lists 1 binding
         chat nat.detected: Client has 10.0.0.11:5060 in its Via, but the server sees it at 192.0.2.20:14123; there is a NAT between them
         chat metric.rrd: Registration Request Delay is 1.2 ms, counted from frame 1
5      0   1    request             refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
         note nat.contact_private: Contact sip:alice-0x556de39614c0@10.0.0.11:5060 is private, but the REGISTER comes from 192.0.2.20:45634; calls cannot reach it without NAT support at the registrar
6      0   1    challenge           refresh     challenged   2.1 r1   -          -        -                      sip:alice@sip.example
         note nat.rebinding: Server sees the client at 192.0.2.20:45634, but saw it at 192.0.2.20:14123 in frame 4; the NAT mapping changed, and calls in between may have been lost
         chat nat.detected: Client has 10.0.0.11:5060 in its Via, but the server sees it at 192.0.2.20:45634; there is a NAT between them
7      0   1    retry               refresh     registering  2.2 r1   20         -        first use 1            sip:alice@sip.example
8      0   1    accepted            refresh     registered   2.2 r1   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x556de39614c0@10.0.0.11:5060 is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat nat.detected: Client has 10.0.0.11:5060 in its Via, but the server sees it at 192.0.2.20:45634; there is a NAT between them
         chat metric.rrd: Registration Request Delay is 0.6 ms, counted from frame 5
9      0   1    request             refresh     registering  3.1 r2   20         -        -                      sip:alice@sip.example
         note nat.contact_private: Contact sip:alice-0x556de39614c0@10.0.0.11:5060 is private, but the REGISTER comes from 192.0.2.20:57149; calls cannot reach it without NAT support at the registrar
10     0   1    challenge           refresh     challenged   3.1 r2   -          -        -                      sip:alice@sip.example
         note nat.rebinding: Server sees the client at 192.0.2.20:57149, but saw it at 192.0.2.20:45634 in frame 8; the NAT mapping changed, and calls in between may have been lost
         chat nat.detected: Client has 10.0.0.11:5060 in its Via, but the server sees it at 192.0.2.20:57149; there is a NAT between them
11     0   1    retry               refresh     registering  3.2 r2   20         -        first use 1            sip:alice@sip.example
12     0   1    accepted            refresh     registered   3.2 r2   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x556de39614c0@10.0.0.11:5060 is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat nat.detected: Client has 10.0.0.11:5060 in its Via, but the server sees it at 192.0.2.20:57149; there is a NAT between them
         chat metric.rrd: Registration Request Delay is 0.5 ms, counted from frame 9
13     0   1    request             remove      registering  4.1      0          -        -                      sip:alice@sip.example
14     0   1    challenge           remove      challenged   4.1      -          -        -                      sip:alice@sip.example
         chat nat.detected: Client has 10.0.0.11:5060 in its Via, but the server sees it at 192.0.2.20:57149; there is a NAT between them
15     0   1    retry               remove      registering  4.2      0          -        first use 1            sip:alice@sip.example
16     0   1    accepted            remove      removed      4.2      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice-0x556de39614c0@10.0.0.11:5060 is removed; the 2xx lists no other binding
         chat binding.status: sip:alice-0x556de39614c0@10.0.0.11:5060 is removed; the 2xx lists no binding
         chat nat.detected: Client has 10.0.0.11:5060 in its Via, but the server sees it at 192.0.2.20:57149; there is a NAT between them
         chat metric.rrd: Registration Request Delay is 0.5 ms, counted from frame 13
diagnosis of 0: Probably the NAT mapping expires before the refresh: the server sees the client at 192.0.2.20:57149 in frame 10, no longer at 192.0.2.20:45634. Make the client send keep-alives every 9 s, or raise the timeout of the NAT
