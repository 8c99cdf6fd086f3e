/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the REGISTER by itself (RFC 3261 8.1.1, 10.2).
 */
#include "rules/judgement.h"

/* RFC 3261 8.1.1. RFC 2543 knew no Max-Forwards: its clients are told by their branch. */
void rule_reg_mandatory_missing(struct judgement *judgement)
{
    static const char *const names[] = {"To", "From", "CSeq", "Call-ID", "Via", "Max-Forwards"};
    const struct facts *facts = judgement->event->facts;
    bool is_old = facts->missing == MANDATORY_MAX_FORWARDS && !facts->via.has_cookie;
    GString *missing;

    if (!facts->missing || facts->incomplete)
        return;
    missing = g_string_new(NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        if (facts->missing & (1u << i))
            g_string_append_printf(missing, "%s%s", missing->len ? ", " : "", names[i]);
    }
    finding_add_as(judgement, RULE_reg_mandatory_missing, is_old ? SEVERITY_NOTE : SEVERITY_ERROR,
                   "The REGISTER has no %s (RFC 3261 8.1.1)%s", missing->str,
                   is_old ? "; an RFC 2543 client by its branch" : "");
    g_string_free(missing, TRUE);
}

/* RFC 3261 10.2; 8.1.3.4 has a redirected REGISTER take over the whole URI. */
void rule_reg_uri_userinfo(struct judgement *judgement)
{
    const struct event *event = judgement->event;
    unsigned status = event->attempt_before.last_status;

    if (!event->facts->request_uri_has_user || (event->continues && status >= 300 && status < 400))
        return;
    finding_add(
        judgement, RULE_reg_uri_userinfo,
        "The Request-URI %s has a user part; it should name the domain only (RFC 3261 10.2)",
        event->facts->request_uri);
}

/* RFC 3261 8.1.1.2, 10.2: REGISTER makes no dialog. */
void rule_reg_to_tag(struct judgement *judgement)
{
    if (!judgement->event->facts->has_to_tag)
        return;
    finding_add(judgement, RULE_reg_to_tag,
                "The To of the REGISTER has a tag, as if copied from an answer; some registrars "
                "refuse that with 481 or 400 (RFC 3261 8.1.1.2)");
}

/* RFC 3261 18.1.1. */
void rule_reg_udp_oversize(struct judgement *judgement)
{
    const struct event *event = judgement->event;

    if (event->facts->packet->transport != TRANSPORT_UDP ||
        event->facts->size <= event->settings->udp_size_max)
        return;
    finding_add(judgement, RULE_reg_udp_oversize,
                "%" PRIu32
                " bytes over UDP; above %u bytes a request has to go over TCP, fragments "
                "are often lost (RFC 3261 18.1.1)",
                event->facts->size, event->settings->udp_size_max);
}

/* RFC 3261 8.1.1.5. */
void rule_reg_cseq_method(struct judgement *judgement)
{
    const char *method = judgement->event->facts->flaws[FLAW_CSEQ_METHOD];

    if (!method)
        return;
    finding_add(judgement, RULE_reg_cseq_method,
                "The CSeq says %s, the request line REGISTER: the registrar has to refuse it (RFC "
                "3261 8.1.1.5)",
                or_none(method));
}
