/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reading is lenient, as in contact.c: the binding that a flawed element names is there all the
 * same. Naming the flaw is strict where receivers are.
 */
#include "sip/contact_form.h"

#include <arpa/inet.h>
#include <limits.h>

/* Each search may go to the end of the value; a list that needs more of them is hostile. */
enum { CLOSINGS_MAX = 32 };

struct sip_contact_list sip_contact_list_read(struct span value)
{
    return (struct sip_contact_list){
        .rest = value, .has_more = true, .closings_left = CLOSINGS_MAX};
}

static size_t skip_blanks(struct span s, size_t i)
{
    while (i < s.n && span_is_space(s.p[i]))
        i++;
    return i;
}

/* A quoted string ends an element or a parameter, or precedes a "<". Where something else follows,
 * its second quote is the first one of another string. */
static bool ends_well(struct span s, size_t end, bool is_name)
{
    size_t i = skip_blanks(s, end);

    if (i < s.n && s.p[i] == '<')
        return i > end || is_name;
    return i == s.n || strchr(";,>", s.p[i]);
}

/* True if another Contact begins here, where a parameter should. */
static bool begins_contact(struct span s)
{
    s = span_from(s, skip_blanks(s, 0));
    return s.n > 0 && (s.p[0] == '<' || s.p[0] == '"' || span_starts_with_nocase(s, "sip:") ||
                       span_starts_with_nocase(s, "sips:"));
}

/* The offset behind the ">" of the "<" at `at`; 0: there is none before the next "<". */
static size_t behind_bracket(struct span s, size_t at)
{
    struct span inside = span_from(s, at + 1);
    size_t close = span_find(inside, '>');

    if (close == inside.n || span_find(span_first(inside, close), '<') < close)
        return 0;
    return at + 1 + close + 1;
}

/* ... behind the second quote of the one at `at`; 0: there is none. */
static size_t behind_quotes(struct sip_contact_list *list, size_t at)
{
    struct span s = list->rest;
    bool closed;
    size_t behind;

    if (list->has_open_quote)
        return 0;
    behind = at + span_quoted_length(span_from(s, at), &closed);
    list->has_open_quote = !closed;
    return closed && ends_well(s, behind, skip_blanks(s, 0) == at) ? behind : 0;
}

/* Where the text before `at` ends. */
static size_t end_before(struct span s, size_t at)
{
    while (at > 0 && span_is_space(s.p[at - 1]))
        at--;
    return at;
}

/* Passes over the quotes or brackets at `at`, or over what opens them where they are not closed. */
static size_t pass_over(struct sip_contact_list *list, size_t at, enum sip_contact_flaw *flaw)
{
    struct span s = list->rest;
    bool is_quote = s.p[at] == '"';
    size_t behind = 0;

    if (list->closings_left > 0)
        behind = is_quote ? behind_quotes(list, at) : behind_bracket(s, at);
    if (behind > 0)
        return behind;
    list->closings_left -= list->closings_left > 0;
    *flaw = is_quote ? CONTACT_QUOTE : CONTACT_NOT_CLOSED;
    return at + 1;
}

/* True if another element begins at `at`, a ";" or "<", for which there is no comma; *end is where the
 * one before it ends. */
static bool runs_on(struct span s, size_t at, bool has_uri, size_t *end)
{
    char before;

    *end = at;
    if (s.p[at] == ';')
        return at > 0 && begins_contact(span_from(s, at + 1));
    if (s.p[at] != '<' || !has_uri)
        return false;
    *end = end_before(s, at);
    before = *end > 0 ? s.p[*end - 1] : '=';
    return before != '=' && !(before == '"' && *end == at);
}

/* The length of the first element; is_run_on tells where no comma ends it. */
static size_t element_length(struct sip_contact_list *list, enum sip_contact_flaw *flaw)
{
    static const bool is_special[UCHAR_MAX + 1] = {
        [','] = true, [';'] = true, ['<'] = true, ['"'] = true};
    struct span s = list->rest;
    bool has_uri = false;
    size_t i = 0, end;

    list->is_run_on = false;
    while (i < s.n) {
        char c = s.p[i];

        if (!is_special[(unsigned char)c]) {
            i++;
            continue;
        }
        if (c == ',')
            return i;
        list->is_run_on = runs_on(s, i, has_uri, &end);
        if (list->is_run_on)
            return end;
        has_uri |= c == '<';
        i = c == ';' ? i + 1 : pass_over(list, i, flaw);
    }
    return i;
}

bool sip_contact_list_next(struct sip_contact_list *list, struct span *element,
                           enum sip_contact_flaw *flaw)
{
    bool was_run_on = list->is_run_on;
    size_t length;

    if (!list->has_more)
        return false;
    *flaw = CONTACT_SOUND;
    length = element_length(list, flaw);
    *element = span_trim(span_first(list->rest, length));
    if (span_is_empty(*element))
        *flaw = CONTACT_EMPTY;
    else if (was_run_on && *flaw == CONTACT_SOUND)
        *flaw = CONTACT_SEPARATOR;
    list->has_more = length < list->rest.n;
    /* What follows without a separator begins with its "<". */
    if (!list->is_run_on || list->rest.p[length] == ';')
        length++;
    list->rest = span_from(list->rest, length);
    return true;
}

static bool has_blank(struct span s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (span_is_space(s.p[i]))
            return true;
    }
    return false;
}

/* user and password: unreserved / escaped / user-unreserved */
static bool is_userinfo(struct span s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!g_ascii_isalnum(s.p[i]) && (s.p[i] == '\0' || !strchr("-_.!~*'()&=+$,;?/%", s.p[i])))
            return false;
    }
    return true;
}

static enum sip_contact_flaw check_port(struct span port)
{
    size_t digits = 0;
    uint64_t number;

    while (digits < port.n && g_ascii_isdigit(port.p[digits]))
        digits++;
    if (port.n == 0)
        return CONTACT_PORT_EMPTY;
    if (span_to_number(port, &number))
        return number > 0 && number <= UINT16_MAX ? CONTACT_SOUND : CONTACT_PORT_RANGE;
    if (has_blank(port))
        return CONTACT_BLANK;
    return digits > 0 && g_ascii_isalpha(port.p[digits]) ? CONTACT_PORT_RUN_ON
                                                         : CONTACT_PORT_NOT_DIGITS;
}

/* IPv4address of RFC 3261: up to three digits in each part, leading zeros included. */
static bool is_ipv4(struct span host)
{
    for (unsigned parts = 1;; parts++) {
        struct span part = span_first(host, span_find(host, '.'));
        uint64_t number;

        if (part.n > 3 || !span_to_number(part, &number) || number > UINT8_MAX)
            return false;
        if (part.n == host.n)
            return parts == 4;
        host = span_from(host, part.n + 1);
    }
}

static bool is_ipv6(struct span host)
{
    char text[SIP_HOST_SIZE];
    unsigned char ip[16];

    if (host.n >= sizeof(text) || span_find(host, '\0') < host.n)
        return false;
    memcpy(text, host.p, host.n);
    text[host.n] = '\0';
    return inet_pton(AF_INET6, text, ip) == 1;
}

/* An IPv4 address with something else behind, or one that is none: the last label of a name begins with a
 * letter. A container's name may begin with a digit, but has no dot. */
static bool is_like_ipv4(struct span host)
{
    size_t digits = 0, last = host.n > 0 ? host.n - (host.p[host.n - 1] == '.') : 0;

    while (digits < host.n && (g_ascii_isdigit(host.p[digits]) || strchr(".-", host.p[digits])))
        digits++;
    while (last > 0 && host.p[last - 1] != '.')
        last--;
    return last > 0 && digits > last;
}

static enum sip_contact_flaw check_name(struct span host)
{
    bool has_underscore = false;

    if (host.n == 0)
        return CONTACT_HOST_EMPTY;
    for (size_t i = 0; i < host.n; i++) {
        char c = host.p[i];

        if (span_is_space(c))
            return CONTACT_BLANK;
        if (!g_ascii_isalnum(c) && c != '-' && c != '.' && c != '_')
            return CONTACT_HOST_CHARACTER;
        if (c == '.' && (i == 0 || host.p[i - 1] == '.'))
            return CONTACT_HOST_CHARACTER;
        has_underscore |= c == '_';
    }
    if (is_like_ipv4(host) && !is_ipv4(host))
        return CONTACT_HOST_IPV4;
    return has_underscore ? CONTACT_HOST_NAME : CONTACT_SOUND;
}

/* "[IPv6]" or "[IPv6]:port" */
static enum sip_contact_flaw check_reference(struct span text)
{
    struct span inside = span_from(text, 1);
    size_t close = span_find(inside, ']');
    struct span ip = span_first(inside, close), behind = span_from(inside, close + 1);
    size_t zone = span_find(ip, '%');

    if (close == inside.n || !is_ipv6(span_first(ip, zone)))
        return CONTACT_HOST_IPV6;
    if (behind.n > 0 && behind.p[0] != ':')
        return span_is_space(behind.p[0]) ? CONTACT_BLANK : CONTACT_HOST_CHARACTER;
    if (behind.n > 0 && check_port(span_from(behind, 1)) != CONTACT_SOUND)
        return check_port(span_from(behind, 1));
    return zone < ip.n ? CONTACT_HOST_NAME : CONTACT_SOUND;
}

static enum sip_contact_flaw check_host_port(struct span text)
{
    size_t colon = span_find(text, ':');
    enum sip_contact_flaw flaw;

    if (text.n > 0 && text.p[0] == '[')
        return check_reference(text);
    if (is_ipv6(text))
        return CONTACT_HOST_BARE_IPV6;
    flaw = check_name(span_first(text, colon));
    if (flaw > CONTACT_TOLERATED || colon == text.n)
        return flaw;
    return check_port(span_from(text, colon + 1)) ? check_port(span_from(text, colon + 1)) : flaw;
}

/* From the "@", or the scheme, to the first parameter. */
static struct span host_port_of(const struct sip_uri *uri)
{
    const char *end = uri->text.p + uri->text.n;
    const char *start = uri->scheme.p + uri->scheme.n + 1;

    if (span_present(uri->params))
        end = uri->params.p - 1;
    else if (span_present(uri->headers))
        end = uri->headers.p - 1;
    if (uri->has_userinfo)
        start = (span_present(uri->password) ? uri->password.p + uri->password.n
                                             : uri->user.p + uri->user.n) +
                1;
    return (struct span){start, (size_t)(end - start)};
}

static bool is_scheme(struct span s)
{
    return span_is_nocase(s, "sip") || span_is_nocase(s, "sips");
}

/* "sip:sip:bob@h" reads as a user "sip" with a password. */
static bool has_two_schemes(const struct sip_uri *uri, struct span host_port)
{
    size_t colon = span_find(host_port, ':');
    struct span port = span_from(host_port, colon + 1);

    if (uri->has_userinfo)
        return is_scheme(uri->user) && span_present(uri->password);
    return colon < host_port.n && port.n > 0 && !g_ascii_isdigit(port.p[0]) &&
           is_scheme(span_first(host_port, colon));
}

/* ";;", or ";" at the end */
static bool has_empty_param(struct span params)
{
    if (!span_present(params))
        return false;
    for (size_t i = 0; i < params.n; i++) {
        if (params.p[i] == ';' && (i == 0 || params.p[i - 1] == ';'))
            return true;
    }
    return params.n == 0 || params.p[params.n - 1] == ';';
}

static enum sip_contact_flaw check_sip(const struct sip_uri *uri)
{
    struct span host_port = host_port_of(uri);
    enum sip_contact_flaw flaw;

    if (has_two_schemes(uri, host_port))
        return CONTACT_SCHEME_TWICE;
    flaw = check_host_port(host_port);
    if (flaw > CONTACT_TOLERATED)
        return flaw;
    if (has_blank(uri->params) || has_blank(uri->headers))
        return CONTACT_BLANK;
    if (span_trim(uri->user).n < uri->user.n)
        return CONTACT_BLANK;
    if (uri->has_userinfo &&
        (uri->user.n == 0 || !is_userinfo(uri->user) || !is_userinfo(uri->password)))
        return CONTACT_USER;
    return flaw == CONTACT_SOUND && has_empty_param(uri->params) ? CONTACT_EMPTY_PARAM : flaw;
}

static enum sip_contact_flaw check_uri(struct span text)
{
    struct span trimmed = span_trim(text);
    struct span scheme = span_first(trimmed, span_find(trimmed, ':'));
    enum sip_contact_flaw flaw;
    struct sip_uri uri;

    if (!sip_uri_read(trimmed, &uri))
        return is_scheme(scheme) && scheme.n < trimmed.n ? CONTACT_HOST_EMPTY
                                                         : CONTACT_SCHEME_MISSING;
    /* "pc.ex.com:5060" reads as a URI of another scheme. */
    if (!uri.is_sip)
        return span_find(scheme, '.') < scheme.n ? CONTACT_SCHEME_MISSING : CONTACT_SOUND;
    flaw = check_sip(&uri);
    return flaw == CONTACT_SOUND && trimmed.n < text.n ? CONTACT_BLANKS : flaw;
}

/* Behind the URI: nothing, or parameters. */
static enum sip_contact_flaw check_params(struct span params)
{
    params = span_trim(params);
    if (params.n == 0)
        return CONTACT_SOUND;
    if (params.p[0] != ';')
        return CONTACT_STRAY;
    while (params.n > 0) {
        struct span pair;

        params = span_from(params, 1);
        pair = span_first(params, span_find_unquoted(params, ";"));
        if (span_is_empty(span_trim(pair)))
            return CONTACT_EMPTY_PARAM;
        params = span_from(params, pair.n);
    }
    return CONTACT_SOUND;
}

/* Before the "<": words or a quoted string. What it is made of matters to nobody, as long as there
 * is something to show. */
static enum sip_contact_flaw check_display_name(struct span name)
{
    size_t scheme = span_find(name, ':');

    if (name.n == 0 || name.p[0] == '"')
        return CONTACT_SOUND;
    if (scheme + 1 == name.n && is_scheme(span_first(name, scheme)))
        return CONTACT_SCHEME_TWICE;
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];

        if (g_ascii_isalnum(c) || c >= 0x80 || (c != '\0' && strchr("-.!%*_+`'~", c)))
            return CONTACT_SOUND;
    }
    return CONTACT_STRAY;
}

static enum sip_contact_flaw worse(enum sip_contact_flaw a, enum sip_contact_flaw b)
{
    return a > CONTACT_TOLERATED || b == CONTACT_SOUND ? a : b;
}

enum sip_contact_flaw sip_contact_check_uri(struct span inside)
{
    return span_find(inside, '<') < inside.n ? CONTACT_NOT_CLOSED : check_uri(inside);
}

enum sip_contact_flaw sip_contact_check_split(const struct sip_address *address,
                                              enum sip_contact_flaw uri_flaw)
{
    struct span uri = address->uri.text, trimmed = span_trim(uri);
    struct span behind = span_from(address->text, (size_t)(uri.p + uri.n - address->text.p));
    enum sip_contact_flaw name = check_display_name(address->display_name);

    if (name != CONTACT_SOUND)
        return name;
    if (behind.n == 0 || behind.p[0] != '>')
        return CONTACT_NOT_CLOSED;
    if (uri_flaw == CONTACT_SOUND && trimmed.n < uri.n &&
        is_scheme(span_first(trimmed, span_find(trimmed, ':'))))
        uri_flaw = CONTACT_BLANKS;
    return worse(uri_flaw, check_params(span_from(behind, 1)));
}

static enum sip_contact_flaw check_name_addr(struct span text, size_t bracket)
{
    struct span inside = span_from(text, bracket + 1);
    struct sip_address address = {
        .text = text,
        .display_name = span_trim(span_first(text, bracket)),
        .uri.text = span_first(inside, span_find(inside, '>')),
    };

    return sip_contact_check_split(&address, sip_contact_check_uri(address.uri.text));
}

enum sip_contact_flaw sip_contact_check(struct span element)
{
    size_t stop = span_find_unquoted(element, "<;");
    size_t bracket = span_find_unquoted(element, "<");
    struct span uri = span_first(element, stop);

    if (span_is_empty(element))
        return CONTACT_EMPTY;
    if (element.p[0] == '*' && skip_blanks(element, 1) == stop)
        return CONTACT_SOUND;
    /* A ";" before the "<" may be part of a display name, or of a parameter's value. */
    if (bracket < element.n && (stop == bracket || span_find(uri, ':') == uri.n))
        return check_name_addr(element, bracket);
    if (span_find_unquoted(element, ">") < bracket)
        return CONTACT_NOT_OPENED;
    return worse(check_uri(uri), check_params(span_from(element, stop)));
}

bool sip_contact_split(struct span value, struct sip_address *address)
{
    /* Of a parameter: what ends it, or needs a closer look. */
    static const uint8_t is_special[UCHAR_MAX + 1] = {
        [';'] = 1, [','] = 1, ['<'] = 1,  ['>'] = 1,  ['"'] = 1,
        [':'] = 1, [' '] = 1, ['\t'] = 1, ['\r'] = 1, ['\n'] = 1};
    const char *end = value.p + value.n, *close, *at;

    if (value.n == 0 || value.p[0] != '<')
        return false;
    close = memchr(value.p, '>', value.n);
    for (at = close ? close + 1 : end; at < end && *at == ';';) {
        const char *start = ++at;

        at = span_scan(start, end, is_special, 1);
        if (at == start)
            return false;
    }
    if (!close || at < end)
        return false;
    *address = (struct sip_address){
        .text = value,
        .uri.text = {value.p + 1, (size_t)(close - value.p) - 1},
        .has_brackets = true,
        .params = span_from(value, (size_t)(close - value.p) + 2),
    };
    return true;
}

/* What stands before a ">" without a "<" is the URI all the same. */
static bool read_unopened(struct span element, struct sip_address *address)
{
    size_t close = span_find(element, '>');
    struct span behind = span_from(element, close + 1);

    *address = (struct sip_address){.text = element,
                                    .params = span_from(behind, span_find(behind, ';') + 1)};
    return sip_uri_read(span_trim(span_first(element, close)), &address->uri);
}

bool sip_contact_read(struct span element, enum sip_contact_flaw flaw, struct sip_address *address)
{
    size_t bracket = span_find(element, '<');
    struct span inside = span_from(element, bracket + 1);
    struct span behind;

    if (flaw == CONTACT_QUOTE && bracket < element.n)
        element = span_from(element, bracket);
    if (flaw == CONTACT_NOT_OPENED && read_unopened(element, address))
        return true;
    if (sip_address_read(element, address))
        return true;
    if (flaw <= CONTACT_TOLERATED)
        return false;
    if (bracket == element.n && span_find(element, '@') == element.n)
        return false;
    if (bracket == element.n)
        inside = span_first(element, span_find(element, ';'));
    inside = span_first(inside, span_find(inside, '>'));
    behind =
        (struct span){inside.p + inside.n, (size_t)(element.p + element.n - inside.p) - inside.n};
    *address = (struct sip_address){
        .text = element,
        .uri.text = span_trim(inside),
        .has_brackets = bracket < element.n,
        .params = span_from(behind, span_find(behind, ';') + 1),
    };
    return address->uri.text.n > 0;
}
