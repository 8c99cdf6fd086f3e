frame  id  hop  step                intent      state        attempt  requested  granted  nonce                  aor
1      0   1    request             register    registering  1.1      20         -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
3      0   1    retry               register    registering  1.2      20         -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials are sent without TLS; anyone who captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    accepted            register    registered   1.2      20         20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 20 s; the 2xx lists 1 binding
         chat metric.rrd: Registration Request Delay is 12.6 ms, counted from frame 1
5      1   1    request             register    registering  1.1      300        -        -                      sip:101@sip.example
         WARN sec.scanner: 192.0.2.66 identifies itself as "friendly-scanner", a scanner, not a phone (REGISTER requests so far: 1)
6      1   1    rejected            register    rejected     1.1      -          -        -                      sip:101@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         note sec.user_oracle: Registrar refuses sip:101@sip.example with 404 in frame 6 without a challenge but challenges another user in frame 2; anyone can find out which users exist (RFC 3261 10.3)
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 33.3 % of all REGISTERs (3 so far), 50.0 % of all attempts
7      2   1    request             register    registering  1.1      300        -        -                      sip:102@sip.example
8      2   1    rejected            register    rejected     1.1      -          -        -                      sip:102@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 2 of this capture: 50.0 % of all REGISTERs (4 so far), 66.7 % of all attempts
9      3   1    request             register    registering  1.1      300        -        -                      sip:103@sip.example
10     3   1    rejected            register    rejected     1.1      -          -        -                      sip:103@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 3 of this capture: 60.0 % of all REGISTERs (5 so far), 75.0 % of all attempts
11     4   1    request             register    registering  1.1      300        -        -                      sip:104@sip.example
12     4   1    rejected            register    rejected     1.1      -          -        -                      sip:104@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 4 of this capture: 66.7 % of all REGISTERs (6 so far), 80.0 % of all attempts
13     5   1    request             register    registering  1.1      300        -        -                      sip:105@sip.example
14     5   1    rejected            register    rejected     1.1      -          -        -                      sip:105@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 5 of this capture: 71.4 % of all REGISTERs (7 so far), 83.3 % of all attempts
15     6   1    request             register    registering  1.1      300        -        -                      sip:106@sip.example
16     6   1    rejected            register    rejected     1.1      -          -        -                      sip:106@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 6 of this capture: 75.0 % of all REGISTERs (8 so far), 85.7 % of all attempts
17     7   1    request             register    registering  1.1      300        -        -                      sip:107@sip.example
18     7   1    rejected            register    rejected     1.1      -          -        -                      sip:107@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 7 of this capture: 77.8 % of all REGISTERs (9 so far), 87.5 % of all attempts
19     8   1    request             register    registering  1.1      300        -        -                      sip:108@sip.example
20     8   1    rejected            register    rejected     1.1      -          -        -                      sip:108@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 8 of this capture: 80.0 % of all REGISTERs (10 so far), 88.9 % of all attempts
21     9   1    request             register    registering  1.1      300        -        -                      sip:109@sip.example
22     9   1    rejected            register    rejected     1.1      -          -        -                      sip:109@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 9 of this capture: 81.8 % of all REGISTERs (11 so far), 90.0 % of all attempts
23     10  1    request             register    registering  1.1      300        -        -                      sip:110@sip.example
24     10  1    rejected            register    rejected     1.1      -          -        -                      sip:110@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 10 of this capture: 83.3 % of all REGISTERs (12 so far), 90.9 % of all attempts
25     11  1    request             register    registering  1.1      300        -        -                      sip:111@sip.example
26     11  1    rejected            register    rejected     1.1      -          -        -                      sip:111@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 11 of this capture: 84.6 % of all REGISTERs (13 so far), 91.7 % of all attempts
27     12  1    request             register    registering  1.1      300        -        -                      sip:112@sip.example
28     12  1    rejected            register    rejected     1.1      -          -        -                      sip:112@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 12 of this capture: 85.7 % of all REGISTERs (14 so far), 92.3 % of all attempts
29     13  1    request             register    registering  1.1      300        -        -                      sip:113@sip.example
30     13  1    rejected            register    rejected     1.1      -          -        -                      sip:113@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 13 of this capture: 86.7 % of all REGISTERs (15 so far), 92.9 % of all attempts
31     14  1    request             register    registering  1.1      300        -        -                      sip:114@sip.example
32     14  1    rejected            register    rejected     1.1      -          -        -                      sip:114@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 14 of this capture: 87.5 % of all REGISTERs (16 so far), 93.3 % of all attempts
33     15  1    request             register    registering  1.1      300        -        -                      sip:115@sip.example
34     15  1    rejected            register    rejected     1.1      -          -        -                      sip:115@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 15 of this capture: 88.2 % of all REGISTERs (17 so far), 93.8 % of all attempts
35     16  1    request             register    registering  1.1      300        -        -                      sip:116@sip.example
36     16  1    rejected            register    rejected     1.1      -          -        -                      sip:116@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 16 of this capture: 88.9 % of all REGISTERs (18 so far), 94.1 % of all attempts
37     17  1    request             register    registering  1.1      300        -        -                      sip:117@sip.example
38     17  1    rejected            register    rejected     1.1      -          -        -                      sip:117@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 17 of this capture: 89.5 % of all REGISTERs (19 so far), 94.4 % of all attempts
39     18  1    request             register    registering  1.1      300        -        -                      sip:118@sip.example
40     18  1    rejected            register    rejected     1.1      -          -        -                      sip:118@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 18 of this capture: 90.0 % of all REGISTERs (20 so far), 94.7 % of all attempts
41     19  1    request             register    registering  1.1      300        -        -                      sip:119@sip.example
42     19  1    rejected            register    rejected     1.1      -          -        -                      sip:119@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 19 of this capture: 90.5 % of all REGISTERs (21 so far), 95.0 % of all attempts
43     20  1    request             register    registering  1.1      300        -        -                      sip:120@sip.example
44     20  1    rejected            register    rejected     1.1      -          -        -                      sip:120@sip.example
         WARN sec.enumeration: 192.0.2.66 tried 20 users so far, 20 of them without success; an attacker may be looking for accounts
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 20 of this capture: 90.9 % of all REGISTERs (22 so far), 95.2 % of all attempts
45     21  1    request             register    registering  1.1      300        -        -                      sip:121@sip.example
46     21  1    rejected            register    rejected     1.1      -          -        -                      sip:121@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 21 of this capture: 91.3 % of all REGISTERs (23 so far), 95.5 % of all attempts
47     22  1    request             register    registering  1.1      300        -        -                      sip:122@sip.example
48     22  1    rejected            register    rejected     1.1      -          -        -                      sip:122@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 22 of this capture: 91.7 % of all REGISTERs (24 so far), 95.7 % of all attempts
49     23  1    request             register    registering  1.1      300        -        -                      sip:123@sip.example
50     23  1    rejected            register    rejected     1.1      -          -        -                      sip:123@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 23 of this capture: 92.0 % of all REGISTERs (25 so far), 95.8 % of all attempts
51     24  1    request             register    registering  1.1      300        -        -                      sip:124@sip.example
52     24  1    rejected            register    rejected     1.1      -          -        -                      sip:124@sip.example
         note resp.failure: 404 "Not Found": the server does not know the AOR or its domain
         chat metric.ira: Ineffective Registration Attempt 24 of this capture: 92.3 % of all REGISTERs (26 so far), 96.0 % of all attempts
53     25  1    request             register    registering  1.1      300        -        -                      sip:alice@sip.example
54     25  1    challenge           register    challenged   1.1      -          -        -                      sip:alice@sip.example
         chat auth.md5_only: Server offers only MD5, which is weak and kept for backward compatibility (RFC 8760 3)
55     0   1    request             remove      registering  2.1      0          -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Nonce issued in frame 2 (11.6 s ago) is reused (use 2); nc is higher than in frame 3, as required
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
56     0   1    accepted            remove      removed      2.1      -          -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no other binding
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; the 2xx lists no binding
         chat metric.rrd: Registration Request Delay is 0.3 ms, counted from frame 55
diagnosis of 1: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 5. Block it at the firewall
diagnosis of 2: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 7. Block it at the firewall
diagnosis of 3: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 9. Block it at the firewall
diagnosis of 4: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 11. Block it at the firewall
diagnosis of 5: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 13. Block it at the firewall
diagnosis of 6: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 15. Block it at the firewall
diagnosis of 7: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 17. Block it at the firewall
diagnosis of 8: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 19. Block it at the firewall
diagnosis of 9: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 21. Block it at the firewall
diagnosis of 10: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 23. Block it at the firewall
diagnosis of 11: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 25. Block it at the firewall
diagnosis of 12: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 27. Block it at the firewall
diagnosis of 13: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 29. Block it at the firewall
diagnosis of 14: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 31. Block it at the firewall
diagnosis of 15: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 33. Block it at the firewall
diagnosis of 16: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 35. Block it at the firewall
diagnosis of 17: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 37. Block it at the firewall
diagnosis of 18: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 39. Block it at the firewall
diagnosis of 19: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 41. Block it at the firewall
diagnosis of 20: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 43. Block it at the firewall
diagnosis of 21: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 45. Block it at the firewall
diagnosis of 22: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 47. Block it at the firewall
diagnosis of 23: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 49. Block it at the firewall
diagnosis of 24: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 51. Block it at the firewall
diagnosis of 25: A scanner, not a phone: 192.0.2.66:5060 sends User-Agent "friendly-scanner" in frame 53. Block it at the firewall
