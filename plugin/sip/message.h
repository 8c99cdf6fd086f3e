/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One SIP message as text: start line, header fields, body (RFC 3261 section 7). It finds the end
 * of the message, and neither decodes nor validates values: they stay as sent, folded lines
 * included.
 */
#ifndef SIPREG_SIP_MESSAGE_H
#define SIPREG_SIP_MESSAGE_H

#include "sip/span.h"

/* The header fields that the core looks up by name. */
enum sip_header_id {
    SIP_HEADER_OTHER,
    SIP_HEADER_ACCEPT,
    SIP_HEADER_ACCEPT_ENCODING,
    SIP_HEADER_ACCEPT_LANGUAGE,
    SIP_HEADER_ALLOW,
    SIP_HEADER_AUTHENTICATION_INFO,
    SIP_HEADER_AUTHORIZATION,
    SIP_HEADER_CALL_ID,
    SIP_HEADER_CONTACT,
    SIP_HEADER_CONTENT_LENGTH,
    SIP_HEADER_CONTENT_TYPE,
    SIP_HEADER_CSEQ,
    SIP_HEADER_DATE,
    SIP_HEADER_ERROR_INFO,
    SIP_HEADER_EVENT,
    SIP_HEADER_EXPIRES,
    SIP_HEADER_FEATURE_CAPS,
    SIP_HEADER_FLOW_TIMER,
    SIP_HEADER_FROM,
    SIP_HEADER_MAX_FORWARDS,
    SIP_HEADER_MIN_EXPIRES,
    SIP_HEADER_P_ASSOCIATED_URI,
    SIP_HEADER_P_REGISTRAR_ERROR,
    SIP_HEADER_P_VISITED_NETWORK_ID,
    SIP_HEADER_PATH,
    SIP_HEADER_PROXY_AUTHENTICATE,
    SIP_HEADER_PROXY_AUTHENTICATION_INFO,
    SIP_HEADER_PROXY_AUTHORIZATION,
    SIP_HEADER_PROXY_REQUIRE,
    SIP_HEADER_REASON,
    SIP_HEADER_RECORD_ROUTE,
    SIP_HEADER_REQUIRE,
    SIP_HEADER_RETRY_AFTER,
    SIP_HEADER_ROUTE,
    SIP_HEADER_SECURITY_CLIENT,
    SIP_HEADER_SECURITY_SERVER,
    SIP_HEADER_SECURITY_VERIFY,
    SIP_HEADER_SERVER,
    SIP_HEADER_SERVICE_ROUTE,
    SIP_HEADER_SUPPORTED,
    SIP_HEADER_TO,
    SIP_HEADER_UNSUPPORTED,
    SIP_HEADER_USER_AGENT,
    SIP_HEADER_VIA,
    SIP_HEADER_WARNING,
    SIP_HEADER_WWW_AUTHENTICATE,
    SIP_HEADER_COUNT
};

struct sip_header {
    enum sip_header_id id;
    struct span name;
    struct span value; /* trimmed; may contain the CRLF of a folded line */
};

enum {
    /* A REGISTER has 10 to 25 header lines, one with every IMS header about 45. The rest is
     * ignored; no rule may then report a missing header. */
    SIP_MESSAGE_HEADERS_MAX = 128,
    /* How far to look for the empty line that ends the head. Kept small so that hostile streams
     * stay cheap; Wireshark shows up to 64 KiB in one UDP datagram. */
    SIP_MESSAGE_SIZE_MAX = 65535
};

struct sip_message {
    bool is_request;
    struct span start_line;  /* without its CRLF */
    struct span method;      /* requests: as sent; methods are case-sensitive */
    struct span request_uri; /* requests */
    unsigned status;         /* responses: 100 to 699 */
    struct span reason;      /* responses */

    struct sip_header headers[SIP_MESSAGE_HEADERS_MAX + 1]; /* the last is never counted */
    unsigned header_count;

    struct span text; /* the whole message: start line to the end of the body, or all that was
                         examined where the head does not end; the next message begins after it */
    struct span body; /* the captured part */
    bool has_content_length;
    uint64_t content_length;
    bool incomplete; /* the text ends before the empty line after the head though the wire had more,
                        or there are more headers than are read: a header that is missing here may
                        have been on the wire. A cut inside the body alone does not count. */
};

/* How the bytes were transported, which decides where the body ends (RFC 3261 18.3). A
 * Content-Length that is not a number counts as missing; the first of two numbers counts. */
enum sip_framing {
    SIP_FRAMING_DATAGRAM, /* UDP, WebSocket, SCTP: one message fills the text. The body extends to
                             the end of it, or as far as a smaller Content-Length says. */
    SIP_FRAMING_STREAM    /* TCP, TLS: the body is as long as Content-Length says, clipped to the
                             text; without one it is empty: what follows is the next message */
};

/* Reads the message at the start of `text`, after any leading CRLFs (RFC 3261 7.5). `cut` says
 * that the wire had more bytes than the capture; a stream always continues. A line that may
 * continue after the text is left out, because a partial header would mean something else; this
 * includes a line that ends with the text, since a continuation line may follow. Returns false
 * where no complete SIP start line is found; *message must not be used then. All spans borrow from
 * `text`. */
bool sip_message_read(struct span text, enum sip_framing framing, bool cut,
                      struct sip_message *message);

/* The value of the first header field of this kind, or SPAN_NONE. */
struct span sip_message_header(const struct sip_message *message, enum sip_header_id id);

/* The values of all header fields of one kind, in order: start with *position = 0, call until it
 * returns false. Each call returns one header line, which may hold a list. */
bool sip_message_next_header(const struct sip_message *message, enum sip_header_id id,
                             unsigned *position, struct span *value);

/* True if a header field of this kind (Require, Supported) lists the option tag; case does not
 * matter (RFC 3261 7.3.1). */
bool sip_message_has_option(const struct sip_message *message, enum sip_header_id id,
                            const char *option_tag);

/* Cuts the next element of a comma-separated list off *rest: commas inside quotes and inside <> do
 * not separate (RFC 3261 7.3.1). Empty elements are skipped. Returns false at the end. */
bool sip_list_next(struct span *rest, struct span *element);

/* CSeq (RFC 3261 20.16). Returns false unless it is "number method". */
struct sip_cseq {
    uint64_t number; /* may be above 2**32 in a hostile message */
    struct span method;
};
bool sip_cseq_read(struct span value, struct sip_cseq *cseq);

/* Via (RFC 3261 20.42, RFC 3581): one element of the list. */
struct sip_via {
    struct span transport;
    struct span host;     /* of sent-by, without the brackets of an IPv6 address */
    unsigned port;        /* of sent-by; 0: none, or not a number up to 65535 */
    struct span branch;   /* SPAN_NONE: none */
    struct span received; /* this and maddr: without the brackets of an IPv6 address */
    bool received_is_bracketed;
    bool has_rport;      /* the parameter is there, with or without a value */
    unsigned rport;      /* 0: no value */
    bool has_keep;       /* RFC 6223: the parameter is there */
    bool keep_has_value; /* ... with a number of seconds, capped at 2**32-1 */
    uint32_t keep_s;
    struct span maddr;
    struct span text; /* the whole element */
};
bool sip_via_read(struct span element, struct sip_via *via);

/* The same in two steps, into a *via that is zeroed: what precedes the first ';', and what follows. */
bool sip_via_sent_by_read(struct span head, struct sip_via *via);
void sip_via_params_read(struct span params, struct sip_via *via);

#endif
