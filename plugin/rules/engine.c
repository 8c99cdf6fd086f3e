/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/engine.h"

#include <stdio.h>

const struct rule_row rule_table[RULE_COUNT] = {
#define RULE(name, id, severity, group, triggers, summary, ...)                                   \
    [RULE_##name] = {id, summary, triggers, SEVERITY_##severity, GROUP_##group, rule_##name},
#include "rules/catalogue.def"
#undef RULE
};

struct engine {
    struct pool *pool;
    /* occasions of an event -> GPtrArray of the rows that are asked then, as the catalogue has them:
     * most rules wait for what seldom happens. */
    GHashTable *asked;
};

static void array_free(void *array)
{
    g_ptr_array_free(array, TRUE);
}

struct engine *engine_new(struct pool *pool)
{
    struct engine *engine = g_new(struct engine, 1);

    engine->pool = pool;
    engine->asked = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, array_free);
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

void engine_ask(struct engine *engine, const struct event *event)
{
    struct rule_context context = {event, engine->pool};
    const GPtrArray *rows = asked_at(engine, event->triggers);

    for (unsigned i = 0; i < rows->len; i++)
        ((const struct rule_row *)rows->pdata[i])->check(&context);
}

static void append(struct report *report, const struct finding *finding, const char *text,
                   struct pool *pool)
{
    struct finding **end = &report->findings;
    size_t size = strlen(text) + 1;
    unsigned count = 0;

    while (*end) {
        end = &(*end)->next;
        count++;
    }
    if (count >= REPORT_FINDINGS_MAX)
        return;
    *end = pool_allocate(pool, offsetof(struct finding, text) + size);
    (*end)->rule = finding->rule;
    (*end)->severity = finding->severity;
    (*end)->late = finding->late;
    (*end)->of = finding->of;
    if (finding->of)
        finding->of->repeated = true;
    memcpy((*end)->text, text, size);
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

static void add(struct rule_context *context, struct report *report, bool late, enum rule rule,
                enum rule_severity severity, const char *format, va_list arguments)
{
    const struct report *here = context->event->report;
    const char *end;
    char text[512];
    int length = vsnprintf(text, sizeof(text), format, arguments);

    if (length >= (int)sizeof(text) && !g_utf8_validate(text, -1, &end))
        *(char *)end = '\0'; /* cut inside a character */
    append(report,
           &(struct finding){
               .rule = (uint16_t)rule,
               .severity = (uint8_t)severity,
               .late = late,
               .of = report == here ? NULL : latest_of(here, rule),
           },
           text, context->pool);
}

void finding_add(struct rule_context *context, enum rule rule, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add(context, context->event->report, event_is_late(context->event), rule,
        rule_table[rule].severity, format, arguments);
    va_end(arguments);
}

void finding_add_as(struct rule_context *context, enum rule rule, enum rule_severity severity,
                    const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add(context, context->event->report, event_is_late(context->event), rule, severity,
        format, arguments);
    va_end(arguments);
}

void finding_add_late(struct rule_context *context, struct report *report, enum rule rule,
                      enum rule_severity severity, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    add(context, report, true, rule, severity, format, arguments);
    va_end(arguments);
}

void finding_append(struct report *report, struct finding *finding, struct pool *pool)
{
    append(report,
           &(struct finding){.rule = finding->rule, .severity = finding->severity, .of = finding},
           finding->text, pool);
}

const struct finding *finding_of(const struct report *report, enum rule rule)
{
    for (const struct finding *each = report->findings; each; each = each->next) {
        if (each->rule == rule)
            return each;
    }
    return NULL;
}

/* Rounded once, from the nanoseconds, half away from zero. */
const char *duration_text(int64_t duration, char text[DURATION_TEXT_SIZE])
{
    uint64_t ns = duration < 0 ? 0 - (uint64_t)duration : (uint64_t)duration;
    uint64_t ms = (ns + 500000) / 1000000;
    uint64_t tenths = (ns + 50000000) / 100000000;
    const char *sign = duration < 0 && ms ? "-" : "";

    if (ms < 1000)
        g_snprintf(text, DURATION_TEXT_SIZE, "%s%" PRIu64 " ms", sign, ms);
    else if (tenths % 10 == 0 || tenths >= 10000)
        g_snprintf(text, DURATION_TEXT_SIZE, "%s%" PRIu64 " s", sign,
                   (ns + 500000000) / 1000000000);
    else
        g_snprintf(text, DURATION_TEXT_SIZE, "%s%" PRIu64 ".%u s", sign, tenths / 10,
                   (unsigned)(tenths % 10));
    return text;
}

const struct report_digest *event_refused_digest(const struct event *event)
{
    const struct report *request = event->transaction->request;

    for (unsigned i = 0; i < request->digest_count; i++) {
        const struct report_digest *digest = &request->digests[i];

        if (digest->username == event->refused->username &&
            digest->realm == event->refused->nonce->realm)
            return digest;
    }
    return NULL;
}
