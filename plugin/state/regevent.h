/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The reg event package (RFC 3680): subscriptions, as known from their NOTIFYs, and what the
 * network last notified a device of.
 */
#ifndef SIPREG_STATE_REGEVENT_H
#define SIPREG_STATE_REGEVENT_H

#include "base/deadline.h"
#include "facts/facts.h"

/* The latest NOTIFY of a subscription, which is identified by Call-ID and From tag of its
 * NOTIFYs. */
struct subscription {
    const char *call_id;
    uint64_t from_tag;
    uint64_t version;
    uint32_t cseq;
    uint32_t frame; /* 0: none yet */
    bool has_version;
};

struct subscriptions;

struct subscriptions *subscriptions_new(void);
void subscriptions_free(struct subscriptions *subscriptions);

/* The subscription of this NOTIFY, created if needed. */
struct subscription *subscriptions_get(struct subscriptions *subscriptions,
                                       const struct facts *facts);

/* RFC 3680 5.2: a document older than the previous one must be ignored. A restart at 0 with the
 * full state is accepted: servers do that after losing their memory. */
bool subscription_is_past(const struct subscription *subscription, const struct facts *facts);

/* Remembers the NOTIFY. */
void subscription_take(struct subscription *subscription, const struct facts *facts);

/* A device was notified that its binding was ended or shortened. One per AOR. */
struct reg_event_notice {
    struct aor *aor;
    const struct registration *registration; /* the device's */
    const char *contact;
    struct report *report;    /* of the NOTIFY */
    struct deadline deadline; /* it should have registered again by then */
    struct endpoint device;
    int64_t time;
    int64_t until; /* shortened, probation: when the time given by the network ends */
    uint32_t frame;
    uint8_t event; /* enum reg_event */
};

/* The notice of the AOR, created if needed. */
struct reg_event_notice *reg_event_notice_get(struct aor *aor);
void reg_event_notice_free(struct reg_event_notice *notice);

#endif
