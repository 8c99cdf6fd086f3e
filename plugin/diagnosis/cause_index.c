/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/cause_index.h"

enum { KINDS = 32 };

struct cause_index {
    struct cause_set on[KINDS];      /* by bit of enum event_kind */
    struct cause_set by[RULE_COUNT]; /* a finding of this rule is evidence */
    struct cause_set by_nothing;     /* none is needed */
};

static struct cause_set with(struct cause_set set, unsigned row)
{
    set.words[row / 64] |= UINT64_C(1) << row % 64;
    return set;
}

static struct cause_set united(struct cause_set set, const struct cause_set *other)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(set.words); i++)
        set.words[i] |= other->words[i];
    return set;
}

struct cause_index *cause_index_new(const struct cause_row *rows, unsigned count)
{
    struct cause_index index = {0};

    for (unsigned i = 0; i < count; i++) {
        for (unsigned kind = 0; kind < KINDS; kind++) {
            if (rows[i].triggers & UINT32_C(1) << kind)
                index.on[kind] = with(index.on[kind], i);
        }
        if (rows[i].evidence == FOUND_NOTHING)
            index.by_nothing = with(index.by_nothing, i);
        for (const uint16_t *rule = rows[i].rules; *rule != RULE_COUNT; rule++)
            index.by[*rule] = with(index.by[*rule], i);
    }
    return g_memdup2(&index, sizeof(index));
}

void cause_index_free(struct cause_index *index)
{
    g_free(index);
}

static struct cause_set of_findings(const struct cause_index *index, struct cause_set set,
                                    const struct finding *findings)
{
    for (; findings; findings = findings->next)
        set = united(set, &index->by[findings->rule]);
    return set;
}

struct cause_set cause_index_find(const struct cause_index *index, const struct event *event,
                                  const struct finding *news)
{
    const struct report *request = cause_request(event);
    struct cause_set found = of_findings(index, index->by_nothing, news), triggered = {{0}};

    if (request)
        found = of_findings(index, found, request->findings);
    for (unsigned kind = 0; kind < KINDS; kind++) {
        if (event->triggers & UINT32_C(1) << kind)
            triggered = united(triggered, &index->on[kind]);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(found.words); i++)
        found.words[i] &= triggered.words[i];
    return found;
}
