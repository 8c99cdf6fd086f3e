/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The analysis on arbitrary sequences of messages: every report is consistent, and all memory is
 * freed. An ordinary test, which replays sequences of its own with deterministic mutations; built
 * by clang with the core, -DSIPREG_LIBFUZZER and -fsanitize=fuzzer,address,undefined it is a
 * libFuzzer target.
 *
 * An input is text: one step per line, one choice per letter ("a" is the first, and the default),
 * so that changes of single bytes lead to similar sequences.
 *
 *   0 kind  1 client  2 server  3 time  4 transport  5 cut  6 Call-ID  7 CSeq  8 Via  9 AOR
 *   10 From tag  11 Contacts  12 Expires  13 instance and reg-id  14 authentication  15 status
 *   16 more headers  17 ICMP  18 the place in the message where the rest of the line is inserted
 *
 * For a request of another method than REGISTER, 15 is the method and 17 the Request-URI; for a
 * flood, 15 says what is new in each of its messages.
 */
#include "analysis.h"
#include "rules/catalogue.h"
#include "digest/account.h"
#include "base/pool.h"

#include "unit/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    STEPS_MAX = 512,   /* of one input */
    KEPT_MAX = 64,     /* messages that may be sent once more */
    FLOOD_LENGTH = 70, /* more entries than any table of fixed size has */
    FLOODS_MAX = 1,    /* per input: it takes time */
    ADDRESSES = 5,
    CALL_IDS = 4
};

#define CAPTURE_BEGIN (G_GINT64_CONSTANT(1700000000) * SECOND)

enum choice {
    KIND,
    CLIENT,
    SERVER,
    TIME,
    TRANSPORT,
    CUT,
    CALL_ID,
    CSEQ,
    VIA,
    AOR,
    FROM_TAG,
    CONTACTS,
    EXPIRES,
    INSTANCE,
    AUTHENTICATION,
    STATUS,
    MORE,
    ICMP,
    PLACE,
    CHOICES
};

enum kind {
    REGISTER,
    RESPONSE,
    NOTIFY,
    INVITE,
    INVITE_RESPONSE,
    AGAIN,
    QUOTED,
    TRAFFIC,
    SETTLE,
    RAW,
    FLOOD,
    KINDS
};

/* One report, with what it is compared with later. */
struct fed {
    const struct report *report;
    uint32_t frame;
    size_t length; /* of the message */
};

struct sequence {
    struct analysis *analysis;
    struct span line; /* the current step */
    struct packet packet;
    GString *text;
    GString *contacts; /* as last sent */
    GPtrArray *kept;   /* GString */
    GArray *fed;       /* struct fed */
    int64_t time;
    uint32_t frame;
    unsigned cseqs[CALL_IDS];
    unsigned fresh; /* counter for new names */
    unsigned floods;
    bool forgets;
};

/* --- Choices */

static unsigned choose(const struct sequence *sequence, enum choice choice, unsigned n)
{
    struct span line = sequence->line;

    return choice < line.n ? (unsigned char)(line.p[choice] - 'a') % n : 0;
}

static const char *choose_text(const struct sequence *sequence, enum choice choice,
                               const char *const *texts, unsigned n)
{
    return texts[choose(sequence, choice, n)];
}

#define CHOOSE_TEXT(sequence, choice, texts)                                                       \
    choose_text((sequence), (choice), (texts), G_N_ELEMENTS(texts))

/* Public and private, both families, and an unknown one. */
static struct endpoint address(unsigned which, uint16_t port)
{
    static const char *const hosts[ADDRESSES] = {"10.0.0.1", "198.51.100.7", "2001:db8::1",
                                                 "10.0.0.9", ""};
    struct endpoint endpoint = {.family = ENDPOINT_NONE};

    endpoint_read_ip(span_of(hosts[which % ADDRESSES]), &endpoint);
    endpoint.port = port;
    return endpoint;
}

static void choose_ends(struct sequence *sequence)
{
    unsigned client = choose(sequence, CLIENT, 2 * ADDRESSES);
    unsigned server = choose(sequence, SERVER, ADDRESSES);
    unsigned kind = choose(sequence, KIND, KINDS);

    sequence->packet.source = address(client, client < ADDRESSES ? 5060 : 41000);
    sequence->packet.destination = address(server + 3, 5060);
    if (kind == RESPONSE || kind == INVITE_RESPONSE || kind == NOTIFY) {
        struct endpoint source = sequence->packet.source;

        sequence->packet.source = sequence->packet.destination;
        sequence->packet.destination = source;
    }
}

static void choose_time(struct sequence *sequence)
{
    static const int64_t steps[] = {20 * SECOND / 1000, 0,           SECOND / 1000, SECOND / 2,
                                    5 * SECOND,         33 * SECOND, 61 * SECOND,   140 * SECOND,
                                    3700 * SECOND,      -SECOND,     -3700 * SECOND};
    static const int64_t times[] = {CAPTURE_BEGIN,
                                    0,
                                    -1,
                                    INT64_MAX,
                                    INT64_MIN,
                                    INT64_MAX - SECOND,
                                    INT64_MIN + SECOND,
                                    G_GINT64_CONSTANT(4294967295) * SECOND};
    unsigned at = choose(sequence, TIME, G_N_ELEMENTS(steps) + G_N_ELEMENTS(times));

    if (at >= G_N_ELEMENTS(steps))
        sequence->time = times[at - G_N_ELEMENTS(steps)];
    else if (steps[at] > 0 ? sequence->time < INT64_MAX - steps[at]
                           : sequence->time > INT64_MIN - steps[at])
        sequence->time += steps[at];
    sequence->packet.time = sequence->time;
}

/* --- Text */

static void add_via(struct sequence *sequence, unsigned cseq)
{
    static const char *const ends[] = {
        ";rport",
        ";rport=41000;received=198.51.100.7",
        ";rport=5060;received=10.0.0.1",
        "",
        ";maddr=10.0.0.1;keep",
        ";keep=30",
        ";rport;branch=z9hG4bKsecond\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKb",
    };
    unsigned form = choose(sequence, VIA, 4 * G_N_ELEMENTS(ends));

    if (form / G_N_ELEMENTS(ends) == 3) {
        g_string_append(sequence->text, form % 2 ? "Via: nothing\r\n" : "");
        return;
    }
    g_string_append(sequence->text, "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK");
    if (form / G_N_ELEMENTS(ends) == 0)
        g_string_append_printf(sequence->text, "%u-%u", choose(sequence, CALL_ID, CALL_IDS), cseq);
    else
        g_string_append(sequence->text, form / G_N_ELEMENTS(ends) == 1 ? "b" : "a-b");
    g_string_append_printf(sequence->text, "%s\r\n", ends[form % G_N_ELEMENTS(ends)]);
}

/* The CSeq of the step: the latest of its Call-ID, or the one after that. */
static unsigned choose_cseq(struct sequence *sequence)
{
    unsigned *last = &sequence->cseqs[choose(sequence, CALL_ID, CALL_IDS)];

    switch (choose(sequence, CSEQ, 5)) {
    case 0:
        return *last;
    case 1:
        return ++*last;
    case 2:
        return *last + 1;
    case 3:
        return 0;
    default:
        return UINT32_MAX;
    }
}

static void add_many_contacts(struct sequence *sequence, unsigned count, const char *end)
{
    GString *contacts = sequence->contacts;

    for (unsigned i = 0; i < count; i++)
        g_string_append_printf(contacts, "Contact: <sip:k@10.0.0.1;n=%u>%s\r\n", sequence->fresh++,
                               end);
}

static void add_contacts(struct sequence *sequence)
{
    static const char *const lists[] = {
        "<sip:k@10.0.0.1>",
        "<sip:k@198.51.100.7:41000>",
        "<sip:k@10.0.0.2>",
        "<sip:k@10.0.0.1>|, <sip:K%41@10.0.0.2;transport=tcp>",
        "<sip:k@10.0.0.1;pn-provider=acme;pn-prid=1;pn-param=x>",
        "<sip:k@10.0.0.1;pn-prid=2>",
        "<sips:k@[2001:db8::1]:5061;transport=TLS;lr>",
        "tel:+123",
        "\"x\" <mailto:k@ex.com?subject=x>",
    };
    static const char *const instances[] = {
        "",
        ";+sip.instance=\"<urn:uuid:1>\"",
        ";+sip.instance=\"<urn:uuid:1>\";reg-id=1",
        ";+sip.instance=\"<urn:uuid:1>\";reg-id=2",
        ";+sip.instance=\"<urn:uuid:2>\";reg-id=1",
        ";reg-id=4294967295",
        ";+sip.instance=\"\";pub-gruu=\"sip:x\"",
        ";+sip.instance=\"<urn:uuid:1>\";temp-gruu=\"sip:k@10.0.0.2\";pub-gruu=\"sip:y\"",
    };
    static const char *const times[] = {"",           ";expires=3600", ";expires=60",
                                        ";expires=0", ";expires=1",    ";expires=4294967295",
                                        ";expires=x"};
    unsigned list = choose(sequence, CONTACTS, G_N_ELEMENTS(lists) + 6);
    char *end = g_strconcat(CHOOSE_TEXT(sequence, INSTANCE, instances),
                            times[choose(sequence, EXPIRES, 4 * G_N_ELEMENTS(times)) / 4], NULL);

    if (list != G_N_ELEMENTS(lists))
        g_string_truncate(sequence->contacts, 0);
    if (list < G_N_ELEMENTS(lists)) {
        char **parts = g_strsplit(lists[list], "|", 2);

        g_string_append_printf(sequence->contacts, "Contact: %s%s%s%s\r\n", parts[0], end,
                               parts[1] ? parts[1] : "", parts[1] ? end : "");
        g_strfreev(parts);
    } else if (list == G_N_ELEMENTS(lists) + 1) {
        g_string_append(sequence->contacts, "Contact: *\r\n");
    } else if (list == G_N_ELEMENTS(lists) + 2) {
        add_many_contacts(sequence, 3, end);
    } else if (list == G_N_ELEMENTS(lists) + 3) {
        add_many_contacts(sequence, 32, end);
    } else if (list == G_N_ELEMENTS(lists) + 4) {
        add_many_contacts(sequence, 70, end);
    }
    g_string_append_len(sequence->text, sequence->contacts->str, (gssize)sequence->contacts->len);
    g_free(end);
}

static void add_expires(struct sequence *sequence)
{
    static const char *const headers[] = {"Expires: 3600\r\n", "", "Expires: 0\r\n",
                                          "Expires: Thu, 01 Dec 2194 16:00:00 GMT\r\n"};

    g_string_append(sequence->text, headers[choose(sequence, EXPIRES, 28) % 4]);
}

/* Bearer tokens, AKA, and several header lines at a time. */
static const char *const odd_credentials[] = {
    "Authorization: Bearer a.b.c\r\n",
    "Authorization: Bearer x\r\nProxy-Authorization: Bearer x\r\n",
    "Authorization: Digest "
    "username=\"0\",realm=\"r0\",nonce=\"\",uri=\"sip:ex.com\",response=\"\"\r\n",
    "Authorization: Digest "
    "username=\"0\",realm=\"r0\",nonce=\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\","
    "algorithm=AKAv1-MD5,response=\"0\",integrity-protected=\"yes\"\r\n",
    "Authorization: Digest "
    "username=\"0\",realm=\"r0\",nonce=\"AAAA\",auts=\"bbbb\",response=\"0\"\r\n",
    "Authorization: Digest "
    "username=\"0\",realm=\"r0\",nonce=\"n0\",response=\"0\",nc=zz,qop=auth-int\r\n"
    "Authorization: Digest "
    "username=\"0\",realm=\"r0\",nonce=\"n1\",response=\"0\",algorithm=SHA-256\r\n"
    "Proxy-Authorization: Digest realm=\"r1\",nonce=\"n2\",response=\"0\",cnonce=\"\",nc=\r\n",
};
static const char *const odd_challenges[] = {
    "WWW-Authenticate: Bearer authz_server=\"https://a\"\r\n",
    "WWW-Authenticate: Digest realm=\"r0\",nonce=\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\","
    "algorithm=AKAv1-MD5,ik=\"0\",ck=\"0\"\r\n",
    "WWW-Authenticate: Digest realm=\"r0\",nonce=\"n0\",algorithm=SHA-256\r\n"
    "WWW-Authenticate: Digest realm=\"r0\",nonce=\"n0\",algorithm=MD5,opaque=\"1\"\r\n"
    "Proxy-Authenticate: Digest realm=\"r1\",nonce=\"n2\",qop=\"auth,auth-int\"\r\n",
    "Authentication-Info: rspauth=\"0\",nc=00000009,cnonce=\"c\",qop=auth\r\n"
    "Proxy-Authentication-Info: nextnonce=\"n2\"\r\n",
    "WWW-Authenticate: Digest realm=\"r0\",nonce=\"AAAA\",algorithm=AKAv2-MD5-sess\r\n"
    "WWW-Authenticate: Bearer\r\n",
};

static void add_authentication(struct sequence *sequence, bool is_request)
{
    static const char *const algorithms[] = {"", ",algorithm=SHA-256", ",algorithm=AKAv1-MD5"};
    enum { REGULAR = 73 };
    unsigned odd = is_request ? G_N_ELEMENTS(odd_credentials) : G_N_ELEMENTS(odd_challenges);
    unsigned choice = choose(sequence, AUTHENTICATION, REGULAR + odd);
    unsigned nonce, count;
    const char *algorithm;

    if (choice == 0)
        return;
    if (choice >= REGULAR) {
        choice -= REGULAR;
        g_string_append(sequence->text,
                        is_request ? odd_credentials[choice] : odd_challenges[choice]);
        return;
    }
    choice--;
    nonce = choice % 3;
    count = choice / 3 % 4;
    algorithm = algorithms[choice / 12 % 3];
    if (is_request)
        g_string_append_printf(
            sequence->text,
            "%sAuthorization: Digest username=\"%u\",realm=\"r%u\",nonce=\"n%u\","
            "uri=\"sip:ex.com\",response=\"%08x%s\"%s%s\r\n",
            choice / 36 ? "Proxy-" : "", choose(sequence, AOR, 4), nonce / 2, nonce, choice,
            "0123456789abcdef01234567", algorithm,
            count == 0   ? ""
            : count == 1 ? ",qop=auth,nc=00000001,cnonce=\"c\""
            : count == 2 ? ",qop=auth,nc=00000002,cnonce=\"c\""
                         : ",auts=\"x\"");
    else if (count < 3)
        g_string_append_printf(sequence->text,
                               "%s-Authenticate: Digest realm=\"r%u\",nonce=\"n%u\"%s%s%s\r\n",
                               choice / 36 ? "Proxy" : "WWW", nonce / 2, nonce, algorithm,
                               count == 0 ? "" : ",qop=\"auth\"", count == 2 ? ",stale=true" : "");
    else
        g_string_append_printf(sequence->text, "Authentication-Info: nextnonce=\"n%u\"\r\n", nonce);
}

static void add_more(struct sequence *sequence)
{
    static const char *const headers[] = {
        "",
        "Min-Expires: 1800\r\n",
        "Retry-After: 4294967295\r\n",
        "Supported: outbound, path\r\nUnsupported: outbound, x\r\n",
        "Require: outbound\r\nPath: <sip:p>\r\n",
        "Security-Server: ipsec-3gpp;q=0.1\r\n",
        "Security-Verify: ipsec-3gpp;q=0.2\r\n",
        "P-Associated-URI: <sip:x>\r\nUser-Agent: phone\r\n",
        "P-Associated-URI: <tel:+1-2>,,<sip:!>, <\r\n",
        "Security-Client: ipsec-3gpp;q=1, tls;mediasec\r\nP-Visited-Network-ID: x\r\n",
        "Require: sec-agree\r\nSecurity-Server: ipsec-3gpp;q=0.2\r\n",
        "Supported: gruu, path\r\nPath: <sip:p;lr;ob>, <sip:q;ob>, <sip:a@q>\r\n",
        "Path: <sip:r>,<sip:q>,<sip:a@q>,<sip:1>,<sip:2>,<sip:3>,<sip:4>,<sip:5>,<sip:6>\r\n",
        "Service-Route: <sip:s;lr>, <sip:t@s>\r\n",
        "Service-Route: <sip:u>\r\nFlow-Timer: 120\r\nRequire: outbound\r\n",
        "Feature-Caps: *;+sip.pns=\"acme,,x\";+sip.pnsreg=\"130\"\r\n",
        "Route: <sip:t@s>, <sip:s;lr>\r\n",
        "Event: reg\r\n",
        "Route: <sip:s>,<sip:t@s>,<sip:1>,<sip:2>,<sip:3>,<sip:4>,<sip:5>,<sip:6>,<sip:7>\r\n",
    };
    unsigned count = G_N_ELEMENTS(headers);
    unsigned which = choose(sequence, MORE, count * count);

    g_string_append(sequence->text, headers[which % count]);
    g_string_append(sequence->text, headers[which / count]);
}

/* Everything but the start line. */
static void add_headers(struct sequence *sequence, const char *method, bool is_request)
{
    static const char *const aors[] = {"sip:bob@ex.com", "sip:alice@ex.com", "sip:%41@EX.com;x",
                                       "tel:+1"};
    static const char *const tags[] = {";tag=f1", ";tag=f2", "", ";tag=\x80\x01"};
    const char *aor = CHOOSE_TEXT(sequence, AOR, aors);
    unsigned cseq = choose_cseq(sequence);

    add_via(sequence, cseq);
    g_string_append_printf(sequence->text,
                           "From: <%s>%s\r\nTo: <%s>%s\r\nCall-ID: c%u\r\nCSeq: %u %s\r\n", aor,
                           CHOOSE_TEXT(sequence, FROM_TAG, tags), aor, is_request ? "" : ";tag=t",
                           choose(sequence, CALL_ID, CALL_IDS), cseq, method);
    add_contacts(sequence);
    add_expires(sequence);
    add_authentication(sequence, is_request);
    add_more(sequence);
}

static void add_reginfo(struct sequence *sequence)
{
    static const char *const events[] = {"expired",   "rejected",    "unregistered", "probation",
                                         "shortened", "deactivated", "registered",   "created"};
    static const char *const states[] = {"terminated", "active"};
    static const char *const more[] = {"", " expires=\"30\"", " callid=\"c1\" cseq=\"3\"",
                                       " retry-after=\"60\" expires=\"4294967295\""};

    g_string_append_printf(
        sequence->text,
        "Event: reg\r\nContent-Type: application/reginfo+xml\r\n\r\n"
        "<reginfo version=\"%u\" state=\"full\"><registration aor=\"sip:bob@ex.com\">"
        "<contact state=\"%s\" event=\"%s\"%s><uri>sip:k@10.0.0.1</uri></contact>"
        "<contact state=\"terminated\"/></registration></reginfo>",
        choose(sequence, INSTANCE, 3), CHOOSE_TEXT(sequence, CONTACTS, states),
        CHOOSE_TEXT(sequence, STATUS, events), CHOOSE_TEXT(sequence, EXPIRES, more));
}

static const char *choose_method(const struct sequence *sequence, enum kind kind)
{
    static const char *const others[] = {"INVITE",  "SUBSCRIBE", "MESSAGE", "OPTIONS",
                                         "PUBLISH", "ACK",       "CANCEL",  "NOTIFY"};

    if (kind == REGISTER || kind == RESPONSE)
        return "REGISTER";
    if (kind == NOTIFY)
        return "NOTIFY";
    return kind == INVITE ? CHOOSE_TEXT(sequence, STATUS, others) : "INVITE";
}

static void build(struct sequence *sequence, enum kind kind)
{
    static const char *const targets[] = {"sip:ex.com",
                                          "sip:k@10.0.0.1",
                                          "sip:k@198.51.100.7:41000",
                                          "sip:k@10.0.0.2",
                                          "sips:ex.com",
                                          "tel:+123",
                                          "urn:service:sos",
                                          "sip:k@10.0.0.1;pn-provider=acme;pn-prid=1;pn-param=x"};
    static const unsigned statuses[] = {200, 401, 407, 423, 403, 503, 100, 302,
                                        404, 494, 500, 202, 699, 420, 183};
    GString *text = sequence->text;

    if (kind == RESPONSE || kind == INVITE_RESPONSE)
        g_string_append_printf(text, "SIP/2.0 %u Reason\r\n",
                               statuses[choose(sequence, STATUS, G_N_ELEMENTS(statuses))]);
    else
        g_string_append_printf(text, "%s %s SIP/2.0\r\n", choose_method(sequence, kind),
                               kind == INVITE ? CHOOSE_TEXT(sequence, ICMP, targets) : targets[0]);
    add_headers(sequence, choose_method(sequence, kind),
                kind != RESPONSE && kind != INVITE_RESPONSE);
    if (kind == NOTIFY)
        add_reginfo(sequence);
    else
        g_string_append(text, "Max-Forwards: 70\r\n\r\n");
}

/* Inserts the rest of the line somewhere into the message. */
static void disturb(struct sequence *sequence)
{
    struct span rest = span_from(sequence->line, CHOICES);
    size_t at = choose(sequence, PLACE, 256) * sequence->text->len / 256;

    if (rest.n > 0)
        g_string_insert_len(sequence->text, (gssize)at, rest.p, (gssize)rest.n);
}

/* --- Reports */

static void is_clean(const char *text)
{
    g_assert_cmpuint(strlen(text), <=, POOL_STRING_MAX);
    for (const char *c = text; *c != '\0'; c++)
        g_assert_false(g_ascii_iscntrl(*c));
}

static void is_clean_or_null(const char *text)
{
    if (text)
        is_clean(text);
}

static void walk_bound(const struct report_bound *bound)
{
    if (!bound)
        return;
    is_clean(bound->aor);
    is_clean(bound->contact);
    is_clean_or_null(bound->instance);
}

static void walk_lists(const struct report *report)
{
    char sentence[SENTENCE_SIZE];
    unsigned count = 0;

    for (unsigned i = 0; i < report->contact_count; i++) {
        is_clean(report->contacts[i].sent);
        is_clean_or_null(report->contacts[i].instance);
        is_clean_or_null(report->contacts[i].granted);
        walk_bound(report->contacts[i].bound);
    }
    for (unsigned i = 0; i < report->binding_count; i++) {
        is_clean(report->bindings[i].contact);
        is_clean_or_null(report->bindings[i].instance);
        walk_bound(report->bindings[i].bound);
    }
    for (unsigned i = 0; i < report->nonce_count; i++) {
        is_clean(report->nonces[i].text);
        is_clean_or_null(report->nonces[i].realm);
        g_assert_nonnull(report_nonce_verdict_name(report->nonces[i].verdict));
    }
    for (const struct finding *each = report->findings; each; each = each->next) {
        is_clean(finding_text(each, sentence));
        g_assert_cmpuint(each->rule, <, RULE_COUNT);
        g_assert_cmpuint(each->severity, <=, SEVERITY_ERROR);
        g_assert_cmpuint(++count, <=, REPORT_FINDINGS_MAX);
    }
}

static void walk(const struct fed *fed)
{
    const struct report *report = fed->report;
    char sentence[SENTENCE_SIZE];
    struct verdict_parts parts;

    g_assert_cmpuint(report->frame, ==, fed->frame);
    is_clean_or_null(report_place(report)->aor);
    if (report_diagnosis_in_parts(report, sentence, &parts)) {
        is_clean(sentence);
        g_assert_true(!parts.proof || g_str_has_prefix(sentence + parts.proof - 2, ": "));
        g_assert_true(!parts.action || (g_str_has_prefix(sentence + parts.action - 2, ". ") &&
                                        parts.action > parts.proof));
    }
    if (report_place(report)->registration != REPORT_NO_REGISTRATION)
        g_assert_nonnull(report_place(report)->aor);
    g_assert_nonnull(report_step_name(report->step));
    g_assert_nonnull(report_intent_name(report->intent));
    g_assert_nonnull(report_state_name(report->state));
    for (unsigned i = 0; i < PART_COUNT; i++)
        g_assert_cmpuint((size_t)report->parts[i].start + report->parts[i].length, <=, fed->length);
    walk_lists(report);
}

/* --- Steps */

/* With the next message, what was said of earlier ones may be forgotten. */
static void forget_fed(struct sequence *sequence)
{
    if (sequence->forgets)
        g_array_set_size(sequence->fed, 0);
}

/* Feeds a copy that ends with the message and is freed at once, so that AddressSanitizer detects
 * pointers kept into it, and reading beyond it. */
static void feed(struct sequence *sequence, struct span text)
{
    struct span copy = text_copy(text.p, text.n);
    struct span rest = copy;

    sequence->packet.frame = ++sequence->frame;
    for (unsigned i = 0; i < 4 && rest.n > 0; i++) {
        struct span message;
        const struct report *report;

        sequence->packet.text = rest;
        forget_fed(sequence);
        report = analysis_feed(sequence->analysis, &sequence->packet, &message);
        if (!span_present(message)) {
            g_assert_null(report);
            break;
        }
        g_assert_true(message.p >= rest.p && message.p + message.n <= rest.p + rest.n);
        g_assert_cmpuint(message.n, >, 0);
        if (report) {
            struct fed fed = {report, sequence->frame, message.n};

            walk(&fed);
            g_array_append_val(sequence->fed, fed);
        }
        rest = span_from(rest, (size_t)(message.p + message.n - rest.p));
    }
    text_free(copy);
}

static void free_text(gpointer text)
{
    g_string_free(text, TRUE);
}

static void send(struct sequence *sequence)
{
    const GString *text = sequence->text;
    size_t n = text->len;

    sequence->packet.transport = (uint8_t)((choose(sequence, TRANSPORT, 7) + TRANSPORT_UDP) % 7);
    sequence->packet.cut = choose(sequence, CUT, 4) != 0;
    if (sequence->packet.cut)
        n = n * choose(sequence, CUT, 64) / 64;
    feed(sequence, (struct span){text->str, n});
    if (sequence->kept->len < KEPT_MAX)
        g_ptr_array_add(sequence->kept, g_string_new_len(text->str, (gssize)text->len));
}

/* One of the earlier messages, counted from the last. */
static void recall(struct sequence *sequence)
{
    guint count = sequence->kept->len;
    const GString *text;

    if (count == 0)
        return;
    text = g_ptr_array_index(sequence->kept, count - 1 - choose(sequence, CALL_ID, 64) % count);
    g_string_append_len(sequence->text, text->str, (gssize)text->len);
}

/* A packet without SIP, or a message altered by another program. */
static void feed_traffic(struct sequence *sequence, struct span rest)
{
    static const struct span payloads[] = {
        {"x", 1},
        {"\r\n\r\n", 4},
        {"\r\n", 2},
        {"\0\1\0\0\x21\x12\xA4\x42identifier12", 20},
        {"\1\1\0\x0C\x21\x12\xA4\x42identifier12\0\x20\0\x08\0\1\x34\x56\x2B\x12\xA4\x43", 32},
    };
    static const struct span response = {"\1\1\0\x40\x21\x12\xA4\x42", 8};
    unsigned which = choose(sequence, STATUS, G_N_ELEMENTS(payloads) + 2);
    struct packet *packet = &sequence->packet;
    const struct report *report;

    packet->transport = choose(sequence, TRANSPORT, 2) ? TRANSPORT_TCP : TRANSPORT_UDP;
    packet->tcp = (uint8_t)choose(sequence, CUT, 4);
    packet->frame = ++sequence->frame;
    if (choose(sequence, PLACE, 2)) {
        struct endpoint source = packet->source;

        packet->source = packet->destination;
        packet->destination = source;
    }
    if (which < G_N_ELEMENTS(payloads)) {
        g_string_append_len(sequence->text, payloads[which].p, (gssize)payloads[which].n);
    } else {
        g_string_append_len(sequence->text, response.p, (gssize)response.n);
        g_string_append_len(sequence->text, rest.p, (gssize)rest.n);
    }

    struct span copy = text_copy(sequence->text->str, sequence->text->len);
    packet->text = copy;
    analysis_sees_all(sequence->analysis);
    analysis_watches_traffic(sequence->analysis);
    analysis_watches(sequence->analysis, &packet->source, &packet->destination);
    report = analysis_traffic(sequence->analysis, packet);
    if (report) {
        struct fed fed = {report, sequence->frame, copy.n};

        walk(&fed);
        g_array_append_val(sequence->fed, fed);
    }
    text_free(copy);
}

/* Many REGISTERs and their responses, each with some new names, to fill up the tables. */
static void flood(struct sequence *sequence)
{
    enum what { NEW_BRANCH = 1, NEW_CALL = 2, NEW_AOR = 4, NEW_PORT = 8, NEW_SECOND = 16 };
    static const char *const responses[] = {"200 OK", "401 Unauthorized", "403 Forbidden",
                                            "302 Moved", "503 Busy"};
    unsigned what = choose(sequence, STATUS, 64);
    const char *response = CHOOSE_TEXT(sequence, INSTANCE, responses);
    struct packet out = sequence->packet;

    if (sequence->floods++ >= FLOODS_MAX)
        return;
    for (unsigned i = 0; i < FLOOD_LENGTH; i++) {
        unsigned n = sequence->fresh++;

        for (unsigned is_response = 0; is_response <= 1; is_response++) {
            GString *text = sequence->text;

            sequence->packet = out;
            sequence->packet.time = sequence->time;
            if (what & NEW_PORT)
                sequence->packet.source.port = (uint16_t)n;
            if (is_response) {
                sequence->packet.destination = sequence->packet.source;
                sequence->packet.source = out.destination;
            }
            g_string_printf(
                text,
                "%s%s\r\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK%u\r\n"
                "From: <sip:bob@ex.com>;tag=f\r\nTo: <sip:bob%u@ex.com>%s\r\n"
                "Call-ID: c%u\r\nCSeq: %u REGISTER\r\nContact: <sip:k%u@10.0.0.1>;expires=60\r\n"
                "%s: Digest "
                "username=\"u%u\",realm=\"r\",nonce=\"f%u\",cnonce=\"%u\",response=\"%u\"\r\n",
                is_response ? "SIP/2.0 " : "REGISTER sip:ex.com SIP/2.0",
                is_response ? response : "", what & NEW_BRANCH ? n : 0, what & NEW_AOR ? n : 0,
                is_response ? ";tag=t" : "", what & NEW_CALL ? n : 0, n, n,
                is_response ? "WWW-Authenticate" : "Authorization", n % 70, n, n, n);
            add_more(sequence);
            g_string_append(text, "\r\n");
            feed(sequence, (struct span){text->str, text->len});
        }
        if (what & NEW_SECOND && sequence->time < INT64_MAX - SECOND)
            sequence->time += SECOND;
    }
}

static void quote(struct sequence *sequence)
{
    unsigned icmp = choose(sequence, ICMP, 64);

    sequence->packet.kind = icmp % 3 == 2 ? PACKET_ICMP_OTHER : PACKET_ICMP_UNREACHABLE;
    sequence->packet.icmp_type = (uint8_t)(icmp / 4);
    sequence->packet.icmp_code = (uint8_t)(icmp % 16);
    sequence->packet.icmp_v6 = icmp % 2;
    recall(sequence);
    send(sequence);
}

static void step(struct sequence *sequence)
{
    enum kind kind = choose(sequence, KIND, KINDS);
    struct span rest = span_from(sequence->line, CHOICES);

    sequence->packet = (struct packet){.kind = PACKET_MESSAGE};
    g_string_truncate(sequence->text, 0);
    choose_ends(sequence);
    choose_time(sequence);
    switch (kind) {
    case TRAFFIC:
        feed_traffic(sequence, rest);
        return;
    case SETTLE:
        analysis_settle(sequence->analysis, sequence->time);
        return;
    case QUOTED:
        quote(sequence);
        return;
    case FLOOD:
        flood(sequence);
        return;
    case AGAIN:
        recall(sequence);
        break;
    case RAW:
        g_string_append_len(sequence->text, rest.p, (gssize)rest.n);
        break;
    default:
        build(sequence, kind);
        disturb(sequence);
    }
    send(sequence);
}

static struct settings choose_settings(uint8_t byte)
{
    struct settings settings = settings_default();

    settings.one_time_nonce = byte & 1;
    settings.textbook_refresh = byte & 2;
    settings.capture_side = (byte >> 2) % 3;
    if (byte & 16)
        settings.t1_ms = settings.late_tolerance_ms = settings.nat_timeout_s = 0;
    if (byte & 32)
        settings.t1_ms = settings.late_tolerance_ms = settings.nat_timeout_s = UINT_MAX;
    return settings;
}

/* With the users and realms of the messages. */
static struct accounts *choose_accounts(unsigned byte)
{
    static const struct account_text texts[] = {
        {.user = "0", .secret = "secret"},
        {.user = "0", .realm = "r1", .secret = "other"},
        {.user = "0",
         .realm = "r0",
         .k = "465b5ce8b199b49faa5f0a2ee238a6bc",
         .op = "cdc202d5123e20f62b6d676ac72cb318"},
        {.user = "1@ex.com", .kind = ACCOUNT_HA1_MD5, .secret = "3d78807defe7de2157e2b0b6573a855f"},
    };
    struct accounts *accounts = accounts_new();

    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++)
        accounts_add(accounts, &texts[i]);
    if (byte & 64)
        return accounts;
    accounts_unref(accounts);
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct settings settings = choose_settings(size ? data[0] : 0);
    struct accounts *accounts = choose_accounts(size ? data[0] : 0);
    struct span rest = span_from((struct span){(const char *)data, size}, 1);

    settings.accounts = accounts;

    struct sequence sequence = {
        .analysis = analysis_new(&settings),
        .text = g_string_new(NULL),
        .contacts = g_string_new(NULL),
        .kept = g_ptr_array_new_with_free_func(free_text),
        .fed = g_array_new(FALSE, FALSE, sizeof(struct fed)),
        .time = CAPTURE_BEGIN,
    };

    accounts_unref(accounts);
    sequence.forgets = size && data[0] & 128;
    if (sequence.forgets)
        analysis_keep(sequence.analysis, SECOND);
    for (unsigned i = 0; i < STEPS_MAX && rest.n > 0; i++) {
        sequence.line = span_first(rest, span_find(rest, '\n'));
        rest = span_from(rest, sequence.line.n + 1);
        step(&sequence);
    }
    analysis_settle(sequence.analysis, sequence.time);
    for (guint i = 0; i < sequence.fed->len; i++)
        walk(&g_array_index(sequence.fed, struct fed, i));

    analysis_free(sequence.analysis);
    g_array_free(sequence.fed, TRUE);
    g_ptr_array_free(sequence.kept, TRUE);
    g_string_free(sequence.contacts, TRUE);
    g_string_free(sequence.text, TRUE);
    return 0;
}

#ifndef SIPREG_LIBFUZZER

enum { MUTATIONS = 1500, LINES_MAX = 80 };

/* clang-format off */
static const struct {
    const char *name;
    const char *text;
} seeds[] = {
    {"challenge and refreshes",
     "a\nabaaaaab\n"                "ba aaaaaa""aaaaaab" "b\n"
     "aaaaaaabaaaaaaeaa\n"          "baaaaaaaaaaaaaaaa\n"
     "aaagaaabaaaaaahaa\n"          "baaaaaaaaaaaaaaaa\n"
     "aaaiaaabaaaaaahaa\n"          "baaaaaaaaaaaaaabb\n"},
    {"timeout and expiry",
     "a\naaaaaaab\n" "iaaf\n" "aaaaaaab\n" "baaaaaaaaaaaaaaa\n" "iaai\n" "iaai\n" "aaaaaaab\n"},
    {"interval too brief",
     "a\naaaaaaabaaaai\n" "baaaaaaaaaaaaaadb\n" "aaaaaaab\n" "baaaaaaaaaaaaaaaa\n"},
    {"nat and traffic",
     "a\nafaaaaab\n" "bfaaaaaabaaa\n" "hfaf\n" "iaai\n" "hfai\n" "iaai\n"},
    {"keep-alives over UDP",
     "a\naaaaaaabf\n" "baaaaaaaf\n" "haaeaaaaaaaaaaad\n" "haaaaaaaaaaaaaaeaab\n"
     "haafaaaaaaaaaaad\n" "haafaaaaaaaaaaab\n" "aaaaaaaba\n" "baaaaaaaa\n" "haaeaaaaaaaaaaad\n"
     "haaeaaaaaaaaaaad\n"},
    {"keep-alives over TCP",
     "a\naaaabaabf\n" "baaabaaaf\n" "haaebaaaaaaaaaab\n" "haafbaaaaaaaaaacaab\n"
     "haafbaaaaaaaaaab\n" "haafbcaaaaaaaaaaaab\n" "aaaabaabf\n" "haaabdaaaaaaaaaaaab\n"
     "haafbbaaaaaaaaaaaab\n"},
    {"removal of all",
     "a\naaaaaaab\n" "baaaaaaaa\n" "aaaaaaabaaaic\n" "baaaaaaaaaaic\n"},
    {"notify", "a\naaaaaaab\n" "baaaaaaaa\n" "caaaaaab\n" "aaaaaaab\n" "caaaaaab\n"},
    {"copies and retransmissions",
     "a\naaaaaaab\n" "faab\n" "faae\n" "baaaaaaaa\n" "faab\n" "faac\n" "fbba\n"},
    {"icmp", "a\naaaaaaab\n" "jaaaaaaaaaaaaaaaa\n" "gaaaaaaaaaaaaaaaaam\n" "gbaaaaaaaaaaaaaaaab\n"},
    {"two agents, many contacts",
     "a\naaaaaaabaaakf\n" "baaaaaaaaaahf\n" "abaaaabbaaakf\n" "bbaaaabaaaahf\n"
     "aaaaaacbaaakf\n" "baaaaacaaaahf\n" "aaaaaadbaaajq\n" "baaaaadaaaahq\n"},
    {"outbound flows",
     "a\naaaaaaabaaaaac\n" "baaaaaaaaaaaac\n" "aaaaaaabaaaaad\n" "baaaaaaaaaaaad\n"},
    {"times out of range",
     "a\naaaoaaabaaaav\n" "baapaaaaaaaav\n" "aaaraaabaaaav\n" "baaqaaaaaaaav\n" "iaao\n"
     "haap\n" "aaalaaab\n"},
    {"other methods",
     "a\naaaaaaab\n" "baaaaaaaaaaaaaee\n" "daaaaabbaaaaaae\n" "eaaaaabaaaaaaae\n"
     "daaaaabbaaaaaah\n"},
    {"flood", "a\nkaaaaaaaaaaaaaad\n" "caaaaaab\n" "kaafaaaaaaaaaabc\n" "kaaaaaaaaaaaacaj\n" "kaaaaaaaaaaaadaH\n"},
    {"cut", "a\naaaabxab\n" "baaaapaa\n" "aaaabcab\n" "baaaabaa\n"},
};
/* clang-format on */

static void replay(const void *bytes, size_t n)
{
    struct span copy = text_copy(bytes, n);

    LLVMFuzzerTestOneInput((const uint8_t *)copy.p, copy.n);
    text_free(copy);
}

static void replay_seed(gconstpointer text)
{
    char *other = g_strdup(text);

    replay(text, strlen(text));
    other[0] = (char)(other[0] | 128);
    replay(other, strlen(other));
    g_free(other);
}

static struct span random_line(GRand *random)
{
    struct span rest = span_of(seeds[g_rand_int_range(random, 0, G_N_ELEMENTS(seeds))].text);
    gint32 skip = g_rand_int_range(random, 1, 8);
    struct span line = rest;

    for (gint32 i = 0; i <= skip && rest.n > 0; i++) {
        line = span_first(rest, span_find(rest, '\n') + 1);
        rest = span_from(rest, line.n);
    }
    return line;
}

/* Lines of all seeds in any order, with changed choices. */
static void mix(GString *text, GRand *random)
{
    gint32 lines = g_rand_int_range(random, 1, LINES_MAX);

    g_string_append_c(text,
                      (char)(g_rand_int_range(random, 0, 64) | (g_rand_boolean(random) ? 128 : 0)));
    while (lines-- > 0) {
        struct span line = random_line(random);
        gsize from = text->len;

        g_string_append_len(text, line.p, (gssize)line.n);
        while (g_rand_boolean(random) && text->len > from) {
            gsize at = from + (gsize)g_rand_int_range(random, 0, PLACE + 4);

            while (at >= text->len - 1)
                g_string_insert_c(text, (gssize)text->len - 1, 'a');
            text->str[at] = (char)g_rand_int_range(random, 'a', 'a' + 24);
        }
    }
}

static void mutations(void)
{
    GRand *random = g_rand_new_with_seed(3261);

    for (int i = 0; i < MUTATIONS; i++) {
        GString *text = g_string_new(NULL);

        mix(text, random);
        replay(text->str, text->len);
        g_string_free(text, TRUE);
    }
    g_rand_free(random);
}

/* fuzz_analysis FILE...: replays these instead. */
int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (int i = 1; i < argc; i++) {
        char *bytes;
        gsize n;

        if (g_file_get_contents(argv[i], &bytes, &n, NULL)) {
            replay(bytes, n);
            g_free(bytes);
        }
    }
    if (argc > 1)
        return 0;
    for (size_t i = 0; i < G_N_ELEMENTS(seeds); i++) {
        char *name = g_strconcat("/fuzz/analysis/", seeds[i].name, NULL);

        g_test_add_data_func(name, seeds[i].text, replay_seed);
        g_free(name);
    }
    g_test_add_func("/fuzz/analysis/mutations", mutations);
    return g_test_run();
}

#endif
