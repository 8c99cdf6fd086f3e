frame  id  hop  step                intent      state        attempt  asked   granted  nonce                  aor
1      0   1    request             register    registering  1.1      20      -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -       -        -                      sip:alice@sip.example
         chat auth.md5_only: The server offers only MD5, which is weak and kept for old clients (RFC 8760 3)
3      0   1    retry               register    registering  1.2      20      -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials without TLS: whoever captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    challenge           register    challenged   1.2      -       -        -                      sip:alice@sip.example
         WARN auth.rejected: The credentials in frame 3 (user "alice", realm "sip.example") were refused although the nonce is fresh: wrong user name or password; refusals in a row: 1
diagnosis of 0: wrong user name or password: the fresh nonce of frame 2 was refused in frame 4 (user "alice", realm "sip.example"); correct the account in the client or at the registrar
