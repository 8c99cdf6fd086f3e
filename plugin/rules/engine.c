/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/engine.h"

#include <inttypes.h>

#define FIRST_OF(first, ...) (first)

/* Test builds ask all rules, and abort where one finds something without what its row needs. */
#ifdef SIPREG_CHECK_EVENTS
#define ASKS_ALL true
#else
#define ASKS_ALL false
#endif

const struct rule_row rule_table[RULE_COUNT] = {
#define RULE(name, filter_, severity_, group_, ...)                                                \
    [RULE_##name] = {.filter = filter_,                                                            \
                     .id = filter_ + sizeof("sipreg.") - 1,                                        \
                     .triggers = (unsigned)(FIRST_OF(__VA_ARGS__, ) & ~TRAITS_ALL),                \
                     .needs = FIRST_OF(__VA_ARGS__, ) & TRAITS_ALL,                                \
                     .severity = SEVERITY_##severity_,                                             \
                     .group = GROUP_##group_,                                                      \
                     .check = rule_##name},
#include "rules/catalogue.def"
};

static const uint16_t rule_of[FORM_COUNT] = {
#define RULE(name, ...)  [FORM_##name] = RULE_##name,
#define FORM(name, rule) [FORM_##name] = RULE_##rule,
#include "rules/catalogue.def"
};

enum {
    /* Kinds of events whose rules are remembered; a busy registrar sees some dozens. */
    ASKED_MAX = 256,
    /* Places that a kind may have there: in the last one it takes that of another kind. */
    ASKED_PLACES = 4
};

struct findings {
    struct report *report;
    struct pool *pool;
    unsigned count; /* of all that were added */
};

typedef void (*rule_check)(struct rule_context *context);

/* The checks of the rules that are asked at a kind of event, as the catalogue has them: most wait for what seldom
 * happens. */
struct asked {
    uint64_t kind;
    unsigned count;
    rule_check checks[RULE_COUNT];
};

struct engine {
    struct findings findings;
    struct asked *asked[ASKED_MAX]; /* by kind of event; NULL: none yet */
    bool needs_route[RULE_COUNT];   /* judges a NAT, or the way of a response, by addresses */
    bool needs_sources[RULE_COUNT]; /* tells clients apart by addresses */
};

/* The one place that says which rules need real addresses. */
static void mark_addresses(struct engine *engine)
{
    static const enum rule routes[] = {RULE_txn_response_port, RULE_txn_response_source,
                                       RULE_txn_rport_ignored, RULE_txn_received_missing};
    static const enum rule sources[] = {RULE_refresh_source_changed,
                                        RULE_refresh_dest_changed,
                                        RULE_txn_merged,
                                        RULE_sec_bruteforce,
                                        RULE_sec_enumeration,
                                        RULE_sec_flood,
                                        RULE_sec_binding_overwritten,
                                        RULE_sec_binding_removed_foreign,
                                        RULE_sec_call_diverted,
                                        RULE_sec_credential_replay,
                                        RULE_auth_nonce_cross_client};

    for (unsigned rule = 0; rule < RULE_COUNT; rule++)
        engine->needs_route[rule] = g_str_has_prefix(rule_table[rule].id, "nat.");
    for (unsigned i = 0; i < G_N_ELEMENTS(routes); i++)
        engine->needs_route[routes[i]] = true;
    for (unsigned i = 0; i < G_N_ELEMENTS(sources); i++)
        engine->needs_sources[sources[i]] = true;
}

static bool may_speak(const struct engine *engine, unsigned rule, const struct event *event)
{
    if (event->addresses == ADDRESSES_ARE_REAL)
        return true;
    return !engine->needs_route[rule] &&
           !(engine->needs_sources[rule] && event->addresses == ADDRESSES_ARE_OBSERVED);
}

struct engine *engine_new(struct pool *pool)
{
    struct engine *engine = g_new0(struct engine, 1);

    engine->findings.pool = pool;
    mark_addresses(engine);
    return engine;
}

void engine_free(struct engine *engine)
{
    if (!engine)
        return;
    for (unsigned i = 0; i < ASKED_MAX; i++)
        g_free(engine->asked[i]);
    g_free(engine);
}

static bool has_needs(const struct rule_row *row, uint64_t traits)
{
    return !(row->needs & ~traits);
}

static bool is_asked(const struct engine *engine, unsigned rule, const struct event *event)
{
    return rule_table[rule].triggers & event->triggers && may_speak(engine, rule, event);
}

static void choose(const struct engine *engine, const struct event *event, uint64_t traits,
                   struct asked *asked)
{
    asked->count = 0;
    for (unsigned rule = 0; rule < RULE_COUNT; rule++) {
        const struct rule_row *row = &rule_table[rule];

        if (is_asked(engine, rule, event) && has_needs(row, traits))
            asked->checks[asked->count++] = row->check;
    }
}

static const struct asked *asked_at(struct engine *engine, const struct event *event,
                                    uint64_t traits)
{
    /* Derived from the golden ratio: spreads bits evenly. */
    const uint64_t factor = 0x9E3779B97F4A7C15;
    uint64_t kind = traits | (uint64_t)event->addresses << 30 | event->triggers;
    unsigned first = (kind * factor >> 32) % ASKED_MAX;
    struct asked **place;

    for (unsigned i = 0; i < ASKED_PLACES; i++) {
        place = &engine->asked[(first + i) % ASKED_MAX];
        if (!*place)
            break;
        if ((*place)->kind == kind)
            return *place;
    }
    if (!*place)
        *place = g_new(struct asked, 1);
    (*place)->kind = kind;
    choose(engine, event, traits, *place);
    return *place;
}

struct rule_context engine_context(struct engine *engine, const struct event *event,
                                   struct report *report)
{
    engine->findings.report = report;
    return (struct rule_context){event, &engine->findings};
}

static void ask_all(const struct engine *engine, struct rule_context *context, uint64_t traits)
{
    for (unsigned rule = 0; rule < RULE_COUNT; rule++) {
        const struct rule_row *row = &rule_table[rule];
        unsigned before = context->findings->count;

        if (!is_asked(engine, rule, context->event))
            continue;
        row->check(context);
        if (context->findings->count != before && !has_needs(row, traits))
            g_error("%s finds something without the traits that its row needs: 0x%" PRIx64, row->id,
                    (row->needs & ~traits) >> 32);
    }
}

void engine_ask(struct engine *engine, const struct event *event, struct report *report)
{
    struct rule_context context = engine_context(engine, event, report);
    uint64_t traits = traits_of(event);
    const struct asked *asked;

    if (ASKS_ALL) {
        ask_all(engine, &context, traits);
        return;
    }
    asked = asked_at(engine, event, traits);
    for (unsigned i = 0; i < asked->count; i++)
        asked->checks[i](&context);
}

/* Its values are to be filled in; NULL: there are too many. */
static struct finding *append(struct report *report, const struct finding *finding,
                              struct pool *pool)
{
    struct finding **end = &report->findings;
    unsigned count = 0;

    while (*end) {
        end = &(*end)->next;
        count++;
    }
    if (count >= REPORT_FINDINGS_MAX)
        return NULL;
    *end =
        pool_allocate(pool, sizeof(*finding) + finding->value_count * sizeof(finding->values[0]));
    **end = *finding;
    return *end;
}

/* A frame that the capture lacks was not left out by anybody. */
static enum rule_severity believed(const struct event *event, enum rule rule,
                                   enum rule_severity severity)
{
    bool is_doubtful = event->capture && event->capture->is_doubtful;

    return is_doubtful && rule_table[rule].triggers & OF_PAST ? MIN(severity, SEVERITY_NOTE)
                                                              : severity;
}

static void fill(struct finding *finding, const struct values *values, struct pool *pool)
{
    for (unsigned i = 0; i < values->count; i++) {
        const struct value *value = &values->each[i];

        finding->types[i] = value->type;
        finding->values[i] = value->content;
        if (value->type == VALUE_ADDRESS || value->type == VALUE_ENDPOINT)
            finding->values[i].endpoint =
                pool_duplicate(pool, value->endpoint, sizeof(*value->endpoint));
    }
}

static void add(struct rule_context *context, struct report *report, bool late, enum form form,
                enum rule_severity severity, const struct values *values)
{
    struct pool *pool = context->findings->pool;
    struct finding *finding;

    context->findings->count++;
    finding = append(report,
                     &(struct finding){
                         .template = form_templates[form],
                         .rule = rule_of[form],
                         .severity = (uint8_t)believed(context->event, rule_of[form], severity),
                         .value_count = values->count & 7,
                         .late = late,
                     },
                     pool);
    if (finding)
        fill(finding, values, pool);
}

void finding_add(struct rule_context *context, enum form form, struct values values)
{
    add(context, context->findings->report, event_is_late(context->event), form,
        rule_table[rule_of[form]].severity, &values);
}

void finding_add_as(struct rule_context *context, enum form form, enum rule_severity severity,
                    struct values values)
{
    add(context, context->findings->report, event_is_late(context->event), form, severity, &values);
}

void finding_add_late(struct rule_context *context, struct report *report, enum form form,
                      enum rule_severity severity, struct values values)
{
    add(context, report, true, form, severity, &values);
}

static struct finding *copy(struct report *report, const struct finding *finding, bool late,
                            bool is_repeat, struct pool *pool)
{
    struct finding again = *finding, *place;

    again.next = NULL;
    again.late = late;
    again.is_repeat = is_repeat;
    place = append(report, &again, pool);
    if (place)
        memcpy(place->values, finding->values, finding->value_count * sizeof(finding->values[0]));
    return place;
}

struct finding *finding_repeat(struct report *report, const struct finding *finding,
                               struct pool *pool)
{
    return copy(report, finding, false, true, pool);
}

void finding_withdraw(struct report *report, const struct finding *finding)
{
    struct finding **place = &report->findings;

    while (*place != finding)
        place = &(*place)->next;
    *place = finding->next;
}

void finding_repeat_late(struct rule_context *context, struct report *report, enum rule rule)
{
    const struct finding *found = finding_of(context->findings->report, rule);

    if (found)
        copy(report, found, true, false, context->findings->pool);
}

const struct finding *finding_of(const struct report *report, enum rule rule)
{
    for (const struct finding *each = report->findings; each; each = each->next) {
        if (each->rule == rule)
            return each;
    }
    return NULL;
}

/* The registrar challenged this AOR before it received the request; one branch of a fork may challenge
 * what another accepts. */
static bool was_challenged_before(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return event->aor->was_challenged &&
           endpoint_same_ip(&event->aor->auth->offered.server, &transaction->server) &&
           event->registration->past->challenge.frame <= transaction->request->frame;
}

bool event_lacks_challenge(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return event_is_accepted(event) && !transaction->has_credentials && !transaction->incomplete &&
           !transaction->is_third_party && transaction->via_count == 1 &&
           !event->registration->is_ims && !transport_is_secure(transaction->transport) &&
           was_challenged_before(event);
}

bool event_is_trusted(const struct event *event)
{
    const struct registration *registration = event->registration;
    const struct endpoint *client = &event->transaction->client;

    return endpoint_same_ip(&event->aor->auth->client, client) ||
           (registration->past->authenticated_in &&
            endpoint_same_ip(&registration->past->before.source, client));
}

const struct report_digest *event_refused_digest(const struct event *event)
{
    const struct report_rare *request = report_rare(event->transaction->request);

    for (unsigned i = 0; i < request->digest_count; i++) {
        const struct report_digest *digest = &request->digests[i];

        if (digest->username == event->refused->use->username &&
            digest->realm == event->refused->use->nonce->realm)
            return digest;
    }
    return NULL;
}
