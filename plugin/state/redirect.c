/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/redirect.h"

static void take_targets(struct redirect *redirect, const struct facts *facts)
{
    unsigned count = MIN(facts->contact_count, (unsigned)REDIRECT_TARGETS_MAX);

    for (unsigned i = 0; i < count; i++)
        redirect->targets[i] = facts->contacts[i].uri;
    redirect->target_count = (uint8_t)count;
    redirect->targets_cut =
        facts->contact_count > count || facts->contacts_cut || facts->incomplete;
}

void redirect_take(struct redirect *redirect, const struct facts *facts, const char *request_uri,
                   uint32_t attempt)
{
    if (redirect->attempt != attempt)
        redirect->tried_count = 0;
    redirect->frame = facts->packet->frame;
    redirect->status = (uint16_t)facts->status;
    redirect->attempt = attempt;
    redirect->request_uri = request_uri;
    redirect->target_count = 0;
    redirect->unsupported_count = 0;
    if (facts->status < 400) {
        take_targets(redirect, facts);
        if (request_uri && redirect->tried_count < REDIRECT_TRIED_MAX)
            redirect->tried[redirect->tried_count++] = request_uri;
        return;
    }
    memcpy(redirect->unsupported, facts->unsupported,
           facts->unsupported_count * sizeof(*facts->unsupported));
    redirect->unsupported_count = (uint8_t)facts->unsupported_count;
}

enum facts_copy redirect_compare(const struct redirect *redirect, const char *request_uri)
{
    enum facts_copy best = COPY_OF_ANOTHER;

    for (unsigned i = 0; i < redirect->target_count; i++) {
        enum facts_copy copy = facts_compare_copy(redirect->targets[i], request_uri);

        best = MIN(best, copy);
    }
    return best;
}

bool redirect_was_tried(const struct redirect *redirect, const char *request_uri)
{
    for (unsigned i = 0; i < redirect->tried_count; i++) {
        if (facts_same_uri(redirect->tried[i], request_uri))
            return true;
    }
    return false;
}
