/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Applies the first final response to a REGISTER to its attempt, its registration and the records
 * of the client.
 */
#include "tracker/tracker_state.h"

#include <string.h>

/* RFC 3261 8.1.3.4, 8.1.3.5, 10.2.8, 22.2; RFC 3329 2.3.1; RFC 3263 4.3; RFC 5626 11.6: responses that a client
 * follows up with another REGISTER of the same attempt. */
static bool opens_follow_up(unsigned status)
{
    switch (status) {
    case 401:
    case 407:
    case 420:
    case 421:
    case 423:
    case 439:
    case 494:
    case 503:
        return true;
    default:
        return status >= 300 && status < 400;
    }
}

/* RFC 6076 4.2, to the letter. */
static bool is_ineffective(unsigned status)
{
    return status >= 400 && status != 401 && status != 402 && status != 407;
}

/* RFC 3581 9: what the client can learn of its own address. */
static struct endpoint seen_at(const struct facts *facts)
{
    struct endpoint at = facts->via.received;

    if (at.family == ENDPOINT_NONE)
        at = facts->via.sent_by;
    at.port = facts->via.rport ? facts->via.rport : facts->via.sent_by.port;
    return at;
}

/* Inside a NAT the client's own port must not have changed for a comparison; outside, it is what is
 * compared. */
static void note_public_address(struct event_draft *draft, struct registration *registration,
                                const struct transaction *transaction)
{
    const struct facts_via *via = &draft->event.facts->via;
    struct public_address *address = &registration_past(registration)->public_address;
    struct endpoint before = address->at, sent_by = via->sent_by;
    bool is_udp = transaction->transport == TRANSPORT_UDP;

    draft->response.public_address = *address;
    if (draft->event.facts->via_count != 1)
        return;
    address->at = seen_at(draft->event.facts);
    address->at.port = via->rport;
    if (!is_udp)
        sent_by.port = 0; /* of this connection */
    address->between = endpoint_hash(&sent_by) * 31 + endpoint_hash(&transaction->server);
    address->between = address->between * 31 + transaction->transport;
    if (is_udp && endpoint_same_ip(&transaction->client, &via->sent_by))
        address->between = address->between * 31 + transaction->client.port;
    address->given_in = draft->event.facts->packet->frame;
    if (!endpoint_same_ip(&before, &address->at))
        address->new_in = address->given_in;
}

static struct server_record *server_of(const struct tracker *tracker,
                                       const struct event_draft *draft)
{
    return servers_get(tracker->servers, &draft->event.facts->packet->source);
}

/* Where its clients are, as it sees them through a NAT. */
static void note_seen(struct tracker *tracker, const struct event_draft *draft,
                      const struct transaction *transaction)
{
    const struct endpoint *received = &draft->event.facts->via.received;
    struct server_record *server = server_of(tracker, draft);

    if (draft->event.facts->via_count != 1 || received->family == ENDPOINT_NONE ||
        endpoint_is_private(received) || !endpoint_is_private(&transaction->client))
        return;
    server->seen_at = *received;
    server->seen_client = transaction->client;
    server->seen_in = draft->event.facts->packet->frame;
}

static struct node_mark mark_of(const struct facts *facts)
{
    return (struct node_mark){{
        [NODE_TAG] = facts->to_tag_stem,
        [NODE_NONCE] = facts->nonce_stem,
        [NODE_PRODUCT] = (uintptr_t)facts->server,
    }};
}

/* From the first refusal of credentials on, with the challenge before that. */
static void note_node(struct registration *registration, const struct challenge *before,
                      const struct transaction *transaction)
{
    if (!registration->nodes) {
        if (!transaction || !transaction->uses[0] || !before->frame)
            return;
        registration->nodes = g_new0(struct nodes, 1);
        nodes_take(registration->nodes, &before->mark);
    }
    nodes_take(registration->nodes, &registration->past->challenge.mark);
}

static void take_challenge(struct tracker *tracker, struct event_draft *draft,
                           struct registration *registration, const struct transaction *transaction)
{
    const struct facts *facts = draft->event.facts;
    struct challenge *challenge = &registration_past(registration)->challenge;

    registration_choose_challenge(registration, facts->call_id);
    draft->challenge = *challenge;
    if (challenge->frame && !challenge->was_followed && challenge->call_id != facts->call_id)
        registration_keep_challenge(registration);
    *challenge = (struct challenge){
        .call_id = facts->call_id,
        .frame = facts->packet->frame,
        .time = facts->packet->time,
        .report = draft->report,
        .server = facts->packet->source,
        .cseq = facts->cseq,
        .status = (uint16_t)facts->status,
        .count = (uint8_t)MIN(facts->challenge_count, (unsigned)CHALLENGES_MAX),
        .to_credentials = transaction && transaction->has_answer,
        .is_relayed = transaction && transaction->is_passed_on,
        .asked = transaction ? transaction->server : (struct endpoint){0},
        .seen_at = seen_at(facts),
    };
    for (unsigned i = 0; i < challenge->count; i++) {
        const struct facts_challenge *each = &facts->challenges[i];

        challenge->each[i] = *each;
        if (each->scheme != SIP_AUTH_DIGEST)
            continue;
        if (tracker_is_offered_by(&registration->aor->auth->offered, &facts->packet->source,
                                  each->realm))
            draft->response.offered[i] = registration->aor->auth->offered;
    }
    challenge->mark = mark_of(facts);
    note_node(registration, &draft->challenge, transaction);
    challenge->realm_is_used =
        challenge->count && challenge->each[0].realm == server_of(tracker, draft)->used_realm;
    registration->aor->was_challenged = true;
}

/* Credentials for the earlier one may have been sent by now; then only the nonce matters, which may
 * take the place of theirs. */
void tracker_challenge_again(struct tracker *tracker, struct event_draft *draft,
                             const struct transaction *transaction)
{
    struct registration *registration = transaction->registration;
    struct challenge before = registration->past->challenge;
    struct attempt *attempt = &registration->attempt;

    draft->response.rechallenged_since =
        before.report && transaction->retransmissions &&
                endpoint_same_ip(&draft->event.facts->packet->source, &before.server)
            ? transaction->final->frame
            : 0;
    tracker_issue_nonces(tracker, draft, registration, transaction, draft->event.facts);
    if (before.was_followed || registration->last.report != transaction->request)
        return;
    take_challenge(tracker, draft, registration, transaction);
    registration_past(registration)->challenge.first_frame = transaction->final->frame;
    if (attempt->waiting == before.report)
        attempt->waiting = draft->report;
}

/* Without a reason of its own, and never accepted. */
static void note_unknown(struct tracker *tracker, const struct event_draft *draft,
                         const struct registration *registration)
{
    (void)aors_domain(tracker->aors, registration->aor);
    if (facts_is_unknown_user(draft->event.facts->status))
        server_note_unknown(server_of(tracker, draft),
                            &(struct unknown_user){registration->aor->name, draft->event.time,
                                                   draft->report->frame});
}

/* Whoever blocks the user blocks all at this address. */
static void note_refused_user(const struct tracker *tracker, const struct event_draft *draft,
                              const struct registration *registration)
{
    const struct registration_past *past = registration->past;

    if (past->rejections > 1 && past->public_address.at.family != ENDPOINT_NONE)
        server_of(tracker, draft)->refused_user = (struct refused_user){
            past->public_address.at, draft->refused.use->username, registration->aor->name,
            draft->event.time,       draft->report->frame,         past->rejections};
}

static void note_refusal(struct tracker *tracker, struct event_draft *draft,
                         struct registration *registration, const struct transaction *transaction)
{
    const struct facts *facts = draft->event.facts;
    struct registration_past *past = registration_past(registration);
    struct nonce_use *use = (struct nonce_use *)draft->refused.use;

    if (facts->status >= 400 && facts->says == SAYS_NOTHING &&
        draft->report->step == STEP_REJECTED) {
        if (registration->accepted)
            server_note_refused(
                server_of(tracker, draft),
                &(struct refused_client){registration, draft->event.time, draft->report->frame});
        else
            note_unknown(tracker, draft, registration);
    }
    if (!use) {
        tracker_source_refused_user(tracker, draft, registration, transaction,
                                    facts->challenge_count ? SOURCE_CHALLENGED : SOURCE_FAILED);
        return;
    }
    use->refused = true;
    past->stales = draft->refused.is_stale ? past->stales + 1 : 0;
    past->stale_not_flagged = NULL;
    past->superseded = draft->refused.newer ? draft->report : NULL;
    past->superseded_again = draft->refused.newer && draft->refused.newer->is_again;
    if (draft->refused.is_stale) {
        if (draft->refused.is_newest)
            server_note_nonce_life(server_of(tracker, draft), draft->refused.age);
        return;
    }
    if (draft->refused.is_old && !registration->is_ims && draft->report->step == STEP_CHALLENGE) {
        past->stale_not_flagged = draft->report;
        past->stale_age = draft->refused.newer ? -1 : draft->refused.age;
    }
    /* Where the nonce may have been too old this proves nothing about the password. */
    tracker_source_refused_user(tracker, draft, registration, transaction,
                                draft->refused.is_old ? SOURCE_CHALLENGED : SOURCE_FAILED);
    if (!draft->refused.is_old)
        tracker_source_refused(tracker, draft, registration, transaction);
    if (registration_knows_realm(registration, use->nonce->realm) && !draft->refused.is_old)
        server_note_denied(
            server_of(tracker, draft),
            &(struct refused_client){registration, draft->event.time, draft->report->frame});
    if (draft->refused.is_current && draft->refused.is_new) {
        past->rejections++;
        past->rejected_response = use->last_response;
        past->rejected_nonce = use->nonce->value;
        past->rejected_in = draft->report->frame;
        note_refused_user(tracker, draft, registration);
    }
}

static void note_backoff(struct tracker *tracker, const struct event_draft *draft,
                         struct registration *registration)
{
    const struct facts *facts = draft->event.facts;
    struct backoff *backoff;

    if (!facts->has_retry_after || facts->status < 400)
        return;
    backoff = servers_backoff(tracker->servers, &facts->packet->destination, &facts->packet->source,
                              true);
    backoff->registration = registration;
    backoff->until = draft->event.time + (int64_t)facts->retry_after_s * SECOND;
    backoff->frame = facts->packet->frame;
    backoff->seconds = facts->retry_after_s;
    backoff->status = (uint16_t)facts->status;
    registration_past(registration)->retry_after =
        (struct retry_after){backoff->until, backoff->frame, backoff->seconds};
}

static void note_interval_423(struct registration *registration,
                              const struct transaction *transaction, const struct facts *facts)
{
    struct interval_423 *interval;

    if (facts->status == 423) {
        interval = &registration_rare(registration)->interval;
        interval->in_a_row = facts->min_expires_s > interval->minimum_s ||
                                     !endpoint_same_ip(&interval->server, &transaction->server)
                                 ? 1
                                 : (uint16_t)MIN(interval->in_a_row + 1, UINT16_MAX);
        interval->server = transaction->server;
        interval->frame = facts->packet->frame;
        interval->minimum_s = facts->min_expires_s;
        interval->to_credentials = transaction->has_answer;
    } else if (facts->status != 401 && facts->status != 407 &&
               registration->past->rare->interval.frame) {
        registration_rare(registration)->interval = (struct interval_423){0};
    }
}

static void wait_for_follow_up(struct tracker *tracker, struct registration *registration,
                               const struct event_draft *draft)
{
    struct attempt *attempt = &registration->attempt;
    const struct facts *facts = draft->event.facts;

    attempt->waiting = draft->report;
    attempt->redirected |= facts->status < 400;
    attempt->diverted |= facts->status != 401 && facts->status != 407;
    if (facts->status == 423) {
        attempt->min_expires_s = facts->min_expires_s;
        attempt->min_expires_in = facts->packet->frame;
        attempt->brief_server = facts->packet->source;
    }
    deadline_set(tracker->deadlines, &attempt->deadline,
                 draft->event.time + tracker_timer_f(tracker));
}

static void end_attempt(struct tracker *tracker, struct registration *registration,
                        struct event_draft *draft)
{
    struct attempt *attempt = &registration->attempt;
    bool accepted = draft->event.facts->status < 300;

    tracker_attempt_over(registration);
    if (!accepted) {
        /* Finished, but whether the client tries again still matters. */
        attempt->waiting = draft->report;
        deadline_set(tracker->deadlines, &attempt->deadline,
                     draft->event.time + tracker_timer_f(tracker));
    }
    registration->latest_final = draft->report;
    draft->report->attempt_failed = !accepted;
    if (!accepted)
        draft->source.failures =
            source_note_failure(draft->sender, registration->aor->name, draft->event.time);
    else
        draft->report->rrd = elapsed_between(attempt->first_time, draft->event.time);
}

static uint8_t state_after(const struct registration *registration, const struct event_draft *draft)
{
    unsigned status = draft->event.facts->status;
    bool fetches = registration->attempt.intent == INTENT_FETCH;

    if (status < 300) {
        if (registration_is_bound(registration))
            return STATE_REGISTERED;
        if (intent_removes(registration->attempt.intent))
            return STATE_REMOVED;
        return fetches ? registration->state : STATE_UNKNOWN;
    }
    if (fetches)
        return registration->state;
    if (status == 401 || status == 407)
        return STATE_CHALLENGED;
    return status < 400 || status == 423 ? STATE_REGISTERING : STATE_REJECTED;
}

/* Which challenges the client is able to follow. */
static void note_followed(struct registration_past *past, const struct nonce *nonce)
{
    const struct challenge *challenge = &past->challenge;
    const struct facts_challenge *first = &challenge->each[0];

    if (!challenge->count || !challenge->was_followed || first->realm != nonce->realm)
        return;
    past->followed_algorithms |= (uint16_t)(1u << first->algorithm);
    past->followed_without_algorithm |= !first->has_algorithm;
    past->followed_without_qop |= !first->has_qop;
    past->followed_oddity |= first->oddity != CHALLENGE_USUAL;
    past->followed_without_auth |= first->has_qop && !(first->qop & SIP_QOP_AUTH);
}

static void note_authenticated(struct registration *registration,
                               const struct transaction *transaction, uint32_t frame)
{
    struct registration_past *past = registration_past(registration);
    const struct nonce *nonce = transaction->uses[0]->nonce;

    past->authenticated_in = frame;
    past->authenticated_realm = nonce->realm;
    past->authenticated_user = transaction->uses[0]->username;
    past->authenticated_by = transaction->server;
    note_followed(past, nonce);
}

/* What a refusal that is not about the account shows: the client has one for the realm. */
static void note_tried(struct registration *registration, const struct transaction *transaction,
                       const struct facts *facts)
{
    const struct nonce *nonce = transaction->uses[0] ? transaction->uses[0]->nonce : NULL;

    if (!nonce || facts->status < 300 || (facts->status >= 400 && facts->status < 420))
        return;
    registration_rare(registration)->tried =
        (struct tried_credentials){nonce->realm, transaction->request->frame, facts->packet->frame};
    note_followed(registration_past(registration), nonce);
}

/* It is the nonce of the challenge, with another realm. */
static bool has_other_realm(const struct challenge *challenge, const struct nonce *nonce)
{
    bool is_offered = false, is_same = false;

    for (unsigned i = 0; i < challenge->count; i++) {
        is_offered |= challenge->each[i].nonce == nonce->value;
        is_same |= challenge->each[i].realm == nonce->realm;
    }
    return is_offered && !is_same;
}

/* The Contact has a public address that is not the one where the server sees the client. */
static bool names_other_address(const struct tracker *tracker, const struct facts *facts,
                                const struct transaction *transaction)
{
    const struct report *request = transaction->request;
    const struct endpoint *received = &facts->via.received;
    const struct endpoint *seen =
        received->family != ENDPOINT_NONE ? received : &transaction->client;
    struct endpoint host;

    return transaction->via_count == 1 && !transaction->is_removal && request &&
           request->contact_count && !endpoint_is_private(seen) &&
           facts_uri_endpoint(request->contacts[0].sent, &host) && host.family == seen->family &&
           !endpoint_is_private(&host) &&
           !endpoint_same_network(&host, seen, tracker->settings.pool_prefix);
}

/* Whether it knows users with their domain, or without. */
static void note_user_form(struct server_record *server, const char *user, uint32_t frame)
{
    if (!user)
        return;
    if (!strchr(user, '@')) {
        server->allows_short_users = true;
    } else {
        server->whole_user = user;
        server->whole_user_in = frame;
    }
}

/* Another server issued the nonce, and not one behind a proxy. */
static bool is_foreign(const struct transaction *transaction, const struct nonce *nonce)
{
    return transaction->via_count == 1 && nonce->issuer_vias == 1 &&
           !endpoint_same_ip(&nonce->issuer, &transaction->server);
}

static void note_success(const struct tracker *tracker, struct event_draft *draft,
                         struct registration *registration, const struct transaction *transaction)
{
    struct registration_past *past = registration_past(registration);
    const struct report_digest *digests;

    for (unsigned i = 0; transaction && i < TRANSACTION_USES_MAX && transaction->uses[i]; i++) {
        transaction->uses[i]->earned_success = true;
        if (has_other_realm(&past->challenge, transaction->uses[i]->nonce))
            server_of(tracker, draft)->ignores_realm = true;
        if (is_foreign(transaction, transaction->uses[i]->nonce))
            server_of(tracker, draft)->takes_foreign_nonces = true;
    }
    if (transaction && (transaction->digest_uri_is_other || transaction->rare->rewritten.frame))
        server_of(tracker, draft)->ignores_digest_uri = true;
    if (transaction && transaction->username_differs)
        server_of(tracker, draft)->allows_other_users = true;
    if (transaction && transaction->uses[0])
        note_user_form(server_of(tracker, draft), transaction->uses[0]->username,
                       draft->report->frame);
    if (transaction && transaction->leaves_out_algorithm)
        server_of(tracker, draft)->allows_no_algorithm = true;
    if (transaction && transaction->username_is_empty)
        server_of(tracker, draft)->allows_no_user = true;
    if (past->stale_not_flagged && past->stale_not_flagged->attempt == draft->report->attempt) {
        server_note_nonce_life(server_of(tracker, draft), past->stale_age);
        if (!past->unflagged_proven)
            draft->response.stale_not_flagged = past->stale_not_flagged;
        past->unflagged_proven = true;
    }
    if (transaction && names_other_address(tracker, draft->event.facts, transaction))
        server_of(tracker, draft)->takes_other_addresses = true;
    server_forget_refused(server_of(tracker, draft));
    past->stale_not_flagged = NULL;
    past->stales = 0;
    past->rejections = 0;
    past->rejected_response = 0;
    tracker_source_accepted(draft, registration, transaction);
    registration->accepted = draft->report;
    if (transaction && !transaction->is_removal)
        past->accepted_path = (struct accepted_path){transaction->client,   transaction->server,
                                                     registration->contact, draft->event.time,
                                                     draft->report->frame,  transaction->transport};
    registration->tried_in = 0;
    past->followed_without_digest |=
        transaction && transaction->has_answer && !transaction->uses[0];
    digests =
        transaction && transaction->request ? report_rare(transaction->request)->digests : NULL;
    if (digests)
        registration->aor->is_account_outdated = digests[0].outcome == CHECK_WRONG;
    if (transaction && transaction->uses[0]) {
        server_of(tracker, draft)->used_realm = transaction->uses[0]->nonce->realm;
        note_authenticated(registration, transaction, draft->report->frame);
    }
}

static void note_served(struct tracker *tracker, const struct registration *registration,
                        const struct transaction *transaction, const struct report *report,
                        int64_t time)
{
    if (transaction->is_removal || !registration_is_bound(registration))
        return;
    *aors_domain(tracker->aors, registration->aor) = (struct served_domain){
        .server = transaction->server,
        .client = transaction->client,
        .time = time,
        .frame = report->frame,
    };
}

/* A client that removed another one's binding may bind its own Contact next. */
static void note_taken(const struct event_draft *draft, struct aor *aor,
                       const struct transaction *transaction)
{
    struct aor_rare *rare;

    if (!draft->bindings.loss_count || !transaction->is_removal)
        return;
    rare = aor_rare(aor);
    rare->taken_by = transaction->client;
    rare->taken_at = draft->event.time;
    rare->taken = draft->report;
}

/* What the client should do instead; kept until the next response. */
static void note_redirect(const struct event_draft *draft, struct registration *registration,
                          const struct transaction *transaction)
{
    if (!redirect_is_one(draft->event.facts) || registration->last.report != transaction->request)
        return;
    if (!registration->redirect)
        registration->redirect = g_new0(struct redirect, 1);
    redirect_take(registration->redirect, draft->event.facts, registration->last.request_uri,
                  registration->attempt.number);
}

/* Out of order: the client has followed this response already, and that got its own. */
static bool is_followed_already(const struct registration *registration,
                                const struct transaction *transaction)
{
    const struct last_request *last = &registration->last;

    return last->report != transaction->request && last->has_response &&
           last->call_id == transaction->call_id && last->cseq > transaction->cseq;
}

/* A 2xx. */
static void apply_acceptance(struct tracker *tracker, struct event_draft *draft,
                             struct transaction *transaction, struct registration *registration)
{
    tracker_issue_nextnonce(tracker, registration, transaction, draft->event.facts);
    tracker_note_refreshed(registration, transaction);
    tracker_apply_bindings(tracker, draft, transaction, registration);
    registration_note_bound(registration, transaction->is_removal ? NULL : transaction->call_id,
                            draft->report->frame, draft->event.time);
    note_taken(draft, registration->aor, transaction);
    tracker_watch_flow(tracker, draft, registration, transaction);
    tracker_watch_contact(tracker, registration, transaction);
    note_success(tracker, draft, registration, transaction);
    note_served(tracker, registration, transaction, draft->report, draft->event.time);
}

/* The attempt waits for what the client makes of it, or has ended. */
static void apply_to_attempt(struct tracker *tracker, struct event_draft *draft,
                             struct transaction *transaction, struct registration *registration)
{
    unsigned status = draft->event.facts->status;

    if (opens_follow_up(status)) {
        wait_for_follow_up(tracker, registration, draft);
    } else {
        if (status >= 400)
            tracker_note_failed_refresh(registration, transaction);
        end_attempt(tracker, registration, draft);
    }
    registration->state = state_after(registration, draft);
}

void tracker_apply_final(struct tracker *tracker, struct event_draft *draft,
                         struct transaction *transaction, struct registration *registration)
{
    const struct facts *facts = draft->event.facts;
    struct attempt *attempt = &registration->attempt;
    bool is_passed = is_followed_already(registration, transaction);
    bool is_current = attempt->number == transaction->request->attempt && !is_passed;

    if (is_current)
        attempt->last_status = (uint16_t)facts->status;
    if (registration->last.report == transaction->request) {
        registration->last.has_response = true;
        registration->last.is_relayed = false;
    }
    tracker_note_responded(registration, facts);
    draft->response.interval = registration->past->rare->interval;
    note_public_address(draft, registration, transaction);
    note_seen(tracker, draft, transaction);
    note_interval_423(registration, transaction, facts);
    tracker_find_refused(tracker, draft, transaction);
    if (facts->status == 401 || facts->status == 407) {
        take_challenge(tracker, draft, registration, transaction);
        tracker_find_left_out(draft, registration, transaction);
    }
    if (is_passed)
        registration_past(registration)->challenge.was_followed = true;
    tracker_find_realm_change(draft, transaction);
    tracker_issue_nonces(tracker, draft, registration, transaction, facts);
    note_backoff(tracker, draft, registration);
    registration->is_ims |= facts->is_ims;

    if (facts->status < 300)
        apply_acceptance(tracker, draft, transaction, registration);
    else
        note_refusal(tracker, draft, registration, transaction);
    note_tried(registration, transaction, facts);
    tracker_take_ims_response(tracker, draft, transaction, registration);
    tracker_routes_response(tracker, draft, registration, transaction);
    note_redirect(draft, registration, transaction);
    draft->event.attempt_failed = is_ineffective(facts->status);
    tracker->counts.ineffective += draft->event.attempt_failed;
    if (is_current)
        apply_to_attempt(tracker, draft, transaction, registration);
    tracker_outage_final(tracker, draft, registration, is_current);
}
