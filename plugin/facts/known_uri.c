/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facts/known_uri.h"

#include "facts/reading.h"

/* As known_uri.flaw and component: not needed yet. */
enum { UNCHECKED = UINT8_MAX };

static const char *const components[] = {NULL,    "port",   "headers", "transport",
                                         "maddr", "method", "ttl",     "lr"};

static uint8_t find_component(const struct sip_uri *uri)
{
    if (!uri->is_sip)
        return 0;
    if (uri->port)
        return 1;
    if (uri->headers.n > 0)
        return 2;
    for (uint8_t i = 3; uri->params.n > 0 && i < G_N_ELEMENTS(components); i++) {
        if (span_present(sip_uri_param(uri, components[i])))
            return i;
    }
    return 0;
}

const char *known_uri_forbidden(struct known_uri *uri)
{
    struct sip_uri read;

    if (uri->component == UNCHECKED)
        uri->component = sip_uri_read(known_uri_span(uri), &read) ? find_component(&read) : 0;
    return components[uri->component];
}

/* Most AORs are in canonical form, so that nothing has to be built. The length shows whether there
 * is more than scheme, user and host. */
static bool is_canonical(const struct sip_uri *uri)
{
    size_t length = uri->scheme.n + 1 + uri->host.n;

    for (size_t i = 0; i < uri->host.n; i++) {
        if (g_ascii_isupper(uri->host.p[i]) || uri->host.p[i] == ':')
            return false;
    }
    for (size_t i = 0; i < uri->user.n; i++) {
        if (uri->user.p[i] == '%' || g_ascii_iscntrl(uri->user.p[i]))
            return false;
    }
    if (uri->has_userinfo)
        length += uri->user.n + 1;
    return length == uri->text.n && (span_is(uri->scheme, "sip") || span_is(uri->scheme, "sips"));
}

const char *facts_intern_aor(struct pool *pool, const struct sip_uri *uri)
{
    char *aor;
    const char *interned;

    if (is_canonical(uri))
        return pool_intern(pool, uri->text);
    aor = sip_uri_aor(uri);
    interned = pool_intern(pool, span_of(aor));
    g_free(aor);
    return interned;
}

const char *known_uri_aor(struct pool *pool, struct known_uri *uri)
{
    struct sip_uri read;

    if (!uri->aor && sip_uri_read(known_uri_span(uri), &read))
        uri->aor = facts_intern_aor(pool, &read);
    return uri->aor;
}

enum sip_contact_flaw known_uri_flaw(struct known_uri *uri)
{
    if (uri->flaw == UNCHECKED)
        uri->flaw = (uint8_t)sip_contact_check_uri(known_uri_span(uri));
    return uri->flaw;
}

static struct known_uri learn(const struct sip_uri *uri)
{
    struct known_uri known = {
        .sent = uri->text.p,
        .length = (uint16_t)uri->text.n,
        .user_length = (uint16_t)uri->user.n,
        .host_length = (uint16_t)uri->host.n,
        .params_length = (uint16_t)uri->params.n,
        .host_mark = facts_host_mark(uri->host),
        .flaw = UNCHECKED,
        .component = uri->port || uri->headers.n || uri->params.n ? UNCHECKED : 0,
        .is_sip = uri->is_sip,
        .is_sips = uri->is_sips,
        .has_userinfo = uri->has_userinfo,
        .is_tls = uri->params.n > 0 && span_is_nocase(sip_uri_param(uri, "transport"), "tls"),
    };

    if (known.user_length > 0)
        known.user_at = (uint16_t)(uri->user.p - uri->text.p);
    if (known.host_length > 0)
        known.host_at = (uint16_t)(uri->host.p - uri->text.p);
    if (known.params_length > 0)
        known.params_at = (uint16_t)(uri->params.p - uri->text.p);
    facts_read_host(uri, &known.host);
    return known;
}

void known_uri_mark(struct pool *pool, const char *interned)
{
    struct known_uri *known = interned ? *pool_note(interned) : NULL;
    struct sip_uri_marks marks;
    struct sip_uri uri;
    size_t size;

    if (!known || !known->is_sip || known->marks || !sip_uri_read(known_uri_span(known), &uri))
        return;
    size = sip_uri_mark(&uri, pool_key(pool), &marks);
    known->marks = pool_duplicate(pool, &marks, size);
}

struct known_uri *known_uri_get(struct pool *pool, struct span text, struct known_uri *own)
{
    struct known_uri *known;
    const char *interned;
    struct sip_uri uri;

    text =
        span_first(span_trim(text), UINT16_MAX); /* as far as `struct known_uri` can tell places */
    interned = text.n <= POOL_STRING_MAX ? pool_find(pool, text) : NULL;
    known = interned ? *pool_note(interned) : NULL;
    if (known)
        return known;
    if (!sip_uri_read(text, &uri))
        return NULL;
    *own = learn(&uri);
    own->text = pool_intern(pool, text);
    if (!span_equal(pool_span(own->text), text))
        return own;
    own->sent = own->text;
    return *pool_note(own->text) = pool_duplicate(pool, own, sizeof(*own));
}
