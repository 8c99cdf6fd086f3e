/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on credentials by themselves: the form of their parameters, and whose they are (RFC 7616 3.4).
 */
#include "rules/engine.h"

#include <inttypes.h>

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
                finding_printf_as(context, RULE_auth_response_length, SEVERITY_CHAT,
                               "The response has upper-case hex digits; only lower-case ones are "
                               "allowed (RFC 3261 25)");
            continue;
        }
        finding_printf_as(context, RULE_auth_response_length,
                       credentials->response_is_hex ? SEVERITY_WARN : SEVERITY_ERROR,
                       credentials->response_is_hex
                           ? "The response has %u digits, but algorithm %s gives %u: another "
                             "algorithm was computed"
                           : "The response (%u characters, algorithm %s, %u expected) is not "
                             "hexadecimal",
                       credentials->response_length,
                       credentials->has_algorithm ? or_none(credentials->algorithm_name) : "MD5",
                       expected ? expected : 32);
        return;
    }
}

/* RFC 7616 3.4; RFC 3261 25: LHEX, small letters. */
void rule_auth_nc_format(struct rule_context *context)
{
    const char *const *flaws = context->event->facts->flaws;

    if (flaws[FLAW_NC_FORM])
        finding_printf(context, RULE_auth_nc_format, "nc=%s is not eight hex digits (RFC 7616 3.4)",
                    flaws[FLAW_NC_FORM]);
    else if (flaws[FLAW_NC_CAPITALS])
        finding_printf_as(
            context, RULE_auth_nc_format, SEVERITY_CHAT,
            "nc=%s has upper-case hex digits; only lower-case ones are allowed (RFC 3261 25)",
            flaws[FLAW_NC_CAPITALS]);
}

/* RFC 7616 3.3, 3.4. A quoted algorithm was common with RFC 2617, and every receiver takes it. */
void rule_auth_param_quoting(struct rule_context *context)
{
    const char *const *flaws = context->event->facts->flaws;
    const char *flaw = flaws[FLAW_QUOTING] ? flaws[FLAW_QUOTING] : flaws[FLAW_QUOTING_ALGORITHM];

    if (!flaw)
        return;
    finding_printf_as(context, RULE_auth_param_quoting,
                   flaws[FLAW_QUOTING] ? SEVERITY_NOTE : SEVERITY_CHAT,
                   "%s stands %s quotes, but has to stand %s (RFC 7616 %s)", flaw,
                   strchr(flaw, '"') ? "in" : "without", strchr(flaw, '"') ? "without" : "in them",
                   context->event->facts->is_request ? "3.4" : "3.3");
}

/* RFC 3261 26.3.2.1, 22.1. Said once a registration; IMS phones have a private identity. */
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
        finding_printf(
            context, RULE_auth_username_differs,
            "User name \"%s\" for AOR %s: trunks and accounts with an authentication name do so",
            credentials->username, facts->to_uri);
        return;
    }
}
