frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
3      0   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    accepted            register    registered   1.2      20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 13.0 ms, counted from frame 1
5      0   1    request             refresh     registering  2.1 r1   20         -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 2 (18 s ago) is reused (use 2); nc is higher than in frame 3, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
6      0   1    accepted            refresh     registered   2.1 r1   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.3 ms, counted from frame 5
7      0   1    request             refresh     registering  3.1 r2   20         -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 2 (36 s ago) is reused (use 3); nc is higher than in frame 5, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
8      0   1    accepted            refresh     registered   3.1 r2   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.3 ms, counted from frame 7
9      0   1    request             remove      registering  4.1      0          -        reused with higher nc 4  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 2 (38.5 s ago) is reused (use 4); nc is higher than in frame 7, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
10     0   1    accepted            remove      removed      4.1      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no other binding
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.5 ms, counted from frame 9
