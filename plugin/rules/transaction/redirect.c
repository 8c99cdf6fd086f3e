/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on redirection (RFC 3261 8.1.3.4, 21.3).
 */
#include "rules/engine.h"

#include <inttypes.h>

/* RFC 3261 21.3.2, 21.3.3, 21.3.4: without it there is nowhere to go. 380 offers services. */
void rule_redirect_no_contact(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if ((facts->status != 301 && facts->status != 302 && facts->status != 305) ||
        facts->contact_count || facts->contacts_cut || facts->incomplete)
        return;
    finding_printf(context, RULE_redirect_no_contact,
                "%u without a Contact that says where to register instead (RFC 3261 21.3)",
                facts->status);
}

/* The redirection that this REGISTER comes after; NULL: none. */
static const struct redirect *redirection(const struct event *event)
{
    const struct redirect *redirect = event->before->redirect;

    return redirect && redirect->status < 400 && redirect->target_count && event->facts->request_uri &&
                   redirect->request_uri
               ? redirect
               : NULL;
}

static bool goes_the_same_way(const struct event *event)
{
    const struct last_request *before = &event->before->last;
    const struct packet *packet = event->facts->packet;

    return before->transport == packet->transport &&
           endpoint_equal(&before->destination, &packet->destination);
}

/* RFC 3261 8.1.3.4, 21.3.3. With 305, and at clients that keep the domain in the Request-URI, the
 * destination shows whether it was followed. Where the CSeq jumps, a REGISTER to a target may have
 * been outside the capture; 380 is no redirection of the REGISTER. */
void rule_redirect_not_followed(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct redirect *redirect = redirection(event);
    const char *uri = event->facts->request_uri;

    if (!redirect || redirect->status == 380 || redirect->targets_cut ||
        event->before->last.call_id != event->facts->call_id || event->report->cseq_step != 1 ||
        !goes_the_same_way(event) || !facts_same_uri(redirect->request_uri, uri) ||
        redirect_compare(redirect, uri) == COPY_EXACT)
        return;
    finding_printf(context, RULE_redirect_not_followed,
                "Sent to %s again, although the %u in frame %" PRIu32 " says to go to %s%s", uri,
                redirect->status, redirect->frame, redirect->targets[0],
                redirect->target_count > 1 ? " or others" : "");
}

/* RFC 3261 8.1.3.4: no URI twice in a target set. */
void rule_redirect_loop(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct redirect *redirect = redirection(event);
    const char *uri = event->facts->request_uri;

    if (!redirect || !event->before->continues || redirect->status == 305 ||
        redirect_compare(redirect, uri) != COPY_EXACT || !redirect_was_tried(redirect, uri))
        return;
    finding_printf(context, RULE_redirect_loop,
                "The %u in frame %" PRIu32 " leads back to %s, which has redirected this attempt "
                "already (%u redirections so far)",
                redirect->status, redirect->frame, uri, redirect->tried_count);
}

/* RFC 3261 8.1.3.4: the whole URI but for method and headers. 10.2 wants no user part in it: who
 * leaves that out obeys one of the two. With 305 the Request-URI stays. */
void rule_redirect_uri_altered(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct redirect *redirect = redirection(event);
    const char *uri = event->facts->request_uri;
    enum facts_copy copy;

    if (!redirect || redirect->status == 305 || facts_same_uri(redirect->request_uri, uri))
        return;
    copy = redirect_compare(redirect, uri);
    if (copy != COPY_WITHOUT_USER && copy != COPY_ALTERED)
        return;
    finding_printf_as(
        context, RULE_redirect_uri_altered, copy == COPY_ALTERED ? SEVERITY_NOTE : SEVERITY_CHAT,
        "Sent to %s, which is not exactly a Contact of the %u in frame %" PRIu32 " (first: %s)%s",
        uri, redirect->status, redirect->frame, redirect->targets[0],
        copy == COPY_ALTERED ? "" : "; only the user part is left out, as RFC 3261 10.2 wants it");
}

/* RFC 5630 5.1.1. Where the server itself names a sip URI, the user should be told (RFC 3261
 * 8.1.3.4). */
void rule_redirect_sips_downgrade(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct redirect *redirect = redirection(event);
    const char *uri = event->facts->request_uri;
    enum facts_copy copy;
    bool is_told;

    if (!redirect || facts_uri_is_sips(uri))
        return;
    copy = redirect_compare(redirect, uri);
    if (copy != COPY_UNSECURED && !facts_uri_is_sips(redirect->request_uri))
        return;
    is_told = copy < COPY_UNSECURED;
    finding_printf_as(
        context, RULE_redirect_sips_downgrade, is_told ? SEVERITY_NOTE : SEVERITY_WARN,
        "Sent to %s without the protection of sips that %s asked for: %s (frame %" PRIu32 ")", uri,
        copy == COPY_UNSECURED ? "the redirection" : "the REGISTER before",
        is_told ? "the redirection says so" : "the client dropped it by itself", redirect->frame);
}
