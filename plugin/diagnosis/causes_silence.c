/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes in which a REGISTER gets no response, or its response does not get back.
 */
#include "diagnosis/causes_source.h"

#include "state/ims.h"

/* Nor is there a response on another hop. */
bool cause_is_silent_everywhere(const struct event *event)
{
    return event->attempt_failed && !(event->transaction && event->transaction->rare->relayed);
}

/* The response to an earlier REGISTER with the same branch, repeated after this one was sent. */
uint32_t cause_repeated_response(const struct event *event)
{
    enum { LOOKED_AT_MAX = 4 }; /* the latest transactions with this branch */
    const struct transaction *transaction = event->transaction;
    const struct transaction *older = transaction ? transaction->same_branch : NULL;

    for (unsigned i = 0; older && i < LOOKED_AT_MAX; i++, older = older->same_branch) {
        if (older->call_id == transaction->call_id && older->cseq < transaction->cseq &&
            transaction->request && older->rare->again_in > transaction->request->frame)
            return older->rare->again_in;
    }
    return 0;
}

bool cause_branch_hides_request(const struct event *event)
{
    return cause_is_silent_everywhere(event) && cause_repeated_response(event);
}

/* The challenge and the credentials that follow it at once go to different addresses. */
bool cause_credentials_go_elsewhere(const struct event *event)
{
    return cause_is_silent_everywhere(event) &&
           cause_answers_elsewhere(event, cause_challenge(event));
}

/* TS 33.203: it goes to the port that Security-Server named, protected with keys that both have from AKA. */
static bool is_protected(const struct event *event, const struct challenge *challenge)
{
    const struct ims *ims = event->registration->ims;

    return ims && ims->is_3gpp && ims->verify_in == event->transaction->request->frame &&
           endpoint_same_ip(&challenge->asked, &event->transaction->server) &&
           challenge->asked.port != event->transaction->server.port;
}

/* It has challenged the client in the same attempt, and the REGISTER has no flaw that explains it. */
static bool follows_challenge_in_vain(const struct event *event)
{
    const struct challenge *challenge = cause_challenge(event);

    return cause_is_silent_everywhere(event) && cause_has_credentials(event) &&
           !cause_cseq_was_low(event) && !cause_is_oversized(event) &&
           !cause_branch_hides_request(event) && !cause_credentials_go_elsewhere(event) &&
           challenge && challenge->report &&
           challenge->report->attempt == event->transaction->request->attempt;
}

bool cause_is_silent_to_protected(const struct event *event)
{
    return follows_challenge_in_vain(event) && is_protected(event, cause_challenge(event));
}

bool cause_is_silent_to_credentials(const struct event *event)
{
    return follows_challenge_in_vain(event) && !is_protected(event, cause_challenge(event));
}

/* Another client in the same private network has had a response since, at another public address. */
bool cause_keeps_old_mapping(const struct event *event)
{
    const struct server_record *server = event->server;
    const struct public_address *before =
        event->registration ? &event->registration->past->public_address : NULL;

    return cause_is_silent_everywhere(event) && server && before && before->given_in &&
           server->seen_in > before->given_in && before->at.family != ENDPOINT_NONE &&
           !endpoint_is_private(&before->at) && endpoint_is_private(&event->transaction->client) &&
           !endpoint_equal(&server->seen_client, &event->transaction->client) &&
           !endpoint_same_network(&before->at, &server->seen_at, event->settings->pool_prefix);
}

/* The client has never got a response. */
bool cause_malformed_is_ignored(const struct event *event)
{
    return cause_is_silent_everywhere(event) && !event->registration->responded_id;
}

/* ---- connections on which nothing is acknowledged */

const struct flow *cause_unacknowledged(const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct flow *flow = event->registration ? event->registration->flow : NULL;

    return transaction && flow_is_unacknowledged(flow, &transaction->client, &transaction->server,
                                                 transaction->first_time)
               ? flow
               : NULL;
}

/* Its attempt has ended, with the connection or without a response. */
static bool is_not_acknowledged(const struct event *event)
{
    return (event->triggers & ON_LOSS ? event->traffic && event->traffic->kind != TRAFFIC_REFUSED
                                      : cause_is_silent_everywhere(event)) &&
           cause_unacknowledged(event) && !event->transaction->is_removal;
}

/* Whoever forgets connections does so after a while without a packet. */
#define FORGETS_FROM (30 * SECOND)

/* ... and the connection has not outlived as long a pause before. */
bool cause_is_unacknowledged_after_idle(const struct event *event)
{
    const struct flow *flow = is_not_acknowledged(event) ? cause_unacknowledged(event) : NULL;

    return flow && flow->unacknowledged.idle >= FORGETS_FROM &&
           flow->unacknowledged.idle > flow->survived;
}

/* No attempt since has had a packet of the server on this connection, the second one at least: the client has sent it on
 * what a pause or TCP shows to be dead, and does not open another one. */
static bool stays_on_flow(const struct event *event, const struct flow *flow)
{
    const struct unacknowledged *sent = &flow->unacknowledged;
    const struct last_request *before = &event->registration->past->before;
    bool is_dead =
        (sent->idle >= FORGETS_FROM && sent->idle > flow->survived) || cause_unacknowledged(event);

    return flow->is_connection && sent->first_in && is_dead && before->report &&
           !before->has_response && before->time >= sent->since &&
           endpoint_equal(&before->source, &flow->client) &&
           endpoint_equal(&before->destination, &flow->server) &&
           endpoint_equal(&event->transaction->client, &flow->client) &&
           endpoint_equal(&event->transaction->server, &flow->server);
}

const struct unacknowledged *cause_dead_connection(const struct event *event)
{
    const struct flow *flow =
        event->transaction && event->registration ? event->registration->flow : NULL;

    return flow && !event->transaction->is_removal && stays_on_flow(event, flow) && event->server &&
                   event->server->heard_at > flow->unacknowledged.since
               ? &flow->unacknowledged
               : NULL;
}

bool cause_stays_on_dead_connection(const struct event *event)
{
    return cause_is_silent_everywhere(event) && cause_dead_connection(event);
}

/* ... or the server is no better elsewhere. */
bool cause_has_dead_connection(const struct event *event)
{
    return is_not_acknowledged(event) && !cause_stays_on_dead_connection(event);
}

bool cause_is_unacknowledged_and_silent(const struct event *event)
{
    return cause_is_without_response(event) && is_not_acknowledged(event);
}

/* What TCP has delivered, or UDP has: a response that comes later was late. */
bool cause_is_delivered_and_silent(const struct event *event)
{
    return cause_is_without_response(event) && !is_not_acknowledged(event);
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

/* Nothing is wrong with the address in the client: the registrar accepted it before, perhaps as another program, which
 * has another port and Call-ID. */
static bool was_accepted(const struct registration *registration)
{
    const struct registration *each = registration ? registration->aor->agents : NULL;

    if (registration && registration->accepted)
        return true;
    for (unsigned i = 0; each && i < CAUSE_CLIENTS_MAX; i++, each = each->older) {
        const struct accepted_path *path = &each->past->accepted_path;

        if (path->frame && endpoint_same_ip(&path->client, &registration->last.source) &&
            endpoint_equal(&path->server, &registration->last.destination))
            return true;
    }
    return false;
}

bool cause_is_unreachable_since(const struct event *event)
{
    return cause_is_request_quoted(event) && was_accepted(event->registration);
}

/* ... over UDP: no connection has shown that the server takes any. */
static bool was_accepted_over_udp(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct accepted_path *path = registration ? &registration->past->accepted_path : NULL;

    return path && path->frame && path->transport == TRANSPORT_UDP &&
           endpoint_same_ip(&path->server, &event->traffic->packet->source);
}

bool cause_is_refused_since(const struct event *event)
{
    return cause_is_refused_connection(event) && was_accepted(event->registration) &&
           !was_accepted_over_udp(event);
}

/* ... that had bound the client before: the server knew it then. */
static bool is_reset_on_use(const struct event *event)
{
    return cause_waits_for_binding(event) && event->flow->was_forgotten;
}

bool cause_is_failover(const struct event *event)
{
    return is_reset_on_use(event) && event->flow->forgotten_too;
}

bool cause_is_forgotten(const struct event *event)
{
    return is_reset_on_use(event) && !cause_is_failover(event);
}

bool cause_is_refused_connection(const struct event *event)
{
    return event->traffic && event->traffic->kind == TRAFFIC_REFUSED;
}

/* A client that removes its binding may close the connection behind that. What happens after each pause is known better. */
bool cause_waits_for_binding(const struct event *event)
{
    return event->transaction && !event->transaction->is_removal && !cause_unacknowledged(event) &&
           !cause_forgets_idle_connections(event);
}

/* It is bound still, but the server has ended the connection, and does not let it in on another one. */
bool cause_refused_after_lost_connection(const struct event *event)
{
    const struct flow *flow = event->registration ? event->registration->flow : NULL;

    return cause_refused_finally(event) && registration_is_bound(event->registration) &&
           flow_was_lost(flow) && !flow->lost_by_client;
}

bool cause_has_low_cseq(const struct report *request)
{
    return finding_of(request, RULE_retry_cseq_same) ||
           finding_of(request, RULE_refresh_cseq_not_increased);
}

bool cause_cseq_was_low(const struct event *event)
{
    return cause_has_low_cseq(event->report);
}

bool cause_is_oversized(const struct event *event)
{
    return finding_of(event->report, RULE_reg_udp_oversize) != NULL;
}

/* It had accepted the client. */
bool cause_is_silent_after_service(const struct event *event)
{
    return cause_is_silent_everywhere(event) && event->registration->accepted &&
           endpoint_same_ip(&event->registration->past->accepted_path.server,
                            &event->transaction->server);
}

bool cause_is_silent(const struct event *event)
{
    return cause_is_silent_everywhere(event) && event->server && event->server->has_responded &&
           !cause_is_silent_for_one(event) && !cause_is_heard_after(event);
}

/* The server had responded to the client. */
bool cause_is_silent_since(const struct event *event)
{
    return cause_is_silent(event) && event->registration->responded_id;
}

/* ... only to others: it may ignore who has no account. */
bool cause_is_silent_to_stranger(const struct event *event)
{
    return cause_is_silent(event) && !event->registration->responded_id;
}

/* Its latest response was to another client. A connection has a port of its own, and a proxy stands for many
 * clients. */
bool cause_serves_others(const struct event *event)
{
    const struct server_record *server = event->server;
    const struct transaction *transaction = event->transaction;

    if (!cause_is_silent_everywhere(event) || !server || !server->has_responded ||
        server->heard_under == transaction->call_id)
        return false;
    return transaction->via_count > 1 ||
           !endpoint_same_ip(&server->heard_by, &transaction->client) ||
           (transaction->transport == TRANSPORT_UDP &&
            !endpoint_equal(&server->heard_by, &transaction->client));
}

/* A server that serves others has not stopped for each attempt of one client. */
#define SERVED_WITHIN (300 * SECOND)

/* The previous attempt got no response either, and not long ago others did in between. */
static bool is_silent_again(const struct event *event)
{
    const struct last_request *before = &event->registration->past->before;
    int64_t heard_at = event->server->heard_at;

    return before->report && !before->has_response && before->time < heard_at &&
           event->transaction->first_time - heard_at < SERVED_WITHIN;
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

/* ---- clients that give up */

/* By its code the same request may be accepted later. */
static bool passes(unsigned status)
{
    switch (status) {
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

bool cause_is_refused_for_now(const struct event *event)
{
    return passes(event->report->status);
}

/* A phone whose registration fails tries again every minute, or every five. */
#define TRIES_AGAIN_WITHIN (300 * SECOND)

/* ... of the refresh, long before the binding expired, and the client was still connected after that. What Retry-After
 * says has a cause of its own. */
bool cause_waits_past_refusal(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct report *refusal = registration->latest_final;

    return refusal && passes(refusal->status) && registration->last.has_response &&
           registration->attempt.intent == INTENT_REFRESH &&
           registration->past->retry_after.frame < registration->last.frame &&
           registration->connected_at - registration->last.time >
               settings_timer_f(event->settings) &&
           event->binding->expires_at - registration->last.time > TRIES_AGAIN_WITHIN;
}

static int64_t time_untried(const struct event *event)
{
    return elapsed_between(event->registration->last.resent_at, event->time);
}

/* What it did not get may be missing in the capture, unless it retransmitted or its connection broke. */
static bool lacks_response(const struct last_request *last)
{
    return !last->has_response && (last->was_retransmitted || last->unreachable);
}

/* The first failure, at what may pass, and none tried for longer than a client pauses. */
static bool stops_after_failure(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct report *refusal = registration->latest_final;
    int64_t pause = registration_longest_pause(registration);

    if (!registration_tried_once(registration) ||
        registration->past->retry_after.frame > registration->last.frame ||
        event->time < registration->past->retry_after.until)
        return false;
    if (!registration->last.has_response)
        return lacks_response(&registration->last) && time_untried(event) >= pause;
    return refusal && refusal->frame > registration->last.frame && passes(refusal->status) &&
           time_untried(event) >= TRIES_AGAIN_WITHIN;
}

uint32_t cause_runs_after_failure(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct reach *reach = registration->reach;
    const struct other_response *other = &registration->past->rare->other_response;
    int64_t since = registration->last.resent_at + settings_timer_f(event->settings);

    if (registration->connected_at > since)
        return registration->connected_in;
    if (reach && reach->responded_at > since)
        return reach->responded_in;
    return other->method && other->time > since ? other->frame : 0;
}

bool cause_gives_up_alive(const struct event *event)
{
    return stops_after_failure(event) && cause_runs_after_failure(event);
}

/* One that closes its connection itself is rather off. */
bool cause_gives_up(const struct event *event)
{
    const struct registration *registration = event->registration;

    return stops_after_failure(event) && !cause_runs_after_failure(event) &&
           registration->closed_in < registration->last.frame &&
           !cause_wakes_by_push(event->binding->contact);
}

/* Another client, at another address, gets no response either: it is the server that is down. */
bool cause_is_silent_for_others(const struct event *event)
{
    const struct server_record *server = event->server;

    return server && server->unanswered.family != ENDPOINT_NONE &&
           server->unanswered_at > server->heard_at &&
           !endpoint_same_ip(&server->unanswered, &event->transaction->client);
}

static bool may_be_blocked(const struct event *event)
{
    return event->registration && event->transaction &&
           event->registration->past->rejections >= CAUSE_BLOCKED_FROM &&
           !cause_is_silent_for_others(event);
}

/* Its request, or an ICMP error reports that one. */
static bool is_dropped(const struct event *event)
{
    return event->triggers & ON_ICMP ? event->facts && event->facts->is_request
                                     : cause_is_silent_everywhere(event);
}

bool cause_blocked_after_refusals(const struct event *event)
{
    return is_dropped(event) && may_be_blocked(event);
}

/* It has challenged the client again and again, which did not pause. */
bool cause_blocked_after_challenges(const struct event *event)
{
    enum { LOOP_FROM = 10 };
    const int64_t at_once = 5 * SECOND;
    const struct registration *registration = event->registration;
    int64_t since;

    if (!registration || !event->transaction || !is_dropped(event) ||
        registration->unused_challenges < LOOP_FROM || cause_is_silent_for_others(event))
        return false;
    since = MAX(registration->past->challenge.time, registration->past->before.time);
    since = elapsed_between(since, registration->last.time);
    return since != ELAPSED_UNKNOWN && since <= at_once;
}

/* On a new connection, as the firewall closes the port for this client. Another one may find it closed, too. */
bool cause_is_closed_after_refusals(const struct event *event)
{
    const struct registration *registration = event->registration;

    return cause_is_refused_connection(event) && registration &&
           registration->past->rejections >= CAUSE_BLOCKED_FROM;
}

bool cause_never_responded(const struct event *event)
{
    return cause_is_silent_everywhere(event) && !(event->server && event->server->has_responded) &&
           !(event->server && event->server->other.in);
}

/* The server has the REGISTER, as its 1xx shows. */
bool cause_is_left_at_provisional(const struct event *event)
{
    return cause_is_silent_everywhere(event) && event->transaction &&
           event->transaction->provisional;
}

/* Whether it responds to the client later is to be seen. */
bool cause_is_silent_so_long(const struct event *event)
{
    return cause_is_silent(event) || cause_never_responded(event);
}

/* ... in SIP: something else came from it, or from the path to it. */
bool cause_never_sent_sip(const struct event *event)
{
    return cause_is_silent_everywhere(event) && event->server && !event->server->has_responded &&
           event->server->other.in;
}

/* What is reported of this REGISTER by ICMP, other than that it was not delivered; NULL: nothing. */
static const struct heard_packet *icmp_about(const struct event *event)
{
    const struct heard_packet *other = event->server ? &event->server->other : NULL;

    return cause_is_silent_everywhere(event) && other && other->in &&
                   other->at >= event->transaction->first_time && other->kind > HEARD_UNREACHABLE
               ? other
               : NULL;
}

bool cause_expires_on_path(const struct event *event)
{
    const struct heard_packet *other = icmp_about(event);

    return other && other->kind == HEARD_EXPIRED;
}

bool cause_is_too_big_for_path(const struct event *event)
{
    const struct heard_packet *other = icmp_about(event);

    return other && (other->kind == HEARD_TOO_BIG || other->kind == HEARD_FRAGMENT);
}

bool cause_is_without_response(const struct event *event)
{
    return event->attempt_failed;
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

    return !has_rport && (goes_to_source(event) || cause_assumes_rport(event));
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
    if (event->challenge && finding_of(event->report, RULE_retry_challenge_ignored))
        return event->challenge->report;
    return finding_of(event->report, RULE_retry_auth_missing) ? event->report : NULL;
}

/* The client followed the challenge before this 2xx in less time than the server took to respond: the capture was taken
 * close to the client. The challenge came as soon as the 2xx. */
static bool is_close_to_client(const struct report *accepted)
{
    enum { ROUND_TRIPS = 2 };
    int64_t response_time = accepted->response_time;
    int64_t reaction = accepted->rrd - ROUND_TRIPS * response_time;

    return accepted->try_number == ROUND_TRIPS && response_time > 0 && accepted->rrd > 0 &&
           reaction < response_time / 2;
}

/* Again and again, at the port where it took an earlier one, and nothing stands between the capture and the client. */
bool cause_discards_response(const struct event *event)
{
    enum { RETRANSMISSIONS_FROM = 3 };
    const struct transaction *transaction = event->transaction;
    const struct report *accepted = event->registration ? event->registration->accepted : NULL;

    return accepted && cause_missed_response(event) &&
           transaction->retransmissions >= RETRANSMISSIONS_FROM &&
           event->addresses == ADDRESSES_ARE_REAL &&
           endpoint_same_ip(&transaction->sent_by, &transaction->client) &&
           endpoint_equal(&event->registration->past->accepted_path.client, &transaction->client) &&
           endpoint_equal(&event->registration->past->accepted_path.server, &transaction->server) &&
           is_close_to_client(accepted);
}

bool cause_misses_response_from_elsewhere(const struct event *event)
{
    const struct report *missed = cause_missed_response(event);

    return missed && finding_of(missed, RULE_txn_response_source);
}

bool cause_responds_not_to_source(const struct event *event)
{
    return !goes_to_source(event);
}

/* Over UDP a client that waits retransmits at least every T2: this one had stopped when
 * the response came, or had sent another REGISTER. */
bool cause_had_given_up(const struct event *event)
{
    const struct report *missed = cause_missed_response(event);
    const struct last_request *last =
        event->triggers & ON_REQUEST ? &event->before->last : &event->registration->last;
    const int64_t t2 = settings_t2(event->settings);

    if (!missed || missed->response_time <= t2 || last->transport != TRANSPORT_UDP)
        return false;
    return missed->request_in < last->frame ||
           last->time + missed->response_time - last->resent_at > t2;
}
