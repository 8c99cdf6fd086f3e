frame  id  hop  step                intent      state        attempt  asked   granted  nonce                  aor
1      0   1    request             register    registering  1.1      20      -        -                      sip:bob@sip.example
2      0   1    redirect            register    registering  1.1      -       -        -                      sip:bob@sip.example
         note resp.failure: 302 Moved Temporarily: the client has to register at the Contact given here
3      1   1    request             register    registering  1.1      20      -        -                      sip:alice@sip.example
4      1   1    redirect            register    registering  1.1      -       -        -                      sip:alice@sip.example
         note resp.failure: 302 Moved Temporarily: the client has to register at the Contact given here
5      1   1    request             register    registering  1.2      20      -        -                      sip:alice@sip.example
6      1   1    challenge           register    challenged   1.2      -       -        -                      sip:alice@sip.example
         chat auth.md5_only: The server offers only MD5, which is weak and kept for old clients (RFC 8760 3)
7      1   1    retry               register    registering  1.3      20      -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials without TLS: whoever captures this packet can try passwords against it (RFC 3261 26.3.2.1)
8      1   1    accepted            register    registered   1.3      20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 20 s; 1 listed
         chat metric.rrd: Registration Request Delay 24.1 ms, from frame 3, with more than a challenge in between
9      1   1    request             refresh     registering  2.1 r1   20      -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Use 2 of this nonce (issued in frame 6, 18 s old): nc 00000002 after 00000001 in frame 7; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
10     1   1    accepted            refresh     registered   2.1 r1   20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, 2 s before its end; 1 listed
         chat metric.rrd: Registration Request Delay 0.3 ms, from frame 9
11     1   1    request             remove      registering  3.1      0       -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Use 3 of this nonce (issued in frame 6, 24.2 s old): nc 00000003 after 00000002 in frame 9; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
12     1   1    accepted            remove      removed      3.1      -       -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; 0 other bindings listed
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; 0 listed
         chat metric.rrd: Registration Request Delay 0.4 ms, from frame 11
