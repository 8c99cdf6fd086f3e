frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
3      0   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    accepted            register    registered   1.2      20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x564d4d5ca4c0@192.0.2.11:5060 is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 9.5 ms, counted from frame 1
5      0   1    request             refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
6      0   1    undeliverable       refresh     registering  2.1 r1   -          -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: REGISTER in frame 5 was not delivered (ICMP port unreachable): nothing listens there, or a router or firewall rejects the packet
7      0   1    retransmission      refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
         chat txn.retransmission: Retransmission 1 of the REGISTER in frame 5 follows 501 ms after the previous transmission
8      0   1    undeliverable       refresh     registering  2.1 r1   -          -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: REGISTER in frame 5 was not delivered (ICMP port unreachable): nothing listens there, or a router or firewall rejects the packet
9      0   1    retransmission      refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
         chat txn.retransmission: Retransmission 2 of the REGISTER in frame 5 follows 1 s after the previous transmission
10     0   1    undeliverable       refresh     registering  2.1 r1   -          -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: REGISTER in frame 5 was not delivered (ICMP port unreachable): nothing listens there, or a router or firewall rejects the packet
11     0   1    retransmission      refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 3 of the REGISTER in frame 5 follows 2 s after the previous transmission
12     0   1    undeliverable       refresh     registering  2.1 r1   -          -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: REGISTER in frame 5 was not delivered (ICMP port unreachable): nothing listens there, or a router or firewall rejects the packet
13     0   1    retransmission      refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 4 of the REGISTER in frame 5 follows 4 s after the previous transmission
14     0   1    undeliverable       refresh     registering  2.1 r1   -          -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: REGISTER in frame 5 was not delivered (ICMP port unreachable): nothing listens there, or a router or firewall rejects the packet
15     0   1    retransmission      refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 5 of the REGISTER in frame 5 follows 4 s after the previous transmission
16     0   1    undeliverable       refresh     registering  2.1 r1   -          -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: REGISTER in frame 5 was not delivered (ICMP port unreachable): nothing listens there, or a router or firewall rejects the packet
17     0   1    retransmission      refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 6 of the REGISTER in frame 5 follows 4 s after the previous transmission
18     0   1    undeliverable       refresh     registering  2.1 r1   -          -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: REGISTER in frame 5 was not delivered (ICMP port unreachable): nothing listens there, or a router or firewall rejects the packet
19     0   1    retransmission      refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 7 of the REGISTER in frame 5 follows 4 s after the previous transmission
20     0   1    undeliverable       refresh     registering  2.1 r1   -          -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: REGISTER in frame 5 was not delivered (ICMP port unreachable): nothing listens there, or a router or firewall rejects the packet
21     0   1    retransmission      refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 8 of the REGISTER in frame 5 follows 4 s after the previous transmission
22     0   1    undeliverable       refresh     registering  2.1 r1   -          -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: REGISTER in frame 5 was not delivered (ICMP port unreachable): nothing listens there, or a router or firewall rejects the packet
23     0   1    retransmission      refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 9 of the REGISTER in frame 5 follows 4 s after the previous transmission
24     0   1    undeliverable       refresh     registering  2.1 r1   -          -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: REGISTER in frame 5 was not delivered (ICMP port unreachable): nothing listens there, or a router or firewall rejects the packet
25     0   1    retransmission      refresh     registering  2.1 r1   20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 10 of the REGISTER in frame 5 follows 4 s after the previous transmission
26     0   1    undeliverable       refresh     registering  2.1 r1   -          -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: REGISTER in frame 5 was not delivered (ICMP port unreachable): nothing listens there, or a router or firewall rejects the packet
27     0   1    request             refresh     registering  3.1 r2   20         -        -                      sip:alice@sip.example
         WARN txn.unanswered: REGISTER in frame 5 got no final response from 192.0.2.1:5060 (ICMP reports it undeliverable; transmissions: 11)
         note refresh.late: Binding expired 61.6 s ago; the refresh in frame 5 was in time, but the capture has no 2xx for it
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 33.3 % of all REGISTERs (3 so far), 50.0 % of all attempts
28     0   1    challenge           refresh     challenged   3.1 r2   -          -        -                      sip:alice@sip.example
29     0   1    retry               refresh     registering  3.2 r2   20         -        first use 1            sip:alice@sip.example
30     0   1    accepted            refresh     registered   3.2 r2   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x564d4d5ca4c0@192.0.2.11:5060 is bound again for 20 s, 61.6 s after it expired; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 2.4 ms, counted from frame 27
31     0   1    request             refresh     registering  4.1 r3   20         -        -                      sip:alice@sip.example
32     0   1    challenge           refresh     challenged   4.1 r3   -          -        -                      sip:alice@sip.example
33     0   1    retry               refresh     registering  4.2 r3   20         -        first use 1            sip:alice@sip.example
34     0   1    accepted            refresh     registered   4.2 r3   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x564d4d5ca4c0@192.0.2.11:5060 is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 1.4 ms, counted from frame 31
35     0   1    request             remove      registering  5.1      0          -        -                      sip:alice@sip.example
36     0   1    challenge           remove      challenged   5.1      -          -        -                      sip:alice@sip.example
37     0   1    retry               remove      registering  5.2      0          -        first use 1            sip:alice@sip.example
38     0   1    accepted            remove      removed      5.2      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice-0x564d4d5ca4c0@192.0.2.11:5060 is removed; the 2xx lists no other binding
         chat binding.status: sip:alice-0x564d4d5ca4c0@192.0.2.11:5060 is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.3 ms, counted from frame 35
diagnosis of 0: Undeliverable for 61.6 s until frame 30. Registrar was unreachable for a while: the ICMP error in frame 26 reports that frame 5 was not delivered, and frame 28 responds from there. Check when 192.0.2.1:5060 was started
