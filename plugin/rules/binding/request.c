/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the REGISTER by itself (RFC 3261 8.1.1, 10.2).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 3261 8.1.1. RFC 2543 knew no Max-Forwards: its clients are told by their branch. */
void rule_reg_mandatory_missing(struct rule_context *context)
{
    static const char *const names[] = {"To", "From", "CSeq", "Call-ID", "Via", "Max-Forwards"};
    const struct facts *facts = context->event->facts;
    bool is_old = facts->missing == MANDATORY_MAX_FORWARDS && !facts->via.has_cookie;
    GString *missing;

    if (!facts->missing || facts->incomplete)
        return;
    missing = g_string_new(NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        if (facts->missing & (1u << i))
            g_string_append_printf(missing, "%s%s", missing->len ? ", " : "", names[i]);
    }
    finding_printf_as(context, RULE_reg_mandatory_missing, is_old ? SEVERITY_NOTE : SEVERITY_ERROR,
                   "The REGISTER has no %s (RFC 3261 8.1.1)%s", missing->str,
                   is_old ? "; its branch shows a client of the old RFC 2543" : "");
    g_string_free(missing, TRUE);
}

/* RFC 3261 10.2; 8.1.3.4 has a redirected REGISTER take over the whole URI. */
void rule_reg_uri_userinfo(struct rule_context *context)
{
    const struct event *event = context->event;
    unsigned status = event->before->attempt.last_status;

    if (!event->facts->request_uri_has_user || (event->before->continues && status >= 300 && status < 400))
        return;
    finding_printf(
        context, RULE_reg_uri_userinfo,
        "The Request-URI %s has a user part; it should name the domain only (RFC 3261 10.2)",
        event->facts->request_uri);
}

/* RFC 3261 8.1.1.2, 10.2: REGISTER makes no dialog. */
void rule_reg_to_tag(struct rule_context *context)
{
    if (!context->event->facts->has_to_tag)
        return;
    finding_printf(context, RULE_reg_to_tag,
                "The To of the REGISTER has a tag, as if copied from an answer; some registrars "
                "refuse that with 481 or 400 (RFC 3261 8.1.1.2)");
}

/* RFC 3261 18.1.1, which has the client come back to UDP where nobody takes the connection. */
void rule_reg_udp_oversize(struct rule_context *context)
{
    const struct event *event = context->event;

    if (event->facts->packet->transport != TRANSPORT_UDP ||
        event->facts->size <= event->settings->udp_size_max ||
        (event_is_failover(event) && event->before->last.transport != TRANSPORT_UDP))
        return;
    finding_printf(context, RULE_reg_udp_oversize,
                "%" PRIu32 " bytes over UDP; above %u bytes a request has to go over TCP, because "
                           "fragments are often lost (RFC 3261 18.1.1)",
                event->facts->size, event->settings->udp_size_max);
}

/* RFC 3261 8.1.1.5. */
void rule_reg_cseq_method(struct rule_context *context)
{
    const char *method = context->event->facts->flaws[FLAW_CSEQ_METHOD];

    if (!method)
        return;
    finding_printf(context, RULE_reg_cseq_method,
                "The CSeq says %s, but the request line says REGISTER: the registrar has to refuse "
                "it (RFC 3261 8.1.1.5)",
                or_none(method));
}

/* RFC 3261 8.1.1.5; registrars written in languages with signed numbers see a negative one. */
void rule_reg_cseq_range(struct rule_context *context)
{
    const char *number = context->event->facts->flaws[FLAW_CSEQ_RANGE];

    if (!number)
        return;
    finding_printf(context, RULE_reg_cseq_range,
                "The CSeq is %s; it has to stay below 2147483648 (RFC 3261 8.1.1.5)",
                or_none(number));
}

/* RFC 3261 10.2, 8.2.2.1. */
void rule_reg_uri_scheme(struct rule_context *context)
{
    const char *uri = context->event->facts->flaws[FLAW_REQUEST_URI_SCHEME];

    if (!uri)
        return;
    finding_printf(context, RULE_reg_uri_scheme,
                "The Request-URI %s is not a SIP URI; the registrar is expected to answer 416 (RFC "
                "3261 8.2.2.1)",
                or_none(uri));
}

/* RFC 3261 10.2; other methods may have tel there (8.1.1.2). */
void rule_reg_to_not_sip(struct rule_context *context)
{
    const char *uri = context->event->facts->flaws[FLAW_TO_SCHEME];

    if (!uri)
        return;
    finding_printf(context, RULE_reg_to_not_sip,
                "To is %s; what is registered has to be a SIP or SIPS URI (RFC 3261 10.2)",
                or_none(uri));
}

/* RFC 3261 8.1.1.3. RFC 2543 asked for no tag: its clients are told by their branch. */
void rule_reg_from_tag_missing(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    bool is_old = facts->via_count > 0 && !facts->via.has_cookie;

    if (!facts->from_uri || facts->from_tag)
        return;
    finding_printf_as(context, RULE_reg_from_tag_missing, is_old ? SEVERITY_NOTE : SEVERITY_WARN,
                   "The From has no tag (RFC 3261 8.1.1.3)%s",
                   is_old ? "; its branch shows a client of the old RFC 2543" : "");
}

/* RFC 3261 10.2, 26.1.1: a third party may register. An S-CSCF does so at its application servers
 * (TS 24.229 5.4.1.7). Scheme, port and parameters make no other person. */
void rule_reg_aor_differs(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!facts->from_uri || !facts->to_uri || facts->flaws[FLAW_TO_SCHEME] || facts->is_ims ||
        (event->registration && event->registration->is_ims) ||
        facts_same_user(facts->from_uri, facts->to_uri))
        return;
    finding_printf(
        context, RULE_reg_aor_differs,
        "%s registers for %s (From and To differ): a third-party registration (RFC 3261 10.2)",
        facts->from_uri, facts->to_uri);
}

/* RFC 3261 19.1.1, Table 1. The registrar takes parameters off what it looks up, the port it keeps
 * (10.3 step 5). */
void rule_reg_aor_component(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    const char *to = facts->flaws[FLAW_TO_COMPONENT];
    const char *from = facts->flaws[FLAW_FROM_COMPONENT];

    if (!to && !from)
        return;
    finding_printf(context, RULE_reg_aor_component,
                "The %s URI %s has %s, which does not belong there (RFC 3261 19.1.1)%s",
                to ? "To" : "From", or_none(to ? facts->to_uri : facts->from_uri), to ? to : from,
                to && from ? "; the From has the same fault" : "");
}

/* RFC 3261 10.2.6, 10.1. Behind the first proxy, after a redirection and in IMS the Request-URI is
 * not what the user set; a configured registrar may have any name, so this is no more than a hint. */
void rule_reg_domain_mismatch(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    unsigned status = event->before->attempt.last_status;

    if (!facts->foreign_domain || facts->via_count != 1 || facts->is_ims ||
        (event->registration && event->registration->is_ims) ||
        (event->before->continues && status >= 300 && status < 400))
        return;
    finding_printf(context, RULE_reg_domain_mismatch,
                "The Request-URI %s has another domain than the AOR %s (RFC 3261 10.2.6)",
                or_none(facts->request_uri), or_none(facts->aor));
}

/* Tools that count Max-Forwards up from 0 to find the proxies on the way. */
static bool is_trace_tool(const char *user_agent)
{
    return user_agent && g_ascii_strncasecmp(user_agent, "sipsak", strlen("sipsak")) == 0;
}

/* RFC 3261 8.1.1.6, 16.3 step 3. */
void rule_reg_max_forwards_zero(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (facts->is_request) {
        if (facts->has_max_forwards && facts->max_forwards == 0 && facts->via_count == 1 &&
            !is_trace_tool(facts->user_agent))
            finding_printf(
                context, RULE_reg_max_forwards_zero,
                "Max-Forwards is 0: any proxy on the way has to answer 483 (RFC 3261 8.1.1.6)");
        return;
    }
    if (facts->status != 483 || !event->transaction || !event->transaction->request ||
        event->transaction->via_count != 1 ||
        finding_of(event->transaction->request, RULE_reg_max_forwards_zero) ||
        (event->registration && is_trace_tool(event->registration->user_agent)))
        return;
    finding_printf(context, RULE_reg_max_forwards_zero,
                "The REGISTER in frame %u used up its Max-Forwards: proxies send it round in a "
                "loop, or it started too low (RFC 3261 16.3)",
                event->transaction->request->frame);
}

/* RFC 3261 10.3. In a request on its way a proxy may have put it there that knows no REGISTER. */
void rule_reg_record_route(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!facts->flaws[FLAW_RECORD_ROUTE] || (facts->is_request && facts->via_count > 1) ||
        (!facts->is_request && !event->transaction))
        return;
    finding_printf_as(
        context, RULE_reg_record_route, facts->is_request ? SEVERITY_NOTE : SEVERITY_WARN,
        "The %s has a Record-Route, %s, which has no effect on a registration (RFC 3261 10.3)",
        facts->is_request ? "REGISTER" : "answer to a REGISTER",
        or_none(facts->flaws[FLAW_RECORD_ROUTE]));
}

/* RFC 3261 18.3, 20.14. SCTP and WebSocket keep messages apart by themselves (RFC 4168, RFC 7118 5). */
void rule_reg_content_length_stream(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    uint8_t transport = facts->packet->transport;

    if (facts->has_content_length || facts->incomplete ||
        (transport != TRANSPORT_TCP && transport != TRANSPORT_TLS))
        return;
    finding_printf(context, RULE_reg_content_length_stream,
                "There is no Content-Length to tell where the message ends in the %s stream (RFC "
                "3261 18.3)",
                transport == TRANSPORT_TCP ? "TCP" : "TLS");
}

/* RFC 3261 18.3. */
void rule_reg_content_length_short(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (facts->packet->transport != TRANSPORT_UDP || facts->packet->cut || facts->incomplete ||
        !facts->has_content_length || facts->content_length <= facts->body_size)
        return;
    finding_printf(context, RULE_reg_content_length_short,
                "Content-Length is %" PRIu64 ", but only %" PRIu32
                " bytes follow the headers: the %s (RFC 3261 18.3)",
                facts->content_length, facts->body_size,
                facts->is_request ? "registrar is expected to answer 400"
                                  : "client has to discard the answer");
}

/* RFC 3261 8.1.1.7. Clients of RFC 2543, which had no cookie, are told by what else they lack; of
 * them it is said once. */
void rule_reg_branch_cookie(struct rule_context *context)
{
    const struct event *event = context->event;
    const char *branch = event->facts->flaws[FLAW_BRANCH];

    if (!branch || finding_of(event->report, RULE_reg_mandatory_missing) ||
        finding_of(event->report, RULE_reg_from_tag_missing))
        return;
    if (branch[0])
        finding_printf(context, RULE_reg_branch_cookie,
                    "The branch %s of the top Via does not begin with z9hG4bK (RFC 3261 8.1.1.7)",
                    branch);
    else
        finding_printf(context, RULE_reg_branch_cookie,
                    "The top Via has no branch (RFC 3261 8.1.1.7)");
}

/* RFC 3261 8.1.1.7. The client's own hop alone: some proxies that keep no transactions send
 * everything on with one branch. Of requests of other methods no report is kept. */
void rule_reg_branch_reused(struct rule_context *context)
{
    enum { LOOKED_AT_MAX = 4 }; /* of the transactions with this branch, the latest */
    const struct event *event = context->event;
    const struct transaction *transaction = event->transaction;
    const struct transaction *older;
    unsigned count = 0;

    if (!transaction || transaction->via_count != 1 || !event->facts->via.has_cookie ||
        !event->facts->call_id || !event->facts->has_cseq)
        return;
    for (older = transaction->same_branch; older && count < LOOKED_AT_MAX;
         older = older->same_branch, count++) {
        if (!older->request || older->incomplete || older->top_via != transaction->top_via ||
            !endpoint_same_ip(&older->client, &transaction->client) ||
            (older->call_id == transaction->call_id && older->cseq == transaction->cseq))
            continue;
        finding_printf(context, RULE_reg_branch_reused,
                    "The branch was already used in frame %u, by another request (%s): a server "
                    "may take this one for its retransmission (RFC 3261 8.1.1.7)",
                    older->request->frame,
                    older->call_id == transaction->call_id ? "its CSeq differs"
                                                           : "its Call-ID differs");
        return;
    }
}

/* RFC 3261 7.3.1, 20.7: the headers of authentication are no lists. */
void rule_reg_auth_row_combined(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (!facts->flaws[FLAW_AUTH_COMBINED])
        return;
    finding_printf(context, RULE_reg_auth_row_combined,
                "A %s line holds more than one %s; each needs a line of its own (RFC 3261 7.3.1)",
                facts->flaws[FLAW_AUTH_COMBINED],
                facts->is_request ? "set of credentials" : "challenge");
}
