/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on 423 Interval Too Brief (RFC 3261 10.2.8, 10.3 step 7).
 */
#include "rules/engine.h"

#include <inttypes.h>

void rule_interval_no_min_expires(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (facts->status != 423 || facts->has_min_expires || facts->incomplete)
        return;
    finding_printf(context, RULE_interval_no_min_expires,
                "423 without Min-Expires: the client cannot know what to ask for (RFC 3261 10.3)");
}

/* RFC 3261 10.2.8: all Contacts have to be raised, but for those that are removed. */
void rule_interval_retry_short(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct attempt *before = &event->before->attempt;

    if (before->last_status != 423 || !before->min_expires_s ||
        !endpoint_same_ip(&before->brief_server, &event->facts->packet->destination))
        return;
    for (unsigned i = 0; i < event->facts->contact_count; i++) {
        const struct facts_contact *contact = &event->facts->contacts[i];

        if (!contact->has_expires || contact->expires_s == 0 ||
            contact->expires_s >= before->min_expires_s)
            continue;
        finding_printf(context, RULE_interval_retry_short,
                    "Asks for %" PRIu32 " s although the 423 in frame %" PRIu32
                    " wants at least %" PRIu32 " s: it will be refused again",
                    contact->expires_s, before->min_expires_in, before->min_expires_s);
        return;
    }
}

/* RFC 3261 10.3 step 7: if and only if the interval is above zero, under an hour and under the
 * minimum. A push proxy has a rule of its own (RFC 8599 5.6.1.1). */
void rule_interval_unjustified(struct rule_context *context)
{
    enum { HOUR_S = 3600 };
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct transaction *transaction = event->transaction;
    const struct report *request = transaction ? transaction->request : NULL;

    if (facts->status != 423 || event->response->is_second_final || !request || !request->contact_count ||
        transaction->is_star || transaction->incomplete || transaction->uses_push)
        return;
    for (unsigned i = 0; i < request->contact_count; i++) {
        const struct report_contact *contact = &request->contacts[i];

        if (!contact->has_requested ||
            (contact->requested_s > 0 && contact->requested_s < HOUR_S &&
             !(facts->has_min_expires && contact->requested_s >= facts->min_expires_s)))
            return;
    }
    finding_printf(context, RULE_interval_unjustified,
                "423, although the REGISTER in frame %" PRIu32 " asks for %" PRIu32
                " s: only an interval under an hour and under Min-Expires may be refused as too "
                "brief (RFC 3261 10.3)",
                request->frame, request->contacts[0].requested_s);
}

/* RFC 3261 10.2.8 knows one corrected retry. Said once in a row; a Min-Expires that goes up begins
 * a new one. */
void rule_interval_loop(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct registration *registration = event->registration;

    if (event->facts->status != 423 || !registration || event->response->is_second_final ||
        registration->interval.in_a_row != 2 || registration->interval.frame != event->report->frame)
        return;
    finding_printf(context, RULE_interval_loop,
                "The second 423 in a row, after the one in frame %" PRIu32
                ": the client does not ask for the time that the registrar wants, %" PRIu32 " s",
                event->response->interval.frame, registration->interval.minimum_s);
}
