/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What an event means for a cause that was raised before: what strengthens it, and what refutes it.
 */
#include "diagnosis/refutations.h"

#include "diagnosis/causes_path.h"

/* ---- what strengthens */

bool strengthens_nothing(const struct event *event, const struct suspicion *suspicion)
{
    (void)event;
    (void)suspicion;
    return false;
}

/* The server itself names what is wrong. */
static bool names_flaw(const struct event *event, const struct suspicion *suspicion)
{
    static const struct {
        enum rule rule;
        const char *words;
        const char *also; /* NULL: nothing */
    } flaws[] = {
        {RULE_refresh_cseq_not_increased, "cseq", NULL},
        {RULE_retry_cseq_same, "cseq", NULL},
        {RULE_reg_cseq_method, "cseq", NULL},
        {RULE_reg_cseq_range, "cseq", NULL},
        {RULE_reg_star_expires, "expires expiry expiration", NULL},
        {RULE_reg_expires_malformed, "expires expiry expiration", NULL},
        {RULE_ob_regid_without_instance, "instance", NULL},
        {RULE_ob_regid_range, "reg", "id"},
        {RULE_auth_realm_mismatch, "realm*", NULL},
        {RULE_auth_alg_mismatch, "algorithm*", NULL},
        {RULE_auth_qop_not_offered, "qop", NULL},
        {RULE_auth_qop_not_sent, "qop", NULL},
        {RULE_auth_opaque_mismatch, "opaque", NULL},
        {RULE_auth_uri_mismatch, "uri uris", NULL},
        {RULE_path_unsupported, "path", NULL},
    };
    const char *told = report_rare(event->report)->told;

    if (event->report->frame != suspicion->frame || !told || !suspicion->proof)
        return false;
    if (suspicion->proof->rule == RULE_reg_star_mixed)
        return cause_names_contact(told);
    for (unsigned i = 0; i < G_N_ELEMENTS(flaws); i++) {
        if (flaws[i].rule == suspicion->proof->rule && facts_told_names(told, flaws[i].words) &&
            (!flaws[i].also || facts_told_names(told, flaws[i].also)))
            return true;
    }
    return false;
}

/* A nonce that was used before may only have expired: a new one is accepted then, whatever its nc. */
static bool may_have_expired(const struct event *event, const struct suspicion *suspicion)
{
    const struct nonce_use *use = event->transaction->uses[0];

    return suspicion->proof->rule == RULE_auth_nc_repeat &&
           !(use && use->nonce == suspicion->nonce);
}

/* The flaw was refused, and without it the same request is accepted. */
bool strengthens_absence_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return names_flaw(event, suspicion) ||
           (is_accepted_again(event, suspicion) && is_same_call(event, suspicion) &&
            suspicion->proof && !has_flaw(event, suspicion) &&
            has_same_password(event, suspicion) && !may_have_expired(event, suspicion));
}

/* ---- what refutes */

bool refutes_accepted_again(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_accepted_again(event, suspicion);
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
    return is_accepted_there(event, suspicion) && has_flaw(event, suspicion);
}

/* A registrar compares the CSeq with that of the binding, if there is one (RFC 3261 10.3 step 7). */
bool refutes_low_cseq_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_flaw_accepted(event, suspicion) && cause_tests_cseq(event);
}

/* The server says why it refuses, and it is not the security agreement, or takes part in that. */
bool refutes_other_reason_given(const struct event *event, const struct suspicion *suspicion)
{
    if (refutes_accepted_despite(event, suspicion))
        return true;
    if (!(event->triggers & ON_RESPONSE) || !is_of_client(event, suspicion) ||
        event->report->request_in != suspicion->frame || event->facts->status < 400)
        return false;
    /* The option tag is missing, and the server does its part all the same. */
    if (event->facts->ims.server.list && suspicion->proof &&
        suspicion->proof->rule == RULE_secagree_option_missing)
        return true;
    if (event_is_challenge(event) || !report_rare(event->report)->told)
        return false;
    return !facts_told_names(report_rare(event->report)->told,
                             "security secagree agree* ipsec* spi spis");
}

/* The same server accepts an address as the domain, of whomever. */
bool refutes_domain_served(const struct event *event, const struct suspicion *suspicion)
{
    struct endpoint domain;

    return is_accepted_there(event, suspicion) && event->transaction->to_uri &&
           facts_uri_endpoint(event->transaction->to_uri, &domain);
}

/* ... or the client gets a response. */
bool refutes_domain_heard(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_domain_served(event, suspicion) ||
           (event->triggers & ON_RESPONSE && is_of_client(event, suspicion));
}

/* The registrar accepts what it was thought to refuse: where the fault is in the request, another one with
 * it; where it is in a response, the attempt. */
bool refutes_accepted_despite(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted(event, suspicion) &&
           (suspicion->status ? is_same_call(event, suspicion) : has_flaw(event, suspicion));
}

/* The same server accepts a REGISTER that offers no security agreement. */
bool refutes_accepted_without_agreement(const struct event *event,
                                        const struct suspicion *suspicion)
{
    return is_accepted_again(event, suspicion) && !event->transaction->offers_agreement;
}

/* The client is accepted beside no fewer bindings of others. */
bool refutes_fits_beside_others(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted_again(event, suspicion) && cause_other_bindings(event) >= suspicion->others;
}

/* The CSeq is raised, and there is no response either; or the server takes one that is not. */
bool refutes_not_the_cseq(const struct event *event, const struct suspicion *suspicion)
{
    if (refutes_responded(event, suspicion))
        return true;
    if (event->triggers & ON_TIMEOUT)
        return is_of_client(event, suspicion) && event->attempt_failed &&
               event->report->frame != suspicion->frame && !cause_cseq_was_low(event);
    return is_accepted_there(event, suspicion) && cause_has_low_cseq(event->transaction->request);
}

/* The registrar grants time anew although the CSeq was not increased, or none although it was. */
bool refutes_regardless_of_cseq(const struct event *event, const struct suspicion *suspicion)
{
    if (!is_accepted(event, suspicion) || !is_same_server(event, suspicion) ||
        !event->bindings->contact_count)
        return false;
    return (finding_of(event->report, RULE_order_stale_accepted) != NULL) !=
           cause_leaves_binding_unchanged(event);
}

/* The request gets a response after all; where none was known to wait, one that was sent before. */
bool refutes_responded(const struct event *event, const struct suspicion *suspicion)
{
    return is_response_to_client(event, suspicion) &&
           (suspicion->request_in ? event->report->request_in == suspicion->request_in
                                  : event->report->request_in < suspicion->frame);
}

/* ... without another transmission in between: the error came from another hop. */
bool refutes_delivered(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_responded(event, suspicion) &&
           event->transaction->last_time < suspicion->raised_at;
}

/* The server responds to the client again, or to no other client either. */
bool refutes_responds_again(const struct event *event, const struct suspicion *suspicion)
{
    if (event->triggers & ON_TIMEOUT)
        return is_same_server(event, suspicion) && event->attempt_failed &&
               event->transaction->first_time >= suspicion->time &&
               !endpoint_same_ip(&event->transaction->client, &suspicion->client);
    return is_response_to_client(event, suspicion) && is_same_server(event, suspicion);
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

/* ... or the server, which had not challenged the client, does so later at the same address, or accepts it. */
bool refutes_asked_or_accepted(const struct event *event, const struct suspicion *suspicion)
{
    bool is_asked = event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
                    event_is_challenge(event) && !suspicion->nonce;

    return refutes_overruled(event, suspicion) ||
           ((is_asked || is_accepted(event, suspicion)) && is_later(event, suspicion) &&
            is_same_server(event, suspicion) &&
            endpoint_same_ip(&event->transaction->client, &suspicion->client));
}

/* The client goes on with the attempt, however late. */
bool refutes_continued(const struct event *event, const struct suspicion *suspicion)
{
    if (!is_request_of_client(event, suspicion) || event->report->frame == suspicion->frame)
        return false;
    if (event->report->challenge_in == suspicion->frame)
        return true;
    return event->before->continues && event->report->attempt == suspicion->attempt &&
           (event->facts->credentials_count || event->before->attempt.last_status == 0 ||
            event->before->attempt.last_status == 423);
}

/* ... or a later challenge, sent in the same way. */
bool refutes_hears_at_via(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_continued(event, suspicion) ||
           (is_request_of_client(event, suspicion) &&
            event->report->challenge_in > suspicion->frame && !event->transaction->has_rport &&
            endpoint_equal(&event->transaction->client, &suspicion->client) &&
            endpoint_equal(&event->transaction->sent_by, &suspicion->sent_by));
}

/* The client goes on retransmitting, or opens another connection: it did not get a response either. Or the response
 * comes after all. */
bool refutes_resent_or_responded(const struct event *event, const struct suspicion *suspicion)
{
    if (refutes_responded(event, suspicion) || is_served_on_new_connection(event, suspicion))
        return true;
    return event->triggers & ON_RETRANSMISSION && is_of_client(event, suspicion) &&
           event->transaction->request &&
           event->transaction->request->frame == suspicion->request_in;
}

/* ... or this is so of a REGISTER before the one that it is about. */
bool refutes_earlier_goes_on(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & (ON_RESPONSE | ON_RETRANSMISSION) && is_of_client(event, suspicion) &&
           event->transaction->request &&
           event->transaction->request->frame < suspicion->request_in;
}

bool refutes_heard_client(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion);
}

/* It no longer names itself as the tool that scanners are known by. */
bool refutes_other_agent(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && event->facts->user_agent &&
           !settings_list_names(event->settings->scanners, event->facts->user_agent);
}

/* ... or it knows its password, which it has not guessed. */
bool refutes_other_agent_or_user(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_other_agent(event, suspicion) ||
           (event->triggers & ON_RESPONSE && is_accepted(event, suspicion) &&
            event->transaction->has_answer && !finding_of(event->report, RULE_sec_bruteforce) &&
            !finding_of(event->report, RULE_sec_password_guessed));
}

/* The next challenge passes both hops unchanged. */
bool refutes_passed_unchanged(const struct event *event, const struct suspicion *suspicion)
{
    return is_response_to_client(event, suspicion) && event->report->frame != suspicion->frame &&
           event_is_challenge(event) && event->response->hop_challenges &&
           !finding_of(event->report, RULE_sec_challenge_stripped);
}

/* The same event, and the rule that raised it does not fire. */
bool refutes_unchanged_next(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & suspicion->row->triggers && is_of_client(event, suspicion) &&
           event->report->frame != suspicion->frame && suspicion->proof &&
           event->report->status == suspicion->status &&
           !finding_of(event->report, suspicion->proof->rule);
}

/* The server knows the AOR: it binds another client of it. This one may have been created since. */
bool refutes_aor_known(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && event->aor == suspicion->registration->aor &&
           is_same_server(event, suspicion) && !is_of_client(event, suspicion) &&
           event->report->step == STEP_ACCEPTED;
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
static bool comes_from_there(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) &&
           endpoint_same_ip(&event->facts->packet->source, &suspicion->client);
}

/* The binding was not taken away, or by the client itself. */
bool refutes_not_taken(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_still_listed(event, suspicion) || comes_from_there(event, suspicion);
}

/* The one that lost its binding goes on where it was, in the same Call-ID: it is not the one that took it. */
static bool stays(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && is_later(event, suspicion) &&
           event->facts->call_id == event->before->last.call_id &&
           endpoint_same_ip(&event->facts->packet->source, &event->before->last.source);
}

bool strengthens_is_another_device(const struct event *event, const struct suspicion *suspicion)
{
    return event->bindings && event->report->frame == suspicion->frame
               ? cause_is_other_instance(event)
               : stays(event, suspicion);
}

bool refutes_stays_or_not_taken(const struct event *event, const struct suspicion *suspicion)
{
    return stays(event, suspicion) || refutes_not_taken(event, suspicion);
}

/* ... or the client is still where it was: it is another one that registers from there. */
bool refutes_not_moved(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_not_taken(event, suspicion) ||
           (is_request_of_client(event, suspicion) &&
            !endpoint_same_ip(&event->facts->packet->source, &suspicion->client));
}

/* A later 2xx grants the client time anew. */
bool refutes_granted_anew(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted(event, suspicion) && event->report->contact_count &&
           event->report->contacts[0].has_grant &&
           event->report->contacts[0].granted_s != suspicion->granted_s;
}

/* It stays with one Contact, and with one interval. */
bool refutes_settles(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted(event, suspicion) && suspicion->registration->contact_changes == 0 &&
           suspicion->registration->shrinking_requests == 0;
}

/* It goes by another time than that of another Contact. */
bool refutes_keeps_own_time(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted(event, suspicion) && suspicion->registration->other_rounds == 0;
}

/* It waits before the next refresh. */
bool refutes_takes_its_time(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted(event, suspicion) && suspicion->registration->hasty_refreshes == 0;
}
