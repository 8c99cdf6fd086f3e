/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of calls: requests of other methods to registered clients and their AORs, what became of each, and which
 * of them were lost because of the registration.
 */
#include "wireshark/tables.h"

struct row {
    struct table_row row;
    const struct report_call *call; /* of the reports, or `last` */
    struct report_call last; /* what it was when the capture was closed; its texts are owned */
    char *last_lost;         /* ... why it was lost, */
    uint32_t last_outage;    /* ... and in which outage */
};

enum { REQUEST, AOR, METHOD, OUTCOME, LOST, NUMBER, OUTAGE, TIME, RESPONSE, COLUMNS };

static const struct table_column columns[COLUMNS] = {
    [REQUEST] = {"Frame", COLUMN_COUNT, NULL, PLACE_EVERYWHERE, true},
    [AOR] = {"AOR", COLUMN_TEXT, NULL, PLACE_EVERYWHERE, true},
    [METHOD] = {"Method", COLUMN_TEXT, NULL, PLACE_EVERYWHERE},
    [OUTCOME] = {"Outcome", COLUMN_TEXT, NULL, PLACE_EVERYWHERE},
    [LOST] = {"Lost because", COLUMN_TEXT, NULL, PLACE_EVERYWHERE},
    [NUMBER] = {"No.", COLUMN_FIGURE, NULL, PLACE_EVERYWHERE, false, "registration"},
    [OUTAGE] = {"Outage", COLUMN_FIGURE, NULL, PLACE_EVERYWHERE},
    [TIME] = {"Time", COLUMN_TEXT, NULL, PLACE_WIDE},
    [RESPONSE] = {"Response in", COLUMN_FIGURE, NULL, PLACE_WIDE},
};

static int compare(gconstpointer a, gconstpointer b)
{
    const struct row *left = a, *right = b;

    return table_compare_numbers(left->call->request_in, right->call->request_in);
}

static void release(struct table_row *base)
{
    struct row *row = (struct row *)base;

    g_free((char *)row->last.method);
    g_free((char *)row->last.aor);
    g_free((char *)row->last.reason);
    g_free(row->last_lost);
}

static void take(struct table *table, const struct table_message *message)
{
    const struct report_call *call = report_rare(message->report)->call;
    struct row key = {.row.key = call, .call = call};

    if (call)
        table_touch(table, table_get(table, &key));
}

static uint32_t outage_of(const struct report_call *call)
{
    return call->loss && call->outage && call->outage->kind != OUTAGE_NONE ? call->outage->number
                                                                           : 0;
}

static void forget(struct table *table)
{
    for (unsigned i = 0; i < table->rows->len; i++) {
        struct row *row = table->rows->pdata[i];

        if (row->call == &row->last)
            continue;
        row->last_outage = outage_of(row->call);
        row->last_lost = g_strdup(report_call_reason(row->call));
        row->last = *row->call;
        row->last.method = g_strdup(row->call->method);
        row->last.aor = g_strdup(row->call->aor);
        row->last.reason = g_strdup(row->call->reason);
        row->last.outage = NULL;
        row->call = &row->last;
    }
    table_forget_rows(table);
}

/* Those that were lost come first. */
static unsigned urgency(const struct table_row *base)
{
    return ((const struct row *)base)->call->loss ? 0 : 1;
}

/* "404 Not Found", "accepted", "no response"; nothing where the capture does not show it. */
static void show_outcome(const struct report_call *call, struct table_cell *cell)
{
    if (call->status >= 200 && call->status < 300) {
        table_cell_text(cell, "accepted");
    } else if (call->status > 0) {
        char *text = g_strdup_printf("%u %s", call->status, call->reason ? call->reason : "");

        table_cell_copy(cell, g_strchomp(text));
        g_free(text);
    } else if (call->is_unanswered) {
        table_cell_text(cell, "no response");
    }
}

static void show(const struct table_row *base, struct table_cell *cells,
                 char sentence[SENTENCE_SIZE] _U_)
{
    const struct row *row = (const struct row *)base;
    const struct report_call *call = row->call;
    bool is_past = call == &row->last;
    uint32_t outage = is_past ? row->last_outage : outage_of(call);

    table_cell_count(&cells[REQUEST], call->request_in);
    table_cell_date(&cells[TIME], call->time);
    table_cell_text(&cells[AOR], call->aor);
    table_cell_text(&cells[METHOD], call->method);
    show_outcome(call, &cells[OUTCOME]);
    if (call->response_in)
        table_cell_number(&cells[RESPONSE], call->response_in);
    if (!call->loss)
        return;
    table_cell_text(&cells[LOST], is_past ? row->last_lost : report_call_reason(call));
    table_cell_number(&cells[NUMBER], call->registration);
    if (outage)
        table_cell_number(&cells[OUTAGE], outage);
}

const struct table_kind table_of_calls = {
    .name = "calls",
    .entry = "Calls",
    .title = "SIP Registrations: Calls",
    .columns = columns,
    .column_count = COLUMNS,
    .row_size = sizeof(struct row),
    .hash = table_hash_key,
    .equal = table_equal_key,
    .compare = compare,
    .urgency = urgency,
    .take = take,
    .show = show,
    .free = release,
    .forget = forget,
};
