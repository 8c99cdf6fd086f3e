/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Checks of the credentials of a message against the accounts, and of the rspauth of a response.
 * Nothing is read or kept where no accounts are configured.
 */
#ifndef SIPREG_FACTS_FACTS_DIGEST_H
#define SIPREG_FACTS_FACTS_DIGEST_H

#include "digest/check.h"
#include "digest/rspauth.h"
#include "base/pool.h"
#include "base/report.h"
#include "sip/message.h"

enum {
    /* Header lines of credentials or challenges: one per realm and algorithm (RFC 8760 2.3); phones
     * with cached realms send two or three. */
    FACTS_AUTH_MAX = 8,
    /* Realms of recent challenges. A wrong response may be computed for the realm before a move, or
     * for that of a proxy. */
    VERIFIER_REALMS_MAX = 4
};

struct facts;

/* The accounts, and other input that a response may have been computed with. */
struct verifier {
    struct accounts *accounts; /* NULL: none */
    const char *realms[VERIFIER_REALMS_MAX];
    unsigned realm_count;
    unsigned next; /* index for the next realm */
};

/* Correct credentials, kept for the rspauth of the response. */
struct kept_digest {
    const struct account *account;
    struct span algorithm; /* its name as sent */
    struct digest_input input;
};

struct facts_digests {
    struct report_digest each[FACTS_AUTH_MAX];      /* by credentials; verdict NULL: not Digest */
    const struct kept_digest *kept[FACTS_AUTH_MAX]; /* of a REGISTER; NULL: not correct */
    char rspauth[2][DIGEST_TEXT_SIZE]; /* by `proxy`; valid with facts_info.rspauth_is_whole */
};

/* Checks the credentials against the accounts. Call it when everything else is read. */
void facts_check_digests(struct facts *facts, const struct sip_message *message,
                         struct verifier *verifier, struct pool *pool);

/* Checks the rspauth of a response against the credentials of its request. */
enum rspauth_verdict facts_check_rspauth(const struct facts *facts, bool proxy,
                                         const struct kept_digest *kept);

/* Copies the verdicts to the report. */
void facts_report_digests(const struct facts *facts, struct report *report, struct pool *pool);

#endif
