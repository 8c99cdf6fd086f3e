/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the life of a binding.
 */
#include "sequence.h"

#define BOUND(seconds) "@0 R", "@0.02 401[n1]", "@0.03 R A[n1,1]", "@0.05 200[K1;" seconds "]"

/* clang-format off */
static const struct sequence_case cases[] = {
    FIRES("binding.expired", "No refresh comes",
          BOUND("60"),
          "@90    OPTIONS src=10.0.0.9:5060 dst=10.0.0.1:5060 uri=sip:bob@10.0.0.1",
          "later  4|3 binding.expired"),
    FIRES("binding.expired", "The phone comes back as another one",
          "@0     R",
          "@0.02  200[<sip:bob@10.0.0.1:5060>;20]",
          "@70    R call-id=c2 from-tag=f2 contact='<sip:bob-0x2@10.0.0.1:5060>'",
          "@70.02 200[<sip:bob-0x2@10.0.0.1:5060>;20]",
          "later  2|1 binding.expired"),
    FIRES("binding.expired", "The refresh in time was refused",
          BOUND("60"),
          "@50    R A[n1,2]",
          "@50.02 403",
          "@100   settle",
          "later  4|3 binding.expired"),
    SILENT("binding.expired", "The refresh was not answered: that is told",
          BOUND("60"),
          "@50    R A[n1,2]",
          "@200   settle",
          "later  5 txn.unanswered"),
    SILENT("binding.expired", "A refresh comes in time",
          BOUND("60"),
          "@50    R A[n1,2]",
          "@50.02 200[K1;60]",
          "@100   settle"),
    SILENT("binding.expired", "The capture ends before",
          BOUND("60"),
          "@50    settle"),
    SILENT("binding.expired", "The binding was removed",
          BOUND("60"),
          "@30    R A[n1,2] contact='K1;0'",
          "@30.02 200[]",
          "@100   settle"),
    SILENT("binding.expired", "All bindings were removed",
          BOUND("60"),
          "@30    R A[n1,2] contact=* expires=0",
          "@30.02 200[]",
          "@100   settle"),
    SILENT("binding.expired", "A later list still has it",
          BOUND("60"),
          "@50    R client=2 A[n9,1]",
          "@50.02 200[K1;3600][K2;3600]",
          "@100   settle"),
    SILENT("binding.expired", "A later list no longer has it",
          BOUND("60"),
          "@50    R client=2 A[n9,1]",
          "@50.02 200[K2;3600]",
          "@100   settle"),

    /* ---- what became of it */
    FIRES("binding.status", "A binding is created",
          "@0     R",
          "@0.02  200[K1;3600]  -> binding.status {state=registered granted=3600 binding.count=1}"),
    FIRES("binding.status", "A binding is refreshed",
          BOUND("3600"),
          "@1800  R A[n1,2]",
          "@1800.02 200[K1;3600]  -> binding.status"),
    FIRES("binding.status", "A binding is removed",
          BOUND("3600"),
          "@1800  R A[n1,2] contact='K1;0'",
          "@1800.02 200[]  -> binding.status {state=removed binding.count=0}"),
    FIRES("binding.status", "Bindings are fetched",
          "@0     R contact=none expires=none",
          "@0.02  200[K1;1800][K2;900]  -> binding.status {binding.count=2}"),
    SILENT("binding.status", "A challenge says nothing of the binding",
          "@0     R",
          "@0.02  401[n1]"),
    SILENT("binding.status", "A refusal says nothing of the binding",
          "@0     R A[n0,1]",
          "@0.02  403"),
};
/* clang-format on */

void test_binding(void)
{
    SEQUENCES_ADD(cases);
}
