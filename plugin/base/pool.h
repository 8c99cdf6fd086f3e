/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Strings that outlive their message, each kept once: two interned strings are equal exactly if
 * their pointers are.
 */
#ifndef SIPREG_BASE_POOL_H
#define SIPREG_BASE_POOL_H

#include "sip/span.h"

struct pool;

struct pool *pool_new(void);
void pool_free(struct pool *pool);

/* The pool's copy of the text, which lives until pool_free; NULL for a missing span. Text that
 * is not UTF-8, or has control characters, gets '?' for all that is not printable ASCII, so that
 * every output can take it; what is longer than POOL_STRING_MAX is cut. */
enum { POOL_STRING_MAX = 1024 }; /* a Contact with every push parameter has about 600 bytes */
const char *pool_intern(struct pool *pool, struct span text);

/* The pool's copy where there is one already, else NULL: for texts that only matter if a registration
 * knows them. */
const char *pool_find(const struct pool *pool, struct span text);

/* Zeroed memory that lives as long as the strings. */
void *pool_allocate(struct pool *pool, size_t size);

/* A copy that lives as long. */
void *pool_duplicate(struct pool *pool, const void *data, size_t size);

/* A 64-bit hash that stands for text of which only equality matters. Each pool has its own, so that
 * nobody can prepare texts that collide. Chain several by passing the last result as seed, 0 at
 * first; in a chain a missing text counts too. 0 stands for nothing but a missing text. */
uint64_t fingerprint(const struct pool *pool, uint64_t seed, struct span text);

/* The same, whatever the case of ASCII letters. */
uint64_t fingerprint_nocase(const struct pool *pool, uint64_t seed, struct span text);

#endif
