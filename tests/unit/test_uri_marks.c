/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Marks of URIs: they differ where a comparison shows a difference, and never where it shows none.
 */
#include "sip/uri_marks.h"

static const uint64_t key = 0x123456789abcdef1;

/* clang-format off */
static const char *const uris[] = {
    "sip:bob@h", "sip:b%6fb@H", "sip:bob@h:5060", "sips:bob@h", "sip:bob:x@h", "sip:b%3bb@h", "sip:b;b@h", "sip:h", "sip:@h",
    "sip:bob@h;x=1", "sip:bob@h;X=%31", "sip:bob@h;x=2", "sip:bob@h;x=1;x=2", "sip:bob@h;y=1;x=1", "sip:bob@h;lr",
    "sip:bob@h;transport=tcp", "sip:bob@h;%74ransport=tcp", "sip:bob@h;transport=tls", "sip:bob@h:5061;transport=tls",
    "sip:bob@h;gr=a", "sip:bob@h;gr=b;x=1", "sip:bob@h?a=b", "sip:bob@[2001:db8::1]", "sip:bob@[2001:DB8:0::1];ob",
    "sip:bob@h;a;b;c;d;e;f;g;i;j;k;l;m;n;o;p;q;r;s;t;u;v;w;x;y;z;a1;b1;c1;d1;e1;f1;g1;h1;i1",
    "sip:bob@h;b;a;c;d;e;f;g;i;j;k;l;m;n;o;p;q;r;s;t;u;v;w;x;y;z;a1;b1;c1;d1;e1;f1;g1;h1;i1",
};
/* clang-format on */

struct marked {
    struct sip_uri uri;
    struct sip_uri_marks marks;
};

static void read_and_mark(const char *text, struct marked *marked)
{
    g_assert_true(sip_uri_read(span_of(text), &marked->uri));
    sip_uri_mark(&marked->uri, key, &marked->marks);
}

static void never_rule_out_what_is_true(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(uris); i++) {
        for (unsigned j = 0; j < G_N_ELEMENTS(uris); j++) {
            struct marked a, b;

            read_and_mark(uris[i], &a);
            read_and_mark(uris[j], &b);
            g_test_message("%s %s", uris[i], uris[j]);
            g_assert_true(sip_uri_may_be_equal(&a.marks, &b.marks) ||
                          !sip_uri_equal(&a.uri, &b.uri));
            g_assert_true(sip_uri_may_be_alike(&a.marks, &b.marks, true) ||
                          !sip_uri_is_alike(&a.uri, &b.uri, true));
            g_assert_true(sip_uri_may_be_same_target(&a.marks, &b.marks) ||
                          !sip_uri_is_same_target(&a.uri, &b.uri));
        }
    }
}

static void rule_out_what_differs(void)
{
    for (unsigned i = 1; i < G_N_ELEMENTS(uris); i++) {
        struct marked a, b;

        read_and_mark("sip:bob@h;transport=udp;x=3;gr=c", &a);
        read_and_mark(uris[i], &b);
        g_assert_false(sip_uri_may_be_equal(&a.marks, &b.marks));
        g_assert_false(sip_uri_may_be_alike(&a.marks, &b.marks, true));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/uri marks/never rule out what is true", never_rule_out_what_is_true);
    g_test_add_func("/uri marks/rule out what differs", rule_out_what_differs);
    return g_test_run();
}
