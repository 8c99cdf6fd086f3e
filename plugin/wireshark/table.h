/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the tables have in common: rows with a key, filled from the reports of the tap "sipreg", and
 * cells that can be shown. What a table is about is in its own file; how it gets to the user, in
 * table_dialog.c (Wireshark, sharkd) and table_print.c (tshark).
 *
 * A table owns its rows. They hold on to reports only as long as the capture is open.
 */
#ifndef SIPREG_WIRESHARK_TABLE_H
#define SIPREG_WIRESHARK_TABLE_H

#include <epan/packet.h>

#include "base/packet.h"
#include "base/report.h"

enum {
    TABLE_URGENCY_LAST = 2,
    TABLE_COLUMNS_MAX = 24,
    TABLE_CELL_SIZE =
        160 /* of what a cell composes itself: most short verdicts; figures need less */
};

enum table_column_kind {
    COLUMN_TEXT,
    COLUMN_COUNT,  /* a whole number, always there */
    COLUMN_FIGURE, /* a number that may be missing */
    COLUMN_RANK    /* a word that stands in an order of its own */
};

/* The window shows all columns. */
enum table_column_place {
    PLACE_EVERYWHERE,
    PLACE_WIDE,   /* in tshark only in the wide form */
    PLACE_WINDOW, /* not in tshark: its remark begins with the same words */
    PLACE_REMARK  /* in tshark on lines of its own below the row: a sentence. At most one */
};

struct table_column {
    const char *title;
    enum table_column_kind kind;
    const char *unit; /* NULL: none */
    enum table_column_place place;
    bool is_key;      /* one of those that tell the rows apart */
    const char *name; /* for programs; NULL: made of the title */
};

/* What a row shows in one column. */
struct table_cell {
    const char *text; /* NULL: nothing. Of the row, of the report, or composed in a buffer */
    uint32_t count;   /* of a COLUMN_COUNT */
    int64_t date;     /* ns since 1970, in place of the text; 0: none */
    uint8_t rank;     /* texts with a rank come in its order, lowest first, not in theirs */
    bool is_unread;   /* set before it is shown: a sentence for it need not be composed */
    char buffer[TABLE_CELL_SIZE];
};

/* What a cell shows; NULL: nothing. A date becomes a text only here: tshark does not print all. */
const char *table_cell_shown(struct table_cell *cell);

void table_cell_text(struct table_cell *cell, const char *text);
/* A text that does not stay; what is too long for TABLE_CELL_SIZE ends in dots. */
void table_cell_copy(struct table_cell *cell, const char *text);
/* As table_worst says it; the most serious comes first. */
void table_cell_severity(struct table_cell *cell, unsigned worst);
void table_cell_count(struct table_cell *cell, uint32_t count);
void table_cell_number(struct table_cell *cell, uint32_t number);
/* Nanoseconds, shown in this unit (also in ns) with one decimal. */
void table_cell_time(struct table_cell *cell, int64_t ns, int64_t unit);
void table_cell_date(struct table_cell *cell, int64_t ns); /* since 1970, with the time of day */
void table_cell_share(struct table_cell *cell, double percent);
void table_cell_percent(struct table_cell *cell, uint32_t part, uint32_t whole);
void table_cell_endpoint(struct table_cell *cell, const struct endpoint *endpoint, bool with_port);

/* One message, as the tap hands it out. */
struct table_message {
    const struct report *report;
    struct packet packet;
    bool from_client; /* a request, or an error about one */
};

int table_compare_numbers(uint64_t a, uint64_t b);

/* Of a key that a packet says. Nobody can prepare texts that collide, as for g_str_hash. */
unsigned table_hash_text(const void *text);

/* The ends of the hop that the message was seen on. */
const struct endpoint *table_client(const struct table_message *message);
const struct endpoint *table_registrar(const struct table_message *message);

/* 1 and the worst severity of the findings; 0: there are none. */
uint8_t table_worst(const struct report *report);

/* What each row begins with. */
struct table_row {
    uint32_t number; /* in the order in which the rows were made, from 0 */
    const void *key; /* where a pointer tells it: what it is about, while the capture is open */
};

/* For struct table_kind: of such rows. */
guint table_hash_key(gconstpointer row);
gboolean table_equal_key(gconstpointer a, gconstpointer b);

struct table;

/* A kind of table. */
struct table_kind {
    const char *name;  /* behind "sipreg," in -z */
    const char *entry; /* in the menu */
    const char *title; /* of its window */
    const struct table_column *columns;
    unsigned column_count;
    size_t row_size;
    GHashFunc hash; /* of rows, by their key */
    GEqualFunc equal;
    GCompareFunc compare; /* rows, as they are shown */
    /* How little a row matters: those with 0 are shown first, at most TABLE_URGENCY_LAST. NULL: all matter alike. */
    unsigned (*urgency)(const struct table_row *row);
    /* Takes a message: table_get and table_touch rows. */
    void (*take)(struct table *table, const struct table_message *message);
    /* The table is about to be printed: makes rows of what has become known since the last message. NULL:
     * there is nothing. */
    void (*finish)(struct table *table);
    /* What tshark prints above the rows, composed in `sentence`; returns NULL where there is nothing to say. NULL: there
     * never is. */
    const char *(*caption)(const struct table *table, char sentence[SENTENCE_SIZE]);
    /* False for what has turned out to be nothing. NULL: all rows are shown. */
    bool (*is_shown)(const struct table_row *row);
    /* Shows a row: cells[column_count], all empty. */
    void (*show)(const struct table_row *row, struct table_cell *cells,
                 char sentence[SENTENCE_SIZE]);
    /* The key moves from a borrowed one on the stack to one that the row owns. NULL: nothing to do. */
    void (*own)(struct table_row *row);
    void (*free)(struct table_row *row); /* what the row owns; not itself. NULL: nothing */
    /* The capture is about to be closed: lets go of its reports. NULL: there are none. */
    void (*forget)(struct table *table);
};

struct table {
    const struct table_kind *kind;
    GPtrArray *rows;
    GHashTable *index;
    /* What the kind wants to know again while the capture is open; values are freed with g_free. */
    GHashTable *known;
    int64_t latest; /* of the messages in the open capture, ns since 1970 */
    /* A row is new or has changed. NULL: nobody wants to know. */
    void (*touched)(struct table *table, const struct table_row *row);
};

/* The capture is about to be closed, and its reports with it. */
void tables_forget(void);

/* True once a table was made: in Wireshark and sharkd always, as one can be opened at any time. */
bool tables_are_open(void);

void table_init(struct table *table, const struct table_kind *kind);
void table_clear(struct table *table); /* no rows; stays usable */
void table_take(struct table *table, packet_info *pinfo, const struct report *report);

/* The row of this key (a row on the stack with only the key set), made where there is none. */
void *table_get(struct table *table, const void *key);
void table_touch(struct table *table, const void *row);
bool table_shows(const struct table *table, const struct table_row *row);

/* Sorts the rows as they are shown. */
void table_sort(struct table *table);

/* The rows stay as they are; the same keys will mean other rows. */
void table_forget_rows(struct table *table);

#endif
