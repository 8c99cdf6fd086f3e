/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/message.h"

#include "unit/text.h"

/* One of every kind of line that has its own parser. */
static const char sample[] = "REGISTER sip:registrar.biloxi.com SIP/2.0\r\n"
                             "Via: SIP/2.0/UDP bobspc.biloxi.com:5060;branch=z9hG4bKnashds7\r\n"
                             "Max-Forwards: 70\r\n"
                             "t  : \"Bob, B\" <sip:bob@biloxi.com>\r\n"
                             "FROM: Bob <sip:bob@biloxi.com>;tag=456248\r\n"
                             "Call-ID: 843817637684230@998sdasdh09\r\n"
                             "CSeq: 1826\r\n"
                             "  REGISTER\r\n"
                             "Contact: <sip:bob@192.0.2.4>;expires=60,\r\n"
                             "\t<sip:bob@192.0.2.5>\r\n"
                             "m: *\r\n"
                             "Authorization: Digest username=\"bob\", realm=\"a\",\r\n"
                             " nonce=\"n, m\", uri=\"sip:biloxi.com\", response=\"6629\"\r\n"
                             "X-Unknown: 1\r\n"
                             "Expires: 7200\r\n"
                             "l: 4\r\n"
                             "\r\n"
                             "body";

/* A message of one start line and an empty line. */
static const struct text_row start_lines[] = {
    {"valid/request", "REGISTER sip:example.com SIP/2.0", "[REGISTER] [sip:example.com]"},
    {"valid/method of any letters", "x-Method.1+2 sip:a SIP/2.0", "[x-Method.1+2] [sip:a]"},
    {"valid/request with another scheme", "REGISTER tel:+1 SIP/2.0", "[REGISTER] [tel:+1]"},
    {"valid/response", "SIP/2.0 401 Unauthorized", "401 [Unauthorized]"},
    {"valid/response with a long reason", "SIP/2.0 423 Interval Too Brief",
     "423 [Interval Too Brief]"},
    {"valid/response with an empty reason", "SIP/2.0 200 ", "200 []"},
    {"valid/lowest status", "SIP/2.0 100 Trying", "100 [Trying]"},
    {"valid/highest status", "SIP/2.0 699 Too much", "699 [Too much]"},
    {"recoverable/version in odd case", "REGISTER sip:a sip/2.0", "[REGISTER] [sip:a]"},
    {"recoverable/version of a response in odd case", "Sip/2.0 200 OK", "200 [OK]"},
    {"recoverable/response without reason", "SIP/2.0 200", "200 []"},
    {"recoverable/method in lower case stays", "register sip:a SIP/2.0", "[register] [sip:a]"},
    {"recoverable/more blanks", "REGISTER   sip:a   SIP/2.0  ", "[REGISTER] [sip:a]"},
    {"recoverable/blank in the URI", "REGISTER sip:a b SIP/2.0", "[REGISTER] [sip:a b]"},
    {"recoverable/empty lines before it", "\r\n\r\n\n\rREGISTER sip:a SIP/2.0",
     "[REGISTER] [sip:a]"},
    {"invalid/empty", "", "nothing"},
    {"invalid/no version", "REGISTER sip:a", "nothing"},
    {"invalid/no URI", "REGISTER SIP/2.0", "nothing"},
    {"invalid/only blanks as URI", "REGISTER   SIP/2.0", "nothing"},
    {"invalid/no method", " sip:a SIP/2.0", "nothing"},
    {"invalid/no token as method", "REG(ISTER sip:a SIP/2.0", "nothing"},
    {"invalid/other version", "REGISTER sip:a SIP/3.0", "nothing"},
    {"invalid/other version of a response", "SIP/1.0 200 OK", "nothing"},
    {"invalid/HTTP", "GET / HTTP/1.1", "nothing"},
    {"invalid/version runs into the URI", "REGISTER sip:aSIP/2.0", "nothing"},
    {"invalid/version is short", "REGISTER sip:a SIP/2.", "nothing"},
    {"invalid/status of two digits", "SIP/2.0 99 x", "nothing"},
    {"invalid/status of four digits", "SIP/2.0 2000 x", "nothing"},
    {"invalid/status too high", "SIP/2.0 700 x", "nothing"},
    {"invalid/status too low", "SIP/2.0 099 x", "nothing"},
    {"invalid/status with letters", "SIP/2.0 2OO x", "nothing"},
    {"invalid/reason runs into the status", "SIP/2.0 200OK", "nothing"},
    {"invalid/status missing", "SIP/2.0 ", "nothing"},
    {"invalid/version alone", "SIP/2.0", "nothing"},
    {"invalid/blank before it", " SIP/2.0 200 OK", "nothing"},
};

static void start_line(gconstpointer data)
{
    const struct text_row *row = data;
    char *text = g_strconcat(row->input, "\r\n\r\n", NULL);
    struct span input = text_copy(text, strlen(text));
    GString *said = g_string_new(NULL);
    struct sip_message message;

    if (!sip_message_read(input, SIP_FRAMING_DATAGRAM, false, &message)) {
        g_string_append(said, "nothing");
    } else if (message.is_request) {
        g_string_printf(said, "[%.*s] [%.*s]", (int)message.method.n, message.method.p,
                        (int)message.request_uri.n, message.request_uri.p);
        g_assert_false(span_present(message.reason));
    } else {
        g_string_printf(said, "%u [%.*s]", message.status, (int)message.reason.n, message.reason.p);
        g_assert_false(span_present(message.method));
    }
    g_free(text);
    text_free(input);
    text_expect(said, row->expected);
}

static const struct {
    const char *name;
    const char *compact;
    enum sip_header_id id;
} names[] = {
    {"Accept", NULL, SIP_HEADER_ACCEPT},
    {"Accept-Encoding", NULL, SIP_HEADER_ACCEPT_ENCODING},
    {"Accept-Language", NULL, SIP_HEADER_ACCEPT_LANGUAGE},
    {"Allow", NULL, SIP_HEADER_ALLOW},
    {"Authentication-Info", NULL, SIP_HEADER_AUTHENTICATION_INFO},
    {"Authorization", NULL, SIP_HEADER_AUTHORIZATION},
    {"Call-ID", "i", SIP_HEADER_CALL_ID},
    {"Contact", "m", SIP_HEADER_CONTACT},
    {"Content-Length", "l", SIP_HEADER_CONTENT_LENGTH},
    {"Content-Type", "c", SIP_HEADER_CONTENT_TYPE},
    {"CSeq", NULL, SIP_HEADER_CSEQ},
    {"Date", NULL, SIP_HEADER_DATE},
    {"Error-Info", NULL, SIP_HEADER_ERROR_INFO},
    {"Event", "o", SIP_HEADER_EVENT},
    {"Expires", NULL, SIP_HEADER_EXPIRES},
    {"Feature-Caps", NULL, SIP_HEADER_FEATURE_CAPS},
    {"Flow-Timer", NULL, SIP_HEADER_FLOW_TIMER},
    {"From", "f", SIP_HEADER_FROM},
    {"Max-Forwards", NULL, SIP_HEADER_MAX_FORWARDS},
    {"Min-Expires", NULL, SIP_HEADER_MIN_EXPIRES},
    {"P-Associated-URI", NULL, SIP_HEADER_P_ASSOCIATED_URI},
    {"P-Registrar-Error", NULL, SIP_HEADER_P_REGISTRAR_ERROR},
    {"P-Visited-Network-ID", NULL, SIP_HEADER_P_VISITED_NETWORK_ID},
    {"Path", NULL, SIP_HEADER_PATH},
    {"Proxy-Authenticate", NULL, SIP_HEADER_PROXY_AUTHENTICATE},
    {"Proxy-Authentication-Info", NULL, SIP_HEADER_PROXY_AUTHENTICATION_INFO},
    {"Proxy-Authorization", NULL, SIP_HEADER_PROXY_AUTHORIZATION},
    {"Proxy-Require", NULL, SIP_HEADER_PROXY_REQUIRE},
    {"Reason", NULL, SIP_HEADER_REASON},
    {"Record-Route", NULL, SIP_HEADER_RECORD_ROUTE},
    {"Require", NULL, SIP_HEADER_REQUIRE},
    {"Retry-After", NULL, SIP_HEADER_RETRY_AFTER},
    {"Route", NULL, SIP_HEADER_ROUTE},
    {"Security-Client", NULL, SIP_HEADER_SECURITY_CLIENT},
    {"Security-Server", NULL, SIP_HEADER_SECURITY_SERVER},
    {"Security-Verify", NULL, SIP_HEADER_SECURITY_VERIFY},
    {"Server", NULL, SIP_HEADER_SERVER},
    {"Service-Route", NULL, SIP_HEADER_SERVICE_ROUTE},
    {"Supported", "k", SIP_HEADER_SUPPORTED},
    {"To", "t", SIP_HEADER_TO},
    {"Unsupported", NULL, SIP_HEADER_UNSUPPORTED},
    {"User-Agent", NULL, SIP_HEADER_USER_AGENT},
    {"Via", "v", SIP_HEADER_VIA},
    {"Warning", NULL, SIP_HEADER_WARNING},
    {"WWW-Authenticate", NULL, SIP_HEADER_WWW_AUTHENTICATE},
};

/* What follows the start line, and all header fields that are found in it. */
static const struct text_row heads[] = {
    {"valid/full name", "Expires: 60\r\n\r\n", "Expires=[60]"},
    {"valid/no blank", "Expires:60\r\n\r\n", "Expires=[60]"},
    {"valid/empty value", "Supported:\r\n\r\n", "Supported=[]"},
    {"valid/blanks before the colon", "To  : <sip:a>\r\n\r\n", "To=[<sip:a>]"},
    {"valid/tab before the colon", "to\t:\t<sip:a>\t\r\n\r\n", "To=[<sip:a>]"},
    {"valid/unknown name", "X-A: b\r\n\r\n", "other=[b]"},
    {"valid/colon in the value", "Call-ID: a:b\r\n\r\n", "Call-ID=[a:b]"},
    {"valid/folded", "Expires:\r\n 60\r\n\r\n", "Expires=[60]"},
    {"valid/folded inside", "CSeq: 1\r\n\t  REGISTER\r\n\r\n", "CSeq=[1\r\n\t  REGISTER]"},
    {"valid/folded twice", "Contact: a\r\n b\r\n\tc\r\nExpires: 1\r\n\r\n",
     "Contact=[a\r\n b\r\n\tc] Expires=[1]"},
    {"valid/several of one kind", "Via: a\r\nv: b\r\nVIA: c\r\n\r\n", "Via=[a] Via=[b] Via=[c]"},
    {"recoverable/bare LF", "Expires: 60\nTo: a\n\n", "Expires=[60] To=[a]"},
    {"recoverable/folded at a bare LF", "Expires:\n 60\n\n", "Expires=[60]"},
    {"recoverable/no empty line", "Expires: 60\r\n", "Expires=[60]"},
    {"recoverable/no line end", "To: a\r\nExpires: 60", "To=[a] Expires=[60]"},
    {"recoverable/folded without line end", "To: a\r\nExpires:\r\n 60", "To=[a] Expires=[60]"},
    {"recoverable/line without colon passed over", "To: a\r\nnonsense\r\nExpires: 60\r\n\r\n",
     "To=[a] Expires=[60]"},
    {"recoverable/line without name passed over", ": a\r\n : b\r\nExpires: 60\r\n\r\n",
     "Expires=[60]"},
    {"recoverable/folded line first passed over", " To: a\r\nExpires: 60\r\n\r\n", "Expires=[60]"},
    {"recoverable/line of blanks is folded", "To: a\r\n \r\nExpires: 60\r\n\r\n",
     "To=[a] Expires=[60]"},
    {"recoverable/blank in the name", "Call ID: a\r\n\r\n", "other=[a]"},
    {"recoverable/CR inside", "To: a\rb\r\n\r\n", "To=[a\rb]"},
    {"valid/empty", "\r\n", ""},
    {"valid/nothing behind the empty line counts", "To: a\r\n\r\nExpires: 60\r\n\r\n", "To=[a]"},
};

static void say_headers(GString *said, const struct sip_message *message)
{
    for (unsigned i = 0; i < message->header_count; i++) {
        const struct sip_header *header = &message->headers[i];

        text_say(said, header->id ? names[header->id - 1].name : "other", header->value);
    }
}

static void head(gconstpointer data)
{
    const struct text_row *row = data;
    char *text = g_strconcat("REGISTER sip:a SIP/2.0\r\n", row->input, NULL);
    struct span input = text_copy(text, strlen(text));
    GString *said = g_string_new(NULL);
    struct sip_message message;

    g_assert_true(sip_message_read(input, SIP_FRAMING_DATAGRAM, false, &message));
    g_assert_false(message.incomplete);
    say_headers(said, &message);
    g_free(text);
    text_free(input);
    text_expect(said, row->expected);
}

static enum sip_header_id id_of(const char *name)
{
    char *text = g_strdup_printf("REGISTER sip:a SIP/2.0\r\n%s: x\r\n\r\n", name);
    struct sip_message message;
    enum sip_header_id id;

    g_assert_true(sip_message_read(span_of(text), SIP_FRAMING_DATAGRAM, false, &message));
    g_assert_cmpuint(message.header_count, ==, 1);
    id = message.headers[0].id;
    g_free(text);
    return id;
}

static void known_names(void)
{
    /* Every header except OTHER has its row: a new enumerator fails here. */
    g_assert_cmpuint(G_N_ELEMENTS(names), ==, SIP_HEADER_COUNT - 1);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        char *upper = g_ascii_strup(names[i].name, -1);
        char *lower = g_ascii_strdown(names[i].name, -1);

        g_test_message("header %s", names[i].name);
        g_assert_cmpint(names[i].id, ==, (int)i + 1);
        g_assert_cmpint(id_of(names[i].name), ==, names[i].id);
        g_assert_cmpint(id_of(upper), ==, names[i].id);
        g_assert_cmpint(id_of(lower), ==, names[i].id);
        if (names[i].compact)
            g_assert_cmpint(id_of(names[i].compact), ==, names[i].id);
        upper[1] = '_'; /* same first letter, last letter and length */
        g_assert_cmpint(id_of(upper), ==, SIP_HEADER_OTHER);
        g_free(upper);
        g_free(lower);
    }
}

static void other_names(void)
{
    static const char *const others[] = {"a",
                                         "x",
                                         "s",
                                         "u",
                                         "b",
                                         "e",
                                         "n",
                                         "Contacts",
                                         "Contac",
                                         "Subject",
                                         "Allow-Events",
                                         "-",
                                         "P-Asserted-Identity"};

    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        g_test_message("header %s", others[i]);
        g_assert_cmpint(id_of(others[i]), ==, SIP_HEADER_OTHER);
    }
    g_assert_cmpint(id_of("M"), ==, SIP_HEADER_CONTACT);
}

/* The whole text after the start line; expected are the body, the remaining text, and whether the
 * head was incomplete. */
struct framing_row {
    const char *name;
    const char *input;
    enum sip_framing framing;
    bool cut;
    const char *expected;
};

static const struct framing_row framings[] = {
    {"datagram without Content-Length", "To: a\r\n\r\nabc", SIP_FRAMING_DATAGRAM, false,
     "body=[abc] left=[]"},
    {"datagram with Content-Length", "l: 2\r\n\r\nabc", SIP_FRAMING_DATAGRAM, false,
     "body=[ab] left=[c]"},
    {"datagram shorter than Content-Length", "l: 9\r\n\r\nabc", SIP_FRAMING_DATAGRAM, false,
     "body=[abc] left=[]"},
    {"datagram without empty line", "l: 2\r\n", SIP_FRAMING_DATAGRAM, false, "body=[] left=[]"},
    {"stream with Content-Length", "l: 2\r\n\r\nabREGISTER", SIP_FRAMING_STREAM, false,
     "body=[ab] left=[REGISTER]"},
    {"stream without Content-Length", "To: a\r\n\r\nREGISTER", SIP_FRAMING_STREAM, false,
     "body=[] left=[REGISTER]"},
    {"stream shorter than Content-Length", "l: 9\r\n\r\nabc", SIP_FRAMING_STREAM, false,
     "body=[abc] left=[]"},
    {"stream without empty line", "l: 2\r\n", SIP_FRAMING_STREAM, false,
     "body=[] left=[] incomplete"},
    {"Content-Length of zero", "l: 0\r\n\r\n\r\n", SIP_FRAMING_DATAGRAM, false,
     "body=[] left=[\r\n]"},
    {"Content-Length folded", "l:\r\n 1\r\n\r\nab", SIP_FRAMING_STREAM, false, "body=[a] left=[b]"},
    {"Content-Length above 64 bits", "l: 99999999999999999999\r\n\r\nab", SIP_FRAMING_STREAM, false,
     "body=[ab] left=[]"},
    {"Content-Length below zero", "l: -1\r\n\r\nab", SIP_FRAMING_STREAM, false,
     "body=[] left=[ab]"},
    {"Content-Length is no number", "l: x\r\n\r\nab", SIP_FRAMING_DATAGRAM, false,
     "body=[ab] left=[]"},
    {"the first of two", "l: 1\r\nContent-Length: 2\r\n\r\nab", SIP_FRAMING_STREAM, false,
     "body=[a] left=[b]"},
    {"the first that is a number", "l: x\r\nContent-Length: 2\r\n\r\nab", SIP_FRAMING_STREAM, false,
     "body=[ab] left=[]"},
    {"body begins with a blank", "l: 2\r\n\r\n a", SIP_FRAMING_DATAGRAM, false,
     "body=[ a] left=[]"},
    {"bare LF", "l: 1\n\nab", SIP_FRAMING_STREAM, false, "body=[a] left=[b]"},
    {"cut in the body", "l: 9\r\n\r\nabc", SIP_FRAMING_DATAGRAM, true, "body=[abc] left=[]"},
    {"cut behind the empty line", "l: 9\r\n\r\n", SIP_FRAMING_DATAGRAM, true, "body=[] left=[]"},
    {"cut in the head", "l: 9\r\nTo: a", SIP_FRAMING_DATAGRAM, true, "body=[] left=[] incomplete"},
    {"cut in the empty line", "l: 9\r\n\r", SIP_FRAMING_DATAGRAM, true,
     "body=[] left=[] incomplete"},
};

static void framing(gconstpointer data)
{
    const struct framing_row *row = data;
    char *text = g_strconcat("\r\nREGISTER sip:a SIP/2.0\r\n", row->input, NULL);
    struct span input = text_copy(text, strlen(text));
    GString *said = g_string_new(NULL);
    struct sip_message message;

    g_assert_true(sip_message_read(input, row->framing, row->cut, &message));
    g_assert_true(message.text.p == input.p + 2);

    size_t end = (size_t)(message.text.p + message.text.n - input.p);

    g_assert_true(message.body.p + message.body.n == input.p + end);
    text_say(said, "body", message.body);
    text_say(said, "left", span_from(input, end));
    g_string_append(said, message.incomplete ? " incomplete" : "");
    g_free(text);
    text_free(input);
    text_expect(said, row->expected);
}

/* Several consecutive messages in a stream, as TCP delivers them. */
static void several_messages(void)
{
    static const char keep_alive[] = "\r\n\r\n";
    static const char other[] = "SIP/2.0 200 OK\r\nCSeq: 1 REGISTER\r\n\r\n";
    GString *stream = g_string_new(NULL);
    struct sip_message message;
    unsigned requests = 0;
    unsigned responses = 0;

    for (int i = 0; i < 5; i++) {
        g_string_append(stream, keep_alive);
        g_string_append(stream, sample);
        g_string_append(stream, other);
    }

    struct span input = text_copy(stream->str, stream->len);
    struct span rest = input;

    while (sip_message_read(rest, SIP_FRAMING_STREAM, false, &message)) {
        requests += message.is_request;
        responses += !message.is_request;
        g_assert_false(message.incomplete);
        rest = span_from(rest, (size_t)(message.text.p + message.text.n - rest.p));
    }
    g_assert_cmpuint(requests, ==, 5);
    g_assert_cmpuint(responses, ==, 5);
    g_assert_cmpuint(rest.n, ==, 0);
    text_free(input);
    g_string_free(stream, TRUE);
}

static void too_many_headers(void)
{
    GString *text = g_string_new("REGISTER sip:a SIP/2.0\r\n");
    struct sip_message message;

    for (int i = 0; i < SIP_MESSAGE_HEADERS_MAX; i++)
        g_string_append(text, "Via: x\r\n");
    g_assert_true(sip_message_read((struct span){text->str, text->len}, SIP_FRAMING_DATAGRAM, false,
                                   &message));
    g_assert_false(message.incomplete);
    /* The end of the message does not depend on the number of headers kept. */
    g_string_append(text, "Content-Length: 1\r\n\r\nab");
    g_assert_true(
        sip_message_read((struct span){text->str, text->len}, SIP_FRAMING_STREAM, false, &message));
    g_assert_true(message.incomplete);
    g_assert_cmpuint(message.header_count, ==, SIP_MESSAGE_HEADERS_MAX);
    g_assert_true(span_is(message.body, "a"));
    g_string_free(text, TRUE);
}

static void lookup(void)
{
    struct span input = text_copy(sample, strlen(sample));
    struct sip_message message;
    unsigned position = 0;
    struct span value;

    g_assert_true(sip_message_read(input, SIP_FRAMING_DATAGRAM, false, &message));
    g_assert_cmpuint(message.header_count, ==, 12);
    g_assert_true(span_is(sip_message_header(&message, SIP_HEADER_EXPIRES), "7200"));
    g_assert_false(span_present(sip_message_header(&message, SIP_HEADER_PATH)));
    g_assert_true(sip_message_next_header(&message, SIP_HEADER_CONTACT, &position, &value));
    g_assert_true(span_is(value, "<sip:bob@192.0.2.4>;expires=60,\r\n\t<sip:bob@192.0.2.5>"));
    g_assert_true(sip_message_next_header(&message, SIP_HEADER_CONTACT, &position, &value));
    g_assert_true(span_is(value, "*"));
    g_assert_false(sip_message_next_header(&message, SIP_HEADER_CONTACT, &position, &value));
    g_assert_true(span_is(message.start_line, "REGISTER sip:registrar.biloxi.com SIP/2.0"));
    g_assert_true(span_is(message.body, "body"));
    text_free(input);
}

/* Names that begin like a known one, end like one, or stand at the very end of the text. */
static void similar_names(void)
{
    static const char text[] = "REGISTER sip:a SIP/2.0\r\n"
                               "WWW-Authenticates-not: a\r\n"
                               "WWW-Authenticate: b\r\n"
                               "Authorization-: c\r\n"
                               "Contact : d\r\n"
                               "Contac\r\n"
                               "From\t:e\r\n"
                               "to:f\r\n"
                               "Via:";
    static const enum sip_header_id ids[] = {SIP_HEADER_OTHER, SIP_HEADER_WWW_AUTHENTICATE,
                                             SIP_HEADER_OTHER, SIP_HEADER_CONTACT,
                                             SIP_HEADER_FROM,  SIP_HEADER_TO,
                                             SIP_HEADER_VIA};
    static const char values[] = "abcdef";
    struct span input = text_copy(text, sizeof(text) - 1);
    struct sip_message message;

    g_assert_true(sip_message_read(input, SIP_FRAMING_DATAGRAM, false, &message));
    g_assert_cmpuint(message.header_count, ==, G_N_ELEMENTS(ids));
    for (unsigned i = 0; i < G_N_ELEMENTS(ids); i++) {
        struct span value = {values + i, i < strlen(values)};

        g_assert_cmpuint(message.headers[i].id, ==, ids[i]);
        g_assert_true(span_equal(message.headers[i].value, value));
    }
    text_free(input);
}

static void options(void)
{
    static const char text[] = "REGISTER sip:a SIP/2.0\r\n"
                               "Supported: path,\r\n OUTBOUND , gruu\r\n"
                               "Require: path\r\n"
                               "k: 100rel\r\n\r\n";
    struct sip_message message;

    g_assert_true(sip_message_read(span_of(text), SIP_FRAMING_DATAGRAM, false, &message));
    g_assert_true(sip_message_has_option(&message, SIP_HEADER_SUPPORTED, "path"));
    g_assert_true(sip_message_has_option(&message, SIP_HEADER_SUPPORTED, "outbound"));
    g_assert_true(sip_message_has_option(&message, SIP_HEADER_SUPPORTED, "100rel"));
    g_assert_false(sip_message_has_option(&message, SIP_HEADER_SUPPORTED, "out"));
    g_assert_false(sip_message_has_option(&message, SIP_HEADER_REQUIRE, "gruu"));
}

/* A capture may end at any byte: what is delivered is complete, and was on the wire. */
static void truncation(gconstpointer data)
{
    const enum sip_framing how =
        GPOINTER_TO_INT(data) & 1 ? SIP_FRAMING_STREAM : SIP_FRAMING_DATAGRAM;
    const bool cut = (GPOINTER_TO_INT(data) & 2) != 0;
    const size_t full = strlen(sample);
    const size_t head_length = full - strlen("body");
    struct sip_message whole, part;

    g_assert_true(sip_message_read(span_of(sample), how, false, &whole));
    for (size_t n = 0; n <= full; n++) {
        struct span input = text_copy(sample, n);

        if (sip_message_read(input, how, cut, &part)) {
            bool more = cut || how == SIP_FRAMING_STREAM;

            g_assert_true(part.text.p == input.p && part.text.n == n);
            g_assert_true(part.incomplete == (more && n < head_length));
            g_assert_cmpuint(part.body.n, ==, n > head_length ? n - head_length : 0);
            g_assert_cmpuint(part.header_count, <=, whole.header_count);
            for (unsigned i = 0; more && i < part.header_count; i++) {
                g_assert_cmpint(part.headers[i].id, ==, whole.headers[i].id);
                g_assert_true(span_equal(part.headers[i].name, whole.headers[i].name));
                g_assert_true(span_equal(part.headers[i].value, whole.headers[i].value));
            }
        } else {
            g_assert_cmpuint(n, <=, whole.start_line.n + 1);
        }
        text_free(input);
    }
}

static const struct text_row lists[] = {
    {"one", "a", "[a]"},
    {"two", "a,b", "[a] [b]"},
    {"blanks and folds", " a ,\r\n\tb ", "[a] [b]"},
    {"comma in quotes", "\"B, C; expires=5\" <sip:b@c>;q=1, <sip:d>",
     "[\"B, C; expires=5\" <sip:b@c>;q=1] [<sip:d>]"},
    {"comma in angle brackets", "<sip:a,b@c>, d", "[<sip:a,b@c>] [d]"},
    {"escaped quote", "\"a\\\",b\" <x>, c", "[\"a\\\",b\" <x>] [c]"},
    {"empty elements", ",, a,, ,b,", "[a] [b]"},
    {"quote not closed", "\"a, b", "[\"a, b]"},
    {"bracket not closed", "<a, b", "[<a, b]"},
    {"nothing", "", ""},
    {"commas only", ",,,", ""},
};

static void list(gconstpointer data)
{
    const struct text_row *row = data;
    struct span input = text_copy(row->input, strlen(row->input));
    struct span rest = input;
    struct span element;
    GString *said = g_string_new(NULL);

    while (sip_list_next(&rest, &element))
        g_string_append_printf(said, "%s[%.*s]", said->len ? " " : "", (int)element.n, element.p);
    text_free(input);
    text_expect(said, row->expected);
}

static const struct text_row cseqs[] = {
    {"valid/plain", "1826 REGISTER", "1826 [REGISTER]"},
    {"valid/folded", "1826\r\n  REGISTER", "1826 [REGISTER]"},
    {"valid/several blanks", " 1 \t REGISTER ", "1 [REGISTER]"},
    {"valid/leading zeros", "0009 INVITE", "9 [INVITE]"},
    {"valid/above 32 bits", "4294967296 REGISTER", "4294967296 [REGISTER]"},
    {"recoverable/above 64 bits", "99999999999999999999 REGISTER",
     "18446744073709551615 [REGISTER]"},
    {"invalid/empty", "", "nothing"},
    {"invalid/number alone", "1826", "nothing"},
    {"invalid/method alone", "REGISTER", "nothing"},
    {"invalid/no blank", "1826REGISTER", "nothing"},
    {"invalid/below zero", "-1 REGISTER", "nothing"},
    {"invalid/three words", "1 REGISTER x", "nothing"},
    {"invalid/no token", "1 REG;x", "nothing"},
};

static void cseq(gconstpointer data)
{
    const struct text_row *row = data;
    struct span input = text_copy(row->input, strlen(row->input));
    GString *said = g_string_new(NULL);
    struct sip_cseq read;

    if (sip_cseq_read(input, &read))
        g_string_printf(said, "%" G_GUINT64_FORMAT " [%.*s]", read.number, (int)read.method.n,
                        read.method.p);
    else
        g_string_append(said, "nothing");
    text_free(input);
    text_expect(said, row->expected);
}

static const struct text_row vias[] = {
    {"valid/plain", "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK87asdks7",
     "UDP host=[192.0.2.1] port=5060 branch=[z9hG4bK87asdks7]"},
    {"valid/no port", "SIP/2.0/TLS bobspc.biloxi.com;branch=z9hG4bK1",
     "TLS host=[bobspc.biloxi.com] branch=[z9hG4bK1]"},
    {"valid/blanks of RFC 3261 20.42",
     "SIP / 2.0 / UDP first.example.com: 4000;ttl=16 ;maddr=224.2.0.1 ;branch=z9hG4bKa7c6a8dlze.1",
     "UDP host=[first.example.com] port=4000 branch=[z9hG4bKa7c6a8dlze.1] maddr=[224.2.0.1]"},
    {"valid/rport without value", "SIP/2.0/UDP h;rport;branch=x", "UDP host=[h] branch=[x] rport"},
    {"valid/rport with value", "SIP/2.0/UDP h;received=192.0.2.9;rport=9988;branch=x",
     "UDP host=[h] branch=[x] received=[192.0.2.9] rport=9988"},
    {"valid/IPv6", "SIP/2.0/UDP [2001:db8::9]:5061;received=2001:db8::9;branch=x",
     "UDP host=[2001:db8::9] port=5061 branch=[x] received=[2001:db8::9]"},
    {"valid/folded", "SIP/2.0/TCP\r\n host\r\n ;branch=x", "TCP host=[host] branch=[x]"},
    {"valid/WebSocket", "SIP/2.0/WSS df7jal23ls0d.invalid;branch=x",
     "WSS host=[df7jal23ls0d.invalid] branch=[x]"},
    {"recoverable/received in brackets", "SIP/2.0/UDP h;received=[2001:db8::9];maddr=[::1]",
     "UDP host=[h] received=[2001:db8::9] maddr=[::1]"},
    {"recoverable/odd case", "sip/2.0/udp H;BRANCH=x;RPort=1", "udp host=[H] branch=[x] rport=1"},
    {"recoverable/IPv6 without brackets", "SIP/2.0/UDP 2001:db8::9;branch=x",
     "UDP host=[2001:db8::9] branch=[x]"},
    {"recoverable/rport is no port", "SIP/2.0/UDP h;rport=65536", "UDP host=[h] rport"},
    {"recoverable/rport is empty", "SIP/2.0/UDP h;rport=", "UDP host=[h] rport"},
    {"recoverable/empty branch", "SIP/2.0/UDP h;branch=", "UDP host=[h] branch=[]"},
    {"recoverable/the first of two", "SIP/2.0/UDP h;branch=a;branch=b", "UDP host=[h] branch=[a]"},
    {"recoverable/slash in a parameter", "SIP/2.0/UDP h;branch=a/b", "UDP host=[h] branch=[a/b]"},
    {"invalid/empty", "", "nothing"},
    {"invalid/no host", "SIP/2.0/UDP", "nothing"},
    {"invalid/no host but parameters", "SIP/2.0/UDP ;branch=x", "nothing"},
    {"invalid/no transport", "SIP/2.0 h;branch=x", "nothing"},
    {"invalid/slashes in the parameters only", "SIP h;branch=a/b/c d", "nothing"},
};

static void via(gconstpointer data)
{
    const struct text_row *row = data;
    struct span input = text_copy(row->input, strlen(row->input));
    GString *said = g_string_new(NULL);
    struct sip_via read;

    if (sip_via_read(input, &read)) {
        g_string_append_len(said, read.transport.p, (gssize)read.transport.n);
        text_say(said, "host", read.host);
        if (read.port != 0)
            g_string_append_printf(said, " port=%u", read.port);
        text_say(said, "branch", read.branch);
        text_say(said, "received", read.received);
        text_say(said, "maddr", read.maddr);
        g_string_append(said, read.has_rport ? " rport" : "");
        if (read.rport != 0)
            g_string_append_printf(said, "=%u", read.rport);
    } else {
        g_string_append(said, "nothing");
    }
    text_free(input);
    text_expect(said, row->expected);
}

/* A head, a list, a Via and a CSeq made of nothing else. */
static void hostile(gconstpointer pattern)
{
    struct span input = text_repeat(pattern, 1 << 16);
    struct span rest = input;
    gint64 start = g_get_monotonic_time();
    struct sip_message message;
    struct sip_cseq number;
    struct span element;
    struct sip_via hop;

    sip_message_read(input, SIP_FRAMING_STREAM, false, &message);
    while (sip_list_next(&rest, &element))
        sip_via_read(element, &hop);
    sip_cseq_read(input, &number);
    memcpy((char *)input.p, "SIP/2.0 200 OK\r\n", 16);
    g_assert_true(sip_message_read(input, SIP_FRAMING_DATAGRAM, false, &message));
    sip_message_has_option(&message, SIP_HEADER_SUPPORTED, "path");
    memcpy((char *)input.p, "SIP/2.0/UDP aaa;", 16);
    g_assert_true(sip_via_read(input, &hop));
    text_assert_quick(start);
    text_free(input);
}

/* A message beyond the size limit: its head is searched for in the first 64 KiB only. */
static void endless_head(void)
{
    struct span input = text_repeat("a: b\r\n", 1 << 22);
    gint64 start = g_get_monotonic_time();
    struct sip_message message;

    memcpy((char *)input.p, "SIP/2.0 200 Okay\r\n", 18);
    for (int i = 0; i < 100; i++)
        g_assert_true(sip_message_read(input, SIP_FRAMING_DATAGRAM, false, &message));
    g_assert_true(message.incomplete);
    g_assert_cmpuint(message.text.n, ==, SIP_MESSAGE_SIZE_MAX);
    g_assert_cmpuint(message.body.n, ==, 0);
    text_assert_quick(start);
    text_free(input);
}

static void add_hostile(void)
{
    static const char *const hostile_texts[][2] = {
        {"commas", ","},
        {"quotes", "\""},
        {"escaped quotes", "\\\""},
        {"semicolons", ";"},
        {"open brackets", "<"},
        {"brackets and commas", "<,"},
        {"empty lines", "\r\n"},
        {"folded lines", "\n "},
        {"header lines", "a:\n"},
        {"colons", ":"},
        {"blanks", " "},
        {"control characters", "\x01"},
        {"slashes", "/"},
        {"CR", "\r"},
        {"Supported", "\nk:,,,a"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(hostile_texts); i++) {
        char *path = g_strconcat("/message/pathological/", hostile_texts[i][0], NULL);

        g_test_add_data_func(path, hostile_texts[i][1], hostile);
        g_free(path);
    }
}

int main(int argc, char **argv)
{
    static const char *const modes[] = {"datagram", "stream", "datagram cut", "stream cut"};

    g_test_init(&argc, &argv, NULL);
    TEXT_ADD("/message/start line", start_lines, start_line);
    TEXT_ADD("/message/head", heads, head);
    g_test_add_func("/message/names/known", known_names);
    g_test_add_func("/message/names/other", other_names);
    for (size_t i = 0; i < G_N_ELEMENTS(framings); i++) {
        char *path = g_strconcat("/message/framing/", framings[i].name, NULL);

        g_test_add_data_func(path, &framings[i], framing);
        g_free(path);
    }
    g_test_add_func("/message/framing/several messages", several_messages);
    g_test_add_func("/message/too many headers", too_many_headers);
    g_test_add_func("/message/lookup", lookup);
    g_test_add_func("/message/names that are similar", similar_names);
    g_test_add_func("/message/options", options);
    for (int i = 0; i < (int)G_N_ELEMENTS(modes); i++) {
        char *path = g_strconcat("/message/truncation/", modes[i], NULL);

        g_test_add_data_func(path, GINT_TO_POINTER(i), truncation);
        g_free(path);
    }
    TEXT_ADD("/message/list", lists, list);
    TEXT_ADD("/message/cseq", cseqs, cseq);
    TEXT_ADD("/message/via", vias, via);
    add_hostile();
    g_test_add_func("/message/pathological/endless head", endless_head);
    return g_test_run();
}
