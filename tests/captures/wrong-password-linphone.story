frame  id  hop  step                intent      state        attempt  asked   granted  nonce                  aor
1      0   1    request             register    registering  1.1      20      -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -       -        -                      sip:alice@sip.example
3      0   1    retry               register    registering  1.2      20      -        first use 1            sip:alice@sip.example
4      0   1    challenge           register    challenged   1.2      -       -        -                      sip:alice@sip.example
         WARN auth.rejected: The credentials in frame 3 (user "alice", realm "sip.example") were refused although the nonce is fresh: wrong user name or password; refusal 1 in a row
