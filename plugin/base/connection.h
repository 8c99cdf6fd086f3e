/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is shown of a client's way to a server before there is SIP: the name, the connection, the TLS handshake. Made
 * by the tracker, shared by the reports of its packets, and read by the views.
 */
#ifndef SIPREG_BASE_CONNECTION_H
#define SIPREG_BASE_CONNECTION_H

#include "base/endpoint.h"
#include "base/template.h"

enum dns_type { DNS_OTHER, DNS_A, DNS_AAAA, DNS_CNAME, DNS_SRV, DNS_NAPTR };

enum dns_outcome {
    DNS_UNKNOWN,  /* there was no query, or it is a moment ago */
    DNS_ANSWERED, /* it has what the query wants */
    DNS_EMPTY,    /* the name is there, but not what the query wants */
    DNS_NO_NAME,  /* NXDOMAIN */
    DNS_FAILED,   /* SERVFAIL */
    DNS_REFUSED,
    DNS_ERROR, /* another RCODE (RFC 1035 4.1.1) */
    DNS_SILENT /* there was no response, though the client asked again */
};

enum connection_state {
    CONNECTION_NONE, /* none was seen to begin */
    CONNECTION_BEGUN,
    CONNECTION_OPEN,
    CONNECTION_REFUSED,  /* by a RST */
    CONNECTION_REJECTED, /* by an ICMP error */
    CONNECTION_SILENT    /* no response to SYN */
};

enum handshake_state {
    HANDSHAKE_NONE,
    HANDSHAKE_BEGUN,
    HANDSHAKE_DONE,
    HANDSHAKE_UNSEEN, /* before the capture, or in a gap of it */
    HANDSHAKE_ALERT,  /* ended by an alert */
    HANDSHAKE_HIDDEN, /* ended behind a record that is as long as an encrypted alert */
    HANDSHAKE_CLOSED, /* ended by FIN */
    HANDSHAKE_RESET   /* ... by RST */
};

enum connection_sip {
    CONNECTION_WITHOUT_SIP,
    CONNECTION_WITH_SIP,
    CONNECTION_ENCRYPTED /* what is sent cannot be read */
};

/* What is wrong with the certificate of the server. */
enum certificate_flaw {
    CERTIFICATE_EXPIRED = 1 << 0,
    CERTIFICATE_NOT_YET_VALID = 1 << 1,
    CERTIFICATE_OTHER_NAME = 1 << 2 /* it has none of those that the client wants */
};

/* Why there is no SIP, as far as is known; CONNECTION_IS_WELL: no reason is known. */
enum connection_verdict {
    CONNECTION_IS_WELL,
    CONNECTION_NO_NAME,
    CONNECTION_NO_CONNECTION,
    CONNECTION_NO_TLS,
    CONNECTION_NO_KEYS /* there probably is SIP */
};

struct report_connection {
    struct endpoint client;  /* without port */
    struct endpoint target;  /* family NONE: no name led to an address */
    const char *domain;      /* in the queries of the client; NULL: none */
    const char *wanted;      /* the name that it expects of the server in TLS; NULL: not known */
    const char *certificate; /* a name in the certificate of the server; NULL: not read */
    const char *aor;         /* that registers from the client; NULL: none, or several */
    int64_t time;            /* of the first packet, ns since 1970 */
    int64_t not_before;      /* of the certificate; valid with certificate_in */
    int64_t not_after;
    uint32_t registration; /* REPORT_NO_REGISTRATION; of that AOR */
    uint32_t first_in;
    uint32_t certificate_in; /* 0: not read */

    /* The question that decides. */
    const char *name; /* NULL: none */
    uint32_t name_in; /* the response, or the query where there is none */
    uint8_t type;     /* enum dns_type */
    uint8_t outcome;  /* enum dns_outcome */

    uint8_t state; /* enum connection_state */
    uint8_t icmp_type, icmp_code;
    uint16_t attempts; /* SYNs without retransmissions; at most UINT16_MAX */
    uint16_t resends;  /* ... retransmissions of the latest */
    uint32_t state_in; /* frame that shows the state */

    uint8_t handshake;       /* enum handshake_state */
    uint8_t alert;           /* its description (RFC 8446 6); of HANDSHAKE_ALERT */
    bool is_ended_by_server; /* ... and who sent it, or closed */
    bool has_asked_client;   /* the server has requested a certificate, as far as is seen */
    uint8_t flaws;           /* bits of enum certificate_flaw */
    uint32_t handshake_in;   /* frame that shows the state */

    uint8_t sip; /* enum connection_sip */
    uint32_t sip_in;
    uint32_t encrypted_in; /* the first such record of the client; 0: none */

    /* What lengths and times of encrypted records show: never more than probable. */
    int64_t interval;       /* of what may be registrations, ns; 0: there is no rhythm */
    uint32_t intervals;     /* ... that are alike */
    uint32_t unanswered_in; /* what may be a request without response; 0: none */
    uint32_t lost_in;       /* the connection ended before the next one was due; 0: it did not */

    uint8_t verdict; /* enum connection_verdict */
};

/* Words as in fields and tables; "" where there is nothing. */
const char *connection_type_name(unsigned type);
const char *connection_outcome_name(unsigned outcome);
const char *connection_state_name(unsigned state);
const char *connection_sip_name(unsigned sip);
const char *connection_verdict_name(unsigned verdict); /* "name not resolved" */
const char *connection_alert_name(unsigned alert); /* "unknown_ca"; "alert" where it has no name */

enum { CONNECTION_TEXT_SIZE = 320 };

/* "SRV _sip._udp.example.com: NXDOMAIN", "alert unknown_ca from the server": what became of each step, written to
 * `text`, which is returned; NULL: nothing is known of it. */
const char *connection_dns_text(const struct report_connection *connection,
                                char text[CONNECTION_TEXT_SIZE]);
const char *connection_tcp_text(const struct report_connection *connection,
                                char text[CONNECTION_TEXT_SIZE]);
const char *connection_tls_text(const struct report_connection *connection,
                                char text[CONNECTION_TEXT_SIZE]);

/* The verdict as one line: cause, evidence, action. NULL: there is none. */
const char *connection_verdict_text(const struct report_connection *connection,
                                    char text[SENTENCE_SIZE]);

/* Whose certificate an alert is about: that of the one who did not send it. */
bool connection_alert_is_of_certificate(unsigned alert);
bool connection_alert_is_of_issuer(unsigned alert); /* whom the other side does not know */

#endif
