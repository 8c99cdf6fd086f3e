/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/token.h"

#include <glib.h>

struct tokens {
    GHashTable *uses; /* struct token_use, owned */
};

static unsigned use_hash(const void *key)
{
    uint64_t token = ((const struct token_use *)key)->token;

    return (unsigned)(token ^ (token >> 32));
}

static gboolean use_equal(const void *a, const void *b)
{
    return ((const struct token_use *)a)->token == ((const struct token_use *)b)->token;
}

struct tokens *tokens_new(void)
{
    struct tokens *tokens = g_new(struct tokens, 1);

    tokens->uses = g_hash_table_new_full(use_hash, use_equal, g_free, NULL);
    return tokens;
}

void tokens_free(struct tokens *tokens)
{
    if (!tokens)
        return;
    g_hash_table_destroy(tokens->uses);
    g_free(tokens);
}

const struct token_use *tokens_use(struct tokens *tokens, uint64_t token, const char *aor,
                                   uint32_t frame)
{
    struct token_use use = {.token = token, .aor = aor, .frame = frame};
    const struct token_use *first = g_hash_table_lookup(tokens->uses, &use);

    if (!first)
        g_hash_table_add(tokens->uses, g_memdup2(&use, sizeof(use)));
    return first;
}
