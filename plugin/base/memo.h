/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A bounded memory of what was read from texts seen lately, so that they need not be read again. Texts stand for
 * themselves by a fingerprint of 64 bits; a newer one takes the place of an older one.
 */
#ifndef SIPREG_BASE_MEMO_H
#define SIPREG_BASE_MEMO_H

#include <stddef.h>
#include <stdint.h>

enum {
    /* The messages of one attempt repeat two texts or three: those of the last thousand clients. */
    MEMO_PLACES = 4096,
    MEMO_SIZE = 104 /* the largest that is kept, a Contact */
};

struct memo;

struct memo *memo_new(void);
void memo_free(struct memo *memo);

/* What was kept of this kind for this fingerprint, until the next memo_keep; NULL: nothing. What is kept for different
 * kinds has different types. */
const void *memo_find(const struct memo *memo, unsigned kind, uint64_t fingerprint);

/* Keeps a copy. */
void memo_keep(struct memo *memo, unsigned kind, uint64_t fingerprint, const void *data,
               size_t size);

#endif
