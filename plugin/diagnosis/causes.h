/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The rows of causes.def, and what their conditions share.
 */
#ifndef SIPREG_DIAGNOSIS_CAUSES_H
#define SIPREG_DIAGNOSIS_CAUSES_H

#include "diagnosis/change.h"
#include "rules/engine.h"

enum {
    /* Rules of one row. */
    CAUSE_RULES_MAX = 8
};

/* The chapters of causes.def. */
enum cause_kind {
    KIND_OTHERS,
    KIND_DENIED, /* ends when a 2xx binds the client */
    KIND_BOUND,
    KIND_CAPTURE,
    KIND_NUISANCE /* never replaces a trouble that has ended */
};

/* Where a row looks for its findings. None of them is a Chat. */
enum cause_evidence {
    FOUND_HERE,       /* among what the event has just added */
    FOUND_WARNED,     /* ... as a Warning or an Error */
    FOUND_IN_REQUEST, /* on the REGISTER of this response */
    FOUND_NOTHING     /* the condition alone decides */
};

/* Which registration is in trouble. */
enum cause_subject {
    OF_REGISTRATION, /* the one of the report */
    OF_LOSER,        /* the one whose binding the REGISTER took over or removed */
    OF_MISSED,       /* the one that a 2xx no longer lists */
    OF_TARGET,       /* the one that the request is sent to */
    OF_NOTIFIED,     /* the one that the network ended */
    OF_FRONT         /* the client's, at the SBC that sent this REGISTER for it */
};

enum cause_trait {
    /* Its outages need no Warning: who refuses or ends a binding may do so, and says why; the client need not be wrong,
     * or may go on otherwise; the capture may lack what would have settled it. */
    UNWARNED = 1 << 5,
    IN_OWN_WORDS =
        1 << 6,         /* the other side says it itself: that holds whatever the capture lacks */
    NAMES_TWO = 1 << 7, /* its sentence names two causes, and so none is named beside it */
    CAUSE_TRAITS = UNWARNED | IN_OWN_WORDS | NAMES_TWO
};

/* How sure a cause is: whether it is said with "Probably", and beside another one. It is not its rank: the
 * verdict is what was strengthened to PROVEN, else what stands first in causes.def. */
enum cause_weight {
    PROVEN,   /* by the peer's own words, a digest, ICMP, RST, or a flaw without which it works */
    SEEN,     /* by its course in the capture */
    LIKELY,   /* it fits; so may another one */
    POSSIBLE, /* nothing speaks for it but that something is missing */
    LATENT,   /* not to be said before it is strengthened: then it is LIKELY */
    DORMANT   /* ... then it is PROVEN */
};

struct cause_row {
    unsigned char kind;              /* enum cause_kind */
    unsigned char weight;            /* enum cause_weight */
    unsigned char subject;           /* enum cause_subject */
    unsigned char evidence;          /* enum cause_evidence */
    unsigned char traits;            /* bits of enum cause_trait */
    unsigned triggers;               /* bits of enum event_kind */
    uint16_t rules[CAUSE_RULES_MAX]; /* any of them; RULE_COUNT ends the list */
    bool (*holds)(const struct event *event);
    const struct change *strengthened, *refuted;
    struct cause_text text; /* with the words of cause_words_*.c in braces */
};

/* The conditions, in causes*.c. */
#define CAUSE(name, weight, subject, triggers, evidence, condition, ...)                           \
    bool cause_##condition(const struct event *event);
#include "diagnosis/causes.def"
#undef CAUSE

/* Whether there may be a cause without any finding. Checked first, because it is rare. */
bool cause_has_bad_habits(const struct event *event);

/* The realm of the challenge is not that of the user, and the server has accepted no client for it. */
bool cause_has_unused_realm(const struct event *event);

/* Whether the response challenges the client without Digest. */
bool cause_lacks_digest(const struct event *event);

/* The REGISTER that the event is about; NULL: it is not in the capture. */
const struct report *cause_request(const struct event *event);

/* Shared by the conditions: the status of a final response that refuses; 0: something else. */
unsigned cause_status(const struct event *event);
/* The REGISTER follows a challenge: with an empty nonce and response it only names the user. */
bool cause_has_credentials(const struct event *event);
bool cause_refused_form(const struct event *event);
bool cause_refused_finally(const struct event *event);
bool cause_refused(const struct event *event);

/* 403 without another reason, to credentials that were never accepted: many registrars send it for a wrong password. */
bool cause_forbidden_credentials(const struct event *event);

/* 404, 410 or 604, of the user and not of the domain. */
bool cause_is_not_found(const struct event *event);

/* The Request-URI has the user, and To has none: each was entered in the place of the other one. */
bool cause_has_user_in_uri_alone(const struct event *event);

/* The response says in words of its own why it refuses, and not that it is the nonce. */
bool cause_gives_reason(const struct event *event);

/* ... or that it is the credentials, or gives no reason. */
bool cause_names_credentials(const struct event *event);

bool cause_says_too_large(const struct event *event);

/* What a response says is about the Contact. */
bool cause_names_contact(const char *told);

/* The request of another method that was refused just before this REGISTER; NULL: none. */
const struct other_refusal *cause_other_refusal(const struct event *event);

/* The final response that the client evidently does not have; NULL: it may have it. */
const struct report *cause_missed_response(const struct event *event);

/* The latest binding of the client by this server, from where the REGISTER comes; NULL: none. */
const struct binding *cause_bound_from_here(const struct event *event);

/* It gets no response again, and something tells it from those that do, if others do. */
bool cause_has_telling_difference(const struct event *event);

/* The attempt failed, and no intermediary has the response either. */
bool cause_is_silent_everywhere(const struct event *event);

/* The challenge that the event is about; NULL: none. */
const struct challenge *cause_challenge(const struct event *event);

/* The REGISTER of the event has the credentials for this challenge, and goes to another address than what was challenged;
 * `challenge` may be NULL. */
bool cause_answers_elsewhere(const struct event *event, const struct challenge *challenge);

/* What of it a client may not be able to read. */
enum facts_challenge_oddity cause_challenge_oddity(const struct event *event);

/* A retransmission was challenged anew, and the credentials are for the nonce before. */
bool cause_uses_older_nonce(const struct event *event);

/* How another server accepted a REGISTER of the AOR from the same address; NULL: none did. */
const struct accepted_path *cause_bound_at_other_server(const struct event *event);

/* It is AKA. */
bool cause_is_aka(const struct event *event);

/* ... and the REGISTER of this response has such credentials. */
bool cause_follows_with_aka(const struct event *event);

/* The client has never got a response. */
bool cause_malformed_is_ignored(const struct event *event);

/* It responds to others from the address and port where, by ICMP, nothing takes the REGISTERs of this client. */
bool cause_serves_others_at_port(const struct event *event);

/* Whether the server has responded to others only after the last transmission of this REGISTER. */
bool cause_is_heard_after(const struct event *event);

/* The client evidently does not have the challenge: nothing in it keeps the client from following it. */
bool cause_misses_challenge(const struct event *event);

/* The challenges in a row that the client has, and that no credentials follow. */
unsigned cause_unused_challenges(const struct event *event);

/* It refreshes at once what it was just granted, so many times in a row. */
bool cause_registers_at_once(const struct event *event, unsigned rounds);

/* ... again and again. */
bool cause_registers_in_loop(const struct event *event);

/* What a client may not be able to read in the list of this 2xx, as in "the list ..."; NULL: nothing. */
const char *cause_list_fault(const struct report *accepted);

/* ON_EXPIRY: the latest packet of the client, if a refresh was due then; 0: none. */
uint32_t cause_heard_when_due(const struct event *event);

/* ON_EXPIRY, ON_ABSENCE: the latest packet by which the client shows itself to run, long after its latest REGISTER; 0:
 * none. */
uint32_t cause_runs_after_failure(const struct event *event);

/* No REGISTER came in time, nor one that the capture lacks and that may have been. */
bool cause_is_late(const struct event *event);

enum {
    /* Percent of the interval: clients refresh at half of it or later. */
    CAUSE_REFRESH_FROM = 40
};

/* Connections of its clients end again and again, each time after equally long without a packet. */
bool cause_ends_idle_connections(const struct aor *aor);

/* Whether a client refreshes when its interval has run for `since` ns. */
bool cause_is_time_to_refresh(int64_t since, uint32_t interval_s);

/* The expires of another Contact in the list of the latest 2xx, which ends with this REGISTER; 0: none. */
uint32_t cause_other_interval(const struct event *event);

/* It had responded to requests, then did not any more, and does not refresh either. */
bool cause_is_off_network(const struct event *event);

/* The latest response of the server went to another client. */
bool cause_serves_others(const struct event *event);

/* It is not higher than in the REGISTER before. */
bool cause_has_low_cseq(const struct report *request);
bool cause_cseq_was_low(const struct event *event);
bool cause_is_oversized(const struct event *event);

/* The response to an earlier REGISTER with this branch, repeated since; frame 0: none. */
uint32_t cause_repeated_response(const struct event *event);

/* The latest REGISTER to the server that got no response, since any did, is of a client at another address. */
bool cause_is_silent_for_others(const struct event *event);

/* The connection of the event's REGISTER, where TCP retransmits that and nothing comes back; NULL: it is
 * not so. */
const struct flow *cause_unacknowledged(const struct event *event);

/* What the client has sent on the connection of the event's REGISTER, attempt after attempt, without a packet back, while
 * the server responds elsewhere; NULL: it is not so. */
const struct unacknowledged *cause_dead_connection(const struct event *event);

/* How long the client had sent nothing before the REGISTER that the event is about, ns; ELAPSED_UNKNOWN. */
int64_t cause_idle_time(const struct event *event);

/* Its Contact names a public address where the server does not see it. */
bool cause_names_other_public_address(const struct event *event);

/* The client does not have the response, which the server sent to its source port although its Via has no rport. */
bool cause_assumes_rport(const struct event *event);

/* ... and that is what is refused, as far as the response says. */
bool cause_refuses_public_address(const struct event *event);

/* Where the server sees the client: by received, else as the packets show it; NULL: unknown. */
const struct endpoint *cause_seen_at(const struct event *event);

/* The credentials come from another address than the one that was challenged. */
bool cause_has_moved(const struct event *event);

/* The client has sent credentials for such a challenge before, and was accepted: it knows the password. */
bool cause_knows_password(const struct event *event);

/* The credentials for the realm of the challenge that the client has sent without being accepted; NULL: none. */
const struct tried_credentials *cause_tried_credentials(const struct event *event);

/* The password that was refused is the right one, by the configured account, or as the server says that only the nonce
 * is stale. */
bool cause_is_known_as_right(const struct event *event);

/* The binding of another client that the REGISTER took over or removed; NULL: none. */
const struct binding *cause_loss(const struct event *event);

/* The client that took a binding over or removed it is another device than the one that had it. */
bool cause_is_other_instance(const struct event *event);

/* The registration of the same client at another server that has accepted credentials for the same realm; NULL:
 * none. */
const struct registration *cause_accepted_elsewhere(const struct event *event);

/* It has a binding that has not expired by then. */
bool cause_has_time(const struct registration *registration, int64_t now);

/* The 2xx lists this binding, with time left. */
bool cause_is_listed(const struct event *event, const struct binding *binding);

/* The latest attempt has such a finding. */
bool cause_began_with(const struct event *event, enum rule rule);

/* The registrar holds what the client bound last. */
bool cause_is_still_bound(const struct event *event);

/* A Contact with push parameters (RFC 8599). */
bool cause_wakes_by_push(const char *contact);

/* The servers behind the address of this challenge; NULL: it refuses nothing. */
const struct nodes *cause_nodes(const struct event *event);

/* Credentials without a fault, for the nonce that was offered last, are refused. */
bool cause_refused_unproven(const struct event *event);

/* 403 without a reason, and without a challenge or to credentials that were accepted before. */
bool cause_forbids_unasked(const struct event *event);

/* A refusal for which no other reason is known than what the client has left bound before. */
bool cause_is_refused_only_beside_old(const struct event *event);

/* The client was challenged twice at the same time, under two Call-IDs, and credentials for one of them are refused. */
bool cause_has_twin(const struct event *event);

/* Its user part is one with a domain of its own, and its host is an address. */
bool cause_has_domain_in_user(const struct aor *aor);

/* The user part of this URI has an unescaped @. */
bool cause_has_two_ats(const char *uri);

/* What an intermediary changed in the credentials that this response refuses, or in the Request-URI; NULL or frame
 * 0: nothing. */
const struct hop_change *cause_hop_change(const struct event *event);

/* The user part of the Contact is that of the AOR. */
bool cause_has_user_of(const struct aor *aor, const char *contact);

/* Its source is one that tries users or passwords. */
bool cause_is_from_guesser(const struct event *event);

/* Another client that the server had accepted, and refused last without a reason; NULL: none. */
const struct refused_client *cause_other_refused(const struct event *event);

/* Another user whom the server does not find either: there are several, within a minute, and nobody is accepted; NULL:
 * there are not. */
const struct unknown_user *cause_other_unknown(const struct event *event);

/* A binding of the client was alive when the registrar accepted the REGISTER: it compares the CSeq with that. */
bool cause_tests_cseq(const struct event *event);

/* The bindings of other clients at the AOR and this server that are alive. */
unsigned cause_other_bindings(const struct event *event);

/* A client that is bound at a proxy or SBC, and what became of its REGISTER behind that. */
struct passage {
    const struct registration *client; /* NULL: it is none that is told apart */
    uint32_t frame;                    /* the response there, or what it was that has expired */
    uint16_t status;
};
struct passage cause_passage(const struct event *event);

/* ... has a binding behind that, by the REGISTERs of its own that are relayed or by those of the SBC. */
bool cause_is_bound_behind(const struct registration *client, int64_t now);
bool cause_removal_is_lost(const struct event *event);
bool cause_removal_is_kept_back(const struct event *event);

/* A binding that the client left behind: the same device registers another Contact now; NULL: none. */
const struct binding *cause_left_behind(const struct event *event);

/* Those of a client that it made at its earlier starts, and that have not expired. */
struct bindings_left {
    unsigned count;   /* 0: none, or others run at its address as well */
    uint32_t last_in; /* the 2xx to the latest of them */
};
struct bindings_left cause_bindings_left(const struct event *event);

/* Two devices or programs, and not one client that has changed its network. */
bool cause_are_told_apart(const struct registration *one, const struct registration *other);

/* A 2xx no longer lists the binding of another client, which it should. */
bool cause_missed_by_other(const struct event *event);

#endif
