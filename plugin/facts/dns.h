/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One DNS message over UDP: the question, and what a response has (RFC 1035 4; RFC 2782, 3403, 3596).
 */
#ifndef SIPREG_FACTS_DNS_H
#define SIPREG_FACTS_DNS_H

#include "base/connection.h"
#include "base/endpoint.h"

enum {
    DNS_NAME_SIZE = 256, /* RFC 1035 2.3.4, with NUL */
    /* Records that are read of one message: the servers of a domain and their addresses; a pool of servers has
     * about a dozen. */
    DNS_RECORDS_MAX = 32
};

/* Of all sections behind the question. A name is in lower case, without the dot at its end; what is not
 * printable in it is '?'. */
struct dns_record {
    uint8_t type;               /* enum dns_type; others are not kept */
    uint16_t port;              /* of SRV */
    struct endpoint address;    /* of A and AAAA, without port */
    char target[DNS_NAME_SIZE]; /* of SRV, NAPTR and CNAME */
};

struct dns {
    bool is_response;
    bool is_for_server;       /* a query without recursion: of one name server to another */
    bool is_truncated;        /* a response that lacks records */
    uint8_t type;             /* enum dns_type, of the question */
    uint8_t outcome;          /* enum dns_outcome, of a response */
    char name[DNS_NAME_SIZE]; /* of the question */
    unsigned record_count;
    struct dns_record records[DNS_RECORDS_MAX];
};

/* Reads header and question, no more; false: it is no ordinary query for a name, nor a response to one. */
bool dns_read_question(struct span message, struct dns *dns);

/* Adds the records of a response whose question was read. What is cut or malformed ends them. */
void dns_read_records(struct span message, struct dns *dns);

/* The domain in a name that has SRV records for SIP, _sip._udp.example.com; NULL: it is none. */
const char *dns_sip_domain(const char *name);

#endif
