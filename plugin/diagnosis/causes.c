/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes: what the findings alone do not show. Those about bindings are in
 * causes_binding.c.
 */
#include "diagnosis/diagnosis.h"

#include <string.h>

bool cause_any(const struct event *event)
{
    (void)event;
    return true;
}

bool cause_is_capture_doubtful(const struct event *event)
{
    return event->capture->is_doubtful &&
           (event->attempt_failed || event->triggers & (ON_NO_RETRY | ON_EXPIRY));
}

/* ---- responses */

const struct report *cause_request(const struct event *event)
{
    return event->transaction ? event->transaction->request : NULL;
}

unsigned cause_status(const struct event *event)
{
    bool is_final = event->facts && event->facts->status >= 300 && event->transaction &&
                    event->transaction->request && event->registration &&
                    !event->response->is_second_final;

    return is_final ? event->facts->status : 0;
}

bool cause_has_credentials(const struct event *event)
{
    return event->transaction && event->transaction->has_credentials;
}

bool cause_gives_reason(const struct event *event)
{
    return event->facts->says != SAYS_NOTHING && event->facts->says != SAYS_NONCE;
}

/* A refusal that is not a challenge. */
static bool failed(const struct event *event)
{
    return cause_status(event) >= 400 && !event_is_challenge(event);
}

bool cause_refused_finally(const struct event *event)
{
    return failed(event);
}

/* ---- scanners */

static bool has_name_of_scanner(const struct event *event)
{
    return settings_list_names(event->settings->scanners, event->registration->user_agent);
}

/* The rule reports a source only once. */
bool cause_is_named_scanner(const struct event *event)
{
    return cause_status(event) && has_name_of_scanner(event);
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
    unsigned status = cause_status(event);

    return (status == 404 || status == 604 || status == 410) && event->facts->says != SAYS_DOMAIN;
}

/* It names something else than the account. */
static bool names_other_thing(const struct event *event)
{
    return event->facts->says == SAYS_SOMETHING || event->facts->says == SAYS_ROUTE;
}

/* ... and the server does not name something else that it did not find, such as a route. */
bool cause_is_unknown_account(const struct event *event)
{
    return cause_is_not_found(event) && !names_other_thing(event) &&
           !event->registration->accepted && cause_other_bindings(event) == 0;
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

/* Registrars send 403 or 503 for one Contact more than they allow, and some send 403 for a wrong
 * password. */
bool cause_too_many_likely(const struct event *event)
{
    unsigned status = cause_status(event);

    return (status == 403 || (status == 503 && cause_has_credentials(event))) &&
           !cause_gives_reason(event) && cause_other_bindings(event) > 0 &&
           !registration_is_bound(event->registration);
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

    if (cause_status(event) != 420 && cause_status(event) != 421)
        return false;
    for (unsigned i = 0; i < facts->unsupported_count; i++)
        is_named |= g_ascii_strcasecmp(facts->unsupported[i], "path") == 0;
    return is_named || facts->unsupported_count == 0;
}

/* The capture shows on another hop who added it. */
bool cause_refuses_added_path(const struct event *event)
{
    const struct report *request = cause_request(event);

    return cause_refuses_path(event) && event->transaction->path_added.frame &&
           !finding_of(request, RULE_path_unsupported);
}

bool cause_is_proxy_timeout(const struct event *event)
{
    return cause_status(event) == 408 || cause_status(event) == 504;
}

/* A 423 opens a negotiation: it is not a refusal yet. */
bool cause_refused_otherwise(const struct event *event)
{
    return failed(event) && event->facts->status != 423;
}

bool cause_waits_after_423(const struct event *event)
{
    return event->report->step == STEP_INTERVAL_TOO_BRIEF;
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

/* ---- deliveries */

/* A client that retransmitted may have received an earlier response; one that de-registers need not wait
 * for it. */
bool cause_misses_response(const struct event *event)
{
    return event->transaction && !event->facts->is_request &&
           !event->transaction->retransmissions && !event->transaction->is_removal;
}

bool cause_is_request_quoted(const struct event *event)
{
    return event->facts->is_request;
}

/* Nothing is wrong with the address in the client: the registrar accepted it there before. */
bool cause_is_unreachable_since(const struct event *event)
{
    return cause_is_request_quoted(event) && event->registration && event->registration->accepted;
}

bool cause_is_refused_since(const struct event *event)
{
    return cause_is_refused_connection(event) && event->registration &&
           event->registration->accepted;
}

bool cause_is_refused_connection(const struct event *event)
{
    return event->traffic && event->traffic->kind == TRAFFIC_REFUSED;
}

/* A client that removes its binding may close the connection behind that. */
bool cause_waits_for_binding(const struct event *event)
{
    return event->transaction && !event->transaction->is_removal;
}

/* It is bound still, but the server has ended the connection, and does not let it in on another one. */
bool cause_refused_after_lost_connection(const struct event *event)
{
    const struct flow *flow = event->registration ? event->registration->flow : NULL;

    return failed(event) && registration_is_bound(event->registration) && flow_has_ended(flow) &&
           !flow->closed_by && !flow->lost_by_client;
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
    return event->attempt_failed && event->server && event->server->has_responded &&
           !cause_is_silent_for_one(event) && !cause_is_heard_after(event);
}

/* Its latest response was to another client. A connection has a port of its own, and a proxy stands for many
 * clients. */
bool cause_serves_others(const struct event *event)
{
    const struct server_record *server = event->server;
    const struct transaction *transaction = event->transaction;

    if (!event->attempt_failed || !server || !server->has_responded ||
        server->heard_under == transaction->call_id)
        return false;
    return transaction->via_count > 1 ||
           !endpoint_same_ip(&server->heard_by, &transaction->client) ||
           (transaction->transport == TRANSPORT_UDP &&
            !endpoint_equal(&server->heard_by, &transaction->client));
}

/* The previous attempt got no response either, and not long ago others did in between. */
static bool is_silent_again(const struct event *event)
{
    const struct last_request *before = &event->registration->before;
    int64_t heard_at = event->server->heard_at;

    return before->report && !before->has_response && before->time < heard_at &&
           event->transaction->first_time - heard_at < settings_timer_f(event->settings);
}

/* ... and a retransmission after that, or the next REGISTER, gets no response either: it did not just start again
 * meanwhile. */
bool cause_is_silent_for_one(const struct event *event)
{
    return cause_serves_others(event) && event->server->heard_at < event->transaction->last_time &&
           (event->server->heard_at > event->transaction->first_time || is_silent_again(event));
}

bool cause_is_heard_after(const struct event *event)
{
    return cause_serves_others(event) && event->server->heard_at >= event->transaction->last_time;
}

/* Servers block an address for the wrong credentials of one client behind it. */
bool cause_is_address_blocked(const struct event *event)
{
    enum { REFUSALS_FROM = 3 };
    struct source_block block;

    if (!event->attempt_failed || !event->server || !event->source->record)
        return false;
    block = source_refused_others(event->source->record, event->registration->aor->name);
    return block.count >= REFUSALS_FROM && block.time < event->transaction->first_time &&
           (event->server->heard_at <= block.time ||
            !endpoint_same_ip(&event->server->heard_by, &event->transaction->client));
}

/* ---- clients that give up */

/* By its code the same request may be accepted later. */
bool cause_is_refused_for_now(const struct event *event)
{
    switch (event->report->status) {
    case 408:
    case 480:
    case 500:
    case 502:
    case 503:
    case 504:
        return true;
    default:
        return false;
    }
}

enum {
    /* Refusals after which fail2ban and the like block an address: 3 to 5. */
    REFUSALS_BEFORE_BLOCK = 3
};

/* Another client, at another address, gets no response either: it is the server that is down. */
static bool is_silent_for_others(const struct event *event)
{
    const struct server_record *server = event->server;

    return server && server->unanswered.family != ENDPOINT_NONE &&
           server->unanswered_at > server->heard_at &&
           !endpoint_same_ip(&server->unanswered, &event->transaction->client);
}

static bool may_be_blocked(const struct event *event)
{
    return event->registration && event->transaction &&
           event->registration->rejections >= REFUSALS_BEFORE_BLOCK && !is_silent_for_others(event);
}

/* By dropping its requests, or with ICMP. */
bool cause_blocked_after_refusals(const struct event *event)
{
    bool is_dropped = event->triggers & ON_ICMP ? event->facts->is_request : event->attempt_failed;

    return is_dropped && may_be_blocked(event);
}

bool cause_never_responded(const struct event *event)
{
    return event->attempt_failed && !(event->server && event->server->has_responded);
}

bool cause_is_without_response(const struct event *event)
{
    return event->attempt_failed;
}

/* Whether others get a response later is to be seen. */
bool cause_is_silent_so_far(const struct event *event)
{
    return event->attempt_failed && !cause_is_silent_for_one(event) && !may_be_blocked(event);
}

/* ---- where responses go */

/* The response went back to where the REGISTER came from, though the Via names another port. */
static bool goes_to_source(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct report *response =
        event->triggers & ON_RETRANSMISSION && transaction ? transaction->final : event->report;
    const struct finding *found = response ? finding_of(response, RULE_txn_response_port) : NULL;

    return found && (found->template == form_templates[FORM_txn_response_port_source] ||
                     (found->template == form_templates[FORM_txn_response_port] &&
                      endpoint_equal(found->values[0].endpoint, found->values[2].endpoint)));
}

/* ... and has no rport, whatever the server writes into it. */
bool cause_responds_to_source(const struct event *event)
{
    bool has_rport = event->transaction
                         ? event->transaction->has_rport
                         : event->registration && event->registration->last.has_rport;

    return !has_rport && goes_to_source(event);
}

/* The final response that the client evidently does not have: it retransmits for longer than that takes to
 * arrive, begins anew, or sends nothing more; NULL: it may have it. */
const struct report *cause_missed_response(const struct event *event)
{
    const struct finding *again;

    if (event->triggers & ON_RETRANSMISSION) {
        again = finding_of(event->report, RULE_txn_retransmission_after_final);
        return again && again->severity >= SEVERITY_WARN ? event->transaction->final : NULL;
    }
    if (event->triggers & ON_REQUEST)
        return finding_of(event->report, RULE_retry_challenge_ignored) ? event->challenge->report
                                                                       : NULL;
    return finding_of(event->report, RULE_retry_auth_missing) ? event->report : NULL;
}

bool cause_misses_response_from_elsewhere(const struct event *event)
{
    const struct report *missed = cause_missed_response(event);

    return missed && finding_of(missed, RULE_txn_response_source);
}

bool cause_responds_elsewhere(const struct event *event)
{
    return !goes_to_source(event);
}

/* Over UDP a client that waits retransmits at least every T2, 8*T1 (RFC 3261 17.1.2.2): this one had stopped when
 * the response came, or had sent another REGISTER. */
bool cause_had_given_up(const struct event *event)
{
    const struct report *missed = cause_missed_response(event);
    const struct last_request *last =
        event->triggers & ON_REQUEST ? &event->before->last : &event->registration->last;
    const int64_t t2 = 8 * (int64_t)event->settings->t1_ms * 1000000;

    if (!missed || missed->response_time <= t2 || last->transport != TRANSPORT_UDP)
        return false;
    return missed->request_in < last->frame ||
           last->time + missed->response_time - last->resent_at > t2;
}

/* ---- challenges and credentials */

/* Credentials were sent and refused, and not only because their nonce was stale: a server that calls one
 * nonce after the other stale may mean something else. */
bool cause_refused(const struct event *event)
{
    unsigned status = cause_status(event);
    bool is_stale = event->refused->is_stale && !finding_of(event->report, RULE_auth_stale_loop);

    return cause_has_credentials(event) && !is_stale &&
           (status == 400 || status == 401 || status == 403 || status == 407 || status == 500);
}

/* Two addresses of one client: both known, and different. */
static bool differ(const struct endpoint *a, const struct endpoint *b)
{
    return a->family != ENDPOINT_NONE && b->family != ENDPOINT_NONE && a->port && b->port &&
           !endpoint_equal(a, b);
}

/* The capture has the hop behind the proxy or balancer, and so who issued the nonce and who refused it. */
static bool shows_nodes(const struct event *event)
{
    const struct nonce *used = event->refused->use ? event->refused->use->nonce : NULL;
    const struct nonce *offered = event->refused->challenge;

    return used && offered && used->issuer_vias > 1 && used->issuer_vias == offered->issuer_vias;
}

/* It is another server that refuses the nonce. */
bool cause_is_split(const struct event *event)
{
    return shows_nodes(event) && !endpoint_same_ip(&event->refused->use->nonce->issuer,
                                                   &event->refused->challenge->issuer);
}

static bool has_flawed_credentials(const struct report *request)
{
    for (const struct finding *each = request ? request->findings : NULL; each; each = each->next) {
        const char *id = rule_table[each->rule].id;

        if (each->severity > SEVERITY_CHAT &&
            (g_str_has_prefix(id, "auth.") || g_str_has_prefix(id, "retry.")))
            return true;
    }
    return false;
}

/* The credentials that this challenge refuses, as the client sent them. A proxy takes out those that it has
 * required itself (RFC 3261 22.3). */
static const struct sent_credentials *refused_credentials(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    if (!cause_refused(event) || !event_is_challenge(event))
        return NULL;
    for (unsigned i = 0; i < TRANSACTION_USES_MAX && transaction->uses[i]; i++) {
        const struct sent_credentials *sent = &transaction->sent[i];

        for (unsigned j = 0; j < event->facts->challenge_count; j++) {
            if (event->facts->challenges[j].realm == sent->realm &&
                event->facts->challenges[j].proxy == sent->proxy)
                return sent;
        }
    }
    return NULL;
}

bool cause_credentials_are_removed(const struct event *event)
{
    const struct sent_credentials *sent = refused_credentials(event);

    return sent && sent->removed.frame;
}

bool cause_credentials_are_changed(const struct event *event)
{
    const struct sent_credentials *sent = refused_credentials(event);

    return sent && sent->changed.frame && !sent->removed.frame;
}

/* Registrars that compare the two URIs refuse with a challenge or 403. */
static bool may_be_the_uri(const struct event *event)
{
    return cause_refused(event) && event->facts->status != 500 && event->server &&
           !event->server->ignores_digest_uri && !event->registration->is_ims;
}

bool cause_uri_is_rewritten(const struct event *event)
{
    return may_be_the_uri(event) && event->transaction->rewritten.frame;
}

/* On the first hop it is a finding. */
bool cause_uri_differs_behind_proxy(const struct event *event)
{
    return may_be_the_uri(event) && event->transaction->digest_uri_is_other &&
           event->transaction->via_count > 1;
}

const struct hop_change *cause_hop_change(const struct event *event)
{
    const struct sent_credentials *sent = event->refused ? refused_credentials(event) : NULL;

    if (sent && sent->removed.frame)
        return &sent->removed;
    if (sent && sent->changed.frame)
        return &sent->changed;
    return event->transaction ? &event->transaction->rewritten : NULL;
}

/* The capture shows what may have made them useless behind the client. */
static bool is_changed_on_path(const struct event *event)
{
    return cause_credentials_are_removed(event) || cause_credentials_are_changed(event) ||
           cause_uri_is_rewritten(event) || cause_uri_differs_behind_proxy(event);
}

/* The capture shows no fault in the credentials but the user name or password that they were computed
 * from. */
static bool refused_flawless(const struct event *event)
{
    return event->refused->use && cause_refused(event) && !cause_is_aka(event) &&
           !event->transaction->has_moved && !cause_is_split(event) &&
           !has_flawed_credentials(cause_request(event)) && !is_changed_on_path(event);
}

static bool is_verdict(const struct event *event, enum check_outcome outcome)
{
    const struct report_digest *digest = event->refused->use ? event_refused_digest(event) : NULL;

    return digest && digest->outcome == outcome;
}

/* A server that names a reason beyond the credentials has found them right: the configured account may be out of
 * date. */
static bool names_credentials(const struct event *event)
{
    return !cause_gives_reason(event) || event->facts->says == SAYS_CREDENTIALS;
}

/* A nonce of its own, newest and young, for which nothing but the account is wrong. */
bool cause_refuses_own_nonce(const struct event *event)
{
    return refused_flawless(event) && event->refused->is_current && event->refused->is_new &&
           !is_verdict(event, CHECK_WRONG);
}

enum {
    /* Registrations of one AOR that are searched, newest first: a user has one to five devices. */
    AGENTS_MAX = 16
};

/* A client may register with each server under a Call-ID of its own. */
const struct registration *cause_accepted_elsewhere(const struct event *event)
{
    const struct registration *each = event->registration ? event->registration->aor->agents : NULL;
    const struct transaction *transaction = event->transaction;

    if (!transaction || !event->refused || !event->refused->use)
        return NULL;
    for (unsigned i = 0; each && i < AGENTS_MAX; i++, each = each->older) {
        bool is_client =
            each == event->registration ||
            (endpoint_same_ip(&each->last.source, &transaction->client) && each->rejections == 0);

        if (is_client && each->authenticated_in &&
            each->authenticated_realm == event->refused->use->nonce->realm &&
            !endpoint_same_ip(&each->authenticated_by, &transaction->server))
            return each;
    }
    return NULL;
}

/* ... and another server has accepted the client. */
bool cause_accepted_by_other_server(const struct event *event)
{
    return cause_refuses_own_nonce(event) && event->addresses != ADDRESSES_ARE_OBSERVED &&
           cause_accepted_elsewhere(event);
}

/* A registrar may have other reasons as well, but this has to be corrected in any case. */
bool cause_is_wrong_by_account(const struct event *event)
{
    bool refuses =
        event_is_challenge(event) || (cause_status(event) == 403 && names_credentials(event));

    return cause_refused(event) && refuses && !cause_is_aka(event) &&
           is_verdict(event, CHECK_WRONG);
}

/* On a later hop a proxy may have taken them out. */
bool cause_leaves_out_credentials(const struct event *event)
{
    return cause_status(event) && event->response->left_out && event->transaction->via_count == 1;
}

/* ... and the account does not say that it is right. */
bool cause_refused_unproven(const struct event *event)
{
    return refused_flawless(event) && !is_verdict(event, CHECK_CORRECT) &&
           !cause_accepted_by_other_server(event);
}

bool cause_may_be_corrected(const struct event *event)
{
    return cause_refused(event) && !is_verdict(event, CHECK_CORRECT) &&
           !cause_accepted_by_other_server(event);
}

bool cause_is_right_by_account(const struct event *event)
{
    return refused_flawless(event) && is_verdict(event, CHECK_CORRECT) &&
           !cause_accepted_by_other_server(event);
}

bool cause_may_be_split(const struct event *event)
{
    return cause_is_right_by_account(event) && !shows_nodes(event);
}

/* ... refused without a challenge: by 403, or by a 401 or 407 that lacks it. */
static bool offers_no_other(const struct event *event)
{
    return cause_status(event) == 403 ||
           (cause_status(event) && event_is_challenge(event) && !event->facts->challenge_count);
}

/* The server says so, has offered another one since, or did not take a younger one any more. A 403 has other
 * reasons as well; a 401 to what was accepted before has none. */
bool cause_is_nonce_refused(const struct event *event)
{
    const struct event_refused *refused = event->refused;

    return offers_no_other(event) && cause_has_credentials(event) && refused->use &&
           !cause_gives_reason(event) &&
           (refused->newer || refused->is_older_than_life || refused->says_nonce ||
            (refused->is_old && event_is_challenge(event)));
}

/* Nothing is refused: the REGISTER has no credentials, or none for the header that is missing. */
bool cause_lacks_challenge(const struct event *event)
{
    return !event->refused->use;
}

/* ... and why is not said. */
static bool is_forbidden(const struct event *event)
{
    return (cause_status(event) == 403 || cause_status(event) == 603) && !cause_gives_reason(event);
}

/* The password cannot be the reason: none was used, or it is the right one. */
bool cause_forbidden(const struct event *event)
{
    return is_forbidden(event) && (!event->refused->use || is_verdict(event, CHECK_CORRECT));
}

bool cause_is_barred(const struct event *event)
{
    return is_forbidden(event) && !cause_forbidden(event) && !cause_forbidden_credentials(event);
}

/* IMS terminals authenticate as a private user. */
bool cause_auth_user_is_empty(const struct event *event)
{
    return cause_refused(event) && event->transaction->username_is_empty;
}

bool cause_auth_user_differs(const struct event *event)
{
    return cause_status(event) == 403 && event->transaction->username_differs &&
           event->refused->use && !cause_is_nonce_refused(event) && event->server &&
           !event->server->allows_other_users && !event->registration->is_ims;
}

/* Many registrars send 403 for a wrong password. */
bool cause_forbidden_credentials(const struct event *event)
{
    return cause_status(event) == 403 && !cause_gives_reason(event) &&
           cause_has_credentials(event) && event->refused->use && event->refused->is_new &&
           !cause_is_nonce_refused(event) && !is_verdict(event, CHECK_CORRECT);
    return cause_status(event) == 403 && cause_has_credentials(event) && event->refused->use &&
           event->refused->is_new && !cause_is_nonce_refused(event) &&
           !is_verdict(event, CHECK_CORRECT) && !cause_accepted_by_other_server(event);
}

/* The second refusal in a row: the first may come from another server after a failover, or be due to
 * an expired nonce. */
static bool refused_again(const struct event *event)
{
    return cause_status(event) && event_is_challenge(event) && cause_has_credentials(event) &&
           event->challenge->to_credentials;
}

bool cause_other_server(const struct event *event)
{
    const struct challenge *before = event->challenge;

    return refused_again(event) && cause_refused(event) &&
           event->addresses != ADDRESSES_ARE_OBSERVED && before->server.family != ENDPOINT_NONE &&
           !endpoint_same_ip(&before->server, &event->transaction->server) &&
           !endpoint_same_ip(&before->server, &event->facts->packet->source);
}

/* A retransmission was challenged anew, and only the newest nonce counts. */
bool cause_uses_older_nonce(const struct event *event)
{
    return cause_refused(event) && event_is_challenge(event) && event->refused->newer &&
           event->refused->newer->is_again && !finding_of(cause_request(event), RULE_auth_doubled);
}

/* At one of two servers behind a balancer every other REGISTER is missing, and with it the challenge that
 * the credentials follow. */
bool cause_refuses_foreign_nonce(const struct event *event)
{
    return cause_refused(event) && event_is_challenge(event) && event->refused->use &&
           !event->refused->use->nonce->issued_in && cause_request(event)->cseq_step > 1;
}

/* No REGISTER is missing between the challenge and the credentials, and no retransmission was challenged. */
bool cause_refused_at_once(const struct event *event)
{
    return cause_refused(event) && cause_request(event)->cseq_step <= 1 &&
           !cause_uses_older_nonce(event);
}

/* A flaw of the credentials may be what the server calls stale. */
bool cause_is_flawless(const struct event *event)
{
    return !has_flawed_credentials(cause_request(event));
}

/* Since the challenge, as the packets show it, or as the server sees it. */
bool cause_has_moved(const struct event *event)
{
    return event->transaction->has_moved ||
           differ(&event->registration->challenge.seen_at, &event->registration->public_address.at);
}

/* Two challenges of one hop; on another one the client is the proxy. */
static bool saw_other_address(const struct challenge *before, const struct challenge *now)
{
    return before->report && now->report && before->report->hop == now->report->hop &&
           differ(&before->seen_at, &now->seen_at);
}

bool cause_source_moved(const struct event *event)
{
    return refused_again(event) && event->addresses == ADDRESSES_ARE_REAL &&
           !event->registration->is_ims &&
           (event->transaction->has_moved ||
            saw_other_address(event->challenge, &event->registration->challenge));
}

/* Another text, although the same resource by RFC 3261 19.1.4. */
bool cause_uri_port_differs(const struct event *event)
{
    return cause_refused(event) && event->transaction->digest_uri_differs &&
           event->facts->status == 403;
}

bool cause_got_two_responses(const struct event *event)
{
    return event->transaction && event->transaction->status >= 200 &&
           event->transaction->status < 300 && event_is_challenge(event) &&
           cause_has_credentials(event) && event->transaction->retransmissions;
}

bool cause_agreement_demanded(const struct event *event)
{
    unsigned status = cause_status(event);

    return (status == 494 || (status == 421 && event->registration->is_ims)) &&
           !event->transaction->offers_agreement;
}

/* ---- challenges that no credentials follow */

const struct challenge *cause_challenge(const struct event *event)
{
    const struct challenge *challenge;

    if (!event->registration)
        return NULL;
    challenge = event->facts && event->facts->is_request ? event->challenge
                                                         : &event->registration->challenge;
    return challenge && challenge->frame ? challenge : NULL;
}

bool cause_is_aka(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);

    return challenge && challenge->count && challenge->each[0].scheme == SIP_AUTH_DIGEST &&
           sip_algorithm_is_aka(challenge->each[0].algorithm);
}

/* What the client has proven to know does not keep it from sending credentials. */
bool cause_knows_password(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);
    const struct registration *registration = event->registration;

    return challenge && challenge->count && registration->authenticated_in &&
           registration->authenticated_realm == challenge->each[0].realm;
}

bool cause_knows_no_password(const struct event *event)
{
    return !cause_knows_password(event);
}

static bool has_followed(const struct event *event, enum sip_algorithm algorithm)
{
    return event->registration->followed_algorithms >> algorithm & 1;
}

/* Some clients look only at the first challenge: neither MD5 nor AKA is first. */
bool cause_offers_strong_first(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);

    return challenge && challenge->count && challenge->each[0].scheme == SIP_AUTH_DIGEST &&
           challenge->each[0].algorithm != SIP_ALGORITHM_MD5 && !cause_is_aka(event) &&
           !has_followed(event, challenge->each[0].algorithm);
}

bool cause_offers_no_algorithm(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);

    return challenge && challenge->count && challenge->each[0].scheme == SIP_AUTH_DIGEST &&
           !challenge->each[0].has_algorithm && !event->registration->followed_without_algorithm;
}

/* RFC 2069. Where the algorithm is missing as well, that is said. */
bool cause_offers_no_qop(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);

    if (!challenge || !challenge->count || event->registration->followed_without_qop ||
        cause_is_aka(event) || cause_offers_no_algorithm(event))
        return false;
    for (unsigned i = 0; i < challenge->count; i++) {
        if (challenge->each[i].scheme != SIP_AUTH_DIGEST || challenge->each[i].has_qop)
            return false;
    }
    return true;
}

/* Nothing in it that each client is able to follow. */
bool cause_is_unusual_challenge(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);
    bool offers_md5 = false;

    for (unsigned i = 0; challenge && i < challenge->count; i++)
        offers_md5 |= challenge->each[i].algorithm == SIP_ALGORITHM_MD5;
    return cause_offers_no_algorithm(event) || cause_offers_no_qop(event) ||
           cause_offers_no_auth(event) || (cause_offers_strong_first(event) && !offers_md5);
}

static bool has_no_digest(const struct facts_challenge *challenges, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (challenges[i].scheme == SIP_AUTH_DIGEST)
            return false;
    }
    return count > 0;
}

bool cause_lacks_digest(const struct event *event)
{
    return event->triggers & ON_ANY_RESPONSE && event_is_challenge(event) &&
           has_no_digest(event->facts->challenges, event->facts->challenge_count);
}

/* The client does not follow it, or with Digest. Where it follows with another scheme, that may take several
 * rounds. */
bool cause_offers_no_digest(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct challenge *challenge = event->challenge;

    if (!registration || registration->followed_without_digest)
        return false;
    if (event->triggers & ON_NO_RETRY)
        return registration->challenge.report == event->report &&
               !registration->challenge.was_followed && !registration->challenge.to_credentials &&
               has_no_digest(registration->challenge.each, registration->challenge.count) &&
               registration->attempt.intent != INTENT_REMOVE &&
               registration->attempt.intent != INTENT_REMOVE_ALL;
    if (!cause_status(event) || !cause_lacks_digest(event))
        return false;
    if (event->transaction->has_answer)
        return event->transaction->uses[0] != NULL;
    return challenge->frame && !challenge->was_followed && challenge->cseq != event->facts->cseq &&
           has_no_digest(challenge->each, challenge->count);
}

bool cause_offers_no_auth(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);

    if (!challenge || !challenge->count || event->registration->followed_without_auth)
        return false;
    for (unsigned i = 0; i < challenge->count; i++) {
        if (!challenge->each[i].has_qop || challenge->each[i].qop & SIP_QOP_AUTH)
            return false;
    }
    return true;
}

static bool holds_word(const char *text, const char *part)
{
    size_t length = strlen(part);

    for (; length && strlen(text) >= length; text++) {
        if (g_ascii_strncasecmp(text, part, length) == 0)
            return true;
    }
    return false;
}

/* A realm that shares no text with the user's domain: clients with a realm in their account compare
 * it. */
bool cause_has_foreign_realm(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);
    const char *host = event->registration ? strchr(event->registration->aor->name, '@') : NULL;
    const char *realm = challenge && challenge->count ? challenge->each[0].realm : NULL;

    return host && host[1] && realm && realm[0] && !cause_knows_password(event) &&
           !holds_word(realm, host + 1) && !holds_word(host + 1, realm);
}

bool cause_waits_after_aka(const struct event *event)
{
    const struct registration *registration = event->registration;

    return cause_is_aka(event) && !cause_knows_password(event) &&
           registration->challenge.report == event->report &&
           !registration->challenge.was_followed && !registration->rejections &&
           registration->attempt.intent != INTENT_REMOVE &&
           registration->attempt.intent != INTENT_REMOVE_ALL;
}

bool cause_is_stale(const struct event *event)
{
    return event->report->is_stale;
}

/* ... and not because the client has used an older one. A client that leaves need not follow the challenge. */
bool cause_stale_not_flagged(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct challenge *challenge = cause_challenge(event);

    return challenge && challenge->count && registration &&
           registration->stale_not_flagged == event->report &&
           registration->superseded != event->report &&
           registration->attempt.intent != INTENT_REMOVE &&
           registration->attempt.intent != INTENT_REMOVE_ALL &&
           !has_no_digest(challenge->each, challenge->count);
}
