frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
3      0   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    challenge           register    challenged   1.2      -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 2, 0 ms old) were refused
5      0   1    retry               register    registering  1.3      20         -        first use 1            sip:alice@sip.example
6      0   1    challenge           register    challenged   1.3      -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 4, 0 ms old) were refused; 2 refusals in a row
7      0   1    retry               register    registering  1.4      20         -        first use 1            sip:alice@sip.example
8      0   1    challenge           register    challenged   1.4      -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 6, 0 ms old) were refused; 3 refusals in a row
         WARN auth.retry_rejected: User "alice" was refused 3 times in a row and keeps trying; the account may be blocked
9      0   1    retry               register    registering  1.5      20         -        first use 1            sip:alice@sip.example
10     0   1    challenge           register    challenged   1.5      -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 8, 0 ms old) were refused; 4 refusals in a row
11     0   1    retry               register    registering  1.6      20         -        first use 1            sip:alice@sip.example
12     0   1    challenge           register    challenged   1.6      -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 10, 0 ms old) were refused; 5 refusals in a row
13     0   1    retry               register    registering  1.7      20         -        first use 1            sip:alice@sip.example
14     0   1    challenge           register    challenged   1.7      -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 12, 0 ms old) were refused; 6 refusals in a row
15     0   1    retry               register    registering  1.8      20         -        first use 1            sip:alice@sip.example
16     0   1    challenge           register    challenged   1.8      -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 14, 0 ms old) were refused; 7 refusals in a row
17     0   1    retry               register    registering  1.9      20         -        first use 1            sip:alice@sip.example
18     0   1    challenge           register    challenged   1.9      -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 16, 0 ms old) were refused; 8 refusals in a row
19     0   1    retry               register    registering  1.10     20         -        first use 1            sip:alice@sip.example
20     0   1    challenge           register    challenged   1.10     -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 18, 0 ms old) were refused; 9 refusals in a row
21     0   1    retry               register    registering  1.11     20         -        first use 1            sip:alice@sip.example
22     0   1    challenge           register    challenged   1.11     -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 20, 3 ms old) were refused; 10 refusals in a row
23     0   1    retry               register    registering  1.12     20         -        first use 1            sip:alice@sip.example
24     0   1    challenge           register    challenged   1.12     -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 22, 0 ms old) were refused; 11 refusals in a row
25     0   1    retry               register    registering  1.13     20         -        first use 1            sip:alice@sip.example
26     0   1    challenge           register    challenged   1.13     -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 24, 0 ms old) were refused; 12 refusals in a row
27     0   1    retry               register    registering  1.14     20         -        first use 1            sip:alice@sip.example
28     0   1    challenge           register    challenged   1.14     -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 26, 0 ms old) were refused; 13 refusals in a row
29     0   1    retry               register    registering  1.15     20         -        first use 1            sip:alice@sip.example
30     0   1    challenge           register    challenged   1.15     -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 28, 0 ms old) were refused; 14 refusals in a row
31     0   1    retry               register    registering  1.16     20         -        first use 1            sip:alice@sip.example
32     0   1    challenge           register    challenged   1.16     -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 30, 0 ms old) were refused; 15 refusals in a row
diagnosis of 0: Probably a wrong user name or password: credentials for the nonce of frame 30 were refused in frame 32 (user "alice", realm "sip.example"). Correct the account in the client or at the registrar
