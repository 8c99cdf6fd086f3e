/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "digest/checking.h"

#include "digest/secret.h"

#include <stdarg.h>
#include <stdio.h>

#define TOO_MANY "too many credentials or accounts for one message"

void checking_say(struct check *check, enum check_outcome outcome, const char *format, ...)
{
    va_list arguments;

    check->outcome = outcome;
    va_start(arguments, format);
    /* clang-tidy 14 does not see the va_start. */
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized) */
    vsnprintf(check->verdict, sizeof(check->verdict), format, arguments);
    va_end(arguments);
}

/* --- One computation */

bool checking_fits_secret(struct checking *checking, const struct digest_input *input,
                          const struct digest_secret *secret)
{
    char response[DIGEST_TEXT_SIZE];
    bool fits;

    checking->refused = false;
    checking->exhausted = checking->message->computations >= CHECK_COMPUTATIONS_MAX;
    if (checking->exhausted)
        return false;
    checking->message->computations++;
    checking->refused = !digest_response(input, secret, response);
    fits = !checking->refused && span_is_nocase(checking->credentials->response, response);
    secret_wipe(response, sizeof(response));
    return fits;
}

bool checking_fits(struct checking *checking, const struct digest_input *input)
{
    return checking_fits_secret(checking, input, &checking->secret);
}

/* --- Accounts */

static bool is_of_realm(const struct account *account, struct span realm)
{
    return !account->realm[0] || span_is(realm, account->realm);
}

/* RFC 7616 3.4.4: the hash of each user name has to be computed. */
static const struct account *find_hashed(struct checking *checking)
{
    struct check_message *message = checking->message;
    unsigned count = accounts_count(message->accounts);

    for (unsigned i = 0; i < count; i++) {
        const struct account *account = accounts_get(message->accounts, i);
        const struct span parts[] = {span_of(account->user), checking->input.realm};
        char hash[DIGEST_TEXT_SIZE];

        if (!is_of_realm(account, checking->input.realm))
            continue;
        checking->exhausted = message->computations >= CHECK_COMPUTATIONS_MAX;
        if (checking->exhausted)
            break;
        message->computations++;
        if (digest_hash(checking->input.algorithm, parts, G_N_ELEMENTS(parts), hash) &&
            span_is_nocase(checking->credentials->username, hash))
            return account;
    }
    return NULL;
}

/* Some clients send a literal backslash without escaping it. */
static void prefer_known_user(struct checking *checking)
{
    const struct accounts *accounts = checking->message->accounts;

    if (!accounts_find(accounts, checking->input.user) &&
        accounts_find(accounts, checking->sent_user))
        checking->input.user = checking->sent_user;
}

/* The accounts of the user in this realm; where there are none, those in other realms. */
static unsigned find_accounts(struct checking *checking,
                              const struct account *found[ACCOUNTS_TRIED_MAX], bool *of_realm)
{
    const struct account *account;
    unsigned count = 0;

    *of_realm = true;
    if (span_is_nocase(checking->credentials->userhash, "true")) {
        account = find_hashed(checking);
        if (!account)
            return 0;
        checking->input.user = checking->sent_user = span_of(account->user);
        found[0] = account;
        return 1;
    }
    prefer_known_user(checking);
    for (unsigned pass = 0; pass < 2 && count == 0; pass++) {
        *of_realm = pass == 0;
        account = accounts_find(checking->message->accounts, checking->input.user);
        for (; account && count < ACCOUNTS_TRIED_MAX;
             account = accounts_find_next(account, checking->input.user)) {
            if (is_of_realm(account, checking->input.realm) == *of_realm)
                found[count++] = account;
        }
    }
    return count;
}

/* A reason does not replace the verdict of an account that could be checked. */
static bool cannot(struct checking *checking, const char *reason)
{
    if (checking->check->outcome != CHECK_WRONG)
        checking_say(checking->check, CHECK_NOT_DONE, "not checked: %s", reason);
    return false;
}

static void report_aka(struct check *check, const struct aka *aka)
{
    check->has_aka = true;
    check->aka = *aka;
    secret_wipe(check->aka.password, sizeof(check->aka.password));
    check->aka.password_length = 0;
}

/* The secret that the account uses for this challenge. False, and a reason: it has none that
 * fits. */
static bool take_secret(struct checking *checking, const struct account *account, struct aka *aka)
{
    struct span nonce = checking->input.nonce, auts = checking->credentials->auts;

    checking->account = account;
    checking->secret = (struct digest_secret){account->kind, span_of(account->secret)};
    if (!sip_algorithm_is_aka(sip_algorithm_of(checking->algorithm))) {
        if (!account->has_secret)
            return cannot(checking, "the account has a key, but no password");
        return digest_secret_fits(account->kind, checking->input.algorithm) ||
               cannot(checking, "the HA1 of the account is for another algorithm");
    }
    if (!account->has_key)
        return cannot(checking, "the account has no key for AKA");
    if (!aka_compute(account, nonce, checking->algorithm, aka))
        return cannot(checking, "the nonce is not an AKA nonce");
    checking->secret =
        (struct digest_secret){ACCOUNT_PASSWORD, {aka->password, aka->password_length}};
    if (!span_is_empty(auts)) { /* RFC 3310 3.4 */
        checking->secret.text = SPAN_LITERAL("");
        aka_read_auts(account, nonce, auts, aka);
    }
    report_aka(checking->check, aka);
    return true;
}

/* RFC 7616 3.4.2 hashes the unescaped strings; many implementations hash them with their
 * backslashes. */
static bool fits_with_escapes(struct checking *checking)
{
    struct digest_input input = checking->input;

    input.user = checking->sent_user;
    input.realm = checking->credentials->realm;
    if (span_equal(input.user, checking->input.user) &&
        span_equal(input.realm, checking->input.realm))
        return false;
    if (!checking_fits(checking, &input))
        return false;
    checking->input = input;
    return true;
}

static bool try_as_sent(struct checking *checking)
{
    struct check *check = checking->check;

    if (!checking_fits(checking, &checking->input) && !fits_with_escapes(checking)) {
        if (checking->exhausted) /* then a mismatch before it proves nothing */
            checking_say(check, CHECK_NOT_DONE, "not checked: " TOO_MANY);
        else if (checking->refused)
            cannot(checking, "the hash algorithm is not available");
        else
            checking_say(check, CHECK_WRONG, "wrong password");
        return false;
    }
    checking_say(check, CHECK_CORRECT, "correct");
    check->account = checking->account;
    check->input = checking->input;
    return true;
}

/* The account has another realm than the credentials, and may belong to another person. */
static bool try_foreign(struct checking *checking)
{
    struct span own = span_of(checking->account->realm), realm = checking->input.realm;

    if (!checking_knows_password(checking) || !checking_fits(checking, &checking->input))
        return cannot(checking, "no account");
    checking_say(checking->check, CHECK_WRONG,
                 "wrong realm; right for realm \"%.*s\", but the account is for \"%.*s\"",
                 checking_shown(realm), realm.p ? realm.p : "", checking_shown(own), own.p);
    return true;
}

/* Stops at the first that fits. */
static bool try_each(struct checking *checking, const struct account *const *found, unsigned count,
                     bool (*try)(struct checking *checking))
{
    bool done = false;

    for (unsigned i = 0; i < count && !done; i++) {
        struct aka aka = {0};

        done = take_secret(checking, found[i], &aka) && try(checking);
        secret_wipe(&aka, sizeof(aka));
    }
    return done;
}

static void check_against(struct checking *checking, const struct account *const *found,
                          unsigned count, bool of_realm)
{
    if (!of_realm)
        try_each(checking, found, count, try_foreign);
    else if (!try_each(checking, found, count, try_as_sent) &&
             checking->check->outcome == CHECK_WRONG)
        try_each(checking, found, count, checking_guess);
}

/* --- One set of credentials */

/* What makes a check impossible, whatever the account; NULL: nothing. */
static const char *obstacle(struct checking *checking)
{
    const struct sip_auth *credentials = checking->credentials;
    unsigned version;

    if (credentials->truncated)
        return "the header was cut";
    if (span_is(checking->message->method, "ACK")) /* RFC 3261 22.1 */
        return "an ACK repeats the credentials of its INVITE";
    if (span_is_empty(credentials->response))
        return "no response";
    if (span_is_empty(checking->input.user))
        return "no user name";
    checking->input.algorithm = sip_algorithm_of(checking->algorithm);
    if (sip_algorithm_is_aka(checking->input.algorithm) &&
        !aka_algorithm(checking->algorithm, &version, &checking->input.algorithm))
        return "unknown algorithm";
    if (checking->input.algorithm == SIP_ALGORITHM_UNKNOWN)
        return "unknown algorithm";
    if (span_is_nocase(credentials->qop, "auth-int") && checking->message->body_is_cut)
        return "the body was cut";
    return NULL;
}

/* User and realm with quoting undone. */
static void read_names(struct checking *checking)
{
    const struct sip_auth *credentials = checking->credentials;
    struct check *check = checking->check;

    checking->input.realm = sip_auth_unquoted(credentials->realm, check->realm);
    if (span_is_empty(credentials->username)) {
        checking->input.user = sip_auth_extended(credentials->username_extended, check->user);
        checking->sent_user = checking->input.user;
    } else {
        checking->input.user = sip_auth_unquoted(credentials->username, check->user);
        checking->sent_user = credentials->username;
    }
}

void digest_check(struct check_message *message, const struct sip_auth *credentials,
                  struct check *check)
{
    const struct account *found[ACCOUNTS_TRIED_MAX];
    struct checking checking = {
        .message = message,
        .credentials = credentials,
        .check = check,
        .algorithm =
            span_present(credentials->algorithm) ? credentials->algorithm : SPAN_LITERAL("MD5"),
        .input = {.nonce = credentials->nonce,
                  .nc = credentials->nc,
                  .cnonce = credentials->cnonce,
                  .qop = credentials->qop,
                  .method = message->method,
                  .uri = credentials->uri,
                  .body = message->body},
    };
    const char *reason;
    bool of_realm;
    unsigned count;

    *check = (struct check){.outcome = CHECK_NOT_DONE};
    read_names(&checking);
    reason = obstacle(&checking);
    count = reason ? 0 : find_accounts(&checking, found, &of_realm);
    if (reason)
        checking_say(check, CHECK_NOT_DONE, "not checked: %s", reason);
    else if (count == 0 && !checking.exhausted)
        checking_say(check, CHECK_NOT_DONE, "not checked: no account");
    else if (message->computations >= CHECK_COMPUTATIONS_MAX)
        checking_say(check, CHECK_NOT_DONE, "not checked: " TOO_MANY);
    else
        check_against(&checking, found, count, of_realm);
}
