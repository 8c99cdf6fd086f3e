/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of connections: what each client did to get to a server, and why there is no SIP.
 */
#include "wireshark/tables.h"

struct row {
    struct table_row row;
    const struct report_connection *connection; /* the key; of the reports, or `last` */
    struct report_connection
        last; /* what it was when the capture was closed; its texts are owned */
};

enum { FRAME, CLIENT, TARGET, NAME, TCP, TLS, SIP, AOR, NUMBER, TIME, ATTEMPTS, VERDICT, COLUMNS };

static const struct table_column columns[COLUMNS] = {
    [FRAME] = {"Frame", COLUMN_COUNT, NULL, PLACE_EVERYWHERE, true},
    [CLIENT] = {"Client", COLUMN_TEXT, NULL, PLACE_EVERYWHERE, true},
    [TARGET] = {"Target", COLUMN_TEXT, NULL, PLACE_EVERYWHERE, true},
    [NAME] = {"DNS", COLUMN_TEXT, NULL, PLACE_EVERYWHERE},
    [TCP] = {"TCP", COLUMN_TEXT, NULL, PLACE_EVERYWHERE},
    [TLS] = {"TLS", COLUMN_TEXT, NULL, PLACE_EVERYWHERE},
    [SIP] = {"SIP", COLUMN_TEXT, NULL, PLACE_EVERYWHERE},
    [AOR] = {"AOR", COLUMN_TEXT, NULL, PLACE_WIDE},
    [NUMBER] = {"No.", COLUMN_FIGURE, NULL, PLACE_WIDE, false, "registration"},
    [TIME] = {"Time", COLUMN_TEXT, NULL, PLACE_WIDE},
    [ATTEMPTS] = {"Attempts", COLUMN_FIGURE, NULL, PLACE_WIDE},
    [VERDICT] = {"Verdict", COLUMN_TEXT, NULL, PLACE_REMARK},
};

static int compare(gconstpointer a, gconstpointer b)
{
    const struct row *left = a, *right = b;

    return table_compare_numbers(left->connection->first_in, right->connection->first_in);
}

static void release(struct table_row *base)
{
    struct row *row = (struct row *)base;

    g_free((char *)row->last.domain);
    g_free((char *)row->last.wanted);
    g_free((char *)row->last.certificate);
    g_free((char *)row->last.aor);
    g_free((char *)row->last.name);
}

static void take(struct table *table, const struct table_message *message)
{
    const struct report_connection *connection = report_rare(message->report)->connection;
    struct row key = {.row.key = connection, .connection = connection};

    if (connection)
        table_touch(table, table_get(table, &key));
}

static void forget(struct table *table)
{
    for (unsigned i = 0; i < table->rows->len; i++) {
        struct row *row = table->rows->pdata[i];

        if (row->connection == &row->last)
            continue;
        row->last = *row->connection;
        row->last.domain = g_strdup(row->connection->domain);
        row->last.wanted = g_strdup(row->connection->wanted);
        row->last.certificate = g_strdup(row->connection->certificate);
        row->last.aor = g_strdup(row->connection->aor);
        row->last.name = g_strdup(row->connection->name);
        row->connection = &row->last;
    }
    table_forget_rows(table);
}

/* Those without SIP come first, then those that cannot be read. */
static unsigned urgency(const struct table_row *base)
{
    const struct report_connection *connection = ((const struct row *)base)->connection;

    return connection->verdict == CONNECTION_IS_WELL   ? 2
           : connection->verdict == CONNECTION_NO_KEYS ? 1
                                                       : 0;
}

static void show(const struct table_row *base, struct table_cell *cells,
                 char sentence[SENTENCE_SIZE])
{
    const struct report_connection *connection = ((const struct row *)base)->connection;
    char text[CONNECTION_TEXT_SIZE];

    table_cell_count(&cells[FRAME], connection->first_in);
    table_cell_endpoint(&cells[CLIENT], &connection->client, false);
    if (connection->target.family != ENDPOINT_NONE)
        table_cell_endpoint(&cells[TARGET], &connection->target, true);
    else
        table_cell_text(&cells[TARGET], connection->domain);
    table_cell_copy(&cells[NAME], connection_dns_text(connection, text));
    table_cell_copy(&cells[TCP], connection_tcp_text(connection, text));
    table_cell_copy(&cells[TLS], connection_tls_text(connection, text));
    table_cell_text(&cells[SIP], connection_sip_name(connection->sip));
    table_cell_date(&cells[TIME], connection->time);
    if (connection->attempts)
        table_cell_number(&cells[ATTEMPTS], connection->attempts);
    if (connection->aor) {
        table_cell_text(&cells[AOR], connection->aor);
        table_cell_number(&cells[NUMBER], connection->registration);
    }
    table_cell_text(&cells[VERDICT], connection_verdict_text(connection, sentence));
}

const struct table_kind table_of_connections = {
    .name = "connections",
    .entry = "Connections",
    .title = "SIP Registrations: Connections",
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
