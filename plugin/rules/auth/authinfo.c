/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on Authentication-Info, which a server sends when it has accepted credentials (RFC 3261 20.6,
 * RFC 7616 3.5, 3.8).
 */
#include "rules/engine.h"

/* RFC 7616 3.5. With nextnonce alone the header concerns the next request, not this one. */
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
            finding_add(context, FORM_auth_info_mismatch,
                        VALUES(of_number(proxy), of_number(other_cnonce),
                               of_frame(event->transaction->request->frame)));
        else if (lacks && !facts->incomplete)
            finding_add_as(context, FORM_auth_info_mismatch_incomplete, SEVERITY_NOTE,
                           VALUES(of_number(proxy), of_number(!info->has_rspauth ? 0
                                                              : !info->cnonce    ? 1
                                                                                 : 2)));
        else
            continue;
        return;
    }
}

/* RFC 7616 3.5. A server that computes rspauth like the response of a request knows the password, and
 * has misread the RFC. */
void rule_auth_rspauth_wrong(struct rule_context *context)
{
    const struct event *event = context->event;

    if (!event_is_accepted(event))
        return;
    for (unsigned proxy = 0; proxy <= 1; proxy++) {
        if (event->response->rspauth[proxy] == RSPAUTH_WRONG)
            finding_add(context, FORM_auth_rspauth_wrong,
                        VALUES(of_number(proxy), of_frame(event->transaction->request->frame)));
        else if (event->response->rspauth[proxy] == RSPAUTH_AS_REQUEST)
            finding_add_as(context, FORM_auth_rspauth_wrong_method, SEVERITY_NOTE,
                           VALUES(of_number(proxy)));
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
        finding_add(context, FORM_auth_info_misplaced, VALUES(of_number(facts->status)));
    else if (event->transaction && !event->transaction->has_credentials &&
             !event->transaction->incomplete)
        finding_add(context, FORM_auth_info_misplaced_unauthenticated,
                    VALUES(of_frame(event->transaction->request->frame)));
}
