frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
         note nat.contact_private: Contact sip:alice@10.0.0.11;transport=udp is private, but the REGISTER comes from 192.0.2.20:21195; calls cannot reach it without NAT support at the registrar
2      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
         chat nat.detected: Client has 10.0.0.11:5060 in its Via, but the server sees it at 192.0.2.20:21195; there is a NAT between them
3      0   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    accepted            register    registered   1.2      20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.20:21195;transport=udp is bound for 20 s; the 2xx lists 1 binding
         chat nat.detected: Client has 10.0.0.11:5060 in its Via, but the server sees it at 192.0.2.20:21195; there is a NAT between them
         chat metric.rrd: Registration Request Delay is 12.9 ms, counted from frame 1
5      0   1    request             refresh     registering  2.1 r1   20         -        reused with higher nc 2  sip:alice@sip.example
         note nat.contact_port: Port of Contact sip:alice@192.0.2.20:21195;transport=udp differs from the source port of the REGISTER (192.0.2.20:16896); calls arrive only if the client listens there and there is no NAT in between
         chat auth.nonce_reused: Nonce issued in frame 2 (18 s ago) is reused (use 2); nc is higher than in frame 3, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
6      0   1    accepted            refresh     registered   2.1 r1   20         20       -                      sip:alice@sip.example
         note nat.rebinding: Server sees the client at 192.0.2.20:16896, but saw it at 192.0.2.20:21195 in frame 4; the NAT mapping changed, and calls in between may have been lost
         chat binding.status: sip:alice@192.0.2.20:21195;transport=udp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat nat.detected: Client has 10.0.0.11:5060 in its Via, but the server sees it at 192.0.2.20:16896; there is a NAT between them
         chat metric.rrd: Registration Request Delay is 0.4 ms, counted from frame 5
7      0   1    request             change      registering  3.1      20         -        reused with higher nc 3  sip:alice@sip.example
         note nat.contact_port: Port of Contact sip:alice@192.0.2.20:16896;transport=udp differs from the source port of the REGISTER (192.0.2.20:8201); calls arrive only if the client listens there and there is no NAT in between
         chat auth.nonce_reused: Nonce issued in frame 2 (36 s ago) is reused (use 3); nc is higher than in frame 5, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
8      0   1    accepted            change      registered   3.1      20         20       -                      sip:alice@sip.example
         note nat.rebinding: Server sees the client at 192.0.2.20:8201, but saw it at 192.0.2.20:16896 in frame 6; the NAT mapping changed, and calls in between may have been lost
         chat binding.status: sip:alice@192.0.2.20:16896;transport=udp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat nat.detected: Client has 10.0.0.11:5060 in its Via, but the server sees it at 192.0.2.20:8201; there is a NAT between them
         chat metric.rrd: Registration Request Delay is 0.2 ms, counted from frame 7
9      0   1    request             remove      registering  4.1      0          -        reused with higher nc 4  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 2 (39.5 s ago) is reused (use 4); nc is higher than in frame 7, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
10     0   1    accepted            remove      removed      4.1      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.20:8201;transport=udp is removed; the 2xx lists no other binding
         chat binding.status: sip:alice@192.0.2.20:8201;transport=udp is removed; the 2xx lists no binding
         chat nat.detected: Client has 10.0.0.11:5060 in its Via, but the server sees it at 192.0.2.20:8201; there is a NAT between them
         chat metric.rrd: Registration Request Delay is 0.2 ms, counted from frame 9
diagnosis of 0: Probably the NAT mapping expires before the refresh: the server sees the client at 192.0.2.20:8201 in frame 8, no longer at 192.0.2.20:16896. Make the client send keep-alives every 9 s, or raise the timeout of the NAT
