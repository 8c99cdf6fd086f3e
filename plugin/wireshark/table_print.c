/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Tables in tshark: -z sipreg,NAME[,FILTER]. Wireshark's own way to print a table has columns of a
 * fixed width, and cannot wait for what is known only at the end.
 */
#include "rules/catalogue.h"
#include "wireshark/tables.h"

#include <stdio.h>
#include <stdlib.h>

#include <epan/stat_tap_ui.h>
#include <epan/strutil.h>

#include "wireshark/compat.h"

enum {
    WIDTH_MAX = 48, /* of a column; what is longer is cut, for a row should fit a line */
    REMARK_MAX = 1000,
    RULE_WIDTH = 100,
    GAP = 2
};

struct print {
    struct table table;
    char *filter;
};

static const char command[] = "sipreg,";

/* --- Text */

/* The characters of a text that a terminal can take, at most `most` of them. Free with g_free. */
static char *printable(const char *text, glong most)
{
    char *line = format_text(NULL, (const text_byte *)text, strlen(text));
    glong length = g_utf8_strlen(line, -1);

    if (length > most)
        (void)g_strlcpy(g_utf8_offset_to_pointer(line, most - 3), "...", sizeof("..."));
    return line;
}

/* --- Lines */

static bool is_remark(const struct table_kind *kind, unsigned column)
{
    return kind->has_remark && column + 1 == kind->column_count;
}

/* What a row says in each column; "-" where it says nothing, NULL in place of a remark. */
struct line {
    char *texts[TABLE_COLUMNS_MAX];
};

static void line_read(struct line *line, const struct table_kind *kind, const struct table_row *row)
{
    struct table_cell cells[TABLE_COLUMNS_MAX] = {{.text = NULL}};
    char sentence[SENTENCE_SIZE];

    kind->show(row, cells, sentence);
    for (unsigned i = 0; i < kind->column_count; i++) {
        const char *text = cells[i].text;
        bool says_something = text && *text;
        bool is_last = i + 1 == kind->column_count; /* nothing stands behind it */

        if (says_something)
            line->texts[i] = printable(text, is_last ? REMARK_MAX : WIDTH_MAX);
        else
            line->texts[i] = is_remark(kind, i) ? NULL : g_strdup("-");
    }
}

static void line_free(struct line *line, const struct table_kind *kind)
{
    for (unsigned i = 0; i < kind->column_count; i++)
        g_free(line->texts[i]);
}

static unsigned width_of(const char *text)
{
    return (unsigned)g_utf8_strlen(text, -1);
}

static void print_rule(char of)
{
    for (unsigned i = 0; i < RULE_WIDTH; i++)
        putchar(of);
    putchar('\n');
}

static void print_line(const struct table_kind *kind, const unsigned *widths,
                       const char *const *texts)
{
    GString *line = g_string_new(NULL);

    for (unsigned i = 0; i < kind->column_count && !is_remark(kind, i); i++) {
        int fill = (int)(widths[i] - width_of(texts[i]));
        bool right =
            kind->columns[i].kind == COLUMN_COUNT || kind->columns[i].kind == COLUMN_FIGURE;

        g_string_append_printf(line, "%*s%s%*s", (i ? GAP : 0) + (right ? fill : 0), "", texts[i],
                               right ? 0 : fill, "");
    }
    puts(g_strchomp(line->str));
    g_string_free(line, TRUE);
}

static void print_remark(const unsigned *widths, const char *text)
{
    if (text)
        printf("%*s%s\n", (int)widths[0] + GAP, "", text);
}

/* --- The table */

static int compare_rows(gconstpointer a, gconstpointer b, gpointer kind)
{
    return ((const struct table_kind *)kind)
        ->compare(*(const void *const *)a, *(const void *const *)b);
}

static void measure(const struct table *table, unsigned *widths)
{
    const struct table_kind *kind = table->kind;

    for (unsigned i = 0; i < kind->column_count; i++)
        widths[i] = width_of(kind->columns[i].title);
    for (unsigned i = 0; i < table->rows->len; i++) {
        struct line line;

        if (!table_shows(table, table->rows->pdata[i]))
            continue;
        line_read(&line, kind, table->rows->pdata[i]);
        for (unsigned j = 0; j < kind->column_count && !is_remark(kind, j); j++)
            widths[j] = MAX(widths[j], width_of(line.texts[j]));
        line_free(&line, kind);
    }
}

static void draw(void *data)
{
    struct print *print = data;
    const struct table_kind *kind = print->table.kind;
    GPtrArray *rows = print->table.rows;
    const char *titles[TABLE_COLUMNS_MAX], *units[TABLE_COLUMNS_MAX];
    unsigned widths[TABLE_COLUMNS_MAX];
    bool has_units = false;

    if (kind->finish)
        kind->finish(&print->table);
    measure(&print->table, widths);
    for (unsigned i = 0; i < kind->column_count; i++) {
        titles[i] = kind->columns[i].title;
        units[i] = kind->columns[i].unit ? kind->columns[i].unit : "";
        has_units |= kind->columns[i].unit != NULL;
    }
    print_rule('=');
    printf("%s\n", kind->title);
    if (print->filter)
        printf("Filter: %s\n", print->filter);
    print_rule('-');
    print_line(kind, widths, titles);
    if (has_units)
        print_line(kind, widths, units);
    g_ptr_array_sort_with_data(rows, compare_rows, (gpointer)kind);
    for (unsigned i = 0; i < rows->len; i++) {
        struct line line;

        if (!table_shows(&print->table, rows->pdata[i]))
            continue;
        line_read(&line, kind, rows->pdata[i]);
        print_line(kind, widths, (const char *const *)line.texts);
        if (kind->has_remark)
            print_remark(widths, line.texts[kind->column_count - 1]);
        line_free(&line, kind);
    }
    print_rule('=');
}

static tap_packet_status take(void *data, packet_info *pinfo, epan_dissect_t *edt _U_,
                              const void *report, tap_flags_t flags _U_)
{
    struct print *print = data;

    table_take(&print->table, pinfo, report);
    return TAP_PACKET_DONT_REDRAW;
}

static void reset(void *data)
{
    table_clear(&((struct print *)data)->table);
}

/* Stops tshark with a message, as its own tables do. */
static void complain(const char *argument, const char *what)
{
    fprintf(stderr, "tshark: -z %s: %s\n", argument, what);
    exit(EXIT_FAILURE);
}

static stat_begun begin(const char *argument, void *data)
{
    const struct table_kind *kind = data;
    const char *rest = argument + strlen(command) + strlen(kind->name);
    struct print *print = g_new0(struct print, 1);
    GString *error;

    if (*rest != ',' && *rest != '\0')
        complain(argument, "no such table");
    table_init(&print->table, kind);
    if (*rest == ',')
        print->filter = rest[1] ? g_strdup(rest + 1) : NULL;
    error = register_tap_listener("sipreg", print, print->filter, 0, reset, take, draw, NULL);
    if (error)
        complain(argument, error->str);
    STAT_BEGUN;
}

void table_print_register(const struct table_kind *kind)
{
    char *argument = g_strconcat(command, kind->name, NULL);
    static tap_param filter = {PARAM_FILTER, "filter", "Filter", NULL, TRUE};
    stat_tap_ui ui = {
        .group = REGISTER_STAT_GROUP_GENERIC, /* there are no menus */
        .title = kind->title,
        .cli_string = argument,
        .tap_init_cb = begin,
        .nparams = 1,
        .params = &filter,
    };

    register_stat_tap_ui(&ui, (void *)kind);
    g_free(argument);
}
