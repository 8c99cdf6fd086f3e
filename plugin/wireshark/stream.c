/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Lines, lengths and start lines are read as epan/dissectors/packet-sip.c and epan/req_resp_hdrs.c read
 * them, and not as sip/message.c does: what counts is where the dissector stops.
 */
#include "wireshark/stream.h"

/* What follows a start line. */
struct head {
    struct span rest; /* after the empty line */
    bool ended;       /* that line is there */
    bool chunked;     /* not SIP, but the dissector then awaits chunks */
    int64_t awaited;  /* bytes of the body that are awaited; -1: nothing says so */
    int64_t body;     /* ... and that are read as one; -1: all that follows */
};

/* Cuts a line off *rest; CR, LF or both end it. False: the end of the text does, or it parts CR and LF. */
static bool take_line(struct span *rest, struct span *line)
{
    size_t end = 0;
    bool is_cr, whole;

    while (end < rest->n && rest->p[end] != '\r' && rest->p[end] != '\n')
        end++;
    *line = span_first(*rest, end);
    is_cr = end < rest->n && rest->p[end] == '\r';
    whole = end + is_cr < rest->n;
    *rest = span_from(*rest, end + (is_cr && whole && rest->p[end + 1] == '\n' ? 2 : 1));
    return whole;
}

static bool is_version(struct span token, bool strict)
{
    return strict ? span_is(token, "SIP/2.0") : span_starts_with_nocase(token, "SIP/");
}

/* The length of the method, as the core reads it. What it cannot read ends a message for both. */
static size_t token_length(struct span text)
{
    size_t n = 0;

    while (n < text.n &&
           (g_ascii_isalnum(text.p[n]) || (text.p[n] != '\0' && strchr("-.!%*_+`'~", text.p[n]))))
        n++;
    return n;
}

/* ... as take_line has it. */
static struct span first_line(struct span text)
{
    struct span line = span_first(text, span_find(text, '\n'));

    return span_first(line, span_find(line, '\r'));
}

/* "SIP/2.0 200 OK" or "REGISTER sip:example.com SIP/2.0", with single spaces. */
bool stream_begins_message(struct span text, bool strict_version)
{
    size_t token = token_length(text);
    struct span line, rest, second;
    size_t space;

    /* Nearly all that is no SIP ends here. */
    if (token == 0 || token == text.n || (text.p[token] != ' ' && text.p[token] != '/'))
        return false;
    line = first_line(text);
    if (span_find(line, '\0') < line.n)
        return false;
    space = span_find(line, ' ');
    rest = span_from(line, space + 1);
    second = span_first(rest, span_find(rest, ' '));
    if (second.n == rest.n)
        return false;
    if (is_version(span_first(line, space), strict_version))
        return second.n == 3 && g_ascii_isdigit(second.p[0]) && g_ascii_isdigit(second.p[1]) &&
               g_ascii_isdigit(second.p[2]);
    return space == token && second.n >= 3 && span_find(span_from(second, 1), ':') < second.n - 1 &&
           is_version(span_from(rest, second.n + 1), strict_version);
}

/* Without digits, or with anything else, a length reads as 0; one that is too long is none. */
static int64_t read_length(struct span value, int64_t most)
{
    uint64_t number;

    if (!span_to_number(value, &number))
        return 0;
    return number > (uint64_t)most ? -1 : (int64_t)number;
}

static void read_header(struct head *head, struct span line)
{
    size_t colon = span_find(line, ':');
    struct span name = span_first(line, colon);
    struct span value = span_from(line, colon + 1);
    uint64_t number;

    if (span_is_nocase(name, "Content-Length") || span_is_nocase(name, "l")) {
        while (value.n > 0 && (value.p[0] == ' ' || value.p[0] == '\t'))
            value = span_from(value, 1);
        /* The blank that continues the line ends with it. */
        head->body = head->rest.n > 0 && (head->rest.p[0] == ' ' || head->rest.p[0] == '\t')
                         ? 0
                         : read_length(value, INT32_MAX);
        if (name.n > 1 && span_to_number(span_trim(value), &number) && number <= INT32_MAX)
            head->awaited = (int64_t)number;
    } else if (span_is_nocase(name, "Transfer-Encoding")) {
        head->chunked |= span_starts_with_nocase(span_trim(value), "chunked");
    }
}

static struct head read_head(struct span text)
{
    struct head head = {.rest = text, .awaited = -1, .body = -1};
    struct span line;

    take_line(&head.rest, &line);
    while (take_line(&head.rest, &line)) {
        if (line.n == 0) {
            head.ended = true;
            break;
        }
        if (line.p[0] != ' ' && line.p[0] != '\t')
            read_header(&head, line);
    }
    return head;
}

static bool awaits_body(const struct head *head)
{
    if (head->chunked) /* the size of a chunk is hexadecimal */
        return head->rest.n == 0 || g_ascii_isxdigit(head->rest.p[0]);
    return head->awaited > (int64_t)head->rest.n;
}

unsigned stream_count_messages(struct span text, const struct stream_reading *reading)
{
    unsigned count = 0;

    while (stream_begins_message(text, reading->strict_version)) {
        struct head head = read_head(text);

        if (reading->awaits_head && !head.ended)
            break;
        if (reading->awaits_head && reading->awaits_body && awaits_body(&head))
            break;
        count++;
        if (!head.ended || head.body < 0)
            break;
        text = span_from(head.rest, (size_t)head.body);
    }
    return count;
}
