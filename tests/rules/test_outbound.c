/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Outbound.
 */
#include "sequence.h"

#define FLOW "instance=A reg-id=1 header='Supported: path, outbound'"

/* The client is behind a proxy. */
#define BEHIND "via='SIP/2.0/UDP 10.9.9.9;branch=z9hG4bKx'"

/* clang-format off */
static const struct sequence_case cases[] = {
    FIRES("ob.regid_without_instance", "A reg-id alone",
          "@0    R reg-id=1  -> ob.regid_without_instance"),
    FIRES("ob.regid_without_instance", "The second Contact has a reg-id alone",
          "@0    R contact='K1;instance=A' contact='K2;0;reg-id=1'  -> ob.regid_without_instance"),
    SILENT("ob.regid_without_instance", "An instance alone is for a GRUU",
          "@0    R instance=A header='Supported: gruu'"),
    SILENT("ob.regid_without_instance", "Both",
          "@0    R " FLOW),
    SILENT("ob.regid_without_instance", "A reg-id of 0 does not count",
          "@0    R reg-id=0"),
    FIRES("ob.regid_range", "The reg-id is 0",
          "@0    R instance=A reg-id=0 header='Supported: path, outbound'  -> ob.regid_range"),
    FIRES("ob.regid_range", "The reg-id is not a number",
          "@0    R contact='K1;instance=A;reg-id=one' header='Supported: path, outbound'  -> ob.regid_range"),
    FIRES("ob.regid_range", "The reg-id is too large",
          "@0    R instance=A reg-id=2147483648 header='Supported: path, outbound'  -> ob.regid_range"),
    FIRES("ob.regid_range", "The client does not use outbound",
          "@0    R instance=A reg-id=0  -> ob.regid_range:chat"),
    SILENT("ob.regid_range", "The largest valid reg-id",
          "@0    R instance=A reg-id=2147483647 header='Supported: path, outbound'"),
    SILENT("ob.regid_range", "The reg-id is in the list of a 2xx",
          "@0    R",
          "@0.02 200[K1;3600;reg-id=0]"),
    SILENT("ob.regid_without_instance", "The reg-id is in the list of a 2xx",
          "@0    R",
          "@0.02 200[K1;3600;reg-id=1]"),

    FIRES("ob.option_missing", "Outbound without path",
          "@0    R instance=A reg-id=1 header='Supported: gruu, outbound'  -> ob.option_missing"),
    FIRES("ob.option_missing", "A phone adds a reg-id without using outbound: a Note",
          "@0    R instance=A reg-id=1 header='Supported: path'  -> ob.option_missing:note"),
    FIRES("ob.option_missing", "There is no Supported: a Note",
          "@0    R instance=A reg-id=1  -> ob.option_missing:note"),
    FIRES("ob.option_missing", "Outbound is in Require, so the client supports it",
          "@0    R instance=A reg-id=1 header='Require: outbound' header='Supported: path'  "
                 "-> ob.option_missing:note"),
    SILENT("ob.option_missing", "Both are present, in two headers",
          "@0    R instance=A reg-id=1 header='Supported: path' header='k: OUTBOUND'"),
    SILENT("ob.option_missing", "Behind a proxy",
          "@0    R instance=A reg-id=1 via='SIP/2.0/UDP 10.9.9.9;branch=z9hG4bKx'"),
    SILENT("ob.option_missing", "The capture ends before Supported",
          "@0    R " FLOW " cut=Supported"),
    SILENT("ob.option_missing", "Without an instance the reg-id itself is not valid",
          "@0    R reg-id=1  -> ob.regid_without_instance"),
    SILENT("ob.option_missing", "No reg-id",
          "@0    R instance=A header='Supported: gruu'"),

    FIRES("ob.third_party", "An admin registers bob's flow",
          "@0    R from=admin " FLOW "  -> ob.third_party"),
    SILENT("ob.third_party", "From and To are the same",
          "@0    R " FLOW),
    SILENT("ob.third_party", "From also has a port and parameters",
          "@0    R from='<sip:bob@EX.com:5060;transport=udp>' " FLOW),
    SILENT("ob.third_party", "A third party without reg-id",
          "@0    R from=admin"),

    FIRES("ob.multi_contact", "Two Contacts, one of them with reg-id",
          "@0    R contact='K1;instance=A;reg-id=1' contact=K2 header='Supported: path, outbound'  "
                 "-> ob.multi_contact"),
    SILENT("ob.multi_contact", "The second one is removed",
          "@0    R contact='K1;instance=A;reg-id=1' contact='K2;0' header='Supported: path, outbound'"),
    SILENT("ob.multi_contact", "All are removed",
          "@0    R contact='K1;instance=A;reg-id=1' contact=K2 expires=0 "
                 "header='Supported: path, outbound'"),
    SILENT("ob.multi_contact", "Two Contacts without reg-id",
          "@0    R contact=K1 contact=K2"),

    FIRES("ob.unexpected_require", "The REGISTER has no reg-id",
          "@0    R",
          "@0.02 200[K1;3600] header='Require: outbound'  -> ob.unexpected_require"),
    FIRES("ob.unexpected_require", "The reg-id is not valid without an instance",
          "@0    R reg-id=1  -> ob.regid_without_instance",
          "@0.02 200[K1;3600] header='Require: outbound'  -> ob.unexpected_require"),
    FIRES("ob.unexpected_require", "The 2xx to a query lists the flow of another device",
          "@0    R contact=none",
          "@0.02 200[K2;3600;instance=B;reg-id=1] header='Require: outbound'  -> ob.unexpected_require"),
    SILENT("ob.unexpected_require", "The REGISTER requested it",
          "@0    R " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound'"),
    SILENT("ob.unexpected_require", "The REGISTER was cut",
          "@0    R " FLOW " cut=Contact",
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound'"),
    SILENT("ob.unexpected_require", "The REGISTER is not in the capture",
          "@0    R lost " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound'"),

    FIRES("ob.439", "The first hop does not support outbound",
          "@0    R " FLOW,
          "@0.02 439  -> ob.439"),
    FIRES("ob.439", "The REGISTER is not in the capture",
          "@0    R lost " FLOW,
          "@0.02 439  -> ob.439"),
    SILENT("ob.439", "Another refusal",
          "@0    R " FLOW,
          "@0.02 403"),

    FIRES("ob.439_expected", "Behind a proxy, no Path, and outbound is confirmed",
          "@0    R " BEHIND " " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound'  -> ob.439_expected"),
    FIRES("ob.439_expected", "The only Path is not marked",
          "@0    R " BEHIND " " FLOW " header='Path: <sip:p1;lr>'",
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound' header='Path: <sip:p1;lr>'"
                "  -> ob.439_expected"),
    SILENT("ob.439_expected", "The Path is marked",
          "@0    R " BEHIND " " FLOW " header='Path: <sip:tok@ep1;lr;ob>'",
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound' "
                "header='Path: <sip:tok@ep1;lr;ob>'"),
    SILENT("ob.439_expected", "With several Paths it is not certain which one is the first",
          "@0    R " BEHIND " " FLOW " header='Path: <sip:p2;lr>, <sip:p1;lr>'",
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound' "
                "header='Path: <sip:p2;lr>, <sip:p1;lr>'"),
    SILENT("ob.439_expected", "Captured at the client, where there is no Path yet",
          "@0    R " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound'"),
    SILENT("ob.439_expected", "Outbound is not confirmed",
          "@0    R " BEHIND " " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1]"),

    FIRES("ob.path_ob_twice", "Two marked hops in the REGISTER",
          "@0    R " BEHIND " " FLOW " header='Path: <sip:p2;lr;ob>,<sip:p1;lr;ob>'  -> ob.path_ob_twice",
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound' "
                "header='Path: <sip:p2;lr;ob>,<sip:p1;lr;ob>'"),
    FIRES("ob.path_ob_twice", "Two marked hops in the 2xx",
          "@0    R " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound' "
                "header='Path: <sip:p2;lr;ob>' header='Path: <sip:p1;lr;ob>'  -> ob.path_ob_twice"),
    SILENT("ob.path_ob_twice", "One is marked",
          "@0    R " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound' "
                "header='Path: <sip:p2;lr>,<sip:p1;lr;ob>'"),
    SILENT("ob.path_ob_twice", "A longer name is another parameter",
          "@0    R " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound' "
                "header='Path: <sip:p2;lr;obs>,<sip:p1;lr;ob>'"),

    FIRES("ob.flow_timer_misplaced", "Outbound is not confirmed",
          "@0    R",
          "@0.02 200[K1;3600] header='Flow-Timer: 120'  -> ob.flow_timer_misplaced"),
    FIRES("ob.flow_timer_misplaced", "keep in the Via has another value",
          "@0    R " FLOW " sent-by='10.0.0.1:5060;keep'",
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound' header='Flow-Timer: 120' "
                "sent-by='10.0.0.1:5060;keep=30'  -> ob.flow_timer_misplaced:warn"),
    SILENT("ob.flow_timer_misplaced", "Outbound is confirmed",
          "@0    R " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound' header='Flow-Timer: 120'"),
    SILENT("ob.flow_timer_misplaced", "keep in the Via has the same value",
          "@0    R " FLOW " sent-by='10.0.0.1:5060;keep'",
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound' header='Flow-Timer: 30' "
                "sent-by='10.0.0.1:5060;keep=30'"),
    SILENT("ob.flow_timer_misplaced", "The capture ends before Require",
          "@0    R " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Flow-Timer: 120' header='Require: outbound' "
                "cut=Require"),

    FIRES("ob.not_confirmed", "The 200 does not require outbound",
          "@0    R " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1]  -> ob.not_confirmed"),
    SILENT("ob.not_confirmed", "The 200 requires outbound",
          "@0    R " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound'"),
    SILENT("ob.not_confirmed", "A removal",
          "@0    R contact='K1;0' " FLOW,
          "@0.02 200[]"),
    SILENT("ob.not_confirmed", "A reg-id without the option tag",
          "@0    R instance=A reg-id=1  -> ob.option_missing:note",
          "@0.02 200[K1;3600]"),
    SILENT("ob.not_confirmed", "An instance without reg-id",
          "@0    R instance=A header='Supported: path, outbound'",
          "@0.02 200[K1;3600;instance=A]"),
    SILENT("ob.not_confirmed", "The response is a challenge",
          "@0    R " FLOW,
          "@0.02 401[n1]"),
    SILENT("ob.not_confirmed", "Require is cut off",
          "@0    R " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound' cut=Require"),
};
/* clang-format on */

void test_outbound(void)
{
    SEQUENCES_ADD(cases);
}
