/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/engine.h"

#define FIRST_OF(first, ...) (first)

const struct rule_row rule_table[RULE_COUNT] = {
#define RULE(name, filter_, severity_, group_, ...)                                                \
    [RULE_##name] = {.filter = filter_,                                                            \
                     .id = filter_ + sizeof("sipreg.") - 1,                                        \
                     .triggers = FIRST_OF(__VA_ARGS__, ),                                          \
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

struct findings {
    struct report *report;
    struct pool *pool;
};

struct engine {
    struct findings findings;
    /* triggers of an event -> GPtrArray of the rows that are asked then, as the catalogue has them:
     * most rules wait for what seldom happens. */
    GHashTable *asked;
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

static bool may_speak(const struct engine *engine, const struct rule_row *row,
                      const struct event *event)
{
    unsigned rule = (unsigned)(row - rule_table);

    if (event->addresses == ADDRESSES_ARE_REAL)
        return true;
    return !engine->needs_route[rule] &&
           !(engine->needs_sources[rule] && event->addresses == ADDRESSES_ARE_OBSERVED);
}

struct engine *engine_new(struct pool *pool)
{
    struct engine *engine = g_new0(struct engine, 1);

    engine->findings.pool = pool;
    engine->asked = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL,
                                          (GDestroyNotify)g_ptr_array_unref);
    mark_addresses(engine);
    return engine;
}

void engine_free(struct engine *engine)
{
    if (!engine)
        return;
    g_hash_table_destroy(engine->asked);
    g_free(engine);
}

static const GPtrArray *asked_at(struct engine *engine, unsigned triggers)
{
    GPtrArray *rows = g_hash_table_lookup(engine->asked, GUINT_TO_POINTER(triggers));

    if (rows)
        return rows;
    rows = g_ptr_array_new();
    for (unsigned rule = 0; rule < RULE_COUNT; rule++) {
        if (rule_table[rule].triggers & triggers)
            g_ptr_array_add(rows, (void *)&rule_table[rule]);
    }
    g_hash_table_insert(engine->asked, GUINT_TO_POINTER(triggers), rows);
    return rows;
}

struct rule_context engine_context(struct engine *engine, const struct event *event,
                                   struct report *report)
{
    engine->findings.report = report;
    return (struct rule_context){event, &engine->findings};
}

void engine_ask(struct engine *engine, const struct event *event, struct report *report)
{
    struct rule_context context = engine_context(engine, event, report);
    const GPtrArray *rows = asked_at(engine, event->triggers);

    for (unsigned i = 0; i < rows->len; i++) {
        const struct rule_row *row = rows->pdata[i];

        if (may_speak(engine, row, event))
            row->check(&context);
    }
}

static void append(struct report *report, const struct finding *finding, const struct value *values,
                   struct pool *pool)
{
    struct finding **end = &report->findings;
    size_t size = finding->value_count * sizeof(values[0]);
    unsigned count = 0;

    while (*end) {
        end = &(*end)->next;
        count++;
    }
    if (count >= REPORT_FINDINGS_MAX)
        return;
    *end = pool_allocate(pool, sizeof(*finding) + size);
    **end = *finding;
    (*end)->next = NULL;
    if (finding->of)
        finding->of->repeated = true;
    if (size)
        memcpy((*end)->values, values, size);
}

/* The latest finding of this rule in a report; NULL: it did not fire there. */
static struct finding *latest_of(const struct report *report, enum rule rule)
{
    struct finding *latest = NULL;

    for (struct finding *each = report->findings; each; each = each->next) {
        if (each->rule == rule)
            latest = each;
    }
    return latest;
}

/* A frame that the capture lacks was not left out by anybody. */
static enum rule_severity believed(const struct event *event, enum rule rule,
                                   enum rule_severity severity)
{
    bool is_doubtful = event->capture && event->capture->is_doubtful;

    return is_doubtful && rule_table[rule].triggers & OF_PAST ? MIN(severity, SEVERITY_NOTE)
                                                              : severity;
}

static void add(struct rule_context *context, struct report *report, bool late, enum form form,
                enum rule_severity severity, struct values values)
{
    struct pool *pool = context->findings->pool;
    const struct report *here = context->event->report;

    for (unsigned i = 0; i < values.count; i++) {
        struct value *value = &values.each[i];

        if (value->type == VALUE_ADDRESS || value->type == VALUE_ENDPOINT)
            value->endpoint = pool_duplicate(pool, value->endpoint, sizeof(*value->endpoint));
    }
    append(report,
           &(struct finding){
               .template = form_templates[form],
               .rule = rule_of[form],
               .severity = (uint8_t)believed(context->event, rule_of[form], severity),
               .value_count = (uint8_t)values.count,
               .late = late,
               .of = report == here ? NULL : latest_of(here, rule_of[form]),
           },
           values.each, pool);
}

void finding_add(struct rule_context *context, enum form form, struct values values)
{
    finding_add_as(context, form, rule_table[rule_of[form]].severity, values);
}

void finding_add_as(struct rule_context *context, enum form form, enum rule_severity severity,
                    struct values values)
{
    add(context, context->findings->report, event_is_late(context->event), form, severity, values);
}

void finding_add_late(struct rule_context *context, struct report *report, enum form form,
                      enum rule_severity severity, struct values values)
{
    add(context, report, true, form, severity, values);
}

void finding_append(struct report *report, struct finding *finding, struct pool *pool)
{
    append(report,
           &(struct finding){.template = finding->template,
                             .rule = finding->rule,
                             .severity = finding->severity,
                             .value_count = finding->value_count,
                             .of = finding},
           finding->values, pool);
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
           endpoint_same_ip(&event->aor->offered.server, &transaction->server) &&
           event->registration->challenge.frame <= transaction->request->frame;
}

bool event_lacks_challenge(const struct event *event)
{
    const struct transaction *transaction = event->transaction;

    return event_is_accepted(event) && !transaction->has_credentials && !transaction->incomplete &&
           !transaction->is_third_party && transaction->via_count == 1 &&
           !event->registration->is_ims && !transport_is_secure(transaction->transport) &&
           was_challenged_before(event);
}

const struct report_digest *event_refused_digest(const struct event *event)
{
    const struct report *request = event->transaction->request;

    for (unsigned i = 0; i < request->digest_count; i++) {
        const struct report_digest *digest = &request->digests[i];

        if (digest->username == event->refused->use->username &&
            digest->realm == event->refused->use->nonce->realm)
            return digest;
    }
    return NULL;
}
