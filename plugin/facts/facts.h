/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Everything in one message that matters to a registration: the boundary between text and state.
 * All strings are interned or reduced to a fingerprint, so that nothing refers to the packet
 * afterwards. Code above this layer does not read SIP text.
 */
#ifndef SIPREG_FACTS_FACTS_H
#define SIPREG_FACTS_FACTS_H

#include "facts/facts_digest.h"
#include "facts/facts_ims.h"
#include "facts/facts_reginfo.h"
#include "base/packet.h"
#include "base/pool.h"
#include "base/report.h"
#include "sip/auth.h"
#include "sip/contact_form.h"
#include "sip/message.h"

enum {
    FACTS_CONTACTS_MAX = MESSAGE_CONTACTS_MAX,
    /* Proxies that a REGISTER passes: one to four. */
    FACTS_VIAS_MAX = 8,
    /* Option tags that one message requires: sec-agree, path, outbound, gruu, and one more. */
    FACTS_OPTIONS_MAX = 8,
    /* The route out of an IMS network: P-CSCF, S-CSCF, one or two more. */
    FACTS_ROUTES_MAX = 8,
    /* Push services of one network: those of two phone makers and of browsers. */
    FACTS_PUSH_SERVICES_MAX = 4
};

enum facts_method {
    METHOD_REGISTER,
    METHOD_NOTIFY,
    METHOD_OTHER,
    METHOD_UNKNOWN /* a response that the capture cut before its CSeq */
};

/* Headers that every request must have (RFC 3261 8.1.1), as bits of facts.missing. */
enum facts_mandatory {
    MANDATORY_TO = 1 << 0,
    MANDATORY_FROM = 1 << 1,
    MANDATORY_CSEQ = 1 << 2,
    MANDATORY_CALL_ID = 1 << 3,
    MANDATORY_VIA = 1 << 4,
    MANDATORY_MAX_FORWARDS = 1 << 5,
    MANDATORY_ALL = (1 << 6) - 1
};

/* Flaws of the text, noted during parsing with the text as sent. Rules decide whether they
 * matter. */
enum facts_flaw {
    FLAW_CSEQ_METHOD, /* differs from the method of the request */
    FLAW_NC_FORM,     /* a nonce count that is not eight hex digits (RFC 7616 3.4) */
    FLAW_NC_CAPITALS, /* ... with upper-case digits */
    FLAW_QUOTING,     /* of a Digest parameter: quoted where it must be a token, or the reverse */
    FLAW_QUOTING_ALGORITHM,  /* ... of the algorithm */
    FLAW_ALGORITHM,          /* of a challenge: unknown */
    FLAW_CSEQ_RANGE,         /* 2**31 or more */
    FLAW_REQUEST_URI_SCHEME, /* neither sip nor sips */
    FLAW_TO_SCHEME,
    FLAW_TO_COMPONENT, /* a component not allowed in To or From (RFC 3261 19.1.1) */
    FLAW_FROM_COMPONENT,
    FLAW_NO_BRACKETS, /* parameters that belong to the URI are outside it */
    FLAW_STAR_PARAM,
    FLAW_CONTACT_FORM,    /* malformed: facts.contact_flaw says how */
    FLAW_CONTACT_UNUSUAL, /* ... in a way that receivers tolerate: facts.contact_oddity */
    FLAW_CONTACT_Q,
    FLAW_CONTACT_ACTION,
    FLAW_REG_ID,  /* not 1 to 2**31 - 1 */
    FLAW_EXPIRES, /* in the header or a Contact: neither a number nor a date, or quoted */
    FLAW_EXPIRES_OVERFLOW,
    FLAW_EXPIRES_PAST,  /* of a request: a date that has passed */
    FLAW_TRANSPORT_TLS, /* a URI with transport=tls */
    FLAW_RECORD_ROUTE,
    FLAW_BRANCH,        /* of the topmost Via: no magic cookie */
    FLAW_AUTH_COMBINED, /* two schemes in one line of this header */
    FLAW_COUNT
};

/* What kind of reason a final response names in its own words. */
enum facts_saying {
    SAYS_NOTHING,   /* beyond its code */
    SAYS_SOMETHING, /* of a kind that is not known here */
    SAYS_NONCE,     /* the nonce was refused, not the password */
    SAYS_TOO_LARGE,
    SAYS_AGENT,    /* the product is not allowed */
    SAYS_DEVICE,   /* this one is not: its MAC address, its type */
    SAYS_RATE,     /* too many requests */
    SAYS_FULL,     /* a limit of the whole server, such as its licence */
    SAYS_LIMIT,    /* too many Contacts */
    SAYS_BUSY,     /* overloaded, being started or shut down */
    SAYS_IDENTITY, /* the user of the credentials is not that of the AOR */
    SAYS_NO_ACCOUNT,
    SAYS_DOMAIN,    /* not served here */
    SAYS_ADDRESS,   /* the source address is not allowed */
    SAYS_ROAMING,   /* not in the visited network */
    SAYS_STATE,     /* the account is suspended, expired, unpaid */
    SAYS_TRANSPORT, /* transport or URI scheme */
    SAYS_CERTIFICATE,
    SAYS_ROUTE,   /* the Route of the request is not allowed */
    SAYS_HSS,     /* it is the database of an IMS network that refuses */
    SAYS_POLICY,  /* ... or what grants it the quality of service */
    SAYS_BLOCKED, /* for a reason that is not said, or after failures */
    SAYS_CREDENTIALS,
    SAYS_EXPIRES,   /* the interval is malformed, missing, or out of range */
    SAYS_CONTACT,   /* the Contact is malformed, or not allowed */
    SAYS_ORDER,     /* the CSeq was not increased */
    SAYS_EXTENSION, /* an extension or version is not supported */
    SAYS_FORM,      /* another part of the request is malformed or missing */
    SAYS_FAULT      /* the server, or the database behind it, has failed */
};

/* The parameters of RFC 8599 in a Contact URI, as bits of facts_contact.push. */
enum facts_push { PUSH_PROVIDER = 1 << 0, PUSH_PRID = 1 << 1, PUSH_PARAM = 1 << 2 };

/* Headers of a response of which only the presence is kept, as bits of facts.present. */
enum facts_header {
    HEADER_ALLOW = 1 << 0,
    HEADER_UNSUPPORTED = 1 << 1,
    HEADER_REQUIRE = 1 << 2,
    HEADER_ACCEPT = 1 << 3, /* Accept, Accept-Encoding or Accept-Language */
    HEADER_DATE = 1 << 4
};

struct facts_contact {
    const char *uri;
    const char *instance; /* NULL: none */
    const char *pub_gruu; /* this and all below: of a REGISTER and its responses only; NULL: none */
    const char *temp_gruu;
    const char *push_provider;
    const char *push_param;
    struct endpoint host; /* with the default port where none is given; family NONE: a host name */
    const char *flawed;   /* the element as sent, if it is malformed; NULL: it is not */
    uint32_t reg_id;      /* 0: none */
    uint32_t expires_s;   /* the effective value: parameter, else header (RFC 3261 10.2.1.1) */
    uint16_t host_mark;   /* hash of the host: different values, different hosts */
    uint8_t push;         /* bits of enum facts_push; of every request */
    uint8_t flaw;         /* enum sip_contact_flaw; CONTACT_SOUND where receivers tolerate it */
    bool has_param;       /* the parameter is there */
    bool has_expires;     /* either is there */
    bool expires_is_bad;  /* the parameter is no number of seconds */
    bool is_sip;          /* sip or sips */
    bool is_sips;
    bool is_gruu;               /* has the gr parameter (RFC 5627) */
    bool has_gruu_value;        /* ... with a value: a public one */
    bool has_uri_param_outside; /* a parameter of the URI outside the brackets */
    bool is_sos;                /* of an emergency registration (TS 24.229 5.1.6.2) */
    bool is_bulk;               /* stands for the numbers of a PBX (RFC 6140 5.2) */
    bool is_overlooked;         /* of a response: in a request its text would be a flaw */
};

/* A hop of a Path or Service-Route. */
struct facts_hop {
    const char *uri;
    uint64_t host; /* fingerprints: of the host; of user, host and port, ignoring parameters */
    uint64_t place;
    bool has_lr;
    bool has_ob; /* RFC 5626 5.1 */
};

struct facts_via {
    struct endpoint sent_by; /* family NONE: a host name; the port is 5060 where none is given */
    struct endpoint received;
    uint16_t rport;    /* 0: no value */
    bool has_rport;    /* the parameter is there, with or without a value */
    bool has_received; /* ... with any value */
    bool received_is_bracketed;
    bool has_maddr;
    bool has_cookie;     /* the branch begins with z9hG4bK */
    bool has_keep;       /* RFC 6223 */
    bool keep_has_value; /* ... with a number of seconds */
    uint32_t keep_s;
    bool is_secure;          /* its transport is TLS or WSS */
    bool is_other_transport; /* it says UDP on a connection, or names one over UDP */
};

/* What a client may not be able to read in a challenge, though it is usual otherwise. */
enum facts_challenge_oddity {
    CHALLENGE_USUAL,
    CHALLENGE_SMALL_LETTERS, /* algorithm=md5 */
    CHALLENGE_QUOTED,        /* algorithm="MD5" */
    CHALLENGE_AUTH_INT       /* beside auth */
};

struct facts_challenge {
    bool proxy; /* Proxy-Authenticate */
    bool stale;
    bool has_qop;
    bool has_authz_server; /* Bearer: an https URI to request a token from (RFC 8898 4) */
    uint8_t qop;           /* bits of enum sip_qop */
    uint8_t scheme;        /* enum sip_auth_scheme */
    uint8_t algorithm;     /* enum sip_algorithm */
    bool has_algorithm;
    const char *scheme_name;
    const char *realm; /* NULL: missing */
    const char *nonce; /* NULL: missing; "" is possible */
    uint64_t opaque;   /* fingerprint; 0: empty or missing */
    bool has_keys;     /* ik or ck (TS 24.229 7.2A.1) */
    bool is_sess;      /* this and the next two: of AKA (RFC 3310) */
    bool nonce_is_base64;
    uint8_t oddity; /* enum facts_challenge_oddity */
    uint16_t nonce_bytes;
};

struct facts_credentials {
    bool proxy; /* Proxy-Authorization */
    bool has_qop;
    bool has_nc;       /* it could be parsed */
    bool sends_nc;     /* it is present, even if malformed */
    bool has_userhash; /* the user name is a hash (RFC 7616 3.4.4) */
    bool is_plain_jwt; /* Bearer: signed, but not encrypted */
    bool has_algorithm;
    bool has_auts; /* RFC 3310 3.4 */
    uint8_t qop;   /* bits of enum sip_qop */
    bool response_is_hex;
    bool response_has_capitals;
    bool response_is_blank; /* one character all along, as where a capture was made anonymous */
    uint8_t scheme;
    uint8_t algorithm;
    uint16_t response_length;
    uint32_t nc;
    const char *algorithm_name; /* NULL: none given */
    const char *username;
    const char *realm;
    const char *nonce;
    const char *uri;   /* of a REGISTER; NULL: missing */
    uint64_t response; /* fingerprint; this and those below: 0 where it is empty or missing */
    uint64_t whole;    /* fingerprint of user, realm, nonce, nc, cnonce and response */
    uint64_t cnonce;
    uint64_t opaque;
    uint64_t token;                  /* Bearer */
    const char *integrity_protected; /* TS 24.229 7.2A.2; NULL: none */
};

/* Authentication-Info or Proxy-Authentication-Info (RFC 7616 3.5, 3.8). */
struct facts_info {
    bool is_there;
    bool has_qop;
    bool has_nc;
    bool has_rspauth;
    bool rspauth_is_whole;
    uint8_t qop; /* bits of enum sip_qop */
    uint32_t nc;
    uint64_t cnonce; /* fingerprint; 0: empty or missing */
    const char *nextnonce;
};

struct facts {
    const struct packet *packet;
    bool is_request;
    bool incomplete; /* what is missing may have been cut off by the capture */
    uint8_t method;  /* of the CSeq, hence valid for responses too; enum facts_method */
    const char *method_name;
    unsigned status; /* 0: a request */
    const char *reason;
    unsigned missing; /* bits of enum facts_mandatory */
    unsigned present; /* bits of enum facts_header */
    uint32_t size;    /* bytes of the message on the wire, as far as the capture shows */

    const char *call_id; /* NULL: missing or cut off */
    bool has_cseq;
    uint32_t cseq;
    const char *aor;       /* To, canonical */
    uint16_t to_host_mark; /* as facts_contact.host_mark */
    const char *to_uri;
    const char *from_uri;
    uint64_t from_tag; /* fingerprint; 0: none, or an empty one */
    bool has_to_tag;
    uint64_t to_tag; /* fingerprint; 0: none */
    uint64_t
        to_tag_stem; /* this and the next: of a challenge, a fingerprint of what is in front of its
                             last separator; 0: none */
    uint64_t nonce_stem;
    const char *request_uri;
    bool request_uri_has_user;
    bool request_uri_is_sips;
    bool to_is_sips;
    bool from_is_sips;
    bool has_route;      /* of a REGISTER */
    bool route_is_sips;  /* of the topmost Route */
    bool foreign_domain; /* the domains of Request-URI and To are unrelated */
    bool has_max_forwards;
    uint32_t max_forwards;
    bool has_content_length; /* a numeric one */
    uint64_t content_length;
    uint32_t body_size; /* bytes in the capture */
    struct span body;   /* ... borrowed for the call, as packet->text */
    bool body_is_cut;
    const char *user_agent;
    const char *server; /* the header of a response */
    const char *told;   /* what a final response says beyond its code; NULL: nothing */
    uint8_t says;       /* ... enum facts_saying */

    unsigned via_count;   /* all of them */
    struct facts_via via; /* the topmost */

    uint8_t contact_flaw; /* this and the next: enum sip_contact_flaw, of the first one */
    uint8_t contact_oddity;
    bool has_star;
    bool contacts_cut; /* there are more than are kept */
    unsigned contact_count;
    bool has_expires; /* the header */
    uint32_t expires_s;
    bool has_min_expires;
    uint32_t min_expires_s;
    bool has_retry_after;
    uint32_t retry_after_s;

    const char *from_aor; /* this and the Route: of requests of another method, where known */
    bool is_reg_event;    /* SUBSCRIBE or NOTIFY with Event: reg (RFC 3680) */
    bool is_forwarded;    /* a call to a known AOR, sent on to another user */
    unsigned route_count;

    unsigned challenge_count;
    unsigned credentials_count;
    struct facts_info info; /* Authentication-Info */
    struct facts_info proxy_info;
    bool has_digests; /* the credentials were checked against accounts */

    uint64_t options; /* fingerprint of Supported, Require and Proxy-Require; 0: none of them */
    unsigned required_count;    /* Require and Proxy-Require */
    unsigned unsupported_count; /* of a 420 */
    bool supports_outbound;
    bool supports_path;
    bool supports_gruu;
    bool requires_outbound;
    bool requires_path; /* Require: path */
    bool requires_bulk; /* ... gin (RFC 6140) */
    bool has_path;
    unsigned path_count; /* all of them: more than FACTS_ROUTES_MAX are counted, not kept */
    unsigned service_route_count;
    bool has_flow_timer; /* RFC 5626 11 */
    uint32_t flow_timer_s;
    unsigned push_service_count; /* RFC 8599: Feature-Caps with +sip.pns */
    bool has_pnsreg;             /* ... and with +sip.pnsreg */
    uint32_t pnsreg_s;
    bool is_heartbeat; /* a MESSAGE with a keep-alive of GB/T 28181 */
    bool ends_service; /* a SUBSCRIBE or PUBLISH with Expires: 0 */
    bool is_emergency; /* a Contact with sos; a call to urn:service:sos */
    bool has_gruu;     /* a Contact with pub-gruu or gr */
    bool is_ims; /* P-Associated-URI, P-Visited-Network-ID, ipsec-3gpp or a 3gppnetwork.org name */
    struct facts_ims ims;

    struct facts_reginfo reginfo; /* NOTIFY of the reg event package */

    struct report_span parts[PART_COUNT];
    const char *flaws[FLAW_COUNT]; /* text of the first flaw of each kind, interned; NULL: none */
    bool has_flaws;                /* any of them */

    /* Valid up to their counts; never cleared. */
    char arrays[1];
    uint64_t branches[FACTS_VIAS_MAX];
    uint64_t vias[FACTS_VIAS_MAX]; /* fingerprints of sent-by and branch, for responses */
    struct facts_contact contacts[FACTS_CONTACTS_MAX];
    struct facts_challenge challenges[FACTS_AUTH_MAX];
    struct facts_credentials credentials[FACTS_AUTH_MAX];
    struct facts_digests digests;
    const char *required[FACTS_OPTIONS_MAX]; /* interned option tags */
    const char *unsupported[FACTS_OPTIONS_MAX];
    struct facts_reg_contact reg_contacts[FACTS_REG_CONTACTS_MAX];
    const char *routes[FACTS_ROUTES_MAX];    /* URIs; NULL: not used by any registration */
    uint64_t route_places[FACTS_ROUTES_MAX]; /* as facts_hop.place */
    struct facts_hop path[FACTS_ROUTES_MAX];
    struct facts_hop service_route[FACTS_ROUTES_MAX];
    const char *push_services[FACTS_PUSH_SERVICES_MAX];
};

/* Extracts the facts of a message. */
void facts_read(struct facts *facts, const struct sip_message *message, const struct packet *packet,
                struct pool *pool);

/* Of a response: the name of the server. A B2BUA may have no other header for it than that of clients. NULL: none. */
static inline const char *facts_server_product(const struct facts *facts)
{
    return facts->server ? facts->server : facts->user_agent;
}

/* True for a request with credentials for a challenge: those with which an IMS terminal starts
 * have neither a nonce nor a response (TS 24.229 5.1.1.2). */
bool facts_has_answer(const struct facts *facts);

/* A status with which a server says that it does not know the user (RFC 3261 21.4.5, 21.4.11, 21.6.4). */
static inline bool facts_is_unknown_user(unsigned status)
{
    return status == 404 || status == 410 || status == 604;
}

/* INVITE and MESSAGE, which a user waits for; a response that refuses one as if its user were not bound. */
bool facts_is_call(const struct facts *facts);
bool facts_refuses_call_as_unbound(const struct facts *facts);

/* Here and below, URIs are interned ones; NULL is allowed.
 *
 * True if two Contact URIs name the same binding (RFC 3261 19.1.4). */
bool facts_same_uri(const char *a, const char *b);

/* True if they differ in nothing but parameters that only the agent itself understands, or in the
 * port where `any_port` is set. */
bool facts_is_alike(const char *a, const char *b, bool any_port);

/* True if they are equal, or one is the other as registrars and SBCs write it. */
bool facts_is_same_target(const char *a, const char *b);

/* True if two interned SIP URIs have the same host, whatever their ports. */
bool facts_same_host(const char *a, const char *b);

/* True if the user name of credentials, up to any '@', is the user of the SIP URI; other URIs, and
 * users with escapes, are assumed to match. */
bool facts_is_user(const char *username, const char *uri);

/* ... and of nothing else: the whole user part, where escaping is undone, is this name. */
bool facts_is_whole_user(const char *username, const char *uri);

/* True if one of the words, in lower case and separated by spaces, is in what a response says: whole, or at the
 * beginning of a word if it ends in '*'. */
bool facts_told_names(const char *told, const char *words);

/* How a Request-URI compares with the Contact of a redirection that it should be copied from (RFC
 * 3261 8.1.3.4); best first. */
enum facts_copy {
    COPY_EXACT,        /* equal by RFC 3261 19.1.4, headers and method left out */
    COPY_WITHOUT_USER, /* without the user part, which RFC 3261 10.2 rules out here */
    COPY_ALTERED,      /* the same host, but different otherwise */
    COPY_UNSECURED,    /* the same host, sip instead of sips */
    COPY_OF_ANOTHER
};
enum facts_copy facts_compare_copy(const char *target, const char *uri);

bool facts_uri_is_sips(const char *uri);
bool facts_uri_has_transport(const char *uri);

/* The parts of a Contact that a registrar may refuse, as spans of the interned URI. */
struct facts_uri_form {
    struct span user; /* SPAN_NONE: none */
    struct span host;
    struct span transport; /* SPAN_NONE: none */
    bool is_sips;
};

/* False: NULL, or not a SIP URI. */
bool facts_uri_form(const char *uri, struct facts_uri_form *form);

/* True if two Contacts have the same scheme, host and transport. Ports differ with each connection, and other
 * parameters mean something to the client alone. */
bool facts_same_form(const char *a, const char *b);

/* The AOR of this user at the host of another AOR, if it is known; else NULL. */
const char *facts_find_aor(const struct pool *pool, const char *username, const char *aor);

/* True if the URIs have the same user part, byte for byte. */
bool facts_same_user_part(const char *a, const char *b);

/* True if two names of programs (User-Agent) differ at most in their versions. */
bool facts_same_product(const char *a, const char *b);

/* True if both name the same user at the same host, ignoring scheme, port and parameters. */
bool facts_same_user(const char *a, const char *b);

/* True if this digest uri names another resource than the Request-URI. NULL, "": it names none. */
bool facts_is_other_resource(const struct facts *facts, const char *uri);

/* True if one is sip and the other sips, and they are otherwise equal. */
bool facts_same_but_secure(const char *a, const char *b);

/* True if the host of an interned SIP URI is below .invalid (RFC 2606 2). */
bool facts_is_invalid(const char *uri);

/* The host of an interned SIP URI as an address. False: a host name, or not a SIP URI. */
bool facts_uri_endpoint(const char *uri, struct endpoint *endpoint);

/* RFC 3261 18.2.1, RFC 3581 4: the response shows that the server saw a different address from the
 * one in the client's Via. A host name proves nothing, nor does the port of a connection. With
 * `address_only` ports are ignored: IMS clients send from one port and listen on another. */
bool facts_show_nat(const struct facts *facts, bool address_only);

#endif
