/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/call.h"

#include "base/elapsed.h"
#include "base/slab.h"
#include "state/binding.h"
#include "state/transaction.h"

/* A B2BUA calls the client within this time. */
#define PASSED_ON_WITHIN SECOND

struct calls {
    struct pool *pool;
    struct slab slab;
    GHashTable *by_id; /* interned Call-ID -> struct call */
    struct call *newest;
    struct call *oldest;
    unsigned count;
};

struct calls *calls_new(struct pool *pool)
{
    struct calls *calls = g_new0(struct calls, 1);

    calls->pool = pool;
    calls->slab = slab_of(pool, sizeof(struct call));
    calls->by_id = g_hash_table_new(g_direct_hash, g_direct_equal);
    return calls;
}

void calls_free(struct calls *calls)
{
    if (!calls)
        return;
    g_hash_table_destroy(calls->by_id);
    g_free(calls);
}

bool calls_is_any(const struct calls *calls)
{
    return calls->count > 0;
}

struct call *calls_find(const struct calls *calls, const char *call_id)
{
    return calls->count && call_id ? g_hash_table_lookup(calls->by_id, call_id) : NULL;
}

struct call *calls_add(struct calls *calls, const struct facts *facts, struct aor *aor)
{
    struct call *call;

    if (calls->count == CALLS_MAX)
        calls_forget(calls, calls->oldest);
    call = slab_take(&calls->slab);
    call->call_id = facts->call_id;
    call->aor = aor;
    call->deadline = (struct deadline){.owner = call, .kind = DEADLINE_CALL};
    call->shown = pool_allocate(calls->pool, sizeof(*call->shown));
    *call->shown = (struct report_call){.method = facts->method_name,
                                        .aor = aor->name,
                                        .time = facts->packet->time,
                                        .request_in = facts->packet->frame,
                                        .registration = REPORT_NO_REGISTRATION};
    g_hash_table_insert(calls->by_id, (void *)facts->call_id, call);
    call->older = calls->newest;
    if (calls->newest)
        calls->newest->newer = call;
    else
        calls->oldest = call;
    calls->newest = call;
    calls->count++;
    return call;
}

void calls_join(struct calls *calls, struct call *call, const struct facts *facts)
{
    if (call->other_id)
        return;
    call->other_id = facts->call_id;
    g_hash_table_insert(calls->by_id, (void *)facts->call_id, call);
}

struct call *calls_find_passed_on(const struct calls *calls, const struct facts *facts,
                                  const struct aor *aor)
{
    enum { SEARCHED_MAX = 8 };
    struct call *call = calls->newest;

    for (unsigned i = 0; call && i < SEARCHED_MAX; i++, call = call->older) {
        if (call->aor == aor && !call->is_settled && !call->other_id &&
            call->shown->method == facts->method_name &&
            endpoint_same_ip(&call->hops[0].to, &facts->packet->source) &&
            !endpoint_same_ip(&call->hops[0].from, &facts->packet->source) &&
            facts->packet->time - call->shown->time <= PASSED_ON_WITHIN)
            return call;
    }
    return NULL;
}

void calls_forget(struct calls *calls, struct call *call)
{
    deadline_cancel(&call->deadline);
    g_hash_table_remove(calls->by_id, call->call_id);
    if (call->other_id)
        g_hash_table_remove(calls->by_id, call->other_id);
    if (call->newer)
        call->newer->older = call->older;
    else
        calls->newest = call->older;
    if (call->older)
        call->older->newer = call->newer;
    else
        calls->oldest = call->newer;
    calls->count--;
    slab_return(&calls->slab, call);
}

static struct call_hop *find_sent(struct call *call, const struct facts *facts)
{
    for (unsigned i = 0; i < call->hop_count; i++) {
        struct call_hop *hop = &call->hops[i];

        if (hop->branch == facts->branches[0] &&
            endpoint_equal(&hop->from, &facts->packet->source) &&
            endpoint_equal(&hop->to, &facts->packet->destination))
            return hop;
    }
    return NULL;
}

/* A second capture point has the same packet at once. */
static void note_again(struct call_hop *hop, const struct packet *packet)
{
    int64_t passed = packet->time - hop->last_time;

    if (packet->transport != TRANSPORT_UDP || passed <= TRANSACTION_DUPLICATE_WITHIN)
        return;
    hop->last_time = packet->time;
    if (hop->resends < UINT8_MAX)
        hop->resends++;
}

bool call_note_again(struct call *call, const struct facts *facts)
{
    struct call_hop *hop = find_sent(call, facts);

    if (hop)
        note_again(hop, facts->packet);
    return hop != NULL;
}

void call_add_hop(struct call *call, const struct facts *facts, struct call_target target)
{
    if (call->hop_count == CALL_HOPS_MAX) {
        call->is_past_help = true;
        return;
    }
    call->hops[call->hop_count++] = (struct call_hop){.from = facts->packet->source,
                                                      .to = facts->packet->destination,
                                                      .target = target,
                                                      .branch = facts->branches[0],
                                                      .last_time = facts->packet->time};
}

struct call_hop *call_find_hop(struct call *call, const struct facts *facts)
{
    struct call_hop *found = NULL;

    for (unsigned i = 0; facts->via_count && i < call->hop_count; i++) {
        struct call_hop *hop = &call->hops[i];

        if (hop->branch != facts->branches[0])
            continue;
        if (!found || endpoint_equal(&hop->from, &facts->packet->destination))
            found = hop;
    }
    return found;
}

void calls_cut_off(const struct calls *calls, const char *call_id, const struct endpoint *to)
{
    struct call *call = calls_find(calls, call_id);

    for (unsigned i = 0; call && i < call->hop_count; i++)
        call->hops[i].is_cut_off |= endpoint_equal(&call->hops[i].to, to);
}

bool call_is_outermost(const struct call *call, const struct call_hop *hop)
{
    return endpoint_equal(&hop->from, &call->hops[0].from);
}

unsigned call_final_status(const struct call *call)
{
    unsigned status = 0;

    for (unsigned i = 0; i < call->hop_count; i++) {
        if (!call_is_outermost(call, &call->hops[i]))
            continue;
        status = call->hops[i].status;
        if (!status)
            return 0;
    }
    return status;
}
