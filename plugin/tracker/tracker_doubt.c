/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The part of an event about the capture: whether it may be believed here, and what is known of it
 * now for the first time.
 */
#include "tracker/tracker_state.h"

/* TCP fills what was lost on the way after a round trip, or when its timer fires, which begins at a second
 * (RFC 6298): what is not there by then was lost in the capture. */
#define FILLED_WITHIN SECOND

/* A server that is there responds by then. */
#define RESPONDED_WITHIN (500 * MILLISECOND)

enum {
    /* Times T2, within which a slow client retransmits. */
    RETRANSMITTED_WITHIN = 2
};

static void fill_report(struct report *report, const struct completeness *completeness,
                        const struct event_capture *part, const struct tracker *tracker)
{
    report->is_gap = part->is_doubtful && completeness->gap_in && !completeness->one_way;
    report->is_one_way = completeness->one_way;
    report->is_mid_start = completeness->mid_start;
    report->is_out_of_order = tracker->capture.disorder >= CAPTURE_DISORDER_FROM;
}

static bool is_new_pair(struct capture *capture, const struct facts *facts)
{
    const struct packet *packet = facts->packet;

    return facts->is_request ? capture_is_new_pair(capture, &packet->source, &packet->destination)
                             : capture_is_new_pair(capture, &packet->destination, &packet->source);
}

/* What is told once, at the first message behind it. A gap that a response shows may be disorder: it
 * waits for the next message. */
static void tell(struct capture *capture, struct event_draft *draft,
                 struct completeness *completeness)
{
    struct event_capture *part = &draft->capture;

    part->is_one_way = completeness->one_way && is_new_pair(capture, draft->event.facts);
    part->lacks_responses = completeness->no_responses > 0;
    if (draft->event.triggers & (ON_REQUEST | ON_RESPONSE) && completeness->gap != GAP_CSEQ &&
        !completeness->one_way && completeness->gap_in != completeness->told_in) {
        part->gap = completeness->gap;
        part->gap_in = completeness->gap_in;
        completeness->told_in = completeness->gap_in;
    }
    if (capture->disorder >= CAPTURE_DISORDER_FROM && !capture->disorder_told) {
        part->disorder = capture->disorder;
        capture->disorder_told = true;
    }
    if (capture->clock_in && !capture->clock_told) {
        part->clock_was_set = true;
        part->clock_back = capture->clock_back;
        capture->clock_told = true;
    }
}

/* What TCP sends again and again did not arrive. Else one frame explains it: a REGISTER over UDP that was not
 * retransmitted got its response, and over a connection nothing shows whether it did; the client's next one would. */
static bool may_have_response(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    if (!(event->triggers & (ON_TIMEOUT | ON_LOSS)) || !transaction || transaction->unreachable ||
        transaction->provisional || transaction->retransmissions ||
        flow_is_unacknowledged(event->registration->flow, &transaction->client,
                               &transaction->server, transaction->first_time))
        return false;
    return transaction->transport == TRANSPORT_UDP ||
           ((event->triggers & ON_LOSS || event->registration->completeness.had_response) &&
            event->time - transaction->first_time > RESPONDED_WITHIN);
}

/* RFC 3261 17.1.2.2: until it gets a response a client retransmits, over UDP at least every T2, and over TCP never.
 * One that stopped long ago, and did not try again, may have got it. */
static bool has_stopped(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return event->triggers & ON_TIMEOUT &&
           (transaction->transport != TRANSPORT_UDP ||
            event->time - transaction->last_time >
                RETRANSMITTED_WITHIN * settings_t2(event->settings)) &&
           event->registration->last.report == transaction->request;
}

/* What the capture lacks of the connection of a REGISTER; NULL: nothing. */
static const struct flow_hole *connection_hole(const struct tracker *tracker,
                                               const struct last_request *last)
{
    const struct flow *flow;

    if (!last->report || last->transport == TRANSPORT_UDP)
        return NULL;
    flow = flows_find(tracker->flows, &last->source, &last->destination);
    return flow ? flow_hole(flow) : NULL;
}

/* A hole in the connection of the latest REGISTER, or of the one before this. While it may be filled yet, it
 * only makes this event doubtful. */
static void note_hole(struct tracker *tracker, struct event_draft *draft,
                      struct registration *registration)
{
    struct completeness *completeness = &registration->completeness;
    const struct flow_hole *hole = connection_hole(tracker, &registration->last);

    if (!hole)
        hole = connection_hole(tracker, &draft->before.last);
    if (hole && hole->in > completeness->gap_in && hole->in >= registration->first_in) {
        draft->capture.hole_in = hole->in;
        if (tracker->now - hole->at > FILLED_WITHIN)
            completeness_gap(completeness, GAP_SEGMENTS, hole->in, registration->attempt.number);
    } else if (completeness->gap == GAP_SEGMENTS &&
               completeness_is_doubtful(completeness, registration->attempt.number)) {
        draft->capture.hole_in = completeness->gap_in;
    }
}

/* It began after the gap, and credentials for a challenge of its own are refused: nothing from before it has a say
 * in that. */
static bool is_refused_whole(const struct event_draft *draft,
                             const struct registration *registration)
{
    const struct nonce_use *use = draft->refused.use;

    return draft->event.triggers & ON_RESPONSE && use &&
           registration->attempt.number > registration->completeness.attempt &&
           use->nonce->issued_in >= registration->attempt.first_in &&
           use->nonce->issued_in < draft->report->frame;
}

static bool is_accepted_whole(const struct event_draft *draft,
                              const struct registration *registration)
{
    return draft->event.triggers & ON_RESPONSE && draft->event.facts->status < 300 &&
           registration->attempt.number > registration->completeness.attempt;
}

void tracker_fill_capture(struct tracker *tracker, struct event_draft *draft)
{
    struct registration *registration = (struct registration *)draft->event.registration;
    struct event_capture *part = &draft->capture;
    struct completeness *completeness;
    struct capture *capture = &tracker->capture;

    if (!registration)
        return;
    completeness = &registration->completeness;
    if (capture->clock_in > completeness->clock && registration->first_in < capture->clock_in) {
        completeness->clock = capture->clock_in;
        completeness->clock_attempt = registration->attempt.number;
    }
    part->is_clock_doubtful =
        completeness->clock && registration->attempt.number <= completeness->clock_attempt + 1;
    note_hole(tracker, draft, registration);
    completeness->is_over |= is_refused_whole(draft, registration);
    part->is_doubtful = part->hole_in ||
                        completeness_is_doubtful(completeness, registration->attempt.number) ||
                        may_have_response(&draft->event);
    completeness->is_over |= is_accepted_whole(draft, registration);
    part->has_stopped = has_stopped(&draft->event);
    if (draft->event.facts &&
        draft->event.triggers & (ON_REQUEST | ON_RESPONSE | ON_STRAY_RESPONSE)) {
        fill_report(draft->report, completeness, part, tracker);
        tell(capture, draft, completeness);
    }
}
