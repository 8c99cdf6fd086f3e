/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the capture itself: what it lacks or distorts is nobody's fault.
 */
#include "rules/engine.h"

/* As the sentence names it. */
enum lost_thing { LOST_SEGMENTS, LOST_REQUEST, LOST_RESPONSE };

static enum lost_thing lost_thing(enum capture_gap gap)
{
    if (gap == GAP_SEGMENTS)
        return LOST_SEGMENTS;
    return gap == GAP_REQUEST ? LOST_REQUEST : LOST_RESPONSE;
}

/* Once for a registration and place. */
void rule_capture_gap(struct rule_context *context)
{
    const struct event_capture *capture = context->event->capture;

    if (capture->gap == GAP_NONE)
        return;
    finding_add(context, FORM_capture_gap,
                VALUES(of_frame(capture->gap_in), of_number(lost_thing(capture->gap)),
                       of_number(capture->is_doubtful)));
}

/* Once for a client and a server. */
void rule_capture_one_way(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct packet *packet = event->facts->packet;
    bool is_request = event->facts->is_request;

    if (!event->capture->is_one_way)
        return;
    finding_add(context, FORM_capture_one_way,
                VALUES(of_number(event->capture->lacks_responses),
                       of_address(is_request ? &packet->source : &packet->destination),
                       of_address(is_request ? &packet->destination : &packet->source)));
}

/* Once in a capture. */
void rule_capture_disorder(struct rule_context *context)
{
    const struct event_capture *capture = context->event->capture;

    if (capture->disorder)
        finding_add(context, FORM_capture_disorder, VALUES(of_number(capture->disorder)));
}

/* Once in a capture. */
void rule_capture_clock(struct rule_context *context)
{
    const struct event_capture *capture = context->event->capture;

    if (capture->clock_was_set)
        finding_add(context, FORM_capture_clock,
                    VALUES(of_number(capture->clock_back > 0), of_time(capture->clock_back)));
}
