/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/diagnosis.h"

#include "diagnosis/agents.h"
#include "diagnosis/cause_index.h"
#include "diagnosis/flaws.h"
#include "diagnosis/overcome.h"
#include "diagnosis/suspicion.h"
#include "diagnosis/waiting.h"

#define ANY_OF(...)                                                                                \
    {                                                                                              \
        __VA_ARGS__, RULE_COUNT                                                                    \
    }
#define HERE(...)       FOUND_HERE, .rules = ANY_OF(__VA_ARGS__)
#define WARNED(...)     FOUND_WARNED, .rules = ANY_OF(__VA_ARGS__)
#define IN_REQUEST(...) FOUND_IN_REQUEST, .rules = ANY_OF(__VA_ARGS__)
#define NOTHING         FOUND_NOTHING, .rules = ANY_OF(RULE_COUNT)

static const struct cause_row causes[] = {
#define CAUSE(name_, weight_, subject_, triggers_, evidence_, condition, strengthened_, refuted_,  \
              what, proof_, action_)                                                               \
    {.kind = CAUSE_KIND,                                                                           \
     .weight = weight_,                                                                            \
     .subject = (subject_) & ~CAUSE_TRAITS,                                                        \
     .traits = (subject_)&CAUSE_TRAITS,                                                            \
     .triggers = triggers_,                                                                        \
     .holds = cause_##condition,                                                                   \
     .strengthened = &changes[STRENGTHENS_##strengthened_],                                        \
     .refuted = &changes[REFUTES_##refuted_],                                                      \
     .text = {.name = #name_, .cause = what, .proof = proof_, .action = action_},                  \
     .evidence = evidence_},
#include "diagnosis/causes.def"
#undef CAUSE
};
G_STATIC_ASSERT(G_N_ELEMENTS(causes) <= CAUSES_MAX);

struct diagnoser {
    struct pool *pool;
    struct cause_index *index;
    struct waiting *waiting;
    struct flaws *flaws;
};

struct diagnoser *diagnoser_new(struct pool *pool)
{
    struct diagnoser diagnoser = {
        .pool = pool,
        .index = cause_index_new(causes, G_N_ELEMENTS(causes)),
        .waiting = waiting_new(),
        .flaws = flaws_new(),
    };

    return g_memdup2(&diagnoser, sizeof(diagnoser));
}

void diagnoser_free(struct diagnoser *diagnoser)
{
    if (!diagnoser)
        return;
    waiting_free(diagnoser->waiting);
    flaws_free(diagnoser->flaws);
    cause_index_free(diagnoser->index);
    g_free(diagnoser);
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
    if (event_is_late(event) || cause_has_bad_habits(event) || cause_lacks_digest(event) ||
        (event->source && event->source->is_scanner) ||
        (event->bindings && event->bindings->turns) || cause_passage(event).client ||
        cause_removal_is_kept_back(event) ||
        (event->reach &&
         (event->reach->fate == REACH_ANSWERED || event->reach->fate >= REACH_UNBOUND)) ||
        (event->triggers & ON_REQUEST &&
         (cause_other_refusal(event) || cause_goes_on_in_outage(event))))
        return true;
    if (event->facts && event->facts->status >= 300 &&
        (!event_is_challenge(event) || cause_has_credentials(event)))
        return true;
    for (; news; news = news->next) {
        if (news->severity > SEVERITY_CHAT)
            return true;
    }
    return event->target != NULL;
}

/* A flaw of the very request that gets no response explains that better than a gap. */
static bool rests_on_flaw(const struct cause_row *row, const struct event *event)
{
    return row->evidence == FOUND_IN_REQUEST && event->triggers & ON_TIMEOUT;
}

/* No guess about the parties where the capture itself is the better one. Bytes that are missing in a connection
 * are no guess: what was seen without them was seen in part. */
static bool is_idle(const struct cause_row *row, const struct event *event)
{
    return event->capture->is_doubtful && !rests_on_flaw(row, event) && event_is_late(event) &&
           row->weight >= (event->capture->hole_in ? SEEN : LIKELY) && row->kind != KIND_CAPTURE &&
           !cause_has_trait(row, TELLS_GAPS);
}

/* The client has bound another Contact since. */
static bool has_replaced(const struct registration *registration, const struct binding *expired)
{
    for (const struct binding *each = registration->aor->bindings; each; each = each->next) {
        if (each->owner == registration && each->granted_in > expired->granted_in &&
            binding_is_alive(each))
            return true;
    }
    return false;
}

/* A binding that nobody wants any more may expire: the client goes on with another one. */
static bool is_given_up(const struct subject *subject, const struct event *event)
{
    return event->triggers & ON_EXPIRY &&
           (!subject->history->is_wanted || has_replaced(subject->registration, event->binding));
}

/* Those of the registration that the event is about. */
static void weigh_own(const struct diagnoser *diagnoser, const struct event *event)
{
    struct subject subject = subject_of_event(event);
    struct history *history = subject.history;

    if (!history || (!history->standing.raised && !history->latest))
        return;
    suspicion_inherit(&subject);
    suspicion_reconsider_all(history, event, diagnoser->pool);
    overcome_by_success(&history->standing, event);
    if (event->triggers & ON_RESPONSE && cause_refused_finally(event))
        overcome_by_refusal(subject_verdict(&subject), event);
}

static void weigh_anew(const struct diagnoser *diagnoser, const struct event *event)
{
    weigh_own(diagnoser, event);
    if (event->triggers & ON_OTHER_REQUEST)
        agents_reconsider_ends(event, diagnoser->pool);
    if (event->triggers & ON_NOTIFY && event->aor)
        agents_reconsider_notified(event, diagnoser->pool);
    if (event->triggers & (ON_RESPONSE | ON_TIMEOUT))
        waiting_reconsider(diagnoser->waiting, event, diagnoser->pool);
    if (event->triggers & ON_RESPONSE) {
        agents_reconsider_fellows(event, diagnoser->pool);
        flaws_note_accepted(diagnoser->flaws, event);
    }
}

static void consider(const struct diagnoser *diagnoser, const struct cause_row *row,
                     const struct event *event, const struct finding *news)
{
    const struct finding *proof;
    struct suspicion *raised;
    struct subject subject;

    if (is_idle(row, event))
        return;
    subject = subject_of_cause(row, event);
    if (!subject.history || is_given_up(&subject, event) || !find_proof(row, event, news, &proof) ||
        flaws_is_accepted(diagnoser->flaws, row, event, proof) || !row->holds(event))
        return;
    suspicion_inherit(&subject);
    raised = suspicion_raise(row, &subject, event, proof, diagnoser->pool);
    if (raised)
        waiting_add(diagnoser->waiting, raised);
}

void diagnose(struct diagnoser *diagnoser, const struct event *event, const struct finding *news)
{
    struct cause_set possible;

    weigh_anew(diagnoser, event);
    if (!shows_trouble(event, news))
        return;
    possible = cause_index_find(diagnoser->index, event, news);
    for (unsigned i = 0; i < G_N_ELEMENTS(possible.words); i++) {
        for (uint64_t left = possible.words[i]; left; left &= left - 1)
            consider(diagnoser, &causes[i * 64 + (unsigned)__builtin_ctzll(left)], event, news);
    }
}
