frame  id  hop  step                intent      state        attempt  asked   granted  nonce                  aor
1      0   1    request             register    registering  1.1      60      -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -       -        -                      sip:alice@sip.example
         chat auth.md5_only: The server offers only MD5, which is weak and kept for old clients (RFC 8760 3)
3      0   1    retry               register    registering  1.2      60      -        first use 1            sip:alice@sip.example
         note auth.uri_mismatch: The digest uri is sip:192.0.2.1:5060, but the request goes to sip:sip.example: a registrar that compares them refuses it (RFC 3261 22.4)
         chat sec.cleartext_auth: Digest credentials without TLS: whoever captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    accepted            register    registered   1.2      60      60       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11:5060 is bound for 60 s, 1 more of its own; 2 listed
         chat metric.rrd: Registration Request Delay 6.0 ms, from frame 1
5      0   1    request             remove-all  registering  2.1      60      -        -                      sip:alice@sip.example
         WARN reg.star_expires: Contact: * with Expires: 60; only 0 is allowed, the registrar has to answer 400 (RFC 3261 10.2.2)
6      0   1    challenge           remove-all  challenged   2.1      -       -        -                      sip:alice@sip.example
7      0   1    retry               remove-all  registering  2.2      60      -        first use 1            sip:alice@sip.example
         WARN reg.star_expires: Contact: * with Expires: 60; only 0 is allowed, the registrar has to answer 400 (RFC 3261 10.2.2)
         note auth.uri_mismatch: The digest uri is sip:192.0.2.1:5060, but the request goes to sip:sip.example: a registrar that compares them refuses it (RFC 3261 22.4)
8      0   1    rejected            remove-all  rejected     2.2      -       -        -                      sip:alice@sip.example
         note resp.failure: 400 Bad Request: the registrar cannot read or accept the request as it is
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 25.0 % of 4 REGISTERs, 50.0 % of 2 attempts
9      0   1    request             remove-all  registering  3.1      0       -        -                      sip:alice@sip.example
10     0   1    challenge           remove-all  challenged   3.1      -       -        -                      sip:alice@sip.example
11     0   1    retry               remove-all  registering  3.2      0       -        first use 1            sip:alice@sip.example
         note auth.uri_mismatch: The digest uri is sip:192.0.2.1:5060, but the request goes to sip:sip.example: a registrar that compares them refuses it (RFC 3261 22.4)
12     0   1    accepted            remove-all  removed      3.2      -       -        -                      sip:alice@sip.example
         chat dereg.confirmed: All bindings of sip:alice@sip.example are removed
         chat binding.status: All bindings are removed; 0 listed
         chat metric.rrd: Registration Request Delay 0.5 ms, from frame 9
diagnosis of 0: malformed removal: frame 7 was refused with 400 Bad Request in frame 8; Contact: * goes alone and with Expires: 0, mend the client
