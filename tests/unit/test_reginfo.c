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
    g_assert_cmpuint(info.registration_count, ==, 1);
    g_assert_cmpstr(info.aors[0], ==, "sip:bob@ex.com");
    g_assert_true(info.contacts[0].aor == info.aors[0]);
    g_assert_null(info.gap.element);
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

/* The identities of one IMS subscription. */
static void several_registrations(void)
{
    struct sip_reginfo info;

    g_assert_true(sip_reginfo_read(
        SPAN_LITERAL(
            "<reginfo version=\"1\" state=\"full\">"
            "<registration aor=\"sip:a@h\"><contact><uri>sip:x@1</uri></contact></registration>"
            "<registration aor=\"tel:+49\"><contact callid=\"c@h\" cseq=\"5\">"
            "<uri>sip:x@1</uri></contact></registration><contact/></reginfo>"),
        &info));
    g_assert_cmpuint(info.registration_count, ==, 2);
    g_assert_cmpstr(info.contacts[0].aor, ==, "sip:a@h");
    g_assert_cmpstr(info.contacts[1].aor, ==, "tel:+49");
    g_assert_null(info.contacts[2].aor);
    g_assert_false(info.contacts[0].has_cseq);
    g_assert_cmpstr(info.contacts[1].call_id, ==, "c@h");
    g_assert_cmpuint(info.contacts[1].cseq, ==, 5);
    sip_reginfo_done(&info);
}

static void more_registrations_than_kept(void)
{
    GString *document = g_string_new("<reginfo>");
    struct sip_reginfo info;

    for (int i = 0; i < SIP_REGINFO_REGISTRATIONS_MAX + 2; i++)
        g_string_append_printf(document, "<registration aor=\"sip:%d@h\"><contact/></registration>",
                               i);
    g_string_append(document, "</reginfo>");
    g_assert_true(sip_reginfo_read(span_of(document->str), &info));
    g_assert_cmpuint(info.registration_count, ==, SIP_REGINFO_REGISTRATIONS_MAX);
    g_assert_cmpstr(info.contacts[SIP_REGINFO_REGISTRATIONS_MAX - 1].aor, ==, "sip:15@h");
    g_assert_null(info.contacts[SIP_REGINFO_REGISTRATIONS_MAX].aor);
    sip_reginfo_done(&info);
    g_string_free(document, TRUE);
}

static void instance(void)
{
    struct sip_reginfo info;

    g_assert_true(read_contacts(
        "<contact><uri>sip:a@h</uri><unknown-param name=\"audio\"></unknown-param>"
        "<unknown-param name=\"+sip.instance\"> \"&lt;urn:uuid:1&gt;\" </unknown-param></contact>",
        &info));
    g_assert_cmpstr(info.contacts[0].instance, ==, "urn:uuid:1");
    g_assert_cmpstr(info.contacts[0].uri, ==, "sip:a@h");
    sip_reginfo_done(&info);
}

/* Text after a closed element is ignored. */
static void stray_text(void)
{
    struct sip_reginfo info;

    g_assert_true(read_contacts("<contact><uri></uri>stray<b>x</b></contact>stray"
                                "<contact><x><uri>sip:a@h</uri></x></contact>",
                                &info));
    g_assert_null(info.contacts[0].uri);
    g_assert_cmpstr(info.contacts[1].uri, ==, "sip:a@h");
    sip_reginfo_done(&info);
}

static const struct {
    const char *document, *element, *attribute, *event;
} gaps[] = {
    {"<reginfo state=\"full\"/>", "reginfo", "version", NULL},
    {"<reginfo version=\"0\"/>", "reginfo", "state", NULL},
    {"<reginfo version=\"0\" state=\"full\"><registration id=\"1\" state=\"active\"/></reginfo>",
     "registration", "aor", NULL},
    {"<reginfo version=\"0\" state=\"full\"><registration aor=\"sip:a@h\" "
     "state=\"active\"/></reginfo>",
     "registration", "id", NULL},
    {"<reginfo version=\"0\" state=\"full\"><contact id=\"1\" event=\"created\"/></reginfo>",
     "contact", "state", NULL},
    {"<reginfo version=\"0\" state=\"full\"><contact id=\"1\" state=\"active\"/></reginfo>",
     "contact", "event", NULL},
    {"<reginfo version=\"0\" state=\"full\"><contact id=\"1\" state=\"active\" "
     "event=\"shortened\"/></reginfo>",
     "contact", "expires", "shortened"},
    {"<reginfo version=\"0\" state=\"full\"><contact id=\"1\" state=\"terminated\" "
     "event=\"probation\"/></reginfo>",
     "contact", "retry-after", "probation"},
    {"<reginfo version=\"0\" state=\"full\"><contact id=\"1\" state=\"active\" "
     "event=\"shortened\" expires=\"5\"/></reginfo>",
     NULL, NULL, NULL},
};

static void what_is_demanded(void)
{
    struct sip_reginfo info;

    for (size_t i = 0; i < G_N_ELEMENTS(gaps); i++) {
        g_test_message("%s", gaps[i].document);
        g_assert_true(sip_reginfo_read(span_of(gaps[i].document), &info));
        g_assert_cmpstr(info.gap.element, ==, gaps[i].element);
        g_assert_cmpstr(info.gap.attribute, ==, gaps[i].attribute);
        g_assert_cmpstr(info.gap.event, ==, gaps[i].event);
        sip_reginfo_done(&info);
    }
}

/* The parser keeps a stack of open elements. */
static void nested_deeply(void)
{
    GString *document = g_string_new("<reginfo>");
    struct sip_reginfo info;

    for (int i = 0; i < 20000; i++)
        g_string_append(document, "<a>");
    for (int i = 0; i < 20000; i++)
        g_string_append(document, "</a>");
    g_string_append(document, "</reginfo>");
    g_assert_false(sip_reginfo_read(span_of(document->str), &info));
    g_string_free(document, TRUE);
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
    g_test_add_func("/reginfo/namespace prefixes do not matter", prefixes_do_not_matter);
    g_test_add_func("/reginfo/what is missing is NULL", what_is_missing_is_null);
    g_test_add_func("/reginfo/contacts above the limit are ignored", more_contacts_than_kept);
    g_test_add_func("/reginfo/several registrations", several_registrations);
    g_test_add_func("/reginfo/registrations above the limit are ignored",
                    more_registrations_than_kept);
    g_test_add_func("/reginfo/the instance of a contact", instance);
    g_test_add_func("/reginfo/stray text", stray_text);
    g_test_add_func("/reginfo/mandatory attributes", what_is_demanded);
    g_test_add_func("/reginfo/documents nested too deeply are refused", nested_deeply);
    g_test_add_func("/reginfo/other documents are refused", refused);
    return g_test_run();
}
