/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Registration information documents (RFC 3680 5).
 */
#include "sip/reginfo.h"

static const char head[] =
    "<?xml version=\"1.0\"?><reginfo xmlns=\"urn:ietf:params:xml:ns:reginfo\" version=\"7\" "
    "state=\"full\"><registration aor=\"sip:bob@ex.com\" id=\"a\" state=\"active\">";
static const char tail[] = "</registration></reginfo>";

static bool read_contacts(const char *contacts, struct sip_reginfo *info)
{
    char *text = g_strconcat(head, contacts, tail, NULL);
    bool whole = sip_reginfo_read(span_of(text), info);

    g_free(text);
    return whole;
}

static void whole(void)
{
    struct sip_reginfo info;

    g_assert_true(
        read_contacts("<contact id=\"1\" state=\"terminated\" event=\"probation\" "
                      "retry-after=\"30\" expires=\"5\">"
                      "<uri> sip:bob@10.0.0.1 </uri></contact><contact id=\"2\" state=\"active\" "
                      "event=\"registered\"><uri>sip:bob@10.0.0.2</uri></contact>",
                      &info));
    g_assert_cmpstr(info.aor, ==, "sip:bob@ex.com");
    g_assert_cmpuint(info.version, ==, 7);
    g_assert_true(info.is_full);
    g_assert_cmpuint(info.contact_count, ==, 2);
    g_assert_true(info.contacts[0].terminated);
    g_assert_cmpstr(info.contacts[0].uri, ==, "sip:bob@10.0.0.1");
    g_assert_cmpstr(info.contacts[0].event, ==, "probation");
    g_assert_cmpuint(info.contacts[0].retry_after_s, ==, 30);
    g_assert_true(info.contacts[0].has_expires);
    g_assert_cmpuint(info.contacts[0].expires_s, ==, 5);
    g_assert_false(info.contacts[1].terminated);
    sip_reginfo_done(&info);
}

static void prefixes_do_not_matter(void)
{
    struct sip_reginfo info;

    g_assert_true(sip_reginfo_read(
        SPAN_LITERAL("<r:reginfo xmlns:r=\"urn:ietf:params:xml:ns:reginfo\" version=\"0\" "
                     "state=\"partial\"><r:registration aor=\"sip:a@h\"><r:contact "
                     "state=\"terminated\"><r:uri>sip:a@1.2.3.4</r:uri></r:contact>"
                     "</r:registration></r:reginfo>"),
        &info));
    g_assert_false(info.is_full);
    g_assert_cmpstr(info.contacts[0].uri, ==, "sip:a@1.2.3.4");
    sip_reginfo_done(&info);
}

static void what_is_missing_is_null(void)
{
    struct sip_reginfo info;

    g_assert_true(read_contacts("<contact state=\"terminated\"/>", &info));
    g_assert_null(info.contacts[0].uri);
    g_assert_null(info.contacts[0].event);
    g_assert_false(info.contacts[0].has_expires);
    sip_reginfo_done(&info);
}

static void more_contacts_than_kept(void)
{
    GString *contacts = g_string_new(NULL);
    struct sip_reginfo info;

    for (int i = 0; i < SIP_REGINFO_CONTACTS_MAX + 5; i++)
        g_string_append_printf(contacts, "<contact><uri>sip:%d@h</uri></contact>", i);
    g_assert_true(read_contacts(contacts->str, &info));
    g_assert_cmpuint(info.contact_count, ==, SIP_REGINFO_CONTACTS_MAX);
    g_assert_cmpstr(info.contacts[SIP_REGINFO_CONTACTS_MAX - 1].uri, ==, "sip:31@h");
    sip_reginfo_done(&info);
    g_string_free(contacts, TRUE);
}

static void refused(void)
{
    static const char *const texts[] = {"",
                                        "plain text",
                                        "<reginfo>",
                                        "<reginfo></other>",
                                        "<html></html>",
                                        "<reginfo version=\"1\"",
                                        "<reginfo/>x<"};
    struct sip_reginfo info;

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_test_message("%s", texts[i]);
        g_assert_false(sip_reginfo_read(span_of(texts[i]), &info));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reginfo/two contacts with all attributes", whole);
    g_test_add_func("/reginfo/prefixes of name spaces do not matter", prefixes_do_not_matter);
    g_test_add_func("/reginfo/what is missing is NULL", what_is_missing_is_null);
    g_test_add_func("/reginfo/contacts above the limit are passed over", more_contacts_than_kept);
    g_test_add_func("/reginfo/what is no document is refused", refused);
    return g_test_run();
}
