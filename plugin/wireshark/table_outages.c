/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of outages: when each registration was not there although it was wanted, and why.
 */
#include "wireshark/tables.h"

struct row {
    struct table_row row;
    const struct outage *outage; /* of the reports, or `last` */
    uint32_t registration;
    char *aor;
    struct outage last;              /* what it was when the capture was closed, */
    char *last_verdict, *last_cause; /* ... and why */
};

enum { NUMBER, AOR, CAUSE, KIND, LENGTH, FROM, UNTIL, CALLS, FIRST, VERDICT, LAST, COLUMNS };

static const struct table_column columns[COLUMNS] = {
    [NUMBER] = {"No.", COLUMN_COUNT, NULL, PLACE_EVERYWHERE, true, "registration"},
    [AOR] = {"AOR", COLUMN_TEXT, NULL, PLACE_EVERYWHERE, true},
    [CAUSE] = {"Verdict", COLUMN_TEXT, NULL, PLACE_WINDOW},
    [KIND] = {"Kind", COLUMN_TEXT, NULL, PLACE_EVERYWHERE},
    [LENGTH] = {"Duration", COLUMN_FIGURE, "s", PLACE_EVERYWHERE},
    [FROM] = {"From", COLUMN_TEXT, NULL, PLACE_EVERYWHERE},
    [UNTIL] = {"Until", COLUMN_TEXT, NULL, PLACE_WIDE},
    [CALLS] = {"Calls lost", COLUMN_COUNT, NULL, PLACE_EVERYWHERE},
    [FIRST] = {"First frame", COLUMN_COUNT, NULL, PLACE_EVERYWHERE, true},
    [VERDICT] = {"Diagnosis", COLUMN_TEXT, NULL, PLACE_REMARK},
    [LAST] = {"Last frame", COLUMN_COUNT, NULL, PLACE_WIDE},
};

static int compare(gconstpointer a, gconstpointer b)
{
    const struct row *left = a, *right = b;
    int order = table_compare_numbers(left->registration, right->registration);

    return order ? order : table_compare_numbers(left->outage->number, right->outage->number);
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
    g_free(row->last_verdict);
    g_free(row->last_cause);
}

/* --- A message */

static void take_outage(struct table *table, const struct report *report,
                        const struct outage *outage)
{
    struct row key = {.row.key = outage,
                      .outage = outage,
                      .registration = report_place(report)->registration,
                      .aor = (char *)report_place(report)->aor};

    if (outage)
        table_touch(table, table_get(table, &key));
}

/* What the message lies in, leads to or follows. */
static void take_outages(struct table *table, const struct report *report)
{
    take_outage(table, report, report_related_outage(report));
    take_outage(table, report, report_outage_since(report));
}

static void take(struct table *table, const struct table_message *message)
{
    const struct report *report = message->report;

    if (!report_place(report)->history)
        return;
    take_outages(table, report);
    if (!table->touched) /* it will be finished */
        g_hash_table_insert(table->known, (gpointer)report, NULL);
}

/* What a message led to may be known only after it has passed. */
static void finish(struct table *table)
{
    GHashTableIter at;
    gpointer report;

    g_hash_table_iter_init(&at, table->known);
    while (g_hash_table_iter_next(&at, &report, NULL))
        take_outages(table, report);
}

static void forget(struct table *table)
{
    char sentence[SENTENCE_SIZE];

    for (unsigned i = 0; i < table->rows->len; i++) {
        struct row *row = table->rows->pdata[i];

        if (row->outage == &row->last)
            continue;
        row->last_verdict = g_strdup(verdict_text(&row->outage->verdict, NULL, sentence));
        row->last_cause = g_strdup(verdict_short_text(&row->outage->verdict, sentence));
        row->last = *row->outage;
        row->last.before = NULL;
        row->last.verdict = (struct verdict){.raised = NULL};
        row->outage = &row->last;
    }
    table_forget_rows(table);
}

/* --- The row */

static bool is_shown(const struct table_row *base)
{
    return ((const struct row *)base)->outage->kind != OUTAGE_NONE;
}

/* Those that are open come first. */
static unsigned urgency(const struct table_row *base)
{
    return ((const struct row *)base)->outage->is_open ? 0 : 1;
}

static void show_verdict(const struct row *row, struct table_cell *cells,
                         char sentence[SENTENCE_SIZE])
{
    const struct verdict *verdict = &row->outage->verdict;
    bool is_past = row->outage == &row->last;

    if (!cells[CAUSE].is_unread)
        table_cell_copy(&cells[CAUSE],
                        is_past ? row->last_cause : verdict_short_text(verdict, sentence));
    table_cell_text(&cells[VERDICT],
                    is_past ? row->last_verdict : verdict_text(verdict, NULL, sentence));
}

static void show(const struct table_row *base, struct table_cell *cells,
                 char sentence[SENTENCE_SIZE])
{
    const struct row *row = (const struct row *)base;
    const struct outage *outage = row->outage;

    table_cell_count(&cells[NUMBER], row->registration);
    table_cell_text(&cells[AOR], row->aor);
    table_cell_date(&cells[FROM], outage->from);
    if (outage->is_open) {
        table_cell_text(&cells[UNTIL], "open");
        table_cell_text(&cells[LENGTH], "open");
    } else {
        table_cell_date(&cells[UNTIL], outage->until);
        table_cell_time(&cells[LENGTH], outage->until - outage->from, SECOND);
    }
    table_cell_text(&cells[KIND], outage_kind_name(outage->kind));
    table_cell_count(&cells[CALLS], outage->calls);
    table_cell_count(&cells[FIRST], outage->first_in);
    table_cell_count(&cells[LAST], outage->last_in);
    show_verdict(row, cells, sentence);
}

const struct table_kind table_of_outages = {
    .name = "outages",
    .entry = "Outages",
    .title = "SIP Registrations: Outages",
    .columns = columns,
    .column_count = COLUMNS,
    .row_size = sizeof(struct row),
    .hash = table_hash_key,
    .equal = table_equal_key,
    .compare = compare,
    .urgency = urgency,
    .take = take,
    .finish = finish,
    .is_shown = is_shown,
    .show = show,
    .own = own,
    .free = release,
    .forget = forget,
};
