/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/registration.h"

#include "base/lookup.h"
#include "state/ims.h"
#include "state/outage.h"

/* The key of a registration: Call-ID and AOR, and the flow where the client names one. RFC 5626
 * 4.2.1 has one Call-ID per flow; clients that share one among flows are still told apart. */
struct series {
    const char *call_id;
    const struct aor *aor;
    uint32_t reg_id; /* 0: the first one under this Call-ID */
    struct registration *registration;
};

struct registrations {
    struct pool *pool;
    GPtrArray *all;
    struct lookup series;           /* struct series */
    struct registrations *earlier;  /* which these follow; NULL: none */
    struct registration *continued; /* one of those, that of the message; NULL: none */
    uint32_t next_number;
};

static const struct registration_rare nothing_rare;
const struct registration_past registration_no_past = {.rare = &nothing_rare};

struct registration_past *registration_past(struct registration *registration)
{
    struct registration_past *past;

    if (registration->past == &registration_no_past) {
        past = pool_allocate(registration->pool, sizeof(*past));
        past->rare = &nothing_rare;
        registration->past = past;
    }
    return (struct registration_past *)registration->past;
}

struct registration_rare *registration_rare(struct registration *registration)
{
    struct registration_past *past = registration_past(registration);

    if (past->rare == &nothing_rare)
        past->rare = pool_allocate(registration->pool, sizeof(*past->rare));
    return (struct registration_rare *)past->rare;
}

const struct report_place *registration_place(struct registration *registration)
{
    const struct report_place *place = registration->place;
    struct report_place *now;

    if (place && place->user_agent == registration->user_agent &&
        place->server == registration->server)
        return place;
    now = pool_allocate(registration->pool, sizeof(*now));
    *now = (struct report_place){
        .aor = registration->aor->name,
        .history = &registration->history,
        .user_agent = registration->user_agent,
        .server = registration->server,
        .registration = registration->number,
        .first_in = registration->first_in,
    };
    return registration->place = now;
}

static uint32_t series_hash(const struct registrations *registrations, const struct series *series)
{
    return lookup_hash_three(&registrations->series, (uintptr_t)series->call_id,
                             (uintptr_t)series->aor, series->reg_id);
}

static bool is_series(const void *object, const void *key)
{
    const struct series *left = object, *right = key;

    return left->call_id == right->call_id && left->aor == right->aor &&
           left->reg_id == right->reg_id;
}

static struct lookup_slot *find_series(const struct registrations *registrations,
                                       const struct series *series)
{
    return lookup_slot(&registrations->series, series_hash(registrations, series), is_series,
                       series);
}

static uint32_t reg_id_of(const struct facts *facts)
{
    return facts->is_request && facts->contact_count ? facts->contacts[0].reg_id : 0;
}

static void registration_free(void *memory)
{
    struct registration *registration = memory;

    deadline_cancel(&registration->attempt.deadline);
    if (registration->reach)
        deadline_cancel(&registration->reach->deadline);
    g_free(registration->reach);
    g_free(registration->redirect);
    ims_free(registration->ims);
    g_free(registration->nodes);
    g_free(registration->strength);
}

struct registrations *registrations_new(struct pool *pool)
{
    struct registrations *registrations = g_new0(struct registrations, 1);

    registrations->pool = pool;
    registrations->all = g_ptr_array_new_with_free_func(registration_free);
    lookup_init(&registrations->series);
    return registrations;
}

void registrations_free(struct registrations *registrations)
{
    if (!registrations)
        return;
    lookup_clear(&registrations->series);
    g_ptr_array_free(registrations->all, TRUE);
    g_free(registrations);
}

void registrations_follow(struct registrations *registrations, struct registrations *earlier)
{
    registrations->earlier = earlier;
}

void registrations_succeed(struct registrations *registrations)
{
    registrations->next_number = registrations->earlier->next_number;
    registrations->earlier = NULL;
    registrations->continued = NULL;
}

/* Each history is that of a registration. */
const struct registration *registrations_expect(struct registrations *registrations,
                                                const struct history *history)
{
    registrations->continued =
        history ? (struct registration *)((char *)history - offsetof(struct registration, history))
                : NULL;
    return registrations->continued;
}

void registrations_advance(struct registrations *registrations, int64_t now)
{
    for (unsigned i = 0; i < registrations->all->len; i++)
        history_advance(&((struct registration *)registrations->all->pdata[i])->history, now);
}

/* It has sent REGISTERs to this server, though perhaps not the latest one. */
static bool has_met(const struct registration *registration, const struct endpoint *server)
{
    return endpoint_same_ip(server, &registration->last.destination) ||
           (registration->past->servers[0] &&
            registration_find_server(registration, server).frame != 0);
}

/* True if a REGISTER under another Call-ID comes from the agent of this registration: the same
 * instance on the same flow, or, where either has no instance, the same Contact from the same
 * address. RFC 3261 10.2 has one Call-ID per registrar, so at a registrar where it never was it is
 * another registration. */
static bool is_agent(const struct registration *registration, const struct facts *facts)
{
    if (!has_met(registration, &facts->packet->destination) ||
        facts->is_emergency != registration->is_emergency)
        return false;
    for (unsigned i = 0; i < facts->contact_count; i++) {
        const struct facts_contact *contact = &facts->contacts[i];

        if (contact->reg_id != registration->reg_id)
            continue;
        if (contact->instance && registration->instance) {
            if (contact->instance == registration->instance)
                return true;
        } else if (facts_same_uri(contact->uri, registration->contact) &&
                   endpoint_same_ip(&facts->packet->source, &registration->last.source)) {
            return true;
        }
    }
    return false;
}

/* A client that was refused over one connection begins anew over the next, from another port. */
static bool is_same_source(const struct registration *registration, const struct packet *packet)
{
    const struct endpoint *last = &registration->last.source;

    return endpoint_equal(&packet->source, last) ||
           (packet->transport != TRANSPORT_UDP && registration->state == STATE_REJECTED &&
            endpoint_same_ip(&packet->source, last));
}

/* Some phones choose parameters of their Contact, or its port, anew each time. The source shows that
 * it is the same one, where no proxy and no other agent shares it. */
static bool is_alike(const struct registration *registration, const struct facts *facts)
{
    const struct facts_contact *contact = &facts->contacts[0];

    return facts->contact_count == 1 && facts->via_count == 1 && !contact->reg_id &&
           !registration->reg_id && !(contact->instance && registration->instance) &&
           !registration->attempt.open && !registration->keeps_alike &&
           facts->is_emergency == registration->is_emergency &&
           facts->user_agent == registration->user_agent &&
           facts->packet->transport == registration->last.transport &&
           endpoint_equal(&facts->packet->destination, &registration->last.destination) &&
           is_same_source(registration, facts->packet) &&
           facts_is_alike(contact->uri, registration->contact, true);
}

struct registration *registrations_find(const struct registrations *registrations,
                                        const struct aor *aor, const struct facts *facts,
                                        enum registration_match *match)
{
    struct series key = {facts->call_id, aor, reg_id_of(facts), NULL};
    struct series *series = lookup_object(find_series(registrations, &key));
    struct registration *registration = aor->agents;

    if (!series && key.reg_id) {
        /* So far only its responses were seen, which do not say the flow. */
        key.reg_id = 0;
        series = lookup_object(find_series(registrations, &key));
        if (series && (!series->registration->completeness.had_response ||
                       series->registration->completeness.had_request))
            series = NULL;
    }

    *match = REGISTRATION_BY_CALL_ID;
    if (series || !facts->is_request)
        return series ? series->registration : NULL;
    *match = REGISTRATION_BY_AGENT;
    for (unsigned i = 0; registration && i < AGENTS_SEARCHED_MAX; i++) {
        if (is_agent(registration, facts))
            return registration;
        registration = registration->older;
    }
    *match = REGISTRATION_BY_LIKENESS;
    registration = aor->has_likes ? NULL : aor->agents;
    for (unsigned i = 0; registration && i < AGENTS_SEARCHED_MAX; i++) {
        if (is_alike(registration, facts))
            return registration;
        registration = registration->older;
    }
    return NULL;
}

struct registration *registrations_find_sender(const struct aor *aor, const struct endpoint *source)
{
    struct registration *registration = aor->agents;

    for (unsigned i = 0; registration && i < AGENTS_SEARCHED_MAX; i++) {
        if (endpoint_same_ip(&registration->last.source, source))
            return registration;
        registration = registration->older;
    }
    return NULL;
}

static void remove_series(struct registrations *registrations, const struct series *series)
{
    struct lookup_slot *slot = find_series(registrations, series);

    if (lookup_object(slot))
        lookup_remove(&registrations->series, slot);
}

void registrations_take_back(struct registrations *registrations, const struct facts *facts,
                             struct registration *registration)
{
    struct series key = {facts->call_id, registration->aor, reg_id_of(facts), NULL};

    remove_series(registrations, &key);
    key.reg_id = 0;
    remove_series(registrations, &key);
    registration->is_by_likeness = false;
    registration->aor->has_likes = true;
}

static void add_series(struct registrations *registrations, struct series series)
{
    uint32_t hash = series_hash(registrations, &series);
    struct lookup_slot *slot = lookup_slot(&registrations->series, hash, is_series, &series);

    if (!lookup_object(slot))
        lookup_add(&registrations->series, slot, hash,
                   pool_duplicate(registrations->pool, &series, sizeof(series)));
}

void registrations_add_call_id(struct registrations *registrations,
                               struct registration *registration, const struct facts *facts)
{
    struct series series = {facts->call_id, registration->aor, reg_id_of(facts), registration};

    registration->call_id = facts->call_id;
    add_series(registrations, series);
    series.reg_id = 0;
    add_series(registrations, series);
}

/* The number of a new one. */
static uint32_t take_number(struct registrations *registrations)
{
    return (registrations->earlier ? registrations->earlier : registrations)->next_number++;
}

/* The earlier one of the message, if this new one is the first that continues it; NULL: none. Interned strings of the two
 * are not the same. */
static struct registration *take_continued(struct registrations *registrations,
                                           const struct aor *aor)
{
    struct registration *continued = registrations->continued;

    if (!continued || continued->has_successor || strcmp(continued->aor->name, aor->name) != 0)
        return NULL;
    continued->has_successor = true;
    return continued;
}

/* A REGISTER opens the attempt that the earlier one has opened, or continued, with it. */
static void continue_counts(struct registration *registration, const struct registration *earlier,
                            bool is_request)
{
    const struct history *history = &earlier->history;

    registration->number = earlier->number;
    registration->first_in = earlier->first_in;
    registration->attempts = earlier->attempts - (is_request && earlier->attempts ? 1 : 0);
    registration->refreshes = earlier->refreshes;
    registration->completeness.mid_start = earlier->completeness.mid_start;
    registration->history.wanted = history->wanted;
    registration->history.bound = history->bound;
    registration->history.forgotten = history_count(history) - (history_open(history) ? 1 : 0);
}

struct registration *registrations_add(struct registrations *registrations, struct aor *aor,
                                       const struct facts *facts)
{
    struct registration *registration = pool_allocate(registrations->pool, sizeof(*registration));
    const struct registration *continued = take_continued(registrations, aor);

    registration->older = aor->agents;
    aor->agents = registration;
    registration->aor = aor;
    registration->past = &registration_no_past;
    registration->pool = registrations->pool;
    if (continued) {
        continue_counts(registration, continued, facts->is_request);
    } else {
        registration->number = take_number(registrations);
        registration->first_in = facts->packet->frame;
    }
    registration->is_emergency = facts->is_emergency;
    registration->attempt.deadline =
        (struct deadline){.owner = registration, .kind = DEADLINE_FOLLOW_UP};
    g_ptr_array_add(registrations->all, registration);
    registrations_add_call_id(registrations, registration, facts);
    return registration;
}

void registration_offer(struct registration *registration, const struct offer *offer)
{
    struct offer **offers = registration_past(registration)->offers, **oldest = &offers[0];

    for (unsigned i = 0; i < REGISTRATION_OFFERS_MAX; i++) {
        struct offer **each = &offers[i];

        if (*each && (*each)->nonce == offer->nonce) {
            **each = *offer;
            return;
        }
        if (!*each || (*oldest && (*each)->round < (*oldest)->round))
            oldest = each;
    }
    /* Clients use the topmost challenge of a long list (RFC 8760 2.4): it stays. */
    if (!*oldest)
        *oldest = pool_duplicate(registration->pool, offer, sizeof(*offer));
    else if ((*oldest)->round < offer->round)
        **oldest = *offer;
}

const struct offer *registration_find_offer(const struct registration *registration,
                                            const struct nonce *nonce)
{
    for (unsigned i = 0; nonce && i < REGISTRATION_OFFERS_MAX; i++) {
        const struct offer *each = registration->past->offers[i];

        if (each && each->nonce == nonce)
            return each;
    }
    return NULL;
}

const struct offer *registration_newest_offer(const struct registration *registration,
                                              const struct offer *offer)
{
    for (unsigned i = 0; i < REGISTRATION_OFFERS_MAX; i++) {
        const struct offer *each = registration->past->offers[i];

        if (each && each->nonce->realm == offer->nonce->realm && each->call_id == offer->call_id &&
            each->round > offer->round)
            offer = each;
    }
    return offer;
}

void registration_choose_challenge(struct registration *registration, const char *call_id)
{
    const struct challenge *other = registration->past->other_challenge;
    struct registration_past *past;
    struct challenge challenge;

    if (!other || !other->frame || other->call_id != call_id ||
        registration->past->challenge.call_id == call_id)
        return;
    past = registration_past(registration);
    challenge = past->challenge;
    past->challenge = *past->other_challenge;
    *past->other_challenge = challenge;
}

void registration_keep_challenge(struct registration *registration)
{
    struct registration_past *past = registration_past(registration);

    if (!past->other_challenge)
        past->other_challenge = pool_allocate(registration->pool, sizeof(past->challenge));
    *past->other_challenge = past->challenge;
}

const struct offer *registration_latest_offer(const struct registration *registration,
                                              const char *realm)
{
    const struct offer *latest = NULL;

    for (unsigned i = 0; i < REGISTRATION_OFFERS_MAX; i++) {
        const struct offer *each = registration->past->offers[i];

        if (each && each->nonce->realm == realm && (!latest || each->round > latest->round))
            latest = each;
    }
    return latest;
}

/* The first REGISTER is in no record before there is a second one. */
static struct server_cseq server_of_last(const struct last_request *last)
{
    return (struct server_cseq){
        .server = last->destination,
        .cseq = last->cseq,
        .frame = last->frame,
        .time = last->time,
        .call_id = last->call_id,
    };
}

struct server_cseq registration_find_server(const struct registration *registration,
                                            const struct endpoint *server)
{
    const struct registration_past *past = registration->past;

    if (!past->servers[0] && registration->last.report &&
        endpoint_same_ip(&registration->last.destination, server))
        return server_of_last(&registration->last);
    for (unsigned i = 0; i < REGISTRATION_SERVERS_MAX; i++) {
        if (past->servers[i] && endpoint_same_ip(&past->servers[i]->server, server))
            return *past->servers[i];
    }
    return (struct server_cseq){0};
}

/* The record of this server, or the one that it takes: a free one, or the oldest. */
static struct server_cseq **place_of_server(struct server_cseq **servers,
                                            const struct endpoint *server)
{
    struct server_cseq **place = servers;

    for (unsigned i = 0; i < REGISTRATION_SERVERS_MAX; i++) {
        struct server_cseq **each = &servers[i];

        if (*each && endpoint_same_ip(&(*each)->server, server))
            return each;
        if (*place && (*each ? (*each)->time : 0) < (*place)->time)
            place = each;
    }
    return place;
}

bool registration_is_forgotten(const struct registration *registration, const char *call_id)
{
    bool was_bound = false;

    for (const struct binding *each = registration->aor->bindings; each; each = each->next) {
        if (each->owner != registration || each->call_id != call_id || !each->granted_in)
            continue;
        if (binding_is_alive(each))
            return false;
        was_bound = true;
    }
    return was_bound;
}

void registration_note_server(struct registration *registration, const struct facts *facts)
{
    struct server_cseq **servers, **place;

    if (!registration->last.report)
        return;
    servers = registration_past(registration)->servers;
    if (!servers[0]) {
        servers[0] = pool_allocate(registration->pool, sizeof(*servers[0]));
        *servers[0] = server_of_last(&registration->last);
    }
    place = place_of_server(servers, &facts->packet->destination);
    if (!*place)
        *place = pool_allocate(registration->pool, sizeof(**place));
    if (endpoint_same_ip(&(*place)->server, &facts->packet->destination) &&
        (*place)->call_id == facts->call_id && (*place)->cseq >= facts->cseq &&
        !registration_is_forgotten(registration, facts->call_id))
        return;
    **place = (struct server_cseq){
        .server = facts->packet->destination,
        .cseq = facts->cseq,
        .frame = facts->packet->frame,
        .time = facts->packet->time,
        .call_id = facts->call_id,
    };
}

struct binding *registration_find_binding(const struct registration *registration,
                                          const char *contact, const char *instance,
                                          uint32_t reg_id)
{
    struct binding *binding =
        aor_find_binding(registration->aor, registration, contact, instance, reg_id);

    if (binding && binding->owner == registration)
        return binding;
    return reg_id ? NULL : registration_find_alike(registration, contact, instance);
}

struct binding *registration_find_alike(const struct registration *registration,
                                        const char *contact, const char *instance)
{
    struct binding *binding = registration->keeps_alike ? NULL : registration->aor->bindings;

    for (; binding; binding = binding->next) {
        if (binding->owner == registration && !binding->reg_id &&
            (binding->state == BINDING_LIVE || binding->state == BINDING_EXPIRED) &&
            !(instance && binding->instance && instance != binding->instance) &&
            facts_is_alike(binding->contact, contact, false))
            return binding;
    }
    return NULL;
}

void registration_note_bound(struct registration *registration, const char *call_id, uint32_t frame,
                             int64_t time)
{
    const int64_t window = 5 * SECOND;
    struct registration_past *past = registration_past(registration);
    struct burst *burst = &past->burst;
    unsigned place = 0;

    if (!call_id || time - burst->times[0] > window || time < burst->times[0]) {
        *burst = (struct burst){0};
        if (!call_id) {
            past->removed_in = frame;
            past->removed_at = time;
            return;
        }
    }
    while (place < BURST_CALL_IDS - 1 && burst->call_ids[place] != call_id)
        place++;
    for (; place > 0; place--) {
        burst->call_ids[place] = burst->call_ids[place - 1];
        burst->times[place] = burst->times[place - 1];
    }
    burst->call_ids[0] = call_id;
    burst->times[0] = time;
    if (!burst->reached_in && burst->call_ids[BURST_CALL_IDS - 1] &&
        time - burst->times[BURST_CALL_IDS - 1] <= window)
        burst->reached_in = frame;
}

bool registration_got_response(const struct registration *registration,
                               const struct binding *binding)
{
    const struct last_request *last = &registration->last;
    bool is_last = last->time <= binding->expires_at ||
                   registration->past->before.frame < registration->tried_in;

    return is_last ? last->has_response : registration->past->before.has_response;
}

bool registration_lacks_response(const struct registration *registration,
                                 const struct binding *binding)
{
    return registration->tried_in && registration->tried_at <= binding->expires_at &&
           !registration_got_response(registration, binding) &&
           registration->last.resent_at > binding->expires_at;
}

bool challenge_is_unused(const struct challenge *challenge, const struct last_request *last)
{
    return challenge->report && !challenge->was_followed && !challenge->to_credentials &&
           challenge->report->request_in == last->frame && !last->was_retransmitted &&
           !last->unreachable && !last->incomplete;
}

bool challenge_is_to_refresh(const struct challenge *challenge, const struct binding *own)
{
    return own && own->granted_at < challenge->time && own->expires_at > challenge->time;
}

bool registration_tried_once(const struct registration *registration)
{
    const struct report *accepted = registration->accepted;
    const struct last_request *last = &registration->last;

    return accepted && last->report && last->frame > accepted->frame && !last->incomplete &&
           registration->attempt.number == accepted->attempt + 1 &&
           !intent_removes(registration->attempt.intent) &&
           registration->attempt.intent != INTENT_FETCH;
}

int64_t registration_longest_pause(const struct registration *registration)
{
    enum { INTERVALS = 4, AT_LEAST_S = 300, AT_MOST_S = 1800 };
    const struct report *accepted = registration->accepted;
    const struct report_contact *contact =
        accepted && accepted->contact_count ? &accepted->contacts[0] : NULL;
    int64_t paused = contact && contact->has_grant ? (int64_t)contact->granted_s * INTERVALS : 0;

    return (paused ? CLAMP(paused, AT_LEAST_S, AT_MOST_S) : AT_MOST_S) * SECOND;
}

bool registration_is_bound(const struct registration *registration)
{
    for (const struct binding *binding = registration->aor->bindings; binding;
         binding = binding->next) {

        if (binding->owner == registration && binding->state == BINDING_LIVE)
            return true;
    }
    return false;
}
