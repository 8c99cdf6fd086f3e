/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is known of a URI: read once, and kept with its interned text, so that the URIs of later messages need not be
 * read at all. Private to facts/.
 */
#ifndef SIPREG_FACTS_KNOWN_URI_H
#define SIPREG_FACTS_KNOWN_URI_H

#include "base/endpoint.h"
#include "base/pool.h"
#include "sip/contact_form.h"
#include "sip/uri_marks.h"

struct known_uri {
    const char *text; /* interned */
    const char *sent; /* what was read: other bytes if these were not fit to be kept */
    const char *aor;  /* of known_uri_aor; NULL: not needed yet */
    const struct sip_uri_marks *marks; /* NULL: none were made */
    struct endpoint host; /* with the default port where none is given; family NONE: a host name */
    uint16_t length;      /* this and the next six: of and in `sent` */
    uint16_t user_at;
    uint16_t user_length;
    uint16_t host_at;
    uint16_t host_length;
    uint16_t params_at;
    uint16_t params_length;
    uint16_t host_mark; /* as facts_contact.host_mark */
    uint8_t flaw;       /* of known_uri_flaw */
    uint8_t component;  /* of known_uri_forbidden */
    bool is_sip;        /* sip or sips */
    bool is_sips;
    bool has_userinfo;
    bool is_tls; /* has transport=tls */
};

/* NULL: not a URI. The result may be *own, which the caller provides. */
struct known_uri *known_uri_get(struct pool *pool, struct span text, struct known_uri *own);

/* The same for an interned text, if it was read. */
static inline const struct known_uri *known_uri_find(const char *interned)
{
    return *pool_note(interned);
}

/* Makes the marks of an interned URI, for one that is compared with many. */
void known_uri_mark(struct pool *pool, const char *interned);

/* The canonical AOR, interned. */
const char *known_uri_aor(struct pool *pool, struct known_uri *uri);

/* Its flaw between the brackets of a Contact. */
enum sip_contact_flaw known_uri_flaw(struct known_uri *uri);

/* The first component that To and From must not have (RFC 3261 19.1.1, Table 1); NULL: none. */
const char *known_uri_forbidden(struct known_uri *uri);

static inline struct span known_uri_span(const struct known_uri *uri)
{
    return (struct span){uri->sent, uri->length};
}

static inline struct span known_uri_user(const struct known_uri *uri)
{
    return (struct span){uri->sent + uri->user_at, uri->user_length};
}

/* SPAN_NONE: not a SIP URI. */
static inline struct span known_uri_host(const struct known_uri *uri)
{
    return uri->is_sip ? (struct span){uri->sent + uri->host_at, uri->host_length} : SPAN_NONE;
}

static inline struct span known_uri_params(const struct known_uri *uri)
{
    return (struct span){uri->sent + uri->params_at, uri->params_length};
}

#endif
