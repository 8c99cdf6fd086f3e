/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of findings: which rules fired, how often, and where first.
 */
#include "rules/catalogue.h"
#include "wireshark/tables.h"

struct row {
    struct table_row row;
    uint16_t rule;    /* enum rule */
    uint8_t severity; /* enum rule_severity; not always the rule's own */
    uint32_t count;
    uint32_t first_frame;
};

enum { SEVERITY, MEANING, COUNT, FIRST, RULE, COLUMNS };

static const struct table_column columns[COLUMNS] = {
    [SEVERITY] = {"Severity", COLUMN_RANK, NULL, PLACE_EVERYWHERE, true},
    [MEANING] = {"Meaning", COLUMN_TEXT, NULL, PLACE_REMARK},
    [COUNT] = {"Count", COLUMN_COUNT, NULL, PLACE_EVERYWHERE, false, "messages"},
    [FIRST] = {"First frame", COLUMN_COUNT, NULL, PLACE_EVERYWHERE},
    [RULE] = {"Rule", COLUMN_TEXT, NULL, PLACE_EVERYWHERE, true},
};

static guint hash(gconstpointer key)
{
    const struct row *row = key;

    return row->rule * 4U + row->severity;
}

static gboolean equal(gconstpointer a, gconstpointer b)
{
    const struct row *left = a, *right = b;

    return left->rule == right->rule && left->severity == right->severity;
}

/* The most serious first, then as the capture has them. */
static int compare(gconstpointer a, gconstpointer b)
{
    const struct row *left = a, *right = b;
    int order = table_compare_numbers(right->severity, left->severity);

    return order ? order : table_compare_numbers(left->row.number, right->row.number);
}

static void take(struct table *table, const struct table_message *message)
{
    for (const struct finding *each = message->report->findings; each; each = each->next) {
        struct row *row, key = {.rule = each->rule, .severity = each->severity};

        row = table_get(table, &key);
        if (row->count++ == 0)
            row->first_frame = message->packet.frame;
        table_touch(table, row);
    }
}

static void show(const struct table_row *base, struct table_cell *cells,
                 char sentence[SENTENCE_SIZE] _U_)
{
    const struct row *row = (const struct row *)base;

    table_cell_severity(&cells[SEVERITY], row->severity + 1U);
    table_cell_text(&cells[RULE], rule_table[row->rule].id);
    table_cell_count(&cells[COUNT], row->count);
    table_cell_count(&cells[FIRST], row->first_frame);
    table_cell_text(&cells[MEANING], rule_texts[row->rule].summary);
}

const struct table_kind table_of_findings = {
    .name = "findings",
    .entry = "Findings",
    .title = "SIP Registrations: Findings",
    .columns = columns,
    .column_count = COLUMNS,
    .row_size = sizeof(struct row),
    .hash = hash,
    .equal = equal,
    .compare = compare,
    .take = take,
    .show = show,
};
