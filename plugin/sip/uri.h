/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * SIP and SIPS URIs (RFC 3261 19.1): their parts, their comparison, and the canonical form under
 * which an address of record is kept.
 */
#ifndef SIPREG_SIP_URI_H
#define SIPREG_SIP_URI_H

#include "sip/span.h"

struct sip_uri {
    struct span text;
    struct span scheme; /* "sip", "sips", "tel", ... as sent */
    bool is_sip;        /* sip or sips: the parts below are read, otherwise they are missing */
    bool is_sips;
    bool has_userinfo; /* there is an "@", even with nothing before it */
    struct span user;  /* without the password; as sent, escapes included */
    struct span password;
    struct span host;    /* without the brackets of an IPv6 address */
    unsigned port;       /* 0: none, or not a number up to 65535 */
    struct span params;  /* after the first ';' up to '?', without it */
    struct span headers; /* after '?' */
};

/* Reads a URI that fills the whole span, blanks around it aside. Returns false, and leaves *uri
 * alone, where there is no "scheme:", or where a sip or sips URI has no host. */
bool sip_uri_read(struct span text, struct sip_uri *uri);

/* Reads "host", "host:port", "[IPv6]", "[IPv6]:port" or, leniently, an IPv6 address without its
 * brackets. Returns false where there is no host; *port as in struct sip_uri. Also used for Via. */
bool sip_host_port_read(struct span text, struct span *host, unsigned *port);

/* The value of a URI parameter; SPAN_NONE: no such parameter; empty: it has no value. Names are
 * compared without case. */
struct span sip_uri_param(const struct sip_uri *uri, const char *name);

/* Cuts the next "name=value" or "name" off *rest, up to the separator. The value of a bare name is
 * empty. Returns false at the end. */
bool sip_uri_pair_next(struct span *rest, char separator, struct span *name, struct span *value);

/* Takes one character off `s`, unescaped. "Characters other than those in the "reserved" set are
 * equivalent to their encoding" (RFC 3261 19.1.4): an escaped reserved character differs from the
 * bare one, and is returned as a value above 255. */
unsigned sip_uri_character(struct span *s, bool ignore_case);

/* Reads an IPv6 address without brackets. */
bool sip_ipv6_read(struct span host, unsigned char ip[16]);

/* Without case; IPv6 addresses by value (RFC 5954 4.2). */
bool sip_host_equal(struct span a, struct span b);

/* The host itself, or an IPv6 address in its one canonical form (RFC 5952), which is written to
 * `text`: for what is compared as text. */
enum { SIP_HOST_SIZE = 46 };
struct span sip_host_canonical(struct span host, char text[SIP_HOST_SIZE]);

enum {
    /* Each parameter of one URI is looked up in the other, so their number is limited to keep a hostile
     * URI from costing quadratic time. Contacts with a dozen parameters exist. */
    SIP_URI_PAIRS_MAX = 32,
    SIP_URI_DEVICE_PARAMS = 9
};

/* True for a parameter that must be in both or in none; also those that name a device or a route. */
bool sip_uri_param_is_needed(struct span name);
extern const struct span sip_uri_device_params[SIP_URI_DEVICE_PARAMS];

/* RFC 3261 19.1.4: scheme, user (case-sensitive, escapes undone), password, host (no case), port
 * (5060 is not "none"), the parameters that both have, and user, ttl, method, maddr, transport
 * where either has them; headers. Other schemes compare byte for byte, scheme without case. Where
 * either has more than 32 parameters (or headers), these are equal only byte for byte. */
bool sip_uri_equal(const struct sip_uri *a, const struct sip_uri *b);

/* Equal but for parameters that only the agent itself understands (rinstance, ob, line, x-...), and
 * for the port where `any_port` is set. What names a device or a route is not ignored. */
bool sip_uri_is_alike(const struct sip_uri *a, const struct sip_uri *b, bool any_port);

/* Equal, or one is the other as registrars and SBCs write it: all escapes undone, the default port added or
 * left out, parameters added or left out. */
bool sip_uri_is_same_target(const struct sip_uri *a, const struct sip_uri *b);

/* The address of record as the registrar's index (RFC 3261 10.3 step 5): parameters, headers and
 * password dropped, escapes undone, scheme and host in lower case, IPv6 canonical, port kept. The caller frees it
 * with g_free. A URI of another scheme is returned as it is. Control characters become '?'. */
char *sip_uri_aor(const struct sip_uri *uri);

#endif
