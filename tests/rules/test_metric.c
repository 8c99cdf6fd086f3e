/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Metrics (RFC 6076).
 */
#include "sequence.h"

/* clang-format off */
static const struct sequence_case cases[] = {
    FIRES("metric.rrd", "The challenge is included: 55 ms",
          "@0.000 R",
          "@0.020 401[n1]",
          "@0.030 R A[n1,1]",
          "@0.055 200[K1;3600]  -> metric.rrd {rrd=0.055 response_time=0.025}"),
    FIRES("metric.rrd", "It is counted from the first transmission",
          "@0    R",
          "@0.5  again=1",
          "@0.9  200[K1;3600]  -> metric.rrd {rrd=0.9 response_time=0.9}"),
    FIRES("metric.rrd", "A 423 in between",
          "@0    R expires=30",
          "@0.02 423[60]",
          "@0.03 R expires=60",
          "@0.05 200[K1;60]  -> metric.rrd {rrd=0.05}"),
    SILENT("metric.rrd", "A refusal has no delay",
          "@0    R",
          "@0.02 403  {rrd=-}"),
    SILENT("metric.rrd", "The REGISTER is not in the capture",
          "@0    R lost",
          "@0.02 200[K1;3600]"),

    FIRES("metric.ira", "503",
          "@0    R",
          "@0.02 503  -> metric.ira"),
    FIRES("metric.ira", "404",
          "@0    R",
          "@0.02 404  -> metric.ira"),
    FIRES("metric.ira", "423 counts as a failure by the RFC",
          "@0    R expires=30",
          "@0.02 423[60]  -> metric.ira"),
    FIRES("metric.ira", "600",
          "@0    R",
          "@0.02 600  -> metric.ira resp.6xx"),
    FIRES("metric.ira", "No response within 64*T1",
          "@0    R",
          "@40   settle",
          "later 1 txn.unanswered:note metric.ira"),
    SILENT("metric.ira", "A challenge does not count",
          CHALLENGED_AND_ACCEPTED),
    SILENT("metric.ira", "402 does not count by the RFC",
          "@0    R",
          "@0.02 402"),
    SILENT("metric.ira", "A redirection does not count",
          "@0    R",
          "@0.02 302[<sip:10.0.0.8>]"),
};
/* clang-format on */

void test_metric(void)
{
    SEQUENCES_ADD(cases);
}
