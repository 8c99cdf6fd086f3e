/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the format of Digest parameters, and on the user name (RFC 7616 3.4).
 */
#include "rules/engine.h"

/* RFC 8760 2.2, RFC 3261 25: 32 or 64 hex digits. */
void rule_auth_response_length(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const struct facts_credentials *credentials = &facts->credentials[i];
        unsigned expected = sip_algorithm_response_length(credentials->algorithm);
        bool fits = expected ? credentials->response_length == expected
                             : credentials->response_length >= 32;

        if (credentials->scheme != SIP_AUTH_DIGEST || !credentials->response || facts->incomplete)
            continue;
        if (fits && credentials->response_is_hex) {
            if (credentials->response_has_capitals)
                finding_add_as(context, FORM_auth_response_length_capitals, SEVERITY_CHAT,
                               NO_VALUES);
            continue;
        }
        finding_add_as(
            context,
            credentials->response_is_hex ? FORM_auth_response_length
                                         : FORM_auth_response_length_not_hex,
            credentials->response_is_hex ? SEVERITY_WARN : SEVERITY_ERROR,
            VALUES(of_number(credentials->response_length),
                   of_text(credentials->has_algorithm ? credentials->algorithm_name : "MD5"),
                   of_number(expected ? expected : 32)));
        return;
    }
}

/* RFC 7616 3.4; RFC 3261 25: LHEX, lower case. */
void rule_auth_nc_format(struct rule_context *context)
{
    const char *const *flaws = context->event->facts->flaws;

    if (flaws[FLAW_NC_FORM])
        finding_add(context, FORM_auth_nc_format, VALUES(of_text(flaws[FLAW_NC_FORM])));
    else if (flaws[FLAW_NC_CAPITALS])
        finding_add_as(context, FORM_auth_nc_format_capitals, SEVERITY_CHAT,
                       VALUES(of_text(flaws[FLAW_NC_CAPITALS])));
}

/* RFC 7616 3.3, 3.4. A quoted algorithm was common with RFC 2617, and every receiver accepts it. */
void rule_auth_param_quoting(struct rule_context *context)
{
    const char *const *flaws = context->event->facts->flaws;
    const char *flaw = flaws[FLAW_QUOTING] ? flaws[FLAW_QUOTING] : flaws[FLAW_QUOTING_ALGORITHM];

    if (!flaw)
        return;
    finding_add_as(context, FORM_auth_param_quoting,
                   flaws[FLAW_QUOTING] ? SEVERITY_NOTE : SEVERITY_CHAT,
                   VALUES(of_text(flaw), of_number(strchr(flaw, '"') != NULL),
                          of_number(context->event->facts->is_request)));
}

/* RFC 3261 26.3.2.1, 22.1. Reported once per registration; IMS terminals use a private identity. */
void rule_auth_username_differs(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!event->registration || event->registration->is_ims || event->report->attempt != 1 ||
        event->before->last.has_credentials || !facts_same_uri(facts->from_uri, facts->to_uri))
        return;
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const struct facts_credentials *credentials = &facts->credentials[i];

        if (credentials->scheme != SIP_AUTH_DIGEST || credentials->has_userhash ||
            !credentials->username || !credentials->username[0] ||
            facts_is_user(credentials->username, facts->to_uri))
            continue;
        finding_add(context, FORM_auth_username_differs,
                    VALUES(of_text(credentials->username), of_text(facts->to_uri)));
        return;
    }
}
