frame  id  hop  step                intent      state        attempt  asked   granted  nonce                  aor
1      0   1    request             register    registering  1.1      20      -        -                      sip:alice@sip.example
2      0   1    challenge           register    challenged   1.1      -       -        -                      sip:alice@sip.example
         chat auth.md5_only: The server offers only MD5, which is weak and kept for old clients (RFC 8760 3)
3      0   1    retry               register    registering  1.2      20      -        first use 1            sip:alice@sip.example
         chat sec.cleartext_auth: Digest credentials without TLS: whoever captures this packet can try passwords against it (RFC 3261 26.3.2.1)
4      0   1    accepted            register    registered   1.2      20      20       -                      sip:alice@sip.example
         chat binding.status: sip:alice@192.0.2.11;transport=udp is bound for 20 s; 1 listed
         chat metric.rrd: Registration Request Delay 12.6 ms, from frame 1
5      1   1    request             register    registering  1.1      300     -        -                      sip:101@sip.example
         WARN sec.scanner: 192.0.2.66 calls itself "friendly-scanner", as a scanner does
6      1   1    rejected            register    rejected     1.1      -       -        -                      sip:101@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         note sec.user_oracle: Without credentials sip:101@sip.example gets 404 (frame 6) but sip:alice@sip.example gets a challenge (frame 2): anybody can find out which users exist (RFC 3261 10.3)
         chat metric.ira: Ineffective Registration Attempt 1 of this capture: 33.3 % of 3 REGISTERs, 50.0 % of 2 attempts
7      2   1    request             register    registering  1.1      300     -        -                      sip:102@sip.example
8      2   1    rejected            register    rejected     1.1      -       -        -                      sip:102@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 2 of this capture: 50.0 % of 4 REGISTERs, 66.7 % of 3 attempts
9      3   1    request             register    registering  1.1      300     -        -                      sip:103@sip.example
10     3   1    rejected            register    rejected     1.1      -       -        -                      sip:103@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 3 of this capture: 60.0 % of 5 REGISTERs, 75.0 % of 4 attempts
11     4   1    request             register    registering  1.1      300     -        -                      sip:104@sip.example
12     4   1    rejected            register    rejected     1.1      -       -        -                      sip:104@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 4 of this capture: 66.7 % of 6 REGISTERs, 80.0 % of 5 attempts
13     5   1    request             register    registering  1.1      300     -        -                      sip:105@sip.example
14     5   1    rejected            register    rejected     1.1      -       -        -                      sip:105@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 5 of this capture: 71.4 % of 7 REGISTERs, 83.3 % of 6 attempts
15     6   1    request             register    registering  1.1      300     -        -                      sip:106@sip.example
16     6   1    rejected            register    rejected     1.1      -       -        -                      sip:106@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 6 of this capture: 75.0 % of 8 REGISTERs, 85.7 % of 7 attempts
17     7   1    request             register    registering  1.1      300     -        -                      sip:107@sip.example
18     7   1    rejected            register    rejected     1.1      -       -        -                      sip:107@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 7 of this capture: 77.8 % of 9 REGISTERs, 87.5 % of 8 attempts
19     8   1    request             register    registering  1.1      300     -        -                      sip:108@sip.example
20     8   1    rejected            register    rejected     1.1      -       -        -                      sip:108@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 8 of this capture: 80.0 % of 10 REGISTERs, 88.9 % of 9 attempts
21     9   1    request             register    registering  1.1      300     -        -                      sip:109@sip.example
22     9   1    rejected            register    rejected     1.1      -       -        -                      sip:109@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 9 of this capture: 81.8 % of 11 REGISTERs, 90.0 % of 10 attempts
23     10  1    request             register    registering  1.1      300     -        -                      sip:110@sip.example
24     10  1    rejected            register    rejected     1.1      -       -        -                      sip:110@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 10 of this capture: 83.3 % of 12 REGISTERs, 90.9 % of 11 attempts
25     11  1    request             register    registering  1.1      300     -        -                      sip:111@sip.example
26     11  1    rejected            register    rejected     1.1      -       -        -                      sip:111@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 11 of this capture: 84.6 % of 13 REGISTERs, 91.7 % of 12 attempts
27     12  1    request             register    registering  1.1      300     -        -                      sip:112@sip.example
28     12  1    rejected            register    rejected     1.1      -       -        -                      sip:112@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 12 of this capture: 85.7 % of 14 REGISTERs, 92.3 % of 13 attempts
29     13  1    request             register    registering  1.1      300     -        -                      sip:113@sip.example
30     13  1    rejected            register    rejected     1.1      -       -        -                      sip:113@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 13 of this capture: 86.7 % of 15 REGISTERs, 92.9 % of 14 attempts
31     14  1    request             register    registering  1.1      300     -        -                      sip:114@sip.example
32     14  1    rejected            register    rejected     1.1      -       -        -                      sip:114@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 14 of this capture: 87.5 % of 16 REGISTERs, 93.3 % of 15 attempts
33     15  1    request             register    registering  1.1      300     -        -                      sip:115@sip.example
34     15  1    rejected            register    rejected     1.1      -       -        -                      sip:115@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 15 of this capture: 88.2 % of 17 REGISTERs, 93.8 % of 16 attempts
35     16  1    request             register    registering  1.1      300     -        -                      sip:116@sip.example
36     16  1    rejected            register    rejected     1.1      -       -        -                      sip:116@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 16 of this capture: 88.9 % of 18 REGISTERs, 94.1 % of 17 attempts
37     17  1    request             register    registering  1.1      300     -        -                      sip:117@sip.example
38     17  1    rejected            register    rejected     1.1      -       -        -                      sip:117@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 17 of this capture: 89.5 % of 19 REGISTERs, 94.4 % of 18 attempts
39     18  1    request             register    registering  1.1      300     -        -                      sip:118@sip.example
40     18  1    rejected            register    rejected     1.1      -       -        -                      sip:118@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 18 of this capture: 90.0 % of 20 REGISTERs, 94.7 % of 19 attempts
41     19  1    request             register    registering  1.1      300     -        -                      sip:119@sip.example
42     19  1    rejected            register    rejected     1.1      -       -        -                      sip:119@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 19 of this capture: 90.5 % of 21 REGISTERs, 95.0 % of 20 attempts
43     20  1    request             register    registering  1.1      300     -        -                      sip:120@sip.example
44     20  1    rejected            register    rejected     1.1      -       -        -                      sip:120@sip.example
         WARN sec.enumeration: 20 users tried from this address within a minute, 20 of them without success: somebody may be looking for accounts (said once a minute)
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 20 of this capture: 90.9 % of 22 REGISTERs, 95.2 % of 21 attempts
45     21  1    request             register    registering  1.1      300     -        -                      sip:121@sip.example
46     21  1    rejected            register    rejected     1.1      -       -        -                      sip:121@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 21 of this capture: 91.3 % of 23 REGISTERs, 95.5 % of 22 attempts
47     22  1    request             register    registering  1.1      300     -        -                      sip:122@sip.example
48     22  1    rejected            register    rejected     1.1      -       -        -                      sip:122@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 22 of this capture: 91.7 % of 24 REGISTERs, 95.7 % of 23 attempts
49     23  1    request             register    registering  1.1      300     -        -                      sip:123@sip.example
50     23  1    rejected            register    rejected     1.1      -       -        -                      sip:123@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 23 of this capture: 92.0 % of 25 REGISTERs, 95.8 % of 24 attempts
51     24  1    request             register    registering  1.1      300     -        -                      sip:124@sip.example
52     24  1    rejected            register    rejected     1.1      -       -        -                      sip:124@sip.example
         note resp.failure: 404 Not Found: the address of record does not exist in this domain
         chat metric.ira: Ineffective Registration Attempt 24 of this capture: 92.3 % of 26 REGISTERs, 96.0 % of 25 attempts
53     25  1    request             register    registering  1.1      300     -        -                      sip:alice@sip.example
54     25  1    challenge           register    challenged   1.1      -       -        -                      sip:alice@sip.example
         chat auth.md5_only: The server offers only MD5, which is weak and kept for old clients (RFC 8760 3)
55     0   1    request             remove      registering  2.1      0       -        reused with higher nc 2  sip:alice@sip.example
         chat auth.nonce_reused: Use 2 of this nonce (issued in frame 2, 11.6 s old): nc 00000002 after 00000001 in frame 3; the count goes up as it should
         chat auth.preemptive: Credentials are sent without waiting for a challenge, which is legal and saves a round trip
56     0   1    accepted            remove      removed      2.1      -       -        -                      sip:alice@sip.example
         chat dereg.confirmed: sip:alice@192.0.2.11;transport=udp is removed; 0 other bindings listed
         chat binding.status: sip:alice@192.0.2.11;transport=udp is removed; 0 listed
         chat metric.rrd: Registration Request Delay 0.2 ms, from frame 55
diagnosis of 1: a scanner, no telephone: sec.scanner in frame 5; lock 192.0.2.66:5060 out at the firewall
diagnosis of 2: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 7; lock it out at the firewall
diagnosis of 3: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 9; lock it out at the firewall
diagnosis of 4: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 11; lock it out at the firewall
diagnosis of 5: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 13; lock it out at the firewall
diagnosis of 6: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 15; lock it out at the firewall
diagnosis of 7: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 17; lock it out at the firewall
diagnosis of 8: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 19; lock it out at the firewall
diagnosis of 9: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 21; lock it out at the firewall
diagnosis of 10: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 23; lock it out at the firewall
diagnosis of 11: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 25; lock it out at the firewall
diagnosis of 12: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 27; lock it out at the firewall
diagnosis of 13: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 29; lock it out at the firewall
diagnosis of 14: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 31; lock it out at the firewall
diagnosis of 15: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 33; lock it out at the firewall
diagnosis of 16: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 35; lock it out at the firewall
diagnosis of 17: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 37; lock it out at the firewall
diagnosis of 18: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 39; lock it out at the firewall
diagnosis of 19: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 41; lock it out at the firewall
diagnosis of 20: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 43; lock it out at the firewall
diagnosis of 21: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 45; lock it out at the firewall
diagnosis of 22: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 47; lock it out at the firewall
diagnosis of 23: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 49; lock it out at the firewall
diagnosis of 24: a scanner, no telephone: 192.0.2.66:5060 calls itself one in frame 51; lock it out at the firewall
