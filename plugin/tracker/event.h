/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What just happened, as the rules are told it: on which triggers, about which message, and how things
 * stood before. It is a contract: EVENT_PARTS says on which triggers each part is there, tracker_emit
 * hands out no other, and tests/unit/test_event.c calls every check with only these.
 */
#ifndef SIPREG_TRACKER_EVENT_H
#define SIPREG_TRACKER_EVENT_H

#include "facts/traffic.h"
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
    /* Own Contacts of one REGISTER that are followed one by one. */
    EVENT_CONTACTS_MAX = 16,
    /* Bindings taken from their owner by one 2xx that are kept for the rules. */
    EVENT_LOSSES_MAX = 8
};

/* Figures of the whole capture (RFC 6076 4.2). */
struct tracker_counts {
    int64_t began;     /* time of the first message; 0: none yet */
    uint32_t requests; /* REGISTERs without retransmissions and copies */
    uint32_t attempts;
    uint32_t ineffective; /* Ineffective Registration Attempts */
};

/* The registration before this REGISTER. All empty where the capture cut off whose it is. */
struct event_before {
    const char *call_id;        /* it was found by its agent under this other Call-ID; NULL: no */
    struct attempt attempt;     /* the latest */
    struct last_request last;   /* the REGISTER before this one */
    bool continues;             /* this one belongs to an attempt that was open */
    uint32_t tried_in;          /* a REGISTER since the latest 2xx that wanted the same; 0: none */
    int64_t tried_at;
    struct server_cseq server_cseq; /* what the server had seen last */
    struct backoff backoff;
    const struct redirect *redirect; /* what its last response told it; NULL: nothing */
    const char *user_agent;          /* the User-Agent before, from the same source */
    const struct token_use *token;   /* the Bearer token, as it was first used */
};

/* Which own bindings a REGISTER names. */
struct event_own {
    const struct binding *binding;     /* that it refreshes or removes; NULL: none */
    bool all_covered;                  /* all live own bindings are refreshed or removed by it */
    const struct binding *left_behind; /* ... else one that is not */
};

/* The credentials of a request against the nonce ledger. */
struct event_credentials {
    unsigned count;
    struct nonce_check *checks;
    struct weakening weakening; /* of a REGISTER */
    bool shares_nonces;         /* the server issues one nonce to several clients */
};

/* A nonce that a server issues although it did so before (RFC 7616 3.3). */
struct reissue {
    const struct nonce *nonce;     /* NULL: none; a server is named once, or twice where it first
                                  looked as if it had one nonce a second */
    const struct registration *to; /* another client; NULL: the same one */
    int64_t time;                  /* when it was issued before */
    uint32_t frame;
    bool at_once; /* within a second */
};

/* A response as such, and what the registration remembered before it. Where its REGISTER is not in the
 * capture, all but the reissue is empty. */
struct event_response {
    const struct hop_challenges *hop_challenges; /* of the same request, on the hop before; NULL: none */
    bool by_cseq;                                /* the top Via is not that of the request */
    bool is_second_final;
    bool to_tag_changed; /* by one server, since its first final response to the same request */
    struct public_address public_address; /* before; of a final one */
    struct interval_423 interval;         /* before */
    struct reissue reissue;
    const char *other_realm; /* in which this server challenged before, while it never did so in the
                                one of now; NULL: not so, or the two belong together */
    uint32_t other_realm_in;
    struct report *stale_not_flagged; /* the challenge of this attempt that refused an old nonce
                              without stale=true, as this 2xx proves; NULL: none, or not the first */
    struct offered offered[CHALLENGES_MAX]; /* by challenge; frame 0: nothing before */
    uint8_t rspauth[2]; /* of a 2xx: enum rspauth_verdict, of Authentication-Info and of
                           Proxy-Authentication-Info */
    const struct aor *other_user; /* of a 2xx: whose the user name of the credentials is */
    const struct oracle *oracle;  /* the server now gives away which users exist; NULL: no */
};

/* Credentials that this 401, 407 or 403 refuses. */
struct event_refused {
    const struct nonce_use *use; /* NULL: none */
    bool is_current; /* with the nonce that was offered last in their realm, and that not long before */
    bool is_new;     /* and never earned this user a 2xx */
    bool is_old;     /* or with one that may have been too old */
    bool is_stale;   /* the challenge says that only the nonce was stale */
};

/* What a 2xx made of one own Contact of its REGISTER. */
enum contact_outcome {
    CONTACT_CREATED,
    CONTACT_REFRESHED,
    CONTACT_REMOVED,
    CONTACT_KEPT,    /* to be removed, and still listed with time */
    CONTACT_MISSING, /* to be bound, and not listed */
    CONTACT_ZERO     /* to be bound, and listed with no time */
};

struct event_contact {
    const struct report_contact *contact;
    const struct facts_contact *listed; /* NULL: the 2xx does not list it */
    struct binding before;              /* valid with had_before */
    bool had_before;                    /* there was such a binding */
    uint8_t outcome;                    /* enum contact_outcome */
};

/* What the list of a 2xx made of the bindings of its AOR. */
struct event_bindings {
    unsigned contact_count;
    struct event_contact *contacts;
    unsigned loss_count; /* bindings of others that this REGISTER took or removed */
    struct binding *losses;
    bool star_removed;
    unsigned missed_count;        /* bindings of others that should be alive and are not listed */
    const struct binding *missed; /* the first of them; it has ended now */
    bool first_missed;            /* no list of this registrar left one out before */
    unsigned others_alive;        /* bindings that the list should name, before the 2xx */
};

/* A contact that a reg event document names. */
struct event_notified {
    const struct facts_reg_contact *contact;
    struct binding *binding; /* as it was before; NULL: none, or a contact before is the same one */
    bool is_known;           /* it, or its device, was seen registering; or nobody of the AOR was */
    bool is_owners_wish;     /* the device removes or changes it itself */
};

struct event_notify {
    unsigned count;
    struct event_notified *contacts;
    const struct subscription *subscription; /* before */
    bool is_past; /* must be ignored: older than the one before, or out of order */
};

/* Who sends the REGISTER. */
struct event_source {
    const struct source *record;  /* NULL: the REGISTER is not in the capture */
    struct source_users guessed;  /* users that it tried, most of them refused; none where that was not
                                     so, or was reported a short while ago */
    const struct request_rate_found *request_rate; /* too many requests, most refused; NULL: no */
    unsigned failures; /* attempts for this AOR from there that failed in the last minute */
};

/* An ICMP error. */
struct event_delivery {
    bool is_first; /* for this transaction */
};

#define ON_ANY_REQUEST  (ON_REQUEST | ON_UNKNOWN_REQUEST)
#define ON_ANY_RESPONSE (ON_RESPONSE | ON_STRAY_RESPONSE)
#define ON_ANY_MESSAGE                                                                             \
    (ON_REQUEST | ON_UNKNOWN_REQUEST | ON_RETRANSMISSION | ON_CREDENTIALS | ON_RESPONSE |          \
     ON_STRAY_RESPONSE | ON_RELAYED_RESPONSE | ON_ICMP | ON_NOTIFY | ON_OTHER_REQUEST |            \
     ON_OTHER_HOP | ON_RESPONSE_AGAIN | ON_RELAYED_REQUEST)
#define ON_ANY_FLOW                                                                                \
    (ON_SILENCE | ON_LOSS | ON_KEEPALIVE | ON_NO_KEEPALIVE | ON_NO_PONG | ON_NEW_MAPPING)

/* The parts of an event: on which triggers each is there, and on which it may be; NULL elsewhere.
 *
 * GIVEN(type, name, always, sometimes)  points at state that a step of the tracker has found
 * MADE(type, name, always)              is put together by the steps, and belongs to the event */
#define EVENT_PARTS(GIVEN, MADE)                                                                   \
    /* tracker_take and what it calls */                                                           \
    GIVEN(facts, facts, ON_ANY_MESSAGE, 0)                                                         \
    GIVEN(traffic, traffic, ON_LOSS | ON_KEEPALIVE, 0)                                             \
    /* once the message has found its place */                                                     \
    GIVEN(transaction, transaction,                                                                \
          ON_REQUEST | ON_RETRANSMISSION | ON_RELAYED_REQUEST | ON_RESPONSE |                      \
              ON_RELAYED_RESPONSE | ON_OTHER_HOP | ON_RESPONSE_AGAIN | ON_TIMEOUT,                 \
          ON_STRAY_RESPONSE | ON_CREDENTIALS | ON_ICMP | ON_LOSS)                                  \
    GIVEN(registration, registration,                                                              \
          ON_REQUEST | ON_RESPONSE | ON_TIMEOUT | ON_NO_RETRY | ON_EXPIRY | ON_NO_SUBSCRIPTION |   \
              ON_ANY_FLOW,                                                                         \
          ON_STRAY_RESPONSE | ON_CREDENTIALS | ON_RETRANSMISSION | ON_RELAYED_REQUEST |            \
              ON_RELAYED_RESPONSE | ON_OTHER_HOP | ON_RESPONSE_AGAIN | ON_ICMP | ON_OTHER_REQUEST) \
    GIVEN(aor, aor,                                                                                \
          ON_REQUEST | ON_RESPONSE | ON_TIMEOUT | ON_NO_RETRY | ON_EXPIRY | ON_OTHER_REQUEST |     \
              ON_NO_SUBSCRIPTION | ON_NO_REREGISTRATION | ON_ANY_FLOW,                             \
          ON_STRAY_RESPONSE | ON_CREDENTIALS | ON_RELAYED_RESPONSE | ON_RESPONSE_AGAIN |           \
              ON_NOTIFY)                                                                           \
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
    GIVEN(server_record, server, ON_REQUEST | ON_RESPONSE | ON_TIMEOUT, ON_STRAY_RESPONSE)         \
    /* tracker_other: whose Contact is the Request-URI, whatever its state; the registration is    \
     * that of the sender */                                                                       \
    GIVEN(binding, target, 0, ON_OTHER_REQUEST | ON_CREDENTIALS)                                   \
    /* tracker_notify */                                                                           \
    MADE(event_notify, notify, ON_NOTIFY)                                                          \
    /* tracker_traffic */                                                                          \
    MADE(event_delivery, delivery, ON_ICMP)                                                        \
    /* tracker_flows; on a time-out the connection if it was lost, on a request the one that the   \
     * last 2xx came on */                                                                         \
    GIVEN(flow, flow, ON_ANY_FLOW, ON_TIMEOUT | ON_REQUEST)                                        \
    /* what has expired or was ended */                                                            \
    GIVEN(binding, binding, ON_EXPIRY | ON_NO_REREGISTRATION, 0)

/* One thing that happened. Pointers are valid during the call. */
struct event {
    unsigned triggers; /* bits of enum event_kind */
    int64_t time;      /* ns since 1970 */
    const struct settings *settings;
    const struct tracker_counts *counts;
    const struct report *report; /* of this message; of the earlier one that waited, if a time has passed */
    bool attempt_failed;   /* the attempt ended without success (RFC 6076 4.2) */
#define EVENT_GIVEN(type, name, always, sometimes) const struct type *name;
#define EVENT_MADE(type, name, always)             const struct type *name;
    EVENT_PARTS(EVENT_GIVEN, EVENT_MADE)
#undef EVENT_GIVEN
#undef EVENT_MADE
};

#endif
