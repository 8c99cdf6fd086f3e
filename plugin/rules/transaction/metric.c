/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Metrics (RFC 6076).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 6076 4.1: from the first REGISTER of the attempt, challenge included. */
void rule_metric_rrd(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct attempt *attempt;

    if (!event_is_accepted(event) || event->report->rrd < 0)
        return;
    attempt = &event->registration->attempt;
    finding_printf(context, RULE_metric_rrd,
                "Registration Request Delay %" PRId64 ".%d ms, from frame %" PRIu32 "%s",
                event->report->rrd / 1000000, (int)(event->report->rrd / 100000 % 10),
                attempt->first_in,
                attempt->detoured ? ", with more than a challenge in between" : "");
}

/* RFC 6076 4.2 counts requests where its text speaks of attempts: both are given. */
void rule_metric_ira(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct tracker_counts *counts = event->counts;

    if (!event->attempt_failed || !counts->requests || !counts->attempts)
        return;
    finding_printf(context, RULE_metric_ira,
                "Ineffective Registration Attempt %" PRIu32 " of this capture: %.1f %% of %" PRIu32
                " REGISTERs, %.1f %% of %" PRIu32 " attempts",
                counts->ineffective, 100.0 * counts->ineffective / counts->requests,
                counts->requests, 100.0 * counts->ineffective / counts->attempts, counts->attempts);
}
