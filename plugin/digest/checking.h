/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One set of credentials while it is being checked. Private to check.c and guess.c.
 */
#ifndef SIPREG_DIGEST_CHECKING_H
#define SIPREG_DIGEST_CHECKING_H

#include "digest/check.h"

enum {
    /* Accounts of one user: one a realm. */
    ACCOUNTS_TRIED_MAX = 4
};

struct checking {
    struct check_message *message;
    const struct sip_auth *credentials;
    struct check *check;
    struct span algorithm; /* its name */
    struct digest_input input;
    struct span sent_user; /* with the backslashes of quoted pairs; else that of the input */
    const struct account *account; /* in turn */
    struct digest_secret secret;   /* of it */
    bool exhausted; /* the last response was not computed: it would have been one too many */
    bool refused;   /* the last response could not be computed */
};

void checking_say(struct check *check, enum check_outcome outcome, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* For "%.*s": enough to recognize a text by. */
static inline int checking_shown(struct span text)
{
    enum { SHOWN = 100 };

    return (int)MIN(text.n, (size_t)SHOWN);
}

/* Whether the response sent is made of this and the secret of the account, or another secret. Counts
 * as one computation; false where no more are allowed. */
bool checking_fits(struct checking *checking, const struct digest_input *input);
bool checking_fits_secret(struct checking *checking, const struct digest_input *input,
                          const struct digest_secret *secret);

static inline bool checking_knows_password(const struct checking *checking)
{
    return checking->secret.kind == ACCOUNT_PASSWORD;
}

/* Looks for what a wrong response is right for, and says it. False: for nothing that was tried. */
bool checking_guess(struct checking *checking);

#endif
