/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * State of checking one set of credentials. Private to check.c and guess.c.
 */
#ifndef SIPREG_DIGEST_CHECKING_H
#define SIPREG_DIGEST_CHECKING_H

#include "digest/check.h"

enum {
    /* Accounts of one user: one per realm. */
    ACCOUNTS_TRIED_MAX = 4
};

struct checking {
    struct check_message *message;
    const struct sip_auth *credentials;
    struct check *check;
    struct span algorithm; /* as sent */
    struct digest_input input;
    struct span sent_user; /* with the backslashes of quoted pairs; otherwise as in the input */
    const struct account *account; /* the one being tried */
    struct digest_secret secret;   /* of that account */
    bool exhausted;                /* the limit is reached: the last response was not computed */
    bool refused;                  /* the last response could not be computed */
};

void checking_say(struct check *check, enum check_outcome outcome, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* For "%.*s": enough to recognize a text. */
static inline int checking_shown(struct span text)
{
    enum { SHOWN = 100 };

    return (int)MIN(text.n, (size_t)SHOWN);
}

/* True if the response results from this input and the account's secret. Counts as one computation;
 * false where no more are allowed. */
bool checking_fits(struct checking *checking, const struct digest_input *input);
bool checking_fits_secret(struct checking *checking, const struct digest_input *input,
                          const struct digest_secret *secret);

static inline bool checking_knows_password(const struct checking *checking)
{
    return checking->secret.kind == ACCOUNT_PASSWORD;
}

/* Looks for an input for which a wrong response is right, and reports it. False: nothing that was
 * tried fits. */
bool checking_guess(struct checking *checking);

#endif
