frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      60         -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
3      0   1    retry               register    registering  1.2      60         -        first use 1            sip:alice@sip.example
         note auth.uri_mismatch: Digest uri is sip:192.0.2.1:5060, but the Request-URI is sip:sip.example; a registrar that compares them refuses the request (RFC 3261 22.4)
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    accepted            register    registered   1.2      60         60       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11:5060 is bound, the first of 2 Contacts in the REGISTER; the 2xx lists 2 bindings
         chat metric.rrd: Registration Request Delay is 6.0 ms, counted from frame 1
5      0   1    request             remove-all  registering  2.1      60         -        -                      sip:alice@sip.example
         WARN reg.star_expires: Contact: * comes with Expires: 60, but only 0 is allowed; the registrar must reject the request with 400 (RFC 3261 10.2.2)
6      0   1    challenge           remove-all  challenged   2.1      -          -        -                      sip:alice@sip.example
7      0   1    retry               remove-all  registering  2.2      60         -        first use 1            sip:alice@sip.example
         WARN reg.star_expires: Contact: * comes with Expires: 60, but only 0 is allowed; the registrar must reject the request with 400 (RFC 3261 10.2.2)
         note auth.uri_mismatch: Digest uri is sip:192.0.2.1:5060, but the Request-URI is sip:sip.example; a registrar that compares them refuses the request (RFC 3261 22.4)
8      0   1    rejected            remove-all  rejected     2.2      -          -        -                      sip:alice@sip.example
         note resp.failure: 400 "Bad Request": the registrar cannot parse or accept the request
         chat resp.told: Server says "* used in contact and expires is not zero" in its 400
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 25.0 % of all REGISTERs (4 so far), 50.0 % of all attempts
9      0   1    request             remove-all  registering  3.1      0          -        -                      sip:alice@sip.example
10     0   1    challenge           remove-all  challenged   3.1      -          -        -                      sip:alice@sip.example
11     0   1    retry               remove-all  registering  3.2      0          -        first use 1            sip:alice@sip.example
         note auth.uri_mismatch: Digest uri is sip:192.0.2.1:5060, but the Request-URI is sip:sip.example; a registrar that compares them refuses the request (RFC 3261 22.4)
12     0   1    accepted            remove-all  removed      3.2      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: All bindings of sip:alice@sip.example are removed
         chat binding.status: All bindings are removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.6 ms, counted from frame 9
diagnosis of 0: Malformed removal of all bindings: server says "* used in contact and expires is not zero", frame 7 was refused with 400 Bad Request in frame 8. Fix the client to send Contact: * alone, with Expires: 0
