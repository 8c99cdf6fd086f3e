/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of delay, RFC 6076 by registrar: Registration Request Delay (4.1) and Ineffective
 * Registration Attempts (4.2): REGISTERs that came to nothing, against all REGISTERs as its formula has
 * it; and the attempts with such a one, against all attempts.
 */
#include "rules/catalogue.h"
#include "wireshark/tables.h"

struct row {
    struct table_row row;
    struct endpoint registrar;
    uint32_t requests, attempts;
    uint32_t ineffective; /* REGISTERs */
    uint32_t failed;      /* attempts with one of those */
    uint32_t delays;
    int64_t delay_min, delay_max; /* ns */
    double delay_sum;
};

enum {
    REGISTRAR,
    REQUESTS,
    ATTEMPTS,
    ACCEPTED,
    MEAN,
    MAXIMUM,
    INEFFECTIVE,
    OF_ATTEMPTS,
    OF_REQUESTS,
    MINIMUM,
    COLUMNS
};

static const struct table_column columns[COLUMNS] = {
    [REGISTRAR] = {"Registrar", COLUMN_TEXT, NULL, PLACE_EVERYWHERE, true},
    [REQUESTS] = {"REGISTERs", COLUMN_COUNT, NULL, PLACE_EVERYWHERE},
    [ATTEMPTS] = {"Attempts", COLUMN_COUNT, NULL, PLACE_EVERYWHERE},
    [ACCEPTED] = {"Accepted", COLUMN_COUNT, NULL, PLACE_EVERYWHERE},
    [MEAN] = {"RRD mean", COLUMN_FIGURE, "ms", PLACE_EVERYWHERE},
    [MAXIMUM] = {"RRD max", COLUMN_FIGURE, "ms", PLACE_EVERYWHERE},
    [INEFFECTIVE] = {"Ineffective", COLUMN_COUNT, NULL, PLACE_EVERYWHERE},
    [OF_ATTEMPTS] = {"of attempts", COLUMN_FIGURE, "%", PLACE_EVERYWHERE, false,
                     "ineffective_of_attempts"},
    [OF_REQUESTS] = {"of REGISTERs", COLUMN_FIGURE, "%", PLACE_WIDE, false,
                     "ineffective_of_registers"},
    [MINIMUM] = {"RRD min", COLUMN_FIGURE, "ms", PLACE_WIDE},
};

static guint hash(gconstpointer key)
{
    return endpoint_hash(&((const struct row *)key)->registrar);
}

static gboolean equal(gconstpointer a, gconstpointer b)
{
    return endpoint_key_equal(&((const struct row *)a)->registrar,
                              &((const struct row *)b)->registrar);
}

static int compare(gconstpointer a, gconstpointer b)
{
    const struct endpoint *left = &((const struct row *)a)->registrar;
    const struct endpoint *right = &((const struct row *)b)->registrar;
    int order = table_compare_numbers(left->family, right->family);

    if (!order)
        order = memcmp(left->ip, right->ip, sizeof(left->ip));
    return order ? order : table_compare_numbers(left->port, right->port);
}

/* --- Whom a registration tried last: a response may come from another address, and what is found late of
 * a request is said at the next one. */

struct asked {
    struct row *row;
    uint32_t frame;   /* of the REGISTER */
    uint32_t attempt; /* that it belongs to */
    bool has_failed;  /* the attempt, at this registrar */
};

static gpointer number_of(const struct report *report)
{
    return GUINT_TO_POINTER(report_place(report)->registration);
}

static struct asked *asked_last(const struct table *table, const struct report *report)
{
    return g_hash_table_lookup(table->known, number_of(report));
}

static struct row *row_of(struct table *table, const struct table_message *message)
{
    struct row key = {.registrar = *table_registrar(message)};
    struct asked *asked = asked_last(table, message->report);

    if (!message->from_client && asked && asked->frame == message->report->request_in)
        return asked->row;
    return table_get(table, &key);
}

/* --- A message */

static bool is_new_request(const struct report *report)
{
    return report->status == 0 && (report->step == STEP_REQUEST || report->step == STEP_RETRY);
}

/* An attempt that goes to several registrars counts at each of them. */
static void take_request(struct table *table, struct row *row, const struct report *report)
{
    struct asked *asked = asked_last(table, report);

    row->requests++;
    if (report_place(report)->registration == REPORT_NO_REGISTRATION)
        return;
    if (!asked) {
        asked = g_new0(struct asked, 1);
        g_hash_table_insert(table->known, number_of(report), asked);
    }
    if (asked->row != row || asked->attempt != report->attempt) {
        row->attempts++;
        *asked = (struct asked){.row = row, .attempt = report->attempt};
    }
    asked->frame = report->frame;
}

static void take_delay(struct row *row, const struct report *report)
{
    if (row->delays == 0 || report->rrd < row->delay_min)
        row->delay_min = report->rrd;
    row->delay_max = MAX(row->delay_max, report->rrd);
    row->delay_sum += (double)report->rrd;
    row->delays++;
}

static void take_failure(struct row *row, struct asked *asked)
{
    row->ineffective++;
    if (!asked || asked->row != row || asked->has_failed)
        return;
    row->failed++;
    asked->has_failed = true;
}

/* Those of this message, or of the one before it that are said here. */
static void take_failures(struct table *table, struct row *row, const struct report *report,
                          bool of_before)
{
    struct asked *asked = asked_last(table, report);

    if (of_before && asked)
        row = asked->row;
    for (const struct finding *each = report->findings; each; each = each->next) {
        if (each->rule == RULE_metric_ira && each->is_repeat == of_before)
            take_failure(row, asked);
    }
    table_touch(table, row);
}

static void take(struct table *table, const struct table_message *message)
{
    const struct report *report = message->report;
    struct row *row;

    if (report->kind != REPORT_REGISTER || report->step == STEP_COPY ||
        message->packet.kind != PACKET_MESSAGE)
        return;
    row = row_of(table, message);
    take_failures(table, row, report, true);
    if (is_new_request(report))
        take_request(table, row, report);
    take_failures(table, row, report, false);
    if (report->rrd >= 0)
        take_delay(row, report);
    table_touch(table, row);
}

/* --- The row */

static void show(const struct table_row *base, struct table_cell *cells,
                 char sentence[SENTENCE_SIZE] _U_)
{
    const struct row *row = (const struct row *)base;

    table_cell_endpoint(&cells[REGISTRAR], &row->registrar, true);
    table_cell_count(&cells[REQUESTS], row->requests);
    table_cell_count(&cells[ATTEMPTS], row->attempts);
    table_cell_count(&cells[ACCEPTED], row->delays);
    if (row->delays > 0) {
        table_cell_time(&cells[MINIMUM], row->delay_min, MILLISECOND);
        table_cell_time(&cells[MEAN], (int64_t)(row->delay_sum / row->delays), MILLISECOND);
        table_cell_time(&cells[MAXIMUM], row->delay_max, MILLISECOND);
    }
    table_cell_count(&cells[INEFFECTIVE], row->ineffective);
    table_cell_percent(&cells[OF_REQUESTS], row->ineffective, row->requests);
    table_cell_percent(&cells[OF_ATTEMPTS], row->failed, row->attempts);
}

const struct table_kind table_of_delay = {
    .name = "delay",
    .entry = "Delay",
    .title = "SIP Registrations: Delay (RFC 6076)",
    .columns = columns,
    .column_count = COLUMNS,
    .row_size = sizeof(struct row),
    .hash = hash,
    .equal = equal,
    .compare = compare,
    .take = take,
    .show = show,
};
