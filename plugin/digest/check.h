/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Holds credentials against the accounts: is the response the right one, and if not, what would it
 * be right for. What it says never has a secret in it.
 */
#ifndef SIPREG_DIGEST_CHECK_H
#define SIPREG_DIGEST_CHECK_H

#include "digest/aka.h"
#include "digest/verdict.h"
#include "sip/auth_text.h"

enum {
    /* Computations of a response for one message, whatever it holds. */
    CHECK_COMPUTATIONS_MAX = 32,
    CHECK_VERDICT_SIZE = 256
};

/* What the credentials came in; borrowed. */
struct check_message {
    const struct accounts *accounts;
    struct span method;
    struct span request_uri;
    struct span body;
    bool body_is_cut;
    const struct span *realms; /* seen in challenges, to be tried */
    unsigned realm_count;
    unsigned computations; /* done so far */
};

/* Not to be copied: the input may point into it. */
struct check {
    enum check_outcome outcome;
    char verdict[CHECK_VERDICT_SIZE];
    bool has_aka;
    struct aka aka;                /* without the password */
    const struct account *account; /* whose secret it is made of; NULL: not correct */
    struct digest_input input;     /* ... and of what else */
    char user[SIP_AUTH_TEXT_SIZE]; /* this and the next: without escapes, where there were any */
    char realm[SIP_AUTH_TEXT_SIZE];
};

/* Of Digest credentials. */
void digest_check(struct check_message *message, const struct sip_auth *credentials,
                  struct check *check);

#endif
