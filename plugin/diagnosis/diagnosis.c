/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/diagnosis.h"

#include "diagnosis/cause_words.h"

#define ANY_OF(...)                                                                                \
    {                                                                                              \
        __VA_ARGS__, RULE_COUNT                                                                    \
    }
#define HERE(...)       FOUND_HERE, .rules = ANY_OF(__VA_ARGS__)
#define WARNED(...)     FOUND_WARNED, .rules = ANY_OF(__VA_ARGS__)
#define IN_REQUEST(...) FOUND_IN_REQUEST, .rules = ANY_OF(__VA_ARGS__)
#define NOTHING         FOUND_NOTHING, .rules = ANY_OF(RULE_COUNT)

static const struct cause_row causes[] = {
#define CAUSE(name_, certainty_, subject_, triggers_, evidence_, condition, cause, proof, action)  \
    {.name = #name_,                                                                               \
     .kind = CAUSE_KIND,                                                                           \
     .certainty = certainty_,                                                                      \
     .subject = subject_,                                                                          \
     .triggers = triggers_,                                                                        \
     .holds = cause_##condition,                                                                   \
     .sentence = cause ": " proof ". " action,                                                     \
     .evidence = evidence_},
#include "diagnosis/causes.def"
#undef CAUSE
};

G_STATIC_ASSERT(G_N_ELEMENTS(causes) <= UINT8_MAX);

static struct diagnosis *of_owner(const struct binding *binding)
{
    return binding && binding->owner ? &binding->owner->diagnosis : NULL;
}

static struct diagnosis *subject_of(const struct cause_row *row, const struct event *event)
{
    switch (row->subject) {
    case OF_LOSER:
        return event->bindings->loss_count ? of_owner(&event->bindings->losses[0]) : NULL;
    case OF_MISSED:
        return of_owner(event->bindings->missed);
    case OF_TARGET:
        return of_owner(event->target);
    case OF_NOTIFIED:
        for (unsigned i = 0; i < event->notify->count; i++) {
            if (event->notify->contacts[i].binding &&
                event->notify->contacts[i].contact->is_terminated)
                return of_owner(event->notify->contacts[i].binding);
        }
        return NULL;
    default:
        return event->report->diagnosis;
    }
}

static const struct finding *any_of(const struct finding *findings, const uint16_t *rules,
                                    unsigned severity)
{
    for (; findings; findings = findings->next) {
        for (unsigned i = 0; rules[i] != RULE_COUNT; i++) {
            if (findings->rule == rules[i] && findings->severity >= severity)
                return findings;
        }
    }
    return NULL;
}

static bool find_proof(const struct cause_row *row, const struct event *event,
                       const struct finding *news, const struct finding **proof)
{
    *proof = NULL;
    if (row->evidence == FOUND_NOTHING)
        return true;
    if (row->evidence == FOUND_IN_REQUEST)
        news = cause_request(event) ? cause_request(event)->findings : NULL;
    *proof =
        any_of(news, row->rules, row->evidence == FOUND_WARNED ? SEVERITY_WARN : SEVERITY_NOTE);
    return *proof != NULL;
}

/* Most events belong to a healthy registration: those end here. */
static bool shows_trouble(const struct event *event, const struct finding *news)
{
    if (event_is_late(event) || cause_has_bad_habits(event))
        return true;
    if (event->facts && event->facts->status >= 300 &&
        (!event_is_challenge(event) || (event->transaction && event->transaction->has_credentials)))
        return true;
    for (; news; news = news->next) {
        if (news->severity > SEVERITY_CHAT)
            return true;
    }
    return event->target != NULL;
}

/* The row of a cause. */
static const struct cause_row *row_of(const struct cause *said)
{
    return &causes[said->rank - 1];
}

static bool is_guess_from_silence(const struct cause *said)
{
    return said->rank && row_of(said)->certainty == UNTIL_HEARD;
}

/* The client is heard again, or a 2xx binds it. */
static void note_progress(const struct event *event)
{
    struct diagnosis *diagnosis = event->report->diagnosis;

    if (!diagnosis || !diagnosis->said.rank)
        return;
    if (event->triggers & ON_REQUEST && is_guess_from_silence(&diagnosis->said))
        diagnosis->said = diagnosis->before_guess;
    else if (row_of(&diagnosis->said)->kind == KIND_DENIED && event->triggers & ON_RESPONSE &&
             event_is_accepted(event) && !diagnosis->said.is_over)
        diagnosis->said.is_over = registration_is_bound(event->registration);
}

/* A trouble that has ended is shown until something else goes wrong. */
static bool gives_way(const struct cause *said, const struct cause_row *row)
{
    return !said->rank || row < row_of(said) || (said->is_over && row->kind != KIND_NUISANCE);
}

static void say(struct diagnosis *diagnosis, const struct cause_row *row, const struct event *event,
                const struct finding *proof, struct pool *pool)
{
    struct value values[CAUSE_WORDS_MAX];
    unsigned count = cause_words_fill(row->sentence, event, proof, pool, values);

    if (row->certainty == UNTIL_HEARD && !is_guess_from_silence(&diagnosis->said))
        diagnosis->before_guess = diagnosis->said;
    diagnosis->said =
        (struct cause){.name = row->name,
                       .template = row->sentence,
                       .values = pool_duplicate(pool, values, count * sizeof(values[0])),
                       .value_count = (uint8_t)count,
                       .rank = (uint8_t)(row - causes + 1)};
}

void diagnose(const struct event *event, const struct finding *news, struct pool *pool)
{
    note_progress(event);
    if (!shows_trouble(event, news))
        return;
    for (unsigned i = 0; i < G_N_ELEMENTS(causes); i++) {
        const struct cause_row *row = &causes[i];
        const struct finding *proof;
        struct diagnosis *diagnosis;

        if (row->triggers & event->triggers && (diagnosis = subject_of(row, event)) &&
            gives_way(&diagnosis->said, row) && find_proof(row, event, news, &proof) &&
            row->holds(event))
            say(diagnosis, row, event, proof, pool);
    }
}
