frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
17     -   -    -                   -           -            -.-      -          -        -                      -
         WARN conn.name_not_resolved: DNS responds "NXDOMAIN" to the A query for sip.example, and no SIP follows within 64*T1
18     -   -    -                   -           -            -.-      -          -        -                      -
19     -   -    -                   -           -            -.-      -          -        -                      -
20     -   -    -                   -           -            -.-      -          -        -                      -
