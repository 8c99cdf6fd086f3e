/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The registration event package (RFC 3680).
 */
#include "sequence.h"

/* clang-format off */
static const struct sequence_case cases[] = {
    FIRES("regevent.terminated", "unregistered, and no removal was captured: a Warning",
          CHALLENGED_AND_ACCEPTED,
          "@60   NOTIFY[K1;terminated;unregistered]  -> regevent.terminated"),
    FIRES("regevent.terminated", "rejected: a Warning",
          CHALLENGED_AND_ACCEPTED,
          "@60   NOTIFY[K1;terminated;rejected]      -> regevent.terminated"),
    FIRES("regevent.terminated", "deactivated: a Note, the client should register again",
          CHALLENGED_AND_ACCEPTED,
          "@60   NOTIFY[K1;terminated;deactivated]   -> regevent.terminated:note"),
    FIRES("regevent.terminated", "probation: a Note, try again later",
          CHALLENGED_AND_ACCEPTED,
          "@60   NOTIFY[K1;terminated;probation;retry-after=120]  -> regevent.terminated:note"),
    FIRES("regevent.terminated", "expired, long before its time: a Note",
          CHALLENGED_AND_ACCEPTED,
          "@60   NOTIFY[K1;terminated;expired]       -> regevent.terminated:note"),
    FIRES("regevent.terminated", "One of two Contacts",
          "@0    R A[n0,1]",
          "@0.02 200[K1;3600][K2;3600]",
          "@60   NOTIFY[K1;terminated;deactivated][K2;active;registered]  -> regevent.terminated:note"),
    SILENT("regevent.terminated", "The client had removed its binding",
          CHALLENGED_AND_ACCEPTED,
          "@60   R A[n1,2] contact='K1;0'",
          "@60.02 200[]",
          "@60.03 NOTIFY[K1;terminated;unregistered]"),
    SILENT("regevent.terminated", "Expired when its time was over",
          "@0    R A[n0,1]",
          "@0.02 200[K1;60]",
          "@60.1 NOTIFY[K1;terminated;expired]"),
    SILENT("regevent.terminated", "Expired 3 s before",
          "@0    R A[n0,1]",
          "@0.02 200[K1;60]",
          "@57.1 NOTIFY[K1;terminated;expired]"),
    SILENT("regevent.terminated", "The Contact is active",
          CHALLENGED_AND_ACCEPTED,
          "@60   NOTIFY[K1;active;refreshed]"),
    SILENT("regevent.terminated", "A Contact nobody saw being bound",
          CHALLENGED_AND_ACCEPTED,
          "@60   NOTIFY[K7;terminated;deactivated]"),
    SILENT("regevent.terminated", "The Contact was replaced",
          "@0    R A[n0,1] instance=A reg-id=1 header='Supported: path, outbound'",
          "@0.02 200[K1;3600;instance=A;reg-id=1] header='Require: outbound'",
          "@60   R A[n0,2] contact=K2 instance=A reg-id=1 header='Supported: path, outbound'",
          "@60.02 200[K2;3600;instance=A;reg-id=1] header='Require: outbound'",
          "@60.03 NOTIFY[K1;terminated;unregistered][K2;active;created]"),
    SILENT("regevent.terminated", "The document was cut",
          CHALLENGED_AND_ACCEPTED,
          "@60   NOTIFY[K1;terminated;deactivated] cut=deactivated"),
    SILENT("regevent.terminated", "The NOTIFY overtakes the 200 of the removal",
           "@0     R A[n0,1]",
           "@0.02  200[K1;3600]",
           "@60    R A[n0,2] contact='K1;0'",
           "@60.01 NOTIFY[K1;terminated;unregistered]",
           "@60.02 200[] answers=3"),
};
/* clang-format on */

void test_regevent(void)
{
    SEQUENCES_ADD(cases);
}
