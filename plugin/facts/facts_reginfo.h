/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Contents of a NOTIFY of the reg event package (RFC 3680 5). Part of struct facts.
 */
#ifndef SIPREG_FACTS_FACTS_REGINFO_H
#define SIPREG_FACTS_FACTS_REGINFO_H

#include <stdbool.h>
#include <stdint.h>

enum {
    /* The contacts of a user's identities. Further ones are ignored. */
    FACTS_REG_CONTACTS_MAX = 32
};

enum reg_event {
    REG_EVENT_OTHER,
    REG_EVENT_REGISTERED,
    REG_EVENT_CREATED,
    REG_EVENT_REFRESHED,
    REG_EVENT_SHORTENED,
    REG_EVENT_EXPIRED,
    REG_EVENT_DEACTIVATED,
    REG_EVENT_PROBATION,
    REG_EVENT_UNREGISTERED,
    REG_EVENT_REJECTED,
    REG_EVENT_COUNT
};

struct facts_reg_contact {
    const char *aor; /* canonical; NULL: missing */
    const char *uri;
    const char *instance;
    const char *call_id;    /* of the REGISTER that last changed it; NULL: not given */
    const char *event_name; /* NULL: missing */
    uint8_t event;          /* enum reg_event */
    bool is_active;
    bool is_terminated;
    bool has_expires;
    bool has_cseq;
    uint32_t expires_s;
    uint32_t cseq;
    uint32_t retry_after_s; /* 0: none */
};

struct facts_reginfo {
    bool is_there; /* there is a complete document */
    bool is_full;
    bool has_version;
    bool contacts_cut; /* more than are kept */
    uint64_t version;
    const char *missing;    /* the name of a missing mandatory attribute; NULL: none */
    const char *missing_of; /* ... its element */
    const char *missing_at; /* ... required with this event only; NULL: with any */
    const char *aor;        /* of the first registration; NULL: missing */
    unsigned count;         /* facts.reg_contacts */
};

#endif
