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
    const struct ims *before = event->ims_before;
    uint64_t verify = event->facts->ims.verify.list;

    if (!verify || !before->server.list || event->facts->incomplete ||
        verify == before->server.list || verify == before->confirmed.list)
        return;
    finding_add(
        judgement, RULE_secagree_verify_mismatch,
        "Security-Verify is not the Security-Server list that the server sent%s: somebody "
        "may have taken the better mechanisms out; it has to be answered with 494 (RFC 3329 "
        "2.3.1)",
        event->challenge_before.frame ? " last" : "");
}
