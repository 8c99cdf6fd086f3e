/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/table_data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wsutil/json_dumper.h>

/* Seconds and shares are the base units of metrics. */
static const struct {
    const char *unit;   /* in titles */
    const char *name;   /* of it, in names of columns */
    const char *metric; /* ... of metrics, */
    double factor;      /* whose value is so many times that of the column */
} units[] = {
    {"s", "s", "seconds", 1},
    {"ms", "ms", "seconds", 0.001},
    {"%", "percent", "ratio", 0.01},
};

/* --- What a row says */

struct datum {
    char *text; /* NULL: nothing */
    double number;
    bool is_number;
    bool is_date; /* `number` is in seconds since 1970 */
};

static bool is_figure(const struct table_column *column)
{
    return column->kind == COLUMN_COUNT || column->kind == COLUMN_FIGURE;
}

/* RFC 3339, in UTC. */
static char *text_of_date(int64_t ns)
{
    GDateTime *time = g_date_time_new_from_unix_utc(ns / SECOND);
    char *day = time ? g_date_time_format(time, "%FT%T") : NULL;
    char *text = day ? g_strdup_printf("%s.%03dZ", day, (int)(ns % SECOND / MILLISECOND)) : NULL;

    if (time)
        g_date_time_unref(time);
    g_free(day);
    return text;
}

/* What is no UTF-8, and control characters, which a terminal obeys, are replaced. */
static char *clean(const char *text)
{
    char *valid = g_utf8_make_valid(text, -1);
    GString *line = g_string_new(NULL);

    for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
        gunichar character = g_utf8_get_char(at);

        g_string_append_unichar(line, g_unichar_iscntrl(character) ? 0xFFFD : character);
    }
    g_free(valid);
    return g_string_free(line, FALSE);
}

/* Digits alone: strtod() takes "nan" and "0x1f" as well, which JSON has not. */
static bool read_number(const char *text, double *number)
{
    char *end;

    *number = g_ascii_strtod(text, &end);
    return *end == '\0' && strspn(text, "-.0123456789") == strlen(text);
}

static struct datum datum_of(struct table_cell *cell, const struct table_column *column)
{
    struct datum value = {.text = NULL};
    const char *shown;

    if (cell->date) {
        value.is_date = true;
        value.number = (double)cell->date / (double)SECOND;
        value.text = text_of_date(cell->date);
        return value;
    }
    shown = table_cell_shown(cell);
    if (!shown || !*shown)
        return value;
    value.text = clean(shown);
    value.is_number = is_figure(column) && read_number(value.text, &value.number);
    return value;
}

/* Free each text with g_free. */
static void read_row(const struct table_kind *kind, const struct table_row *row,
                     struct datum values[TABLE_COLUMNS_MAX])
{
    struct table_cell cells[TABLE_COLUMNS_MAX] = {{.text = NULL}};
    char sentence[SENTENCE_SIZE];

    kind->show(row, cells, sentence);
    for (unsigned i = 0; i < kind->column_count; i++)
        values[i] = datum_of(&cells[i], &kind->columns[i]);
}

/* Has each row that is shown written `to` somewhere, once. */
static void write_rows(const struct table *table,
                       void (*write)(const struct table_kind *kind, const struct datum *values,
                                     void *to),
                       void *to)
{
    for (unsigned row = 0; row < table->rows->len; row++) {
        struct datum values[TABLE_COLUMNS_MAX];

        if (!table_shows(table, table->rows->pdata[row]))
            continue;
        read_row(table->kind, table->rows->pdata[row], values);
        write(table->kind, values, to);
        for (unsigned i = 0; i < table->kind->column_count; i++)
            g_free(values[i].text);
    }
}

static int unit_of(const struct table_column *column)
{
    for (unsigned i = 0; column->unit && i < G_N_ELEMENTS(units); i++) {
        if (strcmp(units[i].unit, column->unit) == 0)
            return (int)i;
    }
    return -1;
}

/* "late_by", from the title unless the column has a name of its own. Free with g_free. */
static char *plain_name(const struct table_column *column)
{
    char *name = column->name ? g_strdup(column->name) : g_ascii_strdown(column->title, -1);

    for (char *at = name; *at; at++) {
        if (!g_ascii_isalnum(*at))
            *at = '_';
    }
    return name;
}

/* "late_by_s". Free with g_free. */
static char *name_of(const struct table_column *column)
{
    char *name = plain_name(column);
    int unit = unit_of(column);

    if (unit >= 0) {
        char *whole = g_strdup_printf("%s_%s", name, units[unit].name);

        g_free(name);
        name = whole;
    }
    return name;
}

/* --- CSV */

/* Spreadsheets compute what begins with one of these. */
static bool is_formula(const char *text)
{
    return strchr("=+-@", *text) != NULL;
}

static void print_csv_field(unsigned index, const char *text, bool is_text)
{
    if (index > 0)
        putchar(',');
    if (!text)
        return;
    if (!is_text) {
        fputs(text, stdout);
        return;
    }
    putchar('"');
    if (*text && is_formula(text))
        putchar('\'');
    for (; *text; text++) {
        if (*text == '"')
            putchar('"');
        putchar(*text);
    }
    putchar('"');
}

static void write_csv_row(const struct table_kind *kind, const struct datum *values, void *to)
{
    (void)to;
    for (unsigned i = 0; i < kind->column_count; i++)
        print_csv_field(i, values[i].text, !values[i].is_number && !values[i].is_date);
    fputs("\r\n", stdout);
}

static void print_csv(const struct table *table)
{
    const struct table_kind *kind = table->kind;

    for (unsigned i = 0; i < kind->column_count; i++) {
        char *name = name_of(&kind->columns[i]);

        print_csv_field(i, name, false);
        g_free(name);
    }
    fputs("\r\n", stdout);
    write_rows(table, write_csv_row, NULL);
}

/* --- JSON */

static void write_json_row(const struct table_kind *kind, const struct datum *values, void *to)
{
    json_dumper *dumper = to;

    json_dumper_begin_object(dumper);
    for (unsigned i = 0; i < kind->column_count; i++) {
        char *name = name_of(&kind->columns[i]);

        json_dumper_set_member_name(dumper, name);
        if (!values[i].text)
            json_dumper_value_anyf(dumper, "null");
        else if (values[i].is_number)
            json_dumper_value_anyf(dumper, "%s", values[i].text);
        else
            json_dumper_value_string(dumper, values[i].text);
        g_free(name);
    }
    json_dumper_end_object(dumper);
}

static void add_json_text(json_dumper *dumper, const char *name, const char *text)
{
    char *valid = text ? clean(text) : NULL;

    if (!valid)
        return;
    json_dumper_set_member_name(dumper, name);
    json_dumper_value_string(dumper, valid);
    g_free(valid);
}

static void print_json(const struct table *table, const char *filter, const char *caption)
{
    json_dumper dumper = {.output_file = stdout, .flags = JSON_DUMPER_FLAGS_PRETTY_PRINT};

    json_dumper_begin_object(&dumper);
    add_json_text(&dumper, "table", table->kind->name);
    add_json_text(&dumper, "filter", filter);
    add_json_text(&dumper, "caption", caption);
    json_dumper_set_member_name(&dumper, "rows");
    json_dumper_begin_array(&dumper);
    write_rows(table, write_json_row, &dumper);
    json_dumper_end_array(&dumper);
    json_dumper_end_object(&dumper);
    json_dumper_finish(&dumper);
}

/* --- Markdown */

static void print_markdown_text(const char *text)
{
    for (; *text; text++) {
        if (strchr("\\`*_[]<>|#~&", *text))
            putchar('\\');
        putchar(*text);
    }
}

static void write_markdown_row(const struct table_kind *kind, const struct datum *values, void *to)
{
    (void)to;
    for (unsigned i = 0; i < kind->column_count; i++) {
        fputs("| ", stdout);
        print_markdown_text(values[i].text ? values[i].text : "");
        putchar(' ');
    }
    puts("|");
}

static void print_markdown(const struct table *table, const char *filter, const char *caption)
{
    const struct table_kind *kind = table->kind;

    printf("## %s\n\n", kind->title);
    if (filter) {
        char *valid = clean(filter);

        fputs("Filter: ", stdout);
        print_markdown_text(valid);
        fputs("\n\n", stdout);
        g_free(valid);
    }
    if (caption) {
        print_markdown_text(caption);
        fputs("\n\n", stdout);
    }
    for (unsigned i = 0; i < kind->column_count; i++) {
        const struct table_column *column = &kind->columns[i];

        printf(column->unit ? "| %s (%s) " : "| %s ", column->title, column->unit);
    }
    puts("|");
    for (unsigned i = 0; i < kind->column_count; i++)
        fputs(is_figure(&kind->columns[i]) ? "|---:" : "|---", stdout);
    puts("|");
    write_rows(table, write_markdown_row, NULL);
    putchar('\n');
}

/* --- OpenMetrics: each column of figures or dates is a gauge with the columns that name the row as labels; one more,
 * _info, has all others as labels. What Prometheus' own text format does not know is not used. */

static void add_label(GString *labels, const struct table_column *column, const struct datum *value)
{
    char *name = plain_name(column);

    g_string_append_printf(labels, "%s%s=\"", labels->len ? "," : "", name);
    for (const char *at = value->text ? value->text : ""; *at; at++) {
        if (*at == '\\' || *at == '"')
            g_string_append_c(labels, '\\');
        g_string_append_c(labels, *at);
    }
    g_string_append_c(labels, '"');
    g_free(name);
}

static bool is_label(const struct table_column *column, const struct datum *value, bool is_info)
{
    return column->is_key || (is_info && !is_figure(column) && !value->is_date);
}

static char *labels_of(const struct table_kind *kind, const struct datum *values, bool is_info)
{
    GString *labels = g_string_new(NULL);

    for (unsigned i = 0; i < kind->column_count; i++) {
        if (is_label(&kind->columns[i], &values[i], is_info))
            add_label(labels, &kind->columns[i], &values[i]);
    }
    return g_string_free(labels, FALSE);
}

/* "sipreg_registrations_late_by_seconds". Free with g_free. */
static char *metric_of(const struct table_kind *kind, const struct table_column *column,
                       bool is_date)
{
    char *name = plain_name(column);
    int unit = unit_of(column);
    const char *suffix = unit >= 0 ? units[unit].metric : is_date ? "timestamp_seconds" : NULL;
    char *metric = g_strdup_printf("sipreg_%s_%s%s%s", kind->name, name, suffix ? "_" : "",
                                   suffix ? suffix : "");

    g_free(name);
    return metric;
}

/* The samples of one metric must stand together: what each row adds to them is gathered, by column. */
struct metrics {
    GString *columns[TABLE_COLUMNS_MAX];
    GString *info;
};

static void add_family(GString *samples, const char *metric, const char *kind_title,
                       const char *column_title)
{
    g_string_append_printf(samples, "# HELP %s %s: %s\n# TYPE %s gauge\n", metric, kind_title,
                           column_title, metric);
}

static void add_sample(GString *samples, const char *metric, char *labels, double value)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append_printf(samples, "%s{%s} %s\n", metric, labels,
                           g_ascii_formatd(digits, sizeof(digits), "%.15g", value));
    g_free(labels);
}

static void add_to_gauge(GString *samples, const struct table_kind *kind, unsigned index,
                         const struct datum *values)
{
    const struct table_column *column = &kind->columns[index];
    int unit = unit_of(column);
    char *metric = metric_of(kind, column, values[index].is_date);

    if (!samples->len)
        add_family(samples, metric, kind->title, column->title);
    add_sample(samples, metric, labels_of(kind, values, false),
               values[index].number * (unit >= 0 ? units[unit].factor : 1));
    g_free(metric);
}

static char *info_of(const struct table_kind *kind)
{
    return g_strdup_printf("sipreg_%s_info", kind->name);
}

static void write_samples(const struct table_kind *kind, const struct datum *values, void *to)
{
    struct metrics *metrics = to;
    char *info = info_of(kind);

    add_sample(metrics->info, info, labels_of(kind, values, true), 1);
    for (unsigned i = 0; i < kind->column_count; i++) {
        if (!kind->columns[i].is_key && (values[i].is_number || values[i].is_date))
            add_to_gauge(metrics->columns[i], kind, i, values);
    }
    g_free(info);
}

static void print_metrics(const struct table *table, bool is_last)
{
    struct metrics metrics = {.info = g_string_new(NULL)};
    char *info = info_of(table->kind);

    for (unsigned i = 0; i < table->kind->column_count; i++)
        metrics.columns[i] = g_string_new(NULL);
    add_family(metrics.info, info, table->kind->title, "what it says in words");
    write_rows(table, write_samples, &metrics);
    fputs(metrics.info->str, stdout);
    for (unsigned i = 0; i < table->kind->column_count; i++) {
        fputs(metrics.columns[i]->str, stdout);
        g_string_free(metrics.columns[i], TRUE);
    }
    g_string_free(metrics.info, TRUE);
    g_free(info);
    if (is_last)
        puts("# EOF");
}

void table_data_print(const struct table *table, enum table_format format, const char *filter,
                      bool is_last)
{
    char sentence[SENTENCE_SIZE];
    const char *caption = table->kind->caption ? table->kind->caption(table, sentence) : NULL;

    switch (format) {
    case FORMAT_CSV:
        print_csv(table);
        break;
    case FORMAT_JSON:
        print_json(table, filter, caption);
        break;
    case FORMAT_MARKDOWN:
        print_markdown(table, filter, caption);
        break;
    case FORMAT_OPENMETRICS:
        print_metrics(table, is_last);
        break;
    default:
        break;
    }
}
