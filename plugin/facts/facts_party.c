/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * To, From and the AOR of a REGISTER.
 */
#include "facts/reading.h"
#include "sip/contact.h"

/* Most To headers hold their AOR in canonical form, so that nothing has to be built. The length
 * shows whether there is more than scheme, user and host. */
static bool is_canonical(const struct sip_uri *uri)
{
    size_t length = uri->scheme.n + 1 + uri->host.n;

    for (size_t i = 0; i < uri->host.n; i++) {
        if (g_ascii_isupper(uri->host.p[i]) || uri->host.p[i] == ':')
            return false;
    }
    if (uri->has_userinfo)
        length += uri->user.n + 1;
    return length == uri->text.n && (span_is(uri->scheme, "sip") || span_is(uri->scheme, "sips")) &&
           span_find(uri->user, '%') == uri->user.n;
}

/* Most agents register themselves: AOR, To and From are the same text. */
static const char *intern_party(struct reading *reading, struct span uri)
{
    if (!reading->interned_party || !span_equal(reading->party, uri)) {
        reading->party = uri;
        reading->interned_party = pool_intern(reading->pool, uri);
    }
    return reading->interned_party;
}

const char *facts_intern_aor(struct reading *reading, const struct sip_uri *uri)
{
    char *aor;
    const char *interned;

    if (is_canonical(uri))
        return intern_party(reading, uri->text);
    aor = sip_uri_aor(uri);
    interned = pool_intern(reading->pool, span_of(aor));
    g_free(aor);
    return interned;
}

/* RFC 3261 19.1.1, Table 1: a component that the URI must not have in To and From; NULL: none. */
static const char *forbidden_component(const struct sip_uri *uri)
{
    static const char *const names[] = {"transport", "maddr", "method", "ttl", "lr"};

    if (!uri->is_sip)
        return NULL;
    if (uri->port)
        return "port";
    if (uri->headers.n > 0)
        return "headers";
    for (unsigned i = 0; uri->params.n > 0 && i < G_N_ELEMENTS(names); i++) {
        if (span_present(sip_uri_param(uri, names[i])))
            return names[i];
    }
    return NULL;
}

static void check_party(struct reading *reading, const struct sip_address *address,
                        enum facts_flaw flaw)
{
    const char *component;

    if (!reading->facts->is_request)
        return;
    component = forbidden_component(&address->uri);
    if (component)
        facts_note_flaw(reading, flaw, span_of(component));
    facts_check_brackets(reading, address);
}

void facts_read_request_uri(struct reading *reading)
{
    struct facts *facts = reading->facts;
    struct span text = reading->message->request_uri;
    struct sip_uri uri;

    facts->request_uri = pool_intern(reading->pool, text);
    if (!sip_uri_read(text, &uri) || !uri.is_sip) {
        facts_note_flaw(reading, FLAW_REQUEST_URI_SCHEME, text);
        return;
    }
    facts->request_uri_has_user = uri.has_userinfo;
    facts->request_uri_is_sips = uri.is_sips;
    reading->request_host = uri.host;
    facts_check_transport(reading, &uri);
}

void facts_read_to(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;
    struct sip_address to;
    struct span tag;

    facts_mark_part(reading, PART_TO, value);
    facts->missing &= ~MANDATORY_TO;
    if (facts->aor || !sip_address_read(value, &to) || to.is_star)
        return;
    facts->aor = facts_intern_aor(reading, &to.uri);
    facts->to_is_sips = to.uri.is_sips;
    reading->to_host = to.uri.host;
    facts->to_host_mark = facts_host_mark(to.uri.host);
    if (!to.uri.is_sip)
        facts_note_flaw(reading, FLAW_TO_SCHEME, to.uri.text);
    check_party(reading, &to, FLAW_TO_COMPONENT);
    facts->to_uri = intern_party(reading, to.uri.text);
    tag = sip_address_param(&to, "tag");
    facts->has_to_tag = span_present(tag);
    facts->to_tag = fingerprint(reading->pool, 0, tag);
    if (facts->status == 401 || facts->status == 407)
        facts->to_tag_stem = facts_stem(reading, tag);
    facts->is_ims |= span_ends_with_nocase(to.uri.host, "3gppnetwork.org");
}

void facts_read_from(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;
    struct sip_address from;
    struct span tag;

    facts_mark_part(reading, PART_FROM, value);
    facts->missing &= ~MANDATORY_FROM;
    if (facts->from_uri || !sip_address_read(value, &from) || from.is_star)
        return;
    facts->from_uri = intern_party(reading, from.uri.text);
    facts->from_is_sips = from.uri.is_sips;
    tag = sip_address_param(&from, "tag");
    if (!span_is_empty(tag))
        facts->from_tag = fingerprint(reading->pool, 0, tag);
    check_party(reading, &from, FLAW_FROM_COMPONENT);
}

/* The last two labels, which related hosts nearly always share. */
static struct span domain_of(struct span host)
{
    size_t start = host.n;

    for (unsigned dots = 0; start > 0; start--) {
        if (host.p[start - 1] == '.' && ++dots == 2)
            break;
    }
    return span_from(host, start);
}

void facts_compare_domains(struct reading *reading)
{
    struct span request = reading->request_host, to = reading->to_host;
    struct endpoint address;

    reading->facts->foreign_domain =
        span_present(request) && span_present(to) && !span_equal_nocase(request, to) &&
        !span_equal_nocase(domain_of(request), domain_of(to)) &&
        !endpoint_read_ip(request, &address) && !endpoint_read_ip(to, &address);
}

/* The next word that is no version: a version begins with a digit, or has a dot. */
static struct span next_product_word(struct span *rest)
{
    while (rest->n > 0) {
        struct span word = *rest;

        word.n = 0;
        while (word.n < rest->n && !strchr(" /();,", rest->p[word.n]))
            word.n++;
        *rest = span_from(*rest, word.n + 1);
        if (word.n > 0 && !g_ascii_isdigit(word.p[0]) && span_find(word, '.') == word.n)
            return word;
    }
    return SPAN_NONE;
}

bool facts_same_product(const char *a, const char *b)
{
    struct span left, right, one, other;

    if (!a || !b || a == b)
        return a && a == b;
    left = span_of(a);
    right = span_of(b);
    do {
        one = next_product_word(&left);
        other = next_product_word(&right);
        if (!span_equal_nocase(one, other))
            return false;
    } while (span_present(one));
    return true;
}
