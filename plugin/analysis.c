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

/* What is remembered of the capture from some time on. */
struct memory {
    int64_t began; /* ns since 1970; 0: nothing has been fed yet */
    struct pool *pool;
    struct tracker *tracker;
    struct engine *engine;
    struct diagnoser *diagnoser;
    struct report *spare;    /* allocated for a message that did not concern registrations */
    GHashTable *late;        /* registration or AOR -> GPtrArray of late findings, to be repeated */
    GArray *repeats;         /* struct repeat: those since analysis_settle */
    const void *subjects[2]; /* registration and AOR of the message being fed; NULL: none */
    struct facts facts;
};

/* Nothing of a memory is forgotten alone: reports, interned strings and state point at each other. A second memory begins
 * later and is fed the same messages. When it has seen enough, it takes the place of the first one. */
struct analysis {
    struct memory *memory;
    struct memory *successor; /* NULL: none */
    struct settings settings; /* the lists of names are owned */
    struct verifier verifier;
    int64_t keep; /* ns; 0: nothing is forgotten */
    analysis_forgets forgets;
    bool sees_all;
    struct sip_message message;
};

/* A late finding belongs to the frame that waited, which only a second pass can show. For the first
 * pass it is repeated at the next message of the same registration, or of the same AOR where the
 * device itself is silent. A second pass takes that back: one finding, one message. */
static void keep_late(struct memory *memory, const struct event *event, struct finding *first)
{
    const void *subject = event->binding      ? (const void *)event->aor
                          : event->connection ? (const void *)event->connection->connection
                                              : event->registration;
    GPtrArray *late = g_hash_table_lookup(memory->late, subject);

    if (!late) {
        late = g_ptr_array_new();
        g_hash_table_insert(memory->late, (void *)subject, late);
    }
    for (struct finding *each = first; each && late->len < LATE_MAX; each = each->next)
        g_ptr_array_add(late, each);
}

static void on_event(const struct event *event, struct report *report, void *data)
{
    struct memory *memory = data;
    struct finding **end = &report->findings;

    while (*end)
        end = &(*end)->next;
    engine_ask(memory->engine, event, report);
    diagnose(memory->diagnoser, event, *end);
    if (!event_is_late(event)) {
        memory->subjects[0] = event->registration;
        memory->subjects[1] = event->aor;
    } else if (*end) {
        keep_late(memory, event, *end);
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

static void repeat_late(struct memory *memory, struct report *report)
{
    if (g_hash_table_size(memory->late) == 0)
        return;
    for (unsigned i = 0; i < G_N_ELEMENTS(memory->subjects); i++) {
        GPtrArray *late = g_hash_table_lookup(memory->late, memory->subjects[i]);

        if (!memory->subjects[i] || !late)
            continue;
        for (unsigned j = 0; j < late->len; j++) {
            const struct finding *finding = g_ptr_array_index(late, j);
            struct repeat repeat = {.report = report};

            if (!is_explained(report, finding))
                repeat.finding = finding_repeat(report, finding, memory->pool);
            if (repeat.finding)
                g_array_append_val(memory->repeats, repeat);
        }
        g_hash_table_remove(memory->late, memory->subjects[i]);
    }
}

static struct memory *memory_new(const struct settings *settings)
{
    struct memory *memory = g_new0(struct memory, 1);

    memory->pool = pool_new();
    memory->engine = engine_new(memory->pool);
    memory->diagnoser = diagnoser_new(memory->pool);
    memory->tracker = tracker_new(settings, memory->pool, on_event, memory);
    memory->late = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL,
                                         (GDestroyNotify)g_ptr_array_unref);
    memory->repeats = g_array_new(FALSE, FALSE, sizeof(struct repeat));
    return memory;
}

static void memory_free(struct memory *memory)
{
    if (!memory)
        return;
    g_hash_table_destroy(memory->late);
    g_array_free(memory->repeats, TRUE);
    tracker_free(memory->tracker);
    engine_free(memory->engine);
    diagnoser_free(memory->diagnoser);
    pool_free(memory->pool);
    g_free(memory);
}

struct analysis *analysis_new(const struct settings *settings)
{
    struct analysis *analysis = g_new0(struct analysis, 1);

    analysis->settings = settings_bounded(settings);
    analysis->settings.scanners = g_strdup(settings->scanners);
    analysis->settings.test_tools = g_strdup(settings->test_tools);
    analysis->settings.administrators = g_strdup(settings->administrators);
    analysis->settings.accounts = NULL;
    analysis->verifier.accounts = accounts_ref(settings->accounts);
    analysis->keep = analysis->settings.keep_hours * (3600 * SECOND);
    analysis->memory = memory_new(&analysis->settings);
    return analysis;
}

void analysis_free(struct analysis *analysis)
{
    if (!analysis)
        return;
    memory_free(analysis->successor);
    memory_free(analysis->memory);
    accounts_unref(analysis->verifier.accounts);
    g_free((char *)analysis->settings.scanners);
    g_free((char *)analysis->settings.test_tools);
    g_free((char *)analysis->settings.administrators);
    g_free(analysis);
}

void analysis_ask_before(struct analysis *analysis, analysis_forgets forgets)
{
    analysis->forgets = forgets;
}

void analysis_keep(struct analysis *analysis, int64_t time)
{
    analysis->keep = time;
}

static struct report *new_report(struct memory *memory)
{
    struct report *report = memory->spare;

    if (report)
        memset(report, 0, sizeof(*report));
    else
        report = pool_allocate(memory->pool, sizeof(*report));
    memory->spare = NULL;
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

static struct report *memory_feed(struct memory *memory, struct analysis *analysis,
                                  const struct packet *packet)
{
    struct facts *facts = &memory->facts;
    struct report *report;

    facts_read(facts, &analysis->message, packet, memory->pool);
    facts_check_digests(facts, &analysis->message, &analysis->verifier, memory->pool);
    report = new_report(memory);
    memcpy(report->parts, facts->parts, sizeof(report->parts));
    memset(memory->subjects, 0, sizeof(memory->subjects));
    if (!tracker_take(memory->tracker, facts, report)) {
        memory->spare = report;
        return NULL;
    }
    facts_report_digests(facts, report, memory->pool);
    repeat_late(memory, report);
    return report;
}

static struct report *memory_traffic(struct memory *memory, const struct packet *packet)
{
    struct traffic traffic = traffic_read(packet);
    struct report *report = new_report(memory);

    tracker_traffic(memory->tracker, &traffic, report);
    if (report->findings)
        return report;
    memory->spare = report;
    return NULL;
}

static struct report *memory_connection(struct memory *memory, const struct packet *packet,
                                        enum packet_content content)
{
    struct report *report = new_report(memory);

    memset(memory->subjects, 0, sizeof(memory->subjects));
    if (!tracker_connection(memory->tracker, packet, content, report)) {
        memory->spare = report;
        return NULL;
    }
    memory->subjects[0] = report_rare(report)->connection;
    repeat_late(memory, report);
    return report;
}

static void memory_settle(struct memory *memory, int64_t time)
{
    tracker_settle(memory->tracker, time);
    for (unsigned i = 0; i < memory->repeats->len; i++) {
        const struct repeat *repeat = &g_array_index(memory->repeats, struct repeat, i);

        finding_withdraw(repeat->report, repeat->finding);
    }
    g_array_set_size(memory->repeats, 0);
}

static void take_over(struct analysis *analysis)
{
    tracker_succeed(analysis->successor->tracker);
    memory_free(analysis->memory);
    analysis->memory = analysis->successor;
    analysis->successor = NULL;
}

/* Whether the memory has lasted as long as it has to by now, to know whoever is there. A clock that was set back begins anew. */
static bool has_lasted(const struct analysis *analysis, struct memory *memory, int64_t now)
{
    if (!memory->began || now < memory->began)
        memory->began = now;
    return now - memory->began >=
           analysis->keep + TRACKER_SETTLED * settings_timer_f(&analysis->settings);
}

/* Lets the successor take over when it is time, and the next one begin. */
static void forget(struct analysis *analysis, const struct packet *packet)
{
    int64_t now = packet->time;

    if (!has_lasted(analysis, analysis->memory, now))
        return;
    if (analysis->successor && has_lasted(analysis, analysis->successor, now)) {
        if (analysis->forgets && !analysis->forgets()) {
            memory_free(analysis->successor);
            analysis->successor = NULL;
            analysis->keep = 0;
            return;
        }
        take_over(analysis);
    }
    if (analysis->successor)
        return;
    analysis->successor = memory_new(&analysis->settings);
    analysis->successor->began = now;
    tracker_follow(analysis->successor->tracker, analysis->memory->tracker, packet);
    if (analysis->sees_all)
        tracker_sees_all(analysis->successor->tracker);
}

const struct report *analysis_feed(struct analysis *analysis, const struct packet *packet,
                                   struct span *message)
{
    struct packet bounded = *packet;
    const struct report *report;

    bounded.time = bounded_time(packet->time);
    *message = SPAN_NONE;
    if (!sip_message_read(packet->text, framing_of(packet), packet->cut, &analysis->message))
        return NULL;
    *message = analysis->message.text;
    if (analysis->keep)
        forget(analysis, &bounded);
    report = memory_feed(analysis->memory, analysis, &bounded);
    if (analysis->successor && tracker_expect(analysis->successor->tracker, report, &bounded))
        memory_feed(analysis->successor, analysis, &bounded);
    return report;
}

bool analysis_watches_traffic(const struct analysis *analysis)
{
    return tracker_watches_traffic(analysis->memory->tracker);
}

bool analysis_watches(const struct analysis *analysis, const struct endpoint *source,
                      const struct endpoint *destination)
{
    return tracker_watches(analysis->memory->tracker, source, destination);
}

const struct report *analysis_traffic(struct analysis *analysis, const struct packet *packet)
{
    struct packet bounded = *packet;
    const struct report *report;

    bounded.time = bounded_time(packet->time);
    report = memory_traffic(analysis->memory, &bounded);
    if (analysis->successor)
        memory_traffic(analysis->successor, &bounded);
    return report;
}

const struct report *analysis_connection(struct analysis *analysis, const struct packet *packet,
                                         enum packet_content content)
{
    struct packet bounded = *packet;
    const struct report *report;

    bounded.time = bounded_time(packet->time);
    if (analysis->keep)
        forget(analysis, &bounded);
    report = memory_connection(analysis->memory, &bounded, content);
    if (analysis->successor)
        memory_connection(analysis->successor, &bounded, content);
    return report;
}

bool analysis_leads_to_sip(const struct analysis *analysis, const struct endpoint *source,
                           const struct endpoint *destination)
{
    return tracker_leads_to_sip(analysis->memory->tracker, source, destination);
}

bool analysis_has_other_servers(const struct analysis *analysis)
{
    return tracker_has_other_servers(analysis->memory->tracker);
}

bool analysis_awaits_ack(const struct analysis *analysis, const struct endpoint *source,
                         const struct endpoint *destination)
{
    return tracker_awaits_ack(analysis->memory->tracker, source, destination);
}

void analysis_sees_all(struct analysis *analysis)
{
    analysis->sees_all = true;
    tracker_sees_all(analysis->memory->tracker);
    if (analysis->successor)
        tracker_sees_all(analysis->successor->tracker);
}

void analysis_settle(struct analysis *analysis, int64_t time)
{
    memory_settle(analysis->memory, bounded_time(time));
    if (analysis->successor)
        memory_settle(analysis->successor, bounded_time(time));
}
