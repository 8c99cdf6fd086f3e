/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a wrong response may be right for. Each guess changes one input and names it.
 */
#include "digest/checking.h"
#include "sip/uri.h"

/* Longer names are not tried. */
enum { NAME_SIZE = 256 };

static bool fits_realm(struct checking *checking, struct span realm)
{
    struct digest_input input = checking->input;

    if (span_is_empty(realm) || span_equal(realm, input.realm))
        return false;
    input.realm = realm;
    if (!checking_fits(checking, &input))
        return false;
    checking_say(checking->check, CHECK_WRONG, "wrong response; right for realm \"%.*s\"",
                 checking_shown(realm), realm.p);
    return true;
}

static struct span host_of(struct span uri)
{
    struct sip_uri parsed;

    return sip_uri_read(uri, &parsed) ? parsed.host : SPAN_NONE;
}

static bool try_realms(struct checking *checking)
{
    const struct check_message *message = checking->message;
    struct span user = checking->input.user;
    const struct account *account = accounts_find(message->accounts, user);

    if (!checking_knows_password(checking))
        return false;
    for (unsigned i = 0; account && i < ACCOUNTS_TRIED_MAX; i++) {
        if (fits_realm(checking, span_of(account->realm)))
            return true;
        account = accounts_find_next(account, user);
    }
    for (unsigned i = 0; i < message->realm_count; i++) {
        if (fits_realm(checking, message->realms[i]))
            return true;
    }
    return fits_realm(checking, host_of(message->request_uri));
}

static bool fits_user(struct checking *checking, struct span user)
{
    struct digest_input input = checking->input;

    if (span_is_empty(user) || span_equal(user, input.user))
        return false;
    input.user = user;
    if (!checking_fits(checking, &input))
        return false;
    checking_say(checking->check, CHECK_WRONG, "wrong response; right for user \"%.*s\"",
                 checking_shown(user), user.p);
    return true;
}

static bool fits_user_at(struct checking *checking, struct span user, struct span domain)
{
    char name[NAME_SIZE];

    if (span_is_empty(domain) || user.n + domain.n + 1 >= sizeof(name))
        return false;
    memcpy(name, user.p, user.n);
    name[user.n] = '@';
    memcpy(name + user.n + 1, domain.p, domain.n);
    return fits_user(checking, (struct span){name, user.n + 1 + domain.n});
}

static bool try_domains(struct checking *checking)
{
    struct span user = checking->input.user;
    size_t at = span_find(user, '@');

    if (!checking_knows_password(checking))
        return false;
    if (fits_user(checking, span_of(checking->account->user)))
        return true;
    if (at < user.n)
        return fits_user(checking, span_first(user, at));
    return fits_user_at(checking, user, checking->input.realm) ||
           fits_user_at(checking, user, host_of(checking->message->request_uri));
}

static bool try_case(struct checking *checking)
{
    struct span user = checking->input.user;
    char small[NAME_SIZE], capital[NAME_SIZE];

    if (!checking_knows_password(checking) || user.n > NAME_SIZE)
        return false;
    for (size_t i = 0; i < user.n; i++) {
        small[i] = g_ascii_tolower(user.p[i]);
        capital[i] = g_ascii_toupper(user.p[i]);
    }
    return fits_user(checking, (struct span){small, user.n}) ||
           fits_user(checking, (struct span){capital, user.n});
}

/* Only those whose response has the length of the one sent. */
static bool try_algorithms(struct checking *checking)
{
    static const struct {
        enum sip_algorithm algorithm;
        const char *name;
    } others[] = {
        {SIP_ALGORITHM_MD5, "MD5"},
        {SIP_ALGORITHM_SHA_256, "SHA-256"},
        {SIP_ALGORITHM_SHA_512_256, "SHA-512-256"},
        {SIP_ALGORITHM_MD5_SESS, "MD5-sess"},
        {SIP_ALGORITHM_SHA_256_SESS, "SHA-256-sess"},
        {SIP_ALGORITHM_SHA_512_256_SESS, "SHA-512-256-sess"},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(others); i++) {
        struct digest_input input = checking->input;

        input.algorithm = others[i].algorithm;
        if (input.algorithm == checking->input.algorithm ||
            sip_algorithm_response_length(input.algorithm) != checking->credentials->response.n ||
            !checking_fits(checking, &input))
            continue;
        checking_say(checking->check, CHECK_WRONG, "wrong response; right for algorithm %s",
                     others[i].name);
        return true;
    }
    return false;
}

static bool try_request_uri(struct checking *checking)
{
    struct digest_input input = checking->input;

    input.uri = checking->message->request_uri;
    if (span_equal(input.uri, checking->input.uri) || !checking_fits(checking, &input))
        return false;
    checking_say(checking->check, CHECK_WRONG,
                 "wrong response; right for the Request-URI instead of the uri parameter");
    return true;
}

static bool try_without_qop(struct checking *checking)
{
    struct digest_input input = checking->input;

    input.qop = SPAN_NONE;
    if (span_is_empty(checking->input.qop) || !checking_fits(checking, &input))
        return false;
    checking_say(checking->check, CHECK_WRONG, "wrong response; right without qop (RFC 2069)");
    return true;
}

static bool try_empty_password(struct checking *checking)
{
    const struct digest_secret empty = {ACCOUNT_PASSWORD, SPAN_LITERAL("")};

    if (!checking_fits_secret(checking, &checking->input, &empty))
        return false;
    checking_say(checking->check, CHECK_WRONG, "wrong password; right with an empty password");
    return true;
}

bool checking_guess(struct checking *checking)
{
    static bool (*const tries[])(struct checking * checking) = {
        try_empty_password, try_realms,      try_domains,    try_case,
        try_request_uri,    try_without_qop, try_algorithms,
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(tries); i++) {
        if (tries[i](checking))
            return true;
    }
    return false;
}
