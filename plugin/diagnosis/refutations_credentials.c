/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What strengthens and what refutes the causes that have to do with challenges and credentials.
 */
#include "diagnosis/refutations.h"

#include <string.h>

/* The first credentials of the REGISTER of this response; NULL: none. */
static const struct nonce_use *used_first(const struct event *event)
{
    return event->triggers & ON_RESPONSE && event->transaction ? event->transaction->uses[0] : NULL;
}

/* ---- what strengthens */

/* The client sends credentials for such a challenge, and is accepted. */
static bool is_accepted_in_realm(const struct event *event, const struct suspicion *suspicion)
{
    const struct nonce_use *use = used_first(event);
    bool is_known =
        suspicion->has_challenge && use && use->nonce->realm == suspicion->challenge.realm;

    return is_known && is_accepted(event, suspicion);
}

/* Each of its attempts has another Call-ID, and this one has begun when the timer of the client wanted it, not a
 * user. */
static bool comes_by_itself(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct pace *pace = registration ? &registration->past->rare->pace : NULL;
    int64_t since = pace ? elapsed_between(pace->at, event->transaction->first_time) : 0;

    return pace && pace->is_own && since != ELAPSED_UNKNOWN && since < SUSPICION_TYPING_TIME;
}

/* Where it does so within the same Call-ID, or with the keys of a SIM, it has not only just been told its password. */
static bool authenticates(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted_in_realm(event, suspicion) &&
           (is_same_call(event, suspicion) || comes_by_itself(event) ||
            sip_algorithm_is_aka(suspicion->challenge.algorithm));
}

/* The client knows the password for such a challenge: what is missing was lost. */
bool strengthens_authenticates(const struct event *event, const struct suspicion *suspicion)
{
    return is_of_client(event, suspicion) &&
           (event->report->frame == suspicion->frame ? cause_knows_password(event)
                                                     : authenticates(event, suspicion));
}

/* From the address that was challenged, the same request is accepted. */
bool strengthens_accepted_unmoved(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted_again(event, suspicion) && is_same_call(event, suspicion) &&
           event->transaction->has_answer && has_same_password(event, suspicion) &&
           !cause_has_moved(event);
}

/* Where both URIs are written in one form, the request is accepted. */
bool strengthens_same_uri_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted_again(event, suspicion) && is_same_call(event, suspicion) &&
           event->transaction->has_answer && has_same_password(event, suspicion) &&
           !event->transaction->digest_uri_differs;
}

/* The node behind the balancer that issued the refused nonce accepts the client: it is the split that was refused, not
 * the account. */
bool strengthens_accepted_by_issuer(const struct event *event, const struct suspicion *suspicion)
{
    const struct nonce_use *use = used_first(event);

    return use && is_accepted(event, suspicion) && is_same_call(event, suspicion) &&
           suspicion->nonce && has_same_password(event, suspicion) &&
           use->nonce->issuer_vias == suspicion->nonce->issuer_vias &&
           endpoint_same_ip(&event->transaction->rare->relayed_from, &use->nonce->issuer);
}

/* Another server accepts the same client, which has not changed its password within one Call-ID; the one that refused
 * it had issued the nonce. */
bool strengthens_other_server_accepts(const struct event *event, const struct suspicion *suspicion)
{
    const struct nonce_use *use = used_first(event);

    return use && is_accepted(event, suspicion) && is_same_call(event, suspicion) &&
           !is_same_server(event, suspicion) && suspicion->nonce &&
           use->nonce->realm == suspicion->nonce->realm &&
           endpoint_same_ip(&suspicion->nonce->issuer, &suspicion->server);
}

/* Without a new Call-ID, as a client has after its account was changed and it started again; as the same user. */
bool strengthens_accepted_later(const struct event *event, const struct suspicion *suspicion)
{
    const struct nonce_use *use = used_first(event);

    return refutes_accepted(event, suspicion) &&
           !strengthens_other_server_accepts(event, suspicion) &&
           !(use && suspicion->username && use->username != suspicion->username);
}

/* No credentials follow the challenge of the other server: the client gives up, or begins anew. A 403 requires none. */
bool strengthens_leaves_it_at_that(const struct event *event, const struct suspicion *suspicion)
{
    if (is_request_of_client(event, suspicion))
        return is_later(event, suspicion) && !event->transaction->has_answer;
    return is_of_client(event, suspicion) && suspicion_is_of(suspicion, event) &&
           (event->triggers & ON_NO_RETRY || suspicion->status == 403);
}

/* A call of the client with the same user and realm was accepted since. */
static bool is_call_accepted(const struct event *event, const struct suspicion *suspicion)
{
    const struct authenticated_call *call =
        &suspicion->registration->past->rare->authenticated_call;

    return is_of_client(event, suspicion) && call->frame > suspicion->frame && suspicion->nonce &&
           call->realm == suspicion->nonce->realm && call->user == suspicion->username;
}

bool strengthens_call_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return is_call_accepted(event, suspicion);
}

/* The next nonce that this server did not issue. */
bool strengthens_foreign_again(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
           event->report->frame != suspicion->frame && cause_refuses_foreign_nonce(event);
}

/* The same password, sent at the same time under another Call-ID. */
bool strengthens_twin_accepted(const struct event *event, const struct suspicion *suspicion)
{
    const struct nonce_use *use = used_first(event);

    return use && is_accepted_again(event, suspicion) && !is_same_call(event, suspicion) &&
           suspicion->nonce && use->nonce->realm == suspicion->nonce->realm &&
           has_same_password(event, suspicion);
}

/* ---- what refutes */

/* One alone is refused, too. */
bool refutes_refused_without_twin(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
           is_later(event, suspicion) && cause_refuses_own_nonce(event) && !cause_has_twin(event);
}

bool refutes_password_proven(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_accepted(event, suspicion) || is_call_accepted(event, suspicion);
}

/* The other server refuses the client as well, or this one accepts it. */
bool refutes_refused_there_too(const struct event *event, const struct suspicion *suspicion)
{
    if (!(event->triggers & ON_RESPONSE) || !is_of_client(event, suspicion) ||
        event->report->frame == suspicion->frame)
        return false;
    return is_same_server(event, suspicion) ? is_accepted(event, suspicion)
                                            : cause_refuses_own_nonce(event);
}

/* A nonce of its own is refused, too. */
bool refutes_own_nonce_refused(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
           event->refused->is_current && event->refused->is_new && !event->refused->is_stale;
}

/* It was the same server that refused and accepted, and not one of several behind the one that is seen. */
bool refutes_same_node(const struct event *event, const struct suspicion *suspicion)
{
    const struct nonce_use *use = used_first(event);

    return use && is_accepted(event, suspicion) && use->nonce->issuer_vias > 1 &&
           endpoint_same_ip(&use->nonce->issuer, &suspicion->refuser);
}

/* Accepted, and it looks like no password that was guessed. */
bool refutes_accepted_as_user(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_accepted(event, suspicion) && !event->source->is_scanner &&
           !finding_of(event->report, RULE_sec_bruteforce) &&
           !finding_of(event->report, RULE_sec_password_guessed);
}

/* The credentials come late. */
bool refutes_follows_late(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && suspicion->has_challenge &&
           event->report->challenge_in == suspicion->challenge_in;
}

/* ... or the client follows such a challenge. */
bool refutes_follows(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_follows_late(event, suspicion) || authenticates(event, suspicion);
}

static bool is_like_before(const struct event *event, const struct suspicion *suspicion)
{
    const struct facts_challenge *before = &suspicion->challenge;
    const struct challenge *now = cause_challenge(event);

    return now && now->count && now->each[0].scheme == before->scheme &&
           now->each[0].algorithm == before->algorithm && now->each[0].qop == before->qop &&
           now->each[0].has_qop == before->has_qop &&
           now->each[0].has_algorithm == before->has_algorithm &&
           now->each[0].stale == before->stale;
}

/* ... one that differs in nothing but its nonce. */
bool strengthens_follows_alike(const struct event *event, const struct suspicion *suspicion)
{
    return is_later(event, suspicion) && authenticates(event, suspicion) &&
           is_like_before(event, suspicion);
}

/* ... one that differs in more. */
bool refutes_follows_other(const struct event *event, const struct suspicion *suspicion)
{
    return suspicion->weight == LATENT &&
           (refutes_follows_late(event, suspicion) ||
            (is_later(event, suspicion) && authenticates(event, suspicion) &&
             !is_like_before(event, suspicion)));
}

/* ... or another client does: accounts at this server have this realm. */
bool refutes_realm_in_use(const struct event *event, const struct suspicion *suspicion)
{
    const struct nonce_use *use = used_first(event);

    return (is_of_client(event, suspicion) && refutes_follows(event, suspicion)) ||
           (use && is_accepted_there(event, suspicion) && suspicion->has_challenge &&
            use->nonce->realm == suspicion->challenge.realm);
}

/* ... one that begins with the same algorithm. */
bool refutes_follows_algorithm(const struct event *event, const struct suspicion *suspicion)
{
    unsigned algorithms = event->registration ? event->registration->past->followed_algorithms : 0;

    return refutes_follows_late(event, suspicion) ||
           (authenticates(event, suspicion) && algorithms >> suspicion->challenge.algorithm & 1);
}

/* ... one without qop="auth". */
bool refutes_follows_qop(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_follows_late(event, suspicion) ||
           (authenticates(event, suspicion) && event->registration->past->followed_without_auth);
}

/* ... one without any qop: a user who has entered the password meanwhile has not taught it that. */
bool refutes_follows_without_qop(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_follows_late(event, suspicion) ||
           (is_accepted_in_realm(event, suspicion) &&
            event->registration->past->followed_without_qop);
}

/* ... one that is odd. */
bool refutes_follows_oddity(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_follows_late(event, suspicion) ||
           (authenticates(event, suspicion) && event->registration->past->followed_oddity);
}

/* The server accepts credentials that do not name the algorithm, or the same REGISTER on another branch. */
bool refutes_accepted_without_algorithm(const struct event *event,
                                        const struct suspicion *suspicion)
{
    return refutes_overruled(event, suspicion) ||
           (event->triggers & ON_RESPONSE && is_accepted_there(event, suspicion) &&
            event->transaction->leaves_out_algorithm);
}

/* The server accepts a user that is named without a domain, whoever it is. */
bool refutes_auth_user_form_accepted(const struct event *event, const struct suspicion *suspicion)
{
    const struct nonce_use *use;

    if (!(event->triggers & ON_RESPONSE) || !is_accepted_there(event, suspicion))
        return false;
    use = event->transaction->uses[0];
    return use && use->username && !strchr(use->username, '@');
}

/* The client sends credentials of another scheme than Digest. */
bool refutes_follows_scheme(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && event->transaction->has_answer &&
           !event->transaction->uses[0];
}

/* ... one that names no algorithm. */
bool refutes_follows_unnamed(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_follows_late(event, suspicion) ||
           (is_accepted_in_realm(event, suspicion) &&
            event->registration->past->followed_without_algorithm);
}

/* ... one with stale=true. */
bool refutes_follows_stale(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_follows_late(event, suspicion) ||
           (is_request_of_client(event, suspicion) && event->facts->credentials_count &&
            event->challenge->report && event->challenge->report->is_stale &&
            event->report->step == STEP_RETRY);
}

/* The client had a challenge: the capture cut it off. */
bool refutes_got_challenge(const struct event *event, const struct suspicion *suspicion)
{
    const struct event_credentials *credentials = event->credentials;

    if (!is_request_of_client(event, suspicion) ||
        event->transaction->call_id != suspicion->call_id)
        return refutes_overruled(event, suspicion);
    for (unsigned i = 0; i < credentials->count; i++) {
        if (!credentials->checks[i].nonce->issued_in && !credentials->checks[i].before.count)
            return true;
    }
    return false;
}

/* The server responds to an AUTS of the terminal with a challenge, or accepts the REGISTER with it. */
bool refutes_resynchronized(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
           (event_is_challenge(event) || event_is_accepted(event)) &&
           is_same_server(event, suspicion) && cause_request(event) &&
           finding_of(cause_request(event), RULE_aka_resync);
}

/* The nonce that was refused, or that must not be used again, is accepted after all. */
bool refutes_nonce_accepted(const struct event *event, const struct suspicion *suspicion)
{
    if (refutes_overruled(event, suspicion))
        return true;
    if (!suspicion->nonce || !is_accepted(event, suspicion))
        return false;
    for (unsigned i = 0; i < TRANSACTION_USES_MAX && event->transaction->uses[i]; i++) {
        if (event->transaction->uses[i]->nonce == suspicion->nonce)
            return true;
    }
    return false;
}

/* The two URIs are written differently, and the same server accepts that, of whomever. */
bool refutes_uri_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted_there(event, suspicion) && event->transaction->has_answer &&
           event->transaction->digest_uri_differs;
}

/* The credentials, or the Request-URI, are changed in the same way, and the server accepts that. */
bool refutes_accepted_after_change(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted_again(event, suspicion) && transaction_is_changed(event->transaction);
}

/* ... of whomever. */
bool refutes_other_uri_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted_there(event, suspicion) && event->transaction->has_answer &&
           (event->transaction->digest_uri_is_other || event->transaction->rare->rewritten.frame);
}

bool refutes_other_user_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted_there(event, suspicion) && event->transaction->username_differs;
}

/* The server takes the user from another header, such as From. */
bool refutes_empty_user_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted_there(event, suspicion) && event->transaction->username_is_empty;
}

bool refutes_empty_nonce_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted_there(event, suspicion) && event->transaction->nonce_is_empty;
}

/* The server challenges such a REGISTER, or accepts it, of whomever. */
bool refutes_reads_two_ats(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_same_server(event, suspicion) &&
           (event_is_accepted(event) || event_is_challenge(event)) &&
           cause_has_two_ats(event->transaction->to_uri);
}

/* The server accepts a user with a domain at an address, whoever it is. */
bool refutes_domain_in_user_accepted(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_accepted_there(event, suspicion) && event->aor &&
           cause_has_domain_in_user(event->aor);
}

/* The server that issued the nonce refuses it, too. */
bool refutes_issuing_node_refuses(const struct event *event, const struct suspicion *suspicion)
{
    return event->triggers & ON_RESPONSE && is_of_client(event, suspicion) && cause_nodes(event) &&
           event->refused->is_current && event->refused->is_new && !event->refused->is_stale &&
           nodes_agree(cause_nodes(event));
}

/* The client removes its Contact with credentials, however late. */
bool refutes_removes_at_last(const struct event *event, const struct suspicion *suspicion)
{
    return used_first(event) && is_accepted(event, suspicion) && event->transaction->is_removal;
}

/* The client sends credentials in both headers, or is accepted. */
bool refutes_sends_both(const struct event *event, const struct suspicion *suspicion)
{
    unsigned headers = 0;

    if (!is_request_of_client(event, suspicion))
        return is_accepted(event, suspicion);
    for (unsigned i = 0; i < event->facts->credentials_count; i++)
        headers |= event->facts->credentials[i].proxy ? 1 : 2;
    return headers == 3;
}

/* The server takes credentials for a nonce that another one issued, of whomever, or refuses those for its own. */
bool refutes_nonces_are_shared(const struct event *event, const struct suspicion *suspicion)
{
    const struct nonce_use *use = used_first(event);

    return (use && is_accepted_there(event, suspicion) &&
            use->nonce->issuer.family != ENDPOINT_NONE &&
            !endpoint_same_ip(&use->nonce->issuer, &suspicion->server)) ||
           refutes_own_nonce_refused(event, suspicion);
}

/* ... as the hop behind the balancer shows. */
bool refutes_accepted_at_other_node(const struct event *event, const struct suspicion *suspicion)
{
    const struct nonce_use *use = used_first(event);
    const struct endpoint *node = use ? &event->transaction->rare->relayed_from : NULL;

    return use && is_accepted(event, suspicion) && is_same_server(event, suspicion) &&
           node->family != ENDPOINT_NONE && use->nonce->issuer.family != ENDPOINT_NONE &&
           !endpoint_same_ip(&use->nonce->issuer, node);
}

/* The client moves as before, and is accepted. */
bool refutes_accepted_moved(const struct event *event, const struct suspicion *suspicion)
{
    if (event_is_accepted(event))
        return is_accepted(event, suspicion) && cause_has_moved(event);
    /* Or refused where it was challenged. */
    return event->triggers & ON_RESPONSE && is_of_client(event, suspicion) &&
           is_later(event, suspicion) && cause_status(event) >= 400 &&
           event->transaction->has_answer && !cause_has_moved(event);
}

/* Another REGISTER for the AOR is accepted with credentials that do not match the account either: that is out of date. */
bool refutes_accepted_as_wrong(const struct event *event, const struct suspicion *suspicion)
{
    const struct report *request = event->transaction ? event->transaction->request : NULL;

    return event->triggers & ON_RESPONSE && event_is_accepted(event) &&
           event->aor == suspicion->registration->aor && is_later(event, suspicion) && request &&
           report_rare(request)->digests && report_rare(request)->digests[0].outcome == CHECK_WRONG;
}

/* Who repeated the credentials has others as well, for another nonce: it knows the password. */
bool refutes_has_own_credentials(const struct event *event, const struct suspicion *suspicion)
{
    const struct nonce_use *use = used_first(event);

    return use && is_accepted(event, suspicion) && use->nonce != suspicion->nonce &&
           endpoint_same_ip(&event->transaction->client, &suspicion->client);
}

/* The server takes such a nonce of somebody, or refuses its own as well. */
bool refutes_other_nonce_refused_too(const struct event *event, const struct suspicion *suspicion)
{
    return refutes_flaw_accepted(event, suspicion) || refutes_own_nonce_refused(event, suspicion);
}

/* The client begins anew, and sends credentials then: it knew them. After a long time it may have been off since. */
bool strengthens_accepted_anew(const struct event *event, const struct suspicion *suspicion)
{
    return is_accepted_later(event, suspicion) && event->transaction->has_answer &&
           event->time - suspicion->raised_at <= suspicion->granted_s * SECOND;
}

/* The credentials come after all, for that challenge. */
bool refutes_follows_in_time(const struct event *event, const struct suspicion *suspicion)
{
    return is_request_of_client(event, suspicion) && suspicion->has_challenge &&
           event->report->challenge_in == suspicion->challenge_in;
}
