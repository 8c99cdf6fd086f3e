/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Challenges, credentials and Authentication-Info: scheme and parameters as sent, without any
 * judgement of them.
 */
#include "sip/auth.h"

#include <stddef.h>

struct param {
    struct span name;
    struct span value;
    struct span text; /* from the name to the end of the value */
    bool is_quoted;
};

enum quoting { EITHER, QUOTED, PLAIN };

/* clang-format off */
static const struct {
    struct span name;
    size_t offset;        /* of the member in struct sip_auth */
    enum quoting quoting; /* RFC 7616 3.3, 3.4, 3.5 */
} members[] = {
    {{"realm",         5}, offsetof(struct sip_auth, realm),        QUOTED},
    {{"nonce",         5}, offsetof(struct sip_auth, nonce),        QUOTED},
    {{"opaque",        6}, offsetof(struct sip_auth, opaque),       QUOTED},
    {{"algorithm",     9}, offsetof(struct sip_auth, algorithm),    PLAIN},
    {{"qop",           3}, offsetof(struct sip_auth, qop),          EITHER},
    {{"stale",         5}, offsetof(struct sip_auth, stale),        PLAIN},
    {{"username",      8}, offsetof(struct sip_auth, username),     QUOTED},
    {{"username*",     9}, offsetof(struct sip_auth, username_extended), PLAIN},
    {{"uri",           3}, offsetof(struct sip_auth, uri),          QUOTED},
    {{"response",      8}, offsetof(struct sip_auth, response),     QUOTED},
    {{"cnonce",        6}, offsetof(struct sip_auth, cnonce),       QUOTED},
    {{"nc",            2}, offsetof(struct sip_auth, nc),           PLAIN},
    {{"auts",          4}, offsetof(struct sip_auth, auts),         EITHER},
    {{"ik",            2}, offsetof(struct sip_auth, ik),           EITHER},
    {{"ck",            2}, offsetof(struct sip_auth, ck),           EITHER},
    {{"integrity-protected", 19}, offsetof(struct sip_auth, integrity_protected), EITHER},
    {{"nextnonce",     9}, offsetof(struct sip_auth, nextnonce),    QUOTED},
    {{"rspauth",       7}, offsetof(struct sip_auth, rspauth),      QUOTED},
    {{"userhash",      8}, offsetof(struct sip_auth, userhash),     PLAIN},
    {{"authz_server", 12}, offsetof(struct sip_auth, authz_server), EITHER},
};
/* clang-format on */

static struct span skip_space(struct span s)
{
    while (s.n > 0 && span_is_space(s.p[0]))
        s = span_from(s, 1);
    return s;
}

/* Cuts off *rest what precedes white space or one of two delimiters. */
static struct span take_word(struct span *rest, char stop, char other_stop)
{
    size_t n = 0;

    while (n < rest->n && rest->p[n] != stop && rest->p[n] != other_stop &&
           !span_is_space(rest->p[n]))
        n++;

    struct span word = span_first(*rest, n);

    *rest = span_from(*rest, n);
    return word;
}

/* Cuts a quoted string or a word off *rest. */
static struct span take_value(struct span *rest, bool *truncated)
{
    if (rest->n == 0 || rest->p[0] != '"')
        return take_word(rest, ',', ',');

    bool closed;
    struct span quoted = span_first(*rest, span_quoted_length(*rest, &closed));

    *rest = span_from(*rest, quoted.n);
    *truncated = *truncated || !closed;
    return (struct span){quoted.p + 1, quoted.n - (closed ? 2 : 1)};
}

/* Cuts the next "name=value" off *rest; blanks around both signs are allowed, a missing comma is
 * tolerated. A word followed by another word is the scheme of a second challenge in the same
 * line (RFC 7235 4.1), whose parameters do not belong to this one. Returns false there and at
 * the end. */
static bool take_param(struct span *rest, struct param *param, bool *truncated)
{
    for (;;) {
        while (rest->n > 0 && (span_is_space(rest->p[0]) || rest->p[0] == ','))
            *rest = span_from(*rest, 1);
        if (rest->n == 0)
            return false;
        param->name = take_word(rest, '=', ',');
        *rest = skip_space(*rest);
        if (rest->n > 0 && rest->p[0] == '=') {
            *rest = skip_space(span_from(*rest, 1));
            param->is_quoted = rest->n > 0 && rest->p[0] == '"';
            param->value = take_value(rest, truncated);
            param->text = (struct span){param->name.p, (size_t)(rest->p - param->name.p)};
            return true;
        }
        if (rest->n > 0 && rest->p[0] != ',')
            return false;
    }
}

static void note_quoting(struct sip_auth *auth, const struct param *param, enum quoting wanted)
{
    if (!span_present(auth->misquoted) && wanted != EITHER &&
        param->is_quoted != (wanted == QUOTED))
        auth->misquoted = param->text;
}

static void keep_first(struct sip_auth *auth, const struct param *param)
{
    for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
        /* Most rows differ in length: comparing that first saves the call. */
        if (members[i].name.n == param->name.n && span_equal_nocase(members[i].name, param->name)) {
            struct span *member = (struct span *)((char *)auth + members[i].offset);

            if (span_present(*member))
                return;
            *member = param->value;
            note_quoting(auth, param, members[i].quoting);
            if (member == &auth->qop) {
                auth->qop_text = param->text;
                auth->qop_is_quoted = param->is_quoted;
            }
            return;
        }
    }
}

static enum sip_auth_scheme scheme_of(struct span name)
{
    if (span_is_nocase(name, "Digest"))
        return SIP_AUTH_DIGEST;
    if (span_is_nocase(name, "Basic"))
        return SIP_AUTH_BASIC;
    if (span_is_nocase(name, "Bearer"))
        return SIP_AUTH_BEARER;
    return SIP_AUTH_OTHER;
}

static void read_params(struct span rest, struct sip_auth *auth)
{
    struct param param = {0};

    while (take_param(&rest, &param, &auth->truncated))
        keep_first(auth, &param);
    /* A value with blanks but without quotes ends there too. */
    auth->combined = rest.n > 0 && scheme_of(param.name) != SIP_AUTH_OTHER;
}

bool sip_auth_read(struct span value, struct sip_auth *auth)
{
    struct span text = span_trim(value);
    struct span rest = text;
    struct span scheme = take_word(&rest, '=', '"');
    struct span behind = skip_space(rest);

    if (span_is_empty(scheme) || (behind.n > 0 && (behind.p[0] == '=' || behind.p[0] == '"')))
        return false;
    *auth = (struct sip_auth){.text = text, .scheme = scheme_of(scheme), .scheme_name = scheme};
    rest = behind;
    if (auth->scheme == SIP_AUTH_BEARER)
        auth->token = take_word(&rest, ',', ',');
    read_params(behind, auth);
    return true;
}

void sip_auth_info_read(struct span value, struct sip_auth *info)
{
    *info = (struct sip_auth){.text = span_trim(value)};
    read_params(info->text, info);
}

unsigned sip_auth_qop(struct span qop)
{
    unsigned values = 0;

    while (qop.n > 0) {
        struct span element = span_first(qop, span_find(qop, ','));
        struct span value = span_trim(element);

        if (span_is_nocase(value, "auth"))
            values |= SIP_QOP_AUTH;
        else if (span_is_nocase(value, "auth-int"))
            values |= SIP_QOP_AUTH_INT;
        else if (!span_is_empty(value))
            values |= SIP_QOP_OTHER;
        qop = span_from(qop, element.n + 1);
    }
    return values;
}

/* The first byte encoded by base64url text (RFC 4648 5). */
static int first_byte(struct span text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const char *high, *low;

    if (text.n < 2 || !text.p[0] || !text.p[1])
        return -1;
    high = strchr(digits, text.p[0]);
    low = strchr(digits, text.p[1]);
    return high && low ? (int)((high - digits) << 2 | (low - digits) >> 4) : -1;
}

bool sip_auth_is_signed_token(struct span token)
{
    unsigned dots = 0;

    for (size_t i = 0; i < token.n; i++)
        dots += token.p[i] == '.';
    return dots == 2 && first_byte(token) == '{';
}

bool sip_auth_nc(struct span nc, uint32_t *count)
{
    uint32_t number = 0;

    if (nc.n < 1 || nc.n > 8)
        return false;
    for (size_t i = 0; i < nc.n; i++) {
        int digit = g_ascii_xdigit_value(nc.p[i]);

        if (digit < 0)
            return false;
        number = number << 4 | (uint32_t)digit;
    }
    *count = number;
    return true;
}

/* "AKAv" 1*DIGIT "-" ... (RFC 3310 3.1, RFC 4169 3.1) */
static enum sip_algorithm aka_version(struct span version)
{
    uint64_t number;

    if (!span_to_number(span_first(version, span_find(version, '-')), &number) || number == 0)
        return SIP_ALGORITHM_UNKNOWN;
    return number == 1 ? SIP_ALGORITHM_AKA_V1_MD5 : SIP_ALGORITHM_AKA_V2;
}

enum sip_algorithm sip_algorithm_of(struct span algorithm)
{
    static const struct {
        const char *name;
        enum sip_algorithm algorithm;
    } names[] = {
        {"MD5", SIP_ALGORITHM_MD5},
        {"MD5-sess", SIP_ALGORITHM_MD5_SESS},
        {"SHA-256", SIP_ALGORITHM_SHA_256},
        {"SHA-256-sess", SIP_ALGORITHM_SHA_256_SESS},
        {"SHA-512-256", SIP_ALGORITHM_SHA_512_256},
        {"SHA-512-256-sess", SIP_ALGORITHM_SHA_512_256_SESS},
    };

    if (!span_present(algorithm))
        return SIP_ALGORITHM_MD5;
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (span_is_nocase(algorithm, names[i].name))
            return names[i].algorithm;
    }
    if (span_starts_with_nocase(algorithm, "AKAv"))
        return aka_version(span_from(algorithm, strlen("AKAv")));
    return SIP_ALGORITHM_UNKNOWN;
}

unsigned sip_algorithm_response_length(enum sip_algorithm algorithm)
{
    switch (algorithm) {
    case SIP_ALGORITHM_MD5:
    case SIP_ALGORITHM_MD5_SESS:
    case SIP_ALGORITHM_AKA_V1_MD5:
        return 32;
    case SIP_ALGORITHM_SHA_256:
    case SIP_ALGORITHM_SHA_256_SESS:
    case SIP_ALGORITHM_SHA_512_256:
    case SIP_ALGORITHM_SHA_512_256_SESS:
        return 64;
    case SIP_ALGORITHM_AKA_V2: /* AKAv2-MD5 has 32, AKAv2-SHA-256 has 64 */
    case SIP_ALGORITHM_UNKNOWN:
        break;
    }
    return 0;
}

unsigned sip_algorithm_strength(enum sip_algorithm algorithm)
{
    switch (algorithm) {
    case SIP_ALGORITHM_AKA_V2:
        return 4;
    case SIP_ALGORITHM_AKA_V1_MD5:
        return 3;
    case SIP_ALGORITHM_SHA_256:
    case SIP_ALGORITHM_SHA_256_SESS:
    case SIP_ALGORITHM_SHA_512_256:
    case SIP_ALGORITHM_SHA_512_256_SESS:
        return 2;
    default:
        return 1;
    }
}

unsigned sip_algorithm_strongest(unsigned algorithms)
{
    unsigned best = 0;

    for (unsigned algorithm = 0; algorithm <= SIP_ALGORITHM_AKA_V2; algorithm++) {
        if (algorithms & (1u << algorithm))
            best = MAX(best, sip_algorithm_strength(algorithm));
    }
    return best;
}
