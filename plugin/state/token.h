/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bearer tokens (RFC 8898) as they were first used: another user with the same one is not its owner.
 */
#ifndef SIPREG_STATE_TOKEN_H
#define SIPREG_STATE_TOKEN_H

#include <stdint.h>

struct token_use {
    uint64_t token; /* fingerprint */
    const char *aor;
    uint32_t frame;
};

struct tokens;

struct tokens *tokens_new(void);
void tokens_free(struct tokens *tokens); /* NULL is fine */

/* Records the use of a token. Returns its first use, NULL where this is it. */
const struct token_use *tokens_use(struct tokens *tokens, uint64_t token, const char *aor,
                                   uint32_t frame);

#endif
