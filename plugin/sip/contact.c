/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Addresses with header parameters, as Contact, To and From have them, and the meaning of their
 * parameters: expires, +sip.instance, reg-id. Also the Expires header, whose value has the same
 * form.
 */
#include "sip/contact.h"

#include <limits.h>

/* Where the URI ends that lacks its ">": before the first parameter that only a header has. */
static size_t unclosed_length(struct span text)
{
    static const char *const names[] = {"expires", "q", "+sip.instance", "reg-id"};
    size_t at = span_find(text, ';');

    while (at < text.n) {
        struct span behind = span_from(text, at + 1);
        struct span pair = span_first(behind, span_find(behind, ';'));
        struct span name = span_trim(span_first(pair, span_find(pair, '=')));

        for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
            if (span_is_nocase(name, names[i]))
                return at;
        }
        at += 1 + pair.n;
    }
    return text.n;
}

/* "name-addr": [display-name] "<" URI ">", but for the parts of the URI. */
static void split_name_addr(struct span text, size_t bracket, struct sip_address *address)
{
    struct span inside = span_from(text, bracket + 1);
    size_t close = span_find(inside, '>');
    bool is_closed = close < inside.n;
    struct span uri = span_first(inside, is_closed ? close : unclosed_length(inside));
    struct span behind = span_from(inside, uri.n + is_closed);

    *address = (struct sip_address){
        .text = text,
        .display_name = span_trim(span_first(text, bracket)),
        .uri.text = uri,
        .has_brackets = true,
        .params = span_from(behind, span_find(behind, ';') + 1),
    };
}

/* "addr-spec": everything after the first semicolon belongs to the header (RFC 3261 20). */
static bool read_addr_spec(struct span text, struct sip_address *address)
{
    size_t semicolon = span_find(text, ';');
    struct span uri = span_first(text, semicolon);

    *address = (struct sip_address){.text = text, .params = span_from(text, semicolon + 1)};
    /* A ">" belongs to a "<" that is missing. */
    return sip_uri_read(span_first(uri, span_find(uri, '>')), &address->uri);
}

static bool read_star(struct span text, struct sip_address *address)
{
    struct span behind = span_trim(span_from(text, 1));

    if (text.n == 0 || text.p[0] != '*' || (behind.n > 0 && behind.p[0] != ';'))
        return false;
    *address = (struct sip_address){.text = text, .is_star = true, .params = span_from(behind, 1)};
    return true;
}

bool sip_address_split(struct span element, struct sip_address *address)
{
    struct span text = span_trim(element);
    size_t bracket = span_find_unquoted(text, "<;");

    if (bracket == text.n || text.p[bracket] == ';')
        return false;
    split_name_addr(text, bracket, address);
    return true;
}

/* The classes of characters in parameters of the usual form: without quotes, brackets or blanks. */
enum { ENDS_NAME = 1, ENDS_VALUE = 2 };
static const uint8_t classes[UCHAR_MAX + 1] = {
    [';'] = ENDS_NAME | ENDS_VALUE,  ['"'] = ENDS_NAME | ENDS_VALUE,
    ['<'] = ENDS_NAME | ENDS_VALUE,  [' '] = ENDS_NAME | ENDS_VALUE,
    ['\t'] = ENDS_NAME | ENDS_VALUE, ['\r'] = ENDS_NAME | ENDS_VALUE,
    ['\n'] = ENDS_NAME | ENDS_VALUE, ['='] = ENDS_NAME};

bool sip_party_split(struct span value, struct span *uri, struct span *tag)
{
    static const char name[] = ";tag=";
    const char *at = value.p, *end = at + value.n, *close;
    bool is_closed = true;

    if (value.n > 0 && *at == '"') {
        at += span_quoted_length(value, &is_closed);
        while (at < end && *at == ' ')
            at++;
    }
    if (at == end || *at != '<' || !is_closed)
        return false;
    close = memchr(at, '>', (size_t)(end - at));
    if (!close)
        return false;
    *uri = (struct span){at + 1, (size_t)(close - at) - 1};
    *tag = SPAN_NONE;
    at = close + 1;
    if (at == end)
        return true;
    if ((size_t)(end - at) < strlen(name) || memcmp(at, name, strlen(name)) != 0)
        return false;
    at += strlen(name);
    *tag = (struct span){at, (size_t)(end - at)};
    return span_scan(at, end, classes, ENDS_VALUE) == end;
}

bool sip_address_read(struct span element, struct sip_address *address)
{
    struct sip_address read;
    struct span text = span_trim(element);
    size_t bracket;

    if (sip_address_split(element, &read)) {
        if (!sip_uri_read(read.uri.text, &read.uri))
            return false;
    } else if (!read_star(text, &read) && !read_addr_spec(text, &read)) {
        /* A ";" before the "<" may belong to a display name without its quotes. */
        bracket = span_find_unquoted(text, "<");
        if (bracket == text.n)
            return false;
        split_name_addr(text, bracket, &read);
        if (!sip_uri_read(read.uri.text, &read.uri))
            return false;
    }
    *address = read;
    return true;
}

/* Strips the quotes; where the closing one is missing, the rest is the value. */
static struct span unquote(struct span s)
{
    bool closed;

    if (s.n == 0 || s.p[0] != '"')
        return s;
    s = span_first(s, span_quoted_length(s, &closed));
    return (struct span){s.p + 1, s.n - (closed ? 2 : 1)};
}

/* Cuts the usual pair off *rest: without quotes, brackets or blanks. */
static bool take_plain_pair(struct span *rest, struct span *name, struct span *value)
{
    const char *start = rest->p, *end = start + rest->n;
    const char *name_end = span_scan(start, end, classes, ENDS_NAME), *p = name_end;

    if (p < end && *p == '=')
        p = span_scan(p + 1, end, classes, ENDS_VALUE);
    if (name_end == start || (p < end && *p != ';'))
        return false;
    *name = (struct span){start, (size_t)(name_end - start)};
    *value = p > name_end ? (struct span){name_end + 1, (size_t)(p - name_end) - 1} : SPAN_NONE;
    p += p < end;
    *rest = (struct span){p, (size_t)(end - p)};
    return true;
}

bool sip_param_next(struct span *rest, struct span *name, struct span *value)
{
    while (rest->n > 0) {
        struct span pair;
        size_t equals;

        if (take_plain_pair(rest, name, value))
            return true;
        pair = span_first(*rest, span_find_unquoted(*rest, ";"));
        equals = span_find(pair, '=');
        *rest = span_from(*rest, pair.n + 1);
        if (span_is_empty(span_trim(pair)))
            continue;
        *name = span_trim(span_first(pair, equals));
        *value = SPAN_NONE;
        if (equals < pair.n)
            *value = unquote(span_trim(span_from(pair, equals + 1)));
        return true;
    }
    return false;
}

struct span sip_address_param(const struct sip_address *address, const char *name)
{
    struct span rest = address->params, wanted = span_of(name);
    struct span found, value;

    while (sip_param_next(&rest, &found, &value)) {
        if (span_equal_nocase(found, wanted))
            return span_present(value) ? value : span_from(found, found.n);
    }
    return SPAN_NONE;
}

static uint32_t clip(uint64_t number)
{
    return (uint32_t)MIN(number, UINT32_MAX);
}

static struct span without_brackets(struct span instance)
{
    instance = span_trim(instance);
    if (instance.n >= 2 && instance.p[0] == '<' && instance.p[instance.n - 1] == '>')
        return span_trim((struct span){instance.p + 1, instance.n - 2});
    return instance;
}

/* True if sip_param_next stripped quotes; p[-1] is readable because a "=" precedes every value. */
static bool is_quoted(struct span value)
{
    return span_present(value) && value.p[-1] == '"';
}

enum param {
    PARAM_OTHER,
    PARAM_EXPIRES,
    PARAM_INSTANCE,
    PARAM_REG_ID,
    PARAM_PUB_GRUU,
    PARAM_TEMP_GRUU,
    PARAM_Q,
    PARAM_ACTION,
    PARAM_OF_URI
};

/* First letter, last letter and length distinguish all names, as in header_name.c. */
static enum param param_of(struct span name)
{
    enum { SLOTS = 64 };
#define SLOT(first, last, length) ((((first) | 0x20U) + ((last) | 0x20U) + 7U * (length)) % SLOTS)
#define NAME(first, last, text, param)                                                             \
    [SLOT(first, last, sizeof(text) - 1)] = { text, sizeof(text) - 1, PARAM_##param }
    static const struct {
        char name[14];
        uint8_t length;
        uint8_t param; /* enum param */
    } names[SLOTS] = {
        NAME('e', 's', "expires", EXPIRES),     NAME('+', 'e', "+sip.instance", INSTANCE),
        NAME('r', 'd', "reg-id", REG_ID),       NAME('p', 'u', "pub-gruu", PUB_GRUU),
        NAME('t', 'u', "temp-gruu", TEMP_GRUU), NAME('q', 'q', "q", Q),
        NAME('a', 'n', "action", ACTION),       NAME('t', 't', "transport", OF_URI),
        NAME('u', 'r', "user", OF_URI),         NAME('m', 'd', "method", OF_URI),
        NAME('t', 'l', "ttl", OF_URI),          NAME('m', 'r', "maddr", OF_URI),
        NAME('l', 'r', "lr", OF_URI),           NAME('o', 'b', "ob", OF_URI),
    };
    unsigned slot;

    if (name.n == 0)
        return PARAM_OTHER;
    slot = SLOT((unsigned char)name.p[0], (unsigned char)name.p[name.n - 1], name.n);
    if (name.n == names[slot].length &&
        (span_same_bytes(name.p, names[slot].name, name.n) ||
         span_equal_nocase(name, (struct span){names[slot].name, name.n})))
        return names[slot].param;
    return span_starts_with_nocase(name, "pn-") ? PARAM_OF_URI : PARAM_OTHER;
}

/* The first one counts. */
static void keep_first(struct span *place, struct span name, struct span value)
{
    if (!span_present(*place))
        *place = span_present(value) ? value : span_from(name, name.n);
}

static void read_param(struct span name, struct span value, struct sip_contact_params *params)
{
    uint64_t number;

    switch (param_of(name)) {
    case PARAM_EXPIRES:
        if (params->has_expires)
            break;
        params->has_expires = true;
        params->expires_is_valid = span_to_number(span_trim(value), &number);
        params->expires_is_quoted = is_quoted(value);
        params->expires = span_present(value) ? value : span_from(name, name.n);
        params->expires_s = params->expires_is_valid ? clip(number) : 0;
        break;
    case PARAM_INSTANCE:
        if (!span_present(params->instance))
            params->instance = without_brackets(value);
        break;
    case PARAM_REG_ID:
        if (params->reg_id != 0)
            break;
        params->reg_id = span_to_number(span_trim(value), &number) ? clip(number) : 0;
        if (params->reg_id == 0 || params->reg_id > INT32_MAX)
            params->bad_reg_id = span_present(value) ? value : span_from(name, name.n);
        break;
    case PARAM_PUB_GRUU:
        keep_first(&params->pub_gruu, name, value);
        break;
    case PARAM_TEMP_GRUU:
        keep_first(&params->temp_gruu, name, value);
        break;
    case PARAM_Q:
        keep_first(&params->q, name, value);
        break;
    case PARAM_ACTION:
        params->has_action = true;
        break;
    case PARAM_OF_URI:
        params->has_uri_param = true;
        break;
    case PARAM_OTHER:
        break;
    }
}

void sip_contact_params_read(const struct sip_address *contact, struct sip_contact_params *params)
{
    struct span rest = contact->params;
    struct span name, value;

    *params = (struct sip_contact_params){0};
    while (rest.n > 0 && sip_param_next(&rest, &name, &value))
        read_param(name, value, params);
}

bool sip_qvalue_is_valid(struct span q)
{
    if (q.n == 0 || q.n > strlen("0.000") || (q.p[0] != '0' && q.p[0] != '1') ||
        (q.n > 1 && q.p[1] != '.'))
        return false;
    for (size_t i = 2; i < q.n; i++) {
        if (q.p[0] == '1' ? q.p[i] != '0' : !g_ascii_isdigit(q.p[i]))
            return false;
    }
    return true;
}

/* Cuts the next word of a date off *rest: letters and digits up to anything else. */
static struct span take_word(struct span *rest)
{
    size_t start = 0;

    while (start < rest->n && !g_ascii_isalnum(rest->p[start]))
        start++;

    size_t end = start;

    while (end < rest->n && g_ascii_isalnum(rest->p[end]))
        end++;

    struct span word = span_first(span_from(*rest, start), end - start);

    *rest = span_from(*rest, end);
    return word;
}

static bool take_number(struct span *rest, uint64_t most, int64_t *number)
{
    uint64_t value;

    if (!span_to_number(take_word(rest), &value) || value > most)
        return false;
    *number = (int64_t)value;
    return true;
}

/* 1 to 12; 0: not a month. */
static int64_t take_month(struct span *rest)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct span word = take_word(rest);

    for (int64_t i = 0; i < 12; i++) {
        if (span_equal_nocase(word, (struct span){months + 3 * i, 3}))
            return i + 1;
    }
    return 0;
}

/* Days from 1970-01-01 in the Gregorian calendar. Years are counted from March, so that the leap
 * day comes last. */
static int64_t days_to(int64_t year, int64_t month, int64_t day)
{
    int64_t from_march = (month + 9) % 12;
    int64_t y = month <= 2 ? year - 1 : year;

    return 365 * y + y / 4 - y / 100 + y / 400 + (from_march * 306 + 5) / 10 + day - 1 - 719468;
}

/* "Thu, 01 Dec 1994 16:00:00 GMT" (RFC 3261 25.1, SIP-date), which is always in GMT. */
static bool read_date(struct span text, int64_t *seconds)
{
    int64_t day, month, year, hour, minute, second;
    struct span zone;

    size_t comma = span_find(text, ',');

    if (comma < text.n) /* the weekday is redundant */
        text = span_from(text, comma + 1);
    if (!take_number(&text, 31, &day) || day == 0 || (month = take_month(&text)) == 0 ||
        !take_number(&text, 9999, &year) || year < 1900 || !take_number(&text, 23, &hour) ||
        !take_number(&text, 59, &minute) || !take_number(&text, 60, &second))
        return false;
    zone = take_word(&text);
    if (!span_is_nocase(zone, "GMT") && !span_is_nocase(zone, "UTC"))
        return false;
    *seconds = ((days_to(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    return true;
}

bool sip_expires_read(struct span value, int64_t now, uint32_t *seconds)
{
    struct span number_text;
    uint64_t number;
    int64_t date;

    if (span_to_number(value, &number)) {
        *seconds = clip(number);
        return true;
    }
    /* Retry-After may continue with a comment or parameters (RFC 3261 20.33). */
    number_text = span_first(value, MIN(span_find(value, ';'), span_find(value, '(')));
    if (span_to_number(span_trim(number_text), &number)) {
        *seconds = clip(number);
        return true;
    }
    if (!read_date(value, &date))
        return false;
    *seconds = date > now ? clip((uint64_t)date - (uint64_t)now) : 0;
    return true;
}
