/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The results of a check.
 */
#ifndef SIPREG_DIGEST_VERDICT_H
#define SIPREG_DIGEST_VERDICT_H

/* Of the response in credentials. */
enum check_outcome { CHECK_NOT_DONE, CHECK_CORRECT, CHECK_WRONG };

/* Of the rspauth in a response to correct credentials (RFC 7616 3.5). */
enum rspauth_verdict {
    RSPAUTH_NOT_CHECKED,
    RSPAUTH_CORRECT,
    RSPAUTH_AS_REQUEST, /* computed with the method, as for a request: a bug, not an impostor */
    RSPAUTH_WRONG
};

#endif
