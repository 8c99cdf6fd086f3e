/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The reg event package (RFC 3680): subscriptions by what their NOTIFYs say, and what the network
 * last told a device of its binding.
 */
#ifndef SIPREG_STATE_REGEVENT_H
#define SIPREG_STATE_REGEVENT_H

#include "base/deadline.h"
#include "facts/facts.h"

/* The latest NOTIFY of a subscription, which Call-ID and From tag of its NOTIFYs tell apart. */
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

/* The subscription of this NOTIFY, made where it is new. */
struct subscription *subscriptions_get(struct subscriptions *subscriptions,
                                       const struct facts *facts);

/* RFC 3680 5.2: a document that is older than the one before has to be passed over. One that begins
 * again at 0 with the full state is not: servers do so when they lose their memory. */
bool subscription_is_past(const struct subscription *subscription, const struct facts *facts);

/* Remembers the NOTIFY. */
void subscription_take(struct subscription *subscription, const struct facts *facts);

/* A device was told that its binding was ended or shortened. One an AOR. */
struct reg_event_notice {
    struct aor *aor;
    const struct registration *registration; /* the device's */
    const char *contact;
    struct report *report;    /* of the NOTIFY */
    struct deadline deadline; /* by then it registers again */
    struct endpoint device;
    int64_t time;
    int64_t until; /* shortened, probation: the time that the network gave */
    uint32_t frame;
    uint8_t event; /* enum reg_event */
};

/* For the AOR: made where there is none yet. */
struct reg_event_notice *reg_event_notice_get(struct aor *aor);
void reg_event_notice_free(struct reg_event_notice *told);

#endif
