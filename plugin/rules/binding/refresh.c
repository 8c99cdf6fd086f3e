/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on when a refresh arrives (RFC 3261 10.2.4).
 */
#include "rules/engine.h"

enum {
    /* Shorter intervals keep a NAT mapping open or are refreshed in good time anyway: how much of them
     * has passed says nothing. */
    JUDGED_FROM_S = 120
};

/* A REGISTER arrived before the binding expired, was lost or refused, and the client kept trying: the
 * next attempt may wait for the end of the transaction, as long again, and an interval. The outcome of
 * that REGISTER explains why this one is late. If it was only challenged, the client gave up. */
static bool was_tried_in_time(const struct event *event)
{
    const struct binding *own = event->own->binding;
    unsigned status = event->before->attempt.last_status;
    bool was_challenged = status == 401 || status == 407;
    int64_t patience = (int64_t)own->granted_s * SECOND + 2 * settings_timer_f(event->settings);

    return event->before->tried_in && event->before->tried_at <= own->expires_at &&
           event_since(event, event->before->last.time) <= patience &&
           !(was_challenged && !event->challenge->was_followed);
}

/* The CSeq shows REGISTERs that the capture lacks, and enough of them to last until now. */
static bool may_have_been_refreshed(const struct event *event, int64_t late)
{
    const struct report *report = event->report;

    return report->has_cseq_step && report->cseq_step > 1 &&
           late / SECOND < (int64_t)event->own->binding->granted_s * (report->cseq_step - 1);
}

/* It does not refresh, it begins anew: after a sleep or a restart, or as a monitor does each time. */
static bool begins_anew(const struct event *event)
{
    return event->own->binding->call_id != event->facts->call_id &&
           !event->facts->credentials_count;
}

static void report_tried_in_time(struct rule_context *context, int64_t late)
{
    const struct event *event = context->event;
    unsigned status = event->before->attempt.last_status;
    bool is_refused = status >= 400 && status != 401 && status != 407 &&
                      event->before->attempt.first_in == event->before->tried_in;

    bool is_lost = !is_refused && event->capture->is_doubtful && !event->capture->is_clock_doubtful;

    /* Where the response was lost, the refresh has succeeded for all that is known. */
    finding_add_as(context, FORM_refresh_late_tried, is_lost ? SEVERITY_CHAT : SEVERITY_NOTE,
                   VALUES(of_time(late), of_frame(event->before->tried_in), of_number(is_refused),
                          of_number(status)));
}

/* RFC 3261 10.2.4: before the interval ends. If a refresh in time failed, that is the fault, and this
 * its consequence. One that another server stood in for was not needed. */
void rule_refresh_late(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct binding *own = event->own->binding;
    int64_t late;

    if (!own || event->own->stand_in || event->before->continues ||
        event->registration->attempt.intent != INTENT_REFRESH)
        return;
    late = event->time - own->expires_at;
    if (late <= (int64_t)event->settings->late_tolerance_ms * MILLISECOND)
        return;
    if (was_tried_in_time(event))
        report_tried_in_time(context, late);
    else if (may_have_been_refreshed(event, late))
        finding_add_as(context, FORM_refresh_late_gap, SEVERITY_NOTE,
                       VALUES(of_time(late), of_number(own->granted_s), of_frame(own->granted_in)));
    else
        finding_add_as(context, begins_anew(event) ? FORM_refresh_late_anew : FORM_refresh_late,
                       event->capture->is_clock_doubtful ? SEVERITY_NOTE : SEVERITY_WARN,
                       VALUES(of_time(late), of_number(own->granted_s), of_frame(own->granted_in),
                              of_text(own->contact)));
}

/* The binding that is still alive and refreshed, with no failure before; NULL: this is something else. */
static const struct binding *refreshed(const struct event *event)
{
    const struct binding *own = event->own->binding;
    unsigned status = event->before->attempt.last_status;

    if (!own || own->state != BINDING_LIVE || event->before->continues || event->before->tried_in ||
        event->registration->attempt.intent != INTENT_REFRESH || status < 200 || status >= 300 ||
        event->time > own->expires_at)
        return NULL;
    return own;
}

/* RFC 3261 has no lower limit. A short granted interval is itself a keep-alive. A changed address is a
 * valid reason, and so are changed capabilities in IMS (TS 24.229 5.1.1.4.1) and a wake-up by push (RFC
 * 8599 4.1.3). */
void rule_refresh_early(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct report *report = event->report;
    const struct binding *own = refreshed(event);
    unsigned same = 1u << SAME_CONTACT | 1u << SAME_SOURCE;

    if (!own || own->granted_s < JUDGED_FROM_S || own->call_id != event->facts->call_id ||
        (report->same & same) != same || event->transaction->uses_push ||
        event->registration->is_ims || !report->has_remaining ||
        report->used >= event->settings->early_percent)
        return;
    finding_add(context, FORM_refresh_early,
                VALUES(of_tenths(report->used), of_number(own->granted_s),
                       of_frame(own->granted_in), of_time(own->expires_at - event->time)));
}

/* TS 24.229 5.1.1.4.1: 600 s before the end, or after half. There are too many good reasons for earlier
 * (capabilities, handover, a request of the network) to judge it. */
void rule_refresh_ims_schedule(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct binding *own = refreshed(event);
    int64_t granted, due, late;

    if (!own || !event->registration->ims || !event->registration->ims->server_in)
        return;
    granted = (int64_t)own->granted_s * SECOND;
    due = own->granted_at + (own->granted_s > 1200 ? granted - 600 * SECOND : granted / 2);
    late = event->time - due;
    if (late <= granted / 10)
        return;
    finding_add(context, FORM_refresh_ims_schedule,
                VALUES(of_time(late), of_number(own->granted_s), of_frame(own->granted_in),
                       of_number(own->granted_s <= 1200)));
}

/* RFC 3261 17.1.2.2: one lost transaction takes 64*T1. For a device that is woken by push, the proxy
 * chooses the time (RFC 8599 5.5). */
void rule_refresh_margin_small(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct binding *own = refreshed(event);
    int64_t left;

    if (!own || own->granted_s < JUDGED_FROM_S || event->transaction->uses_push ||
        finding_of(event->report, RULE_refresh_ims_schedule))
        return;
    left = own->expires_at - event->time;
    if (left >= (int64_t)event->settings->small_margin_s * SECOND)
        return;
    finding_add(context, FORM_refresh_margin_small,
                VALUES(of_time(left), of_number(own->granted_s), of_frame(own->granted_in),
                       of_number(event->transaction->transport != TRANSPORT_UDP)));
}
