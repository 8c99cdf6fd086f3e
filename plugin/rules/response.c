/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the form of answers (RFC 3261 8.2.6, 21).
 */
#include "rules/judgement.h"

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
void rule_resp_header_not_copied(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    const struct transaction *transaction = event->transaction;
    const char *header;

    if (!transaction || !transaction->request || event->by_cseq || event->facts->incomplete ||
        transaction->incomplete)
        return;
    header = not_copied(transaction, event->facts);
    if (header)
        finding_add(judgement, RULE_resp_header_not_copied,
                    "The %s is not the one of the REGISTER in frame %" PRIu32
                    "; the client may discard the answer (RFC 3261 8.2.6.2)",
                    header, transaction->request->frame);
}

/* What the codes mean for a REGISTER. */
static const char *meaning_of(unsigned status)
{
    static const struct {
        unsigned status;
        const char *meaning;
    } meanings[] = {
        {301, "register at the Contact given from now on"},
        {302, "register at the Contact given"},
        {305, "register through the proxy given"},
        {400, "the registrar cannot read or accept the request as it is"},
        {403, "the user may not register, or not this address; repeating does not help"},
        {404, "the address of record does not exist in this domain"},
        {405, "this server is no registrar"},
        {408, "a server on the way got no answer"},
        {416, "the registrar does not know this URI scheme"},
        {420, "an option that the client requires is not supported"},
        {421, "the registrar requires an option that the client does not support"},
        {423, "the time asked for is too short"},
        {439, "the first hop does not support outbound (RFC 5626)"},
        {480, "the user is not available here at present"},
        {482, "the request went in a loop or arrived twice"},
        {483, "too many hops"},
        {494, "a security agreement is required (RFC 3329)"},
        {500, "the registrar failed; some say so to a low CSeq"},
        {501, "this server is no registrar"},
        {503, "the registrar is overloaded or closed, or the user has too many bindings"},
        {504, "a server behind the first one did not answer"},
        {513, "the message is too large"},
        {555, "the push service is not supported (RFC 8599)"},
        {603, "refused; a registrar must not send 6xx"},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(meanings); i++) {
        if (meanings[i].status == status)
            return meanings[i].meaning;
    }
    return "the registration failed";
}

/* RFC 3261 10.3, 21. What opens a negotiation is no failure yet. */
void rule_resp_failure(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    unsigned status = event->facts->status;
    bool negotiates = status == 421 || status == 494 || status == 423;

    if (status < 300 || event_is_challenge(event))
        return;
    finding_add_as(judgement, RULE_resp_failure, negotiates ? SEVERITY_CHAT : SEVERITY_NOTE,
                   "%u %s: %s%s", status, event->facts->reason ? event->facts->reason : "",
                   meaning_of(status),
                   event->is_second_final ? "; a second final answer to one request" : "");
}
