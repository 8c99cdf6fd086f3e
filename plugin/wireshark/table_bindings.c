/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of bindings: the Contacts of each AOR, as registrars list them.
 */
#include "wireshark/tables.h"

struct row {
    struct table_row row;
    char *aor, *contact; /* the key */
    uint32_t reg_id;     /* ... and this; 0: none */
    char *instance;
    struct row *next; /* another one of this AOR in the chain that the second index begins */
    bool is_chained;
    uint32_t registration;
    uint32_t granted_s;
    bool has_granted;
    int64_t lapses_at;   /* ns since 1970; 0: not said */
    uint32_t removed_in; /* frame; 0: it was not */
};

enum { AOR, CONTACT, INSTANCE, REG_ID, GRANTED, LAPSES, REGISTRATION, COLUMNS };

static const struct table_column columns[COLUMNS] = {
    [AOR] = {"AOR", COLUMN_TEXT, NULL},
    [CONTACT] = {"Contact", COLUMN_TEXT, NULL},
    [INSTANCE] = {"Instance", COLUMN_TEXT, NULL},
    [REG_ID] = {"reg-id", COLUMN_FIGURE, NULL},
    [GRANTED] = {"Granted", COLUMN_FIGURE, "s"},
    [LAPSES] = {"Lapses at", COLUMN_TEXT, NULL},
    [REGISTRATION] = {"By registration", COLUMN_FIGURE, NULL},
};

static guint hash(gconstpointer key)
{
    const struct row *row = key;

    return (table_hash_text(row->aor) * 31 + table_hash_text(row->contact)) * 31 + row->reg_id;
}

static gboolean equal(gconstpointer a, gconstpointer b)
{
    const struct row *left = a, *right = b;

    return left->reg_id == right->reg_id && strcmp(left->contact, right->contact) == 0 &&
           strcmp(left->aor, right->aor) == 0;
}

static int compare(gconstpointer a, gconstpointer b)
{
    const struct row *left = a, *right = b;
    int order = strcmp(left->aor, right->aor);

    return order ? order : table_compare_numbers(left->row.number, right->row.number);
}

static void own(struct table_row *base)
{
    struct row *row = (struct row *)base;

    row->aor = g_strdup(row->aor);
    row->contact = g_strdup(row->contact);
    row->instance = g_strdup(row->instance);
}

static void release(struct table_row *base)
{
    struct row *row = (struct row *)base;

    g_free(row->aor);
    g_free(row->contact);
    g_free(row->instance);
}

/* --- A message */

/* The row of a Contact, which may be new, or there again. */
static struct row *bound(struct table *table, struct row key)
{
    struct row *row = table_get(table, &key);

    if (!row->is_chained) {
        row->next = g_hash_table_lookup(table->second, row->aor);
        g_hash_table_replace(table->second, row->aor, row);
        row->is_chained = true;
    }
    row->removed_in = 0;
    if (!row->instance)
        row->instance = g_strdup(key.instance);
    return row;
}

static void remove_one(struct table *table, struct row *row, uint32_t frame)
{
    row->removed_in = frame;
    table_touch(table, row);
}

/* Contact: * ends all bindings of the AOR that there are. */
static void remove_all(struct table *table, const struct report *report)
{
    struct row *next;

    for (struct row *row = g_hash_table_lookup(table->second, report->aor); row; row = next) {
        next = row->next;
        row->next = NULL;
        row->is_chained = false;
        if (!row->removed_in)
            remove_one(table, row, report->frame);
    }
    g_hash_table_remove(table->second, report->aor);
}

static void take_own(struct table *table, const struct report *report,
                     const struct report_contact *contact)
{
    const char *name = contact->granted ? contact->granted : contact->sent;
    struct row key = {.aor = (char *)report->aor,
                      .contact = (char *)(contact->removed ? contact->removed : name),
                      .reg_id = contact->reg_id,
                      .instance = (char *)contact->instance,
                      .registration = report->registration};
    struct row *row;

    if (contact->removed) {
        row = g_hash_table_lookup(table->index, &key);
        if (row)
            remove_one(table, row, report->frame);
        return;
    }
    if (!contact->has_grant || !name)
        return;
    row = bound(table, key);
    row->registration = report->registration;
    row->granted_s = contact->granted_s;
    row->has_granted = true;
    row->lapses_at = contact->lapses_at;
    table_touch(table, row);
}

/* One that is only listed. Who made it and what was granted then is told by its own 2xx. */
static void take_listed(struct table *table, const struct table_message *message,
                        const struct report_binding *binding)
{
    struct row key = {.aor = (char *)message->report->aor,
                      .contact = (char *)binding->contact,
                      .reg_id = binding->reg_id,
                      .instance = (char *)binding->instance,
                      .registration = REPORT_NO_REGISTRATION};
    struct row *row;

    if (binding->own || !binding->contact || !binding->has_expires || binding->expires_s == 0)
        return;
    row = bound(table, key);
    if (!row->has_granted)
        row->lapses_at = message->packet.time + binding->expires_s * TABLE_SECOND;
    table_touch(table, row);
}

static void take(struct table *table, const struct table_message *message)
{
    const struct report *report = message->report;

    if (report->kind != REPORT_REGISTER || report->step != STEP_ACCEPTED || !report->aor)
        return;
    for (unsigned i = 0; i < report->contact_count; i++) {
        if (g_strcmp0(report->contacts[i].sent, "*") == 0)
            remove_all(table, report);
        else
            take_own(table, report, &report->contacts[i]);
    }
    for (unsigned i = 0; i < report->binding_count; i++)
        take_listed(table, message, &report->bindings[i]);
}

/* --- The row */

static void show_end(const struct row *row, struct table_cell *cell)
{
    GDateTime *time = g_date_time_new_from_unix_local(row->lapses_at / TABLE_SECOND);
    char *text = time ? g_date_time_format(time, "%F %T") : NULL;

    if (row->removed_in)
        g_snprintf(cell->buffer, sizeof(cell->buffer), "removed in frame %u", row->removed_in);
    else if (row->lapses_at && text)
        g_strlcpy(cell->buffer, text, sizeof(cell->buffer));
    cell->text = cell->buffer;
    g_free(text);
    if (time)
        g_date_time_unref(time);
}

static void show(const struct table_row *base, struct table_cell *cells)
{
    const struct row *row = (const struct row *)base;

    table_cell_text(&cells[AOR], row->aor);
    table_cell_text(&cells[CONTACT], row->contact);
    table_cell_text(&cells[INSTANCE], row->instance);
    if (row->reg_id)
        table_cell_number(&cells[REG_ID], row->reg_id);
    if (row->has_granted)
        table_cell_number(&cells[GRANTED], row->granted_s);
    show_end(row, &cells[LAPSES]);
    if (row->registration != REPORT_NO_REGISTRATION)
        table_cell_number(&cells[REGISTRATION], row->registration);
}

const struct table_kind table_of_bindings = {
    .name = "bindings",
    .entry = "Bindings",
    .title = "SIP Registrations: Bindings",
    .columns = columns,
    .column_count = COLUMNS,
    .row_size = sizeof(struct row),
    .hash = hash,
    .equal = equal,
    .compare = compare,
    .take = take,
    .show = show,
    .own = own,
    .free = release,
    .second_hash = table_hash_text,
    .second_equal = g_str_equal,
};
