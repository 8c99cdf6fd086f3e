/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/transaction.h"

#include "base/elapsed.h"
#include "base/slab.h"
#include "base/lookup.h"

enum {
    /* Transactions with one branch, or one Call-ID and CSeq, that are searched: a request has two
     * to four hops; of a client that never increments its CSeq the last few are found. Longer
     * chains are hostile. */
    CHAIN_MAX = 16
};

/* Both tables, the chains and the hops hold references. */
struct transactions {
    struct lookup by_branch;               /* the newest transaction of each branch */
    struct lookup by_request;              /* the newest of each Call-ID and CSeq */
    struct transaction *oldest, *youngest; /* of those that are remembered */
    int64_t remembered_for;                /* ns */
    struct slab slab, sent, rare;
};

const struct transaction_rare transaction_nothing_rare;

struct transaction_rare *transactions_rare(struct transactions *transactions,
                                           struct transaction *transaction)
{
    if (transaction->rare == &transaction_nothing_rare)
        transaction->rare = slab_take(&transactions->rare);
    return (struct transaction_rare *)transaction->rare;
}

struct sent_credentials *transactions_sent(struct transactions *transactions,
                                           struct transaction *transaction)
{
    if (!transaction->sent)
        transaction->sent = slab_take(&transactions->sent);
    return transaction->sent;
}

static uint32_t branch_hash(const struct lookup *lookup, uint64_t branch)
{
    return lookup_hash_one(lookup, branch);
}

static bool has_branch(const void *object, const void *key)
{
    return ((const struct transaction *)object)->branch == *(const uint64_t *)key;
}

/* A Call-ID and CSeq. */
struct request {
    const char *call_id;
    uint32_t cseq;
};

static uint32_t request_hash(const struct lookup *lookup, struct request request)
{
    return lookup_hash_two(lookup, (uintptr_t)request.call_id, request.cseq);
}

static bool is_request(const void *object, const void *key)
{
    const struct transaction *transaction = object;
    const struct request *request = key;

    return transaction->call_id == request->call_id && transaction->cseq == request->cseq;
}

static struct lookup_slot *slot_of_branch(const struct transactions *transactions, uint64_t branch)
{
    return lookup_slot(&transactions->by_branch, branch_hash(&transactions->by_branch, branch),
                       has_branch, &branch);
}

static struct lookup_slot *slot_of_request(const struct transactions *transactions,
                                           const char *call_id, uint32_t cseq)
{
    struct request request = {call_id, cseq};

    return lookup_slot(&transactions->by_request, request_hash(&transactions->by_request, request),
                       is_request, &request);
}

static struct transaction *reference(struct transaction *transaction)
{
    transaction->references++;
    return transaction;
}

static void release(struct transactions *transactions, struct transaction *transaction)
{
    if (!transaction || --transaction->references)
        return;
    deadline_cancel(&transaction->deadline);
    release(transactions, transaction->same_branch);
    release(transactions, transaction->same_request);
    release(transactions, transaction->original);
    if (transaction->rare != &transaction_nothing_rare) {
        g_free(transaction->rare->challenges);
        slab_return(&transactions->rare, (struct transaction_rare *)transaction->rare);
    }
    slab_return(&transactions->sent, transaction->sent);
    slab_return(&transactions->slab, transaction);
}

struct transactions *transactions_new(struct pool *pool, int64_t remembered_for)
{
    struct transactions *transactions = g_new0(struct transactions, 1);

    lookup_init(&transactions->by_branch);
    lookup_init(&transactions->by_request);
    transactions->remembered_for = remembered_for;
    transactions->slab = slab_of(pool, sizeof(struct transaction));
    transactions->sent = slab_of(pool, sizeof(struct sent_credentials[TRANSACTION_USES_MAX]));
    transactions->rare = slab_of(pool, sizeof(struct transaction_rare));
    return transactions;
}

/* Removes the transaction from a lookup if it is the newest of its chain. */
static void unlist(struct transactions *transactions, struct lookup *lookup,
                   struct lookup_slot *slot, struct transaction *transaction)
{
    if (lookup_object(slot) == transaction) {
        lookup_remove(lookup, slot);
        release(transactions, transaction);
    }
}

/* Cuts the chain there. */
static void cut(struct transactions *transactions, struct transaction **link)
{
    struct transaction *rest = *link;

    *link = NULL;
    release(transactions, rest);
}

static void forget_oldest(struct transactions *transactions)
{
    struct transaction *transaction = transactions->oldest;

    transactions->oldest = transaction->younger;
    transaction->is_forgotten = true;
    unlist(transactions, &transactions->by_branch,
           slot_of_branch(transactions, transaction->branch), transaction);
    unlist(transactions, &transactions->by_request,
           slot_of_request(transactions, transaction->call_id, transaction->cseq), transaction);
    /* Older ones are forgotten already: unlinking keeps the release of a long chain from
     * recursing. */
    cut(transactions, &transaction->same_branch);
    cut(transactions, &transaction->same_request);
    release(transactions, transaction);
}

void transactions_free(struct transactions *transactions)
{
    if (!transactions)
        return;
    while (transactions->oldest)
        forget_oldest(transactions);
    lookup_clear(&transactions->by_branch);
    lookup_clear(&transactions->by_request);
    g_free(transactions);
}

/* The branch of the top Via; 0: none. */
static uint64_t branch_of(const struct facts *facts)
{
    return facts->via_count ? facts->branches[0] : 0;
}

/* A fingerprint of all credentials; 0: none. */
static uint64_t credentials_of(const struct facts *facts)
{
    uint64_t all = 0;

    for (unsigned i = 0; i < facts->credentials_count; i++)
        all = all * 31 + facts->credentials[i].whole;
    return all;
}

/* IMS: the P-CSCF adds headers that its S-CSCF relies on. */
static bool comes_from_core(const struct facts *facts)
{
    return facts->has_path || facts->ims.from_core ||
           (facts->credentials_count && facts->credentials[0].integrity_protected);
}

typedef bool (*credentials_test)(const struct facts *facts,
                                 const struct facts_credentials *credentials);

static bool any_credentials(const struct facts *facts, credentials_test test)
{
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (test(facts, &facts->credentials[i]))
            return true;
    }
    return false;
}

static bool digest_uri_differs(const struct facts *facts,
                               const struct facts_credentials *credentials)
{
    return credentials->uri && facts->request_uri &&
           strcmp(credentials->uri, facts->request_uri) != 0;
}

static bool digest_uri_is_other(const struct facts *facts,
                                const struct facts_credentials *credentials)
{
    return facts_is_other_resource(facts, credentials->uri);
}

static bool leaves_out_algorithm(const struct facts *facts,
                                 const struct facts_credentials *credentials)
{
    (void)facts;
    return credentials->scheme == SIP_AUTH_DIGEST && !credentials->has_algorithm;
}

/* "bob@ex.com" is not the user "bob": a registrar may compare them as they are. */
static bool username_differs(const struct facts *facts, const struct facts_credentials *credentials)
{
    const char *username = credentials->username;

    return credentials->scheme == SIP_AUTH_DIGEST && !credentials->has_userhash && username &&
           username[0] && facts->to_uri &&
           (!facts_is_user(username, facts->to_uri) || strchr(username, '@')) &&
           !facts_is_whole_user(username, facts->to_uri);
}

static bool username_is_empty(const struct facts *facts,
                              const struct facts_credentials *credentials)
{
    (void)facts;
    return credentials->scheme == SIP_AUTH_DIGEST && credentials->response &&
           !(credentials->username && credentials->username[0]);
}

static bool nonce_is_empty(const struct facts *facts, const struct facts_credentials *credentials)
{
    (void)facts;
    return credentials->scheme == SIP_AUTH_DIGEST && credentials->response &&
           !(credentials->nonce && credentials->nonce[0]);
}

static uint16_t marks_of(const struct facts *facts)
{
    unsigned marks = 0;

    for (unsigned i = 0; i < facts->contact_count; i++) {
        marks |= facts->contacts[i].instance ? MARK_INSTANCE : 0;
        marks |= facts->contacts[i].reg_id ? MARK_REG_ID : 0;
    }
    marks |= facts->supports_outbound ? MARK_SUPPORTS_OUTBOUND : 0;
    marks |= facts->supports_path ? MARK_SUPPORTS_PATH : 0;
    marks |= facts->supports_gruu ? MARK_SUPPORTS_GRUU : 0;
    marks |= facts->required_count ? MARK_REQUIRES : 0;
    marks |= facts->has_route ? MARK_ROUTE : 0;
    marks |= facts->body_size ? MARK_BODY : 0;
    marks |= facts->request_uri_has_user ? MARK_URI_USER : 0;
    return (uint16_t)marks;
}

static void fill(struct transaction *transaction, const struct facts *facts)
{
    const struct packet *packet = facts->packet;
    unsigned vias = MIN(facts->via_count, (unsigned)FACTS_VIAS_MAX);

    transaction->call_id = facts->call_id;
    transaction->to_uri = facts->to_uri;
    transaction->from_uri = facts->from_uri;
    transaction->from_tag = facts->from_tag;
    transaction->branch = branch_of(facts);
    transaction->below = vias > 1 ? facts->branches[1] : 0;
    transaction->top_via = vias ? facts->vias[0] : 0;
    for (unsigned i = 1; i < vias; i++)
        transaction->vias = transaction->vias * 31 + facts->vias[i];
    transaction->credentials = credentials_of(facts);
    transaction->first_time = packet->time;
    transaction->last_time = packet->time;
    transaction->client = packet->source;
    transaction->server = packet->destination;
    transaction->sent_by = facts->via.sent_by;
    transaction->cseq = facts->cseq;
    transaction->transport = packet->transport;
    transaction->via_count = (uint8_t)MIN(facts->via_count, UINT8_MAX);
    transaction->header_s = facts->has_expires ? facts->expires_s : 0;
    transaction->has_credentials = facts->credentials_count > 0;
    transaction->has_answer = facts_has_answer(facts);
    transaction->digest_uri_differs = any_credentials(facts, digest_uri_differs);
    transaction->digest_uri_is_other = any_credentials(facts, digest_uri_is_other);
    transaction->username_differs = any_credentials(facts, username_differs);
    transaction->username_is_empty =
        !facts->incomplete && any_credentials(facts, username_is_empty);
    transaction->nonce_is_empty = !facts->incomplete && any_credentials(facts, nonce_is_empty);
    transaction->leaves_out_algorithm = any_credentials(facts, leaves_out_algorithm);
    transaction->has_route = facts->has_route;
    transaction->marks = marks_of(facts);
    transaction->incomplete = facts->incomplete;
    transaction->has_rport = facts->via.has_rport;
    transaction->is_third_party = facts->from_uri && facts->to_uri &&
                                  !facts_same_uri(facts->from_uri, facts->to_uri) &&
                                  !facts_same_user(facts->from_uri, facts->to_uri);
    transaction->wants_outbound = facts->supports_outbound && facts->contact_count &&
                                  facts->contacts[0].reg_id && facts->contacts[0].instance;
    transaction->wants_bulk =
        facts->contact_count && facts->contacts[0].is_bulk && facts->requires_bulk;
    for (unsigned i = 0; i < facts->contact_count; i++)
        transaction->uses_push |= (facts->contacts[i].push & PUSH_PROVIDER) != 0;
    transaction->is_reachable =
        facts->has_path || facts->has_gruu || (facts->contact_count && facts->contacts[0].reg_id);
    transaction->from_core = comes_from_core(facts);
    transaction->offers_ipsec = facts->ims.client.has_ipsec;
    transaction->offers_agreement = facts->ims.client.is_agreement;
    transaction->has_verify = facts->ims.verify.list != 0;
    transaction->rare = &transaction_nothing_rare;
    transaction->deadline = (struct deadline){.owner = transaction, .kind = DEADLINE_TRANSACTION};
}

/* Puts the newest at the head of its chain, where `slot` has the previous one; takes over the lookup's reference to
 * that, and cuts the chain after CHAIN_MAX. */
static void list(struct transactions *transactions, struct lookup *lookup, struct lookup_slot *slot,
                 uint32_t hash, struct transaction *transaction, size_t link_offset)
{
    struct transaction **link = G_STRUCT_MEMBER_P(transaction, link_offset);

    *link = lookup_object(slot);
    if (lookup_object(slot))
        lookup_put(slot, reference(transaction));
    else
        lookup_add(lookup, slot, hash, reference(transaction));
    for (unsigned chain = 1; *link; chain++) {
        if (chain == CHAIN_MAX) {
            cut(transactions, link);
            break;
        }
        link = G_STRUCT_MEMBER_P(*link, link_offset);
    }
}

static void list_by_branch(struct transactions *transactions, struct transaction *transaction)
{
    uint32_t hash = branch_hash(&transactions->by_branch, transaction->branch);

    list(transactions, &transactions->by_branch,
         lookup_slot(&transactions->by_branch, hash, has_branch, &transaction->branch), hash,
         transaction, offsetof(struct transaction, same_branch));
}

static void list_by_request(struct transactions *transactions, struct transaction *transaction)
{
    struct request request = {transaction->call_id, transaction->cseq};

    uint32_t hash = request_hash(&transactions->by_request, request);

    list(transactions, &transactions->by_request,
         lookup_slot(&transactions->by_request, hash, is_request, &request), hash, transaction,
         offsetof(struct transaction, same_request));
}

void transactions_forget(struct transactions *transactions, int64_t time)
{
    struct transaction *oldest;

    while ((oldest = transactions->oldest) &&
           time - oldest->first_time > transactions->remembered_for)
        forget_oldest(transactions);
}

struct transaction *transactions_add(struct transactions *transactions, const struct facts *facts,
                                     struct transaction *original)
{
    struct transaction *transaction = reference(slab_take(&transactions->slab));

    fill(transaction, facts);
    if (original)
        transaction->original = reference(transaction_original(original));
    *(transactions->oldest ? &transactions->youngest->younger : &transactions->oldest) =
        transaction;
    transactions->youngest = transaction;
    if (transaction->branch)
        list_by_branch(transactions, transaction);
    if (transaction->call_id && facts->has_cseq)
        list_by_request(transactions, transaction);
    return transaction;
}

/* Of several changes the first one counts. */
static void note_change(struct hop_change *change, const struct facts *facts)
{
    if (!change->frame)
        *change = (struct hop_change){.frame = facts->packet->frame, .by = facts->packet->source};
}

static void compare_credentials(struct transactions *transactions, struct transaction *first,
                                unsigned which, const struct facts *facts)
{
    const struct sent_credentials *sent = &first->sent[which];
    struct passed_credentials *passed;
    bool is_there = false;

    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const struct facts_credentials *each = &facts->credentials[i];

        if (each->scheme != SIP_AUTH_DIGEST || each->realm != sent->realm || !each->response)
            continue;
        if (each->whole == sent->whole && each->uri == sent->uri)
            return;
        is_there = true;
    }
    passed = &transactions_rare(transactions, first)->passed[which];
    note_change(is_there ? &passed->changed : &passed->removed, facts);
}

void transactions_compare_hop(struct transactions *transactions, struct transaction *first,
                              const struct facts *facts)
{
    bool is_behind = facts->via_count > first->via_count ||
                     endpoint_same_ip(&facts->packet->source, &first->server);

    if (!is_behind || first->incomplete || facts->incomplete)
        return;
    for (unsigned i = 0; i < TRANSACTION_USES_MAX && first->uses[i]; i++)
        compare_credentials(transactions, first, i, facts);
    if (!first->digest_uri_is_other && any_credentials(facts, digest_uri_is_other))
        note_change(&transactions_rare(transactions, first)->rewritten, facts);
    if (facts->has_path && !facts->supports_path)
        note_change(&transactions_rare(transactions, first)->path_added, facts);
}

bool transaction_is_changed(const struct transaction *transaction)
{
    bool is_changed = false;

    for (unsigned i = 0; i < TRANSACTION_USES_MAX; i++)
        is_changed |= transaction->rare->passed[i].removed.frame ||
                      transaction->rare->passed[i].changed.frame;
    return is_changed;
}

const struct sent_credentials *transaction_find_sent(const struct transaction *transaction,
                                                     bool proxy, const struct facts_info *info)
{
    const struct sent_credentials *found = NULL;

    for (unsigned i = 0; i < TRANSACTION_USES_MAX && transaction->uses[i]; i++) {
        const struct sent_credentials *sent = &transaction->sent[i];

        if (sent->proxy == proxy && (!found || sent->cnonce == info->cnonce))
            found = sent;
    }
    return found;
}

/* --- How a message finds its transaction */

/* The next of a chain. One that only a newer transaction still references may be forgotten. */
static struct transaction *remembered(struct transaction *transaction)
{
    return transaction && !transaction->is_forgotten ? transaction : NULL;
}

static struct transaction *newest_of_branch(const struct transactions *transactions,
                                            uint64_t branch)
{
    return branch ? lookup_object(slot_of_branch(transactions, branch)) : NULL;
}

static struct transaction *newest_of_request(const struct transactions *transactions,
                                             const struct facts *facts)
{
    return facts->call_id && facts->has_cseq
               ? lookup_object(slot_of_request(transactions, facts->call_id, facts->cseq))
               : NULL;
}

/* The capture may have cut off what is compared. */
static bool same_request(const struct transaction *transaction, const struct facts *facts)
{
    return (!facts->call_id || transaction->call_id == facts->call_id) &&
           (!facts->has_cseq || transaction->cseq == facts->cseq);
}

static bool same_hop(const struct transaction *transaction, const struct facts *facts)
{
    return endpoint_equal(&transaction->client, &facts->packet->source) &&
           endpoint_equal(&transaction->server, &facts->packet->destination);
}

/* True if the client itself repeats the request from another port: it has a new socket or connection, or
 * its NAT a new mapping. A host that translates its own ports is seen on both at once. */
static bool is_from_other_port(const struct transaction *transaction, const struct facts *facts)
{
    const struct packet *packet = facts->packet;

    return endpoint_same_ip(&transaction->client, &packet->source) &&
           endpoint_equal(&transaction->server, &packet->destination) &&
           transaction->transport == packet->transport &&
           packet->time - transaction->last_time >= TRANSACTION_DUPLICATE_WITHIN;
}

/* RFC 3261 8.1.1.7: each request has a new branch. The retry of a client that keeps it is
 * recognized by different credentials after a response. */
static bool is_other_request(const struct transaction *transaction, const struct facts *facts)
{
    return transaction->status != 0 && transaction->credentials != credentials_of(facts);
}

/* True if a request with another branch was relayed by a proxy: the proxy put its Via on top of the
 * client's, or the request comes from where the other one was sent. */
static bool is_relayed(const struct transaction *transaction, const struct facts *facts)
{
    const struct packet *packet = facts->packet;

    if (transaction->from_tag != facts->from_tag)
        return false;
    for (unsigned i = 1; i < MIN(facts->via_count, (unsigned)FACTS_VIAS_MAX); i++) {
        if (transaction->branch && facts->branches[i] == transaction->branch)
            return true;
    }
    if (transaction->below && transaction->below == branch_of(facts))
        return true;
    return !endpoint_same_ip(&transaction->client, &transaction->server) &&
           !endpoint_same_ip(&packet->source, &packet->destination) &&
           endpoint_same_ip(&transaction->server, &packet->source);
}

enum transaction_relation transactions_find_request(const struct transactions *transactions,
                                                    const struct facts *facts,
                                                    struct transaction **found)
{
    struct transaction *other_hop = NULL, *other_port = NULL;
    unsigned chain = 0;

    for (struct transaction *each = newest_of_branch(transactions, branch_of(facts));
         each && chain < CHAIN_MAX; each = remembered(each->same_branch), chain++) {
        if (!same_request(each, facts) || is_other_request(each, facts))
            continue;
        if (same_hop(each, facts)) {
            *found = each;
            return facts->packet->time - each->last_time < TRANSACTION_DUPLICATE_WITHIN
                       ? TRANSACTION_DUPLICATE
                       : TRANSACTION_RETRANSMISSION;
        }
        if (is_from_other_port(each, facts))
            other_port = each;
        other_hop = each;
    }
    if (other_port) {
        *found = other_port;
        return TRANSACTION_RETRANSMISSION;
    }

    chain = 0;
    for (struct transaction *each = newest_of_request(transactions, facts);
         each && !other_hop && chain < CHAIN_MAX; each = remembered(each->same_request), chain++) {
        if (is_relayed(each, facts))
            other_hop = each;
    }
    *found = other_hop;
    return other_hop ? TRANSACTION_HOP : TRANSACTION_NEW;
}

/* Ranks the hops of one branch: best the one that the response returns on, then the one it comes
 * from, then one without a response. */
static unsigned hop_fits(const struct transaction *transaction, const struct packet *packet)
{
    return (endpoint_equal(&transaction->client, &packet->destination) ? 8 : 0) +
           (endpoint_equal(&transaction->server, &packet->source) ? 4 : 0) +
           (endpoint_same_ip(&transaction->client, &packet->destination) ? 2 : 0) +
           (transaction->status == 0 ? 1 : 0);
}

/* A server that garbles Call-ID or CSeq still returns the Via. */
static bool waits_for_response(const struct transaction *transaction, const struct facts *facts)
{
    return transaction->status == 0 && transaction->from_tag == facts->from_tag;
}

static struct transaction *
best_of_branch(const struct transactions *transactions, const struct facts *facts,
               bool (*fits)(const struct transaction *, const struct facts *))
{
    struct transaction *best = NULL;
    unsigned chain = 0;

    for (struct transaction *each = newest_of_branch(transactions, branch_of(facts));
         each && chain < CHAIN_MAX; each = remembered(each->same_branch), chain++) {
        if (fits(each, facts) &&
            (!best || hop_fits(each, facts->packet) > hop_fits(best, facts->packet)))
            best = each;
    }
    return best;
}

enum transaction_match transactions_find_response(const struct transactions *transactions,
                                                  const struct facts *facts,
                                                  struct transaction **found)
{
    struct transaction *best;
    unsigned chain = 0;

    best = best_of_branch(transactions, facts, same_request);
    if (!best)
        best = best_of_branch(transactions, facts, waits_for_response);
    if (best) {
        *found = best;
        return TRANSACTION_BY_BRANCH;
    }
    for (struct transaction *each = newest_of_request(transactions, facts);
         each && chain < CHAIN_MAX; each = remembered(each->same_request), chain++) {
        if (each->from_tag == facts->from_tag &&
            (!best || hop_fits(each, facts->packet) > hop_fits(best, facts->packet)))
            best = each;
    }
    *found = best;
    if (!best)
        return TRANSACTION_NO_MATCH;
    return best->via_count == facts->via_count &&
                   endpoint_same_ip(&best->client, &facts->packet->destination)
               ? TRANSACTION_BY_CSEQ
               : TRANSACTION_OTHER_HOP;
}

struct transaction *transactions_find_quoted(const struct transactions *transactions,
                                             const struct facts *facts)
{
    struct transaction *found = newest_of_branch(transactions, branch_of(facts));

    if (!found || !same_request(found, facts))
        found = newest_of_request(transactions, facts);
    return found;
}

struct transaction *transactions_find_waiting(const struct transactions *transactions,
                                              const char *call_id, uint32_t cseq,
                                              const struct endpoint *client,
                                              const struct endpoint *server)
{
    struct transaction *each =
        call_id ? lookup_object(slot_of_request(transactions, call_id, cseq)) : NULL;

    for (unsigned chain = 0; each && chain < CHAIN_MAX;
         each = remembered(each->same_request), chain++) {
        if (each->status == 0 && !each->rare->relayed && each->request &&
            !transaction_original(each)->final && endpoint_equal(&each->client, client) &&
            endpoint_equal(&each->server, server))
            return each;
    }
    return NULL;
}

bool transaction_is_moved(const struct transaction *transaction, const char *contact,
                          const struct endpoint *source)
{
    struct endpoint inside;

    return facts_uri_endpoint(contact, &inside) && endpoint_is_private(&inside) &&
           endpoint_same_ip(&inside, &transaction->sent_by) && !endpoint_is_private(source) &&
           !endpoint_is_private(&transaction->client) &&
           !endpoint_same_ip(source, &transaction->client);
}

enum {
    /* Two may be lost on the way, one after the other. */
    UNPASSED_FROM = 3
};

/* There and back, over satellite or a bad radio link. */
#define PASSED_WITHIN SECOND

bool transaction_is_unpassed(const struct transaction *transaction)
{
    return transaction->rare->relayed && !transaction->final &&
           transaction->unpassed >= UNPASSED_FROM;
}

void transaction_note_resent(struct transaction *transaction, int64_t time)
{
    int64_t since = elapsed_between(transaction->rare->relayed_time, time);

    if (transaction->rare->relayed && !transaction->final && since != ELAPSED_UNKNOWN &&
        since >= PASSED_WITHIN && transaction->unpassed < UINT16_MAX)
        transaction->unpassed++;
}
