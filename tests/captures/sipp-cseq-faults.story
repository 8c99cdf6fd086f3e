frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      60         -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
3      0   1    retry               register    registering  1.2      60         -        first use 1            sip:alice@sip.example
         WARN retry.cseq_same: Retry reuses CSeq 10 of the REGISTER that was challenged in frame 2: the registrar may take it for a retransmission (RFC 3261 22.2)
         note auth.uri_mismatch: Digest uri is sip:192.0.2.1:5060, but the Request-URI is sip:sip.example; a registrar that compares them refuses the request (RFC 3261 22.4)
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    accepted            register    registered   1.2      60         60       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11:5060 is bound for 60 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 2.9 ms, counted from frame 1
5      0   1    request             refresh     registering  2.1 r1   60         -        -                      sip:alice@sip.example
6      0   1    challenge           refresh     challenged   2.1 r1   -          -        -                      sip:alice@sip.example
7      0   1    retry               refresh     registering  2.2 r1   60         -        first use 1            sip:alice@sip.example
         note auth.uri_mismatch: Digest uri is sip:192.0.2.1:5060, but the Request-URI is sip:sip.example; a registrar that compares them refuses the request (RFC 3261 22.4)
8      0   1    accepted            refresh     registered   2.2 r1   60         60       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11:5060 is refreshed for 60 s, with 58 s of the previous interval left; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 1.1 ms, counted from frame 5
9      0   1    request             refresh     registering  3.1 r2   60         -        -                      sip:alice@sip.example
         WARN refresh.cseq_not_increased: CSeq 5 is not higher than 12 in frame 7 under the same Call-ID: the registrar must not update the binding (RFC 3261 10.3)
10     0   1    challenge           refresh     challenged   3.1 r2   -          -        -                      sip:alice@sip.example
11     0   1    retry               refresh     registering  3.2 r2   60         -        first use 1            sip:alice@sip.example
         WARN refresh.cseq_not_increased: CSeq 6 is not higher than 12 in frame 7 under the same Call-ID: the registrar must not update the binding (RFC 3261 10.3)
         note auth.uri_mismatch: Digest uri is sip:192.0.2.1:5060, but the Request-URI is sip:sip.example; a registrar that compares them refuses the request (RFC 3261 22.4)
12     0   1    rejected            refresh     rejected     3.2 r2   -          -        -                      sip:alice@sip.example
         WARN resp.failure: 400 "Bad Request": the registrar cannot parse or accept the request
         chat resp.told: Server says "Invalid CSeq number" in its 400
         chat order.stale_rejected: REGISTER in frame 11 is refused with 400, most likely because this server had already received its CSeq 6 or a higher one
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 16.7 % of all REGISTERs (6 so far), 33.3 % of all attempts
diagnosis of 0: CSeq was not increased: server says "Invalid CSeq number", frame 11 has CSeq 6, not higher than before. Fix the client to increase the CSeq within a Call-ID, even after a restart
