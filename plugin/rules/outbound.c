/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on outbound flows (RFC 5626).
 */
#include "rules/judgement.h"

/* RFC 5626 6, 4.2.1. */
void rule_ob_not_confirmed(struct judgement *judgement)
{
    const struct event *event = judgement->event;

    if (!event_is_accepted(event) || !event->transaction->wants_outbound ||
        event->transaction->is_removal || event->facts->requires_outbound ||
        event->facts->incomplete)
        return;
    finding_add(judgement, RULE_ob_not_confirmed,
                "The REGISTER in frame %" PRIu32 " asked for outbound, the 2xx has no Require: "
                "outbound: the flow is not kept, calls go to the Contact as it is (RFC 5626 4.2.1)",
                event->transaction->request->frame);
}
