/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/diagnosis.h"

#include "diagnosis/cause_index.h"
#include "diagnosis/cause_words.h"
#include "diagnosis/causes_path.h"
#include "state/outage.h"

#include <string.h>

#define ANY_OF(...)                                                                                \
    {                                                                                              \
        __VA_ARGS__, RULE_COUNT                                                                    \
    }
#define HERE(...)       FOUND_HERE, .rules = ANY_OF(__VA_ARGS__)
#define WARNED(...)     FOUND_WARNED, .rules = ANY_OF(__VA_ARGS__)
#define IN_REQUEST(...) FOUND_IN_REQUEST, .rules = ANY_OF(__VA_ARGS__)
#define NOTHING         FOUND_NOTHING, .rules = ANY_OF(RULE_COUNT)

enum {
    /* Causes of one outage, or of one registration besides its outages, refuted ones included: a dozen that
     * hold at once explain nothing. */
    SUSPICIONS_MAX = 16,
    /* Causes that wait for what one server makes of its other clients. */
    WAITING_MAX = 64,
    /* Agents of one AOR that a NOTIFY is compared with, newest first: a user has one to five devices. */
    NOTIFIED_MAX = 16
};

static const struct cause_row causes[] = {
#define CAUSE(name_, weight_, subject_, triggers_, evidence_, condition, strengthened_, refuted_,  \
              what, proof_, action_)                                                               \
    {.kind = CAUSE_KIND,                                                                           \
     .weight = weight_,                                                                            \
     .subject = subject_,                                                                          \
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
    GHashTable *waiting;  /* struct endpoint of a server, owned -> GPtrArray of struct suspicion */
    GHashTable *accepted; /* struct flaw, owned: those with which a 2xx bound a client */
    struct suspicion
        *checked[WAITING_MAX]; /* in test builds: some that need not wait; NULL: none */
};

/* What a rule finds in requests to a server. */
struct flaw {
    struct endpoint server; /* without port */
    unsigned rule;          /* enum rule */
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

static guint endpoint_key(gconstpointer key)
{
    return endpoint_hash(key);
}

static gboolean endpoints_equal(gconstpointer a, gconstpointer b)
{
    return endpoint_key_equal(a, b);
}

static void waiting_free(gpointer waiting)
{
    g_ptr_array_unref(waiting);
}

struct diagnoser *diagnoser_new(struct pool *pool)
{
    struct diagnoser diagnoser = {
        .pool = pool,
        .index = cause_index_new(causes, G_N_ELEMENTS(causes)),
        .waiting = g_hash_table_new_full(endpoint_key, endpoints_equal, g_free, waiting_free),
        .accepted = g_hash_table_new_full(flaw_hash, flaws_equal, g_free, NULL),
    };

    return g_memdup2(&diagnoser, sizeof(diagnoser));
}

void diagnoser_free(struct diagnoser *diagnoser)
{
    if (!diagnoser)
        return;
    g_hash_table_destroy(diagnoser->waiting);
    g_hash_table_destroy(diagnoser->accepted);
    cause_index_free(diagnoser->index);
    g_free(diagnoser);
}

/* ---- whose trouble it is */

/* A registration, and its history, which alone is changed here. */
struct subject {
    const struct registration *registration;
    struct history *history; /* NULL: nobody's */
};

static struct subject of_owner(const struct binding *binding)
{
    if (!binding || !binding->owner)
        return (struct subject){0};
    return (struct subject){binding->owner, &binding->owner->history};
}

static struct subject of_event(const struct event *event)
{
    if (!event->registration)
        return (struct subject){0};
    return (struct subject){event->registration, event->report->history};
}

/* Its history is found by its binding. */
static struct subject of_front(const struct event *event)
{
    const struct registration *client = cause_passage(event).client;

    for (const struct binding *each = client ? client->aor->bindings : NULL; each;
         each = each->next) {
        if (each->owner == client)
            return of_owner(each);
    }
    return (struct subject){0};
}

static struct subject subject_of(const struct cause_row *row, const struct event *event)
{
    switch (row->subject) {
    case OF_LOSER:
        return of_owner(cause_loss(event));
    case OF_MISSED:
        return of_owner(event->bindings->missed);
    case OF_TARGET:
        return of_owner(event->target);
    case OF_FRONT:
        return of_front(event);
    case OF_NOTIFIED:
        for (unsigned i = 0; i < event->notify->count; i++) {
            if (event->notify->contacts[i].binding &&
                event->notify->contacts[i].contact->is_terminated)
                return of_owner(event->notify->contacts[i].binding);
        }
        return (struct subject){0};
    default:
        return of_event(event);
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
    if (event_is_late(event) || cause_has_bad_habits(event) || cause_lacks_digest(event) ||
        (event->source && event->source->is_scanner) ||
        (event->bindings && event->bindings->turns) || cause_passage(event).client ||
        cause_removal_is_kept_back(event) ||
        (event->reach &&
         (event->reach->fate == REACH_ANSWERED || event->reach->fate >= REACH_UNBOUND)) ||
        (event->triggers & ON_REQUEST && cause_other_refusal(event)))
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

/* ---- what was raised before */

static void revise(struct verdict *verdict);

static bool is_word(const char *found, size_t length, const char *word)
{
    return strlen(word) == length && strncmp(found, word, length) == 0;
}

/* What differs between the path of the suspicion and that of the event. */
static void note_path(struct diagnoser *diagnoser, const struct suspicion *suspicion,
                      const struct event *event, struct value *value, const char *word,
                      size_t length)
{
    const struct accepted_path before = {.client = suspicion->client,
                                         .transport = suspicion->transport};
    const struct accepted_path now = cause_path(event);
    enum path_difference difference = suspicion_path_difference(event, suspicion);

    if (is_word(word, length, "other_path_in"))
        *value = of_frame(event->report->frame);
    if (is_word(word, length, "other_path"))
        (void)cause_words_fill("{path}", event, NULL, diagnoser->pool, value);
    if (is_word(word, length, "path_part"))
        *value = of_text(cause_path_part(difference));
    if (is_word(word, length, "over"))
        *value = of_text(cause_path_over(&before, difference));
    if (is_word(word, length, "other_over"))
        *value = of_text(cause_path_over(&now, difference));
}

static void note_words(struct diagnoser *diagnoser, struct suspicion *suspicion,
                       const struct event *event, struct value *value, const char *at)
{
    bool is_at_once = event->report->frame == suspicion->frame;
    const char *word;
    size_t length;

    for (; template_next_word(&at, &word, &length); value++) {
        if (is_word(word, length, "witness"))
            *value = of_frame(suspicion->row->strengthened->witness(event, suspicion));
        if (is_word(word, length, "accepted_as") && event->aor)
            *value = of_text(event->aor->name);
        if (is_word(word, length, "accepted_user") &&
            suspicion->registration->past->authenticated_user)
            *value = of_text(
                cause_quotable(suspicion->registration->past->authenticated_user, diagnoser->pool));
        if (is_word(word, length, "now_at") && !is_at_once)
            (void)cause_words_fill("{now_at}", event, NULL, diagnoser->pool, value);
        if (!is_at_once && event->transaction)
            note_path(diagnoser, suspicion, event, value, word, length);
    }
}

static void note_witness(struct diagnoser *diagnoser, struct suspicion *suspicion,
                         const struct event *event)
{
    const struct cause_text *text = &suspicion->row->text;
    struct value *proof = suspicion->values + suspicion->cause.cause_words;

    note_words(diagnoser, suspicion, event, suspicion->values, text->cause);
    note_words(diagnoser, suspicion, event, proof, text->proof);
    note_words(diagnoser, suspicion, event, proof + suspicion->cause.proof_words, text->action);
}

/* Whether any of the traits is one of what strengthens or refutes it. */
static bool has_trait(const struct cause_row *row, unsigned traits)
{
    return (row->strengthened->traits | row->refuted->traits) & traits;
}

/* The traits of which a change needs one where the event is another client's: of the same server, or of the AOR. */
static unsigned whose_event(const struct suspicion *suspicion, const struct event *event)
{
    unsigned traits = 0;

    if (endpoint_same_ip(&suspicion->server, &event->transaction->server))
        traits |= LOOKS_AT_OTHERS;
    if (suspicion->registration->aor == event->aor)
        traits |= LOOKS_AT_AGENTS;
    return traits;
}

/* Once: what was latent is said, and what was said is proven. */
static bool strengthen(struct diagnoser *diagnoser, struct suspicion *suspicion,
                       const struct event *event, unsigned whose)
{
    if (suspicion->weight != suspicion->row->weight || suspicion->weight == PROVEN ||
        !change_holds(suspicion->row->strengthened, event, suspicion, whose))
        return false;
    suspicion->weight = suspicion->weight == LATENT ? LIKELY : PROVEN;
    suspicion->cause.is_certain = suspicion->weight <= SEEN;
    suspicion->strengthened_in = event->report->frame;
    note_witness(diagnoser, suspicion, event);
    return true;
}

/* Whether the event changes what is thought of it. */
static bool reconsider(struct diagnoser *diagnoser, struct suspicion *suspicion,
                       const struct event *event, unsigned whose)
{
    if (suspicion->is_refuted)
        return false;
    if (change_holds(suspicion->row->refuted, event, suspicion, whose)) {
        suspicion->is_refuted = true;
        return true;
    }
    return strengthen(diagnoser, suspicion, event, whose);
}

static void reconsider_all(struct diagnoser *diagnoser, struct verdict *verdict,
                           const struct event *event)
{
    bool changed = false;

    for (struct suspicion *each = verdict->raised; each; each = each->next)
        changed |= reconsider(diagnoser, each, event, 0);
    if (changed)
        revise(verdict);
}

/* Drops refuted ones. The verdict that one belongs to is revised at the next event of its
 * registration at the latest; here, because that may never come. */
static void reconsider_others(struct diagnoser *diagnoser, const struct event *event)
{
    struct endpoint key;
    GPtrArray *waiting;

    if (!(event->triggers & (ON_RESPONSE | ON_TIMEOUT)) ||
        g_hash_table_size(diagnoser->waiting) == 0)
        return;
    key = event->transaction->server;
    key.port = 0;
    waiting = g_hash_table_lookup(diagnoser->waiting, &key);
    for (unsigned i = 0; waiting && i < waiting->len;) {
        struct suspicion *suspicion = waiting->pdata[i];

        if (suspicion->registration != event->registration &&
            reconsider(diagnoser, suspicion, event,
                       LOOKS_AT_OTHERS | whose_event(suspicion, event)))
            revise(suspicion->verdict);
        if (suspicion->is_refuted)
            g_ptr_array_remove_index_fast(waiting, i);
        else
            i++;
    }
}

static void reconsider_fellow(struct diagnoser *diagnoser, struct verdict *verdict,
                              const struct event *event)
{
    bool changed = false;

    for (struct suspicion *each = verdict->raised; each; each = each->next) {
        if (has_trait(each->row, LOOKS_AT_AGENTS))
            changed |= reconsider(diagnoser, each, event, whose_event(each, event));
    }
    if (changed)
        revise(verdict);
}

/* The other agents of the AOR: what the same account gets on another path. */
static void reconsider_fellows(struct diagnoser *diagnoser, const struct event *event)
{
    struct registration *each =
        event->triggers & ON_RESPONSE && event->aor ? event->aor->agents : NULL;

    for (unsigned i = 0; each && i < AGENTS_SEARCHED_MAX; i++, each = each->older) {
        if (each == event->registration)
            continue;
        reconsider_fellow(diagnoser, &each->history.standing, event);
        if (each->history.latest)
            reconsider_fellow(diagnoser, &each->history.latest->verdict, event);
    }
}

/* Test builds only: asks of some that do not wait for others, which aborts where what another client shows changes
 * them all the same. */
static void check_unconcerned(const struct diagnoser *diagnoser, const struct event *event)
{
#ifdef SIPREG_CHECK_EVENTS
    for (unsigned i = 0; event->triggers & (ON_RESPONSE | ON_TIMEOUT) && i < WAITING_MAX; i++) {
        const struct suspicion *each = diagnoser->checked[i];
        unsigned whose = each ? whose_event(each, event) : 0;

        if (each && !each->is_refuted && each->registration != event->registration &&
            whose & LOOKS_AT_OTHERS) {
            (void)change_holds(each->row->refuted, event, each, whose);
            if (each->weight == each->row->weight)
                (void)change_holds(each->row->strengthened, event, each, whose);
        }
    }
#else
    (void)diagnoser;
    (void)event;
#endif
}

static void note_unconcerned(struct diagnoser *diagnoser, struct suspicion *suspicion)
{
#ifdef SIPREG_CHECK_EVENTS
    size_t row = (size_t)(suspicion->row - causes);

    diagnoser->checked[(suspicion->frame + row) % WAITING_MAX] = suspicion;
#else
    (void)diagnoser;
    (void)suspicion;
#endif
}

/* It waits at the server of its last raising. */
static void wait_for_others(struct diagnoser *diagnoser, struct suspicion *suspicion)
{
    struct endpoint key = suspicion->server;
    GPtrArray *waiting;

    key.port = 0;
    if (!has_trait(suspicion->row, LOOKS_AT_OTHERS)) {
        note_unconcerned(diagnoser, suspicion);
        return;
    }
    if (key.family == ENDPOINT_NONE || endpoint_equal(&key, &suspicion->waits_at))
        return;
    suspicion->waits_at = key;
    waiting = g_hash_table_lookup(diagnoser->waiting, &key);
    if (!waiting) {
        waiting = g_ptr_array_new();
        g_hash_table_insert(diagnoser->waiting, g_memdup2(&key, sizeof(key)), waiting);
    }
    if (waiting->len >= WAITING_MAX)
        g_ptr_array_remove_index(waiting, 0);
    g_ptr_array_add(waiting, suspicion);
}

/* ---- flaws that a server accepts */

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

static void note_accepted(struct diagnoser *diagnoser, const struct event *event)
{
    if (!(event->triggers & ON_RESPONSE) || !event_is_accepted(event))
        return;
    for (const struct finding *each = event->transaction->request->findings; each;
         each = each->next) {
        bool is_cseq = each->rule == RULE_refresh_cseq_not_increased;

        if (each->severity > SEVERITY_CHAT && (!is_cseq || cause_tests_cseq(event)))
            accept_flaw(diagnoser->accepted, flaw_at(&event->transaction->server, each->rule));
    }
}

/* A flaw that the same server has accepted explains no refusal. */
static bool is_accepted_flaw(const struct diagnoser *diagnoser, const struct cause_row *row,
                             const struct event *event, const struct finding *proof)
{
    struct flaw flaw;

    if (row->evidence != FOUND_IN_REQUEST || !proof || !event->transaction ||
        (event->facts && event->facts->status < 300))
        return false;
    flaw = flaw_at(&event->transaction->server, proof->rule);
    return g_hash_table_contains(diagnoser->accepted, &flaw);
}

/* ---- the verdict */

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

/* Two that fit the same message equally are both named. One that another message has confirmed fits better. What
 * holds of any silence is no second guess. */
static bool is_alternative(const struct suspicion *one, const struct suspicion *best)
{
    return one != best && !hold_together(one, best) && one->weight == LIKELY &&
           !(one->row->strengthened->traits & NO_ALTERNATIVE) && best->weight == LIKELY &&
           best->row->weight == one->row->weight && one->frame == best->frame &&
           one->row->kind == best->row->kind &&
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

static void revise(struct verdict *verdict)
{
    struct suspicion *best = best_of(verdict, NULL);
    struct suspicion *second = best ? best_of(verdict, best) : NULL;

    verdict->best[0] = best ? &best->cause : NULL;
    verdict->best[1] = second ? &second->cause : NULL;
    verdict->is_minor = best && best->row->kind == KIND_NUISANCE;
}

/* ---- raising */

static struct suspicion *find(const struct verdict *verdict, const struct cause_row *row)
{
    struct suspicion *each = verdict->raised;

    while (each && each->row != row)
        each = each->next;
    return each;
}

/* Where the verdict is full, the oldest refuted one makes room. It is left as it is, for it may wait for
 * others. */
static bool make_room(struct verdict *verdict)
{
    struct suspicion **refuted = NULL;
    unsigned count = 0;

    for (struct suspicion **each = &verdict->raised; *each; each = &(*each)->next) {
        count++;
        if ((*each)->is_refuted && !refuted)
            refuted = each;
    }
    if (count < SUSPICIONS_MAX)
        return true;
    if (refuted)
        *refuted = (*refuted)->next;
    return refuted != NULL;
}

static void append(struct verdict *verdict, struct suspicion *suspicion)
{
    struct suspicion **end = &verdict->raised;

    while (*end)
        end = &(*end)->next;
    suspicion->verdict = verdict;
    suspicion->next = NULL;
    *end = suspicion;
}

/* Whether frames that the capture lacks may explain what is missing. What a message itself says holds in any
 * case. */
static bool may_be_captures_fault(const struct cause_row *row, const struct event *event)
{
    return (event->capture->is_doubtful || event->capture->has_stopped) &&
           (row->weight == SEEN || event_is_late(event) || event->triggers & ON_LOSS);
}

/* A verdict is never surer than the finding that it rests on. */
static bool is_certain(const struct cause_row *row, const struct event *event,
                       const struct finding *proof)
{
    return row->weight <= SEEN && !may_be_captures_fault(row, event) &&
           !(proof && proof->severity < rule_table[proof->rule].severity);
}

/* No guess about the parties where the capture itself is the better one. Bytes that are missing in a connection
 * are no guess: what was seen without them was seen in part. */
static bool is_idle(const struct cause_row *row, const struct event *event)
{
    return event->capture->is_doubtful && event_is_late(event) &&
           row->weight >= (event->capture->hole_in ? SEEN : LIKELY) && row->kind != KIND_CAPTURE &&
           !has_trait(row, TELLS_GAPS);
}

static void fill_words(struct diagnoser *diagnoser, struct suspicion *suspicion,
                       const struct event *event, const struct finding *proof)
{
    const struct cause_text *text = &suspicion->row->text;
    struct value first[3 * CAUSE_WORDS_MAX] = {{.type = VALUE_NONE}};
    struct value *values = suspicion->values ? suspicion->values : first;
    unsigned cause = cause_words_fill(text->cause, event, proof, diagnoser->pool, values);
    unsigned proofs = cause_words_fill(text->proof, event, proof, diagnoser->pool, values + cause);
    unsigned actions =
        cause_words_fill(text->action, event, proof, diagnoser->pool, values + cause + proofs);

    suspicion->cause.text = text;
    if (!suspicion->values)
        suspicion->values =
            pool_duplicate(diagnoser->pool, first, (cause + proofs + actions) * sizeof(first[0]));
    suspicion->cause.values = suspicion->values;
    suspicion->cause.cause_words = (uint8_t)cause;
    suspicion->cause.proof_words = (uint8_t)proofs;
    suspicion->cause.action_words = (uint8_t)actions;
}

/* The nonce of the credentials that it is about. */
static const struct nonce *nonce_of(const struct event *event)
{
    if (event->refused && event->refused->use)
        return event->refused->use->nonce;
    if (event->credentials && event->credentials->count)
        return event->credentials->checks[0].nonce;
    return event->transaction && event->transaction->uses[0] ? event->transaction->uses[0]->nonce
                                                             : NULL;
}

static void note_challenge(struct suspicion *suspicion, const struct challenge *challenge)
{
    suspicion->has_challenge = challenge && challenge->count;
    if (!suspicion->has_challenge)
        return;
    suspicion->challenge = challenge->each[0];
    suspicion->challenge_in = challenge->frame;
}

static void fill_ground(struct suspicion *suspicion, const struct event *event)
{
    const struct transaction *transaction = event->transaction;
    const struct report *request = cause_request(event);

    suspicion->frame = event->report->frame;
    suspicion->raised_at = event->time;
    suspicion->status = event->report->status;
    suspicion->contact = suspicion->registration->contact;
    suspicion->attempt = request ? request->attempt : event->report->attempt;
    suspicion->request_in = request ? request->frame : event->report->request_in;
    if (transaction) {
        suspicion->call_id = transaction->call_id;
        suspicion->time = transaction->first_time;
        suspicion->server = transaction->server;
        suspicion->client = transaction->client;
        suspicion->sent_by = transaction->sent_by;
        suspicion->transport = transaction->transport;
    } else {
        suspicion->call_id = suspicion->registration->last.call_id;
        suspicion->server = suspicion->registration->last.destination;
        suspicion->client = suspicion->registration->last.source;
        suspicion->transport = suspicion->registration->last.transport;
    }
    if (event->before && event->before->last.report)
        suspicion->earlier = event->before->last.source;
    else if (event->response)
        suspicion->earlier = event->response->public_address.at;
    if (event->refused && event->refused->challenge)
        suspicion->refuser = event->refused->challenge->issuer;
    else if (event->reach && event->facts)
        suspicion->refuser = event->facts->packet->source;
    suspicion->nonce = nonce_of(event);
    suspicion->username =
        event->refused && event->refused->use ? event->refused->use->username : NULL;
    suspicion->is_right = cause_is_known_as_right(event);
    suspicion->was_accepted =
        suspicion->registration->accepted && suspicion->registration->accepted != event->report;
    note_challenge(suspicion, cause_challenge(event));
    suspicion->others = (uint8_t)MIN(cause_other_bindings(event), UINT8_MAX);
    if (event->report->contact_count)
        suspicion->granted_s = event->report->contacts[0].granted_s;
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
    const char *told = event->report->told;
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

static struct verdict *verdict_of(const struct subject *subject)
{
    struct outage *open = history_open(subject->history);

    return open ? &open->verdict : &subject->history->standing;
}

/* Of a refusal alone: what else fails again and again is a matter of the path. */
static uint16_t repeats_of(const struct cause_row *row, const struct event *event)
{
    bool is_storm = row->kind == KIND_DENIED && event->source && cause_status(event) >= 400 &&
                    event->source->failures > event->settings->storm_attempts;

    return is_storm ? (uint16_t)MIN(event->source->failures, UINT16_MAX) : 0;
}

/* The same cause again: its figures are those of the last time. One that was strengthened or refuted stays
 * as it is. */
static void raise_cause(struct diagnoser *diagnoser, const struct cause_row *row,
                        const struct subject *subject, const struct event *event,
                        const struct finding *proof)
{
    struct verdict *verdict = verdict_of(subject);
    struct suspicion *suspicion = find(verdict, row);

    if (suspicion && (suspicion->is_refuted || suspicion->weight != row->weight))
        return;
    if (!suspicion && !make_room(verdict))
        return;
    if (!suspicion) {
        suspicion = pool_allocate(diagnoser->pool, sizeof(*suspicion));
        suspicion->row = row;
        suspicion->weight = row->weight;
        suspicion->registration = subject->registration;
        append(verdict, suspicion);
    }
    suspicion->is_over = false;
    fill_ground(suspicion, event);
    wait_for_others(diagnoser, suspicion);
    suspicion->proof = proof;
    suspicion->cause.is_certain = is_certain(row, event, proof);
    fill_words(diagnoser, suspicion, event, proof);
    suspicion->cause.repeats = repeats_of(row, event);
    suspicion->cause.told = cause_quotable(told_beside(&row->text, event), diagnoser->pool);
    strengthen(diagnoser, suspicion, event, 0);
    revise(verdict);
}

/* What was raised in the attempt that has now led to an outage explains that, and what was raised since the
 * first failure that did. */
static void inherit(const struct subject *subject)
{
    struct history *history = subject->history;
    struct outage *open = history_open(history);
    struct suspicion **each = &history->standing.raised;

    if (!open || open->verdict.raised)
        return;
    while (*each) {
        struct suspicion *suspicion = *each;

        if (suspicion->row->kind == KIND_NUISANCE ||
            suspicion->frame < MIN(subject->registration->attempt.first_in, open->first_in)) {
            each = &(*each)->next;
            continue;
        }
        *each = (*each)->next;
        append(&open->verdict, suspicion);
    }
    revise(&open->verdict);
    revise(&history->standing);
}

static void reconsider_history(struct diagnoser *diagnoser, struct history *history,
                               const struct event *event)
{
    if (!history)
        return;
    reconsider_all(diagnoser, &history->standing, event);
    if (history->latest)
        reconsider_all(diagnoser, &history->latest->verdict, event);
}

/* Those that a request of another method comes from and is sent to. */
static void reconsider_agents(struct diagnoser *diagnoser, const struct event *event)
{
    struct history *sender = NULL, *target = of_owner(event->target).history;

    for (const struct binding *binding = event->registration ? event->aor->bindings : NULL;
         binding && !sender; binding = binding->next) {
        if (binding->owner == event->registration)
            sender = of_owner(binding).history;
    }
    reconsider_history(diagnoser, sender, event);
    if (target != sender)
        reconsider_history(diagnoser, target, event);
}

/* The agents of the AOR, whether the capture shows them to be bound or not. */
static void reconsider_notified(struct diagnoser *diagnoser, const struct event *event)
{
    struct registration *agent = event->aor->agents;

    for (unsigned i = 0; agent && i < NOTIFIED_MAX; i++, agent = agent->older)
        reconsider_history(diagnoser, &agent->history, event);
}

/* A client whose REGISTER did not arrive tries another transport, or another server, as it is meant to
 * (RFC 3263 4.3). */
static bool has_failed_over(const struct suspicion *suspicion, const struct event *event)
{
    return suspicion->row->triggers & (ON_ICMP | ON_LOSS) ||
           !endpoint_same_ip(&event->transaction->server, &suspicion->server);
}

/* What a 2xx shows, or what became of the challenges of an attempt, is not over with the 2xx that ends it. */
static bool outlives_success(const struct suspicion *suspicion, const struct event *event)
{
    unsigned status = suspicion->status;

    return ((status >= 200 && status < 300) ||
            ((status == 401 || status == 407) && suspicion->attempt == event->report->attempt)) &&
           !has_failed_over(suspicion, event);
}

/* What kept the client out, and made no outage, is over with the next 2xx, or with the next attempt after that: it
 * is not said any more. */
static void forget_overcome(struct verdict *standing, const struct event *event)
{
    bool is_accepted = event->triggers & ON_RESPONSE && event_is_accepted(event);
    bool is_any = false;

    if (!(is_accepted || (event->triggers & ON_REQUEST && !event->before->continues)) ||
        !registration_is_bound(event->registration))
        return;
    for (struct suspicion *each = standing->raised; each; each = each->next) {
        bool is_over = each->row->kind == KIND_DENIED && event->registration->accepted &&
                       each->frame < event->registration->accepted->frame &&
                       !(is_accepted && outlives_success(each, event));

        is_any |= is_over && !each->is_over;
        each->is_over |= is_over;
    }
    if (is_any)
        revise(standing);
}

/* A REGISTER that was not delivered explains nothing any more when the server refuses the next one itself. */
static void forget_delivered(struct verdict *verdict, const struct event *event)
{
    bool is_any = false;

    for (struct suspicion *each = verdict->raised; each; each = each->next) {
        bool is_over = each->row->kind == KIND_DENIED &&
                       each->row->triggers & (ON_ICMP | ON_LOSS) &&
                       each->frame < event->report->frame &&
                       endpoint_same_ip(&event->transaction->server, &each->server);

        is_any |= is_over && !each->is_over;
        each->is_over |= is_over;
    }
    if (is_any)
        revise(verdict);
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

static void weigh_anew(struct diagnoser *diagnoser, const struct event *event)
{
    struct subject subject = of_event(event);

    if (subject.history)
        inherit(&subject);
    reconsider_history(diagnoser, subject.history, event);
    if (subject.history)
        forget_overcome(&subject.history->standing, event);
    if (subject.history && event->triggers & ON_RESPONSE && cause_refused_finally(event))
        forget_delivered(verdict_of(&subject), event);
    if (event->triggers & ON_OTHER_REQUEST)
        reconsider_agents(diagnoser, event);
    if (event->triggers & ON_NOTIFY && event->aor)
        reconsider_notified(diagnoser, event);
    reconsider_others(diagnoser, event);
    reconsider_fellows(diagnoser, event);
    check_unconcerned(diagnoser, event);
    note_accepted(diagnoser, event);
}

static void consider(struct diagnoser *diagnoser, const struct cause_row *row,
                     const struct event *event, const struct finding *news)
{
    const struct finding *proof;
    struct subject subject;

    if (is_idle(row, event))
        return;
    subject = subject_of(row, event);
    if (!subject.history || is_given_up(&subject, event) || !find_proof(row, event, news, &proof) ||
        is_accepted_flaw(diagnoser, row, event, proof) || !row->holds(event))
        return;
    inherit(&subject);
    raise_cause(diagnoser, row, &subject, event, proof);
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
