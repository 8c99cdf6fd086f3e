/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The sender of a REGISTER and the protection of the exchange: for the rules on attacks.
 */
#include "tracker/tracker_state.h"

/* A copy from a second capture point takes less time; so may an attacker, who then goes unnoticed. */
#define REPLAYED_AFTER G_GINT64_CONSTANT(1000000000)

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
static bool is_own_address(const struct tracker *tracker, const struct transaction *transaction,
                           const struct endpoint *source)
{
    const struct registration *registration = transaction->registration;
    bool is_public =
        !endpoint_is_private(source) && !endpoint_is_private(&transaction->client);

    return endpoint_same_ip(source, &transaction->client) ||
           endpoint_same_ip(source, &transaction->sent_by) ||
           endpoint_same_ip(source, &registration->public_address.at) ||
           endpoint_same_ip(source, &registration->other_side) ||
           (is_public && endpoint_same_network(source, &transaction->client,
                                               tracker->settings.pool_prefix));
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
        is_in_parallel(first, packet->time) || is_own_address(tracker, first, &packet->source) ||
        endpoint_same_ip(&packet->source, &transaction->client))
        return NULL;
    return first->registration;
}

void tracker_note_other_side(struct transaction *transaction, const struct facts *facts)
{
    const struct transaction *first = transaction_original(transaction);

    if (first->registration && is_same_packet(first, facts) &&
        is_in_parallel(first, facts->packet->time))
        first->registration->other_side = facts->packet->source;
}

void tracker_source_request(struct tracker *tracker, struct event_draft *draft,
                            const struct registration *registration)
{
    const struct facts *facts = draft->event.facts;
    struct aor *aor = registration->aor;

    request_rate_note_request(source_request_rate(draft->sender), draft->event.time,
                              facts->packet->frame, facts->credentials_count > 0);
    tracker_source_request_rate(tracker, draft, &facts->packet->destination);
    draft->before.user_agent = source_note_agent(draft->sender, facts->user_agent);
    if (!aor->clear_in && !transport_is_secure(facts->packet->transport) && !registration->is_ims &&
        has_digest(facts))
        aor->clear_in = facts->packet->frame;
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
            aor->authenticated = transaction->client;
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
    struct hop_challenges *challenges = original->challenges;

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
        challenges = original->challenges = g_new(struct hop_challenges, 1);
    *challenges = (struct hop_challenges){
        .frame = facts->packet->frame,
        .status = (uint16_t)facts->status,
        .via_count = (uint8_t)MIN(facts->via_count, UINT8_MAX),
        .count = (uint8_t)facts->challenge_count,
    };
    memcpy(challenges->each, facts->challenges,
           facts->challenge_count * sizeof(*facts->challenges));
}
