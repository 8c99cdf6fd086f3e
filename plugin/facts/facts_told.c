/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a final response says beyond its code, in its own words: a reason phrase that is not the
 * standard one, Warning (RFC 3261 20.43), Reason (RFC 3326), P-Registrar-Error, Error-Info (RFC
 * 3261 20.18), headers of a product that are named like them, and the reason in the body of an IMS core (TS
 * 24.229 7.6).
 */
#include "facts/reading.h"

enum {
    TOLD_MAX = 120 /* bytes: a sentence quotes all of it */
};

struct told {
    char text[TOLD_MAX];
    size_t length;
    bool is_cut;
    unsigned status;
    enum facts_saying says;
};

/* RFC 3261 21 and its grammar, which differ in some, and the registry of IANA. */
static const struct {
    unsigned status;
    const char *phrase;
} standard_phrases[] = {
    {200, "OK"},
    {200, "Okay"},
    {202, "Accepted"},
    {204, "No Notification"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Moved Temporarily"},
    {305, "Use Proxy"},
    {380, "Alternative Service"},
    {400, "Bad Request"},
    {401, "Unauthorized - Challenging the UE"}, /* of each AKA challenge of an S-CSCF */
    {401, "Unauthorized"},
    {401, "Unauthorised"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {408, "Request Time-out"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Conditional Request Failed"},
    {413, "Request Entity Too Large"},
    {414, "Request-URI Too Long"},
    {414, "Request-URI Too Large"},
    {415, "Unsupported Media Type"},
    {416, "Unsupported URI Scheme"},
    {417, "Unknown Resource-Priority"},
    {420, "Bad Extension"},
    {421, "Extension Required"},
    {422, "Session Interval Too Small"},
    {423, "Interval Too Brief"},
    {424, "Bad Location Information"},
    {425, "Bad Alert Message"},
    {428, "Use Identity Header"},
    {429, "Provide Referrer Identity"},
    {430, "Flow Failed"},
    {433, "Anonymity Disallowed"},
    {436, "Bad Identity Info"},
    {436, "Bad Identity-Info"},
    {437, "Unsupported Credential"},
    {437, "Unsupported Certificate"},
    {438, "Invalid Identity Header"},
    {439, "First Hop Lacks Outbound Support"},
    {440, "Max-Breadth Exceeded"},
    {469, "Bad Info Package"},
    {470, "Consent Needed"},
    {480, "Temporarily Unavailable"},
    {480, "Temporarily not available"},
    {481, "Call/Transaction Does Not Exist"},
    {482, "Loop Detected"},
    {483, "Too Many Hops"},
    {484, "Address Incomplete"},
    {485, "Ambiguous"},
    {486, "Busy Here"},
    {487, "Request Terminated"},
    {488, "Not Acceptable Here"},
    {489, "Bad Event"},
    {491, "Request Pending"},
    {493, "Undecipherable"},
    {494, "Security Agreement Required"},
    {500, "Server Internal Error"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Server Time-out"},
    {504, "Server Timeout"},
    {505, "Version Not Supported"},
    {505, "SIP Version Not Supported"},
    {513, "Message Too Large"},
    {555, "Push Notification Service Not Supported"},
    {580, "Precondition Failure"},
    {600, "Busy Everywhere"},
    {603, "Decline"},
    {603, "Declined"},
    {604, "Does Not Exist Anywhere"},
    {606, "Not Acceptable"},
    {607, "Unwanted"},
    {608, "Rejected"},
};

/* The first of the phrases with this status or a higher one. They are in order. */
static unsigned first_phrase(unsigned status)
{
    unsigned from = 0, to = G_N_ELEMENTS(standard_phrases);

    while (from < to) {
        unsigned middle = (from + to) / 2;

        if (standard_phrases[middle].status < status)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* The length of the standard phrase that a text begins with; 0: none. */
static size_t standard_length(unsigned status, struct span phrase)
{
    for (unsigned i = first_phrase(status);
         i < G_N_ELEMENTS(standard_phrases) && standard_phrases[i].status == status; i++) {
        const char *standard = standard_phrases[i].phrase;
        size_t length = strlen(standard);

        if (span_starts_with_nocase(phrase, standard) &&
            (phrase.n == length || !g_ascii_isalnum(phrase.p[length])))
            return length;
    }
    return 0;
}

static bool is_standard(unsigned status, struct span phrase)
{
    return span_is_empty(phrase) || standard_length(status, phrase) == phrase.n;
}

/* The words behind the standard phrase tell more than all of them. */
static enum facts_saying kind_of(unsigned status, struct span text)
{
    struct span rest = span_from(text, standard_length(status, text));
    enum facts_saying says = facts_saying_of(status, rest);

    return says > SAYS_SOMETHING ? says : facts_saying_of(status, text);
}

/* A character of more than one byte that does not fit is left out whole. */
static void drop_partial_character(struct told *told)
{
    size_t start = told->length;

    while (start > 0 && ((unsigned char)told->text[start - 1] & 0xc0) == 0x80)
        start--;
    if (start > 0 && (unsigned char)told->text[start - 1] >= 0xc0)
        told->length = start - 1;
}

static void add_byte(struct told *told, char byte)
{
    bool is_control = (unsigned char)byte < ' ' || byte == 0x7f;

    if (is_control)
        byte = ' '; /* folded lines among others */
    if (told->is_cut || (byte == ' ' && (told->length == 0 || told->text[told->length - 1] == ' ')))
        return;
    if (told->length < TOLD_MAX) {
        told->text[told->length++] = byte;
        return;
    }
    told->is_cut = true;
    if (((unsigned char)byte & 0xc0) == 0x80)
        drop_partial_character(told);
}

static bool is_said_already(const struct told *told, struct span text)
{
    struct span said = {told->text, told->length};

    for (size_t i = 0; i + text.n <= said.n; i++) {
        if (span_equal_nocase(span_first(span_from(said, i), text.n), text))
            return true;
    }
    return false;
}

/* Only what is kept of a text decides its kind. */
static void add(struct told *told, struct span text)
{
    size_t start;

    text = span_trim(text);
    if (told->is_cut || is_standard(told->status, text) || is_said_already(told, text))
        return;
    if (told->length > 0) {
        add_byte(told, ';');
        add_byte(told, ' ');
    }
    if (told->is_cut)
        return;
    start = told->length;
    for (size_t i = 0; i < text.n && !told->is_cut; i++)
        add_byte(told, text.p[i]);
    if (told->says <= SAYS_SOMETHING)
        told->says =
            MAX(told->says,
                kind_of(told->status, (struct span){told->text + start, told->length - start}));
}

/* A quoted string, or all of the value where there is none: its quotes and escapes removed. What SER
 * and its descendants say of themselves in each response, on request, is no news. */
static void add_quoted(struct told *told, struct span value)
{
    struct span quoted = span_from(value, span_find(value, '"'));
    char text[TOLD_MAX + 1]; /* one more shows that it was cut */
    bool is_closed;
    size_t length = 0;

    if (span_is_empty(quoted)) {
        add(told, value);
        return;
    }
    quoted = span_first(quoted, span_quoted_length(quoted, &is_closed));
    quoted = span_from(is_closed ? span_first(quoted, quoted.n - 1) : quoted, 1);
    for (size_t i = 0; i < quoted.n && length < sizeof(text); i++) {
        if (quoted.p[i] == '\\' && i + 1 < quoted.n)
            i++;
        text[length++] = quoted.p[i];
    }
    if (!span_starts_with_nocase((struct span){text, length}, "Noisy feedback tells"))
        add(told, (struct span){text, length});
}

/* Each element of a Warning. */
static void add_list(struct told *told, struct span value)
{
    struct span element;

    while (!told->is_cut && sip_list_next(&value, &element))
        add_quoted(told, element);
}

/* Some do not quote the text of a Reason. */
static void add_reason(struct told *told, struct span value)
{
    static const char name[] = "text=";

    for (size_t at = span_find(value, ';'); at < value.n && span_find(value, '"') == value.n;
         at += 1 + span_find(span_from(value, at + 1), ';')) {
        struct span parameter = span_trim(span_from(value, at + 1));

        if (span_starts_with_nocase(parameter, name)) {
            parameter = span_from(parameter, sizeof(name) - 1);
            add(told, span_first(parameter, span_find(parameter, ';')));
            return;
        }
    }
    add_list(told, value);
}

/* ms-diagnostics: 4004;reason="..." */
static bool is_diagnostics(struct span name)
{
    return span_starts_with_nocase(name, "ms-diagnostics");
}

/* X-Twilio-Error, P-Error, X-Asterisk-HangupCause, X-Reject-Reason: a header of a product's own, with a word that
 * servers give the reason of a refusal under. */
static bool is_reason_of_product(struct span name)
{
    static const char *const words[] = {"Error",       "Errors", "Reason",  "Cause",
                                        "HangupCause", "Reject", "Failure", "Warning"};

    if (!span_starts_with_nocase(name, "X-") && !span_starts_with_nocase(name, "P-"))
        return false;
    while (name.n > 0) {
        struct span word;

        name = span_from(name, MIN(span_find(name, '-') + 1, name.n));
        word = span_first(name, span_find(name, '-'));
        for (unsigned i = 0; i < G_N_ELEMENTS(words); i++) {
            if (span_is_nocase(word, words[i]))
                return true;
        }
    }
    return false;
}

/* A number alone is a code of the product, which says nothing to others. */
static bool has_words(struct span value)
{
    for (size_t i = 0; i < value.n; i++) {
        if (g_ascii_isalpha(value.p[i]) || (unsigned char)value.p[i] & 0x80)
            return true;
    }
    return false;
}

static void add_of_product(struct told *told, const struct sip_header *header)
{
    bool is_quoted = is_diagnostics(header->name);

    if (told->status < 300 || !(is_quoted || is_reason_of_product(header->name)) ||
        !has_words(header->value))
        return;
    if (is_quoted || header->value.p[0] == '"')
        add_quoted(told, header->value);
    else
        add(told, header->value);
}

static void add_headers(struct told *told, const struct sip_message *message)
{
    for (unsigned i = 0; i < message->header_count; i++) {
        const struct sip_header *header = &message->headers[i];

        switch (header->id) {
        case SIP_HEADER_WARNING:
            add_list(told, header->value);
            break;
        case SIP_HEADER_REASON:
            add_reason(told, header->value);
            break;
        case SIP_HEADER_OTHER:
            add_of_product(told, header);
            break;
        case SIP_HEADER_P_REGISTRAR_ERROR:
        case SIP_HEADER_ERROR_INFO:
            add(told, header->value);
            break;
        default:
            break;
        }
    }
}

/* The offset of `text`, in lower case, in the body, or its length. */
static size_t find(struct span body, const char *text)
{
    size_t length = strlen(text);

    for (size_t at = 0; at + length <= body.n; at++) {
        if (span_lower(body.p[at]) == text[0] &&
            span_is_nocase(span_first(span_from(body, at), length), text))
            return at;
    }
    return body.n;
}

/* <ims-3gpp><alternative-service><type/><reason>text</reason>... */
static void add_ims_reason(struct told *told, const struct sip_message *message)
{
    struct span type = sip_message_header(message, SIP_HEADER_CONTENT_TYPE);
    struct span body = message->body;

    if (!span_starts_with_nocase(type, "application/3gpp-ims+xml"))
        return;
    body = span_from(body, find(body, "<reason"));
    body = span_from(body, span_find(body, '>') + 1);
    add(told, span_first(body, span_find(body, '<')));
}

void facts_read_told(struct reading *reading)
{
    const struct sip_message *message = reading->message;
    struct facts *facts = reading->facts;
    struct told told;

    told.length = 0;
    told.is_cut = false;
    told.status = facts->status;
    told.says = SAYS_NOTHING;
    /* Nearly always. */
    if (message->status != 200 || !span_equal(message->reason, SPAN_LITERAL("OK")))
        add(&told, message->reason);
    if (reading->has_others) {
        add_headers(&told, message);
        add_ims_reason(&told, message);
    }
    if (told.length == 0)
        return;
    facts->told = pool_intern(reading->pool, span_trim((struct span){told.text, told.length}));
    facts->says = (uint8_t)told.says;
}
