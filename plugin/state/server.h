/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is known of a server: whether it responds, whether its lists of bindings are complete,
 * whether it issues one nonce to several clients; and which clients it told to back off.
 */
#ifndef SIPREG_STATE_SERVER_H
#define SIPREG_STATE_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/endpoint.h"

struct registration;

/* A client that the server had accepted, and refused without saying why. */
struct refused_client {
    const struct registration *registration; /* NULL: none */
    int64_t time;
    uint32_t frame;
};

/* A user behind a NAT whose credentials it refused several times in a row, the latest one. */
struct refused_user {
    struct endpoint outside; /* the public address; family NONE: none */
    const char *name;
    const char *aor;
    int64_t time;
    uint32_t frame;
    uint32_t count;
};

/* What a packet without SIP says that came from a server, or from the path to it. */
enum heard_kind {
    HEARD_ACK,         /* over TCP, without data: kept only where nothing else was heard */
    HEARD_SEGMENT,     /* data over TCP */
    HEARD_END,         /* ... FIN or RST */
    HEARD_UNREACHABLE, /* by ICMP; so are the next ones */
    HEARD_EXPIRED,     /* its TTL or hop limit reached 0 */
    HEARD_TOO_BIG,     /* it has to be fragmented */
    HEARD_FRAGMENT,    /* some of its fragments did not arrive */
    HEARD_ERROR        /* another error */
};

struct heard_packet {
    uint32_t in; /* frame; 0: none */
    struct endpoint from;
    struct endpoint to;
    int64_t at;
    uint8_t kind; /* enum heard_kind */
};

/* A connection of which the server knows nothing any more. */
struct forgotten_connection {
    struct endpoint client;
    uint32_t in; /* frame of its RST; 0: none */
    int64_t at;
};

/* A REGISTER without a response, at a server that had responded before. */
struct silence {
    const struct server_record *server; /* NULL: none */
    struct endpoint client;
    int64_t sent_at;
    uint32_t frame; /* of the REGISTER */
};

/* The latest ones at two servers. */
enum { SILENCES = 2 };

/* A 2xx to a REGISTER. */
struct acceptance {
    struct endpoint by; /* with its port */
    struct endpoint to; /* ... of the client */
    int64_t at;
    const char *product; /* Server; NULL: none */
    uint32_t frame;      /* 0: none */
};

/* Clients in a private network, as their Vias say, that the server sees at a public address. */
struct inside_host {
    struct endpoint at;
    const char *aor; /* many networks have a host of this address */
};

enum { INSIDE_MAX = 4 };
struct behind_nat {
    struct endpoint outside;               /* family NONE: none */
    struct inside_host inside[INSIDE_MAX]; /* the latest ones, all different, latest first */
    int64_t responded_at;
    uint32_t responded_in; /* the latest response; 0: none */
};

/* The latest response of a client to its OPTIONS. */
struct answered_options {
    int64_t at;
    const struct registration *client; /* NULL: none */
};

/* The latest response over a connection. */
struct heard_over {
    struct endpoint to;
    int64_t at;
    uint32_t frame; /* 0: none */
    uint8_t transport;
};

/* A user whom the server did not find, without saying what it lacks. */
struct unknown_user {
    const char *aor; /* NULL: none */
    int64_t time;
    uint32_t frame;
};

enum {
    /* Users that it does not find in a row: several are no typing error. */
    UNKNOWN_USERS = 3
};

/* A REGISTER that a server relayed: the hop behind it was captured then. */
struct passed_on {
    int64_t at; /* 0: none */
    struct endpoint to;
    const struct served_domain *domain; /* of its AOR; NULL: unknown */
};

/* A server that is silent in a one-way capture need not be dead; some registrars show each client
 * its own bindings alone. */
struct server_record {
    struct endpoint address; /* without port */
    bool is_observer;        /* responses too are sent to it: the addresses are not those of SIP */
    bool has_responded;
    int64_t heard_at;            /* its latest response, */
    uint32_t heard_in;           /* ... its frame, */
    const char *heard_under;     /* ... its Call-ID, */
    struct endpoint heard_by;    /* ... where it went, */
    struct endpoint heard_from;  /* ... and where it came from, with the port */
    struct endpoint seen_at;     /* where it says that a client behind a NAT is, the latest one, */
    struct endpoint seen_client; /* ... that client, */
    uint32_t seen_in;            /* ... and the frame; 0: none */
    struct endpoint unanswered;  /* the client that got no response last; family NONE: none */
    int64_t unanswered_at;       /* ... when it sent that REGISTER, */
    uint8_t unanswered_over;     /* ... and its transport */
    bool is_heard;             /* a packet without SIP came from it or its path: ICMP, RST, data */
    struct heard_packet other; /* ... the latest of them */
    struct forgotten_connection forgotten;
    int64_t closed_at;  /* its own host reported last that nothing listens on the port, */
    uint32_t closed_in; /* ... in this ICMP error; 0: never */
    struct answered_options options;
    struct heard_over over_stream;
    int64_t udp_heard_at;        /* its latest response over UDP; 0: none */
    struct behind_nat behind[2]; /* clients at different public addresses, */
    bool behind_many;            /* ... of which there are more */
    bool behind_is_one;         /* ... and one user was seen at both, at the same private address */
    bool got_request;           /* a REGISTER to it was captured */
    struct passed_on passed_on; /* ... and relayed by it, the latest one */
    bool shows_others;          /* one of its lists included bindings of other clients */
    bool hides_others;          /* one of its lists lacked a binding that existed all the time */
    bool left_out;              /* one of its lists lacked a binding that should have been alive */
    bool
        takes_other_addresses; /* it accepted a public Contact that is not where it sees the client */
    bool ignores_realm; /* it accepted credentials for another realm than that of its challenge */
    bool ignores_digest_uri;  /* it accepted one that names another resource than the Request-URI */
    bool allows_no_user;      /* it accepted credentials without a user name */
    bool allows_other_users;  /* it accepted credentials of a user who is not that of the AOR */
    bool allows_no_algorithm; /* ... that do not name the algorithm */
    bool allows_short_users;  /* ... of one who is named without a domain */
    bool takes_foreign_nonces;      /* ... for a nonce that another server issued */
    bool shares_nonces;             /* it issued a nonce again ... */
    bool keeps_nonces;              /* ... more than a second later */
    const struct silence *silences; /* at whatever servers, the latest first */
    struct acceptance accepted;     /* the latest one */
    const char
        *whole_user; /* with its domain: of the credentials that it accepted last; NULL: none */
    uint32_t whole_user_in;           /* frame of that 2xx */
    const char *used_realm;           /* of the credentials that it accepted last; NULL: none */
    struct refused_client refused[2]; /* the latest, and that of another client before it */
    struct refused_client
        denied[2]; /* ... of those whose credentials it had accepted, and refused */
    struct refused_user refused_user;
    struct unknown_user unknown[UNKNOWN_USERS]; /* all different, the latest first */
    int64_t
        nonce_life; /* the youngest age at which it refused a nonce as too old, ns; 0: unknown */
};

/* The latest overload response of a server to a client (RFC 3261 20.33). */
struct backoff {
    struct endpoint client; /* both without port */
    struct endpoint server;
    const struct registration *registration; /* to which it was sent */
    int64_t until;
    uint32_t frame; /* 0: none */
    uint32_t seconds;
    uint16_t status;
};

struct servers;

struct servers *servers_new(void);
void servers_free(struct servers *servers); /* accepts NULL */

/* The record of the server at this address, on any port, created if needed. */
struct server_record *servers_get(struct servers *servers, const struct endpoint *address);

/* A REGISTER got no response. */
void servers_note_silence(struct servers *servers, const struct silence *silence);

/* A nonce of this age (ns) was too old for it. What is younger than a second was refused for another
 * reason: another source, a repeated nonce count, a node that does not know it. */
void server_note_nonce_life(struct server_record *server, int64_t age);

/* A REGISTER through a NAT; a response to it. */
void server_note_behind(struct server_record *server, const struct endpoint *outside,
                        const struct inside_host *inside);
void server_note_passed_nat(struct server_record *server, const struct endpoint *outside,
                            int64_t time, uint32_t frame);

/* It refused a client that it had accepted. */
void server_note_refused(struct server_record *server, const struct refused_client *refused);

/* ... the credentials of one whose it had accepted. */
void server_note_denied(struct server_record *server, const struct refused_client *denied);

/* It did not find a user who was never accepted. */
void server_note_unknown(struct server_record *server, const struct unknown_user *unknown);

/* It accepts somebody: it has no fault now. */
void server_forget_refused(struct server_record *server);

/* The record of this server and client; NULL: none, unless `make` says to create it. */
struct backoff *servers_backoff(struct servers *servers, const struct endpoint *client,
                                const struct endpoint *server, bool make);

#endif
