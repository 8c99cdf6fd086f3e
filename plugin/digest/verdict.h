/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What came of a check.
 */
#ifndef SIPREG_DIGEST_VERDICT_H
#define SIPREG_DIGEST_VERDICT_H

/* Of the response in credentials. */
enum check_outcome { CHECK_NOT_DONE, CHECK_CORRECT, CHECK_WRONG };

/* Of what the server answered to credentials that were correct (RFC 7616 3.5). */
enum rspauth_verdict {
    RSPAUTH_NOT_CHECKED,
    RSPAUTH_CORRECT,
    RSPAUTH_AS_REQUEST, /* made with the method, as for a request: a fault, but not a stranger's */
    RSPAUTH_WRONG
};

#endif
