/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to the files of the tracker.
 */
#ifndef SIPREG_TRACKER_TRACKER_STATE_H
#define SIPREG_TRACKER_TRACKER_STATE_H

#include "base/elapsed.h"
#include "facts/certificate.h"
#include "facts/dns.h"
#include "state/call.h"
#include "state/capture.h"
#include "state/connection.h"
#include "state/ims.h"
#include "tracker/tracker.h"

/* What a User-Agent says that it is. */
enum agent_kind { AGENT_ORDINARY = 0, AGENT_SCANNER = 1 << 0, AGENT_TEST_TOOL = 1 << 1 };

/* The kind of a User-Agent (interned). */
struct agent_seen {
    const char *name; /* NULL: unused */
    uint8_t kind;     /* bits of enum agent_kind */
};

/* A network has some dozens of models and versions; what does not fit is found out again. */
enum { AGENTS_SEEN_MAX = 64 };

struct aor_forms;

struct tracker {
    struct settings settings;
    struct pool *pool;
    event_handler handler;
    void *handler_data;

    struct transactions *transactions;
    struct registrations *registrations;
    struct aors *aors;
    struct aor_forms *aor_forms;
    struct nonces *nonces;
    struct deadlines *deadlines;
    struct sources *sources;
    struct servers *servers;
    struct flows *flows;
    struct tokens *tokens;
    struct oracles *oracles;
    struct subscriptions *subscriptions;
    struct calls *calls;
    struct connections *connections;
    /* Call-ID of a request to a client -> its registration, while its fate is unknown; the others that it was
     * forked to follow in struct reach. */
    GHashTable *reached;
    GHashTable *settled;     /* Call-IDs that a client responded to, or whose refusal was told */
    GHashTable *subscribers; /* struct endpoint without port, owned: of the reg event package */
    struct tracker_counts counts;
    struct capture capture;
    bool clock_was_set; /* since the last message: by clock_back, as in struct capture */
    int64_t clock_back;
    int64_t now;                               /* the latest time seen */
    int64_t before;                            /* ... and the one before that */
    uint32_t follows_from;                     /* as told to tracker_follow: frame, */
    int64_t follows_at;                        /* ... and time */
    bool sees_all;                             /* packets without SIP are in the capture */
    struct agent_seen agents[AGENTS_SEEN_MAX]; /* by address; found out once */
    bool has_expired;                          /* a binding whose client did not refresh it */
    bool has_observer;                         /* a server_record is one */
    bool has_connections;                      /* a way of a client to SIP is known */

    /* Arrays of the current event, too long to be cleared each time. */
    struct nonce_check checks[FACTS_AUTH_MAX];
    struct event_contact contacts[EVENT_CONTACTS_MAX];
    struct binding losses[EVENT_LOSSES_MAX];
    struct hop_challenges hop_challenges;
    struct request_rate_found request_rate;
    struct ims ims_before;
    struct routes routes_before;
    struct event_notified notified[FACTS_REG_CONTACTS_MAX];
    /* What was read of the present packet. */
    struct dns dns;
    struct certificate certificate;
};

/* An event under construction: `event` itself, and the parts that it points to. */
struct event_draft {
    struct event event;
    struct report *report; /* these two are the same as in the event, but writable */
    struct source *sender; /* NULL: unknown */
#define EVENT_GIVEN(type, name, always, sometimes)
#define EVENT_MADE(type, name, always) struct type name;
    EVENT_PARTS(EVENT_GIVEN, EVENT_MADE)
#undef EVENT_GIVEN
#undef EVENT_MADE
};

/* Starts an event about this message (NULL: a deadline has passed). */
struct event_draft tracker_event(struct tracker *tracker, const struct facts *facts,
                                 struct report *report, unsigned triggers);

/* Passes the event to the rules, with the parts that belong to its triggers; without a trigger it
 * does nothing. */
void tracker_emit(struct tracker *tracker, struct event_draft *draft);

/* Fills in the fields common to all messages of a registration. */
void tracker_fill_place(struct report *report, struct registration *registration);
/* ... the AOR alone (NULL: unknown), where it is not the registration's; what a response says in its own words. */
void tracker_fill_aor(const struct tracker *tracker, struct report *report, const char *aor);
void tracker_fill_told(const struct tracker *tracker, struct report *report,
                       const struct facts *facts);

/* The transaction ended without a final response, or its attempt with one that was not followed
 * up. */
void tracker_attempt_over(struct registration *registration);

bool tracker_take_request(struct tracker *tracker, const struct facts *facts,
                          struct report *report);
/* A request of another method than REGISTER, ACK and CANCEL, in tracker_other.c. */
bool tracker_take_other(struct tracker *tracker, const struct facts *facts, struct report *report);
/* ... that the client sends: its server responds to it, */
void tracker_note_other_response(struct registration *sender, const struct facts *facts);
/* ... or refuses it; true: there is a finding. */
bool tracker_take_other_refusal(struct tracker *tracker, const struct facts *facts,
                                struct report *report);
/* ... a response to one: its sender is there. */
void tracker_take_other_response(struct tracker *tracker, const struct facts *facts);

/* A client that is running could have refreshed its binding. Said once. `sender` may be NULL. */
void tracker_note_alive(struct tracker *tracker, const struct registration *sender,
                        const struct packet *packet);

/* The client that registers from this address and port, `known` if nothing else is known there; NULL: none, or several
 * users do, as those of a proxy. */
const struct registration *tracker_find_alone_at(const struct tracker *tracker,
                                                 const struct endpoint *place,
                                                 const struct registration *known);
/* Whether requests of other methods reach the client that they are for, in tracker_reach.c: one that is sent to
 * it (its binding; NULL: the Request-URI names none), which is true where it is now watched, and its
 * retransmission; a response to a request of another method; an ICMP error that rejects one; its connection ends;
 * 64*T1 have passed; the client registers again. Of the others true says: the report is to be kept. */
bool tracker_reach_request(struct tracker *tracker, const struct facts *facts,
                           const struct binding *target);
/* How long the client has sent nothing where the request to it comes from, as far as the capture shows, ns;
 * ELAPSED_UNKNOWN. */
int64_t tracker_reach_idle(const struct tracker *tracker, const struct registration *owner,
                           const struct facts *facts);
void tracker_reach_again(struct tracker *tracker, const struct facts *facts);
/* This call is settled: no later response to it counts. */
void tracker_reach_settle(struct tracker *tracker, const char *call_id);

bool tracker_reach_response(struct tracker *tracker, const struct facts *facts,
                            struct report *report);
bool tracker_reach_icmp(struct tracker *tracker, const struct facts *facts, struct report *report);
bool tracker_reach_lost(struct tracker *tracker, const struct flow *flow,
                        const struct traffic *traffic, struct report *report);
void tracker_reach_over(struct tracker *tracker, struct registration *registration);
void tracker_reach_registered(struct tracker *tracker, struct registration *registration);
bool tracker_reach_emit(struct tracker *tracker, struct event_draft *draft,
                        struct registration *owner);
/* What becomes of calls, in tracker_call.c: a request of another method and what it is sent to (NULL: no binding), in
 * no dialog, and the same one again; a response to it, or an ICMP error; a time has passed.
 * True: the report is to be kept. */
bool tracker_call_request(struct tracker *tracker, const struct facts *facts,
                          const struct binding *target, struct report *report);
void tracker_call_again(const struct tracker *tracker, const struct facts *facts);
bool tracker_call_response(struct tracker *tracker, const struct facts *facts,
                           struct report *report);
void tracker_call_icmp(const struct tracker *tracker, const struct facts *facts);
void tracker_call_due(struct tracker *tracker, struct call *call);
/* The ways of clients to SIP, in tracker_connection.c: a packet without SIP, as for tracker_connection; a SIP message;
 * in tracker_no_sip.c: a time has passed. */
bool tracker_take_connection(struct tracker *tracker, const struct packet *packet,
                             enum packet_content content, struct report *report);
void tracker_connection_sip(struct tracker *tracker, const struct facts *facts);
void tracker_connection_due(struct tracker *tracker, struct connection *connection);
/* The way of the client to this server, if it has never got a connection there; NULL: none, or it has not tried. */
const struct report_connection *tracker_connection_failed(const struct tracker *tracker,
                                                          const struct endpoint *client,
                                                          const struct endpoint *server);
/* Calls that the registrar refuses by itself, in tracker_unsent.c, and the port of a Contact that it may try.
 * Once per Call-ID, and not if a client has responded to it. */
bool tracker_take_unsent(struct tracker *tracker, const struct facts *facts, struct report *report);
/* The binding to which this response shows that its connection has ended; NULL: none, or the AOR has another one. */
const struct binding *tracker_find_cut_off(const struct tracker *tracker,
                                           const struct facts *facts);
/* The response says in its own words that the user is not bound. */
bool tracker_tells_unbound(const struct facts *facts);
/* The client refuses the connection to that port. */
void tracker_take_unopened(struct tracker *tracker, const struct flow *flow, struct report *report);
void tracker_watch_contact(struct tracker *tracker, struct registration *registration,
                           const struct transaction *transaction);
bool tracker_take_response(struct tracker *tracker, const struct facts *facts,
                           struct report *report);

/* The attempt of a REGISTER, in tracker_attempt.c. */
bool tracker_is_removal(const struct facts *facts);
/* Finds the own bindings that it names. */
void tracker_find_own(struct event_draft *draft, const struct registration *registration);
bool tracker_continues_attempt(const struct tracker *tracker,
                               const struct registration *registration, const struct facts *facts);
bool tracker_gave_up(const struct tracker *tracker, const struct registration *registration,
                     const struct facts *facts, bool continues);
void tracker_open_attempt(struct tracker *tracker, struct registration *registration,
                          const struct event_draft *draft);
bool tracker_is_retry(const struct registration *registration, const struct facts *facts);

/* What the capture lacks, in tracker_capture.c: of a REGISTER, before it is recorded; of a final response,
 * and of one whose REGISTER is not in the capture. */
bool tracker_response_is_missing(const struct tracker *tracker,
                                 const struct registration *registration,
                                 const struct facts *facts);
void tracker_note_gap(struct tracker *tracker, struct event_draft *draft,
                      struct registration *registration);
/* ... the time that a response took, against the clock. */
void tracker_note_retry_time(struct tracker *tracker, const struct event_draft *draft,
                             const struct registration *registration);
void tracker_note_response_time(struct tracker *tracker, const struct transaction *transaction,
                                const struct packet *packet);
void tracker_note_responded(struct registration *registration, const struct facts *facts);
void tracker_note_orphan(struct tracker *tracker, struct event_draft *draft,
                         struct registration *registration, bool is_new);
/* True if the client is known to have got a response to the transaction. */
bool tracker_went_on(const struct transaction *transaction);
/* The part of the event about the capture, in tracker_doubt.c. */
void tracker_fill_capture(struct tracker *tracker, struct event_draft *draft);
/* A response in front of this REGISTER, if there is one, is taken as if it came behind it. */
void tracker_take_early(struct tracker *tracker, struct transaction *transaction,
                        const struct facts *request);

/* Compares a REGISTER with earlier ones for its report, in tracker_compare.c. */
void tracker_compare(struct report *report, const struct last_request *before,
                     const struct facts *facts, uint8_t hop);
void tracker_fill_remaining(struct report *report, const struct event_draft *draft);
/* Patterns over consecutive attempts of a client. Call it before the REGISTER is recorded. */
void tracker_note_habits(const struct event_draft *draft, struct registration *registration);
void tracker_note_unused(const struct event_draft *draft, struct registration *registration);

/* A refresh under the Call-ID of the binding fails; or is accepted. */
void tracker_note_failed_refresh(struct registration *registration,
                                 const struct transaction *transaction);
void tracker_note_refreshed(struct registration *registration,
                            const struct transaction *transaction);
void tracker_note_unseen(const struct facts *facts);
void tracker_fill_cseq_step(struct report *report, const struct facts *facts);

/* The first final response on the client's own hop, in tracker_outcome.c. */
void tracker_apply_final(struct tracker *tracker, struct event_draft *draft,
                         struct transaction *transaction, struct registration *registration);

/* tracker_timeout.c */

/* It got no final response. */
void tracker_transaction_over(struct tracker *tracker, struct transaction *transaction);
/* ... in the view of the client, which sends this REGISTER instead. */
void tracker_give_up(struct tracker *tracker, const struct registration *registration,
                     const struct facts *facts);

/* The outages of a registration, in tracker_outage.c: a REGISTER shows what the client wants; the response of
 * its attempt was not followed up; a transaction ended without response; an ICMP error or the loss of its
 * connection (both before it does); a 2xx may have bound it; the first final response, once its
 * attempt knows of it; a binding of the owner (NULL: unknown) ended at this time. */
void tracker_outage_request(struct registration *registration, const struct report *report,
                            int64_t time);
void tracker_outage_unfollowed(struct tracker *tracker, struct registration *registration);
void tracker_outage_silence(struct tracker *tracker, struct registration *registration,
                            const struct transaction *transaction);
void tracker_outage_undeliverable(struct tracker *tracker, struct registration *registration,
                                  const struct transaction *transaction, struct report *report,
                                  int64_t time);
void tracker_outage_accepted(struct registration *registration, const struct report *report,
                             int64_t time);
void tracker_outage_final(struct tracker *tracker, const struct event_draft *draft,
                          struct registration *registration, bool is_current);
void tracker_outage_binding_ended(struct tracker *tracker, struct registration *owner,
                                  enum outage_kind kind, int64_t from, struct report *report);
/* ... a binding expired. */
void tracker_outage_expired(struct tracker *tracker, const struct binding *binding);
/* ... this REGISTER has removed a binding, or taken it over. */
void tracker_outage_replaced(struct tracker *tracker, const struct event_draft *draft,
                             const struct binding *binding);
/* ... the network is about to end this binding. */
void tracker_outage_removed(struct tracker *tracker, const struct binding *binding, int64_t time,
                            struct report *report);
/* ... a binding that a list lacked was there all the time. */
void tracker_outage_was_none(const struct binding *binding);

/* Another challenge to a REGISTER that was challenged before. */
void tracker_challenge_again(struct tracker *tracker, struct event_draft *draft,
                             const struct transaction *transaction);

/* Additional state of IMS and the security agreement, in tracker_ims.c. */
void tracker_take_ims_request(struct tracker *tracker, struct event_draft *draft,
                              struct registration *registration);
void tracker_take_ims_response(struct tracker *tracker, struct event_draft *draft,
                               const struct transaction *transaction,
                               struct registration *registration);
/* A NOTIFY of the reg event package and its consequences, in tracker_notify.c. */
bool tracker_take_notify(struct tracker *tracker, const struct facts *facts, struct report *report);
void tracker_note_reregistration(struct event_draft *draft,
                                 const struct registration *registration);
void tracker_reregistration_over(struct tracker *tracker, struct reg_event_notice *notice);

void tracker_note_subscriber(struct tracker *tracker, const struct endpoint *subscriber);
void tracker_subscription_over(struct tracker *tracker, struct ims *ims);

static inline bool tracker_lists_time(const struct facts_contact *listed)
{
    return listed && !(listed->has_expires && listed->expires_s == 0);
}

/* This registration removes the binding, which may belong to another one. */
void tracker_remove(struct tracker *tracker, struct event_draft *draft, struct binding *binding,
                    const struct registration *registration);

/* What a list lacks, in tracker_bindings.c: counts other clients' bindings that it should contain,
 * before it is applied; then finds those that it lacks. */
void tracker_count_others(struct event_draft *draft, const struct transaction *transaction,
                          const struct registration *registration);
void tracker_take_unlisted(struct tracker *tracker, struct event_draft *draft,
                           const struct transaction *transaction,
                           struct registration *registration);
/* A binding that was missing in a list is listed with the time it had, or a request is sent to it:
 * if that is its registrar, it existed all the time. */
void tracker_note_return(struct tracker *tracker, const struct binding *binding,
                         int64_t expires_at);
void tracker_note_target(struct tracker *tracker, const struct binding *target,
                         const struct endpoint *source);

/* Notes a call to a client that may displace another one, or be displaced. */
void tracker_note_call(const struct binding *target, const struct facts *facts);

/* Applies the list of a 2xx to the bindings, in tracker_bindings.c. */
void tracker_apply_bindings(struct tracker *tracker, struct event_draft *draft,
                            const struct transaction *transaction,
                            struct registration *registration);

/* The nonce ledger, in tracker_nonces.c: nonces used by a request, nonces issued by a response;
 * those of each in its report. */
void tracker_use_nonces(struct tracker *tracker, struct event_draft *draft,
                        struct transaction *transaction, const struct registration *registration);
/* Without an event it is a challenge that was recorded already and is retransmitted. */
void tracker_issue_nonces(struct tracker *tracker, struct event_draft *draft,
                          struct registration *registration, const struct transaction *transaction,
                          const struct facts *facts);
/* ... which server they come from; a relayed challenge is seen on several hops. */
void tracker_note_issuers(struct tracker *tracker, const struct facts *facts);
void tracker_issue_nextnonce(struct tracker *tracker, struct registration *registration,
                             const struct transaction *transaction, const struct facts *facts);

/* Lists the nonces of a message in its report, without ledger data. `transaction` (NULL: unknown)
 * is that of a response: it gives the realm of a nextnonce. */
void tracker_list_nonces(struct tracker *tracker, const struct facts *facts,
                         struct transaction *transaction, struct report *report);

/* Refused credentials and the challenging server, in tracker_challenges.c. */
void tracker_find_left_out(struct event_draft *draft, struct registration *registration,
                           const struct transaction *transaction);
void tracker_find_realm_change(struct event_draft *draft, const struct transaction *transaction);
void tracker_find_refused(struct tracker *tracker, struct event_draft *draft,
                          const struct transaction *transaction);
void tracker_note_offered(struct aor *aor, const struct facts *facts);
bool tracker_is_offered_by(const struct offered *offered, const struct endpoint *server,
                           const char *realm);

/* Return routes to the agent, in tracker_routes.c. */
void tracker_routes_request(struct tracker *tracker, struct event_draft *draft,
                            struct registration *registration);
void tracker_routes_response(struct tracker *tracker, struct event_draft *draft,
                             struct registration *registration,
                             const struct transaction *transaction);
void tracker_routes_timeout(struct registration *registration,
                            const struct transaction *transaction, int64_t time);

/* The sender of a REGISTER and its protection, in tracker_sources.c. */
void tracker_source_request(struct tracker *tracker, struct event_draft *draft,
                            const struct transaction *transaction,
                            const struct registration *registration);
void tracker_source_request_rate(struct tracker *tracker, struct event_draft *draft,
                                 const struct endpoint *server);
void tracker_source_challenges(struct tracker *tracker, struct event_draft *draft,
                               struct transaction *transaction);
/* Where a REGISTER comes from, whoever it is for. */
void tracker_source_sender(struct tracker *tracker, struct event_draft *draft);
/* Equal for what one device behind the source sends. */
uint32_t tracker_device(const struct transaction *transaction);
/* Users that the source tries without success, and the credentials that are refused and accepted. */
void tracker_source_refused_user(struct tracker *tracker, struct event_draft *draft,
                                 const struct registration *registration,
                                 const struct transaction *transaction,
                                 enum source_outcome outcome);
void tracker_source_refused(struct tracker *tracker, struct event_draft *draft,
                            const struct registration *registration,
                            const struct transaction *transaction);
void tracker_source_accepted(struct event_draft *draft, const struct registration *registration,
                             const struct transaction *transaction);
/* Whether the registration is one of those that its source only tries. */
void tracker_source_judge(struct tracker *tracker, struct event_draft *draft,
                          const struct registration *registration);
/* The registration whose whole REGISTER this one replays from another source address, by the
 * transaction that it repeats; NULL: it is a copy or a retransmission. */
struct registration *tracker_find_replayed(const struct tracker *tracker,
                                           struct transaction *transaction,
                                           const struct facts *facts);
/* A REGISTER is a copy of that of the transaction: a capture on both sides of a NAT has two of each. */
void tracker_note_other_side(struct transaction *transaction, const struct facts *facts);
void tracker_source_final(struct tracker *tracker, struct event_draft *draft,
                          const struct transaction *transaction);

/* Flows, in tracker_flows.c. A REGISTER on a connection: */
void tracker_note_connection(struct tracker *tracker, const struct transaction *transaction,
                             struct registration *registration);
/* ... any message on a flow, and a REGISTER of a client that has to keep one alive: */
void tracker_flow_message(struct tracker *tracker, const struct packet *packet);
void tracker_flow_registers(struct registration *registration);
/* From now on this flow of a 2xx has to be kept alive, and the previous one no longer. */
void tracker_watch_flow(struct tracker *tracker, const struct event_draft *draft,
                        struct registration *registration, const struct transaction *transaction);
/* A silence of the flow through a NAT that was too long is over by then. */
void tracker_flow_speaks(struct tracker *tracker, struct flow *flow, int64_t time);
/* ... or lasts to the end of the capture. */
void tracker_flows_settle(struct tracker *tracker);
/* A keep-alive over UDP that may be sent to another server than that. */
void tracker_note_stray(struct tracker *tracker, const struct packet *packet);
void tracker_flow_due(struct tracker *tracker, const struct deadline *deadline);
/* The connection of the transaction if it has been lost since; else NULL. */
const struct flow *tracker_lost_connection(const struct tracker *tracker,
                                           const struct transaction *transaction);

struct event_draft tracker_flow_event(struct tracker *tracker, const struct flow *flow,
                                      struct report *report, unsigned triggers);

/* A message quoted by an ICMP error, in tracker_traffic.c. */
bool tracker_take_icmp(struct tracker *tracker, const struct facts *facts, struct report *report);

/* How long after its time a binding is not yet considered expired, in ns. */
static inline int64_t tracker_slack(const struct tracker *tracker)
{
    return (int64_t)tracker->settings.late_tolerance_ms * MILLISECOND;
}

/* 64*T1 in ns. */
static inline int64_t tracker_timer_f(const struct tracker *tracker)
{
    return settings_timer_f(&tracker->settings);
}

#endif
