/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The ways of clients to their servers before there is SIP: the names that a client asks DNS for, its connections to
 * ports of SIP, and what it sends there in TLS. One for each client and target; a name that leads to no address has one
 * of its own.
 */
#ifndef SIPREG_STATE_CONNECTION_H
#define SIPREG_STATE_CONNECTION_H

#include "base/deadline.h"
#include "base/packet.h"
#include "base/pool.h"
#include "base/report.h"
#include "state/tls.h"

enum {
    /* Ways that are remembered at once: phones of a site that come back after a power failure. A further one takes the
     * place of the oldest. */
    CONNECTIONS_MAX = 4096,
    /* Ways that are reported in one capture: a flood of SYNs makes no more. */
    CONNECTIONS_TOLD_MAX = 65536,
    /* Packets of one way that have a report. */
    CONNECTION_REPORTS_MAX = 64,
    /* TLS handshakes that are read at once. */
    CONNECTION_HANDSHAKES_MAX = 512,
    /* The domain, and the servers that its records name. */
    CONNECTION_NAMES_MAX = 6,
    CONNECTION_ADDRESSES_MAX = 12,
    /* Questions about these names, by name and type. */
    CONNECTION_QUESTIONS_MAX = 16,
    /* Servers at other ports than those of SIP: SRV or Security-Server has named them, or they have sent SIP; */
    CONNECTION_SERVERS_MAX = 256,
    /* ... or REGISTERs to them got no response: a scan may have many of those. */
    CONNECTION_SILENT_MAX = 16,
    /* A client with so many targets that did not let it in is looking for some. */
    CONNECTION_SCANS_FROM = 5
};

/* What a client is known for as long as it has a way. */
struct connection_client {
    struct endpoint address; /* without port */
    uint32_t ways;           /* that are remembered */
    uint32_t shut;           /* of these, targets that have never let it in */
    int64_t sip_at;          /* its latest SIP request, ns; 0: none since it has a way */
    int64_t open_at;         /* the latest time that a connection of it was opened */
    int64_t secure_at;       /* ... a TLS handshake was done */
    bool is_resolver;        /* it responds to queries itself, or sends those of a name server */
};

/* A question to DNS. */
struct connection_question {
    const char *name; /* interned; NULL: none */
    int64_t asked_at;
    int64_t last_at;   /* of the latest query */
    uint32_t asked_in; /* the first query; 0: not in the capture */
    uint32_t answered_in;
    struct report *report; /* of the response, or of the query; NULL: none */
    uint16_t resends;      /* of the query since its latest response */
    uint8_t type;          /* enum dns_type */
    uint8_t outcome;       /* enum dns_outcome */
};

/* What may be registrations, by lengths and times of encrypted records. */
struct connection_rhythm {
    int64_t began_at;    /* the latest exchange; 0: none yet */
    int64_t last_at;     /* ... its latest record */
    int64_t interval;    /* between the latest two that begin */
    uint32_t alike;      /* ... so many in a row */
    uint32_t request_in; /* of the latest exchange, a request without response; 0: none */
    int64_t request_at;
    uint32_t ended_in; /* the connection ended in it before the next one was due; 0: it did not */
};

struct connection {
    struct connection *older; /* this and the next: of those that are remembered */
    struct connection *newer;
    struct connection_client *client;
    struct report_connection *shown;
    struct report *report; /* the one that a finding belongs to; NULL: none */
    struct deadline deadline;
    const char *names[CONNECTION_NAMES_MAX];             /* interned; NULL: no more */
    uint16_t ports[CONNECTION_NAMES_MAX];                /* that SRV has for these; 0: none */
    struct endpoint addresses[CONNECTION_ADDRESSES_MAX]; /* that these have */
    uint8_t address_count;
    uint8_t reports; /* that refer to it */
    uint8_t question_count;
    struct connection_question questions[CONNECTION_QUESTIONS_MAX];
    int64_t failed_at; /* since then the client gets nowhere, ns; 0: it does */
    int64_t syn_at;    /* the latest SYN */
    int64_t done_at;   /* when its TLS handshake was done; 0: it was not */
    struct tls *tls;   /* of the present connection; NULL: none, or it is not read */
    struct connection_rhythm rhythm;
    uint16_t port; /* of the client, of the present connection; 0: none */
    bool is_told;  /* since it got there for the last time */
    bool is_told_encrypted;
    bool is_told_certificate;
    bool is_plain;     /* what is sent is no TLS */
    bool is_decrypted; /* Wireshark has the keys */
    bool has_ended;    /* by FIN or RST */
    bool was_open;     /* once */
    bool has_server;   /* the capture has packets of the target */
};

struct connections;

struct connections *connections_new(struct pool *pool);
void connections_free(struct connections *connections);

/* A port of SIP, or a server at another port that is known to be one. */
bool connections_is_server(const struct connections *connections, const struct endpoint *server);
void connections_add_server(struct connections *connections, const struct endpoint *server);
void connections_add_silent_server(struct connections *connections, const struct endpoint *server);
bool connections_has_servers(const struct connections *connections); /* at other ports */

/* The client at this address; NULL: it has no way. */
struct connection_client *connections_find_client(const struct connections *connections,
                                                  const struct endpoint *address);

/* The way of the client to this target, or to the one that has this name; NULL: none. */
struct connection *connections_find(const struct connections *connections,
                                    const struct endpoint *client, const struct endpoint *target);
struct connection *connections_find_name(const struct connections *connections,
                                         const struct endpoint *client, struct span name);
/* ... made where there is none: NULL where too many were. That to an address which a name has led to is the way of this
 * name, if it has no other target. */
struct connection *connections_get(struct connections *connections, const struct packet *packet,
                                   const struct endpoint *client, const struct endpoint *target);
struct connection *connections_get_name(struct connections *connections,
                                        const struct packet *packet, const struct endpoint *client,
                                        struct span name);

/* The way by whose name the client knows the address, among the latest; NULL: none. */
struct connection *connections_find_address(const struct connections *connections,
                                            const struct endpoint *client,
                                            const struct endpoint *target);

/* Another name that the records of its names lead to, with the port that SRV has for it (0: none); or an address. Names
 * are interned where there is room for them. */
void connection_add_name(struct connections *connections, struct connection *connection,
                         struct span name, uint16_t port);
void connection_add_address(struct connection *connection, const struct endpoint *address);

/* The question, added if needed; NULL: there are too many. */
struct connection_question *connection_question(struct connections *connections,
                                                struct connection *connection, struct span name,
                                                unsigned type);

/* A connection from this port of the client begins. */
void connection_begin(struct connections *connections, struct connection *connection,
                      uint16_t port);
/* Its TLS, made if needed; NULL: too many handshakes are read at once. One of them is done. */
struct tls *connection_tls(struct connections *connections, struct connection *connection);
void connections_note_done(struct connections *connections);

#endif
