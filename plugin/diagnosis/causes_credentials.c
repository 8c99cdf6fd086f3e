/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes in which credentials are refused.
 */
#include "diagnosis/causes.h"

#include <string.h>

/* Credentials were sent and refused, and not only because their nonce was stale: a server that calls one
 * nonce after the other stale may mean something else. */
bool cause_refused(const struct event *event)
{
    unsigned status = cause_status(event);
    bool is_stale = event->refused && event->refused->is_stale &&
                    !finding_of(event->report, RULE_auth_stale_loop);

    return cause_has_credentials(event) && !is_stale &&
           (status == 400 || status == 401 || status == 403 || status == 407 || status == 500);
}

/* ... which name a user: without one they have a graver flaw. */
bool cause_refused_by_name(const struct event *event)
{
    return cause_refused(event) && !event->transaction->username_is_empty;
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

/* What became of the credentials that this challenge refuses; NULL: there are none. A proxy takes out those that it
 * has required itself (RFC 3261 22.3). */
static const struct passed_credentials *refused_credentials(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    if (!cause_refused(event) || !event_is_challenge(event))
        return NULL;
    for (unsigned i = 0; i < TRANSACTION_USES_MAX && transaction->uses[i]; i++) {
        const struct sent_credentials *sent = &transaction->sent[i];

        for (unsigned j = 0; j < event->facts->challenge_count; j++) {
            if (event->facts->challenges[j].realm == sent->realm &&
                event->facts->challenges[j].proxy == sent->proxy)
                return &transaction->rare->passed[i];
        }
    }
    return NULL;
}

bool cause_credentials_are_removed(const struct event *event)
{
    const struct passed_credentials *passed = refused_credentials(event);

    return passed && passed->removed.frame;
}

bool cause_credentials_are_changed(const struct event *event)
{
    const struct passed_credentials *passed = refused_credentials(event);

    return passed && passed->changed.frame && !passed->removed.frame;
}

/* Registrars that compare the two URIs refuse with a challenge or 403. */
static bool may_be_the_uri(const struct event *event)
{
    return cause_refused(event) && event->facts->status != 500 && event->server &&
           !event->server->ignores_digest_uri && !event->registration->is_ims;
}

bool cause_uri_is_rewritten(const struct event *event)
{
    return may_be_the_uri(event) && event->transaction->rare->rewritten.frame;
}

/* On the first hop it is a finding. */
bool cause_uri_differs_behind_proxy(const struct event *event)
{
    return may_be_the_uri(event) && event->transaction->digest_uri_is_other &&
           event->transaction->via_count > 1;
}

const struct hop_change *cause_hop_change(const struct event *event)
{
    const struct passed_credentials *passed = event->refused ? refused_credentials(event) : NULL;

    if (passed && passed->removed.frame)
        return &passed->removed;
    if (passed && passed->changed.frame)
        return &passed->changed;
    return event->transaction ? &event->transaction->rare->rewritten : NULL;
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

bool cause_is_known_as_right(const struct event *event)
{
    return event->refused && event->refused->use &&
           (event->refused->is_stale || is_verdict(event, CHECK_CORRECT));
}

/* A server that names a reason beyond the credentials has found them right: the configured account may be out of
 * date. */
bool cause_names_credentials(const struct event *event)
{
    return !cause_gives_reason(event) || event->facts->says == SAYS_CREDENTIALS;
}

/* A nonce of its own, newest and young, for which nothing but the account is wrong. */
bool cause_refuses_own_nonce(const struct event *event)
{
    return refused_flawless(event) && event->refused->is_current && event->refused->is_new &&
           !is_verdict(event, CHECK_WRONG);
}

/* A client may register with each server under a Call-ID of its own. */
const struct registration *cause_accepted_elsewhere(const struct event *event)
{
    const struct registration *each = event->registration ? event->registration->aor->agents : NULL;
    const struct transaction *transaction = event->transaction;

    if (!transaction || !event->refused || !event->refused->use)
        return NULL;
    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->older) {
        bool is_client = each == event->registration ||
                         (endpoint_same_ip(&each->last.source, &transaction->client) &&
                          each->past->rejections == 0);

        if (is_client && registration_knows_realm(each, event->refused->use->nonce->realm) &&
            !endpoint_same_ip(&each->past->authenticated_by, &transaction->server))
            return each;
    }
    return NULL;
}

/* The server knows its users by their names with the domain, as far as it has accepted any. */
bool cause_has_auth_user_of_other_form(const struct event *event)
{
    const struct server_record *server = event->server;
    bool is_refused = cause_refuses_own_nonce(event) || cause_forbidden_credentials(event);
    const char *user = is_refused && event->refused->use ? event->refused->use->username : NULL;

    return user && user[0] && !strchr(user, '@') && server && server->whole_user &&
           !server->allows_short_users && !event->registration->is_ims;
}

/* Most servers take MD5 for granted then. */
bool cause_leaves_out_algorithm(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);
    unsigned status = cause_status(event);

    return (status == 400 || status == 500) && event->transaction->leaves_out_algorithm &&
           !event->registration->accepted && challenge && challenge->count &&
           challenge->each[0].has_algorithm && event->server && !event->server->allows_no_algorithm;
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
        event_is_challenge(event) || (cause_status(event) == 403 && cause_names_credentials(event));

    return cause_refused(event) && refuses && !cause_is_aka(event) &&
           is_verdict(event, CHECK_WRONG) && !event->registration->aor->is_account_outdated;
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

/* A refusal that does not say why. */
static bool is_forbidden(const struct event *event)
{
    return (cause_status(event) == 403 || cause_status(event) == 603) && !cause_gives_reason(event);
}

/* The password cannot be the reason: none was used, unless the capture has cut it off, or it is the right one. */
bool cause_forbids_whatever_password(const struct event *event)
{
    return is_forbidden(event) && !finding_of(cause_request(event), RULE_aka_resync) &&
           (event->refused->use ? is_verdict(event, CHECK_CORRECT)
                                : !event->transaction->incomplete);
}

/* The server does not ask who it is, or refuses what it has accepted before. */
bool cause_forbids_unasked(const struct event *event)
{
    const struct nonce_use *use = event->refused ? event->refused->use : NULL;

    return is_forbidden(event) && !event->transaction->incomplete &&
           (!use || (!event->refused->is_new &&
                     registration_knows_realm(event->registration, use->nonce->realm)));
}

/* ... of a client that it has served otherwise. */
bool cause_no_longer_admits(const struct event *event)
{
    return cause_forbids_whatever_password(event) && event->registration->accepted;
}

bool cause_is_barred(const struct event *event)
{
    return is_forbidden(event) && event->refused->use && !cause_forbids_whatever_password(event) &&
           !cause_forbidden_credentials(event);
}

/* IMS terminals authenticate as a private user. */
bool cause_auth_user_differs(const struct event *event)
{
    return cause_status(event) == 403 && event->transaction->username_differs &&
           event->refused->use && !cause_is_nonce_refused(event) && event->server &&
           !event->server->allows_other_users && !event->registration->is_ims &&
           !cause_has_user_in_uri_alone(event);
}

/* ... or by a new challenge, whatever that calls it: the server does not know the nonce, which another one issued. Those
 * that take each other's nonces refuse something else. */
bool cause_knows_no_such_nonce(const struct event *event)
{
    bool refuses = event->refused && event->refused->use && event->refused->is_new &&
                   (event_is_challenge(event) || is_forbidden(event));

    return refuses && event->transaction && event->addresses != ADDRESSES_ARE_OBSERVED &&
           cause_answers_elsewhere(event, event->challenge) && !cause_is_aka(event) &&
           !endpoint_same_ip(&event->challenge->server, &event->transaction->server) &&
           event->server && !event->server->takes_foreign_nonces &&
           !has_flawed_credentials(cause_request(event));
}

/* Many registrars send 403 for a wrong password. */
bool cause_forbidden_credentials(const struct event *event)
{
    return cause_status(event) == 403 && !cause_gives_reason(event) &&
           cause_has_credentials(event) && event->refused->use && event->refused->is_new &&
           !cause_is_nonce_refused(event) && !is_verdict(event, CHECK_CORRECT) &&
           !cause_accepted_by_other_server(event) && !cause_knows_no_such_nonce(event);
}

/* Its password is right: the same client was accepted with this user, before its NAT got another address. */
bool cause_is_refused_since_moved(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct nonce_use *use;

    if (!registration || !registration->accepted || !cause_forbidden_credentials(event))
        return false;
    use = event->refused->use;
    return registration->past->public_address.new_in > registration->accepted->frame &&
           registration->past->authenticated_user == use->username &&
           registration_knows_realm(registration, use->nonce->realm) &&
           endpoint_same_ip(&registration->past->authenticated_by, &event->transaction->server);
}

/* The second refusal in a row: the first may come from another server after a failover, or be due to
 * an expired nonce. */
static bool refused_again(const struct event *event)
{
    return cause_status(event) && event_is_challenge(event) && cause_has_credentials(event) &&
           event->challenge->to_credentials;
}

bool cause_challenged_by_other_server(const struct event *event)
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

/* ... over UDP, */
bool cause_is_superseded_by_udp(const struct event *event)
{
    return cause_uses_older_nonce(event) && event->transaction->transport == TRANSPORT_UDP;
}

/* ... or by a client that should not have retransmitted. */
bool cause_resends_over_connection(const struct event *event)
{
    return cause_uses_older_nonce(event) && event->transaction->transport != TRANSPORT_UDP;
}

/* At one of two servers behind a balancer every other REGISTER is missing, and with it the challenge that
 * the credentials follow. */
bool cause_refuses_foreign_nonce(const struct event *event)
{
    return cause_refused(event) && event_is_challenge(event) && event->refused->use &&
           !event->refused->use->nonce->issued_in && cause_request(event)->cseq_step > 1;
}

/* No REGISTER is missing between the challenge and the credentials, and no retransmission was challenged. Those for
 * the nonce of the challenge were not refused before. */
bool cause_refused_at_once(const struct event *event)
{
    return cause_refused(event) && cause_request(event)->cseq_step <= 1 &&
           !event->registration->past->rejections && !cause_uses_older_nonce(event);
}

/* A flaw of the credentials may be what the server calls stale. */
/* A registrar may let a nonce expire after seconds; no client needs as long to use it. */
#define USED_AT_ONCE (5 * SECOND)

static bool is_used_at_once(const struct event *event)
{
    return event->refused->age < USED_AT_ONCE;
}

bool cause_refuses_young_nonce(const struct event *event)
{
    return !has_flawed_credentials(cause_request(event)) && is_used_at_once(event);
}

bool cause_uses_nonce_late(const struct event *event)
{
    return !has_flawed_credentials(cause_request(event)) && !is_used_at_once(event);
}

/* Since the challenge, as the packets show it, or as the server sees it. */
bool cause_has_moved(const struct event *event)
{
    return event->transaction->has_moved || differ(&event->registration->past->challenge.seen_at,
                                                   &event->registration->past->public_address.at);
}

/* Two challenges of one hop; on another one the client is the proxy. */
static bool saw_other_address(const struct challenge *before, const struct challenge *now)
{
    return before->report && now->report && before->report->hop == now->report->hop &&
           differ(&before->seen_at, &now->seen_at);
}

bool cause_refused_after_moving(const struct event *event)
{
    return refused_again(event) && event->addresses == ADDRESSES_ARE_REAL &&
           !event->registration->is_ims &&
           (event->transaction->has_moved ||
            saw_other_address(event->challenge, &event->registration->past->challenge));
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

    return (status == 494 || (status == 421 && event->facts->ims.requires_agreement)) &&
           !event->transaction->offers_agreement;
}
