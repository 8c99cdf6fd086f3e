frame  id  hop  step                intent      state        attempt  asked   granted  nonce                  aor
13     0   1    request             register    registering  1.1      20      -        -                      sip:alice@sip.example
         note reg.transport_tls: sip:alice@192.0.2.11:59956;transport=tls has transport=tls, which is deprecated: TLS is asked for by a sips URI (RFC 3261 26.2.2)
14     0   1    challenge           register    challenged   1.1      -       -        -                      sip:alice@sip.example
         chat auth.md5_only: The server offers only MD5, which is weak and kept for old clients (RFC 8760 3)
15     0   1    retry               register    registering  1.2      20      -        first use 1            sip:alice@sip.example
         note reg.transport_tls: sip:alice@192.0.2.11:59956;transport=tls has transport=tls, which is deprecated: TLS is asked for by a sips URI (RFC 3261 26.2.2)
16     0   1    accepted            register    registered   1.2      20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11:59956;transport=tls is bound for 20 s; 1 listed
         chat metric.rrd: Registration Request Delay 11.5 ms, from frame 13
18     0   1    request             refresh     registering  2.1 r1   20      -        reused with higher nc 2  sip:alice@sip.example
         note reg.transport_tls: sip:alice@192.0.2.11:59956;transport=tls has transport=tls, which is deprecated: TLS is asked for by a sips URI (RFC 3261 26.2.2)
         chat auth.nonce_reused: Use 2 of this nonce (issued in frame 14, 18 s old): nc 00000002 after 00000001 in frame 15; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
19     0   1    accepted            refresh     registered   2.1 r1   20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11:59956;transport=tls is refreshed for 20 s, 2 s before its end; 1 listed
         chat metric.rrd: Registration Request Delay 0.5 ms, from frame 18
24     0   1    request             refresh     registering  3.1 r2   20      -        reused with higher nc 3  sip:alice@sip.example
         note reg.transport_tls: sip:alice@192.0.2.11:59956;transport=tls has transport=tls, which is deprecated: TLS is asked for by a sips URI (RFC 3261 26.2.2)
         chat auth.nonce_reused: Use 3 of this nonce (issued in frame 14, 36 s old): nc 00000003 after 00000002 in frame 18; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
25     0   1    accepted            refresh     registered   3.1 r2   20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11:59956;transport=tls is refreshed for 20 s, 2 s before its end; 1 listed
         chat metric.rrd: Registration Request Delay 0.4 ms, from frame 24
27     0   1    request             remove      registering  4.1      0       -        reused with higher nc 4  sip:alice@sip.example
         note reg.transport_tls: sip:alice@192.0.2.11:59956;transport=tls has transport=tls, which is deprecated: TLS is asked for by a sips URI (RFC 3261 26.2.2)
         chat auth.nonce_reused: Use 4 of this nonce (issued in frame 14, 38.6 s old): nc 00000004 after 00000003 in frame 24; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
28     0   1    accepted            remove      removed      4.1      -       -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11:59956;transport=tls is removed; 0 other bindings listed
         chat binding.status: sip:alice@192.0.2.11:59956;transport=tls is removed; 0 listed
         chat metric.rrd: Registration Request Delay 0.3 ms, from frame 27
