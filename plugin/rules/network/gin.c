/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the bulk registration of a PBX (RFC 6140).
 */
#include "rules/engine.h"

/* RFC 6140 5.2. A Contact that is not listed at all is the matter of ok.binding_missing. By RFC 3261 19.1.4 it is the
 * same with and without the parameter. */
void rule_gin_bnc_not_confirmed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts_contact *listed;

    if (!event_is_accepted(event) || !event->transaction->wants_bulk ||
        event->transaction->is_removal || event->facts->incomplete ||
        !event->bindings->contact_count)
        return;
    listed = event->bindings->contacts[0].listed;
    if (listed && !listed->is_bulk)
        finding_add(context, FORM_gin_bnc_not_confirmed,
                    VALUES(of_text(listed->uri), of_frame(event->transaction->request->frame)));
}
