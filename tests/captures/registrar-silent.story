frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
2      0   1    retransmission      register    registering  1.1      20         -        -                      sip:alice@sip.example
         chat txn.retransmission: Retransmission 1 of the REGISTER in frame 1 follows 501 ms after the previous transmission
3      0   1    retransmission      register    registering  1.1      20         -        -                      sip:alice@sip.example
         chat txn.retransmission: Retransmission 2 of the REGISTER in frame 1 follows 1 s after the previous transmission
4      0   1    retransmission      register    registering  1.1      20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 3 of the REGISTER in frame 1 follows 2 s after the previous transmission
5      0   1    retransmission      register    registering  1.1      20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 4 of the REGISTER in frame 1 follows 4 s after the previous transmission
6      0   1    retransmission      register    registering  1.1      20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 5 of the REGISTER in frame 1 follows 4 s after the previous transmission
7      0   1    retransmission      register    registering  1.1      20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 6 of the REGISTER in frame 1 follows 4 s after the previous transmission
8      0   1    retransmission      register    registering  1.1      20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 7 of the REGISTER in frame 1 follows 4 s after the previous transmission
9      0   1    retransmission      register    registering  1.1      20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 8 of the REGISTER in frame 1 follows 4 s after the previous transmission
10     0   1    retransmission      register    registering  1.1      20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 9 of the REGISTER in frame 1 follows 4 s after the previous transmission
11     0   1    retransmission      register    registering  1.1      20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 10 of the REGISTER in frame 1 follows 4 s after the previous transmission
12     0   1    request             register    registering  2.1      20         -        -                      sip:alice@sip.example
         WARN txn.unanswered: REGISTER in frame 1 got no final response from 192.0.2.1:5060 (no response at all; transmissions: 11); the capture has no response of this server and may show one direction only
         note reg.retry_after_timeout: Client retries at the same server only 2 s after the REGISTER in frame 1 timed out (32 s without a final response)
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 100.0 % of all REGISTERs (1 so far), 100.0 % of all attempts
13     0   1    retransmission      register    registering  2.1      20         -        -                      sip:alice@sip.example
         chat txn.retransmission: Retransmission 1 of the REGISTER in frame 12 follows 505 ms after the previous transmission
14     0   1    retransmission      register    registering  2.1      20         -        -                      sip:alice@sip.example
         chat txn.retransmission: Retransmission 2 of the REGISTER in frame 12 follows 997 ms after the previous transmission
15     0   1    retransmission      register    registering  2.1      20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 3 of the REGISTER in frame 12 follows 2 s after the previous transmission
16     0   1    retransmission      register    registering  2.1      20         -        -                      sip:alice@sip.example
         note txn.retransmission: Retransmission 4 of the REGISTER in frame 12 follows 4 s after the previous transmission
17     0   1    challenge           register    challenged   2.1      -          -        -                      sip:alice@sip.example
         note txn.slow: Final response arrives 7.5 s after the REGISTER in frame 12 over UDP, where a client retransmits after 500 ms
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
18     0   1    retry               register    registering  2.2      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
19     0   1    accepted            register    registered   2.2      20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 7520.6 ms, counted from frame 12
20     0   1    request             refresh     registering  3.1 r1   20         -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 17 (18 s ago) is reused (use 2); nc is higher than in frame 18, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
21     0   1    accepted            refresh     registered   3.1 r1   20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is refreshed for 20 s, with 2 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 0.4 ms, counted from frame 20
22     0   1    request             remove      registering  4.1      0          -        reused with higher nc 3  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 17 (22.5 s ago) is reused (use 3); nc is higher than in frame 20, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
23     0   1    accepted            remove      removed      4.1      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no other binding
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.2 ms, counted from frame 22
diagnosis of 0: No response for 9.5 s until frame 19. Probably the network or the server was not ready at first: no response to frame 1. If this repeats at each start, check switch port (spanning tree, 802.1X), DHCP and DNS of the client
