/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/suspicion.h"

#include "diagnosis/cause_values.h"
#include "diagnosis/ranking.h"
#include "state/outage.h"

enum {
    /* Causes of one outage, or of one registration besides its outages, refuted ones included: silence alone raises
     * more than a dozen that wait for what others show. */
    SUSPICIONS_MAX = 24
};

/* Once: what was latent is said, and what was said is proven. */
static bool strengthen(struct suspicion *suspicion, const struct event *event, unsigned whose,
                       struct pool *pool)
{
    if (suspicion->weight != suspicion->row->weight || suspicion->weight == PROVEN ||
        !change_holds(suspicion->row->strengthened, event, suspicion, whose))
        return false;
    suspicion->weight = suspicion->weight == LATENT ? LIKELY : PROVEN;
    suspicion->cause.is_certain = suspicion->weight <= SEEN;
    suspicion->strengthened_in = event->report->frame;
    cause_values_note_change(suspicion, event, pool);
    return true;
}

bool suspicion_reconsider(struct suspicion *suspicion, const struct event *event, unsigned whose,
                          struct pool *pool)
{
    if (suspicion->is_refuted)
        return false;
    if (change_holds(suspicion->row->refuted, event, suspicion, whose)) {
        suspicion->is_refuted = true;
        return true;
    }
    return strengthen(suspicion, event, whose, pool);
}

static void reconsider_verdict(struct verdict *verdict, const struct event *event,
                               struct pool *pool)
{
    bool changed = false;

    for (struct suspicion *each = verdict->raised; each; each = each->next)
        changed |= suspicion_reconsider(each, event, 0, pool);
    if (changed)
        ranking_revise(verdict);
}

void suspicion_reconsider_all(struct history *history, const struct event *event, struct pool *pool)
{
    if (!history)
        return;
    reconsider_verdict(&history->standing, event, pool);
    if (history->latest)
        reconsider_verdict(&history->latest->verdict, event, pool);
}

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

/* Silence shows that something does not work, not who has to act: a request that is lost, that goes another way or that
 * is ignored looks the same. */
static bool rests_on_silence(const struct event *event)
{
    return event->triggers & ON_TIMEOUT && cause_is_silent_everywhere(event);
}

/* A verdict is never surer than the finding that it rests on. */
static bool is_certain(const struct cause_row *row, const struct event *event,
                       const struct finding *proof)
{
    return row->weight <= SEEN && !may_be_captures_fault(row, event) && !rests_on_silence(event) &&
           !(proof && proof->severity < rule_table[proof->rule].severity);
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

/* Without a transaction, that of the latest REGISTER. */
static void fill_way(struct suspicion *suspicion, const struct transaction *transaction)
{
    const struct last_request *last = &suspicion->registration->last;

    if (transaction) {
        suspicion->call_id = transaction->call_id;
        suspicion->time = transaction->first_time;
        suspicion->server = transaction->server;
        suspicion->client = transaction->client;
        suspicion->sent_by = transaction->sent_by;
        suspicion->transport = transaction->transport;
    } else {
        suspicion->call_id = last->call_id;
        suspicion->server = last->destination;
        suspicion->client = last->source;
        suspicion->transport = last->transport;
    }
}

static void fill_ground(struct suspicion *suspicion, const struct event *event)
{
    const struct report *request = cause_request(event);
    const struct last_request *before = &suspicion->registration->past->before;

    suspicion->frame = event->report->frame;
    suspicion->raised_at = event->time;
    suspicion->status = event->report->status;
    suspicion->contact = suspicion->registration->contact;
    suspicion->attempt = request ? request->attempt : event->report->attempt;
    suspicion->request_in = request ? request->frame : event->report->request_in;
    fill_way(suspicion, event->transaction);
    if (cause_is_refused_connection(event))
        suspicion->server = event->traffic->packet->source;
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
    suspicion->follows_response = before->report && before->has_response;
    suspicion->is_silent_again = before->report && !before->has_response &&
                                 endpoint_equal(&before->source, &suspicion->client) &&
                                 endpoint_equal(&before->destination, &suspicion->server);
    suspicion->accepted_at = suspicion->registration->past->accepted_path.client;
    suspicion->was_accepted =
        suspicion->registration->accepted && suspicion->registration->accepted != event->report;
    note_challenge(suspicion, cause_challenge(event));
    suspicion->form = register_form_of(event);
    suspicion->others = (uint8_t)MIN(cause_other_bindings(event), UINT8_MAX);
    if (event->report->contact_count)
        suspicion->granted_s = event->report->contacts[0].granted_s;
}

/* What was overcome has come again: it has to be strengthened again, by what is seen now. */
static void begin_anew(struct suspicion *suspicion)
{
    suspicion->is_over = false;
    suspicion->weight = suspicion->row->weight;
    suspicion->strengthened_in = 0;
}

/* What the verdict has of it, or makes room for; NULL: it stays as it is, or there is no room. */
static struct suspicion *renewed(const struct cause_row *row, const struct subject *subject,
                                 struct pool *pool)
{
    struct verdict *verdict = subject_verdict(subject);
    struct suspicion *suspicion = find(verdict, row);

    if (suspicion && suspicion->is_over && !suspicion->is_refuted)
        begin_anew(suspicion);
    if (suspicion)
        return suspicion->is_refuted || suspicion->weight != row->weight ? NULL : suspicion;
    if (!make_room(verdict))
        return NULL;
    suspicion = pool_allocate(pool, sizeof(*suspicion));
    suspicion->row = row;
    suspicion->weight = row->weight;
    suspicion->registration = subject->registration;
    append(verdict, suspicion);
    return suspicion;
}

struct suspicion *suspicion_raise(const struct cause_row *row, const struct subject *subject,
                                  const struct event *event, const struct finding *proof,
                                  struct pool *pool)
{
    struct suspicion *suspicion = renewed(row, subject, pool);

    if (!suspicion)
        return NULL;
    fill_ground(suspicion, event);
    suspicion->proof = proof;
    suspicion->cause.is_certain = is_certain(row, event, proof);
    cause_values_fill(suspicion, event, proof, pool);
    strengthen(suspicion, event, 0, pool);
    ranking_revise(suspicion->verdict);
    return suspicion;
}

void suspicion_inherit(const struct subject *subject)
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
    ranking_revise(&open->verdict);
    ranking_revise(&history->standing);
}
