/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on Authentication-Info: what a server says to credentials that it accepts (RFC 3261 20.6,
 * RFC 7616 3.5, 3.8).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 7616 3.5. With nextnonce alone it is about the next request, not about this one. */
void rule_auth_info_mismatch(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!event_is_accepted(event) || event->transaction->incomplete)
        return;
    for (unsigned proxy = 0; proxy <= 1; proxy++) {
        const struct facts_info *info = proxy ? &facts->proxy_info : &facts->info;
        const struct sent_credentials *sent =
            transaction_find_sent(event->transaction, proxy, info);
        bool other_cnonce, other_nc, lacks;

        if (!info->is_there || !sent)
            continue;
        other_cnonce = info->cnonce && info->cnonce != sent->cnonce;
        other_nc = info->has_nc && !(sent->has_nc && info->nc == sent->nc);
        lacks = info->has_qop && !(info->has_rspauth && info->cnonce && info->has_nc);
        if (other_cnonce || other_nc)
            finding_printf(context, RULE_auth_info_mismatch,
                        "%sAuthentication-Info has another %s than the REGISTER in frame %" PRIu32
                        ": it proves nothing about this server (RFC 7616 3.5)",
                        proxy ? "Proxy-" : "", other_cnonce ? "cnonce" : "nc",
                        event->transaction->request->frame);
        else if (lacks && !facts->incomplete)
            finding_printf_as(context, RULE_auth_info_mismatch, SEVERITY_NOTE,
                           "%sAuthentication-Info has qop but no %s (RFC 7616 3.5)",
                           proxy ? "Proxy-" : "",
                           !info->has_rspauth ? "rspauth"
                           : !info->cnonce    ? "cnonce"
                                              : "nc");
        else
            continue;
        return;
    }
}

/* RFC 7616 3.5. Who makes rspauth as if it were a response knows the password, and has misread the RFC. */
void rule_auth_rspauth_wrong(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event_is_accepted(event))
        return;
    for (unsigned proxy = 0; proxy <= 1; proxy++) {
        const char *prefix = proxy ? "Proxy-" : "";

        if (event->response->rspauth[proxy] == RSPAUTH_WRONG)
            finding_printf(context, RULE_auth_rspauth_wrong,
                        "The rspauth in %sAuthentication-Info is not made with the password that "
                        "the REGISTER in frame %" PRIu32 " was right with: who sent this does not "
                        "know it, or the answer was changed on the way (RFC 7616 3.5)",
                        prefix, event->transaction->request->frame);
        else if (event->response->rspauth[proxy] == RSPAUTH_AS_REQUEST)
            finding_printf_as(
                context, RULE_auth_rspauth_wrong, SEVERITY_NOTE,
                "The rspauth in %sAuthentication-Info is made with the method of the "
                "request, which has no place in it (RFC 7616 3.5); the password is right",
                prefix);
    }
}

/* RFC 3261 20.6. Proxies have a header of their own (RFC 7616 3.8). */
void rule_auth_info_misplaced(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct facts *facts = event->facts;

    if (!facts->info.is_there)
        return;
    if (facts->status < 200 || facts->status >= 300)
        finding_printf(context, RULE_auth_info_misplaced,
                    "Authentication-Info in a %u: it belongs into a 2xx (RFC 3261 20.6)",
                    facts->status);
    else if (event->transaction && !event->transaction->has_credentials &&
             !event->transaction->incomplete)
        finding_printf(context, RULE_auth_info_misplaced,
                    "Authentication-Info, but the REGISTER in frame %" PRIu32
                    " has no credentials (RFC 3261 20.6)",
                    event->transaction->request->frame);
}
