/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of bindings: the Contacts of each AOR, and how they stand at the end.
 */
#include <stdio.h>

#include "wireshark/tables.h"

struct row {
    struct table_row row;
    const struct report_bound *bound; /* of the reports, or `last` */
    struct report_bound last;         /* what they said when the capture was closed */
    int64_t until;                    /* ... and the time of its last message; 0: it is open */
    const struct table *table;
};

enum { AOR, CONTACT, BOUND_BY, ENDED_BY, GRANTED, EXPIRES, INSTANCE, REG_ID, COLUMNS };

static const struct table_column columns[COLUMNS] = {
    [AOR] = {"AOR", COLUMN_TEXT, NULL, PLACE_EVERYWHERE, true},
    [CONTACT] = {"Contact", COLUMN_TEXT, NULL, PLACE_EVERYWHERE, true},
    [BOUND_BY] = {"Bound by", COLUMN_TEXT, NULL, PLACE_EVERYWHERE},
    [ENDED_BY] = {"Ended by", COLUMN_TEXT, NULL, PLACE_EVERYWHERE},
    [GRANTED] = {"Granted", COLUMN_FIGURE, "s", PLACE_EVERYWHERE},
    [EXPIRES] = {"Expires at", COLUMN_TEXT, NULL, PLACE_EVERYWHERE},
    [INSTANCE] = {"Instance", COLUMN_TEXT, NULL, PLACE_WIDE},
    [REG_ID] = {"reg-id", COLUMN_FIGURE, NULL, PLACE_WIDE},
};

static int compare(gconstpointer a, gconstpointer b)
{
    const struct row *left = a, *right = b;
    int order = strcmp(left->bound->aor, right->bound->aor);

    return order ? order : table_compare_numbers(left->row.number, right->row.number);
}

static void release(struct table_row *base)
{
    struct row *row = (struct row *)base;

    if (row->bound != &row->last)
        return;
    g_free((char *)row->last.aor);
    g_free((char *)row->last.contact);
    g_free((char *)row->last.instance);
}

/* --- A message */

static void take_bound(struct table *table, const struct report_bound *bound)
{
    struct row key = {.row.key = bound, .bound = bound, .table = table};

    if (bound)
        table_touch(table, table_get(table, &key));
}

static void take(struct table *table, const struct table_message *message)
{
    const struct report *report = message->report;

    if (report->kind != REPORT_REGISTER || report->step != STEP_ACCEPTED)
        return;
    for (unsigned i = 0; i < report->contact_count; i++)
        take_bound(table, report->contacts[i].bound);
    for (unsigned i = 0; i < report->binding_count; i++)
        take_bound(table, report->bindings[i].bound);
}

static void forget(struct table *table)
{
    for (unsigned i = 0; i < table->rows->len; i++) {
        struct row *row = table->rows->pdata[i];

        if (row->bound == &row->last)
            continue;
        row->last = *row->bound;
        row->until = table->latest;
        row->last.aor = g_strdup(row->last.aor);
        row->last.contact = g_strdup(row->last.contact);
        row->last.instance = g_strdup(row->last.instance);
        row->bound = &row->last;
    }
    table_forget_rows(table);
}

/* --- The row */

/* "#0 in 12": the registration, as its table numbers it, and the frame. */
static void show_registration(uint32_t registration, uint32_t frame, struct table_cell *cell)
{
    (void)snprintf(cell->buffer, sizeof(cell->buffer), "#%u in %u", registration, frame);
    cell->text = cell->buffer;
}

static void show_end(const struct row *row, struct table_cell *cell)
{
    const struct report_bound *bound = row->bound;
    int64_t until = row->until ? row->until : row->table->latest;

    if (bound->ended_in && bound->end == END_REMOVED) {
        show_registration(bound->ended_by, bound->ended_in, cell);
    } else if (bound->ended_in) {
        (void)snprintf(cell->buffer, sizeof(cell->buffer), "%s in %u",
                       bound->end == END_NETWORK ? "network" : "registrar", bound->ended_in);
        cell->text = cell->buffer;
    } else if (bound->expires_at && bound->expires_at <= until) {
        table_cell_text(cell, "expired");
    }
}

static void show(const struct table_row *base, struct table_cell *cells,
                 char sentence[SENTENCE_SIZE] _U_)
{
    const struct report_bound *bound = ((const struct row *)base)->bound;

    table_cell_text(&cells[AOR], bound->aor);
    table_cell_text(&cells[CONTACT], bound->contact);
    table_cell_text(&cells[INSTANCE], bound->instance);
    if (bound->reg_id)
        table_cell_number(&cells[REG_ID], bound->reg_id);
    if (bound->has_granted)
        table_cell_number(&cells[GRANTED], bound->granted_s);
    if (bound->expires_at)
        table_cell_date(&cells[EXPIRES], bound->expires_at);
    if (bound->registration != REPORT_NO_REGISTRATION)
        show_registration(bound->registration, bound->bound_in, &cells[BOUND_BY]);
    show_end((const struct row *)base, &cells[ENDED_BY]);
}

const struct table_kind table_of_bindings = {
    .name = "bindings",
    .entry = "Bindings",
    .title = "SIP Registrations: Bindings",
    .columns = columns,
    .column_count = COLUMNS,
    .row_size = sizeof(struct row),
    .hash = table_hash_key,
    .equal = table_equal_key,
    .compare = compare,
    .take = take,
    .show = show,
    .free = release,
    .forget = forget,
};
