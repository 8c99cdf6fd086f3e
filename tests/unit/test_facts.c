/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The facts of one message. Each row has the unusual parts of a message, and the facts expected of
 * them; the text is freed before they are compared, because nothing may refer to it.
 */
#include "facts/facts.h"

#include "unit/interned.h"
#include "unit/text.h"

/* 2009-02-13 23:31:30 UTC */
static const int64_t now = G_GINT64_CONSTANT(1234567890000000000);

struct fixture {
    struct pool *pool;
    struct packet packet;
    struct facts facts;
};

static void read_bytes(struct fixture *fixture, const char *text, size_t n, bool cut)
{
    struct span copy = text_copy(text, n);
    struct sip_message message;

    fixture->packet =
        (struct packet){.frame = 1, .time = now, .transport = TRANSPORT_UDP, .cut = cut};
    /* Stale contents must not show through. */
    memset(&fixture->facts, 0xaa, sizeof(fixture->facts));
    g_assert_true(sip_message_read(copy, SIP_FRAMING_DATAGRAM, cut, &message));
    facts_read(&fixture->facts, &message, &fixture->packet, fixture->pool);
    text_free(copy);
}

/* `lines` end with CRLF each; the empty line is added here. */
static void take_bytes(struct fixture *fixture, const char *text, size_t n, bool cut)
{
    fixture->pool = pool_new();
    read_bytes(fixture, text, n, cut);
}

static void take(struct fixture *fixture, const char *start_line, const char *lines)
{
    char *text = g_strconcat(start_line, "\r\n", lines, "\r\n", NULL);

    take_bytes(fixture, text, strlen(text), false);
    g_free(text);
}

/* A further message of the same capture. */
static void take_again(struct fixture *fixture, const char *start_line, const char *lines)
{
    char *text = g_strconcat(start_line, "\r\n", lines, "\r\n", NULL);

    read_bytes(fixture, text, strlen(text), false);
    g_free(text);
}

static void take_request(struct fixture *fixture, const char *lines)
{
    take(fixture, "REGISTER sip:ex.com SIP/2.0", lines);
}

static void take_response(struct fixture *fixture, const char *lines)
{
    char *all = g_strconcat("CSeq: 1 REGISTER\r\n", lines, NULL);

    take(fixture, "SIP/2.0 401 Unauthorized", all);
    g_free(all);
}

static void done(struct fixture *fixture)
{
    pool_free(fixture->pool);
}

static const struct text_row contacts[] = {
    {"none", "", ""},
    {"no expires at all", "Contact: <sip:b@h>\r\n", "[sip:b@h 3600 assumed]"},
    {"the parameter", "Contact: <sip:b@h>;expires=60\r\n", "[sip:b@h 60 param]"},
    {"the header", "Contact: <sip:b@h>\r\nExpires: 90\r\n", "[sip:b@h 90 header]"},
    {"the header before the Contact", "Expires: 90\r\nContact: <sip:b@h>\r\n",
     "[sip:b@h 90 header]"},
    {"the parameter before the header", "Contact: <sip:b@h>;expires=60\r\nExpires: 90\r\n",
     "[sip:b@h 60 param]"},
    {"a parameter of zero before the header", "Expires: 90\r\nContact: <sip:b@h>;expires=0\r\n",
     "[sip:b@h 0 param]"},
    {"each by itself", "Contact: <sip:b@h>;expires=60, <sip:b@i>\r\nm: <sip:b@j>\r\nExpires: 0\r\n",
     "[sip:b@h 60 param] [sip:b@i 0 header] [sip:b@j 0 header]"},
    {"a malformed parameter is 3600, whatever the header",
     "Contact: <sip:b@h>;expires=soon\r\nExpires: 90\r\n", "[sip:b@h 3600 param]"},
    {"an empty parameter is malformed", "Contact: <sip:b@h>;expires=\r\nExpires: 90\r\n",
     "[sip:b@h 3600 param]"},
    {"a malformed header is 3600", "Contact: <sip:b@h>\r\nExpires: -1\r\n",
     "[sip:b@h 3600 header]"},
    {"the first of two headers", "Contact: <sip:b@h>\r\nExpires: 90\r\nExpires: 80\r\n",
     "[sip:b@h 90 header]"},
    {"the first of two headers, malformed", "Contact: <sip:b@h>\r\nExpires: x\r\nExpires: 80\r\n",
     "[sip:b@h 3600 header]"},
    {"a date is relative to the clock of the capture",
     "Contact: <sip:b@h>\r\nExpires: Fri, 13 Feb 2009 23:32:00 GMT\r\n", "[sip:b@h 30 header]"},
    {"a date of the past, by a clock that is wrong",
     "Contact: <sip:b@h>\r\nExpires: Fri, 13 Feb 2009 23:31:00 GMT\r\n", "[sip:b@h 3600 header]"},
    {"the first date of all, which removes",
     "Contact: <sip:b@h>\r\nExpires: Thu, 01 Jan 1970 00:00:00 GMT\r\n", "[sip:b@h 0 header]"},
    {"more than 32 bits", "Contact: <sip:b@h>;expires=4294967296\r\n",
     "[sip:b@h 4294967295 param]"},
    {"the header, more than 32 bits", "Contact: <sip:b@h>\r\nExpires: 99999999999999999999\r\n",
     "[sip:b@h 4294967295 header]"},
    {"parameters of the URI are not the header's", "Contact: <sip:b@h;expires=60>\r\n",
     "[sip:b@h;expires=60 3600 assumed]"},
    {"without brackets they are the header's", "Contact: sip:b@h;expires=60\r\n",
     "[sip:b@h 60 param]"},
    {"a flow", "Contact: <sip:b@h>;reg-id=2;+sip.instance=\"<urn:uuid:1>\"\r\n",
     "[sip:b@h 3600 assumed reg-id 2 of urn:uuid:1]"},
    {"the numbers of a PBX", "Contact: <sip:h;bnc>;expires=60\r\n", "[sip:h;bnc 60 param bulk]"},
    {"a star", "Contact: *\r\nExpires: 0\r\n", "star"},
    {"a star and a Contact", "Contact: *, <sip:b@h>\r\nExpires: 0\r\n", "[sip:b@h 0 header] star"},
    {"invalid ones are ignored", "Contact: <>, , <sip:b@h>\r\n", "[sip:b@h 3600 assumed]"},
    {"no scheme", "Contact: <b@h>;expires=60\r\n", "[b@h 60 param]"},
    {"no host", "Contact: <sip:b@>;expires=60\r\n", "[sip:b@ 60 param]"},
    {"no closing bracket", "Contact: <sip:b@h;ob;expires=60\r\n", "[sip:b@h;ob 60 param]"},
    {"no opening bracket", "Contact: sip:b@h>;expires=60\r\n", "[sip:b@h 60 param]"},
    {"a quote is not closed", "Contact: \"B <sip:b@h>;expires=60, \"C <sip:b@i>\r\n",
     "[sip:b@h 60 param] [sip:b@i 3600 assumed]"},
    {"a parameter of the URI outside", "Contact: <sip:b@h>;transport=ws;expires=60\r\n",
     "[sip:b@h 60 param outside]"},
    {"a semicolon for a comma", "Contact: <sip:b@h>;expires=60; \"C\" <sip:b@i>;expires=5\r\n",
     "[sip:b@h 60 param] [sip:b@i 5 param]"},
};

static void contact(gconstpointer data)
{
    const struct text_row *row = data;
    GString *said = g_string_new(NULL);
    struct fixture fixture;

    take_request(&fixture, row->input);
    for (unsigned i = 0; i < fixture.facts.contact_count; i++) {
        const struct facts_contact *each = &fixture.facts.contacts[i];

        g_string_append_printf(said, "%s[%s %u %s", i ? " " : "", each->uri, each->expires_s,
                               each->has_param     ? "param"
                               : each->has_expires ? "header"
                                                   : "assumed");
        if (each->reg_id)
            g_string_append_printf(said, " reg-id %u of %s", each->reg_id, each->instance);
        if (each->has_uri_param_outside)
            g_string_append(said, " outside");
        g_string_append(said, each->is_bulk ? " bulk]" : "]");
    }
    if (fixture.facts.has_star)
        g_string_append(said, said->len ? " star" : "star");
    g_assert_false(fixture.facts.contacts_cut);
    done(&fixture);
    text_expect(said, row->expected);
}

static const struct text_row identities[] = {
    {"nothing", "", "missing: To From CSeq Call-ID Via Max-Forwards"},
    {"all of them",
     "To: <sip:b@h>\r\nFrom: <sip:b@h>;tag=1\r\nCSeq: 7 REGISTER\r\nCall-ID: x\r\n"
     "Via: SIP/2.0/UDP h;branch=z9hG4bKa\r\nMax-Forwards: 70\r\n",
     "aor=[sip:b@h] to=[sip:b@h] from=[sip:b@h] call-id=[x] cseq 7"},
    {"short names", "t: <sip:b@h>\r\nf: <sip:b@h>;tag=1\r\ni: x\r\nv: SIP/2.0/UDP h\r\n",
     "aor=[sip:b@h] to=[sip:b@h] from=[sip:b@h] call-id=[x] missing: CSeq Max-Forwards"},
    {"only Max-Forwards is missing",
     "To: <sip:b@h>\r\nFrom: <sip:b@h>\r\nCSeq: 7 REGISTER\r\nCall-ID: x\r\nVia: SIP/2.0/UDP h\r\n",
     "aor=[sip:b@h] to=[sip:b@h] from=[sip:b@h] call-id=[x] cseq 7 missing: Max-Forwards"},
    {"present, but invalid", "To: \r\nFrom: <\r\nCSeq: x\r\nCall-ID: \r\nVia: \r\n",
     "missing: Max-Forwards"},
    {"an AOR is canonical", "To: Bob <SIP:b%6Fb:secret@EX.com:5061;x=1?y=2>\r\n",
     "aor=[sip:bob@ex.com:5061] to=[SIP:b%6Fb:secret@EX.com:5061;x=1?y=2] "
     "missing: From CSeq Call-ID Via Max-Forwards"},
    {"capitals in the host alone", "To: <sip:Bob@Ex.com>\r\n",
     "aor=[sip:Bob@ex.com] to=[sip:Bob@Ex.com] missing: From CSeq Call-ID Via Max-Forwards"},
    {"a capital inside the scheme", "To: <sIp:b@h>\r\n",
     "aor=[sip:b@h] to=[sIp:b@h] missing: From CSeq Call-ID Via Max-Forwards"},
    {"zeros before the port", "To: <sip:b@h:05060>\r\n",
     "aor=[sip:b@h:5060] to=[sip:b@h:05060] missing: From CSeq Call-ID Via Max-Forwards"},
    {"a colon without a port", "To: <sip:b@h:>\r\n",
     "aor=[sip:b@h] to=[sip:b@h:] missing: From CSeq Call-ID Via Max-Forwards"},
    {"an IPv6 address", "To: <sip:b@[2001:db8::1]>\r\n",
     "aor=[sip:b@[2001:db8::1]] to=[sip:b@[2001:db8::1]] "
     "missing: From CSeq Call-ID Via Max-Forwards"},
    {"sips is another AOR", "To: <sips:b@h>\r\n",
     "aor=[sips:b@h] to=[sips:b@h] missing: From CSeq Call-ID Via Max-Forwards"},
    {"tel stays as it is", "To: <tel:+49-30;x=1>\r\n",
     "aor=[tel:+49-30;x=1] to=[tel:+49-30;x=1] missing: From CSeq Call-ID Via Max-Forwards"},
    {"a tag", "To: <sip:b@h>;tag=9\r\n",
     "aor=[sip:b@h] to=[sip:b@h] to-tag missing: From CSeq Call-ID Via Max-Forwards"},
    {"a tag without brackets", "To: sip:b@h;tag=9\r\n",
     "aor=[sip:b@h] to=[sip:b@h] to-tag missing: From CSeq Call-ID Via Max-Forwards"},
    {"a tag without value", "To: sip:b@h;tag\r\n",
     "aor=[sip:b@h] to=[sip:b@h] to-tag missing: From CSeq Call-ID Via Max-Forwards"},
    {"a tag inside the URI is none", "To: <sip:b@h;tag=9>\r\n",
     "aor=[sip:b@h] to=[sip:b@h;tag=9] missing: From CSeq Call-ID Via Max-Forwards"},
    {"the first of two To", "To: <sip:b@h>\r\nTo: <sip:c@h>;tag=1\r\n",
     "aor=[sip:b@h] to=[sip:b@h] missing: From CSeq Call-ID Via Max-Forwards"},
    {"a star is no AOR", "To: *\r\nFrom: *\r\n", "missing: CSeq Call-ID Via Max-Forwards"},
    {"the first of two CSeq", "CSeq: 7 REGISTER\r\nCSeq: 8 REGISTER\r\n",
     "cseq 7 missing: To From Call-ID Via Max-Forwards"},
    {"a CSeq above 32 bits", "CSeq: 4294967297 REGISTER\r\n",
     "cseq 4294967295 missing: To From Call-ID Via Max-Forwards"},
    {"CSeq 0 is one", "CSeq: 0 REGISTER\r\n", "cseq 0 missing: To From Call-ID Via Max-Forwards"},
    {"an unprintable Call-ID", "Call-ID: a\x01\xff\r\n",
     "call-id=[a??] missing: To From CSeq Via Max-Forwards"},
};

static void identity(gconstpointer data)
{
    static const char *const names[] = {"To", "From", "CSeq", "Call-ID", "Via", "Max-Forwards"};
    const struct text_row *row = data;
    GString *said = g_string_new(NULL);
    struct fixture fixture;
    struct facts *facts = &fixture.facts;

    take_request(&fixture, row->input);
    text_say(said, "aor", span_of(facts->aor));
    text_say(said, "to", span_of(facts->to_uri));
    text_say(said, "from", span_of(facts->from_uri));
    text_say(said, "call-id", span_of(facts->call_id));
    if (facts->has_cseq)
        g_string_append_printf(said, "%scseq %u", said->len ? " " : "", facts->cseq);
    g_string_append(said, facts->has_to_tag ? " to-tag" : "");
    if (facts->missing)
        g_string_append(said, said->len ? " missing:" : "missing:");
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        if (facts->missing & (1u << i))
            g_string_append_printf(said, " %s", names[i]);
    }
    g_assert_cmpuint(facts->missing & ~(unsigned)MANDATORY_ALL, ==, 0);
    done(&fixture);
    text_expect(said, row->expected);
}

static const struct text_row vias[] = {
    {"none", "", "0 vias"},
    {"an address", "Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKa\r\n", "1 vias 10.0.0.1:5060 cookie"},
    {"TLS has another port", "Via: SIP/2.0/TLS 10.0.0.1;branch=x\r\n", "1 vias 10.0.0.1:5061"},
    {"a port", "Via: SIP/2.0/TLS 10.0.0.1:7000\r\n", "1 vias 10.0.0.1:7000"},
    {"IPv6", "Via: SIP/2.0/UDP [2001:db8::1]:5062;branch=Z9HG4BK1\r\n",
     "1 vias [2001:db8::1]:5062 cookie"},
    {"a name", "Via: SIP/2.0/UDP h.ex.com\r\n", "1 vias ?:5060"},
    {"received and rport", "Via: SIP/2.0/UDP 10.0.0.1;rport=40000;received=192.0.2.1\r\n",
     "1 vias 10.0.0.1:5060 received 192.0.2.1 rport 40000 rport"},
    {"IPv6 in received", "Via: SIP/2.0/UDP [fd00::1];received=[2001:db8::1];rport=1\r\n",
     "1 vias [fd00::1]:5060 received 2001:db8::1 rport 1 rport"},
    {"rport without value", "Via: SIP/2.0/UDP 10.0.0.1;rport\r\n", "1 vias 10.0.0.1:5060 rport"},
    {"an rport that is none", "Via: SIP/2.0/UDP 10.0.0.1;rport=65536\r\n",
     "1 vias 10.0.0.1:5060 rport"},
    {"maddr", "Via: SIP/2.0/UDP 10.0.0.1;maddr=224.0.1.75\r\n", "1 vias 10.0.0.1:5060 maddr"},
    {"the topmost of three",
     "Via: SIP/2.0/UDP 10.0.0.1, SIP/2.0/UDP 10.0.0.2\r\nv: SIP/2.0/TCP 10.0.0.3\r\n",
     "3 vias 10.0.0.1:5060"},
};

static void via(gconstpointer data)
{
    const struct text_row *row = data;
    GString *said = g_string_new(NULL);
    char text[ENDPOINT_TEXT_SIZE];
    struct fixture fixture;
    const struct facts_via *top = &fixture.facts.via;

    take_request(&fixture, row->input);
    g_string_append_printf(said, "%u vias", fixture.facts.via_count);
    if (fixture.facts.via_count)
        g_string_append_printf(said, " %s", endpoint_to_text(&top->sent_by, true, text));
    if (top->received.family != ENDPOINT_NONE)
        g_string_append_printf(said, " received %s", endpoint_to_text(&top->received, false, text));
    if (top->rport)
        g_string_append_printf(said, " rport %u", top->rport);
    g_string_append(said, fixture.facts.via_count && top->has_rport ? " rport" : "");
    g_string_append(said, top->has_maddr ? " maddr" : "");
    g_string_append(said, top->has_cookie ? " cookie" : "");
    done(&fixture);
    text_expect(said, row->expected);
}

static const struct text_row nats[] = {
    {"nothing said", "Via: SIP/2.0/UDP 10.0.0.1\r\n", "no"},
    {"the same address", "Via: SIP/2.0/UDP 10.0.0.1;received=10.0.0.1;rport=5060\r\n", "no"},
    {"another address", "Via: SIP/2.0/UDP 10.0.0.1;received=192.0.2.1\r\n", "yes"},
    {"another port", "Via: SIP/2.0/UDP 10.0.0.1;received=10.0.0.1;rport=1024\r\n", "by its port"},
    {"another port over TCP", "Via: SIP/2.0/TCP 10.0.0.1;rport=1024\r\n", "by its port"},
    {"a name", "Via: SIP/2.0/UDP h;received=192.0.2.1;rport=1024\r\n", "no"},
    {"the Via of a proxy", "Via: SIP/2.0/UDP 10.0.0.1;received=192.0.2.1, SIP/2.0/UDP h\r\n", "no"},
    {"no Via", "", "no"},
};

static void nat(gconstpointer data)
{
    const struct text_row *row = data;
    struct fixture fixture;
    bool by_address, by_port;

    take_response(&fixture, row->input);
    by_address = facts_show_nat(&fixture.facts, true);
    by_port = facts_show_nat(&fixture.facts, false);
    g_assert_true(by_port || !by_address);
    g_assert_cmpstr(by_address ? "yes" : (by_port ? "by its port" : "no"), ==, row->expected);
    /* On a connection only the address counts. */
    fixture.packet.transport = TRANSPORT_TCP;
    g_assert_true(facts_show_nat(&fixture.facts, false) == by_address);
    done(&fixture);
}

static const struct text_row credentials_rows[] = {
    {"none", "", ""},
    {"all of it",
     "Authorization: Digest username=\"bob\", realm=\"r\", nonce=\"n\", qop=auth, nc=0000000a, "
     "cnonce=\"c\", response=\"0123456789abcdef0123456789abcdef\", algorithm=MD5\r\n",
     "[bob r n MD5 nc 10 qop 32 hex]"},
    {"of a proxy, with capitals", "Proxy-Authorization: Digest username=\"\", response=\"AB\"\r\n",
     "[proxy  - - - 2 hex capitals]"},
    {"no hex", "Authorization: Digest response=\"0x12\", auts=\"x\"\r\n", "[- - - - auts 4]"},
    {"a nonce count of nine digits is none", "Authorization: Digest nc=000000001\r\n",
     "[- - - - 0 hex]"},
    {"both, in order", "Proxy-Authorization: Digest realm=\"p\"\r\nAuthorization: Basic eA==\r\n",
     "[proxy - p - - 0 hex] [- - - - 0 hex]"},
    {"no scheme is none", "Authorization: realm=\"p\"\r\n", ""},
};

static void credentials(gconstpointer data)
{
    const struct text_row *row = data;
    GString *said = g_string_new(NULL);
    struct fixture fixture;

    take_request(&fixture, row->input);
    for (unsigned i = 0; i < fixture.facts.credentials_count; i++) {
        const struct facts_credentials *each = &fixture.facts.credentials[i];

        g_string_append_printf(said, "%s[%s%s %s %s %s", i ? " " : "", each->proxy ? "proxy " : "",
                               each->username ? each->username : "-",
                               each->realm ? each->realm : "-", each->nonce ? each->nonce : "-",
                               each->has_algorithm ? each->algorithm_name : "-");
        if (each->has_nc)
            g_string_append_printf(said, " nc %u", each->nc);
        g_string_append_printf(said, "%s%s %u%s%s]", each->has_qop ? " qop" : "",
                               each->has_auts ? " auts" : "", each->response_length,
                               each->response_is_hex ? " hex" : "",
                               each->response_has_capitals ? " capitals" : "");
        g_assert_true((each->response != 0) == (each->response_length != 0));
    }
    done(&fixture);
    text_expect(said, row->expected);
}

static void infos(void)
{
    struct fixture fixture;
    const struct facts_info *info = &fixture.facts.info, *proxy = &fixture.facts.proxy_info;

    take_response(&fixture,
                  "Authentication-Info: nextnonce=\"n2\"\r\n"
                  "Authentication-Info: qop=auth, rspauth=\"ab\", nc=0000000a, "
                  "cnonce=\"c\", nextnonce=\"n3\"\r\n"
                  "Proxy-Authentication-Info: nextnonce=\"p2\", qop=\"\", cnonce=\"\"\r\n");
    g_assert_cmpstr(info->nextnonce, ==, "n2");
    g_assert_true(info->is_there && info->has_qop && info->has_rspauth && info->has_nc);
    g_assert_cmpuint(info->nc, ==, 10);
    g_assert_true(info->cnonce == fingerprint(fixture.pool, 0, SPAN_LITERAL("c")));
    g_assert_cmpstr(proxy->nextnonce, ==, "p2");
    g_assert_true(proxy->is_there && !proxy->has_qop && !proxy->has_rspauth && !proxy->has_nc);
    g_assert_true(proxy->cnonce == 0);
    done(&fixture);
}

static void digest_details(void)
{
    struct fixture fixture;
    const struct facts_credentials *each = fixture.facts.credentials;
    const char *const *flaws = fixture.facts.flaws;

    take_request(&fixture,
                 "Authorization: Digest username=\"x\", uri=\"sip:ex.com\", nc=1, qop=\"auth\", "
                 "opaque=\"o\", userhash=true, response=\"\"\r\n"
                 "Authorization: Digest algorithm=\"MD5\", nc=0000000A, opaque=\"\"\r\n"
                 "Authorization: Bearer eyJhIjoxfQ.e30.sig\r\n");
    g_assert_true(each[0].uri == fixture.facts.request_uri);
    g_assert_true(each[0].has_userhash && each[0].sends_nc && each[0].opaque != 0);
    g_assert_cmpuint(each[0].qop, ==, SIP_QOP_AUTH);
    g_assert_null(each[1].uri);
    g_assert_true(each[1].opaque == 0 && !each[1].has_userhash);
    g_assert_true(each[2].token != 0 && each[2].is_plain_jwt);
    g_assert_cmpstr(flaws[FLAW_NC_FORM], ==, "1");
    g_assert_cmpstr(flaws[FLAW_NC_CAPITALS], ==, "0000000A");
    g_assert_cmpstr(flaws[FLAW_QUOTING], ==, "qop=\"auth\"");
    g_assert_cmpstr(flaws[FLAW_QUOTING_ALGORITHM], ==, "algorithm=\"MD5\"");
    done(&fixture);
}

static void users(void)
{
    struct pool *pool = pool_new();
    const char *eve = pool_intern(pool, SPAN_LITERAL("sip:eve@h:5070"));

    g_assert_true(facts_is_user("bob", interned("sip:bob@h")));
    g_assert_true(facts_is_user("bob@h", interned("sip:bob@h")));
    g_assert_true(facts_is_user("+1", interned("tel:+1")));
    g_assert_true(facts_is_whole_user("bob@x", interned("sip:bob%40x@h")));
    g_assert_false(facts_is_whole_user("bob", interned("sip:bob%40x@h")));
    g_assert_false(facts_is_whole_user("bob@x", interned("tel:+1")));
    g_assert_true(facts_is_user("x", interned("sip:%62ob@h")));
    g_assert_true(facts_is_user(NULL, NULL));
    g_assert_false(facts_is_user("eve", interned("sip:bob@h")));
    g_assert_false(facts_is_user(NULL, interned("sip:bob@h")));

    g_assert_true(facts_find_aor(pool, "eve", "sip:bob@h:5070") == eve);
    g_assert_true(facts_find_aor(pool, "eve@h", "sip:bob@h:5070") == eve);
    g_assert_null(facts_find_aor(pool, "eve", "sip:bob@h"));
    g_assert_null(facts_find_aor(pool, "eve", "sip:h:5070"));
    g_assert_null(facts_find_aor(pool, "eve", "tel:+1"));
    g_assert_null(facts_find_aor(pool, "eve", NULL));
    pool_free(pool);
}

static void challenges(void)
{
    struct fixture fixture;
    const struct facts_challenge *each = fixture.facts.challenges;

    take_response(&fixture, "WWW-Authenticate: Digest realm=\"r\", nonce=\"\", algorithm=SHA-256, "
                            "qop=\"auth\", stale=TRUE\r\n"
                            "Proxy-Authenticate: Digest realm=\"p\", qop=\"\", stale=no\r\n"
                            "WWW-Authenticate: Basic realm=\"b\"\r\n");
    g_assert_cmpuint(fixture.facts.challenge_count, ==, 3);
    g_assert_cmpuint(each[0].algorithm, ==, SIP_ALGORITHM_SHA_256);
    g_assert_cmpstr(each[0].nonce, ==, "");
    g_assert_true(each[0].stale && each[0].has_qop && !each[0].proxy);
    g_assert_null(each[1].nonce);
    g_assert_cmpuint(each[1].algorithm, ==, SIP_ALGORITHM_MD5);
    g_assert_true(!each[1].stale && !each[1].has_qop && each[1].proxy);
    g_assert_cmpuint(each[2].scheme, ==, SIP_AUTH_BASIC);
    g_assert_false(fixture.facts.is_ims);
    done(&fixture);

    take_response(&fixture, "WWW-Authenticate: Digest realm=\"r\", algorithm=AKAv1-MD5\r\n");
    g_assert_true(fixture.facts.is_ims);
    done(&fixture);
}

/* RFC 3310 3.2; both nonces of the RFC's examples are padded wrongly. */
static const struct text_row aka[] = {
    {"not AKA", "algorithm=MD5, nonce=\"abcd\"", ""},
    {"an example of the RFC",
     "algorithm=AKAv1-MD5, "
     "nonce=\"MzQ0a2xrbGtmbGtsZm9wb2tsc2tqaHJzZXNy9uQyMzMzMzQK=\"",
     "36"},
    {"the other one",
     "algorithm=AKAv1-MD5, nonce=\"CjPk9mRqNuT25eRkajM09uTl9nM09uTl9nMz5OX25PZz==\"", "33"},
    {"short", "algorithm=AKAv2-SHA-256, nonce=\"abcd\"", "3"},
    {"no base64", "algorithm=AKAv1-MD5, nonce=\"ab:d\"", "3 bad"},
    {"padding alone", "algorithm=AKAv1-MD5, nonce=\"===\"", "0"},
    {"none", "algorithm=AKAv1-MD5", "0"},
    {"-sess", "algorithm=akav1-md5-SESS, nonce=\"\"", "0 sess"},
    {"keys", "algorithm=AKAv1-MD5, nonce=\"abcd\", ck=\"0\"", "3 keys"},
    {"keys of another algorithm", "algorithm=MD5, nonce=\"abcd\", ik=\"\"", "keys"},
};

static void aka_challenge(gconstpointer data)
{
    const struct text_row *row = data;
    char *lines = g_strconcat("WWW-Authenticate: Digest ", row->input, "\r\n", NULL);
    GString *said = g_string_new(NULL);
    struct fixture fixture;
    const struct facts_challenge *challenge = &fixture.facts.challenges[0];

    take_response(&fixture, lines);
    if (fixture.facts.ims.is_3gpp)
        g_string_append_printf(said, "%u ", challenge->nonce_bytes);
    if (fixture.facts.ims.is_3gpp && !challenge->nonce_is_base64)
        g_string_append(said, "bad ");
    if (challenge->is_sess)
        g_string_append(said, "sess ");
    if (challenge->has_keys)
        g_string_append(said, "keys ");
    if (said->len)
        g_string_truncate(said, said->len - 1);
    text_expect(said, row->expected);
    done(&fixture);
    g_free(lines);
}

static const struct text_row mechanisms[] = {
    {"none", "", ""},
    {"IPsec", "Security-Client: IPsec-3GPP;alg=a\r\n", "agreement ipsec"},
    {"a preference", "Security-Client: tls; q=0.5\r\n", "agreement q"},
    {"a parameter that begins with q", "Security-Client: tls;qop=1\r\n", "agreement"},
    {"media alone", "Security-Client: sdes-srtp;mediasec\r\n", "list"},
    {"media and TLS", "Security-Client: sdes-srtp;mediasec\r\nSecurity-Client: tls\r\n",
     "agreement"},
    {"IPsec as a parameter is none", "Security-Client: tls;ipsec-3gpp\r\n", "agreement"},
    {"demanded", "Require: a, SEC-agree\r\nProxy-Require: b\r\n", "require"},
    {"demanded of proxies", "Require: a\r\nProxy-Require: sec-agree\r\n", "proxy-require"},
    {"behind a P-CSCF", "P-Visited-Network-ID: x\r\n", "core"},
};

static void mechanism(gconstpointer data)
{
    const struct text_row *row = data;
    GString *said = g_string_new(NULL);
    struct fixture fixture;
    const struct facts_ims *ims = &fixture.facts.ims;

    take_request(&fixture, row->input);
    if (ims->client.is_agreement)
        g_string_append(said, "agreement ");
    else if (ims->client.list)
        g_string_append(said, "list ");
    if (ims->client.has_ipsec)
        g_string_append(said, "ipsec ");
    if (ims->client.has_q)
        g_string_append(said, "q ");
    if (ims->requires_agreement)
        g_string_append(said, "require ");
    if (ims->proxy_requires_agreement)
        g_string_append(said, "proxy-require ");
    if (ims->from_core)
        g_string_append(said, "core ");
    g_assert_true(ims->is_3gpp == ims->client.has_ipsec);
    if (said->len)
        g_string_truncate(said, said->len - 1);
    text_expect(said, row->expected);
    done(&fixture);
}

static const struct text_row associated[] = {
    {"none", "To: <sip:b@h>\r\n", "0 unknown -"},
    {"an empty list", "To: <sip:b@h>\r\nP-Associated-URI:\r\n", "0 unknown -"},
    {"listed",
     "To: <sip:b@H;x=1>\r\nP-Associated-URI: <sip:c@h>, \"B, b\" <sip:b@h;user=phone>\r\n",
     "2 listed sip:c@h"},
    {"the To comes last", "P-Associated-URI: <sip:b@h>\r\nTo: <sip:b@h>\r\n", "1 listed sip:b@h"},
    {"not listed", "To: <sip:b@h>\r\nP-Associated-URI: <sip:B@h>\r\n", "1 absent sip:B@h"},
    {"only its number", "To: <sip:+49301@h;user=phone>\r\nP-Associated-URI: <tel:+49-30-1;x=y>\r\n",
     "1 number tel:+49-30-1;x=y"},
    {"another number", "To: <sip:+49301@h>\r\nP-Associated-URI: <tel:+49302>\r\n",
     "1 absent tel:+49302"},
    {"a name is no number", "To: <sip:b@h>\r\nP-Associated-URI: <tel:b>\r\n", "1 absent tel:b"},
    {"a wildcard", "To: <sip:b@h>\r\nP-Associated-URI: <sip:x!.*!@h>\r\n", "1 unknown sip:x!.*!@h"},
    {"a wildcard and itself", "To: <sip:b@h>\r\nP-Associated-URI: <sip:x!.*!@h>, <sip:b@h>\r\n",
     "2 listed sip:x!.*!@h"},
    {"no To", "P-Associated-URI: <sip:b@h>\r\n", "0 unknown -"},
};

static void associated_identity(gconstpointer data)
{
    static const char *const names[] = {"unknown", "listed", "number", "absent"};
    const struct text_row *row = data;
    GString *said = g_string_new(NULL);
    struct fixture fixture;
    const struct facts_ims *ims = &fixture.facts.ims;

    take_response(&fixture, row->input);
    g_string_append_printf(said, "%u %s %s", ims->associated_count, names[ims->identity],
                           ims->default_identity ? ims->default_identity : "-");
    g_assert_true((ims->associated == 0) == (ims->associated_count == 0));
    text_expect(said, row->expected);
    done(&fixture);
}

/* No identity is reported as missing in a truncated list. */
static void many_identities(void)
{
    GString *lines = g_string_new("To: <sip:b@h>\r\nP-Associated-URI: <sip:0@h>");
    struct fixture fixture;

    for (int i = 1; i < 1000; i++)
        g_string_append_printf(lines, ", <sip:%d@h>", i);
    g_string_append(lines, "\r\n");
    take_response(&fixture, lines->str);
    g_assert_cmpuint(fixture.facts.ims.identity, ==, IDENTITY_UNKNOWN);
    g_assert_cmpuint(fixture.facts.ims.associated_count, ==, FACTS_ASSOCIATED_MAX + 1);
    done(&fixture);
    g_string_free(lines, TRUE);
}

/* The lists of RFC 3329 are equal, except for white space and the division into lines. */
static const struct {
    const char *name, *one, *other;
    bool equal;
} securities[] = {
    {"white space", "ipsec-3gpp; q=0.1;alg=a ,digest", "ipsec-3gpp;q=0.1;alg=a,digest", true},
    {"a folded line", "ipsec-3gpp;q=0.1,\r\n\tdigest", "ipsec-3gpp;q=0.1,digest", true},
    {"two lines", "ipsec-3gpp;q=0.1\r\nSecurity-Verify: digest", "ipsec-3gpp;q=0.1,digest", true},
    {"white space inside a value's equals", "tls;q = 0.1", "tls;q=0.1", true},
    {"another order", "digest,tls", "tls,digest", false},
    {"another value", "tls;q=0.1", "tls;q=0.2", false},
    {"one is missing", "tls,digest", "tls", false},
    {"the comma counts", "tls,x", "tlsx", false},
};

static void security(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(securities); i++) {
        char *lines = g_strconcat("Security-Server: ", securities[i].other,
                                  "\r\nSecurity-Verify: ", securities[i].one, "\r\n", NULL);
        struct fixture fixture;

        g_test_message("%s", securities[i].name);
        take_request(&fixture, lines);
        g_assert_cmpuint(fixture.facts.ims.server.list, !=, 0);
        g_assert_true((fixture.facts.ims.server.list == fixture.facts.ims.verify.list) ==
                      securities[i].equal);
        g_assert_true(fixture.facts.is_ims == (strstr(lines, "ipsec-3gpp") != NULL));
        done(&fixture);
        g_free(lines);
    }
}

static void protected_port(void)
{
    static const struct {
        const char *list;
        unsigned port;
    } ports[] = {
        {"ipsec-3gpp;spi-s=2;port-c=5067;PORT-S=5066", 5066},
        {"digest;port-s=1, ipsec-3gpp;port-s=2, ipsec-3gpp;port-s=3", 2},
        {"ipsec-3gpp;port-c=5067", 0},
        {"ipsec-3gpp;port-s=70000", 0},
        {"ipsec-3gpp;port-s=x", 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(ports); i++) {
        char *lines = g_strconcat("Security-Server: ", ports[i].list, "\r\n", NULL);
        struct fixture fixture;

        take_request(&fixture, lines);
        g_assert_cmpuint(fixture.facts.ims.server.port, ==, ports[i].port);
        done(&fixture);
        g_free(lines);
    }
}

/* "x": present, "-": not: outbound supported, required, path, sos, gruu, IMS. */
static const struct text_row marks[] = {
    {"nothing", "", "------"},
    {"outbound", "Supported: path, Outbound\r\nk: gruu\r\n", "x-----"},
    {"outbound is required", "Require: outbound\r\n", "-x----"},
    {"a longer tag is another", "Supported: outbound2\r\n", "------"},
    {"Path", "Path: <sip:p;lr>\r\n", "--x---"},
    {"an emergency", "Contact: <sip:b@h;sos>\r\n", "---x--"},
    {"sos outside the URI is none", "Contact: <sip:b@h>;sos\r\n", "------"},
    {"a public GRUU", "Contact: <sip:b@h>;pub-gruu=\"sip:b@h;gr=1\"\r\n", "----x-"},
    {"a Contact that is a GRUU", "Contact: <sip:b@h;gr>\r\n", "----x-"},
    {"a visited network", "P-Visited-Network-ID: v\r\n", "-----x"},
    {"an IMS name", "To: <sip:b@ims.mnc001.mcc262.3GPPnetwork.org>\r\n", "-----x"},
    {"an IMS mechanism", "Security-Client: tls, ipsec-3gpp;q=1\r\n", "-----x"},
};

static void mark(gconstpointer data)
{
    const struct text_row *row = data;
    struct fixture fixture;
    const struct facts *facts = &fixture.facts;

    take_request(&fixture, row->input);
    const bool is[] = {facts->supports_outbound, facts->requires_outbound, facts->has_path,
                       facts->is_emergency,      facts->has_gruu,          facts->is_ims};
    GString *said = g_string_new(NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(is); i++)
        g_string_append_c(said, is[i] ? 'x' : '-');
    done(&fixture);
    text_expect(said, row->expected);
}

static const struct text_row delays[] = {
    {"neither", "", ""},
    {"Min-Expires", "Min-Expires: 600\r\n", "min 600"},
    {"Min-Expires of zero is no limit", "Min-Expires: 0\r\n", ""},
    {"malformed", "Min-Expires: soon\r\nRetry-After: -3\r\n", ""},
    {"the first that can be read", "Min-Expires: x\r\nMin-Expires: 5\r\nMin-Expires: 6\r\n",
     "min 5"},
    {"Retry-After with a comment", "Retry-After: 120 (in a meeting);duration=60\r\n", "after 120"},
    {"Retry-After beyond 32 bits", "Retry-After: 4294967297\r\n", "after 4294967295"},
};

static void delay(gconstpointer data)
{
    const struct text_row *row = data;
    GString *said = g_string_new(NULL);
    struct fixture fixture;

    take_response(&fixture, row->input);
    if (fixture.facts.has_min_expires)
        g_string_append_printf(said, "min %u", fixture.facts.min_expires_s);
    if (fixture.facts.has_retry_after)
        g_string_append_printf(said, "after %u", fixture.facts.retry_after_s);
    done(&fixture);
    text_expect(said, row->expected);
}

#define FORTY "0123456789012345678901234567890123456789"
#define IMS                                                                                        \
    "Content-Type: application/3gpp-ims+xml\r\n\r\n<ims-3gpp version=\"1\"><alternative-service>"

static const struct text_row tellings[] = {
    {"nothing", "403 Forbidden\r\n", ""},
    {"the standard phrase in another case", "403 fOrBiDdEn \r\n", ""},
    {"no phrase", "403 \r\n", ""},
    {"a header that repeats the standard phrase",
     "423 Interval Too Brief\r\nP-Registrar-Error: Interval too brief\r\n", ""},
    {"the phrase of another code", "403 Not Found\r\n", "Not Found"},
    {"a phrase of its own", "403 Too many Contacts\r\n", "Too many Contacts"},
    {"it is about the nonce", "401 Nonce has changed\r\n", "Nonce has changed (nonce)"},
    {"it is about the account", "401 Account expired\r\n", "Account expired"},
    {"Warning", "403 Forbidden\r\nWarning: 399 h \"Wrong \\\"user\\\"\"\r\n", "Wrong \"user\""},
    {"a quote that is not closed", "403 Forbidden\r\nWarning: 399 h \"Wrong\r\n", "Wrong"},
    {"Warning without a text", "403 Forbidden\r\nWarning: 399 h\r\n", "399 h"},
    {"two Warnings in one line",
     "403 Forbidden\r\nWarning: 307 h \"a, b\", 399 h:5060 \"Line disabled\"\r\n",
     "a, b; Line disabled"},
    {"Reason without a text", "403 Forbidden\r\nReason: SIP;cause=200\r\n", "SIP;cause=200"},
    {"Reason with a text that is not quoted",
     "403 Forbidden\r\nReason: Q.850;cause=21;text=Call barred;x=y\r\n", "Call barred"},
    {"two Reasons in one line",
     "403 Forbidden\r\nReason: SIP;text=\"Line locked\", Q.850;cause=21;text=\"No\"\r\n",
     "Line locked; No"},
    {"a header of a product",
     "403 Forbidden\r\nX-Twilio-Error: 32201 Authentication - Source IP Address not in ACL\r\n",
     "32201 Authentication - Source IP Address not in ACL"},
    {"... quoted, in other letters", "403 Forbidden\r\nx-reason: \"Not \\\"paid\\\"\"\r\n",
     "Not \"paid\""},
    {"... of a word in the middle",
     "480 Temporarily Unavailable\r\nX-Asterisk-HangupCause: Subscriber absent\r\n"
     "X-Asterisk-HangupCauseCode: 20\r\n",
     "Subscriber absent"},
    {"... with P", "403 Forbidden\r\nP-Error: no such line\r\nX-Error-Text: more\r\n",
     "no such line; more"},
    {"... that is a number", "403 Forbidden\r\nX-Error: 32201\r\n", ""},
    {"... in a 2xx", "200 OK\r\nX-Error: none at all\r\n", ""},
    {"headers that only look like it",
     "403 Forbidden\r\nX-Terror: a\r\nX-Errors-: \r\nError: b\r\nX-Reasoning: c\r\nX-: d\r\nX: "
     "e\r\n"
     "P-Charging-Vector: f\r\n",
     ""},
    {"a folded line", "403 Forbidden\r\nWarning: 399 h \"two\r\n  lines\"\r\n", "two lines"},
    {"control characters",
     "403 a\x01\x7f"
     "b\tc\r\n",
     "a b c"},
    {"not UTF-8", "403 caf\xe9\r\n", "caf?"},
    {"cut", "403 " FORTY FORTY FORTY "0\r\n", FORTY FORTY FORTY},
    {"cut before a character of two bytes",
     "403 a" FORTY FORTY "012345678901234567890123456789012345678\xc3\xa9\r\n",
     "a" FORTY FORTY "012345678901234567890123456789012345678"},
    {"cut in a character of three bytes",
     "403 " FORTY FORTY "01234567890123456789012345678901234567x\xe2\x82\xac\r\n",
     FORTY FORTY "01234567890123456789012345678901234567x"},
    {"an IMS core", "403 Forbidden\r\n" IMS "<type>emergency</type><reason>No roaming</reason>",
     "No roaming"},
    {"an IMS core, cut", "403 Forbidden\r\n" IMS "<reason>No roam", "No roam"},
    {"an IMS core, empty", "403 Forbidden\r\n" IMS "<reason/></alternative-service>", ""},
    {"an IMS core without a reason", "403 Forbidden\r\n" IMS "<type/>", ""},
    {"another body", "403 Forbidden\r\nContent-Type: text/xml\r\n\r\n<reason>x</reason>", ""},
};

static void telling(gconstpointer data)
{
    const struct text_row *row = data;
    char *line = g_strconcat("SIP/2.0 ", row->input, NULL);
    char *rest = strstr(line, "\r\n");
    GString *said = g_string_new(NULL);
    struct fixture fixture;
    char *all;

    *rest = 0;
    all = g_strconcat("CSeq: 1 REGISTER\r\n", rest + 2, NULL);
    take(&fixture, line, all);
    if (fixture.facts.told)
        g_string_append(said, fixture.facts.told);
    if (fixture.facts.says == SAYS_NONCE)
        g_string_append(said, " (nonce)");
    done(&fixture);
    g_free(all);
    g_free(line);
    text_expect(said, row->expected);
}

/* More than is kept of a text. */
#define LONG_TEXT                                                                                  \
    "The operator of this machine has written a poem of some length about the sea and the wind "   \
    "and the boats that went out and never came home again "

/* As servers may word it. */
static const struct {
    const char *text;
    enum facts_saying says;
} sayings[] = {
    {"Access Denied", SAYS_NOTHING},
    {"Not authorized", SAYS_NOTHING},
    {"Registration failed", SAYS_NOTHING},
    {"Call Rejected", SAYS_NOTHING},
    {"Forbidden request", SAYS_NOTHING},
    {"SIP;cause=403", SAYS_NOTHING},
    {"<sip:full@ex.com>", SAYS_NOTHING},
    {"Unresolvable destination (478/SL)", SAYS_FAULT},
    {"Unable to find a device handler for the request received on port 5060", SAYS_ADDRESS},
    {"Can not register to QoS for signalling", SAYS_POLICY},
    {"Invalid star contact", SAYS_CONTACT},
    {"Message is missing To HF", SAYS_FORM},
    {"Server is not ready", SAYS_BUSY},
    {"No rate for this destination", SAYS_SOMETHING},
    {"Bandwidth too low", SAYS_SOMETHING},
    {"Load balancer error", SAYS_FAULT},
    {"Transport error", SAYS_SOMETHING},
    {"Certificate required", SAYS_CERTIFICATE},
    {"HSS Authentication Scheme Unsupported", SAYS_SOMETHING},
    {"Please contact support", SAYS_SOMETHING},
    {"Roaming restricted to home", SAYS_ROAMING},
    {"Service logic error", SAYS_SOMETHING},
    {"Password policy", SAYS_SOMETHING},
    {"I am terribly sorry, server error occurred (1/SL)", SAYS_SOMETHING},
    {"Realm mismatch", SAYS_SOMETHING},
    {"Time limit", SAYS_SOMETHING},
    {"Address incomplete, sorry", SAYS_SOMETHING},
    {"Nonce has changed", SAYS_NONCE},
    {"Stale", SAYS_NONCE},
    {"Challenge expired", SAYS_NONCE},
    {"Message size too big", SAYS_TOO_LARGE},
    {"Request too large", SAYS_TOO_LARGE},
    {"User-Agent not allowed", SAYS_AGENT},
    {"Blocked UA", SAYS_AGENT},
    {"Unsupported firmware version", SAYS_AGENT},
    {"User agent blacklisted", SAYS_AGENT},
    {"MAC address not allowed", SAYS_DEVICE},
    {"Registration rate exceeded", SAYS_RATE},
    {"Rate limit", SAYS_RATE},
    {"Call rate limit", SAYS_RATE},
    {"Too many requests", SAYS_RATE},
    {"Too frequent registrations", SAYS_RATE},
    {"Registering too fast", SAYS_RATE},
    {"Throttled", SAYS_RATE},
    {"Flood detected", SAYS_RATE},
    {"Max 5 registrations per minute", SAYS_RATE},
    {"Request limit exceeded", SAYS_RATE},
    {"Licence limit reached", SAYS_FULL},
    {"No license available", SAYS_FULL},
    {"Capacity exceeded", SAYS_FULL},
    {"Too many users", SAYS_FULL},
    {"Registration cache full", SAYS_FULL},
    {"No local resources", SAYS_FULL},
    {"Out of memory", SAYS_FULL},
    {"Too many registered contacts", SAYS_LIMIT},
    {"Maximum contacts exceeded", SAYS_LIMIT},
    {"Exceeded the limit of registrations", SAYS_LIMIT},
    {"Registration limit reached", SAYS_LIMIT},
    {"Max contacts per user reached", SAYS_LIMIT},
    {"Maximum number of devices reached", SAYS_LIMIT},
    {"Only one device", SAYS_LIMIT},
    {"User already registered", SAYS_LIMIT},
    {"Multiple registrations are not allowed", SAYS_LIMIT},
    {"System overload", SAYS_BUSY},
    {"Congestion", SAYS_BUSY},
    {"Under maintenance", SAYS_BUSY},
    {"Try again later", SAYS_BUSY},
    {"Forbidden auth ID", SAYS_IDENTITY},
    {"Use From=ID next time", SAYS_IDENTITY},
    {"Username/auth name mismatch", SAYS_IDENTITY},
    {"Authentication user name does not match account name", SAYS_IDENTITY},
    {"Spoofed From", SAYS_IDENTITY},
    {"Third-party registration", SAYS_IDENTITY},
    {"HSS Identities do not match", SAYS_IDENTITY},
    {"User not found", SAYS_NO_ACCOUNT},
    {"No such user in this domain", SAYS_NO_ACCOUNT},
    {"Unknown extension", SAYS_NO_ACCOUNT},
    {"No matching endpoint", SAYS_NO_ACCOUNT},
    {"Device not provisioned", SAYS_DEVICE},
    {"Address of record not found", SAYS_NO_ACCOUNT},
    {"Unable to find device/user in database", SAYS_NO_ACCOUNT},
    {"Unassigned number", SAYS_NO_ACCOUNT},
    {"HSS User Unknown", SAYS_NO_ACCOUNT},
    {"Invalid username", SAYS_NO_ACCOUNT},
    {"Domain not served here", SAYS_DOMAIN},
    {"Unknown domain", SAYS_DOMAIN},
    {"Relaying denied", SAYS_DOMAIN},
    {"Not relaying", SAYS_DOMAIN},
    {"Not a local domain", SAYS_DOMAIN},
    {"No such domain", SAYS_DOMAIN},
    {"Wrong server", SAYS_DOMAIN},
    {"We do not serve this", SAYS_DOMAIN},
    {"Not a registrar", SAYS_DOMAIN},
    {"Tenant not allowed", SAYS_DOMAIN},
    {"Host unknown", SAYS_DOMAIN},
    {"IP not allowed", SAYS_ADDRESS},
    {"Rejected by acl", SAYS_ADDRESS},
    {"Not authorized from this address", SAYS_ADDRESS},
    {"Source address blocked", SAYS_ADDRESS},
    {"IP blacklisted", SAYS_ADDRESS},
    {"Device does not match ACL", SAYS_ADDRESS},
    {"Country blocked", SAYS_ADDRESS},
    {"Registration from this network denied", SAYS_ADDRESS},
    {"Remote registration disabled", SAYS_ADDRESS},
    {"Account disabled", SAYS_STATE},
    {"Account suspended", SAYS_STATE},
    {"User is barred", SAYS_STATE},
    {"Subscription expired", SAYS_STATE},
    {"Extension locked", SAYS_STATE},
    {"Service blocked", SAYS_STATE},
    {"Account not active", SAYS_STATE},
    {"No credit", SAYS_STATE},
    {"Insufficient balance", SAYS_STATE},
    {"Domain suspended", SAYS_STATE},
    {"Password expired", SAYS_STATE},
    {"TLS required", SAYS_TRANSPORT},
    {"Wrong transport", SAYS_TRANSPORT},
    {"UDP not allowed", SAYS_TRANSPORT},
    {"Please use TCP", SAYS_TRANSPORT},
    {"Unsupported URI scheme", SAYS_TRANSPORT},
    {"SIPS only", SAYS_TRANSPORT},
    {"Transport not supported", SAYS_TRANSPORT},
    {"Insecure registration not allowed", SAYS_TRANSPORT},
    {"Preload Route denied", SAYS_ROUTE},
    {"Route set not allowed", SAYS_ROUTE},
    {"No route to destination", SAYS_SOMETHING},
    {"Forbidden - HSS Authorization Rejected", SAYS_HSS},
    {"Diameter error 5003", SAYS_HSS},
    {"Blocked", SAYS_BLOCKED},
    {"You are banned", SAYS_BLOCKED},
    {"Too many failed login attempts", SAYS_BLOCKED},
    {"Too many authentication failures", SAYS_BLOCKED},
    {"Maximum number of login attempts exceeded", SAYS_BLOCKED},
    {"Wrong password", SAYS_CREDENTIALS},
    {"Bad auth", SAYS_CREDENTIALS},
    {"Forbidden (Bad auth)", SAYS_CREDENTIALS},
    {"Authentication failed", SAYS_CREDENTIALS},
    {"Invalid credentials", SAYS_CREDENTIALS},
    {"Digest mismatch", SAYS_CREDENTIALS},
    {"Invalid username or password", SAYS_CREDENTIALS},
    {"Use a different transport to register", SAYS_TRANSPORT},
    {"User does not match transport UDP, not allowed", SAYS_TRANSPORT},
    {"Route from here to there does not match", SAYS_SOMETHING},
    {"Use another slot id to register", SAYS_SOMETHING},
    {"From header does not match", SAYS_IDENTITY},
    /* What is not kept is not looked at. */
    {LONG_TEXT ": account suspended", SAYS_SOMETHING},
};

static void saying(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(sayings); i++) {
        char *line = g_strconcat("SIP/2.0 499 ", sayings[i].text, NULL);
        struct fixture fixture;

        take(&fixture, line, "CSeq: 1 REGISTER\r\n");
        if (fixture.facts.says != sayings[i].says)
            g_test_message("%s", sayings[i].text);
        g_assert_cmpuint(fixture.facts.says, ==, sayings[i].says);
        done(&fixture);
        g_free(line);
    }
}

static void more_than_is_kept(void)
{
    GString *lines = g_string_new(NULL);
    struct fixture fixture;

    for (int i = 0; i < FACTS_CONTACTS_MAX; i++)
        g_string_append_printf(lines, "%s<sip:%d@h>", i ? "," : "Contact: ", i);
    g_string_append(lines, "\r\n");
    take_request(&fixture, lines->str);
    g_assert_cmpuint(fixture.facts.contact_count, ==, FACTS_CONTACTS_MAX);
    g_assert_false(fixture.facts.contacts_cut);
    done(&fixture);

    g_string_append(lines, "Contact: <sip:last@h;sos>\r\nExpires: 5\r\n");
    for (int i = 0; i < FACTS_AUTH_MAX + 1; i++)
        g_string_append_printf(lines, "Authorization: Digest realm=\"%d\"\r\n", i);
    for (int i = 0; i < FACTS_VIAS_MAX + 2; i++)
        g_string_append_printf(lines, "Via: SIP/2.0/UDP h;branch=%d\r\n", i);
    take_request(&fixture, lines->str);
    g_assert_cmpuint(fixture.facts.contact_count, ==, FACTS_CONTACTS_MAX);
    g_assert_true(fixture.facts.contacts_cut);
    g_assert_true(fixture.facts.is_emergency);
    g_assert_cmpstr(fixture.facts.contacts[FACTS_CONTACTS_MAX - 1].uri, ==, "sip:63@h");
    g_assert_cmpuint(fixture.facts.contacts[FACTS_CONTACTS_MAX - 1].expires_s, ==, 5);
    g_assert_cmpuint(fixture.facts.credentials_count, ==, FACTS_AUTH_MAX);
    g_assert_cmpstr(fixture.facts.credentials[FACTS_AUTH_MAX - 1].realm, ==, "7");
    g_assert_cmpuint(fixture.facts.via_count, ==, FACTS_VIAS_MAX + 2);
    done(&fixture);
    g_string_free(lines, TRUE);
}

static void fingerprints_of_vias(void)
{
    struct fixture fixture;
    struct facts *facts = &fixture.facts;

    take_request(&fixture, "Via: SIP/2.0/UDP H;branch=a, SIP/2.0/TCP h;branch=a\r\n"
                           "Via: SIP/2.0/UDP h:5060;branch=a, SIP/2.0/UDP h;branch=A\r\n"
                           "Via: SIP/2.0/UDP h, garbage\r\n");
    g_assert_cmpuint(facts->via_count, ==, 6);
    g_assert_cmpuint(facts->branches[0], ==, facts->branches[1]);
    g_assert_cmpuint(facts->branches[0], ==, facts->branches[2]);
    g_assert_cmpuint(facts->branches[0], !=, facts->branches[3]);
    g_assert_cmpuint(facts->branches[4], ==, 0);
    g_assert_cmpuint(facts->vias[0], ==, facts->vias[1]);
    g_assert_cmpuint(facts->vias[0], !=, facts->vias[2]);
    g_assert_cmpuint(facts->vias[0], !=, facts->vias[3]);
    g_assert_cmpuint(facts->branches[5], ==, 0);
    g_assert_cmpuint(facts->vias[5], ==, 0);
    done(&fixture);
}

/* A message cut at any byte is read, and marked as incomplete. */
static void cut_anywhere(void)
{
    static const char text[] = "REGISTER sip:ex.com SIP/2.0\r\n"
                               "Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKa\r\n"
                               "Max-Forwards: 70\r\n"
                               "To: <sip:bob@ex.com>\r\n"
                               "From: <sip:bob@ex.com>;tag=1\r\n"
                               "Call-ID: c@h\r\n"
                               "CSeq: 7 REGISTER\r\n"
                               "Contact: <sip:bob@10.0.0.1>;expires=3600\r\n"
                               "\r\n";
    const size_t start_line = sizeof("REGISTER sip:ex.com SIP/2.0\r\n") - 1;

    for (size_t n = start_line; n < sizeof(text) - 1; n++) {
        struct fixture fixture;
        const struct facts *facts = &fixture.facts;

        take_bytes(&fixture, text, n, true);
        g_assert_true(facts->incomplete);
        g_assert_cmpuint(facts->method, ==, METHOD_REGISTER);
        /* Complete or missing, never a part. */
        if (facts->aor)
            g_assert_cmpstr(facts->aor, ==, "sip:bob@ex.com");
        if (facts->call_id)
            g_assert_cmpstr(facts->call_id, ==, "c@h");
        if (facts->contact_count)
            g_assert_cmpuint(facts->contacts[0].expires_s, ==, 3600);
        g_assert_true((facts->call_id == NULL) == ((facts->missing & MANDATORY_CALL_ID) != 0));
        done(&fixture);
    }
}

static void methods(void)
{
    static const char cut_response[] = "SIP/2.0 200 OK\r\nTo: <sip:b@h>\r\nContact: <sip:b@h>\r\n";
    struct fixture fixture;

    take_response(&fixture, "");
    g_assert_cmpuint(fixture.facts.method, ==, METHOD_REGISTER);
    g_assert_cmpuint(fixture.facts.status, ==, 401);
    g_assert_false(fixture.facts.is_request);
    g_assert_cmpstr(fixture.facts.reason, ==, "Unauthorized");
    done(&fixture);

    take(&fixture, "SIP/2.0 200 OK", "CSeq: 1 INVITE\r\nContact: <sip:b@h>\r\n");
    g_assert_cmpuint(fixture.facts.method, ==, METHOD_OTHER);
    g_assert_cmpuint(fixture.facts.contact_count, ==, 0);
    g_assert_null(fixture.facts.reason);
    done(&fixture);

    take(&fixture, "SIP/2.0 200 OK", "Contact: <sip:b@h>\r\n");
    g_assert_cmpuint(fixture.facts.method, ==, METHOD_OTHER);
    done(&fixture);

    take_bytes(&fixture, cut_response, sizeof(cut_response) - 1, true);
    g_assert_cmpuint(fixture.facts.method, ==, METHOD_UNKNOWN);
    g_assert_cmpstr(fixture.facts.aor, ==, "sip:b@h");
    done(&fixture);

    take(&fixture, "register sip:h SIP/2.0", "");
    g_assert_cmpuint(fixture.facts.method, ==, METHOD_OTHER);
    g_assert_cmpstr(fixture.facts.method_name, ==, "register");
    done(&fixture);

    take(&fixture, "INVITE sip:bob@h SIP/2.0",
         "Call-ID: i\r\nContact: <sip:b@h>\r\nAuthorization: Digest realm=\"r\"\r\n");
    g_assert_cmpstr(fixture.facts.method_name, ==, "INVITE");
    g_assert_cmpstr(fixture.facts.call_id, ==, "i");
    g_assert_cmpuint(fixture.facts.credentials_count, ==, 1);
    g_assert_cmpuint(fixture.facts.contact_count, ==, 1);
    g_assert_null(fixture.facts.contacts[0].uri);
    g_assert_null(fixture.facts.request_uri);
    done(&fixture);
}

/* Of other methods only what a registration interned before is recognized. */
static void others(void)
{
    struct fixture fixture;

    take(&fixture, "REGISTER sip:h SIP/2.0",
         "To: <sip:b@h>\r\nFrom: <sip:b@h>\r\nContact: <sip:b@1.2.3.4>\r\n");
    take_again(&fixture, "INVITE sip:b@1.2.3.4 SIP/2.0",
               "To: <sip:b@H>\r\nFrom: <sip:c@h>;tag=1\r\nCall-ID: i\r\n"
               "Route: <sip:p@h;lr>, <sip:b@1.2.3.4>\r\nContact: <sip:c@5.6.7.8>\r\n");
    g_assert_cmpstr(fixture.facts.request_uri, ==, "sip:b@1.2.3.4");
    g_assert_cmpstr(fixture.facts.aor, ==, "sip:b@h");
    g_assert_null(fixture.facts.from_aor);
    g_assert_cmpuint(fixture.facts.route_count, ==, 2);
    g_assert_null(fixture.facts.routes[0]);
    g_assert_true(fixture.facts.routes[1] == fixture.facts.request_uri);
    g_assert_cmpuint(fixture.facts.contact_count, ==, 1);
    g_assert_null(fixture.facts.contacts[0].uri);
    g_assert_false(fixture.facts.is_reg_event);

    take_again(&fixture, "INVITE urn:service:sos.fire SIP/2.0",
               "Route: <sip:P@h;lr>, <sip:p@H>, <sip:p@h:5060>\r\n"
               "Contact: <sip:b@1.2.3.4;pn-prid=x;pn-param=y>\r\n");
    g_assert_true(fixture.facts.is_emergency);
    g_assert_cmpuint(fixture.facts.contacts[0].push, ==, PUSH_PRID | PUSH_PARAM);
    g_assert_true(fixture.facts.route_places[0] != fixture.facts.route_places[1]);
    g_assert_true(fixture.facts.route_places[1] != fixture.facts.route_places[2]);

    take_again(&fixture, "SUBSCRIBE sip:b@h SIP/2.0",
               "To: <sip:b@h>\r\nFrom: <sip:b@h>;tag=1\r\nEvent: reg;id=1\r\n");
    g_assert_cmpstr(fixture.facts.from_aor, ==, "sip:b@h");
    g_assert_true(fixture.facts.is_reg_event);
    done(&fixture);
}

/* Return routes to the agent: hops, flows, GRUUs, push services. */
static const struct text_row ways[] = {
    {"nothing", "", ""},
    {"a Path of two headers", "Path: <sip:p2;lr;ob>, <sip:p1>\r\nPath: sip:p0;lr\r\n",
     "path[sip:p2;lr;ob lr ob] path[sip:p1] path[sip:p0]"},
    {"a Service-Route", "Service-Route: <sip:orig@s1:6060;lr>\r\n",
     "route[sip:orig@s1:6060;lr lr]"},
    {"a flow timer", "Flow-Timer: 120\r\n", "flow-timer 120"},
    {"no number", "Flow-Timer: soon\r\n", ""},
    {"keep without a value", "Via: SIP/2.0/UDP h;keep;branch=a\r\n", "keep"},
    {"keep with a value", "Via: SIP/2.0/UDP h;branch=a;keep=30\r\n", "keep 30"},
    {"keep of another Via", "Via: SIP/2.0/UDP h, SIP/2.0/UDP i;keep=30\r\n", ""},
    {"push parameters", "Contact: <sip:b@h;pn-provider=acme;PN-Param=x;pn-prid=y>\r\n",
     "push 7 acme x"},
    {"a query for a provider", "Contact: <sip:b@h;pn-provider=acme>\r\n", "push 1 acme -"},
    {"push parameters behind the URI are none", "Contact: <sip:b@h>;pn-prid=y\r\n", ""},
    {"GRUUs", "Contact: <sip:b@h>;pub-gruu=\"sip:b@h;gr=1\";temp-gruu=\"sip:t@h;gr\"\r\n",
     "pub sip:b@h;gr=1 temp sip:t@h;gr"},
    {"push services", "Feature-Caps: *;+sip.pns=\"acme, b\";+sip.pnsreg=\"130\"\r\n",
     "pns acme pns b pnsreg 130"},
    {"several Feature-Caps", "Feature-Caps: *;+a\r\nFeature-Caps: *;+sip.pns=\"acme\",*;+b\r\n",
     "pns acme"},
    {"options", "Supported: path, gruu\r\n", "+path +gruu"},
};

static void say_hops(GString *said, const char *name, const struct facts_hop *hops, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        g_string_append_printf(said, "%s[%s%s%s] ", name, hops[i].uri, hops[i].has_lr ? " lr" : "",
                               hops[i].has_ob ? " ob" : "");
}

static void way(gconstpointer data)
{
    const struct text_row *row = data;
    struct fixture fixture;
    const struct facts *facts = &fixture.facts;
    GString *said = g_string_new(NULL);

    take_request(&fixture, row->input);
    say_hops(said, "path", facts->path, facts->path_count);
    say_hops(said, "route", facts->service_route, facts->service_route_count);
    if (facts->has_flow_timer)
        g_string_append_printf(said, "flow-timer %u ", facts->flow_timer_s);
    if (facts->via_count && facts->via.has_keep)
        g_string_append(said, "keep ");
    if (facts->via_count && facts->via.keep_has_value)
        g_string_append_printf(said, "%u ", facts->via.keep_s);
    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (contact->push)
            g_string_append_printf(said, "push %u %s %s ", contact->push, contact->push_provider,
                                   contact->push_param ? contact->push_param : "-");
        if (contact->pub_gruu)
            g_string_append_printf(said, "pub %s ", contact->pub_gruu);
        if (contact->temp_gruu)
            g_string_append_printf(said, "temp %s ", contact->temp_gruu);
    }
    for (unsigned i = 0; i < facts->push_service_count; i++)
        g_string_append_printf(said, "pns %s ", facts->push_services[i]);
    if (facts->has_pnsreg)
        g_string_append_printf(said, "pnsreg %u ", facts->pnsreg_s);
    g_string_append_printf(said, "%s%s", facts->supports_path ? "+path " : "",
                           facts->supports_gruu ? "+gruu " : "");
    if (said->len)
        g_string_truncate(said, said->len - 1);
    done(&fixture);
    text_expect(said, row->expected);
}

static void many_hops(void)
{
    GString *lines = g_string_new(NULL);
    struct fixture fixture;

    for (int i = 0; i < FACTS_ROUTES_MAX + 2; i++)
        g_string_append_printf(lines, "Path: <sip:p%d;lr>\r\nService-Route: <sip:s%d;lr>\r\n", i,
                               i);
    for (int i = 0; i < FACTS_PUSH_SERVICES_MAX + 2; i++)
        g_string_append_printf(lines, "Feature-Caps: *;+sip.pns=\"x%d\"\r\n", i);
    take_request(&fixture, lines->str);
    g_assert_cmpuint(fixture.facts.path_count, ==, FACTS_ROUTES_MAX + 2);
    g_assert_cmpuint(fixture.facts.service_route_count, ==, FACTS_ROUTES_MAX + 2);
    g_assert_cmpstr(fixture.facts.path[FACTS_ROUTES_MAX - 1].uri, ==, "sip:p7;lr");
    g_assert_cmpuint(fixture.facts.push_service_count, ==, FACTS_PUSH_SERVICES_MAX);
    done(&fixture);
    g_string_free(lines, TRUE);
}

static void parts(void)
{
    static const char text[] = "REGISTER sip:ex.com SIP/2.0\r\nExpires:  90\r\nExpires: 80\r\n"
                               "Contact: <sip:b@h>\r\nCall-ID: c\r\n\r\n";
    struct fixture fixture;
    const struct report_span *part = fixture.facts.parts;

    take_bytes(&fixture, text, sizeof(text) - 1, false);
    g_assert_cmpmem(text + part[PART_EXPIRES].start, part[PART_EXPIRES].length, "90", 2);
    g_assert_cmpmem(text + part[PART_CONTACT].start, part[PART_CONTACT].length, "<sip:b@h>", 9);
    g_assert_cmpmem(text + part[PART_CALL_ID].start, part[PART_CALL_ID].length, "c", 1);
    g_assert_cmpuint(part[PART_TO].length, ==, 0);
    g_assert_cmpuint(part[PART_MIN_EXPIRES].length, ==, 0);
    g_assert_cmpuint(fixture.facts.size, ==, sizeof(text) - 1);
    done(&fixture);
}

static const char notify_head[] = "From: <sip:r@h>;tag=n\r\nCSeq: 2 NOTIFY\r\nEvent: reg;id=1\r\n"
                                  "Content-Type: application/reginfo+xml\r\n\r\n";

static void take_notify(struct fixture *fixture, const char *contacts_text)
{
    char *text = g_strconcat("NOTIFY sip:b@h SIP/2.0\r\n", notify_head,
                             "<reginfo state=\"full\"><registration aor=\"sip:BOB@EX.com;x=1\">",
                             contacts_text, "</registration></reginfo>", NULL);

    take_bytes(fixture, text, strlen(text), false);
    g_free(text);
}

static void notified(void)
{
    GString *many = g_string_new(NULL);
    struct fixture fixture;
    const struct facts_reginfo *reginfo = &fixture.facts.reginfo;
    const struct facts_reg_contact *listed = fixture.facts.reg_contacts;

    take_notify(&fixture,
                "<contact state=\"active\" callid=\"c\" cseq=\"7\"><uri>sip:b@1</uri>"
                "<unknown-param name=\"+sip.instance\">\"&lt;urn:x&gt;\"</unknown-param></contact>"
                "<contact state=\"terminated\" event=\"probation\" retry-after=\"9\">"
                "<uri>sip:b@2</uri></contact>");
    g_assert_cmpuint(fixture.facts.method, ==, METHOD_NOTIFY);
    g_assert_cmpuint(fixture.facts.from_tag, !=, 0);
    g_assert_true(fixture.facts.is_reg_event);
    g_assert_cmpstr(reginfo->aor, ==, "sip:BOB@ex.com");
    g_assert_cmpstr(reginfo->missing_of, ==, "reginfo");
    g_assert_cmpstr(reginfo->missing, ==, "version");
    g_assert_cmpuint(reginfo->count, ==, 2);
    g_assert_true(listed[0].is_active && listed[0].has_cseq);
    g_assert_cmpstr(listed[0].call_id, ==, "c");
    g_assert_cmpuint(listed[0].cseq, ==, 7);
    g_assert_cmpstr(listed[0].instance, ==, "urn:x");
    g_assert_null(listed[0].event_name);
    g_assert_true(listed[1].is_terminated && listed[1].event == REG_EVENT_PROBATION);
    g_assert_true(listed[1].aor == reginfo->aor);
    g_assert_cmpstr(listed[1].uri, ==, "sip:b@2");
    g_assert_cmpstr(listed[1].event_name, ==, "probation");
    g_assert_cmpuint(listed[1].retry_after_s, ==, 9);
    done(&fixture);

    for (int i = 0; i < FACTS_REG_CONTACTS_MAX + 3; i++)
        g_string_append(many, "<contact state=\"terminated\"/>");
    take_notify(&fixture, many->str);
    g_assert_cmpuint(reginfo->count, ==, FACTS_REG_CONTACTS_MAX);
    g_assert_true(reginfo->contacts_cut);
    g_assert_null(listed[0].uri);
    done(&fixture);

    take_notify(&fixture, "<contact");
    g_assert_false(reginfo->is_there);
    g_assert_null(reginfo->aor);
    g_assert_cmpuint(reginfo->count, ==, 0);
    done(&fixture);
    g_string_free(many, TRUE);
}

static const struct text_row presences[] = {
    {"none", "", "0"},
    {"Allow", "Allow: REGISTER\r\n", "1"},
    {"empty ones too", "allow:\r\nUnsupported:\r\n", "3"},
    {"Require", "Require: path\r\n", "4"},
    {"Accept", "Accept: application/sdp\r\n", "8"},
    {"Accept-Encoding", "Accept-Encoding: identity\r\n", "8"},
    {"Accept-Language", "Accept-Language: en\r\n", "8"},
    {"Accept-Contact is another", "Accept-Contact: *\r\n", "0"},
    {"Allow-Events is another", "Allow-Events: reg\r\n", "0"},
    {"Date", "Date: Fri, 13 Feb 2009 23:32:00 GMT\r\n", "16"},
};

static void presence(gconstpointer data)
{
    const struct text_row *row = data;
    GString *said = g_string_new(NULL);
    struct fixture fixture;

    take_response(&fixture, row->input);
    g_string_append_printf(said, "%u", fixture.facts.present);
    done(&fixture);
    text_expect(said, row->expected);
}

static void to_tags(void)
{
    struct fixture fixture;
    uint64_t first;

    take(&fixture, "SIP/2.0 200 OK", "CSeq: 1 REGISTER\r\nTo: <sip:b@h>;tag=1\r\n");
    first = fixture.facts.to_tag;
    g_assert_cmpuint(first, !=, 0);
    take_again(&fixture, "SIP/2.0 200 OK", "CSeq: 1 REGISTER\r\nTo: \"B\" <sip:c@h> ; tag=1\r\n");
    g_assert_cmpuint(fixture.facts.to_tag, ==, first);
    take_again(&fixture, "SIP/2.0 200 OK", "CSeq: 1 REGISTER\r\nTo: <sip:b@h>;tag=2\r\n");
    g_assert_cmpuint(fixture.facts.to_tag, !=, first);
    take_again(&fixture, "SIP/2.0 200 OK", "CSeq: 1 REGISTER\r\nTo: <sip:b@h>\r\n");
    g_assert_cmpuint(fixture.facts.to_tag, ==, 0);
    done(&fixture);
}

static void hosts(void)
{
    g_assert_true(facts_same_host(interned("sip:b@h"), interned("sips:c@H:5061")));
    g_assert_true(
        facts_same_host(interned("sip:b@[2001:db8::1]"), interned("sip:[2001:DB8:0::1]:7")));
    g_assert_false(facts_same_host(interned("sip:b@h"), interned("sip:b@h2")));
    g_assert_false(facts_same_host(interned("sip:b@192.0.2.1"), interned("sip:b@192.0.2.10")));
    g_assert_false(facts_same_host(interned("sip:b@h"), NULL));
    g_assert_false(facts_same_host(NULL, NULL));
    g_assert_true(facts_same_form(interned("sip:b@h:1;ob"), interned("sip:c@H:2")));
    g_assert_false(facts_same_form(interned("sip:b@h"), interned("sips:b@h")));
    g_assert_false(facts_same_form(interned("sip:b@h"), interned("sip:b@h;transport=tcp")));
    g_assert_false(facts_same_form(interned("sip:b@h"), interned("tel:1")));
    g_assert_false(facts_same_form(NULL, NULL));

    g_assert_true(facts_is_invalid("sip:x@df7jal.INVALID;transport=ws"));
    g_assert_false(facts_is_invalid("sip:x@invalid.example"));
    g_assert_false(facts_is_invalid("sip:x.invalid@h"));
    g_assert_false(facts_is_invalid("tel:1.invalid"));
    g_assert_false(facts_is_invalid(NULL));
}

static void uris(void)
{
    struct endpoint endpoint = {0};

    g_assert_true(facts_same_uri(interned("sip:b@h"), interned("sip:b@H;x=1")));
    g_assert_false(facts_same_uri(interned("sip:b@h"), interned("sip:b@h:5060")));
    g_assert_false(facts_same_uri(interned("sip:b@h"), NULL));
    g_assert_false(facts_same_uri(NULL, NULL));
    g_assert_false(facts_same_uri(interned(""), interned("*")));

    g_assert_true(facts_uri_endpoint("sip:b@[2001:db8::1]", &endpoint));
    g_assert_cmpuint(endpoint.port, ==, 5060);
    g_assert_true(facts_uri_endpoint("sips:b@192.0.2.1", &endpoint));
    g_assert_cmpuint(endpoint.port, ==, 5061);
    g_assert_true(facts_uri_endpoint("sip:b@192.0.2.1:40000", &endpoint));
    g_assert_cmpuint(endpoint.port, ==, 40000);
    g_assert_false(facts_uri_endpoint("sip:b@h", &endpoint));
    g_assert_false(facts_uri_endpoint("tel:192", &endpoint));
    g_assert_false(facts_uri_endpoint(NULL, &endpoint));

    g_assert_true(facts_same_user_part("sip:b@10.0.0.1:5060", "sip:b@192.0.2.1:40000"));
    g_assert_false(facts_same_user_part("sip:c@10.0.0.1:5060", "sip:b@192.0.2.1:40000"));
    g_assert_false(facts_same_user_part(NULL, "sip:b@192.0.2.1:40000"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEXT_ADD("/facts/contact", contacts, contact);
    TEXT_ADD("/facts/identity", identities, identity);
    TEXT_ADD("/facts/via", vias, via);
    TEXT_ADD("/facts/nat", nats, nat);
    TEXT_ADD("/facts/credentials", credentials_rows, credentials);
    g_test_add_func("/facts/details of credentials", digest_details);
    g_test_add_func("/facts/authentication infos", infos);
    g_test_add_func("/facts/users of URIs", users);
    TEXT_ADD("/facts/mark", marks, mark);
    TEXT_ADD("/facts/delay", delays, delay);
    TEXT_ADD("/facts/ways back", ways, way);
    g_test_add_func("/facts/challenges", challenges);
    g_test_add_func("/facts/security lists", security);
    g_test_add_func("/facts/protected port", protected_port);
    text_add("/facts/AKA", aka, G_N_ELEMENTS(aka), aka_challenge);
    text_add("/facts/mechanisms", mechanisms, G_N_ELEMENTS(mechanisms), mechanism);
    text_add("/facts/identities", associated, G_N_ELEMENTS(associated), associated_identity);
    g_test_add_func("/facts/more identities than are read", many_identities);
    text_add("/facts/told", tellings, G_N_ELEMENTS(tellings), telling);
    g_test_add_func("/facts/kinds of what is told", saying);
    g_test_add_func("/facts/more than is kept", more_than_is_kept);
    g_test_add_func("/facts/more hops than are kept", many_hops);
    g_test_add_func("/facts/fingerprints of Vias", fingerprints_of_vias);
    g_test_add_func("/facts/cut at any byte", cut_anywhere);
    g_test_add_func("/facts/methods", methods);
    g_test_add_func("/facts/requests of other methods", others);
    g_test_add_func("/facts/positions of the parts", parts);
    g_test_add_func("/facts/a NOTIFY of the reg package", notified);
    g_test_add_func("/facts/interned URIs", uris);
    g_test_add_func("/facts/hosts of interned URIs", hosts);
    g_test_add_func("/facts/To tags", to_tags);
    TEXT_ADD("/facts/present", presences, presence);
    return g_test_run();
}
