/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bindings: which Contacts an address of record has, until when, and who created them (RFC 3261
 * 10.3). A binding is "created" by a 2xx whose REGISTER is in the capture; the owner of one that is
 * only listed is unknown.
 */
#ifndef SIPREG_STATE_BINDING_H
#define SIPREG_STATE_BINDING_H

#include "base/deadline.h"
#include "facts/facts.h"

struct registration;
struct reg_event_notice;

enum binding_state {
    BINDING_LISTED,  /* alive as listed by a registrar; its creator is unknown */
    BINDING_LIVE,    /* created or refreshed in the capture */
    BINDING_EXPIRED, /* the granted time has passed */
    BINDING_REMOVED, /* removed by a REGISTER */
    BINDING_GONE     /* no longer listed by the registrar */
};

struct binding {
    struct binding *next; /* of the AOR */
    struct aor *aor;
    struct registration *owner; /* the creator; NULL: unknown */
    struct report *report;      /* of the 2xx that last granted time; NULL: only listed */
    struct report_bound *bound; /* its Contacts for reports, latest first; owned by the pool */
    const char *contact;        /* as sent by its owner, otherwise as listed */
    const char *rewritten;      /* what the registrar lists instead; NULL: the same */
    const char *instance;
    const char *call_id;
    const char *user_agent;
    int64_t granted_at;
    int64_t expires_at;
    int64_t removed_at;   /* valid with BINDING_REMOVED */
    int64_t shortened_to; /* a reg event document reduced its time (RFC 3680 4.7.1); 0: none did */
    struct deadline deadline;
    struct endpoint source; /* of the REGISTER that created it */
    struct endpoint server; /* that granted or listed it */
    uint32_t reg_id;
    uint32_t removed_by; /* registration; valid with BINDING_REMOVED */
    uint32_t granted_s;
    uint32_t granted_in; /* frame; 0: only listed */
    uint32_t cseq;       /* of the REGISTER that granted_in responds to */
    uint8_t state;       /* enum binding_state */
    bool param_is_moved; /* the registrar lists a parameter of the URI outside its brackets */
    uint8_t transport;   /* of the REGISTER that created it */
};

enum {
    /* Registrars allow an AOR one to ten Contacts, a shared line some dozens. In a full table an
     * expired binding makes room, otherwise the one that expires first. */
    AOR_BINDINGS_MAX = 64,
    /* The latest Contacts of one binding that are still considered: as many as are read from one
     * list. */
    BINDING_BOUND_MAX = FACTS_CONTACTS_MAX
};

/* What one server has offered to the users of an AOR in one realm. */
struct offered {
    const char *realm;
    struct endpoint server;
    uint32_t best_in;    /* frame of the strongest offer; 0: none yet */
    uint16_t algorithms; /* bits by enum sip_algorithm, all ever offered */
    bool reported;       /* a weaker offer was reported already */
};

/* Connections of the agents that the other side ended after a while without a packet, in a row: equally long. */
struct idle_losses {
    int64_t idle;     /* ns, of the latest one */
    int64_t survived; /* the longest that one lasted without a packet, ns */
    int64_t at;
    uint32_t count;
    uint32_t frames[3]; /* of the latest ones, oldest first; 0: none */
};

struct aors;

/* Two clients whose bindings have replaced each other in turn. */
struct turns {
    const struct registration *latest; /* the one that is bound now; NULL: none was replaced */
    const struct registration *other;
    struct endpoint from; /* where the other one registers */
    const char *call_id;  /* of the latest call to the one that is bound */
    uint32_t calls;       /* to that one alone, in these turns */
    uint32_t count;       /* of replacements in a row */
    uint32_t steady;      /* ... in which each has come after the same time as the other */
    int64_t after; /* the time between the latest two REGISTERs of the latest, ns; 0: unknown */
};

/* Who has served a domain last, with a 2xx that bound a client of it. */
struct served_domain {
    struct endpoint server; /* family NONE: nobody yet */
    struct endpoint client;
    int64_t time;
    uint32_t frame;
};

/* What few AORs have. */
struct aor_rare {
    struct turns turns;
    struct idle_losses idle_losses;
    struct idle_losses
        idle_resets;          /* ... reset as soon as the client used them; idle: the shortest */
    struct endpoint taken_by; /* last remover of another's binding; family NONE: none */
    int64_t taken_at;
    const struct report *taken; /* the 2xx to that REGISTER; NULL: none */
};

/* What an AOR has once somebody authenticates for it, or has to. */
struct aor_auth {
    struct endpoint client; /* whose credentials a 2xx accepted last; family NONE: none */
    uint32_t clear_in;      /* frame of the first Digest credentials in clear text; 0: none */
    struct offered offered; /* by the server and realm that challenged last */
};

struct aor {
    const char *name;
    struct served_domain *domain; /* that of its name; shared. NULL: not looked up yet */
    struct aors *all;
    struct binding *bindings;
    struct registration *agents; /* its registrations, newest first */
    const struct aor_rare *rare; /* never NULL; written by aor_rare alone */
    const struct aor_auth *auth; /* never NULL; written by aor_auth alone */
    unsigned binding_count;
    struct reg_event_notice *notice; /* a reg event document ended a binding early; owned */
    bool shares_contacts;            /* one of its Contacts is also bound to another AOR */
    bool has_likes;                  /* agents at one source have Contacts that are alike */
    bool was_challenged;             /* a REGISTER for it was challenged */
    bool
        is_account_outdated; /* the latest digest that a 2xx accepted does not match the configured account */
    bool has_form;           /* it can be found by the form of its user */
};

/* What an AOR has of these, where it has nothing. */
extern const struct aor_rare aor_nothing_rare;
extern const struct aor_auth aor_no_auth;

/* What few have, and what those of a flood do not have, to be changed. */
struct aor_rare *aor_rare(struct aor *aor);
struct aor_auth *aor_auth(struct aor *aor);

struct aors *aors_new(struct pool *pool);
void aors_free(struct aors *aors);

/* Returns the AOR of this interned name, creating it if needed. */
struct aor *aors_get(struct aors *aors, const char *name);

/* Who has served the domain of the AOR, which is known there from now on. */
struct served_domain *aors_domain(struct aors *aors, struct aor *aor);

/* Makes the AOR findable by this interned Contact URI, which requests to the agent have in their
 * Request-URI. The AOR that bound it last counts. */
void aors_note_contact(struct aors *aors, const char *contact, struct aor *aor);
struct aor *aors_find_by_contact(const struct aors *aors, const char *contact); /* or NULL */

/* The AOR of this interned name, or NULL. */
struct aor *aors_find(const struct aors *aors, const char *name);

/* The binding that this Contact refers to: same +sip.instance and reg-id where both have a reg-id
 * (RFC 5626 6), otherwise the same URI (RFC 3261 10.3 step 7), sent or rewritten, otherwise the
 * same +sip.instance. Bindings of other registrations than this one (NULL: any) at another
 * registrar are skipped. NULL: none. */
struct binding *aor_find_binding(const struct aor *aor, const struct registration *registration,
                                 const char *contact, const char *instance, uint32_t reg_id);

/* Adds a binding that does not exist yet, in state LISTED and without expiry. */
struct binding *aor_add_binding(struct aor *aor, const char *contact, const char *instance,
                                uint32_t reg_id);

/* True while the registrar is believed to have it. */
static inline bool binding_is_alive(const struct binding *binding)
{
    return binding->state == BINDING_LISTED || binding->state == BINDING_LIVE;
}

/* ... and its time has not passed, without the slack that it has before it counts as expired. */
static inline bool binding_has_time(const struct binding *binding, int64_t now)
{
    return binding_is_alive(binding) && (!binding->expires_at || now < binding->expires_at);
}

/* Grants it time from `now` on; for zero seconds use binding_end. It counts as expired `slack` (ns)
 * after its time. */
void binding_grant(struct binding *binding, struct deadlines *deadlines, int64_t now,
                   uint32_t seconds, int64_t slack);

/* Ends it: BINDING_EXPIRED, BINDING_REMOVED or BINDING_GONE, by this frame, at this time. */
void binding_end(struct binding *binding, enum binding_state how, uint32_t frame, int64_t now);

/* Marks all of them as ended by this frame, except one (NULL: none) and those that have expired. */
void binding_end_bound(struct binding *binding, const struct report_bound *but, uint32_t frame,
                       int64_t now, enum report_end end);

/* The entry for this interned Contact URI in reports, created if needed: a device may change its
 * Contact, and the registrar may list both. */
struct report_bound *binding_bound(struct binding *binding, struct pool *pool, const char *contact);

#endif
