/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a REGISTER and its answer say of who sends it and how well that is protected: for the rules
 * on attacks.
 */
#include "tracker/tracker_state.h"

/* A server that nothing ever came from may answer where the capture does not see it. */
void tracker_watch_request_rate(struct tracker *tracker, struct event *event, const struct endpoint *server)
{
    if (request_rate_find(source_request_rate(event->source), event->time, tracker->settings.flood_requests,
                  &tracker->request_rate) &&
        tracker_server(tracker, server)->answered)
        event->request_rate = &tracker->request_rate;
}

static bool has_digest(const struct facts *facts)
{
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (facts->credentials[i].scheme == SIP_AUTH_DIGEST && facts->credentials[i].response)
            return true;
    }
    return false;
}

void tracker_watch_request(struct tracker *tracker, struct event *event,
                           const struct registration *registration)
{
    const struct facts *facts = event->facts;
    struct aor *aor = registration->aor;

    request_rate_note_request(source_request_rate(event->source), event->time, facts->packet->frame,
                      facts->credentials_count > 0);
    tracker_watch_request_rate(tracker, event, &facts->packet->destination);
    event->agent_before = source_note_agent(event->source, facts->user_agent);
    if (!aor->clear_in && !transport_is_secure(facts->packet->transport) && !registration->is_ims &&
        has_digest(facts))
        aor->clear_in = facts->packet->frame;
    for (unsigned i = 0; i < facts->credentials_count && !event->token_before; i++) {
        if (facts->credentials[i].token)
            event->token_before = watch_token(tracker->watch, facts->credentials[i].token,
                                              aor->name, facts->packet->frame);
    }
}

/* The AOR that belongs to the user name of the credentials, where the REGISTER is for another. */
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

void tracker_watch_final(struct tracker *tracker, struct event *event,
                         const struct transaction *transaction)
{
    struct aor *aor = transaction->registration->aor;

    request_rate_note_answer(source_request_rate(event->source), transaction->first_time, event->facts->status,
                     transaction->has_credentials);
    tracker_watch_request_rate(tracker, event, &transaction->server);
    if (event->facts->status < 300) {
        if (transaction->has_credentials)
            aor->authenticated = transaction->client;
        event->other_user = find_other_user(tracker, transaction);
    } else if (!transaction->has_credentials && !transaction->incomplete && event->facts->aor) {
        event->oracle = watch_answer(tracker->watch, event->facts);
    }
}

/* An answer is seen upstream first, and on the client's own leg last: nothing waits for it then. */
void tracker_watch_challenges(struct tracker *tracker, struct event *event,
                              struct transaction *transaction)
{
    struct transaction *original = transaction_original(transaction);
    const struct facts *facts = event->facts;
    struct hop_challenges *challenges = original->challenges;

    if (facts->status != 401 && facts->status != 407)
        return;
    if (challenges && !facts->incomplete) {
        tracker->hop_challenges = *challenges;
        event->challenges_before = &tracker->hop_challenges;
    }
    if (transaction == original || facts->incomplete || facts->challenge_count == 0 ||
        facts->challenge_count > LEG_CHALLENGES_MAX)
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
