/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Challenges, credentials and Authentication-Info: scheme and parameters as sent, without any
 * judgement of them.
 */
#include "sip/auth.h"

#include <limits.h>
#include <stddef.h>

struct param {
    struct span name;
    struct span value;
    struct span text; /* from the name to the end of the value */
    bool is_quoted;
};

enum quoting { EITHER, QUOTED, PLAIN };

enum { SLOTS = 32 };

/* A table by their first three letters, as in header_name.c. */
enum { ALIKE = 3 }; /* names that begin with the same ones */
#define SLOT(start) ((start)*0x7b3e5dabU >> 27)
#define MEMBER(a, b, c, place, text, member, quoting)                                              \
    [SLOT(SPAN_START(a, b, c)) + (place)] = {text "=", sizeof(text) - 1, quoting,                  \
                                             offsetof(struct sip_auth, member)}

/* clang-format off */
static const struct member {
    char name[24]; /* with a "=" and zeros behind it */
    uint8_t length;
    uint8_t quoting; /* enum quoting: RFC 7616 3.3, 3.4, 3.5 */
    uint16_t offset; /* of the member in struct sip_auth */
} members[SLOTS + ALIKE] = {
    MEMBER('r', 'e', 'a', 0, "realm",               realm,               QUOTED),
    MEMBER('n', 'o', 'n', 0, "nonce",               nonce,               QUOTED),
    MEMBER('o', 'p', 'a', 0, "opaque",              opaque,              QUOTED),
    MEMBER('a', 'l', 'g', 0, "algorithm",           algorithm,           PLAIN),
    MEMBER('q', 'o', 'p', 0, "qop",                 qop,                 EITHER),
    MEMBER('s', 't', 'a', 0, "stale",               stale,               PLAIN),
    MEMBER('u', 's', 'e', 0, "username",            username,            QUOTED),
    MEMBER('u', 's', 'e', 2, "username*",           username_extended,   PLAIN),
    MEMBER('u', 'r', 'i', 0, "uri",                 uri,                 QUOTED),
    MEMBER('r', 'e', 's', 0, "response",            response,            QUOTED),
    MEMBER('c', 'n', 'o', 0, "cnonce",              cnonce,              QUOTED),
    MEMBER('n', 'c', '=', 0, "nc",                  nc,                  PLAIN),
    MEMBER('a', 'u', 't', 0, "auts",                auts,                EITHER),
    MEMBER('i', 'k', '=', 0, "ik",                  ik,                  EITHER),
    MEMBER('c', 'k', '=', 0, "ck",                  ck,                  EITHER),
    MEMBER('i', 'n', 't', 0, "integrity-protected", integrity_protected, EITHER),
    MEMBER('n', 'e', 'x', 0, "nextnonce",           nextnonce,           QUOTED),
    MEMBER('r', 's', 'p', 0, "rspauth",             rspauth,             QUOTED),
    MEMBER('u', 's', 'e', 1, "userhash",            userhash,            PLAIN),
    MEMBER('a', 'u', 't', 1, "authz_server",        authz_server,        EITHER),
};
/* clang-format on */

/* What ends a word, as bits. */
enum { ENDS_VALUE = 1, ENDS_NAME = 2, ENDS_SCHEME = 4, IS_SPACE = 8, SEPARATES = 16 };

static const uint8_t classes[UCHAR_MAX + 1] = {
    [' '] = ENDS_VALUE | ENDS_NAME | ENDS_SCHEME | IS_SPACE | SEPARATES,
    ['\t'] = ENDS_VALUE | ENDS_NAME | ENDS_SCHEME | IS_SPACE | SEPARATES,
    ['\r'] = ENDS_VALUE | ENDS_NAME | ENDS_SCHEME | IS_SPACE | SEPARATES,
    ['\n'] = ENDS_VALUE | ENDS_NAME | ENDS_SCHEME | IS_SPACE | SEPARATES,
    [','] = ENDS_VALUE | ENDS_NAME | SEPARATES,
    ['='] = ENDS_NAME | ENDS_SCHEME,
    ['"'] = ENDS_SCHEME,
};

static inline const char *skip(const char *at, const char *end, uint8_t class)
{
    while (at < end && classes[(unsigned char)*at] & class)
        at++;
    return at;
}

/* Takes a quoted string or a word. Returns where it ends. */
static inline const char *take_value(const char *at, const char *end, struct param *param,
                                     bool *truncated)
{
    const char *start = at, *quote;
    bool closed = true;

    param->is_quoted = at < end && *at == '"';
    if (!param->is_quoted) {
        at = span_scan(at, end, classes, ENDS_VALUE);
        param->value = (struct span){start, (size_t)(at - start)};
        return at;
    }
    quote = memchr(start + 1, '"', (size_t)(end - start) - 1);
    if (quote && quote[-1] != '\\')
        at = quote + 1;
    else
        at += span_quoted_length((struct span){start, (size_t)(end - start)}, &closed);
    *truncated = *truncated || !closed;
    param->value = (struct span){start + 1, (size_t)(at - start) - (closed ? 2 : 1)};
    return at;
}

static inline void note_quoting(struct sip_auth *auth, const struct param *param,
                                enum quoting wanted)
{
    if (!span_present(auth->misquoted) && wanted != EITHER &&
        param->is_quoted != (wanted == QUOTED))
        auth->misquoted = param->text;
}

/* The rows, ALIKE of them, that a name with this span_start may have. */
static inline const struct member *candidates(uint32_t start)
{
    return &members[SLOT(start)];
}

/* NULL: none. */
static const struct member *member_of(struct span name)
{
    char start[SPAN_START_BYTES] = {'=', '=', '='};
    const struct member *row;

    memcpy(start, name.p, MIN(name.n, 3));
    row = candidates(span_start(start));
    for (unsigned i = 0; i < ALIKE; i++, row++) {
        if (row->length == name.n && span_equal_nocase((struct span){row->name, name.n}, name))
            return row->length ? row : NULL;
    }
    return NULL;
}

/* The same for a name in its usual spelling right before a "=" within the text; NULL: this needs a closer look. */
static inline const struct member *usual_member(const char *at, const char *end)
{
    const struct member *row;

    if (end - at < SPAN_NAME_BYTES)
        return NULL;
    row = candidates(span_start(at));
    for (unsigned i = 0; i < ALIKE; i++, row++) {
        if (row->length > 0 && span_begins_with_name(at, end, row->name, row->length + 1U))
            return row;
    }
    return NULL;
}

static inline void keep_first(struct sip_auth *auth, const struct param *param,
                              const struct member *row)
{
    struct span *member = (struct span *)((char *)auth + row->offset);

    if (span_present(*member))
        return;
    *member = param->value;
    note_quoting(auth, param, row->quoting);
    if (member == &auth->qop) {
        auth->qop_text = param->text;
        auth->qop_is_quoted = param->is_quoted;
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

/* Reads "name=value" after "name=value"; blanks around both signs are allowed, a missing comma is
 * tolerated. A word followed by another word is the scheme of a second challenge in the same
 * line (RFC 7235 4.1), whose parameters do not belong to this one. */
static void read_params(const char *at, const char *end, struct sip_auth *auth)
{
    const struct member *row;
    struct param param;
    bool has_value;

    for (;;) {
        at = skip(at, end, SEPARATES);
        if (at == end)
            return;
        param.name.p = at;
        row = usual_member(at, end);
        has_value = row != NULL;
        if (row) {
            param.name.n = row->length;
            at += row->length;
        } else {
            at = span_scan(at, end, classes, ENDS_NAME);
            param.name.n = (size_t)(at - param.name.p);
            row = member_of(param.name);
            at = skip(at, end, IS_SPACE);
            has_value = at < end && *at == '=';
        }
        if (has_value) {
            at = take_value(skip(at + 1, end, IS_SPACE), end, &param, &auth->truncated);
            param.text = (struct span){param.name.p, (size_t)(at - param.name.p)};
            if (row)
                keep_first(auth, &param, row);
        } else if (at < end && *at != ',') {
            /* A value with blanks but without quotes ends there too. */
            auth->combined = scheme_of(param.name) != SIP_AUTH_OTHER;
            return;
        }
    }
}

bool sip_auth_read(struct span value, struct sip_auth *auth)
{
    struct span text = span_trim(value);
    const char *end = text.p + text.n, *at = span_scan(text.p, end, classes, ENDS_SCHEME);
    struct span scheme = {text.p, (size_t)(at - text.p)};

    at = skip(at, end, IS_SPACE);
    if (span_is_empty(scheme) || (at < end && (*at == '=' || *at == '"')))
        return false;
    memset(auth, 0, sizeof(*auth));
    auth->text = text;
    auth->scheme = scheme_of(scheme);
    auth->scheme_name = scheme;
    if (auth->scheme == SIP_AUTH_BEARER)
        auth->token = (struct span){at, (size_t)(span_scan(at, end, classes, ENDS_VALUE) - at)};
    read_params(at, end, auth);
    return true;
}

void sip_auth_info_read(struct span value, struct sip_auth *info)
{
    struct span text = span_trim(value);

    memset(info, 0, sizeof(*info));
    info->text = text;
    read_params(text.p, text.p + text.n, info);
}

unsigned sip_auth_qop(struct span qop)
{
    unsigned values = 0;

    if (qop.n == 4 && memcmp(qop.p, "auth", 4) == 0) /* nearly always */
        return SIP_QOP_AUTH;
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
        unsigned digit = (unsigned char)nc.p[i] - (unsigned)'0';

        if (digit > 9) {
            digit = (unsigned char)(nc.p[i] | 0x20) - (unsigned)'a';
            if (digit > 5)
                return false;
            digit += 10;
        }
        number = number << 4 | digit;
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

    if (!span_present(algorithm) || span_equal(algorithm, SPAN_LITERAL("MD5"))) /* nearly always */
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

    for (unsigned algorithm = 0; algorithms >> algorithm; algorithm++) {
        if (algorithms & (1u << algorithm))
            best = MAX(best, sip_algorithm_strength(algorithm));
    }
    return best;
}
