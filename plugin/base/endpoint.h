/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An IP address and port, and properties of an address.
 */
#ifndef SIPREG_BASE_ENDPOINT_H
#define SIPREG_BASE_ENDPOINT_H

#include "sip/span.h"

enum endpoint_family {
    ENDPOINT_NONE, /* not IP, or unknown */
    ENDPOINT_IPV4,
    ENDPOINT_IPV6
};

struct endpoint {
    uint8_t family; /* enum endpoint_family */
    uint8_t ip[16]; /* network order; IPv4 in the first four bytes, the rest 0 */
    uint16_t port;
};

enum { ENDPOINT_TEXT_SIZE = 56 }; /* "[" IPv6 "]:" port and NUL */

/* Reads an IP literal, with or without the brackets of an IPv6 address. False: a host name. */
bool endpoint_read_ip(struct span host, struct endpoint *endpoint);

/* Same family and address, whatever the port: two unknown addresses are the same, though never the same client. */
static inline bool endpoint_key_same_ip(const struct endpoint *a, const struct endpoint *b)
{
    const char *left = (const char *)a->ip, *right = (const char *)b->ip;

    /* As two words: compilers call memcmp for this size. */
    return a->family == b->family && span_word(left, 8) == span_word(right, 8) &&
           span_word(left + 8, 8) == span_word(right + 8, 8);
}

/* ... and the same port: the equality for the hash table. */
static inline bool endpoint_key_equal(const struct endpoint *a, const struct endpoint *b)
{
    return a->port == b->port && endpoint_key_same_ip(a, b);
}

/* Same address, whatever the port. Unknown addresses are never the same. */
static inline bool endpoint_same_ip(const struct endpoint *a, const struct endpoint *b)
{
    return a->family != ENDPOINT_NONE && endpoint_key_same_ip(a, b);
}

/* Same address and port. */
static inline bool endpoint_equal(const struct endpoint *a, const struct endpoint *b)
{
    return a->port == b->port && endpoint_same_ip(a, b);
}

/* A hash of address and port, for GHashTable: another one in each process, so that nobody can choose addresses that
 * collide. */
unsigned endpoint_hash(const struct endpoint *endpoint);

/* That and endpoint_key_equal, as a GHashTable of endpoints wants them. */
unsigned endpoint_table_hash(const void *endpoint);
int endpoint_table_equal(const void *a, const void *b);

/* RFC 1918, 100.64/10 (RFC 6598), link-local, loopback, ULA (RFC 4193). */
bool endpoint_is_private(const struct endpoint *endpoint);

/* 127/8 or ::1: both ends are on one host. */
bool endpoint_is_loopback(const struct endpoint *endpoint);

/* No other host can be reached at it: unspecified, loopback, multicast. */
bool endpoint_is_unroutable(const struct endpoint *endpoint);

/* 169.254/16 (RFC 3927) or fe80::/10: only within one link. */
bool endpoint_is_link_local(const struct endpoint *endpoint);

/* Both within one IPv4 network of this prefix length; IPv6: the same address. */
bool endpoint_same_network(const struct endpoint *a, const struct endpoint *b, unsigned prefix);

/* Writes "192.0.2.1:5060" or "[2001:db8::1]:5060"; the address alone where with_port is false.
 * Returns text. */
const char *endpoint_to_text(const struct endpoint *endpoint, bool with_port,
                             char text[ENDPOINT_TEXT_SIZE]);

#endif
