/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wire_parts.h"

#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {"dns", "syn", "synack", "rejected", "tls", "decrypted"};

static bool is_kind(const char *word, const char *kind)
{
    size_t length = strlen(kind);

    return strncmp(word, kind, length) == 0 && (word[length] == '\0' || word[length] == '[');
}

bool wire_is_connection(const char *word)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (is_kind(word, kinds[i]))
            return true;
    }
    return false;
}

static void add(GString *text, uint64_t number, unsigned size)
{
    while (size-- > 0)
        g_string_append_c(text, (char)(number >> size * 8));
}

/* What `inner` holds, with its length in `size` bytes before it. */
static void add_counted(GString *text, unsigned size, GString *inner)
{
    add(text, inner->len, size);
    g_string_append_len(text, inner->str, (gssize)inner->len);
    g_string_free(inner, TRUE);
}

/* --- DNS: [type;name], [type;name;NXDOMAIN], [type;name;record;...] */

static unsigned number_in(const char *const *names, const char *name)
{
    unsigned number = 0;

    while (names[number] && strcmp(names[number], name) != 0)
        number++;
    return names[number] ? number : 0;
}

static unsigned type_number(const char *name)
{
    return strcmp(name, "A") == 0       ? 1
           : strcmp(name, "AAAA") == 0  ? 28
           : strcmp(name, "SRV") == 0   ? 33
           : strcmp(name, "CNAME") == 0 ? 5
                                        : 35;
}

static void add_name(GString *text, const char *name)
{
    char **labels = g_strsplit(name, ".", -1);

    for (unsigned i = 0; labels[i] && *labels[i]; i++) {
        g_string_append_c(text, (char)strlen(labels[i]));
        g_string_append(text, labels[i]);
    }
    g_string_append_c(text, '\0');
    g_strfreev(labels);
}

/* "10.0.0.9", "[2001:db8::9]", "sip.ex.com:5060" of SRV, "CNAME=pbx.ex.com". */
static void add_record(GString *text, const char *type, const char *record)
{
    bool is_alias = g_str_has_prefix(record, "CNAME=");
    GString *data = g_string_new(NULL);
    const char *colon = strrchr(record, ':');

    add(text, 0xc00c, 2);
    add(text, is_alias ? 5 : type_number(type), 2);
    add(text, 1, 2);
    add(text, 60, 4);
    if (is_alias) {
        add_name(data, record + strlen("CNAME="));
    } else if (strcmp(type, "SRV") == 0) {
        char *host = g_strndup(record, (gsize)(colon - record));

        add(data, 0, 4);
        add(data, (uint64_t)atoi(colon + 1), 2);
        add_name(data, host);
        g_free(host);
    } else if (strcmp(type, "NAPTR") == 0) {
        add(data, 0x000a000a, 4);
        g_string_append_len(data, "\1s\7SIP+D2U\0", 11);
        add_name(data, record);
    } else {
        char *address = g_strdup_printf("%s:0", record);
        struct endpoint endpoint = wire_endpoint(address);

        g_string_append_len(data, (const char *)endpoint.ip, record[0] == '[' ? 16 : 4);
        g_free(address);
    }
    add_counted(text, 2, data);
}

static GString *dns_message(const char *item)
{
    static const char *const outcomes[] = {"-",      "FORMERR", "SERVFAIL", "NXDOMAIN",
                                           "NOTIMP", "REFUSED", NULL};
    char **parts = item_parts(item);
    GString *text = g_string_new(NULL);
    bool is_response = parts[2] != NULL;
    unsigned outcome = is_response ? number_in(outcomes, parts[2]) : 0, count = 0;
    bool has_records =
        is_response && !outcome && strcmp(parts[2], "-") != 0 && strcmp(parts[2], "EMPTY") != 0;

    while (has_records && parts[2 + count])
        count++;
    add(text, 7, 2);
    add(text, (is_response ? 0x8180U : 0x0100U) | outcome, 2);
    add(text, 1, 2);
    add(text, count, 2);
    add(text, 0, 4);
    add_name(text, parts[1]);
    add(text, type_number(parts[0]), 2);
    add(text, 1, 2);
    for (unsigned i = 0; i < count; i++)
        add_record(text, parts[0], parts[2 + i]);
    g_strfreev(parts);
    return text;
}

/* --- A certificate: [certificate;ex.com], days from the first frame: from=-30 until=300 */

/* What a record is made of, behind its kind. */
struct record_words {
    const char *name; /* "ex.com"; a number; NULL: none */
    const char *common_name, *ip, *mail, *other;
    int from, until;
    bool is_13;
    unsigned size;
};

static void add_element(GString *text, unsigned tag, GString *content)
{
    add(text, tag, 1);
    add(text, 0x82, 1);
    add_counted(text, 2, content);
}

static GString *element(unsigned tag, const char *content)
{
    GString *text = g_string_new(NULL);

    add_element(text, tag, g_string_new(content));
    return text;
}

static void append(GString *text, GString *more)
{
    g_string_append_len(text, more->str, (gssize)more->len);
    g_string_free(more, TRUE);
}

static GString *time_element(int days)
{
    /* Second 0 of every script: 2023-11-14. */
    GDateTime *date = g_date_time_new_from_unix_utc(1700000000 + (gint64)days * 86400);
    char *text = g_date_time_format(date, "%Y%m%d%H%M%SZ");
    GString *made = element(0x18, text);

    g_free(text);
    g_date_time_unref(date);
    return made;
}

/* X.501: a set with a pair of a type and a value. */
static GString *subject(const char *common_name)
{
    GString *pair = g_string_new(NULL), *set = g_string_new(NULL), *list = g_string_new(NULL);
    GString *all = g_string_new(NULL);

    if (common_name) {
        append(pair, element(0x06, "\x55\x04\x03"));
        append(pair, element(0x0c, common_name));
        add_element(set, 0x30, pair);
        add_element(list, 0x31, set);
    } else {
        g_string_free(pair, TRUE);
        g_string_free(set, TRUE);
    }
    add_element(all, 0x30, list);
    return all;
}

/* RFC 5280 4.2.1.6. */
static GString *alternative_names(const struct record_words *words)
{
    GString *names = g_string_new(NULL);

    if (words->name)
        append(names, element(0x82, words->name));
    if (words->ip) {
        char *text = g_strdup_printf("%s:0", words->ip);
        struct endpoint address = wire_endpoint(text);

        add_element(names, 0x87, g_string_new_len((const char *)address.ip, 4));
        g_free(text);
    }
    if (words->mail)
        append(names, element(0x81, words->mail));
    if (words->other)
        append(names, element(0xa0, words->other));
    return names;
}

static GString *certificate(const struct record_words *words)
{
    GString *fields = g_string_new(NULL), *validity = g_string_new(NULL);
    GString *names = alternative_names(words), *list = g_string_new(NULL);
    GString *extension = g_string_new(NULL), *extensions = g_string_new(NULL);
    GString *sequence = g_string_new(NULL), *body = g_string_new(NULL);
    GString *all = g_string_new(NULL), *octets = g_string_new(NULL);

    append(fields, element(0x02, "1"));
    append(fields, element(0x30, ""));
    append(fields, element(0x30, ""));
    append(validity, time_element(words->from));
    append(validity, time_element(words->until));
    add_element(fields, 0x30, validity);
    append(fields, subject(words->common_name));
    append(fields, element(0x30, ""));
    add_element(octets, 0x30, names);
    append(extension, element(0x06, "\x55\x1d\x11"));
    add_element(extension, 0x04, octets);
    add_element(list, 0x30, extension);
    add_element(extensions, 0x30, list);
    add_element(fields, 0xa3, extensions);
    add_element(sequence, 0x30, fields);
    append(body, sequence);
    add_element(all, 0x30, body);
    return all;
}

/* --- TLS: one record for each [] */

static void add_message(GString *text, unsigned type, GString *body)
{
    add(text, type, 1);
    add_counted(text, 3, body);
}

static void add_extension(GString *list, unsigned type, GString *value)
{
    add(list, type, 2);
    add_counted(list, 2, value);
}

static GString *hello(bool is_server, bool is_13, const char *name)
{
    GString *body = g_string_new(NULL), *list = g_string_new(NULL);

    add(body, 0x0303, 2);
    for (unsigned i = 0; i < 32; i++)
        g_string_append_c(body, 'r');
    add(body, 0, 1);
    if (is_server) {
        add(body, 0x1301, 2);
        add(body, 0, 1);
    } else {
        add(body, 2, 2);
        add(body, 0x1301, 2);
        add(body, 1, 1);
        add(body, 0, 1);
    }
    if (is_server && is_13) {
        GString *value = g_string_new(NULL);

        add(value, 0x0304, 2);
        add_extension(list, 43, value);
    }
    if (name) {
        GString *value = g_string_new(NULL), *names = g_string_new(NULL);

        add(names, 0, 1);
        add_counted(names, 2, g_string_new(name));
        add_counted(value, 2, names);
        add_extension(list, 0, value);
    }
    add_counted(body, 2, list);
    return body;
}

static struct record_words record_words(char **parts)
{
    struct record_words words = {.from = -30, .until = 300};
    const struct {
        const char *start, **value;
    } texts[] = {{"cn=", &words.common_name},
                 {"ip=", &words.ip},
                 {"mail=", &words.mail},
                 {"other=", &words.other}};

    for (unsigned i = 1; parts[i]; i++) {
        unsigned text = 0;

        while (text < G_N_ELEMENTS(texts) && !g_str_has_prefix(parts[i], texts[text].start))
            text++;
        if (text < G_N_ELEMENTS(texts)) {
            *texts[text].value = parts[i] + strlen(texts[text].start);
            continue;
        }
        if (g_str_has_prefix(parts[i], "from="))
            words.from = atoi(parts[i] + strlen("from="));
        else if (g_str_has_prefix(parts[i], "until="))
            words.until = atoi(parts[i] + strlen("until="));
        else if (strcmp(parts[i], "1.3") == 0)
            words.is_13 = true;
        else
            words.name = parts[i];
    }
    words.size = words.name ? (unsigned)atoi(words.name) : 0;
    return words;
}

static void add_certificate(GString *text, const struct record_words *words)
{
    GString *list = g_string_new(NULL), *body = g_string_new(NULL);

    if (words->is_13)
        add(body, 0, 1);
    add_counted(list, 3, certificate(words));
    if (words->is_13)
        add(list, 0, 2);
    add_counted(body, 3, list);
    add_message(text, 11, body);
}

static GString *padding(unsigned size)
{
    GString *text = g_string_new(NULL);

    g_string_set_size(text, size);
    memset(text->str, 'e', size);
    return text;
}

/* What the record holds, and its type. */
static GString *record(const char *line, const char *item, unsigned *type)
{
    char **parts = item_parts(item);
    struct record_words words = record_words(parts);
    GString *text = g_string_new(NULL);

    *type = 22;
    if (strcmp(parts[0], "hello") == 0) {
        add_message(text, 1, hello(false, false, words.name));
    } else if (strcmp(parts[0], "server-hello") == 0) {
        add_message(text, 2, hello(true, words.is_13, NULL));
    } else if (strcmp(parts[0], "certificate") == 0) {
        add_certificate(text, &words);
    } else if (strcmp(parts[0], "request") == 0) {
        add_message(text, 13, g_string_new("c"));
    } else if (strcmp(parts[0], "alert") == 0) {
        *type = 21;
        add(text, words.size == 0 ? 1 : 2, 1);
        add(text, words.size, 1);
    } else if (strcmp(parts[0], "change") == 0) {
        *type = 20;
        add(text, 1, 1);
    } else if (strcmp(parts[0], "finished") == 0) {
        append(text, padding(40));
    } else if (strcmp(parts[0], "data") == 0) {
        *type = 23;
        append(text, padding(words.size));
    } else {
        script_error(line, "no record \"%s\"", parts[0]);
    }
    g_strfreev(parts);
    return text;
}

static GString *tls_text(const char *line, const char *word, bool is_wrapped)
{
    char **items = bracket_items(word);
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; items[i]; i++) {
        unsigned type;
        GString *content = record(line, items[i], &type);

        if (is_wrapped) {
            add(text, type, 1);
            add(text, 0x0303, 2);
            add_counted(text, 2, content);
        } else {
            append(text, content);
        }
    }
    g_strfreev(items);
    return text;
}

/* --- The packet */

static GString *text_of(struct words *words, const char *kind, enum packet_content *content)
{
    *content = CONTENT_SEGMENT;
    if (is_kind(kind, "dns")) {
        char **items = bracket_items(kind);
        GString *text = dns_message(items[0]);

        *content = CONTENT_DNS;
        g_strfreev(items);
        return text;
    }
    if (is_kind(kind, "decrypted"))
        *content = CONTENT_DECRYPTED;
    if (is_kind(kind, "rejected"))
        *content = CONTENT_REJECTED;
    return is_kind(kind, "tls") || is_kind(kind, "decrypted")
               ? tls_text(words->text, kind, is_kind(kind, "tls"))
               : g_string_new(NULL);
}

struct wire *wire_connection(struct words *words, const char *kind, enum packet_content *content)
{
    const char *source = words_take(words), *destination = words_take(words);
    const char *size = words_value(words, "first");
    struct wire *wire = wire_new();

    if (!source || !destination)
        script_error(words->text, "%s needs two addresses", kind);
    wire->packet.source = wire_endpoint(source);
    wire->packet.destination = wire_endpoint(destination);
    wire->packet.transport = is_kind(kind, "dns") ? TRANSPORT_UDP : TRANSPORT_TCP;
    wire->packet.syn = is_kind(kind, "syn") || is_kind(kind, "synack");
    wire->packet.ack = !is_kind(kind, "syn");
    if (is_kind(kind, "rejected")) {
        wire->packet.kind = PACKET_ICMP_UNREACHABLE;
        wire->packet.icmp_type = 3;
        wire->packet.icmp_code = 1;
    }
    wire->text = text_of(words, kind, content);
    if (size)
        g_string_truncate(wire->text, (gsize)atoi(size));
    wire->packet.text = (struct span){wire->text->str, wire->text->len};
    return wire;
}
