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
#include "wireshark/preferences.h"
#include "wireshark/table_data.h"

enum {
    WIDTH_MAX = 48, /* of a column; what is longer is cut, for a row should fit a line */
    WIDTH_MIN = 12, /* of a column of texts that is cut to make the row fit */
    REMARK_MAX = 1000,
    LINE_WIDTH = 100,
    GAP = 2
};

struct print {
    struct table table;
    char *filter;
};

static const char command[] = "sipreg,";

static GPtrArray *prints; /* all that were requested */

/* --- Text */

/* Nearly every text is. */
static bool is_plain(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!g_ascii_isprint(text[i]))
            return false;
    }
    return true;
}

/* The characters of a text that a terminal can take, at most `most` of them. Free with g_free. */
static char *printable(const char *text, glong most)
{
    size_t bytes = strlen(text);
    char *line;

    if (bytes <= (size_t)most && is_plain(text, bytes))
        return g_memdup2(text, bytes + 1);
    line = format_text(NULL, (const text_byte *)text, bytes);
    if (g_utf8_strlen(line, -1) > most)
        (void)g_strlcpy(g_utf8_offset_to_pointer(line, most - 3), "...", sizeof("..."));
    return line;
}

/* --- Lines */

/* The columns that are printed, and how wide they are. */
struct layout {
    const struct table_kind *kind;
    bool is_wide; /* everything, however long the lines become */
    unsigned count;
    unsigned columns[TABLE_COLUMNS_MAX];
    unsigned widths[TABLE_COLUMNS_MAX];
    unsigned remark; /* the column of it, or TABLE_COLUMNS_MAX */
};

static const struct table_column *column_at(const struct layout *layout, unsigned index)
{
    return &layout->kind->columns[layout->columns[index]];
}

static struct layout layout_of(const struct table_kind *kind)
{
    struct layout layout = {.kind = kind,
                            .is_wide = preferences_table_format() == FORMAT_WIDE,
                            .remark = TABLE_COLUMNS_MAX};

    for (unsigned i = 0; i < kind->column_count; i++) {
        enum table_column_place place = kind->columns[i].place;

        if (place == PLACE_REMARK)
            layout.remark = i;
        else if (place == PLACE_EVERYWHERE || (place == PLACE_WIDE && layout.is_wide))
            layout.columns[layout.count++] = i;
    }
    return layout;
}

static void add_text(GString *line, const char *text, glong most)
{
    char *shown = printable(text, most);

    g_string_append_len(line, shown, (gssize)strlen(shown) + 1);
    g_free(shown);
}

/* What a row says: the text of each printed column, "-" where it says nothing, then its remark, "" where there is none.
 * Each ends in '\0'. Free with g_free. */
static char *line_read(const struct layout *layout, const struct table_row *row)
{
    struct table_cell cells[TABLE_COLUMNS_MAX] = {{.text = NULL}};
    char sentence[SENTENCE_SIZE];
    GString *line = g_string_new(NULL);
    const char *remark = NULL;

    for (unsigned i = 0; i < layout->kind->column_count; i++)
        cells[i].is_unread = layout->kind->columns[i].place == PLACE_WINDOW;
    layout->kind->show(row, cells, sentence);
    for (unsigned i = 0; i < layout->count; i++) {
        const char *text = table_cell_shown(&cells[layout->columns[i]]);
        bool is_last = layout->is_wide && i + 1 == layout->count; /* nothing stands behind it */

        add_text(line, text && *text ? text : "-", is_last ? REMARK_MAX : WIDTH_MAX);
    }
    if (layout->remark < TABLE_COLUMNS_MAX)
        remark = cells[layout->remark].text;
    add_text(line, remark ? remark : "", REMARK_MAX);
    return g_string_free(line, FALSE);
}

/* Where the texts of its columns begin, and behind them the remark. */
static void line_split(const char *line, const struct layout *layout,
                       const char *texts[TABLE_COLUMNS_MAX + 1])
{
    for (unsigned i = 0; i <= layout->count; i++) {
        texts[i] = line;
        line += strlen(line) + 1;
    }
}

static unsigned width_of(const char *text)
{
    return (unsigned)g_utf8_strlen(text, -1);
}

static void print_rule(char of)
{
    for (unsigned i = 0; i < LINE_WIDTH; i++)
        putchar(of);
    putchar('\n');
}

static void add_spaces(GString *line, unsigned count)
{
    for (; count > 0; count--)
        g_string_append_c(line, ' ');
}

static void add_cell(GString *line, const char *text, unsigned width, bool right)
{
    unsigned length = width_of(text);
    char *cut = length > width ? printable(text, MAX(width, width_of("..."))) : NULL;
    unsigned fill = cut ? 0 : width - length;

    add_spaces(line, right ? fill : 0);
    g_string_append(line, cut ? cut : text);
    add_spaces(line, right ? 0 : fill);
    g_free(cut);
}

static void print_line(const struct layout *layout, const char *const *texts)
{
    GString *line = g_string_new(NULL);

    for (unsigned i = 0; i < layout->count; i++) {
        enum table_column_kind kind = column_at(layout, i)->kind;

        add_spaces(line, i ? GAP : 0);
        add_cell(line, texts[i], layout->widths[i], kind == COLUMN_COUNT || kind == COLUMN_FIGURE);
    }
    puts(g_strchomp(line->str));
    g_string_free(line, TRUE);
}

/* Indented, in lines that fit; in one line in the wide form. */
static void print_sentence(const struct layout *layout, const char *text, unsigned indent)
{
    unsigned column = indent;
    char **words;

    printf("%*s", (int)indent, "");
    words = g_strsplit(text, " ", -1);
    for (char **word = words; *word; word++) {
        unsigned width = width_of(*word);

        if (column > indent && column + 1 + width > LINE_WIDTH && !layout->is_wide) {
            printf("\n%*s", (int)indent, "");
            column = indent;
        }
        printf("%s%s", column > indent ? " " : "", *word);
        column += width + (column > indent ? 1 : 0);
    }
    putchar('\n');
    g_strfreev(words);
}

/* Below its row. */
static void print_remark(const struct layout *layout, const char *text)
{
    if (*text)
        print_sentence(layout, text, layout->widths[0] + GAP);
}

/* --- The table */

/* Takes from the widest columns of texts what is too much for a line. */
static void fit(struct layout *layout)
{
    unsigned total = 0;

    for (unsigned i = 0; i < layout->count; i++)
        total += layout->widths[i] + (i ? GAP : 0);
    while (total > LINE_WIDTH) {
        unsigned *widest = NULL;

        for (unsigned i = 0; i < layout->count; i++) {
            if (column_at(layout, i)->kind == COLUMN_TEXT && layout->widths[i] > WIDTH_MIN &&
                (!widest || layout->widths[i] > *widest))
                widest = &layout->widths[i];
        }
        if (!widest)
            break;
        (*widest)--;
        total--;
    }
}

static void measure(const GPtrArray *lines, struct layout *layout)
{
    for (unsigned i = 0; i < layout->count; i++)
        layout->widths[i] = width_of(column_at(layout, i)->title);
    for (unsigned i = 0; i < lines->len; i++) {
        const char *texts[TABLE_COLUMNS_MAX + 1];

        line_split(lines->pdata[i], layout, texts);
        for (unsigned j = 0; j < layout->count; j++)
            layout->widths[j] = MAX(layout->widths[j], width_of(texts[j]));
    }
    if (!layout->is_wide)
        fit(layout);
}

static void print_heading(const struct print *print, const struct layout *layout)
{
    const char *titles[TABLE_COLUMNS_MAX], *units[TABLE_COLUMNS_MAX], *caption = NULL;
    char sentence[SENTENCE_SIZE];
    bool has_units = false;

    for (unsigned i = 0; i < layout->count; i++) {
        const struct table_column *column = column_at(layout, i);

        titles[i] = column->title;
        units[i] = column->unit ? column->unit : "";
        has_units |= column->unit != NULL;
    }
    print_rule('=');
    printf("%s\n", layout->kind->title);
    if (print->filter)
        printf("Filter: %s\n", print->filter);
    if (layout->kind->caption)
        caption = layout->kind->caption(&print->table, sentence);
    if (caption)
        print_sentence(layout, caption, 0);
    print_rule('-');
    print_line(layout, titles);
    if (has_units)
        print_line(layout, units);
}

static void print_text(const struct print *print)
{
    const struct table *table = &print->table;
    struct layout layout = layout_of(table->kind);
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

    for (unsigned i = 0; i < table->rows->len; i++) {
        if (table_shows(table, table->rows->pdata[i]))
            g_ptr_array_add(lines, line_read(&layout, table->rows->pdata[i]));
    }
    measure(lines, &layout);
    print_heading(print, &layout);
    for (unsigned i = 0; i < lines->len; i++) {
        const char *texts[TABLE_COLUMNS_MAX + 1];

        line_split(lines->pdata[i], &layout, texts);
        print_line(&layout, texts);
        print_remark(&layout, texts[layout.count]);
    }
    g_ptr_array_unref(lines);
    print_rule('=');
}

static void print_table(struct print *print, bool is_last)
{
    struct table *table = &print->table;
    enum table_format format = preferences_table_format();

    if (table->kind->finish)
        table->kind->finish(table);
    table_sort(table);
    if (format <= FORMAT_WIDE)
        print_text(print);
    else
        table_data_print(table, format, print->filter, is_last);
}

/* As they were requested: tshark lets them be drawn in the reverse order. */
static void draw(void *data)
{
    if (data != prints->pdata[prints->len - 1])
        return;
    for (unsigned i = 0; i < prints->len; i++)
        print_table(prints->pdata[i], i + 1 == prints->len);
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
    if (!prints)
        prints = g_ptr_array_new();
    g_ptr_array_add(prints, print);
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
