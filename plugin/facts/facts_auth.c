/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Challenges, credentials and Authentication-Info of a message.
 */
#include "facts/reading.h"
#include "sip/auth_text.h"

#include <limits.h>

static uint64_t mark_of(const struct reading *reading, struct span text)
{
    return span_is_empty(text) ? 0 : fingerprint(reading->pool, 0, text);
}

uint64_t facts_stem(const struct reading *reading, struct span text)
{
    enum { SHORTEST = 2 }; /* a single character recurs by chance */

    static const bool separates[UCHAR_MAX + 1] = {
        ['-'] = true, ['.'] = true, ['_'] = true, [':'] = true, ['|'] = true, ['\0'] = true};

    while (text.n > 0 && !separates[(unsigned char)text.p[text.n - 1]])
        text.n--;
    if (text.n <= SHORTEST)
        return 0;
    text.n--;
    return fingerprint(reading->pool, 0, text);
}

/* RFC 7616 3.3, 3.4: a list of qop values is quoted, the one chosen is not. */
static void note_quoting(struct reading *reading, const struct sip_auth *auth, bool quotes_qop)
{
    if (auth->scheme != SIP_AUTH_DIGEST || auth->truncated)
        return;
    if (span_present(auth->misquoted))
        facts_note_flaw(reading,
                        span_starts_with_nocase(auth->misquoted, "algorithm")
                            ? FLAW_QUOTING_ALGORITHM
                            : FLAW_QUOTING,
                        auth->misquoted);
    if (span_present(auth->qop) && auth->qop_is_quoted != quotes_qop)
        facts_note_flaw(reading, FLAW_QUOTING, auth->qop_text);
}

/* RFC 3310 3.2: RAND and AUTN of 16 bytes each, then server-specific data, in base64. The padding
 * is not checked: that of the RFC's own examples is wrong. */
static void read_aka(struct facts_challenge *challenge, const struct sip_auth *auth)
{
    struct span nonce = span_trim(auth->nonce);

    challenge->is_sess = span_ends_with_nocase(auth->algorithm, "-sess");
    while (nonce.n > 0 && nonce.p[nonce.n - 1] == '=')
        nonce.n--;
    challenge->nonce_bytes = (uint16_t)MIN(nonce.n * 6 / 8, UINT16_MAX);
    challenge->nonce_is_base64 = true;
    for (size_t i = 0; i < nonce.n; i++) {
        if (!g_ascii_isalnum(nonce.p[i]) && nonce.p[i] != '+' && nonce.p[i] != '/')
            challenge->nonce_is_base64 = false;
    }
}

static enum facts_challenge_oddity oddity_of(const struct sip_auth *auth)
{
    if (auth->scheme != SIP_AUTH_DIGEST)
        return CHALLENGE_USUAL;
    if (!span_is_empty(auth->algorithm) && g_ascii_islower(auth->algorithm.p[0]))
        return CHALLENGE_SMALL_LETTERS;
    if (span_starts_with_nocase(auth->misquoted, "algorithm"))
        return CHALLENGE_QUOTED;
    return sip_auth_qop(auth->qop) == (SIP_QOP_AUTH | SIP_QOP_AUTH_INT) ? CHALLENGE_AUTH_INT
                                                                        : CHALLENGE_USUAL;
}

void facts_read_challenge(struct reading *reading, struct span value, bool proxy)
{
    struct facts *facts = reading->facts;
    struct sip_auth auth;

    facts_mark_part(reading, PART_CREDENTIALS, value);
    if (facts->challenge_count == FACTS_AUTH_MAX || !sip_auth_read(value, &auth))
        return;
    if (auth.combined)
        facts_note_flaw(reading, FLAW_AUTH_COMBINED,
                        proxy ? SPAN_LITERAL("Proxy-Authenticate")
                              : SPAN_LITERAL("WWW-Authenticate"));

    struct facts_challenge *challenge = &facts->challenges[facts->challenge_count++];
    *challenge = (struct facts_challenge){
        .proxy = proxy,
        .stale = span_is_nocase(auth.stale, "true"),
        .has_qop = !span_is_empty(auth.qop),
        .has_authz_server = span_starts_with_nocase(auth.authz_server, "https:"),
        .qop = (uint8_t)sip_auth_qop(auth.qop),
        .scheme = (uint8_t)auth.scheme,
        .scheme_name = pool_intern_again(reading->pool, POOL_SCHEME, auth.scheme_name),
        .algorithm = (uint8_t)sip_algorithm_of(auth.algorithm),
        .has_algorithm = span_present(auth.algorithm),
        .realm = pool_intern(reading->pool, auth.realm),
        .nonce = pool_intern(reading->pool, auth.nonce),
        .opaque = mark_of(reading, auth.opaque),
        .has_keys = span_present(auth.ik) || span_present(auth.ck),
        .oddity = (uint8_t)oddity_of(&auth),
    };

    if (facts->challenge_count == 1)
        facts->nonce_stem = facts_stem(reading, auth.nonce);
    if (challenge->scheme == SIP_AUTH_DIGEST && challenge->algorithm == SIP_ALGORITHM_UNKNOWN)
        facts_note_flaw(reading, FLAW_ALGORITHM, auth.algorithm);
    note_quoting(reading, &auth, true);
    if (sip_algorithm_is_aka(challenge->algorithm))
        read_aka(challenge, &auth);
    facts->ims.is_3gpp |= sip_algorithm_is_aka(challenge->algorithm);
    facts->is_ims |= sip_algorithm_is_aka(challenge->algorithm);
}

static bool is_hex(struct span text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (!g_ascii_isxdigit(text.p[i]))
            return false;
    }
    return true;
}

static bool has_capitals(struct span text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (g_ascii_isupper(text.p[i]))
            return true;
    }
    return false;
}

/* Hex digits as they should be: of most texts no more need be asked. */
static bool is_lower_hex(struct span text)
{
    static const bool digits[UCHAR_MAX + 1] = {
        ['0'] = true, ['1'] = true, ['2'] = true, ['3'] = true, ['4'] = true, ['5'] = true,
        ['6'] = true, ['7'] = true, ['8'] = true, ['9'] = true, ['a'] = true, ['b'] = true,
        ['c'] = true, ['d'] = true, ['e'] = true, ['f'] = true};
    bool all = true;

    for (size_t i = 0; i < text.n; i++)
        all &= digits[(unsigned char)text.p[i]];
    return all;
}

/* RFC 7616 3.4 */
static void note_nc(struct reading *reading, struct span nc)
{
    if (span_is_empty(nc) || (nc.n == 8 && is_lower_hex(nc)))
        return;
    if (nc.n != 8 || !is_hex(nc))
        facts_note_flaw(reading, FLAW_NC_FORM, nc);
    else if (has_capitals(nc))
        facts_note_flaw(reading, FLAW_NC_CAPITALS, nc);
}

/* username* where there is no username (RFC 7616 3.4). */
static const char *extended_user(struct reading *reading, const struct sip_auth *auth)
{
    char text[SIP_AUTH_TEXT_SIZE];

    return pool_intern(reading->pool, sip_auth_extended(auth->username_extended, text));
}

static bool is_one_character(struct span text)
{
    return text.n > 1 && memcmp(text.p, text.p + 1, text.n - 1) == 0;
}

/* The texts that are only compared, and those that tell whose credentials they are. */
static void read_identity(struct reading *reading, struct facts_credentials *credentials,
                          const struct sip_auth *auth)
{
    struct pool *pool = reading->pool;
    uint64_t marks[6] = {[3] = fingerprint(pool, 0, auth->nc),
                         [4] = fingerprint(pool, 0, auth->cnonce),
                         [5] = fingerprint(pool, 0, auth->response)};

    credentials->username = pool_intern_marked(pool, auth->username, &marks[0]);
    credentials->realm = pool_intern_marked(pool, auth->realm, &marks[1]);
    credentials->nonce = pool_intern_marked(pool, auth->nonce, &marks[2]);
    credentials->whole = fingerprint_of(pool, marks, G_N_ELEMENTS(marks));
    credentials->cnonce = span_is_empty(auth->cnonce) ? 0 : marks[4];
    credentials->response = span_is_empty(auth->response) ? 0 : marks[5];
    credentials->opaque = mark_of(reading, auth->opaque);
    if (span_is_empty(auth->username) && span_present(auth->username_extended))
        credentials->username = extended_user(reading, auth);
    if (credentials->scheme == SIP_AUTH_BEARER)
        credentials->token = mark_of(reading, auth->token);
}

/* Not kept for calls: their URIs would fill the pool, and nothing uses them. */
static const char *digest_uri(struct reading *reading, struct span uri)
{
    if (reading->facts->method != METHOD_REGISTER)
        return NULL;
    return span_equal(uri, reading->message->request_uri) ? reading->facts->request_uri
                                                          : pool_intern(reading->pool, uri);
}

void facts_read_credentials(struct reading *reading, struct span value, bool proxy)
{
    struct facts *facts = reading->facts;
    struct sip_auth auth;

    facts_mark_part(reading, PART_CREDENTIALS, value);
    if (facts->credentials_count == FACTS_AUTH_MAX || !sip_auth_read(value, &auth))
        return;
    if (auth.combined)
        facts_note_flaw(reading, FLAW_AUTH_COMBINED,
                        proxy ? SPAN_LITERAL("Proxy-Authorization")
                              : SPAN_LITERAL("Authorization"));

    struct facts_credentials *credentials = &facts->credentials[facts->credentials_count++];
    *credentials = (struct facts_credentials){
        .proxy = proxy,
        .scheme = (uint8_t)auth.scheme,
        .algorithm = (uint8_t)sip_algorithm_of(auth.algorithm),
        .has_algorithm = span_present(auth.algorithm),
        .algorithm_name = pool_intern_again(reading->pool, POOL_ALGORITHM, auth.algorithm),
        .has_qop = !span_is_empty(auth.qop),
        .qop = (uint8_t)sip_auth_qop(auth.qop),
        .sends_nc = !span_is_empty(auth.nc),
        .has_userhash = span_is_nocase(auth.userhash, "true"),
        .has_auts = !span_is_empty(auth.auts),
        .integrity_protected = pool_intern(reading->pool, auth.integrity_protected),
        .response_is_hex = is_lower_hex(auth.response),
        .response_is_blank = is_one_character(auth.response),
        .response_length = (uint16_t)MIN(auth.response.n, UINT16_MAX),
    };
    if (!credentials->response_is_hex) {
        credentials->response_is_hex = is_hex(auth.response);
        credentials->response_has_capitals = has_capitals(auth.response);
    }
    credentials->has_nc = sip_auth_nc(auth.nc, &credentials->nc);
    credentials->uri = digest_uri(reading, auth.uri);
    credentials->is_plain_jwt =
        credentials->scheme == SIP_AUTH_BEARER && sip_auth_is_signed_token(auth.token);
    read_identity(reading, credentials, &auth);
    note_quoting(reading, &auth, false);
    note_nc(reading, auth.nc);
    facts->ims.is_3gpp |= sip_algorithm_is_aka(credentials->algorithm);
    facts->is_ims |= sip_algorithm_is_aka(credentials->algorithm);
}

static void read_rspauth(struct facts *facts, const struct sip_auth *auth, bool proxy)
{
    struct facts_info *info = proxy ? &facts->proxy_info : &facts->info;
    char *rspauth = facts->digests.rspauth[proxy];

    if (info->has_rspauth || span_is_empty(auth->rspauth))
        return;
    info->has_rspauth = true;
    if (auth->truncated || auth->rspauth.n >= DIGEST_TEXT_SIZE)
        return;
    info->rspauth_is_whole = true;
    memcpy(rspauth, auth->rspauth.p, auth->rspauth.n);
    rspauth[auth->rspauth.n] = '\0';
}

/* The parameters may be spread over several lines (RFC 7235 2.1); the first of a kind counts. */
void facts_read_authentication_info(struct reading *reading, struct span value, bool proxy)
{
    struct facts_info *info = proxy ? &reading->facts->proxy_info : &reading->facts->info;
    struct sip_auth auth;

    sip_auth_info_read(value, &auth);
    info->is_there = true;
    info->has_qop |= !span_is_empty(auth.qop);
    info->qop |= (uint8_t)sip_auth_qop(auth.qop);
    read_rspauth(reading->facts, &auth, proxy);
    if (!info->has_nc)
        info->has_nc = sip_auth_nc(auth.nc, &info->nc);
    if (!info->cnonce)
        info->cnonce = mark_of(reading, auth.cnonce);
    if (!info->nextnonce)
        info->nextnonce = pool_intern(reading->pool, auth.nextnonce);
}

bool facts_has_answer(const struct facts *facts)
{
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const struct facts_credentials *each = &facts->credentials[i];
        bool is_empty = each->scheme == SIP_AUTH_DIGEST && !each->response && !each->has_auts &&
                        (!each->nonce || !each->nonce[0]);

        if (!is_empty)
            return true;
    }
    return false;
}
