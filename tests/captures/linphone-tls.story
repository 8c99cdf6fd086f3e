frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
13     0   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
         note reg.transport_tls: URI sip:alice@192.0.2.11:59956;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
14     0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
15     0   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
         note reg.transport_tls: URI sip:alice@192.0.2.11:59956;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
16     0   1    accepted            register    registered   1.2      20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11:59956;transport=tls is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 11.5 ms, counted from frame 13
18     0   1    request             refresh     registering  2.1 r1   20         -        reused with higher nc 2  sip:alice@sip.example
         note reg.transport_tls: URI sip:alice@192.0.2.11:59956;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
         chat auth.nonce_reused: Nonce issued in frame 14 (18 s ago) is reused (use 2); nc is higher than in frame 15, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
19     0   1    accepted            refresh     registered   2.1 r1   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11:59956;transport=tls is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.6 ms, counted from frame 18
24     0   1    request             refresh     registering  3.1 r2   20         -        reused with higher nc 3  sip:alice@sip.example
         note reg.transport_tls: URI sip:alice@192.0.2.11:59956;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
         chat auth.nonce_reused: Nonce issued in frame 14 (36 s ago) is reused (use 3); nc is higher than in frame 18, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
25     0   1    accepted            refresh     registered   3.1 r2   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11:59956;transport=tls is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.4 ms, counted from frame 24
27     0   1    request             remove      registering  4.1      0          -        reused with higher nc 4  sip:alice@sip.example
         note reg.transport_tls: URI sip:alice@192.0.2.11:59956;transport=tls has the deprecated parameter transport=tls; TLS is requested with a sips URI (RFC 3261 26.2.2)
         chat auth.nonce_reused: Nonce issued in frame 14 (38.6 s ago) is reused (use 4); nc is higher than in frame 24, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
28     0   1    accepted            remove      removed      4.1      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11:59956;transport=tls is removed; the 2xx lists no other binding
         chat binding.status: sip:alice@192.0.2.11:59956;transport=tls is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.3 ms, counted from frame 27
