/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on redirection (RFC 3261 8.1.3.4, 21.3).
 */
#include "rules/engine.h"

/* RFC 3261 21.3.2, 21.3.3, 21.3.4: without a Contact there is no target. 380 offers services. */
void rule_redirect_no_contact(struct rule_context *context)
{
    const struct facts *facts = context->event->facts;

    if ((facts->status != 301 && facts->status != 302 && facts->status != 305) ||
        facts->contact_count || facts->contacts_cut || facts->incomplete)
        return;
    finding_add(context, FORM_redirect_no_contact, VALUES(of_number(facts->status)));
}

/* The redirection that this REGISTER follows; NULL: none. */
static const struct redirect *redirection(const struct event *event)
{
    const struct redirect *redirect = event->before->redirect;

    return redirect && redirect->status < 400 && redirect->target_count &&
                   event->facts->request_uri && redirect->request_uri
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

/* No REGISTER to a target, whose response the capture may lack, came in between. */
static bool was_redirected_last(const struct event *event, const struct redirect *redirect)
{
    const struct report *last = event->before->last.report;

    return last && last->response_in == redirect->frame;
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
        !was_redirected_last(event, redirect) || redirect_compare(redirect, uri) == COPY_EXACT)
        return;
    finding_add(context, FORM_redirect_not_followed,
                VALUES(of_text(uri), of_frame(redirect->frame), of_text(redirect->targets[0]),
                       of_number(redirect->target_count > 1)));
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
    finding_add(context, FORM_redirect_loop,
                VALUES(of_number(redirect->status), of_frame(redirect->frame), of_text(uri),
                       of_number(redirect->tried_count)));
}

/* RFC 3261 8.1.3.4: the whole URI except method and headers. 10.2 allows no user part in it: a
 * client that leaves it out follows one of the two. With 305 the Request-URI stays. */
void rule_redirect_uri_altered(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct redirect *redirect = redirection(event);
    const char *uri = event->facts->request_uri;
    enum facts_copy copy;

    if (!redirect || redirect->status == 305 || facts_same_uri(redirect->request_uri, uri))
        return;
    copy = redirect_compare(redirect, uri);
    if (copy == COPY_ALTERED)
        finding_add(context, FORM_redirect_uri_altered,
                    VALUES(of_text(uri), of_number(redirect->status), of_frame(redirect->frame),
                           of_text(redirect->targets[0])));
    else if (copy == COPY_WITHOUT_USER)
        finding_add_as(
            context, FORM_redirect_uri_altered_user, SEVERITY_CHAT,
            VALUES(of_text(uri), of_number(redirect->status), of_frame(redirect->frame)));
}

/* RFC 5630 5.1.1. Where the server itself names a sip URI, the user should be informed (RFC 3261
 * 8.1.3.4). */
void rule_redirect_sips_downgrade(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct redirect *redirect = redirection(event);
    const char *uri = event->facts->request_uri;
    enum facts_copy copy;
    enum { BY_SERVER, BY_CLIENT, BY_CLIENT_AFTERWARDS } how; /* as the sentence names them */

    if (!redirect || facts_uri_is_sips(uri))
        return;
    copy = redirect_compare(redirect, uri);
    if (copy != COPY_UNSECURED && !facts_uri_is_sips(redirect->request_uri))
        return;
    how = copy < COPY_UNSECURED    ? BY_SERVER
          : copy == COPY_UNSECURED ? BY_CLIENT
                                   : BY_CLIENT_AFTERWARDS;
    finding_add_as(context, FORM_redirect_sips_downgrade,
                   how == BY_SERVER ? SEVERITY_NOTE : SEVERITY_WARN,
                   VALUES(of_text(uri), of_number(how), of_frame(redirect->frame)));
}
