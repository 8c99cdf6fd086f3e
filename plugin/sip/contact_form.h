/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The form of Contact lists (RFC 3261 25.1): where each element ends, also where quotes, brackets
 * or separators are wrong, and the first flaw of each.
 */
#ifndef SIPREG_SIP_CONTACT_FORM_H
#define SIPREG_SIP_CONTACT_FORM_H

#include "sip/contact.h"

/* The sentences of the rules name them in this order. */
enum sip_contact_flaw {
    CONTACT_SOUND,
    /* What receivers tolerate: */
    CONTACT_USER,        /* a character of the user part that must be escaped, or an empty one */
    CONTACT_HOST_NAME,   /* "_" in a host name, or the zone of an IPv6 address */
    CONTACT_BLANKS,      /* around the URI, within its brackets */
    CONTACT_EMPTY_PARAM, /* ";;", or ";" at the end */
    CONTACT_TOLERATED = CONTACT_EMPTY_PARAM,
    /* What they need not tolerate: */
    CONTACT_EMPTY, /* nothing between two commas */
    CONTACT_PORT_EMPTY,
    CONTACT_PORT_NOT_DIGITS,
    CONTACT_PORT_RANGE,  /* 0, or above 65535 */
    CONTACT_PORT_RUN_ON, /* no ";" between the port and a parameter */
    CONTACT_HOST_EMPTY,
    CONTACT_HOST_CHARACTER,
    CONTACT_HOST_IPV6,      /* not an IPv6 address in the brackets */
    CONTACT_HOST_BARE_IPV6, /* no brackets */
    CONTACT_HOST_IPV4,      /* digits and dots, but not an IPv4 address */
    CONTACT_BLANK,          /* within the URI */
    CONTACT_SCHEME_MISSING,
    CONTACT_SCHEME_TWICE,
    CONTACT_NOT_OPENED, /* ">" without "<" */
    CONTACT_NOT_CLOSED, /* "<" without ">" */
    CONTACT_QUOTE,      /* not closed */
    CONTACT_COMMA,      /* in a URI without brackets; the list shows it, not an element */
    CONTACT_STRAY,      /* characters before the "<" or behind the ">" that mean nothing there */
    CONTACT_SEPARATOR   /* not separated from the one before by a comma */
};

/* A list while it is read. */
struct sip_contact_list {
    struct span rest;
    bool has_more;
    bool has_open_quote; /* no later one is closed either */
    bool is_run_on;      /* the next element is not behind a comma */
    uint8_t
        closings_left; /* how often it may still be searched for what closes a quote or bracket */
};

struct sip_contact_list sip_contact_list_read(struct span value);

/* Cuts the next element off, which may be empty; false at the end. An element that is never closed
 * ends where the next one begins. *flaw is what the separators show; then the element itself is not
 * looked at. */
bool sip_contact_list_next(struct sip_contact_list *list, struct span *element,
                           enum sip_contact_flaw *flaw);

/* The first flaw of an element as cut off a list. A Contact: * has none. */
enum sip_contact_flaw sip_contact_check(struct span element);

/* The same in two steps, for one that sip_address_split has split: the flaw of what stands between the
 * brackets, and that of the whole. */
enum sip_contact_flaw sip_contact_check_uri(struct span inside);
enum sip_contact_flaw sip_contact_check_split(const struct sip_address *address,
                                              enum sip_contact_flaw uri_flaw);

/* Splits the usual list: one Contact, "<" URI ">" and parameters without quotes, of which all but the URI
 * is without a flaw. False: it needs a closer look. */
bool sip_contact_split(struct span value, struct sip_address *address);

/* Reads an element like sip_address_read, also one whose quotes are not closed, or whose URI cannot
 * be read: then it has nothing but its text. */
bool sip_contact_read(struct span element, enum sip_contact_flaw flaw, struct sip_address *address);

#endif
