/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the accounts make of the credentials of a message, and of the rspauth of an answer. Nothing
 * of it is read or kept where the user configured no accounts.
 */
#ifndef SIPREG_FACTS_FACTS_DIGEST_H
#define SIPREG_FACTS_FACTS_DIGEST_H

#include "digest/check.h"
#include "digest/rspauth.h"
#include "base/pool.h"
#include "base/report.h"
#include "sip/message.h"

enum {
    /* Header lines of credentials or challenges: one a realm and algorithm (RFC 8760 2.3); phones
     * with cached realms send two or three. */
    FACTS_AUTH_MAX = 8,
    /* Realms that challenges of the capture had lately. A wrong response is made for the one before
     * a move, or for the one of the proxy on the way. */
    VERIFIER_REALMS_MAX = 4
};

struct facts;

/* The accounts, and what else a response may have been made for. */
struct verifier {
    struct accounts *accounts; /* NULL: none */
    const char *realms[VERIFIER_REALMS_MAX];
    unsigned realm_count;
    unsigned next; /* the place for the next realm */
};

/* Credentials that were correct, for the rspauth that comes back. */
struct kept_digest {
    const struct account *account;
    struct span algorithm; /* its name as sent */
    struct digest_input input;
};

struct facts_digests {
    struct report_digest each[FACTS_AUTH_MAX]; /* by credentials; verdict NULL: not of Digest */
    const struct kept_digest *kept[FACTS_AUTH_MAX]; /* of a REGISTER; NULL: not correct */
    char rspauth[2][DIGEST_TEXT_SIZE]; /* by `proxy`; valid with facts_info.rspauth_is_whole */
};

/* Holds the credentials against the accounts. To be called when all else is read. */
void facts_check_digests(struct facts *facts, const struct sip_message *message,
                         struct verifier *verifier, struct pool *pool);

/* Holds the rspauth of an answer against the credentials of its request. */
enum rspauth_verdict facts_check_rspauth(const struct facts *facts, bool proxy,
                                         const struct kept_digest *kept);

/* Puts the verdicts into the report. */
void facts_report_digests(const struct facts *facts, struct report *report, struct pool *pool);

#endif
