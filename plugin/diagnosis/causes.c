/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes: what the findings alone do not show. Here those of refusals, and what all
 * of them share.
 */
#include "diagnosis/causes.h"

#include "state/outage.h"

bool cause_any(const struct event *event)
{
    (void)event;
    return true;
}

/* Over UDP a client retransmits until it has a response: this one had none. */
static bool is_retransmitted_to_the_end(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return event->triggers & ON_TIMEOUT && transaction->transport == TRANSPORT_UDP &&
           transaction->last_time - transaction->first_time >
               settings_timer_f(event->settings) - 2 * settings_t2(event->settings);
}

bool cause_is_capture_doubtful(const struct event *event)
{
    return event->capture->is_doubtful && !is_retransmitted_to_the_end(event) &&
           (event->attempt_failed || event->triggers & (ON_NO_RETRY | ON_EXPIRY));
}

/* Over UDP a client that has no response retransmits (RFC 3261 17.1.2.2); over a connection it waits. */
static bool goes_on(const struct event *event, const struct last_request *last)
{
    const struct completeness *completeness = &event->registration->completeness;
    int64_t first_resend = (int64_t)event->settings->t1_ms * MILLISECOND;

    if (last->transport != TRANSPORT_UDP)
        return completeness->gap == GAP_RESPONSE && completeness->gap_in == event->report->frame;
    return !last->was_retransmitted && event->time - last->time > 2 * first_resend;
}

/* What seems to be an outage, as the REGISTER before this one has no response in the capture, and went out in time. */
bool cause_goes_on_in_outage(const struct event *event)
{
    const struct last_request *last = event->before ? &event->before->last : NULL;
    const struct outage *outage;

    if (!(event->triggers & ON_REQUEST) || !last || !last->report || last->unreachable ||
        (last->has_response && !last->is_relayed))
        return false;
    outage = history_open(&event->registration->history);
    return outage &&
           (outage->kind == OUTAGE_EXPIRED ? last->time <= outage->from
                                           : outage->kind == OUTAGE_REFUSED) &&
           endpoint_same_ip(&last->destination, &event->transaction->server) &&
           goes_on(event, last);
}

bool cause_are_told_apart(const struct registration *one, const struct registration *other)
{
    if (one->instance && other->instance)
        return one->instance != other->instance;
    return one->user_agent && other->user_agent &&
           !facts_same_product(one->user_agent, other->user_agent);
}

/* ---- responses */

const struct report *cause_request(const struct event *event)
{
    return event->transaction ? event->transaction->request : NULL;
}

unsigned cause_status(const struct event *event)
{
    bool is_final = event->facts && event->facts->status >= 300 && event->transaction &&
                    event->transaction->request && event->registration && event->response &&
                    !event->response->is_second_final;

    return is_final ? event->facts->status : 0;
}

bool cause_has_credentials(const struct event *event)
{
    return event->transaction && event->transaction->has_answer;
}

bool cause_gives_reason(const struct event *event)
{
    return event->facts->says != SAYS_NOTHING && event->facts->says != SAYS_NONCE;
}

/* A refusal that is not a challenge. */
bool cause_refused_finally(const struct event *event)
{
    return cause_status(event) >= 400 && !event_is_challenge(event);
}

/* ---- scanners */

static bool has_name_of_scanner(const struct event *event)
{
    return settings_list_names(event->settings->scanners, event->registration->user_agent);
}

/* Softphones are built with some of these, too, and administrators test with them. */
bool cause_has_agent_of_scanner(const struct event *event)
{
    return !settings_is_tool(event->registration->user_agent);
}

/* The rule reports a source only once. */
bool cause_is_named_scanner(const struct event *event)
{
    return cause_status(event) && has_name_of_scanner(event) && cause_has_agent_of_scanner(event);
}

bool cause_may_be_tool(const struct event *event)
{
    return event->registration && has_name_of_scanner(event) &&
           !cause_has_agent_of_scanner(event) &&
           (cause_status(event) || finding_of(event->report, RULE_sec_scanner));
}

/* One finding a source: its other users are told apart by the diagnosis alone. */
bool cause_is_from_guesser(const struct event *event)
{
    return event->registration && event->source->is_scanner && event->source->record &&
           !has_name_of_scanner(event);
}

/* ---- 4xx to 6xx */

/* A status that may complain about the form of a request. */
bool cause_refused_form(const struct event *event)
{
    unsigned status = cause_status(event);

    return status == 400 || status == 405 || status == 406 || (status >= 413 && status <= 421) ||
           status == 439 || status == 482 || status == 493 || status == 500 || status == 501 ||
           status == 505 || status == 513;
}

bool cause_is_not_found(const struct event *event)
{
    return facts_is_unknown_user(cause_status(event)) && event->facts->says != SAYS_DOMAIN;
}

/* It names something else than the account. */
static bool names_other_thing(const struct event *event)
{
    switch (event->facts->says) {
    case SAYS_SOMETHING:
    case SAYS_ROUTE:
    case SAYS_EXPIRES:
    case SAYS_CONTACT:
    case SAYS_ORDER:
    case SAYS_EXTENSION:
    case SAYS_FORM:
    case SAYS_FAULT:
        return true;
    default:
        return false;
    }
}

/* ... and the server does not name something else that it did not find, such as a route. */
bool cause_is_unknown_account(const struct event *event)
{
    return cause_is_not_found(event) && !names_other_thing(event) &&
           !event->registration->accepted && cause_other_bindings(event) == 0;
}

/* ... in its own words. */
bool cause_says_unknown_account(const struct event *event)
{
    return cause_is_unknown_account(event) && event->facts->says == SAYS_NO_ACCOUNT;
}

bool cause_has_user_in_uri_alone(const struct event *event)
{
    const struct registration *registration = event->registration;

    return registration && !registration->accepted && event->transaction &&
           event->transaction->marks & MARK_URI_USER && !strchr(registration->aor->name, '@');
}

/* ... by its code alone, which servers also send for a domain that they do not serve. 604 is about any domain. */
bool cause_finds_no_account(const struct event *event)
{
    return cause_is_unknown_account(event) && event->facts->says != SAYS_NO_ACCOUNT &&
           event->facts->status != 604 && !cause_has_user_in_uri_alone(event);
}

/* It was there when the client was accepted. */
bool cause_no_longer_knows_account(const struct event *event)
{
    return cause_is_not_found(event) && event->registration->accepted;
}

/* The account is there: another client is bound by the same AOR. */
bool cause_refuses_contact(const struct event *event)
{
    return cause_is_not_found(event) && !event->registration->accepted &&
           cause_other_bindings(event) > 0;
}

bool cause_refused_option(const struct event *event)
{
    unsigned status = cause_status(event);

    return status == 420 || status == 421 || status == 439 || status == 494;
}

/* The response names it, or names nothing. */
bool cause_refuses_path(const struct event *event)
{
    const struct facts *facts = event->facts;
    bool is_named = false;

    if (cause_status(event) == 421)
        return facts->requires_path;
    for (unsigned i = 0; cause_status(event) == 420 && i < facts->unsupported_count; i++)
        is_named |= g_ascii_strcasecmp(facts->unsupported[i], "path") == 0;
    return is_named;
}

/* The capture shows on another hop who added it. */
bool cause_refuses_added_path(const struct event *event)
{
    const struct report *request = cause_request(event);

    return cause_refuses_path(event) && event->transaction->rare->path_added.frame &&
           !finding_of(request, RULE_path_unsupported);
}

bool cause_is_proxy_timeout(const struct event *event)
{
    return cause_status(event) == 408 || cause_status(event) == 504;
}

/* A 423 opens a negotiation: it is not a refusal yet. */
bool cause_refused_otherwise(const struct event *event)
{
    return cause_refused_finally(event) && event->facts->status != 423;
}

/* The REGISTER is the next one behind the 423, as its CSeq shows: none that had obeyed it is missing. */
bool cause_ignores_minimum_at_once(const struct event *event)
{
    const struct report *request = cause_request(event);

    return request && request->has_cseq_step && request->cseq_step == 1;
}

bool cause_may_ignore_minimum(const struct event *event)
{
    return !cause_ignores_minimum_at_once(event);
}

bool cause_waits_after_423(const struct event *event)
{
    return event->report->step == STEP_INTERVAL_TOO_BRIEF &&
           (event->registration->attempt.min_expires_s ||
            event->registration->past->rare->interval.minimum_s);
}

static bool is_redirected(const struct event *event)
{
    return event->report->step == STEP_REDIRECT;
}

/* 380 names no other place to register at. */
bool cause_offers_other_service(const struct event *event)
{
    return is_redirected(event) && event->report->status == 380;
}

/* A client that obeys RFC 3261 8.1.3.4 gives up there. */
bool cause_leads_back(const struct event *event)
{
    const struct redirect *redirect = event->registration ? event->registration->redirect : NULL;

    if (!is_redirected(event) || !redirect || redirect->frame != event->report->frame ||
        redirect->status == 305 || redirect->status == 380 || !redirect->target_count ||
        redirect->targets_cut)
        return false;
    for (unsigned i = 0; i < redirect->target_count; i++) {
        if (!redirect_was_tried(redirect, redirect->targets[i]))
            return false;
    }
    return true;
}

/* There is a target that the client could try. */
bool cause_waits_after_redirect(const struct event *event)
{
    return is_redirected(event) && event->report->status != 380 && !cause_leads_back(event) &&
           !finding_of(event->report, RULE_redirect_no_contact);
}

bool cause_waits_for_follow_up(const struct event *event)
{
    return cause_waits_after_423(event) || cause_waits_after_redirect(event);
}
