/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Registrations: one user agent keeping one AOR registered over time, and its current attempt.
 * Numbered from 0 in capture order.
 */
#ifndef SIPREG_STATE_REGISTRATION_H
#define SIPREG_STATE_REGISTRATION_H

#include "state/attempt.h"
#include "base/report.h"
#include "state/binding.h"
#include "state/capture.h"
#include "state/nonce.h"
#include "state/routes.h"
#include "state/upstream.h"
#include "base/settings.h"

enum {
    /* Nonces that are remembered as offered to this client: the current one of each realm, and
     * earlier ones for which credentials may still be in transit. */
    REGISTRATION_OFFERS_MAX = 3,
    /* Servers that one client talks to: a failover pair. */
    REGISTRATION_SERVERS_MAX = 2,
    /* Registrations of one AOR that are searched, newest first: a user has one to five devices. A
     * phone with a new Contact each time cannot be recognized anyway. */
    AGENTS_SEARCHED_MAX = 16
};

struct flow;
struct source;
struct redirect;
struct strength;
struct ims;

/* A nonce as offered to this client. */
struct offer {
    const struct nonce *nonce; /* NULL: none */
    const char *call_id;
    int64_t time;
    struct endpoint server; /* the issuer: other servers need not know it */
    uint32_t frame;
    uint32_t round; /* which challenge; responses to retransmissions count once */
    bool by_nextnonce;
    bool proxy; /* Proxy-Authenticate or Proxy-Authentication-Info */
    bool had_qop;
    bool is_again; /* to a retransmission, which was challenged before */
};

/* Credentials to which the response was a challenge, but for another realm or in the other header. */
struct unrefused {
    const char *realm;
    const char *call_id;
    uint32_t frame; /* of the REGISTER; 0: none */
    bool proxy;     /* Proxy-Authorization */
};

/* The latest request of another method whose credentials for a challenge were accepted. */
struct authenticated_call {
    const char *realm;
    const char *user;
    uint32_t frame; /* of the response; 0: none */
};

/* The latest request of another method from the client that its server refused: by more than a first challenge, and for
 * itself, not for whom it was to reach. */
struct other_refusal {
    const char *method;
    int64_t time;
    uint32_t frame;         /* of the response; 0: none */
    uint32_t challenged_in; /* a challenge that no credentials have followed so far; 0: none */
    uint16_t status;
};

/* The latest response to a request of another method from the client, by the server that it registers at. */
struct other_response {
    struct endpoint from;
    const char *method; /* NULL: none */
    int64_t time;
    uint32_t frame;
    uint8_t transport;
};

/* The highest CSeq received by one server (RFC 3261 10.3 step 7). */
struct server_cseq {
    struct endpoint server; /* family NONE: unused */
    uint32_t cseq;
    uint32_t frame;
    int64_t time;
    const char *call_id;
};

/* A server has said when the client may try again. */
struct retry_after {
    int64_t until;
    uint32_t frame; /* of the response; 0: none */
    uint32_t seconds;
};

/* The client's address as a server last saw it, by received and rport (RFC 3581 9). */
struct public_address {
    struct endpoint at; /* family NONE: unknown; port 0: there was no rport */
    unsigned between;   /* hash of the client's sent-by, its source and the server */
    uint32_t given_in;  /* frame of the latest response that gave it; 0: none yet */
    uint32_t new_in;    /* ... and of the first that gave this address, on any port */
};

/* The latest request of another method to a Contact of the client. */
struct reach {
    const char *call_id; /* NULL: its fate is known */
    const char *method;
    const char *contact;
    struct report *bound; /* of the 2xx that bound this Contact */
    const char *bound_by; /* Call-ID of that */
    struct endpoint from; /* who sent it on that hop */
    struct endpoint to;
    struct endpoint server;   /* that granted the binding */
    struct endpoint client;   /* ... to a REGISTER from there */
    struct deadline deadline; /* owner: the registration */
    uint64_t branch;          /* of its top Via */
    uint32_t frame;
    struct registration *fork; /* to which the same Call-ID was sent, too; NULL: no further one */
    uint16_t resends;          /* at most UINT16_MAX */
    uint16_t rounds;       /* in a row before this one, of the same method, without a response */
    bool has_failed;       /* this or an earlier one, and none has got a response since */
    bool has_responded;    /* the client, to any of them */
    uint32_t responded_in; /* its latest response from `to`, for this Contact; 0: none */
    uint16_t registers;    /* REGISTERs from the same place since then, at most UINT16_MAX */
    bool follows_closely;  /* it or one of the rounds: the client had just sent something there */
    bool is_close;         /* ... it alone */
    int64_t idle; /* how long the client had sent nothing there before it, ns; ELAPSED_UNKNOWN */
    int64_t idle_reached; /* ... the longest such time after which it responded; 0: none */
    int64_t idle_lost;    /* ... the shortest after which it did not; 0: none */
    int64_t responded_at; /* its latest response */
    bool over_udp;        /* ... although the client registers over a connection */
    bool is_forked;       /* its Call-ID was sent to another client, too */
};

/* The latest REGISTER that wanted a binding without credentials. */
struct unauthenticated {
    const char *contact;    /* its first one; NULL: none yet */
    struct endpoint source; /* of the packet */
    uint32_t frame;
};

/* How a REGISTER reached its server, and when that accepted it. */
struct accepted_path {
    struct endpoint client;
    struct endpoint server;
    const char *contact; /* the first one; NULL: unknown */
    int64_t time;
    uint32_t frame; /* of the 2xx; 0: none */
    uint8_t transport;
};

/* The Call-IDs under which it was bound last, without a removal in between. */
enum { BURST_CALL_IDS = 3 };
struct burst {
    const char *call_ids[BURST_CALL_IDS]; /* all different, latest first; NULL: none */
    int64_t times[BURST_CALL_IDS];
    uint32_t reached_in; /* frame of the 2xx that made it a burst; 0: none did */
};

/* The latest credentials whose response refuses something else than the account. */
struct tried_credentials {
    const char *realm;
    uint32_t frame; /* of the REGISTER; 0: none */
    uint32_t response_in;
};

/* The pauses before REGISTERs that follow an unused challenge, each under another Call-ID. */
struct pace {
    int64_t at;    /* the latest one */
    int64_t pause; /* before it, ns; 0: none, or unknown */
    bool is_own;   /* as long as the one before: the client has a timer for it */
};

/* Attempts in a row, each of which followed a response at once. */
struct storm {
    int64_t at;     /* when the last one that got a response was sent */
    uint32_t in;    /* its frame */
    uint16_t count; /* at most UINT16_MAX; it stays until the client takes its time */
};

/* What few registrations have. */
struct registration_rare {
    struct upstream upstream;
    struct other_refusal other_refusal;
    struct other_response other_response;
    struct authenticated_call authenticated_call;
    struct interval_423 interval;
    struct tried_credentials tried;
    struct pace pace;
    struct endpoint other_side; /* of a NAT, where the capture has both; family NONE: unknown */
};

/* What is known of a registration once it got a response, or sent a second REGISTER: the many of a flood never do. */
struct registration_past {
    const struct registration_rare *rare; /* never NULL; written by registration_rare alone */
    struct last_request before;           /* the last REGISTER of the previous attempt */
    struct challenge challenge;           /* the latest one of this Call-ID; frame 0: none */
    struct challenge
        *other_challenge; /* still open, of another Call-ID; NULL: never any; frame 0: none */
    struct offer *offers[REGISTRATION_OFFERS_MAX];         /* NULL: none yet */
    struct server_cseq *servers[REGISTRATION_SERVERS_MAX]; /* ... but for the first REGISTER */
    struct accepted_path accepted_path;                    /* of the latest 2xx that bound it */
    struct burst burst;
    struct storm storm;
    struct public_address public_address;
    struct endpoint authenticated_by; /* the server of the latest 2xx to credentials */
    const char *authenticated_realm;  /* of those */
    const char *authenticated_user;
    struct unrefused unrefused;       /* the latest ones */
    int64_t removed_at;               /* valid with removed_in */
    uint64_t rejected_response;       /* fingerprint of the response refused last */
    const char *rejected_nonce;       /* ... for which; valid with that */
    const struct report *superseded;  /* the latest refusal of credentials for a nonce that was not
                                         the newest one; NULL: none */
    struct report *stale_not_flagged; /* ... or one that may have; NULL: none */
    int64_t stale_age;                /* of that nonce, ns; -1: unknown */
    struct retry_after retry_after;   /* of the latest refusal with one */
    int64_t refused_at; /* when a connection from its address was refused last; 0: never */
    uint32_t
        authenticated_in; /* the latest 2xx to credentials: the client knows a password; 0: none */
    uint32_t removed_in;  /* the latest 2xx that removed a binding; 0: none */
    uint32_t rounds;      /* number of challenges and nextnonces so far */
    uint32_t rejections;  /* refused credentials in a row */
    uint32_t rejected_in;
    uint16_t stales; /* consecutive challenges with stale=true */
    uint16_t
        followed_algorithms; /* bits by enum sip_algorithm: each was the first one of a challenge that the client followed, and was then accepted, or refused for another reason */
    bool followed_without_auth : 1; /* ... without qop="auth" */
    bool followed_without_qop : 1;
    bool followed_without_algorithm : 1;
    bool followed_oddity : 1;         /* enum facts_challenge_oddity */
    bool followed_without_digest : 1; /* credentials of another scheme were accepted */
    bool superseded_again : 1;        /* what superseded it was the challenge to a retransmission */
    bool unflagged_proven : 1;        /* an old nonce was refused without stale=true: proven */
};

struct registration {
    struct aor *aor;
    struct registration *older; /* of the same AOR */
    const char *call_id;        /* current */
    const char *contact;        /* own, as last sent; NULL: none yet */
    const char *instance;
    const char *user_agent;
    const char *server; /* the registrar's product, as last told; NULL: never */
    uint32_t number;
    uint32_t reg_id;
    uint32_t first_in;
    uint8_t state; /* enum report_state */
    bool is_ims : 1;
    bool is_emergency : 1;
    bool is_by_likeness : 1; /* its current Call-ID came with a Contact that was only alike */
    bool keeps_alike : 1;    /* Contacts that are alike are bound beside each other */
    bool retransmits : 1;    /* a retransmission of it was seen, over UDP */
    bool has_successor : 1;  /* of registrations_follow */
    uint8_t cseq_gaps;       /* REGISTERs whose CSeq rose by more than one; at most 255 */
    /* Consecutive attempts, 15 at most: */
    uint8_t
        shrinking_requests : 4; /* ... that request what was granted before, which shrinks each time */
    uint8_t contact_changes : 4;      /* ... that replace a Contact soon after it was bound */
    uint8_t late_refreshes : 4;       /* ... that come after the binding expired */
    uint8_t hasty_refreshes : 4;      /* ... that refresh what was granted just before */
    uint8_t unfollowed_refreshes : 4; /* ... while bound that end with a challenge */
    uint8_t late_alike : 4;           /* ... late ones, as long after the 2xx as the one before */
    uint8_t
        failed_refreshes : 4; /* refreshes that failed, each behind a new Call-ID that did not */
    uint8_t lost_firsts : 4;  /* ... whose next attempt was accepted under whatever Call-ID */
    uint8_t other_rounds : 4; /* ... that come after the same part of the time of another Contact */
    uint8_t other_share;      /* ... that part, percent; 0: none */
    uint32_t other_s;         /* ... of that time, as listed last */
    int64_t other_since;      /* ... how long after the 2xx, ns */
    uint16_t unused_challenges; /* in a row: the client has them, and no credentials follow */
    int64_t
        late_after; /* how long the latest late refresh came after the 2xx, ns; 0: it was in time */

    uint32_t attempts;
    uint32_t refreshes;
    struct attempt attempt;   /* the current or the latest one; number 0: none yet */
    struct last_request last; /* the latest REGISTER of the client */
    struct completeness completeness;
    const char *responded_id; /* Call-ID and highest CSeq of a final response; NULL: none */
    uint32_t responded_cseq;
    uint32_t tried_in; /* the first REGISTER since the latest 2xx that wants a binding; 0: none */
    int64_t tried_at;
    struct endpoint silent; /* the server, without any response so far, that left a REGISTER without
                               one last; family NONE: none */
    uint32_t alive_soon_in; /* ... so soon after the expiry that a refresh may only be late */
    uint32_t alive_in; /* what it sent last but a REGISTER, in an outage by expiry; 0: nothing */
    uint32_t connected_in; /* what it sent last on its connection, SIP or not; 0: nothing */
    uint32_t closed_in;    /* its latest FIN, that of its own accord; 0: none */
    int64_t connected_at;
    struct unauthenticated unauthenticated;
    int64_t
        called_at; /* when a call, or a message, was last sent to one of its Contacts; 0: never */
    struct flow *flow;       /* the flow to be kept alive; NULL: none */
    struct report *accepted; /* the latest 2xx; NULL: none */
    const struct registration
        *neighbour; /* the one that began before it at the same source address; NULL: none */
    const struct source *source; /* ... the record of that address; NULL: none */
    struct report *latest;       /* first request of the current attempt */
    struct report *latest_final; /* response that ended the last attempt */

    /* What is rarely needed, made when it is first needed. Never NULL; written by registration_past alone. */
    const struct registration_past *past;
    const struct report_place *place; /* of its latest report; NULL: none yet */
    struct pool *pool;                /* of past and place */
    struct routes *routes;            /* NULL: nothing is known of them */
    struct redirect *redirect;        /* NULL: never redirected; owned */
    struct strength *strength;        /* NULL: nothing better than MD5 was used; owned */
    struct reach *reach;              /* NULL: none was sent to it; owned */
    struct nodes *nodes;              /* NULL: no credentials were refused; owned */
    struct ims *ims;                  /* NULL: not IMS, no security agreement; owned */
    struct history history;           /* its reports point at it */
};

/* What a registration without a past has: nothing. */
extern const struct registration_past registration_no_past;

/* Its past, and what few have, to be changed. */
struct registration_past *registration_past(struct registration *registration);
struct registration_rare *registration_rare(struct registration *registration);

/* What its reports show of it, as of now. */
const struct report_place *registration_place(struct registration *registration);

/* Notes that a 2xx bound it under this Call-ID, or that one removed a binding (NULL). */
void registration_note_bound(struct registration *registration, const char *call_id, uint32_t frame,
                             int64_t time);

struct registrations;

struct registrations *registrations_new(struct pool *pool);
void registrations_free(struct registrations *registrations);

/* Registrations that begin in these may be known to `earlier` ones, which are told the same messages before. Then they
 * continue those: their numbers, the counts of attempts, refreshes and outages, and the times of their history. New numbers
 * are given by `earlier`, until registrations_succeed, before they are freed. */
void registrations_follow(struct registrations *registrations, struct registrations *earlier);
void registrations_succeed(struct registrations *registrations);

/* The history that the report on the message has in the earlier ones; NULL: none. Returns its registration. */
const struct registration *registrations_expect(struct registrations *registrations,
                                                const struct history *history);

/* Counts in each history the time until now. */
void registrations_advance(struct registrations *registrations, int64_t now);

/* How the registration of a REGISTER was found. */
enum registration_match {
    REGISTRATION_BY_CALL_ID, /* Call-ID, AOR, and reg-id if there is one */
    REGISTRATION_BY_AGENT,   /* the Contact or the +sip.instance of a known agent */
    REGISTRATION_BY_LIKENESS /* a Contact that is like that of an agent at the same source */
};

/* The registration of this message, by Call-ID and AOR, then by agent; NULL: none. */
struct registration *registrations_find(const struct registrations *registrations,
                                        const struct aor *aor, const struct facts *facts,
                                        enum registration_match *match);

/* The registration of the AOR that was last used from this IP address, or NULL. */
struct registration *registrations_find_sender(const struct aor *aor,
                                               const struct endpoint *source);

/* The Call-ID is another agent's after all, whose Contact is only alike: it is no longer this
 * registration's. */
void registrations_take_back(struct registrations *registrations, const struct facts *facts,
                             struct registration *registration);

/* Creates a registration. */
struct registration *registrations_add(struct registrations *registrations, struct aor *aor,
                                       const struct facts *facts);

/* Makes it findable under the Call-ID of this message, too. */
void registrations_add_call_id(struct registrations *registrations,
                               struct registration *registration, const struct facts *facts);

/* Records that the nonce was offered to the client. */
void registration_offer(struct registration *registration, const struct offer *offer);

/* The latest offer of this nonce, or NULL. */
const struct offer *registration_find_offer(const struct registration *registration,
                                            const struct nonce *nonce);

/* The latest offer in the same realm under the same Call-ID. */
const struct offer *registration_newest_offer(const struct registration *registration,
                                              const struct offer *offer);

/* The challenge under this Call-ID is the current one, if there is one. */
void registration_choose_challenge(struct registration *registration, const char *call_id);

/* The current challenge is still open, and another one is about to take its place. */
void registration_keep_challenge(struct registration *registration);

/* The latest offer for this realm, or NULL. */
const struct offer *registration_latest_offer(const struct registration *registration,
                                              const char *realm);

/* What was bound under this Call-ID has expired or was removed: the registrar has no CSeq left to compare with (RFC 3261
 * 10.3 step 7). */
bool registration_is_forgotten(const struct registration *registration, const char *call_id);

/* The record of this server; frame 0: none. registration_note_server creates one if there is room; call it
 * before the REGISTER becomes the last one. */
struct server_cseq registration_find_server(const struct registration *registration,
                                            const struct endpoint *server);
/* A CSeq that is lower where the former one is forgotten begins anew. */
void registration_note_server(struct registration *registration, const struct facts *facts);

/* The binding of this registration that the Contact refers to, if only by likeness; NULL: none. */
struct binding *registration_find_binding(const struct registration *registration,
                                          const char *contact, const char *instance,
                                          uint32_t reg_id);

/* ... or a Contact that differs from its own only in parameters that mean nothing to others. */
struct binding *registration_find_alike(const struct registration *registration,
                                        const char *contact, const char *instance);

/* The latest refresh that was sent before the binding expired has a final response. */
bool registration_got_response(const struct registration *registration,
                               const struct binding *binding);

/* A refresh was sent before the binding expired, and the client shows that it has no response to it yet: it has
 * retransmitted it since. */
bool registration_lacks_response(const struct registration *registration,
                                 const struct binding *binding);

/* The client has the challenge, as it does not retransmit its REGISTER, and no credentials follow. */
bool challenge_is_unused(const struct challenge *challenge, const struct last_request *last);

/* It came while the client had this binding, NULL: none. */
bool challenge_is_to_refresh(const struct challenge *challenge, const struct binding *own);

/* It has been accepted with credentials for this realm: the client knows the password. */
static inline bool registration_knows_realm(const struct registration *registration,
                                            const char *realm)
{
    return registration->past->authenticated_in && registration->past->authenticated_realm == realm;
}

/* The removal that it tried last was challenged, and no credentials have followed in time. */
static inline bool registration_left_removal(const struct registration *registration)
{
    const struct attempt *attempt = &registration->attempt;

    return intent_removes(attempt->intent) && !attempt->waiting &&
           registration->past->challenge.report &&
           registration->past->challenge.report == registration->latest_final &&
           !registration->past->challenge.was_followed &&
           !registration->past->challenge.to_credentials;
}

/* Its latest attempt is the first one since it was bound, and has not bound it. */
bool registration_tried_once(const struct registration *registration);

/* How long a client that goes on trying pauses at most after that, ns: by RFC 5626 4.5, and by the interval that it was
 * granted last. */
int64_t registration_longest_pause(const struct registration *registration);

/* True while the registrar holds a binding that this registration created. */
bool registration_is_bound(const struct registration *registration);

#endif
