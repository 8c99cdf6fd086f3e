/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The model of a capture: takes the facts of one message after the other, keeps transactions,
 * attempts, registrations, bindings and nonces, fills in the report of the message, and tells of
 * each thing that happened as an event. It records and never judges.
 */
#ifndef SIPREG_TRACKER_TRACKER_H
#define SIPREG_TRACKER_TRACKER_H

#include "state/source.h"
#include "facts/traffic.h"
#include "state/redirect.h"
#include "state/flow.h"
#include "state/ims.h"
#include "tracker/event_kind.h"
#include "state/regevent.h"
#include "state/registration.h"
#include "state/strength.h"
#include "state/transaction.h"
#include "state/enumeration.h"

enum {
    /* Own Contacts of one REGISTER that are followed one by one. */
    EVENT_CONTACTS_MAX = 16,
    /* Bindings taken from their owner by one 2xx that are told of. */
    EVENT_LOSSES_MAX = 8
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

/* A contact that a reg event document speaks of. */
struct event_notified {
    const struct facts_reg_contact *contact;
    struct binding *binding; /* as it was before; NULL: none, or a contact before is the same one */
    bool is_known;           /* it, or its device, was seen registering; or nobody of the AOR was */
    bool is_owners_wish;     /* the device removes or changes it itself */
};

/* How a server said it is overloaded (RFC 3261 20.33). */
struct backoff {
    struct endpoint client;
    struct endpoint server;
    const struct registration *registration; /* that was told */
    int64_t until;
    uint32_t frame; /* 0: none */
    uint32_t seconds;
    uint16_t status;
};

/* What is known of a server. Whether anything comes back from it: a capture of one direction only is
 * no dead server. Whether its lists of bindings are complete: some show each client its own alone. */
struct server_record {
    struct endpoint server;
    bool answered;
    bool asked;          /* a REGISTER to it was seen */
    bool shows_others;   /* a list of it named bindings of others too */
    bool hides_others;   /* a list of it left out a binding that was there all along */
    bool left_out;       /* a list of it left out a binding that should have been alive */
    uint32_t unanswered; /* transactions, as long as it never answered */
    bool shares_nonces;  /* it handed a nonce out again ... */
    bool keeps_nonces;   /* ... later than a second after */
};

/* Figures of the whole capture (RFC 6076 4.2). */
struct tracker_counts {
    int64_t began;     /* time of the first message; 0: none yet */
    uint32_t requests; /* REGISTERs without retransmissions and copies */
    uint32_t attempts;
    uint32_t ineffective; /* Ineffective Registration Attempts */
};

/* A nonce that a server hands out although it did so before (RFC 7616 3.3). */
struct reissue {
    const struct nonce *nonce;     /* NULL: none; a server is told of once, or twice where it first
                                  looked as if it had one nonce a second */
    const struct registration *to; /* another client; NULL: the same one */
    int64_t time;                  /* when it was handed out before */
    uint32_t frame;
    bool at_once; /* within a second */
};

/* One thing that happened. Pointers are valid during the call; what is NULL does not apply. */
struct event {
    unsigned triggers; /* bits of enum occasion */
    int64_t time;
    const struct settings *settings;
    const struct facts *facts;       /* NULL: a time is over, or there is evidence instead */
    const struct traffic *traffic; /* NULL: none */
    struct report *report; /* of this message; of the earlier one that waited, if a time is over */
    const struct transaction *transaction;
    const struct registration *registration; /* as it is after the message */
    const struct aor *aor;
    const struct tracker_counts *counts;

    /* ON_NOTIFY: as it was before. */
    unsigned notified_count;
    struct event_notified *notified;
    const struct subscription *subscription;
    bool is_past; /* has to be passed over: older than the one before, or out of order */

    const struct reg_event_notice *notice; /* ON_REQUEST, ON_NO_REREGISTRATION: what a device of the AOR was told
                                of its binding; NULL: nothing */

    /* ON_REQUEST, ON_ANSWER: as it was before; empty: nothing is known. */
    const struct ims *ims_before;
    const struct routes *routes_before; /* ON_REQUEST, ON_ANSWER: before the message */

    /* ON_REQUEST: as it was before. */
    const char *old_call_id; /* found by its agent under this other Call-ID */
    struct attempt attempt_before;
    struct last_request previous; /* the REGISTER before this one */
    bool continues;           /* it belongs to an attempt that was open */
    uint32_t tried_in;        /* a REGISTER since the latest 2xx that wanted the same; 0: none */
    int64_t tried_at;
    struct server_cseq server_before;
    struct backoff backoff;
    const struct binding *own;         /* the own binding that it refreshes or removes */
    bool covers_own;                   /* all live own bindings are refreshed or removed by it */
    const struct binding *left_behind; /* ... else one that is not */

    const char *agent_before;             /* the User-Agent before, from the same source */
    const struct token_use *token_before; /* the Bearer token, as it was first used */

    /* ON_REQUEST, ON_CREDENTIALS */
    unsigned check_count;
    struct nonce_check *checks;
    struct weakening weakening;
    bool shares_nonces; /* the server hands one nonce to several clients */

    /* ON_ANSWER, ON_RELAYED */
    const struct hop_challenges *challenges_before; /* of the same request, on the leg before */
    bool by_cseq;                                   /* the top Via is not the request's */
    bool is_second_final;
    bool to_tag_changed; /* by one server, since its first final answer to the same request */
    struct challenge challenge_before;
    struct public_address public_address_before;         /* ON_ANSWER, a final one */
    const struct redirect *redirect;     /* ON_REQUEST: what its last answer told it; NULL: nothing */
    struct interval_423 interval_before;       /* ON_ANSWER */
    bool attempt_failed;             /* the attempt ended without success (RFC 6076 4.2) */
    const struct nonce_use *refused; /* credentials that this 401, 407 or 403 refuses */
    bool refused_current;            /* ... with the nonce that was offered last in their realm, and
                                        that not long before */
    bool refused_new;                /* ... and that never earned this user a 2xx */
    bool refused_old;                /* ... or with one that may have been too old */
    bool refused_stale;              /* the challenge says that only the nonce was stale */
    struct reissue reissue;
    const char *other_realm; /* in which this server challenged before, while it never did so in the
                                one of now; NULL: not so, or the two belong together */
    uint32_t other_realm_in;
    struct report *stale_not_flagged; /* the challenge of this attempt that refused an old nonce without saying
                              so, as this 2xx proves; NULL: none, or not the first of this agent */
    unsigned contact_count;
    struct event_contact *contacts;
    unsigned loss_count; /* bindings of others that this REGISTER took or removed */
    struct binding *losses;
    bool star_removed;
    unsigned missed_count;        /* bindings of others that should be alive and are not listed */
    const struct binding *missed; /* the first of them; it is over now */
    bool first_missed;            /* no list of this registrar left one out before */
    struct offered offered_before[CHALLENGES_MAX]; /* by challenge; frame 0: nothing before */

    const struct binding *target; /* ON_OTHER_REQUEST: whose Contact is the Request-URI, alive or
                                     over; registration is the sender's */
    const struct server_record *server_record;    /* ON_REQUEST, ON_TIMEOUT, ON_ANSWER of a 2xx or without its
                                     REGISTER: of the server */
    bool first_unreachable;       /* ON_ICMP: the first for this transaction */
    uint8_t rspauth[2]; /* ON_ANSWER, a 2xx: enum rspauth_verdict, of Authentication-Info and of
                           Proxy-Authentication-Info */
    const struct aor *other_user; /* ON_ANSWER, a 2xx: whose the user name of the credentials is */
    const struct oracle *oracle;  /* ON_ANSWER: the server now told users apart */
    unsigned others_alive;       /* ON_ANSWER: bindings that the list should name, before the 2xx */
    struct source *source; /* of the client */
    struct source_users guessed; /* ON_ANSWER, ON_NO_RETRY: users that it tried, most in vain; nobody
                                    where that was not so, or was told a short while ago */
    const struct request_rate_found *request_rate; /* of the source: too many requests in vain; NULL: no */
    unsigned failures;             /* attempts for this AOR from there in the last minute */

    const struct binding *binding; /* ON_LAPSE */
    const struct flow *flow; /* ON_SILENCE, ON_LOSS, ON_KEEPALIVE, ON_NO_KEEPALIVE, ON_NO_PONG,
                                      ON_NEW_MAPPING; ON_TIMEOUT: the connection if it was lost;
                                      ON_REQUEST: that the last 2xx came on */
};

typedef void (*event_handler)(const struct event *event, void *data);

struct tracker;

struct tracker *tracker_new(const struct settings *settings, struct pool *pool,
                            event_handler handler, void *data);
void tracker_free(struct tracker *tracker);

/* Takes one message and fills in its report, which must live until tracker_free. Returns false
 * where the message has nothing to do with registrations; the report may then be thrown away. */
bool tracker_take(struct tracker *tracker, const struct facts *facts, struct report *report);

/* The capture goes on to this time at least: tells of all that is over by then. */
void tracker_advance(struct tracker *tracker, int64_t time);

/* True while packets without SIP matter on some flow; then, whether they do between these two. */
bool tracker_watches_traffic(const struct tracker *tracker);
bool tracker_watches(const struct tracker *tracker, const struct endpoint *source,
                     const struct endpoint *destination);

/* Takes such a packet and tells of what it means. */
void tracker_traffic(struct tracker *tracker, const struct traffic *evidence,
                      struct report *report);

/* The capture holds more than SIP: what is not in it was not sent. */
void tracker_sees_all(struct tracker *tracker);

#endif
