frame  id  hop  step                intent      state        attempt  asked   granted  nonce                  aor
1      0   1    request             register    registering  1.1      20      -        -                      sip:alice@sip.example
         note nat.contact_private: The Contact sip:alice@10.0.0.11;transport=udp is private, but the REGISTER comes from 192.0.2.20:21195: calls cannot reach it without help of the registrar
2      0   1    challenge           register    challenged   1.1      -       -        -                      sip:alice@sip.example
         chat auth.md5_only: The server offers only MD5, which is weak and kept for old clients (RFC 8760 3)
         chat nat.detected: The client calls itself 10.0.0.11:5060, but the server sees it as 192.0.2.20:21195: there is a NAT between them
3      0   1    retry               register    registering  1.2      20      -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials without TLS: whoever captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    accepted            register    registered   1.2      20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.20:21195;transport=udp is bound for 20 s; 1 listed
         chat nat.detected: The client calls itself 10.0.0.11:5060, but the server sees it as 192.0.2.20:21195: there is a NAT between them
         chat metric.rrd: Registration Request Delay 12.9 ms, from frame 1
5      0   1    request             refresh     registering  2.1 r1   20      -        reused with higher nc 2  sip:alice@sip.example
         note nat.contact_port: The Contact sip:alice@192.0.2.20:21195;transport=udp has another port than the REGISTER was sent from (192.0.2.20:16896): calls arrive only if the client listens there and no NAT is in between
         chat auth.nonce_reused: Use 2 of this nonce (issued in frame 2, 18 s old): nc 00000002 after 00000001 in frame 3; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
6      0   1    accepted            refresh     registered   2.1 r1   20      20       -                      sip:alice@sip.example
         note nat.rebinding: The server sees the client at 192.0.2.20:16896 now, but at 192.0.2.20:21195 in frame 4: the NAT made a new mapping, and calls in between were lost
         chat binding.status: sip:alice@192.0.2.20:21195;transport=udp is refreshed for 20 s, 2 s before its end; 1 listed
         chat nat.detected: The client calls itself 10.0.0.11:5060, but the server sees it as 192.0.2.20:16896: there is a NAT between them
         chat metric.rrd: Registration Request Delay 0.4 ms, from frame 5
7      0   1    request             change      registering  3.1      20      -        reused with higher nc 3  sip:alice@sip.example
         note nat.contact_port: The Contact sip:alice@192.0.2.20:16896;transport=udp has another port than the REGISTER was sent from (192.0.2.20:8201): calls arrive only if the client listens there and no NAT is in between
         chat auth.nonce_reused: Use 3 of this nonce (issued in frame 2, 36 s old): nc 00000003 after 00000002 in frame 5; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
8      0   1    accepted            change      registered   3.1      20      20       -                      sip:alice@sip.example
         note nat.rebinding: The server sees the client at 192.0.2.20:8201 now, but at 192.0.2.20:16896 in frame 6: the NAT made a new mapping, and calls in between were lost
         chat binding.status: sip:alice@192.0.2.20:16896;transport=udp is refreshed for 20 s, 2 s before its end; 1 listed
         chat nat.detected: The client calls itself 10.0.0.11:5060, but the server sees it as 192.0.2.20:8201: there is a NAT between them
         chat metric.rrd: Registration Request Delay 0.2 ms, from frame 7
9      0   1    request             remove      registering  4.1      0       -        reused with higher nc 4  sip:alice@sip.example
         chat auth.nonce_reused: Use 4 of this nonce (issued in frame 2, 39.5 s old): nc 00000004 after 00000003 in frame 7; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
10     0   1    accepted            remove      removed      4.1      -       -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.20:8201;transport=udp is removed; 0 other bindings listed
         chat binding.status: sip:alice@192.0.2.20:8201;transport=udp is removed; 0 listed
         chat nat.detected: The client calls itself 10.0.0.11:5060, but the server sees it as 192.0.2.20:8201: there is a NAT between them
         chat metric.rrd: Registration Request Delay 0.2 ms, from frame 9
diagnosis of 0: NAT binding dies before the refresh: the server sees another address of the client in frame 6; send keep-alives from the client, or grant less time
