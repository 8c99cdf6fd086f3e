/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What just happened, as the rules see it: the triggers, the message, and the state before it. It
 * is a contract: EVENT_PARTS lists the triggers on which each part is set, tracker_emit passes on
 * no others, and tests/unit/test_event.c calls every check with these alone.
 */
#ifndef SIPREG_TRACKER_EVENT_H
#define SIPREG_TRACKER_EVENT_H

#include "facts/traffic.h"
#include "state/capture.h"
#include "state/enumeration.h"
#include "state/flow.h"
#include "state/ims.h"
#include "state/redirect.h"
#include "state/regevent.h"
#include "state/registration.h"
#include "state/server.h"
#include "state/source.h"
#include "state/strength.h"
#include "state/token.h"
#include "state/transaction.h"
#include "tracker/event_kind.h"

enum {
    /* Own Contacts of one REGISTER that are tracked individually. */
    EVENT_CONTACTS_MAX = 16,
    /* Bindings of other clients removed by one 2xx that are kept for the rules. */
    EVENT_LOSSES_MAX = 8
};

/* Figures of the whole capture (RFC 6076 4.2). */
struct tracker_counts {
    int64_t began;     /* time of the first message; 0: none yet */
    uint32_t requests; /* REGISTERs without retransmissions and copies */
    uint32_t attempts;
    uint32_t ineffective; /* Ineffective Registration Attempts */
};

/* The registration before this REGISTER. All empty for one without Call-ID or To. */
struct event_before {
    const char *call_id;      /* if found by its agent, its other Call-ID; else NULL */
    struct attempt attempt;   /* the latest */
    struct last_request last; /* the REGISTER before this one */
    bool continues;           /* this one continues an open attempt */
    uint32_t tried_in;        /* a REGISTER since the latest 2xx that wanted the same; 0: none */
    int64_t tried_at;
    struct server_cseq server_cseq; /* the highest that the server got before */
    struct backoff backoff;
    const struct redirect *redirect; /* from its last response; NULL: none */
    const char *user_agent;          /* the previous User-Agent from the same source */
    const struct token_use *token;   /* first use of the Bearer token */
};

/* The own bindings that a REGISTER names. */
struct event_own {
    const struct binding *binding;     /* the one that it refreshes or removes; NULL: none */
    bool all_covered;                  /* it refreshes or removes all live own bindings */
    const struct binding *left_behind; /* ... otherwise one that it does not */
    /* At another server, to which the client went when its connection was lost: calls reach it there; NULL: none. */
    const struct binding *stand_in;
};

/* The credentials of a request, compared with the nonce ledger. */
struct event_credentials {
    unsigned count;
    struct nonce_check *checks;
    struct weakening weakening; /* of a REGISTER */
    bool shares_nonces;         /* the server issues one nonce to several clients */
};

/* A nonce that a server issues again (RFC 7616 3.3). */
struct reissue {
    const struct nonce *nonce;     /* NULL: none; reported once per server, or twice where its
                                      nonces first seemed to depend on the second */
    const struct registration *to; /* another client; NULL: the same one */
    int64_t time;                  /* when it was issued before */
    uint32_t frame;
    bool at_once; /* within a second */
};

/* A response, and what the registration remembered before it. Where its REGISTER is not in the
 * capture, all but the reissue is empty. */
struct event_response {
    const struct hop_challenges *hop_challenges; /* on the previous hop; NULL: none */
    bool by_cseq;                                /* the top Via is not that of the request */
    bool is_second_final;
    bool to_tag_changed; /* by the same server, since its first final response to this request */
    uint32_t rechallenged_since;          /* frame of the challenge to the same REGISTER, which was
                                    retransmitted, with another nonce; 0: none */
    struct public_address public_address; /* before it; of a final one */
    struct interval_423 interval;         /* before */
    struct reissue reissue;
    const char *other_realm; /* in which this server challenged before, though never in the present
                                one; NULL: none, or the two belong together */
    uint32_t other_realm_in;
    struct report *stale_not_flagged; /* the challenge of this attempt that refused an old nonce
                                         without stale=true, as this 2xx proves; NULL: none, or not
                                         the first */
    struct offered offered[CHALLENGES_MAX]; /* by challenge; frame 0: no earlier offer */
    uint8_t rspauth[2];           /* of a 2xx: enum rspauth_verdict; [1]: from the proxy */
    uint32_t left_out;            /* frame of a REGISTER with the credentials that this challenge
                                     requires, and that this one lacks beside those for the other
                                     header; 0: none */
    const struct aor *other_user; /* of a 2xx: the AOR of the user name, if another one */
    const struct oracle *oracle;  /* the server now reveals which users exist; NULL: no */
};

/* Credentials that this 401, 407 or 403 refuses. */
struct event_refused {
    const struct nonce_use *use;   /* NULL: none */
    bool is_current;               /* with the nonce offered last in their realm, not long ago */
    bool is_new;                   /* ... which has never earned this user a 2xx */
    bool is_old;                   /* with a nonce that may have been too old */
    bool is_stale;                 /* with stale=true */
    const struct nonce *challenge; /* the nonce of the refusal in the same realm; NULL: none */
    bool is_newest;                /* its nonce is the one that this client was handed last */
    bool is_older_than_life;   /* ... is older than one that this server did not accept any more */
    bool says_nonce;           /* the server itself names the nonce as the reason */
    int64_t age;               /* of the nonce when it was used, ns; -1: unknown */
    const struct offer *newer; /* the one handed out since; NULL: none */
};

/* What a 2xx did with one own Contact of its REGISTER. */
enum contact_outcome {
    CONTACT_CREATED,
    CONTACT_REFRESHED,
    CONTACT_REMOVED,
    CONTACT_KEPT,    /* to be removed, but still listed with time left */
    CONTACT_MISSING, /* to be bound, but not listed */
    CONTACT_ZERO     /* to be bound, but listed with no time */
};

struct event_contact {
    const struct report_contact *contact;
    const struct facts_contact *listed; /* NULL: the 2xx does not list it */
    struct binding before;              /* valid with had_before */
    bool had_before;                    /* a binding existed before */
    uint8_t outcome;                    /* enum contact_outcome */
};

/* The effect of a 2xx and its list on the bindings of the AOR. */
struct event_bindings {
    unsigned contact_count;
    struct event_contact *contacts;
    unsigned loss_count; /* bindings of other clients that this REGISTER replaced or removed */
    struct binding *losses;
    bool star_removed;
    unsigned missed_count;        /* of other clients: should be alive, but are not listed */
    const struct binding *missed; /* the first of them, which has ended now */
    bool first_missed;            /* no list of this registrar lacked one before */
    const struct turns *turns;    /* this REGISTER continues them; NULL: no */
    unsigned others_alive;        /* bindings that the list should contain, before the 2xx */
};

/* A contact in a reg event document. */
struct event_notified {
    const struct facts_reg_contact *contact;
    struct binding *binding; /* as before; NULL: none, or an earlier contact has the same one */
    bool is_known;           /* it or its device was seen registering; or no device was */
    bool is_by_owner;        /* the device removes or changes it itself */
};

struct event_notify {
    unsigned count;
    struct event_notified *contacts;
    const struct subscription *subscription; /* before */
    bool is_past; /* must be ignored: older than the previous one, or out of order */
};

/* The sender of the REGISTER. */
struct event_source {
    const struct source *record; /* NULL: the REGISTER is not in the capture */
    bool is_scanner;             /* the registration is one of those that the source only tries */
    bool is_test_tool;           /* the REGISTER has the User-Agent of one */
    unsigned scans; /* REGISTERs with the User-Agent of a scanner; 0: not to be reported */
    struct source_users guessed; /* zeros: few were refused, or this was reported */
    struct source_refusals
        refusals; /* zeros: they do not look like guessing, or this was reported */
    struct source_refusals before_success; /* of a 2xx: they look like guessing; else zeros */
    struct source_guesses guesses;         /* of the first 2xx: passwords refused before it */
    const struct request_rate_found *request_rate; /* too many, most refused; NULL: no */
    unsigned failures; /* failed attempts for this AOR from there in the last minute */
};

/* What became of a request to a Contact of the client. */
enum reach_fate {
    REACH_ANSWERED, /* it got a response, which an earlier one did not, or though it wants no more */
    REACH_UNANSWERED, /* ... none, although it was retransmitted */
    REACH_ICMP,       /* an ICMP error rejects it */
    REACH_REFUSED,    /* by the registrar, in place of a client whose connection has ended */
    REACH_CLOSED,     /* ... of one that refuses connections to the port in its Contact */
    REACH_UNSENT,     /* ... of one that is bound with a sips URI */
    REACH_FORMER,     /* it was sent on a former connection of the client, which this ends */
    REACH_RESET,      /* ... on the one that the client is bound by */
    REACH_FOREIGN,    /* another client behind the same port of a NAT has responded */
    REACH_UNFOUND,    /* it was refused as if the client were not bound */
    REACH_UNBOUND,    /* ... and the 2xx to the client listed no binding */
    REACH_UNOPENED    /* none was sent: the client refuses connections to the port in its Contact */
};

struct event_reach {
    uint8_t fate;                        /* enum reach_fate */
    const struct registration *neighbor; /* REACH_FOREIGN: the other client; else NULL */
    const char *contact;                 /* of the binding, or of the client; never NULL */
    /* REACH_CLOSED, REACH_UNOPENED: of the refused connection. REACH_REFUSED, REACH_UNSENT, REACH_UNFOUND,
     * REACH_UNBOUND: 0, family NONE. */
    uint32_t frame; /* of the request */
    struct endpoint to;
    /* From REACH_REFUSED to REACH_UNSENT and from REACH_UNFOUND on, as nothing was sent: NULL, family NONE, 0,
     * false. */
    const char *method;   /* of the request */
    struct endpoint from; /* who sent it */
    struct endpoint
        server; /* that the client registered at; REACH_UNFOUND and REACH_UNBOUND, too */
    uint32_t
        restarted_in; /* REACH_UNFOUND: an ICMP error that shows the server to have been down since it
                               bound the client; 0: none */
    uint32_t responded_in; /* an earlier response of the client; 0: none */
    uint16_t registers;    /* of the client since it had responded */
    uint16_t resends;      /* at most UINT16_MAX */
    bool
        is_kept_back; /* REACH_UNFOUND: the server of the client relays others' REGISTERs, not its own */
    bool path_is_open; /* what the client had just sent there shows it */
    bool is_close;     /* ... just before this request itself */
    int64_t idle;      /* how long it had sent nothing there before that, ns; ELAPSED_UNKNOWN */
    int64_t sent_at;
    bool over_udp; /* ... although the client registers over a connection */
};

/* A call that is lost because of the registration. */
struct event_call {
    const struct report_call *call;
    struct report *request; /* NULL: it is that of the event */
    const char *contact;    /* that it was sent to; NULL: to none */
    int64_t ended;          /* how long before it that binding ended, ns; 0: it had not */
    int64_t idle;           /* ... the client had sent its last packet there, ns; ELAPSED_UNKNOWN */
    bool is_removed;        /* ... it was removed; else it expired */
    bool is_likely;         /* lost for this reason, and no more than that */
};

/* What keeps a client from SIP. */
struct event_connection {
    const struct report_connection *connection;
    uint8_t verdict;     /* enum connection_verdict, new with this event; else CONNECTION_IS_WELL */
    bool is_certificate; /* the certificate of the server has a flaw */
    bool is_likely;      /* it may have another reason than a fault */
    bool is_at_once;     /* the packet of the report shows it; else a time has passed */
};

/* An ICMP error. */
struct event_delivery {
    bool is_first; /* for this transaction */
};

/* What the capture itself lacks or distorts here. What is known now for the first time is said once. */
struct event_capture {
    bool is_doubtful; /* what is missing, or differs from before, may be the capture's fault */
    bool has_stopped; /* the client stopped retransmitting: it may have got its response */
    bool is_paused;   /* ON_ABSENCE: no message at all since the binding expired */
    bool is_clock_doubtful; /* ... because the clock was set since the previous REGISTER */
    bool is_one_way;        /* now known: of this pair one direction is missing */
    bool lacks_responses;   /* ... which one */
    bool clock_was_set;     /* now known */
    int64_t clock_back;     /* ... by so much it goes back (ns); 0: it jumped */
    unsigned disorder;      /* responses in front of their requests, now enough; 0: not */
    enum capture_gap gap;   /* now known; GAP_NONE: none */
    uint32_t gap_in;        /* the frame that shows it */
    uint32_t hole_in;       /* ... the one because of which it is doubtful, in TCP; 0: none */
};

#define ON_ANY_MESSAGE                                                                             \
    (ON_REQUEST | ON_UNKNOWN_REQUEST | ON_RETRANSMISSION | ON_CREDENTIALS | ON_RESPONSE |          \
     ON_STRAY_RESPONSE | ON_RELAYED_RESPONSE | ON_ICMP | ON_NOTIFY | ON_OTHER_REQUEST |            \
     ON_OTHER_HOP | ON_RESPONSE_AGAIN | ON_RELAYED_REQUEST | ON_HEARTBEAT_REFUSED)
#define ON_ANY_FLOW                                                                                \
    (ON_SILENCE | ON_LOSS | ON_KEEPALIVE | ON_NO_KEEPALIVE | ON_NO_PONG | ON_NEW_MAPPING)

/* The parts of an event: on which triggers each is set, and on which it may be; NULL elsewhere.
 *
 * GIVEN(type, name, always, sometimes)  points to state that a step of the tracker has found
 * MADE(type, name, always)              is built by the steps, and owned by the event */
#define EVENT_PARTS(GIVEN, MADE)                                                                   \
    /* tracker_capture */                                                                          \
    MADE(event_capture, capture, EVENT_KINDS_ALL)                                                  \
    /* tracker_take and what it calls */                                                           \
    GIVEN(facts, facts, ON_ANY_MESSAGE, ON_REACH | ON_CALL)                                        \
    GIVEN(traffic, traffic, ON_LOSS | ON_KEEPALIVE, 0)                                             \
    /* once the message is matched */                                                              \
    GIVEN(transaction, transaction,                                                                \
          ON_REQUEST | ON_RETRANSMISSION | ON_RELAYED_REQUEST | ON_RESPONSE |                      \
              ON_RELAYED_RESPONSE | ON_OTHER_HOP | ON_RESPONSE_AGAIN | ON_TIMEOUT,                 \
          ON_STRAY_RESPONSE | ON_CREDENTIALS | ON_ICMP | ON_LOSS)                                  \
    GIVEN(registration, registration,                                                              \
          ON_REQUEST | ON_RESPONSE | ON_TIMEOUT | ON_NO_RETRY | ON_EXPIRY | ON_ABSENCE |           \
              ON_ALIVE | ON_NO_SUBSCRIPTION | ON_REACH | ON_CALL | ON_HEARTBEAT_REFUSED |          \
              ON_ANY_FLOW,                                                                         \
          ON_STRAY_RESPONSE | ON_CREDENTIALS | ON_RETRANSMISSION | ON_RELAYED_REQUEST |            \
              ON_RELAYED_RESPONSE | ON_OTHER_HOP | ON_RESPONSE_AGAIN | ON_ICMP |                   \
              ON_OTHER_REQUEST | ON_CONNECTION)                                                    \
    GIVEN(aor, aor,                                                                                \
          ON_REQUEST | ON_RESPONSE | ON_TIMEOUT | ON_NO_RETRY | ON_EXPIRY | ON_ABSENCE |           \
              ON_OTHER_REQUEST | ON_ALIVE | ON_NO_SUBSCRIPTION | ON_NO_REREGISTRATION | ON_REACH | \
              ON_CALL | ON_HEARTBEAT_REFUSED | ON_ANY_FLOW,                                        \
          ON_STRAY_RESPONSE | ON_CREDENTIALS | ON_RELAYED_RESPONSE | ON_RESPONSE_AGAIN |           \
              ON_NOTIFY | ON_CONNECTION)                                                           \
    /* tracker_request */                                                                          \
    MADE(event_before, before, ON_ANY_REQUEST)                                                     \
    MADE(event_own, own, ON_ANY_REQUEST)                                                           \
    GIVEN(reg_event_notice, notice, ON_NO_REREGISTRATION, ON_REQUEST)                              \
    /* tracker_nonces */                                                                           \
    MADE(event_credentials, credentials, ON_ANY_REQUEST | ON_CREDENTIALS)                          \
    /* tracker_request, tracker_response: before the message; frame 0: none */                     \
    MADE(challenge, challenge,                                                                     \
         ON_ANY_REQUEST | ON_ANY_RESPONSE | ON_RELAYED_RESPONSE | ON_RESPONSE_AGAIN)               \
    /* tracker_ims, tracker_routes: before the message */                                          \
    GIVEN(ims, ims_before, ON_ANY_REQUEST | ON_ANY_RESPONSE, 0)                                    \
    GIVEN(routes, routes_before, 0, ON_REQUEST | ON_RESPONSE)                                      \
    /* tracker_response, tracker_outcome */                                                        \
    MADE(event_response, response,                                                                 \
         ON_ANY_RESPONSE | ON_RELAYED_RESPONSE | ON_OTHER_HOP | ON_RESPONSE_AGAIN)                 \
    /* tracker_challenges */                                                                       \
    MADE(event_refused, refused, ON_ANY_RESPONSE)                                                  \
    /* tracker_bindings */                                                                         \
    MADE(event_bindings, bindings, ON_ANY_RESPONSE)                                                \
    /* tracker_request, tracker_response, tracker_sources */                                       \
    MADE(event_source, source, ON_ANY_REQUEST | ON_ANY_RESPONSE | ON_TIMEOUT | ON_NO_RETRY)        \
    GIVEN(server_record, server, ON_REQUEST | ON_RESPONSE | ON_TIMEOUT,                            \
          ON_STRAY_RESPONSE | ON_ICMP | ON_CONNECTION)                                             \
    /* tracker_other: the binding named by the Request-URI; the registration is the sender's */    \
    GIVEN(binding, target, 0, ON_OTHER_REQUEST | ON_CREDENTIALS)                                   \
    /* tracker_reach */                                                                            \
    MADE(event_reach, reach, ON_REACH)                                                             \
    /* tracker_call */                                                                             \
    MADE(event_call, call, ON_CALL)                                                                \
    /* tracker_way */                                                                              \
    MADE(event_connection, connection, ON_CONNECTION)                                              \
    /* tracker_no_sip, tracker_timeout: that of a client to this server which gets nowhere */      \
    GIVEN(report_connection, way, 0, ON_CONNECTION | ON_TIMEOUT)                                   \
    /* tracker_notify */                                                                           \
    MADE(event_notify, notify, ON_NOTIFY)                                                          \
    /* tracker_traffic */                                                                          \
    MADE(event_delivery, delivery, ON_ICMP)                                                        \
    /* tracker_flows; ON_TIMEOUT: the connection if lost, ON_REQUEST: that of the last 2xx */      \
    GIVEN(flow, flow, ON_ANY_FLOW, ON_TIMEOUT | ON_REQUEST)                                        \
    /* what has expired or was ended */                                                            \
    GIVEN(binding, binding, ON_EXPIRY | ON_ABSENCE | ON_ALIVE | ON_NO_REREGISTRATION, 0)

/* What the addresses of the packets are worth. */
enum event_addresses {
    ADDRESSES_ARE_REAL,
    ADDRESSES_ARE_LOCAL,   /* both ends are on one host: they prove no NAT */
    ADDRESSES_ARE_OBSERVED /* request and response run the same way: those of a tunnel, of HEP */
};

/* Pointers are valid during the call. */
struct event {
    unsigned triggers; /* bits of enum event_kind */
    int64_t time;      /* ns since 1970 */
    const struct settings *settings;
    const struct tracker_counts *counts;
    const struct report *report; /* of this message, or of the one whose deadline has passed */
    uint8_t addresses;           /* enum event_addresses */
    bool attempt_failed;         /* the attempt ended without success (RFC 6076 4.2) */
#define EVENT_GIVEN(type, name, always, sometimes) const struct type *name;
#define EVENT_MADE(type, name, always)             const struct type *name;
    EVENT_PARTS(EVENT_GIVEN, EVENT_MADE)
#undef EVENT_GIVEN
#undef EVENT_MADE
};

#endif
