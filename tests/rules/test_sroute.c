/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on Service-Route.
 */
#include "sequence.h"

#define SROUTE(s) "header='Service-Route: " s "'"
#define ROUTE(s)  "header='Route: " s "'"

/* A 3GPP terminal; frame 4 is its 200. */
#define TERMINAL(last)                                                                             \
    "@0    R", "@0.02 401[n1;AKAv1-MD5]", "@0.03 R A[n1,1;AKAv1-MD5]", "@0.05 200[K1;3600] " last

/* clang-format off */
static const struct sequence_case cases[] = {
    FIRES("sroute.changed", "Another Service-Route",
          "@0    R",
          "@0.02 200[K1;3600] " SROUTE("<sip:s1;lr>"),
          "@60   R",
          "@60.02 200[K1;3600] " SROUTE("<sip:s2;lr>") "  -> sroute.changed"),
    FIRES("sroute.changed", "It disappears",
          "@0    R",
          "@0.02 200[K1;3600] " SROUTE("<sip:s1;lr>"),
          "@60   R",
          "@60.02 200[K1;3600]  -> sroute.changed"),
    FIRES("sroute.changed", "A query gets another Service-Route: a Note",
          "@0    R",
          "@0.02 200[K1;3600] " SROUTE("<sip:s1;lr>"),
          "@60   R contact=none",
          "@60.02 200[K1;3540] " SROUTE("<sip:s2;lr>") "  -> sroute.changed:note"),
    SILENT("sroute.changed", "The same, written in another way",
          "@0    R",
          "@0.02 200[K1;3600] " SROUTE("<sip:s1;lr>") " " SROUTE("<sip:orig@s2;lr>"),
          "@60   R",
          "@60.02 200[K1;3600] " SROUTE("<sip:S1;lr>, <sip:orig@s2;lr>")),
    SILENT("sroute.changed", "The first one in the capture",
          "@0    R",
          "@0.02 200[K1;3600]",
          "@60   R",
          "@60.02 200[K1;3600] " SROUTE("<sip:s1;lr>")),
    SILENT("sroute.changed", "A removal gets none",
          "@0    R",
          "@0.02 200[K1;3600] " SROUTE("<sip:s1;lr>"),
          "@60   R contact='K1;0'",
          "@60.02 200[]"),
    SILENT("sroute.changed", "A refusal has none",
          "@0    R",
          "@0.02 200[K1;3600] " SROUTE("<sip:s1;lr>"),
          "@60   R",
          "@60.02 401[n1]"),
    SILENT("sroute.changed", "The capture ends before it",
          "@0    R",
          "@0.02 200[K1;3600] " SROUTE("<sip:s1;lr>"),
          "@60   R",
          "@60.02 200[K1;3600] " SROUTE("<sip:s1;lr>") " cut=Service"),

    FIRES("sroute.not_used", "IMS: the Route has only the P-CSCF",
          TERMINAL(SROUTE("<sip:s1;lr>")),
          "@60   INVITE " ROUTE("<sip:pcscf;lr>") "  -> sroute.not_used:warn"),
    FIRES("sroute.not_used", "IMS: no Route at all",
          TERMINAL(SROUTE("<sip:s1;lr>")),
          "@60   MESSAGE  -> sroute.not_used:warn"),
    FIRES("sroute.not_used", "Outside IMS: it is used in another order",
          "@0    R",
          "@0.02 200[K1;3600] " SROUTE("<sip:s1;lr>, <sip:s2;lr>"),
          "@60   INVITE " ROUTE("<sip:s2;lr>, <sip:s1;lr>") "  -> sroute.not_used:note"),
    SILENT("sroute.not_used", "IMS: behind the P-CSCF",
          TERMINAL(SROUTE("<sip:s1;lr>")),
          "@60   INVITE " ROUTE("<sip:pcscf;lr>, <sip:s1;lr>")),
    SILENT("sroute.not_used", "IMS: written in another way",
          TERMINAL(SROUTE("<sip:orig@s1:6060;lr>")),
          "@60   INVITE " ROUTE("<sip:pcscf;lr>") " " ROUTE("<sip:orig@S1:6060;lr;x>")),
    SILENT("sroute.not_used", "Outside IMS it need not be used",
          "@0    R",
          "@0.02 200[K1;3600] " SROUTE("<sip:s1;lr>"),
          "@60   INVITE " ROUTE("<sip:outbound-proxy;lr>")),
    SILENT("sroute.not_used", "A request inside a dialog follows its Record-Route",
          TERMINAL(SROUTE("<sip:s1;lr>")),
          "@60   INVITE to-tag=x " ROUTE("<sip:rr;lr>")),
    SILENT("sroute.not_used", "A request of another identity",
          TERMINAL(SROUTE("<sip:s1;lr>")),
          "@60   INVITE from=dave " ROUTE("<sip:pcscf;lr>")),
    SILENT("sroute.not_used", "The P-CSCF forwards the request without its own hop",
          TERMINAL(SROUTE("<sip:s1;lr>")),
          "@60   INVITE " ROUTE("<sip:pcscf;lr>, <sip:s1;lr>") " dst=10.0.0.5:5060",
          "@60.01 relay=5"),
    SILENT("sroute.not_used", "An emergency call over the ordinary registration",
          TERMINAL(SROUTE("<sip:s1;lr>")),
          "@60   INVITE uri=urn:service:sos.police " ROUTE("<sip:pcscf;lr>")),
    SILENT("sroute.not_used", "P-Associated-URI alone makes no 3GPP terminal of a phone",
          "@0    R",
          "@0.02 200[K1;3600] header='P-Associated-URI: <sip:bob@ex.com>' " SROUTE("<sip:s1;lr>"),
          "@60   INVITE"),
    SILENT("sroute.not_used", "An emergency registration",
          "@0    R contact='<sip:bob@10.0.0.1:5060;sos>'",
          "@0.02 401[n1;AKAv1-MD5]",
          "@0.03 R A[n1,1;AKAv1-MD5] contact='<sip:bob@10.0.0.1:5060;sos>'",
          "@0.05 200[<sip:bob@10.0.0.1:5060;sos>;3600] " SROUTE("<sip:s1;lr>"),
          "@60   INVITE " ROUTE("<sip:ecscf;lr>")),
    SILENT("sroute.not_used", "The binding was removed",
          TERMINAL(SROUTE("<sip:s1;lr>")),
          "@60   R contact='K1;0'",
          "@60.02 200[]",
          "@70   INVITE"),
};
/* clang-format on */

void test_sroute(void)
{
    SEQUENCES_ADD(cases);
}
