frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
3      0   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    challenge           register    challenged   1.2      -          -        -                      sip:alice@sip.example
         WARN auth.rejected: Credentials of user "alice" for the newest nonce (frame 2, 14 ms old) were refused
diagnosis of 0: Probably a wrong user name or password: credentials for the nonce of frame 2 (14 ms old) were refused in frame 4 (user "alice", realm "sip.example"). Correct the account in the client or at the registrar
