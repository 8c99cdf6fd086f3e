/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * name-addr and addr-spec with header parameters: Contact, To, From (RFC 3261 20.10, 20.39, 20.20),
 * and the Contact parameters of RFC 5626 and 5627.
 */
#ifndef SIPREG_SIP_CONTACT_H
#define SIPREG_SIP_CONTACT_H

#include "sip/uri.h"

struct sip_address {
    struct span text;         /* the whole element */
    struct span display_name; /* as sent, quotes included */
    struct sip_uri uri;
    bool is_star;       /* Contact: * ; uri is then not read */
    bool has_brackets;  /* name-addr, not addr-spec */
    struct span params; /* header parameters: what follows the first ';' after the URI */
};

/* Reads one element (no commas outside quotes or <>). In the form without <> parameters belong to
 * the header, not to the URI (RFC 3261 20). Returns false, and leaves *address alone, where no URI
 * can be read. */
bool sip_address_read(struct span element, struct sip_address *address);

/* Reads an element of the usual form, [display-name] "<" URI ">" *(";" param), but for the parts of its
 * URI: only uri.text is set, blanks within the brackets included. False: it is of another form. */
bool sip_address_split(struct span element, struct sip_address *address);

/* Splits the usual To or From: "<" URI ">" behind nothing or a quoted display-name, and no parameter but a
 * tag, SPAN_NONE where there is none. False: it is of another form. */
bool sip_party_split(struct span value, struct span *uri, struct span *tag);

/* The value of a header parameter, unquoted, empty where it has none; SPAN_NONE: no such parameter.
 * The first of two parameters with one name counts. */
struct span sip_address_param(const struct sip_address *address, const char *name);

/* The Contact parameters that registrations depend on, read in one pass. */
struct sip_contact_params {
    bool has_expires;
    bool expires_is_valid; /* 1*DIGIT; otherwise RFC 3261 10.2 reads it as 3600 */
    bool expires_is_quoted;
    bool has_action;        /* of RFC 2543; RFC 3261 10.2 deprecates it */
    uint32_t expires_s;     /* 0 where it is not valid; more than 2**32-1 reads as 2**32-1 */
    uint32_t reg_id;        /* RFC 5626 4.2.1; 0: none */
    struct span bad_reg_id; /* the value, if it is not 1 to 2**31 - 1 */
    struct span instance;   /* +sip.instance without quotes and angle brackets (RFC 5626 4.1) */
    struct span pub_gruu;   /* RFC 5627 5.3; this and temp_gruu: a URI, without quotes */
    struct span temp_gruu;
    struct span expires; /* as sent; this and q: SPAN_NONE if missing */
    struct span q;
    bool has_uri_param; /* one that belongs to the URI (RFC 3261 25.1, RFC 5626, RFC 8599) */
};

/* The first of two parameters of one name counts. Blanks around '=' and quotes around a number are
 * tolerated. */
void sip_contact_params_read(const struct sip_address *contact, struct sip_contact_params *params);

/* Iterates over "name=value" pairs separated by ';' (blanks around both signs allowed, values may
 * be quoted or contain <>): cuts the next pair off *rest. The value is SPAN_NONE where there is
 * none; a quoted value comes without its quotes. Returns false at the end. URI parameters are read
 * the same way. */
bool sip_param_next(struct span *rest, struct span *name, struct span *value);

/* qvalue (RFC 3261 25.1): 0 to 1 with up to three decimals, and a digit before the point. */
bool sip_qvalue_is_valid(struct span q);

/* Expires and Retry-After, delta-seconds or, for RFC 2543 clients, an absolute date in Expires:
 * then the seconds from `now` (seconds since 1970) until it, 0 if it is past. Returns false if it
 * is neither. */
bool sip_expires_read(struct span value, int64_t now, uint32_t *seconds);

#endif
