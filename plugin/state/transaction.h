/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * REGISTER transactions (RFC 3261 17): a request on one hop, its retransmissions and its responses.
 * The same request on another hop (relayed by a proxy, or captured at a second point) is a
 * transaction of its own that refers to the first one.
 *
 * Found by the branch of the top Via first, then by Call-ID and CSeq; addresses only distinguish
 * hops, because real registrars respond from other addresses than the request was sent to.
 */
#ifndef SIPREG_STATE_TRANSACTION_H
#define SIPREG_STATE_TRANSACTION_H

#include "base/deadline.h"
#include "facts/facts.h"

struct nonce_use;
struct registration;

enum {
    /* Credentials of one request that its response may refuse or accept: one per realm. */
    TRANSACTION_USES_MAX = 2
};

/* What a REGISTER has that another one of the same client need not have, as bits of transaction.marks. */
enum register_mark {
    MARK_INSTANCE = 1 << 0, /* +sip.instance */
    MARK_REG_ID = 1 << 1,
    MARK_SUPPORTS_OUTBOUND = 1 << 2,
    MARK_SUPPORTS_PATH = 1 << 3,
    MARK_SUPPORTS_GRUU = 1 << 4,
    MARK_REQUIRES = 1 << 5, /* Require or Proxy-Require */
    MARK_ROUTE = 1 << 6,
    MARK_BODY = 1 << 7,
    MARK_URI_USER = 1 << 8 /* a user part in the Request-URI */
};

/* What an intermediary changed in a REGISTER, as the next hop shows it. */
struct hop_change {
    uint32_t frame;     /* of the REGISTER on that hop; 0: nothing was changed */
    struct endpoint by; /* where it came from */
};

/* What became of credentials behind the first hop. */
struct passed_credentials {
    struct hop_change removed;
    struct hop_change changed;
};

/* Credentials as sent, for the Authentication-Info of the response (RFC 7616 3.5), and for the comparison with
 * other hops. */
struct sent_credentials {
    const char *realm;
    const char *uri;                  /* NULL: missing */
    uint64_t whole;                   /* fingerprint of all but the uri */
    uint64_t cnonce;                  /* fingerprint; 0: none */
    const struct kept_digest *digest; /* NULL: not known to be correct */
    uint32_t nc;
    bool has_nc;
    bool proxy; /* Proxy-Authorization */
};

enum {
    /* Challenges that are compared between hops: two realms with two algorithms each. */
    HOP_CHALLENGES_MAX = 4
};

/* The challenges of a 401 or 407 on the hop where it was last seen. */
struct hop_challenges {
    uint32_t frame;
    uint16_t status;
    uint8_t via_count;
    uint8_t count;
    struct facts_challenge each[HOP_CHALLENGES_MAX];
};

/* What few transactions have. */
struct transaction_rare {
    struct registration *sender;       /* of a request of another method; NULL: unknown */
    struct report *other_final;        /* the latest final response of the same status that is no
                                          retransmission; NULL: none */
    struct report *relayed;            /* final response seen on another hop before this one's */
    int64_t relayed_time;              /* ... when first, */
    struct endpoint relayed_by;        /* ... by whom the latest one, */
    struct endpoint relayed_to;        /* ... and to whom */
    struct hop_challenges *challenges; /* of a relayed response; NULL: none; owned */
    uint64_t other_to_tag;             /* fingerprint, of the other final one; 0: none */
    struct passed_credentials passed[TRANSACTION_USES_MAX]; /* those of transaction.sent */
    struct hop_change
        rewritten; /* the Request-URI, so that the digest uri names another resource */
    struct hop_change path_added; /* ... though the client does not support Path */
    struct endpoint
        relayed_from; /* of the final response, on the hop farthest from the client; family NONE: none */
    uint32_t again_in; /* frame of its final response, repeated last; 0: none */
    bool is_heartbeat; /* of GB/T 28181 */
};

struct transaction {
    uint64_t branch;
    const char *call_id;
    uint32_t cseq;
    uint32_t references;
    struct transaction *same_branch;  /* the previous one with this branch */
    struct transaction *same_request; /* the previous one with this Call-ID and CSeq */
    struct transaction *younger;      /* the next one that is remembered */

    struct endpoint client; /* of the latest transmission */
    struct endpoint server;
    uint8_t transport;
    uint8_t via_count;
    uint8_t hop;
    bool provisional : 1; /* a 1xx was seen */
    bool unreachable : 1; /* an ICMP error quoted it */
    bool is_forked : 1;   /* several servers responded to it */
    bool has_credentials : 1;
    bool has_answer : 1;           /* ... for a challenge, not empty */
    bool digest_uri_differs : 1;   /* from the Request-URI, as text */
    bool digest_uri_is_other : 1;  /* ... and names another resource */
    bool username_differs : 1;     /* ... of the credentials, from the user of To */
    bool username_is_empty : 1;    /* ... or missing */
    bool nonce_is_empty : 1;       /* ... or missing, although there is a response */
    bool leaves_out_algorithm : 1; /* ... of its credentials */
    bool has_route : 1;
    bool has_moved : 1;     /* responds to a challenge that was sent to another address or port */
    bool incomplete : 1;    /* the capture cut the request */
    bool is_passed_on : 1;  /* its recipient was seen relaying it */
    bool has_copy : 1;      /* it was seen on another hop, too, whoever relayed it */
    bool is_forgotten : 1;  /* referenced only by a newer one of its chain */
    bool has_rport : 1;     /* in its top Via */
    bool assumes_rport : 1; /* ... not, and its final response has received and rport */
    bool is_replay : 1;     /* of a whole REGISTER, by another client */
    bool is_removal : 1;
    bool is_star : 1;
    bool is_third_party : 1; /* From is not To */
    bool uses_push : 1;      /* RFC 8599: a Contact names a push service */
    bool wants_outbound : 1; /* RFC 5626 4.2.1: reg-id, +sip.instance and Supported: outbound */
    bool wants_bulk : 1;     /* RFC 6140 5.2: bnc in the first Contact, and Require: gin */
    bool from_core : 1;      /* IMS: it has passed a P-CSCF */
    bool offers_ipsec : 1;   /* this and the next: in Security-Client */
    bool offers_agreement : 1;
    bool has_verify : 1;   /* Security-Verify */
    bool is_reachable : 1; /* by Path, GRUU or outbound, whatever its Contact */
    uint16_t status;       /* of the first final response; 0: none yet */
    uint16_t retransmissions;
    uint16_t marks;    /* bits of enum register_mark */
    uint16_t unpassed; /* ... that came long after the final response on another hop */
    uint32_t header_s; /* of its Expires header; 0: none, or a removal */
    uint64_t from_tag;
    int64_t first_time;
    int64_t last_time;
    int64_t final_time;
    struct transaction *original;      /* the hop that was seen first; NULL: this one */
    struct registration *registration; /* NULL: the capture cut off the identifying headers */
    struct report *request;            /* of the first transmission */
    struct report *final;              /* of the first final response; NULL: none yet */
    struct deadline deadline;

    struct nonce_use *uses[TRANSACTION_USES_MAX]; /* the ledger entries of its credentials */
    struct sent_credentials *sent;       /* ... and the credentials as sent; NULL: there are none */
    const struct transaction_rare *rare; /* never NULL; written by transactions_rare alone */
    const char *to_uri;
    const char *from_uri;
    uint64_t below;       /* the branch of the second Via */
    uint64_t top_via;     /* sent-by and branch of the top Via, which the response must return */
    uint64_t vias;        /* ... and of those below */
    uint64_t credentials; /* fingerprint of all credentials; 0: none */
    uint64_t to_tag;      /* fingerprint, of the first final response; 0: none */
    struct endpoint sent_by;
};

/* What a transaction has of that, where it has nothing. */
extern const struct transaction_rare transaction_nothing_rare;

struct transactions;

/* A second capture point delivers its copy within this time (ns). A client retransmits after T1,
 * 500 ms (RFC 3261 17.1.2.2), and a server responds to that. */
#define TRANSACTION_DUPLICATE_WITHIN (50 * MILLISECOND)

/* A transaction is remembered for this time after its request (ns); it must exceed every wait, so
 * that late responses and the copies of a second capture point still match. */
struct transactions *transactions_new(struct pool *pool, int64_t remembered_for);
void transactions_free(struct transactions *transactions);

/* Forgets what is too old. Call it before a lookup: the result must not be forgotten while in
 * use. */
void transactions_forget(struct transactions *transactions, int64_t time);

/* How a request relates to earlier ones. */
enum transaction_relation {
    TRANSACTION_NEW,
    TRANSACTION_RETRANSMISSION, /* from the same port, or a new one of the same client */
    TRANSACTION_DUPLICATE, /* the same packet, captured twice on the same hop: too soon after the
                              first to be a retransmission */
    TRANSACTION_HOP /* known, but new on this hop: *found is the transaction of another hop */
};

/* Looks up a REGISTER. *found is NULL for TRANSACTION_NEW. */
enum transaction_relation transactions_find_request(const struct transactions *transactions,
                                                    const struct facts *facts,
                                                    struct transaction **found);

/* How a response was matched. */
enum transaction_match {
    TRANSACTION_NO_MATCH,
    TRANSACTION_BY_BRANCH,
    TRANSACTION_BY_CSEQ,  /* same hop by its number of Vias, but another top Via */
    TRANSACTION_OTHER_HOP /* of a hop whose request is not in the capture */
};
enum transaction_match transactions_find_response(const struct transactions *transactions,
                                                  const struct facts *facts,
                                                  struct transaction **found);

/* The transaction of a message quoted by an ICMP error, in either direction; NULL: unknown. */
struct transaction *transactions_find_quoted(const struct transactions *transactions,
                                             const struct facts *facts);

/* The transaction between the two without a final response, on any hop; NULL: none. */
struct transaction *transactions_find_waiting(const struct transactions *transactions,
                                              const char *call_id, uint32_t cseq,
                                              const struct endpoint *client,
                                              const struct endpoint *server);

/* The credentials that an Authentication-Info or Proxy-Authentication-Info refers to; of several,
 * those that fit. NULL: none. */
const struct sent_credentials *transaction_find_sent(const struct transaction *transaction,
                                                     bool proxy, const struct facts_info *info);

/* Adds the transaction of a request; `original` is the hop it repeats, NULL for a new one. Owned by
 * the table. */
struct transaction *transactions_add(struct transactions *transactions, const struct facts *facts,
                                     struct transaction *original);

/* What few have of it, to be changed. */
struct transaction_rare *transactions_rare(struct transactions *transactions,
                                           struct transaction *transaction);

/* Its credentials as sent, TRANSACTION_USES_MAX of them, to be filled in. */
struct sent_credentials *transactions_sent(struct transactions *transactions,
                                           struct transaction *transaction);

/* True where the REGISTER seems to come from the client that bound this Contact from `source`, which is behind a
 * NAT and has another public address now: the private address in its Via is that of the Contact. */
bool transaction_is_moved(const struct transaction *transaction, const char *contact,
                          const struct endpoint *source);

/* Compares a REGISTER of a later hop with the transaction of the first one: what an intermediary changed in its
 * credentials and in its Request-URI. */
void transactions_compare_hop(struct transactions *transactions, struct transaction *first,
                              const struct facts *facts);

/* True if a later hop lacks some of its credentials, or has others instead. */
bool transaction_is_changed(const struct transaction *transaction);

/* True if an intermediary has the final response, and the client evidently has none. */
bool transaction_is_unpassed(const struct transaction *transaction);

/* Notes a retransmission of the client at this time; before it counts. */
void transaction_note_resent(struct transaction *transaction, int64_t time);

/* The transaction of the first hop: the one that a registration counts. */
static inline struct transaction *transaction_original(struct transaction *transaction)
{
    return transaction->original ? transaction->original : transaction;
}

#endif
