frame  id  hop  step                intent      state        attempt  asked   granted  nonce                  aor
1      0   1    request             register    registering  1.1      60      -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -       -        -                      sip:alice@sip.example
         chat auth.md5_only: The server offers only MD5, which is weak and kept for old clients (RFC 8760 3)
3      0   1    retry               register    registering  1.2      60      -        first use 1            sip:alice@sip.example
         WARN retry.cseq_same: The retry keeps the CSeq 10 of the REGISTER challenged in frame 2: the registrar may take it for a retransmission (RFC 3261 22.2)
         note auth.uri_mismatch: The digest uri is sip:192.0.2.1:5060, but the request goes to sip:sip.example: a registrar that compares them refuses it (RFC 3261 22.4)
         chat sec.cleartext_auth: Digest credentials without TLS: whoever captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    accepted            register    registered   1.2      60      60       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11:5060 is bound for 60 s; 1 listed
         chat metric.rrd: Registration Request Delay 2.9 ms, from frame 1
5      0   1    request             refresh     registering  2.1 r1   60      -        -                      sip:alice@sip.example
6      0   1    challenge           refresh     challenged   2.1 r1   -       -        -                      sip:alice@sip.example
7      0   1    retry               refresh     registering  2.2 r1   60      -        first use 1            sip:alice@sip.example
         note auth.uri_mismatch: The digest uri is sip:192.0.2.1:5060, but the request goes to sip:sip.example: a registrar that compares them refuses it (RFC 3261 22.4)
8      0   1    accepted            refresh     registered   2.2 r1   60      60       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11:5060 is refreshed for 60 s, 58 s before its end; 1 listed
         chat metric.rrd: Registration Request Delay 1.1 ms, from frame 5
9      0   1    request             refresh     registering  3.1 r2   60      -        -                      sip:alice@sip.example
         WARN refresh.cseq_not_increased: CSeq 5 after 12 in frame 7 under the same Call-ID: the registrar must not update the binding (RFC 3261 10.3)
10     0   1    challenge           refresh     challenged   3.1 r2   -       -        -                      sip:alice@sip.example
11     0   1    retry               refresh     registering  3.2 r2   60      -        first use 1            sip:alice@sip.example
         WARN refresh.cseq_not_increased: CSeq 6 after 12 in frame 7 under the same Call-ID: the registrar must not update the binding (RFC 3261 10.3)
         note auth.uri_mismatch: The digest uri is sip:192.0.2.1:5060, but the request goes to sip:sip.example: a registrar that compares them refuses it (RFC 3261 22.4)
12     0   1    rejected            refresh     rejected     3.2 r2   -       -        -                      sip:alice@sip.example
         note resp.failure: 400 Bad Request: the registrar cannot read or accept the request as it is
         chat order.stale_rejected: 400, most likely because the CSeq 6 in frame 11 is not higher than the one before
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 16.7 % of 6 REGISTERs, 33.3 % of 3 attempts
diagnosis of 0: CSeq not increased: frame 11 was refused with 400 Bad Request in frame 12; the client has to count on in a Call-ID, or take a new one after a restart
