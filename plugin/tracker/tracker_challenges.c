/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a challenge implies for the credentials that it refuses, and for the server that sends it.
 */
#include "base/elapsed.h"
#include "tracker/tracker_state.h"

/* Registrars accept a nonce for 30 s to some minutes. Credentials that are refused with a younger
 * one are wrong themselves. */
#define FRESH_FOR (60 * SECOND)

/* The newest nonce of this server's realm that the client was handed; NULL: none. Of many handed out in a row the
 * oldest are forgotten. */
static const struct offer *find_newest(const struct registration *registration,
                                       const struct transaction *transaction,
                                       const struct nonce *nonce, const struct offer *offer)
{
    const struct offer *latest;

    if (offer)
        return registration_newest_offer(registration, offer);
    latest = nonce->issued_to == registration
                 ? registration_latest_offer(registration, nonce->realm)
                 : NULL;
    return latest && latest->call_id == transaction->call_id ? latest : NULL;
}

static void judge_nonce(struct event_draft *draft, const struct transaction *transaction,
                        const struct nonce_use *use)
{
    const struct registration *registration = draft->event.registration;
    const struct offer *offer = registration_find_offer(registration, use->nonce);
    const struct offer *latest = find_newest(registration, transaction, use->nonce, offer);
    struct event_refused *refused = &draft->refused;
    int64_t issued_at = offer ? offer->time : use->nonce->issued_at;
    int64_t life = draft->event.server ? draft->event.server->nonce_life : 0;
    int64_t age = issued_at ? elapsed_between(issued_at, transaction->first_time) : ELAPSED_UNKNOWN;
    bool is_own, is_doubtful, is_fresh = age != ELAPSED_UNKNOWN && age <= FRESH_FOR;

    refused->use = use;
    refused->is_new = !use->earned_success;
    refused->age = age;
    refused->is_newest = offer && latest && offer->round == latest->round;
    refused->newer = !refused->is_newest ? latest : NULL;
    refused->is_older_than_life = life && age >= life;
    refused->says_nonce = draft->event.facts->says == SAYS_NONCE;
    is_doubtful = refused->newer || refused->is_older_than_life || refused->says_nonce;
    is_own = offer ? endpoint_same_ip(&offer->server, &transaction->server)
                   : !use->nonce->issued_in || use->nonce->issued_to == registration;
    refused->is_current = is_fresh && refused->is_newest && !is_doubtful && is_own;
    refused->is_old = (!refused->is_new || !issued_at || age > FRESH_FOR || is_doubtful) && is_own;
}

/* The proxy has accepted its credentials, and now the registrar challenges in the same realm, or the reverse. */
static bool is_of_other_party(const struct event_draft *draft,
                              const struct transaction *transaction, unsigned which,
                              const struct facts_challenge *challenge)
{
    const struct offer *offer =
        registration_find_offer(draft->event.registration, transaction->uses[which]->nonce);

    return offer && offer->proxy == transaction->sent[which].proxy &&
           challenge->proxy != offer->proxy;
}

/* Without a challenge, a 401 or 407 to credentials in its own header can only refuse them. */
static bool is_bare_refusal(const struct facts *facts, bool proxy)
{
    return facts->status == (proxy ? 407 : 401) && !facts->challenge_count && !facts->incomplete;
}

/* Finds the credentials that a 401, 407 or 403 refuses, and whether the nonce may be the reason. */
void tracker_find_refused(struct tracker *tracker, struct event_draft *draft,
                          const struct transaction *transaction)
{
    const struct facts *facts = draft->event.facts;

    for (unsigned i = 0; i < TRANSACTION_USES_MAX && transaction->uses[i]; i++) {
        const struct nonce_use *use = transaction->uses[i];
        bool refused = facts->status == 403 || is_bare_refusal(facts, transaction->sent[i].proxy);

        for (unsigned j = 0; j < facts->challenge_count; j++) {
            if (facts->challenges[j].realm == use->nonce->realm &&
                !is_of_other_party(draft, transaction, i, &facts->challenges[j])) {
                refused = true;
                draft->refused.is_stale |= facts->challenges[j].stale;
                draft->refused.challenge = nonces_get(tracker->nonces, facts->challenges[j].realm,
                                                      facts->challenges[j].nonce);
            }
        }
        if (!refused)
            continue;
        judge_nonce(draft, transaction, use);
        return;
    }
}

static bool has_sent(const struct transaction *transaction, const char *realm, bool proxy)
{
    for (unsigned i = 0; i < TRANSACTION_USES_MAX && transaction->uses[i]; i++) {
        if (transaction->sent[i].realm == realm && transaction->sent[i].proxy == proxy)
            return true;
    }
    return false;
}

static bool is_challenged(const struct facts *facts, const struct sent_credentials *sent)
{
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        if (facts->challenges[i].realm == sent->realm && facts->challenges[i].proxy == sent->proxy)
            return true;
    }
    return false;
}

/* RFC 3261 22.3: a client collects the credentials that the proxies and the registrar require. */
void tracker_find_left_out(struct event_draft *draft, struct registration *registration,
                           const struct transaction *transaction)
{
    const struct facts *facts = draft->event.facts;
    struct unrefused *before = &registration_past(registration)->unrefused;

    for (unsigned i = 0; i < facts->challenge_count && before->frame; i++) {
        const struct facts_challenge *each = &facts->challenges[i];

        if (before->call_id == facts->call_id && each->realm == before->realm &&
            each->proxy == before->proxy && transaction->uses[0] &&
            transaction->sent[0].proxy != each->proxy &&
            !has_sent(transaction, each->realm, each->proxy))
            draft->response.left_out = before->frame;
    }
    for (unsigned i = 0; i < TRANSACTION_USES_MAX && transaction->uses[i]; i++) {
        const struct sent_credentials *sent = &transaction->sent[i];

        if (!is_challenged(facts, sent))
            *before = (struct unrefused){.realm = sent->realm,
                                         .call_id = facts->call_id,
                                         .frame = transaction->request->frame,
                                         .proxy = sent->proxy};
    }
}

/* The next realm challenges once the previous one is satisfied (RFC 3261 22.3). */
static bool is_satisfied(const struct transaction *transaction, const char *realm)
{
    for (unsigned i = 0; i < TRANSACTION_USES_MAX && transaction->uses[i]; i++) {
        if (transaction->uses[i]->nonce->realm == realm && !transaction->uses[i]->earned_success)
            return true;
    }
    return false;
}

/* The latest offer of this server in another realm than that of the challenge; NULL: none, or this
 * realm was offered too. */
static const struct offer *find_other_realm(const struct registration *registration,
                                            const struct transaction *transaction,
                                            const struct facts_challenge *challenge)
{
    const struct offer *other = NULL;

    for (unsigned i = 0; i < REGISTRATION_OFFERS_MAX; i++) {
        const struct offer *each = registration->past->offers[i];

        if (!each || each->proxy != challenge->proxy ||
            !endpoint_same_ip(&each->server, &transaction->server))
            continue;
        if (each->nonce->realm == challenge->realm)
            return NULL;
        if (!other || each->round > other->round)
            other = each;
    }
    return other && !is_satisfied(transaction, other->nonce->realm) ? other : NULL;
}

/* Called before the challenge is recorded. A server that challenges in two realms at once has
 * both. */
void tracker_find_realm_change(struct event_draft *draft, const struct transaction *transaction)
{
    const struct facts *facts = draft->event.facts;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct offer *other;

        if (facts->challenges[i].scheme != SIP_AUTH_DIGEST)
            continue;
        other = find_other_realm(draft->event.registration, transaction, &facts->challenges[i]);
        if (!other) {
            draft->response.other_realm = NULL;
            return;
        }
        draft->response.other_realm = other->nonce->realm;
        draft->response.other_realm_in = other->frame;
    }
}

bool tracker_is_offered_by(const struct offered *offered, const struct endpoint *server,
                           const char *realm)
{
    return offered->realm == realm && endpoint_same_ip(&offered->server, server);
}

/* Called after the event, so that rules see the earlier offers. */
void tracker_note_offered(struct aor *aor, const struct facts *facts)
{
    const char *realm = facts->challenge_count ? facts->challenges[0].realm : NULL;
    struct offered *offered;
    unsigned now = 0, before;

    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *each = &facts->challenges[i];

        if (each->scheme == SIP_AUTH_DIGEST && each->realm == realm)
            now |= 1u << each->algorithm;
    }
    if (!now)
        return;
    offered = &aor_auth(aor)->offered;
    if (!tracker_is_offered_by(offered, &facts->packet->source, realm))
        *offered = (struct offered){.realm = realm, .server = facts->packet->source};
    if (offered->algorithms == now)
        return;
    before = sip_algorithm_strongest(offered->algorithms);
    if (sip_algorithm_strongest(now) > before)
        offered->best_in = facts->packet->frame;
    else if (sip_algorithm_strongest(now) < before)
        offered->reported = true;
    offered->algorithms |= (uint16_t)now;
}
