/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis.h"

#include "tracker/tracker.h"
#include "diagnosis/diagnosis.h"
#include "rules/engine.h"

enum {
    /* Late findings that wait for the next message of one registration or AOR. They have few
     * causes; more findings would only repeat them. */
    LATE_MAX = 8
};

struct repeat {
    struct report *report;
    const struct finding *finding;
};

struct analysis {
    struct pool *pool;
    struct tracker *tracker;
    struct engine *engine;
    struct diagnoser *diagnoser;
    struct report *spare;    /* allocated for a message that did not concern registrations */
    GHashTable *late;        /* registration or AOR -> GPtrArray of late findings, to be repeated */
    GArray *repeats;         /* struct repeat: those since analysis_settle */
    const void *subjects[2]; /* registration and AOR of the message being fed; NULL: none */
    struct verifier verifier;
    struct sip_message message;
    struct facts facts;
};

/* A late finding belongs to the frame that waited, which only a second pass can show. For the first
 * pass it is repeated at the next message of the same registration, or of the same AOR where the
 * device itself is silent. A second pass takes that back: one finding, one message. */
static void keep_late(struct analysis *analysis, const struct event *event, struct finding *first)
{
    const void *subject = event->binding ? (const void *)event->aor : event->registration;
    GPtrArray *late = g_hash_table_lookup(analysis->late, subject);

    if (!late) {
        late = g_ptr_array_new();
        g_hash_table_insert(analysis->late, (void *)subject, late);
    }
    for (struct finding *each = first; each && late->len < LATE_MAX; each = each->next)
        g_ptr_array_add(late, each);
}

static void on_event(const struct event *event, struct report *report, void *data)
{
    struct analysis *analysis = data;
    struct finding **end = &report->findings;

    while (*end)
        end = &(*end)->next;
    engine_ask(analysis->engine, event, report);
    diagnose(analysis->diagnoser, event, *end);
    if (!event_is_late(event)) {
        analysis->subjects[0] = event->registration;
        analysis->subjects[1] = event->aor;
    } else if (*end) {
        keep_late(analysis, event, *end);
    }
}

/* One cause, one finding. */
static bool is_explained(const struct report *report, const struct finding *late)
{
    static const struct {
        enum rule explained, by;
    } causes[] = {
        {RULE_binding_expired, RULE_refresh_late},
        {RULE_retry_auth_missing, RULE_retry_challenge_ignored},
    };

    /* The credentials have come after all. */
    if (late->rule == RULE_retry_auth_missing && report->step == STEP_RETRY)
        return true;
    for (unsigned i = 0; i < G_N_ELEMENTS(causes); i++) {
        if (late->rule == causes[i].explained && finding_of(report, causes[i].by))
            return true;
    }
    return false;
}

static void repeat_late(struct analysis *analysis, struct report *report)
{
    if (g_hash_table_size(analysis->late) == 0)
        return;
    for (unsigned i = 0; i < G_N_ELEMENTS(analysis->subjects); i++) {
        GPtrArray *late = g_hash_table_lookup(analysis->late, analysis->subjects[i]);

        if (!analysis->subjects[i] || !late)
            continue;
        for (unsigned j = 0; j < late->len; j++) {
            const struct finding *finding = g_ptr_array_index(late, j);
            struct repeat repeat = {.report = report};

            if (!is_explained(report, finding))
                repeat.finding = finding_repeat(report, finding, analysis->pool);
            if (repeat.finding)
                g_array_append_val(analysis->repeats, repeat);
        }
        g_hash_table_remove(analysis->late, analysis->subjects[i]);
    }
}

struct analysis *analysis_new(const struct settings *settings)
{
    struct analysis *analysis = g_new0(struct analysis, 1);

    analysis->pool = pool_new();
    analysis->engine = engine_new(analysis->pool);
    analysis->diagnoser = diagnoser_new(analysis->pool);
    analysis->tracker = tracker_new(settings, analysis->pool, on_event, analysis);
    analysis->verifier.accounts = accounts_ref(settings->accounts);
    analysis->late = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL,
                                           (GDestroyNotify)g_ptr_array_unref);
    analysis->repeats = g_array_new(FALSE, FALSE, sizeof(struct repeat));
    return analysis;
}

void analysis_free(struct analysis *analysis)
{
    if (!analysis)
        return;
    g_hash_table_destroy(analysis->late);
    g_array_free(analysis->repeats, TRUE);
    tracker_free(analysis->tracker);
    engine_free(analysis->engine);
    diagnoser_free(analysis->diagnoser);
    pool_free(analysis->pool);
    accounts_unref(analysis->verifier.accounts);
    g_free(analysis);
}

static struct report *new_report(struct analysis *analysis)
{
    struct report *report = analysis->spare;

    if (report)
        memset(report, 0, sizeof(*report));
    else
        report = pool_allocate(analysis->pool, sizeof(*report));
    analysis->spare = NULL;
    report->registration = REPORT_NO_REGISTRATION;
    report->response_time = -1;
    report->rrd = -1;
    return report;
}

static enum sip_framing framing_of(const struct packet *packet)
{
    return packet->transport == TRANSPORT_TCP || packet->transport == TRANSPORT_TLS
               ? SIP_FRAMING_STREAM
               : SIP_FRAMING_DATAGRAM;
}

/* Timestamps of a capture can have any value; sums with them must not overflow. Good until 2096. */
static int64_t bounded_time(int64_t time)
{
    return CLAMP(time, 0, G_GINT64_CONSTANT(4000000000000000000));
}

const struct report *analysis_feed(struct analysis *analysis, const struct packet *packet,
                                   struct span *message)
{
    struct facts *facts = &analysis->facts;
    struct packet bounded = *packet;
    struct report *report;

    bounded.time = bounded_time(packet->time);
    *message = SPAN_NONE;
    if (!sip_message_read(packet->text, framing_of(packet), packet->cut, &analysis->message))
        return NULL;
    *message = analysis->message.text;
    facts_read(facts, &analysis->message, &bounded, analysis->pool);
    facts_check_digests(facts, &analysis->message, &analysis->verifier, analysis->pool);

    report = new_report(analysis);
    memcpy(report->parts, facts->parts, sizeof(report->parts));
    memset(analysis->subjects, 0, sizeof(analysis->subjects));
    if (!tracker_take(analysis->tracker, facts, report)) {
        analysis->spare = report;
        return NULL;
    }
    facts_report_digests(facts, report, analysis->pool);
    repeat_late(analysis, report);
    return report;
}

bool analysis_watches_traffic(const struct analysis *analysis)
{
    return tracker_watches_traffic(analysis->tracker);
}

bool analysis_watches(const struct analysis *analysis, const struct endpoint *source,
                      const struct endpoint *destination)
{
    return tracker_watches(analysis->tracker, source, destination);
}

const struct report *analysis_traffic(struct analysis *analysis, const struct packet *packet)
{
    struct packet bounded = *packet;
    struct traffic traffic = traffic_read(&bounded);
    struct report *report = new_report(analysis);

    bounded.time = bounded_time(packet->time);
    tracker_traffic(analysis->tracker, &traffic, report);
    if (report->findings)
        return report;
    analysis->spare = report;
    return NULL;
}

bool analysis_awaits_ack(const struct analysis *analysis, const struct endpoint *source,
                         const struct endpoint *destination)
{
    return tracker_awaits_ack(analysis->tracker, source, destination);
}

void analysis_sees_all(struct analysis *analysis)
{
    tracker_sees_all(analysis->tracker);
}

void analysis_settle(struct analysis *analysis, int64_t time)
{
    tracker_settle(analysis->tracker, bounded_time(time));
    for (unsigned i = 0; i < analysis->repeats->len; i++) {
        const struct repeat *repeat = &g_array_index(analysis->repeats, struct repeat, i);

        finding_withdraw(repeat->report, repeat->finding);
    }
    g_array_set_size(analysis->repeats, 0);
}
