/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Strings that outlive their message, each kept once: two interned strings are equal exactly if
 * their pointers are.
 */
#ifndef SIPREG_BASE_POOL_H
#define SIPREG_BASE_POOL_H

#include "base/memo.h"
#include "sip/span.h"

struct pool;

struct pool *pool_new(void);
void pool_free(struct pool *pool);

/* The pool's copy of the text, valid until pool_free; NULL for a missing span. Text that is not
 * UTF-8, or contains control characters, gets '?' for everything but printable ASCII, so that every
 * output can show it; text longer than POOL_STRING_MAX is truncated. */
enum { POOL_STRING_MAX = 1024 }; /* a Contact with every push parameter has about 600 bytes */
const char *pool_intern(struct pool *pool, struct span text);

/* The same for texts of a kind of which one is often like the one before. */
enum pool_kind {
    POOL_SERVER,
    POOL_USER_AGENT,
    POOL_ALGORITHM,
    POOL_SCHEME,
    POOL_REQUEST_URI,
    POOL_KINDS
};
const char *pool_intern_again(struct pool *pool, enum pool_kind kind, struct span text);

/* The pool's copy if there is one, else NULL: for texts that matter only if a registration has
 * them. */
const char *pool_find(const struct pool *pool, struct span text);

/* Of an interned string: its text, and a place for what is derived from it once, NULL at first, with its lifetime. */
struct span pool_span(const char *interned);
void **pool_note(const char *interned);

/* ... and a number that was set for it, 0 and false if none was. */
bool pool_number(const char *interned, uint32_t *number);
void pool_set_number(const char *interned, uint32_t number);

/* Zeroed memory with the lifetime of the strings. */
void *pool_allocate(struct pool *pool, size_t size);

/* A copy with the same lifetime. */
void *pool_duplicate(struct pool *pool, const void *data, size_t size);

/* A 64-bit hash in place of text that is only compared for equality. Its key is that of the pool, so
 * that collisions cannot be prepared. To chain several, pass the last result as seed, 0 at first; in a
 * chain a missing text counts too. The result is 0 only for a missing text. */
uint64_t fingerprint(const struct pool *pool, uint64_t seed, struct span text);

/* That of several texts, in place of a chain, from those of each; 0 where all are missing. */
uint64_t fingerprint_of(const struct pool *pool, const uint64_t *marks, unsigned count);

/* The same, ignoring the case of ASCII letters. */
uint64_t fingerprint_nocase(const struct pool *pool, uint64_t seed, struct span text);

/* Interns a text, and makes its fingerprint, without a seed, from the same hash. */
const char *pool_intern_marked(struct pool *pool, struct span text, uint64_t *mark);

/* The key of these hashes (sip/hash.h). */
uint64_t pool_key(const struct pool *pool);

/* What was read from texts lately, by their fingerprints; what is kept may refer to interned strings. */
struct memo *pool_memo(const struct pool *pool);

#endif
