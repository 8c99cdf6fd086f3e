/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes in causes/: what the findings alone do not tell. Those that have to
 * do with challenges and credentials are in causes_auth.c, those with bindings in causes_binding.c.
 */
#include "diagnosis/diagnosis.h"

#include <string.h>

bool cause_any(const struct event *event)
{
    (void)event;
    return true;
}

/* ---- answers */

const struct report *cause_request(const struct event *event)
{
    return event->transaction ? event->transaction->request : NULL;
}

unsigned cause_status(const struct event *event)
{
    bool is_final = event->facts && event->facts->status >= 300 && event->transaction &&
                    event->transaction->request && event->registration && !event->is_second_final;

    return is_final ? event->facts->status : 0;
}

bool cause_has_credentials(const struct event *event)
{
    return event->transaction && event->transaction->has_credentials;
}

/* A refusal that is no challenge. */
static bool failed(const struct event *event)
{
    return cause_status(event) >= 400 && !event_is_challenge(event);
}

/* ---- who is no client */

/* The rule speaks once a source. */
bool cause_is_named_scanner(const struct event *event)
{
    return cause_status(event) &&
           settings_list_names(event->settings->scanners, event->registration->user_agent);
}

/* A telephone behind the same address has had a 2xx, or has its password. */
bool cause_is_among_guesses(const struct event *event)
{
    return cause_status(event) && !event->registration->accepted && !cause_has_credentials(event) &&
           (cause_is_unknown_account(event) || cause_forbidden(event)) &&
           source_was_told(event->source, event->time);
}

/* ---- 4xx to 6xx */

/* What is wrong with the form of a request; not an answer that speaks of something else. */
bool cause_refused_form(const struct event *event)
{
    unsigned status = cause_status(event);

    return status == 400 || status == 405 || status == 406 || (status >= 413 && status <= 421) ||
           status == 439 || status == 482 || status == 493 || status == 500 || status == 501 ||
           status == 505 || status == 513;
}

bool cause_forbidden(const struct event *event)
{
    return cause_status(event) == 403 || cause_status(event) == 603;
}

bool cause_is_unknown_account(const struct event *event)
{
    return cause_status(event) == 404 || cause_status(event) == 604 || cause_status(event) == 410;
}

static bool names_any(const char *text, const char *const *words, unsigned count)
{
    char *small = g_ascii_strdown(text, -1);
    bool found = false;

    for (unsigned i = 0; i < count && !found; i++)
        found = strstr(small, words[i]);
    g_free(small);
    return found;
}

bool cause_too_many_said(const struct event *event)
{
    static const char *const limits[] = {"too many", "maximum", "limit", "exceed"};
    static const char *const things[] = {"contact", "binding", "registration", "registered"};
    const char *reason = event->facts->reason;

    return failed(event) && reason && names_any(reason, limits, G_N_ELEMENTS(limits)) &&
           names_any(reason, things, G_N_ELEMENTS(things));
}

/* Registrars answer 403 or 503 to one Contact more than they allow, and some answer 403 to a wrong
 * password. */
bool cause_too_many_or_password(const struct event *event)
{
    return cause_forbidden_credentials(event) && cause_too_many_likely(event);
}

bool cause_too_many_likely(const struct event *event)
{
    unsigned status = cause_status(event), others = 0;

    if ((status != 403 && status != 503) || !cause_has_credentials(event))
        return false;
    for (const struct binding *binding = event->registration->aor->bindings; binding;
         binding = binding->next)
        others += binding_is_alive(binding) && binding->owner != event->registration;
    return others > 0 && !registration_is_bound(event->registration);
}

bool cause_refused_option(const struct event *event)
{
    unsigned status = cause_status(event);

    return status == 420 || status == 421 || status == 439 || status == 494;
}

bool cause_is_overloaded(const struct event *event)
{
    return cause_status(event) == 503;
}

bool cause_is_silent_behind(const struct event *event)
{
    return cause_status(event) == 408 || cause_status(event) == 504;
}

/* What opens a negotiation is no refusal yet. */
bool cause_refused_otherwise(const struct event *event)
{
    return failed(event) && event->facts->status != 423;
}

bool cause_waits_after_brief(const struct event *event)
{
    return event->report->step == STEP_INTERVAL_TOO_BRIEF;
}

/* ---- deliveries */

/* Who has asked twice may have the first of two answers; who has said goodbye need not wait. */
bool cause_misses_answer(const struct event *event)
{
    return event->transaction && !event->transaction->resends && !event->transaction->is_removal;
}

bool cause_is_request_quoted(const struct event *event)
{
    return event->facts->is_request;
}

bool cause_is_refused_connection(const struct event *event)
{
    return event->traffic && event->traffic->kind == TRAFFIC_REFUSED;
}

bool cause_cseq_was_low(const struct event *event)
{
    return finding_of(event->report, RULE_retry_cseq_same) ||
           finding_of(event->report, RULE_refresh_cseq_not_increased);
}

bool cause_is_oversized(const struct event *event)
{
    return finding_of(event->report, RULE_reg_udp_oversize) != NULL;
}

bool cause_is_silent(const struct event *event)
{
    return event->attempt_failed && event->server_record && event->server_record->answered;
}

bool cause_never_heard(const struct event *event)
{
    return event->attempt_failed;
}
