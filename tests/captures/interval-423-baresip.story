frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      15         -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
3      0   1    retry               register    registering  1.2      15         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    interval-too-brief  register    registering  1.2      15         -        -                      sip:alice@sip.example
         chat resp.failure: 423 "Interval Too Brief": the requested interval is too short
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 50.0 % of all REGISTERs (2 so far), 100.0 % of all attempts
5      0   1    retry               register    registering  1.3      30         -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 2 (1 ms ago) is reused (use 2); nc is higher than in frame 3, as required
6      0   1    accepted            register    registered   1.3      30         30       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x5617bba334c0@192.0.2.11:5060 is bound for 30 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 3.3 ms, counted from frame 1, and includes more than a challenge
7      0   1    request             refresh     registering  2.1 r1   30         -        -                      sip:alice@sip.example
8      0   1    challenge           refresh     challenged   2.1 r1   -          -        -                      sip:alice@sip.example
9      0   1    retry               refresh     registering  2.2 r1   30         -        first use 1            sip:alice@sip.example
10     0   1    accepted            refresh     registered   2.2 r1   30         30       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x5617bba334c0@192.0.2.11:5060 is refreshed for 30 s, with 3 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.7 ms, counted from frame 7
11     0   1    request             remove      registering  3.1      0          -        -                      sip:alice@sip.example
12     0   1    challenge           remove      challenged   3.1      -          -        -                      sip:alice@sip.example
13     0   1    retry               remove      registering  3.2      0          -        first use 1            sip:alice@sip.example
14     0   1    accepted            remove      removed      3.2      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice-0x5617bba334c0@192.0.2.11:5060 is removed; the 2xx lists no other binding
         chat binding.status: sip:alice-0x5617bba334c0@192.0.2.11:5060 is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.6 ms, counted from frame 11
