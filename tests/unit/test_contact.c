/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/contact.h"

#include "unit/text.h"

static const struct text_row valid[] = {
    {"bare URI", "sip:bob@example.com", "uri=[sip:bob@example.com]"},
    {"angle brackets", "<sip:bob@example.com>", "name=[] uri=[sip:bob@example.com]"},
    {"token as display name", "Bob Smith <sip:bob@example.com>",
     "name=[Bob Smith] uri=[sip:bob@example.com]"},
    {"quoted display name", "\"Bob\" <sip:bob@example.com>;tag=a",
     "name=[\"Bob\"] uri=[sip:bob@example.com] tag=[a]"},
    {"no blank before the bracket", "\"Bob\"<sip:bob@example.com>",
     "name=[\"Bob\"] uri=[sip:bob@example.com]"},
    {"escaped quotes in the display name", "\"Bob \\\"<sip:x@y>\\\" B\" <sip:bob@example.com>",
     "name=[\"Bob \\\"<sip:x@y>\\\" B\"] uri=[sip:bob@example.com]"},
    {"a parameter inside the display name", "\"B, C; expires=5\" <sip:bob@example.com>",
     "name=[\"B, C; expires=5\"] uri=[sip:bob@example.com]"},
    {"tag of a bare URI belongs to the header", "sip:bob@ex.com;tag=1",
     "uri=[sip:bob@ex.com] tag=[1]"},
    {"parameters of both", "<sip:bob@example.com;expires=1;transport=tcp>;expires=60;q=0.5",
     "name=[] uri=[sip:bob@example.com;expires=1;transport=tcp] expires=60"},
    {"quoted instance", "<sip:bob@example.com>;+sip.instance=\"<urn:uuid:0-1;2>\";reg-id=1",
     "name=[] uri=[sip:bob@example.com] instance=[urn:uuid:0-1;2] reg-id=1"},
    {"what a registrar lists",
     "<sip:bob@192.0.2.7>;received=\"sip:198.51.100.1:1024;transport=udp\""
     ";pub-gruu=\"sip:bob@example.com;gr=urn:uuid:1\""
     ";temp-gruu=\"sip:tgruu.7hs==jd7vnzga5w7fajsc7-ajd6fabz0f8g5@example.com;gr\";expires=19",
     "name=[] uri=[sip:bob@192.0.2.7] expires=19 "
     "received=[sip:198.51.100.1:1024;transport=udp]"},
    {"blanks around the equals sign", "<sip:bob@example.com> ; expires = 60 ; reg-id\t=\t2",
     "name=[] uri=[sip:bob@example.com] expires=60 reg-id=2"},
    {"folded", "\"Bob\"\r\n <sip:bob@example.com>\r\n\t;expires\r\n =60",
     "name=[\"Bob\"] uri=[sip:bob@example.com] expires=60"},
    {"parameter name in odd case", "<sip:bob@example.com>;EXPIRES=60;Reg-ID=3",
     "name=[] uri=[sip:bob@example.com] expires=60 reg-id=3"},
    {"expires 0", "<sip:bob@example.com>;expires=0", "name=[] uri=[sip:bob@example.com] expires=0"},
    {"star", "*", "star"},
    {"IPv6", "<sip:bob@[2001:db8::1]:5060>", "name=[] uri=[sip:bob@[2001:db8::1]:5060]"},
    {"tel", "<tel:+12125551212>;tag=x", "name=[] uri=[tel:+12125551212] tag=[x]"},
    {"headers in the URI", "<sip:bob@example.com?a=b>", "name=[] uri=[sip:bob@example.com?a=b]"},
};

static const struct text_row recoverable[] = {
    {"quotes around expires", "<sip:bob@example.com>;expires=\"60\"",
     "name=[] uri=[sip:bob@example.com] expires=60"},
    {"expires twice", "<sip:bob@example.com>;expires=60;expires=90",
     "name=[] uri=[sip:bob@example.com] expires=60"},
    {"expires above 32 bits", "<sip:bob@example.com>;expires=4294967296",
     "name=[] uri=[sip:bob@example.com] expires=4294967295"},
    {"expires is no number", "<sip:bob@example.com>;expires=\"Thu, 01 Dec 1994 16:00:00 GMT\"",
     "name=[] uri=[sip:bob@example.com]"},
    {"expires below zero", "<sip:bob@example.com>;expires=-1", "name=[] uri=[sip:bob@example.com]"},
    {"expires without value", "<sip:bob@example.com>;expires", "name=[] uri=[sip:bob@example.com]"},
    {"expires is empty", "<sip:bob@example.com>;expires=", "name=[] uri=[sip:bob@example.com]"},
    {"instance without quotes", "<sip:bob@example.com>;+sip.instance=<urn:uuid:0;1>;reg-id=1",
     "name=[] uri=[sip:bob@example.com] instance=[urn:uuid:0;1] reg-id=1"},
    {"instance without brackets", "<sip:bob@example.com>;+sip.instance=\"urn:uuid:0\"",
     "name=[] uri=[sip:bob@example.com] instance=[urn:uuid:0]"},
    {"instance not closed", "<sip:bob@example.com>;+sip.instance=\"<urn:uuid:0;reg-id=1",
     "name=[] uri=[sip:bob@example.com] instance=[<urn:uuid:0;reg-id=1]"},
    {"blanks in the brackets", "< sip:bob@example.com >", "name=[] uri=[sip:bob@example.com]"},
    {"bracket not closed", "<sip:bob@example.com", "name=[] uri=[sip:bob@example.com]"},
    {"instance in a bare URI", "sip:bob@example.com;+sip.instance=\"<urn:uuid:0>\";expires=5",
     "uri=[sip:bob@example.com] expires=5 instance=[urn:uuid:0]"},
    {"instance without quotes in a bare URI", "sip:bob@example.com;+sip.instance=<urn:uuid:0>",
     "uri=[sip:bob@example.com] instance=[urn:uuid:0]"},
    {"semicolon in a display name without quotes", "B; C <sip:bob@example.com>;expires=5",
     "name=[B; C] uri=[sip:bob@example.com] expires=5"},
    {"star with parameters", "*;expires=0", "star expires=0"},
    {"star and blanks", " * ; expires=0 ", "star expires=0"},
    {"empty parameters", "<sip:bob@example.com>;;;expires=5;",
     "name=[] uri=[sip:bob@example.com] expires=5"},
    {"something between bracket and semicolon", "<sip:bob@example.com> x;expires=5",
     "name=[] uri=[sip:bob@example.com] expires=5"},
    {"reg-id is no number", "<sip:bob@example.com>;reg-id=x", "name=[] uri=[sip:bob@example.com]"},
};

static const struct text_row invalid[] = {
    {"empty", "", "nothing"},
    {"blanks", " \r\n ", "nothing"},
    {"empty brackets", "<>", "nothing"},
    {"no scheme", "<bob@example.com>", "nothing"},
    {"a word", "bob", "nothing"},
    {"two stars", "**", "nothing"},
    {"display name alone", "\"Bob\"", "nothing"},
    {"quote not closed", "\"Bob <sip:bob@example.com>", "nothing"},
    {"quote closed by an escape only", "\"Bob\\\" <sip:bob@example.com>", "nothing"},
    {"an open bracket", "<", "nothing"},
    {"a semicolon", ";", "nothing"},
};

static void reading(gconstpointer data)
{
    const struct text_row *row = data;
    struct span input = text_copy(row->input, strlen(row->input));
    GString *said = g_string_new(NULL);
    struct sip_address address;
    struct sip_contact_params params;

    if (sip_address_read(input, &address)) {
        sip_contact_params_read(&address, &params);
        g_string_append(said, address.is_star ? "star" : "");
        text_say(said, "name", address.display_name);
        text_say(said, "uri", address.uri.text);
        text_say(said, "tag", sip_address_param(&address, "tag"));
        if (params.has_expires && params.expires_is_valid)
            g_string_append_printf(said, " expires=%u", params.expires_s);
        text_say(said, "instance", params.instance);
        if (params.reg_id != 0)
            g_string_append_printf(said, " reg-id=%u", params.reg_id);
        text_say(said, "received", sip_address_param(&address, "received"));
        g_assert_true(span_equal(address.text, span_trim(input)));
    } else {
        g_string_append(said, "nothing");
    }
    text_free(input);
    text_expect(said, row->expected);
}

static const struct text_row params[] = {
    {"pairs", "a=1;b=2", "[a]=[1] [b]=[2]"},
    {"no value", "lr;ob", "[lr] [ob]"},
    {"an empty value", "rport=;x", "[rport]=[] [x]"},
    {"blanks everywhere", " ; a = 1 ;\tb\r\n =\r\n 2 ", "[a]=[1] [b]=[2]"},
    {"quoted semicolon", "a=\"x;y\";b", "[a]=[x;y] [b]"},
    {"quoted empty", "a=\"\"", "[a]=[]"},
    {"escapes stay", "a=\"x\\\"y\\\\\";b", "[a]=[x\\\"y\\\\] [b]"},
    {"angle brackets", "a=<x;y>;b", "[a]=[<x;y>] [b]"},
    {"only the first equals sign counts", "a=b=c", "[a]=[b=c]"},
    {"no name", "=5;b", "[]=[5] [b]"},
    {"empty ones passed over", ";; ;a;;", "[a]"},
    {"quote not closed", "a=\"x;b=2", "[a]=[x;b=2]"},
    {"one quote", "a=\"", "[a]=[]"},
    {"nothing", "", ""},
};

static void walking(gconstpointer data)
{
    const struct text_row *row = data;
    struct span input = text_copy(row->input, strlen(row->input));
    struct span rest = input;
    struct span name, value;
    GString *said = g_string_new(NULL);

    while (sip_param_next(&rest, &name, &value)) {
        g_string_append_printf(said, "%s[%.*s]", said->len ? " " : "", (int)name.n, name.p);
        if (span_present(value))
            g_string_append_printf(said, "=[%.*s]", (int)value.n, value.p);
    }
    text_free(input);
    text_expect(said, row->expected);
}

/* The expectations are relative to 1994-12-01 15:00:00 GMT. */
static const struct text_row expires[] = {
    {"seconds", "3600", "3600"},
    {"zero", "0", "0"},
    {"blanks around", " 60\r\n ", "60"},
    {"the largest", "4294967295", "4294967295"},
    {"larger is clipped", "4294967296", "4294967295"},
    {"very much larger is clipped", "99999999999999999999999999", "4294967295"},
    {"Retry-After with a duration", "18000;duration=3600", "18000"},
    {"Retry-After with a comment", "120 (I'm in a meeting)", "120"},
    {"a date", "Thu, 01 Dec 1994 16:00:00 GMT", "3600"},
    {"a date in odd case", "thu, 01 dec 1994 16:00:00 gmt", "3600"},
    {"a date without its weekday", "01 Dec 1994 16:00:00 GMT", "3600"},
    {"a date with more blanks", "Thu,  1  Dec 1994\r\n 16:00:00 GMT", "3600"},
    {"the next day", "Fri, 02 Dec 1994 15:00:00 GMT", "86400"},
    {"across a leap day", "Fri, 01 Mar 1996 15:00:00 GMT", "39398400"},
    {"across the year 2000", "Wed, 01 Mar 2000 15:00:00 GMT", "165628800"},
    {"a past date", "Thu, 01 Dec 1994 14:59:59 GMT", "0"},
    {"the beginning of time", "Thu, 01 Jan 1970 00:00:00 GMT", "0"},
    {"a far date is clipped", "Fri, 31 Dec 9999 23:59:60 GMT", "4294967295"},
    {"empty", "", "nothing"},
    {"below zero", "-1", "nothing"},
    {"a fraction", "1.5", "nothing"},
    {"two numbers", "60 60", "nothing"},
    {"a word", "never", "nothing"},
    {"another zone", "Thu, 01 Dec 1994 16:00:00 CET", "nothing"},
    {"no zone", "Thu, 01 Dec 1994 16:00:00", "nothing"},
    {"no such month", "Thu, 01 Foo 1994 16:00:00 GMT", "nothing"},
    {"hour 24", "Thu, 01 Dec 1994 24:00:00 GMT", "nothing"},
    {"day 0", "Thu, 00 Dec 1994 16:00:00 GMT", "nothing"},
    {"day 32", "Thu, 32 Dec 1994 16:00:00 GMT", "nothing"},
    {"a cut date", "Thu, 01 Dec 1994 16:", "nothing"},
};

static void expiry(gconstpointer data)
{
    const int64_t now = 786294000;
    const struct text_row *row = data;
    struct span input = text_copy(row->input, strlen(row->input));
    GString *said = g_string_new(NULL);
    uint32_t seconds = 4711;

    if (sip_expires_read(input, now, &seconds)) {
        g_string_printf(said, "%u", seconds);
    } else {
        g_assert_cmpuint(seconds, ==, 4711);
        g_string_append(said, "nothing");
    }
    text_free(input);
    text_expect(said, row->expected);
}

/* The clock of a capture can have any value. */
static void odd_clocks(void)
{
    struct span date = SPAN_LITERAL("Thu, 01 Dec 1994 16:00:00 GMT");
    uint32_t seconds;

    g_assert_true(sip_expires_read(date, INT64_MIN, &seconds));
    g_assert_cmpuint(seconds, ==, UINT32_MAX);
    g_assert_true(sip_expires_read(date, INT64_MAX, &seconds));
    g_assert_cmpuint(seconds, ==, 0);
}

static void hostile(gconstpointer pattern)
{
    struct span input = text_repeat(pattern, 1 << 16);
    struct span rest = input;
    gint64 start = g_get_monotonic_time();
    struct sip_address address;
    struct sip_contact_params read;
    struct span name, value;
    uint32_t seconds;

    if (sip_address_read(input, &address))
        sip_contact_params_read(&address, &read);
    memcpy((char *)input.p, "<sip:h>;", 8);
    g_assert_true(sip_address_read(input, &address));
    sip_contact_params_read(&address, &read);
    while (sip_param_next(&rest, &name, &value))
        continue;
    sip_expires_read(input, 0, &seconds);
    text_assert_quick(start);
    text_free(input);
}

static void party(const char *text, const char *uri, const char *tag)
{
    struct span value = span_of(text), read_uri, read_tag;

    g_assert_true(sip_party_split(value, &read_uri, &read_tag) == (uri != NULL));
    if (!uri)
        return;
    g_assert_true(span_is(read_uri, uri));
    g_assert_true(span_present(read_tag) == (tag != NULL));
    g_assert_true(!tag || span_is(read_tag, tag));
}

/* What is not of the usual form is left to the full reader. */
static void parties(void)
{
    party("<sip:a@b>", "sip:a@b", NULL);
    party("<sip:a@b>;tag=x=1", "sip:a@b", "x=1");
    party("\"A <B>\" <sip:a@b;c>;tag=", "sip:a@b;c", "");
    party("\"A\"<sip:a@b>", "sip:a@b", NULL);
    party("A <sip:a@b>", NULL, NULL);
    party("\"A <sip:a@b>", NULL, NULL);
    party("<sip:a@b", NULL, NULL);
    party("<sip:a@b>;TAG=x", NULL, NULL);
    party("<sip:a@b>;tag=x;y", NULL, NULL);
    party("<sip:a@b>;tag=\"x\"", NULL, NULL);
    party("<sip:a@b> ;tag=x", NULL, NULL);
    party("", NULL, NULL);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/contact/usual To and From", parties);
    TEXT_ADD("/contact/valid", valid, reading);
    TEXT_ADD("/contact/recoverable", recoverable, reading);
    TEXT_ADD("/contact/invalid", invalid, reading);
    TEXT_ADD("/contact/params", params, walking);
    TEXT_ADD("/contact/expires", expires, expiry);
    g_test_add_func("/contact/expires at odd clocks", odd_clocks);
    g_test_add_data_func("/contact/pathological/semicolons", ";", hostile);
    g_test_add_data_func("/contact/pathological/quotes", "\"", hostile);
    g_test_add_data_func("/contact/pathological/escaped quotes", "\\\"", hostile);
    g_test_add_data_func("/contact/pathological/open brackets", "<", hostile);
    g_test_add_data_func("/contact/pathological/brackets", "<>", hostile);
    g_test_add_data_func("/contact/pathological/brackets and semicolons", "<;", hostile);
    g_test_add_data_func("/contact/pathological/parameters", ";a=\"\"", hostile);
    g_test_add_data_func("/contact/pathological/equals signs", "=", hostile);
    g_test_add_data_func("/contact/pathological/blanks", " \r\n", hostile);
    g_test_add_data_func("/contact/pathological/digits", "9", hostile);
    return g_test_run();
}
