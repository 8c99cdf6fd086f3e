/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on when a refresh comes.
 */
#include "sequence.h"

#define BOUND(seconds) "@0 R", "@0.02 401[n1]", "@0.03 R A[n1,1]", "@0.05 200[K1;" seconds "]"

/* clang-format off */
static const struct sequence_case cases[] = {
    /* ---- time */
    FIRES("refresh.late", "A refresh 15 s after its binding lapsed",
          "@0     R",
          "@0.02  200[K1;60]",
          "@75    R  -> refresh.late {expires.remaining=-14.98 intent=refresh}"),
    FIRES("refresh.late", "The phone asked for 3600 s, was given 60 and goes by what it asked",
          "@0     R",
          "@0.02  200[K1;60]",
          "@1800  R  -> refresh.late"),
    FIRES("refresh.late", "The time was granted by the Expires header",
          "@0     R",
          "@0.02  200[K1] expires=60  -> ok.expires_missing",
          "@75    R  -> refresh.late"),
    SILENT("refresh.late", "A refresh 5 s before the end",
          "@0     R",
          "@0.02  200[K1;60]",
          "@55    R  {expires.remaining=5.02}"),
    SILENT("refresh.late", "Late by less than the tolerance",
          "@0     R",
          "@0.02  200[K1;60]",
          "@60.9  R"),
    SILENT("refresh.late", "The preference tolerates 20 s",
          "set    late_tolerance_ms=20000",
          "@0     R",
          "@0.02  200[K1;60]",
          "@75    R"),
    SILENT("refresh.late", "The phone had removed its binding",
          BOUND("60"),
          "@30    R A[n1,2] contact='K1;0'",
          "@30.02 200[]",
          "@90    R A[n1,3]"),
    SILENT("refresh.late", "A list for another phone showed the binding alive meanwhile",
          "@0     R",
          "@0.02  200[K1;60]",
          "@50    R client=2",
          "@50.02 200[K1;100][K2;3600]",
          "@75    R"),
    SILENT("refresh.late", "Another phone's binding was granted less",
          "@0     R",
          "@0.02  200[K1;3600][K2;30]",
          "@100   R"),
    SILENT("refresh.late", "Nothing was seen of what came before the capture",
          "@1000  R A[n0,9]",
          "@1000.02 200[K1;60]"),
    SILENT("refresh.late", "The refresh came in time, and its answer was lost",
          "@0     R",
          "@0.02  200[K1;60]",
          "@50    R A[n1,1]",
          "@50.5  again=3",
          "@51.5  again=3",
          "@104   R A[n1,2]  -> txn.unanswered",
          "@104.02 200[K1;60]",
          "later  3 txn.unanswered"),
    SILENT("refresh.late", "The challenge of a refresh was answered in time, and nothing came back",
          "@0     R",
          "@0.02  200[K1;60]",
          "@50    R",
          "@50.02 401[n1]",
          "@50.03 R A[n1,1]",
          "@104   R A[n1,2]  -> txn.unanswered",
          "@104.02 200[K1;60]",
          "later  5 txn.unanswered"),
    SILENT("refresh.late", "The refresh in time was answered with 503",
          "@0     R",
          "@0.02  200[K1;60]",
          "@50    R A[n1,1]",
          "@50.02 503",
          "@90    R A[n1,2]",
          "@90.02 200[K1;60]"),

    /* ---- too early, too close */
    FIRES("refresh.early", "3600 s are refreshed after 30",
          BOUND("3600"),
          "@30    R A[n1,2]  -> refresh.early",
          "@30.02 200[K1;3600]"),
    FIRES("refresh.early", "The preference calls a quarter early",
          "set    early_percent=25",
          BOUND("3600"),
          "@800   R A[n1,2]  -> refresh.early",
          "@800.02 200[K1;3600]"),
    SILENT("refresh.early", "A grant of 60 s is refreshed at half time",
          BOUND("60"),
          "@30    R A[n1,2]",
          "@30.02 200[K1;60]"),
    SILENT("refresh.early", "A grant of 60 s is refreshed after 2 s as a keep-alive",
          BOUND("60"),
          "@2     R A[n1,2]",
          "@2.02  200[K1;60]"),
    SILENT("refresh.early", "A wake-up by push",
          "@0     R contact='<sip:bob@10.0.0.1:5060;pn-provider=acme;pn-prid=1>'",
          "@0.02  200[<sip:bob@10.0.0.1:5060;pn-provider=acme;pn-prid=1>;3600]",
          "@30    R contact='<sip:bob@10.0.0.1:5060;pn-provider=acme;pn-prid=1>'",
          "@30.02 200[<sip:bob@10.0.0.1:5060;pn-provider=acme;pn-prid=1>;3600]"),
    SILENT("refresh.early", "The phone says goodbye",
          BOUND("3600"),
          "@30    R A[n1,2] contact='K1;0'",
          "@30.02 200[]"),
    SILENT("refresh.early", "The address changed",
          BOUND("3600"),
          "@30    R A[n1,2] src=10.0.0.7:5060 sent-by=10.0.0.7:5060",
          "@30.02 200[K1;3600]"),
    SILENT("refresh.early", "A restart registers under a new Call-ID",
          BOUND("3600"),
          "@30    R call-id=c2 from-tag=f2",
          "@30.02 401[n2]",
          "@30.03 R call-id=c2 from-tag=f2 A[n2,1]",
          "@30.05 200[K1;3600]"),

    FIRES("refresh.margin_small", "10 s are left of an hour",
          BOUND("3600"),
          "@3590  R A[n1,2]  -> refresh.margin_small",
          "@3590.02 200[K1;3600]"),
    FIRES("refresh.margin_small", "The preference wants two minutes",
          "set    small_margin_s=120",
          BOUND("3600"),
          "@3500  R A[n1,2]  -> refresh.margin_small",
          "@3500.02 200[K1;3600]"),
    SILENT("refresh.margin_small", "10 s are left of a minute",
          BOUND("60"),
          "@50    R A[n1,2]",
          "@50.02 200[K1;60]"),
    SILENT("refresh.margin_small", "90 % of an hour",
          BOUND("3600"),
          "@3240  R A[n1,2]",
          "@3240.02 200[K1;3600]"),
    SILENT("refresh.margin_small", "A wake-up by push comes when the proxy likes",
          "@0     R contact='<sip:bob@10.0.0.1:5060;pn-provider=acme;pn-prid=1>'",
          "@0.02  200[<sip:bob@10.0.0.1:5060;pn-provider=acme;pn-prid=1>;3600]",
          "@3590  R contact='<sip:bob@10.0.0.1:5060;pn-provider=acme;pn-prid=1>'",
          "@3590.02 200[<sip:bob@10.0.0.1:5060;pn-provider=acme;pn-prid=1>;3600]"),
    SILENT("refresh.margin_small", "The refresh before was refused, this is another try",
          BOUND("3600"),
          "@3500  R A[n1,2]",
          "@3500.02 503",
          "@3590  R A[n1,3]",
          "@3590.02 200[K1;3600]"),

    FIRES("refresh.ims_schedule", "100 s are left of an hour",
          "@0     R header='Security-Client: ipsec-3gpp;alg=hmac-sha-1-96;spi-c=1;spi-s=2;port-c=6100;port-s=6101' "
              "header='Require: sec-agree' header='Proxy-Require: sec-agree'",
          "@0.02  401[n1;AKAv1-MD5] header='Security-Server: ipsec-3gpp;q=0.1;alg=hmac-sha-1-96'",
          "@0.03  R A[n1,1;AKAv1-MD5] header='Security-Verify: ipsec-3gpp;q=0.1;alg=hmac-sha-1-96' "
              "header='Require: sec-agree' header='Proxy-Require: sec-agree' "
              "header='Security-Client: ipsec-3gpp;alg=hmac-sha-1-96;spi-c=1;spi-s=2;port-c=6100;port-s=6101'",
          "@0.05  200[K1;3600]",
          "@3500  R A[n1,2;AKAv1-MD5] header='Security-Verify: ipsec-3gpp;q=0.1;alg=hmac-sha-1-96' "
              "header='Require: sec-agree' header='Proxy-Require: sec-agree' "
              "header='Security-Client: ipsec-3gpp;alg=hmac-sha-1-96;spi-c=3;spi-s=4;port-c=6102;port-s=6101' "
              "-> refresh.ims_schedule"),
    SILENT("refresh.ims_schedule", "600 s are left of an hour",
          "@0     R header='Security-Client: ipsec-3gpp;alg=hmac-sha-1-96;spi-c=1;spi-s=2;port-c=6100;port-s=6101' "
              "header='Require: sec-agree' header='Proxy-Require: sec-agree'",
          "@0.02  401[n1;AKAv1-MD5] header='Security-Server: ipsec-3gpp;q=0.1;alg=hmac-sha-1-96'",
          "@0.03  R A[n1,1;AKAv1-MD5] header='Security-Verify: ipsec-3gpp;q=0.1;alg=hmac-sha-1-96' "
              "header='Require: sec-agree' header='Proxy-Require: sec-agree' "
              "header='Security-Client: ipsec-3gpp;alg=hmac-sha-1-96;spi-c=1;spi-s=2;port-c=6100;port-s=6101'",
          "@0.05  200[K1;3600]",
          "@3000  R A[n1,2;AKAv1-MD5] header='Security-Verify: ipsec-3gpp;q=0.1;alg=hmac-sha-1-96' "
              "header='Require: sec-agree' header='Proxy-Require: sec-agree' "
              "header='Security-Client: ipsec-3gpp;alg=hmac-sha-1-96;spi-c=3;spi-s=4;port-c=6102;port-s=6101'"),
    SILENT("refresh.ims_schedule", "A change of capabilities comes early",
          "@0     R header='Security-Client: ipsec-3gpp;alg=hmac-sha-1-96;spi-c=1;spi-s=2;port-c=6100;port-s=6101' "
              "header='Require: sec-agree' header='Proxy-Require: sec-agree'",
          "@0.02  401[n1;AKAv1-MD5] header='Security-Server: ipsec-3gpp;q=0.1;alg=hmac-sha-1-96'",
          "@0.03  R A[n1,1;AKAv1-MD5] header='Security-Verify: ipsec-3gpp;q=0.1;alg=hmac-sha-1-96' "
              "header='Require: sec-agree' header='Proxy-Require: sec-agree' "
              "header='Security-Client: ipsec-3gpp;alg=hmac-sha-1-96;spi-c=1;spi-s=2;port-c=6100;port-s=6101'",
          "@0.05  200[K1;3600]",
          "@600   R A[n1,2;AKAv1-MD5] header='Security-Verify: ipsec-3gpp;q=0.1;alg=hmac-sha-1-96' "
              "header='Require: sec-agree' header='Proxy-Require: sec-agree' "
              "header='Security-Client: ipsec-3gpp;alg=hmac-sha-1-96;spi-c=3;spi-s=4;port-c=6102;port-s=6101'"),
    SILENT("refresh.ims_schedule", "A SIP phone with a password at an IMS core refreshes at 96 %",
          BOUND("3600") ,
          "@3460  R A[n1,2]",
          "@3460.02 200[K1;3600] header='P-Associated-URI: <sip:bob@ex.com>'"),
};
/* clang-format on */

void test_refresh(void)
{
    SEQUENCES_ADD(cases);
}
