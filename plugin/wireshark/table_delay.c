/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of delay, RFC 6076 by registrar: Registration Request Delay (4.1) and Ineffective
 * Registration Attempts (4.2), which that counts against REGISTERs where its text speaks of attempts.
 */
#include "wireshark/tables.h"

struct row {
    struct table_row row;
    struct endpoint registrar;
    uint32_t requests, attempts, ineffective;
    uint32_t delays;
    int64_t delay_min, delay_max; /* ns */
    double delay_sum;
};

enum {
    REGISTRAR,
    REQUESTS,
    ATTEMPTS,
    ACCEPTED,
    MINIMUM,
    MEAN,
    MAXIMUM,
    INEFFECTIVE,
    OF_REQUESTS,
    OF_ATTEMPTS,
    COLUMNS
};

static const struct table_column columns[COLUMNS] = {
    [REGISTRAR] = {"Registrar", COLUMN_TEXT, NULL},
    [REQUESTS] = {"REGISTERs", COLUMN_COUNT, NULL},
    [ATTEMPTS] = {"Attempts", COLUMN_COUNT, NULL},
    [ACCEPTED] = {"Accepted", COLUMN_COUNT, NULL},
    [MINIMUM] = {"RRD min", COLUMN_FIGURE, "ms"},
    [MEAN] = {"RRD mean", COLUMN_FIGURE, "ms"},
    [MAXIMUM] = {"RRD max", COLUMN_FIGURE, "ms"},
    [INEFFECTIVE] = {"Ineffective", COLUMN_COUNT, NULL},
    [OF_REQUESTS] = {"of REGISTERs", COLUMN_FIGURE, "%"},
    [OF_ATTEMPTS] = {"of attempts", COLUMN_FIGURE, "%"},
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

/* --- The registrar that a registration asked last: an answer may come from another address, and what
 * is found late of a request is said at the next one. */

static struct row *asked_last(const struct table *table, const struct report *report)
{
    return g_hash_table_lookup(table->second, GUINT_TO_POINTER(report->registration));
}

static void remember(struct table *table, const struct report *report, struct row *row)
{
    if (report->registration != REPORT_NO_REGISTRATION)
        g_hash_table_insert(table->second, GUINT_TO_POINTER(report->registration), row);
}

static void forget(struct table *table)
{
    g_hash_table_remove_all(table->second);
}

static struct row *row_of(struct table *table, const struct table_message *message)
{
    struct row key = {.registrar = *table_registrar(message)};
    struct row *row = message->from_client ? NULL : asked_last(table, message->report);

    return row ? row : table_get(table, &key);
}

/* --- A message */

static bool is_new_request(const struct report *report)
{
    return report->status == 0 && (report->step == STEP_REQUEST || report->step == STEP_RETRY);
}

static void take_request(struct row *row, const struct report *report)
{
    row->requests++;
    row->attempts += report->try_number == 1;
}

static void take_delay(struct row *row, const struct report *report)
{
    if (row->delays == 0 || report->rrd < row->delay_min)
        row->delay_min = report->rrd;
    row->delay_max = MAX(row->delay_max, report->rrd);
    row->delay_sum += (double)report->rrd;
    row->delays++;
}

static void take_failures(struct table *table, struct row *row, const struct report *report)
{
    struct row *before = asked_last(table, report);

    for (const struct finding *each = report->findings; each; each = each->next) {
        struct row *failed = each->of && before ? before : row;

        if (each->rule != RULE_metric_ira || !table_counts(table, each))
            continue;
        failed->ineffective++;
        table_touch(table, failed);
    }
}

static void take(struct table *table, const struct table_message *message)
{
    const struct report *report = message->report;
    struct row *row;

    if (report->kind != REPORT_REGISTER || report->step == STEP_COPY || report->hop > 1 ||
        message->packet.kind != PACKET_MESSAGE)
        return;
    row = row_of(table, message);
    take_failures(table, row, report);
    if (is_new_request(report)) {
        take_request(row, report);
        remember(table, report, row);
    }
    if (report->rrd >= 0)
        take_delay(row, report);
    table_touch(table, row);
}

/* --- The row */

static void show(const struct table_row *base, struct table_cell *cells)
{
    const struct row *row = (const struct row *)base;

    table_cell_endpoint(&cells[REGISTRAR], &row->registrar, true);
    table_cell_count(&cells[REQUESTS], row->requests);
    table_cell_count(&cells[ATTEMPTS], row->attempts);
    table_cell_count(&cells[ACCEPTED], row->delays);
    if (row->delays > 0) {
        table_cell_time(&cells[MINIMUM], row->delay_min, TABLE_MILLISECOND);
        table_cell_time(&cells[MEAN], (int64_t)(row->delay_sum / row->delays), TABLE_MILLISECOND);
        table_cell_time(&cells[MAXIMUM], row->delay_max, TABLE_MILLISECOND);
    }
    table_cell_count(&cells[INEFFECTIVE], row->ineffective);
    table_cell_percent(&cells[OF_REQUESTS], row->ineffective, row->requests);
    table_cell_percent(&cells[OF_ATTEMPTS], row->ineffective, row->attempts);
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
    .second_hash = g_direct_hash,
    .second_equal = g_direct_equal,
    .forget = forget,
};
