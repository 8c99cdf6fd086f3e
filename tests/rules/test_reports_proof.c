/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What people report of refusals beside the REGISTER itself, of takeovers and of what servers say of themselves; and
 * how sure the messages make it.
 */
#include "sequence.h"

/* clang-format off */
static const struct sequence_case told[] = {
    DIAGNOSIS("told", "A provider gives the reason in a header of its own",
          "@0     R",
          "@0.02  401[n1]",
          "@0.03  R A[n1,1]",
          "@0.05  403 header='X-Twilio-Error: 32201 Authentication - Source IP Address not in ACL'",
          "@60    settle",
          "later  4 {cause=told_address certain=1 diagnosis='Registrar refuses, \"32201 Authentication - Source IP Address not in ACL\": 403 in frame 4 to 10.0.0.1:5060'}"),
    DIAGNOSIS("told", "... another one, over TCP, in other letters and quoted",
          "@0     R transport=tcp",
          "@0.02  480 header='p-error: \"Account suspended\"'",
          "@60    settle",
          "later  2 {cause=told_state certain=1 diagnosis='Registrar refuses, \"Account suspended\": 480 in frame 2'}"),
    DIAGNOSIS("told", "... which says no more than the code: quoted, but no cause of its own",
          "@0     R",
          "@0.02  401[n1]",
          "@0.03  R A[n1,1]",
          "@0.05  403 header='X-Asterisk-HangupCause: Call Rejected' header='X-Asterisk-HangupCauseCode: 21'",
          "@60    settle",
          "later  4 {certain=0 cause='password_refused policy_refused' diagnosis='server says \"Call Rejected\"'}"),
    DIAGNOSIS("told", "... in a first challenge: it is no refusal",
          "@0     R",
          "@0.02  401[n1] header='X-Reason: no credentials in request'",
          "@0.03  R A[n1,1]",
          "@0.05  200[K1;3600]",
          "@60    settle",
          "later  2 {diagnosis=-}"),
    DIAGNOSIS("told", "The text of a Reason is not quoted",
          "@0     R",
          "@0.02  403 header='Reason: Q.850;cause=21;text=Subscription expired'",
          "@60    settle",
          "later  2 {cause=told_state diagnosis='Registrar refuses, \"Subscription expired\": 403 in frame 2'}"),
    DIAGNOSIS("told", "The second of two Warnings names it, with a code of its own",
          "@0     R",
          "@0.02  403 header='Warning: 307 ex.com \"Session parameter\", 370 ex.com \"Too many contacts\"'",
          "@60    settle",
          "later  2 {cause=too_many_bindings}"),
};
/* clang-format on */

void test_reports_proof(void)
{
    SEQUENCES_ADD(told);
}
