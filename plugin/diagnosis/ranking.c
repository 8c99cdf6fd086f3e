/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/ranking.h"

#include <string.h>

static bool was_proven(const struct suspicion *suspicion)
{
    return suspicion->weight == PROVEN && suspicion->row->weight != PROVEN;
}

/* What has been proven since, then what stands first in causes.def. */
static bool explains_better(const struct suspicion *one, const struct suspicion *other)
{
    return !other || was_proven(one) > was_proven(other) ||
           (was_proven(one) == was_proven(other) && one->row < other->row);
}

/* Where another message has strengthened each of them, both hold, and the first one explains more. */
static bool hold_together(const struct suspicion *one, const struct suspicion *other)
{
    return one->strengthened_in && other->strengthened_in &&
           one->strengthened_in != other->strengthened_in;
}

/* Two that fit the same message equally are both named, and never three. One that another message has confirmed fits
 * better. What holds of any silence is no second guess. */
static bool is_alternative(const struct suspicion *one, const struct suspicion *best)
{
    return one != best && !hold_together(one, best) && one->weight == LIKELY &&
           !(one->row->strengthened->traits & NO_ALTERNATIVE) && best->weight == LIKELY &&
           best->row->weight == one->row->weight && one->frame == best->frame &&
           one->row->kind == best->row->kind &&
           !((one->row->traits | best->row->traits) & NAMES_TWO) &&
           strcmp(one->row->text.cause, best->row->text.cause) != 0;
}

static struct suspicion *best_of(const struct verdict *verdict, const struct suspicion *beside)
{
    struct suspicion *best = NULL;

    for (struct suspicion *each = verdict->raised; each; each = each->next) {
        if (!each->is_refuted && !each->is_over && each->weight < LATENT &&
            (!beside || is_alternative(each, beside)) && explains_better(each, best))
            best = each;
    }
    return best;
}

void ranking_revise(struct verdict *verdict)
{
    struct suspicion *best = best_of(verdict, NULL);
    struct suspicion *second = best ? best_of(verdict, best) : NULL;

    verdict->best[0] = best ? &best->cause : NULL;
    verdict->best[1] = second ? &second->cause : NULL;
    verdict->is_minor = best && best->row->kind == KIND_NUISANCE;
}
