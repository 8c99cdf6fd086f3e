/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the capture lacks or distorts, as the messages show it: which of them are missing, responses in
 * front of their requests, a clock that was set.
 */
#include "tracker/tracker_state.h"

enum {
    UNREPEATED_AFTER = 10, /* times T1 */
    /* A client whose CSeq jumps more often than this, and than in every second attempt, counts something
     * else with it. */
    CSEQ_GAPS_MAX = 3
};

/* RFC 3261 10.2: a client does not send the next REGISTER before it got a final response, or waited 64*T1
 * for it; and over UDP it retransmits until then (17.1.2.2). One that moves on without that got a response
 * that is not in the capture, or only on another hop. */
bool tracker_response_is_missing(const struct tracker *tracker,
                                 const struct registration *registration, const struct facts *facts)
{
    const struct last_request *last = &registration->last;
    int64_t since = facts->packet->time - last->time;
    bool is_udp = last->transport == TRANSPORT_UDP;

    if (!last->report || (last->has_response && !last->is_relayed) || last->unreachable ||
        !endpoint_same_ip(&last->destination, &facts->packet->destination) ||
        since <= UNREPEATED_AFTER * (int64_t)tracker->settings.t1_ms * MILLISECOND)
        return false;
    if (is_udp)
        return !last->was_retransmitted;
    return since < tracker_timer_f(tracker) && last->call_id == facts->call_id &&
           last->cseq < facts->cseq && endpoint_equal(&last->source, &facts->packet->source);
}

/* A step of the clock that is none of disorder. */
#define CLOCK_STEP (10 * SECOND)

/* Credentials with a nonce that this client was never seen to get, behind a REGISTER without a response. */
static bool lacks_challenge(const struct event_draft *draft,
                            const struct registration *registration)
{
    const struct last_request *last = &draft->before.last;
    const struct facts *facts = draft->event.facts;

    if ((last->has_response && !last->is_relayed) || last->unreachable ||
        last->call_id != facts->call_id || last->cseq >= facts->cseq)
        return false;
    for (unsigned i = 0; i < draft->credentials.count; i++) {
        const struct nonce_check *check = &draft->credentials.checks[i];

        if (!registration_find_offer(registration, check->nonce) &&
            check->credentials->nonce != report_nonce_text(last->report))
            return true;
    }
    return false;
}

/* What was to be sent on a connection that was refused counts, too. */
static bool is_reconnected(const struct event_draft *draft)
{
    const struct packet *packet = draft->event.facts->packet;

    return packet->transport != TRANSPORT_UDP &&
           !endpoint_equal(&draft->before.last.source, &packet->source);
}

void tracker_note_gap(struct tracker *tracker, struct event_draft *draft,
                      struct registration *registration)
{
    struct completeness *completeness = &registration->completeness;
    const struct report *report = draft->report;
    bool is_first = !draft->before.last.report;

    completeness_has_request(completeness);
    if (is_first) {
        completeness->mid_start |= draft->credentials.count > 0 && !completeness->had_response;
    } else if (lacks_challenge(draft, registration)) {
        completeness_gap(completeness, GAP_CHALLENGE, report->frame, registration->attempt.number);
        completeness_lacks_response(completeness);
    } else if (tracker_response_is_missing(tracker, registration, draft->event.facts) &&
               (completeness->had_response ||
                draft->event.time - draft->before.last.time < tracker_timer_f(tracker))) {
        /* A server that never responded may have been silent for all of 64*T1. */
        completeness_gap(completeness, GAP_RESPONSE, report->frame, registration->attempt.number);
        completeness_lacks_response(completeness);
    } else if (report->has_cseq_step && report->cseq_step > 1 && !is_reconnected(draft) &&
               registration->cseq_gaps <= MAX(CSEQ_GAPS_MAX, registration->attempts / 2)) {
        completeness_gap(completeness, GAP_CSEQ, report->frame, registration->attempt.number);
    }
}

/* RFC 3261 17.1.2.2: over UDP a client that waits so long retransmits many times. Without that the clock was
 * set in between. */
void tracker_note_response_time(struct tracker *tracker, const struct transaction *transaction,
                                const struct packet *packet)
{
    if (transaction->transport != TRANSPORT_UDP || transaction->retransmissions ||
        transaction->provisional || packet->time - transaction->first_time < CLOCK_STEP ||
        packet->time - transaction->first_time > tracker_timer_f(tracker))
        return;
    tracker->capture.clock_in = packet->frame;
    tracker->capture.clock_back = 0;
}

/* A client that has authenticated before sends its credentials at once. One that seems to wait may be slow:
 * that the clock was set is considered, and not reported. */
void tracker_note_retry_time(struct tracker *tracker, const struct event_draft *draft,
                             const struct registration *registration)
{
    const struct challenge *challenge = &draft->challenge;

    if (draft->report->step != STEP_RETRY || !registration->past->authenticated_in ||
        !challenge->frame || draft->event.time - challenge->time < CLOCK_STEP ||
        tracker->capture.clock_in)
        return;
    tracker->capture.clock_in = draft->report->frame;
    tracker->capture.clock_told = true;
}

void tracker_note_responded(struct registration *registration, const struct facts *facts)
{
    completeness_has_response(&registration->completeness);
    if (facts->call_id == registration->responded_id && facts->cseq <= registration->responded_cseq)
        return;
    registration->responded_id = facts->call_id;
    registration->responded_cseq = facts->cseq;
}

bool tracker_went_on(const struct transaction *transaction)
{
    const struct registration *registration = transaction->registration;

    return registration->responded_id == transaction->call_id &&
           registration->responded_cseq > transaction->cseq && transaction->retransmissions == 0 &&
           !transaction->unreachable;
}

static bool lists_contact(const struct registration *registration, const struct facts *facts)
{
    for (unsigned i = 0; registration->contact && i < facts->contact_count; i++) {
        if (facts_same_uri(facts->contacts[i].uri, registration->contact))
            return true;
    }
    return false;
}

/* The client went on, and what it sent is not in the capture: whatever was open has ended. */
static void heal(struct registration *registration, const struct facts *facts)
{
    struct registration_past *past = registration_past(registration);

    registration->last.has_response = true;
    past->challenge.was_followed = true;
    if (facts->status >= 300)
        return;
    tracker_attempt_over(registration);
    registration->attempt.last_status = (uint16_t)facts->status;
    registration->tried_in = 0;
    past->stales = 0;
    past->rejections = 0;
    past->rejected_response = 0;
    if (registration_is_bound(registration) || lists_contact(registration, facts))
        registration->state = STATE_REGISTERED;
}

void tracker_note_orphan(struct tracker *tracker, struct event_draft *draft,
                         struct registration *registration, bool is_new)
{
    const struct facts *facts = draft->event.facts;
    struct completeness *completeness = &registration->completeness;

    if (facts->status < 200)
        return;
    capture_keep_early(&tracker->capture, facts, completeness, draft->report);
    completeness->mid_start |= is_new;
    completeness_lacks_request(completeness);
    if (completeness->had_request)
        completeness_gap(completeness, GAP_REQUEST, draft->report->frame,
                         registration->attempt.number);
    if (registration->last.call_id == facts->call_id && registration->last.cseq < facts->cseq)
        heal(registration, facts);
    tracker_note_responded(registration, facts);
}
