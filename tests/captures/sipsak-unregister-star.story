frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      60         -        -                      sip:alice@sip.example
         note nat.contact_port: Port of Contact sip:alice@192.0.2.11:5060 differs from the source port of the REGISTER (192.0.2.11:55200); calls arrive only if the client listens there and there is no NAT in between
         chat sec.test_tool: 192.0.2.11:55200 identifies itself as "sipsak 0.9.8.1", a test tool
2      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
         chat nat.detected: Client has 192.0.2.11:5060 in its Via, but the server sees it at 192.0.2.11:55200; there is a NAT between them, or the client sends from a different port than it listens on
3      0   1    retry               register    registering  1.2      60         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    accepted            register    registered   1.2      60         60       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11:5060 is bound for 60 s; the 2xx lists 1 binding
         chat nat.detected: Client has 192.0.2.11:5060 in its Via, but the server sees it at 192.0.2.11:55200; there is a NAT between them, or the client sends from a different port than it listens on
         chat metric.rrd: Registration Request Delay is 11.6 ms, counted from frame 1
5      1   1    request             fetch       unknown      1.1      -          -        -                      sip:alice@sip.example
         chat ok.fetch: REGISTER has no Contact: it queries the bindings of sip:alice@sip.example and refreshes none
6      1   1    challenge           fetch       unknown      1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
         chat nat.detected: Client has 192.0.2.11:5060 in its Via, but the server sees it at 192.0.2.11:59365; there is a NAT between them, or the client sends from a different port than it listens on
7      1   1    retry               fetch       unknown      1.2      -          -        first use 1            sip:alice@sip.example
         chat ok.fetch: REGISTER has no Contact: it queries the bindings of sip:alice@sip.example and refreshes none
8      1   1    accepted            fetch       unknown      1.2      -          -        -                      sip:alice@sip.example
         chat binding.status: REGISTER only queried the bindings; the 2xx lists 1 binding
         chat nat.detected: Client has 192.0.2.11:5060 in its Via, but the server sees it at 192.0.2.11:59365; there is a NAT between them, or the client sends from a different port than it listens on
         chat metric.rrd: Registration Request Delay is 10.8 ms, counted from frame 5
9      2   1    request             remove-all  registering  1.1      0          -        -                      sip:alice@sip.example
10     2   1    challenge           remove-all  challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
         chat nat.detected: Client has 192.0.2.11:5060 in its Via, but the server sees it at 192.0.2.11:36394; there is a NAT between them, or the client sends from a different port than it listens on
11     2   1    retry               remove-all  registering  1.2      0          -        first use 1            sip:alice@sip.example
12     2   1    accepted            remove-all  removed      1.2      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: All bindings of sip:alice@sip.example are removed
         chat binding.status: All bindings are removed; the 2xx lists no binding
         chat nat.detected: Client has 192.0.2.11:5060 in its Via, but the server sees it at 192.0.2.11:36394; there is a NAT between them, or the client sends from a different port than it listens on
         chat metric.rrd: Registration Request Delay is 10.8 ms, counted from frame 9
