/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "digest/rspauth.h"

#include "digest/secret.h"

static bool is_rspauth(const struct digest_input *input, const struct digest_secret *secret,
                       struct span rspauth)
{
    char expected[DIGEST_TEXT_SIZE];

    return digest_response(input, secret, expected) && span_is_nocase(rspauth, expected);
}

/* RFC 7616 3.5 makes the server use the qop of the request; the one in its Authentication-Info is
 * accepted as well. */
static bool is_rspauth_of_any(struct digest_input *input, const struct digest_secret *secret,
                              struct span qop, struct span rspauth)
{
    if (is_rspauth(input, secret, rspauth))
        return true;
    if (span_is_empty(qop) || span_equal(qop, input->qop))
        return false;
    input->qop = qop;
    return is_rspauth(input, secret, rspauth);
}

enum rspauth_verdict digest_check_rspauth(const struct account *account,
                                          const struct digest_input *sent, struct span algorithm,
                                          struct span qop, struct span body, struct span rspauth)
{
    struct digest_secret secret = {account->kind, span_of(account->secret)};
    struct digest_input as_response = *sent, as_request = *sent;
    enum rspauth_verdict verdict = RSPAUTH_WRONG;
    struct aka aka = {0};

    if (sip_algorithm_is_aka(sip_algorithm_of(algorithm))) {
        if (!aka_compute(account, sent->nonce, algorithm, &aka))
            return RSPAUTH_NOT_CHECKED;
        secret = (struct digest_secret){ACCOUNT_PASSWORD, {aka.password, aka.password_length}};
    }
    as_response.method = SPAN_LITERAL("");
    as_response.body = as_request.body = body;
    if (is_rspauth_of_any(&as_response, &secret, qop, rspauth))
        verdict = RSPAUTH_CORRECT;
    else if (is_rspauth_of_any(&as_request, &secret, qop, rspauth))
        verdict = RSPAUTH_AS_REQUEST;
    secret_wipe(&aka, sizeof(aka));
    return verdict;
}
