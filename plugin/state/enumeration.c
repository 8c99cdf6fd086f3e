/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/enumeration.h"

struct watch {
    GHashTable *tokens;  /* struct token_use, owned */
    GHashTable *oracles; /* struct oracle, by server, owned */
};

static unsigned token_hash(const void *key)
{
    uint64_t token = ((const struct token_use *)key)->token;

    return (unsigned)(token ^ (token >> 32));
}

static gboolean token_equal(const void *a, const void *b)
{
    return ((const struct token_use *)a)->token == ((const struct token_use *)b)->token;
}

static unsigned server_hash(const void *key)
{
    return endpoint_hash(&((const struct oracle *)key)->server);
}

static gboolean server_equal(const void *a, const void *b)
{
    return endpoint_key_equal(&((const struct oracle *)a)->server,
                              &((const struct oracle *)b)->server);
}

struct watch *watch_new(void)
{
    struct watch *watch = g_new(struct watch, 1);

    watch->tokens = g_hash_table_new_full(token_hash, token_equal, g_free, NULL);
    watch->oracles = g_hash_table_new_full(server_hash, server_equal, g_free, NULL);
    return watch;
}

void watch_free(struct watch *watch)
{
    if (!watch)
        return;
    g_hash_table_destroy(watch->tokens);
    g_hash_table_destroy(watch->oracles);
    g_free(watch);
}

const struct token_use *watch_token(struct watch *watch, uint64_t token, const char *aor,
                                    uint32_t frame)
{
    struct token_use use = {.token = token, .aor = aor, .frame = frame};
    const struct token_use *first = g_hash_table_lookup(watch->tokens, &use);

    if (!first)
        g_hash_table_add(watch->tokens, g_memdup2(&use, sizeof(use)));
    return first;
}

static struct oracle *get_oracle(struct watch *watch, const struct endpoint *server)
{
    struct oracle key = {.server = *server};
    struct oracle *oracle;

    key.server.port = 0;
    oracle = g_hash_table_lookup(watch->oracles, &key);
    if (!oracle) {
        oracle = g_memdup2(&key, sizeof(key));
        g_hash_table_add(watch->oracles, oracle);
    }
    return oracle;
}

/* RFC 3261 10.3: whom the server knows is only decided once the client is known (steps 3 to 5). A
 * foreign domain may be refused at once (step 1), and a 403 may be about the client's address. */
static bool tells_apart(const struct oracle *oracle, const struct facts *facts)
{
    return oracle->challenged && oracle->refused && oracle->challenged != oracle->refused &&
           facts_same_host(oracle->challenged, oracle->refused) &&
           (oracle->refused_with == 404 ||
            endpoint_same_ip(&oracle->challenged_at, &facts->packet->destination));
}

const struct oracle *watch_answer(struct watch *watch, const struct facts *facts)
{
    const struct packet *packet = facts->packet;
    bool is_challenge = facts->status == 401 || facts->status == 407;
    struct oracle *oracle;

    if (!is_challenge && facts->status != 403 && facts->status != 404)
        return NULL;
    oracle = get_oracle(watch, &packet->source);
    if (oracle->told)
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
    oracle->told = tells_apart(oracle, facts);
    return oracle->told ? oracle : NULL;
}
