/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Flaws in the text of a REGISTER, and text that only looks flawed. Each row has a header and the
 * flaws that are noted in it.
 */
#include "facts/facts.h"

#include "unit/text.h"

static const char *const names[FLAW_COUNT] = {
    [FLAW_CSEQ_METHOD] = "cseq-method",
    [FLAW_CSEQ_RANGE] = "cseq-range",
    [FLAW_REQUEST_URI_SCHEME] = "request-uri",
    [FLAW_TO_SCHEME] = "to-scheme",
    [FLAW_TO_COMPONENT] = "to",
    [FLAW_FROM_COMPONENT] = "from",
    [FLAW_NO_BRACKETS] = "brackets",
    [FLAW_STAR_PARAM] = "star",
    [FLAW_CONTACT_FORM] = "form",
    [FLAW_CONTACT_UNUSUAL] = "unusual",
    [FLAW_CONTACT_Q] = "q",
    [FLAW_CONTACT_ACTION] = "action",
    [FLAW_EXPIRES] = "expires",
    [FLAW_EXPIRES_OVERFLOW] = "overflow",
    [FLAW_EXPIRES_PAST] = "past",
    [FLAW_TRANSPORT_TLS] = "tls",
    [FLAW_RECORD_ROUTE] = "record-route",
    [FLAW_BRANCH] = "branch",
    [FLAW_AUTH_COMBINED] = "combined",
};

static const struct text_row addresses[] = {
    {"a port in To", "To: <sip:b@h:5060>", "to=[port]"},
    {"a parameter in From", "From: <sip:b@h;maddr=10.0.0.1>;tag=1", "from=[maddr]"},
    {"headers in To", "To: <sip:b@h?a=b>", "to=[headers]"},
    {"user=phone is in order", "To: <sip:+49@h;user=phone>", ""},
    {"tel has no components", "To: <tel:+49;phone-context=h>",
     "to-scheme=[tel:+49;phone-context=h]"},
    {"a user parameter without brackets", "To: sip:+49@h;user=phone",
     "brackets=[sip:+49@h;user=phone]"},
    {"a tag without brackets", "From: sip:b@h;tag=1", ""},
    {"a Contact without brackets", "Contact: sip:b@h;ob;expires=5",
     "brackets=[sip:b@h;ob;expires=5]"},
    {"headers without brackets", "Contact: sip:b@h?a=b", "brackets=[sip:b@h?a=b]"},
    {"a comma without brackets", "Contact: sip:b,1@h", "brackets=[sip:b,1@h] form=[sip:b,1@h]"},
    {"two Contacts without brackets", "Contact: sip:b@h, sip:b@i;q=0.5", ""},
    {"a semicolon in a display name", "Contact: B; ob <sip:b@h>", ""},
};

static const struct text_row contacts[] = {
    {"the bare star", "Contact: *", ""},
    {"a star with a parameter", "Contact: * ;expires=0", "star=[* ;expires=0]"},
    {"the largest q", "Contact: <sip:b@h>;q=1.000", ""},
    {"q with a point alone", "Contact: <sip:b@h>;q=0.", ""},
    {"q above 1", "Contact: <sip:b@h>;q=1.001", "q=[1.001]"},
    {"q of two digits", "Contact: <sip:b@h>;q=10", "q=[10]"},
    {"q with a comma", "Contact: <sip:b@h>;q=\"0,5\"", "q=[0,5]"},
    {"an empty q", "Contact: <sip:b@h>;q=", "q=[]"},
    {"action", "Contact: <sip:b@h>;action=proxy", "action=[<sip:b@h>;action=proxy]"},
    {"TLS as a transport", "Contact: <sip:b@h;transport=TLS>", "tls=[sip:b@h;transport=TLS]"},
    {"TLS as a transport of the header", "Contact: <sip:b@h>;transport=tls", ""},
    {"TLS in a Route", "Route: <sip:p;lr>, <sip:q;transport=tls;lr>",
     "tls=[sip:q;transport=tls;lr]"},
    {"TLS in a Path", "Path: <sip:q;transport=tls;lr>", "tls=[sip:q;transport=tls;lr]"},
};

static const struct text_row forms[] = {
    {"nothing", "Contact:", "form=[]"},
    {"an empty element, with the list", "m: <sip:b@h>,,<sip:b@i>", "form=[<sip:b@h>,,<sip:b@i>]"},
    {"the element alone", "Contact: <sip:b@h>;q=1, <sip:b@i:>;q=1", "form=[<sip:b@i:>;q=1]"},
    {"the first of two", "Contact: <sip:b@h:0>\r\nContact: <sip:b@>", "form=[<sip:b@h:0>]"},
    {"what is tolerated", "Contact: <sip:b#1@h>, <sip:b@h_h>", "unusual=[<sip:b#1@h>]"},
    {"both", "Contact: <sip:b@h>;, <sip:b@h:x>", "form=[<sip:b@h:x>] unusual=[<sip:b@h>;]"},
    {"folded", "Contact: \"B, <x>\"\r\n <sip:b@h>\r\n ;q=1,\r\n <sip:b@i>", ""},
    {"a quote", "Contact: \"B <sip:b@h>", "form=[\"B <sip:b@h>]"},
    {"a bracket", "Contact: <sip:b@h;q=1, <sip:b@i>", "form=[<sip:b@h;q=1]"},
    {"a separator", "Contact: <sip:b@h>; <sip:b@i>", "form=[<sip:b@i>]"},
};

static const struct text_row times[] = {
    {"a number in quotes", "Contact: <sip:b@h>;expires=\"60\"", "expires=[60]"},
    {"a date in quotes", "Contact: <sip:b@h>;expires=\"Fri, 02 May 2003 00:26:51 GMT\"", ""},
    {"a date that has passed", "Contact: <sip:b@h>;expires=\"Sat, 01 Jan 2000 01:00:00 GMT\"",
     "past=[Sat, 01 Jan 2000 01:00:00 GMT]"},
    {"the beginning of time", "Expires: Thu, 01 Jan 1970 00:00:00 GMT", ""},
    {"an hour later", "Expires: Thu, 01 Jan 1970 01:00:00 GMT",
     "past=[Thu, 01 Jan 1970 01:00:00 GMT]"},
    {"a negative number", "Contact: <sip:b@h>;expires=-1", "expires=[-1]"},
    {"an empty parameter", "Contact: <sip:b@h>;expires=", "expires=[]"},
    {"an empty header", "Expires:", "expires=[]"},
    {"a header with a unit", "Expires: 60s", "expires=[60s]"},
    {"a header with a date", "Expires: Fri, 02 May 2003 00:26:51 GMT", ""},
    {"the largest number", "Expires: 4294967295", ""},
    {"one more", "Expires: 4294967296", "overflow=[4294967296]"},
    {"one more in a Contact", "Contact: <sip:b@h>;expires=4294967296", "overflow=[4294967296]"},
};

static const struct text_row others[] = {
    {"the largest CSeq", "CSeq: 2147483647 REGISTER", ""},
    {"one more", "CSeq: 2147483648 REGISTER", "cseq-range=[2147483648]"},
    {"a method in lower case", "CSeq: 1 register", "cseq-method=[register]"},
    {"no branch", "Via: SIP/2.0/UDP h", "branch=[]"},
    {"a branch of its own", "Via: SIP/2.0/UDP h;branch=1", "branch=[1]"},
    {"the branch below", "Via: SIP/2.0/UDP h;branch=z9hG4bK1, SIP/2.0/UDP i;branch=1", ""},
    {"a Via that cannot be read", "Via: h", ""},
    {"Record-Route", "Record-Route: <sip:p;lr>", "record-route=[<sip:p;lr>]"},
    {"two schemes in a line",
     "Authorization: Digest realm=\"a\", Basic eA==", "combined=[Authorization]"},
    {"two lines", "Proxy-Authorization: Digest realm=\"a\"\r\nAuthorization: Digest realm=\"b\"",
     ""},
    {"a value with blanks that lacks its quotes",
     "Authorization: Digest realm=my own realm, nonce=x", ""},
};

static void noted(gconstpointer data)
{
    const struct text_row *row = data;
    char *text = g_strconcat("REGISTER sip:h SIP/2.0\r\n", row->input, "\r\n\r\n", NULL);
    struct span copy = text_copy(text, strlen(text));
    struct packet packet = {
        .frame = 1, .transport = TRANSPORT_UDP, .time = INT64_C(1000000000000000000)}; /* 2001 */
    struct pool *pool = pool_new();
    GString *said = g_string_new(NULL);
    struct sip_message message;
    struct facts facts;

    g_assert_true(sip_message_read(copy, SIP_FRAMING_DATAGRAM, false, &message));
    facts_read(&facts, &message, &packet, pool);
    text_free(copy);
    for (unsigned i = 0; i < FLAW_COUNT; i++) {
        if (names[i])
            text_say(said, names[i], span_of(facts.flaws[i]));
    }
    pool_free(pool);
    g_free(text);
    text_expect(said, row->expected);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEXT_ADD("/flaws/address", addresses, noted);
    TEXT_ADD("/flaws/contact", contacts, noted);
    TEXT_ADD("/flaws/form", forms, noted);
    TEXT_ADD("/flaws/time", times, noted);
    TEXT_ADD("/flaws/other", others, noted);
    return g_test_run();
}
