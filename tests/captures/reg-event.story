frame  id  hop  step                intent      state        attempt  asked   granted  nonce                  aor
5      0   1    request             register    registering  1.1      20      -        -                      sip:alice@sip.example
6      0   1    challenge           register    challenged   1.1      -       -        -                      sip:alice@sip.example
         chat auth.md5_only: The server offers only MD5, which is weak and kept for old clients (RFC 8760 3)
7      0   1    retry               register    registering  1.2      20      -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials without TLS: whoever captures this packet can try passwords against it (RFC 3261 26.3.2.1)
8      0   1    accepted            register    registered   1.2      20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 20 s; 1 listed
         chat metric.rrd: Registration Request Delay 13.2 ms, from frame 5
9      -   -    -                   -           -            -.-      -       -        -                      sip:alice@sip.example
11     0   1    request             refresh     registering  2.1 r1   20      -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Use 2 of this nonce (issued in frame 6, 18 s old): nc 00000002 after 00000001 in frame 7; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
12     0   1    accepted            refresh     registered   2.1 r1   20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, 2 s before its end; 1 listed
         chat metric.rrd: Registration Request Delay 0.4 ms, from frame 11
13     -   -    -                   -           -            -.-      -       -        -                      sip:alice@sip.example
15     1   1    request             register    registering  1.1      20      -        -                      sip:alice@sip.example
16     1   1    challenge           register    challenged   1.1      -       -        -                      sip:alice@sip.example
         chat auth.md5_only: The server offers only MD5, which is weak and kept for old clients (RFC 8760 3)
17     1   1    retry               register    registering  1.2      20      -        first use 1            sip:alice@sip.example
18     1   1    accepted            register    registered   1.2      20      20       -                      sip:alice@sip.example
         chat ok.foreign_binding: Bindings in the list not from this client: 1 of 2 (sip:alice@192.0.2.11;transport=udp): another device of sip:alice@sip.example, or an older binding of this one; calls go there too
         chat binding.status: sip:alice-0x555f98bb94c0@192.0.2.12:5060 is bound for 20 s; 2 listed
         chat metric.rrd: Registration Request Delay 4.3 ms, from frame 15
19     -   -    -                   -           -            -.-      -       -        -                      sip:alice@sip.example
21     0   1    request             refresh     registering  3.1 r2   20      -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Use 3 of this nonce (issued in frame 6, 36 s old): nc 00000003 after 00000002 in frame 11; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
22     0   1    accepted            refresh     registered   3.1 r2   20      20       -                      sip:alice@sip.example
         chat ok.foreign_binding: Bindings in the list not from this client: 1 of 2 (sip:alice-0x555f98bb94c0@192.0.2.12:5060): another device of sip:alice@sip.example, or an older binding of this one; calls go there too
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, 2 s before its end; 2 listed
         chat metric.rrd: Registration Request Delay 0.8 ms, from frame 21
23     -   -    -                   -           -            -.-      -       -        -                      sip:alice@sip.example
25     -   -    -                   -           -            -.-      -       -        -                      sip:alice@sip.example
27     0   1    request             remove      registering  4.1      0       -        reused with higher nc 4  sip:alice@sip.example
         note binding.expired: sip:alice-0x555f98bb94c0@192.0.2.12:5060 lapsed: 20 s were granted in frame 18, and no refresh came in that time
         chat auth.nonce_reused: Use 4 of this nonce (issued in frame 6, 53.7 s old): nc 00000004 after 00000003 in frame 21; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
28     0   1    accepted            remove      removed      4.1      -       -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; 0 other bindings listed
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; 0 listed
         chat metric.rrd: Registration Request Delay 0.4 ms, from frame 27
29     -   -    -                   -           -            -.-      -       -        -                      sip:alice@sip.example
diagnosis of 1: probably the client stopped refreshing: the binding of frame 18 lapsed; see whether it was switched off or lost its network
