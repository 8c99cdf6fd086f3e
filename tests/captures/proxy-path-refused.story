frame  id  hop  step                intent      state        attempt  asked   granted  nonce                  aor
1      0   1    request             register    registering  1.1      20      -        -                      sip:alice@sip.example
2      0   2    copy                register    registering  1.1      20      -        -                      sip:alice@sip.example
3      0   2    copy                register    registering  1.1      -       -        -                      sip:alice@sip.example
4      0   1    challenge           register    challenged   1.1      -       -        -                      sip:alice@sip.example
5      0   1    retry               register    registering  1.2      20      -        first use 1            sip:alice@sip.example
6      0   2    copy                register    registering  1.2      20      -        -                      sip:alice@sip.example
7      0   2    copy                register    registering  1.2      -       -        -                      sip:alice@sip.example
8      0   1    rejected            register    rejected     1.2      -       -        -                      sip:alice@sip.example
         note resp.failure: 420 Bad Extension: an option that the client requires is not supported
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 50.0 % of 2 REGISTERs, 100.0 % of 1 attempts
