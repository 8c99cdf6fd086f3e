frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
2      0   2    copy                register    registering  1.1      20         -        -                      sip:alice@sip.example
3      0   2    copy                register    registering  1.1      -          -        -                      sip:alice@sip.example
4      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
5      0   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
6      0   2    copy                register    registering  1.2      20         -        -                      sip:alice@sip.example
7      0   2    copy                register    registering  1.2      -          -        -                      sip:alice@sip.example
8      0   1    rejected            register    rejected     1.2      -          -        -                      sip:alice@sip.example
         note resp.failure: 420 "Bad Extension": an option that the client or an intermediary requires is not supported
         chat resp.told: Server says "No support for found Path indicated" in its 420
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 50.0 % of all REGISTERs (2 so far), 100.0 % of all attempts
diagnosis of 0: Registrar refuses Path: server says "No support for found Path indicated", 192.0.2.2 added it to frame 5, refused with 420 Bad Extension (path) in frame 8. Configure the client to send Supported: path
