frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      20         -        -                      sip:bob@sip.example
2      0   1    rejected            register    rejected     1.1      -          -        -                      sip:bob@sip.example
         note resp.failure: 503 "Service Unavailable": the server cannot handle the REGISTER now
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 100.0 % of all REGISTERs (1 so far), 100.0 % of all attempts
3      1   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
4      1   1    rejected            register    rejected     1.1      -          -        -                      sip:alice@sip.example
         note resp.failure: 503 "Service Unavailable": the server cannot handle the REGISTER now
         chat metric.ira: Ineffective Registration Attempt 2 of this capture: 100.0 % of all REGISTERs (2 so far), 100.0 % of all attempts
5      1   1    request             register    registering  2.1      20         -        -                      sip:alice@sip.example
6      1   1    rejected            register    rejected     2.1      -          -        -                      sip:alice@sip.example
         note resp.failure: 503 "Service Unavailable": the server cannot handle the REGISTER now
         chat metric.ira: Ineffective Registration Attempt 3 of this capture: 100.0 % of all REGISTERs (3 so far), 100.0 % of all attempts
7      1   1    request             register    registering  3.1      20         -        -                      sip:alice@sip.example
8      1   1    challenge           register    challenged   3.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
9      1   1    retry               register    registering  3.2      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
10     1   1    accepted            register    registered   3.2      20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 12.1 ms, counted from frame 7
11     1   1    request             refresh     registering  4.1 r1   20         -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 8 (18 s ago) is reused (use 2); nc is higher than in frame 9, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
12     1   1    accepted            refresh     registered   4.1 r1   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.4 ms, counted from frame 11
13     1   1    request             remove      registering  5.1      0          -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 8 (29.3 s ago) is reused (use 3); nc is higher than in frame 11, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
14     1   1    accepted            remove      removed      5.1      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no other binding
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.3 ms, counted from frame 13
diagnosis of 0: Probably the server is overloaded, or cannot reach what is behind it: 503 Service Unavailable in frame 2. Check the load of 192.0.2.1:5060, and the servers behind it
diagnosis of 1: Refused for 20 s until frame 10. Probably the server is overloaded, or cannot reach what is behind it: 503 Service Unavailable in frame 6. Check the load of 192.0.2.1:5060, and the servers behind it
