/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/uri.h"

#include "unit/text.h"

static const struct text_row valid[] = {
    {"user and host", "sip:bob@example.com", "scheme=[sip] user=[bob] host=[example.com]"},
    {"no user", "sip:example.com", "scheme=[sip] host=[example.com]"},
    {"sips", "sips:bob@example.com", "scheme=[sips] secure user=[bob] host=[example.com]"},
    {"scheme in odd case", "SiP:bob@example.com", "scheme=[SiP] user=[bob] host=[example.com]"},
    {"port", "sip:bob@example.com:5070", "scheme=[sip] user=[bob] host=[example.com] port 5070"},
    {"password", "sip:alice:secret@example.com",
     "scheme=[sip] user=[alice] password=[secret] host=[example.com]"},
    {"empty password", "sip:alice:@example.com",
     "scheme=[sip] user=[alice] password=[] host=[example.com]"},
    {"IPv6 host", "sip:bob@[2001:db8::17]", "scheme=[sip] user=[bob] host=[2001:db8::17]"},
    {"IPv6 host with port", "sip:[2001:db8::17]:5080",
     "scheme=[sip] host=[2001:db8::17] port 5080"},
    {"parameters", "sip:bob@192.0.2.1;transport=tcp;lr",
     "scheme=[sip] user=[bob] host=[192.0.2.1] params=[transport=tcp;lr]"},
    {"parameters and headers", "sip:biloxi.com;method=REGISTER?to=sip:bob%40biloxi.com",
     "scheme=[sip] host=[biloxi.com] params=[method=REGISTER] headers=[to=sip:bob%40biloxi.com]"},
    {"headers without parameters", "sip:a@b?subject=x",
     "scheme=[sip] user=[a] host=[b] headers=[subject=x]"},
    {"telephone subscriber with its own parameter",
     "sip:+1-212-555-1212;phone-context=x.com:1234@gateway.com;user=phone",
     "scheme=[sip] user=[+1-212-555-1212;phone-context=x.com] password=[1234] "
     "host=[gateway.com] params=[user=phone]"},
    {"question mark in the user", "sip:a?b@host", "scheme=[sip] user=[a?b] host=[host]"},
    {"tel", "tel:+12125551212;ext=5", "scheme=[tel]"},
    {"urn", "urn:service:sos", "scheme=[urn]"},
};

static const struct text_row recoverable[] = {
    {"blanks around it", " sip:bob@example.com\r\n ", "scheme=[sip] user=[bob] host=[example.com]"},
    {"nothing before the at sign", "sip:@example.com", "scheme=[sip] user=[] host=[example.com]"},
    {"two at signs", "sip:bob@example.com@192.0.2.1",
     "scheme=[sip] user=[bob@example.com] host=[192.0.2.1]"},
    {"at sign in a parameter", "sip:bob@example.com;x=a@b",
     "scheme=[sip] user=[bob] host=[example.com] params=[x=a@b]"},
    {"IPv6 without brackets", "sip:bob@2001:db8::17;ob",
     "scheme=[sip] user=[bob] host=[2001:db8::17] params=[ob]"},
    {"IPv6 bracket not closed", "sip:[2001:db8::17", "scheme=[sip] host=[2001:db8::17]"},
    {"port is no number", "sip:example.com:sip", "scheme=[sip] host=[example.com]"},
    {"port too large", "sip:example.com:65536", "scheme=[sip] host=[example.com]"},
    {"port is empty", "sip:example.com:", "scheme=[sip] host=[example.com]"},
    {"blanks around the port", "sip:example.com : 5060",
     "scheme=[sip] host=[example.com] port 5060"},
    {"empty parameters", "sip:example.com;", "scheme=[sip] host=[example.com] params=[]"},
};

static const struct text_row invalid[] = {
    {"empty", "", "nothing"},
    {"no scheme", "bob@example.com", "nothing"},
    {"no scheme but a port", "bob@example.com:5060", "nothing"},
    {"scheme begins with a digit", "1sip:bob@example.com", "nothing"},
    {"scheme is empty", ":bob", "nothing"},
    {"no host", "sip:", "nothing"},
    {"a user and no host", "sip:bob@", "nothing"},
    {"a port and no host", "sip:bob@:5060", "nothing"},
    {"parameters and no host", "sip:;lr", "nothing"},
    {"empty brackets", "sip:bob@[]:5060", "nothing"},
    {"an open bracket", "sip:[", "nothing"},
};

static void reading(gconstpointer data)
{
    const struct text_row *row = data;
    struct span input = text_copy(row->input, strlen(row->input));
    GString *said = g_string_new(NULL);
    struct sip_uri uri;

    if (sip_uri_read(input, &uri)) {
        text_say(said, "scheme", uri.scheme);
        g_string_append(said, uri.is_sips ? " secure" : "");
        text_say(said, "user", uri.user);
        text_say(said, "password", uri.password);
        text_say(said, "host", uri.host);
        if (uri.port != 0)
            g_string_append_printf(said, " port %u", uri.port);
        text_say(said, "params", uri.params);
        text_say(said, "headers", uri.headers);
        g_assert_true(uri.has_userinfo == span_present(uri.user));
        g_assert_true(span_equal(uri.text, span_trim(input)));
    } else {
        g_string_append(said, "nothing");
    }
    text_free(input);
    text_expect(said, row->expected);
}

struct pair_row {
    const char *name;
    const char *a;
    const char *b;
    bool equal;
};

static const struct pair_row rfc_3261_pairs[] = {
    /* The examples of RFC 3261 19.1.4, in its order. */
    {"escape and case", "sip:%61lice@atlanta.com;transport=TCP",
     "sip:alice@AtLanTa.CoM;Transport=tcp", true},
    {"unknown parameter in one", "sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", true},
    {"unknown parameter in the other", "sip:carol@chicago.com", "sip:carol@chicago.com;security=on",
     true},
    {"two unknown parameters", "sip:carol@chicago.com;newparam=5",
     "sip:carol@chicago.com;security=on", true},
    {"escape and case of a parameter's name", "sip:biloxi.com;%54ransport=tcp;x=1",
     "sip:biloxi.com;x=1;transport=tcp", true},
    {"one value of many parameters", "sip:biloxi.com;a=1;b=2;c=3;d=4", "sip:biloxi.com;d=4;c=0;b=2",
     false},
    {"order of parameters", "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
     "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com", true},
    {"order of headers", "sip:alice@atlanta.com?subject=project%20x&priority=urgent",
     "sip:alice@atlanta.com?priority=urgent&subject=project%20x", true},
    {"case of the user", "SIP:ALICE@AtLanTa.CoM;Transport=udp",
     "sip:alice@AtLanTa.CoM;Transport=UDP", false},
    {"the default port is not none", "sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", false},
    {"transport in one", "sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", false},
    {"port and transport in one", "sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp",
     false},
    {"header in one", "sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting",
     false},
    {"what a name resolves to", "sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4", false},
    {"not transitive", "sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off",
     false},
};

static const struct pair_row more_pairs[] = {
    {"scheme in another case", "SIP:bob@example.com", "sip:bob@example.com", true},
    {"sip is not sips", "sip:bob@example.com", "sips:bob@example.com", false},
    {"escape in the digits of another case", "sip:a%5Bb@example.com", "sip:a%5bb@example.com",
     true},
    {"an escaped reserved character is another", "sip:a%3bb@example.com", "sip:a;b@example.com",
     false},
    {"an escaped reserved character is itself", "sip:a%3Bb@example.com", "sip:a%3bb@example.com",
     true},
    {"a broken escape", "sip:a%4@example.com", "sip:a%4@EXAMPLE.com", true},
    {"a broken escape is not the whole one", "sip:a%4@example.com", "sip:a%40@example.com", false},
    {"user in one", "sip:example.com", "sip:bob@example.com", false},
    {"empty user is not no user", "sip:@example.com", "sip:example.com", false},
    {"other password", "sip:bob:a@example.com", "sip:bob:b@example.com", false},
    {"password in one", "sip:bob:@example.com", "sip:bob@example.com", false},
    {"other port", "sip:bob@example.com:5061", "sip:bob@example.com:5062", false},
    {"ttl in one", "sip:bob@example.com;ttl=1", "sip:bob@example.com", false},
    {"maddr in one", "sip:bob@example.com;maddr=192.0.2.1", "sip:bob@example.com", false},
    {"user parameter in one", "sip:+1@example.com;user=phone", "sip:+1@example.com", false},
    {"method in one", "sip:bob@example.com;method=INVITE", "sip:bob@example.com", false},
    {"lr and ob are ignored in one", "sip:bob@example.com;ob", "sip:bob@example.com;lr", true},
    {"value of a parameter both have", "sip:bob@example.com;x=1", "sip:bob@example.com;x=2", false},
    {"parameter with and without value", "sip:bob@example.com;x=1", "sip:bob@example.com;x", false},
    {"other header", "sip:bob@example.com?a=1", "sip:bob@example.com?b=1", false},
    {"IPv6 in another case", "sip:bob@[2001:DB8::1]", "sip:bob@[2001:db8::1]", true},
    {"IPv6 in another spelling", "sip:bob@[2001:db8::1]:5060",
     "sip:bob@[2001:DB8:0:0:0:0:0:1]:5060", true},
    {"IPv6 with an IPv4 address in it", "sip:[::ffff:192.0.2.1]", "sip:[::ffff:c000:201]", true},
    {"another IPv6 address", "sip:bob@[2001:db8::1]", "sip:bob@[2001:db8::1:0]", false},
    {"IPv6 is not a name like it", "sip:bob@[2001:db8::1]", "sip:bob@[2001:db8::1x]", false},
    {"tel scheme in another case", "TEL:+1", "tel:+1", true},
    {"other tel", "tel:+1", "tel:+2", false},
    {"tel is not sip", "tel:+1", "sip:+1", false},
    {"a prefix", "sip:bob@example.co", "sip:bob@example.com", false},
};

static void comparing(gconstpointer data)
{
    const struct pair_row *row = data;
    struct span a = text_copy(row->a, strlen(row->a));
    struct span b = text_copy(row->b, strlen(row->b));
    struct sip_uri left, right;

    g_assert_true(sip_uri_read(a, &left) && sip_uri_read(b, &right));
    g_assert_true(sip_uri_equal(&left, &right) == row->equal);
    g_assert_true(sip_uri_equal(&right, &left) == row->equal);
    g_assert_true(sip_uri_equal(&left, &left));
    text_free(a);
    text_free(b);
}

static void add_pairs(const char *group, const struct pair_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *path = g_strconcat(group, "/", rows[i].name, NULL);

        g_test_add_data_func(path, &rows[i], comparing);
        g_free(path);
    }
}

static const struct text_row aors[] = {
    {"as it is", "sip:bob@example.com", "sip:bob@example.com"},
    {"scheme and host in lower case", "SIP:Bob@Example.COM", "sip:Bob@example.com"},
    {"escapes undone", "sip:%62o%62@example.com", "sip:bob@example.com"},
    {"parameters and headers dropped", "sip:bob@example.com;transport=tcp?a=b",
     "sip:bob@example.com"},
    {"parameter of the user kept", "sip:+1;phone-context=x@example.com;user=phone",
     "sip:+1;phone-context=x@example.com"},
    {"port kept", "sip:bob@example.com:5070", "sip:bob@example.com:5070"},
    {"password dropped", "sip:bob:secret@example.com", "sip:bob@example.com"},
    {"sips kept", "sips:bob@example.com", "sips:bob@example.com"},
    {"no user", "sip:Example.com", "sip:example.com"},
    {"IPv6 in its brackets", "sip:bob@[2001:DB8::1]:5060", "sip:bob@[2001:db8::1]:5060"},
    {"IPv6 in another spelling", "sip:bob@[2001:DB8:0:0::1]", "sip:bob@[2001:db8::1]"},
    {"control characters", "sip:b%0d%0Ab%00\x7f@exa\tmple.com", "sip:b??b??@exa?mple.com"},
    {"broken escapes stay", "sip:100%@ex%4.com", "sip:100%@ex%4.com"},
    {"UTF-8 stays", "sip:b%c3%b6b@example.com",
     "sip:b\xc3\xb6"
     "b@example.com"},
    {"tel as it is", "tel:+1-212;ext=5", "tel:+1-212;ext=5"},
};

static void canonical(gconstpointer data)
{
    const struct text_row *row = data;
    struct span input = text_copy(row->input, strlen(row->input));
    struct sip_uri uri;

    g_assert_true(sip_uri_read(input, &uri));

    char *aor = sip_uri_aor(&uri);

    g_assert_cmpstr(aor, ==, row->expected);
    g_free(aor);
    text_free(input);
}

static void parameters(void)
{
    struct span input = text_copy("sip:h;Transport=TCP;lr;;x=;x=2;=y?transport=udp", 47);
    struct sip_uri uri;

    g_assert_true(sip_uri_read(input, &uri));
    g_assert_true(span_is(sip_uri_param(&uri, "transport"), "TCP"));
    g_assert_true(span_present(sip_uri_param(&uri, "lr")));
    g_assert_true(span_is_empty(sip_uri_param(&uri, "lr")));
    g_assert_true(span_is_empty(sip_uri_param(&uri, "x")));
    g_assert_false(span_present(sip_uri_param(&uri, "ob")));
    text_free(input);
}

/* More parameters than are compared: equal only byte for byte, whatever follows the limit. */
static void many_parameters(void)
{
    char *numbered = g_strdup("sip:h");
    struct sip_uri a, b;

    for (int i = 0; i < 40; i++) {
        char *longer = g_strdup_printf("%s;p%d", numbered, i);

        g_free(numbered);
        numbered = longer;
    }

    char *with_one_more = g_strconcat(numbered, ";p40", NULL);

    g_assert_true(sip_uri_read(span_of(numbered), &a));
    g_assert_true(sip_uri_read(span_of(with_one_more), &b));
    g_assert_true(sip_uri_equal(&a, &a));
    g_assert_false(sip_uri_equal(&a, &b));
    g_free(numbered);
    g_free(with_one_more);
}

static void hostile(gconstpointer pattern)
{
    struct span a = text_repeat(pattern, 1 << 16);
    struct span b = text_repeat(pattern, 1 << 16);
    gint64 start = g_get_monotonic_time();
    struct sip_uri left, right;

    memcpy((char *)a.p, "sip:h;", 6);
    memcpy((char *)b.p, "sip:h;", 6);
    ((char *)b.p)[b.n - 1] = '!';
    if (sip_uri_read(a, &left) && sip_uri_read(b, &right)) {
        sip_uri_equal(&left, &right);
        sip_uri_param(&left, "transport");
        g_free(sip_uri_aor(&left));
    }
    text_assert_quick(start);
    text_free(a);
    text_free(b);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEXT_ADD("/uri/valid", valid, reading);
    TEXT_ADD("/uri/recoverable", recoverable, reading);
    TEXT_ADD("/uri/invalid", invalid, reading);
    add_pairs("/uri/equal/RFC 3261", rfc_3261_pairs, G_N_ELEMENTS(rfc_3261_pairs));
    add_pairs("/uri/equal/more", more_pairs, G_N_ELEMENTS(more_pairs));
    TEXT_ADD("/uri/aor", aors, canonical);
    g_test_add_func("/uri/parameters", parameters);
    g_test_add_func("/uri/many parameters", many_parameters);
    g_test_add_data_func("/uri/pathological/semicolons", ";", hostile);
    g_test_add_data_func("/uri/pathological/parameters", ";a=b", hostile);
    g_test_add_data_func("/uri/pathological/at signs", "@", hostile);
    g_test_add_data_func("/uri/pathological/at signs and semicolons", "@;", hostile);
    g_test_add_data_func("/uri/pathological/colons", ":", hostile);
    g_test_add_data_func("/uri/pathological/brackets", "[", hostile);
    g_test_add_data_func("/uri/pathological/escapes", "%41", hostile);
    g_test_add_data_func("/uri/pathological/headers", "?a&", hostile);
    return g_test_run();
}
