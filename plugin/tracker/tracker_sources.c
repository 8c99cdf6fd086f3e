/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The sender of a REGISTER and the protection of the exchange: for the rules on attacks.
 */
#include "tracker/tracker_state.h"

/* A copy from a second capture point takes less time; so may an attacker, who then goes unnoticed. */
#define REPLAYED_AFTER SECOND

/* A server that has never sent anything may respond outside the capture. */
void tracker_source_request_rate(struct tracker *tracker, struct event_draft *draft,
                                 const struct endpoint *server)
{
    if (request_rate_find(source_request_rate(draft->sender), draft->event.time,
                          tracker->settings.flood_requests, &tracker->request_rate) &&
        servers_get(tracker->servers, server)->has_responded)
        draft->source.request_rate = &tracker->request_rate;
}

static bool has_digest(const struct facts *facts)
{
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (facts->credentials[i].scheme == SIP_AUTH_DIGEST && facts->credentials[i].response)
            return true;
    }
    return false;
}

/* Found out once a name. */
static unsigned agent_kind(struct tracker *tracker, const char *user_agent)
{
    struct agent_seen *seen = &tracker->agents[g_direct_hash(user_agent) / 8 % AGENTS_SEEN_MAX];
    const struct settings *settings = &tracker->settings;

    if (!user_agent)
        return AGENT_ORDINARY;
    if (seen->name != user_agent) {
        seen->name = user_agent;
        seen->kind = AGENT_ORDINARY;
        if (settings_list_names(settings->scanners, user_agent))
            seen->kind |= AGENT_SCANNER;
        if (settings_list_names(settings->test_tools, user_agent))
            seen->kind |= AGENT_TEST_TOOL;
    }
    return seen->kind;
}

void tracker_source_sender(struct tracker *tracker, struct event_draft *draft)
{
    const struct facts *facts = draft->event.facts;
    unsigned kind = agent_kind(tracker, facts->user_agent);

    draft->source.record = draft->sender = sources_get(tracker->sources, &facts->packet->source);
    draft->source.is_test_tool = (kind & AGENT_TEST_TOOL) != 0;
    if (kind & AGENT_SCANNER)
        draft->source.scans = source_note_scan(draft->sender, draft->event.time);
}

/* Behind a proxy each client has a Via of its own, and behind a NAT each device its own address in it. */
uint32_t tracker_device(const struct transaction *transaction)
{
    struct endpoint address = transaction->sent_by;

    address.port = 0;
    return (uint32_t)(transaction->via_count > 1 ? transaction->vias : endpoint_hash(&address));
}

/* Responses that are about a user, and not about the server, the request or its route. */
static bool is_about_user(unsigned status)
{
    switch (status) {
    case 401:
    case 403:
    case 404:
    case 407:
    case 410:
    case 484:
    case 603:
    case 604:
        return true;
    default:
        return false;
    }
}

/* A registrar that is restarted may refuse everybody: behind a NAT each phone has a port. */
static uint32_t refused_device(const struct transaction *transaction, unsigned status)
{
    uint32_t device = tracker_device(transaction);

    return status == 403 && transaction->transport == TRANSPORT_UDP
               ? device * 31 + transaction->client.port
               : device;
}

/* A user that was accepted before exists, and is no guess. Load generators try any number. */
void tracker_source_refused_user(struct tracker *tracker, struct event_draft *draft,
                                 const struct registration *registration,
                                 const struct transaction *transaction, enum source_outcome outcome)
{
    const struct settings *settings = &tracker->settings;
    unsigned status = draft->event.facts->status;

    if (!is_about_user(status) || registration->accepted)
        return;
    source_note_user(draft->sender, registration->aor->name, refused_device(transaction, status),
                     outcome, draft->event.time);
    if (agent_kind(tracker, source_agent(draft->sender)) != AGENT_TEST_TOOL)
        draft->source.guessed =
            source_report_users(draft->sender, draft->event.time, settings->enumeration_users,
                                settings->enumeration_failed);
}

static struct source_refusal refusal_of(const struct event_draft *draft,
                                        const struct registration *registration,
                                        const struct transaction *transaction)
{
    const struct nonce_use *use = transaction->uses[0];

    return (struct source_refusal){
        .username = use->username,
        .aor = registration->aor->name,
        .call_id = transaction->call_id,
        .nonce = use->nonce,
        .credentials = transaction->credentials,
        .device = tracker_device(transaction),
        .frame = draft->event.report->frame,
        .time = draft->event.time,
    };
}

/* Credentials that the accounts prove right, and those of a client that was accepted before, are no
 * guess, whatever the registrar has against them. */
void tracker_source_refused(struct tracker *tracker, struct event_draft *draft,
                            const struct registration *registration,
                            const struct transaction *transaction)
{
    const struct settings *settings = &tracker->settings;
    struct source_refusal refusal;

    if (!transaction->uses[0] || transaction->sent[0].digest || registration->accepted)
        return;
    refusal = refusal_of(draft, registration, transaction);
    source_note_refusal(draft->sender, &refusal);
    if (agent_kind(tracker, source_agent(draft->sender)) != AGENT_TEST_TOOL)
        draft->source.refusals =
            source_report_refusals(draft->sender, draft->event.time, settings->bruteforce_failures,
                                   settings->bruteforce_spread);
}

/* Called before the registration counts as accepted. */
void tracker_source_accepted(struct event_draft *draft, const struct registration *registration,
                             const struct transaction *transaction)
{
    const struct settings *settings = draft->event.settings;
    const struct nonce_use *use = transaction->uses[0];
    struct source_refusal accepted;

    source_note_user(draft->sender, registration->aor->name, tracker_device(transaction),
                     SOURCE_SUCCEEDED, draft->event.time);
    if (!use || registration->accepted ||
        !source_was_refused(draft->sender, use->username, draft->event.time))
        return;
    accepted = refusal_of(draft, registration, transaction);
    draft->source.guesses = source_count_guesses(draft->sender, &accepted);
    draft->source.before_success = source_count_refusals(draft->sender, draft->event.time);
    if (!source_looks_like_guessing(&draft->source.before_success, settings->bruteforce_failures,
                                    settings->bruteforce_spread))
        draft->source.before_success = (struct source_refusals){0};
}

/* A phone behind the same address has another User-Agent, or was accepted. */
void tracker_source_judge(struct tracker *tracker, struct event_draft *draft,
                          const struct registration *registration)
{
    const struct source *source = draft->sender;
    const char *agent = registration->user_agent;
    bool is_same_agent = !agent || agent == source_agent(source);

    if (source_is(source, SOURCE_IS_SCANNER))
        draft->source.is_scanner = !agent || agent_kind(tracker, agent) & AGENT_SCANNER;
    if (source_is(source, SOURCE_ENUMERATES))
        draft->source.is_scanner |= is_same_agent && !registration->accepted;
    if (source_is(source, SOURCE_GUESSES))
        draft->source.is_scanner |=
            is_same_agent && (!registration->accepted || draft->source.before_success.count);
}

/* The same bytes on another hop; a proxy would have added a Via. */
static bool is_same_packet(const struct transaction *transaction, const struct facts *facts)
{
    return facts->via_count && facts->vias[0] == transaction->top_via &&
           MIN(facts->via_count, UINT8_MAX) == transaction->via_count;
}

/* A second capture point delivers its copy soon after the transmission, or before the response. */
static bool is_in_parallel(const struct transaction *transaction, int64_t time)
{
    return !transaction->final || time - transaction->final_time < REPLAYED_AFTER ||
           time - transaction->last_time < REPLAYED_AFTER;
}

/* The two sides of a NAT, whose clocks may differ: the server has named the outer address, the Via names
 * the inner one, or earlier packets were seen on both. */
static bool is_own_address(const struct transaction *transaction, const struct endpoint *source)
{
    const struct registration *registration = transaction->registration;

    return endpoint_same_ip(source, &transaction->client) ||
           endpoint_same_ip(source, &transaction->sent_by) ||
           endpoint_same_ip(source, &registration->past->public_address.at) ||
           endpoint_same_ip(source, &registration->past->rare->other_side);
}

struct registration *tracker_find_replayed(const struct tracker *tracker,
                                           struct transaction *transaction,
                                           const struct facts *facts)
{
    const struct transaction *first = transaction_original(transaction);
    const struct packet *packet = facts->packet;
    const struct aor *aor = facts->aor ? aors_find(tracker->aors, facts->aor) : NULL;
    enum registration_match match;

    if (!has_digest(facts) || facts->incomplete || !facts->call_id || !aor)
        return NULL;
    if (transaction->is_replay)
        return packet->time - transaction->last_time < REPLAYED_AFTER
                   ? NULL
                   : registrations_find(tracker->registrations, aor, facts, &match);
    if (!first->registration || !is_same_packet(first, facts) ||
        !endpoint_same_ip(&packet->destination, &first->server) ||
        is_in_parallel(first, packet->time) || is_own_address(first, &packet->source) ||
        endpoint_same_ip(&packet->source, &transaction->client))
        return NULL;
    return first->registration;
}

void tracker_note_other_side(struct transaction *transaction, const struct facts *facts)
{
    const struct transaction *first = transaction_original(transaction);

    if (first->registration && is_same_packet(first, facts) &&
        is_in_parallel(first, facts->packet->time))
        registration_rare(first->registration)->other_side = facts->packet->source;
}

void tracker_source_request(struct tracker *tracker, struct event_draft *draft,
                            const struct transaction *transaction,
                            const struct registration *registration)
{
    const struct facts *facts = draft->event.facts;
    struct aor *aor = registration->aor;

    request_rate_note_request(source_request_rate(draft->sender), draft->event.time,
                              facts->packet->frame, tracker_device(transaction),
                              facts->credentials_count > 0);
    tracker_source_request_rate(tracker, draft, &facts->packet->destination);
    draft->before.user_agent = source_note_agent(draft->sender, facts->user_agent);
    if (!aor->auth->clear_in && !transport_is_secure(facts->packet->transport) &&
        !registration->is_ims && has_digest(facts))
        aor_auth(aor)->clear_in = facts->packet->frame;
    for (unsigned i = 0; i < facts->credentials_count && !draft->before.token; i++) {
        if (facts->credentials[i].token)
            draft->before.token = tokens_use(tracker->tokens, facts->credentials[i].token,
                                             aor->name, facts->packet->frame);
    }
}

/* The AOR of the credentials' user name, where the REGISTER is for another. */
static const struct aor *find_other_user(const struct tracker *tracker,
                                         const struct transaction *transaction)
{
    const struct nonce_use *use = transaction->uses[0];
    const char *name;

    if (!use || !use->username || !use->username[0] || transaction->is_third_party ||
        facts_is_user(use->username, transaction->to_uri))
        return NULL;
    name = facts_find_aor(tracker->pool, use->username, transaction->registration->aor->name);
    return name ? aors_find(tracker->aors, name) : NULL;
}

void tracker_source_final(struct tracker *tracker, struct event_draft *draft,
                          const struct transaction *transaction)
{
    struct aor *aor = transaction->registration->aor;

    request_rate_note_response(source_request_rate(draft->sender), transaction->first_time,
                               draft->event.facts->status, transaction->has_credentials);
    tracker_source_request_rate(tracker, draft, &transaction->server);
    if (draft->event.facts->status < 300) {
        if (transaction->has_credentials)
            aor_auth(aor)->client = transaction->client;
        draft->response.other_user = find_other_user(tracker, transaction);
    } else if (!transaction->has_credentials && !transaction->incomplete &&
               draft->event.facts->aor) {
        draft->response.oracle = oracles_note(tracker->oracles, draft->event.facts);
    }
}

/* A response is seen upstream first, and on the client's own hop last: its challenges are not
 * stored there, because no hop follows. */
void tracker_source_challenges(struct tracker *tracker, struct event_draft *draft,
                               struct transaction *transaction)
{
    struct transaction *original = transaction_original(transaction);
    const struct facts *facts = draft->event.facts;
    struct hop_challenges *challenges = original->rare->challenges;

    if (facts->status != 401 && facts->status != 407)
        return;
    if (challenges && !facts->incomplete) {
        tracker->hop_challenges = *challenges;
        draft->response.hop_challenges = &tracker->hop_challenges;
    }
    if (transaction == original || facts->incomplete || facts->challenge_count == 0 ||
        facts->challenge_count > HOP_CHALLENGES_MAX)
        return;
    if (!challenges)
        challenges = transactions_rare(tracker->transactions, original)->challenges =
            g_new(struct hop_challenges, 1);
    *challenges = (struct hop_challenges){
        .frame = facts->packet->frame,
        .status = (uint16_t)facts->status,
        .via_count = (uint8_t)MIN(facts->via_count, UINT8_MAX),
        .count = (uint8_t)facts->challenge_count,
    };
    memcpy(challenges->each, facts->challenges,
           facts->challenge_count * sizeof(*facts->challenges));
}
