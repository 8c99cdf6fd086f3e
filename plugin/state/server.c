/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/server.h"

#include <string.h>

#include <glib.h>

#include "base/elapsed.h"

struct servers {
    GHashTable *records;          /* by address, which the record has; owned */
    struct server_record *latest; /* that was looked for: rarely is it another one; NULL: none */
    GHashTable *backoffs;         /* struct backoff, owned */
    struct silence silences[SILENCES];
};

static unsigned backoff_hash(const void *key)
{
    const struct backoff *backoff = key;

    return endpoint_hash(&backoff->client) * 31 + endpoint_hash(&backoff->server);
}

static gboolean backoff_equal(const void *a, const void *b)
{
    const struct backoff *left = a, *right = b;

    return endpoint_key_equal(&left->client, &right->client) &&
           endpoint_key_equal(&left->server, &right->server);
}

struct servers *servers_new(void)
{
    struct servers *servers = g_new0(struct servers, 1);

    servers->records =
        g_hash_table_new_full(endpoint_table_hash, endpoint_table_equal, NULL, g_free);
    servers->backoffs = g_hash_table_new_full(backoff_hash, backoff_equal, g_free, NULL);
    return servers;
}

void servers_free(struct servers *servers)
{
    if (!servers)
        return;
    g_hash_table_destroy(servers->records);
    g_hash_table_destroy(servers->backoffs);
    g_free(servers);
}

struct server_record *servers_get(struct servers *servers, const struct endpoint *address)
{
    struct server_record *record = servers->latest;
    struct endpoint key;

    if (record && endpoint_key_same_ip(&record->address, address))
        return record;
    key = *address;
    key.port = 0;
    record = g_hash_table_lookup(servers->records, &key);
    if (!record) {
        record = g_new0(struct server_record, 1);
        record->address = key;
        record->silences = servers->silences;
        g_hash_table_insert(servers->records, &record->address, record);
    }
    servers->latest = record;
    return record;
}

void servers_note_silence(struct servers *servers, const struct silence *silence)
{
    if (!silence->server->has_responded)
        return;
    if (servers->silences[0].server != silence->server)
        servers->silences[1] = servers->silences[0];
    servers->silences[0] = *silence;
}

void server_note_nonce_life(struct server_record *server, int64_t age)
{
    if (age >= SECOND && (!server->nonce_life || age < server->nonce_life))
        server->nonce_life = age;
}

static void note_client(struct refused_client latest[2], const struct refused_client *client)
{
    if (latest[0].registration != client->registration)
        latest[1] = latest[0];
    latest[0] = *client;
}

void server_note_refused(struct server_record *server, const struct refused_client *refused)
{
    note_client(server->refused, refused);
}

void server_note_denied(struct server_record *server, const struct refused_client *denied)
{
    note_client(server->denied, denied);
}

void server_note_unknown(struct server_record *server, const struct unknown_user *unknown)
{
    unsigned at = 0;

    while (at < UNKNOWN_USERS - 1 && server->unknown[at].aor != unknown->aor)
        at++;
    for (; at > 0; at--)
        server->unknown[at] = server->unknown[at - 1];
    server->unknown[0] = *unknown;
}

/* INSIDE_MAX: it is not there. */
static unsigned find_inside(const struct behind_nat *behind, const struct inside_host *inside)
{
    unsigned at = 0;

    while (at < INSIDE_MAX && (behind->inside[at].aor != inside->aor ||
                               !endpoint_same_ip(&behind->inside[at].at, &inside->at)))
        at++;
    return at;
}

static void note_inside(struct behind_nat *behind, const struct inside_host *inside)
{
    unsigned at = MIN(find_inside(behind, inside), INSIDE_MAX - 1);

    for (; at > 0; at--)
        behind->inside[at] = behind->inside[at - 1];
    behind->inside[0] = *inside;
}

void server_note_behind(struct server_record *server, const struct endpoint *outside,
                        const struct inside_host *inside)
{
    struct behind_nat *slot = server->behind;
    const struct behind_nat *other;

    if (server->behind_many || !endpoint_is_private(&inside->at) || endpoint_is_private(outside))
        return;
    while (slot < server->behind + G_N_ELEMENTS(server->behind) &&
           slot->outside.family != ENDPOINT_NONE && !endpoint_same_ip(&slot->outside, outside))
        slot++;
    if (slot == server->behind + G_N_ELEMENTS(server->behind)) {
        server->behind_many = true;
        return;
    }
    slot->outside = *outside;
    note_inside(slot, inside);
    other = slot == server->behind ? slot + 1 : server->behind;
    server->behind_is_one |= find_inside(other, inside) < INSIDE_MAX;
}

void server_note_passed_nat(struct server_record *server, const struct endpoint *outside,
                            int64_t time, uint32_t frame)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(server->behind) && !server->behind_many; i++) {
        if (endpoint_same_ip(&server->behind[i].outside, outside)) {
            server->behind[i].responded_at = time;
            server->behind[i].responded_in = frame;
        }
    }
}

void server_forget_refused(struct server_record *server)
{
    memset(server->unknown, 0, sizeof(server->unknown));
    memset(server->refused, 0, sizeof(server->refused));
    memset(server->denied, 0, sizeof(server->denied));
}

struct backoff *servers_backoff(struct servers *servers, const struct endpoint *client,
                                const struct endpoint *server, bool make)
{
    struct backoff key;
    struct backoff *backoff;

    if (!make && g_hash_table_size(servers->backoffs) == 0)
        return NULL;
    key = (struct backoff){.client = *client, .server = *server};
    key.client.port = 0;
    key.server.port = 0;
    backoff = g_hash_table_lookup(servers->backoffs, &key);
    if (!backoff && make) {
        backoff = g_memdup2(&key, sizeof(key));
        g_hash_table_add(servers->backoffs, backoff);
    }
    return backoff;
}
