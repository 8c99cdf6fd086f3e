/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/cause_values.h"

#include "diagnosis/cause_words.h"

#include <string.h>

static bool is_word(const char *found, size_t length, const char *word)
{
    return strlen(word) == length && strncmp(found, word, length) == 0;
}

static void fill_words(struct suspicion *suspicion, const struct event *event,
                       const struct finding *proof, struct pool *pool)
{
    const struct cause_text *text = &suspicion->row->text;
    struct value first[3 * CAUSE_WORDS_MAX] = {{.type = VALUE_NONE}};
    struct value *values = suspicion->values ? suspicion->values : first;
    unsigned cause = cause_words_fill(text->cause, event, proof, pool, values);
    unsigned proofs = cause_words_fill(text->proof, event, proof, pool, values + cause);
    unsigned actions = cause_words_fill(text->action, event, proof, pool, values + cause + proofs);

    suspicion->cause.text = text;
    if (!suspicion->values)
        suspicion->values =
            pool_duplicate(pool, first, (cause + proofs + actions) * sizeof(first[0]));
    suspicion->cause.values = suspicion->values;
    suspicion->cause.cause_words = (uint8_t)cause;
    suspicion->cause.proof_words = (uint8_t)proofs;
    suspicion->cause.action_words = (uint8_t)actions;
}

static bool has_word(const char *template, const char *word)
{
    const char *at = template, *found;
    size_t length;

    while (template_next_word(&at, &found, &length)) {
        if (is_word(found, length, word))
            return true;
    }
    return false;
}

/* What the peer says itself, where the sentence does not quote it anyway. */
static const char *told_beside(const struct cause_text *text, const struct event *event)
{
    const char *told = report_rare(event->report)->told;
    const char *reason = event->facts ? event->facts->reason : NULL;
    bool is_list = event->facts && event->facts->status < 300 && event->facts->contact_count;
    size_t length = reason ? strlen(reason) : 0;

    if (!told || !event->facts || is_list || has_word(text->cause, "told"))
        return NULL;
    if (!length || strncmp(told, reason, length) != 0 || !has_word(text->proof, "status"))
        return told;
    told += length;
    return g_str_has_prefix(told, "; ") ? told + strlen("; ") : NULL;
}

/* Of a refusal alone: what else fails again and again is a matter of the path. */
static uint16_t repeats_of(const struct cause_row *row, const struct event *event)
{
    bool is_storm = row->kind == KIND_DENIED && event->source && cause_status(event) >= 400 &&
                    event->source->failures > event->settings->storm_attempts;

    return is_storm ? (uint16_t)MIN(event->source->failures, UINT16_MAX) : 0;
}

void cause_values_fill(struct suspicion *suspicion, const struct event *event,
                       const struct finding *proof, struct pool *pool)
{
    fill_words(suspicion, event, proof, pool);
    suspicion->cause.repeats = repeats_of(suspicion->row, event);
    suspicion->cause.told = cause_quotable(told_beside(&suspicion->row->text, event), pool);
}

void cause_values_note_change(struct suspicion *suspicion, const struct event *event,
                              struct pool *pool)
{
    const struct cause_text *text = &suspicion->row->text;
    struct value *proof = suspicion->values + suspicion->cause.cause_words;

    cause_words_note(text->cause, event, suspicion, pool, suspicion->values);
    cause_words_note(text->proof, event, suspicion, pool, proof);
    cause_words_note(text->action, event, suspicion, pool, proof + suspicion->cause.proof_words);
}
