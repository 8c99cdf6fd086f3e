/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * DNS messages: what is read of them, and what must not be.
 */
#include "facts/dns.h"

#include "unit/text.h"

#define HEAD(flags, counts) "\x12\x34" flags "\0\x01" counts
#define QUERY               HEAD("\x01\0", "\0\0\0\0\0\0")
#define NAME                                                                                       \
    "\x04_sip\x04_TCP\x02"                                                                         \
    "ex\x03"                                                                                       \
    "com\0"
#define SRV "\0\x21\0\x01"

struct row {
    const char *name;
    const char *bytes;
    size_t size;
    const char *expected;
};

#define ROW(name, bytes, expected)                                                                 \
    {                                                                                              \
        name, bytes, sizeof(bytes) - 1, expected                                                   \
    }

static const struct row rows[] = {
    ROW("a query", QUERY NAME SRV, "SRV _sip._tcp.ex.com"),
    ROW("a query of a name server", HEAD("\0\0", "\0\0\0\0\0\0") NAME SRV,
        "SRV _sip._tcp.ex.com, for a server"),
    ROW("NXDOMAIN", HEAD("\x81\x83", "\0\0\0\0\0\0") NAME SRV, "SRV _sip._tcp.ex.com: NXDOMAIN"),
    ROW("no records", HEAD("\x81\x80", "\0\0\0\0\0\0") NAME SRV,
        "SRV _sip._tcp.ex.com: no such record"),
    ROW("a server and its address",
        HEAD("\x81\x80", "\0\x01\0\0\0\x01") NAME SRV
        "\xc0\x0c" SRV "\0\0\0\x3c\0\x0b\0\0\0\0\x13\xc4\x02pb\xc0\x16"
        "\x02pb\xc0\x16\0\x01\0\x01\0\0\0\x3c\0\x04\x0a\0\0\x09",
        "SRV _sip._tcp.ex.com: resolved, SRV pb.ex.com:5060, A 10.0.0.9"),
    ROW("no server offers it (RFC 2782)",
        HEAD("\x81\x80", "\0\x01\0\0\0\0") NAME SRV "\xc0\x0c" SRV "\0\0\0\x3c\0\x07\0\0\0\0\0\0\0",
        "SRV _sip._tcp.ex.com: no such record, SRV :0"),
    ROW("characters that cannot be shown",
        QUERY "\x05"
              "a\x01{ b"
              "\0" SRV,
        "SRV a???b"),
    ROW("a pointer to itself", QUERY "\xc0\x0c" SRV, "nothing"),
    ROW("pointers in a circle", QUERY "\xc0\x0e\xc0\x0c" SRV, "nothing"),
    ROW("a label longer than the message",
        QUERY "\x3f"
              "ab",
        "nothing"),
    ROW("a label type that there is not",
        QUERY "\x80"
              "a\0" SRV,
        "nothing"),
    ROW("another class", QUERY NAME "\0\x21\0\x03", "nothing"),
    ROW("two questions", "\x12\x34\x01\0\0\x02\0\0\0\0\0\0" NAME SRV NAME SRV, "nothing"),
    ROW("an update (RFC 2136)", HEAD("\x28\0", "\0\0\0\0\0\0") NAME SRV, "nothing"),
    ROW("a record longer than the message",
        HEAD("\x81\x80", "\0\x01\0\0\0\0") NAME SRV "\xc0\x0c" SRV "\0\0\0\x3c\xff\xff\0\0",
        "SRV _sip._tcp.ex.com: no such record"),
};

static GString *say(struct span message)
{
    struct dns *dns = g_new0(struct dns, 1);
    GString *said = g_string_new("nothing");

    if (dns_read_question(message, dns)) {
        g_string_printf(said, "%s %s%s", connection_type_name(dns->type), dns->name,
                        dns->is_for_server ? ", for a server" : "");
        dns_read_records(message, dns);
        if (dns->is_response)
            g_string_append_printf(said, ": %s", connection_outcome_name(dns->outcome));
    }
    for (unsigned i = 0; i < dns->record_count; i++) {
        const struct dns_record *record = &dns->records[i];
        char text[ENDPOINT_TEXT_SIZE];

        g_string_append_printf(said, ", %s ", connection_type_name(record->type));
        if (record->type == DNS_SRV)
            g_string_append_printf(said, "%s:%u", record->target, record->port);
        else
            g_string_append(said, endpoint_to_text(&record->address, false, text));
    }
    g_free(dns);
    return said;
}

static void read_row(const void *data)
{
    const struct row *row = data;
    struct span copy = text_copy(row->bytes, row->size);

    text_expect(say(copy), row->expected);
    text_free(copy);
}

/* Every beginning of each message is read without going behind its end. */
static void read_cut(const void *data)
{
    const struct row *row = data;

    for (size_t size = 0; size < row->size; size++) {
        struct span copy = text_copy(row->bytes, size);

        g_string_free(say(copy), TRUE);
        text_free(copy);
    }
}

/* More records than are kept, and a name as long as can be. */
static void keeps_bounds(void)
{
    GString *text = g_string_new_len(HEAD("\x81\x80", "\xff\xff\xff\xff\xff\xff"), 12);
    struct dns *dns = g_new0(struct dns, 1);

    for (unsigned i = 0; i < 5; i++)
        g_string_append_printf(text, "%c%063d", 63, 0);
    g_string_append_len(text, "\0" SRV, 5);
    g_assert_false(dns_read_question((struct span){text->str, text->len}, dns));
    g_string_truncate(text, 12);
    g_string_append_len(text, NAME SRV, sizeof(NAME SRV) - 1);
    for (unsigned i = 0; i < 100; i++)
        g_string_append_len(text, "\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04\x0a\0\0\x09", 16);
    text->str[4] = 0;
    text->str[5] = 1;
    g_assert_true(dns_read_question((struct span){text->str, text->len}, dns));
    dns_read_records((struct span){text->str, text->len}, dns);
    g_assert_cmpuint(dns->record_count, ==, DNS_RECORDS_MAX);
    g_free(dns);
    g_string_free(text, TRUE);
}

static void finds_domain(void)
{
    g_assert_cmpstr(dns_sip_domain("_sip._udp.ex.com"), ==, "ex.com");
    g_assert_cmpstr(dns_sip_domain("_sips._tcp.ex.com"), ==, "ex.com");
    g_assert_null(dns_sip_domain("_sip._udp."));
    g_assert_null(dns_sip_domain("_imaps._tcp.ex.com"));
    g_assert_null(dns_sip_domain("sip.ex.com"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *path = g_strdup_printf("/dns/%s", rows[i].name);
        char *cut = g_strdup_printf("/dns/cut/%s", rows[i].name);

        g_test_add_data_func(path, &rows[i], read_row);
        g_test_add_data_func(cut, &rows[i], read_cut);
        g_free(path);
        g_free(cut);
    }
    g_test_add_func("/dns/bounds", keeps_bounds);
    g_test_add_func("/dns/domain", finds_domain);
    return g_test_run();
}
