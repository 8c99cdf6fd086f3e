/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One message while its facts are extracted. Private to facts/.
 */
#ifndef SIPREG_FACTS_READING_H
#define SIPREG_FACTS_READING_H

#include "facts/facts.h"
#include "sip/contact.h"

struct reading {
    struct facts *facts;
    const struct sip_message *message;
    struct pool *pool;
    struct span request_host; /* this and to_host: SPAN_NONE if not a SIP URI */
    struct span to_host;
    struct sip_cseq cseq; /* of a response: that of cseq_value, which was read first */
    struct span cseq_value;
    struct known_uri *party; /* of To or From, the one read last; NULL: none that is kept */
    bool has_others;         /* headers of which only facts_read_told knows more */
    unsigned elements;       /* of all Contact lists */
    unsigned overlooked;     /* flaws that only requests have */
    unsigned passing; /* flaws and the like, which the same text need not have in another message */
};

/* What is remembered of texts (base/memo.h): the first word of their fingerprints. */
enum remembered { REMEMBERED_CONTACT = 1, REMEMBERED_SUPPORTED = 2, REMEMBERED_SENT_BY = 3 };

/* Records the position of the part's value; the first one counts. */
static inline void facts_mark_part(struct reading *reading, enum report_part part,
                                   struct span value)
{
    size_t start = (size_t)(value.p - reading->message->text.p);
    struct report_span *span = &reading->facts->parts[part];

    if (span->length == 0 && start <= UINT16_MAX && value.n <= UINT16_MAX)
        *span = (struct report_span){(uint16_t)start, (uint16_t)value.n};
}

/* Records a flaw; the first of a kind counts. */
void facts_note_flaw(struct reading *reading, enum facts_flaw flaw, struct span text);

/* Reads how a request of another method relates to a registering agent. Only texts that a
 * registration interned earlier are recognized; nothing new is kept. */
void facts_read_other(struct reading *reading);
/* To and From, looked up in the pool. */
void facts_read_parties(struct reading *reading);

/* True if the message belongs to the reg event package (RFC 3680). */
bool facts_is_reg_event(const struct reading *reading);

/* A 16-bit hash that distinguishes most hosts without comparing text. An IPv6 address has many
 * spellings: all of them have one. */
static inline uint16_t facts_host_mark(struct span host)
{
    if (span_find(host, ':') < host.n)
        return ':';
    return span_is_empty(host)
               ? 0
               : (uint16_t)(host.n << 8 | (unsigned char)span_lower(host.p[host.n - 1]));
}

/* The canonical AOR of a URI. */
const char *facts_intern_aor(struct pool *pool, const struct sip_uri *uri);

/* Records URI parameters that are outside the URI because the brackets are missing. */
void facts_check_brackets(struct reading *reading, const struct sip_address *address);

/* The host and port of a SIP URI whose host is an IP address. */
bool facts_read_host(const struct sip_uri *uri, struct endpoint *endpoint);

/* Records transport=tls. */
void facts_check_transport(struct reading *reading, const struct sip_uri *uri);

void facts_read_request_uri(struct reading *reading);
void facts_read_to(struct reading *reading, struct span value);
void facts_read_from(struct reading *reading, struct span value);

/* Compares the Request-URI with To. Call it when all headers are read. */
void facts_compare_domains(struct reading *reading);

/* A fingerprint of what servers put in front of their To tags and nonces: all up to the last separator; 0: there is
 * none. */
uint64_t facts_stem(const struct reading *reading, struct span text);

/* Of a REGISTER. */
void facts_read_route(struct reading *reading, struct span value);
void facts_read_via(struct reading *reading, struct span value);

void facts_read_contacts(struct reading *reading, struct span value);
void facts_read_expires(struct reading *reading, struct span value);

/* Path, Service-Route and Feature-Caps. */
void facts_read_routes(struct reading *reading, const struct sip_header *header);

/* The bit of enum facts_push for the name of a URI parameter; 0: another parameter. */
uint8_t facts_push_param(struct span name);

/* A fingerprint of a host; IPv6 addresses by value. */
uint64_t facts_host(const struct pool *pool, uint64_t seed, struct span host);

/* A fingerprint of user, host and port of a URI. */
uint64_t facts_place(const struct reading *reading, const struct sip_uri *uri);

/* RFC 3261 10.2.1.1, 10.3 step 7: the header applies to Contacts without the parameter. Call it
 * when all headers are read. */
void facts_settle_expires(struct facts *facts);

/* RFC 3680: reads a NOTIFY of the reg event package only. */
void facts_read_reginfo(struct reading *reading);

/* What a final response says beyond its code. */
void facts_read_told(struct reading *reading);
void facts_read_refused_call(struct reading *reading);

/* The kind of reason that a text names in a response with this status. */
enum facts_saying facts_saying_of(unsigned status, struct span text);

void facts_read_challenge(struct reading *reading, struct span value, bool proxy);
void facts_read_credentials(struct reading *reading, struct span value, bool proxy);
void facts_read_authentication_info(struct reading *reading, struct span value, bool proxy);
void facts_read_security(struct reading *reading, struct facts_security *security,
                         struct span value);
/* P-Associated-URI; call it when To is read. */
void facts_read_associated(struct reading *reading);

#endif
