/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How a message finds its transaction.
 */
#include "state/transaction_table.h"

/* The next of a chain. What a newer one still holds on to may be forgotten. */
static struct transaction *remembered(struct transaction *transaction)
{
    return transaction && !transaction->is_forgotten ? transaction : NULL;
}

static struct transaction *newest_of_branch(const struct transactions *transactions,
                                            uint64_t branch)
{
    struct transaction key = {.branch = branch};

    return branch ? g_hash_table_lookup(transactions->by_branch, &key) : NULL;
}

static struct transaction *newest_of_request(const struct transactions *transactions,
                                             const struct facts *facts)
{
    struct transaction key = {.call_id = facts->call_id, .cseq = facts->cseq};

    return facts->call_id && facts->has_cseq ? g_hash_table_lookup(transactions->by_request, &key)
                                             : NULL;
}

uint64_t transaction_branch_of(const struct facts *facts)
{
    return facts->via_count ? facts->branches[0] : 0;
}

/* The capture may have cut off what is compared. */
static bool same_request(const struct transaction *transaction, const struct facts *facts)
{
    return (!facts->call_id || transaction->call_id == facts->call_id) &&
           (!facts->has_cseq || transaction->cseq == facts->cseq);
}

uint64_t transaction_credentials_of(const struct facts *facts)
{
    uint64_t all = 0;

    for (unsigned i = 0; i < facts->credentials_count; i++)
        all = all * 31 + facts->credentials[i].whole;
    return all;
}

static bool same_hop(const struct transaction *transaction, const struct facts *facts)
{
    return endpoint_equal(&transaction->client, &facts->packet->source) &&
           endpoint_equal(&transaction->server, &facts->packet->destination);
}

/* RFC 3261 8.1.1.7: the branch is new for each request. A client that keeps it for the retry is
 * recognised by other credentials after an answer. */
static bool is_other_request(const struct transaction *transaction, const struct facts *facts)
{
    return transaction->status != 0 &&
           transaction->credentials != transaction_credentials_of(facts);
}

/* Whether a request with another branch is one that a proxy has passed on: the proxy put its Via on
 * top of the client's, or it comes from where the other one went to. */
static bool is_relayed(const struct transaction *transaction, const struct facts *facts)
{
    const struct packet *packet = facts->packet;

    if (transaction->from_tag != facts->from_tag)
        return false;
    for (unsigned i = 1; i < MIN(facts->via_count, (unsigned)FACTS_VIAS_MAX); i++) {
        if (transaction->branch && facts->branches[i] == transaction->branch)
            return true;
    }
    if (transaction->below && transaction->below == transaction_branch_of(facts))
        return true;
    return !endpoint_same_ip(&transaction->client, &transaction->server) &&
           !endpoint_same_ip(&packet->source, &packet->destination) &&
           endpoint_same_ip(&transaction->server, &packet->source);
}

enum transaction_relation transactions_find_request(const struct transactions *transactions,
                                                    const struct facts *facts,
                                                    struct transaction **found)
{
    struct transaction *other_hop = NULL;
    unsigned chain = 0;

    for (struct transaction *each = newest_of_branch(transactions, transaction_branch_of(facts));
         each && chain < CHAIN_MAX; each = remembered(each->same_branch), chain++) {
        if (!same_request(each, facts) || is_other_request(each, facts))
            continue;
        if (same_hop(each, facts)) {
            *found = each;
            return facts->packet->time - each->last_time < TRANSACTION_DUPLICATE_WITHIN
                       ? TRANSACTION_DUPLICATE
                       : TRANSACTION_RETRANSMISSION;
        }
        other_hop = each;
    }

    chain = 0;
    for (struct transaction *each = newest_of_request(transactions, facts);
         each && !other_hop && chain < CHAIN_MAX; each = remembered(each->same_request), chain++) {
        if (is_relayed(each, facts))
            other_hop = each;
    }
    *found = other_hop;
    return other_hop ? TRANSACTION_LEG : TRANSACTION_NEW;
}

/* Among the legs of one branch: the one that the answer goes back on, else the one it comes from,
 * else the one that waits. */
static unsigned hop_fits(const struct transaction *transaction, const struct packet *packet)
{
    return (endpoint_equal(&transaction->client, &packet->destination) ? 8 : 0) +
           (endpoint_equal(&transaction->server, &packet->source) ? 4 : 0) +
           (endpoint_same_ip(&transaction->client, &packet->destination) ? 2 : 0) +
           (transaction->status == 0 ? 1 : 0);
}

/* A server that garbles Call-ID or CSeq still repeats the Via. */
static bool waits_for_answer(const struct transaction *transaction, const struct facts *facts)
{
    return transaction->status == 0 && transaction->from_tag == facts->from_tag;
}

static struct transaction *
best_of_branch(const struct transactions *transactions, const struct facts *facts,
               bool (*fits)(const struct transaction *, const struct facts *))
{
    struct transaction *best = NULL;
    unsigned chain = 0;

    for (struct transaction *each = newest_of_branch(transactions, transaction_branch_of(facts));
         each && chain < CHAIN_MAX; each = remembered(each->same_branch), chain++) {
        if (fits(each, facts) &&
            (!best || hop_fits(each, facts->packet) > hop_fits(best, facts->packet)))
            best = each;
    }
    return best;
}

enum transaction_match transactions_find_answer(const struct transactions *transactions,
                                                const struct facts *facts,
                                                struct transaction **found)
{
    struct transaction *best;
    unsigned chain = 0;

    best = best_of_branch(transactions, facts, same_request);
    if (!best)
        best = best_of_branch(transactions, facts, waits_for_answer);
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
    struct transaction *found = newest_of_branch(transactions, transaction_branch_of(facts));

    if (!found || !same_request(found, facts))
        found = newest_of_request(transactions, facts);
    return found;
}

struct transaction *transactions_find_waiting(const struct transactions *transactions,
                                              const char *call_id, uint32_t cseq,
                                              const struct endpoint *client,
                                              const struct endpoint *server)
{
    struct transaction key = {.call_id = call_id, .cseq = cseq};
    struct transaction *each = call_id ? g_hash_table_lookup(transactions->by_request, &key) : NULL;

    for (unsigned chain = 0; each && chain < CHAIN_MAX;
         each = remembered(each->same_request), chain++) {
        if (each->status == 0 && !each->relayed && each->request &&
            !transaction_original(each)->final && endpoint_equal(&each->client, client) &&
            endpoint_equal(&each->server, server))
            return each;
    }
    return NULL;
}
