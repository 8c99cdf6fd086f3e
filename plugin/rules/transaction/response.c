/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the form of responses (RFC 3261 8.2.6, 21).
 */
#include "rules/engine.h"

/* What is not copied from the request, as the sentence names it. */
enum not_copied {
    NOT_COPIED_NOTHING,
    NOT_COPIED_CALL_ID,
    NOT_COPIED_CSEQ,
    NOT_COPIED_FROM_TAG,
    NOT_COPIED_FROM,
    NOT_COPIED_TO,
    NOT_COPIED_VIAS
};

/* The first that is not copied. The top Via has a rule of its own. */
static enum not_copied not_copied(const struct transaction *transaction, const struct facts *facts)
{
    uint64_t vias = 0;

    if (transaction->call_id != facts->call_id)
        return NOT_COPIED_CALL_ID;
    if (transaction->cseq != facts->cseq)
        return NOT_COPIED_CSEQ;
    if (transaction->from_tag != facts->from_tag)
        return NOT_COPIED_FROM_TAG;
    if (!facts_same_uri(transaction->from_uri, facts->from_uri))
        return NOT_COPIED_FROM;
    if (!facts_same_uri(transaction->to_uri, facts->to_uri))
        return NOT_COPIED_TO;
    for (unsigned i = 1; i < MIN(facts->via_count, (unsigned)FACTS_VIAS_MAX); i++)
        vias = vias * 31 + facts->vias[i];
    return vias != transaction->vias ? NOT_COPIED_VIAS : NOT_COPIED_NOTHING;
}

/* RFC 3261 8.2.6.2; received, rport and keep may be added to a Via (RFC 3581, RFC 6223). */
void rule_resp_header_not_copied(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    enum not_copied header;

    if (!transaction || !transaction->request || event->response->by_cseq ||
        event->facts->incomplete || transaction->incomplete)
        return;
    header = not_copied(transaction, event->facts);
    if (header != NOT_COPIED_NOTHING)
        finding_add(context, FORM_resp_header_not_copied,
                    VALUES(of_number(header), of_frame(transaction->request->frame)));
}

/* RFC 3261 8.2.6.2: every response except a 100 has a tag in To. */
void rule_resp_to_tag_missing(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (facts->status < 200 || facts->incomplete || !facts->to_uri || facts->has_to_tag)
        return;
    finding_add(context, FORM_resp_to_tag_missing, VALUES(of_number(facts->status)));
}

/* RFC 3261 8.2.6.2, 8.2.7: one tag for all responses to one request. Behind a fork the responses of
 * several servers come together (16.7), each with its own: what came without a new transmission of
 * the request is another branch, and says nothing. */
void rule_resp_to_tag_varies(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event->response->to_tag_changed || !event->transaction)
        return;
    finding_add(context, FORM_resp_to_tag_varies,
                VALUES(of_frame(event->transaction->final->frame),
                       of_time(event_since(event, event->transaction->final_time))));
}

/* RFC 3261 17.2.2: the server itself must discard what comes after the final response. Two To tags
 * are two servers behind a fork or a failover (16.7). */
void rule_resp_second_final(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;

    if (!event->response->is_second_final || transaction->to_tag != event->facts->to_tag)
        return;
    finding_add(context, FORM_resp_second_final,
                VALUES(of_number(event->facts->status), of_number(transaction->status),
                       of_frame(transaction->final->frame)));
}

/* RFC 4320 4.1. */
void rule_resp_provisional(struct rule_context *context)
{
    unsigned status = context->event->facts->status;

    if (status > 100 && status < 200)
        finding_add(context, FORM_resp_provisional, VALUES(of_number(status)));
}

/* Timer E has grown to T2, which is 8*T1 by default: after T1, 2*T1 and 4*T1. */
static int64_t timer_e_reaches_t2(const struct event *event)
{
    return 7 * (int64_t)event->settings->t1_ms * MILLISECOND;
}

/* RFC 4320 4.1: over UDP a 100 only slows down the retransmissions of the client, to one every T2.
 * */
void rule_resp_100_early(struct rule_context *context)
{
    const struct event *event = context->event;

    if (event->facts->status != 100 || !event->transaction ||
        event->transaction->transport != TRANSPORT_UDP ||
        event->report->response_time == ELAPSED_UNKNOWN ||
        event->report->response_time >= timer_e_reaches_t2(event))
        return;
    finding_add(context, FORM_resp_100_early,
                VALUES(of_time(event->report->response_time), of_frame(event->report->request_in),
                       of_time(timer_e_reaches_t2(event))));
}

/* RFC 4320 4.1. What was sent before the last transmission may not have arrived, and where packets
 * before it were lost, the 100 may have been lost too. */
void rule_resp_100_late(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    int64_t since = transaction ? event_since(event, transaction->last_time) : ELAPSED_UNKNOWN;

    if (event->facts->status < 200 || !transaction || event->response->is_second_final ||
        transaction->provisional || since <= timer_e_reaches_t2(event) + 500 * MILLISECOND)
        return;
    finding_add(context, FORM_resp_100_late,
                VALUES(of_number(event->facts->status), of_time(since)));
}

/* RFC 4320 4.2: by the time of a 408 the client has given up too. */
void rule_resp_408(struct rule_context *context)
{
    const struct event *event = context->event;

    if (event->facts->status == 408)
        finding_add(context, FORM_resp_408, NO_VALUES);
}

/* RFC 3261 10.3. Behind a proxy the capture does not show who made it. */
void rule_resp_6xx(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (facts->status >= 600 && facts->via_count == 1)
        finding_add(context, FORM_resp_6xx,
                    VALUES(of_number(facts->status), of_text(facts->reason)));
}

/* RFC 3261 21.4.6, 21.4.13, 21.4.15, 21.4.16. The other codes that need a header have rules of
 * their own. */
void rule_resp_header_missing(struct rule_context *context)
{
    static const struct {
        unsigned status;
        enum facts_header header;
    } needs[] = {
        /* in the order of the sentence */
        {405, HEADER_ALLOW},
        {415, HEADER_ACCEPT},
        {420, HEADER_UNSUPPORTED},
        {421, HEADER_REQUIRE},
    };
    const struct facts *facts = context->event->facts;

    if (facts->status < 405 || facts->status > 421 || facts->incomplete)
        return;
    for (unsigned i = 0; i < G_N_ELEMENTS(needs); i++) {
        if (needs[i].status == facts->status && !(facts->present & needs[i].header))
            finding_add(context, FORM_resp_header_missing,
                        VALUES(of_number(facts->status), of_number(i)));
    }
}

/* RFC 3261 20.43, 20.18; RFC 3326. A server's own words say more than its code. */
void rule_resp_told(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (facts->told)
        finding_add(context, FORM_resp_told,
                    VALUES(of_number(facts->status), of_text(facts->told)));
}

/* What the code means for a REGISTER. */
static enum form meaning_of(unsigned status)
{
    static const struct {
        unsigned status;
        enum form form;
    } meanings[] = {
        {301, FORM_resp_failure_301}, {302, FORM_resp_failure_302}, {305, FORM_resp_failure_305},
        {400, FORM_resp_failure_400}, {403, FORM_resp_failure_403}, {404, FORM_resp_failure_404},
        {405, FORM_resp_failure_405}, {408, FORM_resp_failure_408}, {416, FORM_resp_failure_416},
        {420, FORM_resp_failure_420}, {421, FORM_resp_failure_421}, {423, FORM_resp_failure_423},
        {439, FORM_resp_failure_439}, {480, FORM_resp_failure_480}, {482, FORM_resp_failure_482},
        {483, FORM_resp_failure_483}, {494, FORM_resp_failure_494}, {500, FORM_resp_failure_500},
        {501, FORM_resp_failure_501}, {503, FORM_resp_failure_503}, {504, FORM_resp_failure_504},
        {513, FORM_resp_failure_513}, {555, FORM_resp_failure_555}, {603, FORM_resp_failure_603},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(meanings); i++) {
        if (meanings[i].status == status)
            return meanings[i].form;
    }
    return FORM_resp_failure;
}

/* The next attempt ends as the one before: no fork, of which another branch is accepted. */
static bool loops_again(const struct event *event)
{
    unsigned status = event->facts->status;

    return (status == 482 || status == 483) &&
           report_outage(event->report)->first_in < event->report->request_in;
}

/* Who was registered and wants to stay it is no stranger who is rightly refused. */
static bool ends_service(const struct event *event)
{
    unsigned status = event->facts->status;

    if (!report_outage(event->report) || !event->registration || status == 503)
        return false;
    return status_is_fault_of_server(status) || loops_again(event) || event->registration->accepted;
}

/* RFC 3261 10.3, 21. What opens a negotiation is no failure yet. */
void rule_resp_failure(struct rule_context *context)
{
    const struct event *event = context->event;
    unsigned status = event->facts->status;
    bool negotiates = status == 421 || status == 494 || status == 423;
    bool is_covered = status == 439 || status == 555; /* ob.439 and push.555 say more */

    if (status < 300 || event_is_challenge(event))
        return;
    finding_add_as(context, meaning_of(status),
                   negotiates || is_covered ? SEVERITY_CHAT
                   : ends_service(event)    ? SEVERITY_WARN
                                            : SEVERITY_NOTE,
                   VALUES(of_number(status), of_text(event->facts->reason)));
}
