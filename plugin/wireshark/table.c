/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/catalogue.h"
#include "wireshark/table.h"

#include <inttypes.h>
#include <stdio.h>

#include <wsutil/wmem/wmem_map.h>

#include "wireshark/packet_meta.h"

/* --- Cells */

void table_cell_text(struct table_cell *cell, const char *text)
{
    cell->text = text;
}

void table_cell_copy(struct table_cell *cell, const char *text)
{
    if (!text)
        return;
    if (g_strlcpy(cell->buffer, text, sizeof(cell->buffer)) >= sizeof(cell->buffer)) {
        char *end = g_utf8_find_prev_char(cell->buffer,
                                          cell->buffer + sizeof(cell->buffer) - sizeof("..."));

        (void)g_strlcpy(end ? end : cell->buffer, "...", sizeof("..."));
    }
    cell->text = cell->buffer;
}

void table_cell_severity(struct table_cell *cell, unsigned worst)
{
    if (worst > SEVERITY_ERROR + 1)
        return;
    cell->text = worst ? rule_severity_name(worst - 1) : NULL;
    cell->rank = (uint8_t)(SEVERITY_ERROR + 1 - worst);
}

void table_cell_count(struct table_cell *cell, uint32_t count)
{
    table_cell_number(cell, count);
    cell->count = count;
}

void table_cell_number(struct table_cell *cell, uint32_t number)
{
    (void)snprintf(cell->buffer, sizeof(cell->buffer), "%" PRIu32, number);
    cell->text = cell->buffer;
}

/* With a point in each locale: programs read it. */
static void set_decimal(struct table_cell *cell, double value)
{
    cell->text = g_ascii_formatd(cell->buffer, sizeof(cell->buffer), "%.1f", value);
}

void table_cell_time(struct table_cell *cell, int64_t ns, int64_t unit)
{
    set_decimal(cell, (double)ns / (double)unit);
}

void table_cell_date(struct table_cell *cell, int64_t ns)
{
    cell->date = ns;
}

const char *table_cell_shown(struct table_cell *cell)
{
    GDateTime *time = cell->date ? g_date_time_new_from_unix_local(cell->date / SECOND) : NULL;
    char *text = time ? g_date_time_format(time, "%F %T") : NULL;

    if (text)
        table_cell_copy(cell, text);
    g_free(text);
    if (time)
        g_date_time_unref(time);
    return cell->text;
}

void table_cell_share(struct table_cell *cell, double percent)
{
    set_decimal(cell, percent);
}

void table_cell_percent(struct table_cell *cell, uint32_t part, uint32_t whole)
{
    if (whole > 0)
        table_cell_share(cell, 100.0 * part / whole);
}

void table_cell_endpoint(struct table_cell *cell, const struct endpoint *endpoint, bool with_port)
{
    if (endpoint->family != ENDPOINT_NONE)
        cell->text = endpoint_to_text(endpoint, with_port, cell->buffer);
}

/* --- Messages */

const struct endpoint *table_client(const struct table_message *message)
{
    return message->from_client ? &message->packet.source : &message->packet.destination;
}

const struct endpoint *table_registrar(const struct table_message *message)
{
    return message->from_client ? &message->packet.destination : &message->packet.source;
}

uint8_t table_worst(const struct report *report)
{
    const struct finding *worst = report_worst(report);

    return worst ? (uint8_t)(worst->severity + 1) : 0;
}

/* --- Rows */

int table_compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

unsigned table_hash_text(const void *text)
{
    return wmem_str_hash(text);
}

guint table_hash_key(gconstpointer row)
{
    return g_direct_hash(((const struct table_row *)row)->key);
}

gboolean table_equal_key(gconstpointer a, gconstpointer b)
{
    return ((const struct table_row *)a)->key == ((const struct table_row *)b)->key;
}

static GSList *tables; /* those that are there */

void tables_forget(void)
{
    for (const GSList *at = tables; at; at = at->next) {
        struct table *table = at->data;

        if (table->kind->finish &&
            !table->touched) /* the window of one with `touched` may be gone */
            table->kind->finish(table);
        g_hash_table_remove_all(table->known);
        if (table->kind->forget)
            table->kind->forget(table);
        table->latest = 0;
    }
}

bool tables_are_open(void)
{
    return tables != NULL;
}

void table_forget_rows(struct table *table)
{
    g_hash_table_remove_all(table->index);
}

void table_init(struct table *table, const struct table_kind *kind)
{
    tables = g_slist_prepend(tables, table);
    table->kind = kind;
    table->rows = g_ptr_array_new();
    table->index = g_hash_table_new(kind->hash, kind->equal);
    table->known = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
}

void table_clear(struct table *table)
{
    g_hash_table_remove_all(table->index);
    g_hash_table_remove_all(table->known);
    for (unsigned i = 0; i < table->rows->len; i++) {
        if (table->kind->free)
            table->kind->free(table->rows->pdata[i]);
        g_free(table->rows->pdata[i]);
    }
    g_ptr_array_set_size(table->rows, 0);
    table->latest = 0;
}

void table_take(struct table *table, packet_info *pinfo, const struct report *report)
{
    struct origin_layers layers = origin_layers(pinfo);
    struct table_message message = {.report = report, .packet = origin_packet(pinfo, &layers)};

    message.from_client = report->status == 0 && report->step != STEP_UNDELIVERABLE;
    table->latest = MAX(table->latest, message.packet.time);
    table->kind->take(table, &message);
}

void *table_get(struct table *table, const void *key)
{
    struct table_row *row = g_hash_table_lookup(table->index, key);

    if (row)
        return row;
    row = g_malloc(table->kind->row_size);
    memcpy(row, key, table->kind->row_size);
    row->number = table->rows->len;
    if (table->kind->own)
        table->kind->own(row);
    g_ptr_array_add(table->rows, row);
    g_hash_table_add(table->index, row);
    return row;
}

void table_touch(struct table *table, const void *row)
{
    if (table->touched)
        table->touched(table, row);
}

bool table_shows(const struct table *table, const struct table_row *row)
{
    return !table->kind->is_shown || table->kind->is_shown(row);
}

static int compare_rows(gconstpointer a, gconstpointer b, gpointer data)
{
    const struct table_kind *kind = data;
    const void *left = *(const void *const *)a, *right = *(const void *const *)b;
    int order =
        kind->urgency ? table_compare_numbers(kind->urgency(left), kind->urgency(right)) : 0;

    return order ? order : kind->compare(left, right);
}

void table_sort(struct table *table)
{
    g_ptr_array_sort_with_data(table->rows, compare_rows, (gpointer)table->kind);
}
