/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first use of each Bearer token (RFC 8898): another user of the same token is not its owner.
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
void tokens_free(struct tokens *tokens); /* accepts NULL */

/* Records the use of a token. Returns its first use, or NULL if this is the first. */
const struct token_use *tokens_use(struct tokens *tokens, uint64_t token, const char *aor,
                                   uint32_t frame);

#endif
