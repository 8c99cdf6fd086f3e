/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Metrics (RFC 6076).
 */
#include "rules/engine.h"

/* RFC 6076 4.1: from the first REGISTER of the attempt, challenge included; in ms, as it says. */
void rule_metric_rrd(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct attempt *attempt;

    if (!event_is_accepted(event) || event->report->rrd < 0)
        return;
    attempt = &event->registration->attempt;
    finding_add(context, FORM_metric_rrd,
                VALUES(of_tenths((double)event->report->rrd / 1e6), of_frame(attempt->first_in),
                       of_number(attempt->diverted)));
}

/* RFC 6076 4.2 counts requests where its text speaks of attempts: both are given. */
void rule_metric_ira(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct tracker_counts *counts = event->counts;

    if (!event->attempt_failed || !counts->requests || !counts->attempts)
        return;
    finding_add(context, FORM_metric_ira,
                VALUES(of_number(counts->ineffective),
                       of_tenths(100.0 * counts->ineffective / counts->requests),
                       of_number(counts->requests),
                       of_tenths(100.0 * counts->ineffective / counts->attempts)));
}
