/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/redirect.h"

static void take_targets(struct detour *detour, const struct facts *facts)
{
    unsigned count = MIN(facts->contact_count, (unsigned)DETOUR_TARGETS_MAX);

    for (unsigned i = 0; i < count; i++)
        detour->targets[i] = facts->contacts[i].uri;
    detour->target_count = (uint8_t)count;
    detour->targets_cut = facts->contact_count > count || facts->contacts_cut || facts->incomplete;
}

void detour_take(struct detour *detour, const struct facts *facts, const char *request_uri,
                 uint32_t attempt)
{
    if (detour->attempt != attempt)
        detour->tried_count = 0;
    detour->frame = facts->packet->frame;
    detour->status = (uint16_t)facts->status;
    detour->attempt = attempt;
    detour->request_uri = request_uri;
    detour->target_count = 0;
    detour->unsupported_count = 0;
    if (facts->status < 400) {
        take_targets(detour, facts);
        if (request_uri && detour->tried_count < DETOUR_TRIED_MAX)
            detour->tried[detour->tried_count++] = request_uri;
        return;
    }
    memcpy(detour->unsupported, facts->unsupported,
           facts->unsupported_count * sizeof(*facts->unsupported));
    detour->unsupported_count = (uint8_t)facts->unsupported_count;
}

enum facts_copy detour_compare(const struct detour *detour, const char *request_uri)
{
    enum facts_copy best = COPY_OF_ANOTHER;

    for (unsigned i = 0; i < detour->target_count; i++) {
        enum facts_copy copy = facts_compare_copy(detour->targets[i], request_uri);

        best = MIN(best, copy);
    }
    return best;
}

bool detour_was_tried(const struct detour *detour, const char *request_uri)
{
    for (unsigned i = 0; i < detour->tried_count; i++) {
        if (facts_same_uri(detour->tried[i], request_uri))
            return true;
    }
    return false;
}
