/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/pool.h"

enum { BLOCK_SIZE = 65536 };

/* An interned string, found by its hash and compared by length and bytes. */
struct entry {
    uint32_t hash;
    uint32_t length;
    const char *text; /* follows the entry, or is borrowed during a lookup */
};

struct pool {
    uint64_t seed;
    GHashTable *strings; /* struct entry */
    GPtrArray *blocks;   /* of memory, the last one partly free */
    size_t used;         /* bytes of the last block */
};

static unsigned entry_hash(const void *key)
{
    return ((const struct entry *)key)->hash;
}

static gboolean entry_equal(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;

    return left->length == right->length && memcmp(left->text, right->text, left->length) == 0;
}

struct pool *pool_new(void)
{
    struct pool *pool = g_new0(struct pool, 1);

    pool->seed = (uint64_t)g_random_int() << 32 | g_random_int();
    pool->strings = g_hash_table_new(entry_hash, entry_equal);
    pool->blocks = g_ptr_array_new_with_free_func(g_free);
    pool->used = BLOCK_SIZE;
    return pool;
}

void pool_free(struct pool *pool)
{
    if (!pool)
        return;
    g_hash_table_destroy(pool->strings);
    g_ptr_array_free(pool->blocks, TRUE);
    g_free(pool);
}

void *pool_allocate(struct pool *pool, size_t size)
{
    size_t aligned = (size + 7) & ~(size_t)7;
    char *memory;

    g_assert(aligned <= BLOCK_SIZE);
    if (pool->used + aligned > BLOCK_SIZE) {
        g_ptr_array_add(pool->blocks, g_malloc0(BLOCK_SIZE));
        pool->used = 0;
    }
    memory = g_ptr_array_index(pool->blocks, pool->blocks->len - 1);
    memory += pool->used;
    pool->used += aligned;
    return memory;
}

void *pool_duplicate(struct pool *pool, const void *data, size_t size)
{
    return memcpy(pool_allocate(pool, size), data, size);
}

static struct entry entry_of(const struct pool *pool, struct span text)
{
    return (struct entry){(uint32_t)fingerprint(pool, 0, text), (uint32_t)text.n, text.p};
}

static const char *add(struct pool *pool, struct entry sought)
{
    struct entry *entry = pool_allocate(pool, sizeof(*entry) + sought.length + 1);
    char *text = (char *)(entry + 1);

    *entry = sought;
    memcpy(text, sought.text, sought.length);
    entry->text = text;
    g_hash_table_add(pool->strings, entry);
    return text;
}

/* U+0080 to U+009F, which terminals obey as well. */
static bool is_c1_control(struct span text, size_t i)
{
    return (unsigned char)text.p[i] == 0xc2 && i + 1 < text.n &&
           ((unsigned char)text.p[i + 1] & 0xe0) == 0x80;
}

/* Text that can be displayed as it is: UTF-8 without control characters. */
static bool is_clean(struct span text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (g_ascii_iscntrl(text.p[i]) || is_c1_control(text, i))
            return false;
    }
    return g_utf8_validate_len(text.p, text.n, NULL);
}

/* Truncates without splitting a character. */
static struct span cut(struct span text)
{
    enum { UTF8_CONTINUATIONS_MAX = 3 }; /* longer runs are not UTF-8 */
    size_t n = POOL_STRING_MAX;

    if (text.n <= n)
        return text;
    while (n > POOL_STRING_MAX - UTF8_CONTINUATIONS_MAX &&
           ((unsigned char)text.p[n] & 0xc0) == 0x80)
        n--;
    return span_first(text, ((unsigned char)text.p[n] & 0xc0) == 0x80 ? POOL_STRING_MAX : n);
}

static const char *look_up(const struct pool *pool, struct span text)
{
    struct entry sought = entry_of(pool, text);
    struct entry *entry = g_hash_table_lookup(pool->strings, &sought);

    return entry ? entry->text : NULL;
}

const char *pool_intern(struct pool *pool, struct span text)
{
    char clean[POOL_STRING_MAX];
    const char *known;

    if (!span_present(text))
        return NULL;
    text = cut(text);
    known = look_up(pool, text); /* everything in the pool is clean */
    if (known)
        return known;
    if (!is_clean(text)) {
        for (size_t i = 0; i < text.n; i++)
            clean[i] = g_ascii_isprint(text.p[i]) ? text.p[i] : '?';
        text.p = clean;
        known = look_up(pool, text);
        if (known)
            return known;
    }
    return add(pool, entry_of(pool, text));
}

const char *pool_find(const struct pool *pool, struct span text)
{
    return span_present(text) ? look_up(pool, cut(text)) : NULL;
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ (hash >> 29);
}

uint64_t fingerprint(const struct pool *pool, uint64_t seed, struct span text)
{
    uint64_t hash = mix(seed ? seed : pool->seed, span_present(text) ? text.n : SIZE_MAX);
    uint64_t word;

    if (!span_present(text) && !seed)
        return 0;
    for (; text.n >= sizeof(word); text.p += sizeof(word), text.n -= sizeof(word)) {
        memcpy(&word, text.p, sizeof(word));
        hash = mix(hash, word);
    }
    word = 0;
    if (text.n)
        memcpy(&word, text.p, text.n);
    hash = mix(hash, word);
    return hash ? hash : 1;
}

uint64_t fingerprint_nocase(const struct pool *pool, uint64_t seed, struct span text)
{
    char lower[64];
    uint64_t hash = seed;

    if (text.n == 0)
        return fingerprint(pool, seed, text);
    while (text.n > 0) {
        size_t n = MIN(text.n, sizeof(lower));

        for (size_t i = 0; i < n; i++)
            lower[i] = span_lower(text.p[i]);
        hash = fingerprint(pool, hash, (struct span){lower, n});
        text = span_from(text, n);
    }
    return hash;
}
