/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on calls to a client, and what its registration has to do with their failure.
 */
#include "rules/engine.h"

/* RFC 3261 10.2.2, 16.6: who is not bound is not called, and who is bound to where it is no longer is not reached. */
void rule_call_lost(struct rule_context *context)
{
    const struct event_call *lost = context->event->call;
    const struct report_call *call = lost->call;
    enum rule_severity severity = lost->is_likely ? SEVERITY_NOTE : SEVERITY_WARN;
    unsigned how = call->loss == CALL_LOST_SILENT ? 0 : call->loss == CALL_LOST_UNREACHABLE ? 1 : 2;

    if (call->loss == CALL_LOST_OUT && call->outage)
        finding_add_as(context, FORM_call_lost, severity,
                       VALUES(of_number(call->status), of_text(call->method),
                              of_number(call->outage->number),
                              of_time(call->time - call->outage->from)));
    else if (call->loss == CALL_LOST_ENDED)
        finding_add_as(context, FORM_call_lost_ended, severity,
                       VALUES(of_number(call->status), of_text(call->method),
                              of_text(lost->contact), of_time(lost->ended)));
    else if (call->loss == CALL_LOST_FORGOTTEN)
        finding_add_as(context, FORM_call_lost_forgotten, severity,
                       VALUES(of_number(call->status), of_text(call->method),
                              of_text(lost->contact), of_time(lost->idle)));
    else if (lost->contact)
        finding_add_as(context, FORM_call_lost_unreached, severity,
                       VALUES(of_number(call->status), of_text(call->method),
                              of_text(lost->contact), of_number(how)));
    else
        finding_add_as(context, FORM_call_lost_disconnected, severity,
                       VALUES(of_number(call->status), of_text(call->method)));
    /* At the response, and at the request once that is known. */
    if (lost->request)
        finding_repeat_late(context, lost->request, RULE_call_lost);
}
