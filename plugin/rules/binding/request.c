/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the REGISTER itself (RFC 3261 8.1.1, 10.2).
 */
#include "rules/engine.h"

/* RFC 3261 8.1.1. RFC 2543 had no Max-Forwards; its clients are recognized by their branch. Proxies
 * add what is missing of it (16.6 step 3), and servers accept it. */
void rule_reg_mandatory_missing(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    bool is_only_max_forwards = facts->missing == MANDATORY_MAX_FORWARDS;
    bool is_old = is_only_max_forwards && !facts->via.has_cookie;

    if (!facts->missing || facts->incomplete)
        return;
    finding_add_as(context, FORM_reg_mandatory_missing,
                   is_old                 ? SEVERITY_NOTE
                   : is_only_max_forwards ? SEVERITY_WARN
                                          : SEVERITY_ERROR,
                   VALUES(of_number(facts->missing), of_number(is_old)));
}

/* RFC 3261 10.2. After a redirection the whole URI is that of the Contact (8.1.3.4). */
void rule_reg_uri_userinfo(struct rule_context *context)
{
    const struct event *event = context->event;
    unsigned status = event->before->attempt.last_status;

    if (!event->facts->request_uri_has_user ||
        (event->before->continues && status >= 300 && status < 400))
        return;
    finding_add(context, FORM_reg_uri_userinfo, VALUES(of_text(event->facts->request_uri)));
}

/* RFC 3261 8.1.1.2, 10.2: a REGISTER does not create a dialog. */
void rule_reg_to_tag(struct rule_context *context)
{
    if (!context->event->facts->has_to_tag)
        return;
    finding_add(context, FORM_reg_to_tag, NO_VALUES);
}

/* RFC 3261 18.1.1. A client that cannot connect over TCP may fall back to UDP. */
void rule_reg_udp_oversize(struct rule_context *context)
{
    const struct event *event = context->event;

    if (event->facts->packet->transport != TRANSPORT_UDP ||
        event->facts->size <= event->settings->udp_size_max ||
        (event_is_failover(event) && event->before->last.transport != TRANSPORT_UDP))
        return;
    finding_add(context, FORM_reg_udp_oversize,
                VALUES(of_number(event->facts->size), of_number(event->settings->udp_size_max)));
}

/* RFC 3261 18.1.1. An observer sends on what it has seen in its own way. */
void rule_reg_via_transport(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event->facts->via.is_other_transport || event->addresses == ADDRESSES_ARE_OBSERVED)
        return;
    finding_add(context, FORM_reg_via_transport,
                VALUES(of_number(event->facts->packet->transport != TRANSPORT_UDP)));
}

/* RFC 3261 8.1.1.5. */
void rule_reg_cseq_method(struct rule_context *context)
{
    const char *method = context->event->facts->flaws[FLAW_CSEQ_METHOD];

    if (!method)
        return;
    finding_add(context, FORM_reg_cseq_method, VALUES(of_text(method)));
}

/* RFC 3261 8.1.1.5. Registrars that use signed integers see a negative number. */
void rule_reg_cseq_range(struct rule_context *context)
{
    const char *number = context->event->facts->flaws[FLAW_CSEQ_RANGE];

    if (!number)
        return;
    finding_add(context, FORM_reg_cseq_range, VALUES(of_text(number)));
}

/* RFC 3261 10.2, 8.2.2.1. */
void rule_reg_uri_scheme(struct rule_context *context)
{
    const char *uri = context->event->facts->flaws[FLAW_REQUEST_URI_SCHEME];

    if (!uri)
        return;
    finding_add(context, FORM_reg_uri_scheme, VALUES(of_text(uri)));
}

/* RFC 3261 10.2. Requests of other methods may have a tel URI there (8.1.1.2). */
void rule_reg_to_not_sip(struct rule_context *context)
{
    const char *uri = context->event->facts->flaws[FLAW_TO_SCHEME];

    if (!uri)
        return;
    finding_add(context, FORM_reg_to_not_sip, VALUES(of_text(uri)));
}

/* RFC 3261 8.1.1.3. RFC 2543 required no tag; its clients are recognized by their branch. */
void rule_reg_from_tag_missing(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    bool is_old = facts->via_count > 0 && !facts->via.has_cookie;

    if (!facts->from_uri || facts->from_tag)
        return;
    finding_add_as(context, FORM_reg_from_tag_missing, is_old ? SEVERITY_NOTE : SEVERITY_WARN,
                   VALUES(of_number(is_old)));
}

/* RFC 3261 10.2, 26.1.1: a third party may register. An S-CSCF does so at its application servers
 * (TS 24.229 5.4.1.7). Another scheme, port or parameter does not mean another user. */
void rule_reg_aor_differs(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!facts->from_uri || !facts->to_uri || facts->flaws[FLAW_TO_SCHEME] || facts->is_ims ||
        (event->registration && event->registration->is_ims) ||
        facts_same_user(facts->from_uri, facts->to_uri))
        return;
    finding_add(context, FORM_reg_aor_differs,
                VALUES(of_text(facts->from_uri), of_text(facts->to_uri)));
}

/* RFC 3261 19.1.1, Table 1. The registrar removes the parameters before it looks up the AOR, but not
 * the port (10.3 step 5). */
void rule_reg_aor_component(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    const char *to = facts->flaws[FLAW_TO_COMPONENT];
    const char *from = facts->flaws[FLAW_FROM_COMPONENT];

    if (!to && !from)
        return;
    finding_add(context, FORM_reg_aor_component,
                VALUES(of_number(!to), of_text(to ? facts->to_uri : facts->from_uri),
                       of_text(to ? to : from), of_number(to && from)));
}

/* RFC 3261 10.2.6, 10.1. Behind the first proxy, after a redirection and in IMS the Request-URI is
 * not what the user configured. A configured registrar may have any name, so this is only a hint. */
void rule_reg_domain_mismatch(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;
    unsigned status = event->before->attempt.last_status;

    if (!facts->foreign_domain || facts->via_count != 1 || facts->is_ims ||
        (event->registration && event->registration->is_ims) ||
        (event->before->continues && status >= 300 && status < 400))
        return;
    finding_add(context, FORM_reg_domain_mismatch,
                VALUES(of_text(facts->request_uri), of_text(facts->aor)));
}

/* Tools that increase Max-Forwards from 0 to find the proxies on the path. */
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
            finding_add(context, FORM_reg_max_forwards_zero, NO_VALUES);
        return;
    }
    if (facts->status != 483 || !event->transaction || !event->transaction->request ||
        event->transaction->via_count != 1 ||
        finding_of(event->transaction->request, RULE_reg_max_forwards_zero) ||
        (event->registration && is_trace_tool(event->registration->user_agent)))
        return;
    finding_add(context, FORM_reg_max_forwards_zero_loop,
                VALUES(of_frame(event->transaction->request->frame)));
}

/* RFC 3261 10.3. A forwarded request may have it from a proxy that does not treat REGISTER specially. */
void rule_reg_record_route(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!facts->flaws[FLAW_RECORD_ROUTE] || (facts->is_request && facts->via_count > 1) ||
        (!facts->is_request && !event->transaction))
        return;
    finding_add_as(context, FORM_reg_record_route,
                   facts->is_request ? SEVERITY_NOTE : SEVERITY_WARN,
                   VALUES(of_text(facts->flaws[FLAW_RECORD_ROUTE]), of_number(facts->is_request)));
}

/* RFC 3261 18.3, 20.14. SCTP and WebSocket preserve message boundaries (RFC 4168, RFC 7118 5). */
void rule_reg_content_length_stream(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;
    uint8_t transport = facts->packet->transport;

    if (facts->has_content_length || facts->incomplete || !transport_is_stream(transport))
        return;
    finding_add(context, FORM_reg_content_length_stream,
                VALUES(of_number(transport == TRANSPORT_TLS)));
}

/* RFC 3261 18.3. */
void rule_reg_content_length_short(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (facts->packet->transport != TRANSPORT_UDP || facts->packet->cut || facts->incomplete ||
        !facts->has_content_length || facts->content_length <= facts->body_size)
        return;
    finding_add(context, FORM_reg_content_length_short,
                VALUES(of_number((int64_t)MIN(facts->content_length, (uint64_t)INT64_MAX)),
                       of_number(facts->body_size), of_number(facts->is_request)));
}

/* RFC 3261 8.1.1.7. RFC 2543 clients, which have no cookie, are recognized by what else is missing, and
 * reported for that alone. */
void rule_reg_branch_cookie(struct rule_context *context)
{
    const struct event *event = context->event;
    const char *branch = event->facts->flaws[FLAW_BRANCH];

    if (!branch || finding_of(event->report, RULE_reg_mandatory_missing) ||
        finding_of(event->report, RULE_reg_from_tag_missing))
        return;
    if (branch[0])
        finding_add(context, FORM_reg_branch_cookie, VALUES(of_text(branch)));
    else
        finding_add(context, FORM_reg_branch_cookie_none, NO_VALUES);
}

/* RFC 3261 8.1.1.7. On the client's own hop only: some stateless proxies forward everything with one
 * branch. For requests of other methods no report is kept. */
void rule_reg_branch_reused(struct rule_context *context)
{
    enum { LOOKED_AT_MAX = 4 }; /* the latest transactions with this branch */
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
        finding_add(context, FORM_reg_branch_reused,
                    VALUES(of_frame(older->request->frame),
                           of_number(older->call_id == transaction->call_id)));
        return;
    }
}

/* RFC 3261 7.3.1, 20.7: the authentication headers are not lists. */
void rule_reg_auth_row_combined(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if (!facts->flaws[FLAW_AUTH_COMBINED])
        return;
    finding_add(context, FORM_reg_auth_row_combined,
                VALUES(of_text(facts->flaws[FLAW_AUTH_COMBINED]), of_number(facts->is_request)));
}
