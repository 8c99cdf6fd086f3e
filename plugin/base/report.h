/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The report on one message: its place in its registration, what was requested and granted, which
 * nonce it used, and the findings. The tracker fills it in, rules add findings, views only read it.
 * It is made on the first pass and lives until analysis_free; what needs later frames (marked
 * "later") is filled in when those frames arrive, so that a second pass shows it.
 */
#ifndef SIPREG_BASE_REPORT_H
#define SIPREG_BASE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/connection.h"
#include "base/template.h"
#include "base/verdict.h"
#include "digest/verdict.h"

struct pool;

/* The role of the message in its attempt. */
enum report_step {
    STEP_NONE, /* no REGISTER or response to one: read for its credentials, a NOTIFY */
    STEP_REQUEST,
    STEP_RETRY,
    STEP_RETRANSMISSION,
    STEP_COPY,
    STEP_PROVISIONAL,
    STEP_CHALLENGE,
    STEP_INTERVAL_TOO_BRIEF,
    STEP_REDIRECT,
    STEP_ACCEPTED,
    STEP_REJECTED,
    STEP_UNDELIVERABLE
};

/* What kind of message the report is about. */
enum report_kind {
    REPORT_REGISTER, /* or a response to one, or an error that quotes either */
    REPORT_REG_EVENT,
    REPORT_OTHER_REQUEST, /* of another method: uses a nonce of, or is from or to, an agent */
    REPORT_KEEPALIVE,     /* no SIP: CRLF or STUN */
    REPORT_CONNECTION     /* no SIP: DNS, TCP or TLS on the way to it */
};

enum report_intent {
    INTENT_NONE,
    INTENT_REGISTER,
    INTENT_REFRESH,
    INTENT_ADD,
    INTENT_CHANGE,
    INTENT_REMOVE,
    INTENT_REMOVE_ALL,
    INTENT_FETCH
};

static inline bool intent_removes(unsigned intent)
{
    return intent == INTENT_REMOVE || intent == INTENT_REMOVE_ALL;
}

/* State of the registration after the message. */
enum report_state {
    STATE_UNKNOWN,
    STATE_REGISTERING,
    STATE_CHALLENGED,
    STATE_REGISTERED,
    STATE_REMOVED,
    STATE_EXPIRED,
    STATE_REJECTED,
    STATE_UNANSWERED
};

enum report_nonce_verdict {
    NONCE_NO_VERDICT, /* no credentials */
    NONCE_FIRST_USE,
    NONCE_FROM_NEXTNONCE,
    NONCE_REUSED_HIGHER_NC,
    NONCE_REUSED_WITHOUT_NC,
    NONCE_NC_REPEATED,
    NONCE_NC_WENT_BACK,
    NONCE_REPLAYED,
    NONCE_NOT_ISSUED_HERE
};

/* Elements of a refresh that are compared with the previous attempt. */
enum report_same {
    SAME_CALL_ID,
    SAME_FROM_TAG,
    SAME_FROM,
    SAME_TO,
    SAME_CONTACT,
    SAME_REQUEST_URI,
    SAME_SOURCE,
    SAME_DESTINATION,
    SAME_COUNT
};

/* Header values that fields point at. */
enum report_part {
    PART_CALL_ID,
    PART_CONTACT, /* the own Contact */
    PART_EXPIRES, /* the header, where it decides */
    PART_MIN_EXPIRES,
    PART_CREDENTIALS, /* or challenge */
    PART_CSEQ,
    PART_FROM,
    PART_TO,
    PART_COUNT
};

struct report_span {
    uint16_t start;  /* bytes from the start of the message */
    uint16_t length; /* 0: the message does not have it */
};

/* Who ended a binding early. */
enum report_end {
    END_DROPPED, /* the registrar no longer lists it */
    END_REMOVED, /* a REGISTER removed it */
    END_NETWORK  /* a NOTIFY of the reg event package ended it */
};

/* A Contact that is or was bound to its AOR; shared by all reports that refer to it, and updated by
 * later frames. */
struct report_bound {
    struct report_bound *before; /* the one that the device had before it in the same binding */
    const char *aor;
    const char *contact; /* as listed when it was first listed, else as sent */
    const char *instance;
    uint32_t reg_id;       /* 0: none */
    uint32_t registration; /* last to bind it; REPORT_NO_REGISTRATION: not in the capture */
    uint32_t granted_s;    /* to that; valid with has_granted */
    uint32_t bound_in;     /* frame of the 2xx to that; valid with a registration */
    uint32_t ended_in;     /* frame that ended it early; 0: none did */
    uint32_t ended_by;     /* with END_REMOVED: the registration that removed it */
    int64_t expires_at;    /* ns since 1970; 0: not known */
    bool has_granted;
    uint8_t end; /* enum report_end; valid with ended_in */
};

/* One own Contact of the REGISTER and its outcome. */
struct report_contact {
    const char *sent;
    const char *instance; /* of the one sent; NULL: none */
    const char *granted;  /* as the registrar lists it; NULL: not listed, or no 2xx yet */
    const struct report_bound *bound; /* created or refreshed by this 2xx; NULL: none */
    uint32_t reg_id;                  /* of the one sent; 0: none */
    bool has_requested;
    bool has_grant;
    bool is_malformed; /* as sent */
    uint32_t requested_s;
    uint32_t granted_s;
    int64_t expires_at; /* ns since 1970; 0: nothing granted */
};

/* One binding of the AOR as a 2xx lists it. */
struct report_binding {
    const char *contact;
    const char *instance;             /* NULL: none */
    uint32_t reg_id;                  /* 0: none */
    uint32_t expires_s;               /* as listed */
    const struct report_bound *bound; /* NULL: unknown */
    int64_t remaining;                /* ns left of the granted time, by our model */
    uint32_t granted_in;              /* frame of the 2xx that granted it; 0: not in the capture */
    bool own;
    bool foreign; /* of another client, as far as the capture shows */
    bool has_expires;
};

/* A nonce of the credentials, of the challenges or of an Authentication-Info. */
struct report_nonce {
    const char *text;
    const char *realm;  /* NULL: unknown */
    int64_t age;        /* ns since it was issued; -1: unknown */
    uint32_t issued_in; /* frame; 0: unknown */
    uint32_t use;       /* transactions of this user that carried it, this one included */
    uint32_t nc;        /* valid with has_nc */
    uint8_t verdict;    /* enum report_nonce_verdict; set where this message uses the nonce */
    bool has_nc;
};

/* Result of checking one set of credentials; present only where accounts are configured. */
struct report_digest {
    const char *verdict; /* "correct", "wrong password", "not checked: ..." */
    const char *algorithm;
    const char *username;
    const char *realm;
    uint64_t sqn;          /* AKA: of the AUTN */
    uint64_t terminal_sqn; /* AKA: of the auts */
    uint8_t outcome;       /* enum check_outcome */
    bool has_aka;
    bool mac_is_right; /* AKA: the MAC of the AUTN verifies with the key of the account */
    bool has_auts;
    bool auts_is_right; /* ... the MAC of the auts */
};

enum {
    /* Of one report. A message with every possible flaw has about twenty; only late findings that
     * recur, as of a flow that keeps failing and recovering, add more. */
    REPORT_FINDINGS_MAX = 64
};

/* Why a call was lost that failed because of the registration. */
enum call_loss {
    CALL_NOT_LOST,
    CALL_LOST_OUT,         /* no client of the AOR was bound */
    CALL_LOST_ENDED,       /* it was sent to a Contact whose binding had ended */
    CALL_LOST_UNREACHABLE, /* ... to one that is bound: an ICMP error rejects it */
    CALL_LOST_SILENT,      /* ... nothing there responds */
    CALL_LOST_FORGOTTEN, /* ... and the client has sent nothing for so long that its NAT may have forgotten it */
    CALL_LOST_CONNECTION /* the connection to the client has ended */
};

/* A request of another method to a registered agent, or to the AOR of one, and what became of it; shared by the
 * reports of its messages. What follows the request is filled in by later frames. */
struct report_call {
    const char *method;
    const char *aor;
    int64_t time; /* ns since 1970 */
    uint32_t request_in;
    uint32_t response_in;        /* the final response to the caller; 0: none */
    const char *reason;          /* ... its reason phrase; NULL: of a 2xx, or none */
    uint16_t status;             /* ... 0: none */
    bool is_unanswered;          /* there was no response of any kind */
    uint8_t loss;                /* enum call_loss */
    uint32_t registration;       /* of the loss; REPORT_NO_REGISTRATION: none */
    const struct outage *outage; /* ... NULL: the client is bound, or it is not known */
};

/* "former Contact"; "" for one that was not lost. */
const char *call_loss_name(unsigned loss);

/* Why it was lost, as in fields and tables: the kind of its outage, or the above. */
const char *report_call_reason(const struct report_call *call);

/* A rule that fired on a message: its template and the values in it. */
struct finding {
    struct finding *next; /* in the order of detection */
    const char *template;
    uint16_t rule;    /* enum rule */
    uint8_t severity; /* enum rule_severity; may differ from the rule's default */
    uint8_t value_count : 3;
    bool late : 1;             /* added after the first pass over the message */
    bool is_repeat : 1;        /* of a late one of an earlier message, for the first pass alone */
    uint8_t types[VALUES_MAX]; /* enum value_type */
    union value_content values[];
};

/* The value at this place. */
static inline struct value finding_value(const struct finding *finding, unsigned place)
{
    return (struct value){.content = finding->values[place], .type = finding->types[place]};
}

/* Writes the sentence to `text` and returns `text`. */
const char *finding_text(const struct finding *finding, char text[SENTENCE_SIZE]);

enum { REPORT_NO_REGISTRATION = UINT32_MAX };

/* Whose message it is: the same for all messages of a registration, until it tells another product. */
struct report_place {
    const char *aor;         /* NULL: unknown */
    struct history *history; /* of the registration; its contents come later. NULL: none */
    const char *user_agent;  /* of the client, as last told; NULL: never */
    const char *server;      /* of the registrar, as last told; NULL: never */
    uint32_t registration;   /* number from 0; REPORT_NO_REGISTRATION */
    uint32_t first_in;       /* the first frame of the registration; 0: none */
};

/* What few messages have. */
struct report_rare {
    const char *told;              /* what a final response says beyond its code; NULL: nothing */
    struct report_digest *digests; /* NULL: no accounts, or no credentials */
    /* The call whose request or final response it is; NULL: of none. What became of it comes later. */
    const struct report_call *call;
    /* The way to SIP that the packet is on. What becomes of it comes later. NULL: none. */
    const struct report_connection *connection;
    uint32_t minimum_s; /* Min-Expires of a 423; valid with has_minimum */
    uint8_t digest_count;
    uint8_t rspauth; /* enum rspauth_verdict, of a response */
};

struct report {
    uint32_t frame;
    uint16_t status;                  /* of a response; 0: a request */
    uint8_t step;                     /* enum report_step */
    uint8_t kind;                     /* enum report_kind */
    const struct report_place *place; /* NULL: nobody's; read with report_place */
    /* Its contents come later. */
    struct outage *outage; /* the one that the message lies in, else the one before; NULL: none */
    struct finding *findings; /* newest last */

    uint8_t intent;
    uint8_t state; /* STATE_UNANSWERED and STATE_REJECTED may come later */
    uint8_t hop;   /* 0: unknown */
    uint8_t nonce_count;
    uint8_t nonce_at;        /* the place of the one that counts: see report_nonce */
    uint8_t same_known;      /* bits by enum report_same: comparable with the previous attempt */
    uint8_t same;            /* ... those that are the same */
    bool attempt_failed : 1; /* the attempt ended here, without success; may come later */
    bool in_outage : 1; /* the message lies in the outage, or shows its begin; may come later */
    bool has_binding_list : 1; /* a 2xx that lists the bindings, even none */
    bool has_minimum : 1;
    bool has_remaining : 1;
    bool has_cseq_step : 1;
    bool is_stale : 1;       /* a challenge with stale=true (RFC 7616 3.3) */
    bool to_credentials : 1; /* the response to a REGISTER with credentials */
    /* Why the capture may not be believed here. */
    bool is_gap : 1;          /* frames are missing in this attempt or in the one before */
    bool is_one_way : 1;      /* one direction between client and server is missing */
    bool is_out_of_order : 1; /* responses stood in front of their requests before */
    bool is_mid_start : 1;    /* the registration began before the capture */
    uint16_t contact_count;
    uint16_t binding_count; /* of the listed ones, as many as are kept */
    uint16_t bindings_listed;

    uint32_t attempt; /* from 1 */
    uint32_t refresh; /* from 1; 0: this attempt is not a refresh */
    uint32_t try_number;

    /* Frames; 0: none. */
    uint32_t request_in;
    uint32_t response_in; /* later */
    uint32_t challenge_in;
    uint32_t retry_in; /* later */
    uint32_t retransmission_of;
    uint32_t copy_of; /* later, where the original comes after its copy */
    uint32_t previous_in;
    uint32_t next_in; /* later */

    int32_t cseq_step;
    int64_t response_time; /* ns; -1: none */
    int64_t rrd;           /* ns, RFC 6076 4.1; -1: none */
    int64_t remaining;     /* ns left of the binding when the REGISTER came; negative: late */
    double used; /* percent of the granted time that had elapsed; valid with has_remaining */

    struct report_contact *contacts;
    struct report_binding *bindings;
    const struct report_nonce *nonces;
    const struct report_rare *rare; /* NULL: nothing; read with report_rare */
    struct report_span parts[PART_COUNT];
};

/* What a report without them has. */
extern const struct report_place report_no_place;
extern const struct report_rare report_nothing_rare;

static inline const struct report_place *report_place(const struct report *report)
{
    return report->place ? report->place : &report_no_place;
}

static inline const struct report_rare *report_rare(const struct report *report)
{
    return report->rare ? report->rare : &report_nothing_rare;
}

/* ... to be changed: one of its own, which lives as long as the pool. */
struct report_rare *report_make_rare(struct report *report, struct pool *pool);

/* False: it is kept for the table of calls or connections alone, as there is nothing to say of the message. */
static inline bool report_is_shown(const struct report *report)
{
    const struct report_connection *connection = report_rare(report)->connection;

    if (connection)
        return report->findings || connection->verdict != CONNECTION_IS_WELL;
    return !report_rare(report)->call ||
           report_place(report)->registration != REPORT_NO_REGISTRATION || report->findings ||
           report->nonce_count;
}

/* The number of the registration, which of a call may come later; REPORT_NO_REGISTRATION. */
static inline uint32_t report_registration(const struct report *report)
{
    const struct report_call *call = report_rare(report)->call;
    uint32_t registration = report_place(report)->registration;

    return registration == REPORT_NO_REGISTRATION && call && call->loss ? call->registration
                                                                        : registration;
}

/* The first of the most severe findings; NULL: there is none. */
const struct finding *report_worst(const struct report *report);

/* The outage that the message lies in, leads to, or follows; NULL: none. */
const struct outage *report_related_outage(const struct report *report);

/* The outage that the message lies in; NULL: none. */
static inline const struct outage *report_outage(const struct report *report)
{
    return report->in_outage && report->outage->kind != OUTAGE_NONE ? report->outage : NULL;
}

/* The one that began after the message, the last one of its registration; NULL: none. */
static inline const struct outage *report_outage_since(const struct report *report)
{
    const struct outage *latest =
        report_place(report)->history ? report_place(report)->history->latest : NULL;

    return latest && latest->led_in == report->frame ? latest : NULL;
}

/* The verdict that holds for the message: of the outage that it lies in, else on what else is wrong, else
 * of the outage before it, else on what is worth correcting. NULL: none. */
const struct verdict *report_verdict(const struct report *report);

/* Writes it to `text` as one line and returns `text`; NULL: none. That of an earlier outage begins with when
 * that was. */
const char *report_diagnosis(const struct report *report, char text[SENTENCE_SIZE]);
const char *report_diagnosis_in_parts(const struct report *report, char text[SENTENCE_SIZE],
                                      struct verdict_parts *parts);

/* Its cause alone, while it lasts: NULL also at a message after the outage. */
const char *report_cause(const struct report *report, char text[SENTENCE_SIZE]);

/* The nonce that counts: of the first challenge, or of the credentials in a realm whose challenge was seen. NULL: none. */
static inline const struct report_nonce *report_nonce(const struct report *report)
{
    return report->nonce_count ? &report->nonces[report->nonce_at] : NULL;
}

static inline const char *report_nonce_text(const struct report *report)
{
    return report->nonce_count ? report_nonce(report)->text : NULL;
}

/* The names shown in fields, e.g. "interval-too-brief"; "" for the NONE values. */
const char *report_step_name(unsigned step);
const char *report_intent_name(unsigned intent);
const char *report_state_name(unsigned state);
const char *report_transport_name(unsigned transport); /* "UDP"; "" where it is another one */
const char *report_nonce_verdict_name(unsigned verdict);
const char *report_rspauth_name(unsigned verdict);
const char *report_mac_name(unsigned is_right);
const char *report_same_name(unsigned same); /* "call_id", ... as in the field names */

#endif
