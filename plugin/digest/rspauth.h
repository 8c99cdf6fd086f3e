/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The server's proof that it knows the password, too (RFC 7616 3.5).
 */
#ifndef SIPREG_DIGEST_RSPAUTH_H
#define SIPREG_DIGEST_RSPAUTH_H

#include "digest/aka.h"
#include "digest/verdict.h"

/* Checks the rspauth of a response to credentials that were correct. `sent` is the input of the
 * credentials, `algorithm` its name as sent; `qop` that of the Authentication-Info. */
enum rspauth_verdict digest_check_rspauth(const struct account *account,
                                          const struct digest_input *sent, struct span algorithm,
                                          struct span qop, struct span body, struct span rspauth);

#endif
