/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of registrations: how each one went.
 */
#include "rules/catalogue.h"
#include "wireshark/doubts.h"
#include "wireshark/tables.h"

#include <inttypes.h>
#include <stdio.h>

struct row {
    struct table_row row;
    uint32_t registration;
    char *aor;
    int64_t first_time, last_time; /* ns since 1970 */
    struct endpoint client, registrar;
    uint8_t hop;       /* ... on this hop */
    uint8_t transport; /* enum transport */
    uint8_t worst;     /* as table_worst */
    uint8_t doubts;    /* bits by enum doubt */
    bool has_requested, has_granted, has_margin, has_late;
    /* The attempt that is counted last, by what its messages said when they passed. */
    bool failed_now;
    uint32_t attempt, attempts;
    uint32_t refresh, refreshes;
    uint32_t failed; /* attempts before that */
    uint32_t requested_s, granted_s;
    uint32_t clock_in;    /* frame that shows that the clock was set; 0: none */
    int64_t margin, late; /* ns: the shortest, the longest */
    uint32_t delays;
    int64_t delay_max; /* ns */
    double delay_sum;
    /* What they say may come later: it is read when the row is shown. NULL: none, or the capture was
     * closed. */
    const struct report *latest;
    const struct report *pending; /* latest of the attempt that is counted last */
    const struct report *worst_in;
    uint8_t last_state; /* ... and this is what they said */
    bool last_is_open;  /* an outage at the end */
    char *last_diagnosis, *last_cause;
    char *last_agent;
    double last_availability; /* %; below 0: none */
    uint32_t last_outages;
};

enum {
    NUMBER,
    AOR,
    CAUSE,
    WORST,
    STATE,
    AVAILABILITY,
    OUTAGES,
    GRANTED,
    LATE,
    FIRST,
    LAST,
    CLIENT,
    REGISTRAR,
    TRANSPORT,
    AGENT,
    ATTEMPTS,
    REFRESHES,
    FAILED,
    REQUESTED,
    MARGIN,
    DIAGNOSIS,
    MEAN,
    MAXIMUM,
    COLUMNS
};

static const struct table_column columns[COLUMNS] = {
    [NUMBER] = {"No.", COLUMN_COUNT, NULL, PLACE_EVERYWHERE, true, "registration"},
    [AOR] = {"AOR", COLUMN_TEXT, NULL, PLACE_EVERYWHERE, true},
    [CAUSE] = {"Verdict", COLUMN_TEXT, NULL, PLACE_WINDOW},
    [WORST] = {"Severity", COLUMN_RANK, NULL, PLACE_EVERYWHERE},
    [STATE] = {"State", COLUMN_TEXT, NULL, PLACE_EVERYWHERE},
    [AVAILABILITY] = {"Availability", COLUMN_FIGURE, "%", PLACE_EVERYWHERE},
    [OUTAGES] = {"Outages", COLUMN_COUNT, NULL, PLACE_EVERYWHERE},
    [GRANTED] = {"Granted", COLUMN_FIGURE, "s", PLACE_EVERYWHERE},
    [LATE] = {"Late by", COLUMN_FIGURE, "s", PLACE_EVERYWHERE},
    [FIRST] = {"First", COLUMN_TEXT, NULL, PLACE_WIDE},
    [LAST] = {"Last", COLUMN_TEXT, NULL, PLACE_WIDE},
    [CLIENT] = {"Client", COLUMN_TEXT, NULL, PLACE_WIDE},
    [REGISTRAR] = {"Registrar", COLUMN_TEXT, NULL, PLACE_WIDE},
    [TRANSPORT] = {"Transport", COLUMN_TEXT, NULL, PLACE_WIDE},
    [AGENT] = {"User-Agent", COLUMN_TEXT, NULL, PLACE_WIDE},
    [ATTEMPTS] = {"Attempts", COLUMN_COUNT, NULL, PLACE_WIDE},
    [REFRESHES] = {"Refreshes", COLUMN_COUNT, NULL, PLACE_WIDE},
    [FAILED] = {"Failed", COLUMN_COUNT, NULL, PLACE_WIDE},
    [REQUESTED] = {"Requested", COLUMN_FIGURE, "s", PLACE_WIDE},
    [MARGIN] = {"Margin", COLUMN_FIGURE, "s", PLACE_WIDE},
    [DIAGNOSIS] = {"Diagnosis", COLUMN_TEXT, NULL, PLACE_REMARK},
    [MEAN] = {"RRD mean", COLUMN_FIGURE, "ms", PLACE_WIDE},
    [MAXIMUM] = {"RRD max", COLUMN_FIGURE, "ms", PLACE_WIDE},
};

static guint hash(gconstpointer key)
{
    return ((const struct row *)key)->registration;
}

static gboolean equal(gconstpointer a, gconstpointer b)
{
    return ((const struct row *)a)->registration == ((const struct row *)b)->registration;
}

static int compare(gconstpointer a, gconstpointer b)
{
    return table_compare_numbers(((const struct row *)a)->registration,
                                 ((const struct row *)b)->registration);
}

static void own(struct table_row *base)
{
    struct row *row = (struct row *)base;

    row->aor = g_strdup(row->aor);
}

static void release(struct table_row *base)
{
    struct row *row = (struct row *)base;

    g_free(row->aor);
    g_free(row->last_diagnosis);
    g_free(row->last_cause);
    g_free(row->last_agent);
}

/* --- A message */

/* Where it was seen on the client's own hop, or the nearest to that. What the client says is better known
 * than where a response goes to, and the latest is how it ended. */
static void take_way(struct row *row, const struct table_message *message)
{
    const struct report *report = message->report;

    if (message->packet.kind != PACKET_MESSAGE)
        return;
    if (row->client.family != ENDPOINT_NONE && (!message->from_client || report->hop > row->hop))
        return;
    row->hop = report->hop;
    row->client = *table_client(message);
    row->registrar = *table_registrar(message);
    row->transport = message->packet.transport;
}

/* Of an attempt that ended with refused credentials the report says so when it has ended: when the
 * client begins anew, or has sent nothing for half a minute. */
static bool is_refused(const struct report *report)
{
    for (const struct finding *each = report->findings; each; each = each->next) {
        if (each->rule == RULE_auth_rejected)
            return true;
    }
    return false;
}

static bool has_failed(const struct row *row)
{
    const struct report *last = row->pending;

    return row->failed_now ||
           (last && (last->attempt_failed || last->state == STATE_REJECTED || is_refused(last)));
}

/* With what was found in the last attempt after its message had passed. */
static uint8_t worst_of(const struct row *row)
{
    return row->pending ? MAX(row->worst, table_worst(row->pending)) : row->worst;
}

/* That an attempt came to nothing is said of its last message, and may be said after that has
 * passed; by the next attempt it is known. */
static void take_attempt(struct row *row, const struct report *report)
{
    if (report->attempt > row->attempt) {
        row->failed += has_failed(row);
        row->failed_now = false;
        row->pending = NULL;
        row->attempt = report->attempt;
        row->attempts++;
    }
    if (report->refresh > row->refresh) {
        row->refresh = report->refresh;
        row->refreshes++;
    }
    if (report->attempt < row->attempt || report->step == STEP_RETRANSMISSION ||
        report->step == STEP_PROVISIONAL || report->step == STEP_UNDELIVERABLE)
        return;
    row->failed_now |= report->attempt_failed;
    row->pending = report;
}

static void take_time(struct row *row, const struct report *report)
{
    const struct report_contact *own = report->contact_count > 0 ? report->contacts : NULL;

    if (intent_removes(report->intent))
        return;
    if (own && own->has_requested) {
        row->requested_s = own->requested_s;
        row->has_requested = true;
    }
    if (own && own->has_grant) {
        row->granted_s = own->granted_s;
        row->has_granted = true;
    }
    if (!report->has_remaining || report->intent != INTENT_REFRESH)
        return;
    if (report->remaining >= 0 && (!row->has_margin || report->remaining < row->margin)) {
        row->margin = report->remaining;
        row->has_margin = true;
    }
    if (report->remaining < 0 && (!row->has_late || -report->remaining > row->late)) {
        row->late = -report->remaining;
        row->has_late = true;
    }
}

static void take_delay(struct row *row, const struct report *report)
{
    if (report->rrd < 0)
        return;
    row->delays++;
    row->delay_sum += (double)report->rrd;
    row->delay_max = MAX(row->delay_max, report->rrd);
}

static void take_doubts(struct row *row, const struct report *report)
{
    uint8_t doubts = doubts_of(report);

    row->doubts |= doubts;
    if (doubts & 1U << DOUBT_CLOCK)
        row->clock_in = report->frame;
}

static void take(struct table *table, const struct table_message *message)
{
    const struct report *report = message->report;
    const struct report_place *place = report_place(report);
    struct row *row, key = {.registration = place->registration, .aor = (char *)place->aor};

    if (place->registration == REPORT_NO_REGISTRATION)
        return;
    row = table_get(table, &key);
    row->latest = report;
    if (table_worst(report) > row->worst) {
        row->worst = table_worst(report);
        row->worst_in = report;
    }
    take_doubts(row, report);
    if (!row->first_time)
        row->first_time = message->packet.time;
    row->last_time = message->packet.time;
    if (report->kind == REPORT_REGISTER && report->step != STEP_COPY) {
        take_way(row, message);
        take_attempt(row, report);
        take_time(row, report);
        take_delay(row, report);
    }
    table_touch(table, row);
}

/* --- The row */

/* What has become of the registration by now. */
static uint8_t state_of(const struct report *latest)
{
    const struct history *history = report_place(latest)->history;

    return history ? history->state : latest->state;
}

static uint32_t outages_of(const struct report *latest)
{
    const struct history *history = report_place(latest)->history;

    return history ? history_count(history) : 0;
}

static double availability_of(const struct report *latest)
{
    const struct history *history = report_place(latest)->history;

    return history ? history_availability(history) : -1;
}

/* The first message with a Warning or an Error; NULL: there is none. */
static const struct report *issue_of(const struct row *row)
{
    const struct report *report = worst_of(row) > row->worst ? row->pending : row->worst_in;

    return worst_of(row) > SEVERITY_WARN ? report : NULL;
}

/* Where there is no verdict, what was found and what to do about it, without the last full stop. */
static const char *diagnosis_of(const struct row *row, char sentence[SENTENCE_SIZE])
{
    const struct history *history = report_place(row->latest)->history;
    const struct report *issue = issue_of(row);
    const char *text = history ? history_text(history, sentence) : NULL;
    const char *advice;
    char found[SENTENCE_SIZE];

    if (text || !issue)
        return text;
    advice = rule_texts[report_worst(issue)->rule].advice;
    (void)snprintf(sentence, SENTENCE_SIZE, "Frame %" PRIu32 ": %s. %.*s", issue->frame,
                   finding_text(report_worst(issue), found),
                   (int)(strlen(advice) - g_str_has_suffix(advice, ".")), advice);
    return sentence;
}

static const char *cause_of(const struct row *row, char sentence[SENTENCE_SIZE])
{
    const struct history *history = report_place(row->latest)->history;
    const struct report *issue = issue_of(row);
    const char *text = history ? history_short_text(history, sentence) : NULL;

    return text || !issue ? text : rule_texts[report_worst(issue)->rule].summary;
}

static bool is_out(const struct row *row)
{
    const struct history *history = row->latest ? report_place(row->latest)->history : NULL;

    return history ? history->latest && history->latest->is_open : row->last_is_open;
}

static unsigned urgency(const struct table_row *base)
{
    const struct row *row = (const struct row *)base;
    uint32_t outages = row->latest ? outages_of(row->latest) : row->last_outages;
    uint8_t worst = worst_of(row);

    if (is_out(row) || worst > SEVERITY_ERROR)
        return 0;
    return outages > 0 || worst > SEVERITY_WARN ? 1 : TABLE_URGENCY_LAST;
}

static void forget(struct table *table)
{
    char sentence[SENTENCE_SIZE];

    for (unsigned i = 0; i < table->rows->len; i++) {
        struct row *row = table->rows->pdata[i];

        if (!row->latest)
            continue;
        row->last_state = state_of(row->latest);
        row->last_is_open = is_out(row);
        row->last_diagnosis = g_strdup(diagnosis_of(row, sentence));
        row->last_cause = g_strdup(cause_of(row, sentence));
        row->last_agent = g_strdup(report_place(row->latest)->user_agent);
        row->last_availability = availability_of(row->latest);
        row->last_outages = outages_of(row->latest);
        row->failed_now = has_failed(row);
        row->worst = worst_of(row);
        row->latest = NULL;
        row->pending = NULL;
        row->worst_in = NULL;
    }
    table_forget_rows(table);
}

static void show_course(const struct row *row, struct table_cell *cells)
{
    table_cell_date(&cells[FIRST], row->first_time);
    table_cell_date(&cells[LAST], row->last_time);
    table_cell_endpoint(&cells[CLIENT], &row->client, true);
    table_cell_endpoint(&cells[REGISTRAR], &row->registrar, true);
    table_cell_text(&cells[TRANSPORT], report_transport_name(row->transport));
    table_cell_count(&cells[ATTEMPTS], row->attempts);
    table_cell_count(&cells[REFRESHES], row->refreshes);
    table_cell_count(&cells[FAILED], row->failed + has_failed(row));
    if (row->has_requested)
        table_cell_number(&cells[REQUESTED], row->requested_s);
    if (row->has_granted)
        table_cell_number(&cells[GRANTED], row->granted_s);
    if (row->has_margin)
        table_cell_time(&cells[MARGIN], row->margin, SECOND);
    if (row->has_late)
        table_cell_time(&cells[LATE], row->late, SECOND);
    if (row->delays > 0) {
        table_cell_time(&cells[MEAN], (int64_t)(row->delay_sum / row->delays), MILLISECOND);
        table_cell_time(&cells[MAXIMUM], row->delay_max, MILLISECOND);
    }
}

static void show_verdict(const struct row *row, struct table_cell *cells,
                         char sentence[SENTENCE_SIZE])
{
    const struct report *latest = row->latest;

    if (!cells[CAUSE].is_unread)
        table_cell_copy(&cells[CAUSE], latest ? cause_of(row, sentence) : row->last_cause);
    table_cell_text(&cells[DIAGNOSIS], latest ? diagnosis_of(row, sentence) : row->last_diagnosis);
}

static void show(const struct table_row *base, struct table_cell *cells,
                 char sentence[SENTENCE_SIZE])
{
    const struct row *row = (const struct row *)base;
    const struct report *latest = row->latest;
    double availability = latest ? availability_of(latest) : row->last_availability;

    table_cell_count(&cells[NUMBER], row->registration);
    table_cell_text(&cells[AOR], row->aor);
    show_verdict(row, cells, sentence);
    table_cell_severity(&cells[WORST], worst_of(row));
    table_cell_text(&cells[STATE], report_state_name(latest ? state_of(latest) : row->last_state));
    if (availability >= 0)
        table_cell_share(&cells[AVAILABILITY], availability);
    table_cell_count(&cells[OUTAGES], latest ? outages_of(latest) : row->last_outages);
    table_cell_text(&cells[AGENT], latest ? report_place(latest)->user_agent : row->last_agent);
    show_course(row, cells);
}

static const char *caption(const struct table *table, char sentence[SENTENCE_SIZE])
{
    struct doubts doubts = {.clock_in = 0};

    for (unsigned i = 0; i < table->rows->len; i++) {
        const struct row *row = table->rows->pdata[i];

        doubts_add(&doubts, row->doubts);
        doubts.clock_in = MAX(doubts.clock_in, row->clock_in);
    }
    return doubts_text(&doubts, sentence);
}

const struct table_kind table_of_registrations = {
    .name = "registrations",
    .entry = "Registrations",
    .title = "SIP Registrations",
    .columns = columns,
    .column_count = COLUMNS,
    .row_size = sizeof(struct row),
    .hash = hash,
    .equal = equal,
    .compare = compare,
    .urgency = urgency,
    .take = take,
    .caption = caption,
    .show = show,
    .own = own,
    .free = release,
    .forget = forget,
};
