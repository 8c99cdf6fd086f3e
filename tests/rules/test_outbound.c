/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Outbound.
 */
#include "sequence.h"

#define FLOW "instance=A reg-id=1 header='Supported: path, outbound'"

/* clang-format off */
static const struct sequence_case cases[] = {
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
          "@0    R instance=A reg-id=1",
          "@0.02 200[K1;3600]"),
    SILENT("ob.not_confirmed", "An instance without reg-id",
          "@0    R instance=A header='Supported: path, outbound'",
          "@0.02 200[K1;3600;instance=A]"),
    SILENT("ob.not_confirmed", "The answer is a challenge",
          "@0    R " FLOW,
          "@0.02 401[n1]"),
    SILENT("ob.not_confirmed", "The Require was cut away",
          "@0    R " FLOW,
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound' cut=Require"),
};
/* clang-format on */

void test_outbound(void)
{
    SEQUENCES_ADD(cases);
}
