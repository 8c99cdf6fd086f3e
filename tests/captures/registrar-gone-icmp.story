frame  id  hop  step                intent      state        attempt  asked   granted  nonce                  aor
1      0   1    request             register    registering  1.1      20      -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -       -        -                      sip:alice@sip.example
         chat auth.md5_only: The server offers only MD5, which is weak and kept for old clients (RFC 8760 3)
3      0   1    retry               register    registering  1.2      20      -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials without TLS: whoever captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    accepted            register    registered   1.2      20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x564d4d5ca4c0@192.0.2.11:5060 is bound for 20 s; 1 listed
         chat metric.rrd: Registration Request Delay 9.5 ms, from frame 1
5      0   1    request             refresh     registering  2.1 r1   20      -        -                      sip:alice@sip.example
6      0   1    undeliverable       refresh     registering  2.1 r1   -       -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: ICMP port unreachable: the REGISTER of the transaction that began in frame 5 was not delivered; nothing listens there, or something on the way refuses it
7      0   1    retransmission      refresh     registering  2.1 r1   20      -        -                      sip:alice@sip.example
         chat txn.retransmission: Retransmission 1 of the REGISTER in frame 5, 501 ms after the last one
8      0   1    undeliverable       refresh     registering  2.1 r1   -       -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: ICMP port unreachable: the REGISTER of the transaction that began in frame 5 was not delivered; nothing listens there, or something on the way refuses it
9      0   1    retransmission      refresh     registering  2.1 r1   20      -        -                      sip:alice@sip.example
         chat txn.retransmission: Retransmission 2 of the REGISTER in frame 5, 1 s after the last one
10     0   1    undeliverable       refresh     registering  2.1 r1   -       -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: ICMP port unreachable: the REGISTER of the transaction that began in frame 5 was not delivered; nothing listens there, or something on the way refuses it
11     0   1    retransmission      refresh     registering  2.1 r1   20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 3 of the REGISTER in frame 5, 2 s after the last one
12     0   1    undeliverable       refresh     registering  2.1 r1   -       -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: ICMP port unreachable: the REGISTER of the transaction that began in frame 5 was not delivered; nothing listens there, or something on the way refuses it
13     0   1    retransmission      refresh     registering  2.1 r1   20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 4 of the REGISTER in frame 5, 4 s after the last one
14     0   1    undeliverable       refresh     registering  2.1 r1   -       -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: ICMP port unreachable: the REGISTER of the transaction that began in frame 5 was not delivered; nothing listens there, or something on the way refuses it
15     0   1    retransmission      refresh     registering  2.1 r1   20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 5 of the REGISTER in frame 5, 4 s after the last one
16     0   1    undeliverable       refresh     registering  2.1 r1   -       -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: ICMP port unreachable: the REGISTER of the transaction that began in frame 5 was not delivered; nothing listens there, or something on the way refuses it
17     0   1    retransmission      refresh     registering  2.1 r1   20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 6 of the REGISTER in frame 5, 4 s after the last one
18     0   1    undeliverable       refresh     registering  2.1 r1   -       -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: ICMP port unreachable: the REGISTER of the transaction that began in frame 5 was not delivered; nothing listens there, or something on the way refuses it
19     0   1    retransmission      refresh     registering  2.1 r1   20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 7 of the REGISTER in frame 5, 4 s after the last one
20     0   1    undeliverable       refresh     registering  2.1 r1   -       -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: ICMP port unreachable: the REGISTER of the transaction that began in frame 5 was not delivered; nothing listens there, or something on the way refuses it
21     0   1    retransmission      refresh     registering  2.1 r1   20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 8 of the REGISTER in frame 5, 4 s after the last one
22     0   1    undeliverable       refresh     registering  2.1 r1   -       -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: ICMP port unreachable: the REGISTER of the transaction that began in frame 5 was not delivered; nothing listens there, or something on the way refuses it
23     0   1    retransmission      refresh     registering  2.1 r1   20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 9 of the REGISTER in frame 5, 4 s after the last one
24     0   1    undeliverable       refresh     registering  2.1 r1   -       -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: ICMP port unreachable: the REGISTER of the transaction that began in frame 5 was not delivered; nothing listens there, or something on the way refuses it
25     0   1    retransmission      refresh     registering  2.1 r1   20      -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 10 of the REGISTER in frame 5, 4 s after the last one
26     0   1    undeliverable       refresh     registering  2.1 r1   -       -        -                      sip:alice@sip.example
         WARN txn.icmp_unreachable: ICMP port unreachable: the REGISTER of the transaction that began in frame 5 was not delivered; nothing listens there, or something on the way refuses it
27     0   1    request             refresh     registering  3.1 r2   20      -        -                      sip:alice@sip.example
         WARN txn.unanswered: The REGISTER in frame 5 to 192.0.2.1:5060 got no final answer within 32 s: ICMP says it cannot be delivered (transmissions: 11)
         note refresh.late: The binding lapsed 61.6 s ago: the refresh in frame 5 came in time, but no 2xx to it is in the capture
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 33.3 % of 3 REGISTERs, 50.0 % of 2 attempts
28     0   1    challenge           refresh     challenged   3.1 r2   -       -        -                      sip:alice@sip.example
29     0   1    retry               refresh     registering  3.2 r2   20      -        first use 1            sip:alice@sip.example
30     0   1    accepted            refresh     registered   3.2 r2   20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x564d4d5ca4c0@192.0.2.11:5060 is bound again for 20 s, 61.6 s after it lapsed; 1 listed
         chat metric.rrd: Registration Request Delay 2.4 ms, from frame 27
31     0   1    request             refresh     registering  4.1 r3   20      -        -                      sip:alice@sip.example
32     0   1    challenge           refresh     challenged   4.1 r3   -       -        -                      sip:alice@sip.example
33     0   1    retry               refresh     registering  4.2 r3   20      -        first use 1            sip:alice@sip.example
34     0   1    accepted            refresh     registered   4.2 r3   20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice-0x564d4d5ca4c0@192.0.2.11:5060 is refreshed for 20 s, 2 s before its end; 1 listed
         chat metric.rrd: Registration Request Delay 1.3 ms, from frame 31
35     0   1    request             remove      registering  5.1      0       -        -                      sip:alice@sip.example
36     0   1    challenge           remove      challenged   5.1      -       -        -                      sip:alice@sip.example
37     0   1    retry               remove      registering  5.2      0       -        first use 1            sip:alice@sip.example
38     0   1    accepted            remove      removed      5.2      -       -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice-0x564d4d5ca4c0@192.0.2.11:5060 is removed; 0 other bindings listed
         chat binding.status: sip:alice-0x564d4d5ca4c0@192.0.2.11:5060 is removed; 0 listed
         chat metric.rrd: Registration Request Delay 0.3 ms, from frame 35
diagnosis of 0: registrar unreachable: the ICMP error in frame 6 says that frame 5 did not get there; check the address of the server, that it runs, and the firewall
