frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      20         -        -                      sip:bob@sip.example
2      0   1    redirect            register    registering  1.1      -          -        -                      sip:bob@sip.example
         note resp.failure: 302 "Moved Temporarily": the client must register at the Contact of this response
3      1   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
4      1   1    redirect            register    registering  1.1      -          -        -                      sip:alice@sip.example
         note resp.failure: 302 "Moved Temporarily": the client must register at the Contact of this response
5      1   1    request             register    registering  1.2      20         -        -                      sip:alice@sip.example
6      1   1    challenge           register    challenged   1.2      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
7      1   1    retry               register    registering  1.3      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
8      1   1    accepted            register    registered   1.3      20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 24.2 ms, counted from frame 3, and includes more than a challenge
9      1   1    request             refresh     registering  2.1 r1   20         -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 6 (18 s ago) is reused (use 2); nc is higher than in frame 7, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
10     1   1    accepted            refresh     registered   2.1 r1   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.4 ms, counted from frame 9
11     1   1    request             remove      registering  3.1      0          -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 6 (24.2 s ago) is reused (use 3); nc is higher than in frame 9, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
12     1   1    accepted            remove      removed      3.1      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no other binding
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.4 ms, counted from frame 11
