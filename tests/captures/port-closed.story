frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
7      -   -    -                   -           -            -.-      -          -        -                      -
         note conn.refused: 192.0.2.1:5060 refuses the connection of 192.0.2.12 (RST), and no SIP follows within 64*T1
8      -   -    -                   -           -            -.-      -          -        -                      -
