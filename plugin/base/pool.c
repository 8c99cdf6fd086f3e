/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/pool.h"

#include "base/lookup.h"

/* Large, so that there are few blocks; what is not used of one costs address space, not memory. */
enum { BLOCK_SIZE = 262144 };

/* An interned string. */
struct entry {
    void *note;
    uint32_t number;
    uint16_t length;
    bool has_number;
    char text[];
};

struct pool {
    struct lookup strings; /* struct entry */
    GPtrArray *blocks;     /* of memory, the last one partly free */
    char *free;            /* the rest of the last block, */
    size_t left;           /* ... so many bytes */
    struct memo *memo;
    const char *last[POOL_KINDS]; /* of pool_intern_again; NULL: none yet */
};

struct pool *pool_new(void)
{
    struct pool *pool = g_new0(struct pool, 1);

    lookup_init(&pool->strings);
    pool->blocks = g_ptr_array_new_with_free_func(g_free);
    pool->memo = memo_new();
    return pool;
}

void pool_free(struct pool *pool)
{
    if (!pool)
        return;
    lookup_clear(&pool->strings);
    g_ptr_array_free(pool->blocks, TRUE);
    memo_free(pool->memo);
    g_free(pool);
}

static void add_block(struct pool *pool)
{
    pool->free = g_malloc(BLOCK_SIZE);
    pool->left = BLOCK_SIZE;
    g_ptr_array_add(pool->blocks, pool->free);
}

/* Memory of any content. */
static void *take(struct pool *pool, size_t size)
{
    size_t aligned = (size + 7) & ~(size_t)7;
    void *memory;

    g_assert(aligned <= BLOCK_SIZE);
    if (aligned > pool->left)
        add_block(pool);
    memory = pool->free;
    pool->free += aligned;
    pool->left -= aligned;
    return memory;
}

/* Cleared when it is needed: a block as a whole would leave the cache before that. */
void *pool_allocate(struct pool *pool, size_t size)
{
    return memset(take(pool, size), 0, size);
}

void *pool_duplicate(struct pool *pool, const void *data, size_t size)
{
    return memcpy(take(pool, size), data, size);
}

static struct entry *entry_of(const char *interned)
{
    return (struct entry *)(interned - offsetof(struct entry, text));
}

static bool has_text(const void *object, const void *key)
{
    const struct entry *entry = object;
    const struct span *text = key;

    return entry->length == text->n && memcmp(entry->text, text->p, text->n) == 0;
}

static uint32_t hash_of(const struct pool *pool, struct span text)
{
    return hash_fold(hash_text(pool_key(pool), text, pool_key(pool)));
}

static struct lookup_slot *find(const struct pool *pool, struct span text, uint32_t hash)
{
    return lookup_slot(&pool->strings, hash, has_text, &text);
}

static const char *text_of(const struct entry *entry)
{
    return entry->text;
}

static const char *add(struct pool *pool, struct span text, struct lookup_slot *slot, uint32_t hash)
{
    struct entry *entry = take(pool, sizeof(*entry) + text.n + 1);

    *entry = (struct entry){.length = (uint16_t)text.n};
    if (text.n)
        memcpy(entry->text, text.p, text.n);
    entry->text[text.n] = '\0';
    lookup_add(&pool->strings, slot, hash, entry);
    return entry->text;
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
    size_t plain = 0;

    while (plain < text.n && text.p[plain] >= ' ' && text.p[plain] < 0x7f)
        plain++;
    if (plain == text.n)
        return true;
    for (size_t i = plain; i < text.n; i++) {
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

    while (n > POOL_STRING_MAX - UTF8_CONTINUATIONS_MAX &&
           ((unsigned char)text.p[n] & 0xc0) == 0x80)
        n--;
    return span_first(text, ((unsigned char)text.p[n] & 0xc0) == 0x80 ? POOL_STRING_MAX : n);
}

static const char *add_unclean(struct pool *pool, struct span text)
{
    char clean[POOL_STRING_MAX];
    struct lookup_slot *slot;
    uint32_t hash;

    for (size_t i = 0; i < text.n; i++)
        clean[i] = g_ascii_isprint(text.p[i]) ? text.p[i] : '?';
    text.p = clean;
    hash = hash_of(pool, text);
    slot = find(pool, text, hash);
    return lookup_object(slot) ? text_of(lookup_object(slot)) : add(pool, text, slot, hash);
}

const char *pool_intern(struct pool *pool, struct span text)
{
    struct lookup_slot *slot;
    uint32_t hash;

    if (!span_present(text))
        return NULL;
    if (text.n > POOL_STRING_MAX)
        text = cut(text);
    hash = hash_of(pool, text);
    slot = find(pool, text, hash); /* everything in the pool is clean */
    if (lookup_object(slot))
        return text_of(lookup_object(slot));
    return is_clean(text) ? add(pool, text, slot, hash) : add_unclean(pool, text);
}

const char *pool_intern_again(struct pool *pool, enum pool_kind kind, struct span text)
{
    const char *last = pool->last[kind];
    const struct entry *entry = last ? entry_of(last) : NULL;

    if (entry && text.n == entry->length && text.n > 0 && span_same_bytes(last, text.p, text.n))
        return last;
    return span_present(text) ? pool->last[kind] = pool_intern(pool, text) : NULL;
}

const char *pool_intern_marked(struct pool *pool, struct span text, uint64_t *mark)
{
    const struct entry *entry;
    uint32_t hash;

    *mark = fingerprint(pool, 0, text);
    if (!*mark || text.n > POOL_STRING_MAX)
        return pool_intern(pool, text);
    hash = hash_fold(*mark);
    entry = lookup_object(find(pool, text, hash));
    return entry ? entry->text : pool_intern(pool, text);
}

const char *pool_find(const struct pool *pool, struct span text)
{
    const struct entry *entry;

    if (!span_present(text))
        return NULL;
    if (text.n > POOL_STRING_MAX)
        text = cut(text);
    entry = lookup_object(find(pool, text, hash_of(pool, text)));
    return entry ? entry->text : NULL;
}

struct span pool_span(const char *interned)
{
    return (struct span){interned, interned ? entry_of(interned)->length : 0};
}

void **pool_note(const char *interned)
{
    return &entry_of(interned)->note;
}

bool pool_number(const char *interned, uint32_t *number)
{
    *number = entry_of(interned)->number;
    return entry_of(interned)->has_number;
}

void pool_set_number(const char *interned, uint32_t number)
{
    struct entry *entry = entry_of(interned);

    entry->number = number;
    entry->has_number = true;
}

uint64_t pool_key(const struct pool *pool)
{
    return pool->strings.key;
}

struct memo *pool_memo(const struct pool *pool)
{
    return pool->memo;
}

uint64_t fingerprint(const struct pool *pool, uint64_t seed, struct span text)
{
    uint64_t hash, key = pool_key(pool);

    if (!span_present(text)) {
        if (!seed)
            return 0;
        text.n = 0;
        seed = ~seed;
    }
    /* A seed that stood alone could be made up for by the first bytes of the text. */
    hash = seed ? hash_word(key, seed, key) : key;
    hash = hash_text(hash, text, key);
    return hash ? hash : 1;
}

uint64_t fingerprint_of(const struct pool *pool, const uint64_t *marks, unsigned count)
{
    uint64_t key = pool_key(pool), hash = key, any = 0;

    for (unsigned i = 0; i < count; i++) {
        hash = hash_word(hash, marks[i], key);
        any |= marks[i];
    }
    return !any ? 0 : hash ? hash : 1;
}

uint64_t fingerprint_nocase(const struct pool *pool, uint64_t seed, struct span text)
{
    char lower[64];
    uint64_t hash = seed;
    size_t same = 0;

    while (same < text.n && span_lower(text.p[same]) == text.p[same])
        same++;
    if (same == text.n && text.n <= sizeof(lower))
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
