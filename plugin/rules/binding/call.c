/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on calls to a client, and what its registration has to do with their failure.
 */
#include "rules/engine.h"

/* At the response, and at the request once that is known. */
static void say(struct rule_context *context, enum form form, struct values values)
{
    const struct event_call *call = context->event->call;
    enum rule_severity severity = call->is_likely ? SEVERITY_NOTE : SEVERITY_WARN;

    finding_add_as(context, form, severity, values);
    if (call->request)
        finding_add_late(context, call->request, form, severity, values);
}

/* RFC 3261 10.2.2, 16.6: who is not bound is not called, and who is bound to where it is no longer is not reached. */
void rule_call_lost(struct rule_context *context)
{
    const struct event_call *lost = context->event->call;
    const struct report_call *call = lost->call;
    struct value status = of_number(call->status), method = of_text(call->method);

    if (call->loss == CALL_LOST_OUT && call->outage)
        say(context, FORM_call_lost,
            VALUES(status, method, of_number(call->outage->number),
                   of_time(call->time - call->outage->from)));
    else if (call->loss == CALL_LOST_ENDED)
        say(context, FORM_call_lost_ended,
            VALUES(status, method, of_text(lost->contact), of_time(lost->ended)));
    else if (lost->contact)
        say(context, FORM_call_lost_unreached,
            VALUES(status, method, of_text(lost->contact),
                   of_number(call->loss == CALL_LOST_SILENT        ? 0
                             : call->loss == CALL_LOST_UNREACHABLE ? 1
                                                                   : 2)));
    else
        say(context, FORM_call_lost_disconnected, VALUES(status, method));
}
