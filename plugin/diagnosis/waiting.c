/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/waiting.h"

#include "diagnosis/ranking.h"

enum {
    /* Causes that wait for what one server makes of its other clients: six of each that stops. */
    WAITING_MAX = 128
};

struct waiting {
    GHashTable *lists; /* struct endpoint of a server, owned -> GPtrArray of struct suspicion */
    struct suspicion
        *checked[WAITING_MAX]; /* in test builds: some that need not wait; NULL: none */
};

static void list_free(gpointer list)
{
    g_ptr_array_unref(list);
}

struct waiting *waiting_new(void)
{
    struct waiting waiting = {
        .lists =
            g_hash_table_new_full(endpoint_table_hash, endpoint_table_equal, g_free, list_free),
    };

    return g_memdup2(&waiting, sizeof(waiting));
}

void waiting_free(struct waiting *waiting)
{
    g_hash_table_destroy(waiting->lists);
    g_free(waiting);
}

/* A client of the same server, which may be an agent of the same AOR as well. */
static unsigned whose_event(const struct suspicion *suspicion, const struct event *event)
{
    return suspicion->registration->aor == event->aor ? LOOKS_AT_OTHERS | LOOKS_AT_AGENTS
                                                      : LOOKS_AT_OTHERS;
}

/* Test builds only: asks of some that do not wait for others, which aborts where what another client shows changes them
 * all the same. */
static void check_unconcerned(const struct waiting *waiting, const struct event *event)
{
#ifdef SIPREG_CHECK_EVENTS
    for (unsigned i = 0; i < WAITING_MAX; i++) {
        const struct suspicion *each = waiting->checked[i];

        if (!each || each->is_refuted || each->registration == event->registration ||
            !endpoint_same_ip(&each->server, &event->transaction->server))
            continue;
        (void)change_holds(each->row->refuted, event, each, whose_event(each, event));
        if (each->weight == each->row->weight)
            (void)change_holds(each->row->strengthened, event, each, whose_event(each, event));
    }
#else
    (void)waiting;
    (void)event;
#endif
}

static void note_unconcerned(struct waiting *waiting, struct suspicion *suspicion)
{
#ifdef SIPREG_CHECK_EVENTS
    unsigned row = g_str_hash(suspicion->row->text.name);

    waiting->checked[(suspicion->frame + row) % WAITING_MAX] = suspicion;
#else
    (void)waiting;
    (void)suspicion;
#endif
}

/* The first 2xx to another user since. */
static void note_others(struct suspicion *suspicion, const struct event *event)
{
    if (!suspicion->others_at && event->triggers & ON_RESPONSE && event_is_accepted(event) &&
        event->aor != suspicion->registration->aor && event->report->frame > suspicion->frame)
        suspicion->others_at = event->time;
}

/* Drops refuted ones. The verdict that one belongs to is revised at the next event of its registration at the latest;
 * here, because that may never come. */
void waiting_reconsider(struct waiting *waiting, const struct event *event, struct pool *pool)
{
    struct endpoint key = event->transaction->server;
    GPtrArray *list;

    check_unconcerned(waiting, event);
    if (g_hash_table_size(waiting->lists) == 0)
        return;
    key.port = 0;
    list = g_hash_table_lookup(waiting->lists, &key);
    for (unsigned i = 0; list && i < list->len;) {
        struct suspicion *suspicion = list->pdata[i];

        if (suspicion->registration != event->registration &&
            suspicion_reconsider(suspicion, event, whose_event(suspicion, event), pool))
            ranking_revise(suspicion->verdict);
        note_others(suspicion, event);
        if (suspicion->is_refuted)
            g_ptr_array_remove_index_fast(list, i);
        else
            i++;
    }
}

/* The one that has waited longest; raised again it may wait again. */
static void remove_first(GPtrArray *list)
{
    struct suspicion *suspicion = g_ptr_array_remove_index(list, 0);

    suspicion->waits_at = (struct endpoint){0};
}

void waiting_add(struct waiting *waiting, struct suspicion *suspicion)
{
    struct endpoint key = suspicion->server;
    GPtrArray *list;

    key.port = 0;
    if (!cause_has_trait(suspicion->row, LOOKS_AT_OTHERS)) {
        note_unconcerned(waiting, suspicion);
        return;
    }
    if (key.family == ENDPOINT_NONE || endpoint_equal(&key, &suspicion->waits_at))
        return;
    suspicion->waits_at = key;
    list = g_hash_table_lookup(waiting->lists, &key);
    if (!list) {
        list = g_ptr_array_new();
        g_hash_table_insert(waiting->lists, g_memdup2(&key, sizeof(key)), list);
    }
    if (list->len >= WAITING_MAX)
        remove_first(list);
    g_ptr_array_add(list, suspicion);
}
