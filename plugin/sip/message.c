/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One SIP message as text: start line, header fields, body (RFC 3261 section 7), and the fields
 * that are neither addresses nor credentials: CSeq, Via, lists. Every byte of the head is read a
 * fixed number of times; nothing is copied.
 */
#include "sip/message.h"

#include "sip/contact.h"
#include "sip/header_name.h"

#include <limits.h>

/* State while the head is read. */
struct head {
    const char *at, *end; /* not yet read */
    bool more;            /* the wire had more after the text */
    bool ended;           /* the empty line was seen */
    bool has_length;      /* a numeric Content-Length was seen, even after the last header kept */
    uint64_t body_length;
};

struct line {
    const char *start, *end; /* without its CRLF */
    const char *next;        /* what follows */
    bool is_whole;           /* its end is there */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_visible(char c)
{
    return (unsigned char)c > ' ';
}

/* RFC 3261 requires CRLF, some devices send LF alone. */
static inline struct line line_at(const char *start, const char *end)
{
    const char *feed = start < end ? memchr(start, '\n', (size_t)(end - start)) : NULL;

    if (!feed)
        return (struct line){start, end, end, false};
    return (struct line){start, feed > start && feed[-1] == '\r' ? feed - 1 : feed, feed + 1, true};
}

/* Adds the continuation lines (RFC 3261 7.3.1). */
static struct line unfold(struct line line, const char *end)
{
    while (line.is_whole && line.next < end && is_blank(*line.next)) {
        struct line part = line_at(line.next, end);

        line.end = part.end;
        line.next = part.next;
        line.is_whole = part.is_whole;
    }
    return line;
}

/* Returns what follows the colon; NULL: it is no header field: a line without a colon or a name, or a continuation line
 * right after the start line. */
static const char *take_name(struct line line, struct sip_header *header)
{
    const char *end = line.end, *start = line.start;
    const char *colon = end > start ? memchr(start, ':', (size_t)(end - start)) : NULL;
    const char *name_end = colon;

    while (colon && name_end > start && span_is_space(name_end[-1]))
        name_end--;
    if (!colon || name_end == start || is_blank(*start))
        return NULL;
    while (span_is_space(*start))
        start++;
    header->name = (struct span){start, (size_t)(name_end - start)};
    header->id = sip_header_id_of(header->name);
    return colon + 1;
}

static inline struct span trimmed(const char *start, const char *end)
{
    while (start < end && span_is_space(*start))
        start++;
    while (end > start && span_is_space(end[-1]))
        end--;
    return (struct span){start, (size_t)(end - start)};
}

/* Takes a whole line in the usual form, which another one follows. Returns that; NULL: this needs a closer look. */
static inline const char *take_usual_header(const char *at, const char *end,
                                            struct sip_header *header)
{
    const struct sip_header_name *known;
    const char *feed, *value, *value_end;

    if (end - at < SPAN_NAME_BYTES)
        return NULL;
    known = sip_header_usual(at, end);
    feed = known ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    if (!feed || feed + 1 == end || is_blank(feed[1]))
        return NULL;
    header->id = known->id;
    header->name = (struct span){at, known->length};
    value = at + known->length + 1;
    value += *value == ' ';
    value_end = feed - (feed[-1] == '\r');
    if (is_visible(*value) && is_visible(value_end[-1]))
        header->value = (struct span){value, (size_t)(value_end - value)};
    else
        header->value = trimmed(at + known->length + 1, value_end);
    return feed + 1;
}

/* False: it is no header field. */
static bool read_header(struct line line, struct sip_header *header)
{
    const char *value = take_name(line, header);

    if (!value)
        return false;
    header->value = trimmed(value, line.end);
    return true;
}

/* Takes a line with its continuation lines. False: the head ends there, or the line may continue after the text: only
 * the first byte of the next line shows that. */
static bool take_line(struct head *head, struct line *taken)
{
    struct line line = line_at(head->at, head->end);

    head->ended = line.is_whole && line.end == line.start;
    if (!head->ended)
        line = unfold(line, head->end);
    head->at = line.next;
    *taken = line;
    return !head->ended && !(head->more && (!line.is_whole || line.next == head->end));
}

static void read_headers(struct head *head, struct sip_message *message)
{
    /* One more than is kept has a place to be looked at. */
    struct sip_header *header = message->headers,
                      *last = message->headers + SIP_MESSAGE_HEADERS_MAX;
    const char *end = head->end;
    struct line line;

    while (head->at < end) {
        const char *next = take_usual_header(head->at, end, header);

        if (next)
            head->at = next;
        else if (!take_line(head, &line))
            break;
        else if (!read_header(line, header))
            continue;
        if (header->id == SIP_HEADER_CONTENT_LENGTH && !head->has_length)
            head->has_length = span_to_number(header->value, &head->body_length);
        if (header < last)
            header++;
        else
            message->incomplete = true;
    }
    message->header_count = (unsigned)(header - message->headers);
}

/* A token, as methods are (RFC 3261 25.1). */
static bool is_token(struct span s)
{
    if (span_equal(s, SPAN_LITERAL("REGISTER"))) /* nearly always */
        return true;
    for (size_t i = 0; i < s.n; i++) {
        char letter = s.p[i] & ~0x20;

        if ((letter < 'A' || letter > 'Z') && !g_ascii_isdigit(s.p[i]) &&
            (s.p[i] == '\0' || !strchr("-.!%*_+`'~", s.p[i])))
            return false;
    }
    return s.n > 0;
}

/* The case is nearly always the usual one. */
static bool is_version(struct span text, const char version[8])
{
    return text.n == 8 && (span_word(text.p, 8) == span_word(version, 8) ||
                           span_equal_nocase(text, (struct span){version, 8}));
}

/* "SIP/2.0 401 Unauthorized" */
static bool read_status_line(struct span line, struct sip_message *message)
{
    const size_t version_length = strlen("SIP/2.0 ");
    struct span code = span_first(span_from(line, version_length), 3);
    struct span reason = span_from(line, version_length + 3);
    uint64_t status;

    if (!is_version(span_first(line, version_length), "SIP/2.0 ") || code.n != 3 ||
        !span_to_number(code, &status) || status < 100 || status > 699 ||
        (reason.n > 0 && !is_blank(reason.p[0])))
        return false;
    message->is_request = false;
    message->method = message->request_uri = SPAN_NONE;
    message->status = (unsigned)status;
    message->reason = span_trim(reason);
    return true;
}

/* "REGISTER sip:example.com SIP/2.0" */
static bool read_request_line(struct span line, struct sip_message *message)
{
    const size_t version_length = strlen(" SIP/2.0");
    struct span method = span_first(line, span_find(line, ' '));

    if (!is_token(method) || line.n < method.n + version_length)
        return false;

    struct span uri = span_first(span_from(line, method.n), line.n - method.n - version_length);

    if (!is_version(span_from(line, line.n - version_length), " SIP/2.0"))
        return false;
    uri = span_trim(uri);
    if (span_is_empty(uri))
        return false;
    message->is_request = true;
    message->method = method;
    message->request_uri = uri;
    message->status = 0;
    message->reason = SPAN_NONE;
    return true;
}

static bool read_start_line(struct head *head, struct sip_message *message)
{
    struct line line;
    struct span text;

    while (head->at < head->end && (*head->at == '\r' || *head->at == '\n'))
        head->at++;
    message->text = (struct span){head->at, (size_t)(head->end - head->at)};
    line = line_at(head->at, head->end);
    head->at = line.next;
    if (!line.is_whole && head->more)
        return false;
    text = (struct span){line.start, (size_t)(line.end - line.start)};
    while (text.n > 0 && span_is_space(text.p[text.n - 1]))
        text.n--;
    message->start_line = text;
    return read_status_line(text, message) || read_request_line(text, message);
}

/* How much of `rest`, which begins after the head, is the body (RFC 3261 18.3). */
static size_t body_length(const struct head *head, enum sip_framing framing, struct span rest)
{
    if (!head->ended)
        return 0;
    if (head->has_length)
        return (size_t)MIN(head->body_length, rest.n);
    return framing == SIP_FRAMING_STREAM ? 0 : rest.n;
}

bool sip_message_read(struct span text, enum sip_framing framing, bool cut,
                      struct sip_message *message)
{
    struct head head = {
        .at = text.p,
        .end = text.p + MIN(text.n, (size_t)SIP_MESSAGE_SIZE_MAX),
        /* A stream does not end a message: the rest may come in the next segment. */
        .more = cut || framing == SIP_FRAMING_STREAM || text.n > SIP_MESSAGE_SIZE_MAX,
    };
    struct span rest;

    message->incomplete = false;
    if (!read_start_line(&head, message))
        return false;
    read_headers(&head, message);
    if (!head.ended && head.more)
        message->incomplete = true;

    rest = span_from(text, (size_t)(head.at - text.p));
    message->body = span_first(rest, body_length(&head, framing, rest));
    message->has_content_length = head.has_length;
    message->content_length = head.body_length;
    message->text.n = (size_t)(message->body.p + message->body.n - message->text.p);
    return true;
}

bool sip_message_next_header(const struct sip_message *message, enum sip_header_id id,
                             unsigned *position, struct span *value)
{
    while (*position < message->header_count) {
        const struct sip_header *header = &message->headers[(*position)++];

        if (header->id == id) {
            *value = header->value;
            return true;
        }
    }
    return false;
}

struct span sip_message_header(const struct sip_message *message, enum sip_header_id id)
{
    unsigned position = 0;
    struct span value = SPAN_NONE;

    sip_message_next_header(message, id, &position, &value);
    return value;
}

bool sip_message_has_option(const struct sip_message *message, enum sip_header_id id,
                            const char *option_tag)
{
    unsigned position = 0;
    struct span list, element;

    while (sip_message_next_header(message, id, &position, &list)) {
        while (sip_list_next(&list, &element)) {
            if (span_is_nocase(element, option_tag))
                return true;
        }
    }
    return false;
}

bool sip_list_next(struct span *rest, struct span *element)
{
    while (rest->n > 0) {
        struct span next = *rest;

        /* Most lists have one element, and no comma at all. */
        if (!memchr(rest->p, ',', rest->n)) {
            rest->p += rest->n;
            rest->n = 0;
        } else {
            next = span_first(*rest, span_find_unquoted(*rest, ","));
            *rest = span_from(*rest, next.n + 1);
        }
        next = span_trim(next);
        if (!span_is_empty(next)) {
            *element = next;
            return true;
        }
    }
    return false;
}

static size_t find_space(struct span s)
{
    size_t i = 0;

    while (i < s.n && !span_is_space(s.p[i]))
        i++;
    return i;
}

static bool read_usual_cseq(struct span value, struct sip_cseq *cseq)
{
    enum { DIGITS_MAX = 10 };
    static const char method[] = " REGISTER";
    uint64_t number = 0;
    size_t i = 0;

    for (; i < value.n && i < DIGITS_MAX && g_ascii_isdigit(value.p[i]); i++)
        number = number * 10 + (unsigned)(value.p[i] - '0');
    if (i == 0 || value.n - i != strlen(method) || memcmp(value.p + i, method, strlen(method)) != 0)
        return false;
    *cseq = (struct sip_cseq){.number = number, .method = span_from(value, i + 1)};
    return true;
}

bool sip_cseq_read(struct span value, struct sip_cseq *cseq)
{
    struct span text, method;
    size_t digits;
    uint64_t number;

    if (read_usual_cseq(value, cseq))
        return true;
    text = span_trim(value);
    digits = find_space(text);
    method = span_trim(span_from(text, digits));
    if (!span_to_number(span_first(text, digits), &number) || !is_token(method))
        return false;
    *cseq = (struct sip_cseq){.number = number, .method = method};
    return true;
}

/* Cuts "SIP / 2.0 / UDP" off *rest and returns the last part (RFC 3261 25.1, sent-protocol). */
static bool take_transport(struct span *rest, struct span *transport)
{
    static const char usual[] = "SIP/2.0/";
    int slashes = 2;

    if (rest->n > strlen(usual) && memcmp(rest->p, usual, strlen(usual)) == 0 &&
        !span_is_space(rest->p[strlen(usual)])) {
        *rest = span_from(*rest, strlen(usual));
        slashes = 0;
    }
    for (int slash = 0; slash < slashes; slash++) {
        size_t at = span_find(*rest, '/');

        if (at == rest->n)
            return false;
        *rest = span_trim(span_from(*rest, at + 1));
    }
    *transport = span_first(*rest, find_space(*rest));
    *rest = span_from(*rest, transport->n);
    return transport->n > 0;
}

/* The grammar has IPv6 addresses bare in received and bracketed in maddr (RFC 3261 25.1); both
 * forms occur in both (RFC 5118 4.5). */
static struct span without_brackets(struct span address)
{
    if (address.n >= 2 && address.p[0] == '[' && address.p[address.n - 1] == ']')
        return (struct span){address.p + 1, address.n - 2};
    return address;
}

static void read_rport(struct span value, struct sip_via *via)
{
    uint64_t number;

    via->has_rport = true;
    if (span_to_number(value, &number) && number <= UINT16_MAX)
        via->rport = (unsigned)number;
}

static void read_via_param(struct span name, struct span value, struct sip_via *via)
{
    uint64_t number;

    if (span_is_nocase(name, "branch") && !span_present(via->branch)) {
        via->branch = value;
    } else if (span_is_nocase(name, "received") && !span_present(via->received)) {
        via->received = without_brackets(value);
        via->received_is_bracketed = via->received.n < value.n;
    } else if (span_is_nocase(name, "maddr") && !span_present(via->maddr)) {
        via->maddr = without_brackets(value);
    } else if (span_is_nocase(name, "rport") && !via->has_rport) {
        read_rport(value, via);
    } else if (span_is_nocase(name, "keep") && !via->has_keep) {
        via->has_keep = true;
        via->keep_has_value = span_to_number(value, &number);
        if (via->keep_has_value)
            via->keep_s = (uint32_t)MIN(number, UINT32_MAX);
    }
}

bool sip_via_sent_by_read(struct span head, struct sip_via *via)
{
    return take_transport(&head, &via->transport) &&
           sip_host_port_read(head, &via->host, &via->port);
}

/* Takes "name=value" in its usual form, without quotes or blanks. Returns what follows it, and NULL for another
 * form. */
static inline const char *take_usual(const char *at, const char *end, struct span name,
                                     struct span *value)
{
    enum { ENDS = 1, IS_UNUSUAL = 2 };
    static const uint8_t classes[UCHAR_MAX + 1] = {
        [';'] = ENDS,        ['"'] = IS_UNUSUAL,  ['<'] = IS_UNUSUAL, [' '] = IS_UNUSUAL,
        ['\t'] = IS_UNUSUAL, ['\r'] = IS_UNUSUAL, ['\n'] = IS_UNUSUAL};

    if ((size_t)(end - at) < name.n || memcmp(at, name.p, name.n) != 0)
        return NULL;
    at += name.n;
    value->p = at;
    at = span_scan(at, end, classes, ENDS | IS_UNUSUAL);
    value->n = (size_t)(at - value->p);
    if (at == end)
        return at;
    return *at == ';' ? at + 1 : NULL;
}

/* The usual parameters, each the first of its name. Returns what is left to be read. */
static const char *take_usual_params(const char *at, const char *end, struct sip_via *via)
{
    const char *next = at;
    struct span value;

    for (; next && at < end; at = next ? next : at) {
        next = NULL;
        if (*at == 'b' && !via->branch.p) {
            next = take_usual(at, end, SPAN_LITERAL("branch="), &value);
            if (next)
                via->branch = value;
        } else if (*at == 'r' && !via->has_rport) {
            next = take_usual(at, end, SPAN_LITERAL("rport="), &value);
            if (next)
                read_rport(value, via);
        }
    }
    return at;
}

void sip_via_params_read(struct span params, struct sip_via *via)
{
    const char *end = params.p + params.n;
    struct span name, value;

    if (params.n > 0)
        params.p = take_usual_params(params.p, end, via);
    params.n = (size_t)(end - params.p);
    while (params.n > 0 && sip_param_next(&params, &name, &value))
        read_via_param(name, value, via);
}

bool sip_via_read(struct span element, struct sip_via *via)
{
    struct sip_via read = {.text = span_trim(element)};
    size_t semicolon = span_find(read.text, ';');

    if (!sip_via_sent_by_read(span_first(read.text, semicolon), &read))
        return false;
    sip_via_params_read(span_from(read.text, semicolon + 1), &read);
    *via = read;
    return true;
}
