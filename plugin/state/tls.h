/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A TLS connection as its segments show it: the records, and of the handshake what is sent in clear text (RFC 8446 4, 5;
 * RFC 5246 6, 7). What is encrypted has a length and a time, no more.
 */
#ifndef SIPREG_STATE_TLS_H
#define SIPREG_STATE_TLS_H

#include "sip/span.h"

enum {
    /* Of a handshake in clear text: the certificates of a server and of its CAs. More than that is not read. */
    TLS_FLIGHT_MAX = 16384,
    TLS_NAME_SIZE = 256 /* RFC 6066 3, with NUL */
};

enum tls_end { TLS_CLIENT, TLS_SERVER, TLS_ENDS };

/* One direction. */
struct tls_side {
    uint8_t head[5]; /* of the record that has begun */
    uint8_t head_size;
    uint8_t alert[2];   /* its first bytes, of an alert */
    uint32_t length;    /* of the record */
    uint32_t left;      /* ... so much of it is yet to come */
    bool is_lost;       /* the capture lacks bytes: it is not known where a record begins */
    bool is_secret;     /* what follows is encrypted */
    bool is_cut;        /* the handshake is longer than is kept: no more of it is read */
    GByteArray *flight; /* messages of the handshake in clear text; NULL: none */
    uint32_t flight_read;
    uint32_t records;      /* encrypted ones, */
    uint32_t data_records; /* ... behind the handshake */
    uint32_t last_length;
};

/* What a segment has shown, as bits. */
enum tls_news {
    TLS_NEWS_HELLO = 1 << 0,       /* the client begins */
    TLS_NEWS_CERTIFICATE = 1 << 1, /* of the server: tls_certificate */
    TLS_NEWS_ALERT = 1 << 2,       /* a fatal one: `alert`, `alert_end` */
    TLS_NEWS_REQUEST = 1 << 3,     /* the server requests a certificate */
    TLS_NEWS_DONE = 1 << 4,        /* the handshake is over */
    TLS_NEWS_DATA = 1 << 5         /* an encrypted record behind it: `data_length` */
};

struct tls {
    struct tls_side sides[TLS_ENDS];
    bool is_seen;   /* there was a record of TLS */
    bool has_hello; /* of the client */
    bool is_13;     /* the server has chosen TLS 1.3 */
    bool is_done;   /* the handshake, as far as can be seen */
    bool is_over;   /* an alert has ended it */
    bool has_gap;   /* bytes of it were not read: what seems to be missing may have been there */
    uint8_t alert;
    uint8_t alert_end;       /* enum tls_end */
    uint32_t data_length;    /* valid with the news of it: the longest of the segment */
    struct span certificate; /* where it was decrypted; else it is in the flight of the server, */
    uint32_t certificate_at, certificate_size; /* ... here */
    char wanted[TLS_NAME_SIZE]; /* the server name in the hello of the client; "": none */
};

struct tls *tls_new(void);
void tls_free(struct tls *tls); /* accepts NULL */

/* True where a segment may begin with a record. */
bool tls_begins_record(struct span text);

/* Takes the next bytes of one side; returns enum tls_news. */
unsigned tls_take(struct tls *tls, enum tls_end end, struct span text);

/* The capture lacks bytes of this side, or they come out of order: it goes on where a segment begins like a record. */
void tls_lose(struct tls *tls, enum tls_end end);

/* What Wireshark has decrypted: an alert or messages of the handshake. */
unsigned tls_take_decrypted(struct tls *tls, enum tls_end end, struct span text);

/* The certificate of the server, valid with the news of it until the next call. */
struct span tls_certificate(const struct tls *tls);

/* What this side has sent last is as long as an encrypted alert: the client in place of the end of the handshake, the
 * server behind it, and nothing else. The other side has not sent one. */
bool tls_hides_alert(const struct tls *tls, enum tls_end end);

#endif
