/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/regevent.h"

#include "state/binding.h"

struct subscriptions {
    GHashTable *all; /* struct subscription, owned */
};

static unsigned subscription_hash(const void *key)
{
    const struct subscription *subscription = key;

    return g_direct_hash(subscription->call_id) * 31 + (unsigned)subscription->from_tag;
}

static gboolean subscription_equal(const void *a, const void *b)
{
    const struct subscription *left = a, *right = b;

    return left->call_id == right->call_id && left->from_tag == right->from_tag;
}

struct subscriptions *subscriptions_new(void)
{
    struct subscriptions *subscriptions = g_new(struct subscriptions, 1);

    subscriptions->all = g_hash_table_new_full(subscription_hash, subscription_equal, g_free, NULL);
    return subscriptions;
}

void subscriptions_free(struct subscriptions *subscriptions)
{
    if (!subscriptions)
        return;
    g_hash_table_destroy(subscriptions->all);
    g_free(subscriptions);
}

struct subscription *subscriptions_get(struct subscriptions *subscriptions,
                                       const struct facts *facts)
{
    struct subscription key = {.call_id = facts->call_id, .from_tag = facts->from_tag};
    struct subscription *subscription = g_hash_table_lookup(subscriptions->all, &key);

    if (!subscription) {
        subscription = g_memdup2(&key, sizeof(key));
        g_hash_table_add(subscriptions->all, subscription);
    }
    return subscription;
}

bool subscription_is_past(const struct subscription *subscription, const struct facts *facts)
{
    const struct facts_reginfo *reginfo = &facts->reginfo;

    if (!subscription->frame)
        return false;
    if (facts->has_cseq && facts->cseq < subscription->cseq)
        return true;
    return subscription->has_version && reginfo->has_version &&
           reginfo->version < subscription->version && !(reginfo->version == 0 && reginfo->is_full);
}

void subscription_take(struct subscription *subscription, const struct facts *facts)
{
    subscription->version = facts->reginfo.version;
    subscription->has_version = facts->reginfo.has_version;
    subscription->cseq = facts->cseq;
    subscription->frame = facts->packet->frame;
}

struct reg_event_notice *reg_event_notice_get(struct aor *aor)
{
    if (!aor->notice) {
        aor->notice = g_new0(struct reg_event_notice, 1);
        aor->notice->aor = aor;
        aor->notice->deadline =
            (struct deadline){.owner = aor->notice, .kind = DEADLINE_REREGISTRATION};
    }
    return aor->notice;
}

void reg_event_notice_free(struct reg_event_notice *notice)
{
    if (!notice)
        return;
    deadline_cancel(&notice->deadline);
    g_free(notice);
}
