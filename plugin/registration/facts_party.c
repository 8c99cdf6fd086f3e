/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Whom a REGISTER is for, and who sends it: To, From and the AOR.
 */
#include "registration/facts_reading.h"
#include "sip/contact.h"

/* Most To headers hold their AOR as it is: then nothing has to be built. The length tells whether
 * there is anything but scheme, user and host. */
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

const char *facts_intern_aor(struct reading *reading, const struct sip_uri *uri)
{
    char *aor;
    const char *interned;

    if (is_canonical(uri))
        return pool_intern(reading->pool, uri->text);
    aor = sip_uri_aor(uri);
    interned = pool_intern(reading->pool, span_of(aor));
    g_free(aor);
    return interned;
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
    facts->to_uri = pool_intern(reading->pool, to.uri.text);
    tag = sip_address_param(&to, "tag");
    facts->has_to_tag = span_present(tag);
    facts->to_tag = fingerprint(reading->pool, 0, tag);
    facts->is_ims |= span_ends_with_nocase(to.uri.host, "3gppnetwork.org");
}

void facts_read_from(struct reading *reading, struct span value)
{
    struct facts *facts = reading->facts;
    struct sip_address from;

    facts_mark_part(reading, PART_FROM, value);
    facts->missing &= ~MANDATORY_FROM;
    if (facts->from_uri || !sip_address_read(value, &from) || from.is_star)
        return;
    facts->from_uri = pool_intern(reading->pool, from.uri.text);
    facts->from_tag = fingerprint(reading->pool, 0, sip_address_param(&from, "tag"));
}
