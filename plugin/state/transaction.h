/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * REGISTER transactions (RFC 3261 17): a request on one leg of its way, its retransmissions and its
 * answers. The same request on another leg (relayed by a proxy, or captured at a second point) is a
 * transaction of its own that knows the first one.
 *
 * Found by the branch of the top Via first, then by Call-ID and CSeq; addresses only tell legs
 * apart, because real registrars answer from others than they were asked at.
 */
#ifndef SIPREG_STATE_TRANSACTION_H
#define SIPREG_STATE_TRANSACTION_H

#include "base/deadline.h"
#include "facts/facts.h"

struct nonce_use;
struct registration;

enum {
    /* Credentials of one request that its answer may refuse or accept: one a realm. */
    TRANSACTION_USES_MAX = 2
};

/* Credentials as they were sent, for the Authentication-Info that comes back (RFC 7616 3.5). */
struct sent_credentials {
    uint64_t cnonce;                  /* fingerprint; 0: none */
    const struct kept_digest *digest; /* NULL: not known to be correct */
    uint32_t nc;
    bool has_nc;
    bool proxy; /* Proxy-Authorization */
};

enum {
    /* Challenges that are compared between legs: two realms with two algorithms each. */
    LEG_CHALLENGES_MAX = 4
};

/* The challenges of a 401 or 407 as the leg showed them that it was last seen on. */
struct hop_challenges {
    uint32_t frame;
    uint16_t status;
    uint8_t via_count;
    uint8_t count;
    struct facts_challenge each[LEG_CHALLENGES_MAX];
};

struct transaction {
    struct transaction *same_branch;   /* the one before with this branch */
    struct transaction *same_request;  /* the one before with this Call-ID and CSeq */
    struct transaction *original;      /* the leg that was seen first; NULL: this is it */
    struct registration *registration; /* NULL: the capture cut off who it is for */
    struct report *request;            /* of the first transmission */
    struct report *final;              /* of the first final answer; NULL: none yet */
    struct report *relayed;            /* final answer seen on another leg before this one's */
    struct hop_challenges *challenges; /* of a relayed answer; NULL: none; owned */

    struct nonce_use *uses[TRANSACTION_USES_MAX]; /* what the ledger made of its credentials */
    struct sent_credentials sent[TRANSACTION_USES_MAX]; /* ... and the same as they were sent */

    const char *call_id;
    const char *to_uri;
    const char *from_uri;
    uint64_t from_tag;
    uint64_t branch;
    uint64_t below;       /* the branch of the second Via */
    uint64_t top_via;     /* the topmost as it must come back: sent-by and branch */
    uint64_t vias;        /* ... and the ones below it */
    uint64_t credentials; /* fingerprint of all credentials; 0: none */
    uint64_t to_tag;      /* fingerprint, of the first final answer; 0: none */

    int64_t first_time;
    int64_t last_time;
    int64_t final_time;
    struct deadline deadline;

    struct endpoint client;
    struct endpoint server;
    struct endpoint sent_by;
    uint32_t cseq;
    uint32_t header_s; /* of its Expires header; 0: none, or a removal */
    uint16_t resends;
    uint16_t status; /* of the first final answer; 0: none yet */
    uint8_t transport;
    uint8_t via_count;
    uint8_t hop;
    bool provisional; /* a 1xx was seen */
    bool unreachable; /* an ICMP error said so */
    bool is_forked;   /* several servers answered it */
    bool has_credentials;
    bool digest_uri_differs; /* from the Request-URI, as text */
    bool has_moved;          /* answers a challenge that went to another address or port */
    bool incomplete;         /* the capture cut the request */
    bool is_passed_on;       /* the one it was sent to was seen to send it on */
    bool is_forgotten;       /* a newer one of its chain still holds on to it */
    bool has_rport;          /* in its top Via */
    bool is_removal;
    bool is_star;
    bool is_third_party; /* From is not To */
    bool uses_push;      /* RFC 8599: a Contact names a push service */
    bool wants_outbound; /* RFC 5626 4.2.1: reg-id, +sip.instance and Supported: outbound */
    bool from_core;      /* IMS: a P-CSCF has passed it on */
    bool offers_ipsec;   /* this and the next: in Security-Client */
    bool offers_agreement;
    bool has_verify;   /* Security-Verify */
    bool is_reachable; /* by Path, GRUU or outbound, whatever its Contact says */
};

struct transactions;

/* A second capture point delivers its copy within this time (ns). A client retransmits after T1, 500
 * ms (RFC 3261 17.1.2.2), and a server answers that. */
#define TRANSACTION_DUPLICATE_WITHIN G_GINT64_CONSTANT(50000000)

/* A transaction is remembered for this time after its request (ns); longer than anything waits for
 * it, so that late answers and the copies of a second capture point still find it. */
struct transactions *transactions_new(int64_t remembered_for);
void transactions_free(struct transactions *transactions);

/* Forgets what is too old by now. Before any lookup: what a lookup found must not be forgotten while
 * it is used. */
void transactions_forget(struct transactions *transactions, int64_t time);

/* How a request stands to what was seen before. */
enum transaction_relation {
    TRANSACTION_NEW,
    TRANSACTION_RETRANSMISSION,
    TRANSACTION_DUPLICATE, /* the same packet, captured twice on the same leg: too soon after the
                              first to be a retransmission */
    TRANSACTION_LEG /* known, but new on this leg: *found is the transaction of another leg */
};

/* Looks a REGISTER up. *found is NULL for TRANSACTION_NEW. */
enum transaction_relation transactions_find_request(const struct transactions *transactions,
                                                    const struct facts *facts,
                                                    struct transaction **found);

/* How an answer was matched. */
enum transaction_match {
    TRANSACTION_NO_MATCH,
    TRANSACTION_BY_BRANCH,
    TRANSACTION_BY_CSEQ,  /* same hop by its count of Vias, but another top Via */
    TRANSACTION_OTHER_HOP /* of a leg whose request is not in the capture */
};
enum transaction_match transactions_find_answer(const struct transactions *transactions,
                                                const struct facts *facts,
                                                struct transaction **found);

/* The transaction of a message that an ICMP error quotes, in whatever direction; NULL: unknown. */
struct transaction *transactions_find_quoted(const struct transactions *transactions,
                                             const struct facts *facts);

/* The transaction between the two that has no final answer yet, on whatever leg; NULL: none. */
struct transaction *transactions_find_waiting(const struct transactions *transactions,
                                              const char *call_id, uint32_t cseq,
                                              const struct endpoint *client,
                                              const struct endpoint *server);

/* The credentials that an Authentication-Info or a Proxy-Authentication-Info is about; where several
 * are, the ones that fit. NULL: none. */
const struct sent_credentials *transaction_find_sent(const struct transaction *transaction,
                                                     bool proxy, const struct facts_info *info);

/* Adds the transaction of a request; `original` is the leg it repeats, NULL for a new one. Owned by
 * the table. */
struct transaction *transactions_add(struct transactions *transactions, const struct facts *facts,
                                     struct transaction *original);

/* The transaction of the first leg: the one that a registration counts. */
static inline struct transaction *transaction_original(struct transaction *transaction)
{
    return transaction->original ? transaction->original : transaction;
}

#endif
