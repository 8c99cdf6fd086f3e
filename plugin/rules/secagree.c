/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the security agreement (RFC 3329).
 */
#include "rules/judgement.h"

/* RFC 3329 2.3.1. A re-REGISTER mirrors the list of the last successful authentication (TS 24.229
 * 5.1.1.4.2). */
void rule_secagree_verify_mismatch(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct registration *registration = event->registration;
    uint64_t verify = event->facts->security_verify;

    if (!verify || !registration || !registration->security_server || event->facts->incomplete ||
        verify == registration->security_server || verify == registration->security_confirmed)
        return;
    finding_add(
        judgement, RULE_secagree_verify_mismatch,
        "Security-Verify is not the Security-Server list that the server sent%s: somebody "
        "may have taken the better mechanisms out; it has to be answered with 494 (RFC 3329 "
        "2.3.1)",
        event->challenge_before.frame ? " last" : "");
}
