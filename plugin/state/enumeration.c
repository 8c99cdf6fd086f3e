/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/enumeration.h"

struct oracles {
    GHashTable *by_server; /* struct oracle, owned */
};

static unsigned server_hash(const void *key)
{
    return endpoint_hash(&((const struct oracle *)key)->server);
}

static gboolean server_equal(const void *a, const void *b)
{
    return endpoint_key_equal(&((const struct oracle *)a)->server,
                              &((const struct oracle *)b)->server);
}

struct oracles *oracles_new(void)
{
    struct oracles *oracles = g_new(struct oracles, 1);

    oracles->by_server = g_hash_table_new_full(server_hash, server_equal, g_free, NULL);
    return oracles;
}

void oracles_free(struct oracles *oracles)
{
    if (!oracles)
        return;
    g_hash_table_destroy(oracles->by_server);
    g_free(oracles);
}

static struct oracle *get_oracle(struct oracles *oracles, const struct endpoint *server)
{
    struct oracle key = {.server = *server};
    struct oracle *oracle;

    key.server.port = 0;
    oracle = g_hash_table_lookup(oracles->by_server, &key);
    if (!oracle) {
        oracle = g_memdup2(&key, sizeof(key));
        g_hash_table_add(oracles->by_server, oracle);
    }
    return oracle;
}

/* RFC 3261 10.3: whether a user exists is checked only after the client is authenticated (steps 3
 * to 5). A foreign domain may be refused at once (step 1), and a 403 may be about the client's
 * address. */
static bool tells_apart(const struct oracle *oracle, const struct facts *facts)
{
    return oracle->challenged && oracle->refused && oracle->challenged != oracle->refused &&
           facts_same_host(oracle->challenged, oracle->refused) &&
           (oracle->refused_with == 404 ||
            endpoint_same_ip(&oracle->challenged_at, &facts->packet->destination));
}

const struct oracle *oracles_note(struct oracles *oracles, const struct facts *facts)
{
    const struct packet *packet = facts->packet;
    bool is_challenge = facts->status == 401 || facts->status == 407;
    struct oracle *oracle;

    if (!is_challenge && facts->status != 403 && facts->status != 404)
        return NULL;
    oracle = get_oracle(oracles, &packet->source);
    if (oracle->reported)
        return NULL;
    if (is_challenge) {
        oracle->challenged = facts->aor;
        oracle->challenged_in = packet->frame;
        oracle->challenged_at = packet->destination;
    } else {
        oracle->refused = facts->aor;
        oracle->refused_in = packet->frame;
        oracle->refused_with = (uint16_t)facts->status;
    }
    oracle->reported = tells_apart(oracle, facts);
    return oracle->reported ? oracle : NULL;
}
