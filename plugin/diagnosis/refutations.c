/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What an event means for a cause that was raised before: what strengthens it, and what refutes it.
 */
#include "diagnosis/diagnosis.h"

/* ---- what strengthens */

bool strengthens_nothing(const struct event *event, const struct suspicion *suspicion)
{
    (void)event;
    (void)suspicion;
    return false;
}

/* A 2xx of the same server to the same client. */
static bool is_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && event->registration == suspicion->registration &&
           event_is_accepted(event) && event->report->frame != suspicion->frame;
}

static bool is_same_call(const struct event *event, const struct suspicion *suspicion)
{
    return suspicion->call_id && event->transaction->call_id == suspicion->call_id;
}

static bool is_same_server(const struct event *event, const struct suspicion *suspicion)
{
    return endpoint_same_ip(&event->transaction->server, &suspicion->server);
}

static bool has_flaw(const struct event *event, const struct suspicion *suspicion)
{
    return suspicion->proof &&
           finding_of(event->transaction->request, suspicion->proof->rule) != NULL;
}

/* The flaw was refused, and without it the same request is accepted. */
bool strengthens_absence_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted(event, suspicion) && is_same_server(event, suspicion) &&
           is_same_call(event, suspicion) && suspicion->proof && !has_flaw(event, suspicion);
}

/* Without a new Call-ID, as a client has after its account was changed and it started again. */
bool strengthens_accepted_later(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_accepted(event, suspicion);
}

/* The next nonce that this server did not issue. */
bool strengthens_foreign_again(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && event->registration == suspicion->registration &&
           event->report->frame != suspicion->frame && cause_refuses_foreign_nonce(event);
}

/* ---- what refutes */

/* A nonce of its own is refused, too. */
bool refutes_own_nonce_refused(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && event->registration == suspicion->registration &&
           event->refused->is_current && event->refused->is_new && !event->refused->is_stale;
}

/* It was the same server that refused and accepted, and not one of several behind the one that is seen. */
bool refutes_same_node(const struct event *event, const struct suspicion *suspicion)
{
    const struct nonce_use *use =
        event->triggers & ON_RESPONSE && event->transaction ? event->transaction->uses[0] : NULL;

    return use && is_accepted(event, suspicion) && use->nonce->issuer_vias > 1 &&
           endpoint_same_ip(&use->nonce->issuer, &suspicion->refuser);
}

/* No user has entered another password within one Call-ID. */
bool refutes_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted(event, suspicion) && is_same_call(event, suspicion) &&
           registration_is_bound(event->registration);
}

/* The same flaw, accepted by the same server, of this client or of another one. */
bool refutes_flaw_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && event_is_accepted(event) &&
           is_same_server(event, suspicion) && has_flaw(event, suspicion);
}

/* The server takes credentials for a nonce that another one issued. */
bool refutes_accepted_elsewhere(const struct event *event, const struct suspicion *suspicion)
{
    const struct nonce_use *use =
        event->triggers & ON_RESPONSE && event->transaction ? event->transaction->uses[0] : NULL;

    return use && is_accepted(event, suspicion) && is_same_server(event, suspicion) &&
           use->nonce->issuer.family != ENDPOINT_NONE &&
           !endpoint_same_ip(&use->nonce->issuer, &suspicion->server);
}

/* The client moves as before, and is accepted. */
bool refutes_accepted_moved(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted(event, suspicion) && event->transaction->has_moved;
}

/* The request gets a response after all. */
bool refutes_responded(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & (ON_RESPONSE | ON_RELAYED_RESPONSE) &&
           event->registration == suspicion->registration &&
           event->report->request_in == suspicion->request_in;
}

bool strengthens_responded(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion);
}

/* ... by 2xx, on another branch of a fork. */
bool refutes_overruled(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted(event, suspicion) && event->report->request_in == suspicion->request_in;
}

/* The client goes on with the attempt, however late. */
bool refutes_continued(const struct event *event, const struct suspicion *suspicion)
{
    if (!(event->triggers & ON_REQUEST) || event->registration != suspicion->registration ||
        event->report->frame == suspicion->frame)
        return false;
    if (event->report->challenge_in == suspicion->frame)
        return true;
    return event->before->continues &&
           (event->facts->credentials_count || event->before->attempt.last_status == 0 ||
            event->before->attempt.last_status == 423);
}

/* The client goes on retransmitting: it did not get a response either. */
bool refutes_resent(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RETRANSMISSION && event->registration == suspicion->registration &&
           event->transaction->request &&
           event->transaction->request->frame == suspicion->request_in;
}

bool refutes_heard_client(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_REQUEST && event->registration == suspicion->registration;
}

/* It no longer names itself as the tool that scanners are known by. */
bool refutes_other_agent(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_REQUEST && event->registration == suspicion->registration &&
           event->facts->user_agent &&
           !settings_list_names(event->settings->scanners, event->facts->user_agent);
}

/* The same event, and the rule that raised it does not fire. */
bool refutes_unchanged_next(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & suspicion->row->triggers &&
           event->registration == suspicion->registration &&
           event->report->frame != suspicion->frame && suspicion->proof &&
           event->report->status == suspicion->status &&
           !finding_of(event->report, suspicion->proof->rule);
}

/* The server knows the AOR: it binds another client of it. This one may have been created since. */
bool refutes_aor_known(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && event->aor == suspicion->registration->aor &&
           is_same_server(event, suspicion) && event->registration != suspicion->registration &&
           event->report->step == STEP_ACCEPTED;
}

bool strengthens_aor_known(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_aor_known(event, suspicion);
}

/* ... with credentials that do not match the account either: that is out of date. */
bool refutes_accepted_as_wrong(const struct event *event, const struct suspicion *suspicion)
{
    const struct report *request = event->transaction ? event->transaction->request : NULL;

    return is_accepted(event, suspicion) && request->digests &&
           request->digests[0].outcome == CHECK_WRONG;
}

/* A list has the binding with time left, although its client has not registered since. */
static const struct report_binding *listed(const struct event *event,
                                           const struct suspicion *suspicion)
{
    for (unsigned i = 0; i < event->report->binding_count; i++) {
        const struct report_binding *each = &event->report->bindings[i];

        if (each->bound && each->bound->registration == suspicion->registration->number &&
            each->has_expires && each->expires_s)
            return each;
    }
    return NULL;
}

bool refutes_still_listed(const struct event *event, const struct suspicion *suspicion)
{
    const struct report_binding *each = listed(event, suspicion);

    return each && each->granted_in < suspicion->frame && event->report->frame > suspicion->frame;
}

/* The one that took the binding over is the client itself, which goes on from there. */
bool refutes_comes_from_there(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_REQUEST && event->registration == suspicion->registration &&
           endpoint_same_ip(&event->facts->packet->source, &suspicion->client);
}

/* A later 2xx grants the client time anew. */
bool refutes_granted_anew(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted(event, suspicion) && event->report->contact_count &&
           event->report->contacts[0].has_grant &&
           event->report->contacts[0].granted_s != suspicion->granted_s;
}

/* A refusal with stale=true has a nonce of its own. */
bool refutes_fresh_nonce(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && event->registration == suspicion->registration &&
           event->report->is_stale && event->report->frame != suspicion->frame &&
           !finding_of(event->report, RULE_auth_stale_same_nonce);
}

/* It stays with one Contact, and with one interval. */
bool refutes_settles(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted(event, suspicion) && suspicion->registration->contact_changes == 0 &&
           suspicion->registration->shrinking_requests == 0;
}

bool cause_concerns_others(const struct cause_row *row)
{
    return row->refuted == refutes_flaw_accepted || row->refuted == refutes_still_listed ||
           row->refuted == refutes_aor_known || row->refuted == refutes_still_bound ||
           row->refuted == refutes_removed_after_all ||
           row->refuted == refutes_outbound_confirmed ||
           row->refuted == refutes_answered_after_all ||
           row->strengthened == strengthens_serves_later ||
           row->strengthened == strengthens_aor_known;
}
