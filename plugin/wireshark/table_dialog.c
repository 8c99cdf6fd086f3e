/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Tables in Wireshark's own window for them, which sharkd has too: Telephony > SIP Registrations.
 *
 * The window reads the cells of its rows whenever it wants to, also when the file is closed. They are
 * copies for this reason. Two windows of one kind share one table: what the one has drawn has to stay
 * in memory when the other begins anew.
 */
#include "wireshark/tables.h"

#include <epan/plugin_if.h>
#include <epan/stat_tap_ui.h>
#include <epan/strutil.h>

#include "wireshark/compat.h"

enum {
    TEXT_MAX = 1000, /* characters of a cell */
    FIGURE_WIDTH = 12,
    NUMBER_WIDTH = 6 /* digits of the first column, where it is in order of urgency */
};

/* A space that comes after all digits and letters: the more of them, the further behind. */
#define BEHIND_ALL "\u00a0"

enum { BEHIND_MAX = 4 };

struct dialog {
    struct table table; /* the first */
    stat_tap_table_ui ui;
    stat_tap_table *shown; /* of Wireshark; may be gone unless ui.tables has it */
    GPtrArray *past;       /* cells of rows that another window may still show */
    const void *listener; /* the one that counts: sharkd may have two at a time for the one table */
};

static GSList *dialogs;

static struct dialog *dialog_of_ui(stat_tap_table_ui *ui)
{
    return (struct dialog *)((char *)ui - offsetof(struct dialog, ui));
}

static struct dialog *dialog_of(const stat_tap_table *shown)
{
    for (const GSList *at = dialogs; at; at = at->next) {
        struct dialog *dialog = at->data;

        if (dialog->shown == shown && stat_tap_find_table(&dialog->ui, dialog->ui.title) == shown)
            return dialog;
    }
    return NULL;
}

/* --- Cells */

/* For programs nothing is done about how it looks. */
static bool is_for_programs(void)
{
    return g_strcmp0(g_get_prgname(), "sharkd") == 0;
}

/* Takes little room, above all of what comes first. */
static char *text_behind(unsigned places, const char *text)
{
    static const char spaces[] = BEHIND_ALL BEHIND_ALL BEHIND_ALL BEHIND_ALL;

    return g_strdup_printf("%.*s%s", (int)(MIN(places, BEHIND_MAX) * strlen(BEHIND_ALL)), spaces,
                           text);
}

/* The window sorts a column of texts by their bytes: spaces in front, which a right-aligned column does not show, make
 * that the order of the figures, and others that of the ranks, of which the first is 1. */
static char *text_of(struct table_cell *cell, enum table_column_kind kind)
{
    bool pads = !is_for_programs();
    const char *shown = table_cell_shown(cell);
    char *text, *line;

    if (!shown)
        return text_behind(pads && kind == COLUMN_RANK ? BEHIND_MAX : 0, "");
    if (pads && kind == COLUMN_FIGURE)
        return g_strdup_printf("%*s", FIGURE_WIDTH, shown);
    if (pads && kind == COLUMN_RANK)
        return text_behind(cell->rank - 1u, shown);
    text = g_utf8_substring(shown, 0, MIN(g_utf8_strlen(shown, -1), TEXT_MAX));
    line = format_text(NULL, (const text_byte *)text, strlen(text));
    g_free(text);
    return line;
}

static void free_cell(stat_tap_table_item_type *item)
{
    if (item->type == TABLE_ITEM_STRING)
        g_free((char *)item->value.string_value);
    item->type = TABLE_ITEM_NONE;
}

/* The window opens sorted by the first column. Where rows differ in urgency that column holds texts: what is in front
 * makes the order of their bytes that of the urgency, and of the numbers within it. */
static bool is_by_urgency(const struct table_kind *kind, unsigned column)
{
    return column == 0 && kind->urgency && kind->columns[0].kind == COLUMN_COUNT &&
           !is_for_programs();
}

static void set_urgency(stat_tap_table_item_type *item, const struct table_kind *kind,
                        const struct table_row *row, const struct table_cell *cell)
{
    char number[NUMBER_WIDTH + FIGURE_WIDTH];

    free_cell(item);
    (void)snprintf(number, sizeof(number), "%*s", NUMBER_WIDTH, cell->text ? cell->text : "");
    item->type = TABLE_ITEM_STRING;
    item->value.string_value =
        cell->text ? text_behind(kind->urgency(row), number) : text_behind(BEHIND_MAX, "");
}

static void set_cell(stat_tap_table_item_type *item, struct table_cell *cell,
                     enum table_column_kind kind)
{
    if (kind == COLUMN_COUNT) {
        item->type = TABLE_ITEM_UINT;
        item->value.uint_value = cell->count;
        return;
    }
    free_cell(item);
    item->type = TABLE_ITEM_STRING;
    item->value.string_value = text_of(cell, kind);
}

static void touched(struct table *table, const struct table_row *row)
{
    struct dialog *dialog = (struct dialog *)table;
    const struct table_kind *kind = table->kind;
    struct table_cell cells[TABLE_COLUMNS_MAX] = {{.text = NULL}};
    char sentence[SENTENCE_SIZE];
    stat_tap_table_item_type *items;

    if (row->number >= dialog->shown->num_elements) {
        const stat_tap_table_item_type empty[TABLE_COLUMNS_MAX] = {{.type = TABLE_ITEM_NONE}};

        stat_tap_init_table_row(dialog->shown, row->number, kind->column_count, empty);
    }
    items = stat_tap_get_field_data(dialog->shown, row->number, 0);
    if (table_shows(table, row)) /* the window cannot drop it: it is left empty */
        kind->show(row, cells, sentence);
    for (unsigned i = 0; i < kind->column_count; i++)
        if (is_by_urgency(kind, i))
            set_urgency(&items[i], kind, row, &cells[i]);
        else
            set_cell(&items[i], &cells[i], kind->columns[i].kind);
}

/* --- Called by Wireshark */

static void drop_past(struct dialog *dialog)
{
    for (unsigned i = 0; i < dialog->past->len; i++) {
        stat_tap_table_item_type *items = dialog->past->pdata[i];

        for (unsigned j = 0; j < dialog->ui.nfields; j++)
            free_cell(&items[j]);
        g_free(items);
    }
    g_ptr_array_set_size(dialog->past, 0);
}

static void reset(stat_tap_table *shown)
{
    struct dialog *dialog = dialog_of(shown);

    dialog->listener = NULL;
    table_clear(&dialog->table);
    for (unsigned i = 0; i < shown->num_elements; i++)
        g_ptr_array_add(dialog->past, shown->elements[i]);
    shown->num_elements = 0;
    if (dialog->ui.refcount <= 1)
        drop_past(dialog);
}

static void begin(stat_tap_table_ui *ui)
{
    struct dialog *dialog = dialog_of_ui(ui);

    if (stat_tap_find_table(ui, ui->title)) {
        reset(dialog->shown);
        return;
    }
    dialog->listener = NULL;
    table_clear(&dialog->table);
    dialog->shown = stat_tap_init_table(ui->title, (int)ui->nfields, 0, NULL);
    stat_tap_add_table(ui, dialog->shown);
}

static tap_packet_status take(void *data, packet_info *pinfo, epan_dissect_t *edt _U_,
                              const void *report, tap_flags_t flags _U_)
{
    struct dialog *dialog = dialog_of_ui(((stat_data_t *)data)->stat_tap_data);

    if (!dialog->listener)
        dialog->listener = data;
    if (dialog->listener != data)
        return TAP_PACKET_DONT_REDRAW;
    table_take(&dialog->table, pinfo, report);
    return TAP_PACKET_REDRAW;
}

static void free_item(stat_tap_table *shown, guint row, guint column,
                      stat_tap_table_item_type *item)
{
    free_cell(item);
    if (row == 0 && column == 0)
        table_clear(&dialog_of(shown)->table);
}

/* --- Registration */

/* "Requested (s)"; like all of this, it stays. Over a narrow column of numbers the arrow that tells what the
 * window is sorted by covers the left end of the title: blanks there. */
static const char *title_of(const struct table_column *column, bool is_number)
{
    if (is_number && !is_for_programs())
        return g_strconcat("      ", column->title, NULL);
    return column->unit ? g_strdup_printf("%s (%s)", column->title, column->unit) : column->title;
}

/* Words begin at the left: where the window ends amid a column, their beginning is still read. */
static bool is_left_aligned(enum table_column_kind kind)
{
    return kind == COLUMN_TEXT || kind == COLUMN_RANK;
}

static stat_tap_table_item *fields_of(const struct table_kind *kind)
{
    stat_tap_table_item *fields = g_new0(stat_tap_table_item, kind->column_count);

    for (unsigned i = 0; i < kind->column_count; i++) {
        bool counts = kind->columns[i].kind == COLUMN_COUNT && !is_by_urgency(kind, i);

        fields[i].type = counts ? TABLE_ITEM_UINT : TABLE_ITEM_STRING;
        fields[i].align = is_left_aligned(kind->columns[i].kind) ? TAP_ALIGN_LEFT : TAP_ALIGN_RIGHT;
        fields[i].column_name = title_of(&kind->columns[i], counts);
        fields[i].field_format = counts ? "%u" : "%s";
    }
    return fields;
}

void table_dialog_register(const struct table_kind *kind)
{
    static tap_param filter = {PARAM_FILTER, "filter", "Filter", NULL, TRUE};
    struct dialog *dialog = g_new0(struct dialog, 1);

    table_init(&dialog->table, kind);
    dialog->table.touched = touched;
    dialog->past = g_ptr_array_new();
    dialog->ui = (stat_tap_table_ui){
        /* A group without a menu: this one has its own. */
        .group = REGISTER_LOG_STAT_GROUP_UNSORTED,
        .title = kind->title,
        .tap_name = "sipreg",
        .cli_string = g_strconcat("sipreg,", kind->name, NULL),
        .stat_tap_init_cb = begin,
        .packet_func = take,
        .stat_tap_reset_table_cb = reset,
        .stat_tap_free_table_item_cb = free_item,
        .nfields = kind->column_count,
        .fields = fields_of(kind),
        .nparams = 1,
        .params = &filter,
    };
    register_stat_tap_table_ui(&dialog->ui);
    dialogs = g_slist_prepend(dialogs, dialog);
}

/* As if the table were requested on the command line: Wireshark then opens its window. */
static void open_window(ext_menubar_gui_type gui _U_, void *window _U_, void *data)
{
    char *argument = g_strconcat("sipreg,", ((const struct table_kind *)data)->name, NULL);

    if (process_stat_cmd_arg(argument))
        start_requested_stats();
    g_free(argument);
}

void table_dialog_add_menu(int protocol, const struct table_kind *const *kinds, unsigned count)
{
    ext_menu_t *menu = ext_menubar_register_menu(protocol, "SIP Registrations", TRUE);

    ext_menubar_set_parentmenu(menu, "Telephony");
    for (unsigned i = 0; i < count; i++)
        ext_menubar_add_entry(menu, kinds[i]->entry, kinds[i]->title, open_window,
                              (void *)kinds[i]);
}
