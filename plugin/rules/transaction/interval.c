/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on 423 Interval Too Brief (RFC 3261 10.2.8, 10.3 step 7).
 */
#include "rules/engine.h"

void rule_interval_no_min_expires(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (facts->status != 423 || facts->has_min_expires || facts->incomplete)
        return;
    finding_add(context, FORM_interval_no_min_expires, NO_VALUES);
}

/* RFC 3261 10.2.8: the interval of all Contacts must be raised, except of those that are removed.
 * */
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
        finding_add(context, FORM_interval_retry_short,
                    VALUES(of_number(contact->expires_s), of_frame(before->min_expires_in),
                           of_number(before->min_expires_s)));
        return;
    }
}

/* RFC 3261 10.3 step 7: if and only if the interval is above zero, below an hour and below the
 * minimum. A push proxy has a rule of its own (RFC 8599 5.6.1.1). */
void rule_interval_unjustified(struct rule_context *context)
{
    enum { HOUR_S = 3600 };
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    const struct transaction *transaction = event->transaction;
    const struct report *request = transaction ? transaction->request : NULL;

    if (facts->status != 423 || event->response->is_second_final || !request ||
        !request->contact_count || transaction->is_star || transaction->incomplete ||
        transaction->uses_push)
        return;
    for (unsigned i = 0; i < request->contact_count; i++) {
        const struct report_contact *contact = &request->contacts[i];

        if (!contact->has_requested ||
            (contact->requested_s > 0 && contact->requested_s < HOUR_S &&
             !(facts->has_min_expires && contact->requested_s >= facts->min_expires_s)))
            return;
    }
    finding_add(context, FORM_interval_unjustified,
                VALUES(of_number(request->contacts[0].requested_s), of_frame(request->frame)));
}

/* RFC 3261 10.2.8 has one corrected retry. Reported once in a row; a Min-Expires that goes up
 * begins a new one. Without a known minimum there is nothing to correct by. */
void rule_interval_loop(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct registration *registration = event->registration;

    if (event->facts->status != 423 || !registration || event->response->is_second_final ||
        registration->past->rare->interval.in_a_row != 2 ||
        !registration->past->rare->interval.minimum_s ||
        registration->past->rare->interval.frame != event->report->frame)
        return;
    finding_add(context, FORM_interval_loop,
                VALUES(of_frame(event->response->interval.frame),
                       of_number(registration->past->rare->interval.minimum_s)));
}
