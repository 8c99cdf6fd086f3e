/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Updates the nonce ledger: which nonces a message issues, and which it uses.
 */
#include "tracker/tracker_state.h"

/* Nonces derived from the time in seconds are equal within one second (RFC 7616 3.3 requires a new
 * one per challenge). */
#define SAME_SECOND SECOND

/* Finds to whom the nonce was issued, where this client uses one that it was never offered. */
static void note_holder(struct tracker *tracker, struct event_draft *draft,
                        struct nonce_check *check, const struct offer *offer,
                        const struct registration *registration)
{
    if (!registration || offer || check->before.count || !check->nonce->issued_to ||
        check->nonce->issued_to == registration)
        return;
    check->holder = check->nonce->issued_to;
    draft->credentials.shares_nonces =
        servers_get(tracker->servers, &draft->event.facts->packet->destination)->shares_nonces;
}

/* The credentials that a nextnonce belongs to (RFC 7616 3.5, 3.8): those of Authorization, or of
 * Proxy-Authorization where a proxy issues it. NULL: unknown. */
static const struct nonce_use *use_before(const struct transaction *transaction, bool proxy)
{
    for (unsigned i = 0; i < TRANSACTION_USES_MAX && transaction->uses[i]; i++) {
        if (transaction->sent[i].proxy == proxy)
            return transaction->uses[i];
    }
    return NULL;
}

/* The nonces of one message, while they are collected. */
struct gathered {
    struct report_nonce nonces[2 * FACTS_AUTH_MAX + 2];
    unsigned count;
};

/* Several challenges of one response may share a nonce (RFC 7616 3.9.1). */
static void gather(struct gathered *gathered, const char *text, const char *realm)
{
    struct report_nonce *nonce = &gathered->nonces[gathered->count];

    for (unsigned i = 0; i < gathered->count; i++) {
        if (gathered->nonces[i].text == text && gathered->nonces[i].realm == realm)
            return;
    }
    if (!text)
        return;
    *nonce = (struct report_nonce){.text = text, .realm = realm, .age = -1};
    gathered->count++;
}

static void gather_next(struct gathered *gathered, const char *text,
                        const struct transaction *transaction, bool proxy)
{
    const struct nonce_use *use = transaction ? use_before(transaction, proxy) : NULL;

    gather(gathered, text, use ? use->nonce->realm : NULL);
}

static void keep(struct tracker *tracker, struct report *report, const struct gathered *gathered,
                 unsigned which)
{
    if (gathered->count == 0)
        return;
    report->nonces = pool_duplicate(tracker->pool, gathered->nonces,
                                    gathered->count * sizeof(gathered->nonces[0]));
    report->nonce_count = (uint8_t)gathered->count;
    report->nonce_at = (uint8_t)which;
}

void tracker_list_nonces(struct tracker *tracker, const struct facts *facts,
                         struct transaction *transaction, struct report *report)
{
    struct gathered gathered;

    gathered.count = 0;
    if (transaction && transaction->request)
        transaction = transaction_original(transaction);
    for (unsigned i = 0; i < facts->credentials_count && !facts->status; i++)
        gather(&gathered, facts->credentials[i].nonce, facts->credentials[i].realm);
    for (unsigned i = 0; i < facts->challenge_count; i++)
        gather(&gathered, facts->challenges[i].nonce, facts->challenges[i].realm);
    gather_next(&gathered, facts->info.nextnonce, transaction, false);
    gather_next(&gathered, facts->proxy_info.nextnonce, transaction, true);
    keep(tracker, report, &gathered, 0);
}

static struct report_nonce used(const struct facts *facts,
                                const struct facts_credentials *credentials,
                                const struct nonce_check *check, const struct offer *offer)
{
    struct report_nonce nonce = {
        .text = credentials->nonce,
        .realm = credentials->realm,
        .age = -1,
        .issued_in = offer ? offer->frame : check->nonce->issued_in,
        .use = check->user_count,
        .nc = credentials->nc,
        .has_nc = credentials->has_nc,
        .verdict = (uint8_t)check->verdict,
    };

    if (nonce.issued_in)
        nonce.age =
            elapsed_between(offer ? offer->time : check->nonce->issued_at, facts->packet->time);
    return nonce;
}

void tracker_use_nonces(struct tracker *tracker, struct event_draft *draft,
                        struct transaction *transaction, const struct registration *registration)
{
    const struct facts *facts = draft->event.facts;
    struct gathered gathered;
    unsigned which = 0;

    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const struct facts_credentials *credentials = &facts->credentials[i];
        struct nonce_check *check = &draft->credentials.checks[draft->credentials.count];
        const struct offer *offer;
        struct nonce *nonce;

        /* RFC 3310 3.4: with auts the response proves nothing; it requests a new vector. */
        if (credentials->scheme != SIP_AUTH_DIGEST || !credentials->response ||
            credentials->has_auts || !credentials->nonce || !credentials->nonce[0])
            continue;
        nonce = nonces_get(tracker->nonces, credentials->realm, credentials->nonce);
        offer = registration ? registration_find_offer(registration, nonce) : NULL;
        nonces_use(tracker->nonces, facts, credentials, nonce, offer != NULL,
                   transaction && transaction->is_replay, check);
        note_holder(tracker, draft, check, offer, registration);
        if (transaction && draft->credentials.count < TRANSACTION_USES_MAX) {
            transaction->uses[draft->credentials.count] = check->use;
            transactions_sent(tracker->transactions, transaction)[draft->credentials.count] =
                (struct sent_credentials){
                    .realm = credentials->realm,
                    .uri = credentials->uri,
                    .whole = credentials->whole,
                    .digest = facts->has_digests ? facts->digests.kept[i] : NULL,
                    .cnonce = credentials->cnonce,
                    .nc = credentials->nc,
                    .has_nc = credentials->has_nc,
                    .proxy = credentials->proxy,
                };
        }
        gathered.nonces[draft->credentials.count] = used(facts, credentials, check, offer);
        if (offer) {
            which = draft->credentials.count;
            draft->report->challenge_in = offer->frame;
        }
        draft->credentials.count++;
    }
    gathered.count = draft->credentials.count;
    keep(tracker, draft->report, &gathered, which);
    if (draft->credentials.count)
        draft->event.triggers |= ON_CREDENTIALS;
}

/* True for the client that got the nonce: the same agent, or one behind the same address that
 * registers the same AOR. */
static bool is_holder(const struct nonce *nonce, const struct registration *registration,
                      const struct endpoint *client)
{
    const struct registration *holder = nonce->issued_to;

    return holder == registration || (holder && holder->aor == registration->aor &&
                                      endpoint_same_ip(&holder->last.source, client));
}

/* Finds out whether a server issues this nonce again; called before that is recorded. A B2BUA
 * relays nonces issued to itself; several challenges of one response may share a nonce (RFC 7616
 * 3.9.1). */
static void find_reissue(struct tracker *tracker, struct event_draft *draft,
                         const struct nonce *nonce, const struct registration *registration)
{
    const struct offer *own = registration_find_offer(registration, nonce);
    const struct endpoint *client = &draft->event.facts->packet->destination;
    const struct endpoint *server = &draft->event.facts->packet->source;
    bool is_same = own || is_holder(nonce, registration, client);
    struct reissue reissue = {
        .nonce = nonce,
        .to = is_same ? NULL : nonce->issued_to,
        .time = own ? own->time : nonce->issued_at,
        .frame = own ? own->frame : nonce->issued_in,
    };
    struct server_record *record;
    int64_t apart;

    if (!nonce->issued_in || reissue.frame == draft->report->frame ||
        (own && (own->by_nextnonce || !endpoint_same_ip(&own->server, server))))
        return;
    apart = elapsed_between(reissue.time, draft->event.time);
    if (apart == ELAPSED_UNKNOWN)
        return;
    reissue.at_once = apart <= SAME_SECOND;
    if (is_same ? reissue.at_once || draft->refused.use
                : !reissue.to || !reissue.to->last.report ||
                      endpoint_same_ip(&reissue.to->last.source, server))
        return;
    record = servers_get(tracker->servers, server);
    if (reissue.at_once ? !record->shares_nonces : !record->keeps_nonces)
        draft->response.reissue = reissue;
    record->shares_nonces |= !is_same;
    record->keeps_nonces |= !reissue.at_once;
}

/* Records the nonces of a challenge or Authentication-Info in the ledger, and as offered to this
 * client. */
void tracker_issue_nonces(struct tracker *tracker, struct event_draft *draft,
                          struct registration *registration, const struct transaction *transaction,
                          const struct facts *facts)
{
    bool same_round = !draft;
    struct offer offer = {
        .call_id = facts->call_id, .frame = facts->packet->frame, .time = facts->packet->time};

    offer.server = transaction ? transaction->server : facts->packet->source;
    offer.is_again =
        draft && transaction && transaction->final && transaction->final != draft->report;
    if (registration) {
        if (!same_round && facts->challenge_count)
            registration_past(registration)->rounds++;
        offer.round = registration->past->rounds;
    }
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *challenge = &facts->challenges[i];
        struct nonce *nonce;

        if (challenge->scheme != SIP_AUTH_DIGEST || !challenge->nonce || !challenge->nonce[0])
            continue;
        nonce = nonces_get(tracker->nonces, challenge->realm, challenge->nonce);
        if (draft && registration)
            find_reissue(tracker, draft, nonce, registration);
        nonce_issue(nonce, facts->packet->frame, facts->packet->time, registration);
        nonce->by_challenge = true;
        nonce->by_register = true;
        nonce->offered_qop |= challenge->has_qop;
        nonce->algorithms |= (uint16_t)(1 << challenge->algorithm);
        offer.nonce = nonce;
        offer.had_qop = challenge->has_qop;
        offer.proxy = challenge->proxy;
        /* A challenge that is retransmitted is no newer than it was. */
        if (registration && !(same_round && registration_find_offer(registration, nonce)))
            registration_offer(registration, &offer);
    }
}

void tracker_note_issuers(struct tracker *tracker, const struct facts *facts)
{
    for (unsigned i = 0; i < facts->challenge_count; i++) {
        const struct facts_challenge *each = &facts->challenges[i];

        if (each->scheme == SIP_AUTH_DIGEST && each->nonce && each->nonce[0])
            nonce_note_issuer(nonces_get(tracker->nonces, each->realm, each->nonce),
                              &facts->packet->source, facts->via_count);
    }
}

static void issue_next(struct tracker *tracker, struct registration *registration,
                       const struct transaction *transaction, const struct facts *facts,
                       const struct facts_info *info)
{
    struct offer offer = {
        .call_id = facts->call_id,
        .frame = facts->packet->frame,
        .time = facts->packet->time,
        .server = transaction->server,
        .by_nextnonce = true,
        .proxy = info == &facts->proxy_info,
    };
    const struct nonce_use *use = use_before(transaction, info == &facts->proxy_info);
    struct nonce *nonce;

    if (!use || !info->nextnonce)
        return;
    nonce = nonces_get(tracker->nonces, use->nonce->realm, info->nextnonce);
    nonce_issue(nonce, facts->packet->frame, facts->packet->time, registration);
    nonce->by_nextnonce = true;
    nonce->by_register = true;
    nonce->algorithms |= use->nonce->algorithms;
    offer.nonce = nonce;
    offer.round = ++registration_past(registration)->rounds;
    registration_offer(registration, &offer);
}

void tracker_issue_nextnonce(struct tracker *tracker, struct registration *registration,
                             const struct transaction *transaction, const struct facts *facts)
{
    if (!transaction)
        return;
    issue_next(tracker, registration, transaction, facts, &facts->info);
    issue_next(tracker, registration, transaction, facts, &facts->proxy_info);
}
