/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Compares credentials with the configured accounts: whether the response is correct, and if not,
 * what it would be correct for. Its texts never contain a secret.
 */
#ifndef SIPREG_DIGEST_CHECK_H
#define SIPREG_DIGEST_CHECK_H

#include "digest/aka.h"
#include "digest/verdict.h"
#include "sip/auth_text.h"

enum {
    /* Upper bound on responses computed for one message. */
    CHECK_COMPUTATIONS_MAX = 32,
    CHECK_VERDICT_SIZE = 256
};

/* The message that carried the credentials; borrowed. */
struct check_message {
    const struct accounts *accounts;
    struct span method;
    struct span request_uri;
    struct span body;
    bool body_is_cut;
    const struct span *realms; /* realms of earlier challenges, to be tried */
    unsigned realm_count;
    unsigned computations; /* done so far */
};

/* Must not be copied: the input may point into it. */
struct check {
    enum check_outcome outcome;
    char verdict[CHECK_VERDICT_SIZE];
    bool has_aka;
    struct aka aka;                /* without the password */
    const struct account *account; /* whose secret matches; NULL: not correct */
    struct digest_input input;     /* ... and the other input that matches */
    char user[SIP_AUTH_TEXT_SIZE]; /* this and the next: unescaped, if there were escapes */
    char realm[SIP_AUTH_TEXT_SIZE];
};

/* Checks Digest credentials. */
void digest_check(struct check_message *message, const struct sip_auth *credentials,
                  struct check *check);

#endif
