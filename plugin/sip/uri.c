/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * SIP and SIPS URIs (RFC 3261 19.1). Reading is lenient, because a URI that a registrar accepted
 * must be followed; comparing is strict, because it decides whose binding it is.
 */
#include "sip/uri.h"

#include <arpa/inet.h>

/* The length of "scheme" in "scheme:...", 0 where there is none (RFC 3986 3.1). */
static size_t scheme_length(struct span text)
{
    size_t n = 0;

    if (text.n == 0 || !g_ascii_isalpha(text.p[0]))
        return 0;
    while (n < text.n &&
           (g_ascii_isalnum(text.p[n]) || text.p[n] == '+' || text.p[n] == '-' || text.p[n] == '.'))
        n++;
    return n < text.n && text.p[n] == ':' ? n : 0;
}

/* The offset of the "@" after the userinfo, or s.n. The user may contain ';' and '?', so it is the
 * first "@"; but an AOR may have been put into the user unescaped ("bob@ex.com@192.0.2.1"), so a
 * further "@" in what would be the host takes its place. */
static size_t find_userinfo_end(struct span s)
{
    size_t at = span_find(s, '@');
    struct span behind = span_from(s, at + 1);

    if (span_find(behind, '@') == behind.n)
        return at;
    for (size_t i = at + 1; i < s.n && s.p[i] != ';' && s.p[i] != '?'; i++) {
        if (s.p[i] == '@')
            at = i;
    }
    return at;
}

/* The usual "host" or "host:port": no blanks, no IPv6 address. */
static bool read_plain_host_port(struct span text, struct span *host, unsigned *port)
{
    size_t colon = 0;
    unsigned number = 0;

    while (colon < text.n && text.p[colon] != ':' && !span_is_space(text.p[colon]))
        colon++;
    if (colon == 0 || text.p[0] == '[')
        return false;
    for (size_t i = colon + 1; i < text.n; i++) {
        unsigned digit = (unsigned char)text.p[i] - (unsigned)'0';

        number = number * 10 + digit;
        if (digit > 9 || number > UINT16_MAX)
            return false;
    }
    if (colon < text.n && text.p[colon] != ':')
        return false;
    *host = span_first(text, colon);
    *port = number;
    return true;
}

bool sip_host_port_read(struct span text, struct span *host, unsigned *port)
{
    struct span name = span_trim(text);
    struct span rest = SPAN_NONE;
    uint64_t number;

    if (read_plain_host_port(name, host, port))
        return true;
    if (name.n > 0 && name.p[0] == '[') {
        name = span_from(name, 1);
        rest = span_from(name, span_find(name, ']') + 1);
        name = span_first(name, span_find(name, ']'));
        rest = span_from(rest, span_find(rest, ':') + 1);
    } else {
        size_t colon = span_find(name, ':');
        struct span behind = span_from(name, colon + 1);

        /* A second colon: an IPv6 address without its brackets. */
        if (span_find(behind, ':') == behind.n) {
            rest = behind;
            name = span_trim(span_first(name, colon));
        }
    }
    if (span_is_empty(name))
        return false;
    *host = name;
    *port = 0;
    if (span_to_number(span_trim(rest), &number) && number <= UINT16_MAX)
        *port = (unsigned)number;
    return true;
}

static bool read_sip_parts(struct span rest, struct sip_uri *uri)
{
    size_t at = find_userinfo_end(rest);

    if (at < rest.n) {
        struct span userinfo = span_first(rest, at);
        size_t colon = span_find(userinfo, ':');

        uri->has_userinfo = true;
        uri->user = span_first(userinfo, colon);
        if (colon < userinfo.n)
            uri->password = span_from(userinfo, colon + 1);
        rest = span_from(rest, at + 1);
    }

    size_t question = span_find(rest, '?');

    if (question < rest.n)
        uri->headers = span_from(rest, question + 1);
    rest = span_first(rest, question);

    size_t semicolon = span_find(rest, ';');

    if (semicolon < rest.n)
        uri->params = span_from(rest, semicolon + 1);
    return sip_host_port_read(span_first(rest, semicolon), &uri->host, &uri->port);
}

bool sip_uri_read(struct span text, struct sip_uri *uri)
{
    struct sip_uri read = {.text = span_trim(text)};
    size_t colon = scheme_length(read.text);

    if (colon == 0)
        return false;
    read.scheme = span_first(read.text, colon);
    read.is_sips = span_is_nocase(read.scheme, "sips");
    read.is_sip = read.is_sips || span_is_nocase(read.scheme, "sip");
    if (read.is_sip && !read_sip_parts(span_from(read.text, colon + 1), &read))
        return false;
    *uri = read;
    return true;
}

bool sip_uri_pair_next(struct span *rest, char separator, struct span *name, struct span *value)
{
    while (rest->n > 0) {
        struct span pair = span_first(*rest, span_find(*rest, separator));
        size_t equals = span_find(pair, '=');

        *rest = span_from(*rest, pair.n + 1);
        *name = span_trim(span_first(pair, equals));
        *value = span_trim(span_from(pair, equals + 1));
        if (pair.n > 0)
            return true;
    }
    return false;
}

struct span sip_uri_param(const struct sip_uri *uri, const char *name)
{
    struct span rest = uri->params;
    struct span found, value;

    while (sip_uri_pair_next(&rest, ';', &found, &value)) {
        if (span_is_nocase(found, name))
            return value;
    }
    return SPAN_NONE;
}

/* Reads "%HH" at the start of `s`. */
static bool read_escape(struct span s, unsigned char *c)
{
    if (s.n < 3 || s.p[0] != '%' || !g_ascii_isxdigit(s.p[1]) || !g_ascii_isxdigit(s.p[2]))
        return false;
    *c = (unsigned char)(g_ascii_xdigit_value(s.p[1]) << 4 | g_ascii_xdigit_value(s.p[2]));
    return true;
}

unsigned sip_uri_character(struct span *s, bool ignore_case)
{
    unsigned char c = (unsigned char)s->p[0];
    bool escaped = c == '%' && read_escape(*s, &c);
    size_t length = escaped ? 3 : 1;

    s->p += length;
    s->n -= length;
    if (escaped && c != '\0' && strchr(";/?:@&=+$,", c))
        return c + 256U;
    return ignore_case ? (unsigned char)span_lower((char)c) : c;
}

static bool equal_unescaped(struct span a, struct span b, bool ignore_case)
{
    if (span_equal(a, b))
        return true;
    while (a.n > 0 && b.n > 0) {
        if (sip_uri_character(&a, ignore_case) != sip_uri_character(&b, ignore_case))
            return false;
    }
    return a.n == b.n;
}

/* Equal for equal names, and rarely for others. */
static unsigned mark_of(struct span name)
{
    unsigned mark = 0;

    while (name.n > 0)
        mark = mark * 31 + sip_uri_character(&name, true);
    return mark;
}

struct pairs {
    struct span text;
    struct span names[SIP_URI_PAIRS_MAX];
    struct span values[SIP_URI_PAIRS_MAX];
    unsigned marks[SIP_URI_PAIRS_MAX]; /* of the names, so that most need no comparison */
    unsigned count;
    bool has_more;
};

static void read_pairs(struct span text, char separator, struct pairs *pairs)
{
    struct span name, value;

    pairs->text = text;
    pairs->count = 0;
    pairs->has_more = false;
    while (sip_uri_pair_next(&text, separator, &name, &value)) {
        if (pairs->count == SIP_URI_PAIRS_MAX) {
            pairs->has_more = true;
            return;
        }
        pairs->names[pairs->count] = name;
        pairs->marks[pairs->count] = mark_of(name);
        pairs->values[pairs->count++] = value;
    }
}

static bool header_must_match(struct span name)
{
    (void)name;
    return true; /* "URI header components are never ignored" */
}

bool sip_uri_param_is_needed(struct span name)
{
    return span_is_nocase(name, "user") || span_is_nocase(name, "ttl") ||
           span_is_nocase(name, "method") || span_is_nocase(name, "maddr") ||
           span_is_nocase(name, "transport");
}

/* True if every element of `a` that is also in `b` has the same value there; the rest of `a` may be
 * missing in `b`. */
static bool pairs_agree(const struct pairs *a, const struct pairs *b,
                        bool (*must_match)(struct span name))
{
    for (unsigned i = 0; i < a->count; i++) {
        unsigned j = 0;

        while (j < b->count &&
               (a->marks[i] != b->marks[j] || !equal_unescaped(a->names[i], b->names[j], true)))
            j++;
        if (j == b->count ? must_match(a->names[i])
                          : !equal_unescaped(a->values[i], b->values[j], true))
            return false;
    }
    return true;
}

static bool pairs_equal(struct span a, struct span b, char separator,
                        bool (*must_match)(struct span name))
{
    struct pairs left, right;

    if (span_equal(a, b))
        return true;
    read_pairs(a, separator, &left);
    read_pairs(b, separator, &right);
    if (left.has_more || right.has_more)
        return false;
    return pairs_agree(&left, &right, must_match) && pairs_agree(&right, &left, must_match);
}

/* IPv6 alone has a ":". Most hosts are names or IPv4 addresses, and go no further. */
bool sip_ipv6_read(struct span host, unsigned char ip[16])
{
    char text[SIP_HOST_SIZE];

    if (span_find(host, ':') == host.n || host.n >= sizeof(text) || span_find(host, '\0') < host.n)
        return false;
    memcpy(text, host.p, host.n);
    text[host.n] = '\0';
    return inet_pton(AF_INET6, text, ip) == 1;
}

bool sip_host_equal(struct span a, struct span b)
{
    unsigned char left[16], right[16];

    if (span_equal_nocase(a, b))
        return true;
    return sip_ipv6_read(a, left) && sip_ipv6_read(b, right) &&
           memcmp(left, right, sizeof(left)) == 0;
}

struct span sip_host_canonical(struct span host, char text[SIP_HOST_SIZE])
{
    unsigned char ip[16];

    if (!sip_ipv6_read(host, ip) || !inet_ntop(AF_INET6, ip, text, SIP_HOST_SIZE))
        return host;
    return span_of(text);
}

bool sip_uri_equal(const struct sip_uri *a, const struct sip_uri *b)
{
    if (!span_equal_nocase(a->scheme, b->scheme))
        return false;
    if (!a->is_sip)
        return span_equal(span_from(a->text, a->scheme.n), span_from(b->text, b->scheme.n));
    return a->has_userinfo == b->has_userinfo && equal_unescaped(a->user, b->user, false) &&
           span_present(a->password) == span_present(b->password) &&
           equal_unescaped(a->password, b->password, false) && sip_host_equal(a->host, b->host) &&
           a->port == b->port && pairs_equal(a->params, b->params, ';', sip_uri_param_is_needed) &&
           pairs_equal(a->headers, b->headers, '&', header_must_match);
}

const struct span sip_uri_device_params[SIP_URI_DEVICE_PARAMS] = {
    {"transport", 9}, {"user", 4},    {"method", 6},       {"ttl", 3},     {"maddr", 5},
    {"gr", 2},        {"pn-prid", 7}, {"pn-provider", 11}, {"pn-param", 8}};

bool sip_uri_is_alike(const struct sip_uri *a, const struct sip_uri *b, bool any_port)
{
    struct sip_uri left = *a, right = *b;

    if (!a->is_sip || !b->is_sip)
        return false;
    for (unsigned i = 0; i < SIP_URI_DEVICE_PARAMS; i++) {
        struct span of_a = sip_uri_param(a, sip_uri_device_params[i].p);
        struct span of_b = sip_uri_param(b, sip_uri_device_params[i].p);

        if (span_present(of_a) != span_present(of_b) || !span_equal_nocase(of_a, of_b))
            return false;
    }
    left.params = right.params = SPAN_NONE;
    if (any_port)
        left.port = right.port = 0;
    return sip_uri_equal(&left, &right);
}

/* ... where an escaped reserved character counts as the bare one. */
static bool equal_bare(struct span a, struct span b)
{
    if (span_equal(a, b))
        return true;
    while (a.n > 0 && b.n > 0) {
        if (sip_uri_character(&a, false) % 256 != sip_uri_character(&b, false) % 256)
            return false;
    }
    return a.n == b.n;
}

static unsigned port_of(const struct sip_uri *uri)
{
    bool is_tls = uri->is_sips || span_is_nocase(sip_uri_param(uri, "transport"), "tls");

    return uri->port ? uri->port : is_tls ? 5061 : 5060;
}

static bool may_be_missing(struct span name)
{
    (void)name;
    return false;
}

bool sip_uri_is_same_target(const struct sip_uri *a, const struct sip_uri *b)
{
    return a->is_sip && b->is_sip && a->is_sips == b->is_sips && equal_bare(a->user, b->user) &&
           sip_host_equal(a->host, b->host) && port_of(a) == port_of(b) &&
           pairs_equal(a->params, b->params, ';', may_be_missing);
}

static void append_clean(GString *out, char c)
{
    g_string_append_c(out, g_ascii_iscntrl(c) ? '?' : c);
}

static void append_lower(GString *out, struct span s)
{
    for (size_t i = 0; i < s.n; i++)
        append_clean(out, g_ascii_tolower(s.p[i]));
}

static void append_unescaped(GString *out, struct span s)
{
    while (s.n > 0) {
        unsigned char c = (unsigned char)s.p[0];
        bool escaped = read_escape(s, &c);

        append_clean(out, (char)c);
        s = span_from(s, escaped ? 3 : 1);
    }
}

char *sip_uri_aor(const struct sip_uri *uri)
{
    GString *aor = g_string_sized_new(uri->text.n + 1);
    bool is_ipv6 = span_find(uri->host, ':') < uri->host.n;
    char host[SIP_HOST_SIZE];

    if (!uri->is_sip) {
        for (size_t i = 0; i < uri->text.n; i++)
            append_clean(aor, uri->text.p[i]);
        return g_string_free(aor, FALSE);
    }
    append_lower(aor, uri->scheme);
    g_string_append_c(aor, ':');
    append_unescaped(aor, uri->user);
    if (uri->has_userinfo)
        g_string_append_c(aor, '@');
    g_string_append(aor, is_ipv6 ? "[" : "");
    append_lower(aor, sip_host_canonical(uri->host, host));
    g_string_append(aor, is_ipv6 ? "]" : "");
    if (uri->port != 0)
        g_string_append_printf(aor, ":%u", uri->port);
    return g_string_free(aor, FALSE);
}
