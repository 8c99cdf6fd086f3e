/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * To, From and the AOR of a REGISTER.
 */
#include "facts/known_uri.h"
#include "facts/reading.h"
#include "sip/contact.h"

static void check_component(struct reading *reading, struct known_uri *uri, enum facts_flaw flaw)
{
    const char *component = reading->facts->is_request ? known_uri_forbidden(uri) : NULL;

    if (component)
        facts_note_flaw(reading, flaw, span_of(component));
}

/* A To or From. */
struct party {
    struct known_uri *uri;
    struct span tag; /* SPAN_NONE: none */
};

/* Both have the same URI nearly always. */
static struct known_uri *known_party(struct reading *reading, struct span text,
                                     struct known_uri *own)
{
    struct known_uri *uri = reading->party;

    if (uri && span_equal(known_uri_span(uri), text))
        return uri;
    uri = known_uri_get(reading->pool, text, own);
    if (uri != own)
        reading->party = uri;
    return uri;
}

/* False: there is no URI. The result may refer to *own, which the caller provides. */
static bool read_party(struct reading *reading, struct span value, enum facts_flaw flaw,
                       struct party *party, struct known_uri *own)
{
    struct sip_address address;
    struct span text;

    if (sip_party_split(value, &text, &party->tag)) {
        party->uri = known_party(reading, text, own);
        if (!party->uri)
            return false;
        check_component(reading, party->uri, flaw);
        return true;
    }
    if (!sip_address_split(value, &address) &&
        (!sip_address_read(value, &address) || address.is_star))
        return false;
    party->uri = known_party(reading, address.uri.text, own);
    if (!party->uri)
        return false;
    party->tag = sip_address_param(&address, "tag");
    check_component(reading, party->uri, flaw);
    facts_check_brackets(reading, &address);
    return true;
}

void facts_read_request_uri(struct reading *reading)
{
    struct facts *facts = reading->facts;
    struct span text = reading->message->request_uri;
    struct known_uri own, *uri;

    facts->request_uri = pool_intern_again(reading->pool, POOL_REQUEST_URI, text);
    uri = *pool_note(facts->request_uri);
    if (!uri || !span_equal(pool_span(facts->request_uri), text))
        uri = known_uri_get(reading->pool, text, &own);
    if (!uri || !uri->is_sip) {
        facts_note_flaw(reading, FLAW_REQUEST_URI_SCHEME, text);
        return;
    }
    facts->request_uri_has_user = uri->has_userinfo;
    facts->request_uri_is_sips = uri->is_sips;
    reading->request_host = known_uri_host(uri);
    if (uri->is_tls)
        facts_note_flaw(reading, FLAW_TRANSPORT_TLS, text);
}

void facts_read_to(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;
    struct known_uri own;
    struct party to;

    facts_mark_part(reading, PART_TO, value);
    facts->missing &= ~MANDATORY_TO;
    if (facts->aor || !read_party(reading, value, FLAW_TO_COMPONENT, &to, &own))
        return;
    facts->aor = known_uri_aor(reading->pool, to.uri);
    facts->to_is_sips = to.uri->is_sips;
    reading->to_host = known_uri_host(to.uri);
    facts->to_host_mark = to.uri->host_mark;
    if (!to.uri->is_sip)
        facts_note_flaw(reading, FLAW_TO_SCHEME, known_uri_span(to.uri));
    facts->to_uri = to.uri->text;
    facts->has_to_tag = span_present(to.tag);
    facts->to_tag = fingerprint(reading->pool, 0, to.tag);
    if (facts->status == 401 || facts->status == 407)
        facts->to_tag_stem = facts_stem(reading, to.tag);
    facts->is_ims |= span_ends_with_nocase(reading->to_host, "3gppnetwork.org");
}

void facts_read_from(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;
    struct known_uri own;
    struct party from;

    facts_mark_part(reading, PART_FROM, value);
    facts->missing &= ~MANDATORY_FROM;
    if (facts->from_uri || !read_party(reading, value, FLAW_FROM_COMPONENT, &from, &own))
        return;
    facts->from_uri = from.uri->text;
    facts->from_is_sips = from.uri->is_sips;
    facts->from_tag = span_is_empty(from.tag) ? 0 : fingerprint(reading->pool, 0, from.tag);
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
