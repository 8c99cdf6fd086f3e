frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
12     -   -    -                   -           -            -.-      -          -        -                      -
         note conn.encrypted: TLS with data between 192.0.2.11 and 192.0.2.1:5061, and no SIP can be read: Wireshark needs the keys (tls.keylog_file)
