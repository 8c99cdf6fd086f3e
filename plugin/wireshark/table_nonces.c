/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of nonces: what was handed out, to whom, and what came of it.
 */
#include "wireshark/tables.h"

struct row {
    struct table_row row;
    char *realm, *nonce; /* the key; NULL: not known */
    char *user;          /* AOR of the first to get or to use it; NULL: not known */
    bool has_others;     /* ... and there were more */
    bool has_nc;
    uint8_t verdict; /* enum report_nonce_verdict, the worst */
    uint32_t issued_in;
    uint32_t uses;
    uint32_t highest_nc;
};

enum { ISSUED, USER, VERDICT, USES, HIGHEST, REALM, NONCE, COLUMNS };

static const struct table_column columns[COLUMNS] = {
    [ISSUED] = {"Issued in", COLUMN_FIGURE, NULL, PLACE_EVERYWHERE},
    [USER] = {"Issued to", COLUMN_TEXT, NULL, PLACE_EVERYWHERE},
    [VERDICT] = {"Verdict", COLUMN_TEXT, NULL, PLACE_EVERYWHERE},
    [USES] = {"Uses", COLUMN_COUNT, NULL, PLACE_EVERYWHERE},
    [HIGHEST] = {"Highest nc", COLUMN_FIGURE, NULL, PLACE_EVERYWHERE},
    [REALM] = {"Realm", COLUMN_TEXT, NULL, PLACE_WIDE, true},
    [NONCE] = {"Nonce", COLUMN_TEXT, NULL, PLACE_EVERYWHERE, true},
};

static guint hash(gconstpointer key)
{
    const struct row *row = key;

    return table_hash_text(row->nonce) * 31 + (row->realm ? table_hash_text(row->realm) : 0);
}

static gboolean equal(gconstpointer a, gconstpointer b)
{
    const struct row *left = a, *right = b;

    return strcmp(left->nonce, right->nonce) == 0 && g_strcmp0(left->realm, right->realm) == 0;
}

/* As they were issued; those of before the capture first. */
static int compare(gconstpointer a, gconstpointer b)
{
    const struct row *left = a, *right = b;
    int order = table_compare_numbers(left->issued_in, right->issued_in);

    return order ? order : table_compare_numbers(left->row.number, right->row.number);
}

static void own(struct table_row *base)
{
    struct row *row = (struct row *)base;

    row->nonce = g_strdup(row->nonce);
    row->realm = g_strdup(row->realm);
}

static void release(struct table_row *base)
{
    struct row *row = (struct row *)base;

    g_free(row->nonce);
    g_free(row->realm);
    g_free(row->user);
}

/* --- A message */

/* One that came from before the capture is not the worst that can be said of a nonce. */
static unsigned badness(uint8_t verdict)
{
    return verdict == NONCE_NOT_ISSUED_HERE ? NONCE_FIRST_USE : verdict;
}

static void take_use(struct row *row, const struct report_nonce *nonce)
{
    row->uses++;
    if (!row->issued_in)
        row->issued_in = nonce->issued_in;
    if (!row->verdict || badness(nonce->verdict) > badness(row->verdict))
        row->verdict = nonce->verdict;
    if (nonce->has_nc) {
        row->highest_nc = MAX(row->highest_nc, nonce->nc);
        row->has_nc = true;
    }
}

static void take_nonce(struct table *table, const struct report *report,
                       const struct report_nonce *nonce)
{
    struct row key = {.nonce = (char *)nonce->text, .realm = (char *)nonce->realm};
    const char *aor = report_place(report)->aor;
    bool is_use = nonce->verdict != NONCE_NO_VERDICT;
    struct row *row;

    /* A request that is repeated uses nothing; a challenge that is may hand out another nonce. */
    if (report->step == STEP_COPY || (report->status == 0 && !is_use))
        return;
    row = table_get(table, &key);
    if (is_use)
        take_use(row, nonce);
    else if (!row->issued_in)
        row->issued_in = report->frame;
    if (!row->user)
        row->user = g_strdup(aor);
    row->has_others |= aor && strcmp(row->user, aor) != 0;
    table_touch(table, row);
}

static void take(struct table *table, const struct table_message *message)
{
    for (unsigned i = 0; i < message->report->nonce_count; i++)
        take_nonce(table, message->report, &message->report->nonces[i]);
}

/* --- The row */

static void show(const struct table_row *base, struct table_cell *cells,
                 char sentence[SENTENCE_SIZE] _U_)
{
    const struct row *row = (const struct row *)base;

    if (row->issued_in)
        table_cell_number(&cells[ISSUED], row->issued_in);
    table_cell_text(&cells[REALM], row->realm);
    table_cell_text(&cells[USER], row->has_others ? "several" : row->user);
    table_cell_count(&cells[USES], row->uses);
    if (row->has_nc)
        table_cell_number(&cells[HIGHEST], row->highest_nc);
    table_cell_text(&cells[VERDICT],
                    row->uses ? report_nonce_verdict_name(row->verdict) : "not used");
    table_cell_text(&cells[NONCE], row->nonce);
}

const struct table_kind table_of_nonces = {
    .name = "nonces",
    .entry = "Nonces",
    .title = "SIP Registrations: Nonces",
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
};
