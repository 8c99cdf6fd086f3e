/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/flaws.h"

/* What a rule finds in requests to a server. */
struct flaw {
    struct endpoint server; /* without port */
    unsigned rule;          /* enum rule */
};

struct flaws {
    GHashTable *accepted; /* struct flaw, owned: those with which a 2xx bound a client */
};

static guint flaw_hash(gconstpointer key)
{
    const struct flaw *flaw = key;

    return endpoint_hash(&flaw->server) * 31 + flaw->rule;
}

static gboolean flaws_equal(gconstpointer a, gconstpointer b)
{
    const struct flaw *left = a, *right = b;

    return left->rule == right->rule && endpoint_key_equal(&left->server, &right->server);
}

struct flaws *flaws_new(void)
{
    struct flaws flaws = {
        .accepted = g_hash_table_new_full(flaw_hash, flaws_equal, g_free, NULL),
    };

    return g_memdup2(&flaws, sizeof(flaws));
}

void flaws_free(struct flaws *flaws)
{
    g_hash_table_destroy(flaws->accepted);
    g_free(flaws);
}

static struct flaw flaw_at(const struct endpoint *server, unsigned rule)
{
    struct flaw flaw = {*server, rule};

    flaw.server.port = 0;
    return flaw;
}

static void accept_flaw(GHashTable *accepted, struct flaw flaw)
{
    if (!g_hash_table_contains(accepted, &flaw))
        g_hash_table_add(accepted, g_memdup2(&flaw, sizeof(flaw)));
}

void flaws_note_accepted(struct flaws *flaws, const struct event *event)
{
    if (!event_is_accepted(event))
        return;
    for (const struct finding *each = event->transaction->request->findings; each;
         each = each->next) {
        bool is_cseq = each->rule == RULE_refresh_cseq_not_increased;

        if (each->severity > SEVERITY_CHAT && (!is_cseq || cause_tests_cseq(event)))
            accept_flaw(flaws->accepted, flaw_at(&event->transaction->server, each->rule));
    }
}

bool flaws_is_accepted(const struct flaws *flaws, const struct cause_row *row,
                       const struct event *event, const struct finding *proof)
{
    struct flaw flaw;

    if (row->evidence != FOUND_IN_REQUEST || !proof || !event->transaction ||
        (event->facts && event->facts->status < 300))
        return false;
    flaw = flaw_at(&event->transaction->server, proof->rule);
    return g_hash_table_contains(flaws->accepted, &flaw);
}
