frame  id  hop  step                intent      state        attempt  asked   granted  nonce                  aor
1      0   1    request             register    registering  1.1      15      -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -       -        -                      sip:alice@sip.example
         chat auth.md5_only: The server offers only MD5, which is weak and kept for old clients (RFC 8760 3)
3      0   1    retry               register    registering  1.2      15      -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials without TLS: whoever captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    interval-too-brief  register    registering  1.2      15      -        -                      sip:alice@sip.example
         chat resp.failure: 423 Interval Too Brief: the time asked for is too short
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 50.0 % of 2 REGISTERs, 100.0 % of 1 attempts
5      0   1    retry               register    registering  1.3      30      -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Use 2 of this nonce (issued in frame 2, 22 ms old): nc 00000002 after 00000001 in frame 3; the count goes up as it should
6      0   1    accepted            register    registered   1.3      30      30       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 30 s; 1 listed
         chat metric.rrd: Registration Request Delay 23.6 ms, from frame 1, with more than a challenge in between
7      0   1    request             refresh     registering  2.1 r1   30      -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Use 3 of this nonce (issued in frame 2, 27 s old): nc 00000003 after 00000002 in frame 5; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
8      0   1    accepted            refresh     registered   2.1 r1   30      30       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 30 s, 3 s before its end; 1 listed
         chat metric.rrd: Registration Request Delay 0.4 ms, from frame 7
9      0   1    request             remove      registering  3.1      0       -        reused with higher nc 4  sip:alice@sip.example
         chat auth.nonce_reused: Use 4 of this nonce (issued in frame 2, 34.6 s old): nc 00000004 after 00000003 in frame 7; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
10     0   1    accepted            remove      removed      3.1      -       -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; 0 other bindings listed
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; 0 listed
         chat metric.rrd: Registration Request Delay 0.2 ms, from frame 9
