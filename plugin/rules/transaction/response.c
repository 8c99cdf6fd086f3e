/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the form of answers (RFC 3261 8.2.6, 21).
 */
#include "rules/engine.h"

#include <inttypes.h>

#define MS G_GINT64_CONSTANT(1000000)

/* What is to be repeated but is not; NULL: all is well. The top Via has a rule of its own. */
static const char *not_copied(const struct transaction *transaction, const struct facts *facts)
{
    uint64_t vias = 0;

    if (transaction->call_id != facts->call_id)
        return "Call-ID";
    if (transaction->cseq != facts->cseq)
        return "CSeq";
    if (transaction->from_tag != facts->from_tag)
        return "From tag";
    if (!facts_same_uri(transaction->from_uri, facts->from_uri))
        return "From";
    if (!facts_same_uri(transaction->to_uri, facts->to_uri))
        return "To";
    for (unsigned i = 1; i < MIN(facts->via_count, (unsigned)FACTS_VIAS_MAX); i++)
        vias = vias * 31 + facts->vias[i];
    return vias != transaction->vias ? "Via list" : NULL;
}

/* RFC 3261 8.2.6.2; received, rport and keep may be added to a Via (RFC 3581, RFC 6223). */
void rule_resp_header_not_copied(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    const char *header;

    if (!transaction || !transaction->request || event->response->by_cseq || event->facts->incomplete ||
        transaction->incomplete)
        return;
    header = not_copied(transaction, event->facts);
    if (header)
        finding_printf(context, RULE_resp_header_not_copied,
                    "The %s is not that of the REGISTER in frame %" PRIu32
                    "; the client may discard the answer (RFC 3261 8.2.6.2)",
                    header, transaction->request->frame);
}

/* RFC 3261 8.2.6.2: every answer but a 100 has a tag in its To. */
void rule_resp_to_tag_missing(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (facts->status < 200 || facts->incomplete || !facts->to_uri || facts->has_to_tag)
        return;
    finding_printf(context, RULE_resp_to_tag_missing,
                "The %u has no tag in its To, which every final answer needs; strict clients "
                "discard it (RFC 3261 8.2.6.2)",
                facts->status);
}

/* RFC 3261 8.2.6.2, 8.2.7: one tag for all answers to one request. Answers of several servers come
 * together behind a fork (16.7), each with its own: what came without a new transmission of the
 * request is another branch, and says nothing. */
void rule_resp_to_tag_varies(struct rule_context *context)
{
    const struct event *event = context->event;
    char since[DURATION_TEXT_SIZE];

    if (!event->response->to_tag_changed)
        return;
    finding_printf(context, RULE_resp_to_tag_varies,
                "The To tag is not that of the answer in frame %" PRIu32
                " to the same REGISTER, %s before (RFC 3261 8.2.7)",
                event->transaction->final->frame,
                duration_text(event->time - event->transaction->final_time, since));
}

/* RFC 3261 17.2.2: what comes after the final answer has to be thrown away by the server itself. Two
 * To tags are two servers behind a fork or a failover (16.7). */
void rule_resp_second_final(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;

    if (!event->response->is_second_final || transaction->to_tag != event->facts->to_tag)
        return;
    finding_printf(context, RULE_resp_second_final,
                "%u after the %u in frame %" PRIu32
                " to the same REGISTER: the client already has its answer and discards this one",
                event->facts->status, transaction->status, transaction->final->frame);
}

/* RFC 4320 4.1. */
void rule_resp_provisional(struct rule_context *context)
{
    unsigned status = context->event->facts->status;

    if (status > 100 && status < 200)
        finding_printf(context, RULE_resp_provisional,
                    "%u to a REGISTER: only 100 is allowed before the final answer (RFC 4320 4.1)",
                    status);
}

/* Timer E has grown to T2, which is 8*T1 by default: after T1, 2*T1 and 4*T1. */
static int64_t timer_e_reaches_t2(const struct event *event)
{
    return 7 * (int64_t)event->settings->t1_ms * MS;
}

/* RFC 4320 4.1: over UDP a 100 only stretches the client's retransmissions to T2 each. */
void rule_resp_100_early(struct rule_context *context)
{
    const struct event *event = context->event;
    char after[DURATION_TEXT_SIZE], limit[DURATION_TEXT_SIZE];

    if (event->facts->status != 100 || !event->transaction ||
        event->transaction->transport != TRANSPORT_UDP ||
        event->report->response_time >= timer_e_reaches_t2(event))
        return;
    finding_printf(context, RULE_resp_100_early,
                "The 100 comes %s after the REGISTER in frame %" PRIu32
                ": over UDP it has to wait for %s, because it slows down the client's "
                "retransmissions (RFC 4320 4.1)",
                duration_text(event->report->response_time, after), event->report->request_in,
                duration_text(timer_e_reaches_t2(event), limit));
}

/* RFC 4320 4.1. What was sent before the last transmission may not have arrived, and the 100 may have
 * been lost where others before it were. */
void rule_resp_100_late(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    char since[DURATION_TEXT_SIZE];

    if (event->facts->status < 200 || !transaction || event->response->is_second_final ||
        transaction->provisional ||
        event->time - transaction->last_time <= timer_e_reaches_t2(event) + 500 * MS)
        return;
    finding_printf(context, RULE_resp_100_late,
                "The %u is the first answer, %s after the REGISTER was last sent: a 100 should "
                "have come before (RFC 4320 4.1)",
                event->facts->status, duration_text(event->time - transaction->last_time, since));
}

/* RFC 4320 4.2: by the time of a 408 the client has given up too. */
void rule_resp_408(struct rule_context *context)
{
    const struct event *event = context->event;

    if (event->facts->status == 408)
        finding_printf(context, RULE_resp_408,
                    "408 to a REGISTER: a proxy must not send it, because the client notices the "
                    "timeout by itself (RFC 4320 4.2)");
}

/* RFC 3261 10.3. Behind a proxy nobody can tell who made it. */
void rule_resp_6xx(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (facts->status >= 600 && facts->via_count == 1)
        finding_printf(context, RULE_resp_6xx,
                    "%u %s: a registrar must not send 6xx, which tells the client to try nowhere "
                    "else (RFC 3261 10.3)",
                    facts->status, or_none(facts->reason));
}

/* RFC 3261 21.4.6, 21.4.13, 21.4.15, 21.4.16. The other codes that need a header have rules of their
 * own. */
void rule_resp_header_missing(struct rule_context *context)
{
    static const struct {
        unsigned status;
        enum facts_header header;
        const char *name;
        const char *lost;
    } needs[] = {
        {405, HEADER_ALLOW, "Allow", "which methods the server takes"},
        {415, HEADER_ACCEPT, "Accept, Accept-Encoding or Accept-Language", "what the server reads"},
        {420, HEADER_UNSUPPORTED, "Unsupported", "which option to leave out"},
        {421, HEADER_REQUIRE, "Require", "which option is required"},
    };
    const struct facts *facts = context->event->facts;

    if (facts->status < 405 || facts->status > 421 || facts->incomplete)
        return;
    for (unsigned i = 0; i < G_N_ELEMENTS(needs); i++) {
        if (needs[i].status == facts->status && !(facts->present & needs[i].header))
            finding_printf(context, RULE_resp_header_missing,
                        "The %u has no %s: the client cannot know %s", facts->status, needs[i].name,
                        needs[i].lost);
    }
}

/* What the codes mean for a REGISTER. */
static const char *meaning_of(unsigned status)
{
    static const struct {
        unsigned status;
        const char *meaning;
    } meanings[] = {
        {301, "from now on the client has to register at the Contact given here"},
        {302, "the client has to register at the Contact given here"},
        {305, "the client has to register through the proxy given here"},
        {400, "the registrar cannot read or accept the request as it is"},
        {403, "the user may not register, or not this address; repeating does not help"},
        {404, "the address of record does not exist in this domain"},
        {405, "this server is no registrar"},
        {408, "a server on the way got no answer"},
        {416, "the registrar does not know this URI scheme"},
        {420, "an option that the client or a proxy on the way requires is not supported"},
        {421, "the registrar requires an option that the client does not support"},
        {423, "the time asked for is too short"},
        {439, "the first server on the way does not support outbound"},
        {480, "the user is not available here at present"},
        {482, "the request went in a loop or arrived twice"},
        {483, "too many hops"},
        {494, "a security agreement is required (RFC 3329)"},
        {500, "the registrar failed; some say so to a low CSeq"},
        {501, "this server is no registrar"},
        {503, "the registrar is overloaded or out of service, or the user has too many bindings"},
        {504, "a server behind the first one did not answer"},
        {513, "the message is too large"},
        {555, "the push service that the client named is not supported"},
        {603, "refused"},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(meanings); i++) {
        if (meanings[i].status == status)
            return meanings[i].meaning;
    }
    return "the registration failed";
}

/* RFC 3261 10.3, 21. What opens a negotiation is no failure yet. */
void rule_resp_failure(struct rule_context *context)
{
    const struct event *event = context->event;
    unsigned status = event->facts->status;
    bool negotiates = status == 421 || status == 494 || status == 423;
    bool told = status == 439 || status == 555; /* ob.439 and push.555 say more */

    if (status < 300 || event_is_challenge(event))
        return;
    finding_printf_as(context, RULE_resp_failure, negotiates || told ? SEVERITY_CHAT : SEVERITY_NOTE,
                   "%u %s: %s", status, or_none(event->facts->reason), meaning_of(status));
}
